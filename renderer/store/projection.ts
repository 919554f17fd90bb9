// How entries become rows, shared by every store of a console: each is folded into the case or desk
// of its subject.
import type { Entry } from '../../shared/log/entry.ts';
import { newSalt, uuid7 } from '../../shared/log/ids.ts';
import type { Stamp } from '../../shared/log/stamp.ts';
import type { Clocks } from '../../shared/domain/clocks.ts';
import { applyToCase, foldCase, needsRefold, type CaseState } from '../../shared/domain/case.ts';
import {
  applyToDesk,
  hearColleague,
  refoldSettings,
  type DeskState,
} from '../../shared/domain/desk.ts';
import { eventOf, type DomainEvent } from '../../shared/domain/events.ts';
import type { DailyState } from '../../shared/domain/daily.ts';
import type { FixState } from '../../shared/domain/fix.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import { inOrder, isCaseSubject, type Origin, type Piece } from '../../shared/domain/pieces.ts';
import { makeReference } from '../../shared/domain/reference.ts';
import { openHoldsOf } from '../../shared/domain/recovery-commands.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { summarise, type Summary } from '../../shared/domain/summary.ts';
import type { CaseRow, MetaRow, RequestRow } from './database.ts';
import { Faulty } from './guarded.ts';
import type { Look, StoreTools } from './ports.ts';
import type { TipRow } from './tip.ts';

/** Without its tip this is an empty database: the one that was opened has been deleted. */
export function tipOf(row: MetaRow | undefined): TipRow {
  if (row !== undefined) return row.value as TipRow;
  throw new Faulty({ code: 'storeBroken', detail: 'the database was deleted', isAnother: true });
}

/** Requests older than this are of another night; they stay in the database. */
export const REQUESTS_MS = 48 * 3_600_000;

/** What is known inside the transaction, as far as it was asked for. */
export interface Seen {
  readonly caseOf: (subject: string) => CaseState | undefined;
  readonly requests: readonly RequestState[];
  readonly guards: readonly GuardState[];
  readonly fixes: readonly FixState[];
  readonly dailies: readonly DailyState[];
  readonly desk: DeskState | undefined;
}

/** What `decide` sees, and how many references it took. */
export function lookOf(
  tip: TipRow,
  { caseOf, requests, guards, fixes, dailies, desk }: Seen,
  now: number,
  tools: StoreTools,
): { readonly look: Look; readonly references: () => number } {
  let references = tip.references;
  const bySubject = new Map(fixes.map((fix) => [fix.subject, fix]));
  return {
    look: {
      tip,
      caseOf,
      openHolds: (asks) =>
        openHoldsOf(
          requests.filter(({ made }) => made.at > now - REQUESTS_MS),
          asks,
        ),
      requestOf: (subject) => requests.find((request) => request.subject === subject),
      guardOf: (subject) => guards.find((guard) => guard.subject === subject),
      fixOf: (subject) => bySubject.get(subject),
      fixes: () => fixes,
      dailyOf: (day) => dailies.find((each) => each.day === day),
      operatorOfDesk: () => desk?.operator ?? null,
      now,
      newId: () => uuid7(now, tools.random),
      salt: () => newSalt(tools.random),
      reference: () => {
        references += 1;
        return makeReference({ device: tip.device, order: tip.order, count: references });
      },
    },
    references: () => references,
  };
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
      // An earlier version stored it, which did not keep all that a clash is told by.
      (known === undefined ? world.orphans.has(subject) : known.state.works === undefined);
    const all = whole ? [...(await world.historyOf(subject)), ...events].sort(inOrder) : events;
    const state = whole || known === undefined ? foldCase(all) : moveOn(known.state, events);
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

function moveOn(state: CaseState, events: readonly DomainEvent[]): CaseState | undefined {
  let at: CaseState | undefined = state;
  for (const event of events) at = applyToCase(at, event);
  return at;
}

/** By device the organisation of whoever is no colleague. */
type Authors = Readonly<Record<string, string>>;

/**
 * This desk's own entries; of colleagues what holds for the whole organisation, the latest of all desks;
 * of another organisation nothing.
 */
export function projectDesk(
  entries: readonly Entry[],
  desk: DeskState,
  device: string,
  clocks: Clocks = {},
  authors: Authors = {},
): DeskState | null {
  let state = desk;
  for (const entry of entries) {
    const event = eventOfDesk(entry, clocks, authors);
    if (event === undefined) continue;
    state = entry.device === device ? applyToDesk(state, event) : hearColleague(state, event);
  }
  return state === desk ? null : state;
}

/** The same of the organisation's settings, from everything that is here: a time may be another by now. */
export const refoldDesk = (
  entries: readonly Entry[],
  desk: DeskState,
  clocks: Clocks,
  authors: Authors,
): DeskState =>
  refoldSettings(
    desk,
    entries.flatMap((entry) => eventOfDesk(entry, clocks, authors) ?? []),
  );

const eventOfDesk = (entry: Entry, clocks: Clocks, authors: Authors): DomainEvent | undefined =>
  entry.subject.startsWith('desk:') && authors[entry.device] === undefined
    ? eventOf(entry, clocks)
    : undefined;

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
