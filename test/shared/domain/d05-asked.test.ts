// What one person at Networks says of many D05s in one call: each written as if it were the only one.
import { expect, test } from 'vitest';
import type { HeardOf } from '../../../shared/domain/d05-asked.ts';
import { must } from '../../../shared/lib/check.ts';
import { World } from './world.ts';

const MIN = 60_000;
const [FIRST, SECOND, THIRD] = ['10934478153', '10934478154', '10934478155'] as const;
const said = { person: 'Declan Moore', esbnReference: 'ES-77' };

const requestOf = (world: World, mprn: string) =>
  must(
    world.requests().findLast(({ made, withdrawn }) => made.mprn === mprn && withdrawn === null),
    `${mprn} was asked about`,
  );
const asked = () => {
  const world = new World();
  world.run({ do: 'askHold', holds: [FIRST, SECOND, THIRD].map((mprn) => ({ mprn })) });
  world.now += MIN;
  return world;
};
const of = (world: World, mprn: string, answer: HeardOf['answer']): HeardOf => ({
  hold: { mprn },
  request: requestOf(world, mprn).subject,
  answer,
});
/** What an answer says, whatever its place in the log. */
const told = (world: World, mprn: string) =>
  world.events(requestOf(world, mprn).subject).map(({ kind, body, operator }) => ({
    kind,
    operator,
    body: kind === 'request.made' ? null : body,
  }));

test('BF23: heard in one call, each has the entries that it would have alone, and what was not answered stays open', () => {
  const together = asked();
  together.run({
    do: 'heardHolds',
    heard: [of(together, FIRST, 'cancelled'), of(together, SECOND, 'waiting')],
    ...said,
  });
  const alone = asked();
  for (const [mprn, answer] of [
    [FIRST, 'cancelled'],
    [SECOND, 'waiting'],
  ] as const)
    alone.run({ do: 'heardHold', subject: requestOf(alone, mprn).subject, answer, ...said });
  for (const mprn of [FIRST, SECOND, THIRD])
    expect(told(together, mprn)).toEqual(told(alone, mprn));
  expect(requestOf(together, FIRST).answer).toMatchObject({ d05: 'cancelled', ...said });
  expect(requestOf(together, THIRD).answer).toBeNull();
});

test('BF23: who was not asked before is asked with the answer, under a reference of their own and in their case', () => {
  const world = new World();
  world.report(FIRST, 30);
  world.run({
    do: 'heardHolds',
    heard: [
      { hold: { mprn: FIRST, priority: true }, request: null, answer: 'held' },
      { hold: { mprn: SECOND }, request: null, answer: 'none' },
      { hold: { mprn: SECOND }, request: null, answer: 'none' },
    ],
    ...said,
  });
  expect(
    world.requests().map(({ made, answer }) => [made.mprn, made.priority, answer?.d05]),
  ).toEqual([
    [FIRST, true, 'held'],
    [SECOND, false, 'none'],
  ]);
  expect(new Set(world.requests().map(({ made }) => made.reference)).size).toBe(2);
  expect(world.case(`mprn:${FIRST}`).requests.map(({ request }) => request)).toEqual([
    requestOf(world, FIRST).subject,
  ]);
});

test('BF23: what somebody has taken back or asked meanwhile is not written, and keeps no other one', () => {
  const world = asked();
  const gone = requestOf(world, SECOND);
  const heard = [
    of(world, FIRST, 'held'),
    of(world, SECOND, 'held'),
    // Asked by another window since this sheet was opened.
    { hold: { mprn: THIRD }, request: null, answer: 'held' as const },
  ];
  world.run({
    do: 'takeBackHolds',
    asked: world.events(gone.subject).map(({ id }) => ({ subject: gone.subject, entry: id })),
  });
  world.run({ do: 'heardHolds', heard, ...said });
  expect(requestOf(world, FIRST).answer?.d05).toBe('held');
  expect(requestOf(world, THIRD).answer).toBeNull();
  expect(world.requests().filter(({ answer }) => answer !== null)).toHaveLength(1);
  expect(world.run({ do: 'heardHolds', heard: heard.slice(1), ...said })).toEqual({
    code: 'noSuchRequest',
  });
});

test('BF25: taken back as one step the answers are gone, and Networks stays asked', () => {
  const world = asked();
  world.run({
    do: 'heardHolds',
    heard: [of(world, FIRST, 'cancelled'), of(world, SECOND, 'none')],
    ...said,
  });
  const heard = [FIRST, SECOND].map((mprn) => {
    const { subject } = requestOf(world, mprn);
    return { subject, entry: must(world.events(subject).at(-1), 'it was answered').id };
  });
  world.run({ do: 'takeBackHeard', heard });
  for (const mprn of [FIRST, SECOND, THIRD]) expect(requestOf(world, mprn).answer).toBeNull();
  expect(
    world.run({ do: 'takeBackHeard', heard: [{ subject: 'request:none', entry: 'any' }] }),
  ).toEqual({ code: 'noSuchRequest' });
});
