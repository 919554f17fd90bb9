// The agent in a simulated night: the real one on its real log, with an engine over the faulty network
// and loops on the night's clock. A crash takes the program and leaves its file and its folders.
import { AgentLog } from '../../../gateway/agent/agent-log.ts';
import { LogViews } from '../../../gateway/agent/log-views.ts';
import type { FixItem } from '../../../shared/domain/fix-item.ts';
import type { FixState } from '../../../shared/domain/fix.ts';
import { replayWarnings, type ReplayWarning } from '../../../shared/domain/replay-guard.ts';
import { SyncEngine } from '../../../shared/sync/engine.ts';
import { fail } from '../../../shared/lib/result.ts';
import { Delegate } from '../../gateway/agent/night.ts';
import { Died, type MemoryFolder } from '../../support/memory-folder.ts';
import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import { SUPPLIER } from './customers.ts';

/** As the agent's own loop has it, in the large. */
const LOOK_MS = 30_000;
const FIRST_MS = 15_000;
const POLL_MS = 40_000;
const NOISE_MS = 30_000;
const CURRENT_MS = 60_000;

export interface SimulatedAgentOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly drift: (now: number) => number;
  readonly network: Network;
  readonly folder: MemoryFolder;
  /** After every step. */
  readonly onStep: () => void;
  readonly fault: (name: string) => void;
  /** It tells the consoles how it stands. */
  readonly reports?: boolean;
  /** A broken agent: it says when something is wrong, and not when it is well again. */
  readonly isGloomy?: boolean | undefined;
  /** A broken agent: it does nothing any more once the first folder trouble was met. */
  readonly isTired?: boolean | undefined;
  /** A broken agent: it sees no list and no case. */
  readonly isBlind?: boolean | undefined;
}

export class SimulatedAgent {
  readonly #options: SimulatedAgentOptions;
  readonly #delegate: Delegate;
  #engine: SyncEngine | null = null;
  /** The gateway's clock less ours, kept on its disk. */
  #offset = 0;
  #currentAt: number | null = null;
  #run = 0;
  #isWorn = false;

  constructor(options: SimulatedAgentOptions) {
    this.#options = options;
    const now = () => this.#now;
    const clock = {
      get now() {
        return now();
      },
    };
    this.#delegate = new Delegate(clock, options.folder);
  }

  get device(): string {
    return this.#delegate.log.device;
  }

  get log(): AgentLog {
    return this.#delegate.log;
  }

  /** What its log says would be doubled or undone by this one, whatever it makes of that itself. */
  warningsOf(fix: FixState, item: FixItem): readonly ReplayWarning[] {
    const { views } = this.log;
    const sees = LogViews.prototype;
    const { mprn } = fix;
    return replayWarnings({
      mprn,
      item,
      fix,
      state: sees.caseOf.call(views, mprn),
      list: sees.listOf.call(views, mprn),
      requests: sees.requestsOf.call(views, mprn),
    });
  }

  get kept() {
    return this.#delegate.agent.status.kept;
  }

  /** How it says that its folders are. */
  get folders() {
    const { outbox, inbox } = this.#delegate.agent.status;
    return [
      ['outbox', outbox.state],
      ['inbox', inbox.state],
    ] as const;
  }

  get isUp(): boolean {
    return this.#engine !== null;
  }

  get failure(): string | null {
    return this.#engine?.status.failure?.code ?? null;
  }

  start(): void {
    if (this.#engine !== null) return;
    const { network, clock, random } = this.#options;
    const { log } = this.#delegate;
    if (this.#options.isBlind === true)
      Object.assign(log.views, { listOf: () => null, caseOf: () => undefined });
    this.#currentAt = null;
    const engine = new SyncEngine({
      log: {
        ...log.port,
        take: async (reply) => {
          await log.port.take(reply);
          const isFirst = this.#currentAt === null;
          if (!reply.more) this.#currentAt = clock.now;
          this.#delegate.isCurrent = !reply.more;
          if (isFirst && !reply.more) this.#delegate.agent.offer();
        },
      },
      gateway: {
        exchange: async (request) => {
          const answer = await network.send(this, request);
          return answer.ok ? answer : fail(answer.error);
        },
      },
      timers: {
        now: () => this.#wall,
        after: (ms, work) => clock.after(ms, work),
        random,
      },
      pollMs: POLL_MS,
      onStatus: ({ phase, failure, skewMs }) => {
        if (phase !== 'waiting' || failure !== null || skewMs === null) return;
        if (Math.abs(this.#offset - skewMs) >= NOISE_MS)
          this.#offset = Math.abs(skewMs) < NOISE_MS ? 0 : skewMs;
      },
    });
    this.#engine = engine;
    this.#run += 1;
    const run = this.#run;
    engine.start();
    const look = async (): Promise<void> => {
      if (run !== this.#run) return;
      await this.#step();
      if (run === this.#run) clock.after(LOOK_MS, look);
    };
    clock.after(FIRST_MS, look);
  }

  stop(): void {
    this.#engine?.stop();
    this.#engine = null;
    this.#run += 1;
  }

  /** The program dies now and another one is started after `ms`. */
  crash(ms: number): void {
    this.stop();
    this.#delegate.due.clear();
    this.#delegate.restart(SUPPLIER);
    this.#options.clock.after(ms, () => this.start());
  }

  async #step(): Promise<void> {
    const { onStep, fault, random, isTired } = this.#options;
    const delegate = this.#delegate;
    if (this.#isWorn) return;
    delegate.isCurrent =
      this.#currentAt !== null && this.#options.clock.now - this.#currentAt < CURRENT_MS;
    try {
      const isWell = [await delegate.agent.deliver(), await delegate.agent.hear()].every(Boolean);
      if (!isWell) fault('folder trouble');
      const isSaid = !isWell || this.#options.isGloomy !== true;
      if (this.#options.reports === true && isSaid) delegate.agent.report();
      if (!isWell && isTired === true) this.#isWorn = true;
      this.#engine?.poke();
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      fault('agent killed in a step');
      this.crash(random() * 180_000);
    } finally {
      onStep();
    }
  }

  get #wall(): number {
    const { clock, drift } = this.#options;
    return Math.floor(clock.now + drift(clock.now));
  }

  get #now(): number {
    return this.#wall + this.#offset;
  }
}
