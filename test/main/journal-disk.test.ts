// What the journal makes of a disk that fails it in the middle of a batch, and who may read it.
import { mkdtemp, open, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openJournal } from '../../main/journal.ts';

const device = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const line = (seq: number) => JSON.stringify({ seq, hash: 'ab', head: '{}' });

async function begun() {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-journal-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'live', `${device}.jsonl`);
  const journal = openJournal(folder);
  const append = (firstSeq: number, ...lines: string[]) =>
    journal.append({ world: 'live', device, firstSeq, lines });
  expect(await append(1, line(1))).toMatchObject({ ok: true });
  return { folder, file, journal, append };
}

/** The next flush of any file fails as the system says it. */
async function failNextFlush(folder: string, code: string): Promise<void> {
  const probe = await open(folder);
  const kind = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const spy = vi
    .spyOn(kind, 'datasync')
    .mockRejectedValueOnce(Object.assign(new Error(`${code}: made by the test`), { code }));
  onTestFinished(() => spy.mockRestore());
}

test('JOURNAL1: a batch that did not reach the disk is taken back whole, and the next one starts on a whole line', async () => {
  const { folder, file, journal, append } = await begun();
  await failNextFlush(folder, 'ENOSPC');
  expect(await append(2, line(2), line(3))).toEqual({ ok: false, reason: 'full', lastSeq: 1 });
  expect(await readFile(file, 'utf8')).toBe(`${line(1)}\n`);
  expect(await append(2, line(2))).toMatchObject({ ok: true, state: { lastSeq: 2 } });
  expect(await readFile(file, 'utf8')).toBe(`${line(1)}\n${line(2)}\n`);
  await journal.close();
});

test.skipIf(process.platform === 'win32')(
  'JOURNAL5: only its owner reads a journal, or what a crash tore of it',
  async () => {
    const { folder, file, journal } = await begun();
    await journal.close();
    await writeFile(file, `${line(1)}\n${line(2).slice(0, 9)}`);
    const again = openJournal(folder);
    expect(await again.state('live', device)).toMatchObject({ ok: true });
    for (const path of [file, `${file}.torn`]) expect((await stat(path)).mode & 0o777).toBe(0o600);
    await again.close();
  },
);
