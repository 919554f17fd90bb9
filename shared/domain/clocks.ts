// Laptops whose clock was wrong. A console that learns from its gateway that it wrote some entries
// with a wrong clock says so once, as an entry of its own: from which seq to which, and by how much.
// Everybody who reads it then orders those entries by the time they were really written, so that a
// laptop a day ahead never has the last word for a day. Entries themselves are never changed.
import { shiftStamp, type Stamp } from '../log/stamp.ts';

export interface ClockCorrection {
  /** First and last seq that were written with this clock. */
  readonly from: number;
  readonly upTo: number;
  /** How far it was ahead, ms; negative when it was behind. */
  readonly aheadMs: number;
  /** Seq of the entry that says so: of two that differ the later one is believed. */
  readonly said: number;
}

/** device → what is known of its clock. */
export type Clocks = Readonly<Record<string, readonly ClockCorrection[]>>;

export function withCorrection(
  clocks: Clocks,
  device: string,
  correction: ClockCorrection,
): Clocks {
  const known = clocks[device] ?? [];
  if (known.some((each) => each.said === correction.said)) return clocks;
  const all = [...known, correction].sort((one, other) => other.said - one.said);
  return { ...clocks, [device]: all };
}

/** How far the clock was ahead when this entry was written, as far as anybody has said, ms. */
export function aheadBy(clocks: Clocks, device: string, seq: number): number {
  return clocks[device]?.find((each) => each.from <= seq && seq <= each.upTo)?.aheadMs ?? 0;
}

/** The stamp an entry would have had with a right clock: what folds order by. */
export function orderStamp(
  entry: { readonly stamp: Stamp; readonly device: string; readonly seq: number },
  clocks: Clocks,
): Stamp {
  const ahead = aheadBy(clocks, entry.device, entry.seq);
  return ahead === 0 ? entry.stamp : shiftStamp(entry.stamp, -ahead);
}
