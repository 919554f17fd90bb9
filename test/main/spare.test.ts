import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSpare } from '../../main/spare.ts';

test('SHELL22: where the person is is kept beside the journal: the last word stands, and a folder that cannot be written is no crash', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-spare-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const spare = openSpare(join(folder, 'spare'));
  expect(await spare.read('door')).toBeNull();
  const kept = await Promise.all([
    ...Array.from({ length: 20 }, (_, index) => spare.keep('live', `place ${index}`)),
    spare.keep('door', 'live'),
  ]);
  expect(kept.every(Boolean)).toBe(true);
  expect(await openSpare(join(folder, 'spare')).read('live')).toBe('place 19');
  expect(await spare.read('door')).toBe('live');
  expect(await spare.read('practice')).toBeNull();
  expect((await readdir(join(folder, 'spare'))).sort()).toEqual(['door.json', 'live.json']);
  await writeFile(join(folder, 'file'), '');
  const barred = openSpare(join(folder, 'file'));
  expect(await barred.keep('live', 'x')).toBe(false);
  expect(await barred.read('live')).toBeNull();
});
