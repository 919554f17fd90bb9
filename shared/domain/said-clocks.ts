// What entries say of clocks, gathered. Apart from the corrections themselves, which every event asks.
import type { Entry } from '../log/entry.ts';
import { withCorrection, type Clocks } from './clocks.ts';
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
    known = withCorrection(known, whose, { ...event.body, said: event.seq, ...by });
  }
  return known;
}
