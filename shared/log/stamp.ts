// A hybrid logical clock as text that sorts: nine base-36 digits of milliseconds, four of a
// counter, then the device. A clock that steps back never makes an older stamp; of two writes
// in one millisecond, or after a step back, the counter tells which came first.
import { assert } from '../lib/check.ts';

/** Collatable: `a < b` as strings exactly when a happened before b, as far as anybody can know. */
export type Stamp = string;

const TIME_DIGITS = 9;
const COUNTER_DIGITS = 4;
const COUNTER_END = 36 ** COUNTER_DIGITS;

/** A stamp this far ahead of the reader's clock is flagged on its entry (ms). */
export const FAR_AHEAD_MS = 5 * 60_000;

function compose(ms: number, counter: number, device: string): Stamp {
  const time = ms.toString(36).padStart(TIME_DIGITS, '0');
  return `${time}.${counter.toString(36).padStart(COUNTER_DIGITS, '0')}.${device}`;
}

export function stampTime(stamp: Stamp): number {
  return Number.parseInt(stamp.slice(0, TIME_DIGITS), 36);
}

function counterOf(stamp: Stamp): number {
  return Number.parseInt(stamp.slice(TIME_DIGITS + 1, TIME_DIGITS + 1 + COUNTER_DIGITS), 36);
}

/** The next stamp of `device` after everything it has seen (`last`), at `now` (ms). */
export function nextStamp(last: Stamp | null, now: number, device: string): Stamp {
  assert(Number.isInteger(now) && now >= 0, 'the clock gives whole milliseconds');
  if (last === null || stampTime(last) < now) return compose(now, 0, device);
  const counter = counterOf(last) + 1;
  const time = stampTime(last);
  return counter < COUNTER_END ? compose(time, counter, device) : compose(time + 1, 0, device);
}

/** The stamp so many milliseconds later, or earlier: where a wrong clock is put right. */
export function shiftStamp(stamp: Stamp, ms: number): Stamp {
  const time = Math.max(0, stampTime(stamp) + ms);
  return time.toString(36).padStart(TIME_DIGITS, '0') + stamp.slice(TIME_DIGITS);
}

export function laterStamp(one: Stamp | null, other: Stamp | null): Stamp | null {
  if (one === null) return other;
  if (other === null) return one;
  return one < other ? other : one;
}

/** True when an entry claims a time more than five minutes after `now` (ms). */
export function isFarAhead(stamp: Stamp, now: number): boolean {
  return stampTime(stamp) > now + FAR_AHEAD_MS;
}
