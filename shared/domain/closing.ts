// When a case may be closed: the power is back by a proof, everything of its plan is settled by one,
// and a second person has looked where the customer is a priority or something does not agree. A
// customer who is another supplier's by now is closed as such, once nothing of ours can reach them.
import { isLookInEmma, type BackFixStep, type BackFixType } from './back-fix-step.ts';
import { clockStart } from './backstop-clock.ts';
import type { CaseState } from './case.ts';
import { lastSwitching, switchedAt, type Heard } from './evidence.ts';
import { isSettled, type FixState } from './fix.ts';
import { stopsD05, type FixItem } from './fix-item.ts';
import { followedBy, followedOf, hasAnswered } from './followed.ts';
import { isAnother } from './guard.ts';

/** A customer to be closed, with what the plan of this moment still asks for. */
export interface Closing {
  readonly mprn: string;
  readonly plan: readonly BackFixStep[];
}

/** A 017 sent anew and one sent again are the same intent: this customer is to be on supply. */
export const keyGroup = (type: BackFixType): BackFixType =>
  type === 'sendAgain017' ? 'send017' : type;

/** Since when back-fixes count for this round of a case: before it they were of another one. */
export function roundOf(state: CaseState | null): number {
  return state === null ? 0 : Math.max(state.opened.at, state.roundAt ?? state.stillOffAt ?? 0);
}

/** What of the plan is neither released nor settled in this round. */
export function remaining(
  plan: readonly BackFixStep[],
  fix: FixState | undefined,
  state: CaseState | null,
): readonly BackFixStep[] {
  const isOn = saidToBeOn(fix, state) !== null;
  const isProved = (each: FixItem) => each.standing === 'proved' && isOfRound(each, state);
  const own = new Set(
    fix?.items.flatMap((each) => (each.txRefNbr === null || isSettled(each) ? [] : each.txRefNbrs)),
  );
  const followed = followedOf(fix, state?.facts ?? {});
  return plan.filter((step) => {
    const { type, txRefNbr } = step;
    // What a question was answered before it was known to wait is no answer about it.
    const asked = followedBy({ ...step, about: txRefNbr }, fix, state?.facts ?? {});
    const isAnswered = (each: FixItem) => asked.every((waits) => hasAnswered(each, waits));
    return (
      !(keyGroup(type) === 'send017' && followed.some((each) => !isRejected(step, each))) &&
      !(isOn && (reconnects.has(type) || isLookInEmma(step))) &&
      // One of ours that waits is followed where it was released.
      !(type === 'letWaiting017Run' && txRefNbr !== null && own.has(txRefNbr)) &&
      !fix?.items.some((each) => {
        if (keyGroup(each.type) === keyGroup(type))
          return (
            isOfSame(each, step) &&
            // One that waits by everything that is known is to be stopped anew (BF16).
            (!isSettled(each) || (isProved(each) && step.waits !== true && isAnswered(each)))
          );
        // One that waited and has run is the reconnection: none is sent beside it.
        return each.type === 'letWaiting017Run' && keyGroup(type) === 'send017' && isProved(each);
      })
    );
  });
}

/** The plan is about the reject of the very one that is followed: nothing of it runs any more. */
const isRejected = ({ because, txRefNbr }: BackFixStep, { about }: FixItem): boolean =>
  because === 'rejected017' && txRefNbr !== null && txRefNbr === about;

/** It came to stand as it stands in this round of the case. */
const isOfRound = (each: FixItem, state: CaseState | null): boolean =>
  each.since >= roundOf(state) || wentAfterCutOff(each, state);

/**
 * It was handed over after the market had switched the customer off, and is proved: the reconnection of
 * this round, though the cut-off was learnt later than its proof (FIX34).
 */
function wentAfterCutOff({ type, handing, proved }: FixItem, state: CaseState | null): boolean {
  const off = state?.cutOffSince;
  if (off === undefined || handing === null || proved === null) return false;
  return keyGroup(type) === 'send017' && handing.at >= off && proved.at >= off;
}

/**
 * Of several D05s each is stopped by itself, and of two questions each is asked: what is under way or
 * proved of one says nothing of another. What our own EMMA has is another question than what Networks has.
 */
export function isOfSame(
  { about, because, owner }: FixItem,
  { type, txRefNbr, because: why, owner: whose }: BackFixStep,
): boolean {
  if (type === 'askFirst') return because === why && owner === whose;
  return !stopsD05.has(type) || about === null || txRefNbr === null || about === txRefNbr;
}

/** Steps that want the customer on supply, and nothing more. */
const reconnects = new Set<BackFixType>([
  'send017',
  'sendAgain017',
  'letWaiting017Run',
  'esbnRecords',
]);

/** When what is to be put right began, UTC ms: an earlier reconnection says nothing of it. */
export function beganAt({ facts, noticedAt, stillOffAt = 0, cutOffSince }: CaseState): number {
  const off = cutOffSince ?? stillOffAt;
  return Math.max(clockStart({ paidAt: facts.paidAt ?? null, noticedAt }), off);
}

/** The market's last word of this round that the power is on; null where it is none, or another. */
export function saidToBeOn(fix: FixState | undefined, state: CaseState | null): Heard | null {
  if (state === null || fix === undefined) return null;
  const last = lastSwitching(fix.heard);
  return last?.tells === 'energised' && switchedAt(last) >= beganAt(state) ? last : null;
}

export type NotReady =
  | 'powerOff'
  | 'notReleased'
  | 'underWay'
  | 'noProof'
  /** A second person has to sign, and whoever closes is not that person. */
  | 'needsSecond';

export type Ready =
  | { readonly is: 'ready'; readonly proof: { readonly kind: string; readonly reference: string } }
  | { readonly is: NotReady };

export function isReady(
  state: CaseState,
  fix: FixState | undefined,
  plan: readonly BackFixStep[],
  operator: string,
): Ready {
  const isAnothers = isNotOurs(state);
  if (state.power === null && !isAnothers) return { is: 'powerOff' };
  const open = remaining(plan, fix, state);
  if (open.some(({ because }) => !isAnothers || ofD05.has(because))) return { is: 'notReleased' };
  const items = (fix?.items ?? []).filter((each) => !isSettled(each) || isOfRound(each, state));
  if (items.some((each) => !isSettled(each))) return { is: 'underWay' };
  if (isAnothers) return asNotOurs(state, operator);
  const proved = items.filter(({ standing }) => standing === 'proved').at(-1)?.proved ?? null;
  // Nothing had to be done, and the market says itself that the power is on: that is the proof.
  const on = saidToBeOn(fix, state);
  if (proved === null && on === null) return { is: 'noProof' };
  if ((proved === null && isOnlyProposed(state)) || needsSecond(state, fix)) {
    const signed = fix?.signed ?? null;
    if (signed === null || !isAnother(signed.operator, operator)) return { is: 'needsSecond' };
  }
  const proof =
    proved === null
      ? { kind: on?.type ?? '', reference: on?.txRefNbr ?? '' }
      : { kind: proved.by, reference: proved.reference ?? proved.person ?? '' };
  return { is: 'ready', proof };
}

/** That the power is on has only the market said, in a word that names nothing of ours. */
const isOnlyProposed = ({ power }: CaseState): boolean =>
  power?.level === 'claimed' && power.by === 'message';

/** Said to be another supplier's customer by now. */
export const isNotOurs = ({ excluded }: CaseState): boolean => excluded?.reason === 'notOurs';

/** A D05 of ours that waits would cut off another supplier's customer: it is asked about all the same. */
const ofD05 = new Set<BackFixStep['because']>(['d05Waiting', 'd05NotAsked', 'restoredUnderD05']);

/** Who said that they are not ours is the proof, and so another person closes. */
function asNotOurs(state: CaseState, operator: string): Ready {
  const by = state.excluded?.operator ?? '';
  return isAnother(by, operator)
    ? { is: 'ready', proof: { kind: 'notOurs', reference: by } }
    : { is: 'needsSecond' };
}

export function needsSecond(state: CaseState, fix: FixState | undefined): boolean {
  return (
    state.facts.register === 'priority' ||
    state.medical?.answer === 'yes' ||
    state.cutOff !== undefined ||
    (fix?.items ?? []).some(hasDiscrepancy)
  );
}

export const hasDiscrepancy = ({ discrepancies }: FixItem): boolean => discrepancies.length > 0;
