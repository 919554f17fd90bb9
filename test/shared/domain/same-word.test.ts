// What makes two answers of the market the same word: its number, its type, and what it says.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import type { Answered } from '../../../shared/domain/evidence.ts';
import { foldFix, fixSubject } from '../../../shared/domain/fix.ts';
import { judging, knownOf } from '../../../shared/domain/judge-answer.ts';
import { proposals } from '../../../shared/domain/proposals.ts';
import { rankOf } from '../../../shared/domain/triage.ts';
import { noneLeft, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;

function off(facts: object = { openD05: 'no' }): World {
  const world = new World();
  world.report(MPRN, 30, facts);
  world.now += 10 * MIN;
  return world;
}

const word = (at: number, more: Partial<Answered> = {}): Answered => ({
  type: '307',
  tells: 'energised',
  txRefNbr: 'SAME-1',
  at,
  ...more,
});
const hear = (world: World, ...answers: readonly Answered[]) =>
  world.run({ do: 'hear', answers: answers.map((answer) => ({ mprn: MPRN, answer })) });

/** What a desk makes of them that has all of this. */
function judged(world: World, ...answers: readonly Answered[]) {
  const judge = judging(
    knownOf({
      fixes: world.fixes(),
      cases: [world.case(SUBJECT)],
      lists: [],
      requests: world.requests(),
    }),
  );
  return answers.map((answer) => judge({ mprn: MPRN, answer }).verdict.is);
}

test('FIX79: a cut-off under a number that an answer had before is heard, and is a cut-off', () => {
  const world = off();
  const on = word(world.now);
  hear(world, on);
  world.now += MIN;
  const cut = word(world.now - 56_000, { type: '306', tells: 'deEnergised' });
  expect(judged(world, cut, on)).toEqual(['proposed', 'known']);
  hear(world, cut);
  expect(world.fix(MPRN).heard.map(({ type }) => type)).toEqual(['307', '306']);
  expect(world.case(SUBJECT)).toMatchObject({ power: null, open: true, cutOff: { type: '306' } });
  expect(rankOf(world.summary(SUBJECT))).toBe(0);
});

test('FIX79: in one act too, and a second cut-off under the number of the first is one more', () => {
  const world = off();
  const at = world.now;
  world.now += 10 * MIN;
  const cut = { type: '306', tells: 'deEnergised' } as const;
  const words = [word(at), word(at + MIN, cut), word(at + 2 * MIN), word(at + 3 * MIN, cut)];
  expect(judged(world, ...words, ...words)).toEqual([
    ...words.map(() => 'other'),
    ...words.map(() => 'known'),
  ]);
  hear(world, ...words, ...words);
  expect(world.fix(MPRN).heard).toHaveLength(4);
  expect(world.case(SUBJECT).lastOff?.at).toBe(at + 3 * MIN);
  // Put on by people since: the first of the two cut-offs is not taken for the second.
  world.run({
    do: 'power',
    subject: SUBJECT,
    level: 'claimed',
    by: 'customer',
    backAt: at + 5 * MIN,
    learntAt: world.now,
  });
  hear(world, word(at + 6 * MIN, cut));
  expect(world.case(SUBJECT)).toMatchObject({ power: null, cutOff: { at: at + 6 * MIN } });
});

test('FIX79: a delay and the proof that both echo our own number are two words, and the second proves it', () => {
  const world = off({ openD05: 'no', ...noneLeft });
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
  world.run({
    do: 'handOver',
    fixes: [{ mprn: MPRN, key: 'send017/1' }],
    channel: 'emma',
    file: 'a.xml',
  });
  const txRefNbr = world.fix(MPRN).items[0]?.txRefNbr ?? '';
  const own = { txRefNbr, original: txRefNbr };
  world.now += MIN;
  hear(world, word(world.now, { type: '117D', tells: 'delayed', ...own }));
  expect(world.fix(MPRN).items[0]?.standing).toBe('handed');
  world.now += MIN;
  const on = word(world.now, own);
  expect(judged(world, on)).toEqual(['matched']);
  hear(world, on);
  expect(world.fix(MPRN).items[0]).toMatchObject({
    standing: 'proved',
    proved: { by: '106E or 307', reference: txRefNbr },
  });
});

test('FIX79: brought in again from another file, by anybody, in whatever order, it is the same one', () => {
  const world = off();
  const on = word(world.now, { effectiveAt: world.now - MIN, file: 'a.xml' });
  hear(world, on);
  const again = { ...on, file: 'b.csv', comment: 'sent again' };
  expect(judged(world, again)).toEqual(['known']);
  const before = world.entries.length;
  hear(world, again, again);
  expect(world.entries).toHaveLength(before);
  // Each of these says something else.
  const others = [
    { at: on.at + 1 },
    { effectiveAt: on.at },
    { type: '106E' },
    { tells: 'deEnergised' },
    { original: 'another' },
    { businessReference: 'another' },
  ] as const;
  expect(judged(world, ...others.map((other) => ({ ...on, ...other })))).not.toContain('known');
  const cancelled = { ...on, type: '131', tells: 'requestStatus', status: 'open' } as const;
  hear(world, cancelled);
  expect(judged(world, cancelled, { ...cancelled, status: 'cancelled' })).toEqual([
    'known',
    'proposed',
  ]);
  // Two desks with no line between them heard it: it is the entry of the first.
  const [first, ...rest] = world.events(fixSubject(MPRN));
  const twice = [first, ...rest].flatMap((each) => (each ? [each, { ...each, id: 'theirs' }] : []));
  expect(foldFix(twice)?.heard).toEqual(world.fix(MPRN).heard);
});

test('FIX79: each of two words under one number is proposed by itself, and the one that was taken is no more', () => {
  const world = off({ openD05: 'no', message017: { reason: 'E05', state: 'atHub' } });
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
  world.now += 5 * MIN;
  hear(world, word(world.now - MIN), word(world.now));
  const proposed = proposals(world.fix(MPRN), world.case(SUBJECT));
  expect(proposed.map(({ heard }) => heard.at)).toEqual([world.now - MIN, world.now]);
  expect(new Set(proposed.map(({ heard }) => heard.entry)).size).toBe(2);
});
