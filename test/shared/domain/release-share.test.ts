import { expect, test } from 'vitest';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { newDesk } from '../../../shared/domain/desk.ts';
import {
  mostShareOf,
  ONE_RELEASE_MS,
  shareSetting,
  touchedBy,
} from '../../../shared/domain/release-share.ts';
import { World } from './world.ts';

const sends: BackFixStep = {
  type: 'send017',
  owner: 'supplier',
  channel: 'emma',
  proof: ['106E or 307'],
  because: 'never017',
  point: 7,
  txRefNbr: null,
  reference: null,
};
const mprns = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `100000${String(from + index).padStart(5, '0')}`);

function release(world: World, of: readonly string[], step = sends): void {
  const items = of.map((mprn) => ({ mprn, steps: [step] }));
  world.run({ do: 'releaseFixes', items, outOf: 0, mostShare: 1, agreed: true });
}

test('FIX46: two halves within the hour are asked about as one; an hour later, or agreed to, they are not', () => {
  const world = new World();
  const ask = (of: readonly string[]) =>
    touchedBy({
      mprns: of,
      fixes: world.fixes(),
      openCases: 100,
      mostShare: 0.5,
      now: world.now,
    });
  expect(ask(mprns(0, 50))).toEqual({ count: 50, before: 0, isLarge: false });
  expect(ask(mprns(0, 51)).isLarge).toBe(true);
  release(world, mprns(0, 40));
  world.now += ONE_RELEASE_MS / 2;
  expect(ask(mprns(40, 10)).isLarge).toBe(false);
  expect(ask(mprns(40, 11))).toEqual({ count: 51, before: 40, isLarge: true });
  // Somebody released before is one customer, and one by themselves is no crowd.
  expect(ask(mprns(30, 20)).count).toBe(50);
  release(world, mprns(40, 10));
  expect(ask(mprns(50, 1))).toEqual({ count: 51, before: 50, isLarge: false });
  expect(ask(mprns(50, 2)).isLarge).toBe(true);
  world.now += ONE_RELEASE_MS / 2;
  expect(ask(mprns(50, 2))).toEqual({ count: 12, before: 10, isLarge: false });
  // What was much by itself was agreed to.
  release(world, mprns(100, 60));
  expect(ask(mprns(200, 2))).toEqual({ count: 12, before: 10, isLarge: false });
});

test('FIX46, BF21: what is taken out of our own EMMA is no part of a release that may be too large', () => {
  const world = new World();
  const takesOut = { ...sends, type: 'cancelD05', because: 'd05Waiting' } as const;
  release(world, mprns(0, 40), { ...takesOut, txRefNbr: 'the-d05' });
  const of = mprns(40, 20);
  const ask = { mprns: of, fixes: world.fixes(), openCases: 100, mostShare: 0.5, now: world.now };
  expect(world.fixes()).toHaveLength(40);
  expect(touchedBy(ask)).toEqual({ count: 20, before: 0, isLarge: false });
});

test('FIX46: two halves within the hour are refused as one where they are written, whichever screen asks', () => {
  const world = new World();
  release(world, mprns(0, 40));
  const second = {
    do: 'releaseFixes',
    items: mprns(40, 20).map((mprn) => ({ mprn, steps: [sends] })),
    outOf: 100,
    mostShare: 0.5,
  } as const;
  expect(world.run(second)).toEqual({ code: 'releaseTooLarge', count: 60, outOf: 100 });
  world.now += ONE_RELEASE_MS;
  expect(world.run(second)).not.toHaveProperty('code');
});

test('FIX46: the share is of open cases, whoever else is touched, and the desk may set it', () => {
  const ask = (openCases: number, mostShare: number) =>
    touchedBy({ mprns: mprns(0, 20), fixes: [], openCases, mostShare, now: 0 }).isLarge;
  expect([ask(40, 0.5), ask(39, 0.5), ask(0, 0.5)]).toEqual([false, true, true]);
  const desk = (percent: number) => ({ ...newDesk, settings: shareSetting(percent) });
  expect([newDesk, desk(25), desk(0), desk(101)].map(mostShareOf)).toEqual([0.5, 0.25, 0.5, 0.5]);
  expect(ask(40, mostShareOf(desk(25)))).toBe(true);
});
