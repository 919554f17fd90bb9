// A console that is told the time, and one that starts after it: what the first wrote with a clock that
// was put right is right, whatever the second knows of it.
import { expect, onTestFinished, test } from 'vitest';
import { ToldClock, uncheckedOf, type Unchecked } from '../../../renderer/console/told-clock.ts';
import { EPOCHS_END, type Span } from '../../../shared/domain/clocks.ts';
import { decide, subjectsOf, type Command } from '../../../shared/domain/commands.ts';
import type { SetAside } from '../../../renderer/store/ports.ts';
import { dice } from '../../simulation/clock.ts';
import { everSince } from '../../shared/domain/ever-since.ts';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';
import { quietConsole, quietNow, quietStore } from '../../support/quiet-console.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const DAY = 24 * 60 * 60_000;
const MIN = 60_000;

/** A console on a laptop whose clock is a day ahead, and so much time has passed. */
async function started(disk: MemoryDisk, corrections: Command[], passed = 0) {
  const random = dice(1);
  let offset = 0;
  const store = new MemoryStore(disk, 'live', {
    now: () => NOON + DAY + passed + offset,
    steady: () => passed,
    clockOffset: () => offset,
    random: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
  });
  const opened = await store.open();
  if (!opened.ok) throw new Error(opened.error.code);
  const { device, seq } = opened.value.tip;
  let written = seq;
  const write = async (command: Command) => {
    const done = await store.act({
      operator: 'Aoife',
      subjects: subjectsOf(command),
      ...(command.do === 'correctClock' && command.movesTip === true
        ? { clockAheadMs: command.aheadMs }
        : {}),
      decide: (look) => decide(command, { ...look, operator: 'Aoife', device }),
    });
    if (done.ok) written = done.value.tip.seq;
    return done.ok;
  };
  const told = new ToldClock({
    store,
    setOffset: (ms) => {
      offset = ms;
    },
    now: () => NOON + DAY + passed + offset,
    written: () => written,
    unchecked: async (from, upTo) =>
      (await store.entriesAfter(device, from - 1, upTo - from + 1)).map(uncheckedOf),
    correct: (command) => {
      corrections.push(command);
      return write(command);
    },
  });
  return { told, write, offset: () => offset };
}

const report: Command = {
  do: 'report',
  mprn: '10000000001',
  source: 'call',
  noticedAt: NOON,
  facts: {},
};

test('STORE24: what was written with a clock put right is not put right again after a restart', async () => {
  const disk = new MemoryDisk();
  const corrections: Command[] = [];
  const first = await started(disk, corrections);
  await first.write(report);
  await first.told.told(-DAY);
  expect(corrections).toEqual([
    { do: 'correctClock', aheadMs: DAY, ...everSince(0), movesTip: true },
  ]);
  // Seq 2 is the correction; seq 3 has the right time, and no exchange comes after it.
  await first.write(report);
  const second = await started(disk, corrections);
  await second.told.told(-DAY);
  expect(corrections).toHaveLength(1);
});

test('STORE40: after a start what the gateway said last counts, until it says it anew', async () => {
  const disk = new MemoryDisk();
  const corrections: Command[] = [];
  const first = await started(disk, corrections);
  await first.told.told(-DAY);
  const second = await started(disk, corrections, 5 * MIN);
  await second.told.resume();
  expect(second.offset()).toBe(-DAY);
  await second.write(report);
  const written = disk.shelf('live').entries.at(-1);
  expect(written === undefined ? null : uncheckedOf(written)).toMatchObject({
    offset: -DAY,
    reading: { at: NOON + 5 * MIN },
  });
  // Right after the start it is told that its clock has been set right.
  await second.told.told(0);
  expect(second.offset()).toBe(0);
  const third = await started(disk, corrections, 6 * MIN);
  await third.told.resume();
  expect(third.offset()).toBe(0);
});

test('STORE40: it does not count after ten minutes, when the system may have set the clock, nor where the laptop’s clock was set back since', async () => {
  const disk = new MemoryDisk();
  const first = await started(disk, []);
  await first.told.told(-DAY);
  for (const [passed, offset] of [
    [10 * MIN, -DAY],
    [10 * MIN + 1, 0],
    [-MIN, 0],
  ] as const) {
    const next = await started(disk, [], passed);
    await next.told.resume();
    expect(next.offset(), `${passed} ms later`).toBe(offset);
  }
});

test('STORE40: a console that starts shows and writes by what the gateway said last', async () => {
  const store = quietStore(new MemoryDisk());
  await store.open();
  await store.keep('clock.told', { offset: -DAY, at: quietNow });
  const set: number[] = [];
  const console = await quietConsole({ store, setClockOffset: (ms) => set.push(ms) });
  onTestFinished(() => console.close());
  expect(set).toEqual([-DAY]);
  expect(console.getSnapshot().clockOffset).toBe(-DAY);
});

/** What is said of these entries by a console that is told its clock is a day ahead. */
const saidOf = (...runs: readonly (readonly Unchecked[])[]) => saidAt(-DAY, ...runs);

/** By a console that is told how far its clock is off, half an hour after noon. */
const saidAt = (skewMs: number, ...runs: readonly (readonly Unchecked[])[]) =>
  saidWhen(...runs.map((run) => [30, skewMs, run] as const));

/** A laptop of which only what is kept and what was written is known, and what its windows say of clocks. */
class Laptop {
  readonly kept = new Map<string, unknown>();
  readonly said: Command[] = [];
  readonly all: Unchecked[] = [];
  /** UTC ms. */
  wall = NOON;
  /** Whether what is said can be written. */
  writes = (): boolean => true;

  /** `obeys`: it goes by what it is told from then on. */
  opened({ obeys = false } = {}): ToldClock {
    let offset = 0;
    return new ToldClock({
      store: {
        kept: (key) => Promise.resolve(this.kept.get(key)),
        keep: (key, value) => Promise.resolve(void this.kept.set(key, value)),
      },
      setOffset: (ms) => {
        if (obeys) offset = ms;
      },
      now: () => this.wall + offset,
      written: () => this.all.length,
      unchecked: (from, upTo) => Promise.resolve(this.all.slice(from - 1, upTo)),
      correct: (command) => {
        this.said.push(command);
        return Promise.resolve(this.writes());
      },
    });
  }
}

/** What is said after each look, so many minutes after noon, of what was written since the one before. */
async function saidWhen(
  ...looks: readonly (readonly [minutes: number, skewMs: number, run: readonly Unchecked[]])[]
) {
  const laptop = new Laptop();
  const told = laptop.opened();
  for (const [minutes, skewMs, run] of looks) {
    laptop.wall = NOON + minutes * MIN;
    laptop.all.push(...run);
    await told.told(skewMs);
  }
  return laptop.said.map((each) => {
    if (each.do !== 'correctClock') throw new Error(each.do);
    const { epoch, from, upTo, aheadMs, movesTip } = each;
    return { epoch, from, upTo, aheadMs, movesTip };
  });
}

const written = (seq: number, offset: number, minutes: number, epoch = 0): Unchecked => ({
  seq,
  offset,
  reading: { epoch, at: NOON + minutes * MIN },
});
/** From a minute after noon, as that clock read, to another one, or to the end of its run. */
const between = (epoch: number, from: number | null, upTo: number | null = null): Span => ({
  epoch,
  from: from === null ? 0 : NOON + from * MIN,
  upTo: upTo === null ? EPOCHS_END : NOON + upTo * MIN,
});

test('STORE24: nothing is put before what the same desk wrote earlier, in the same exchange or one before: that run of its clock was right', async () => {
  // Put right, and after a restart on its own clock, which somebody had set right meanwhile.
  const right = [written(1, -DAY, 0), written(2, -DAY, 5)];
  const restarted = [written(3, 0, 15, 1)];
  expect(await saidOf([...right, ...restarted])).toEqual([]);
  expect(await saidWhen([5, -DAY, right], [30, -DAY, restarted])).toEqual([]);
  const one = [written(1, -DAY, 5), written(2, 0, 15, 1)];
  expect(await saidOf(one)).toEqual([]);
  // Right, and set a day ahead before it was looked at: the one run is what it is, and so is the other.
  const set = [written(1, 0, 10), written(2, 0, 20), written(3, 0, 24 * 60 + 25, 1)];
  const ahead = { ...between(1, null), aheadMs: DAY, movesTip: true };
  expect(await saidWhen([0, 0, []], [30, -DAY, set])).toEqual([ahead]);
  // By how much it was ahead nobody can know, and it was: put behind what was written before it.
  const later = [written(3, 0, 45, 1)];
  expect(await saidWhen([5, -DAY, right], [30, -DAY, later])).toEqual([
    { ...ahead, aheadMs: 40 * MIN },
  ]);
});

test('STORE24: what could not be said is said whole the next time: a look that failed is none', async () => {
  const laptop = new Laptop();
  let isReadOnly = true;
  laptop.writes = () => !isReadOnly;
  laptop.all.push(written(1, 0, 24 * 60 + 10));
  const look = async (minutes: number) => {
    laptop.wall = NOON + DAY + minutes * MIN;
    await laptop.opened({ obeys: true }).told(-DAY);
  };
  await look(60);
  await look(70);
  expect(laptop.kept.size).toBe(0);
  isReadOnly = false;
  await look(80);
  const said = { do: 'correctClock', ...between(0, null), aheadMs: DAY, movesTip: true };
  expect(laptop.said).toEqual([said, said, said]);
});

test('STORE24: nothing is put before the gateway was heard last: on another laptop, a day ahead, what the first wrote stays', async () => {
  const laptop = new Laptop();
  // Seven minutes ahead, and told so with nothing written yet; then it writes, by the right time.
  laptop.wall = NOON + 7 * MIN;
  await laptop.opened({ obeys: true }).told(-7 * MIN);
  laptop.all.push(written(1, -7 * MIN, 1), written(2, -7 * MIN, 3));
  // Copied, it goes on where the clock is a day ahead.
  laptop.wall = NOON + 4 * MIN + DAY;
  const copy = laptop.opened({ obeys: true });
  await copy.told(-DAY);
  expect(laptop.said).toEqual([]);
  // What is written there with that clock, once it is believed again, is put right all the same.
  laptop.all.push(written(3, 0, 24 * 60 + 6, 1));
  laptop.wall = NOON + 7 * MIN + DAY;
  await copy.told(-DAY);
  expect(laptop.said).toEqual([
    { do: 'correctClock', ...between(1, null), aheadMs: DAY, movesTip: true },
  ]);
});

test('STORE24: of two amounts the end of the chain is put right first, by its own', async () => {
  const hour = 60 * MIN;
  const first = [written(1, 0, 24 * 60), written(2, 0, 24 * 60 + 1)];
  const then = [written(3, hour, 25 * 60 + 2, 1)];
  expect(await saidOf([...first, ...then])).toEqual([
    { ...between(1, null), aheadMs: DAY + hour, movesTip: true },
    { ...between(0, null), aheadMs: DAY, movesTip: false },
  ]);
});

test('AUD7: what is said of a clock tells when it was looked at, and not when this desk wrote', async () => {
  // Looked at half an hour after noon and right; set a day ahead since, with no step back.
  const [right, wrong] = [[written(1, 0, 7)], [written(2, 0, 24 * 60 + 40)]];
  const said = { ...between(0, null), aheadMs: DAY, movesTip: true };
  const after = { ...said, from: NOON + 30 * MIN + 1 };
  expect(await saidWhen([30, 0, right], [50, -DAY, wrong])).toEqual([after]);
  // Nothing was written between two looks: the later one counts.
  const later = { ...said, from: NOON + 35 * MIN + 1 };
  expect(await saidWhen([30, 0, right], [35, 0, []], [50, -DAY, wrong])).toEqual([later]);
  // Set back to before it was looked at: from the five minutes of its first, and none of those before.
  const [behind, back] = [{ ...said, aheadMs: -10 * MIN }, [written(2, 0, 23)]];
  expect(await saidWhen([30, 0, right], [40, 10 * MIN, back])).toEqual([
    { ...behind, from: NOON + 20 * MIN },
  ]);
  expect(await saidWhen([30, 0, [written(1, 0, 21)]], [40, 10 * MIN, back])).toEqual([
    { ...behind, from: NOON + 21 * MIN + 1 },
  ]);
  // How long it was silent before is told in whole steps.
  const soon = [written(1, -DAY, 0), written(2, 0, 43, 1)];
  expect(await saidOf(soon)).toEqual([{ ...between(1, null), aheadMs: 40 * MIN, movesTip: true }]);
  // Where another run goes on in the same epoch, each has its own end.
  const mixed = [written(1, 0, 24 * 60), written(2, -DAY, 24 * 60 + 1)];
  expect(await saidOf(mixed)).toEqual([
    { ...between(0, null, 24 * 60), aheadMs: DAY, movesTip: true },
  ]);
});

test('STORE24: what another window looked at since counts, and so does what was found right at a reading that has passed', async () => {
  const laptop = new Laptop();
  const [one, other] = [laptop.opened(), laptop.opened()];
  // Four minutes ahead is nobody's business: found right, and it reads later than now.
  laptop.all.push(written(1, 0, 4));
  await one.told(-4 * MIN);
  laptop.wall = NOON + 60 * MIN;
  laptop.all.push(written(2, 0, 60));
  await other.told(0);
  laptop.wall = NOON + 120 * MIN;
  laptop.all.push(written(3, 0, 24 * 60 + 120));
  await one.told(-DAY);
  const from = NOON + 60 * MIN + 1;
  expect(laptop.said).toEqual([
    { do: 'correctClock', ...between(0, null), from, aheadMs: DAY, movesTip: true },
  ]);
  const next = new Laptop();
  const third = next.opened();
  next.all.push(written(1, 0, 4));
  await third.told(-4 * MIN);
  next.all.push(written(2, 0, 24 * 60));
  await third.told(-DAY);
  expect(next.said[0]).toMatchObject({ from: NOON + 4 * MIN + 1 });
});

test('STORE37: a colleague’s clock that nobody has spoken of is spoken of, once, and another organisation’s never', async () => {
  const said: Command[] = [];
  let isWritten = false;
  const told = new ToldClock({
    store: { kept: () => Promise.resolve(null), keep: () => Promise.resolve() },
    setOffset: () => undefined,
    now: () => NOON,
    written: () => 0,
    unchecked: () => Promise.resolve([]),
    correct: (command) => {
      said.push(command);
      return Promise.resolve(isWritten);
    },
  });
  const unsaid = (device: string, ahead?: NonNullable<SetAside['ahead']>) => ({
    key: `farAhead:${device}:1`,
    why: 'farAhead' as const,
    device,
    seq: 1,
    at: NOON,
    subject: null,
    kind: null,
    explained: null,
    ...(ahead === undefined ? {} : { ahead }),
  });
  const ahead = { ...between(2, 11, 12), aheadMs: DAY };
  const contact = {
    unsaidClocks: [unsaid('colleague', ahead), unsaid('networks', ahead), unsaid('older')],
    authors: { networks: 'ESB' },
  };
  // No minute of the colleague's work is told to those who read it.
  const wide = { ...between(2, 10, 15), aheadMs: DAY };
  const correction = { do: 'correctClock', of: 'colleague', ...wide };
  await told.heardOf(contact);
  expect(said).toEqual([correction]);
  // It was not written: said again, and then no more.
  isWritten = true;
  for (let round = 0; round < 3; round++) await told.heardOf(contact);
  expect(said).toEqual([correction, correction]);
});

test('STORE39: a clock that was set back after the last entry puts none of them later than now', async () => {
  // Eight minutes behind, and the last entry would have been written in six.
  const right = [written(1, 0, 20), written(2, 0, 28)];
  expect(await saidAt(8 * MIN, right)).toEqual([]);
  const behind = [written(1, 0, 20), written(2, 0, 22)];
  expect(await saidAt(8 * MIN, behind)).toEqual([
    { ...between(0, null), aheadMs: -8 * MIN, movesTip: true },
  ]);
});

test('STORE24: of two windows of one laptop only the one that exchanges puts what was written right', async () => {
  const disk = new MemoryDisk();
  const corrections: Command[] = [];
  const [one, other] = [await started(disk, corrections), await started(disk, corrections)];
  await one.write(report);
  await Promise.all([one.told.told(-DAY), other.told.told(-DAY, false)]);
  expect(corrections).toHaveLength(1);
  expect([one.offset(), other.offset()]).toEqual([-DAY, -DAY]);
});

test('STORE24: told twice at once, the same entries are put right once', async () => {
  const laptop = new Laptop();
  laptop.all.push(written(1, 0, 0));
  const told = laptop.opened();
  await Promise.all([told.told(-DAY), told.told(-DAY)]);
  expect(laptop.said).toHaveLength(1);
});
