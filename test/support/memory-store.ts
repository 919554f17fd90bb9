// The store's port in plain memory: what the contract means, with nothing of a database around it.
// Only for tests. One act after another, each all or nothing, as in the real one.
import { must } from '../../shared/lib/check.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { ORIGIN, type Entry } from '../../shared/log/entry.ts';
import { uuid4 } from '../../shared/log/ids.ts';
import { matchesCustomer, type CustomerRow } from '../../shared/domain/customer.ts';
import { newDesk, type DeskState } from '../../shared/domain/desk.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { IncidentState } from '../../shared/domain/incident.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { CaseRow, Origin } from '../../renderer/store/database.ts';
import { prepare } from '../../renderer/store/dexie-intake.ts';
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
} from '../../renderer/store/ports.ts';
import {
  eventsOfCase,
  lookOf,
  projectCases,
  projectChunk,
  projectDesk,
  projected,
  projectIncidents,
  projectRequests,
  readState,
  readSummary,
  sealAll,
  type Projected,
  type TipRow,
} from '../../renderer/store/projection.ts';

/** What several stores of one name share, as windows share a database. */
class Shelf {
  entries: readonly Entry[] = [];
  tip: TipRow | null = null;
  readonly cases = new Map<string, CaseRow>();
  readonly requests = new Map<string, RequestState>();
  readonly incidents = new Map<string, IncidentState>();
  readonly kept = new Map<string, string>();
  desk: DeskState | null = null;
  book: { readonly state: BookState; readonly rows: ReadonlyMap<string, CustomerRow> } | null =
    null;
  readonly listeners = new Map<MemoryStore, (subjects: readonly string[]) => void>();
  #last: Promise<unknown> = Promise.resolve();

  /** One at a time, as transactions are. */
  turn<R>(work: () => Promise<R>): Promise<R> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

export class MemoryDisk {
  readonly #shelves = new Map<string, Shelf>();

  shelf(name: string): Shelf {
    const found = this.#shelves.get(name) ?? new Shelf();
    this.#shelves.set(name, found);
    return found;
  }
}

export class MemoryStore implements Store {
  readonly #shelf: Shelf;
  readonly #tools: StoreTools;

  constructor(disk: MemoryDisk, name: string, tools: StoreTools) {
    this.#shelf = disk.shelf(name);
    this.#tools = tools;
  }

  open(): Promise<Result<Opened, StoreTrouble>> {
    const shelf = this.#shelf;
    const device = () => uuid4(this.#tools.random);
    shelf.tip ??= { device: device(), seq: 0, hash: ORIGIN, stamp: null, references: 0 };
    return Promise.resolve(
      ok({
        tip: shelf.tip,
        desk: shelf.desk ?? newDesk,
        summaries: [...shelf.cases.values()].filter((row) => row.open === 1).map(readSummary),
        incidents: [...shelf.incidents.values()],
        book: shelf.book?.state ?? null,
      }),
    );
  }

  act(act: Act): Promise<Result<Written, Trouble>> {
    const shelf = this.#shelf;
    return shelf.turn(async () => {
      const now = this.#tools.now();
      const tip = must(shelf.tip, 'the store was opened');
      const rows = this.#rows(act.subjects);
      const states = new Map([...rows].map(([subject, row]) => [subject, readState(row)]));
      const { look, references } = lookOf(tip, (subject) => states.get(subject), now, this.#tools);
      const decided = act.decide(look);
      if (!decided.ok) return decided;
      const sealed = sealAll(decided.value.drafts, tip, act.operator, now, this.#tools);
      const cases = await projectCases(sealed.entries, rows, states, (subject) =>
        Promise.resolve(this.#events(subject)),
      );
      const desk = projectDesk(sealed.entries, shelf.desk ?? newDesk);
      const incidents = projectIncidents(sealed.entries, shelf.incidents);
      const requests = projectRequests(sealed.entries, shelf.requests);
      shelf.entries = [...shelf.entries, ...sealed.entries];
      for (const { row } of cases) shelf.cases.set(row.subject, row);
      for (const [subject, state] of incidents) shelf.incidents.set(subject, state);
      for (const [subject, state] of requests) shelf.requests.set(subject, state);
      shelf.desk = desk ?? shelf.desk;
      shelf.tip = { ...sealed.tip, references: references() };
      this.#announce(sealed.entries);
      return ok({
        subject: decided.value.subject,
        entries: sealed.entries,
        tip: sealed.tip,
        summaries: cases.map(({ summary }) => summary),
        states: cases.map(({ state }) => state),
        desk,
        incidents: [...incidents.values()],
      });
    });
  }

  async bring(
    bringing: Bringing,
  ): Promise<Result<Written, Trouble | { readonly code: 'cancelled' }>> {
    const prepared = await prepare(bringing, this.#tools);
    if (prepared === null) return fail({ code: 'cancelled' });
    const shelf = this.#shelf;
    return shelf.turn(async () => {
      const now = this.#tools.now();
      const tip = must(shelf.tip, 'the store was opened');
      const drafts = prepared.chunks.map((chunk) => chunk.draft);
      const sealed = sealAll(drafts, tip, bringing.operator, now, this.#tools);
      const states = new Map([...shelf.cases].map(([subject, row]) => [subject, readState(row)]));
      const origins = new Map<string, Origin[]>(
        [...shelf.cases].map(([subject, row]) => [subject, [...row.origins]]),
      );
      const before = new Map(states);
      for (const [index, chunk] of prepared.chunks.entries())
        projectChunk(must(sealed.entries[index], 'one each'), chunk.rows, states, origins);
      const made: Projected[] = [];
      for (const [subject, state] of states) {
        if (before.get(subject) !== state) made.push(projected(state, origins.get(subject) ?? []));
      }
      const total = bringing.rows.length;
      for (let done = 0; done < total; done += 1000) {
        if (bringing.signal?.aborted === true) return fail({ code: 'cancelled' } as const);
        bringing.onProgress?.(Math.min(total, Math.floor((total + done + 1000) / 2)), total);
      }
      const gone = sealAll(prepared.unlisted, sealed.tip, bringing.operator, now, this.#tools);
      const goneCases = await projectCases(gone.entries, shelf.cases, before, () =>
        Promise.resolve([]),
      );
      if (bringing.signal?.aborted === true) return fail({ code: 'cancelled' } as const);
      const entries = [...sealed.entries, ...gone.entries];
      shelf.entries = [...shelf.entries, ...entries];
      for (const { row } of [...made, ...goneCases]) shelf.cases.set(row.subject, row);
      shelf.tip = { ...gone.tip, references: tip.references };
      bringing.onProgress?.(bringing.rows.length, bringing.rows.length);
      this.#announce(entries);
      return ok({
        subject: prepared.subject,
        entries,
        tip: gone.tip,
        summaries: [...made, ...goneCases].map(({ summary }) => summary),
        states: [],
        desk: null,
        incidents: [],
      });
    });
  }

  async caseOf(subject: string) {
    return (await this.casesOf([subject]))[0];
  }

  casesOf(subjects: readonly string[]) {
    return Promise.resolve([...this.#rows(subjects).values()].map(readState));
  }

  history(subject: string): Promise<readonly DomainEvent[]> {
    return Promise.resolve(this.#events(subject));
  }

  entriesAfter(device: string, seq: number, limit: number): Promise<readonly Entry[]> {
    const after = this.#shelf.entries.filter((each) => each.device === device && each.seq > seq);
    return Promise.resolve(after.slice(0, limit));
  }

  async importBook(
    book: BookImport,
  ): Promise<Result<BookState, StoreTrouble | { readonly code: 'cancelled' }>> {
    const rows = new Map<string, CustomerRow>();
    for await (const chunk of book.chunks) {
      if (book.signal?.aborted === true) return fail({ code: 'cancelled' });
      for (const row of chunk) rows.set(row.mprn, row);
      book.onProgress?.(rows.size);
    }
    const state = { rows: rows.size, file: book.file, importedAt: this.#tools.now() };
    this.#shelf.book = { state, rows };
    return ok(state);
  }

  searchBook(typed: string, limit: number): Promise<readonly CustomerRow[]> {
    const rows = [...(this.#shelf.book?.rows.values() ?? [])];
    return Promise.resolve(rows.filter((row) => matchesCustomer(row, typed)).slice(0, limit));
  }

  customer(mprn: string): Promise<CustomerRow | undefined> {
    return Promise.resolve(this.#shelf.book?.rows.get(mprn));
  }

  keep(key: string, value: unknown): Promise<void> {
    this.#shelf.kept.set(key, JSON.stringify(value));
    return Promise.resolve();
  }

  kept(key: string): Promise<unknown> {
    const text = this.#shelf.kept.get(key);
    return Promise.resolve(text === undefined ? undefined : JSON.parse(text));
  }

  onForeignWrite(listener: (subjects: readonly string[]) => void): () => void {
    this.#shelf.listeners.set(this, listener);
    return () => this.#shelf.listeners.delete(this);
  }

  reload(subjects: readonly string[]) {
    const shelf = this.#shelf;
    const wide = subjects.length === 0 || subjects.some((each) => each.startsWith('intake:'));
    const rows = wide
      ? [...shelf.cases.values()].filter((row) => row.open === 1)
      : [...this.#rows(subjects).values()];
    return Promise.resolve({
      tip: must(shelf.tip, 'the store was opened'),
      desk: shelf.desk,
      summaries: rows.map(readSummary),
      incidents: [...shelf.incidents.values()],
    });
  }

  close(): Promise<void> {
    this.#shelf.listeners.delete(this);
    return Promise.resolve();
  }

  #rows(subjects: readonly string[]): ReadonlyMap<string, CaseRow> {
    const found = subjects.flatMap((subject) => this.#shelf.cases.get(subject) ?? []);
    return new Map(found.map((row) => [row.subject, row]));
  }

  #events(subject: string): readonly DomainEvent[] {
    const { entries, cases } = this.#shelf;
    return eventsOfCase(
      entries.filter((entry) => entry.subject === subject),
      new Map(entries.map((entry) => [entry.id, entry])),
      cases.get(subject)?.origins ?? [],
    );
  }

  #announce(entries: readonly Entry[]): void {
    const subjects = [...new Set(entries.map((entry) => entry.subject))];
    for (const [store, listener] of this.#shelf.listeners) {
      if (store !== this) listener(subjects);
    }
  }
}
