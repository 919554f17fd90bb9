// The folders on a real disk.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeRooms, NodeFolder, REST_MS, troubleOf } from '../../../gateway/agent/node-folder.ts';
import type { Bytes } from '../../../shared/domain/intake/file.ts';
import { MOST_MESSAGE_BYTES } from '../../../shared/market/file.ts';
import { must } from '../../../shared/lib/check.ts';
import { temporaryFolder } from '../running.ts';

async function rooms() {
  const root = temporaryFolder();
  expect(await makeRooms(root)).toEqual({ ok: true, value: null });
  const clock = { now: 60_000 };
  const folder = new NodeFolder(root, () => clock.now);
  const inbox = (name: string, text = 'x') => writeFileSync(join(root, 'inbox', name), text);
  const names = (...path: string[]) => readdirSync(join(root, ...path)).sort();
  return { root, clock, folder, inbox, names };
}

/** As claimed, of which the bytes may be read. */
function bytesIn(claimed: Awaited<ReturnType<NodeFolder['claim']>>): Bytes {
  const file = must(claimed.ok ? claimed.value : null, 'it is here');
  if ('unreadable' in file) throw new Error(file.unreadable);
  return file;
}

const ok = (value: unknown = null) => ({ ok: true, value });

describe('AGENT14: a file comes into the outbox whole, by a rename from beside it', () => {
  test('staged, found, sent, and never doubled by a repetition', async () => {
    const { folder, names, root } = await rooms();
    expect(await folder.find('a.xml')).toEqual(ok('nowhere'));
    expect(await folder.stage('a.xml', 'one')).toEqual(ok());
    expect(await folder.stage('a.xml', 'two')).toEqual(ok());
    expect(await folder.find('a.xml')).toEqual(ok('staging'));
    expect(names('outbox')).toEqual([]);
    expect(await folder.send('a.xml')).toEqual(ok());
    expect(await folder.find('a.xml')).toEqual(ok('outbox'));
    expect(names('staging')).toEqual([]);
    expect(readFileSync(join(root, 'outbox', 'a.xml'), 'utf8')).toBe('two');
    for (const name of ['b', 'c']) await folder.stage(name, 'x');
    await folder.tidy(new Set(['c']));
    expect(names('staging')).toEqual(['c']);
  });
});

/** Inodes in the order in which they were brought to the disk, and how much each had by then. */
async function syncsOf(root: string) {
  const probe = await open(root);
  const kind = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const synced: (readonly [ino: number, bytes: number | null])[] = [];
  const sync = Reflect.get(kind, 'sync');
  const spy = vi.spyOn(kind, 'sync').mockImplementation(async function (this: FileHandle) {
    const { ino, size, isDirectory } = await factsOf(this);
    synced.push([ino, isDirectory ? null : size]);
    return sync.call(this);
  });
  onTestFinished(() => spy.mockRestore());
  return synced;
}

async function factsOf(handle: FileHandle) {
  const found = await handle.stat();
  return { ino: found.ino, size: found.size, isDirectory: found.isDirectory() };
}

test.skipIf(process.platform === 'win32')(
  'AGENT14: the text is on the disk before its name is, and both before anybody is told',
  async () => {
    const { root, folder } = await rooms();
    const synced = await syncsOf(root);
    const inoOf = (...path: string[]) => statSync(join(root, ...path)).ino;
    await folder.stage('a.xml', 'whole');
    const text = inoOf('staging', 'a.xml');
    expect(synced.splice(0)).toEqual([
      [text, 5],
      [inoOf('staging'), null],
    ]);
    await folder.send('a.xml');
    expect(inoOf('outbox', 'a.xml')).toBe(text);
    expect(synced).toEqual([
      [inoOf('outbox'), null],
      [inoOf('staging'), null],
    ]);
  },
);

describe('AGENT15: what is not yet whole is left alone', () => {
  test('names of programs that write, and files that still grow', async () => {
    const { folder, inbox, clock, root } = await rooms();
    for (const name of ['.hidden', 'a.xml.tmp', 'b.PART', 'c.xml']) inbox(name);
    expect(await folder.waiting(9)).toEqual(ok([]));
    // It grew meanwhile: two seconds from now on.
    clock.now += REST_MS - 1;
    inbox('c.xml', 'xx');
    utimesSync(join(root, 'inbox', 'c.xml'), 5, 5);
    expect(await folder.waiting(9)).toEqual(ok([]));
    clock.now += REST_MS - 1;
    expect(await folder.waiting(9)).toEqual(ok([]));
    clock.now += 1;
    expect(await folder.waiting(9)).toEqual(ok(['c.xml']));
  });

  test.each([
    ['ahead', 3600],
    ['behind by five seconds', -5],
    ['behind by years', -1e9],
  ])(
    'a share whose clock is %s says nothing: what does not change before our eyes is at rest',
    async (_what, seconds) => {
      const { folder, inbox, clock, root } = await rooms();
      const write = (text: string) => {
        inbox('a.csv', text);
        const at = Date.now() / 1000 + seconds;
        utimesSync(join(root, 'inbox', 'a.csv'), at, at);
      };
      write('half');
      expect(await folder.waiting(9)).toEqual(ok([]));
      clock.now += REST_MS;
      write('half, and whole');
      expect(await folder.waiting(9)).toEqual(ok([]));
      clock.now += REST_MS;
      expect(await folder.waiting(9)).toEqual(ok(['a.csv']));
    },
  );

  test('of very many, those of the next pass are looked at already', async () => {
    const { folder, inbox, clock } = await rooms();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) inbox(name);
    expect(await folder.waiting(2)).toEqual(ok([]));
    clock.now += REST_MS;
    expect(await folder.waiting(2)).toEqual(ok(['a', 'b']));
    for (const name of ['a', 'b']) await folder.claim(name);
    for (const name of ['a', 'b']) await folder.archive(name, '2026-11-21');
    expect(await folder.waiting(2)).toEqual(ok(['c', 'd']));
  });
});

describe('AGENT16: claimed by a rename, then kept under its day or with its reason, and nothing is overwritten', () => {
  test('what was claimed before comes first, and one of the same name waits for it', async () => {
    const { folder, inbox, names, clock } = await rooms();
    inbox('a.xml', 'first');
    await folder.claim('a.xml');
    inbox('a.xml', 'second');
    inbox('b.xml');
    await folder.waiting(1);
    clock.now += REST_MS;
    expect(await folder.waiting(1)).toEqual(ok(['a.xml', 'b.xml']));
    const again = await folder.claim('a.xml');
    expect(Buffer.from(await bytesIn(again).read(0, 9)).toString()).toBe('first');
    expect(await folder.archive('a.xml', '2026-11-21')).toEqual(ok());
    await folder.claim('a.xml');
    expect(await folder.archive('a.xml', '2026-11-21')).toEqual(ok());
    expect(names('archive', '2026-11-21')).toEqual(['a (2).xml', 'a.xml']);
    expect(await folder.claim('gone.xml')).toEqual(ok());
  });

  test('the original bytes, with a sentence beside them', async () => {
    const { folder, inbox, names, root } = await rooms();
    const long = `${'é'.repeat(120)}.xml`;
    for (const name of ['a.xml', 'a.xml', long]) {
      inbox(name, name);
      await folder.claim(name);
      expect(await folder.poison(name, 'Refused: empty.')).toEqual(ok());
    }
    expect(names('poison')).toEqual([
      'a (2).xml',
      'a (2).xml.reason.txt',
      'a.xml',
      'a.xml.reason.txt',
      `${'é'.repeat(40)}.xml`,
      `${'é'.repeat(40)}.xml.reason.txt`,
    ]);
    expect(readFileSync(join(root, 'poison', 'a.xml'), 'utf8')).toBe('a.xml');
    expect(readFileSync(join(root, 'poison', 'a.xml.reason.txt'), 'utf8')).toBe(
      'Refused: empty.\n',
    );
    expect(names('claimed')).toEqual([]);
    // AGENT23: what a person has taken away lies there no longer, also where its reason was left.
    rmSync(join(root, 'poison', 'a.xml'));
    expect(await folder.inPoison()).toEqual(
      ok({ count: 2, sentences: ['Refused: empty.', 'Refused: empty.'] }),
    );
  });

  test('an original that is called as a reason would be is not overwritten by one', async () => {
    const { folder, inbox, names, root } = await rooms();
    const aside = async (name: string, text: string) => {
      inbox(name, text);
      await folder.claim(name);
      expect(await folder.poison(name, `Why ${text}.`)).toEqual(ok());
    };
    await aside('a.xml.reason.txt', 'first');
    await aside('a.xml', 'second');
    await aside('a.xml.reason.txt', 'third');
    const texts = names('poison').map((name) => readFileSync(join(root, 'poison', name), 'utf8'));
    expect(texts.sort()).toEqual([
      'Why first.\n',
      'Why second.\n',
      'Why third.\n',
      'first',
      'second',
      'third',
    ]);
    expect(await folder.inPoison()).toMatchObject({ value: { count: 3 } });
  });

  test('larger than any message, no byte of it is read', async () => {
    const { folder, inbox } = await rooms();
    inbox('a.xml', 'x'.repeat(MOST_MESSAGE_BYTES + 1));
    const file = bytesIn(await folder.claim('a.xml'));
    expect(file.size).toBe(MOST_MESSAGE_BYTES + 1);
    await expect(file.read(0, 1)).rejects.toThrow('larger');
  });
});

describe('AGENT8: what the system says becomes a state', () => {
  test('a folder that is not there says nothing of what is in it, and is not made anew', async () => {
    const { folder, root, inbox } = await rooms();
    await folder.stage('a.xml', 'x');
    renameSync(root, `${root}.away`);
    const missing = { ok: false, error: { is: 'missing', why: 'ENOENT' } };
    for (const answer of [
      await folder.stage('b.xml', 'x'),
      await folder.send('a.xml'),
      await folder.find('a.xml'),
      await folder.waiting(9),
      await folder.claim('c.xml'),
    ])
      expect(answer).toEqual(missing);
    // A share that is not mounted leaves an empty folder in its place.
    mkdirSync(root);
    expect(await folder.find('a.xml')).toEqual(missing);
    expect(readdirSync(root)).toEqual([]);
    rmSync(root, { recursive: true });
    renameSync(`${root}.away`, root);
    expect(await folder.send('a.xml')).toEqual(ok());
    inbox('c.xml');
    expect(await folder.claim('c.xml')).toMatchObject({ ok: true, value: { size: 1 } });
  });

  test.each([
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EACCES', 'readOnly'],
    ['EROFS', 'readOnly'],
    ['ESTALE', 'missing'],
    ['ETIMEDOUT', 'slow'],
    ['EIO', 'broken'],
  ] as const)('%s is %s', (why, is) => {
    expect(troubleOf(why)).toEqual({ is, why });
  });
});

describe('AGENT28: what is no readable file holds up no other', () => {
  test.skipIf(process.platform !== 'linux')(
    'a name that is no UTF-8 is claimed and kept under what can be shown of it',
    async () => {
      const { folder, names, root, clock } = await rooms();
      for (const sign of [0xe9, 0xe8])
        writeFileSync(
          Buffer.concat([Buffer.from(`${root}/inbox/r`), Buffer.from([sign]), Buffer.from('.xml')]),
          'x',
        );
      const shown = 'r\ufffd.xml';
      await folder.waiting(9);
      for (const kept of [[shown], ['r\ufffd (2).xml', shown]]) {
        clock.now += REST_MS;
        expect(await folder.waiting(9)).toEqual(ok([shown]));
        expect(await folder.claim(shown)).toMatchObject({ ok: true, value: { size: 1 } });
        expect(await folder.archive(shown, '2026-11-21')).toEqual(ok());
        expect(names('archive', '2026-11-21')).toEqual(kept.sort());
        await folder.waiting(9);
      }
      expect(names('inbox')).toEqual([]);
    },
  );

  test('a folder in the inbox stays, and it is said that it lies there', async () => {
    const { folder, inbox, names, root } = await rooms();
    mkdirSync(join(root, 'inbox', 'sub'));
    inbox('a.xml');
    await folder.waiting(9);
    expect(await folder.leftAlone()).toEqual(ok('a folder lies in it'));
    rmSync(join(root, 'inbox', 'sub'), { recursive: true });
    symlinkSync(join(root, 'inbox', 'a.xml'), join(root, 'inbox', 'b.xml'));
    await folder.waiting(9);
    expect(await folder.leftAlone()).toEqual(ok('no plain file lies in it'));
    rmSync(join(root, 'inbox', 'b.xml'));
    await folder.waiting(9);
    expect(await folder.leftAlone()).toEqual(ok());
    expect(names('inbox')).toEqual(['a.xml']);
  });

  test('what was claimed and cannot be read says why, and can be set aside', async () => {
    const { folder, root, names } = await rooms();
    mkdirSync(join(root, 'claimed', 'a.xml'));
    expect(await folder.claim('a.xml')).toEqual(ok({ unreadable: 'EISDIR' }));
    expect(await folder.poison('a.xml', 'Why.')).toEqual(ok());
    expect(names('poison')).toEqual(['a.xml', 'a.xml.reason.txt']);
  });
});
