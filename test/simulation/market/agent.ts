// The agent in a simulated night: its program as it runs, on the night's clock, the faulty network and
// folders in memory. A crash takes the program, and leaves its file and its folders.
import { DatabaseSync } from 'node:sqlite';
import { AgentLog } from '../../../gateway/agent/agent-log.ts';
import type { HoldList } from '../../../gateway/agent/holds.ts';
import { LogViews } from '../../../gateway/agent/log-views.ts';
import { openLog, Run, type OpenLog } from '../../../gateway/agent/run.ts';
import type { FixItem } from '../../../shared/domain/fix-item.ts';
import type { FixState } from '../../../shared/domain/fix.ts';
import { replayWarnings, type ReplayWarning } from '../../../shared/domain/replay-guard.ts';
import { ok } from '../../../shared/lib/result.ts';
import { Died, type MemoryFolder } from '../../support/memory-folder.ts';
import { dice, type Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import { SUPPLIER } from './customers.ts';

/** As the agent has them, in the large: a night is long, and there are thousands. */
const LOOK_MS = 30_000;
const POLL_MS = 40_000;
const SEED = 77;

export interface SimulatedAgentOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly drift: (now: number) => number;
  readonly network: Network;
  readonly folder: MemoryFolder;
  /** After every step. */
  readonly onStep: () => void;
  readonly fault: (name: string) => void;
  /** A broken agent: it says when something is wrong, and not when it is well again. */
  readonly isGloomy?: boolean | undefined;
  /** A broken agent: it does nothing any more once the first folder trouble was met. */
  readonly isTired?: boolean | undefined;
  /** A broken agent: it sees no list and no case. */
  readonly isBlind?: boolean | undefined;
  /** Whatever else is wrong with its program, at every start. */
  readonly spoils?: ((run: Run) => void) | undefined;
}

export class SimulatedAgent {
  readonly #options: SimulatedAgentOptions;
  readonly #disk = new DatabaseSync(':memory:');
  /** While the program is down, as it was last: what can be seen of its file. */
  #opened: OpenLog;
  #run: Run | null = null;
  /** Of the program that runs: what one that died had under way comes to nothing. */
  #starts = 0;
  /** When the gateway last said all that it had, to the program that runs. */
  #heardAt: number | null = null;
  /** What the supplier's own system reads. */
  #holds: HoldList | null = null;

  constructor(options: SimulatedAgentOptions) {
    this.#options = options;
    this.#opened = this.#open();
  }

  get device(): string {
    return this.log.device;
  }

  get log(): AgentLog {
    return this.#opened.log;
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

  get kept(): ReadonlySet<string> {
    return new Set(this.#run?.status().kept.keys());
  }

  /** How it says that its folders are. */
  get folders() {
    if (this.#run === null) return [];
    const { outbox, inbox } = this.#run.status();
    return [
      ['outbox', outbox.state],
      ['inbox', inbox.state],
    ] as const;
  }

  get heardAt(): number | null {
    return this.#heardAt;
  }

  get holds(): HoldList | null {
    return this.#holds;
  }

  get isUp(): boolean {
    return this.#run !== null;
  }

  get failure(): string | null {
    return this.#run?.sync().failure?.code ?? null;
  }

  start(): void {
    if (this.#run !== null) return;
    const { clock, random, network, folder, fault } = this.#options;
    const start = (this.#starts += 1);
    const isOver = () => start !== this.#starts;
    this.#opened = this.#open();
    this.#heardAt = null;
    const run = new Run(
      {
        opened: this.#opened,
        folder,
        random,
        writeHolds: async (list) => {
          this.#holds = list;
          return true;
        },
        gateway: {
          exchange: async (request) => {
            const answer = await network.send(this, request);
            if (isOver()) return new Promise(() => undefined);
            if (answer.ok) this.#heardAt = answer.value.more ? null : clock.now;
            return answer;
          },
        },
        after: (ms, work) =>
          clock.after(ms, async () => {
            if (isOver()) return;
            await work();
            this.#looked(run);
          }),
        say: () => undefined,
        onError: (error) => {
          if (!(error instanceof Died)) throw error;
          fault('agent killed in a step');
          this.crash(random() * 180_000);
        },
      },
      {
        author: { operator: 'Agent Dublin', supplier: SUPPLIER },
        recipient: 'ESB',
        wall: 'utc',
        lookMs: LOOK_MS,
        pollMs: POLL_MS,
      },
    );
    this.#spoil(run);
    this.#run = run;
    run.start();
  }

  /** Told to stop, between two steps: time stands still in one. */
  stop(): void {
    void this.#run?.stop();
    this.#run = null;
  }

  /** The program dies now and another one is started after `ms`. */
  crash(ms: number): void {
    this.#run = null;
    this.#starts += 1;
    this.#options.clock.after(ms, () => this.start());
  }

  #open(): OpenLog {
    const { clock, drift } = this.#options;
    const random = dice(SEED + this.#starts);
    return openLog(
      this.#disk,
      { now: () => Math.floor(clock.now + drift(clock.now)), steady: () => clock.now },
      (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
    );
  }

  #looked(run: Run): void {
    const { fault, onStep, isTired } = this.#options;
    const { outbox, inbox } = run.status();
    if (outbox.state !== 'ok' || inbox.state !== 'ok') {
      fault('folder trouble');
      if (isTired === true)
        Object.assign(run.agent, { deliver: async () => true, hear: async () => true });
    }
    onStep();
  }

  #spoil(run: Run): void {
    const { isBlind, isGloomy, spoils } = this.#options;
    const { log } = run;
    spoils?.(run);
    if (isBlind === true) Object.assign(log.views, { listOf: () => null, caseOf: () => undefined });
    if (isGloomy !== true) return;
    const act: AgentLog['act'] = (command, author) => {
      const isCheerful =
        command.do === 'reportChannel' &&
        command.stands.outbox.state === 'ok' &&
        command.stands.inbox.state === 'ok';
      return isCheerful ? ok([]) : AgentLog.prototype.act.call(log, command, author);
    };
    Object.assign(log, { act });
  }
}
