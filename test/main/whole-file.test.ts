import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeWhole } from '../../main/whole-file.ts';
import { fill, smallDisk } from '../support/small-disk.ts';

test('SHELL25: a file takes the place of the old one, with the mode that was asked for, and one that cannot leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-whole-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'customers.csv');
  await writeFile(`${path}.new`, 'left over', { mode: 0o644 });
  await writeWhole({ path, content: 'one', mode: 0o600 });
  await writeWhole({ path, content: 'two', mode: 0o600 });
  expect(await readFile(path, 'utf8')).toBe('two');
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
  await expect(
    writeWhole({ path: join(folder, 'taken'), content: 'x', beside: join(folder, 'x.part') }),
  ).rejects.toThrow();
  expect((await readdir(folder)).sort()).toEqual(['customers.csv', 'taken']);
});

test('SHELL25: a full disk keeps the old file and no part of the new one', async ({ skip }) => {
  const disk = smallDisk('2m');
  if (disk === null) return skip('left out: a small disk needs Linux and root');
  try {
    const path = join(disk.folder, 'customers.csv');
    await writeWhole({ path, content: 'the old list' });
    await fill(join(disk.folder, 'ballast'));
    await expect(writeWhole({ path, content: 'x'.repeat(100_000) })).rejects.toThrow('ENOSPC');
    expect((await readdir(disk.folder)).sort()).toEqual(['ballast', 'customers.csv']);
    expect(await readFile(path, 'utf8')).toBe('the old list');
  } finally {
    disk.release();
  }
});
