// Words of the market of a time still to come: they count no later than when they were learnt.
import { expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { beganAt, roundOf, saidToBeOn } from '../../../shared/domain/closing.ts';
import { lastSwitching, switchedAt, type Answered } from '../../../shared/domain/evidence.ts';
import { fixSubject, foldFix } from '../../../shared/domain/fix.ts';
import { judging, knownOf } from '../../../shared/domain/judge-answer.ts';
import { mayProve } from '../../../shared/domain/proof.ts';
import { proposals } from '../../../shared/domain/proposals.ts';
import { rankOf } from '../../../shared/domain/triage.ts';
import { World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;
const HOUR = 60 * MIN;

/** An E05 of somebody's waits at the hub, and they paid half an hour ago. */
function off(): World {
  const world = new World();
  const message017 = { reason: 'E05', state: 'atHub' } as const;
  world.report(MPRN, 30, { openD05: 'no', message017 });
  world.now += 10 * MIN;
  return world;
}

let answers = 0;
const word = (type: '306' | '307', at: number, more: Partial<Answered> = {}): Answered => ({
  type,
  tells: type === '307' ? 'energised' : 'deEnergised',
  txRefNbr: `answer-${(answers += 1)}`,
  at,
  ...more,
});
const hear = (world: World, ...said: readonly Answered[]) =>
  world.run({ do: 'hear', answers: said.map((answer) => ({ mprn: MPRN, answer })) });

function release(world: World): void {
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
}

/** A customer says that the power is back. */
const back = (world: World, backAt = world.now) =>
  world.run({
    do: 'power',
    subject: SUBJECT,
    level: 'claimed',
    by: 'customer',
    backAt,
    learntAt: world.now,
  });

test('FIX59: a cut-off after a proof of five hours ahead is heard as one at once', () => {
  for (const more of [{}, { effectiveAt: 0 }]) {
    const world = off();
    const ahead = world.now + 5 * HOUR;
    hear(world, word('307', ahead, 'effectiveAt' in more ? { effectiveAt: ahead } : {}));
    expect(world.case(SUBJECT).power?.backAt).toBe(world.now);
    world.now += MIN;
    const cut = word('306', world.now);
    const known = { fixes: world.fixes(), cases: [world.case(SUBJECT)], lists: [], requests: [] };
    expect(judging(knownOf(known))({ mprn: MPRN, answer: cut }).verdict.is).not.toBe('older');
    hear(world, cut);
    expect(world.case(SUBJECT)).toMatchObject({ power: null, open: true, cutOff: { type: '306' } });
    expect(rankOf(world.summary(SUBJECT))).toBe(0);
  }
});

test('FIX59: nor does a cut-off of a time ahead overrule who is put back since', () => {
  const world = off();
  hear(world, word('307', world.now));
  world.now += MIN;
  hear(world, word('306', world.now + 5 * HOUR));
  expect(world.case(SUBJECT).cutOff?.at).toBe(world.now);
  world.now += 10 * MIN;
  hear(world, word('307', world.now));
  expect(world.case(SUBJECT).power?.backAt).toBe(world.now);
});

test('FIX59: learnt before a release, or before the customer was off again, it proves neither', () => {
  const world = off();
  hear(world, word('307', world.now + 5 * HOUR));
  expect(saidToBeOn(world.fix(MPRN), world.case(SUBJECT))?.type).toBe('307');
  world.now += 10 * MIN;
  world.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
  expect(world.case(SUBJECT).power).toBeNull();
  expect(saidToBeOn(world.fix(MPRN), world.case(SUBJECT))).toBeNull();
  world.now += MIN;
  release(world);
  const [item] = world.fix(MPRN).items;
  const [heard] = world.fix(MPRN).heard;
  if (item === undefined || heard === undefined) throw new Error('both are there');
  expect(proposals(world.fix(MPRN), world.case(SUBJECT))).toEqual([]);
  expect(proposals(world.fix(MPRN), undefined)).toEqual([]);
  expect(mayProve({ ...item, type: 'watch', about: null, txRefNbrs: [] }, heard)).toBe(false);
});

test('FIX59: by a clock that is slow, what was learnt at once keeps the market’s order', () => {
  for (const turned of [false, true]) {
    const world = off();
    const cut = word('306', world.now + 5 * MIN);
    const on = word('307', world.now + 10 * MIN);
    hear(world, ...(turned ? [on, cut] : [cut, on]));
    expect(world.case(SUBJECT).power).toMatchObject({ by: 'message', backAt: on.at });
  }
  // One of them so far ahead that no clock here is as slow as that: the order stays.
  for (const turned of [false, true]) {
    const world = off();
    const on = word('307', world.now + 29 * MIN);
    const cut = word('306', world.now + 31 * MIN);
    hear(world, ...(turned ? [cut, on] : [on, cut]));
    expect(world.case(SUBJECT).power).toBeNull();
    expect(lastSwitching(world.fix(MPRN).heard)?.type).toBe('306');
  }
  // Paid a moment ago by a clock that is right, and on since: of this round, whenever it was learnt.
  const world = new World();
  const paidAt = world.now + 2 * MIN;
  const facts = { openD05: 'no', paidAt } as const;
  world.run({ do: 'report', mprn: MPRN, source: 'call', noticedAt: world.now, facts });
  hear(world, word('307', world.now + HOUR));
  expect(world.case(SUBJECT).power?.backAt).toBe(paidAt);
});

test('FIX88: a cut-off that a slow clock learns comes after what a better one said of the time before it', () => {
  for (const [ahead, isHeard] of [
    [4, true],
    [30, true],
    [31, false],
  ] as const) {
    const world = off();
    // The desk's clock is right, and the agent's is some minutes slow.
    world.now += 2 * MIN;
    back(world);
    world.now -= 2 * MIN;
    const cut = word('306', world.now + ahead * MIN);
    hear(world, cut);
    const { power, cutOff, lastOff } = world.case(SUBJECT);
    expect([ahead, power === null]).toEqual([ahead, isHeard]);
    expect(lastOff?.at).toBe(isHeard ? cut.at : world.now);
    expect(cutOff?.type).toBe(isHeard ? '306' : undefined);
  }
});

test('FIX88: and what has just been said at a slow desk is after the cut-off that it has heard', () => {
  const world = off();
  back(world);
  world.now += MIN;
  const cut = word('306', world.now + 4 * MIN);
  hear(world, cut);
  expect(world.case(SUBJECT)).toMatchObject({ power: null, cutOff: { type: '306' } });
  world.now += MIN;
  // A time that was named may be before it.
  expect(back(world, world.now - MIN)).toEqual({ code: 'timeBeforeOff' });
  back(world, world.now - MIN / 2);
  expect(world.case(SUBJECT).power).toMatchObject({ by: 'customer', backAt: cut.at });
});

test('FIX88: what is done at a slow desk about a cut-off that it has heard is of this round', () => {
  const world = off();
  const told = {
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  } as const;
  world.run({ do: 'power', subject: SUBJECT, ...told });
  world.now += MIN;
  hear(world, word('306', world.now + 10 * MIN));
  const heardAt = world.now;
  const state = world.case(SUBJECT);
  expect([state.cutOff?.at, roundOf(state), beganAt(state)]).toEqual([
    heardAt + 10 * MIN,
    heardAt,
    heardAt,
  ]);
  world.now += 2 * MIN;
  // On again by the market, a minute after the cut-off by its own time.
  hear(world, word('307', heardAt + 11 * MIN));
  expect(world.case(SUBJECT).power?.by).toBe('message');
  expect(saidToBeOn(world.fix(MPRN), world.case(SUBJECT))?.type).toBe('307');
});

test('FIX59: every console has it from the entry: the first that has it says when, brought again it is known', () => {
  const world = off();
  const ahead = word('307', world.now + 5 * HOUR);
  hear(world, ahead);
  const learnt = world.now;
  world.now += 30 * MIN;
  const known = { fixes: world.fixes(), cases: [world.case(SUBJECT)], lists: [], requests: [] };
  expect(judging(knownOf(known))({ mprn: MPRN, answer: ahead }).verdict.is).toBe('known');
  const [first] = world.events(fixSubject(MPRN));
  if (first === undefined) throw new Error('it was heard');
  const later = { ...first, id: 'theirs', recordedAt: world.now };
  const heard = foldFix([first, later])?.heard ?? [];
  expect(heard.map(switchedAt)).toEqual([learnt]);
  expect(heard[0]).toMatchObject({ at: ahead.at, entry: first.id });
  const cut = { ...word('306', learnt + MIN), learntAt: learnt + MIN };
  expect(lastSwitching([cut, ...heard])).toBe(cut);
});
