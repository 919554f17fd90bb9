// The other side of the phone, as far as it may be known: a supplier hears of Networks, Networks
// hears of every supplier, and no supplier ever hears of another.
import type { ExchangeReply } from '../shared/sync/protocol.ts';
import type { Device, Journal } from './journal/journal.ts';

/** Steps in which it is told when a device was last there, and in each of which it is written once. */
const SEEN_MS = 20_000;
/** Devices that were not there for longer are nobody's desk tonight. */
const LATELY_MS = 24 * 3_600_000;

export function partnersOf(journal: Journal, who: Device, now: number): ExchangeReply['partners'] {
  const own = journal.organisation(who.organisation);
  return journal
    .organisations()
    .filter(({ isNetworks }) => own !== null && isNetworks !== own.isNetworks)
    .map(({ id, name, isNetworks }) => {
      const seen = [...journal.lastSeen(id)].map(
        ([device, at]) => [device, toldOf(at, now)] as const,
      );
      return {
        organisation: id,
        name,
        isNetworks,
        lastAt: seen.length === 0 ? null : Math.max(...seen.map(([, at]) => at)),
        devices: Object.fromEntries(seen.filter(([, at]) => stepOf(now) - at < LATELY_MS)),
      };
    });
}

const stepOf = (at: number): number => Math.floor(at / SEEN_MS) * SEEN_MS;

/**
 * A desk exchanges the moment it has written, and to whom is nobody's business but theirs: what is told
 * changes with the step of the clock and never within it, however often it was there.
 */
const toldOf = (at: number, now: number): number => Math.min(stepOf(at), stepOf(now) - SEEN_MS);

/** The first of each step is kept. */
export function noteSeen(journal: Journal, who: Device, now: number): void {
  const last = journal.lastSeen(who.organisation).get(who.id);
  // A clock that was put back is no reason to keep a time that has not come yet.
  if (last === undefined || stepOf(last) < stepOf(now) || now < last) journal.saw(who.id, now);
}
