// `npm start` where a desktop program can open, as a person types it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { root } from '../../tools/commands.ts';

const electron = inject('electron');
const display = inject('display');

test.runIf(electron !== null && process.platform === 'linux')(
  'GATE12: with an Electron runtime npm start opens the desktop program, and ends with it',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'backstop-desktop-'));
    onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
    const profile = join(home, 'profile');
    const words = ['--no-sandbox', `--profile-folder=${profile}`];
    const child = spawn('npm', ['start', '--silent', '--', ...words], {
      cwd: root,
      env: {
        ...process.env,
        DISPLAY: display ?? '',
        ELECTRON_OVERRIDE_DIST_PATH: electron?.folder ?? '',
      },
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const gone = once(child, 'exit');
    const end = (signal: NodeJS.Signals) => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, signal);
    };
    onTestFinished(() => end('SIGKILL'));
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    const log = () => readFile(join(profile, 'backstop.log'), 'utf8').catch(() => '');
    await expect.poll(log, { timeout: 60_000 }).toContain('"started"');
    expect(said).not.toContain('web console');
    end('SIGINT');
    await gone;
  },
);
