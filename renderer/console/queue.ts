// What the queue shows, from the summaries in memory: filter, order, count, and who is next. Pure;
// twenty thousand cases pass through here on every act and every tick.
import { agreedPoints, clockSettings, type DeskState } from '../../shared/domain/desk.ts';
import { countAll, type Counts } from '../../shared/domain/kpi.ts';
import { BACKSTOP_MINUTES, clockStart, MINUTE } from '../../shared/domain/backstop-clock.ts';
import { isInGroup, isOverdue, isWorkable, laneOf } from '../../shared/domain/lanes.ts';
import { waitsUntil } from '../../shared/domain/waits.ts';
import { readQuery, searchRank, type Summary } from '../../shared/domain/summary.ts';
import { orderOfWork, shareOf, triageClass } from '../../shared/domain/triage.ts';
import type { Place } from './place.ts';

export interface Queue {
  readonly rows: readonly Summary[];
  readonly counts: Counts;
  /** Who is next: first a call of this desk that was left without an outcome. */
  readonly next: Summary | null;
  /** How many of the rows are matches that the chosen grouping leaves out. */
  readonly elsewhere: number;
  /** The one whom the search means better than anybody else; null when several are as good. */
  readonly meant: Summary | null;
  /** Rows that wait to take their place until the pointer leaves the list. */
  readonly held: number;
  /** Whom N passes by, and until when, UTC ms. */
  readonly rests: ReadonlyMap<string, number>;
}

export interface QueueInput {
  readonly summaries: readonly Summary[];
  readonly place: Place;
  readonly desk: DeskState;
  readonly device: string;
  readonly now: number;
  /** Customers whom N brought up unfinished, or who were put down, and when; the latest last. */
  readonly passed?: ReadonlyMap<string, number>;
}

export function buildQueue(input: QueueInput): Queue {
  const { summaries, place, desk, now } = input;
  const points = agreedPoints(desk);
  const counts = countAll(summaries, now);
  const { order } = orderOfWork(summaries, desk.order, now);
  const inGroup: Summary[] = [];
  const elsewhere: Summary[] = [];
  const query = place.search.trim() === '' ? null : readQuery(place.search);
  const ranks = new Map<string, number>();
  let next: Summary | null = null;
  let again: Summary | null = null;
  const behind = new Map<string, Summary>();
  let unfinished: Summary | null = null;
  for (const index of order) {
    const summary = summaries[index]!;
    if (isPassed(summary, input)) {
      if (isNext(summary, input)) behind.set(summary.subject, summary);
    } else if (next === null && isNext(summary, input)) {
      if (isFresh(summary, now)) again ??= summary;
      else next = summary;
    }
    if (unfinished === null && isUnfinished(summary, input)) unfinished = summary;
    if (query !== null) {
      const rank = searchRank(summary, query);
      if (rank === null) continue;
      ranks.set(summary.subject, rank);
    }
    const shown =
      isInGroup(summary, place.group, now) &&
      (place.point === null || summary.failurePoint === place.point) &&
      (place.register === null || summary.register === place.register) &&
      (place.lane === null || laneOf(summary, now, points) === place.lane) &&
      (!place.mine || isMine(summary, desk));
    if (shown) inGroup.push(summary);
    else if (query !== null) elsewhere.push(summary);
  }
  if (place.group === 'saidToBeBack' || place.group === 'confirmed') {
    inGroup.sort((one, other) => (other.learntAt ?? 0) - (one.learntAt ?? 0));
  }
  const rows = elsewhere.length === 0 ? inGroup : [...inGroup, ...elsewhere];
  const rankOf = (row: Summary) => ranks.get(row.subject) ?? 0;
  if (query !== null) rows.sort((one, other) => rankOf(one) - rankOf(other));
  return {
    rows,
    counts,
    next: unfinished ?? next ?? again ?? longestPassed(behind, input),
    elsewhere: elsewhere.length,
    meant: query === null ? null : bestOf(rows, rankOf),
    held: 0,
    rests: new Map(
      [...behind.values()].map((summary) => [
        summary.subject,
        restsUntil(summary, input.passed?.get(summary.subject) ?? 0, input.desk),
      ]),
    ),
  };
}

/** Minutes in which N passes a customer by whom it was told to leave. */
const REST_MINUTES = 5;
/** Of those who come before everybody. */
const FIRST_REST_MINUTES = 2;

/** Until when N passes by whom it left at `at`: never beyond the next mark of their own clock. UTC ms. */
export function restsUntil(summary: Summary, at: number, desk: DeskState): number {
  const minutes = triageClass(summary) === 0 ? FIRST_REST_MINUTES : REST_MINUTES;
  const { supplierMinutes, alarmMinutes } = clockSettings(desk);
  const marks = [supplierMinutes, ...alarmMinutes, BACKSTOP_MINUTES]
    .map((mark) => clockStart(summary) + mark * MINUTE)
    .filter((mark) => mark > at);
  return Math.min(at + minutes * MINUTE, ...marks);
}

/** The first row, unless the second one answers the search as well. */
function bestOf(rows: readonly Summary[], rankOf: (row: Summary) => number): Summary | null {
  const [first, second] = rows;
  if (first === undefined) return null;
  return second === undefined || rankOf(first) < rankOf(second) ? first : null;
}

/** Nobody is on it, nothing agreed for later is still to come, and it falls in this desk's share. */
function isNext(summary: Summary, input: QueueInput): boolean {
  return (
    summary.power === 'off' &&
    !summary.excluded &&
    (summary.claimedBy === null || summary.claimedBy.device === input.device) &&
    (isWorkable(laneOf(summary, input.now)) || isLeftOnCall(summary, input)) &&
    isMine(summary, input.desk)
  );
}

/** An unfinished call of this desk that came up once: the last of all on N. */
function isLeftOnCall(summary: Summary, input: QueueInput): boolean {
  return (
    summary.onCall?.device === input.device &&
    summary.waitingSince === null &&
    isPassed(summary, input)
  );
}

/** When nobody else waits they come up in turn. */
function longestPassed(
  behind: ReadonlyMap<string, Summary>,
  { passed = new Map() }: QueueInput,
): Summary | null {
  for (const subject of passed.keys()) {
    const summary = behind.get(subject);
    if (summary !== undefined) return summary;
  }
  return null;
}

/** Somebody has just recorded "refused" or "not theirs": the next key press brings another. */
function isFresh(summary: Summary, now: number): boolean {
  return (
    summary.outcomeAt !== null &&
    now - summary.outcomeAt < REST_MINUTES * MINUTE &&
    !isOverdue(summary, now)
  );
}

/**
 * Was brought up unfinished, or put down: behind everybody who waits, for a while, or until its own
 * time (a promise, a call back, a mark of its clock) has come since.
 */
function isPassed(summary: Summary, { passed, now, desk }: QueueInput): boolean {
  const at = passed?.get(summary.subject);
  if (at === undefined || now >= restsUntil(summary, at, desk)) return false;
  return !isOverdue(summary, now) || (waitsUntil(summary) ?? at) <= at;
}

/** A call of this desk that somebody left without an outcome; the open case is being worked. */
function isUnfinished(summary: Summary, input: QueueInput): boolean {
  return (
    summary.power === 'off' &&
    summary.onCall?.device === input.device &&
    summary.waitingSince === null &&
    summary.subject !== input.place.subject &&
    !isPassed(summary, input)
  );
}

/** What is said before N leaves a call that has no outcome. */
export function leaving(summary: Summary, now: number, desk: DeskState) {
  return {
    code: 'callOpen' as const,
    until: restsUntil(summary, now, desk),
    isFirst: triageClass(summary) === 0,
  };
}

export function isMine(summary: Summary, desk: DeskState): boolean {
  return (
    desk.share.of === 1 ||
    shareOf(summary.mprn ?? summary.subject, desk.share.of) === desk.share.index
  );
}

/** Keeps the rows where they were while the pointer is over them: contents move on, places do not. */
export function holdStill(before: Queue, after: Queue): Queue {
  const current = new Map(after.rows.map((row) => [row.subject, row]));
  const rows: Summary[] = [];
  for (const row of before.rows) {
    rows.push(current.get(row.subject) ?? row);
    current.delete(row.subject);
  }
  return { ...after, rows, held: current.size };
}
