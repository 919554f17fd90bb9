import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../main/journal.ts';
import { fill, smallDisk } from '../support/small-disk.ts';

const device = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const line = (seq: number) => JSON.stringify({ seq, hash: 'ab', head: '{"note":"ó\\n"}' });
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backstop-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => join(folder, 'live', `${device}.jsonl`);
const append = (journal: ReturnType<typeof openJournal>, firstSeq: number, ...lines: string[]) =>
  journal.append({ world: 'live', device, firstSeq, lines });

test('JOURNAL1: lines come gapless; a gap is refused with where the journal stands', async () => {
  const journal = openJournal(folder);
  expect(await append(journal, 1, line(1), line(2))).toMatchObject({
    ok: true,
    state: { lastSeq: 2 },
  });
  expect(await append(journal, 4, line(4))).toEqual({ ok: false, reason: 'gap', lastSeq: 2 });
  expect(await append(journal, 3, line(3), line(5))).toEqual({
    ok: false,
    reason: 'gap',
    lastSeq: 2,
  });
  expect(await readFile(file(), 'utf8')).toBe(`${line(1)}\n${line(2)}\n`);
  await journal.close();
});

test('JOURNAL2: the same lines again change nothing, also when some are new', async () => {
  const journal = openJournal(folder);
  await append(journal, 1, line(1), line(2));
  expect(await append(journal, 1, line(1))).toMatchObject({ ok: true, state: { lastSeq: 2 } });
  expect(await append(journal, 2, line(2), line(3))).toMatchObject({
    ok: true,
    state: { lastSeq: 3 },
  });
  expect(await readFile(file(), 'utf8')).toBe(`${line(1)}\n${line(2)}\n${line(3)}\n`);
  await journal.close();
});

test('JOURNAL3: a line torn by a crash is cut off, kept beside, and written again', async () => {
  await mkdir(join(folder, 'live'), { recursive: true });
  await writeFile(file(), `${line(1)}\n${line(2).slice(0, 9)}`);
  const journal = openJournal(folder);
  expect(await journal.state('live', device)).toMatchObject({ ok: true, state: { lastSeq: 1 } });
  expect(await readFile(`${file()}.torn`, 'utf8')).toBe(line(2).slice(0, 9));
  await append(journal, 2, line(2));
  expect(await readFile(file(), 'utf8')).toBe(`${line(1)}\n${line(2)}\n`);
  await journal.close();
});

test('JOURNAL4: batches sent at once do not interleave', async () => {
  const journal = openJournal(folder);
  const replies = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      append(journal, index * 2 + 1, line(index * 2 + 1), line(index * 2 + 2)),
    ),
  );
  expect(replies.every((reply) => reply.ok)).toBe(true);
  const lines = (await readFile(file(), 'utf8')).trimEnd().split('\n');
  expect(lines.map((each) => (JSON.parse(each) as { seq: number }).seq)).toEqual(
    Array.from({ length: 80 }, (_, index) => index + 1),
  );
  await journal.close();
});

test('JOURNAL5: live and practice are two files', async () => {
  const journal = openJournal(folder);
  await append(journal, 1, line(1));
  expect(await journal.state('practice', device)).toMatchObject({
    ok: true,
    state: { lastSeq: 0 },
  });
  await journal.close();
});

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'JOURNAL6: a folder that cannot be written is a reason, not a crash',
  async () => {
    await chmod(folder, 0o500);
    expect(await openJournal(folder).state('live', device)).toMatchObject({
      ok: false,
      reason: 'notWritable',
    });
  },
);

test('JOURNAL6: a file in the way of the folder is a reason, not a crash', async () => {
  await writeFile(join(folder, 'live'), '');
  expect(await openJournal(folder).state('live', device)).toEqual({
    ok: false,
    reason: 'notWritable',
    lastSeq: 0,
  });
});

test('JOURNAL7: what is on disk is read again, the journal written last first, in pieces, a torn end left out', async () => {
  const journal = openJournal(folder);
  expect(await journal.devices('live')).toEqual({ ok: true, devices: [] });
  const older = '1b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
  await journal.append({ world: 'live', device: older, firstSeq: 1, lines: [line(1)] });
  await utimes(join(folder, 'live', `${older}.jsonl`), 1, 1);
  const long = (seq: number) => JSON.stringify({ seq, head: 'ó'.repeat(400_000) });
  for (let seq = 1; seq <= 20; seq += 5)
    await append(journal, seq, ...[0, 1, 2, 3, 4].map((more) => long(seq + more)));
  await writeFile(join(folder, 'live', 'notes.txt'), 'none of ours');
  expect(await journal.devices('live')).toEqual({ ok: true, devices: [device, older] });
  expect(await journal.devices('practice')).toEqual({ ok: true, devices: [] });
  await appendFile(file(), line(21).slice(0, 9));
  const again = openJournal(folder);
  const seqs: number[] = [];
  let pieces = 0;
  for (;;) {
    const read = await again.read('live', device, seqs.length);
    if (!read.ok) throw new Error(read.reason);
    if (read.lines.length === 0) break;
    pieces += 1;
    for (const each of read.lines) {
      const { seq, head } = JSON.parse(each) as { seq: number; head: string };
      expect(head).toBe('ó'.repeat(400_000));
      seqs.push(seq);
    }
  }
  expect(seqs).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(pieces).toBeGreaterThan(1);
  // From anywhere, also back.
  const middle = await again.read('live', device, 7);
  expect(middle.ok && middle.lines[0]).toBe(long(8));
  await journal.close();
  await again.close();
});

test('JOURNAL7: a file in the way of the folder is a reason, not a crash', async () => {
  await writeFile(join(folder, 'live'), '');
  const journal = openJournal(folder);
  expect(await journal.devices('live')).toEqual({ ok: false, reason: 'notReadable' });
  expect(await journal.read('live', device, 0)).toEqual({ ok: false, reason: 'notReadable' });
});

/** A disk of two megabytes with room for about so many kilobytes; null where none can be had. */
async function nearlyFull(kilobytes: number) {
  const disk = smallDisk('2m');
  if (disk === null) return null;
  const ballast = join(disk.folder, 'ballast');
  await fill(ballast);
  await truncate(ballast, (await stat(ballast)).size - kilobytes * 1024);
  return { ...disk, makeRoom: () => rm(ballast) };
}

const longLine = (seq: number) => JSON.stringify({ seq, hash: 'ab', head: 'x'.repeat(1000) });
const needsDisk = 'left out: a small disk needs Linux and root';

test('JOURNAL11: when the disk fills up every line that was acknowledged is whole on it, and the rest follows when there is room', async ({
  skip,
}) => {
  for (const batch of [1, 100]) {
    const disk = await nearlyFull(300);
    if (disk === null) return skip(needsDisk);
    try {
      const journal = openJournal(disk.folder);
      const appendNext = (after: number) =>
        journal.append({
          world: 'live',
          device,
          firstSeq: after + 1,
          lines: Array.from({ length: batch }, (_, index) => longLine(after + 1 + index)),
        });
      let acknowledged = 0;
      let reply = await appendNext(0);
      while (reply.ok) {
        acknowledged = reply.state.lastSeq;
        reply = await appendNext(acknowledged);
      }
      expect(reply).toEqual({ ok: false, reason: 'full', lastSeq: acknowledged });
      expect(acknowledged).toBeGreaterThan(150);
      const onDisk = () => readFile(join(disk.folder, 'live', `${device}.jsonl`), 'utf8');
      const whole = (count: number) =>
        Array.from({ length: count }, (_, index) => `${longLine(index + 1)}\n`).join('');
      expect(await onDisk()).toBe(whole(acknowledged));
      await disk.makeRoom();
      expect(await appendNext(acknowledged)).toMatchObject({ ok: true });
      expect(await onDisk()).toBe(whole(acknowledged + batch));
      await journal.close();
    } finally {
      disk.release();
    }
  }
});

test('JOURNAL11: a torn line that a full disk cannot keep leaves neither open files nor pieces of itself', async ({
  skip,
}) => {
  const disk = await nearlyFull(24);
  if (disk === null) return skip(needsDisk);
  try {
    await mkdir(join(disk.folder, 'live'));
    const path = join(disk.folder, 'live', `${device}.jsonl`);
    await writeFile(path, `${longLine(1)}\n${longLine(2)}\n${'x'.repeat(13_000)}`);
    await fill(join(disk.folder, 'more'));
    const open = async () => (await readdir('/proc/self/fd')).length;
    const journal = openJournal(disk.folder);
    const look = () => journal.state('live', device);
    expect(await look()).toEqual({ ok: false, reason: 'full', lastSeq: 0 });
    const before = await open();
    for (let each = 0; each < 20; each++) await look();
    expect(await open()).toBeLessThanOrEqual(before);
    await disk.makeRoom();
    expect(await look()).toMatchObject({ ok: true, state: { lastSeq: 2 } });
    expect(await readFile(`${path}.torn`, 'utf8')).toBe('x'.repeat(13_000));
    await journal.close();
  } finally {
    disk.release();
  }
});
