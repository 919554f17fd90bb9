// An agent put together with real parts: its file, its folders, its gateway and its timers.
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { mpidIn } from '../../shared/domain/mpid.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { SyncEngine, type SyncStatus, type Timers } from '../../shared/sync/engine.ts';
import { asFailure } from '../../shared/sync/answer.ts';
import { createGatewayClient, type GatewayClient } from '../../main/gateway-client.ts';
import { AgentLog } from './agent-log.ts';
import { Agent } from './agent.ts';
import { Currency, type Clocks } from './currency.ts';
import { enrolled, type Standing } from './enrol.ts';
import { NewerLog } from './log-tables.ts';
import { HoldFiles, holdList, serveHolds, type HoldList } from './holds.ts';
import { Loop } from './loop.ts';
import { makeRooms, NodeFolder } from './node-folder.ts';
import type { Settings } from './settings.ts';
import type { AgentStatus } from './status.ts';
import { gatewayWords, lineOf } from './words.ts';

export interface AgentOptions extends Settings {
  /** Origin of the gateway; null: as it was kept. */
  readonly address: string | null;
  readonly code: string | null;
  /** Where EMMA's folders are. */
  readonly folder: string;
  /** Where its own file is. */
  readonly data: string;
  /** null: that of the machine. */
  readonly name: string | null;
  /** Port of this machine on which the hold list is served; null: files only. */
  readonly holdsPort?: number | null;
  readonly onLine?: (line: string) => void;
  readonly pollMs?: number;
  /** null: those of the machine. */
  readonly clocks?: Clocks | null;
}

export interface RunningAgent {
  readonly device: string;
  readonly agent: Agent;
  readonly log: AgentLog;
  readonly sync: () => SyncStatus;
  readonly status: () => AgentStatus;
  readonly holds: () => HoldList;
  /** Where the hold list is served; null where it is not. */
  readonly holdsPort: number | null;
  /** After the step that is under way. */
  stop(): Promise<void>;
}

export const AGENT_FILE = 'agent.sqlite';
/** Looked at so often; what the gateway brings is delivered at once. */
const LOOK_MS = 2000;
/** So long it waits for the gateway's first word: something may have been taken back meanwhile. */
const FIRST_MS = 15_000;
/** A clock that is off by less is the network's, or nobody's business. */
const NOISE_MS = 30_000;
const clocks: Clocks = { now: () => Date.now(), steady: () => performance.now() };

const timers: Pick<Timers, 'after' | 'random'> = {
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

export async function startAgent(options: AgentOptions): Promise<Result<RunningAgent, string>> {
  const { data, address, code } = options;
  const clock = new AgentClock(options.clocks ?? clocks);
  let written = (): void => undefined;
  const opened = openLog(data, clock, () => written());
  if (!opened.ok) return opened;
  const log = opened.value;
  clock.offset = log.fact('clockOffset', v.number()) ?? 0;
  const client = createGatewayClient({ fetch, ...timers, now: clock.machine.now });
  const folder = resolve(options.folder);
  const who = await enrolled({ folder: data, device: log.device, client, address, code });
  const rooms = who.ok ? await roomsIn(folder, log) : who;
  if (!who.ok || !rooms.ok) {
    log.close();
    return who.ok ? fail(rooms.ok ? '' : rooms.error) : who;
  }
  const run = new Run(options, log, clock, who.value, client, folder);
  written = () => run.engine.poke();
  if (options.holdsPort !== undefined && options.holdsPort !== null) {
    const served = await serveHolds(options.holdsPort, run.holds);
    if (!served.ok) {
      log.close();
      return served;
    }
    run.closing = served.value.close;
    run.holdsPort = served.value.port;
  }
  run.start();
  return ok(run);
}

class AgentClock {
  /** The gateway's clock less ours, ms; 0 while they agree. */
  offset = 0;
  readonly machine: Clocks;

  constructor(machine: Clocks) {
    this.machine = machine;
  }

  readonly now = (): number => this.machine.now() + this.offset;
}

class Run implements RunningAgent {
  readonly device: string;
  readonly agent: Agent;
  readonly log: AgentLog;
  readonly engine: SyncEngine;
  readonly #clock: AgentClock;
  readonly #loops: readonly Loop[];
  readonly #say: (line: string) => void;
  closing = async (): Promise<void> => undefined;
  holdsPort: number | null = null;
  readonly #currency: Currency;
  #said = '';

  constructor(
    options: AgentOptions,
    log: AgentLog,
    clock: AgentClock,
    who: Standing,
    client: GatewayClient,
    folder: string,
  ) {
    this.log = log;
    this.device = log.device;
    this.#clock = clock;
    this.#currency = new Currency(clock.machine);
    this.#say = options.onLine ?? (() => undefined);
    const files = new NodeFolder(folder, clock.machine.steady);
    this.agent = new Agent(
      {
        log,
        outbox: files,
        inbox: files,
        now: clock.now,
        after: timers.after,
        isCurrent: this.#isCurrent,
        isCopied: () => this.engine.status.failure?.code === 'forked',
        onEvent: (event) => this.#say(lineOf(event)),
      },
      {
        operator: `Agent ${options.name ?? hostname()}`,
        supplier: mpidIn(who.enrolment.organisation.id),
      },
      { recipient: mpidIn(options.recipient), wall: options.wall },
    );
    const { after } = timers;
    const onError = (error: unknown) => this.#say(`A step failed: ${kindOf(error)}.`);
    const holds = new HoldFiles(join(folder, 'holds'));
    const steps = [
      () => this.agent.deliver(),
      () => this.agent.hear(),
      () => holds.write(this.holds()),
      async () => {
        this.agent.report();
        return true;
      },
    ];
    this.#loops = steps.map((work) => new Loop({ after, everyMs: LOOK_MS, work, onError }));
    this.engine = new SyncEngine({
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
      gateway: {
        exchange: async (request) => {
          const answer = await client.call('exchange', who, request);
          return answer.ok ? answer : fail(asFailure(answer.error));
        },
      },
      timers: { ...timers, now: clock.machine.now },
      onStatus: (status) => this.#heard(status),
      ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }),
    });
  }

  readonly #isCurrent = (): boolean =>
    this.#currency.isCurrent && this.engine.status.phase !== 'stopped';

  /** What is held back now, as far as the gateway has told. */
  readonly holds = (): HoldList =>
    holdList(this.log.views.guards(), this.#clock.now(), this.#isCurrent());

  start(): void {
    this.engine.start();
    for (const loop of this.#loops) loop.start(FIRST_MS);
  }

  readonly sync = (): SyncStatus => this.engine.status;
  readonly status = (): AgentStatus => this.agent.status;

  async stop(): Promise<void> {
    this.engine.stop();
    await Promise.all([...this.#loops.map((loop) => loop.stop()), this.closing()]);
    this.log.close();
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

function openLog(data: string, clock: AgentClock, written: () => void): Result<AgentLog, string> {
  const file = join(data, AGENT_FILE);
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const random = (count: number) => webcrypto.getRandomValues(new Uint8Array(count));
    const { now } = clock;
    const log = new AgentLog(file, {
      now,
      steady: clock.machine.steady,
      random,
      clockOffset: () => clock.offset,
      written,
    });
    // Customers are in it: for the account the agent runs under, and nobody else.
    chmodSync(file, 0o600);
    return ok(log);
  } catch (error) {
    if (error instanceof NewerLog)
      return fail(`${file} was written by a newer agent: start that release.`);
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
    if (code === 5 || code === 6)
      return fail(`${file} is held by another program: an agent that runs already, or a viewer.`);
    if (code === 11 || code === 26)
      return fail(
        `${file} is no file of an agent, or damaged: keep it, and begin in a new folder.`,
      );
    if (error instanceof Error && ('errcode' in error || 'syscall' in error))
      return fail(
        `The agent cannot write in ${data}: give its account that folder, or name another.`,
      );
    throw error;
  }
}

/** Made once. Later a room that is not there is a share that is not, and is waited for. */
async function roomsIn(folder: string, log: AgentLog): Promise<Result<null, string>> {
  if (log.fact('folder', v.string()) === folder) return ok(null);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    return fail(`There is no folder ${folder}: --folder wants the one that EMMA reads and writes.`);
  const made = await makeRooms(folder);
  if (!made.ok) return fail(`The agent cannot make its folders in ${folder} (${made.error.why}).`);
  log.keepFact('folder', folder);
  return ok(null);
}

/** Our own words and SQLite's number; any other message may repeat what was read. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'errcode' in error ? ` ${String(error.errcode)}` : '';
  return `${error.name}${code}`;
}
