// When a D05 is stopped by a back-fix of ours. It is decided here, and recovery.ts takes what is stopped
// out of what waits: the groups, the plan, the replay guard, the watch, the taking out and the closing of
// a case read what is left there, so that none of them says otherwise.
import type { FixState } from './fix.ts';
import { stopsD05, type FixItem } from './fix-item.ts';
import type { OutstandingMessage } from './outstanding.ts';

/** A D05 as far as anybody knows it: of one that only an export spoke of there is neither name nor time. */
export type D05 = Pick<OutstandingMessage, 'txRefNbr' | 'sentAt'>;

export interface Against {
  /** UTC ms of the list that has it; null of one that no list has. */
  readonly listedAt: number | null;
  /** Since when back-fixes count for the customer's case (FIX15), UTC ms. */
  readonly round: number;
}

export const isStopped = (d05: D05, fix: FixState | undefined, against: Against): boolean =>
  (fix?.items ?? []).some(
    (item) =>
      stopsD05.has(item.type) &&
      item.standing === 'proved' &&
      (item.about !== null && d05.txRefNbr !== null
        ? item.about === d05.txRefNbr && standsAgainst(item, against.listedAt)
        : fitsByTime(item, d05, against)),
  );

/** A newer list that still has the message knows better than a person; the market's word stands (BF16). */
export const standsAgainst = ({ proved }: FixItem, listedAt: number | null): boolean =>
  proved !== null && (proved.matchedBy !== 'person' || listedAt === null || proved.at >= listedAt);

/**
 * With a name on one side alone it is this one if it was sent before. Whoever said so, what a newer list
 * has may be another one.
 */
const fitsByTime = (
  { since, proved }: FixItem,
  { sentAt }: D05,
  { listedAt, round }: Against,
): boolean =>
  since >= Math.max(round, sentAt ?? 0) &&
  (listedAt === null || (proved !== null && proved.at >= listedAt));
