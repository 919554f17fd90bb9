// Logs of several devices as one: a set of entries, whatever came from where, and one order in
// which everybody folds them. Merging the same again, the other way round, or in other groups gives
// the same log (MERGE1).
import type { Entry } from './entry.ts';
import type { Stamp } from './stamp.ts';

/** Where an entry stands: stamps first; of one device's equal stamps the chain decides. */
export interface Placed {
  readonly stamp: Stamp;
  readonly seq: number;
}

export function inOrder(one: Placed, other: Placed): number {
  if (one.stamp !== other.stamp) return one.stamp < other.stamp ? -1 : 1;
  return one.seq - other.seq;
}

/** Every entry of both once, in order. An entry is known by its device and seq. */
export function mergeLogs(one: readonly Entry[], other: readonly Entry[]): readonly Entry[] {
  const merged = new Map<string, Entry>();
  for (const entry of [...one, ...other]) {
    const place = `${entry.device}/${entry.seq}`;
    if (!merged.has(place)) merged.set(place, entry);
  }
  return [...merged.values()].sort(inOrder);
}
