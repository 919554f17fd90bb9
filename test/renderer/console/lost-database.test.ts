// A database that lost what the journal has, over the real journal on disk and a store in memory.
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../../main/journal.ts';
import { openSpare } from '../../../main/spare.ts';
import { calls, type SpareName, type World } from '../../../shared/bridge.ts';
import { decode } from '../../../shared/lib/decode.ts';
import { ok } from '../../../shared/lib/result.ts';
import { decide, subjectsOf, type Command } from '../../../shared/domain/commands.ts';
import { readHead, type Tip } from '../../../shared/log/entry.ts';
import { CHECKED, checkedOf } from '../../../shared/domain/checked.ts';
import { aheadBy } from '../../../shared/domain/clocks.ts';
import { clocksWith } from '../../../shared/domain/said-clocks.ts';
import { ClockKept } from '../../../renderer/console/spare.ts';
import { ToldClock, uncheckedOf } from '../../../renderer/console/told-clock.ts';
import { bringBackLost } from '../../../renderer/console/lost-database.ts';
import { JournalMirror } from '../../../renderer/console/journal-mirror.ts';
import { report } from '../../contract/store.contract.ts';
import { dice } from '../../simulation/clock.ts';
import { quietConsole, quietHello, quietHost, quietStore } from '../../support/quiet-console.ts';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';

const MIN = 60_000;
const DAY = 24 * 60 * MIN;

let folder = '';
let journal: ReturnType<typeof openJournal>;
let spare: ReturnType<typeof openSpare>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backstop-lost-'));
  journal = openJournal(folder);
  spare = openSpare(join(folder, 'spare'));
});
afterEach(async () => {
  await journal.close();
  // What nobody waits for may still be written.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

const bridge = {
  journalState: ({ world, device }: { world: 'live' | 'practice'; device: string }) =>
    journal.state(world, device),
  appendJournal: (batch: Parameters<typeof journal.append>[0]) => journal.append(batch),
  journalDevices: ({ world }: { world: 'live' | 'practice' }) => journal.devices(world),
  readJournal: (of: { world: 'live' | 'practice'; device: string; after: number }) =>
    journal.read(of.world, of.device, of.after),
  keepSpare: async ({ name, text }: { name: SpareName; text: string }) => {
    await spare.keep(name, text);
    return { ok: true as const };
  },
  readSpare: ({ name }: { name: SpareName }) => spare.read(name),
};

const NOW = Date.parse('2026-11-24T20:11:00Z');

/** `clock`: what it shows and what it is put right by, UTC ms and ms. */
async function laptop(seed: number, clock = { shows: NOW, offset: 0 }) {
  const random = dice(seed);
  const now = () => clock.shows + clock.offset;
  const store = new MemoryStore(new MemoryDisk(), 'live', {
    now,
    clockOffset: () => clock.offset,
    steady: () => 0,
    random: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
  });
  const tip = async (): Promise<Tip> => {
    const opened = await store.open();
    if (!opened.ok) throw new Error(opened.error.code);
    return opened.value.tip;
  };
  const run = (command: Command) =>
    store.act({
      operator: 'Aoife',
      subjects: subjectsOf(command),
      decide: (look) => decide(command, { ...look, operator: 'Aoife', device: look.tip.device }),
    });
  const mirror = async () => {
    await new JournalMirror('live', (await tip()).device, {
      bridge,
      entriesAfter: (device, seq, limit) => store.entriesAfter(device, seq, limit),
      onChange: () => undefined,
    }).catchUp();
  };
  const start = async () => bringBackLost(await tip(), { world: 'live', bridge, store });
  const { device } = await tip();
  const own = async () => store.entriesAfter((await tip()).device, 0, 1000);
  /** The gateway's clock is so far ahead; how often it was then said that this one is wrong. */
  const told = async (skewMs: number): Promise<number> => {
    const { seq, ...of } = await tip();
    let said = 0;
    const clocks = new ToldClock({
      store: new ClockKept(store, bridge, () => of.device),
      setOffset: (ms) => {
        clock.offset = ms;
      },
      now,
      written: () => seq,
      unchecked: async (from, upTo) =>
        (await own()).filter((each) => from <= each.seq && each.seq <= upTo).map(uncheckedOf),
      correct: async (command) => {
        said += 1;
        return (await run(command)).ok;
      },
    });
    await clocks.resume();
    await clocks.told(skewMs);
    return said;
  };
  return { store, tip, run, mirror, start, told, own, device, clock };
}

test('JOURNAL8: nothing on disk, or no more than is here: nothing is put back', async () => {
  const { run, mirror, start } = await laptop(1);
  expect(await start()).toEqual(ok(0));
  await run(report(1));
  expect(await start()).toEqual(ok(0));
  await mirror();
  expect(await start()).toEqual(ok(0));
});

test('JOURNAL8: an empty database takes up all of the journal, goes on in the same file, and has nothing to put back the next time', async () => {
  const before = await laptop(1);
  for (let each = 1; each <= 5; each++) await before.run(report(each));
  await before.mirror();
  const after = await laptop(2);
  expect(await after.start()).toEqual(ok(5));
  expect((await after.tip()).hash).toBe((await before.tip()).hash);
  await after.run(report(6));
  await after.mirror();
  const { device } = await before.tip();
  expect(await journal.state('live', device)).toMatchObject({ ok: true, state: { lastSeq: 6 } });
  expect(await journal.devices('live')).toEqual({ ok: true, devices: [device] });
  expect(await after.start()).toEqual(ok(0));
  // Practice has its own.
  const practice = await laptop(3);
  expect(
    await bringBackLost(await practice.tip(), { world: 'practice', bridge, store: practice.store }),
  ).toEqual(ok(0));
});

test('JOURNAL8: interrupted in the middle, the next start puts back the rest', async () => {
  const before = await laptop(1);
  for (let each = 1; each <= 5; each++) await before.run(report(each));
  await before.mirror();
  const after = await laptop(2);
  const restore = after.store.restore.bind(after.store);
  after.store.restore = (lost) => restore({ ...lost, entries: lost.entries.slice(0, 2) });
  await after.start();
  after.store.restore = restore;
  expect((await after.tip()).seq).toBe(2);
  expect(await after.start()).toEqual(ok(3));
  expect((await after.tip()).hash).toBe((await before.tip()).hash);
});

test('JOURNAL8: another name’s journal is put back whole, however many pieces it is read in', async () => {
  const before = await laptop(1);
  for (let each = 1; each <= 6; each++) await before.run(report(each));
  await before.mirror();
  const old = (await before.tip()).device;
  await utimes(join(folder, 'live', `${old}.jsonl`), 1, 1);
  const between = await laptop(2);
  await between.run(report(7));
  await between.mirror();
  const { store, tip } = await laptop(3);
  let restores = 0;
  const restore = store.restore.bind(store);
  store.restore = (lost) => {
    restores += 1;
    return restore(lost);
  };
  const inPieces = {
    ...bridge,
    readJournal: async (of: { world: 'live' | 'practice'; device: string; after: number }) => {
      const read = await bridge.readJournal(of);
      return read.ok ? { ...read, lines: read.lines.slice(0, 2) } : read;
    },
  };
  expect(await bringBackLost(await tip(), { world: 'live', bridge: inPieces, store })).toEqual(
    ok(7),
  );
  // One for the own journal's single entry, one for all of the other's.
  expect(restores).toBe(2);
});

test('JOURNAL8: written on under another name before: both journals come back, the younger as its own', async () => {
  const before = await laptop(1);
  await before.run(report(1));
  await before.mirror();
  const old = (await before.tip()).device;
  await utimes(join(folder, 'live', `${old}.jsonl`), 1, 1);
  // A laptop whose database was lost once, and that worked on without its journal.
  const between = await laptop(2);
  await between.run(report(2));
  await between.mirror();
  expect(await between.start()).toEqual(ok(1));
  const after = await laptop(3);
  expect(await after.start()).toEqual(ok(2));
  expect((await after.tip()).device).toBe((await between.tip()).device);
  const opened = await after.store.open();
  expect(opened.ok && opened.value.summaries.map(({ subject }) => subject).sort()).toEqual([
    'mprn:10000000001',
    'mprn:10000000002',
  ]);
  expect(await after.start()).toEqual(ok(0));
  expect(await between.start()).toEqual(ok(0));
});

test('JOURNAL10: a journal of which a part cannot be read gives back nothing by halves: it is tried again', async () => {
  const before = await laptop(1);
  for (let each = 1; each <= 5; each++) await before.run(report(each));
  await before.mirror();
  const after = await laptop(2);
  const failing = {
    ...bridge,
    readJournal: () => Promise.resolve({ ok: false as const, reason: 'notReadable' as const }),
  };
  const back = await bringBackLost(await after.tip(), {
    world: 'live',
    bridge: failing,
    store: after.store,
  });
  expect(back).toMatchObject({ ok: false, error: { code: 'storeBroken' } });
  expect((await after.tip()).seq).toBe(0);
  expect(await after.start()).toEqual(ok(5));
});

test('STORE34, STORE24: how far what was lost was looked at for its times comes back with it: what was not is looked at, and nothing else', async () => {
  const before = await laptop(1);
  await before.run(report(1));
  expect(await before.told(0)).toBe(0);
  await expect.poll(() => spare.read('clock')).toContain('"upTo":1');
  // Its clock is set a day ahead, and it is offline.
  before.clock.shows = NOW + DAY;
  for (const each of [2, 3]) await before.run(report(each));
  await before.mirror();
  const after = await laptop(2, { shows: NOW + DAY + MIN, offset: 0 });
  expect(await after.start()).toEqual(ok(3));
  expect(await after.store.kept(CHECKED)).toMatchObject({ upTo: 1 });
  expect(await after.told(-DAY)).toBe(1);
  const entries = await after.own();
  const clocks = clocksWith({}, entries);
  const ahead = entries.slice(0, 3).map((each) => aheadBy(clocks, readHead(each)));
  expect(ahead).toEqual([0, DAY, DAY]);
  // Lost once more, what was said is not said again.
  await expect.poll(() => spare.read('clock')).toContain('"upTo":3');
  await after.mirror();
  const third = await laptop(3, { shows: NOW + DAY + 2 * MIN, offset: 0 });
  expect(await third.start()).toEqual(ok(4));
  // What the gateway said last counts, as after any start.
  expect(await third.told(-DAY)).toBe(0);
  expect(third.clock.offset).toBe(-DAY);
});

test('STORE34: of a laptop that was never told the time nothing counts as looked at, and of one that fell back what it has looked at itself', async () => {
  const open = async (store: MemoryStore, world: World = 'live') => {
    const console = await quietConsole({
      store,
      world,
      bridge: { ...quietHost, ...bridge },
      hello: { ...quietHello, can: { ...quietHello.can, journal: true } },
    });
    onTestFinished(() => console.close());
    return console;
  };
  const before = quietStore(new MemoryDisk());
  const first = await open(before);
  await first.run({ do: 'arrive', name: 'Aoife B.' });
  await first.run(report(1));
  const { device } = first.getSnapshot();
  await expect.poll(() => journal.state('live', device)).toMatchObject({ state: { lastSeq: 2 } });
  expect(JSON.parse((await spare.read('clock')) ?? '')).toMatchObject({
    device,
    kept: { [CHECKED]: { upTo: 0 } },
  });
  const after = quietStore(new MemoryDisk(), 2);
  const again = await open(after);
  expect(again.getSnapshot()).toMatchObject({ device, broughtBack: 2 });
  expect(checkedOf(await after.kept(CHECKED)).upTo).toBe(0);
  // What is kept in practice is of another chain.
  const practice = quietStore(new MemoryDisk(), 3);
  await open(practice, 'practice');
  expect(JSON.parse((await spare.read('clock')) ?? '')).toMatchObject({ device });
});

test('STORE34: what was kept of the clock of another chain, or more than the journal has, says nothing of this one', async () => {
  const before = await laptop(1);
  for (const each of [1, 2]) await before.run(report(each));
  await before.mirror();
  const kept = (device: string, upTo: number) => {
    const text = { device, kept: { [CHECKED]: { upTo, time: NOW }, 'clock.told': null, more: 1 } };
    return spare.keep('clock', JSON.stringify(text));
  };
  const upTo = async (seed: number) => {
    const after = await laptop(seed);
    expect(await after.start()).toEqual(ok(2));
    expect(await after.store.kept('more')).toBeUndefined();
    return checkedOf(await after.store.kept(CHECKED)).upTo;
  };
  await kept(before.device, 1);
  expect(await upTo(2)).toBe(1);
  await kept('another', 1);
  expect(await upTo(3)).toBe(2);
  await kept(before.device, 9);
  expect(await upTo(4)).toBe(2);
  await spare.keep('clock', 'half a li');
  expect(await upTo(5)).toBe(2);
});

test('JOURNAL10: behind a journal that goes on otherwise nothing is written, and it is said', async () => {
  const before = await laptop(1);
  for (let each = 1; each <= 5; each++) await before.run(report(each));
  await before.mirror();
  const { device } = await before.tip();
  // The same name and another history: a database put back from elsewhere, or a damaged line.
  const other = await laptop(1);
  for (const each of [1, 2, 3, 9, 8, 7]) await other.run(report(each));
  expect((await other.tip()).device).toBe(device);
  const said: (string | null)[] = [];
  const mirrorOf = async ({ store }: Awaited<ReturnType<typeof laptop>>) =>
    new JournalMirror('live', device, {
      bridge,
      entriesAfter: (of, seq, limit) => store.entriesAfter(of, seq, limit),
      onChange: ({ trouble }) => said.push(trouble),
    }).catchUp();
  await mirrorOf(other);
  const short = await laptop(1);
  await short.run(report(1));
  await mirrorOf(short);
  expect(said).toEqual(['differs', 'differs']);
  const lines = await journal.read('live', device, 0);
  expect(lines.ok ? lines.lines.length : 0).toBe(5);
  // And its own goes on.
  await before.run(report(6));
  await mirrorOf(before);
  expect(said.at(-1)).toBeNull();
});

test('JOURNAL10: another name’s journal that cannot be read to its end is put back whole later; behind a damaged line there is nothing to wait for', async () => {
  const before = await laptop(1);
  for (let each = 1; each <= 6; each++) await before.run(report(each));
  await before.mirror();
  const old = (await before.tip()).device;
  await utimes(join(folder, 'live', `${old}.jsonl`), 1, 1);
  const between = await laptop(2);
  await between.run(report(7));
  await between.mirror();
  const { store, tip } = await laptop(3);
  let isGone = true;
  const inPieces = {
    ...bridge,
    readJournal: async (of: { world: 'live' | 'practice'; device: string; after: number }) => {
      const read = await bridge.readJournal(of);
      if (!read.ok || of.device !== old || of.after < 2)
        return read.ok ? { ...read, lines: read.lines.slice(0, 2) } : read;
      if (isGone) return { ok: false as const, reason: 'notReadable' as const };
      return { ...read, lines: [...read.lines.slice(0, 3), '{"seq":6}'] };
    },
  };
  const start = async () => bringBackLost(await tip(), { world: 'live', bridge: inPieces, store });
  expect(await start()).toMatchObject({ ok: false, error: { code: 'storeBroken' } });
  expect((await store.sync.tips())[old]).toBeUndefined();
  isGone = false;
  expect(await start()).toEqual(ok(5));
  expect((await store.sync.tips())[old]).toBe(5);
});

test('JOURNAL12: rows full of signs that double as text come into the journal whole, over the bridge’s own limits', async () => {
  const { store, tip } = await laptop(1);
  await tip();
  const fat = '\\'.repeat(500);
  const facts = { name: fat, phone: fat, address: fat, account: fat, serial: fat, status: fat };
  const brought = await store.bring({
    operator: 'Aoife',
    file: 'fat.csv',
    unlisted: [],
    rows: Array.from({ length: 1200 }, (_, index) => ({
      mprn: String(10_000_000_000 + index),
      record: index + 2,
      source: 'file' as const,
      facts: { ...facts, note: fat, paymentReference: fat, eircode: fat },
      noticedAt: 0,
    })),
  });
  expect(brought.ok).toBe(true);
  const said: (string | null)[] = [];
  let longest = 0;
  await new JournalMirror('live', (await tip()).device, {
    bridge: {
      ...bridge,
      appendJournal: (batch) => {
        const fits = decode(calls.appendJournal.args, batch);
        if (!fits.ok) throw new Error('refused');
        longest = Math.max(longest, batch.lines.join('').length);
        return bridge.appendJournal(batch);
      },
    },
    entriesAfter: (device, seq, limit) => store.entriesAfter(device, seq, limit),
    onChange: ({ trouble }) => said.push(trouble),
  }).catchUp();
  const { device, seq } = await tip();
  expect(await journal.state('live', device)).toMatchObject({ ok: true, state: { lastSeq: seq } });
  expect(said.at(-1)).toBeNull();
  expect(longest).toBeLessThan(4_000_000);
});

test('JOURNAL12: a call that the host refuses is said, and tried again', async () => {
  const { store, tip, run } = await laptop(1);
  await run(report(1));
  const said: (string | null)[] = [];
  let refuses = true;
  const mirror = new JournalMirror('live', (await tip()).device, {
    bridge: {
      ...bridge,
      appendJournal: (batch) =>
        refuses ? Promise.reject(new Error('refused')) : bridge.appendJournal(batch),
    },
    entriesAfter: (device, seq, limit) => store.entriesAfter(device, seq, limit),
    onChange: ({ trouble }) => said.push(trouble),
  });
  await mirror.catchUp();
  expect(said.at(-1)).toBe('notWritable');
  refuses = false;
  await mirror.catchUp();
  expect(said.at(-1)).toBeNull();
});
