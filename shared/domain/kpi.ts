// Counts for the desk: how many customers each sentence is true of, in one pass.
import { BACKSTOP_MINUTES, MINUTE, timeTaken } from './backstop-clock.ts';
import { groups, isInGroup, type Group } from './lanes.ts';
import type { Summary } from './summary.ts';

export interface Counts extends Readonly<Record<Group, number>> {
  readonly open: number;
  /** Power back by a known payment clock: within 75 minutes, and later. */
  readonly backInTime: number;
  readonly backLate: number;
  /** Priority customers and medical needs whose power is off. */
  readonly immediate: number;
}

export function countAll(summaries: Iterable<Summary>, now: number): Counts {
  const counts = Object.fromEntries(groups.map((group) => [group, 0])) as Record<Group, number>;
  let open = 0;
  let backInTime = 0;
  let backLate = 0;
  let immediate = 0;
  for (const summary of summaries) {
    if (!summary.open) continue;
    open += 1;
    for (const group of groups) {
      if (isInGroup(summary, group, now)) counts[group] += 1;
    }
    if (summary.power === 'off' && (summary.register === 'priority' || summary.medical))
      immediate += 1;
    if (summary.backAt !== null && summary.paidAt !== null && !summary.excluded) {
      if (timeTaken(summary, summary.backAt).inTime) backInTime += 1;
      else backLate += 1;
    }
  }
  return { ...counts, open, backInTime, backLate, immediate };
}

/** Minutes since the clock's start, for the runway; null while no payment time is known. */
export function runwayMinutes(summary: Summary, now: number): number | null {
  return summary.paidAt === null ? null : (now - summary.paidAt) / MINUTE;
}

export const RUNWAY_END = BACKSTOP_MINUTES + 35;

/** Right ends of a longer scale, minutes: a late night is seen, and an early one keeps its detail. */
const LONGER_ENDS = [150, 180, 240] as const;
/** So many of all may stand beyond the end before it moves [D]. */
const MOST_BEYOND = 1 / 5;

/** Where the scale ends, minutes since payment: the shortest that holds nearly everybody. */
export function runwayEnd(minutes: readonly number[]): number {
  const beyond = (end: number) => minutes.filter((each) => each >= end).length;
  const fits = (end: number) => beyond(end) <= minutes.length * MOST_BEYOND;
  return [RUNWAY_END, ...LONGER_ENDS].find(fits) ?? LONGER_ENDS[2];
}
