// The log on this machine. One operator action is one strict transaction over entries, projections
// and the tip of the chain (native-act.ts): the tip is read inside it, so two tabs never fork the
// chain. Nothing is awaited inside a transaction but the database itself.
import { Dexie } from 'dexie';
import { must } from '../../shared/lib/check.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { ClockRun } from '../../shared/log/clock-run.ts';
import { ORIGIN, type Entry } from '../../shared/log/entry.ts';
import { uuid4 } from '../../shared/log/ids.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import type { Clocks } from '../../shared/domain/clocks.ts';
import { newDesk, type DeskState } from '../../shared/domain/desk.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { ChannelState } from '../../shared/domain/channel.ts';
import type { DailyState } from '../../shared/domain/daily.ts';
import type { FixState } from '../../shared/domain/fix.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import { everyList, newestList, type OutstandingList } from '../../shared/domain/outstanding.ts';
import { DexieBook } from './dexie-book.ts';
import { prepare, writeRows } from './dexie-intake.ts';
import { openRows, rowsOf } from './case-rows.ts';
import { openDatabase, openReady, type ConsoleDatabase } from './database.ts';
import { DEADLINE_MS, Faulty, REOPENINGS, Running, troubleOf, withDeadline } from './guarded.ts';
import { historyIn } from './dexie-cases.ts';
import { restoreInto } from './dexie-restore.ts';
import { DexieSync } from './dexie-sync.ts';
import { beginAct, MovedOn, type Remembered } from './native-act.ts';
import type {
  Act,
  BookImport,
  BookState,
  Bringing,
  Lost,
  Opened,
  Store,
  StoreTools,
  StoreTrouble,
  Trouble,
  Written,
} from './ports.ts';
import { channelsOf, dailiesOf, fixesOf, guardsOf } from '../../shared/domain/folds.ts';
import { isCaseSubject } from '../../shared/domain/pieces.ts';
import { readState, readSummary, REQUESTS_MS } from './projection.ts';
import type { TipRow } from './tip.ts';
import { openSummaries, shelve } from './shelf.ts';

export interface DexieStoreOptions {
  /** Name of the database: live and practice are two. */
  readonly name: string;
  readonly tools: StoreTools;
  readonly deadlineMs?: number;
}

/** Other windows hear of what is written together in one go, and after this window has drawn it. */
const ANNOUNCE_MS = 20;

export class DexieStore implements Store {
  readonly sync: DexieSync;
  readonly #name: string;
  readonly #tools: StoreTools;
  readonly #deadline: number;
  readonly #channel: BroadcastChannel;
  readonly #book: DexieBook;
  #database: ConsoleDatabase;
  #reopenings = 0;
  readonly #toAnnounce = new Set<string>();
  /** The end of the chain and cases as this window last wrote them. */
  #remembered: Remembered | null = null;
  readonly #run: ClockRun;

  constructor(options: DexieStoreOptions) {
    this.#name = options.name;
    this.#tools = options.tools;
    this.#run = new ClockRun(options.tools.steady);
    this.#deadline = options.deadlineMs ?? DEADLINE_MS;
    this.#database = openDatabase(options.name);
    this.#channel = new BroadcastChannel(`backstop:${options.name}`);
    this.#book = new DexieBook(() => this.#database, options.tools);
    this.sync = new DexieSync(
      () => this.#database,
      options.tools,
      (subjects) => this.#changedElsewhere(subjects),
    );
  }

  open(): Promise<Result<Opened, StoreTrouble>> {
    return this.#guarded(async (database) => {
      await openReady(database);
      await database.transaction('rw', database.meta, async () => {
        if ((await database.meta.get('tip')) === undefined) {
          await database.meta.put({ key: 'tip', value: this.#firstTip() });
        }
      });
      await this.sync.catchUpClocks();
      await this.sync.catchUpSettings();
      const [tip, desk, summaries, incidents, requests, book, contact] = await Promise.all([
        database.meta.get('tip'),
        database.meta.get('desk'),
        openSummaries(database),
        database.incidents.toArray(),
        this.#requests(database),
        this.#book.state(),
        this.sync.contact(),
      ]);
      return ok({
        tip: must(tip, 'the tip was put a moment ago').value as TipRow,
        desk: (desk?.value as DeskState | undefined) ?? newDesk,
        summaries,
        incidents: incidents.map((row) => row.state),
        requests,
        book,
        contact,
      });
    });
  }

  act(act: Act): Promise<Result<Written, Trouble>> {
    return this.#guarded<Result<Written, Trouble>>(async (database, running) => {
      if (!database.isOpen()) await openReady(database);
      for (let remembered = this.#remembered; ; remembered = null) {
        running.mayBegin();
        const begun = beginAct(database.backendDB(), act, this.#tools, remembered, this.#run);
        running.abort = begun.abort;
        try {
          const done = await begun.acted;
          this.#remembered = done.remembered;
          if (done.written.ok) this.#announce(done.written.value.entries);
          return done.written;
        } catch (error) {
          this.#remembered = null;
          if (!(error instanceof MovedOn) || remembered === null) throw error;
        }
      }
    });
  }

  async bring(
    bringing: Bringing,
  ): Promise<Result<Written, Trouble | { readonly code: 'cancelled' }>> {
    this.#remembered = null;
    const prepared = await prepare(bringing, this.#tools);
    if (prepared === null) return fail({ code: 'cancelled' });
    const written = await this.#guarded<Result<Written, Trouble | { readonly code: 'cancelled' }>>(
      (database) => writeRows(database, prepared, bringing, this.#tools, this.#run),
      Number.POSITIVE_INFINITY,
    );
    this.#remembered = null;
    if (written.ok) this.#announce(written.value.entries);
    return written;
  }

  async restore(lost: Lost): Promise<Result<number, StoreTrouble>> {
    this.#remembered = null;
    const restored = await this.#guarded<Result<number, StoreTrouble>>(async (database) => {
      const { stored, subjects } = await restoreInto(database, lost, this.#tools);
      if (stored > 0) this.#changedElsewhere(subjects);
      return ok(stored);
    }, Number.POSITIVE_INFINITY);
    this.#remembered = null;
    return restored;
  }

  async shelve(): Promise<void> {
    this.#remembered = null;
    await shelve(this.#database, this.#tools);
    this.#remembered = null;
  }

  async caseOf(subject: string): Promise<CaseState | undefined> {
    return (await this.casesOf([subject]))[0];
  }

  async casesOf(subjects: readonly string[]): Promise<readonly CaseState[]> {
    const rows = await rowsOf(this.#database, subjects);
    return subjects.flatMap((subject) => {
      const row = rows.get(subject);
      return row === undefined ? [] : [readState(row)];
    });
  }

  history(subject: string): Promise<readonly DomainEvent[]> {
    return this.#events(subject);
  }

  async #events(subject: string): Promise<readonly DomainEvent[]> {
    const database = this.#database;
    const [rows, clocks] = await Promise.all([
      rowsOf(database, [subject]),
      database.meta.get('clocks'),
    ]);
    const origins = rows.get(subject)?.origins ?? [];
    return historyIn(database, subject, origins, (clocks?.value ?? {}) as Clocks);
  }

  entriesAfter(device: string, seq: number, limit: number): Promise<readonly Entry[]> {
    return Promise.resolve(
      this.#database.entries
        .where('[device+seq]')
        .between([device, seq + 1], [device, Infinity])
        .limit(limit)
        .toArray(),
    );
  }

  async outstanding(): Promise<OutstandingList | null> {
    return newestList(...(await this.#listed()));
  }

  async everyOutstanding(): Promise<readonly OutstandingList[]> {
    return everyList(...(await this.#listed()));
  }

  async #listed(): Promise<readonly [readonly Entry[], Clocks]> {
    const [entries, clocks] = await Promise.all([
      this.#under('outstanding'),
      this.#database.meta.get('clocks'),
    ]);
    return [entries, (clocks?.value ?? {}) as Clocks];
  }

  async guards(): Promise<readonly GuardState[]> {
    const [entries, clocks] = await Promise.all([
      this.#under('guard'),
      this.#database.meta.get('clocks'),
    ]);
    return guardsOf(entries, (clocks?.value ?? {}) as Clocks);
  }

  async channels(): Promise<readonly ChannelState[]> {
    const [entries, clocks] = await Promise.all([
      this.#under('channel'),
      this.#database.meta.get('clocks'),
    ]);
    return channelsOf(entries, (clocks?.value ?? {}) as Clocks);
  }

  async dailies(): Promise<readonly DailyState[]> {
    const [entries, clocks] = await Promise.all([
      this.#under('daily'),
      this.#database.meta.get('clocks'),
    ]);
    return dailiesOf(entries, (clocks?.value ?? {}) as Clocks);
  }

  async fixes(subjects: readonly string[] | null): Promise<readonly FixState[]> {
    const [entries, clocks] = await Promise.all([
      subjects === null
        ? this.#under('fix')
        : Promise.all(subjects.map((subject) => this.#of(subject))).then((found) => found.flat()),
      this.#database.meta.get('clocks'),
    ]);
    return fixesOf(entries, (clocks?.value ?? {}) as Clocks);
  }

  #of(subject: string): PromiseLike<readonly Entry[]> {
    return this.#database.entries
      .where('[subject+stamp]')
      .between([subject, Dexie.minKey], [subject, Dexie.maxKey])
      .toArray();
  }

  /** Entries of every subject of a kind: `guard:…`. */
  #under(kind: string): PromiseLike<readonly Entry[]> {
    return this.#database.entries
      .where('[subject+stamp]')
      .between([`${kind}:`, Dexie.minKey], [`${kind};`, Dexie.minKey])
      .toArray();
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

  keep(key: string, value: unknown): Promise<void> {
    return this.#orFaulty(async (database) => {
      await database.meta.put({ key: `kept:${key}`, value });
    });
  }

  kept(key: string): Promise<unknown> {
    return this.#orFaulty(async (database) => (await database.meta.get(`kept:${key}`))?.value);
  }

  /** Rejects with what is wrong with the store, after the deadline at the latest. */
  async #orFaulty<R>(work: (database: ConsoleDatabase) => Promise<R>): Promise<R> {
    const done = await this.#guarded<Result<R, StoreTrouble>>(async (database) => {
      if (!database.isOpen()) await openReady(database);
      return ok(await work(database));
    });
    if (!done.ok) throw new Faulty(done.error);
    return done.value;
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
    const rows = wide
      ? await openRows(database)
      : [...(await rowsOf(database, subjects.filter(isCaseSubject))).values()];
    const [tip, desk, incidents, requests, contact] = await Promise.all([
      database.meta.get('tip'),
      database.meta.get('desk'),
      database.incidents.toArray(),
      this.#requests(database),
      this.sync.contact(),
    ]);
    return {
      tip: must(tip, 'the store was opened').value as TipRow,
      desk: (desk?.value as DeskState | undefined) ?? null,
      summaries: rows.map(readSummary),
      incidents: incidents.map((row) => row.state),
      requests,
      contact,
    };
  }

  async #requests(database: ConsoleDatabase) {
    const since = this.#tools.now() - REQUESTS_MS;
    const rows = await database.requests.where('at').above(since).toArray();
    return rows.map((row) => row.state);
  }

  /** What came from others changed cases: what this window remembers of them is void. */
  #changedElsewhere(subjects: readonly string[]): void {
    this.#remembered = null;
    this.#channel.postMessage([...subjects]);
  }

  close(): Promise<void> {
    this.#announceNow();
    this.#channel.close();
    this.#database.close();
    return Promise.resolve();
  }

  /** Other windows hear of it after this one's answer: the person waits for that. */
  #announce(entries: readonly Entry[]): void {
    if (this.#toAnnounce.size === 0) setTimeout(() => this.#announceNow(), ANNOUNCE_MS);
    for (const entry of entries) this.#toAnnounce.add(entry.subject);
  }

  #announceNow(): void {
    if (this.#toAnnounce.size > 0) this.#channel.postMessage([...this.#toAnnounce]);
    this.#toAnnounce.clear();
  }

  #firstTip(): TipRow {
    const device = uuid4(this.#tools.random);
    return { device, seq: 0, hash: ORIGIN, stamp: null, references: 0, taken: 0 };
  }

  /** Runs against the deadline; on trouble the handle is dropped and opened anew. */
  async #guarded<R extends Result<unknown, unknown>>(
    work: (database: ConsoleDatabase, running: Running) => PromiseLike<R>,
    deadline: number = this.#deadline,
  ): Promise<R | { readonly ok: false; readonly error: StoreTrouble }> {
    const database = this.#database;
    const running = new Running();
    try {
      const done = work(database, running);
      const value = await (Number.isFinite(deadline)
        ? withDeadline(done, deadline, running)
        : done);
      this.#reopenings = 0;
      return value;
    } catch (error) {
      const trouble = troubleOf(error);
      this.#remembered = null;
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
