// Several messages of one customer wait in the market: which of them the plan speaks of, what stops
// each of them, and what a 017 of ours waits for beside them.
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { needsSecond, remaining } from '../../../shared/domain/closing.ts';
import { fixSubject, foldFix, waitsFor } from '../../../shared/domain/fix.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { replayWarnings } from '../../../shared/domain/replay-guard.ts';
import { recoveryOf } from '../../../shared/domain/recovery.ts';
import { listOf } from './lists.ts';
import { evening, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = `mprn:${MPRN}`;
const MIN = 60_000;

const message = (
  txRefNbr: string,
  reason: string,
  minutes: number,
  about: Partial<OutstandingMessage> = {},
): OutstandingMessage => ({
  mprn: MPRN,
  reason,
  txRefNbr,
  businessReference: null,
  sentAt: evening - minutes * MIN,
  state: 'atHub',
  paidAt: null,
  ...about,
});

function caller(): World {
  const world = new World();
  world.report(MPRN, 30, { ctf: '04' });
  return world;
}

/** What is to be released for this customer by what EMMA's list has. */
function left(world: World, messages: readonly OutstandingMessage[]) {
  const fix = foldFix(world.events(fixSubject(MPRN)));
  const state = world.case(SUBJECT);
  const known = { list: listOf(...messages), states: [state], requests: [], fixOf: () => fix };
  const row = must(recoveryOf(known)[0], 'the customer has a row');
  return remaining(planOf(row, 7, shippedPlan), fix, state);
}

function release(world: World, messages: readonly OutstandingMessage[]): void {
  const items = [{ mprn: MPRN, steps: left(world, messages) }];
  world.run({ do: 'releaseFixes', items, outOf: 0, mostShare: 1, agreed: true });
}

const prove = (world: World, key: string) =>
  world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Siobhán' });

test('FIX50: two D05s wait: each is stopped by itself, at once, the newest by event time first, whatever the order of the list', () => {
  const older = message('d05-monday', 'D05', 300, { state: 'queuedInEmma' });
  const newer = message('d05-today', 'D05', 200);
  const stops = (world: World, list: readonly OutstandingMessage[]) =>
    left(world, list)
      .filter(({ type }) => type === 'cancelD05')
      .map(({ txRefNbr, owner, channel }) => [txRefNbr, owner, channel]);
  const today = ['d05-today', 'esbn', 'phone'];
  const monday = ['d05-monday', 'supplier', 'emma'];
  for (const list of [
    [older, newer],
    [newer, older],
  ]) {
    const world = caller();
    expect(stops(world, list)).toEqual([today, monday]);
    release(world, list);
    expect(stops(world, list)).toEqual([]);
    const of = (key: string) => world.fix(MPRN).items.find((each) => each.key === key);
    expect(of('cancelD05/1')?.about).toBe('d05-today');
    expect(of('cancelD05 d05-monday/1')?.about).toBe('d05-monday');
    world.now += MIN;
    // The proof of the one says nothing of the other.
    prove(world, 'cancelD05/1');
    expect(of('cancelD05 d05-monday/1')?.standing).toBe('released');
    const send = must(of('send017/1'), 'a 017 was released');
    expect(waitsFor(world.fix(MPRN), send)?.key).toBe('cancelD05 d05-monday/1');
    prove(world, 'cancelD05 d05-monday/1');
    expect(waitsFor(world.fix(MPRN), send)).toBe(null);
    expect(stops(world, list)).toEqual([]);
  }
});

test('FIX50: a D05 that comes to be known while another is being stopped is stopped beside it', () => {
  const older = message('d05-monday', 'D05', 300);
  const newer = message('d05-today', 'D05', 200);
  const world = caller();
  release(world, [older]);
  release(world, [older, newer]);
  const abouts = world.fix(MPRN).items.map(({ key, about }) => `${key}: ${about ?? ''}`);
  expect(abouts.filter((each) => each.startsWith('cancelD05'))).toEqual([
    'cancelD05/1: d05-monday',
    'cancelD05 d05-today/1: d05-today',
  ]);
  // Released once more nothing is begun twice.
  const count = world.entries.length;
  release(world, [older, newer]);
  expect(world.entries).toHaveLength(count);
});

test('FIX1: taken back in a later round and released anew it is the same 017, wherever the plan has it', () => {
  const world = caller();
  const asks = { openD05: 'unknown' } as const;
  world.run({ do: 'learn', subject: SUBJECT, facts: asks });
  // With a question before it the first one stands second in its plan.
  release(world, []);
  const of = { mprn: MPRN, key: 'send017/1' };
  prove(world, 'askFirst/1');
  world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
  world.run({ do: 'intendFix', ...of, file: '017.xml' });
  world.run({ do: 'handOver', fixes: [of], channel: 'emma', file: '017.xml' });
  const told = {
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  } as const;
  world.run({ do: 'power', subject: SUBJECT, ...told });
  prove(world, 'send017/1');
  world.now += MIN;
  world.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
  world.now += MIN;
  release(world, []);
  const numbers = () =>
    world.fix(MPRN).items.flatMap(({ key, txRefNbr }) => (txRefNbr === null ? [] : [key]));
  expect(numbers().sort()).toEqual(['send017/1', 'send017/2']);
  world.run({ do: 'takeBackFix', mprn: MPRN, key: 'send017/2', why: 'not now' });
  release(world, []);
  expect(numbers().sort()).toEqual(['send017/1', 'send017/2']);
  const again = world.fix(MPRN).items.find(({ key }) => key === 'send017/2');
  expect(again).toMatchObject({ standing: 'released', attempt: 1 });
});

test('FIX3: one of ours that another desk follows as a message that waits does not wait for itself', () => {
  const world = caller();
  world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
  release(world, []);
  const own = must(world.fix(MPRN).items[0]?.txRefNbr, 'a 017 was released');
  const apart = caller();
  apart.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
  release(apart, [message(own, 'E05', 1)]);
  const both = must(
    foldFix([...world.events(fixSubject(MPRN)), ...apart.events(fixSubject(MPRN))]),
    'both have released',
  );
  const item = must(
    both.items.find(({ key }) => key === 'send017/1'),
    'one is ours',
  );
  expect(both.items.map(({ key }) => key)).toContain('letWaiting017Run/1');
  expect(waitsFor(both, item)).toBe(null);
});

test('FIX50: of two E05s that wait the newest by event time is followed', () => {
  const older = message('e05-first', 'E05', 40);
  const newer = message('e05-again', 'E05', 20);
  for (const list of [
    [older, newer],
    [newer, older],
  ]) {
    const world = caller();
    world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
    expect(left(world, list)).toMatchObject([{ type: 'letWaiting017Run', txRefNbr: 'e05-again' }]);
  }
});

test('FIX6: what went because somebody had found that it never arrived goes once for that, however fast the clock of whoever asked is', () => {
  const world = caller();
  world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
  release(world, []);
  const of = { mprn: MPRN, key: 'send017/1' };
  const sends = () => {
    world.run({ do: 'intendFix', ...of, file: '017.xml' });
    world.run({ do: 'handOver', fixes: [of], channel: 'emma', file: '017.xml' });
  };
  sends();
  world.run({ do: 'doubtFix', ...of, why: 'noAnswer' });
  world.run({ do: 'askedFix', ...of, found: 'notArrived', how: 'call', person: 'Niamh' });
  expect(world.fix(MPRN).items[0]?.standing).toBe('released');
  sends();
  // A clock a day ahead: the order of all is by stamps, and the agent's are never so late.
  const events = world.events(fixSubject(MPRN));
  const asked = must(
    events.find(({ kind }) => kind === 'fix.asked'),
    'somebody asked',
  );
  const late = [...events.filter((each) => each !== asked), asked];
  expect(foldFix(late)?.items[0]).toMatchObject({ standing: 'handed', again: null });
  // Asked once more it may go once more.
  world.run({ do: 'doubtFix', ...of, why: 'noAnswer' });
  world.run({ do: 'askedFix', ...of, found: 'notArrived', how: 'call', person: 'Niamh' });
  expect(world.fix(MPRN).items[0]?.standing).toBe('released');
});

test('FIX14: rejected after somebody had said that it was done, it does not agree, and wants a second person', () => {
  const world = caller();
  world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
  release(world, []);
  const of = { mprn: MPRN, key: 'send017/1' };
  world.run({ do: 'handOver', fixes: [of], channel: 'emma', file: '017.xml' });
  prove(world, 'send017/1');
  const item = () => must(world.fix(MPRN).items[0], 'it was released');
  expect(item().discrepancies).toEqual([]);
  world.now += MIN;
  const answer = {
    type: '117R',
    tells: 'rejected',
    txRefNbr: 'answer',
    original: must(item().txRefNbr, 'it is a message'),
    at: world.now,
  } as const;
  world.run({ do: 'hear', answers: [{ mprn: MPRN, answer }] });
  expect(item()).toMatchObject({ standing: 'proved', discrepancies: ['answeredBothWays'] });
  expect(needsSecond(world.case(SUBJECT), world.fix(MPRN))).toBe(true);
});

test('REPLAY1: one of ours under another number that may have gone is warned of', () => {
  const world = caller();
  world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
  release(world, []);
  const [released] = world.fix(MPRN).items;
  const first = must(released, 'it was released');
  world.run({ do: 'intendFix', mprn: MPRN, key: first.key, file: '017.xml' });
  const warnings = (txRefNbr: string) =>
    replayWarnings({
      mprn: MPRN,
      item: { ...first, txRefNbr },
      fix: world.fix(MPRN),
      state: world.case(SUBJECT),
      list: null,
      requests: [],
    });
  expect(warnings('another')).toEqual([
    { is: 'e05Waits', txRefNbr: first.txRefNbr, sentAt: first.released.at },
  ]);
  expect(warnings(first.txRefNbr ?? '')).toEqual([]);
});

test('CASE30: reported again soon after it was closed on proof it is open again with the clock it had; with a payment, or a day later, it is another case', () => {
  const closed = () => {
    const world = caller();
    world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
    const paidAt = world.case(SUBJECT).facts.paidAt;
    release(world, []);
    const of = { mprn: MPRN, key: 'send017/1' };
    world.run({ do: 'handOver', fixes: [of], channel: 'emma', file: '017.xml' });
    const told = { level: 'claimed', by: 'customer', backAt: world.now, learntAt: world.now };
    world.run({ do: 'power', subject: SUBJECT, ...told } as never);
    prove(world, 'send017/1');
    world.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: [] }] });
    expect(world.case(SUBJECT)).toMatchObject({ open: false, closed: { because: 'proof' } });
    return { world, paidAt };
  };
  const report = (world: World, facts = {}) =>
    world.run({ do: 'report', mprn: MPRN, source: 'call', noticedAt: world.now, facts });
  const { world, paidAt } = closed();
  world.now += 20 * MIN;
  report(world);
  expect(world.case(SUBJECT)).toMatchObject({ open: true, power: null, earlier: 0, stillOff: 1 });
  expect(world.case(SUBJECT).facts.paidAt).toBe(paidAt);
  // What was proved before says nothing of this round.
  expect(left(world, []).map(({ type }) => type)).toEqual(['send017']);
  const paid = closed();
  paid.world.now += 20 * MIN;
  report(paid.world, { paidAt: paid.world.now - MIN });
  expect(paid.world.case(SUBJECT)).toMatchObject({ open: true, earlier: 1, stillOff: 0 });
  const later = closed();
  later.world.now += 13 * 60 * MIN;
  report(later.world);
  expect(later.world.case(SUBJECT)).toMatchObject({ open: true, earlier: 1 });
  expect(later.world.case(SUBJECT).facts.paidAt).toBeUndefined();
});

test('FIX3: a 017 of ours waits for a message that is left to run, until that is over or a person says why it goes', () => {
  const waits = message('e05-first', 'E05', 40);
  const off = () => {
    const world = caller();
    world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
    return world;
  };
  const both = () => {
    const world = off();
    release(world, [waits]);
    // Another desk had a list without it, and had not heard that it is followed.
    const items = [{ mprn: MPRN, steps: left(off(), []) }];
    world.run({ do: 'releaseFixes', items, outOf: 0, mostShare: 1, agreed: true });
    return world;
  };
  const holder = (world: World) => {
    const fix = world.fix(MPRN);
    const item = fix.items.find(({ key }) => key === 'send017/1');
    return waitsFor(fix, must(item, 'it was released'))?.key ?? null;
  };
  const key = 'letWaiting017Run/1';
  expect(holder(both())).toBe(key);
  const followed = both();
  followed.run({ do: 'takeBackFix', mprn: MPRN, key, why: 'Nobody has it' });
  expect(holder(followed)).toBe(null);
  const rejected = both();
  const answer = {
    type: '117R',
    tells: 'rejected',
    txRefNbr: 'answer',
    original: 'e05-first',
    at: rejected.now,
  } as const;
  rejected.run({ do: 'hear', answers: [{ mprn: MPRN, answer }] });
  expect(holder(rejected)).toBe(null);
  const meant = both();
  meant.run({
    do: 'releaseAgain',
    fixes: [{ mprn: MPRN, key: 'send017/1' }],
    agent: null,
    despite: 'Networks has not got it',
  });
  expect(holder(meant)).toBe(null);
});

test('FIX50: whether a D05 waits and what became of an E05 are two questions, the E05 with a TxRefNbr or without: the answer to one is none to the other', () => {
  for (const txRefNbr of ['e05-own', null]) {
    const world = caller();
    const lost = { ...message('', 'E05', 60), txRefNbr, state: 'unknown' } as const;
    const open = () => left(world, [lost]).map(({ because }) => because);
    expect(open()).toEqual(['d05NotAsked', 'unknown017']);
    release(world, [lost]);
    // Pressed twice, neither is asked a second time.
    release(world, [lost]);
    expect(open()).toEqual([]);
    const { items } = world.fix(MPRN);
    expect(items.map(({ because }) => because)).toEqual(['d05NotAsked', 'unknown017']);
    expect(new Set(items.map(({ key }) => key)).size).toBe(2);
    // Proved before the other was released: that one is still to be asked.
    const later = caller();
    release(later, []);
    prove(later, 'askFirst/1');
    expect(left(later, [lost]).map(({ because }) => because)).toEqual(['unknown017']);
  }
});
