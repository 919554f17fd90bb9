// A 017 that was left to run and is lost from sight: no other one goes beside it, somebody asks what became
// of it, and every answer goes on.
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { remaining } from '../../../shared/domain/closing.ts';
import { fixSubject, foldFix } from '../../../shared/domain/fix.ts';
import { followedBy } from '../../../shared/domain/followed.ts';
import type { MessageState } from '../../../shared/domain/facts.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { recoveryOf } from '../../../shared/domain/recovery.ts';
import { saidOf017 } from '../../../shared/domain/said-of-017.ts';
import { listOf } from './lists.ts';
import { evening, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = `mprn:${MPRN}`;
const MIN = 60_000;
const FOLLOWED = 'letWaiting017Run/1';

const e05: OutstandingMessage = {
  mprn: MPRN,
  reason: 'E05',
  txRefNbr: 'the-e05',
  businessReference: null,
  sentAt: evening - 40 * MIN,
  state: 'queuedInEmma',
  paidAt: null,
};

/** Nobody but EMMA's list ever spoke of this E05. */
function night(listed: OutstandingMessage = e05) {
  const world = new World();
  world.report(MPRN, 30, { ctf: '04', openD05: 'no' });
  const row = (...messages: readonly OutstandingMessage[]) => {
    const fix = foldFix(world.events(fixSubject(MPRN)));
    const list = { ...listOf(...messages), asOf: world.now };
    const known = { list, states: [world.case(SUBJECT)], requests: [], fixOf: () => fix };
    return must(recoveryOf(known)[0], 'the customer has a row');
  };
  const steps = (...messages: readonly OutstandingMessage[]) => {
    const fix = foldFix(world.events(fixSubject(MPRN)));
    return remaining(planOf(row(...messages), 7, shippedPlan), fix, world.case(SUBJECT));
  };
  const left = (...messages: readonly OutstandingMessage[]) =>
    steps(...messages).map(({ type, because }) => `${type}: ${because}`);
  const release = (...messages: readonly OutstandingMessage[]) => {
    const items = [{ mprn: MPRN, steps: steps(...messages) }];
    world.run({ do: 'releaseFixes', items, outOf: 0, mostShare: 1, agreed: true });
    world.now += MIN;
  };
  /** As the sheet of the question writes it. */
  const answers = (is: MessageState) => {
    const { facts } = world.case(SUBJECT);
    const asked = must(
      world.fix(MPRN).items.findLast(({ type }) => type === 'askFirst'),
      'it is asked',
    );
    for (const { key } of is === 'notSent' ? followedBy(asked, world.fix(MPRN), facts) : [])
      world.run({ do: 'takeBackFix', mprn: MPRN, key, why: 'Siobhán: it is gone' });
    world.run({ do: 'learn', subject: SUBJECT, facts: saidOf017(facts, is, asked.about) });
    prove(asked.key);
  };
  const prove = (key: string) => {
    world.now += MIN;
    world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Siobhán' });
  };
  release(listed);
  expect(world.fix(MPRN).items).toMatchObject([{ key: FOLLOWED, about: listed.txRefNbr }]);
  return { world, row, left, release, answers, prove };
}

const ASKS = 'askFirst: unknown017';
const SENDS = 'send017: never017';

test('FIX75, FIX76: a newer list has it no more: no other 017 is planned beside it, and what became of it is asked of Networks', () => {
  const { left, row, release, world } = night();
  expect(left(e05)).toEqual([]);
  expect(left()).toEqual([ASKS]);
  // It stands where the screen asks for all of whom nobody knows, by its number.
  expect(row()).toMatchObject({
    group: 'unknown',
    deciding: { txRefNbr: 'the-e05', state: 'unknown' },
  });
  release();
  expect(world.fix(MPRN).items.at(-1)).toMatchObject({ type: 'askFirst', about: 'the-e05' });
  expect(left()).toEqual([]);
});

test('FIX76: it has run: that is the proof, and none is sent', () => {
  const { left, release, prove } = night();
  release();
  prove(FOLLOWED);
  prove('askFirst/1');
  expect(left()).toEqual([]);
});

test('FIX76: it never arrived or is gone: taken back for that, and the first one is planned', () => {
  const { left, release, answers, world } = night();
  release();
  answers('notSent');
  expect(world.fix(MPRN).items[0]).toMatchObject({ standing: 'takenBack' });
  expect(left()).toEqual([SENDS]);
  release();
  const sent = world.fix(MPRN).items.filter(({ txRefNbr }) => txRefNbr !== null);
  expect(sent.map(({ key }) => key)).toEqual(['send017/1']);
});

test('FIX76: taken back without a question, the plan goes by the list', () => {
  const { left, world } = night();
  world.run({ do: 'takeBackFix', mprn: MPRN, key: FOLLOWED, why: 'Taken out' });
  expect(left()).toEqual([SENDS]);
});

test('FIX76: Networks has it: it is followed on, asked about once, and its own reject ends it', () => {
  const { left, release, answers, row, world } = night();
  release();
  answers('accepted');
  expect(left()).toEqual([]);
  expect(row()).toMatchObject({ group: 'runs', deciding: { txRefNbr: 'the-e05' } });
  const answer = { type: '117R', tells: 'rejected', txRefNbr: 'no', at: world.now } as const;
  const answers117 = [{ mprn: MPRN, answer: { ...answer, original: 'the-e05' } }];
  world.run({ do: 'hear', answers: answers117 });
  expect(followedBy(question, world.fix(MPRN), {})).toEqual([]);
});

const question = {
  type: 'askFirst',
  owner: 'esbn',
  because: 'unknown017',
  about: null,
} as const;

test('FIX76: the answer that none left, written by whoever did not take it back, plans the first one too; what had been asked before it was known is no answer', () => {
  const asked = night();
  asked.release();
  asked.world.run({ do: 'learn', subject: SUBJECT, facts: saidOf017({}, 'notSent') });
  expect(asked.left()).toEqual([]);
  asked.prove('askFirst/1');
  expect(asked.left()).toEqual([SENDS]);

  const { world, left, release, answers } = night();
  release();
  answers('notSent');
  // Found after all by a later list, and lost once more.
  const other = { ...e05, txRefNbr: 'the-other' };
  release(other);
  expect(left()).toEqual([ASKS]);
  release();
  expect(world.fix(MPRN).items.map(({ key }) => key)).toContain('askFirst/2');
});

test('FIX75: off again it may run all the same, and on by the market’s word nobody need ask', () => {
  const { world, left } = night();
  const back = {
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  } as const;
  world.run({ do: 'power', subject: SUBJECT, ...back });
  world.now += MIN;
  world.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
  expect(left()).toEqual([ASKS]);
  world.now += MIN;
  const answer = { type: '307', tells: 'energised', txRefNbr: 'on', at: world.now } as const;
  world.run({ do: 'hear', answers: [{ mprn: MPRN, answer }] });
  expect(left()).toEqual([]);
});

test('FIX75: one without a name, one that the list says is rejected, and one of ours that another desk follows', () => {
  const unnamed = { ...e05, txRefNbr: null };
  const { left } = night(unnamed);
  expect(left()).toEqual([ASKS]);
  expect(left(unnamed)).toEqual([]);

  const rejected = night();
  expect(rejected.left({ ...e05, state: 'rejected' })).toEqual(['sendAgain017: rejected017']);
});
