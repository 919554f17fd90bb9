// A console in the simulation: the store's port in memory, the real engine, and what the console
// makes of the gateway's clock. A crash loses the engine, never the log.
import { createHash } from 'node:crypto';
import { fail, type Result } from '../../shared/lib/result.ts';
import type { Entry } from '../../shared/log/entry.ts';
import { decide, subjectsOf, type Command } from '../../shared/domain/commands.ts';
import { SyncEngine, type LogPort } from '../../shared/sync/engine.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import type { ExchangeReply, ExchangeRequest } from '../../shared/sync/protocol.ts';
import { ToldClock } from '../../renderer/console/told-clock.ts';
import { MemoryDisk, MemoryStore } from '../support/memory-store.ts';
import type { Clock } from './clock.ts';

export interface DeskOptions {
  readonly organisation: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** How far this laptop's clock is off, ms. */
  readonly drift: number;
  readonly send: (request: ExchangeRequest) => Promise<Result<ExchangeReply, Failure>>;
}

export class SimulatedDesk {
  readonly organisation: string;
  readonly #disk = new MemoryDisk();
  readonly #store: MemoryStore;
  readonly #options: DeskOptions;
  readonly #told: ToldClock;
  #offset = 0;
  #written = 0;
  device = '';
  engine: SyncEngine;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.organisation = options.organisation;
    this.#store = new MemoryStore(this.#disk, 'live', {
      now: () => this.#now() + this.#offset,
      clockOffset: () => this.#offset,
      random: this.#bytes,
    });
    this.#told = new ToldClock({
      store: this.#store,
      setOffset: (ms) => {
        this.#offset = ms;
      },
      written: () => this.#written,
      correct: async (command) => {
        const isWritten = await this.write(command);
        await this.#store.sync.catchUpClocks();
        return isWritten;
      },
    });
    this.engine = this.#newEngine();
  }

  async open(): Promise<this> {
    const opened = await this.#store.open();
    if (!opened.ok) throw new Error(opened.error.code);
    this.device = opened.value.tip.device;
    return this;
  }

  start(): void {
    this.engine = this.#newEngine();
    this.engine.start();
  }

  /** The laptop dies and comes back: a new engine on the same log. */
  restart(): void {
    this.engine.stop();
    this.start();
  }

  async write(command: Command): Promise<boolean> {
    const operator = this.device.slice(0, 4);
    const written = await this.#store.act({
      operator,
      subjects: subjectsOf(command),
      ...(command.do === 'correctClock' ? { clockAheadMs: command.aheadMs } : {}),
      decide: (look) =>
        decide(command, {
          ...look,
          operator,
          device: look.tip.device,
          requestOf: (subject) => this.#disk.shelf('live').requests.get(subject),
        }),
    });
    if (!written.ok) return false;
    this.#written = written.value.tip.seq;
    this.engine.poke();
    return true;
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

  async requests() {
    return (await this.#store.reload([])).requests;
  }

  /** Organisations that this console has heard of, beside its own. */
  async partners(): Promise<readonly string[]> {
    const { authors, partners } = await this.#store.sync.contact();
    return [
      ...new Set([...Object.values(authors), ...partners.map(({ organisation }) => organisation)]),
    ];
  }

  async authorOf(device: string): Promise<string | undefined> {
    return (await this.#store.sync.contact()).authors[device];
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

  readonly #bytes = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, () => Math.floor(this.#options.random() * 256));

  #now(): number {
    return Math.floor(this.#options.clock.now + this.#options.drift);
  }

  #newEngine(): SyncEngine {
    const { clock, random, send } = this.#options;
    const log: LogPort = {
      ...this.#store.sync,
      device: this.device,
      take: async (reply) => {
        await this.#store.sync.take(reply);
      },
    };
    return new SyncEngine({
      log,
      gateway: {
        exchange: async (request) => {
          const answer = await send(request);
          return answer.ok ? answer : fail(answer.error);
        },
      },
      timers: { now: () => this.#now(), after: (ms, work) => clock.after(ms, work), random },
      onStatus: ({ phase, failure, skewMs }) => {
        if (phase === 'waiting' && failure === null && skewMs !== null)
          void this.#told.told(skewMs);
      },
    });
  }
}
