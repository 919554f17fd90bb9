// Plans of customers as they become back-fixes: each under its own key, a message of ours under the names
// that follow from it, and by whom it was authorised where somebody may not release alone.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import type { BackFixStep, BackFixType } from './back-fix-step.ts';
import { isOfSame, keyGroup } from './closing.ts';
import type { Context, Refusal } from './decision.ts';
import type { Make } from './events.ts';
import { fixSubject, isSettled } from './fix.ts';
import type { FixItem } from './fix-item.ts';
import { authorisationFault } from './guard.ts';
import { isMpid } from './mpid.ts';
import { businessReferenceOf, txRefNbrOf } from './tx-ref.ts';

/** The plan of one customer, as it is released. */
export interface ReleaseOf {
  readonly mprn: string;
  readonly steps: readonly BackFixStep[];
  /** Why it is released though a guard warns. */
  readonly despite?: string;
}

export interface OfFix {
  readonly mprn: string;
  readonly key: string;
}

/** By somebody who may not release alone: who authorised it, and when. */
export interface ByPhone {
  readonly authorisedBy?: string;
  readonly authorisedAt?: number;
}

export type ReleasedOne = OfFix & {
  readonly attempt: number;
  readonly type: BackFixType;
  readonly draft: Draft;
};

/** What of these plans is not under way yet, each as the back-fix that it becomes. */
export function releasedBy(
  order: {
    readonly items: readonly ReleaseOf[];
    readonly agent?: string | undefined;
    readonly authorised: ByPhone;
    /** Whether what is under way is what is to be released. */
    readonly isSame?: (item: FixItem, step: BackFixStep) => boolean;
  },
  context: Context,
  make: Make,
): Result<readonly ReleasedOne[], Refusal> {
  const { items, agent, authorised, isSame = isOfSame } = order;
  const supplier = context.supplier ?? '';
  const id = context.newId();
  const drafts: ReleasedOne[] = [];
  for (const { mprn, steps, despite } of items) {
    const subject = fixSubject(mprn);
    const state = context.fixOf?.(subject);
    const begun = new Set<string>();
    for (const [order, step] of steps.entries()) {
      const group = keyGroup(step.type);
      const alike = (state?.items ?? [])
        .filter((each) => keyGroup(each.type) === group)
        .sort((one, other) => numberOf(one) - numberOf(other));
      // What is under way is not begun a second time: also not by a key pressed twice.
      if (alike.some((each) => !isSettled(each) && isSame(each, step))) continue;
      // Of several alike (D05s, questions) the first has the plain name, every other one its message's,
      // or where a question has none, its reason's.
      const isOther = begun.has(group) || alike.some((each) => !isSettled(each));
      const other = step.txRefNbr ?? (group === 'askFirst' ? step.because : null);
      const name = isOther && other !== null ? `${group} ${other}` : group;
      begun.add(group);
      const before = alike.filter((each) => nameOf(each) === name);
      const key = `${name}/${before.length + 1}`;
      const isMessage = group === 'send017';
      if (isMessage && !isMpid(supplier)) return fail({ code: 'noMpid' });
      const intent = { supplier, mprn, key };
      const about = isMessage ? null : step.txRefNbr;
      const how = {
        ...(agent ? { agent } : {}),
        ...authorised,
        ...(despite ? { despite } : {}),
      };
      const { type, owner, channel, proof, because } = step;
      const plan = { type, owner, channel, proof: [...proof], because, order };
      const taken = before.at(-1);
      if (isMessage && taken?.takenBack) {
        const { key: same, takenBack } = taken;
        const of = takenBack.entry;
        const attempt = taken.reason === null ? taken.attempt : taken.attempt + 1;
        const again =
          taken.reason === null
            ? make(subject, 'fix.releasedAgain', { key: same, attempt, of, plan, ...how })
            : make(subject, 'fix.released', {
                key: same,
                attempt,
                ...plan,
                release: id,
                txRefNbr: txRefNbrOf({ ...intent, key: same }, attempt),
                ...(taken.businessReference === null
                  ? {}
                  : { businessReference: taken.businessReference }),
                ...how,
              });
        drafts.push({ mprn, key: same, attempt, type, draft: again });
        continue;
      }
      drafts.push({
        mprn,
        key,
        attempt: 1,
        type,
        draft: make(subject, 'fix.released', {
          key,
          attempt: 1,
          ...plan,
          release: id,
          ...(isMessage
            ? { txRefNbr: txRefNbrOf(intent, 1), businessReference: businessReferenceOf(intent) }
            : {}),
          ...(about === null ? {} : { about, ...namedOf(step) }),
          ...how,
        }),
      });
    }
  }
  return ok(drafts);
}

const nameOf = ({ key }: FixItem): string => key.slice(0, key.lastIndexOf('/'));
const numberOf = ({ key }: FixItem): number => Number(key.slice(key.lastIndexOf('/') + 1));

/** The market's answer to a message that waits may name its business reference and nothing else. */
const namedOf = ({ businessReference }: BackFixStep) =>
  businessReference === undefined ? {} : { businessReference };

/** A role that does not release needs somebody else's word, whatever makes a new message of it. */
export function authorise(
  { authorisedBy = '', authorisedAt }: ByPhone,
  { operator, now, mayRelease }: Context,
): Result<ByPhone, Refusal> {
  if (authorisedBy.trim() === '')
    return mayRelease === false ? fail({ code: 'mayNotRelease' }) : ok({});
  const said = { authorisedBy, authorisedAt: authorisedAt ?? now };
  const fault = authorisationFault(said, operator, now);
  return fault === null ? ok(said) : fail({ code: fault });
}
