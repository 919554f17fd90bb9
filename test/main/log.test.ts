import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLog } from '../../main/log.ts';
import { keysOf, kindOf, nameless } from '../../main/nameless.ts';
import { calls } from '../../shared/bridge.ts';

test('SHELL24: of an alarm the log gets what it was about, never whom', () => {
  expect(
    [
      'medical:mprn:10034721433',
      'cutOff:lead:0b7c',
      't75:1795825000000',
      'promise:17',
      'hold:17',
    ].map(kindOf),
  ).toEqual(['medical', 'cutOff', 't75', 'promise', 'hold']);
  expect(kindOf('Mary Murphy 10034721433')).toBe('');
});

test('SHELL24: of arguments that do not fit it gets the keys of the table, never one that was made up', () => {
  const keys = keysOf(calls.exchange.args);
  expect(nameless('request.entries.12.head', keys)).toBe('request.entries.12.head');
  expect(nameless('request.tips.Mary Murphy 10034721433', keys)).toBe('request.tips.?');
  expect(nameless('10034721433', keys)).toBe('?');
  expect(nameless('alarms.0.title', keysOf(calls.setAlarms.args))).toBe('alarms.0.title');
});

test.skipIf(process.platform === 'win32')(
  'SHELL24: the log is readable by its owner only, also one that was not',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backstop-log-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'backstop.log');
    const mode = async () => (await stat(file)).mode & 0o777;
    openLog(folder, () => 0)('started');
    expect(await mode()).toBe(0o600);
    await writeFile(file, '');
    await chmod(file, 0o644);
    openLog(folder, () => 0)('started', { version: '1' });
    expect(await mode()).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe(
      '{"at":"1970-01-01T00:00:00.000Z","what":"started","version":"1"}\n',
    );
  },
);
