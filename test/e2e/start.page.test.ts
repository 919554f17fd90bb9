// `npm start` where no desktop program can open, as a person types it: why in one line, the address,
// the console and the gateway of this machine behind it, until it is stopped.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gatewayPort, loopback, originOf } from '../../gateway/address.ts';
import { SAID_WHY } from '../../main/exit-codes.ts';
import { root } from '../../tools/commands.ts';
import { joinWith, open, strip } from '../support/night.ts';
import { Operator } from '../support/operator.ts';

const run = promisify(execFile);
const address = originOf(gatewayPort);

/** Whether the one port is free: on a machine where Backstop is in use it is not, and never moves. */
async function isFree(): Promise<boolean> {
  const server = createServer();
  const listens = new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(gatewayPort, loopback, () => resolve(true));
  });
  const free = await listens;
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}

/** A machine of the test's own: no display unless one is named, no Electron, nothing stored. */
async function machine(more: Record<string, string> = {}) {
  const home = await mkdtemp(join(tmpdir(), 'backstop-start-'));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...others } = process.env;
  const env = {
    ...others,
    XDG_DATA_HOME: join(home, 'data'),
    ELECTRON_OVERRIDE_DIST_PATH: join(home, 'no-electron-here'),
    ...more,
  };
  const data = join(home, 'data', 'backstop', 'gateway');
  return { home, env, data };
}

/** Started in a group of its own, which a person's Ctrl+C reaches as a whole. */
async function start(env: NodeJS.ProcessEnv, ...words: readonly string[]) {
  const child = spawn('npm', ['start', '--silent', ...words], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stderr.on('data', (part: Buffer) => (said.err += part.toString()));
  const gone = once(child, 'exit');
  const signal = (name: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, name);
  };
  onTestFinished(() => signal('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      said.out += part.toString();
      if (said.out.includes('Backstop is at ')) resolve();
    });
    child.once('exit', () => reject(new Error(`npm start ended: ${said.out}${said.err}`)));
  });
  return {
    said,
    stop: async () => {
      signal('SIGINT');
      await gone;
    },
  };
}

describe.runIf(process.platform === 'linux')('GATE12: npm start on a machine', () => {
  test('GATE12: without a display and without Electron: the address, the console, desks that join, and an end', async (context) => {
    if (!(await isFree())) return context.skip(`port ${gatewayPort} is in use on this machine`);
    const { env, data } = await machine();
    const started = await start(env);
    expect(started.said.out).toBe(
      'This machine has no display: opening the web console instead.\n' +
        `Backstop is at ${address}\n`,
    );
    const health = await fetch(`${address}/v1/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({
      ok: true,
      program: 'backstop',
      journal: 'reachable',
    });
    const page = await fetch(address);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<title>Backstop</title>');

    // An administrator's commands find the journal of this machine by themselves.
    const command = async (...words: readonly string[]) => {
      const args = ['run', '--silent', 'gateway', '--', ...words];
      return (await run('npm', args, { cwd: root, env })).stdout.trim();
    };
    await command('organisation', 'add', '--id', 'ABC', '--name', 'Example Energy');
    const code = await command('invite', '--org', 'ABC', '--role', 'operator');
    const aoife = await new Operator(await open(address)).goIn({ name: 'Aoife' });
    await joinWith(aoife, code);
    await aoife.press('Escape');
    await aoife.takeCall('10934478153', '-20');
    await strip(aoife.page).getByText('All accepted by the gateway').waitFor();
    expect(await command('devices', '--org', 'ABC')).toMatch(/ABC {2}operator {2}[1-9]\d* entries/);

    await started.stop();
    await strip(aoife.page)
      .getByText(/^Stalled since/)
      .waitFor();
    expect(await readdir(data)).toEqual(['journal.sqlite']);
    expect(started.said.err).toBe('');
    expect(await isFree()).toBe(true);
  });

  test('GATE12: with a display and without Electron: the browser is opened at the address', async (context) => {
    if (!(await isFree())) return context.skip(`port ${gatewayPort} is in use on this machine`);
    const { home, env } = await machine({ DISPLAY: ':0' });
    // What opens an address on this system, as the program finds it.
    const [programs, opened] = [join(home, 'bin'), join(home, 'opened')];
    await mkdir(programs);
    await writeFile(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > '${opened}'\n`);
    await chmod(join(programs, 'xdg-open'), 0o755);
    const path = `${programs}${delimiter}${process.env['PATH'] ?? ''}`;
    // As root it would name that instead: told that Electron may start, it looks for one.
    const started = await start({ ...env, PATH: path }, '--', '--no-sandbox');
    expect(started.said.out).toMatch(/^No Electron runtime can be had here[^\n]*\nBackstop is at /);
    await expect.poll(() => readFile(opened, 'utf8').catch(() => '')).toBe(address);
    await started.stop();
    expect(await isFree()).toBe(true);
  });

  test.for([
    ['ends at once', 0o755, 'Electron does not start here (it ended with 127)'],
    ['may not be run', 0o644, 'Electron does not start here (spawn '],
  ] as const)(
    'with an Electron that %s: why in one line, and the web console',
    async ([, mode, says], context) => {
      if (!(await isFree())) return context.skip(`port ${gatewayPort} is in use on this machine`);
      const { home, env } = await machine({ DISPLAY: ':0' });
      const electron = join(home, 'no-electron-here');
      await mkdir(electron);
      await writeFile(join(electron, 'electron'), '#!/bin/sh\nexit 127\n');
      await chmod(join(electron, 'electron'), mode);
      const started = await start(env, '--', '--no-sandbox');
      const [line = '', ...others] = started.said.out.trim().split('\n');
      expect(line).toContain(says);
      expect(line).toMatch(/: opening the web console instead\.$/);
      expect(others).toEqual([`Backstop is at ${address}`]);
      await started.stop();
      await expect.poll(isFree).toBe(true);
    },
  );

  test('GATE12: with an Electron whose program has said why it ends: that is all, and no web console', async () => {
    const { home, env } = await machine({ DISPLAY: ':0' });
    const electron = join(home, 'no-electron-here');
    await mkdir(electron);
    await writeFile(join(electron, 'electron'), `#!/bin/sh\nexit ${SAID_WHY}\n`);
    await chmod(join(electron, 'electron'), 0o755);
    const args = ['start', '--silent', '--', '--no-sandbox'];
    const ended = await run('npm', args, { cwd: root, env }).then(
      () => null,
      (error: { code: number; stdout: string }) => error,
    );
    expect([ended?.code, ended?.stdout]).toEqual([SAID_WHY, '']);
  });

  test('GATE1: where the port is taken: one sentence, and no other port', async () => {
    const server = createServer();
    const taken = (await isFree())
      ? new Promise<void>((resolve) => server.listen(gatewayPort, loopback, () => resolve()))
      : Promise.resolve();
    await taken;
    onTestFinished(() => void server.close());
    const { env } = await machine();
    const ended = await run('npm', ['start', '--silent'], { cwd: root, env }).then(
      () => null,
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect(ended?.code).toBe(1);
    expect(ended?.stdout).not.toContain('Backstop is at');
    expect(ended?.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended?.stderr).toMatch(/Port 4375 on this machine is taken|Backstop is already running/);
  });
});
