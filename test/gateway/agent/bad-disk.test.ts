// The agent on a disk that is full, may not be written, does not answer, or brings more than any message: what
// the real folders say, and that everything goes on by its own timer once it is over.
import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OfFolder } from '../../../gateway/agent/folder.ts';
import { Loop } from '../../../gateway/agent/loop.ts';
import { makeRooms, NodeFolder, REST_MS } from '../../../gateway/agent/node-folder.ts';
import { Clock as Timers } from '../../simulation/clock.ts';
import { fill, smallDisk } from '../../support/small-disk.ts';
import { temporaryFolder } from '../running.ts';
import { answerXml, aNight, Delegate, MIN, moveAll, MPRN, OTHER } from './night.ts';

const HUGE = 100 * 1024 * 1024;
const needsDisk = 'left out: a small disk needs Linux and root';

/** A clock by which everything that was looked at once is at rest at the next look. */
function looked(): () => number {
  let now = 0;
  return () => (now += REST_MS);
}

/** A night whose agent works in real folders under `root`; nothing of its back-fixes has left yet. */
async function nightIn(root: string, folder = new NodeFolder(root, looked())) {
  const { clock, console, send } = await aNight();
  expect(await makeRooms(root)).toEqual({ ok: true, value: null });
  const delegate = new Delegate(clock, folder);
  const sync = async () => {
    await moveAll(console.port, send);
    await moveAll(delegate.log.port, send);
    await moveAll(console.port, send);
  };
  for (const mprn of [MPRN, OTHER]) await console.restore(mprn);
  await console.release([MPRN, OTHER], delegate.log.device);
  await sync();
  clock.now += MIN;
  return {
    clock,
    console,
    delegate,
    sync,
    names: (room: string) => readdirSync(join(root, room)).sort(),
    /** Laid into the inbox, and seen there. */
    lay: async (name: string, text: string) => {
      writeFileSync(join(root, 'inbox', name), text);
      await NodeFolder.prototype.waiting.call(folder, 9);
    },
    text: (...path: string[]) => readFileSync(join(root, ...path), 'utf8'),
    status: () => delegate.agent.status,
  };
}

type Night = Awaited<ReturnType<typeof nightIn>>;

/** Both loops as the program runs them, by a clock of the test; what the disk does takes no time of it. */
function looping({ delegate }: Night) {
  const timers = new Timers(0);
  const passes: number[] = [];
  for (const work of ['deliver', 'hear'] as const) {
    const loop = new Loop({
      after: (ms, due) => timers.after(ms, due),
      everyMs: 2000,
      work: () => {
        passes.push(timers.now);
        return delegate.agent[work]();
      },
      onError: (error) => {
        throw error;
      },
    });
    loop.start(0);
    onTestFinished(() => loop.stop());
  }
  return { run: (until: number) => timers.run(until), passes };
}

const CUT = '<ieXMLDocument><Mess';

describe('AGENT8: a real disk that fails is a state of each folder, and it goes on by its own timer', () => {
  test('full to the last byte: nothing is half done, and all of it is done once there is room', async ({
    skip,
  }) => {
    const disk = smallDisk('2m');
    if (disk === null) return skip(needsDisk);
    onTestFinished(disk.release);
    const night = await nightIn(disk.folder);
    await night.lay('cut.xml', CUT);
    const stuffing = join(disk.folder, 'stuffing');
    await fill(stuffing);
    const { run } = looping(night);
    await run(10_000);
    const full = { state: 'full', why: 'ENOSPC' };
    expect(night.status()).toMatchObject({ outbox: full, inbox: full });
    expect([night.names('outbox'), night.names('staging')]).toEqual([[], []]);
    // Claimed, whole, and waiting: its reason could not be written.
    expect(night.text('claimed', 'cut.xml')).toBe(CUT);
    await night.sync();
    for (const mprn of [MPRN, OTHER])
      expect((await night.console.item(mprn)).standing).toBe('released');
    rmSync(stuffing);
    await run(80_000);
    expect(night.status()).toMatchObject({ outbox: { state: 'ok' }, inbox: { state: 'ok' } });
    expect(night.names('outbox')).toHaveLength(2);
    for (const name of night.names('outbox'))
      expect(night.text('outbox', name)).toMatch(/<\/ieXMLDocument>\s*$/);
    expect(night.names('poison')).toEqual(['cut.xml', 'cut.xml.reason.txt']);
    expect(night.text('poison', 'cut.xml')).toBe(CUT);
    expect(night.text('poison', 'cut.xml.reason.txt')).toBe(
      'Refused: cut short: its end is missing.\n',
    );
    await night.sync();
    for (const mprn of [MPRN, OTHER])
      expect((await night.console.item(mprn)).standing).toBe('handed');
  });

  test('read-only: tried again later each time, and as before once it may be written', async ({
    skip,
  }) => {
    const disk = smallDisk('2m');
    if (disk === null) return skip(needsDisk);
    onTestFinished(disk.release);
    const night = await nightIn(disk.folder);
    await night.lay('a.xml', answerXml('307', { mprn: MPRN, at: night.clock.now }));
    const remount = (as: 'ro' | 'rw') =>
      expect(spawnSync('mount', ['-o', `remount,${as}`, disk.folder]).status).toBe(0);
    remount('ro');
    const { run, passes } = looping(night);
    await run(20_000);
    const barred = { state: 'readOnly', why: 'EROFS' };
    expect(night.status()).toMatchObject({ outbox: barred, inbox: barred });
    expect(passes.filter((at, index) => passes.indexOf(at) === index)).toEqual([
      0, 1000, 3000, 7000, 15_000,
    ]);
    expect([night.names('inbox'), night.names('claimed'), night.names('staging')]).toEqual([
      ['a.xml'],
      [],
      [],
    ]);
    remount('rw');
    await run(40_000);
    expect(night.status()).toMatchObject({ outbox: { state: 'ok' }, inbox: { state: 'ok' } });
    expect(night.names('outbox').length).toBeGreaterThan(0);
    expect([night.names('inbox'), night.names('claimed')]).toEqual([[], []]);
    expect(night.delegate.log.views.fixOf(MPRN)?.heard).toHaveLength(1);
  });

  test('slow: a share that does not answer is said to be slow, is waited for, and then heard', async () => {
    const root = temporaryFolder();
    let answers: () => void = () => undefined;
    const answer = new Promise<void>((resolve) => (answers = resolve));
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    /** Real folders behind a line that hangs. */
    class Share extends NodeFolder {
      override async waiting(most: number): OfFolder<readonly string[]> {
        asked();
        await answer;
        return super.waiting(most);
      }
    }
    const night = await nightIn(root, new Share(root, looked()));
    await night.lay('a.xml', answerXml('307', { mprn: MPRN, at: night.clock.now }));
    const hearing = night.delegate.agent.hear();
    await isAsked;
    for (const work of night.delegate.due) work();
    expect(night.status()).toMatchObject({
      inbox: { state: 'slow', why: 'no answer' },
      outbox: { state: 'ok' },
    });
    // The other folder is none the worse for it.
    expect(await night.delegate.agent.deliver()).toBe(true);
    expect(night.names('outbox')).toHaveLength(2);
    answers();
    expect(await hearing).toBe(true);
    expect(night.status().inbox.state).toBe('ok');
    expect(night.delegate.log.views.fixOf(MPRN)?.heard).toHaveLength(1);
  });
});

test('AGENT12, AGENT16: of 100 MB no byte is read: set aside as it is, and the next file is heard', async () => {
  const root = temporaryFolder();
  const night = await nightIn(root);
  const path = join(root, 'inbox', 'a.xml');
  // Sparse: it has its size, and takes no room.
  const file = openSync(path, 'w');
  ftruncateSync(file, HUGE);
  closeSync(file);
  const { ino, blocks } = statSync(path);
  await night.lay('b.xml', answerXml('307', { mprn: MPRN, at: night.clock.now }));
  expect(await night.delegate.agent.hear()).toBe(true);
  const kept = statSync(join(root, 'poison', 'a.xml'));
  // The same file under another name: nothing of it was copied.
  expect([kept.ino, kept.size, kept.blocks]).toEqual([ino, HUGE, blocks]);
  expect(night.text('poison', 'a.xml.reason.txt')).toBe(
    'Refused: larger than any message, and not read (megabytes 100, most 16).\n',
  );
  expect(night.delegate.log.views.fixOf(MPRN)?.heard).toHaveLength(1);
  expect([night.names('inbox'), night.names('claimed')]).toEqual([[], []]);
});
