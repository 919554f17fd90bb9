// What entries say of clocks, gathered. Apart from the corrections themselves, which every event asks.
import type { Entry } from '../log/entry.ts';
import { isFarAhead, laterStamp, type Stamp } from '../log/stamp.ts';
import { orderOf, withCorrection, type Clocks } from './clocks.ts';
import { eventOf } from './events.ts';

/** Whose clock an entry of a `clock:` subject speaks of. */
export const clockOf = ({ subject }: Pick<Entry, 'subject'>): string =>
  subject.slice('clock:'.length);

/** What is known of clocks after these entries. */
export function clocksWith(clocks: Clocks, entries: readonly Entry[]): Clocks {
  let known = clocks;
  for (const entry of entries) {
    if (!entry.subject.startsWith('clock:')) continue;
    const event = eventOf(entry);
    if (event?.kind !== 'clock.corrected') continue;
    const whose = clockOf(entry);
    const by = whose === event.device ? {} : { by: event.device };
    const said = `${entry.stamp} ${entry.id}`;
    known = withCorrection(known, whose, { ...event.body, said, ...by });
  }
  return known;
}

/**
 * What `device` writes next in a subject comes after these entries of it: its own, and what others
 * said, but not by a clock that is far ahead of `now` (UTC ms). Null where there is nothing.
 */
export function latestOf(
  entries: readonly Entry[],
  clocks: Clocks,
  device: string,
  now: number,
): Stamp | null {
  return entries.reduce<Stamp | null>((latest, entry) => {
    const order = orderOf(entry, clocks);
    return entry.device !== device && isFarAhead(order, now) ? latest : laterStamp(latest, order);
  }, null);
}
