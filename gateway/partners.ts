// The other side of the phone, as far as it may be known: a supplier hears of Networks, Networks
// hears of every supplier, and no supplier ever hears of another.
import type { ExchangeReply } from '../shared/sync/protocol.ts';
import type { Device, Journal } from './journal/journal.ts';

/** How stale the time of a device's last exchange may be; it is written no more often than this. */
const SEEN_MS = 20_000;
/** Devices that were not there for longer are nobody's desk tonight. */
const LATELY_MS = 24 * 3_600_000;

export function partnersOf(journal: Journal, who: Device, now: number): ExchangeReply['partners'] {
  const own = journal.organisation(who.organisation);
  return journal
    .organisations()
    .filter(({ isNetworks }) => own !== null && isNetworks !== own.isNetworks)
    .map(({ id, name, isNetworks }) => {
      const seen = [...journal.lastSeen(id)];
      return {
        organisation: id,
        name,
        isNetworks,
        lastAt: seen.length === 0 ? null : Math.max(...seen.map(([, at]) => at)),
        devices: Object.fromEntries(seen.filter(([, at]) => now - at < LATELY_MS)),
      };
    });
}

export function noteSeen(journal: Journal, who: Device, now: number): void {
  const last = journal.lastSeen(who.organisation).get(who.id);
  // A clock that was put back is no reason to keep a time that has not come yet.
  if (last === undefined || now - last >= SEEN_MS || now < last) journal.saw(who.id, now);
}
