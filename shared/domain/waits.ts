// Until when nothing is to be done about what came of a call. Apart from the lanes, because the
// fold of a case asks it too: a promise that has passed is asked for anew.
import { MINUTE } from './backstop-clock.ts';
import type { Outcome } from './script.ts';

/** Networks' own fifteen minutes, where a promise came without a time. */
export const PROMISE_MINUTES = 15;
/** Networks says it is done: somebody rings the customer after this at the latest. */
export const DONE_MINUTES = 5;

export interface Waited {
  readonly outcome: Outcome | null;
  readonly outcomeAt: number | null;
  readonly promisedAt: number | null;
  readonly againAt: number | null;
}

/** UTC ms; null where nothing is waited for. */
export function waitsUntil(waited: Waited): number | null {
  switch (waited.outcome) {
    case 'done':
      return (waited.outcomeAt ?? 0) + DONE_MINUTES * MINUTE;
    case 'promised':
      return waited.promisedAt ?? (waited.outcomeAt ?? 0) + PROMISE_MINUTES * MINUTE;
    case 'noAnswer':
    case 'busy':
    case 'callBack':
      return waited.againAt;
    default:
      return null;
  }
}
