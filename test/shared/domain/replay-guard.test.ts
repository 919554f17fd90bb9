// Why a reconnection that is about to leave the house would do something twice.
import { describe, expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import type { Answered } from '../../../shared/domain/evidence.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { replayWarnings, waitingE05 } from '../../../shared/domain/replay-guard.ts';
import { must } from '../../../shared/lib/check.ts';
import { evening, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;

/** A customer put back by phone whose plan was released. */
function released(facts: Facts = { openD05: 'no' }, despite?: string) {
  const world = new World();
  world.report(MPRN, 30, facts);
  world.now += 10 * MIN;
  const power = { level: 'claimed', by: 'customer', backAt: world.now } as const;
  world.run({ do: 'power', subject: SUBJECT, ...power, learntAt: world.now });
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan, true);
  const item = { mprn: MPRN, steps, ...(despite === undefined ? {} : { despite }) };
  world.run({ do: 'releaseFixes', items: [item], outOf: 1, mostShare: 1 });
  return world;
}

const itemOf = (world: World) =>
  must(
    world.fix(MPRN).items.find(({ key }) => key === 'send017/1'),
    'it was released',
  );

function warnings(world: World, ...messages: readonly Partial<OutstandingMessage>[]) {
  const list = {
    list: 'one',
    file: 'f',
    asOf: evening,
    operator: 'Aoife',
    at: evening,
    unread: 0,
    leftOut: 0,
    messages: messages.map((each) => ({
      mprn: MPRN,
      reason: 'E05',
      txRefNbr: 'theirs',
      businessReference: null,
      sentAt: evening - 60 * MIN,
      state: 'queuedInEmma' as const,
      paidAt: null,
      ...each,
    })),
  };
  const state = world.caseOf(SUBJECT);
  const look = { mprn: MPRN, item: itemOf(world), fix: world.fix(MPRN), state };
  return replayWarnings({ ...look, list, requests: world.requests() });
}

function hear(world: World, answer: Partial<Answered>) {
  world.now += MIN;
  const said = { type: '307', tells: 'energised', at: world.now, ...answer } as const;
  const txRefNbr = `answer-${world.entries.length}`;
  world.run({ do: 'hear', answers: [{ mprn: MPRN, answer: { txRefNbr, ...said } }] });
}

describe('a reconnection that waits', () => {
  test('REPLAY1: runs by itself, so that one sent now would be the second', () => {
    const world = released();
    expect(warnings(world)).toEqual([]);
    expect(warnings(world, {})).toEqual([
      { is: 'e05Waits', txRefNbr: 'theirs', sentAt: evening - 60 * MIN },
    ]);
    expect(warnings(world, { mprn: '10000000001' })).toEqual([]);
    for (const state of ['notSent', 'rejected'] as const)
      expect(warnings(world, { state })).toEqual([]);
  });

  test('REPLAY1: is no second one under its own TxRefNbr', () => {
    const world = released();
    expect(warnings(world, { txRefNbr: itemOf(world).txRefNbr })).toEqual([]);
  });

  test('REPLAY1: is asked about where the list does not know its outcome, and counts no more after that', () => {
    const unknown = { message017: { reason: 'E05', state: 'unknown' }, openD05: 'no' } as const;
    const world = released();
    expect(warnings(world, { state: 'unknown' })).toMatchObject([{ is: 'e05Waits' }]);
    const { steps } = planBackFix({ ...world.case(SUBJECT), facts: unknown }, 7, shippedPlan, true);
    const items = [{ mprn: MPRN, steps }];
    world.run({ do: 'releaseFixes', items, outOf: 1, mostShare: 1 });
    const of = { mprn: MPRN, key: 'askFirst/1' };
    world.run({ do: 'proveFix', ...of, by: 'namedPerson', person: 'Sean' });
    expect(warnings(world, { state: 'unknown' })).toEqual([]);
  });
});

describe('the power', () => {
  test('REPLAY2: is on already by the market’s own word, since the clock began', () => {
    const world = released();
    hear(world, { at: evening - 90 * MIN });
    expect(warnings(world)).toEqual([]);
    hear(world, {});
    expect(warnings(world)).toEqual([{ is: 'alreadyOn', type: '307', at: world.now }]);
    hear(world, { type: '306', tells: 'deEnergised' });
    expect(warnings(world)).toEqual([]);
  });
});

test('REPLAY3: nothing is sent for whoever is not ours', () => {
  const world = released();
  world.run({ do: 'exclude', subject: SUBJECT, reason: 'tamper' });
  expect(warnings(world)).toEqual([]);
  world.run({ do: 'exclude', subject: SUBJECT, reason: 'notOurs' });
  expect(warnings(world)).toEqual([{ is: 'notOurs' }]);
});

describe('a disconnection that waits', () => {
  const d05 = { reason: 'D05', txRefNbr: 'the-d05', state: 'atHub' } as const;

  test('REPLAY4: would undo it, until Networks says that it is stopped', () => {
    const world = released();
    expect(warnings(world, d05)).toEqual([
      { is: 'd05Waits', txRefNbr: 'the-d05', sentAt: evening - 60 * MIN },
    ]);
    world.run({ do: 'askHold', holds: [{ mprn: MPRN }] });
    expect(warnings(world, d05)).toMatchObject([{ is: 'd05Waits' }]);
    const subject = must(world.requests()[0], 'it was asked').subject;
    world.run({ do: 'heardHold', subject, answer: 'cancelled' });
    expect(warnings(world, d05)).toEqual([]);
  });

  test('REPLAY4: or until our own back-fix that stops it is proved', () => {
    const world = released({ openD05: 'yes', message017: { ...d05 } });
    expect(warnings(world, d05)).toMatchObject([{ is: 'd05Waits', txRefNbr: 'the-d05' }]);
    const of = { mprn: MPRN, key: 'cancelD05/1' };
    world.run({ do: 'proveFix', ...of, by: 'namedPerson', person: 'Sean' });
    expect(warnings(world, d05)).toEqual([]);
  });
});

test('REPLAY5: a person who lets it go all the same says why, and that stands with the back-fix', () => {
  expect(itemOf(released()).released.despite).toBeNull();
  const world = released({ openD05: 'no' }, 'Networks lost theirs');
  expect(itemOf(world).released.despite).toBe('Networks lost theirs');
});

test('REPLAY7: while Networks is rung about somebody nothing goes out for them; it goes when the call has its outcome', () => {
  const world = new World();
  world.report(MPRN, 30, { openD05: 'no' });
  const { steps } = planBackFix(world.case(SUBJECT), 7, shippedPlan, true);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
  expect(warnings(world)).toEqual([]);
  world.answer(SUBJECT, 'answered', 'answered');
  expect(warnings(world)).toEqual([{ is: 'onPhone', operator: 'Aoife' }]);
  world.run({ do: 'outcome', subject: SUBJECT, outcome: 'noAnswer' });
  expect(warnings(world)).toEqual([]);
});

test('REPLAY9: before Networks is asked by phone, an E05 of ours that waits or was handed over is known, and where', () => {
  const waits = (facts: Facts, listed?: Partial<OutstandingMessage>) => {
    const world = new World();
    world.report(MPRN, 30, facts);
    const row = { mprn: MPRN, reason: 'E05', txRefNbr: 'theirs', state: 'queuedInEmma' } as const;
    const rest = { businessReference: null, sentAt: evening - 60 * MIN, paidAt: null };
    const list = {
      list: 'one',
      file: 'f',
      asOf: evening,
      operator: 'Aoife',
      at: evening,
      unread: 0,
      leftOut: 0,
      messages: listed === undefined ? [] : [{ ...row, ...rest, ...listed }],
    };
    const look = (more = {}) =>
      waitingE05({ state: world.case(SUBJECT), list, fix: world.fixes()[0], ...more })?.where ??
      null;
    return { world, look };
  };
  const exported = { message017: { reason: 'E05', state: 'queuedInEmma', txRefNbr: 'x' } } as const;
  expect(waits({}, {}).look()).toBe('emma');
  expect(waits({}, { state: 'atHub' }).look()).toBe('beyond');
  // Of that one it is asked whether they have it before anything else is asked for.
  expect(waits({}, { state: 'unknown' }).look()).toBe('unknown');
  // By the case's own word, as long as no list knows better.
  expect(waits(exported).look({ list: null })).toBe('emma');
  expect(waits(exported).look()).toBe(null);
  for (const other of [
    { mprn: '10000000001' },
    { reason: 'D05' },
    { state: 'notSent' },
    { state: 'rejected' },
  ] as const)
    expect(waits({}, other).look()).toBe(null);
  // Ours, which no list has yet: while it lies here it is held by the call itself (REPLAY7).
  const ours = waits({ openD05: 'no' });
  const { steps } = planBackFix(ours.world.case(SUBJECT), 7, shippedPlan, true);
  const items = [{ mprn: MPRN, steps }];
  ours.world.run({ do: 'releaseFixes', items, outOf: 1, mostShare: 1 });
  expect(ours.look()).toBe(null);
  const of = { mprn: MPRN, key: 'send017/1' };
  const file = { channel: 'emma', file: 'a.xml' } as const;
  ours.world.run({ do: 'handOver', fixes: [of], ...file });
  expect([ours.look(), ours.look({ list: null })]).toEqual(['sent', 'sent']);
  ours.world.run({ do: 'doubtFix', ...of, why: 'noAnswer' });
  expect(ours.look()).toBe('unknown');
  ours.world.run({ do: 'proveFix', ...of, by: 'namedPerson', person: 'Niamh' });
  expect(ours.look()).toBe(null);
  const { world, look } = waits({}, {});
  const power = { level: 'claimed', by: 'customer', backAt: world.now } as const;
  world.run({ do: 'power', subject: SUBJECT, ...power, learntAt: world.now });
  expect(look()).toBe(null);
});
