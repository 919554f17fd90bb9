// Networks' word on a D05, and which released back-fixes it ends.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { endedBy } from '../../../shared/domain/d05-answered.ts';
import { d05Answers } from '../../../shared/domain/events.ts';
import { World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const atHub = { reason: 'D05', txRefNbr: 'the-d05', state: 'atHub' } as const;

function released(facts: Parameters<World['report']>[2]) {
  const world = new World();
  world.report(MPRN, 30, facts);
  world.now += 60_000;
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
  return world;
}

const keysOf = (world: World) =>
  Object.fromEntries(
    d05Answers.map((answer) => [answer, endedBy(answer, world.fix(MPRN)).map(({ key }) => key)]),
  );

test('FIX64: cancelled ends what was to cancel it; none queued does not, nor what is held, waits or is not known', () => {
  expect(keysOf(released({ openD05: 'yes', message017: atHub }))).toEqual({
    cancelled: ['cancelD05/1'],
    held: [],
    none: [],
    waiting: [],
    unknown: [],
  });
});

test('FIX64: none queued and cancelled both answer the question whether one waits', () => {
  expect(keysOf(released({}))).toEqual({
    cancelled: ['askFirst/1'],
    held: [],
    none: ['askFirst/1'],
    waiting: [],
    unknown: [],
  });
});

test('FIX64: what lies in our own EMMA is taken out there, and what is over is over', () => {
  const inEmma = { ...atHub, state: 'queuedInEmma' } as const;
  expect(keysOf(released({ openD05: 'yes', message017: inEmma }))['cancelled']).toEqual([]);
  const over = released({ openD05: 'yes', message017: atHub });
  const of = { mprn: MPRN, key: 'cancelD05/1' };
  over.run({ do: 'proveFix', ...of, by: 'namedPerson', person: 'Declan' });
  expect(keysOf(over)['cancelled']).toEqual([]);
  expect(endedBy('cancelled', undefined)).toEqual([]);
});
