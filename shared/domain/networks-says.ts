// What Networks' own record says of a supplier's case, beside what the supplier heard on the phone.
// It is a claim of ESBN and never sets the power: a person records it, with one key (SAYS1).
import { mprnOf, type CaseState } from './case.ts';
import type { EventBody } from './events.ts';
import type { Picture } from './request-picture.ts';
import type { NetworksWord, Said } from './request.ts';

export interface NetworksSays {
  readonly picture: Picture;
  readonly word: NetworksWord;
  /** The newest thing Networks wrote of it. */
  readonly newest: Said;
}

/** The picture of a case: of its newest request, else what Networks typed of us for its MPRN. */
export function pictureOfCase(pictures: readonly Picture[], state: CaseState): Picture | undefined {
  // A D05 that was to be stopped is not what the customer's power waits for.
  for (const link of state.requests.filter(({ type }) => type === 'reenergise').reverse()) {
    const found = pictures.find(({ asked }) =>
      asked.some(({ subject }) => subject === link.request),
    );
    if (found !== undefined) return found;
  }
  const mprn = mprnOf(state.subject);
  // Of an earlier case's night nothing is said about this one.
  return pictures
    .filter(
      (picture) =>
        picture.asked.length === 0 &&
        picture.type === 'reenergise' &&
        picture.mprn === mprn &&
        picture.askedAt >= state.opened.at,
    )
    .at(-1);
}

export function networksSays(pictures: readonly Picture[], state: CaseState): NetworksSays | null {
  const picture = pictureOfCase(pictures, state);
  if (picture === undefined) return null;
  const word = picture.networks;
  const newest = [word.taken, word.assigned, word.decided, word.d05]
    .filter((each) => each !== null)
    .sort((one, other) => one.at - other.at)
    .at(-1);
  return newest === undefined ? null : { picture, word, newest };
}

/**
 * The record of "ESBN says the power is back", ready to be written by a person; null where Networks
 * says no such thing, or said it before the customer was off again.
 */
export function backByNetworks(
  says: NetworksSays,
  state: CaseState,
  now: number,
): EventBody<'power.recorded'> | null {
  const { decided } = says.word;
  if (decided?.outcome !== 'done' || !state.open || state.power !== null) return null;
  if (decided.at <= offSince(state)) return null;
  return {
    level: 'claimed',
    by: 'esbn',
    backAt: decided.at,
    learntAt: Math.max(now, decided.at),
    person: decided.person ?? decided.operator,
  };
}

/**
 * Since when the power is off as we know it, where it had been back before: a word of an earlier
 * time is old, also when asking again joins the same picture.
 */
function offSince(state: CaseState): number {
  const reopened = state.earlier > 0 ? state.opened.at : Number.NEGATIVE_INFINITY;
  // A case that an earlier program kept does not know when: nothing is offered but after its last entry.
  const since = state.stillOff > 0 ? (state.stillOffAt ?? state.last.at) : reopened;
  return Math.max(since, reopened);
}
