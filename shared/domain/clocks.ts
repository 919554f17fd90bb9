// Laptops whose clock was wrong. A console that learns from its gateway that it wrote some entries
// with a wrong clock says so once, as an entry of its own: from which seq to which, and by how much.
// Everybody who reads it then orders those entries by the time they were really written, so that a
// laptop a day ahead never has the last word for a day. Of one that has not come back to say so, a
// colleague that received its entries says it, by when they came. Entries themselves are never changed.
import { shiftStamp, type Stamp } from '../log/stamp.ts';

export interface ClockCorrection {
  /** First and last seq that were written with this clock. */
  readonly from: number;
  readonly upTo: number;
  /** How far it was ahead, ms; negative when it was behind. */
  readonly aheadMs: number;
  /** Seq of the entry that says so: of two that differ the later one is believed. */
  readonly said: number;
  /** The colleague who says it; absent when the device does so itself, which counts for more. */
  readonly by?: string;
}

/** device → what is known of its clock. */
export type Clocks = Readonly<Record<string, readonly ClockCorrection[]>>;

export function withCorrection(
  clocks: Clocks,
  device: string,
  correction: ClockCorrection,
): Clocks {
  const known = clocks[device] ?? [];
  if (known.some(({ said, by }) => said === correction.said && by === correction.by)) return clocks;
  return { ...clocks, [device]: [...known, correction].sort(mostBelieved) };
}

/**
 * Its own word before a colleague's, its later one first. Colleagues know only by when an entry came
 * that it was written before: whoever puts it earliest is nearest to the truth.
 */
function mostBelieved(one: ClockCorrection, other: ClockCorrection): number {
  if (one.by === undefined || other.by === undefined)
    return one.by === other.by
      ? other.said - one.said
      : Number(one.by !== undefined) - Number(other.by !== undefined);
  if (one.aheadMs !== other.aheadMs) return other.aheadMs - one.aheadMs;
  return one.by === other.by ? one.said - other.said : one.by < other.by ? -1 : 1;
}

/** Whether the device itself has said that its clock was wrong then. */
export function saidItself(clocks: Clocks, device: string, seq: number): boolean {
  return (clocks[device] ?? []).some(
    ({ by, from, upTo }) => by === undefined && from <= seq && seq <= upTo,
  );
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
