import { expect, test } from 'vitest';
import { ensureBrowser, whatToInstall, type BrowserProbes } from '../../tools/browser.ts';

/** A machine on which those paths start; fetching and installing may add one. */
function machine(change: {
  readonly named?: string;
  readonly starting?: readonly string[];
  readonly fetched?: string;
  readonly packaged?: string;
  readonly isDebianRoot?: boolean;
}) {
  const starting = new Set(change.starting);
  const did: string[] = [];
  const adds = (name: string, path: string | undefined) => () => {
    did.push(name);
    if (path !== undefined) starting.add(path);
    return Promise.resolve();
  };
  const probes: BrowserProbes = {
    named: change.named ?? '',
    installed: () => ['/usr/bin/chromium', '/usr/bin/google-chrome'],
    ofPlaywright: () => ['/cache/chrome'],
    starts: (path) => Promise.resolve(starting.has(path)),
    fetchPlaywrights: adds('fetch', change.fetched),
    installPackage: change.isDebianRoot === true ? adds('apt', change.packaged) : null,
  };
  return { did, found: ensureBrowser((line) => did.push(line), probes) };
}

test('TOOLS1: a browser that was named is taken, and one that does not start is never replaced in silence', async () => {
  const good = machine({ named: '/my/chrome', starting: ['/my/chrome', '/usr/bin/chromium'] });
  expect(await good.found).toEqual({ ok: true, value: '/my/chrome' });
  const bad = machine({ named: '/my/chrome', starting: ['/usr/bin/chromium'] });
  expect(await bad.found).toMatchObject({ ok: false });
  expect(bad.did).toEqual([]);
});

test('TOOLS1: the installed one comes first, then Playwright’s own; nothing is fetched then', async () => {
  const installed = machine({ starting: ['/usr/bin/google-chrome', '/cache/chrome'] });
  expect(await installed.found).toEqual({ ok: true, value: '/usr/bin/google-chrome' });
  const cached = machine({ starting: ['/cache/chrome'] });
  expect(await cached.found).toEqual({ ok: true, value: '/cache/chrome' });
  expect([...installed.did, ...cached.did]).toEqual([]);
});

test('TOOLS1: with none, Playwright’s is fetched; where that fails and we are root on Debian, the package', async () => {
  const fetching = machine({ fetched: '/cache/chrome', isDebianRoot: true });
  expect(await fetching.found).toEqual({ ok: true, value: '/cache/chrome' });
  expect(fetching.did).toEqual([expect.stringContaining('trying to fetch'), 'fetch']);
  const apt = machine({ packaged: '/usr/bin/chromium', isDebianRoot: true });
  expect(await apt.found).toEqual({ ok: true, value: '/usr/bin/chromium' });
  expect(apt.did).toEqual([
    expect.stringContaining('trying to fetch'),
    'fetch',
    expect.stringContaining("system's package"),
    'apt',
  ]);
});

test('TOOLS1: where none can be had, it says what to install, and no package is tried without root', async () => {
  const helpless = machine({});
  expect(await helpless.found).toEqual({ ok: false, error: whatToInstall });
  expect(helpless.did).not.toContain('apt');
  expect(await machine({ isDebianRoot: true }).found).toEqual({ ok: false, error: whatToInstall });
});
