// The benchmark runs, and gives each figure that was promised by its name; its times are nobody's
// business here.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../../tools/commands.ts';

const run = promisify(execFile);

/** Of the desk; `--quick` has small sizes where the figure's name tells one. */
const promised = [
  'intake1k.ms',
  'action.p50.ms',
  'action.p99.ms',
  'action.ratioToRaw',
  'reorder1k.ms',
  'next.ms',
  'coldStart.ms',
  'bookSearch.ms',
  'bookImport.rowsPerSecond',
  'memory.mb',
  'scroll.p95.ms',
  'scroll.blank',
];

test('BENCH1: npm run bench prints a table and writes the same figures by name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-bench-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const file = join(folder, 'figures.json');
  const words = ['run', '--silent', 'bench', '--', '--quick', '--only', 'desk', '--json', file];
  const { stdout } = await run('npm', words, { cwd: root });
  const figures = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>>;
  for (const name of promised) {
    expect(figures[name], name).toBeTypeOf('number');
    expect(stdout).toContain(name);
  }
});
