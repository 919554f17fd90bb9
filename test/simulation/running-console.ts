// The console that runs on a simulated laptop, from one start to its end: the store's port in memory, the
// real engine, and what the console makes of the gateway's clock.
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Draft, Entry, Tip } from '../../shared/log/entry.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { decide, readsOf, subjectsOf, type Command } from '../../shared/domain/commands.ts';
import { SyncEngine, type LogPort } from '../../shared/sync/engine.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import type { ExchangeReply, ExchangeRequest } from '../../shared/sync/protocol.ts';
import { ToldClock, uncheckedOf } from '../../renderer/console/told-clock.ts';
import { MemoryDisk, MemoryStore } from '../support/memory-store.ts';
import type { Clock } from './clock.ts';
import { Killed, type Death, type Deaths } from './deaths.ts';
import type { Lid } from './lid.ts';

export interface DeskOptions {
  readonly organisation: string;
  readonly clock: Clock;
  /** Closed, nothing runs on it; without one it never sleeps. */
  readonly lid?: Lid;
  readonly random: () => number;
  /** How far this laptop's clock is off at a moment, ms. */
  readonly drift: (now: number) => number;
  /** False where its steady clock goes with the other one, and knows nothing of one that is set. */
  readonly seesSteps?: boolean;
  /** A broken console: it does not hear what the time is. */
  readonly isDeaf?: boolean | undefined;
  /** A broken fold: what it makes of a case; undefined where it has none. */
  readonly shows?: ((state: CaseState) => CaseState | undefined) | undefined;
  /** A broken console: what it writes in the place of what was decided. */
  readonly writes?: ((drafts: readonly Draft[]) => readonly Draft[]) | undefined;
  /** A broken console: what it takes of a reply. */
  readonly takes?: ((reply: ExchangeReply) => ExchangeReply) | undefined;
  /** It dies in a write of a person's, and comes back. */
  readonly dies?: Deaths;
  readonly onKilled?: (death: Death) => void;
  readonly pollMs?: number;
  readonly send: (request: ExchangeRequest) => Promise<Result<ExchangeReply, Failure>>;
}

interface OpenedStore {
  readonly store: MemoryStore;
  readonly tip: Tip;
  readonly offset: { ms: number };
  readonly onWritten: (entries: readonly Entry[], knowing: readonly Entry[]) => void;
}

/** The program from one start to its end. */
export class RunningConsole {
  readonly store: MemoryStore;
  readonly device: string;
  readonly engine: SyncEngine;
  readonly #disk: MemoryDisk;
  readonly #told: ToldClock;
  readonly #options: DeskOptions;
  readonly #opened: OpenedStore;
  /** The last own seq. */
  #written: number;

  private constructor(disk: MemoryDisk, options: DeskOptions, opened: OpenedStore) {
    const { store, tip, offset } = opened;
    this.#disk = disk;
    this.#options = options;
    this.#opened = opened;
    this.store = store;
    this.device = tip.device;
    this.#written = tip.seq;
    this.#told = new ToldClock({
      store,
      setOffset: (ms) => {
        offset.ms = ms;
      },
      now: () => this.now,
      written: () => this.#written,
      unchecked: async (from, upTo) =>
        (await store.entriesAfter(this.device, from - 1, upTo - from + 1)).map(uncheckedOf),
      correct: async (command) => {
        const isWritten = await this.write(command);
        await store.sync.catchUpClocks();
        return isWritten;
      },
    });
    this.engine = this.#newEngine(options, this.#told);
  }

  /** Until it is told the time it goes by what it was told before it was started. */
  static async open(
    disk: MemoryDisk,
    options: DeskOptions,
    of: Pick<OpenedStore, 'onWritten'>,
  ): Promise<RunningConsole> {
    const offset = { ms: 0 };
    const store = new MemoryStore(disk, 'live', {
      now: () => wallClock(options) + offset.ms,
      steady: () =>
        options.seesSteps === false
          ? wallClock(options)
          : (options.lid?.steady ?? options.clock.now),
      clockOffset: () => offset.ms,
      random: (count) =>
        Uint8Array.from({ length: count }, () => Math.floor(options.random() * 256)),
    });
    const opened = await store.open();
    if (!opened.ok) throw new Error(opened.error.code);
    const { tip } = opened.value;
    const made = new RunningConsole(disk, options, { store, offset, tip, ...of });
    if (options.isDeaf !== true) await made.#told.resume();
    made.engine.start();
    return made;
  }

  get now(): number {
    return wallClock(this.#options) + this.#opened.offset.ms;
  }

  /** With a `death` the program is killed in its transaction, and this throws. */
  async write(command: Command, death: Death | null = null): Promise<boolean> {
    const operator = this.device.slice(0, 4);
    let knowing: readonly Entry[] = [];
    const written = await this.store.act({
      operator,
      subjects: subjectsOf(command),
      reads: readsOf(command),
      ...(command.do === 'correctClock' && command.movesTip === true
        ? { clockAheadMs: command.aheadMs }
        : {}),
      decide: (look) => {
        const { entries, requests } = this.#disk.shelf('live');
        knowing = entries;
        const requestOf = (subject: string) => requests.get(subject);
        const { organisation: supplier, writes } = this.#options;
        const device = look.tip.device;
        const of = { ...look, operator, device, requestOf, supplier };
        const decided = decide(command, of);
        if (decided.ok && death === 'before') throw new Killed();
        if (!decided.ok || writes === undefined) return decided;
        return ok({ ...decided.value, drafts: writes(decided.value.drafts) });
      },
    });
    if (!written.ok) return false;
    this.#opened.onWritten(written.value.entries, knowing);
    if (death !== null) throw new Killed();
    this.#written = written.value.tip.seq;
    this.engine.poke();
    return true;
  }

  #newEngine(options: DeskOptions, told: ToldClock): SyncEngine {
    const { sync } = this.store;
    const log: LogPort = {
      ...sync,
      device: this.device,
      take: async (reply) => {
        const { contact } = await sync.take(options.takes?.(reply) ?? reply);
        if (options.isDeaf !== true) void told.heardOf(contact);
      },
    };
    return new SyncEngine({
      log,
      gateway: {
        exchange: async (request) => {
          const answer = await options.send(request);
          await options.lid?.opened();
          return answer.ok ? answer : fail(answer.error);
        },
      },
      timers: {
        now: () => wallClock(options),
        after: (ms, work) => (options.lid ?? options.clock).after(ms, work),
        random: options.random,
      },
      ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
      onStatus: ({ phase, failure, skewMs }) => {
        if (phase !== 'waiting' || failure !== null || skewMs === null) return;
        if (options.isDeaf !== true) void told.told(skewMs);
      },
    });
  }
}

const wallClock = ({ clock, drift }: DeskOptions): number =>
  Math.floor(clock.now + drift(clock.now));
