// Several messages of one customer wait in the market: which of them the plan speaks of, what stops
// each of them, and what a 017 of ours waits for beside them.
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { remaining } from '../../../shared/domain/closing.ts';
import { fixSubject, foldFix, waitsFor } from '../../../shared/domain/fix.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
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
  world.run({ do: 'releaseFixes', items, outOf: 0, mostShare: 1 });
}

const prove = (world: World, key: string) =>
  world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Siobhán' });

test('FIX50: two D05s wait: each is stopped by itself, the newest by event time first, whatever the order of the list', () => {
  const older = message('d05-monday', 'D05', 300);
  const newer = message('d05-today', 'D05', 200);
  for (const list of [
    [older, newer],
    [newer, older],
  ]) {
    const world = caller();
    expect(left(world, list)[0]).toMatchObject({ type: 'cancelD05', txRefNbr: 'd05-today' });
    release(world, list);
    world.now += MIN;
    prove(world, 'cancelD05/1');
    // The proof of the one says nothing of the other.
    expect(left(world, list)[0]).toMatchObject({ type: 'cancelD05', txRefNbr: 'd05-monday' });
    release(world, list);
    expect(world.fix(MPRN).items.find(({ key }) => key === 'cancelD05/2')?.about).toBe(
      'd05-monday',
    );
    world.now += MIN;
    prove(world, 'cancelD05/2');
    expect(left(world, list).filter(({ type }) => type === 'cancelD05')).toEqual([]);
  }
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
  world.run({ do: 'askedFix', ...of, found: 'notArrived', how: 'call' });
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
  world.run({ do: 'askedFix', ...of, found: 'notArrived', how: 'call' });
  expect(world.fix(MPRN).items[0]?.standing).toBe('released');
});

test('FIX3: a 017 of ours waits for a message that is left to run, until that is over or a person says why it goes', () => {
  const waits = message('e05-first', 'E05', 40);
  const both = () => {
    const world = caller();
    world.run({ do: 'learn', subject: SUBJECT, facts: { openD05: 'no' } });
    release(world, [waits]);
    // A newer list has it no more: what became of it that list does not say.
    release(world, []);
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
