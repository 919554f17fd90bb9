// Which answers are proposed as the proof of a back-fix by MPRN and time alone.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import { proposals } from '../../../shared/domain/proposals.ts';
import { must } from '../../../shared/lib/check.ts';
import { World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;

/** Paid half an hour ago; an E05 of which somebody told waits at the hub. */
function off(state: 'atHub' | 'notSent' = 'atHub') {
  const world = new World();
  const message017: Facts['message017'] = { reason: 'E05', state };
  world.report(MPRN, 30, { openD05: 'no', ctf: '04', message017 });
  world.now += 5 * MIN;
  return world;
}

function release(world: World): void {
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
}

/** Names nothing: found by MPRN and time. */
function hear(world: World, txRefNbr: string, at = world.now) {
  world.now += MIN;
  const answer = { type: '307', tells: 'energised', txRefNbr, at } as const;
  world.run({ do: 'hear', answers: [{ mprn: MPRN, answer }] });
}

const proposed = (world: World) =>
  proposals(world.fix(MPRN), world.caseOf(SUBJECT)).map(
    ({ heard, item }) => `${heard.txRefNbr} for ${item.key}`,
  );

test('FIX74: of this round it is proposed, though the back-fix was released after it; before the payment it is not', () => {
  const world = off();
  hear(world, 'ran', world.now - MIN);
  hear(world, 'last-week', world.now - 7 * 24 * 60 * MIN);
  hear(world, 'before-payment', world.now - 50 * MIN);
  world.now += MIN;
  release(world);
  expect(proposed(world)).toEqual(['ran for letWaiting017Run/1']);
  // It proves nothing until a person says so.
  const [item] = world.fix(MPRN).items;
  expect(item?.standing).toBe('released');
  const [first] = proposals(world.fix(MPRN), world.case(SUBJECT));
  const { heard } = must(first, 'it is proposed');
  const of = { mprn: MPRN, key: 'letWaiting017Run/1', of: heard.entry };
  world.run({ do: 'acceptProofs', proofs: [{ ...of, reference: heard.txRefNbr }] });
  expect(world.fix(MPRN).items[0]).toMatchObject({
    standing: 'proved',
    proved: { matchedBy: 'person', reference: 'ran' },
  });
  expect(proposed(world)).toEqual([]);
});

test('FIX74: cut off since, what came before the cut-off is of the round before, whatever was released when', () => {
  const world = off();
  hear(world, 'older-than-release');
  release(world);
  hear(world, 'of-the-first-round', world.now + MIN);
  expect(proposed(world)).toHaveLength(2);
  world.now += 5 * MIN;
  const cut = { type: '306', tells: 'deEnergised', txRefNbr: 'the-d05', at: world.now } as const;
  world.run({ do: 'hear', answers: [{ mprn: MPRN, answer: cut }] });
  expect(world.case(SUBJECT).cutOff?.type).toBe('306');
  expect(proposed(world)).toEqual([]);
  world.now += 5 * MIN;
  hear(world, 'of-the-second-round');
  expect(proposed(world)).toEqual(['of-the-second-round for letWaiting017Run/1']);
});

test('FIX74: of a 017 of ours an answer from before it went is none; of one that was rejected it is why', () => {
  const world = off('notSent');
  hear(world, 'by-phone');
  // Whoever released had not heard it.
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  expect(steps.map(({ type }) => type)).toEqual(['send017']);
  release(world);
  const key = 'send017/1';
  expect(proposed(world)).toEqual([]);
  world.run({ do: 'handOver', fixes: [{ mprn: MPRN, key }], channel: 'emma', file: 'a.xml' });
  expect(proposed(world)).toEqual([]);
  const original = world.fix(MPRN).items[0]?.txRefNbr ?? '';
  world.now += MIN;
  const reject = { type: '117R', tells: 'rejected', txRefNbr: 'no', at: world.now } as const;
  world.run({ do: 'hear', answers: [{ mprn: MPRN, answer: { ...reject, original } }] });
  expect(proposed(world)).toEqual(['by-phone for send017/1']);
});

test('FIX74: with no case at work nobody knows of a round: only what came after the release is proposed', () => {
  const world = off();
  hear(world, 'older-than-release');
  world.now += MIN;
  release(world);
  expect(proposals(world.fix(MPRN), undefined)).toEqual([]);
  expect(proposals(world.fix(MPRN), world.case(SUBJECT))).toHaveLength(1);
});
