import { fail } from '../../shared/lib/result.ts';
import type { Refusal } from '../../shared/sync/calls.ts';

/** Why a call was not done; its status is the table's (`refusals` in calls.ts). */
export interface Refused {
  readonly reason: Refusal;
  /** Of a fork: the first seq on which the two chains differ. */
  readonly seq?: number;
}

export const refused = (reason: Refusal, seq?: number) =>
  fail<Refused>(seq === undefined ? { reason } : { reason, seq });
