// The log on this machine. One operator action is one strict transaction over entries, projections
// and the tip of the chain: the tip is read inside it, so two tabs never fork the chain. Nothing is
// awaited inside a transaction but the database itself.
import { Dexie } from 'dexie';
import { must } from '../../shared/lib/check.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { ORIGIN, type Entry } from '../../shared/log/entry.ts';
import { uuid4 } from '../../shared/log/ids.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import { newDesk, type DeskState } from '../../shared/domain/desk.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import { DexieBook } from './dexie-book.ts';
import { prepare, writeRows } from './dexie-intake.ts';
import { openDatabase, type CaseRow, type ConsoleDatabase } from './database.ts';
import { DEADLINE_MS, REOPENINGS, troubleOf, withDeadline } from './guarded.ts';
import type {
  Act,
  BookImport,
  BookState,
  Bringing,
  Opened,
  Store,
  StoreTools,
  StoreTrouble,
  Trouble,
  Written,
} from './ports.ts';
import {
  eventsOfCase,
  isCaseSubject,
  lookOf,
  projectCases,
  projectDesk,
  projectIncidents,
  projectRequests,
  readState,
  readSummary,
  sealAll,
  type TipRow,
} from './projection.ts';

export interface DexieStoreOptions {
  /** Name of the database: live and practice are two. */
  readonly name: string;
  readonly tools: StoreTools;
  readonly deadlineMs?: number;
}

export class DexieStore implements Store {
  readonly #name: string;
  readonly #tools: StoreTools;
  readonly #deadline: number;
  readonly #channel: BroadcastChannel;
  readonly #book: DexieBook;
  #database: ConsoleDatabase;
  #reopenings = 0;

  constructor(options: DexieStoreOptions) {
    this.#name = options.name;
    this.#tools = options.tools;
    this.#deadline = options.deadlineMs ?? DEADLINE_MS;
    this.#database = openDatabase(options.name);
    this.#channel = new BroadcastChannel(`backstop:${options.name}`);
    this.#book = new DexieBook(() => this.#database, options.tools);
  }

  open(): Promise<Result<Opened, StoreTrouble>> {
    return this.#guarded(async (database) => {
      await database.transaction('rw', database.meta, async () => {
        if ((await database.meta.get('tip')) === undefined) {
          await database.meta.put({ key: 'tip', value: this.#firstTip() });
        }
      });
      const [tip, desk, rows, incidents, book] = await Promise.all([
        database.meta.get('tip'),
        database.meta.get('desk'),
        database.cases.where('open').equals(1).toArray(),
        database.incidents.toArray(),
        this.#book.state(),
      ]);
      return ok({
        tip: must(tip, 'the tip was put a moment ago').value as TipRow,
        desk: (desk?.value as DeskState | undefined) ?? newDesk,
        summaries: rows.map(readSummary),
        incidents: incidents.map((row) => row.state),
        book,
      });
    });
  }

  act(act: Act): Promise<Result<Written, Trouble>> {
    return this.#guarded<Result<Written, Trouble>>(async (database) => {
      const written = await database.transaction(
        'rw',
        [database.entries, database.cases, database.requests, database.incidents, database.meta],
        // Dexie follows native awaits only into a callback that is itself async.
        async () => this.#actInside(database, act),
      );
      if (written.ok) this.#announce(written.value.entries);
      return written;
    });
  }

  async #actInside(database: ConsoleDatabase, act: Act): Promise<Result<Written, Trouble>> {
    const now = this.#tools.now();
    const [tipRow, found] = await Promise.all([
      database.meta.get('tip'),
      database.cases.bulkGet([...act.subjects]),
    ]);
    const tip = must(tipRow, 'the store was opened').value as TipRow;
    const rows = new Map(found.filter((row) => row !== undefined).map((row) => [row.subject, row]));
    const states = new Map([...rows].map(([subject, row]) => [subject, readState(row)]));
    const { look, references } = lookOf(tip, (subject) => states.get(subject), now, this.#tools);
    const decided = act.decide(look);
    if (!decided.ok) return decided;
    const sealed = sealAll(decided.value.drafts, tip, act.operator, now, this.#tools);
    const subjects = new Set(sealed.entries.map((entry) => entry.subject));

    const cases = await projectCases(sealed.entries, rows, (subject) =>
      this.#events(database, subject),
    );
    let desk: DeskState | null = null;
    if ([...subjects].some((subject) => subject.startsWith('desk:'))) {
      const row = await database.meta.get('desk');
      desk = projectDesk(sealed.entries, (row?.value as DeskState | undefined) ?? newDesk);
    }
    const incidents = await this.#incidentsInside(database, sealed.entries, subjects);
    await this.#requestsInside(database, sealed.entries, subjects);

    const puts: PromiseLike<unknown>[] = [
      database.entries.bulkAdd([...sealed.entries]),
      database.meta.put({ key: 'tip', value: { ...sealed.tip, references: references() } }),
    ];
    if (cases.length > 0) puts.push(database.cases.bulkPut([...cases]));
    if (desk !== null) puts.push(database.meta.put({ key: 'desk', value: desk }));
    await Promise.all(puts);
    return ok({
      subject: decided.value.subject,
      entries: sealed.entries,
      tip: sealed.tip,
      summaries: cases.map(readSummary),
      states: cases.map(readState),
      desk,
      incidents,
    });
  }

  async #incidentsInside(
    database: ConsoleDatabase,
    entries: readonly Entry[],
    subjects: ReadonlySet<string>,
  ) {
    const named = [...subjects].filter((subject) => subject.startsWith('incident:'));
    if (named.length === 0) return [];
    const rows = await database.incidents.bulkGet(named);
    const known = new Map(
      rows.flatMap((row) => (row === undefined ? [] : [[row.subject, row.state] as const])),
    );
    const changed = projectIncidents(entries, known);
    await database.incidents.bulkPut([...changed].map(([subject, state]) => ({ subject, state })));
    return [...changed.values()];
  }

  async #requestsInside(
    database: ConsoleDatabase,
    entries: readonly Entry[],
    subjects: ReadonlySet<string>,
  ) {
    const named = [...subjects].filter((subject) => subject.startsWith('request:'));
    if (named.length === 0) return;
    const rows = await database.requests.bulkGet(named);
    const known = new Map(
      rows.flatMap((row) => (row === undefined ? [] : [[row.subject, row.state] as const])),
    );
    const changed = projectRequests(entries, known);
    await database.requests.bulkPut(
      [...changed].map(([subject, state]) => ({
        subject,
        mprn: state.made.mprn,
        reference: state.made.reference,
        state,
      })),
    );
  }

  async bring(
    bringing: Bringing,
  ): Promise<Result<Written, Trouble | { readonly code: 'cancelled' }>> {
    const prepared = await prepare(bringing, this.#tools);
    if (prepared === null) return fail({ code: 'cancelled' });
    const written = await this.#guarded<Result<Written, Trouble | { readonly code: 'cancelled' }>>(
      (database) => writeRows(database, prepared, bringing, this.#tools),
      Number.POSITIVE_INFINITY,
    );
    if (written.ok) this.#announce(written.value.entries);
    return written;
  }

  async caseOf(subject: string): Promise<CaseState | undefined> {
    const row = await this.#database.cases.get(subject);
    return row === undefined ? undefined : readState(row);
  }

  async casesOf(subjects: readonly string[]): Promise<readonly CaseState[]> {
    const rows = await this.#database.cases.bulkGet([...subjects]);
    return rows.flatMap((row) => (row === undefined ? [] : [readState(row)]));
  }

  history(subject: string): Promise<readonly DomainEvent[]> {
    return this.#events(this.#database, subject);
  }

  async #events(database: ConsoleDatabase, subject: string): Promise<readonly DomainEvent[]> {
    const own = await database.entries
      .where('[subject+stamp]')
      .between([subject, Dexie.minKey], [subject, Dexie.maxKey])
      .toArray();
    const origins = (await database.cases.get(subject))?.origins ?? [];
    const ids = [...new Set(origins.map((origin) => origin.entry))];
    const chunks = ids.length === 0 ? [] : await database.entries.bulkGet(ids);
    const byId = new Map(
      chunks.flatMap((entry) => (entry === undefined ? [] : [[entry.id, entry] as const])),
    );
    return eventsOfCase(own, byId, origins);
  }

  entriesAfter(device: string, seq: number, limit: number): Promise<readonly Entry[]> {
    return Promise.resolve(
      this.#database.entries
        .where('[device+seq]')
        .between([device, seq + 1], [device, Dexie.maxKey])
        .limit(limit)
        .toArray(),
    );
  }

  importBook(
    book: BookImport,
  ): Promise<Result<BookState, StoreTrouble | { readonly code: 'cancelled' }>> {
    return this.#guarded<Result<BookState, StoreTrouble | { readonly code: 'cancelled' }>>(
      () => this.#book.import(book),
      Number.POSITIVE_INFINITY,
    );
  }

  searchBook(typed: string, limit: number): Promise<readonly CustomerRow[]> {
    return this.#book.search(typed, limit);
  }

  customer(mprn: string): Promise<CustomerRow | undefined> {
    return this.#book.customer(mprn);
  }

  async keep(key: string, value: unknown): Promise<void> {
    await this.#database.meta.put({ key: `kept:${key}`, value });
  }

  async kept(key: string): Promise<unknown> {
    return (await this.#database.meta.get(`kept:${key}`))?.value;
  }

  onForeignWrite(listener: (subjects: readonly string[]) => void): () => void {
    const heard = (event: MessageEvent<unknown>) => {
      if (Array.isArray(event.data)) listener(event.data.map(String));
    };
    this.#channel.addEventListener('message', heard);
    return () => this.#channel.removeEventListener('message', heard);
  }

  async reload(subjects: readonly string[]) {
    const database = this.#database;
    const wide = subjects.length === 0 || subjects.some((subject) => subject.startsWith('intake:'));
    const rows: (CaseRow | undefined)[] = wide
      ? await database.cases.where('open').equals(1).toArray()
      : await database.cases.bulkGet(subjects.filter(isCaseSubject));
    const [tip, desk, incidents] = await Promise.all([
      database.meta.get('tip'),
      database.meta.get('desk'),
      database.incidents.toArray(),
    ]);
    return {
      tip: must(tip, 'the store was opened').value as TipRow,
      desk: (desk?.value as DeskState | undefined) ?? null,
      summaries: rows.flatMap((row) => (row === undefined ? [] : [readSummary(row)])),
      incidents: incidents.map((row) => row.state),
    };
  }

  close(): Promise<void> {
    this.#channel.close();
    this.#database.close();
    return Promise.resolve();
  }

  #announce(entries: readonly Entry[]): void {
    this.#channel.postMessage([...new Set(entries.map((entry) => entry.subject))]);
  }

  #firstTip(): TipRow {
    return { device: uuid4(this.#tools.random), seq: 0, hash: ORIGIN, stamp: null, references: 0 };
  }

  /** Runs against the deadline; on trouble the handle is dropped and opened anew. */
  async #guarded<R extends Result<unknown, unknown>>(
    work: (database: ConsoleDatabase) => PromiseLike<R>,
    deadline: number = this.#deadline,
  ): Promise<R | { readonly ok: false; readonly error: StoreTrouble }> {
    const database = this.#database;
    try {
      const done = work(database);
      const value = await (Number.isFinite(deadline) ? withDeadline(done, deadline) : done);
      this.#reopenings = 0;
      return value;
    } catch (error) {
      const trouble = troubleOf(error);
      if (
        trouble.code !== 'storeFull' &&
        this.#reopenings < REOPENINGS &&
        database === this.#database
      ) {
        this.#reopenings += 1;
        database.close();
        this.#database = openDatabase(this.#name);
      }
      return fail(trouble);
    }
  }
}
