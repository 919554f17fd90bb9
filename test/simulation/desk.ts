// A laptop in the simulation: its disk, its clock, and the console that runs on it, which is the
// store's port in memory, the real engine, and what the console makes of the gateway's clock. A crash
// takes the console and leaves the disk; the next one knows what is on it and nothing else.
import { createHash } from 'node:crypto';
import { must } from '../../shared/lib/check.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import type { Entry, Tip } from '../../shared/log/entry.ts';
import type { Stamp } from '../../shared/log/stamp.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { orderStamp } from '../../shared/domain/clocks.ts';
import { decide, subjectsOf, type Command } from '../../shared/domain/commands.ts';
import { SyncEngine, type LogPort, type SyncStatus } from '../../shared/sync/engine.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import type { ExchangeReply, ExchangeRequest, FeedEntry } from '../../shared/sync/protocol.ts';
import { ToldClock, uncheckedOf } from '../../renderer/console/told-clock.ts';
import { MemoryDisk, MemoryStore } from '../support/memory-store.ts';
import type { Clock } from './clock.ts';

export interface DeskOptions {
  readonly organisation: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** How far this laptop's clock is off at a moment, ms. */
  readonly drift: (now: number) => number;
  /** A broken console: it does not hear what the time is. */
  readonly isDeaf?: boolean | undefined;
  /** A broken console: what it is sent and does not keep. */
  readonly misses?: ((entry: FeedEntry) => boolean) | undefined;
  /** A broken fold: what it makes of a case. */
  readonly shows?: ((state: CaseState) => CaseState) | undefined;
  readonly send: (request: ExchangeRequest) => Promise<Result<ExchangeReply, Failure>>;
}

export interface Written {
  /** UTC ms. */
  readonly at: number;
  /** Everything that was on the disk by then. */
  readonly knowing: readonly Entry[];
}

export class SimulatedDesk {
  readonly organisation: string;
  readonly #disk = new MemoryDisk();
  readonly #options: DeskOptions;
  readonly #written = new Map<string, Written>();
  #console: RunningConsole | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.organisation = options.organisation;
  }

  async start(): Promise<this> {
    this.#console = await RunningConsole.open(this.#disk, this.#options, (entries, knowing) => {
      const written = { at: this.#options.clock.now, knowing };
      for (const { id } of entries) this.#written.set(id, written);
    });
    return this;
  }

  stop(): void {
    this.#running.engine.stop();
  }

  /** The laptop dies and comes back. */
  async restart(): Promise<void> {
    this.stop();
    await this.start();
  }

  write(command: Command): Promise<boolean> {
    return this.#running.write(command);
  }

  /** What was true when an entry of this laptop was written, whatever its clock said. */
  whenWritten(entry: Entry): Written {
    return must(this.#written.get(entry.id), 'this laptop wrote it');
  }

  get device(): string {
    return this.#running.device;
  }

  /** How far its clock is off by now, ms. */
  get off(): number {
    return this.#options.drift(this.#options.clock.now);
  }

  get status(): SyncStatus {
    return this.#running.engine.status;
  }

  /** Every entry this console holds, its own and others'. */
  get entries(): readonly Entry[] {
    return this.#disk.shelf('live').entries;
  }

  get own(): readonly Entry[] {
    return this.entries.filter((entry) => entry.device === this.device);
  }

  get others(): readonly Entry[] {
    return this.entries.filter((entry) => entry.device !== this.device);
  }

  /** Where an entry stands in everybody's folds. */
  orderOf(entry: Entry): Stamp {
    return orderStamp(entry, this.#disk.shelf('live').clocks);
  }

  async caseOf(subject: string): Promise<CaseState | undefined> {
    const state = await this.#running.store.caseOf(subject);
    return state === undefined ? undefined : (this.#options.shows?.(state) ?? state);
  }

  async requests() {
    return (await this.#running.store.reload([])).requests;
  }

  /** Organisations that this console has heard of, beside its own. */
  async partners(): Promise<readonly string[]> {
    const { authors, partners } = await this.#running.store.sync.contact();
    return [
      ...new Set([...Object.values(authors), ...partners.map(({ organisation }) => organisation)]),
    ];
  }

  async authorOf(device: string): Promise<string | undefined> {
    return (await this.#running.store.sync.contact()).authors[device];
  }

  /** What all consoles of one organisation must agree on, to the last sign. */
  async stateHash(): Promise<string> {
    const { cases, requests, incidents, clocks } = this.#disk.shelf('live');
    const sorted = (rows: Iterable<readonly [string, unknown]>) =>
      [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
    const text = JSON.stringify([
      this.entries.map((entry) => entry.hash).sort(),
      sorted([...cases].map(([subject, row]) => [subject, row.state])),
      sorted(requests),
      sorted(incidents),
      sorted(Object.entries(clocks)),
    ]);
    return Promise.resolve(createHash('sha256').update(text).digest('hex'));
  }

  get #running(): RunningConsole {
    return must(this.#console, 'the desk was started');
  }
}

interface OpenedStore {
  readonly store: MemoryStore;
  readonly tip: Tip;
  readonly offset: { ms: number };
  readonly onWritten: (entries: readonly Entry[], knowing: readonly Entry[]) => void;
}

/** The program from one start to its end. */
class RunningConsole {
  readonly store: MemoryStore;
  readonly device: string;
  readonly engine: SyncEngine;
  readonly #disk: MemoryDisk;
  readonly #onWritten: OpenedStore['onWritten'];
  /** The last own seq. */
  #written: number;

  private constructor(disk: MemoryDisk, options: DeskOptions, opened: OpenedStore) {
    const { store, tip, offset, onWritten } = opened;
    this.#disk = disk;
    this.#onWritten = onWritten;
    this.store = store;
    this.device = tip.device;
    this.#written = tip.seq;
    const told = new ToldClock({
      store,
      setOffset: (ms) => {
        offset.ms = ms;
      },
      written: () => this.#written,
      unchecked: async (from, upTo) =>
        (await store.entriesAfter(this.device, from - 1, upTo - from + 1)).map(uncheckedOf),
      correct: async (command) => {
        const isWritten = await this.write(command);
        await store.sync.catchUpClocks();
        return isWritten;
      },
    });
    this.engine = this.#newEngine(options, told);
    this.engine.start();
  }

  /** Nothing was told to it yet: its time is the laptop's own. */
  static async open(
    disk: MemoryDisk,
    options: DeskOptions,
    onWritten: OpenedStore['onWritten'],
  ): Promise<RunningConsole> {
    const offset = { ms: 0 };
    const store = new MemoryStore(disk, 'live', {
      now: () => wallClock(options) + offset.ms,
      clockOffset: () => offset.ms,
      random: (count) =>
        Uint8Array.from({ length: count }, () => Math.floor(options.random() * 256)),
    });
    const opened = await store.open();
    if (!opened.ok) throw new Error(opened.error.code);
    return new RunningConsole(disk, options, { store, offset, onWritten, tip: opened.value.tip });
  }

  async write(command: Command): Promise<boolean> {
    const operator = this.device.slice(0, 4);
    let knowing: readonly Entry[] = [];
    const written = await this.store.act({
      operator,
      subjects: subjectsOf(command),
      ...(command.do === 'correctClock' && command.movesTip === true
        ? { clockAheadMs: command.aheadMs }
        : {}),
      decide: (look) => {
        const { entries, requests } = this.#disk.shelf('live');
        knowing = entries;
        const requestOf = (subject: string) => requests.get(subject);
        return decide(command, { ...look, operator, device: look.tip.device, requestOf });
      },
    });
    if (!written.ok) return false;
    this.#written = written.value.tip.seq;
    this.#onWritten(written.value.entries, knowing);
    this.engine.poke();
    return true;
  }

  #newEngine(options: DeskOptions, told: ToldClock): SyncEngine {
    const { sync } = this.store;
    const log: LogPort = {
      ...sync,
      device: this.device,
      take: async (reply) => {
        const entries = reply.entries.filter((entry) => options.misses?.(entry) !== true);
        const { contact } = await sync.take({ ...reply, entries });
        if (options.isDeaf !== true) void told.heardOf(contact);
      },
    };
    return new SyncEngine({
      log,
      gateway: {
        exchange: async (request) => {
          const answer = await options.send(request);
          return answer.ok ? answer : fail(answer.error);
        },
      },
      timers: {
        now: () => wallClock(options),
        after: (ms, work) => options.clock.after(ms, work),
        random: options.random,
      },
      onStatus: ({ phase, failure, skewMs }) => {
        if (phase !== 'waiting' || failure !== null || skewMs === null) return;
        if (options.isDeaf !== true) void told.told(skewMs);
      },
    });
  }
}

const wallClock = ({ clock, drift }: DeskOptions): number =>
  Math.floor(clock.now + drift(clock.now));
