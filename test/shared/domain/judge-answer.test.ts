// Whose an answer is, and what becomes of it, wherever it comes in.
import { describe, expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { judging, knownOf, type AnswerOf } from '../../../shared/domain/judge-answer.ts';
import type { OutstandingList, OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { listOf } from './lists.ts';
import { evening, noneLeft, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = `mprn:${MPRN}`;
const MIN = 60_000;

const row = (more: Partial<OutstandingMessage> = {}): OutstandingMessage => ({
  mprn: MPRN,
  reason: 'D05',
  txRefNbr: 'listed',
  businessReference: null,
  sentAt: evening - 90 * MIN,
  state: 'atHub',
  paidAt: evening - 30 * MIN,
  ...more,
});

const off = (more: Partial<AnswerOf['answer']> = {}, mprn: string | null = MPRN): AnswerOf => ({
  mprn,
  answer: { type: '306', tells: 'deEnergised', txRefNbr: 'a-1', at: evening, ...more },
});

function judgeIn(world: World, lists: readonly OutstandingList[] = []) {
  const state = world.caseOf(SUBJECT);
  const cases = state === undefined ? [] : [state];
  return judging(knownOf({ fixes: world.fixes(), cases, lists, requests: world.requests() }));
}

function released(): World {
  const world = new World();
  world.report(MPRN, 30, { openD05: 'no', ...noneLeft });
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  const items = [{ mprn: MPRN, steps }];
  world.run({ do: 'releaseFixes', items, outOf: 1, mostShare: 1 });
  return world;
}

describe('FIX60: whose it is', () => {
  test('nobody’s with no back-fix, no case and no list; ours with any one of them, also a list that a newer one has followed', () => {
    expect(judgeIn(new World())(off())).toEqual({
      mprn: MPRN,
      verdict: { is: 'notOurs' },
      whose: null,
      heard: null,
    });
    const listed = judgeIn(new World(), [listOf(row()), listOf()]);
    expect(listed(off())).toMatchObject({ verdict: { is: 'other' }, heard: { mprn: MPRN } });
    const open = new World();
    open.report(MPRN, 30, { openD05: 'no' });
    expect(judgeIn(open)(off()).verdict.is).toBe('other');
    open.run({ do: 'exclude', subject: SUBJECT, reason: 'notOurs' });
    open.operator = 'Brian';
    open.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: [] }] });
    expect(open.case(SUBJECT).open).toBe(false);
    expect(judgeIn(open)(off()).verdict.is).toBe('other');
    expect(judgeIn(released())(off()).verdict.is).toBe('proposed');
  });

  test('a 601 is of whoever has the message: by a back-fix of ours, or by any list', () => {
    const of = (original: string) =>
      off({ type: '601', tells: 'rejectedAtGateway', original }, null);
    const world = released();
    const [own = ''] = world.fix(MPRN).items.flatMap(({ txRefNbr }) => txRefNbr ?? []);
    expect(judgeIn(world)(of(own))).toMatchObject({ mprn: MPRN, verdict: { is: 'matched' } });
    const listed = judgeIn(new World(), [listOf(row()), listOf()]);
    expect(listed(of('listed'))).toMatchObject({ mprn: MPRN, verdict: { is: 'other' } });
    const none = { mprn: null, verdict: { is: 'noMessageOfOurs' }, whose: null, heard: null };
    expect(listed(of('strange'))).toEqual(none);
    expect(listed(off({}, null))).toEqual(none);
  });
});

test('FIX10: heard before, and the same twice in one act, is known; of two switchings the earlier is old, and nothing else is', () => {
  const world = released();
  const at = world.now;
  const on = off({ type: '307', tells: 'energised', txRefNbr: 'on', at });
  world.run({ do: 'hear', answers: [{ mprn: MPRN, answer: on.answer }] });
  const judge = judgeIn(world);
  expect(judge(on)).toMatchObject({ verdict: { is: 'known' }, heard: null });
  const old = off({ at: at - MIN });
  expect(judge(old)).toMatchObject({
    verdict: { is: 'older', than: { txRefNbr: 'on' } },
    heard: { mprn: MPRN },
  });
  expect(judge(old)).toMatchObject({ verdict: { is: 'known' }, heard: null });
  for (const tells of ['requestStatus', 'rejected', 'delayed'] as const)
    expect(judge(off({ tells, txRefNbr: tells, at: at - MIN })).verdict.is).toBe('proposed');
});

test('FIX11, AGENT10: off with no open case, what had been paid since comes with it, as any list of those days said', () => {
  const at = evening + 10 * MIN;
  const paid = { paidSince: evening - 30 * MIN };
  const lists = [listOf(row()), listOf()];
  expect(judgeIn(new World(), lists)(off({ at })).heard).toMatchObject(paid);
  const on = off({ type: '307', tells: 'energised', at });
  expect(judgeIn(new World(), lists)(on).heard).not.toHaveProperty('paidSince');
  const open = new World();
  open.report(MPRN, 30);
  expect(judgeIn(open, lists)(off({ at })).heard).not.toHaveProperty('paidSince');
});
