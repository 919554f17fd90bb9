// A store as the contract drives it: commands and answers that cross a page's border as plain data.
// The same driver stands around the memory store in Node and around the Dexie store in Chromium,
// with the same seeded clock and randomness: what they write must be the same to the last hash.
import { fail, type Result } from '../../shared/lib/result.ts';
import type { Entry, Tip } from '../../shared/log/entry.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { decide, readsOf, subjectsOf, type Command } from '../../shared/domain/commands.ts';
import type { FixState } from '../../shared/domain/fix.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import { summarise } from '../../shared/domain/summary.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import type { DomainEvent, IntakeRow } from '../../shared/domain/events.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import {
  PROTOCOL,
  type ExchangeReply,
  type ExchangeRequest,
  type WireEntry,
  type WireLink,
} from '../../shared/sync/protocol.ts';
import type {
  Contact,
  Opened,
  Store,
  StoreTools,
  Taken,
  Trouble,
  Written,
} from '../../renderer/store/ports.ts';

export type Make = (name: string, tools: StoreTools, deadlineMs?: number) => Store;

export const START = Date.parse('2026-11-21T20:11:00Z');

export interface Brought {
  readonly written: Result<Written, Trouble | { readonly code: 'cancelled' }>;
  readonly progress: readonly number[];
}

export class Driver {
  readonly #make: Make;
  readonly #stores = new Map<number, Store>();
  readonly #heard = new Map<number, string[][]>();
  readonly #drifts = new Map<number, number>();
  #now = START;
  #handles = 0;

  constructor(make: Make) {
    this.#make = make;
  }

  /** Opens a store on the database `name`, its randomness from `seed`; a handle to it. */
  async open(name: string, seed: number, deadlineMs?: number): Promise<number> {
    const handle = (this.#handles += 1);
    const tools = {
      now: () => this.#now + (this.#drifts.get(handle) ?? 0),
      steady: () => this.#now,
      random: seeded(seed),
    };
    const store = this.#make(name, tools, deadlineMs);
    this.#stores.set(handle, store);
    const heard: string[][] = [];
    this.#heard.set(handle, heard);
    store.onForeignWrite((subjects) => heard.push([...subjects]));
    const opened = await store.open();
    if (!opened.ok) throw new Error(opened.error.code);
    return handle;
  }

  async opened(handle: number): Promise<Result<Opened, Trouble>> {
    return this.#store(handle).open();
  }

  /** The clock back to its start. */
  begin(): Promise<void> {
    this.#now = START;
    return Promise.resolve();
  }

  wait(ms: number): Promise<void> {
    this.#now += ms;
    return Promise.resolve();
  }

  /** This store's clock is so far off from now on. */
  drift(handle: number, ms: number): Promise<void> {
    this.#drifts.set(handle, ms);
    return Promise.resolve();
  }

  run(handle: number, command: Command, operator = 'Aoife'): Promise<Result<Written, Trouble>> {
    return this.#store(handle).act({
      operator,
      ...(command.do === 'correctClock' && command.of === undefined
        ? { clockAheadMs: command.aheadMs }
        : {}),
      subjects: subjectsOf(command),
      reads: readsOf(command),
      decide: (look) =>
        decide(command, { ...look, operator, device: look.tip.device, supplier: 'ABC' }),
    });
  }

  /** What the deciding of this command may look at; nothing is written. */
  async looksAt(handle: number, command: Command, day: string) {
    let seen = { fixes: 0, hasDay: false };
    await this.#store(handle).act({
      operator: 'Aoife',
      subjects: subjectsOf(command),
      reads: readsOf(command),
      decide: (look) => {
        seen = { fixes: look.fixes().length, hasDay: look.dailyOf(day) !== undefined };
        return fail({ code: 'notDecided' });
      },
    });
    return seen;
  }

  fixes(handle: number, subjects: readonly string[] | null): Promise<readonly FixState[]> {
    return this.#store(handle).fixes(subjects);
  }

  restore(
    handle: number,
    device: string,
    entries: readonly WireEntry[],
    kept: Readonly<Record<string, unknown>> = {},
  ) {
    return this.#store(handle).restore({ device, entries, kept });
  }

  /** Those of the subjects whom a start reads otherwise than their cases say, or not at all. */
  async misread(handle: number, subjects: readonly string[]): Promise<readonly string[]> {
    const store = this.#store(handle);
    const found = await store.open();
    if (!found.ok) throw new Error(found.error.code);
    const read = new Map(found.value.summaries.map((each) => [each.subject, each]));
    const cases = await store.casesOf(subjects);
    const wrong = cases.flatMap((state) => {
      const wanted = state.open ? JSON.stringify(summarise(state)) : undefined;
      const got = read.get(state.subject);
      read.delete(state.subject);
      return (got === undefined ? undefined : JSON.stringify(got)) === wanted
        ? []
        : [state.subject];
    });
    return [...wrong, ...read.keys()];
  }

  async shelve(handle: number): Promise<void> {
    await this.#store(handle).shelve();
  }

  /** Shelving that a kill cuts off: the store is closed after so many ms, whatever came of it. */
  async shelveAndClose(handle: number, ms: number): Promise<void> {
    const shelving = this.#store(handle)
      .shelve()
      .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.close(handle);
    await shelving;
  }

  /** The command, and something kept by name in its transaction. */
  runAndKeep(handle: number, command: Command, key: string): Promise<Result<Written, Trouble>> {
    return this.#store(handle).act({
      operator: 'Aoife',
      subjects: subjectsOf(command),
      keep: ({ subject, entries }) => ({ key, value: `${subject ?? ''} ${entries.length}` }),
      decide: (look) => decide(command, { ...look, operator: 'Aoife', device: look.tip.device }),
    });
  }

  /** Acts of several stores, all begun before one of them has ended. */
  together(acts: readonly (readonly [number, Command])[]): Promise<Result<Written, Trouble>[]> {
    return Promise.all(acts.map(([handle, command]) => this.run(handle, command)));
  }

  async bring(
    handle: number,
    rows: readonly IntakeRow[],
    options: { readonly unlisted?: readonly string[]; readonly cancelAfter?: number } = {},
  ): Promise<Brought> {
    const abort = new AbortController();
    const progress: number[] = [];
    const written = await this.#store(handle).bring({
      operator: 'Aoife',
      file: 'export.csv',
      rows,
      unlisted: options.unlisted ?? [],
      signal: abort.signal,
      onProgress: (done) => {
        progress.push(done);
        if (options.cancelAfter !== undefined && done >= options.cancelAfter) abort.abort();
      },
    });
    return { written, progress };
  }

  async caseOf(handle: number, subject: string): Promise<CaseState | null> {
    return (await this.#store(handle).caseOf(subject)) ?? null;
  }

  history(handle: number, subject: string): Promise<readonly DomainEvent[]> {
    return this.#store(handle).history(subject);
  }

  async entries(handle: number, after = 0, limit = 1_000_000): Promise<readonly Entry[]> {
    const { device } = await this.tip(handle);
    return this.#store(handle).entriesAfter(device, after, limit);
  }

  /** Entries of another device that this store has. */
  entriesOf(handle: number, device: string): Promise<readonly Entry[]> {
    return this.#store(handle).entriesAfter(device, 0, 1_000_000);
  }

  async tip(handle: number): Promise<Tip> {
    return (await this.#store(handle).reload([])).tip;
  }

  async importBook(
    handle: number,
    chunks: readonly (readonly CustomerRow[])[],
    cancelAfter?: number,
  ) {
    const abort = new AbortController();
    return this.#store(handle).importBook({
      file: 'customers.csv',
      chunks: (async function* all() {
        yield* chunks;
      })(),
      signal: abort.signal,
      onProgress: (rows) => {
        if (cancelAfter !== undefined && rows >= cancelAfter) abort.abort();
      },
    });
  }

  searchBook(handle: number, typed: string, limit = 20): Promise<readonly CustomerRow[]> {
    return this.#store(handle).searchBook(typed, limit);
  }

  async customer(handle: number, mprn: string): Promise<CustomerRow | null> {
    return (await this.#store(handle).customer(mprn)) ?? null;
  }

  async keep(handle: number, key: string, value: unknown): Promise<void> {
    await this.#store(handle).keep(key, value);
  }

  async kept(handle: number, key: string): Promise<unknown> {
    return (await this.#store(handle).kept(key)) ?? null;
  }

  heard(handle: number): Promise<readonly (readonly string[])[]> {
    return Promise.resolve(this.#heard.get(handle) ?? []);
  }

  casesOf(handle: number, subjects: readonly string[]): Promise<readonly CaseState[]> {
    return this.#store(handle).casesOf(subjects);
  }

  guards(handle: number): Promise<readonly GuardState[]> {
    return this.#store(handle).guards();
  }

  async requests(handle: number): Promise<readonly RequestState[]> {
    return (await this.#store(handle).reload([])).requests;
  }

  /** What the engine would send next, at most `limit` entries, and where it stands. */
  async request(handle: number, limit = 100): Promise<ExchangeRequest> {
    const { sync } = this.#store(handle);
    const { acknowledged, cursor, mark } = await sync.standing();
    const { device } = await this.tip(handle);
    const entries = [...(await sync.pending(acknowledged, limit))];
    return { protocol: PROTOCOL, device, cursor, mark, entries, tips: { ...(await sync.tips()) } };
  }

  take(handle: number, reply: ExchangeReply): Promise<Taken> {
    return this.#store(handle).sync.take(reply);
  }

  contact(handle: number): Promise<Contact> {
    return this.#store(handle).sync.contact();
  }

  chain(handle: number, device: string, seq: number): Promise<WireLink[]> {
    return this.#store(handle).sync.chain(device, seq, 1000);
  }

  ownHash(handle: number, seq: number): Promise<string | null> {
    return this.#store(handle).sync.ownHash(seq);
  }

  explain(handle: number, key: string, by: string, why: string): Promise<Contact> {
    return this.#store(handle).sync.explain(key, { by, why });
  }

  becomeNewDevice(handle: number, seq: number): Promise<Tip> {
    return this.#store(handle).sync.becomeNewDevice(seq);
  }

  async catchUpClocks(handle: number): Promise<void> {
    await this.#store(handle).sync.catchUpClocks();
  }

  async close(handle: number): Promise<void> {
    await this.#store(handle).close();
    this.#stores.delete(handle);
  }

  #store(handle: number): Store {
    const store = this.#stores.get(handle);
    if (store === undefined) throw new Error(`there is no store ${handle}`);
    return store;
  }
}

/** Bytes of a small seeded generator (mulberry32): the same everywhere, and no secret. */
function seeded(seed: number): (count: number) => Uint8Array {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 255;
  };
  return (count) => Uint8Array.from({ length: count }, next);
}
