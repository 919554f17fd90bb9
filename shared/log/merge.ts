// Logs of several devices as one: a set of entries, each known by its device and seq, whatever came
// from where, and one order in which everybody folds them. The set is the store's; this is the order.
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
