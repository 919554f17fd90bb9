// One operator action as one strict IndexedDB transaction, written with the platform's own calls:
// every answer of the night passes here, and a library's bookkeeping would be half of its time.
// What this window has seen of the chain's end and of a case is remembered, so that puts are asked
// for at once; the tip is read inside the transaction all the same, and one that has moved on
// (another window wrote) aborts it: then everything is read and decided again.
import { ok, type Result } from '../../shared/lib/result.ts';
import type { Begun, ClockRun } from '../../shared/log/clock-run.ts';
import type { Draft, Entry } from '../../shared/log/entry.ts';
import { isFarAhead, shiftStamp, stampTime, type Stamp } from '../../shared/log/stamp.ts';
import type { Clocks } from '../../shared/domain/clocks.ts';
import { newDesk, type DeskState } from '../../shared/domain/desk.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import { applyToIncident, type IncidentState } from '../../shared/domain/incident.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { answer, putCases, rowOf } from './case-rows.ts';
import type { CaseRow, IncidentRow, MetaRow, RequestRow } from './database.ts';
import type { KeptContact } from './dexie-taking.ts';
import type { Act, StoreTools, Trouble, Written } from './ports.ts';
import { eventsOfCase, piecesOf } from '../../shared/domain/pieces.ts';
import { clocksWith, latestOf } from '../../shared/domain/said-clocks.ts';
import { dailiesOf, fixesOf, foldAll, guardsOf, requestOf } from '../../shared/domain/folds.ts';
import { isSharedSubject, sealAll } from '../../shared/log/seal-all.ts';
import {
  lookOf,
  projectCases,
  projectDesk,
  readState,
  requestRowOf,
  subjectsWith,
  tipOf,
  type KnownCase,
  type Projected,
  type Seen,
} from './projection.ts';
import { withOrder, type TipRow } from './tip.ts';
import { touchedWith } from './shelf.ts';

const stores = ['entries', 'cases', 'bundles', 'bundled', 'requests', 'incidents', 'meta'] as const;
type StoreName = (typeof stores)[number];

export interface Remembered {
  readonly tip: TipRow;
  readonly rows: ReadonlyMap<string, KnownCase>;
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
  run: ClockRun,
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
      const { begun, ...done } = await inside(transaction, act, tools, remembered, run);
      await ended;
      if (done.written.ok && done.written.value.entries.length > 0) begun.wrote();
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
  run: ClockRun,
): Promise<Acted & { readonly begun: Begun }> {
  const get = <T>(name: StoreName, key: IDBValidKey) =>
    answer<T | undefined>(transaction.objectStore(name).get(key));
  // Read at once: a clock that is put right meanwhile is of the next act.
  const now = tools.now();
  const clockOffset = tools.clockOffset?.() ?? 0;
  const toolsOfNow = { ...tools, clockOffset: () => clockOffset };
  const begun = run.at(now - clockOffset);
  const tipRead = get<MetaRow>('meta', 'tip');
  const known = act.subjects.flatMap((subject) => {
    const found = remembered?.rows.get(subject);
    return found === undefined ? [] : [found];
  });
  const reads = act.reads ?? noReads;
  const { requestsOf, requests: asked, guards, fixes, dailies } = reads;
  // Remembered by nobody: with them everything is read.
  const isWide =
    reads.desk ||
    reads.everyFix ||
    [requestsOf, asked, guards, fixes, dailies].some((each) => each.length > 0);
  const trusts = remembered !== null && !isWide && known.length === act.subjects.length;
  const cases = new Map(known.map((each) => [each.row.subject, each]));
  // All asked for together with the tip: the first act on a case is one that somebody waits for.
  const rows = trusts ? [] : act.subjects.map((subject) => rowOf(transaction, subject));
  const [tip, beside] = await Promise.all([
    trusts ? remembered.tip : tipRead.then(tipOf),
    isWide ? readBeside(transaction, reads, get) : nothingElse,
    ...rows,
  ]);
  for (const row of await Promise.all(rows))
    if (row !== undefined) cases.set(row.subject, { row, state: readState(row) });
  const caseOf = (subject: string) => cases.get(subject)?.state;
  // Most acts ask for a case and nothing else: they wait for nothing before they decide.
  const seen: Seen = { ...beside, caseOf };
  const { look, references } = lookOf(tip, seen, now, tools);
  const decided = act.decide(look);
  if (!decided.ok) {
    // A refusal from memory may be about a case that another window has moved on.
    if (trusts && !isSameTip(await tipRead, tip)) throw new MovedOn();
    return { written: decided, remembered, begun };
  }
  const ahead = act.clockAheadMs ?? 0;
  const from =
    ahead <= 0 || tip.stamp === null ? tip : { ...tip, stamp: shiftStamp(tip.stamp, -ahead) };
  const said = await saidBefore(
    transaction,
    decided.value.drafts,
    { device: tip.device, now },
    get,
  );
  const sealed = sealAll(decided.value.drafts, from, act.operator, now, toolsOfNow, {
    latestIn: (subject) => said.latest.get(subject) ?? null,
    startsEpoch: begun.startsEpoch || act.clockAheadMs !== undefined,
  });
  // Behind a clock that was far ahead stamps cannot go back: what is known of it says where they stand.
  const isBehind = tip.stamp !== null && isFarAhead(tip.stamp, now);
  const clocks = isBehind ? (((await get<MetaRow>('meta', 'clocks'))?.value ?? {}) as Clocks) : {};
  const pieces = sealed.entries.flatMap((entry) => piecesOf(entry, clocks));
  const isNew = pieces.some(({ event }) => !cases.has(event.subject));
  const done = await projectCases(pieces, {
    known: cases,
    orphans: new Set(
      isNew ? (((await get<MetaRow>('meta', 'orphans'))?.value ?? []) as string[]) : [],
    ),
    historyOf: async (subject) =>
      history(
        transaction,
        subject,
        cases.get(subject)?.row,
        ((await get<MetaRow>('meta', 'clocks'))?.value ?? {}) as Clocks,
      ),
  });
  const desk = await putDesk(transaction, sealed.entries, { device: tip.device, clocks }, get);
  // What is read after the puts must not hear first that their place is taken.
  const isRead = sealed.entries.some(({ subject }) => subject.startsWith('incident:'));
  if (isRead && trusts && !isSameTip(await tipRead, tip)) throw new MovedOn();
  for (const entry of sealed.entries) transaction.objectStore('entries').add(entry);
  const incidents = await putIncidents(transaction, sealed.entries, get);
  const requests = putRequests(transaction, sealed.entries, said);
  const put = new Promise<void>((resolve, reject) => {
    putCases(transaction, done.cases, cases, (error) =>
      error === undefined ? resolve() : reject(error),
    );
  });
  put.catch(() => undefined);
  // Whoever closes is taken out of a bundle that is read first: that is not to be cut off.
  if (done.cases.some(({ row }) => row.open === 0 && row.bundle !== undefined)) await put;
  const end: TipRow = {
    ...sealed.tip,
    ...withOrder({ order: tip.order, references: references() }, sealed.entries),
    references: references(),
    taken: tip.taken,
    touched: touchedWith(
      tip.touched,
      done.cases.map(({ row }) => row.subject),
    ),
  };
  transaction.objectStore('meta').put({ key: 'tip', value: end });
  const written: Written = {
    subject: decided.value.subject,
    entries: sealed.entries,
    tip: sealed.tip,
    summaries: done.cases.map(({ summary }) => summary),
    states: done.cases.map(({ state }) => state),
    desk,
    incidents,
    requests,
  };
  const kept = act.keep?.(written) ?? null;
  if (kept !== null)
    transaction.objectStore('meta').put({ key: `kept:${kept.key}`, value: kept.value });
  if (trusts && !isSameTip(await tipRead, tip)) throw new MovedOn();
  // Nothing more is asked: no need to wait for the answers before the commit.
  transaction.commit();
  return {
    written: ok(written),
    begun,
    remembered: { tip: end, rows: remember(trusts ? remembered.rows : new Map(), done.cases) },
  };
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
  return stored?.seq === tip.seq && stored.hash === tip.hash && stored.taken === tip.taken;
}

type Get = <T>(name: StoreName, key: IDBValidKey) => Promise<T | undefined>;

async function putDesk(
  transaction: IDBTransaction,
  entries: readonly Entry[],
  { device, clocks }: { readonly device: string; readonly clocks: Clocks },
  get: Get,
): Promise<DeskState | null> {
  if (!entries.some((entry) => entry.subject.startsWith('desk:'))) return null;
  const before = (await get<MetaRow>('meta', 'desk'))?.value as DeskState | undefined;
  const desk = projectDesk(entries, before ?? newDesk, device, clocks);
  if (desk !== null) transaction.objectStore('meta').put({ key: 'desk', value: desk });
  return desk;
}

/** The entry that makes a request: its subject is new with it. */
const BEGINS = 'request.made';
const UNDOES = 'entry.undone';

/** What was said before in the subjects of an act that other organisations read too. */
interface SaidBefore {
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** The latest stamp in each of them that this device writes behind. */
  readonly latest: ReadonlyMap<string, Stamp | null>;
  readonly clocks: Clocks;
  readonly authors: Readonly<Record<string, string>>;
}

const nothingSaid: SaidBefore = { entries: new Map(), latest: new Map(), clocks: {}, authors: {} };

/** Asked for all at once: somebody waits for it. Nothing is, where nothing of the act is shared. */
async function saidBefore(
  transaction: IDBTransaction,
  drafts: readonly Draft[],
  { device, now }: { readonly device: string; readonly now: number },
  get: Get,
): Promise<SaidBefore> {
  const shared = drafts.filter(({ subject }) => isSharedSubject(subject));
  if (shared.length === 0) return nothingSaid;
  // Made once more after it was taken back, it has a history.
  const again = new Set(shared.flatMap(({ kind, subject }) => (kind === UNDOES ? [subject] : [])));
  const begun = new Set(
    shared.flatMap(({ kind, subject }) =>
      kind === BEGINS && !again.has(subject) ? [subject] : [],
    ),
  );
  const subjects = [...new Set(shared.map(({ subject }) => subject))];
  // What begins with this act has neither a history nor an order that a clock could change.
  if (subjects.every((subject) => begun.has(subject))) return nothingSaid;
  const [clocksRow, contactRow, ...histories] = await Promise.all([
    get<MetaRow>('meta', 'clocks'),
    get<MetaRow>('meta', 'contact'),
    ...subjects.map((subject) => (begun.has(subject) ? [] : entriesOf(transaction, subject))),
  ]);
  const entries = new Map(subjects.map((subject, index) => [subject, histories[index] ?? []]));
  const latestBy = (known: Clocks) =>
    new Map([...entries].map(([subject, all]) => [subject, latestOf(all, known, device, now)]));
  let clocks = (clocksRow?.value ?? {}) as Clocks;
  let latest = latestBy(clocks);
  if ([...latest.values()].some((stamp) => stamp !== null && stampTime(stamp) > now)) {
    // A clock that was put right just now may not be taken into what is known of clocks yet.
    clocks = clocksWith(clocks, await entriesUnder(transaction, 'clock:'));
    latest = latestBy(clocks);
  }
  return {
    entries,
    latest,
    clocks,
    authors: (contactRow?.value as Partial<KeptContact> | undefined)?.authors ?? {},
  };
}

/** Folds each request anew from all its entries, the new ones among them, and stores the row. */
function putRequests(
  transaction: IDBTransaction,
  written: readonly Entry[],
  { entries, clocks, authors }: SaidBefore,
): readonly RequestState[] {
  return subjectsWith('request:', written).flatMap((subject) => {
    const own = written.filter((entry) => entry.subject === subject);
    const state = requestOf([...(entries.get(subject) ?? []), ...own], clocks, authors);
    if (state === undefined) return [];
    transaction.objectStore('requests').put(requestRowOf(state));
    return [state];
  });
}

/** The same of the night's incidents, which stay in their own organisation. */
async function putIncidents(
  transaction: IDBTransaction,
  written: readonly Entry[],
  get: Get,
): Promise<readonly IncidentState[]> {
  const subjects = subjectsWith('incident:', written);
  if (subjects.length === 0) return [];
  const [clocksRow, ...histories] = await Promise.all([
    get<MetaRow>('meta', 'clocks'),
    ...subjects.map((subject) => entriesOf(transaction, subject)),
  ]);
  return subjects.flatMap((subject, index) => {
    const all = histories[index] ?? [];
    const state = foldAll(all, applyToIncident, (clocksRow?.value ?? {}) as Clocks);
    if (state === undefined) return [];
    transaction.objectStore('incidents').put({ subject, state } satisfies IncidentRow);
    return [state];
  });
}

const noReads = {
  requestsOf: [],
  requests: [],
  guards: [],
  fixes: [],
  everyFix: false,
  dailies: [],
  desk: false,
} as const;
const nothingElse = { requests: [], desk: undefined, guards: [], fixes: [], dailies: [] } as const;

async function readBeside(
  transaction: IDBTransaction,
  {
    requestsOf,
    requests: asked,
    guards: guarded,
    fixes: fixed,
    everyFix,
    dailies: days,
    desk: isOfDesk,
  }: NonNullable<Act['reads']>,
  get: Get,
): Promise<Omit<Seen, 'caseOf'>> {
  const of = (subject: string) => entriesOf(transaction, subject);
  const everyOne = () => entriesUnder(transaction, 'fix:');
  const [requests, desk, guards, fixes, dailies] = await Promise.all([
    requestsIn(transaction, requestsOf, asked),
    isOfDesk ? get<MetaRow>('meta', 'desk') : undefined,
    folded(guarded.map(of), guardsOf, get),
    folded(everyFix ? [everyOne()] : fixed.map(of), fixesOf, get),
    folded(days.map(of), dailiesOf, get),
  ]);
  return { requests, desk: desk?.value as DeskState | undefined, guards, fixes, dailies };
}

async function requestsIn(
  transaction: IDBTransaction,
  mprns: readonly string[],
  subjects: readonly string[],
): Promise<readonly RequestState[]> {
  const store = transaction.objectStore('requests');
  const index = store.index('mprn');
  const found = await Promise.all([
    ...mprns.map((mprn) => answer<RequestRow[]>(index.getAll(mprn))),
    ...subjects.map((subject) => answer<RequestRow[]>(store.getAll(subject))),
  ]);
  return found.flat().map(({ state }) => state);
}

async function folded<S>(
  read: readonly Promise<readonly Entry[]>[],
  fold: (entries: readonly Entry[], clocks: Clocks) => readonly S[],
  get: Get,
): Promise<readonly S[]> {
  if (read.length === 0) return [];
  const [clocks, ...found] = await Promise.all([get<MetaRow>('meta', 'clocks'), ...read]);
  return fold(found.flat(), (clocks?.value ?? {}) as Clocks);
}

function entriesOf(transaction: IDBTransaction, subject: string): Promise<readonly Entry[]> {
  const range = IDBKeyRange.bound([subject], [subject, []]);
  return answer(transaction.objectStore('entries').index('[subject+stamp]').getAll(range));
}

/** Of a prefix that ends in a colon: a semicolon is the sign after it. */
function entriesUnder(transaction: IDBTransaction, prefix: string): Promise<readonly Entry[]> {
  const range = IDBKeyRange.bound([prefix], [`${prefix.slice(0, -1)};`], false, true);
  return answer(transaction.objectStore('entries').index('[subject+stamp]').getAll(range));
}

/** Everything written about a case so far, for an undo. */
async function history(
  transaction: IDBTransaction,
  subject: string,
  row: CaseRow | undefined,
  clocks: Clocks,
): Promise<readonly DomainEvent[]> {
  const entries = transaction.objectStore('entries');
  const own = await entriesOf(transaction, subject);
  const origins = row?.origins ?? [];
  const chunks = new Map<string, Entry>();
  for (const { entry } of origins) {
    if (chunks.has(entry)) continue;
    const chunk = await answer<Entry | undefined>(entries.get(entry));
    if (chunk !== undefined) chunks.set(entry, chunk);
  }
  return eventsOfCase(own, chunks, origins, clocks);
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
