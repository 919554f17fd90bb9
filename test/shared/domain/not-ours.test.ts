// Customers who have gone to another supplier meanwhile: nothing of ours reaches them, and their cases
// end as what they are.
import { describe, expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import { noneLeft, World } from './world.ts';

const MPRN = '10001234567';
const SUBJECT = `mprn:${MPRN}`;

function gone(facts: Facts = { openD05: 'no' }): World {
  const world = new World();
  world.report(MPRN, 30, { ctf: '04', ...noneLeft, ...facts });
  world.run({ do: 'exclude', subject: SUBJECT, reason: 'notOurs' });
  return world;
}
const plan = (world: World) => planBackFix(world.case(SUBJECT), 7, shippedPlan).steps;
/** By another person than the one who said that they are not ours. */
function close(world: World, operator = 'Brian') {
  world.operator = operator;
  return world.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: plan(world) }] });
}
const release = (world: World) =>
  world.run({
    do: 'releaseFixes',
    items: [{ mprn: MPRN, steps: plan(world) }],
    outOf: 0,
    mostShare: 1,
    agreed: true,
  });

describe('a customer who is another supplier’s by now', () => {
  test('FIX49: the case is closed as not ours, without its power and without a 017', () => {
    const world = gone();
    close(world);
    expect(world.case(SUBJECT)).toMatchObject({
      open: false,
      power: null,
      closed: { because: 'notOurs' },
    });
    expect(world.fixes()).toEqual([]);
    // Nor does it ask for a proof of a power that is back.
    const back = gone();
    const at = back.now;
    back.run({
      do: 'power',
      subject: SUBJECT,
      level: 'claimed',
      by: 'customer',
      backAt: at,
      learntAt: at,
    });
    close(back);
    expect(back.case(SUBJECT).closed?.because).toBe('notOurs');
    // Excluded for any other reason it stays until its power is back.
    const other = new World();
    other.report(MPRN, 30, { ctf: '04', openD05: 'no', ...noneLeft });
    other.run({ do: 'exclude', subject: SUBJECT, reason: 'tamper' });
    expect(close(other)).toEqual({ code: 'notProved', because: 'powerOff' });
  });

  test('FIX49: a D05 of ours is asked about first: it would cut off another supplier’s customer', () => {
    for (const openD05 of ['yes', 'unknown'] as const) {
      const world = gone({ openD05 });
      expect(close(world), openD05).toEqual({ code: 'notProved', because: 'notReleased' });
      world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
      close(world);
      expect(world.case(SUBJECT).closed?.because, openD05).toBe('notOurs');
    }
  });

  test('FIX49: not while something of ours is on its way; taken back, it is over', () => {
    const world = gone();
    release(world);
    expect(close(world)).toEqual({ code: 'notProved', because: 'underWay' });
    world.run({ do: 'takeBackFix', mprn: MPRN, key: 'send017/1', why: 'Not ours' });
    close(world);
    expect(world.case(SUBJECT).closed?.because).toBe('notOurs');
  });

  test('FIX49: another person closes than the one who said so, whoever the customer is', () => {
    const world = gone();
    expect(close(world, 'Aoife')).toEqual({ code: 'notProved', because: 'needsSecond' });
    close(world);
    expect(world.case(SUBJECT).closed?.because).toBe('notOurs');
  });

  test('FIX49: put back while a D05 may wait they are watched first; cut off after it they are ours again', () => {
    const back = (facts: Facts) => {
      const world = gone(facts);
      const at = world.now;
      const told = { level: 'claimed', by: 'customer', backAt: at, learntAt: at } as const;
      world.run({ do: 'power', subject: SUBJECT, ...told });
      return world;
    };
    expect(close(back({ openD05: 'unknown' }))).toEqual({
      code: 'notProved',
      because: 'notReleased',
    });
    const world = back({ openD05: 'no' });
    close(world);
    expect(world.case(SUBJECT).closed?.because).toBe('notOurs');
    world.now += 60_000;
    const answer = {
      type: '306',
      tells: 'deEnergised',
      txRefNbr: 'off',
      at: world.now,
    } as const;
    world.run({ do: 'hear', answers: [{ mprn: MPRN, answer }] });
    expect(world.case(SUBJECT)).toMatchObject({ open: true, power: null });
    expect(world.summary(SUBJECT).cutOff).toBe(true);
  });

  test('FIX49: who closes and has not heard that they are ours after all closes nothing', () => {
    const world = gone();
    const known = world.entries.length;
    close(world);
    const closed = world.entries.splice(known);
    const [excluded] = world.events(SUBJECT).filter(({ kind }) => kind === 'case.excluded');
    world.run({ do: 'undo', subject: SUBJECT, entry: excluded?.id ?? '' });
    world.entries.push(...closed);
    expect(world.case(SUBJECT)).toMatchObject({ open: true, excluded: null, closed: null });
  });

  test('FIX49: whoever rings again gets a case again', () => {
    const world = gone();
    close(world);
    world.report(MPRN, 5, { ctf: '04', openD05: 'no', ...noneLeft });
    expect(world.case(SUBJECT)).toMatchObject({ open: true, excluded: null });
  });
});
