// A D05 and an E05 of one customer under one business reference: what is said by that reference alone.
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { remaining } from '../../../shared/domain/closing.ts';
import type { Answered } from '../../../shared/domain/evidence.ts';
import { fixSubject, foldFix } from '../../../shared/domain/fix.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { isWatched, recoveryOf, stillWaiting } from '../../../shared/domain/recovery.ts';
import { listOf } from './lists.ts';
import { evening, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = `mprn:${MPRN}`;
const MIN = 60_000;

const message = (txRefNbr: string, reason: string): OutstandingMessage => ({
  mprn: MPRN,
  reason,
  txRefNbr,
  businessReference: 'THEIRS-1',
  sentAt: evening - 40 * MIN,
  state: 'queuedInEmma',
  paidAt: evening - 30 * MIN,
});
const d05 = message('the-d05', 'D05');
const e05 = message('the-e05', 'E05');

function night() {
  const world = new World();
  world.report(MPRN, 30, { ctf: '04' });
  const fix = () => foldFix(world.events(fixSubject(MPRN)));
  const listed = (...messages: readonly OutstandingMessage[]) => ({
    ...listOf(...messages),
    asOf: world.now,
  });
  const row = (...messages: readonly OutstandingMessage[]) => {
    const states = [world.case(SUBJECT)];
    const known = { list: listed(...messages), states, requests: [], fixOf: fix };
    return must(recoveryOf(known)[0], 'the customer has a row');
  };
  const waiting = (...messages: readonly OutstandingMessage[]) =>
    stillWaiting(listed(...messages), fix, [world.case(SUBJECT)]).map((each) => each.txRefNbr);
  const release = (...messages: readonly OutstandingMessage[]) => {
    const planned = planOf(row(...messages), 7, shippedPlan);
    const steps = remaining(planned, fix(), world.case(SUBJECT));
    const items = [{ mprn: MPRN, steps }];
    world.run({ do: 'releaseFixes', items, outOf: 0, mostShare: 1, agreed: true });
    world.now += MIN;
  };
  const hear = (answer: Partial<Answered>) => {
    world.now += MIN;
    const said = { type: '307', tells: 'energised', txRefNbr: 'answer', at: world.now } as const;
    const whole = { ...said, businessReference: 'THEIRS-1', ...answer };
    world.run({ do: 'hear', answers: [{ mprn: MPRN, answer: whole }] });
    world.now += MIN;
  };
  return { world, row, waiting, release, hear, fix };
}

test('FIX77: switched on by their one reference, the E05 is over and the D05 will cut off, is watched, and is to be stopped', () => {
  const { waiting, row, hear, world, fix } = night();
  expect(waiting(d05, e05)).toEqual(['the-d05', 'the-e05']);
  hear({});
  expect(waiting(d05, e05)).toEqual(['the-d05']);
  const now = row(d05, e05);
  expect(now).toMatchObject({ group: 'cutOff', deciding: { txRefNbr: 'the-d05' } });
  expect(isWatched({ ...now, fix: fix() })).toBe(true);
  const plan = remaining(planOf(now, 7, shippedPlan), fix(), world.case(SUBJECT));
  expect(plan.map(({ type, txRefNbr }) => [type, txRefNbr])).toContainEqual([
    'cancelD05',
    'the-d05',
  ]);
});

test('FIX77: nor is it where the newer list has the D05 alone', () => {
  const { waiting, row, hear } = night();
  hear({});
  expect(waiting(d05)).toEqual(['the-d05']);
  expect(row(d05).group).toBe('cutOff');
});

test('FIX77: switched off by it, the D05 is over, and the reconnection waits', () => {
  const { waiting, hear } = night();
  hear({ type: '306', tells: 'deEnergised' });
  expect(waiting(d05, e05)).toEqual(['the-e05']);
});

test('FIX77: of two of one direction it names neither, and a name of its own ends each', () => {
  const { waiting, hear } = night();
  const other = { ...e05, txRefNbr: 'other' };
  hear({});
  expect(waiting(e05, other)).toEqual(['the-e05', 'other']);
  expect(waiting(e05)).toEqual([]);
  hear({ txRefNbr: 'named', original: 'other' });
  expect(waiting(d05, e05, other)).toEqual(['the-d05', 'the-e05']);
});

test('FIX77: completed or cancelled by that reference it may be either, also where a newer list has one of them left', () => {
  const { waiting, release, hear } = night();
  release(e05);
  const cancelled = { type: '131', tells: 'requestStatus', status: 'cancelled' } as const;
  hear(cancelled);
  expect(waiting(d05, e05)).toEqual(['the-d05', 'the-e05']);
  expect(waiting(d05)).toEqual(['the-d05']);
});
