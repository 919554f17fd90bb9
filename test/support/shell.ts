// `test` for shell tests: `launch()` opens the built program in the real Electron with a profile of
// its own; whatever it leaves running is closed.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { inject, test as base } from 'vitest';
import type { Bridge } from '../../shared/bridge.ts';
import { root } from '../../tools/commands.ts';

declare global {
  interface Window {
    readonly backstop: Bridge;
  }
}

export interface Launched {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly profile: string;
  /** Starts that Playwright hung in although the program had started; each was killed and begun again. */
  readonly relaunches: number;
  /** Everything main wrote to its log so far. */
  readonly log: () => Promise<string>;
  /** Ends the program as a power cut would. */
  readonly kill: () => Promise<void>;
}

export interface LaunchOptions {
  readonly profile?: string;
  readonly args?: readonly string[];
}

export type Launch = (options?: LaunchOptions) => Promise<Launched>;

const runtime = inject('electron');

/** Tests that need the real Electron; skipped, and said so, where there is none. */
export const shellTest = base
  .extend('profile', async ({ task: _task }, { onCleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'backstop-shell-'));
    // What a killed program leaves running for a moment may still write.
    onCleanup(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
    return folder;
  })
  .extend('launch', async ({ profile: own }, { onCleanup }): Promise<Launch> => {
    const running = new Set<ElectronApplication>();
    onCleanup(async () => {
      for (const app of running) await app.close().catch(() => undefined);
    });
    return async ({ profile = own, args = [] } = {}) => {
      const { app, relaunches } = await start(profile, args);
      running.add(app);
      const page = await app.firstWindow();
      await page.waitForSelector('#root > *');
      return {
        app,
        page,
        profile,
        relaunches,
        log: () => logOf(profile),
        kill: async () => {
          running.delete(app);
          const gone = new Promise((resolve) => app.process().once('exit', resolve));
          app.process().kill('SIGKILL');
          await gone;
        },
      };
    };
  });

/** A start takes seconds; one that takes longer hangs, and leaves the test the time to begin again. */
const LAUNCH_MS = 20_000;
const RELAUNCHES = 2;

/**
 * Playwright's handshake with the old Electron of the tests hangs now and then, with
 * the program running. Only that is begun again: a program that has not said that it started, or a
 * window that does not come, is the product's fault and fails the test.
 */
async function start(
  profile: string,
  args: readonly string[],
): Promise<{ readonly app: ElectronApplication; readonly relaunches: number }> {
  for (let relaunches = 0; ; relaunches++) {
    const before = starts(await logOf(profile));
    try {
      const app = await _electron.launch({ ...launchOptions(profile, args), timeout: LAUNCH_MS });
      return { app, relaunches };
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError';
      const hasStarted = starts(await logOf(profile)) > before;
      await endLeftovers(profile);
      if (!isTimeout || !hasStarted || relaunches === RELAUNCHES) throw error;
      process.stderr.write('Playwright hung in a start of Electron; begun again.\n');
    }
  }
}

const logOf = (profile: string) => readFile(join(profile, 'backstop.log'), 'utf8').catch(() => '');
const starts = (log: string) => log.split('"started"').length - 1;

/** What still runs of a start given up: our own, known by the profile made for this test. */
async function endLeftovers(profile: string): Promise<void> {
  const ours = `--profile-folder=${profile}`;
  for (const id of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(id)) continue;
    const command = await readFile(join('/proc', id, 'cmdline'), 'utf8').catch(() => '');
    if (command.split('\0').includes(ours)) {
      try {
        process.kill(Number(id), 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    }
  }
}

export const hasElectron = runtime !== null;

export function launchOptions(profile: string, args: readonly string[] = []) {
  return {
    executablePath: runtime?.program ?? '',
    cwd: root,
    args: [
      ...sandbox(),
      // A test machine has no graphics card, and a program that looks for one may hang at its start.
      '--disable-gpu',
      root,
      `--profile-folder=${profile}`,
      `--config-folder=${profile}`,
      ...args,
    ],
    env: environment(),
  };
}

/** Chromium as root has no sandbox to use; tests only, never the product. */
function sandbox(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

export function environment(): Record<string, string> {
  const display = inject('display');
  const own = Object.entries(process.env).filter(
    (each): each is [string, string] => each[1] !== undefined,
  );
  return { ...Object.fromEntries(own), ...(display === null ? {} : { DISPLAY: display }) };
}

/** Every line of every journal of a world, in order. */
export async function journalLines(
  profile: string,
  world: 'live' | 'practice',
): Promise<readonly string[]> {
  const folder = join(profile, 'journal', world);
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.jsonl'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter((line) => line !== ''));
}
