// What a desk makes of a dropped answer whose MPRN and reference are of two customers.
import { expect, test } from 'vitest';
import { isAside, judge } from '../../../renderer/views/judged-answers.ts';
import { listOf } from '../../shared/domain/lists.ts';
import { evening, World } from '../../shared/domain/world.ts';

const ONE = '10934478153';
const OTHER = '10000000054';
const STRANGER = '10000000062';

test('FIX81: each row says whose message it names; who is off is taken in, the others are set aside', () => {
  const world = new World();
  const waits = { mprn: OTHER, reason: 'E05', businessReference: 'THE-OTHERS' } as const;
  const row = { ...waits, txRefNbr: 't-1', sentAt: evening, state: 'atHub', paidAt: null } as const;
  const lists = [listOf(row, { ...row, mprn: ONE, businessReference: 'OWN', txRefNbr: 't-2' })];
  const on = { type: '307', tells: 'energised', at: evening } as const;
  const off = { type: '306', tells: 'deEnergised', at: evening } as const;
  const said = [
    { mprn: ONE, answer: { ...on, txRefNbr: 'a', businessReference: 'THE-OTHERS' } },
    { mprn: STRANGER, answer: { ...on, txRefNbr: 'b', original: 't-1' } },
    { mprn: ONE, answer: { ...off, txRefNbr: 'c', businessReference: 'THE-OTHERS' } },
    { mprn: ONE, answer: { ...off, txRefNbr: 'd', businessReference: 'OWN' } },
  ];
  const parts = said.map((from, record) => ({ is: 'answer' as const, record, from }));
  const file = { name: 'answers.csv', content: null, parts };
  const requests = world.requests();
  const judged = judge([file], { fixes: new Map(), rows: [], cases: [], lists, requests });
  expect(judged.parts.map(({ verdict, whose }) => [verdict.is, whose])).toEqual([
    ['disagrees', OTHER],
    ['notOurs', OTHER],
    ['other', OTHER],
    ['other', null],
  ]);
  expect(judged.parts.map(isAside)).toEqual([true, true, false, false]);
  expect([judged.off, judged.ours.map(({ answer }) => answer.txRefNbr)]).toEqual([2, ['c', 'd']]);
});
