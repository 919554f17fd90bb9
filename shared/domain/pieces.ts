// What entries say of cases: an entry of a case is one event of it, a chunk of a file is one of many.
import { must } from '../lib/check.ts';
import { readHead, type Entry } from '../log/entry.ts';
import { inOrder as inLogOrder } from '../log/merge.ts';
import type { Clocks } from './clocks.ts';
import { eventOf, reportEvent, reportOfRow, type DomainEvent, type IntakeRow } from './events.ts';

/** A row of a file that speaks of a case: entry of the chunk and index in its list. */
export interface Origin {
  readonly entry: string;
  readonly row: number;
}

/** One event of a case, and the row of a file it comes from, if it does. */
export interface Piece {
  readonly event: DomainEvent;
  readonly origin: Origin | null;
}

export function isCaseSubject(subject: string): boolean {
  return subject.startsWith('mprn:') || subject.startsWith('lead:');
}

/** What an entry says of cases: itself, or every row of a file. */
export function piecesOf(entry: Entry, clocks: Clocks): readonly Piece[] {
  if (isCaseSubject(entry.subject)) {
    const event = eventOf(entry, clocks);
    return event === undefined ? [] : [{ event, origin: null }];
  }
  if (entry.kind !== 'intake.rows' || !Array.isArray(entry.body)) return [];
  const head = readHead(entry);
  // Row 0 of the list is the chunk's own head.
  return Array.from({ length: entry.body.length - 1 }, (_, index) => index + 1).flatMap((row) => {
    const event = reportOfRow(entry, row, clocks, head);
    return event === undefined ? [] : [{ event, origin: { entry: entry.id, row } }];
  });
}

/** The same of rows that were only just sealed: they need not be read back. */
export function piecesOfRows(
  entry: Entry,
  rows: readonly IntakeRow[],
  clocks: Clocks,
): readonly Piece[] {
  const head = { ...readHead(entry), seq: entry.seq };
  return rows.map((row, index) => ({
    event: reportEvent(row, head, index + 1, clocks),
    origin: { entry: entry.id, row: index + 1 },
  }));
}

/** The order of a case's events: that of their entries, then the rows of a file. */
export function inOrder(one: DomainEvent, other: DomainEvent): number {
  return inLogOrder(one, other) || rowOf(one) - rowOf(other);
}

const rowOf = (event: DomainEvent): number => Number(event.id.split('#')[1] ?? 0);

/** Everything written about a case, in its order: its own entries and rows of files. */
export function eventsOfCase(
  own: readonly Entry[],
  chunks: ReadonlyMap<string, Entry>,
  origins: readonly Origin[],
  clocks: Clocks,
): readonly DomainEvent[] {
  const events = own.flatMap((entry) => eventOf(entry, clocks) ?? []);
  for (const origin of origins) {
    const entry = must(chunks.get(origin.entry), 'a case names chunks that are stored');
    const event = reportOfRow(entry, origin.row, clocks);
    if (event !== undefined) events.push(event);
  }
  return events.sort(inOrder);
}
