// What a daily list proves by what it lacks: nothing before its day is over, and nothing where a line of
// it could not be read. What it has it proves at any time.
import { describe, expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { foldDaily, reconcile, windowOf } from '../../../shared/domain/daily.ts';
import type { DailyCommand } from '../../../shared/domain/daily-commands.ts';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import { listProves } from '../../../shared/domain/proof.ts';
import { must } from '../../../shared/lib/check.ts';
import { nextStamp } from '../../../shared/log/stamp.ts';
import { World } from './world.ts';

const MPRN = '10934478153';
const DAY = '2026-11-21';
const { to: OVER } = must(windowOf(DAY), 'it is a day');
const MIN = 60_000;
const D05 = 'the-d05';
const watch = { mprn: MPRN, key: 'watch/1' };
const cancel = { mprn: MPRN, key: 'cancelD05/1' };
const proveFix = { do: 'proveFix', ...watch, by: '603', reference: DAY } as const;
const notHere = { code: 'proofNotHere' };

type OfList = Omit<Extract<DailyCommand, { do: 'listDaily' }>, 'do' | 'day' | 'file'>;

const lines = (...names: readonly string[]) => names.map((txRefNbr) => ({ type: '017', txRefNbr }));
const part = (number: number, of: number, txRefNbr: string) => ({ part: { number, of, txRefNbr } });
const bring = (world: World, of: OfList) =>
  world.run({ do: 'listDaily', day: DAY, file: '603.xml', ...of });
const daily = (world: World) => must(foldDaily(world.events(`daily:${DAY}`)), 'something is here');
const namesIn = (world: World) => daily(world).lines?.map(({ txRefNbr }) => txRefNbr);

/**
 * Put back by phone while a message of that number waits; the back-fixes are released, at 20:16, and a D05 is
 * taken out of EMMA, as far as somebody says.
 */
function released(reason: 'D05' | 'E05' = 'D05', { isStopped = reason === 'D05' } = {}) {
  const world = new World();
  const message017 = { reason, txRefNbr: D05, state: 'queuedInEmma' } as const;
  world.report(MPRN, 30, { openD05: reason === 'D05' ? 'yes' : 'no', message017 });
  world.now += 5 * MIN;
  const subject = subjectOf(MPRN);
  const told = {
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  } as const;
  world.run({ do: 'power', subject, ...told });
  const { steps } = planBackFix(world.case(subject), null, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
  const item = (key: string) =>
    must(
      world.fix(MPRN).items.find((each) => each.key === key),
      `${key} was released`,
    );
  if (isStopped) world.run({ do: 'proveFix', ...cancel, by: 'namedPerson', person: 'Una' });
  const proves = () => listProves(item('watch/1'), daily(world), world.fix(MPRN).items);
  return { world, item, proves };
}

describe('FIX71: a list proves by what it lacks once its day is over', () => {
  test('by its own time: a second before the day ends it proves nothing, whenever it is brought in', () => {
    for (const madeAt of [OVER - 1000, OVER]) {
      const { world, proves } = released();
      const isOver = madeAt >= OVER;
      world.now = OVER + 60 * MIN;
      bring(world, { madeAt, lines: lines('another') });
      expect(proves()).toBe(isOver);
      expect(reconcile(daily(world), world.fixes(), null)).toMatchObject({ isOver, unread: 0 });
      if (isOver) expect(world.run(proveFix)).not.toMatchObject(notHere);
      else expect(world.run(proveFix)).toEqual(notHere);
    }
  });

  test('by its own time also on a laptop whose clock is slow', () => {
    const { world, proves } = released();
    bring(world, { madeAt: OVER, lines: lines('another') });
    expect(world.now).toBeLessThan(OVER);
    expect(proves()).toBe(true);
  });

  test('a table that says none is as old as its entry: by the stamp of one whose clock is slow, by the right time of one whose clock is fast', () => {
    const { world, item, proves } = released();
    bring(world, { lines: lines('another') });
    expect(proves()).toBe(false);
    expect(world.run(proveFix)).toEqual(notHere);
    const [event, ...others] = world.events(`daily:${DAY}`);
    const as = (of: Partial<DomainEvent>) =>
      must(foldDaily([{ ...must(event, 'one'), ...of } as DomainEvent]), 'it is listed');
    const proved = (of: Partial<DomainEvent>) =>
      listProves(item('watch/1'), as(of), world.fix(MPRN).items);
    expect(others).toEqual([]);
    // Whoever wrote it had seen what was written after the day, and their clock stood at 20:16.
    const stamp = nextStamp(null, OVER, must(event, 'one').device);
    expect(proved({ stamp })).toBe(true);
    expect(proved({ recordedAt: OVER })).toBe(true);
    expect(proved({ recordedAt: OVER - 1 })).toBe(false);
  });

  test('what it has it proves as the day goes on', () => {
    const { world, item } = released('E05');
    bring(world, { madeAt: OVER - 1000, lines: lines(D05) });
    expect(item('letWaiting017Run/1')).toMatchObject({ standing: 'proved', proved: { by: '603' } });
  });

  test('one that was made after the day takes its place, and never the other way round', () => {
    const early = { madeAt: OVER - 60 * MIN, lines: lines('early') };
    const late = { madeAt: OVER, lines: lines('late') };
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const { world, proves } = released();
      for (const each of order) bring(world, each);
      expect(namesIn(world)).toEqual(['late']);
      expect(proves()).toBe(true);
    }
  });

  test('no part of the one belongs to the other', () => {
    const { world, proves } = released();
    const [early, late] = [OVER - 60 * MIN, OVER];
    bring(world, { ...part(1, 2, 'e1'), madeAt: early, lines: lines('early 1') });
    bring(world, { ...part(2, 2, 'l2'), madeAt: late, lines: lines('late 2') });
    expect(namesIn(world)).toBeUndefined();
    bring(world, { ...part(2, 2, 'e2'), madeAt: early, lines: lines('early 2') });
    expect(namesIn(world)).toEqual(['early 1', 'early 2']);
    expect(proves()).toBe(false);
    bring(world, { ...part(1, 2, 'l1'), madeAt: late, lines: lines('late 1') });
    expect(namesIn(world)).toEqual(['late 1', 'late 2']);
    expect(proves()).toBe(true);
  });
});

describe('FIX72: a list of which a line could not be read proves nothing by what it lacks', () => {
  test('also where the day’s count says as many as could be read; and what it has it proves', () => {
    const { world, proves } = released();
    world.run({ do: 'listDaily', day: DAY, file: '602.xml', counts: { '017': 1 } });
    bring(world, { madeAt: OVER, unread: 1, lines: lines('another') });
    expect(proves()).toBe(false);
    expect(world.run(proveFix)).toEqual(notHere);
    expect(reconcile(daily(world), world.fixes(), null)).toMatchObject({ isOver: true, unread: 1 });
    const runs = released('E05');
    bring(runs.world, { madeAt: OVER, unread: 1, lines: lines(D05) });
    expect(runs.item('letWaiting017Run/1').standing).toBe('proved');
  });

  test('of parts it is enough that one has such a line; the same message again, of which all can be read, takes its place', () => {
    const { world, proves } = released();
    const first = { ...part(1, 2, 'p1'), madeAt: OVER, lines: lines('a') };
    const second = { ...part(2, 2, 'p2'), madeAt: OVER };
    bring(world, { ...second, unread: 2, lines: lines('b') });
    bring(world, first);
    expect([namesIn(world), daily(world).lists.unread]).toEqual([['a', 'b'], 2]);
    expect(proves()).toBe(false);
    bring(world, { ...second, lines: lines('b', 'c', 'd') });
    expect([namesIn(world), daily(world).lists.unread]).toEqual([['a', 'b', 'c', 'd'], 0]);
    expect(proves()).toBe(true);
    // The worse one once more changes nothing.
    bring(world, { ...second, unread: 2, lines: lines('b') });
    expect(daily(world).lists.unread).toBe(0);
  });

  test('before all parts are here likewise', () => {
    const { world } = released();
    const second = { ...part(2, 2, 'p2'), madeAt: OVER };
    bring(world, { ...second, unread: 1, lines: lines('b') });
    bring(world, { ...second, lines: lines('b', 'c') });
    bring(world, { ...part(1, 2, 'p1'), madeAt: OVER, lines: lines('a') });
    expect([namesIn(world), daily(world).lists.unread]).toEqual([['a', 'b', 'c'], 0]);
  });
});

describe('FIX33: a D05 that nobody has stopped may wait over 03:00, in EMMA, in the hub or at Networks', () => {
  const stop = { do: 'proveFix', ...cancel, by: 'namedPerson', person: 'Una' } as const;
  const next = '2026-11-22';

  test('a day without it ends no watch until somebody has it stopped, and is no word that it is', () => {
    const { world, item, proves } = released('D05', { isStopped: false });
    bring(world, { madeAt: OVER, lines: lines('another') });
    expect(proves()).toBe(false);
    expect(world.run(proveFix)).toEqual(notHere);
    expect(world.run({ ...proveFix, key: cancel.key })).toEqual(notHere);
    expect(item('cancelD05/1').proof).toEqual(['namedPerson']);
    world.run(stop);
    expect(proves()).toBe(true);
    expect(world.run(proveFix)).not.toMatchObject(notHere);
    expect(item('watch/1').proved).toMatchObject({ by: '603', reference: DAY });
  });

  test('nor does a day that ended before it was stopped: it may have waited past that', () => {
    const { world, item, proves } = released('D05', { isStopped: false });
    bring(world, { madeAt: OVER, lines: lines('another') });
    world.now = OVER + MIN;
    world.run(stop);
    expect(proves()).toBe(false);
    world.now = must(windowOf(next), 'it is a day').to;
    world.run({ do: 'listDaily', day: next, file: '603.xml', lines: lines('another') });
    world.run({ ...proveFix, reference: next });
    expect(item('watch/1').proved).toMatchObject({ by: '603', reference: next });
  });

  test('of another D05 of the customer nothing is waited for', () => {
    const { world, item } = released('D05', { isStopped: false });
    bring(world, { madeAt: OVER, lines: lines('another') });
    const of = (about: string | null, standing: 'released' | 'proved' = 'released') =>
      listProves(item('watch/1'), daily(world), [{ ...item('cancelD05/1'), about, standing }]);
    expect([of('other'), of(D05), of(null), of(D05, 'proved')]).toEqual([true, false, false, true]);
    // Where nobody has asked whether one waits, any may.
    const asks = { ...item('cancelD05/1'), type: 'askFirst', because: 'd05NotAsked' } as const;
    expect(listProves(item('watch/1'), daily(world), [asks])).toBe(false);
  });
});
