// A Chromium for the page tests: the one named, the one installed, the one Playwright fetches, the
// system's package. `node tools/browser.ts` says which; what cannot be had is said with what to do.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { programs, run, runNode } from './commands.ts';

const minute = 60_000;

export const whatToInstall =
  'No browser for the page tests. Install Chromium, Chrome or Edge (Debian and Ubuntu: ' +
  '"sudo apt-get install chromium"; Fedora: "sudo dnf install chromium"; macOS: ' +
  '"brew install --cask google-chrome"; Windows has Edge), or set BACKSTOP_BROWSER to its program.';

/** What the decision looks at and does; a machine in the product, a story in its test. */
export interface BrowserProbes {
  /** BACKSTOP_BROWSER; empty counts as not named. */
  readonly named: string;
  /** Where a browser may be installed, the preferred first. */
  readonly installed: () => readonly string[];
  readonly ofPlaywright: () => readonly string[];
  readonly starts: (path: string) => Promise<boolean>;
  readonly fetchPlaywrights: () => Promise<unknown>;
  /** Null where the system's packages cannot be installed without asking. */
  readonly installPackage: (() => Promise<unknown>) | null;
}

/** Path of a browser that starts, installing one where that is possible without asking. */
export async function ensureBrowser(
  say: (line: string) => void = () => {},
  probes: BrowserProbes = thisMachine(),
): Promise<Result<string, string>> {
  const { named, installed, ofPlaywright, starts, fetchPlaywrights, installPackage } = probes;
  const first = async (paths: readonly string[]): Promise<string | null> => {
    for (const path of paths) if (await starts(path)) return path;
    return null;
  };
  if (named !== '') {
    return (await starts(named))
      ? ok(named)
      : fail(`BACKSTOP_BROWSER names ${named}, which does not start.`);
  }
  const there = (await first(installed())) ?? (await first(ofPlaywright()));
  if (there !== null) return ok(there);

  say('No Chromium, Chrome or Edge found; trying to fetch the one Playwright brings.');
  await fetchPlaywrights();
  const fetched = await first(ofPlaywright());
  if (fetched !== null) return ok(fetched);

  if (installPackage !== null) {
    say("That did not work; installing the system's package chromium.");
    await installPackage();
    const packaged = await first(installed());
    if (packaged !== null) return ok(packaged);
  }
  return fail(whatToInstall);
}

function thisMachine(): BrowserProbes {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  return {
    named: process.env['BACKSTOP_BROWSER'] ?? '',
    installed: installedBrowsers,
    ofPlaywright: () => [chromium.executablePath()].filter((path) => path !== ''),
    starts,
    fetchPlaywrights: () =>
      runNode(programs.playwright, ['install', 'chromium'], { quiet: true, limitMs: 4 * minute }),
    installPackage: isDebianRoot
      ? async () => {
          await run('apt-get', ['update'], { quiet: true, limitMs: 5 * minute, env });
          const install = ['install', '-y', '--no-install-recommends', 'chromium'];
          await run('apt-get', install, { quiet: true, limitMs: 10 * minute, env });
        }
      : null,
  };
}

function installedBrowsers(): readonly string[] {
  if (process.platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap(
      (name) => process.env[name] ?? [],
    );
    const tails = [
      join('Chromium', 'Application', 'chrome.exe'),
      join('Google', 'Chrome', 'Application', 'chrome.exe'),
      join('Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ];
    return tails.flatMap((tail) => folders.map((folder) => join(folder, tail)));
  }
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', join(homedir(), 'Applications')].map((folder) =>
        join(folder, `${name}.app`, 'Contents', 'MacOS', name),
      ),
    );
  }
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin'];
  return [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
  ].flatMap((name) => [...new Set(folders)].map((folder) => join(folder, name)));
}

/** Present is not enough on Linux: Ubuntu's chromium-browser is a stub, libraries may be missing. */
function starts(path: string): Promise<boolean> {
  if (!existsSync(path)) return Promise.resolve(false);
  if (process.platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    execFile(path, ['--version'], { timeout: minute }, (error) => resolve(error === null));
  });
}

if (import.meta.main) {
  const found = await ensureBrowser((line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${found.ok ? found.value : found.error}\n`);
  if (!found.ok) process.exitCode = 1;
}
