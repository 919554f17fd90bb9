// What has run though no answer names it, and what is not told so.
import { expect, test } from 'vitest';
import { subjectOf } from '../../../shared/domain/case.ts';
import type { Answered } from '../../../shared/domain/evidence.ts';
import { recoveryOf } from '../../../shared/domain/recovery.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { listOf } from './lists.ts';
import { World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;

const off = (): World => {
  const world = new World();
  world.report(MPRN, 30, {});
  world.now += 10 * MIN;
  return world;
};

const back = (world: World) => {
  const at = world.now;
  const told = { level: 'claimed', by: 'customer', backAt: at, learntAt: at } as const;
  world.run({ do: 'power', subject: SUBJECT, ...told });
  world.now += MIN;
};

let answers = 0;
function hear(world: World, tells: 'energised' | 'deEnergised', more: Partial<Answered> = {}) {
  world.now += MIN;
  const txRefNbr = `answer-${(answers += 1)}`;
  const type = tells === 'energised' ? '307' : '306';
  world.run({
    do: 'hear',
    answers: [{ mprn: MPRN, answer: { type, tells, txRefNbr, at: world.now, ...more } }],
  });
}

const row = (world: World, reason: 'D05' | 'E05', txRefNbr: string): OutstandingMessage => ({
  mprn: MPRN,
  reason,
  txRefNbr,
  businessReference: null,
  sentAt: world.now - 60 * MIN,
  state: 'atHub',
  paidAt: null,
});

const groupIn = (world: World, list: ReturnType<typeof listOf>) =>
  recoveryOf({
    list,
    states: [world.case(SUBJECT)],
    requests: [],
    fixOf: (mprn) => world.fixes().find((each) => each.mprn === mprn),
  })[0]?.group;

test('BF22: whom a waiting D05 has cut off by a word that names nothing will not be cut off by it', () => {
  const world = off();
  const list = { ...listOf(row(world, 'D05', 'd05')), asOf: world.now };
  back(world);
  expect(groupIn(world, list)).toBe('cutOff');
  hear(world, 'deEnergised');
  expect(world.case(SUBJECT).cutOff?.type).toBe('306');
  expect(groupIn(world, list)).not.toBe('cutOff');
  expect(groupIn(world, { ...list, asOf: world.now })).toBe('cutOff');
});

test('BF22: of two D05s either may have run, and one that names another message says nothing of this one', () => {
  const two = off();
  const list = { ...listOf(row(two, 'D05', 'one'), row(two, 'D05', 'other')), asOf: two.now };
  back(two);
  hear(two, 'deEnergised');
  expect(groupIn(two, list)).toBe('cutOff');
  const named = off();
  const one = { ...listOf(row(named, 'D05', 'd05')), asOf: named.now };
  back(named);
  hear(named, 'deEnergised', { original: 'another' });
  expect(groupIn(named, one)).toBe('cutOff');
});

test('BF22: whom their own E05 put on will get no second one; whom people put on will', () => {
  const world = off();
  const list = { ...listOf(row(world, 'E05', 'e05')), asOf: world.now };
  expect(groupIn(world, list)).toBe('runs');
  hear(world, 'energised');
  expect(groupIn(world, list)).toBe('answered');
  const phoned = off();
  const same = { ...listOf(row(phoned, 'E05', 'e05')), asOf: phoned.now };
  back(phoned);
  hear(phoned, 'energised');
  expect(groupIn(phoned, same)).toBe('doubled');
});
