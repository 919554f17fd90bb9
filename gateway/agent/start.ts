// An agent on real parts: its file, its folders, its gateway and its timers.
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { mpidIn } from '../../shared/domain/mpid.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { SyncStatus, Timers } from '../../shared/sync/engine.ts';
import { asFailure } from '../../shared/sync/answer.ts';
import { createGatewayClient } from '../../main/gateway-client.ts';
import type { Agent } from './agent.ts';
import type { AgentLog } from './agent-log.ts';
import type { Clocks } from './currency.ts';
import { enrolled } from './enrol.ts';
import { NewerLog } from './log-tables.ts';
import { HoldFiles, serveHolds, type HoldList } from './holds.ts';
import { makeRooms, NodeFolder } from './node-folder.ts';
import { openLog, Run, type OpenLog } from './run.ts';
import type { GivenSettings } from './settings.ts';
import type { AgentStatus } from './status.ts';

export interface AgentOptions extends GivenSettings {
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
const clocks: Clocks = { now: () => Date.now(), steady: () => performance.now() };

const timers: Pick<Timers, 'after' | 'random'> = {
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

export async function startAgent(options: AgentOptions): Promise<Result<RunningAgent, string>> {
  const { data, address, code, onLine: say = () => undefined, holdsPort = null } = options;
  const machine = options.clocks ?? clocks;
  const opened = openedIn(data, machine);
  if (!opened.ok) return opened;
  const { log } = opened.value;
  const client = createGatewayClient({ fetch, ...timers, now: machine.now });
  const folder = resolve(options.folder);
  const who = await enrolled({ folder: data, device: log.device, client, address, code });
  const rooms = who.ok ? await roomsIn(folder, log) : who;
  if (!who.ok || !rooms.ok) {
    log.close();
    return who.ok ? fail(rooms.ok ? '' : rooms.error) : who;
  }
  const holds = new HoldFiles(join(folder, 'holds'));
  const run = new Run(
    {
      opened: opened.value,
      folder: new NodeFolder(folder, machine.steady),
      writeHolds: (list) => holds.write(list),
      gateway: {
        exchange: async (request) => {
          const answer = await client.call('exchange', who.value, request);
          return answer.ok ? answer : fail(asFailure(answer.error));
        },
      },
      ...timers,
      say,
      onError: (error) => say(`A step failed: ${kindOf(error)}.`),
    },
    {
      author: {
        operator: `Agent ${options.name ?? hostname()}`,
        supplier: mpidIn(who.value.enrolment.organisation.id),
      },
      recipient: options.recipient,
      wall: options.wall,
      laid: options.laid ?? null,
      pollMs: options.pollMs,
    },
  );
  const served = holdsPort === null ? null : await serveHolds(holdsPort, run.holds);
  if (served?.ok === false) {
    log.close();
    return served;
  }
  run.start();
  const { agent, sync, status } = run;
  return ok({
    device: log.device,
    agent,
    log,
    sync,
    status,
    holds: run.holds,
    holdsPort: served?.value.port ?? null,
    stop: async () => {
      await Promise.all([run.stop(), served?.value.close()]);
      log.close();
    },
  });
}

function openedIn(data: string, machine: Clocks): Result<OpenLog, string> {
  const file = join(data, AGENT_FILE);
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const opened = openLog(file, machine, (count) =>
      webcrypto.getRandomValues(new Uint8Array(count)),
    );
    // Customers are in it: for the account the agent runs under, and nobody else.
    chmodSync(file, 0o600);
    return ok(opened);
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
