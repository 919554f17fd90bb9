// Messages that a person has taken out of our own EMMA, where nobody else sees them. A D05 that is out is
// stopped by that word; an E05 that is out is followed no more, and the plan says what comes in its place.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import { isTakeOut, type BackFixStep, type BackFixType } from './back-fix-step.ts';
import { subjectOf } from './case.ts';
import { isOfSame } from './closing.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import type { Make } from './events.ts';
import { fixSubject, isSettled } from './fix.ts';
import type { FixItem } from './fix-item.ts';
import { authorise, releasedBy, type ByPhone, type OfFix, type ReleaseOf } from './fix-released.ts';
import { mayRun } from './outstanding.ts';
import { e05StaysOut, waitsInEmma } from './out-of-emma.ts';
import { standsAgainst } from './stopped-d05.ts';
import { isTakenOut } from './take-out.ts';

/**
 * A person has taken messages out of our own EMMA, and says so: released where they were not, of a D05
 * proved, of an E05 followed no more.
 */
export type TakeOutCommand = {
  readonly do: 'takeOut';
  readonly items: readonly ReleaseOf[];
  /** Who took them out. */
  readonly person: string;
  /** When the list was made that has them; an older word does not stand against it. UTC ms. */
  readonly listedAt: number | null;
} & ByPhone;

type Done = OfFix & {
  readonly attempt: number;
  readonly type: BackFixType;
  readonly isHanded: boolean;
};

/**
 * Of what is released the taking out is written, of what is not the release too. Nothing leaves the house
 * by it, so no share of everybody is much. Said twice, it is written once.
 */
export function takeOut(
  command: TakeOutCommand,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  const { listedAt } = command;
  const person = command.person.trim();
  if (person === '') return fail({ code: 'proofMissing' });
  const under: Done[] = [];
  const fresh: ReleaseOf[] = [];
  for (const { mprn, steps } of command.items) {
    const known = context.fixOf?.(fixSubject(mprn))?.items ?? [];
    const open = steps.filter((step) => {
      if (!isTakeOut(step) && !waitsInEmma(step)) return false;
      const { waits, isReleased } = isTakeOut(step)
        ? d05Known(step, known, listedAt)
        : e05Known(step, known, listedAt);
      under.push(...waits.map((each) => ({ ...each, mprn })));
      return !isReleased;
    });
    if (open.length > 0) fresh.push({ mprn, steps: open });
  }
  const authorised = fresh.length === 0 ? ok({}) : authorise(command, context);
  if (!authorised.ok) return authorised;
  const made = releasedBy(
    { items: fresh, authorised: authorised.value, isSame: isNamedAlike },
    context,
    make,
  );
  if (!made.ok) return made;
  const done = [...under, ...made.value.map((each) => ({ ...each, isHanded: false }))];
  const drafts = done.flatMap(({ mprn, key, type, attempt, isHanded }) => {
    const subject = fixSubject(mprn);
    const handed = { key, attempt, channel: 'emma', person } as const;
    return [
      ...(isHanded ? [] : [make(subject, 'fix.handed', handed)]),
      type === 'letWaiting017Run'
        ? make(subject, 'fix.takenBack', { key, attempt, why: '' })
        : make(subject, 'fix.proved', { key, by: 'namedPerson', person }),
    ];
  });
  const learnt = command.items.flatMap(({ mprn, steps }) =>
    noLongerWaits(subjectOf(mprn), steps.filter(waitsInEmma), context, make),
  );
  const released = made.value.map(({ draft: each }) => each);
  return ok({ drafts: [...released, ...drafts, ...learnt], subject: null });
}

interface KnownOut {
  /** Under way: it ends by this. */
  readonly waits: readonly Omit<Done, 'mprn'>[];
  /** It waits, or somebody has said already that it is out: no other one is released. */
  readonly isReleased: boolean;
}

function d05Known(step: BackFixStep, known: readonly FixItem[], listedAt: number | null): KnownOut {
  const same = known.filter((each) => each.type === step.type && isOfSame(each, step));
  const waits = same.filter((each) => !isSettled(each)).slice(0, 1);
  return {
    waits: waits.map((each) => ({
      ...each,
      isHanded: each.standing !== 'released' && each.standing !== 'intended',
    })),
    isReleased:
      waits.length > 0 || same.some((each) => isTakenOut(each) && standsAgainst(each, listedAt)),
  };
}

/** Followed without a name, it is followed no more either: what else waits is planned anew. */
function e05Known(step: BackFixStep, known: readonly FixItem[], listedAt: number | null): KnownOut {
  const followed = known.filter(({ type }) => type === step.type);
  const named = followed.filter((each) => isNamedAlike(each, step));
  const waits = followed.filter(
    (each) => !isSettled(each) && (named.includes(each) || each.about === null),
  );
  return {
    waits: waits.map((each) => ({ ...each, isHanded: each.standing === 'handed' })),
    isReleased: named.some((each) => !isSettled(each) || e05StaysOut(each, listedAt)),
  };
}

/** Of several E05s that lie there each is taken out by itself, as each D05 is. */
const isNamedAlike = (item: FixItem, step: BackFixStep): boolean =>
  waitsInEmma(step) ? item.about === step.txRefNbr : isOfSame(item, step);

/** What the case had heard of that E05 is over: nothing of it left us, and the plan goes on from there. */
function noLongerWaits(
  subject: string,
  out: readonly BackFixStep[],
  context: Context,
  make: Make,
): readonly Draft[] {
  const state = out.length === 0 ? undefined : context.caseOf(subject);
  const message017 = state?.facts.message017;
  if (state?.open !== true || message017 === undefined) return [];
  const { txRefNbr, reason } = message017;
  // Without a name it is the one of which the case had said that it lies there.
  const isIt =
    txRefNbr === undefined
      ? message017.state === 'queuedInEmma'
      : mayRun(message017) && out.some((each) => each.txRefNbr === txRefNbr);
  if (reason === 'D05' || !isIt) return [];
  const facts = { message017: { ...message017, state: 'notSent' } } as const;
  return [make(subject, 'case.learnt', { facts })];
}
