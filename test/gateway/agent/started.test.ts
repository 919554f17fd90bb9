// The agent as `npm run gateway -- agent` starts it: a real gateway over HTTP, real folders, real files.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { holdList, type HoldList } from '../../../gateway/agent/holds.ts';
import { startAgent, type AgentOptions } from '../../../gateway/agent/start.ts';
import { invite } from '../../../gateway/calls/enrolment.ts';
import { runCommandLine } from '../../../gateway/command-line/index.ts';
import type { Role } from '../../../shared/sync/calls.ts';
import type { ExchangeReply } from '../../../shared/sync/protocol.ts';
import { readXml } from '../../../shared/market/xml.ts';
import { must } from '../../../shared/lib/check.ts';
import { addOrganisations, ask, put, running, temporaryFolder, type Running } from '../running.ts';
import { answerXml, Clock, Console, moveAll, MPRN, type Send } from './night.ts';

const program = fileURLToPath(new URL('../../../gateway/main.ts', import.meta.url));

/** Lines as they come, and a promise of the next one that is so. */
class Lines {
  readonly all: string[] = [];
  #waiting: (() => void)[] = [];

  readonly add = (line: string): void => {
    this.all.push(line);
    for (const wake of this.#waiting.splice(0)) wake();
  };

  async until(what: RegExp): Promise<string> {
    for (;;) {
      const found = this.all.find((line) => what.test(line));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

async function world() {
  const root = temporaryFolder();
  const here = await running({}, root);
  addOrganisations(here.gateway);
  const folder = join(root, 'emma');
  const data = join(root, 'agent');
  mkdirSync(folder);
  const names = (room: string) => readdirSync(join(folder, room));
  return { root, here, folder, data, names };
}

function codeOf({ gateway }: Running, organisation = 'ABC', role: Role = 'agent'): string {
  const found = must(gateway.journal.organisation(organisation), 'it was added');
  const made = invite(gateway.journal, found, role, { now: Date.now(), days: 1 });
  if (!made.ok) throw new Error(made.error);
  return made.value.code;
}

async function started(options: Pick<AgentOptions, 'folder' | 'data'> & Partial<AgentOptions>) {
  const lines = new Lines();
  const agent = await startAgent({
    address: null,
    code: null,
    name: 'Dublin',
    recipient: 'ESB',
    wall: 'utc',
    pollMs: 50,
    onLine: lines.add,
    ...options,
  });
  if (!agent.ok) throw new Error(agent.error);
  onTestFinished(() => agent.value.stop());
  return { ...agent.value, lines, stop: () => agent.value.stop() };
}

/** A console that is enrolled already. */
async function aConsole({ gateway }: Running) {
  const clock = new Clock();
  clock.now = Date.now() - 60 * 60_000;
  const console = await new Console(clock).open();
  const { token } = put(gateway, console.device, 'ABC', 'supervisor');
  const send: Send = async (_device, body) => {
    const reply = await ask(gateway, 'exchange', { token, body });
    expect(reply.status).toBe(200);
    return reply.body as ExchangeReply;
  };
  return { console, clock, sync: () => moveAll(console.port, send) };
}

test('AGENT1, AGENT10: released at a console, delivered, answered, proved and confirmed at the console', async () => {
  const { here, folder, data, names } = await world();
  const agent = await started({ folder, data, address: here.gateway.address, code: codeOf(here) });
  const { console, clock, sync } = await aConsole(here);
  await console.restore(MPRN);
  await agent.lines.until(/gateway is reached/);
  await console.release([MPRN], agent.device);
  await sync();
  await agent.lines.until(/is in the outbox/);
  const { txRefNbr, businessReference } = await console.item(MPRN);
  expect(names('outbox')).toEqual([`017_${txRefNbr}.xml`]);
  const text = readFileSync(join(folder, 'outbox', `017_${txRefNbr}.xml`), 'utf8');
  expect(readXml(text, 'utc')).toMatchObject({
    ok: true,
    value: { message: { type: '017', header: { TxRefNbr: txRefNbr }, body: { MPRN } } },
  });
  // As EMMA does: written elsewhere, then moved in.
  const path = join(folder, 'answer.xml');
  const reference = must(businessReference, 'a message has one');
  writeFileSync(path, answerXml('307', { mprn: MPRN, reference, at: clock.now + 60_000 }));
  utimesSync(path, 0, 0);
  renameSync(path, join(folder, 'inbox', 'answer.xml'));
  await agent.lines.until(/1 answer heard/);
  await agent.stop();
  expect(names('inbox')).toEqual([]);
  expect(agent.lines.all.join('\n')).not.toContain(MPRN);

  // The next start sends what the last one could not any more, and writes nothing twice.
  const again = await started({ folder, data });
  await again.lines.until(/gateway is reached/);
  const { port } = again.log;
  const isSent = async () =>
    (await port.pending((await port.standing()).acknowledged, 1)).length === 0;
  while (!(await isSent())) await new Promise((resolve) => setImmediate(resolve));
  await sync();
  expect(await console.item(MPRN)).toMatchObject({
    standing: 'proved',
    handing: { operator: 'Agent Dublin' },
  });
  expect((await console.caseOf(MPRN)).power).toMatchObject({ level: 'confirmed', by: 'message' });
  const [channel] = await console.store.channels();
  expect(channel?.agents).toMatchObject([{ device: agent.device, name: 'Agent Dublin' }]);
  await again.stop();
  expect(names('outbox')).toHaveLength(1);
});

describe('AGENT20', () => {
  const refused = async (
    options: Pick<AgentOptions, 'folder' | 'data'> & Partial<AgentOptions>,
  ) => {
    const all = { address: null, code: null, name: null, recipient: 'ESB', ...options };
    const agent = await startAgent({ ...all, wall: 'utc' });
    if (agent.ok) throw new Error('it started');
    expect(agent.error).not.toContain('\n');
    return agent.error;
  };

  test('enrolled once, for its account alone; later neither address nor code is wanted', async () => {
    const { here, folder, data } = await world();
    const { address } = here.gateway;
    const first = await started({ folder, data, address, code: codeOf(here) });
    // Two programs never have one file.
    expect(await refused({ folder, data })).toContain('is held by another program');
    await first.stop();
    for (const name of readdirSync(data)) expect(statSync(join(data, name)).mode & 0o077).toBe(0);
    const second = await started({ folder, data });
    expect(second.device).toBe(first.device);
    await second.lines.until(/gateway is reached/);
    await second.stop();
    expect(here.gateway.journal.device(first.device)?.role).toBe('agent');
    // Revoked, it is let in again with a new code.
    here.gateway.journal.revoke(first.device, Date.now());
    const third = await started({ folder, data });
    await third.lines.until(/does not let this device go on \(revoked\)/);
    await third.stop();
    const fourth = await started({ folder, data, code: codeOf(here) });
    await fourth.lines.until(/gateway is reached/);
  });

  test('what it cannot begin with is one sentence', async () => {
    const { here, folder, data, root } = await world();
    const { address } = here.gateway;
    expect(await refused({ folder, data })).toContain('--gateway and --code are wanted');
    expect(await refused({ folder, data, address })).toContain('--code is wanted');
    expect(await refused({ folder, data, address, code: 'AAAA' })).toContain('no such code');
    const none = join(root, 'none');
    const code = codeOf(here);
    expect(await refused({ folder: none, data, address, code })).toContain(`no folder ${none}`);
    const operator = codeOf(here, 'ABC', 'operator');
    expect(await refused({ folder, data: join(root, 'b'), address, code: operator })).toContain(
      'The code was for the role operator',
    );
    const networks = codeOf(here, 'ESB');
    expect(await refused({ folder, data: join(root, 'c'), address, code: networks })).toContain(
      'ESB Networks has none',
    );
    const file = join(root, 'file');
    writeFileSync(file, '');
    expect(await refused({ folder, data: join(file, 'x'), address, code })).toContain(
      'cannot write',
    );
    mkdirSync(join(root, 'd'));
    writeFileSync(join(root, 'd', 'agent.sqlite'), 'Dear diary, '.repeat(500));
    expect(await refused({ folder, data: join(root, 'd') })).toContain('is no file of an agent');
    await here.gateway.close();
    expect(await refused({ folder, data: join(root, 'e'), address, code })).toContain(
      'The gateway did not answer',
    );
  });

  test.each<[readonly string[], string]>([
    [['--folder', 'x'], '--data wants a folder of the agent’s own.'],
    [['--data', 'x'], '--folder wants the folder that EMMA reads and writes.'],
    [['--folder', 'x', '--data', 'y', '--wall', 'gmt'], '--wall wants utc or irish'],
    [['--folder', 'x', '--data', 'y', '--recipient', 'ESBN'], '--recipient wants'],
    [['--folder', 'x', '--data', 'y', '--gateway', 'http://example.com'], '--gateway wants'],
    [['--colour'], "Unknown option '--colour'."],
  ])('wrong use: %j', async (words, sentence) => {
    const outcome = await runCommandLine(['agent', ...words]);
    expect(outcome).toMatchObject({ ok: false, error: expect.stringContaining(sentence) });
  });
});

test('AGENT19: a data folder that was put back sends nothing a second time', async () => {
  const { here, folder, data, names } = await world();
  const first = await started({ folder, data, address: here.gateway.address, code: codeOf(here) });
  const { console, sync } = await aConsole(here);
  await first.lines.until(/gateway is reached/);
  // What is released while the folder is away stays released.
  renameSync(folder, `${folder}.away`);
  await console.restore(MPRN);
  await console.release([MPRN], first.device);
  await sync();
  await first.lines.until(/The outbox is not there/);
  while (first.log.views.fixOf(MPRN) === undefined)
    await new Promise((resolve) => setImmediate(resolve));
  await first.stop();
  renameSync(`${folder}.away`, folder);
  const file = join(data, 'agent.sqlite');
  const before = readFileSync(file);
  const second = await started({ folder, data });
  await second.lines.until(/is in the outbox/);
  const isSent = async () =>
    (await second.log.port.standing()).acknowledged >= 3 &&
    (await second.log.port.pending((await second.log.port.standing()).acknowledged, 1)).length ===
      0;
  while (!(await isSent())) await new Promise((resolve) => setImmediate(resolve));
  await second.stop();
  // EMMA has taken it, and the machine is set back to yesterday's picture of it.
  const [sent = ''] = names('outbox');
  renameSync(join(folder, 'outbox', sent), join(folder, 'taken.xml'));
  writeFileSync(file, before);
  const third = await started({ folder, data });
  await third.lines.until(/it was copied, or put back/);
  expect(await third.agent.deliver()).toBe(true);
  expect(names('outbox')).toEqual([]);
});

test('AGENT8: a folder that goes away while it runs is looked for until it is back', async () => {
  const { here, folder, data } = await world();
  const agent = await started({ folder, data, address: here.gateway.address, code: codeOf(here) });
  await agent.lines.until(/gateway is reached/);
  renameSync(folder, `${folder}.away`);
  await agent.lines.until(/The inbox is not there/);
  renameSync(`${folder}.away`, folder);
  await agent.lines.until(/The inbox is well/);
  expect(agent.status().inbox.state).toBe('ok');
});

test('AGENT23: as it runs it tells the consoles that a folder is missing', async () => {
  const { here, folder, data } = await world();
  const agent = await started({ folder, data, address: here.gateway.address, code: codeOf(here) });
  await agent.lines.until(/gateway is reached/);
  renameSync(folder, `${folder}.away`);
  const { console, sync } = await aConsole(here);
  const inbox = async () => {
    await sync();
    return (await console.store.channels())[0]?.agents[0]?.stands?.inbox;
  };
  await expect
    .poll(inbox, { timeout: 30_000, interval: 200 })
    .toMatchObject({ state: 'missing', why: 'ENOENT' });
}, 40_000);

test.each(['SIGTERM', 'SIGINT'] as const)('AGENT21: it stops on %s', async (signal) => {
  const { here, folder, data } = await world();
  const words = ['agent', '--gateway', here.gateway.address, '--code', codeOf(here)];
  const rest = ['--folder', folder, '--data', data, '--name', 'Dublin'];
  const child = spawn(process.execPath, [program, ...words, ...rest], { stdio: 'pipe' });
  const lines = new Lines();
  child.stdout.on('data', (part: Buffer) => part.toString().split('\n').forEach(lines.add));
  child.stderr.on('data', (part: Buffer) => lines.add(part.toString()));
  await lines.until(/is at work/);
  await lines.until(/gateway is reached/);
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
  // Its file was closed: nothing of it waits beside it.
  expect(readdirSync(data).filter((name) => name.endsWith('-wal'))).toEqual([]);
});

test('AGENT22: the hold list is a file and a call of this machine; while the gateway is not heard it says that a hold may be missing', async () => {
  const { here, folder, data } = await world();
  const agent = await started({
    folder,
    data,
    address: here.gateway.address,
    code: codeOf(here),
    holdsPort: 0,
  });
  const get = async (path = '/v1/holds') => {
    const reply = await fetch(`http://127.0.0.1:${agent.holdsPort ?? 0}${path}`);
    return { status: reply.status, body: (await reply.json()) as HoldList };
  };
  await agent.lines.until(/gateway is reached/);
  const { console, sync } = await aConsole(here);
  await console.run({ do: 'placeGuard', of: [MPRN], because: 'a D05 may wait' });
  const since = Date.now() - 5 * 3_600_000;
  const until = since + 3_600_000;
  const order = { because: 'a payment file is missing', confirmer: 'Maura Keane', since, until };
  await console.run({ do: 'placeGuard', of: 'all', ...order });
  await sync();
  while (agent.holds().holds.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await get()).toMatchObject({
    status: 200,
    body: {
      isCurrent: true,
      isPaused: true,
      holds: [
        {
          mprn: null,
          because: 'a payment file is missing',
          placedBy: 'Aoife',
          confirmedBy: 'Maura Keane',
          exposedFrom: new Date(since).toISOString(),
          exposedUntil: new Date(until).toISOString(),
        },
        { mprn: MPRN, because: 'a D05 may wait' },
      ],
    },
  });
  expect((await get('/v1/holds/1')).status).toBe(404);
  const read = (name: string) => readFileSync(join(folder, 'holds', name), 'utf8');
  const isWritten = () => {
    try {
      return read('hold-list.csv').includes(MPRN);
    } catch {
      return false;
    }
  };
  while (!isWritten()) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(read('hold-list.csv').trim().split('\r\n')).toHaveLength(3);
  const [all = ''] = read('hold-list.csv').split('\r\n').slice(1);
  expect(all.split(',').slice(5, 8)).toEqual([
    'Maura Keane',
    new Date(since).toISOString(),
    new Date(until).toISOString(),
  ]);
  expect((JSON.parse(read('hold-list.json')) as HoldList).holds).toHaveLength(2);
  expect(readdirSync(join(folder, 'holds')).sort()).toEqual(['hold-list.csv', 'hold-list.json']);
  const old = holdList(agent.log.views.guards(), Date.now(), false);
  expect(old).toMatchObject({ isCurrent: false, isPaused: true });
});

describe('AGENT22, AGENT24, AGENT27: dead or deaf, it does not say that its list is whole', () => {
  /** One that has heard the gateway, by clocks of the test. */
  async function current() {
    const { here, folder, data } = await world();
    const shift = { wall: 0, steady: 0 };
    const agent = await started({
      folder,
      data,
      address: here.gateway.address,
      code: codeOf(here),
      holdsPort: 0,
      clocks: {
        now: () => Date.now() + shift.wall,
        steady: () => performance.now() + shift.steady,
      },
    });
    const ask = async () => {
      const reply = await fetch(`http://127.0.0.1:${agent.holdsPort ?? 0}/v1/holds`);
      return [reply.status, ((await reply.json()) as HoldList).isCurrent];
    };
    await agent.lines.until(/gateway is reached/);
    expect(await ask()).toEqual([200, true]);
    return { here, agent, shift, ask };
  }

  test('the gateway gone and the clock set back by an hour: 503 after a minute of our own', async () => {
    const { here, agent, shift, ask } = await current();
    await here.gateway.close();
    await agent.lines.until(/gateway is not reached/);
    // What passes and what was set back are one: the wall shows what it showed when news came last.
    shift.steady = 50 * 60_000;
    expect(await ask()).toEqual([503, false]);
    shift.wall = 50 * 60_000;
    expect(await ask()).toEqual([503, false]);
  });

  test('while the gateway has more to say than it said, a hold may be missing', async () => {
    let device: string | null = null;
    let isHalf = false;
    const plain = globalThis.fetch;
    const line = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const isAgents = device !== null && (JSON.stringify(init?.body) ?? '').includes(device);
      if (!isAgents) return plain(input, init);
      // Half of it came, and the rest never comes.
      if (isHalf) return new Promise(() => undefined);
      const reply = await plain(input, init);
      const text = await reply.clone().text();
      isHalf = text.includes('a D05 may wait');
      return isHalf ? Response.json({ ...(JSON.parse(text) as object), more: true }) : reply;
    });
    onTestFinished(() => line.mockRestore());
    const { here, agent } = await current();
    device = agent.device;
    const { console, sync } = await aConsole(here);
    await console.run({ do: 'placeGuard', of: [MPRN], because: 'a D05 may wait' });
    await sync();
    while (agent.holds().holds.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(agent.holds().isCurrent).toBe(false);
  });

  test('revoked, it stops, and its list is not whole from that moment', async () => {
    const { here, agent, ask } = await current();
    here.gateway.journal.revoke(agent.device, Date.now());
    await agent.lines.until(/does not let this device go on \(revoked\)/);
    expect(await ask()).toEqual([503, false]);
  });
});
