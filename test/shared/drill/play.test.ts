// Practice with a market that answers: what it says depends on what was done to it, and on nothing else.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { answersBy, noPlay, takeOver, type Desk } from '../../../shared/drill/play.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { listOf } from '../domain/lists.ts';
import { evening, noneLeft, World } from '../domain/world.ts';

const MIN = 60_000;
const OFF = '10934478153';
const NEVER_OFF = '10447035576';

const night = {
  seed: 1,
  supplier: 'PRA',
  point: 7,
  from: evening - 160 * MIN,
  recoveredAt: evening + 60 * MIN,
};

function desk(world: World, cancelled: readonly string[] = []): Desk {
  const message = {
    businessReference: null,
    state: 'queuedInEmma',
    paidAt: null,
    sentAt: evening - 90 * MIN,
  } as const;
  const list = listOf({ ...message, mprn: NEVER_OFF, reason: 'D05', txRefNbr: 'the-d05' });
  return {
    list,
    states: [world.case(subjectOf(OFF))],
    fixes: world.fixes(),
    requests: cancelled.map((mprn) => ({
      made: { mprn },
      answer: { d05: 'cancelled', at: evening },
    })) as never,
  };
}

function released(): World {
  const world = new World();
  world.report(OFF, 30, { openD05: 'no', ...noneLeft });
  const steps = planBackFix(world.case(subjectOf(OFF)), 7, shippedPlan).steps;
  world.run({ do: 'releaseFixes', items: [{ mprn: OFF, steps }], outOf: 1, mostShare: 1 });
  return world;
}

const said = (play: Parameters<typeof answersBy>[0], minutes: number) =>
  answersBy(play, night, evening + minutes * MIN).map(({ mprn, answer }) => [mprn, answer.tells]);

test('PLAY1: nothing is answered while the market is down; when it is back what waited runs and what was handed over is answered', () => {
  const world = released();
  const before = takeOver(noPlay, desk(world));
  expect(said(before, 59)).toEqual([]);
  expect(said(before, 90)).toEqual([[NEVER_OFF, 'deEnergised']]);
  world.run({ do: 'handOver', fixes: [{ mprn: OFF, key: 'send017/1' }], channel: 'file' });
  const after = takeOver(before, desk(world));
  expect(said(after, 90)).toContainEqual([OFF, 'energised']);
});

test('PLAY2: a D05 that was cancelled does not run; what was taken over stays, whatever the desk undoes', () => {
  const world = released();
  const stopped = takeOver(noPlay, desk(world, [NEVER_OFF]));
  expect(said(stopped, 90).filter(([, tells]) => tells === 'deEnergised')).toEqual([]);
  const undone = takeOver(stopped, desk(world));
  expect(undone).toBe(stopped);
  expect(answersBy(undone, night, evening + 90 * MIN)).toEqual(
    answersBy(stopped, night, evening + 90 * MIN),
  );
});
