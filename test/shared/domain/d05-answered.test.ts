// Networks' word on a D05, and which released back-fixes it ends.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { endedBy, toldBy } from '../../../shared/domain/d05-answered.ts';
import { d05Answers } from '../../../shared/domain/events.ts';
import { waitsFor } from '../../../shared/domain/fix.ts';
import { replayWarnings } from '../../../shared/domain/replay-guard.ts';
import { must } from '../../../shared/lib/check.ts';
import { noneLeft, World } from './world.ts';

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

test('FIX64, FIX3: held proves nothing and is told, and a 017 goes by that word alone', () => {
  const world = released({ openD05: 'yes', ...noneLeft });
  const told = (answer: (typeof d05Answers)[number]) =>
    toldBy(answer, world.fix(MPRN)).map(({ key }) => key);
  for (const answer of d05Answers)
    expect(told(answer)).toEqual(answer === 'held' ? ['cancelD05/1'] : []);
  const waits = () => {
    const fix = world.fix(MPRN);
    const item = must(
      fix.items.find(({ txRefNbr }) => txRefNbr !== null),
      'a 017 goes',
    );
    const state = world.case(SUBJECT);
    const known = { mprn: MPRN, item, fix, state, list: null, requests: world.requests() };
    return [waitsFor(fix, item)?.key ?? null, replayWarnings(known).map(({ is }) => is)];
  };
  expect(waits()).toEqual(['cancelD05/1', ['d05Waits']]);
  const of = { fixes: [{ mprn: MPRN, key: 'cancelD05/1' }], person: 'Mary' };
  world.run({ do: 'handOver', ...of, channel: 'phone' });
  expect(told('held')).toEqual([]);
  expect(world.fix(MPRN).items[0]).toMatchObject({
    standing: 'handed',
    handing: { person: 'Mary' },
  });
  // Told, and nobody has said that it is held: the guard keeps it.
  expect(waits()).toEqual([null, ['d05Waits']]);
  world.run({ do: 'askHold', holds: [{ mprn: MPRN }] });
  const { subject } = must(world.requests()[0], 'it was asked');
  world.run({ do: 'heardHold', subject, answer: 'held', person: 'Mary' });
  expect(waits()).toEqual([null, []]);
});
