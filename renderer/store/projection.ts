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
import { nextStamp } from '../../shared/log/stamp.ts';
import { applyToCase, foldCase, needsRefold, type CaseState } from '../../shared/domain/case.ts';
import { applyToDesk, type DeskState } from '../../shared/domain/desk.ts';
import {
  eventOf,
  reportEvent,
  reportOfRow,
  type DomainEvent,
  type IntakeRow,
} from '../../shared/domain/events.ts';
import { applyToIncident, type IncidentState } from '../../shared/domain/incident.ts';
import { makeReference } from '../../shared/domain/reference.ts';
import { applyToRequest, type RequestState } from '../../shared/domain/request.ts';
import { summarise, type Summary } from '../../shared/domain/summary.ts';
import type { CaseRow, Origin } from './database.ts';
import type { Look, StoreTools } from './ports.ts';

/** The tip row: the end of the chain, and how many speakable references were given out. */
export interface TipRow extends Tip {
  readonly references: number;
}

export function sealAll(
  drafts: readonly Draft[],
  tip: Tip,
  operator: string,
  now: number,
  tools: StoreTools,
): { readonly entries: readonly Entry[]; readonly tip: Tip } {
  const entries: Entry[] = [];
  let end = tip;
  for (const each of drafts) {
    const stamp = nextStamp(end.stamp, now, end.device);
    const entry = seal(each, end, { id: uuid7(now, tools.random), now, stamp, operator });
    entries.push(entry);
    end = tipAfter(entry);
  }
  return { entries, tip: end };
}

/** What `decide` sees, and how many references it took. */
export function lookOf(
  tip: TipRow,
  caseOf: (subject: string) => CaseState | undefined,
  now: number,
  tools: StoreTools,
): { readonly look: Look; readonly references: () => number } {
  let references = tip.references;
  return {
    look: {
      tip,
      caseOf,
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

export function projected(state: CaseState, origins: readonly Origin[]): Projected {
  const summary = summarise(state);
  const row: CaseRow = {
    subject: state.subject,
    open: state.open ? 1 : 0,
    summary: JSON.stringify(summary),
    state: JSON.stringify(state),
    origins,
  };
  return { state, summary, row };
}

export function readSummary(row: Pick<CaseRow, 'summary'>): Summary {
  return JSON.parse(row.summary) as Summary;
}

export function readState(row: CaseRow): CaseState {
  return JSON.parse(row.state) as CaseState;
}

/** Everything written about a case, in the order of stamps: its own entries and rows of files. */
export function eventsOfCase(
  own: readonly Entry[],
  chunks: ReadonlyMap<string, Entry>,
  origins: readonly Origin[],
): readonly DomainEvent[] {
  const found: { readonly stamp: string; readonly seq: number; readonly event: DomainEvent }[] = [];
  for (const entry of own) {
    const event = eventOf(entry);
    if (event !== undefined) found.push({ stamp: entry.stamp, seq: entry.seq, event });
  }
  for (const origin of origins) {
    const entry = must(chunks.get(origin.entry), 'a case names chunks that are stored');
    const event = reportOfRow(entry, origin.row);
    if (event !== undefined) found.push({ stamp: entry.stamp, seq: entry.seq, event });
  }
  found.sort((one, other) =>
    one.stamp < other.stamp ? -1 : one.stamp > other.stamp ? 1 : one.seq - other.seq,
  );
  return found.map((each) => each.event);
}

/** Moves cases on by new entries; asks for the whole history where that is needed. */
export async function projectCases(
  entries: readonly Entry[],
  rows: ReadonlyMap<string, CaseRow>,
  states: ReadonlyMap<string, CaseState>,
  historyOf: (subject: string) => Promise<readonly DomainEvent[]>,
): Promise<readonly Projected[]> {
  const changed = new Map<string, CaseState>();
  const origins = new Map<string, readonly Origin[]>();
  for (const entry of entries) {
    if (!isCaseSubject(entry.subject)) continue;
    const event = must(eventOf(entry), 'what we write ourselves is of a known kind');
    const before = changed.get(entry.subject) ?? states.get(entry.subject);
    const after = needsRefold(event)
      ? foldCase([...(await historyOf(entry.subject)), event])
      : applyToCase(before, event);
    if (after === undefined) continue;
    changed.set(entry.subject, after);
    origins.set(entry.subject, rows.get(entry.subject)?.origins ?? []);
  }
  return [...changed].map(([subject, state]) => projected(state, origins.get(subject) ?? []));
}

export function projectDesk(entries: readonly Entry[], desk: DeskState): DeskState | null {
  let state = desk;
  for (const entry of entries) {
    if (!entry.subject.startsWith('desk:')) continue;
    const event = eventOf(entry);
    if (event !== undefined) state = applyToDesk(state, event);
  }
  return state === desk ? null : state;
}

export function projectIncidents(
  entries: readonly Entry[],
  known: ReadonlyMap<string, IncidentState>,
): ReadonlyMap<string, IncidentState> {
  const changed = new Map<string, IncidentState>();
  for (const entry of entries) {
    if (!entry.subject.startsWith('incident:')) continue;
    const event = eventOf(entry);
    if (event === undefined) continue;
    const state = applyToIncident(changed.get(entry.subject) ?? known.get(entry.subject), event);
    if (state !== undefined) changed.set(entry.subject, state);
  }
  return changed;
}

export function projectRequests(
  entries: readonly Entry[],
  known: ReadonlyMap<string, RequestState>,
): ReadonlyMap<string, RequestState> {
  const changed = new Map<string, RequestState>();
  for (const entry of entries) {
    if (!entry.subject.startsWith('request:')) continue;
    const event = eventOf(entry);
    if (event === undefined) continue;
    const state = applyToRequest(changed.get(entry.subject) ?? known.get(entry.subject), event);
    if (state !== undefined) changed.set(entry.subject, state);
  }
  return changed;
}

/** Moves cases on by the rows of one sealed chunk; `states` and `origins` are changed in place. */
export function projectChunk(
  entry: Entry,
  rows: readonly IntakeRow[],
  states: Map<string, CaseState>,
  origins: Map<string, Origin[]>,
): void {
  const head = readHead(entry);
  for (const [index, row] of rows.entries()) {
    // Row 0 of the list is the chunk's own head.
    const event = reportEvent(row, head, index + 1);
    const after = applyToCase(states.get(event.subject), event);
    if (after === undefined) continue;
    states.set(event.subject, after);
    const known = origins.get(event.subject);
    if (known === undefined) origins.set(event.subject, [{ entry: entry.id, row: index + 1 }]);
    else known.push({ entry: entry.id, row: index + 1 });
  }
}
