// What was asked or stopped says nothing of a message that is newer than that, nor of another one.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { replayWarnings } from '../../../shared/domain/replay-guard.ts';
import { must } from '../../../shared/lib/check.ts';
import { listOf } from './lists.ts';
import { noneLeft, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;

const base: OutstandingMessage = {
  mprn: MPRN,
  reason: 'D05',
  txRefNbr: 'the-d05',
  businessReference: null,
  sentAt: 0,
  state: 'atHub',
  paidAt: null,
};

/** Put back by phone, and released with this done first, which is proved. */
function after(first: Partial<BackFixStep>) {
  const world = new World();
  world.report(MPRN, 30, { openD05: 'no', ...noneLeft });
  world.now += 10 * MIN;
  const power = { level: 'claimed', by: 'customer', backAt: world.now } as const;
  world.run({ do: 'power', subject: SUBJECT, ...power, learntAt: world.now });
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  const step: BackFixStep = {
    type: 'cancelD05',
    owner: 'esbn',
    channel: 'phone',
    proof: ['namedPerson'],
    because: 'd05Waiting',
    point: null,
    txRefNbr: null,
    reference: null,
    ...first,
  };
  const items = [{ mprn: MPRN, steps: [step, ...steps] }];
  world.run({ do: 'releaseFixes', items, outOf: 1, mostShare: 1 });
  world.now += 10 * MIN;
  const key = `${step.type}/1`;
  world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Sean' });
  const { items: fixes } = world.fix(MPRN);
  const item = must(
    fixes.find((each) => each.key === 'send017/1'),
    'it was released',
  );
  expect(fixes.find((each) => each.key === key)?.standing).toBe('proved');
  return (message: Partial<OutstandingMessage>, asOf: number) =>
    replayWarnings({
      mprn: MPRN,
      item,
      fix: world.fix(MPRN),
      state: world.caseOf(SUBJECT),
      list: { ...listOf({ ...base, ...message }), asOf },
      requests: [],
    }).map(({ is }) => is);
}

test('REPLAY1: asked about before the list was made, a message of which that list does not know the outcome still waits', () => {
  const warnings = after({ type: 'askFirst', because: 'unknown017' });
  const unknown = { reason: 'E05', txRefNbr: 'theirs', state: 'unknown' } as const;
  const proved = new World().now + 20 * MIN;
  expect(warnings(unknown, proved)).toEqual([]);
  expect(warnings(unknown, proved + 1)).toEqual(['e05Waits']);
});

test('REPLAY4: stopped before this D05 was sent is another one stopped', () => {
  const warnings = after({});
  const proved = new World().now + 20 * MIN;
  expect(warnings({ sentAt: proved }, proved)).toEqual([]);
  expect(warnings({ sentAt: proved + 1 }, proved)).toEqual(['d05Waits']);
});

test('REPLAY4: that one D05 is stopped says nothing of another; of one without a number it does', () => {
  const warnings = after({ txRefNbr: 'the-d05' });
  const asOf = new World().now;
  expect(warnings({}, asOf)).toEqual([]);
  expect(warnings({ txRefNbr: 'another-d05' }, asOf)).toEqual(['d05Waits']);
  expect(warnings({ txRefNbr: null }, asOf)).toEqual([]);
});
