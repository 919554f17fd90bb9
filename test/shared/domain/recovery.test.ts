import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  hasPaidSince,
  type OutstandingList,
  type OutstandingMessage,
} from '../../../shared/domain/outstanding.ts';
import { shiftOutstanding } from '../../../shared/domain/sample.ts';
import {
  heldIn,
  isWatched,
  paidSinceOf,
  recoveryGroups,
  recoveryOf,
  stillWaiting,
  type RecoveryRow,
} from '../../../shared/domain/recovery.ts';
import type { Answered } from '../../../shared/domain/evidence.ts';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { remaining } from '../../../shared/domain/closing.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { fixSubject, foldFix } from '../../../shared/domain/fix.ts';
import { holdOf } from '../../../shared/domain/recovery-commands.ts';
import { foldRequest, type RequestState } from '../../../shared/domain/request.ts';
import { readTable } from '../../../shared/domain/intake/table.ts';
import { outstandingOf, readOutstanding } from '../../../shared/market/outstanding.ts';
import { must } from '../../../shared/lib/check.ts';
import { listOf } from './lists.ts';
import { evening, World } from './world.ts';

const MPRN = '10934478153';
const MIN = 60_000;

const message = (about: Partial<OutstandingMessage> = {}): OutstandingMessage => ({
  mprn: MPRN,
  reason: 'E05',
  txRefNbr: 'tx-1',
  businessReference: null,
  sentAt: evening - 120 * MIN,
  state: 'queuedInEmma',
  paidAt: null,
  ...about,
});

const of = (world: World, list: OutstandingList | null, ...subjects: readonly string[]) =>
  recoveryOf({
    list,
    states: subjects.map((subject) => world.case(subject)),
    requests: requestsOf(world),
    fixOf: (mprn) => foldFix(world.events(fixSubject(mprn))),
  });

const requestsOf = (world: World): readonly RequestState[] =>
  [...new Set(world.entries.map(({ subject }) => subject))]
    .filter((subject) => subject.startsWith('request:'))
    .flatMap((subject) => foldRequest(world.events(subject)) ?? []);

const only = (rows: readonly RecoveryRow[]): RecoveryRow => {
  expect(rows).toHaveLength(1);
  return must(rows[0], 'there is one');
};

describe('without a list, from what the case knows', () => {
  test.each([
    ['yes', 'E05', 'accepted', 'cutOff', null],
    ['yes', 'D05', 'atHub', 'cutOff', 'hub'],
    ['no', 'D05', 'atHub', 'nothing', null],
    ['unknown', 'D05', 'atHub', 'cutOff', 'hub'],
    ['no', 'E05', 'queuedInEmma', 'runs', 'emma'],
    ['unknown', 'E05', 'accepted', 'runs', 'esbn'],
    ['no', 'E05', 'notSent', 'nothing', null],
    ['no', 'E05', 'rejected', 'nothing', null],
    ['no', 'E05', 'unknown', 'unknown', null],
  ] as const)('BF12: D05 %s, %s %s: %s, held at %s', (openD05, reason, state, group, room) => {
    const world = new World();
    const subject = world.report(MPRN, 40, { openD05, message017: { reason, state } });
    const row = only(of(world, null, subject));
    expect(row.group).toBe(group);
    expect(heldIn(row.deciding)).toBe(room);
  });

  test('BF12: of a caller without MPRN or message nobody knows', () => {
    const world = new World();
    expect(only(of(world, null, world.report(MPRN, 40))).group).toBe('unknown');
  });
});

test('FIX37: a 017 of ours that was handed over runs by itself like any other, doubled where the phone was quicker, and is planned once', () => {
  const world = new World();
  const subject = world.report(MPRN, 40, { openD05: 'no' });
  const row = (list: OutstandingList | null) => only(of(world, list, subject));
  const left = (list: OutstandingList | null) =>
    remaining(planOf(row(list), 7, shippedPlan), world.fixes()[0], world.case(subject)).map(
      ({ type }) => type,
    );
  const before = listOf();
  expect([row(null).group, row(before).group]).toEqual(['unknown', 'nothing']);
  const steps = planOf(row(before), 7, shippedPlan);
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
  // Released it has not gone: as far as the market knows there is nothing.
  expect(row(before).group).toBe('nothing');
  world.now += MIN;
  const fixes = [{ mprn: MPRN, key: 'send017/1' }];
  world.run({ do: 'handOver', fixes, channel: 'emma', file: 'a.xml' });
  const after = { ...before, asOf: world.now + MIN };
  const { txRefNbr } = must(world.fixes()[0]?.items[0], 'it was released');
  for (const [list, state] of [
    [null, 'queuedInEmma'],
    [before, 'queuedInEmma'],
    [after, 'accepted'],
  ] as const) {
    expect(row(list)).toMatchObject({ group: 'runs', deciding: { txRefNbr, state } });
    expect(left(list)).toEqual([]);
  }
  // Where the list has it, the list knows best; it is one message all the same.
  const listed = listOf(message({ txRefNbr, state: 'atHub' }));
  expect(row(listed).messages).toHaveLength(1);
  expect(row(listed).deciding?.state).toBe('atHub');
  world.now += MIN;
  const back = { level: 'claimed', by: 'customer', backAt: world.now } as const;
  world.run({ do: 'power', subject, ...back, learntAt: world.now });
  expect([row(null).group, row(listed).group]).toEqual(['doubled', 'doubled']);
  world.run({ do: 'proveFix', ...must(fixes[0], 'one'), by: 'namedPerson', person: 'Niamh' });
  expect(row(before).group).toBe('nothing');
});

describe('with the list of what is outstanding', () => {
  test('BF14: on supply, a D05 waiting, paid since, no case: found, and in the first group', () => {
    const world = new World();
    const d05 = message({ reason: 'D05', paidAt: evening - 30 * MIN });
    const row = only(of(world, listOf(d05)));
    expect(row).toMatchObject({
      state: null,
      group: 'cutOff',
      hasPaidSince: true,
      guard: { state: 'nobodyAsked' },
    });
    // Who has not paid since, as far as anybody knows, stands apart: that D05 may be right.
    const unpaid = only(of(world, listOf({ ...d05, paidAt: evening - 300 * MIN })));
    expect([unpaid.group, unpaid.hasPaidSince]).toEqual(['unpaid', false]);
    const never = only(of(world, listOf({ ...d05, paidAt: null })));
    expect([never.group, never.hasPaidSince]).toEqual(['unpaid', false]);
  });

  test('BF14: a D05 of a customer with a case cuts off, whether a payment is known or not', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    const rows = of(world, listOf(message({ reason: 'D05' })), subject);
    expect(only(rows)).toMatchObject({ group: 'cutOff', hasPaidSince: true });
    // What is not known to be a reconnection is taken for a cut-off.
    expect(only(of(world, listOf(message({ reason: null })), subject)).group).toBe('cutOff');
  });

  test.each(['notSent', 'rejected'] as const)('BF14: a D05 that is %s runs never', (state) => {
    const world = new World();
    expect(of(world, listOf(message({ reason: 'D05', state })))).toEqual([]);
    const row = only(of(world, listOf(message({ reason: 'D05', state })), world.report(MPRN, 40)));
    expect([row.group, row.deciding]).toEqual(['nothing', null]);
  });

  test('BF14: a reconnection that waits runs once, or doubled where the phone was quicker', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    const list = listOf(message());
    expect(only(of(world, list, subject)).group).toBe('runs');
    world.run({ do: 'startCall', subject, to: 'networks' });
    world.run({ do: 'outcome', subject, outcome: 'promised', promisedAt: world.now + MIN });
    expect(only(of(world, list, subject)).group).toBe('doubled');
    const power = {
      level: 'claimed',
      by: 'customer',
      backAt: world.now,
      learntAt: world.now,
    } as const;
    world.run({ do: 'power', subject, ...power });
    expect(only(of(world, list, subject)).group).toBe('doubled');
    world.run({ do: 'stillOff', subject, by: 'customer' });
    expect(only(of(world, list, subject)).group).toBe('runs');
    const two = listOf(message(), message({ txRefNbr: 'tx-2' }));
    expect(only(of(world, two, subject)).group).toBe('doubled');
  });

  test('BF14: the list knows better than an export what lies in EMMA, and worse what has left it', () => {
    const world = new World();
    const queued = world.report(MPRN, 40, {
      message017: { reason: 'E05', state: 'queuedInEmma', txRefNbr: 'tx-1' },
    });
    // Queued then, in no list now: it has run or has gone, and only asking tells.
    expect(only(of(world, listOf(), queued)).group).toBe('unknown');
    expect(only(of(world, listOf(message({ state: 'unknown' })), queued)).group).toBe('unknown');
    const other = new World();
    const accepted = other.report(MPRN, 40, { message017: { reason: 'E05', state: 'accepted' } });
    expect(only(of(other, listOf(), accepted))).toMatchObject({
      group: 'runs',
      deciding: { state: 'accepted' },
    });
    const silent = new World();
    const row = only(of(silent, listOf(), silent.report(MPRN, 40)));
    expect(row.group).toBe('nothing');
  });

  test('BF14: a D05 beside a reconnection that waits: the cut-off comes first', () => {
    const world = new World();
    const rows = of(
      world,
      listOf(message(), message({ reason: 'D05', txRefNbr: 'tx-2', sentAt: evening - 200 * MIN })),
      world.report(MPRN, 40),
    );
    expect(only(rows)).toMatchObject({ group: 'cutOff', deciding: { txRefNbr: 'tx-2' } });
  });
});

describe('what stands between a customer and the D05', () => {
  const d05 = (about: Partial<OutstandingMessage> = {}) =>
    listOf(message({ reason: 'D05', state: 'atHub', ...about }));

  /** Asked on the phone whether one is queued; so many minutes after the list. */
  const answered = (answer: string) => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.run({
      do: 'answer',
      subject,
      script: 'networks-reenergise',
      scriptVersion: 1,
      part: 'networks',
      step: 'queuedD05',
      answer,
    });
    return { world, subject };
  };

  test.each([
    ['cancelled', 'atHub', true],
    ['cancelled', 'queuedInEmma', true],
    ['none', 'atHub', true],
    // It has not reached them: they cannot see it, and it leaves EMMA when the hub is back.
    ['none', 'queuedInEmma', false],
    ['waiting', 'atHub', false],
  ] as const)('GUARD1: Networks says %s of one that is %s: stopped %s', (answer, state, stops) => {
    const { world, subject } = answered(answer);
    const row = only(of(world, d05({ state }), subject));
    expect(row.guard).toMatchObject({ state: 'answered', answer, stops });
    expect(row.group).toBe(stops ? 'nothing' : 'cutOff');
  });

  test('GUARD1: a D05 sent after Networks was asked is not the one they spoke of', () => {
    const { world, subject } = answered('cancelled');
    const later = only(of(world, d05({ sentAt: world.now + MIN }), subject));
    expect([later.group, later.guard]).toMatchObject(['cutOff', { stops: false }]);
  });

  test('GUARD1: asked in a request and not answered is not stopped; the newest word counts', () => {
    const world = new World();
    const list = d05({ paidAt: evening });
    const asked = world.run({ do: 'askHold', holds: [{ mprn: MPRN }] });
    expect(asked).toMatchObject({ subject: expect.stringMatching(/^request:/) });
    const row = only(of(world, list));
    expect(row).toMatchObject({ group: 'cutOff', guard: { state: 'asked' } });
    const subject = must(requestsOf(world)[0], 'it was made').subject;
    world.now += MIN;
    world.run({ do: 'heardHold', subject, answer: 'held', person: 'Declan' });
    expect(of(world, list)[0]).toMatchObject({
      // Said and not proved: it stays in sight, though nobody's case.
      group: 'stopped',
      guard: { state: 'answered', answer: 'held', person: 'Declan', stops: true },
    });
    world.now += MIN;
    world.run({ do: 'heardHold', subject, answer: 'waiting', person: 'Declan' });
    expect(of(world, list)[0]).toMatchObject({ group: 'cutOff', guard: { answer: 'waiting' } });
  });
});

test('SAMPLE3: the sample’s list is moved with its customers: nothing lies in the future, and who paid since still has', () => {
  const text = readFileSync('renderer/sample/outstanding-017.csv', 'utf8');
  const read = readOutstanding(readTable(text), { now: Date.parse('2026-11-21T21:30:00Z') });
  if (!read.ok) throw new Error(read.error.code);
  const before = outstandingOf(read.value);
  const now = Date.parse('2027-02-03T03:04:05Z');
  const some = before.filter((_, index) => index % 3 === 0);
  const by = Object.fromEntries(some.map(({ mprn, sentAt }) => [mprn, now - (sentAt ?? 0)]));
  const after = shiftOutstanding(before, by, now);
  expect(after.every(({ sentAt }) => sentAt === null || sentAt < now)).toBe(true);
  expect(after.every(({ paidAt }) => paidAt === null || paidAt < now)).toBe(true);
  expect(after.map(hasPaidSince)).toEqual(before.map(hasPaidSince));
  expect(before.filter(hasPaidSince).length).toBeGreaterThan(40);
});

test('BF15: who has no case has a plan too: the message that waits is all there is to correct', () => {
  const world = new World();
  const typesOf = (...messages: readonly OutstandingMessage[]) =>
    of(world, listOf(...messages)).map((row) =>
      planOf(row, 7, shippedPlan).map(({ type, owner, channel }) => [type, owner, channel]),
    );
  const paid = { reason: 'D05', paidAt: evening } as const;
  // In our own EMMA it is taken out by ourselves; past it only Networks can.
  expect(typesOf(message(paid))).toEqual([[['cancelD05', 'supplier', 'emma']]]);
  expect(typesOf(message({ ...paid, state: 'atHub' }))).toEqual([[['cancelD05', 'esbn', 'phone']]]);
  expect(typesOf(message())).toEqual([[['letWaiting017Run', 'supplier', 'emma']]]);
  expect(typesOf(message({ state: 'unknown' }))).toEqual([[['askFirst', 'esbn', 'phone']]]);
  expect(typesOf(message({ state: 'rejected' }))).toEqual([[['sendAgain017', 'supplier', 'emma']]]);
  expect(typesOf(message({ reason: 'D05' }))).toEqual([[]]);
});

test('BF15: a case is planned by what the list knows, not by an older export', () => {
  const world = new World();
  const subject = world.report(MPRN, 40, { message017: { reason: 'E05', state: 'notSent' } });
  const typesOf = (...messages: readonly OutstandingMessage[]) =>
    planOf(only(of(world, listOf(...messages), subject)), 7, shippedPlan).map(({ type }) => type);
  expect(typesOf()).toEqual(['askFirst', 'send017']);
  expect(typesOf(message())).toEqual(['askFirst', 'letWaiting017Run']);
  expect(typesOf(message({ reason: 'D05', state: 'atHub' }))).toEqual(['cancelD05', 'send017']);
  expect(typesOf(message(), message({ reason: 'D05', txRefNbr: 'tx-2', state: 'atHub' }))).toEqual([
    'cancelD05',
    'letWaiting017Run',
  ]);
});

test('BF19: of whom nobody spoke of a 017 our own EMMA is looked into; a list of it is a word, and so is that none left us', () => {
  const world = new World();
  const subject = world.report(MPRN, 40, { ctf: '04', openD05: 'no' });
  const typesOf = (list: OutstandingList | null, point = 7) =>
    planOf(only(of(world, list, subject)), point, shippedPlan).map(({ type }) => type);
  expect(only(of(world, null, subject)).group).toBe('unknown');
  expect([typesOf(null), typesOf(null, 6)]).toEqual([['askFirst'], ['askFirst']]);
  expect(typesOf(listOf())).toEqual(['send017']);
  expect(typesOf(listOf(message()))).toEqual(['letWaiting017Run']);
  // EMMA's list knows nothing of what Networks has.
  expect(typesOf(listOf(), 9)).toEqual(['askFirst']);
  world.run({ do: 'learn', subject, facts: { message017: { reason: 'E05', state: 'notSent' } } });
  expect([typesOf(null), typesOf(null, 9)]).toEqual([['send017'], ['send017']]);
  // A D05 that waits beside it takes that word away from nobody.
  world.run({ do: 'learn', subject, facts: { openD05: 'yes' } });
  expect(typesOf(null)).toEqual(['cancelD05', 'send017']);
});

test('BF15: what waits is known by its business reference too, where the list gives one', () => {
  const world = new World();
  const subject = world.report(MPRN, 40);
  const named = message({ businessReference: 'THEIRS-1' });
  const d05 = message({ reason: 'D05', txRefNbr: 'tx-2', state: 'atHub' });
  const row = only(of(world, listOf(named, d05), subject));
  expect(
    planOf(row, 7, shippedPlan).map(({ type, businessReference }) => [type, businessReference]),
  ).toEqual([
    ['cancelD05', undefined],
    ['letWaiting017Run', 'THEIRS-1'],
  ]);
});

describe('what must not be hidden', () => {
  const d05 = (about: Partial<OutstandingMessage>) => message({ reason: 'D05', ...about });
  const heard = (world: World, answer: 'none' | 'cancelled' | 'waiting', person = 'Declan') => {
    if (requestsOf(world).length === 0) world.run({ do: 'askHold', holds: [{ mprn: MPRN }] });
    const subject = must(requestsOf(world)[0], 'it was asked').subject;
    world.run({ do: 'heardHold', subject, answer, person });
  };

  test('GUARD1: of several D05s each must be stopped; one whose time nobody knows counts first', () => {
    const world = new World();
    heard(world, 'none');
    const atHub = d05({ state: 'atHub', sentAt: evening - 10 * MIN, paidAt: evening });
    const inEmma = d05({ txRefNbr: 'tx-2', sentAt: evening - 90 * MIN });
    expect(only(of(world, listOf(atHub))).group).toBe('stopped');
    expect(only(of(world, listOf(atHub, inEmma)))).toMatchObject({
      group: 'cutOff',
      deciding: { txRefNbr: 'tx-2' },
      guard: { stops: false },
    });
    const undated = d05({ txRefNbr: 'tx-3', sentAt: null });
    expect(only(of(world, listOf(atHub, undated))).deciding?.txRefNbr).toBe('tx-3');
  });

  test('BF14: paid since any of the D05s that wait is paid since', () => {
    const rows = of(
      new World(),
      listOf(
        d05({ sentAt: evening - 90 * MIN, paidAt: evening - 60 * MIN }),
        d05({ txRefNbr: 'tx-2', sentAt: evening - 30 * MIN }),
      ),
    );
    expect(only(rows)).toMatchObject({ group: 'cutOff', hasPaidSince: true });
  });

  test('GUARD1: of two words the later counts, and a withdrawn request has none', () => {
    const world = new World();
    const list = listOf(d05({ state: 'atHub', paidAt: evening }));
    heard(world, 'waiting');
    world.now += MIN;
    heard(world, 'cancelled');
    expect(only(of(world, list)).group).toBe('stopped');
    world.now += MIN;
    heard(world, 'waiting');
    expect(only(of(world, list)).group).toBe('cutOff');
    const withdrawn = requestsOf(world).map((each) => ({ ...each, withdrawn: each.made }));
    expect(only(recoveryOf({ list, states: [], requests: withdrawn })).guard.state).toBe(
      'nobodyAsked',
    );
  });

  test('HOLD3: asked once is asked: a second press asks nothing, until there is an answer', () => {
    const world = new World();
    const holds = [{ mprn: MPRN, priority: true }, { mprn: MPRN }];
    world.run({ do: 'askHold', holds });
    world.run({ do: 'askHold', holds });
    expect(requestsOf(world)).toHaveLength(1);
    expect(requestsOf(world)[0]?.made).toMatchObject({ type: 'holdD05', priority: true });
    heard(world, 'waiting');
    world.run({ do: 'askHold', holds });
    expect(requestsOf(world)).toHaveLength(2);
    expect(world.entries.every((entry) => JSON.parse(entry.head).to === 'networks')).toBe(true);
  });

  test('HOLD3: a request to stop a D05 is not the reference of the customer’s power', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.run({ do: 'startCall', subject, to: 'networks' });
    const { reference } = world.summary(subject);
    world.run({ do: 'askHold', holds: [{ mprn: MPRN }] });
    expect(world.case(subject).requests).toHaveLength(2);
    expect(world.summary(subject).reference).toBe(reference);
  });

  test('HOLD3: however long a serial or a name is, a hold is asked and answered', () => {
    const world = new World();
    const subject = world.report(MPRN, 40, { serial: '9'.repeat(400), openD05: 'yes' });
    const row = only(of(world, null, subject));
    world.run({ do: 'askHold', holds: [must(holdOf(row), 'it has an MPRN')] });
    heard(world, 'cancelled', 'D'.repeat(400));
    expect(requestsOf(world)[0]?.answer?.person).toHaveLength(200);
  });
});

test('BF14: everybody of the sample night is in one group, and the figures are those of its list', () => {
  const text = readFileSync('test/data/outstanding-017.csv', 'utf8');
  const now = evening + 60 * MIN;
  const read = readOutstanding(readTable(text), { now });
  if (!read.ok) throw new Error(read.error.code);
  const messages = outstandingOf(read.value);
  const rows = recoveryOf({ list: listOf(...messages), states: [], requests: [] });
  expect(new Set(rows.map(({ mprn }) => mprn)).size).toBe(rows.length);
  const figures = Object.fromEntries(
    recoveryGroups.map((group) => [group, rows.filter((row) => row.group === group).length]),
  );
  const off = messages.filter((each) => each.reason === 'D05' && each.state !== 'notSent');
  expect((figures['cutOff'] ?? 0) + (figures['unpaid'] ?? 0)).toBe(
    new Set(off.map(({ mprn }) => mprn)).size,
  );
  expect(figures).toMatchInlineSnapshot(`
    {
      "answered": 0,
      "cutOff": 50,
      "doubled": 0,
      "nothing": 0,
      "runs": 67,
      "stopped": 0,
      "unknown": 4,
      "unpaid": 23,
    }
  `);
});

test('HOLD4: asking for holds is taken back as one step, but for what Networks has taken or answered', () => {
  const world = new World();
  const subject = world.report(MPRN, 40);
  const other = '10000000017';
  world.run({ do: 'askHold', holds: [{ mprn: MPRN }, { mprn: other }] });
  const asked = world.entries.slice(1).map((entry) => ({ ...entry, entry: entry.id }));
  expect(asked).toHaveLength(3);
  const [first = '', second = ''] = requestsOf(world).map((request) => request.subject);
  world.run({ do: 'heardHold', subject: second, answer: 'held', person: 'Desk 2' });
  const links = () => world.case(subject).requests.length;
  expect(links()).toBe(1);
  world.run({ do: 'takeBackHolds', asked });
  expect(foldRequest(world.events(first))?.withdrawn?.operator).toBe('Aoife');
  expect(foldRequest(world.events(second))?.withdrawn).toBeNull();
  expect(links()).toBe(0);
  expect(world.run({ do: 'takeBackHolds', asked })).toEqual({ code: 'holdsHeard' });
  // The word that was written down is taken back like any other: nobody has answered then.
  const heard = world.events(second).at(-1)?.id ?? '';
  world.run({ do: 'undoRequest', request: second, entry: heard, to: 'networks' });
  expect(foldRequest(world.events(second))?.answer).toBeNull();
  // Taken back, it can be asked anew.
  world.run({ do: 'askHold', holds: [{ mprn: MPRN }, { mprn: other }] });
  expect(requestsOf(world).filter(({ withdrawn }) => withdrawn === null)).toHaveLength(2);
});

test('GUARD9: whoever is back while a D05 may wait is watched until a proof; Networks’ word is none', () => {
  const world = new World();
  const subject = world.report(MPRN, 60, { openD05: 'yes' });
  const rows = (list: OutstandingList | null) =>
    of(world, list, subject).map((row) => ({ ...row, fix: world.fixes()[0] }));
  const watched = (list: OutstandingList | null) => rows(list).filter(isWatched).length;
  // Still off: there is nothing to watch, there is somebody to put back.
  expect(watched(null)).toBe(0);
  world.run({
    do: 'power',
    subject,
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  });
  expect(watched(null)).toBe(1);
  world.answer(subject, 'queuedD05', 'cancelled');
  const d05 = message({ reason: 'D05', txRefNbr: 'the-d05', state: 'atHub' });
  expect([watched(null), watched(listOf(d05))]).toEqual([1, 1]);
  const plan = (list: OutstandingList | null) =>
    rows(list).flatMap((row) => planOf(row, 7, shippedPlan).map(({ type }) => type));
  expect(plan(null)).toContain('watch');
  // A list that EMMA gave before that word says nothing of it; a newer one without a D05 does.
  const none = listOf();
  const newer = { ...none, asOf: world.now + MIN };
  expect([watched({ ...none, asOf: world.now - MIN }), watched(newer)]).toEqual([1, 0]);
  expect(plan(newer)).not.toContain('watch');
  // In a hub outage "none" is what Networks sees, and EMMA is out of its sight.
  world.answer(subject, 'queuedD05', 'none');
  expect(watched(null)).toBe(1);
  const cancel: BackFixStep = {
    type: 'cancelD05',
    owner: 'esbn',
    channel: 'phone',
    proof: ['131', 'namedPerson'],
    because: 'd05Waiting',
    point: 7,
    txRefNbr: 'the-d05',
    reference: null,
  };
  const items = [{ mprn: MPRN, steps: [cancel] }];
  world.run({ do: 'releaseFixes', items, outOf: 1, mostShare: 1 });
  expect(watched(listOf(d05))).toBe(1);
  world.run({
    do: 'proveFix',
    mprn: MPRN,
    key: 'cancelD05/1',
    by: 'namedPerson',
    person: 'Declan',
  });
  expect(watched(listOf(d05))).toBe(0);
  // Another D05 is another one: what was proved of the first says nothing of it.
  const second = message({ reason: 'D05', txRefNbr: 'another-d05', state: 'atHub' });
  expect(watched(listOf(second))).toBe(1);
  // And so is another round: cut off by one that nobody knew of, and put back by phone again.
  world.now += MIN;
  const off = { type: '306', tells: 'deEnergised', txRefNbr: 'off', at: world.now } as const;
  world.run({ do: 'hear', answers: [{ mprn: MPRN, answer: off }] });
  expect(watched(null)).toBe(0);
  world.now += MIN;
  world.run({
    do: 'power',
    subject,
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  });
  expect(watched(null)).toBe(1);
  // Nobody’s case: never off, and the D05 said to be stopped.
  const nobody = message({ mprn: '10447035576', reason: 'D05', paidAt: evening - 5 * MIN });
  expect(of(new World(), listOf(nobody)).filter(isWatched)).toEqual([]);
});

test('AGENT10: what was paid since a D05 was sent is known from any list of those days, also where the newest has the D05 no more', () => {
  const world = new World();
  const d05 = message({ reason: 'D05', txRefNbr: 'd05-1', paidAt: evening });
  const older = listOf(d05);
  const newer = { ...listOf(message({ mprn: '10000000017' })), asOf: older.asOf + 60 * MIN };
  const of = (off: number, lists: readonly OutstandingList[]) =>
    paidSinceOf({ mprn: MPRN, off, lists, requests: requestsOf(world) });
  const off = older.asOf + 90 * MIN;
  expect(of(off, [older, newer])).toBe(evening);
  expect(of(off, [newer])).toBeNull();
  // Of another week it says nothing.
  expect(of(off + 4 * 24 * 60 * MIN, [older, newer])).toBeNull();
  expect(of(off, [listOf({ ...d05, paidAt: null })])).toBeNull();
});

describe('BF16: what was heard since a list was brought in', () => {
  const hear = (world: World, answer: Partial<Answered>) => {
    world.now += MIN;
    const said = { type: '307', tells: 'energised', txRefNbr: `a-${world.now}`, at: world.now };
    return world.run({
      do: 'hear',
      answers: [{ mprn: MPRN, answer: { ...said, ...answer } as Answered }],
    });
  };
  const d05 = message({ reason: 'D05', txRefNbr: 'd05-1', paidAt: evening });

  test('a D05 that the market cancelled, rejected or ran cuts nobody off any more; delayed is no answer', () => {
    for (const answer of [
      { type: '131', tells: 'requestStatus', status: 'cancelled', original: 'd05-1' },
      { type: '602', tells: 'rejected', original: 'd05-1' },
      { type: '107', tells: 'deEnergised', original: 'd05-1' },
    ] as const) {
      const world = new World();
      expect(only(of(world, listOf(d05))).group).toBe('cutOff');
      hear(world, { type: '131', tells: 'delayed', original: 'd05-1' });
      hear(world, { type: '131', tells: 'requestStatus', status: 'open', original: 'd05-1' });
      hear(world, { ...answer, original: 'another' });
      expect(only(of(world, listOf(d05))).group).toBe('cutOff');
      hear(world, answer);
      expect(of(world, listOf(d05))).toEqual([]);
      expect(stillWaiting(listOf(d05), (mprn) => world.fix(mprn), [])).toEqual([]);
    }
  });

  test('by its business reference, too, and never by that of another message', () => {
    const world = new World();
    const named = { ...d05, txRefNbr: null, businessReference: 'REF-7' };
    hear(world, { tells: 'rejected', businessReference: 'REF-8' });
    expect(only(of(world, listOf(named))).group).toBe('cutOff');
    hear(world, { tells: 'rejected', businessReference: 'REF-7' });
    expect(of(world, listOf(named))).toEqual([]);
  });

  test('a reconnection that ran leaves its customer among the answered, and the export’s D05 where it was', () => {
    const world = new World();
    const e05 = message({ txRefNbr: 'e05-1' });
    const subject = world.report(MPRN, 40, { openD05: 'no' });
    expect(only(of(world, listOf(e05), subject)).group).toBe('runs');
    hear(world, { original: 'e05-1' });
    const row = only(of(world, listOf(e05), subject));
    expect([row.group, row.deciding]).toEqual(['answered', null]);
    expect(planOf(row, 7, shippedPlan).map(({ type }) => type)).not.toContain('cancelD05');

    const other = new World();
    const told = other.report(MPRN, 40, { openD05: 'yes' });
    hear(other, { original: 'e05-1' });
    expect(only(of(other, listOf(e05), told)).group).toBe('cutOff');
  });

  test('a person’s word stands against an older list, and not against a newer one that still has it', () => {
    const world = new World();
    const list = listOf(d05);
    const row = only(of(world, list));
    world.run({
      do: 'releaseFixes',
      items: [{ mprn: MPRN, steps: planOf(row, 7, shippedPlan) }],
      outOf: 1,
      mostShare: 1,
    });
    const key = 'cancelD05/1';
    world.run({ do: 'handOver', fixes: [{ mprn: MPRN, key }], channel: 'phone', person: 'Declan' });
    world.now += MIN;
    world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Declan' });
    expect(world.fix(MPRN).items).toMatchObject([{ key, standing: 'proved', about: 'd05-1' }]);
    expect(of(world, { ...list, asOf: world.now - MIN })).toEqual([]);
    expect(only(of(world, { ...list, asOf: world.now + MIN })).group).toBe('cutOff');
  });

  test('after the night a customer who was closed is not offered to be watched once more', () => {
    const world = new World();
    const list = listOf(d05);
    const hold = must(holdOf(only(of(world, list))), 'it has an MPRN');
    world.run({ do: 'askHold', holds: [hold] });
    const asked = must(requestsOf(world)[0]?.subject, 'it was asked');
    world.run({ do: 'heardHold', subject: asked, answer: 'cancelled', person: 'Declan' });
    expect(only(of(world, list))).toMatchObject({ group: 'stopped' });
    hear(world, { type: '131', tells: 'requestStatus', status: 'cancelled', original: 'd05-1' });
    expect(of(world, list)).toEqual([]);
  });
});
