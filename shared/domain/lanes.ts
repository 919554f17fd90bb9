// Where a case stands: derived, never stored. The lane says what the next act is; the counts
// beside the queue are the number of cases for which a sentence is true, so one case may count
// in several (somebody on the phone is also off).
import { deadlineOf } from './backstop-clock.ts';
import { failurePoints, type FailurePoint } from './interfaces.ts';
import type { Summary } from './summary.ts';
import { waitsUntil } from './waits.ts';

export const lanes = [
  'needsInformation',
  'callNetworks',
  'webform',
  'hold',
  'siteVisit',
  'onThePhone',
  'waiting',
  'saidToBeBack',
  'confirmed',
  'closed',
] as const;
export type Lane = (typeof lanes)[number];

/** LANE1–LANE6: the first line that fits. */
export function laneOf(
  summary: Summary,
  now: number,
  points: readonly FailurePoint[] = failurePoints,
): Lane {
  if (!summary.open) return 'closed';
  if (summary.power === 'confirmed') return 'confirmed';
  if (summary.power === 'claimed') return 'saidToBeBack';
  if (summary.onCall !== null) return 'onThePhone';
  if (isWaiting(summary, now)) return 'waiting';
  if (needsInformation(summary)) return 'needsInformation';
  return treatmentLane(summary, points);
}

/** No MPRN, no payment time, or Networks said that this MPRN is somebody else's. */
export function needsInformation(summary: Summary): boolean {
  return (
    summary.power === 'off' &&
    (summary.mprn === null || summary.paidAt === null || summary.outcome === 'wrongCustomer')
  );
}

/** Something was promised or agreed for later, and later has not come. */
export function isWaiting(summary: Summary, now: number): boolean {
  const until = waitsUntil(summary);
  return until !== null && until > now;
}

/** A promise or an agreed time has passed and the power is still off. */
export function isOverdue(summary: Summary, now: number): boolean {
  if (summary.power !== 'off' || summary.onCall !== null) return false;
  const until = waitsUntil(summary);
  return until !== null && until <= now;
}

function treatmentLane(summary: Summary, points: readonly FailurePoint[]): Lane {
  if (summary.outcome === 'notRemote' || summary.outcome === 'networkFault') return 'siteVisit';
  if (summary.ctf !== '' && summary.ctf !== '04') return 'siteVisit';
  if (summary.failurePoint === null) return 'callNetworks';
  switch (points[summary.failurePoint - 1]?.treatment) {
    case 'pause':
      return 'hold';
    case 'webform':
      return 'webform';
    default:
      return 'callNetworks';
  }
}

/** True for a lane from which somebody can start work at this moment. */
export function isWorkable(lane: Lane): boolean {
  return (
    lane === 'needsInformation' ||
    lane === 'callNetworks' ||
    lane === 'webform' ||
    lane === 'hold' ||
    lane === 'siteVisit'
  );
}

export const groups = [
  'off',
  'onThePhone',
  'waiting',
  'saidToBeBack',
  'confirmed',
  'past',
  'overdue',
  'needsInformation',
  'd05',
  'unlisted',
] as const;
/** A way of looking at the queue: each is a filter and a count. */
export type Group = (typeof groups)[number];

export function isInGroup(summary: Summary, group: Group, now: number): boolean {
  if (!summary.open) return false;
  switch (group) {
    case 'off':
      return summary.power === 'off';
    case 'onThePhone':
      return summary.power === 'off' && summary.onCall !== null;
    case 'waiting':
      return laneOf(summary, now) === 'waiting';
    case 'saidToBeBack':
      return summary.power === 'claimed';
    case 'confirmed':
      return summary.power === 'confirmed';
    case 'past':
      return isPast(summary, now);
    case 'overdue':
      return isOverdue(summary, now);
    case 'needsInformation':
      return needsInformation(summary);
    case 'd05':
      return summary.openD05 === 'yes';
    case 'unlisted':
      return summary.unlisted;
  }
}

/** Past the backstop with the power off, or back too late. Excluded cases are not counted. */
export function isPast(summary: Summary, now: number): boolean {
  if (summary.power !== 'off' || summary.excluded) return false;
  return now > deadlineOf(summary);
}
