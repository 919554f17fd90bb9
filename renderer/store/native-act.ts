// One operator action as one strict IndexedDB transaction, written with the platform's own calls:
// every answer of the night passes here, and a library's bookkeeping would be half of its time.
// What this window has seen of the chain's end and of a case is remembered, so that puts are asked
// for at once; the tip is read inside the transaction all the same, and one that has moved on
// (another window wrote) aborts it: then everything is read and decided again.
import { ok, type Result } from '../../shared/lib/result.ts';
import type { Entry } from '../../shared/log/entry.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { newDesk, type DeskState } from '../../shared/domain/desk.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { CaseRow, IncidentRow, MetaRow, RequestRow } from './database.ts';
import { Faulty } from './guarded.ts';
import type { Act, StoreTools, Trouble, Written } from './ports.ts';
import {
  eventsOfCase,
  lookOf,
  projectCases,
  projectDesk,
  projectIncidents,
  projectRequests,
  type Projected,
  readState,
  sealAll,
  type TipRow,
} from './projection.ts';

const stores = ['entries', 'cases', 'requests', 'incidents', 'meta'] as const;
type StoreName = (typeof stores)[number];

export interface Remembered {
  readonly tip: TipRow;
  readonly rows: ReadonlyMap<string, { readonly row: CaseRow; readonly state: CaseState }>;
}

export interface Acted {
  readonly written: Result<Written, Trouble>;
  /** What is known after it; null when nothing can be said. */
  readonly remembered: Remembered | null;
}

/** The chain had moved on: nothing was written, decide again from what stands now. */
export class MovedOn extends Error {}

const MOST_REMEMBERED = 50;

/**
 * Begins the transaction at once. `abort` answers whether the act is certainly not written: false
 * when it is past that.
 */
export function beginAct(
  backend: IDBDatabase,
  act: Act,
  tools: StoreTools,
  remembered: Remembered | null,
): { readonly acted: Promise<Acted>; readonly abort: () => boolean } {
  const transaction = backend.transaction(stores, 'readwrite', { durability: 'strict' });
  const ended = finished(transaction);
  const abort = () => {
    try {
      transaction.abort();
      return true;
    } catch {
      return false;
    }
  };
  const acted = (async () => {
    try {
      const done = await inside(transaction, act, tools, remembered);
      await ended;
      return done;
    } catch (error) {
      abort();
      await ended.catch(() => undefined);
      // A request that was cut off says so; why it was is known to the transaction.
      throw error instanceof DOMException ? (transaction.error ?? error) : error;
    }
  })();
  return { acted, abort };
}

async function inside(
  transaction: IDBTransaction,
  act: Act,
  tools: StoreTools,
  remembered: Remembered | null,
): Promise<Acted> {
  const get = <T>(name: StoreName, key: IDBValidKey) =>
    answer<T | undefined>(transaction.objectStore(name).get(key));
  const now = tools.now();
  const tipRead = get<MetaRow>('meta', 'tip');
  const known = act.subjects.flatMap((subject) => {
    const found = remembered?.rows.get(subject);
    return found === undefined ? [] : [found];
  });
  const trusts = remembered !== null && known.length === act.subjects.length;
  const tip = trusts ? remembered.tip : tipOf(await tipRead);
  const rows = new Map(known.map(({ row }) => [row.subject, row]));
  const states = new Map(known.map(({ row, state }) => [row.subject, state]));
  if (!trusts) {
    for (const subject of act.subjects) {
      const row = await get<CaseRow>('cases', subject);
      if (row === undefined) continue;
      rows.set(subject, row);
      states.set(subject, readState(row));
    }
  }
  const { look, references } = lookOf(tip, (subject) => states.get(subject), now, tools);
  const decided = act.decide(look);
  if (!decided.ok) {
    // A refusal from memory may be about a case that another window has moved on.
    if (trusts && !isSameTip(await tipRead, tip)) throw new MovedOn();
    return { written: decided, remembered };
  }
  const sealed = sealAll(decided.value.drafts, tip, act.operator, now, tools);
  const cases = await projectCases(sealed.entries, rows, states, (subject) =>
    history(transaction, subject, rows.get(subject)),
  );
  const desk = await putDesk(transaction, sealed.entries, get);
  const incidents = await putIncidents(transaction, sealed.entries, get);
  await putRequests(transaction, sealed.entries, get);
  for (const entry of sealed.entries) transaction.objectStore('entries').add(entry);
  for (const { row } of cases) transaction.objectStore('cases').put(row);
  const end: TipRow = { ...sealed.tip, references: references() };
  transaction.objectStore('meta').put({ key: 'tip', value: end });
  if (trusts && !isSameTip(await tipRead, tip)) throw new MovedOn();
  // Nothing more is asked: no need to wait for the answers before the commit.
  transaction.commit();
  return {
    written: ok({
      subject: decided.value.subject,
      entries: sealed.entries,
      tip: sealed.tip,
      summaries: cases.map(({ summary }) => summary),
      states: cases.map(({ state }) => state),
      desk,
      incidents,
    }),
    remembered: { tip: end, rows: remember(trusts ? remembered.rows : new Map(), cases) },
  };
}

/** Without its tip this is an empty database: the one that was opened has been deleted. */
function tipOf(row: MetaRow | undefined): TipRow {
  if (row !== undefined) return row.value as TipRow;
  throw new Faulty({ code: 'storeBroken', detail: 'the database was deleted' });
}

function remember(before: Remembered['rows'], cases: readonly Projected[]): Remembered['rows'] {
  const rows = new Map(before);
  for (const each of cases) {
    rows.delete(each.row.subject);
    rows.set(each.row.subject, each);
  }
  for (const oldest of rows.keys()) {
    if (rows.size <= MOST_REMEMBERED) break;
    rows.delete(oldest);
  }
  return rows;
}

function isSameTip(row: MetaRow | undefined, tip: TipRow): boolean {
  const stored = row?.value as TipRow | undefined;
  return stored?.seq === tip.seq && stored.hash === tip.hash;
}

type Get = <T>(name: StoreName, key: IDBValidKey) => Promise<T | undefined>;

async function putDesk(
  transaction: IDBTransaction,
  entries: readonly Entry[],
  get: Get,
): Promise<DeskState | null> {
  if (!entries.some((entry) => entry.subject.startsWith('desk:'))) return null;
  const before = (await get<MetaRow>('meta', 'desk'))?.value as DeskState | undefined;
  const desk = projectDesk(entries, before ?? newDesk);
  if (desk !== null) transaction.objectStore('meta').put({ key: 'desk', value: desk });
  return desk;
}

async function putIncidents(transaction: IDBTransaction, entries: readonly Entry[], get: Get) {
  const known = await rowsOf<IncidentRow>('incidents', 'incident:', entries, get);
  if (known === null) return [];
  const changed = projectIncidents(entries, known);
  for (const [subject, state] of changed)
    transaction.objectStore('incidents').put({ subject, state } satisfies IncidentRow);
  return [...changed.values()];
}

async function putRequests(transaction: IDBTransaction, entries: readonly Entry[], get: Get) {
  const known = await rowsOf<RequestRow>('requests', 'request:', entries, get);
  if (known === null) return;
  for (const [subject, state] of projectRequests(entries, known)) {
    const { mprn, reference } = state.made;
    const row: RequestRow = { subject, mprn, reference, state };
    transaction.objectStore('requests').put(row);
  }
}

/** States of the subjects that entries are about; null when they are about none of them. */
async function rowsOf<R extends { readonly state: unknown }>(
  name: 'incidents' | 'requests',
  prefix: string,
  entries: readonly Entry[],
  get: Get,
): Promise<ReadonlyMap<string, R['state']> | null> {
  const subjects = new Set(
    entries.flatMap(({ subject }) => (subject.startsWith(prefix) ? [subject] : [])),
  );
  if (subjects.size === 0) return null;
  const known = new Map<string, R['state']>();
  for (const subject of subjects) {
    const row = await get<R>(name, subject);
    if (row !== undefined) known.set(subject, row.state);
  }
  return known;
}

/** Everything written about a case so far, for an undo. */
async function history(
  transaction: IDBTransaction,
  subject: string,
  row: CaseRow | undefined,
): Promise<readonly DomainEvent[]> {
  const entries = transaction.objectStore('entries');
  const range = IDBKeyRange.bound([subject], [subject, []]);
  const own = await answer<Entry[]>(entries.index('[subject+stamp]').getAll(range));
  const origins = row?.origins ?? [];
  const chunks = new Map<string, Entry>();
  for (const { entry } of origins) {
    if (chunks.has(entry)) continue;
    const chunk = await answer<Entry | undefined>(entries.get(entry));
    if (chunk !== undefined) chunks.set(entry, chunk);
  }
  return eventsOfCase(own, chunks, origins);
}

function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result as T));
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () =>
      reject(transaction.error ?? new DOMException('the transaction was given up', 'AbortError')),
    );
  });
  // Whoever awaits it hears of it; a rejection before that is no unhandled one.
  ended.catch(() => undefined);
  return ended;
}
