// What somebody found of a 017 that nobody had spoken of goes on with the plan: the first one goes, what
// lies there runs, and what may have left EMMA is asked of Networks.
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { remaining } from '../../../shared/domain/closing.ts';
import type { Facts, MessageState } from '../../../shared/domain/facts.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { recoveryOf } from '../../../shared/domain/recovery.ts';
import { answersTo, saidOf017 } from '../../../shared/domain/said-of-017.ts';
import { World } from './world.ts';

const MPRN = '10934478153';

function night(facts: Facts = { openD05: 'no' }) {
  const world = new World();
  const subject = world.report(MPRN, 30, { ctf: '04', ...facts });
  const left = (): readonly BackFixStep[] => {
    const [fix] = world.fixes();
    const states = [world.case(subject)];
    const known = { list: null, states, requests: [], fixOf: () => fix };
    const row = must(recoveryOf(known)[0], 'the customer has a row');
    return remaining(planOf(row, 7, shippedPlan), fix, world.case(subject));
  };
  const release = () =>
    world.run({
      do: 'releaseFixes',
      items: [{ mprn: MPRN, steps: left() }],
      outOf: 0,
      mostShare: 1,
      agreed: true,
    });
  const says = (state: MessageState) => {
    const facts017 = saidOf017(world.case(subject).facts, state);
    world.run({ do: 'learn', subject, facts: facts017 });
    const open = world
      .fix(MPRN)
      .items.filter(({ because, standing }) => because === 'unknown017' && standing === 'released');
    for (const { key } of open)
      world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Niamh' });
  };
  return { world, subject, left, release, says };
}

test('BF19: that none left us is the word of whoever looked in EMMA, and the first 017 goes', () => {
  const { left, release, says, world } = night();
  const [look] = left();
  expect(answersTo(must(look, 'it is planned'))).toEqual(['notSent', 'queuedInEmma', 'unknown']);
  release();
  expect(left()).toEqual([]);
  says('notSent');
  expect(left().map(({ type }) => type)).toEqual(['send017']);
  release();
  const sent = world.fix(MPRN).items.filter(({ txRefNbr }) => txRefNbr !== null);
  expect(sent.map(({ key }) => key)).toEqual(['send017/1']);
});

test('BF19: what is found in EMMA runs by itself; what may have left it is asked of Networks all the same', () => {
  const found = night();
  found.release();
  found.says('queuedInEmma');
  expect(found.left().map(({ because }) => because)).toEqual(['queuedInEmma']);

  const gone = night();
  gone.release();
  gone.says('unknown');
  const [asks] = gone.left();
  expect(asks).toMatchObject({ type: 'askFirst', owner: 'esbn', because: 'unknown017' });
  expect(answersTo(must(asks, 'it is planned'))).toEqual(['accepted', 'notSent']);
  gone.release();
  expect(gone.world.fix(MPRN).items).toHaveLength(2);
  gone.says('accepted');
  expect(gone.left().map(({ because }) => because)).toEqual(['accepted']);
});

test('BF19: the word about an E05 takes no D05 away that stood in its place', () => {
  const d05 = { reason: 'D05', txRefNbr: 'the-d05', state: 'atHub' } as const;
  const { left, release, says } = night({ message017: d05 });
  release();
  says('notSent');
  expect(left().map(({ type }) => type)).toEqual(['send017']);
  const of = (message017: Facts['message017'], openD05?: Facts['openD05']) =>
    saidOf017({ ...(message017 && { message017 }), ...(openD05 && { openD05 }) }, 'notSent');
  const none = { reason: 'E05', state: 'notSent' };
  expect(of(d05)).toEqual({ message017: none, openD05: 'yes' });
  expect([of(d05, 'no'), of({ ...d05, state: 'rejected' }), of(undefined)]).toEqual(
    [1, 2, 3].map(() => ({ message017: none })),
  );
  // Of one that was known to have gone its name stays.
  const known = { reason: 'E05', txRefNbr: 'ours', state: 'unknown' } as const;
  expect(of(known)).toEqual({ message017: { ...known, state: 'notSent' } });
  // No other question is about a 017.
  expect(answersTo({ type: 'askFirst', owner: 'esbn', because: 'd05NotAsked' })).toEqual([]);
});

test('BF19: whom the market says to be on needs nobody to look', () => {
  const { world, left, subject } = night();
  world.run({
    do: 'hear',
    answers: [
      {
        mprn: MPRN,
        answer: {
          type: '106E',
          tells: 'energised',
          txRefNbr: 'answer-1',
          at: world.now,
        },
      },
    ],
  });
  expect(world.case(subject).open).toBe(true);
  expect(left()).toEqual([]);
});
