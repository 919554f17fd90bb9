// Answers whose MPRN is of one customer and whose reference is of another.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { judging, knownOf, type AnswerOf } from '../../../shared/domain/judge-answer.ts';
import type { OutstandingList, OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { must } from '../../../shared/lib/check.ts';
import { listOf } from './lists.ts';
import { noneLeft, World } from './world.ts';

const ONE = '10934478153';
const OTHER = '10000000054';
const STRANGER = '10000000062';

/** A 017 of ours is on its way for both. */
function both(): World {
  const world = new World();
  for (const mprn of [ONE, OTHER]) {
    world.report(mprn, 30, { openD05: 'no', ...noneLeft });
    const { steps } = planBackFix(world.case(subjectOf(mprn)), 7, shippedPlan);
    world.run({ do: 'releaseFixes', items: [{ mprn, steps }], outOf: 2, mostShare: 1 });
    const fixes = [{ mprn, key: 'send017/1' }];
    world.run({ do: 'handOver', fixes, channel: 'emma', file: `${mprn}.xml` });
  }
  world.now += 60_000;
  return world;
}

function namesOf(world: World, mprn: string) {
  const [item] = world.fix(mprn).items;
  return {
    original: must(item?.txRefNbr, 'it is a 017'),
    businessReference: must(item?.businessReference, 'it has a reference'),
  };
}

function judgeIn(world: World, lists: readonly OutstandingList[] = []) {
  const cases = [ONE, OTHER].flatMap((mprn) => world.caseOf(subjectOf(mprn)) ?? []);
  return judging(knownOf({ fixes: world.fixes(), cases, lists, requests: world.requests() }));
}

const word = (world: World, mprn: string, more: Partial<AnswerOf['answer']>): AnswerOf => ({
  mprn,
  answer: { type: '307', tells: 'energised', txRefNbr: 'a-1', at: world.now, ...more },
});

test('FIX80: with the MPRN of one and a reference of another it is nobody’s proof, and nobody is said to be back', () => {
  const world = both();
  const { businessReference, original } = namesOf(world, OTHER);
  const judge = judgeIn(world);
  const aside = { mprn: ONE, verdict: { is: 'disagrees' }, whose: OTHER, heard: null };
  expect(judge(word(world, ONE, { businessReference }))).toEqual(aside);
  expect(judge(word(world, ONE, { original }))).toEqual(aside);
  const strange = { original: 'nobody-knows-it', businessReference };
  expect(judge(word(world, ONE, strange))).toEqual(aside);
  const reject = { type: '117R', tells: 'rejected', original } as const;
  expect(judge(word(world, ONE, reject))).toEqual(aside);
  // Their own, or a name that nobody here has: as ever.
  const own = namesOf(world, ONE);
  const names = [
    own,
    { businessReference: own.businessReference },
    { businessReference: 'THEIRS' },
  ];
  expect(
    names.map((each, index) => judge(word(world, ONE, { ...each, txRefNbr: `own-${index}` }))),
  ).toMatchObject([
    { verdict: { is: 'matched' }, whose: null },
    { verdict: { is: 'matched' }, whose: null },
    { verdict: { is: 'proposed' }, whose: null },
  ]);
});

test('FIX80: who is said to be off is taken for off, whosever the reference is', () => {
  const world = both();
  const on = word(world, ONE, namesOf(world, ONE));
  world.run({ do: 'hear', answers: [{ mprn: ONE, answer: on.answer }] });
  expect(world.case(subjectOf(ONE)).power?.level).toBe('confirmed');
  world.now += 60_000;
  const { businessReference } = namesOf(world, OTHER);
  const off = { type: '306', tells: 'deEnergised', txRefNbr: 'a-2', businessReference } as const;
  const judged = judgeIn(world)(word(world, ONE, off));
  expect(judged).toMatchObject({ whose: OTHER, heard: { mprn: ONE } });
  if (judged.heard !== null) world.run({ do: 'hear', answers: [judged.heard] });
  expect(world.case(subjectOf(ONE))).toMatchObject({ power: null, cutOff: { type: '306' } });
});

test('FIX80: a reference that several have, or this one too, tells nobody apart', () => {
  const world = both();
  const row = (mprn: string, businessReference: string, txRefNbr: string): OutstandingMessage => ({
    mprn,
    reason: 'E05',
    txRefNbr,
    businessReference,
    sentAt: world.now,
    state: 'atHub',
    paidAt: null,
  });
  const own = namesOf(world, OTHER);
  const lists = [
    listOf(row(OTHER, 'BATCH', 't-1'), row(STRANGER, 'BATCH', 't-2')),
    listOf(row(ONE, own.businessReference, own.original)),
  ];
  const judge = judgeIn(world, lists);
  expect(judge(word(world, ONE, { businessReference: 'BATCH' })).whose).toBeNull();
  expect(judge(word(world, ONE, { ...own, txRefNbr: 'a-2' })).whose).toBeNull();
  // Of one customer's by a list alone it is that one's.
  expect(judge(word(world, ONE, { original: 't-2', txRefNbr: 'a-3' }))).toMatchObject({
    verdict: { is: 'disagrees' },
    whose: STRANGER,
  });
});

test('FIX81: set aside as nobody’s, it says whose message it names', () => {
  const world = both();
  const judge = judgeIn(world);
  const { original, businessReference } = namesOf(world, ONE);
  const aside = { mprn: STRANGER, verdict: { is: 'notOurs' }, heard: null };
  expect(judge(word(world, STRANGER, { original }))).toEqual({ ...aside, whose: ONE });
  expect(judge(word(world, STRANGER, { businessReference }))).toEqual({ ...aside, whose: ONE });
  expect(judge(word(world, STRANGER, {}))).toEqual({ ...aside, whose: null });
});
