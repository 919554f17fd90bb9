import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { APP_ID } from '../../main/app-id.ts';
import { root } from '../../tools/commands.ts';

function packaging(env: Readonly<Record<string, string>>) {
  const own = { ...process.env };
  delete own['BACKSTOP_ELECTRON_VERSION'];
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools', 'package.ts')], {
    env: { ...own, ...env },
    encoding: 'utf8',
  });
  return { status, said: stderr.trim() };
}

test('TOOLS2: a runtime that does not say its version is said in a sentence, before anything is built', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-runtime-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const missing = packaging({ BACKSTOP_ELECTRON_DIST: folder });
  expect(missing.status).toBe(1);
  expect(missing.said).toBe(
    `${folder} does not say which Electron it is: it has no file "version". Set BACKSTOP_ELECTRON_VERSION, for example to 22.3.25.`,
  );
  const wrong = packaging({ BACKSTOP_ELECTRON_DIST: folder, BACKSTOP_ELECTRON_VERSION: 'new' });
  expect(wrong.said).toBe('"new" is no version of Electron: write it like 22.3.25.');
  const nowhere = packaging({ BACKSTOP_ELECTRON_DIST: join(folder, 'nowhere') });
  expect(nowhere.said).toContain('there is no such folder');
});

test('ALARM7: the program shows its notifications under the name that it is installed under', () => {
  const configuration = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  expect(/^appId: (.+)$/m.exec(configuration)?.[1]).toBe(APP_ID);
});
