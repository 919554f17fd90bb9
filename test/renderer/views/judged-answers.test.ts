// What a desk makes of dropped answers: the rule is shared/domain/judge-answer.ts, and here is what the
// desk knows when it asks.
import { expect, test } from 'vitest';
import { judge, type KnownHere } from '../../../renderer/views/judged-answers.ts';
import type { AnswerFrom } from '../../../shared/market/answers.ts';
import { listOf } from '../../shared/domain/lists.ts';
import { evening, World } from '../../shared/domain/world.ts';

const MPRN = '10934478153';
const SUBJECT = `mprn:${MPRN}`;
const MIN = 60_000;

const fileOf = (...answers: readonly AnswerFrom[]) => ({
  name: 'answers.csv',
  content: null,
  parts: answers.map((from, record) => ({ is: 'answer' as const, record, from })),
});
const answer = (more: Partial<AnswerFrom['answer']> = {}, mprn: string | null = MPRN) => ({
  mprn,
  answer: { type: '306', tells: 'deEnergised', txRefNbr: 'a-1', at: evening, ...more } as const,
});

function at(world: World, more: Partial<KnownHere> = {}) {
  const known = world.caseOf(SUBJECT);
  const cases = known === undefined ? [] : [known];
  const fixes = new Map(world.fixes().map((fix) => [fix.subject, fix]));
  const here = { fixes, rows: [], cases, lists: [], requests: world.requests(), ...more };
  return (...answers: readonly AnswerFrom[]) => {
    const { parts, ours, off } = judge([fileOf(...answers)], here);
    return { verdicts: parts.map(({ verdict }) => verdict.is), ours, off };
  };
}

/** Put back by phone, and closed as another supplier's. */
function closedAsNotOurs(): World {
  const world = new World();
  world.report(MPRN, 30, { openD05: 'no' });
  const power = { level: 'claimed', by: 'customer', backAt: world.now } as const;
  world.run({ do: 'power', subject: SUBJECT, ...power, learntAt: world.now });
  world.run({ do: 'exclude', subject: SUBJECT, reason: 'notOurs' });
  world.operator = 'Brian';
  world.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: [] }] });
  expect(world.case(SUBJECT)).toMatchObject({ open: false, closed: { because: 'notOurs' } });
  return world;
}

test('FIX60, FIX11: who was closed as not ours and is cut off is heard of at a desk too, and back in the queue', () => {
  const world = closedAsNotOurs();
  world.now += 20 * MIN;
  const { verdicts, ours, off } = at(world)(answer({ at: world.now }));
  expect([verdicts, off]).toEqual([['other'], 1]);
  world.run({ do: 'hear', answers: ours });
  expect(world.case(SUBJECT)).toMatchObject({ open: true, cutOff: { type: '306' } });
  const stranger = at(new World())(answer());
  expect([stranger.verdicts, stranger.ours]).toEqual([['notOurs'], []]);
});

test('FIX60: a 601 is found by any message that a list has, back-fix or not', () => {
  const of = (original: string) =>
    answer({ type: '601', tells: 'rejectedAtGateway', original }, null);
  const row = { mprn: MPRN, reason: 'E05', sentAt: evening, state: 'atHub', paidAt: null } as const;
  const list = listOf({ ...row, txRefNbr: 'listed', businessReference: null });
  const judged = at(new World(), { lists: [list, listOf()] });
  expect(judged(of('listed'))).toMatchObject({ verdicts: ['other'], ours: [{ mprn: MPRN }] });
  expect(judged(of('strange'))).toMatchObject({ verdicts: ['noMessageOfOurs'], ours: [] });
});

test('FIX60: the same one twice in what is dropped is one', () => {
  const world = closedAsNotOurs();
  expect(at(world)(answer(), answer())).toMatchObject({ verdicts: ['other', 'known'], off: 1 });
});
