// The program of an agent, put together once: its log by a clock put right, the order of its steps,
// their timers, and what it does until the gateway is heard and while it is away. What it runs on is
// handed in, so that a simulated night plays this program and no other.
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import type { RandomBytes } from '../../shared/log/ids.ts';
import { SyncEngine, type GatewayPort, type SyncStatus } from '../../shared/sync/engine.ts';
import { Agent } from './agent.ts';
import { AgentLog, type Author } from './agent-log.ts';
import { Currency, type Clocks } from './currency.ts';
import type { InboxPort, OutboxPort } from './folder.ts';
import { holdList, type HoldList } from './holds.ts';
import { Loop, type After } from './loop.ts';
import type { GivenSettings } from './settings.ts';
import type { AgentStatus } from './status.ts';
import { gatewayWords, lineOf } from './words.ts';

/** The log of this machine, opened before anybody knows whose it is. */
export interface OpenLog {
  readonly log: AgentLog;
  readonly clock: AgentClock;
  /** Called when something was written. */
  onWritten: () => void;
}

export interface RunPorts {
  readonly opened: OpenLog;
  readonly folder: OutboxPort & InboxPort;
  /** Writes down what is held back; false when it could not. */
  readonly writeHolds: (list: HoldList) => Promise<boolean>;
  readonly gateway: GatewayPort;
  readonly after: After;
  /** 0 to 1. */
  readonly random: () => number;
  /** One line of what it prints. */
  readonly say: (line: string) => void;
  /** A step threw; it is tried again. */
  readonly onError: (error: unknown) => void;
}

export interface RunOptions extends GivenSettings {
  readonly author: Author;
  readonly lookMs?: number | undefined;
  readonly pollMs?: number | undefined;
}

/** Looked at so often; what the gateway brings is delivered at once. */
const LOOK_MS = 2000;
/** So long it waits for the gateway's first word: something may have been taken back meanwhile. */
const FIRST_MS = 15_000;
/** A clock that is off by less is the network's, or nobody's business. */
const NOISE_MS = 30_000;

class AgentClock {
  /** The gateway's clock less ours, ms; 0 while they agree. */
  offset = 0;
  readonly machine: Clocks;

  constructor(machine: Clocks) {
    this.machine = machine;
  }

  readonly now = (): number => this.machine.now() + this.offset;
}

/** On a path, or on a database that outlives the program. Throws what SQLite throws. */
export function openLog(at: string | DatabaseSync, machine: Clocks, random: RandomBytes): OpenLog {
  const clock = new AgentClock(machine);
  const log = new AgentLog(at, {
    now: clock.now,
    steady: machine.steady,
    random,
    clockOffset: () => clock.offset,
    written: () => opened.onWritten(),
  });
  const opened: OpenLog = { log, clock, onWritten: () => undefined };
  clock.offset = log.fact('clockOffset', v.number()) ?? 0;
  return opened;
}

export class Run {
  readonly agent: Agent;
  readonly log: AgentLog;
  readonly #clock: AgentClock;
  readonly #currency: Currency;
  readonly #engine: SyncEngine;
  readonly #loops: readonly Loop[];
  readonly #say: (line: string) => void;
  #said = '';

  constructor(ports: RunPorts, options: RunOptions) {
    const { opened, folder, writeHolds, gateway, after, random, say, onError } = ports;
    const { author, recipient, wall, laid = null, lookMs = LOOK_MS, pollMs } = options;
    const { log, clock } = opened;
    this.log = log;
    this.#clock = clock;
    this.#currency = new Currency(clock.machine);
    this.#say = say;
    this.agent = new Agent(
      {
        log,
        outbox: folder,
        inbox: folder,
        now: clock.now,
        after,
        isCurrent: this.#isCurrent,
        isCopied: () => this.#engine.status.failure?.code === 'forked',
        onEvent: (event) => say(lineOf(event)),
      },
      author,
      { recipient, wall, laid },
    );
    const steps = [
      () => this.agent.deliver(),
      () => this.agent.hear(),
      () => writeHolds(this.holds()),
      async () => {
        this.agent.report();
        return true;
      },
    ];
    this.#loops = steps.map((work) => new Loop({ after, everyMs: lookMs, work, onError }));
    this.#engine = new SyncEngine({
      log: {
        ...log.port,
        take: async (reply) => {
          await log.port.take(reply);
          const isFirst = this.#currency.isWaiting;
          this.#currency.heard(reply.more);
          if (reply.more) return;
          if (isFirst) this.agent.offer();
          if (isFirst || reply.entries.length > 0) for (const loop of this.#loops) loop.poke();
        },
      },
      gateway,
      timers: { after, random, now: clock.machine.now },
      onStatus: (status) => this.#heard(status),
      ...(pollMs === undefined ? {} : { pollMs }),
    });
    opened.onWritten = () => this.#engine.poke();
  }

  readonly #isCurrent = (): boolean =>
    this.#currency.isCurrent && this.#engine.status.phase !== 'stopped';

  /** What is held back now, as far as the gateway has told. */
  readonly holds = (): HoldList =>
    holdList(this.log.views.guards(), this.#clock.now(), this.#isCurrent());

  readonly sync = (): SyncStatus => this.#engine.status;
  readonly status = (): AgentStatus => this.agent.status;

  start(): void {
    this.#engine.start();
    for (const loop of this.#loops) loop.start(FIRST_MS);
  }

  /** After the step that is under way; the log stays open. */
  async stop(): Promise<void> {
    this.#engine.stop();
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }

  #heard({ phase, failure, skewMs, lastAt }: SyncStatus): void {
    if (phase === 'exchanging') return;
    if (failure !== null || lastAt !== null) {
      const words = gatewayWords(failure, phase === 'stopped');
      if (words !== this.#said) this.#say(words);
      this.#said = words;
    }
    if (skewMs === null || failure !== null) return;
    if (Math.abs(this.#clock.offset - skewMs) < NOISE_MS) return;
    this.#clock.offset = Math.abs(skewMs) < NOISE_MS ? 0 : skewMs;
    this.log.keepFact('clockOffset', this.#clock.offset);
  }
}
