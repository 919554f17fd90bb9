// Laptops whose clock was wrong. A console that learns from its gateway that it wrote some entries
// with a wrong clock says so once, as an entry of its own: what that clock showed then, and by how
// much. It names times and no places in its chain, which other organisations do not know. Everybody
// who reads it then orders those entries by the time they were really written, so that a laptop a day
// ahead never has the last word for a day. Of one that has not come back to say so, a colleague that
// received its entries says it, by when they came. Entries themselves are never changed.
import { readHead, readingOf, type Entry, type Reading } from '../log/entry.ts';
import { FAR_AHEAD_MS, shiftStamp, stampTime, type Stamp } from '../log/stamp.ts';

/** What a clock showed in one of its runs, first and last included, UTC ms. */
export interface Span {
  readonly epoch: number;
  readonly from: number;
  readonly upTo: number;
}

export interface ClockCorrection extends Span {
  /** How far it was ahead, ms; negative when it was behind. */
  readonly aheadMs: number;
  /** Stamp and id of the entry that says so: of two that differ the later one is believed. */
  readonly said: string;
  /** The colleague who says it; absent when the device does so itself, which counts for more. */
  readonly by?: string;
}

/** device → what is known of its clock. */
export type Clocks = Readonly<Record<string, readonly ClockCorrection[]>>;

/** Of a head: by which clock, and what it showed. */
export interface ByClock {
  readonly device: string;
  readonly recordedAt: number;
  readonly epoch?: number;
}

/** `upTo` of a run that has ended: any time of it, UTC ms. */
export const EPOCHS_END = 8.64e15;

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
  const [earlier, later] = [1, -1];
  if (one.by === undefined || other.by === undefined) {
    if (one.by !== other.by) return one.by === undefined ? later : earlier;
    return one.said < other.said ? earlier : later;
  }
  if (one.aheadMs !== other.aheadMs) return other.aheadMs - one.aheadMs;
  if (one.by !== other.by) return one.by < other.by ? -1 : 1;
  return one.said < other.said ? -1 : 1;
}

const covers = ({ epoch, from, upTo }: Span, reading: Reading): boolean =>
  reading.epoch === epoch && from <= reading.at && reading.at <= upTo;

/** Whether the device itself has said that its clock was wrong then. */
export function saidItself(clocks: Clocks, device: string, reading: Reading): boolean {
  return (clocks[device] ?? []).some((each) => each.by === undefined && covers(each, reading));
}

/** How far the clock was ahead at a reading, as far as anybody has said, ms. */
export function aheadAt(clocks: Clocks, device: string, reading: Reading): number {
  return clocks[device]?.find((each) => covers(each, reading))?.aheadMs ?? 0;
}

/** The same of the time in a head. */
export function aheadBy(clocks: Clocks, written: ByClock): number {
  return clocks[written.device] === undefined
    ? 0
    : aheadAt(clocks, written.device, readingOf(written));
}

/**
 * The stamp an entry would have had with a right clock: what folds order by. Written after a clock that
 * was far ahead was set back, or by one that is behind, an entry's stamp could not go back with it: it
 * goes by its own time then. Others push the stamp of a right clock too, but never so far.
 */
export function orderStamp(written: ByClock & { readonly stamp: Stamp }, clocks: Clocks): Stamp {
  const { device, stamp } = written;
  const known = clocks[device];
  if (known === undefined) return stamp;
  const reading = readingOf(written);
  const ahead = aheadAt(clocks, device, reading);
  const time = stampTime(stamp);
  const right = reading.at - ahead;
  const isPushed =
    time - reading.at > FAR_AHEAD_MS &&
    (ahead < 0 || known.some(({ from, aheadMs }) => aheadMs > 0 && from <= time));
  const shift = isPushed ? right - time : -ahead;
  return shift === 0 ? stamp : shiftStamp(stamp, shift);
}

/** The same of an entry; its head is read only where something is known of that clock. */
export function orderOf(entry: Pick<Entry, 'device' | 'stamp' | 'head'>, clocks: Clocks): Stamp {
  return clocks[entry.device] === undefined ? entry.stamp : orderStamp(readHead(entry), clocks);
}
