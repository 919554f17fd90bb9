// What `npm run package` makes of the Electron at hand: the program, its one archive, and every fuse
// as electron-builder.yml spells it, read back from the bytes of the program itself.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { root } from '../../tools/commands.ts';

/** In Electron's own order; a runtime has as many as there were when it was made. */
const fuses = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

/** Stands in every Electron before its fuses: their version, their number, and a sign for each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

async function fusesOf(program: string): Promise<Readonly<Record<string, boolean>>> {
  const bytes = await readFile(program);
  const at = bytes.indexOf(SENTINEL) + SENTINEL.length;
  const [version, count] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
  expect(version).toBe(1);
  const signs = bytes.subarray(at + 2, at + 2 + count).toString('latin1');
  return Object.fromEntries([...signs].map((sign, index) => [fuses[index], sign === '1']));
}

const runtime = inject('electron');

describe.skipIf(runtime === null || process.platform !== 'linux')('packaging', () => {
  test('SHELL23: the packed program is one archive with every fuse as it is spelled out', async () => {
    const out = await mkdtemp(join(tmpdir(), 'backstop-package-'));
    onTestFinished(() => rm(out, { recursive: true, force: true }));
    const asked = spawnSync(runtime?.program ?? '', ['-p', 'process.versions.electron'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      encoding: 'utf8',
    });
    const made = spawnSync(
      process.execPath,
      [join(root, 'tools', 'package.ts'), `-c.directories.output=${out}`],
      {
        encoding: 'utf8',
        env: {
          ...process.env,
          BACKSTOP_ELECTRON_DIST: runtime?.folder,
          BACKSTOP_ELECTRON_VERSION: asked.stdout.trim(),
        },
      },
    );
    expect(made.status, made.stdout + made.stderr).toBe(0);
    const unpacked = join(out, 'linux-unpacked');
    const read = await fusesOf(join(unpacked, 'backstop'));
    const spelled = Object.fromEntries(
      [
        ...(await readFile(join(root, 'electron-builder.yml'), 'utf8')).matchAll(
          /^ {2}(\w+): (true|false)$/gm,
        ),
      ].map(([, name = '', value]) => [name, value === 'true']),
    );
    // Of the file every fuse is meant, and of the program every one that it has.
    expect(Object.keys(spelled).sort()).toEqual([...fuses].sort());
    expect(Object.keys(read).length).toBeGreaterThanOrEqual(7);
    for (const [name, isOn] of Object.entries(read))
      expect([name, isOn]).toEqual([name, spelled[name]]);
    // Before it was packed a program of Electron runs as Node: not this one.
    expect((await fusesOf(runtime?.program ?? ''))['runAsNode']).toBe(true);
    expect(read['runAsNode']).toBe(false);
    expect((await stat(join(unpacked, 'resources', 'app.asar'))).size).toBeGreaterThan(100_000);
  });
});
