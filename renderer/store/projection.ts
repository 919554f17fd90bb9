// How entries become rows, shared by every store: seal drafts at the end of the chain, fold each
// into the case, request, incident or desk of its subject.
import { must } from '../../shared/lib/check.ts';
import {
  readHead,
  seal,
  tipAfter,
  type Draft,
  type Entry,
  type Tip,
} from '../../shared/log/entry.ts';
import { newSalt, uuid7 } from '../../shared/log/ids.ts';
import { inOrder as inLogOrder } from '../../shared/log/merge.ts';
import { nextStamp, type Stamp } from '../../shared/log/stamp.ts';
import { withCorrection, type Clocks } from '../../shared/domain/clocks.ts';
import { applyToCase, foldCase, needsRefold, type CaseState } from '../../shared/domain/case.ts';
import { applyToDesk, type DeskState } from '../../shared/domain/desk.ts';
import {
  eventOf,
  reportEvent,
  reportOfRow,
  type DomainEvent,
  type IntakeRow,
} from '../../shared/domain/events.ts';
import { foldChannel, type ChannelState } from '../../shared/domain/channel.ts';
import { foldDaily, type DailyState } from '../../shared/domain/daily.ts';
import { foldFix, type FixState } from '../../shared/domain/fix.ts';
import { foldGuard, type GuardState } from '../../shared/domain/guard.ts';
import { makeReference } from '../../shared/domain/reference.ts';
import { openHoldsOf } from '../../shared/domain/recovery-commands.ts';
import { foldRequest, type RequestState } from '../../shared/domain/request.ts';
import { summarise, type Summary } from '../../shared/domain/summary.ts';
import type { CaseRow, Origin, RequestRow } from './database.ts';
import type { Look, StoreTools } from './ports.ts';

/** The tip row: the end of the chain, and how many speakable references were given out. */
export interface TipRow extends Tip {
  readonly references: number;
  /** Counts what came from others: cases have moved on though the own chain has not. */
  readonly taken: number;
  /** Cases that the shelf (shelf.ts) does not have as they are; absent where there was none yet. */
  readonly touched?: readonly string[] | null;
}

export function sealAll(
  drafts: readonly Draft[],
  tip: Tip,
  operator: string,
  now: number,
  tools: StoreTools,
): { readonly entries: readonly Entry[]; readonly tip: Tip } {
  const clockOffset = tools.clockOffset?.() ?? 0;
  const entries: Entry[] = [];
  let end = tip;
  for (const each of drafts) {
    const stamp = nextStamp(end.stamp, now, end.device);
    const entry = seal(each, end, {
      id: uuid7(now, tools.random),
      now,
      clockOffset,
      stamp,
      operator,
    });
    entries.push(entry);
    end = tipAfter(entry);
  }
  return { entries, tip: end };
}

/** Requests older than this are of another night; they stay in the database. */
export const REQUESTS_MS = 48 * 3_600_000;

/** What is known inside the transaction, as far as it was asked for. */
export interface Seen {
  readonly caseOf: (subject: string) => CaseState | undefined;
  readonly requests: readonly RequestState[];
  readonly guards: readonly GuardState[];
  readonly fixes: readonly FixState[];
  readonly desk: DeskState | undefined;
}

/** What `decide` sees, and how many references it took. */
export function lookOf(
  tip: TipRow,
  { caseOf, requests, guards, fixes, desk }: Seen,
  now: number,
  tools: StoreTools,
): { readonly look: Look; readonly references: () => number } {
  let references = tip.references;
  const bySubject = new Map(fixes.map((fix) => [fix.subject, fix]));
  return {
    look: {
      tip,
      caseOf,
      openHolds: () => openHoldsOf(requests.filter(({ made }) => made.at > now - REQUESTS_MS)),
      guardOf: (subject) => guards.find((guard) => guard.subject === subject),
      fixOf: (subject) => bySubject.get(subject),
      operatorOfDesk: () => desk?.operator ?? null,
      now,
      newId: () => uuid7(now, tools.random),
      salt: () => newSalt(tools.random),
      reference: () => {
        references += 1;
        return makeReference({ device: tip.device, count: references });
      },
    },
    references: () => references,
  };
}

export function isCaseSubject(subject: string): boolean {
  return subject.startsWith('mprn:') || subject.startsWith('lead:');
}

/** A case as it stands after an act: folded, summed up, and as the row that is stored. */
export interface Projected {
  readonly state: CaseState;
  readonly summary: Summary;
  readonly row: CaseRow;
}

export function projected(
  state: CaseState,
  origins: readonly Origin[],
  last: Stamp = '',
  bundle?: string,
): Projected {
  const summary = summarise(state);
  const row: CaseRow = {
    subject: state.subject,
    open: state.open ? 1 : 0,
    summary: JSON.stringify(summary),
    state: JSON.stringify(state),
    origins,
    last,
    ...(bundle === undefined ? {} : { bundle }),
  };
  return { state, summary, row };
}

export function readSummary(row: Pick<CaseRow, 'summary'>): Summary {
  return JSON.parse(row.summary) as Summary;
}

export function readState(row: CaseRow): CaseState {
  return JSON.parse(row.state) as CaseState;
}

/** Whose clock an entry of a `clock:` subject speaks of. */
export const clockOf = ({ subject }: Pick<Entry, 'subject'>): string =>
  subject.slice('clock:'.length);

/** What is known of clocks after these entries. */
export function clocksWith(clocks: Clocks, entries: readonly Entry[]): Clocks {
  let known = clocks;
  for (const entry of entries) {
    if (!entry.subject.startsWith('clock:')) continue;
    const event = eventOf(entry);
    if (event?.kind !== 'clock.corrected') continue;
    const whose = clockOf(entry);
    const by = whose === event.device ? {} : { by: event.device };
    known = withCorrection(known, whose, { ...event.body, said: event.seq, ...by });
  }
  return known;
}

/** One event of a case, and the row of a file it comes from, if it does. */
export interface Piece {
  readonly event: DomainEvent;
  readonly origin: Origin | null;
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
  const head = readHead(entry);
  return rows.map((row, index) => ({
    event: reportEvent(row, head, index + 1, clocks),
    origin: { entry: entry.id, row: index + 1 },
  }));
}

/** The order of a case's events: that of their entries, then the rows of a file. */
function inOrder(one: DomainEvent, other: DomainEvent): number {
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

export interface KnownCase {
  readonly row: CaseRow;
  readonly state: CaseState;
}

export interface CaseWorld {
  readonly known: ReadonlyMap<string, KnownCase>;
  /** Subjects that have entries and no case: what came before its report. */
  readonly orphans: ReadonlySet<string>;
  /** Subjects that are folded anew although nothing new is said of them. */
  readonly stale?: ReadonlySet<string>;
  /** Everything stored about a subject, in its order, without the pieces at hand. */
  readonly historyOf: (subject: string) => Promise<readonly DomainEvent[]>;
}

/**
 * Cases after new pieces, whoever wrote them and in whatever order they came: moved on where the
 * new is later than all that was known, folded anew from the whole history where it is not.
 */
export async function projectCases(
  pieces: readonly Piece[],
  world: CaseWorld,
): Promise<{ readonly cases: readonly Projected[]; readonly orphans: readonly string[] }> {
  const bySubject = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const found = bySubject.get(piece.event.subject);
    if (found === undefined) bySubject.set(piece.event.subject, [piece]);
    else found.push(piece);
  }
  for (const subject of world.stale ?? [])
    if (isCaseSubject(subject) && !bySubject.has(subject)) bySubject.set(subject, []);
  const cases: Projected[] = [];
  const orphans: string[] = [];
  for (const [subject, found] of bySubject) {
    const known = world.known.get(subject);
    const events = found.map((piece) => piece.event).sort(inOrder);
    const isStale = world.stale?.has(subject) === true;
    const isLate = known !== undefined && (events[0]?.stamp ?? '') < known.row.last;
    const whole =
      isStale ||
      isLate ||
      events.some(needsRefold) ||
      (known === undefined && world.orphans.has(subject));
    const all = whole ? [...(await world.historyOf(subject)), ...events].sort(inOrder) : events;
    const state = whole ? foldCase(all) : moveOn(known?.state, events);
    if (state === undefined) {
      orphans.push(subject);
      continue;
    }
    const origins = [
      ...(known?.row.origins ?? []),
      ...found.flatMap((piece) => (piece.origin === null ? [] : [piece.origin])),
    ];
    cases.push(projected(state, origins, all.at(-1)?.stamp ?? '', known?.row.bundle));
  }
  return { cases, orphans };
}

function moveOn(
  state: CaseState | undefined,
  events: readonly DomainEvent[],
): CaseState | undefined {
  let at = state;
  for (const event of events) at = applyToCase(at, event);
  return at;
}

/** This desk's own entries; of colleagues only the order they chose, the latest of all desks. */
export function projectDesk(
  entries: readonly Entry[],
  desk: DeskState,
  device: string,
  clocks: Clocks = {},
): DeskState | null {
  let state = desk;
  for (const entry of entries) {
    if (!entry.subject.startsWith('desk:')) continue;
    const event = eventOf(entry, clocks);
    if (event === undefined) continue;
    if (entry.device === device || event.kind === 'order.chosen') state = applyToDesk(state, event);
  }
  return state === desk ? null : state;
}

/** A request from all that was written about it: it is small, and an undo wants the whole. */
export function requestOf(
  entries: readonly Entry[],
  clocks: Clocks,
  authors: Readonly<Record<string, string>>,
): RequestState | undefined {
  return foldRequest(
    entries.flatMap((entry) => eventOf(entry, clocks) ?? []),
    authors,
  );
}

/** An incident likewise. */
export function foldAll<S>(
  entries: readonly Entry[],
  apply: (state: S | undefined, event: DomainEvent) => S | undefined,
  clocks: Clocks,
): S | undefined {
  const events = entries.flatMap((entry) => eventOf(entry, clocks) ?? []).sort(inOrder);
  let state: S | undefined;
  for (const event of events) state = apply(state, event);
  return state;
}

export const requestRowOf = (state: RequestState): RequestRow => ({
  subject: state.subject,
  mprn: state.made.mprn,
  reference: state.made.reference,
  at: state.made.at,
  state,
});

/** Subjects of one prefix that entries are about. */
export function subjectsWith(prefix: string, entries: readonly Entry[]): readonly string[] {
  return [
    ...new Set(entries.flatMap(({ subject }) => (subject.startsWith(prefix) ? [subject] : []))),
  ];
}

/** Every guard from the entries that speak of guards, whatever order they came in. */
export function guardsOf(entries: readonly Entry[], clocks: Clocks): readonly GuardState[] {
  return eventsBySubject(entries, clocks).flatMap((events) => foldGuard(events) ?? []);
}

/** Channels likewise. */
export function channelsOf(entries: readonly Entry[], clocks: Clocks): readonly ChannelState[] {
  return eventsBySubject(entries, clocks).flatMap((events) => foldChannel(events) ?? []);
}

/** Days of the market likewise, the oldest first. */
export function dailiesOf(entries: readonly Entry[], clocks: Clocks): readonly DailyState[] {
  return eventsBySubject(entries, clocks)
    .flatMap((events) => foldDaily(events) ?? [])
    .sort((one, other) => (one.day < other.day ? -1 : 1));
}

/** Back-fixes likewise. */
export function fixesOf(entries: readonly Entry[], clocks: Clocks): readonly FixState[] {
  return eventsBySubject(entries, clocks).flatMap((events) => foldFix(events) ?? []);
}

function eventsBySubject(
  entries: readonly Entry[],
  clocks: Clocks,
): readonly (readonly DomainEvent[])[] {
  const found = new Map<string, DomainEvent[]>();
  for (const entry of entries) {
    const event = eventOf(entry, clocks);
    if (event === undefined) continue;
    const before = found.get(event.subject);
    if (before === undefined) found.set(event.subject, [event]);
    else before.push(event);
  }
  return [...found.values()].map((events) => events.sort(inLogOrder));
}
