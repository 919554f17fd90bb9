// Back-fixes where two words of them meet: which of the two counts, and what needs a second person.
import { describe, expect, test } from 'vitest';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { needsSecond } from '../../../shared/domain/closing.ts';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import type { Answered } from '../../../shared/domain/evidence.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import { fixSubject, foldFix } from '../../../shared/domain/fix.ts';
import type { FixItem } from '../../../shared/domain/fix-item.ts';
import { must } from '../../../shared/lib/check.ts';
import { noneLeft, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;
const of = { mprn: MPRN, key: 'send017/1' };

function reported(facts: Facts = { openD05: 'no' }) {
  const world = new World();
  world.report(MPRN, 30, { ...noneLeft, ...facts });
  world.now += 5 * MIN;
  return world;
}

/** Put back by phone, and its plan released. */
function released(facts?: Facts, steps?: readonly BackFixStep[]) {
  const world = reported(facts);
  const back = { backAt: world.now, learntAt: world.now };
  world.run({ do: 'power', subject: SUBJECT, level: 'claimed', by: 'customer', ...back });
  world.now += 5 * MIN;
  release(world, steps);
  return world;
}

const planned = (world: World) => planBackFix(world.case(SUBJECT), 7, shippedPlan).steps;
const release = (world: World, steps = planned(world)) =>
  world.run({ do: 'releaseFixes', items: [{ mprn: MPRN, steps }], outOf: 1, mostShare: 1 });
const handOver = (world: World, key = of.key) =>
  world.run({ do: 'handOver', fixes: [{ ...of, key }], channel: 'emma', file: 'a.xml' });
const take = (world: World) => world.run({ do: 'takeBackFix', ...of, why: 'by phone' });
const prove = (world: World, key: string, more: object = {}) =>
  world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', ...more });

const item = (world: World, key = of.key): FixItem =>
  must(
    world.fix(MPRN).items.find((each) => each.key === key),
    `${key} was released`,
  );

let answers = 0;
function hear(world: World, answer: Partial<Answered>) {
  world.now += MIN;
  const txRefNbr = `answer-${(answers += 1)}`;
  const said = { type: '307', tells: 'energised', txRefNbr, at: world.now, ...answer } as const;
  return world.run({ do: 'hear', answers: [{ mprn: MPRN, answer: said }] });
}
const off = { type: '306', tells: 'deEnergised' } as const;
const ours = (world: World, key = of.key) => ({ original: item(world, key).txRefNbr ?? '' });

describe('FIX14: a second person is needed', () => {
  const close = (world: World) =>
    world.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: planned(world) }] });
  const refused = { code: 'notProved', because: 'needsSecond' };

  /** Nobody of a register, and nothing that does not agree. */
  const alone = (world: World) => {
    const register = world.case(SUBJECT).facts.register ?? 'none';
    expect([register, item(world).discrepancies]).toEqual(['none', []]);
  };

  test('FIX14: for somebody with a medical need, whom no register names', () => {
    const world = reported();
    world.answer(SUBJECT, 'medical', 'yes', 'customer');
    release(world);
    handOver(world);
    hear(world, ours(world));
    alone(world);
    expect([needsSecond(world.case(SUBJECT), world.fix(MPRN)), close(world)]).toEqual([
      true,
      refused,
    ]);
    const none = reported();
    none.answer(SUBJECT, 'medical', 'no', 'customer');
    release(none);
    handOver(none);
    hear(none, ours(none));
    expect(close(none)).not.toHaveProperty('code');
  });

  test('FIX14: for somebody who was cut off again, though everything agrees since', () => {
    const world = released();
    handOver(world);
    hear(world, ours(world));
    hear(world, off);
    world.now += MIN;
    release(world);
    handOver(world, 'send017/2');
    hear(world, ours(world, 'send017/2'));
    alone(world);
    expect(world.case(SUBJECT)).toMatchObject({ power: { level: 'confirmed' } });
    expect(close(world)).toEqual(refused);
  });
});

describe('an answer', () => {
  test('FIX5: that names another message is nobody’s, whatever business reference it has', () => {
    const world = released();
    handOver(world);
    const businessReference = must(item(world).businessReference, 'it has one');
    hear(world, { original: 'somebody else’s', businessReference });
    expect(item(world)).toMatchObject({ standing: 'handed', answers: [] });
    hear(world, { businessReference });
    expect(item(world).standing).toBe('proved');
  });

  test('FIX12: of a disconnection that was before the release is not the D05 which that was to stop', () => {
    const world = released({ openD05: 'yes' });
    const { at } = item(world, 'cancelD05/1').released;
    hear(world, { ...off, at: at - 1 });
    expect(item(world, 'cancelD05/1').standing).toBe('released');
    hear(world, { ...off, at });
    expect(item(world, 'cancelD05/1').standing).toBe('ran');
  });

  test('FIX6: that it has arrived ends every doubt and every other finding, whichever came first', () => {
    const arrived = { type: '131', tells: 'requestStatus', status: 'open' } as const;
    const asked = { do: 'askedFix', ...of, how: 'call', person: 'Niamh' } as const;
    const before = {
      doubted: (world: World) => world.run({ do: 'doubtFix', ...of, why: 'noAnswer' }),
      unknown: (world: World) => world.run({ ...asked, found: 'unknown' }),
      notArrived: (world: World) => world.run({ ...asked, found: 'notArrived' }),
    } as const;
    for (const [what, say] of Object.entries(before)) {
      for (const isFirst of [true, false]) {
        const world = released();
        handOver(world);
        if (isFirst) hear(world, { ...arrived, ...ours(world) });
        say(world);
        if (!isFirst) {
          expect(item(world).standing).not.toBe('handed');
          hear(world, { ...arrived, ...ours(world) });
        }
        expect([what, isFirst, item(world).standing]).toEqual([what, isFirst, 'handed']);
      }
    }
  });
});

describe('taken back', () => {
  test('FIX8, FIX29: before its reject is no word about that: it is set aside, for a person', () => {
    // Taken back at one desk, and handed over and rejected at another.
    const one = released();
    take(one);
    const other = released();
    other.now += MIN;
    handOver(other);
    hear(other, { type: '117R', tells: 'rejected', ...ours(other) });
    const events = [
      ...one.events(fixSubject(MPRN)),
      ...other.events(fixSubject(MPRN)).slice(1),
    ] as readonly DomainEvent[];
    expect(must(foldFix(events), 'it was released').items[0]).toMatchObject({
      standing: 'rejected',
      discrepancies: ['takenBackLate'],
    });
    // After it, it is one.
    other.now += MIN;
    take(other);
    expect(item(other)).toMatchObject({ standing: 'takenBack', discrepancies: [] });
  });

  test('FIX8: it is not while an agent is about to write it', () => {
    const world = released();
    world.run({ do: 'intendFix', ...of, file: 'a.xml' });
    expect(take(world)).toEqual({ code: 'alreadyHanded' });
    expect(item(world)).toMatchObject({ standing: 'intended', takenBack: null });
  });
});

test('FIX2: nor is a rejected one sent anew without the sender’s MPID', () => {
  const world = released();
  handOver(world);
  hear(world, { type: '117R', tells: 'rejected', ...ours(world) });
  for (const supplier of ['', 'ABCD']) {
    world.supplier = supplier;
    expect(world.run({ do: 'retryFix', ...of })).toEqual({ code: 'noMpid' });
  }
  expect(item(world)).toMatchObject({ standing: 'rejected', attempt: 1 });
  world.supplier = 'ABC';
  world.run({ do: 'retryFix', ...of });
  expect(item(world)).toMatchObject({ standing: 'released', attempt: 2 });
});

describe('a proof', () => {
  const step = (more: Partial<BackFixStep>): BackFixStep => ({
    type: 'askFirst',
    owner: 'esbn',
    channel: 'phone',
    proof: ['namedPerson'],
    because: 'd05NotAsked',
    point: null,
    txRefNbr: null,
    reference: null,
    ...more,
  });

  test('FIX9: of nothing but blanks is none, a name or an entry', () => {
    const account = step({ type: 'correctAccount', owner: 'supplier', proof: ['ledger'] });
    const world = released({ openD05: 'no' }, [step({}), account]);
    for (const blank of ['', '  ', '\t'])
      expect([
        prove(world, 'askFirst/1', { person: blank }),
        prove(world, 'correctAccount/1', { by: 'ledger', reference: blank }),
      ]).toEqual([{ code: 'proofMissing' }, { code: 'proofMissing' }]);
    prove(world, 'askFirst/1', { person: 'Sean' });
    prove(world, 'correctAccount/1', { by: 'ledger', reference: 'L-7' });
    expect(world.fix(MPRN).items.map(({ standing }) => standing)).toEqual(['proved', 'proved']);
  });

  test('FIX33: of a watch is no word that the power is on: the D05 waits all the same', () => {
    const watch = step({ type: 'watch', proof: ['603', '131'], because: 'restoredUnderD05' });
    const world = released({ openD05: 'no' }, [watch]);
    const { at } = item(world, 'watch/1').released;
    const provedBy = (said: Partial<Answered>) => {
      hear(world, said);
      const { entry } = must(world.fix(MPRN).heard.at(-1), 'it was heard');
      return prove(world, 'watch/1', { by: 'message', of: entry });
    };
    expect(provedBy({ at })).toEqual({ code: 'proofNotHere' });
    const status = { type: '131', tells: 'requestStatus' } as const;
    expect(provedBy({ ...status, status: 'open', at: at + 1 })).toEqual({
      code: 'proofNotCancelled',
    });
    expect(item(world, 'watch/1').standing).toBe('released');
    expect(provedBy({ ...status, status: 'cancelled', at: at + 2 })).not.toHaveProperty('code');
    expect(item(world, 'watch/1').standing).toBe('proved');
  });
});

test('FIX11: a promise that was kept is power that was back: a disconnection after it is a cut-off, and one before it is not', () => {
  for (const minutes of [-1, 1]) {
    const world = reported();
    world.answer(SUBJECT, 'answered', 'answered');
    world.run({ do: 'outcome', subject: SUBJECT, outcome: 'done' });
    const done = must(world.case(SUBJECT).outcome, 'it was done');
    hear(world, { ...off, at: done.at + minutes * MIN });
    const kind = minutes > 0 ? 'power.cutOff' : 'power.heardOff';
    expect(world.events(SUBJECT).at(-1)?.kind).toBe(kind);
    expect(world.summary(SUBJECT).cutOff).toBe(minutes > 0);
  }
});

test('FIX70: the reject of the E05 is no reject of the visit that it asks for', () => {
  const message017 = { reason: 'E05', txRefNbr: 'old', state: 'atHub' } as const;
  const world = reported({ openD05: 'no', ctf: '02', message017 });
  release(world);
  const visit = 'siteVisit/1';
  expect(item(world, visit).about).toBe('old');
  hear(world, { type: '117R', tells: 'rejected', original: 'old', reasonCode: 'NOT-REMOTE' });
  expect(item(world, visit)).toMatchObject({ standing: 'released', reason: null });
  hear(world, { type: '307', original: 'old' });
  expect(item(world, visit).standing).toBe('proved');
});
