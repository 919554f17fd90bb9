// By what it is known what became of a message of ours: what never arrived goes again within seconds.
import { describe, expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { windowOf } from '../../../shared/domain/daily.ts';
import type { DailyLine } from '../../../shared/domain/daily-events.ts';
import type { FixCommand } from '../../../shared/domain/fix-commands.ts';
import { must } from '../../../shared/lib/check.ts';
import { World } from './world.ts';

const MPRN = '10934478153';
const DAY = '2026-11-21';
const MIN = 60_000;
const HOUR = 60 * MIN;
const of = { mprn: MPRN, key: 'send017/1' };
const noList = { code: 'askedNoList' };
const no131 = { code: 'askedNo131' };
const from = must(windowOf(DAY), 'it is a day').from;
const to = must(windowOf(DAY), 'it is a day').to;

/** A 017 that was handed over at that time and not answered, and the next day has begun. */
function unanswered(at = from + 12 * HOUR) {
  const world = new World();
  world.now = at - 10 * MIN;
  world.report(MPRN, 30, { failurePoint: 8, message017: { reason: 'E05', state: 'notSent' } });
  world.run({
    do: 'power',
    subject: subjectOf(MPRN),
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  });
  const { steps } = planBackFix(world.case(subjectOf(MPRN)), null, shippedPlan);
  const only = steps.filter(({ type }) => type === 'send017');
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps: only }], outOf: 1, mostShare: 1 });
  world.now = at;
  world.run({ do: 'handOver', fixes: [of], channel: 'emma', file: '017.xml' });
  world.run({ do: 'doubtFix', ...of, why: 'noAnswer' });
  world.now = to + HOUR;
  const item = () => must(world.fix(MPRN).items[0], 'it was released');
  const ask = (how: Omit<Extract<FixCommand, { do: 'askedFix' }>, 'do' | 'mprn' | 'key'>) =>
    world.run({ do: 'askedFix', ...of, ...how });
  const list = (txRefNbrs: readonly string[], day = DAY, type = '017') => {
    const lines: readonly DailyLine[] = txRefNbrs.map((txRefNbr) => ({ type, txRefNbr }));
    world.run({ do: 'listDaily', day, file: '603.xml', lines });
  };
  return { world, item, ask, list };
}

describe('FIX84: what became of a message is known by somebody, or by what is here', () => {
  test('a call names who said so, who is somebody else', () => {
    for (const found of ['arrived', 'notArrived', 'unknown'] as const) {
      const { ask, item } = unanswered();
      expect(ask({ found, how: 'call' })).toEqual({ code: 'askedWhom' });
      expect(ask({ found, how: 'call', person: '  ' })).toEqual({ code: 'askedWhom' });
      for (const person of ['Aoife', ' aoife '])
        expect(ask({ found, how: 'call', person })).toEqual({ code: 'ownWord' });
      expect(item().doubt).toMatchObject({ why: 'noAnswer' });
      expect(ask({ found, how: 'call', person: 'Niamh' })).not.toHaveProperty('code');
      expect(item().doubt?.why).not.toBe('noAnswer');
    }
  });

  test('a 603 is a whole list of the day of its handing, when that is over, which has it not', () => {
    const { world, ask, item, list } = unanswered();
    const lacks = { found: 'notArrived', how: '603', day: DAY } as const;
    expect(ask(lacks)).toEqual(noList);
    expect(ask({ found: 'notArrived', how: '603' })).toEqual(noList);
    // Of another day it says nothing.
    list(['another'], '2026-11-20');
    expect(ask({ ...lacks, day: '2026-11-20' })).toEqual(noList);
    // Nor does a part of one.
    const part = { number: 1, of: 2, txRefNbr: 'one of two' };
    world.run({ do: 'listDaily', day: DAY, file: '603.xml', lines: [], part });
    expect(ask(lacks)).toEqual(noList);
    list(['another']);
    expect(ask({ ...lacks, found: 'arrived' })).toEqual(noList);
    expect(ask({ ...lacks, found: 'unknown' })).toEqual(noList);
    world.now = to - 1;
    expect(ask(lacks)).toEqual(noList);
    world.now = to + HOUR;
    expect(item().standing).toBe('outcomeUnknown');
    expect(ask(lacks)).not.toHaveProperty('code');
    expect(item().standing).toBe('released');
  });

  test('one that has it says that it arrived, and nothing else', () => {
    const { ask, item, list } = unanswered();
    list(['another', item().txRefNbr ?? '']);
    expect(ask({ found: 'notArrived', how: '603', day: DAY })).toEqual(noList);
    expect(ask({ found: 'arrived', how: '603', day: DAY })).not.toHaveProperty('code');
    expect(item().standing).toBe('handed');
  });

  test('one that its count contradicts, and one of a message that went as the day ended, says nothing', () => {
    const lacks = { found: 'notArrived', how: '603', day: DAY } as const;
    const counted = unanswered();
    counted.list(['another']);
    counted.world.run({ do: 'listDaily', day: DAY, file: '602.xml', counts: { '017': 2 } });
    expect(counted.ask(lacks)).toEqual(noList);
    for (const at of [from + 4 * MIN, to - 4 * MIN]) {
      const { ask, list } = unanswered(at);
      list(['another']);
      expect(ask(lacks)).toEqual(noList);
    }
  });

  test('a 131 that is here says that it arrived, whatever it says of it', () => {
    const { world, ask, item } = unanswered();
    for (const found of ['arrived', 'notArrived', 'unknown'] as const)
      expect(ask({ found, how: '131' })).toEqual(no131);
    const answer = {
      type: '131',
      tells: 'requestStatus',
      status: 'open',
      txRefNbr: 'the 131',
      at: world.now,
      original: item().txRefNbr ?? '',
    } as const;
    world.run({ do: 'hear', answers: [{ mprn: MPRN, answer }] });
    expect(ask({ found: 'notArrived', how: '131' })).toEqual(no131);
    expect(ask({ found: 'arrived', how: '131' })).not.toHaveProperty('code');
    expect(item().standing).toBe('handed');
  });
});
