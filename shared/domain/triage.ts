// The order of work. Class first: needs immediate attention (a medical need told on the phone or a
// customer whom the market has cut off again, then priority services), special services, the rest. Inside a class the order that the supervisor
// chose and the log recorded:
//   least time left       by the backstop, the earliest first
//   most people in time   those who can still be reached before T+75 with so many desks at so many
//                         minutes a call, earliest backstop first; then those already lost, longest
//                         wait first (Moore–Hodgson with calls of equal length: dropping any call
//                         frees the same time, so the one that cannot be met is dropped)
// Twenty thousand cases are ordered within a frame: the sort runs over packed numbers.
import { BACKSTOP_MINUTES, MINUTE } from './backstop-clock.ts';
import type { QueueOrder } from './events.ts';
import type { Summary } from './summary.ts';

export interface OrderChoice {
  readonly order: QueueOrder;
  readonly desks: number;
  /** Minutes one call to Networks takes. */
  readonly minutesPerCall: number;
}

export const shippedOrder: OrderChoice = { order: 'leastTimeLeft', desks: 1, minutesPerCall: 5 };

export type TriageClass = 0 | 1 | 2;

export function triageClass(summary: Summary): TriageClass {
  if (summary.register === 'priority' || summary.medical || summary.cutOff) return 0;
  return summary.register === 'special' ? 1 : 2;
}

/** Inside the first class a medical need told on the phone, and a cut-off, is before a register. */
export type Rank = 0 | 1 | 2 | 3;

export function rankOf(summary: Summary): Rank {
  if (summary.medical || summary.cutOff) return 0;
  return summary.register === 'priority' ? 1 : summary.register === 'special' ? 2 : 3;
}

/** Slot numbers stay exact up to 2^53: 2 bits of class, 32 of deadline, 18 of index. */
const INDEX_SPAN = 2 ** 18;
const SECONDS_SPAN = 2 ** 32;

export interface Ordered {
  /** Indexes into the given list, in order of work. */
  readonly order: Uint32Array;
  /** How many of class 2, after the first classes, can still be reached in time; the rest is lost. */
  readonly inTime: number;
  /** How many of the first two classes, who come before everybody, are reached in time. */
  readonly firstInTime: number;
}

/** Orders the summaries; `now` in ms. Pure, and the same on every desk with the same entries. */
export function orderOfWork(
  summaries: readonly Summary[],
  choice: OrderChoice,
  now: number,
): Ordered {
  const keys = new Float64Array(summaries.length);
  for (let index = 0; index < summaries.length; index++) {
    const summary = summaries[index]!;
    const seconds = Math.floor(placeOf(summary, now) / 1000);
    keys[index] = (rankOf(summary) * SECONDS_SPAN + seconds) * INDEX_SPAN + index;
  }
  keys.sort();
  const order = new Uint32Array(keys.length);
  for (let index = 0; index < keys.length; index++) order[index] = keys[index]! % INDEX_SPAN;
  return choice.order === 'leastTimeLeft'
    ? { order, inTime: order.length, firstInTime: 0 }
    : mostInTime(summaries, order, choice, now);
}

/** How many are put back before T+75 when they are worked in this order, by so many desks. */
export function inTimeBy(summaries: readonly Summary[], choice: OrderChoice, now: number): number {
  const { order } = orderOfWork(summaries, choice, now);
  let inTime = 0;
  for (const [place, index] of order.entries()) {
    const { paidAt, noticedAt } = summaries[index]!;
    const rounds = Math.floor(place / choice.desks) + 1;
    const doneAt = now + rounds * choice.minutesPerCall * MINUTE;
    if (doneAt <= (paidAt ?? noticedAt) + BACKSTOP_MINUTES * MINUTE) inTime += 1;
  }
  return inTime;
}

/** An unknown clock is placed as if it had at most so many minutes left: it comes in as urgent [D]. */
export const UNKNOWN_LEFT_MINUTES = 15;

/** Clocks of two systems differ by so much. */
const SLACK_MS = 5 * MINUTE;

/**
 * The instant by which a customer is placed: the backstop. Without a payment time nobody knows how
 * long is left, which is no reason to come after those who have most of an hour.
 */
function placeOf(summary: Summary, now: number): number {
  const deadline = (summary.paidAt ?? summary.noticedAt) + BACKSTOP_MINUTES * MINUTE;
  // A payment that is still to come is a wrong time: nobody has more than the backstop left.
  if (summary.paidAt !== null && summary.paidAt <= now + SLACK_MS) return deadline;
  // Of several unknown ones whoever was noticed first: a second for every minute since.
  const since = Math.min(10 * MINUTE, Math.max(0, now - summary.noticedAt) / 60);
  return Math.min(deadline, now + UNKNOWN_LEFT_MINUTES * MINUTE - since);
}

function mostInTime(
  summaries: readonly Summary[],
  order: Uint32Array,
  choice: OrderChoice,
  now: number,
): Ordered {
  const reached: number[] = [];
  const lost: number[] = [];
  let calls = 0;
  let firstInTime = 0;
  const perCall = choice.minutesPerCall * MINUTE;
  const front: number[] = [];
  for (const index of order) {
    const summary = summaries[index]!;
    const doneAt = now + (Math.floor(calls / choice.desks) + 1) * perCall;
    const deadline = (summary.paidAt ?? summary.noticedAt) + BACKSTOP_MINUTES * MINUTE;
    if (triageClass(summary) < 2) {
      front.push(index);
      calls += 1;
      if (doneAt <= deadline) firstInTime += 1;
      continue;
    }
    if (doneAt <= deadline) {
      reached.push(index);
      calls += 1;
    } else {
      lost.push(index);
    }
  }
  const all = Uint32Array.from([...front, ...reached, ...lost]);
  return { order: all, inTime: reached.length, firstInTime };
}

/** "I am 1 of 3": which share (1-based) a customer falls in; the same on every desk for ever. */
export function shareOf(mprnOrSubject: string, of: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < mprnOrSubject.length; index++) {
    hash ^= mprnOrSubject.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return ((hash >>> 0) % of) + 1;
}
