import { describe, expect, test } from 'vitest';
import { planBackFix, shippedPlan, type BackFixPlan } from '../../../shared/domain/back-fix.ts';
import { isLookInEmma } from '../../../shared/domain/back-fix-step.ts';
import { failurePoints, interfaceOf } from '../../../shared/domain/interfaces.ts';
import { messageStates, type Facts } from '../../../shared/domain/facts.ts';
import { World } from './world.ts';

const MPRN = '10001234567';

function plan(
  facts: Facts,
  done: (world: World, subject: string) => void = () => undefined,
  settings = shippedPlan,
): BackFixPlan {
  const world = new World();
  const subject = world.report(MPRN, 30, { ctf: '04', openD05: 'no', ...facts });
  done(world, subject);
  return planBackFix(world.case(subject), null, settings);
}
const types = (made: BackFixPlan) => made.steps.map((step) => step.type);
const e05 = (state: (typeof messageStates)[number]) => ({ message017: { reason: 'E05', state } });
const back = (world: World, subject: string) =>
  world.run({
    do: 'power',
    subject,
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  });

describe('back-fix planner', () => {
  test('IF1: twelve points of failure; rows 8 to 12 are to be agreed and carry a proposal marked so', () => {
    expect(failurePoints.map((point) => point.no)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(
      failurePoints.filter((point) => point.treatment === 'toBeAgreed').map((point) => point.no),
    ).toEqual([8, 9, 10, 11, 12]);
    expect(
      failurePoints.every(
        (point) => (point.treatment === 'toBeAgreed') === (point.proposal !== null),
      ),
    ).toBe(true);
    expect(() => interfaceOf(13)).toThrow('1 to 12');
  });

  test('BF1: a waiting D05 is cancelled before anything else', () => {
    for (const point of failurePoints) {
      expect(
        types(plan({ failurePoint: point.no, openD05: 'yes', ...e05('queuedInEmma') }))[0],
        `point ${point.no}`,
      ).toBe('cancelD05');
    }
  });

  test('BF2: while nobody asked whether a D05 waits, asking comes first', () => {
    for (const { no } of failurePoints)
      expect(
        plan({ failurePoint: no, openD05: 'unknown', ...e05('notSent') }).steps[0],
        `point ${no}`,
      ).toMatchObject({ type: 'askFirst', because: 'd05NotAsked' });
  });

  test('BF3: points 1 to 3: the account and its hold are corrected first, proof is the ledger', () => {
    expect(plan({ failurePoint: 2, ...e05('notSent') }).steps).toMatchObject([
      { type: 'correctAccount', owner: 'supplier', channel: 'internal', proof: ['ledger'] },
      { type: 'send017' },
    ]);
  });

  test('BF4: no 017 left us: a new one, by webform where our own systems failed, else by EMMA', () => {
    expect(plan({ failurePoint: 7, ...e05('notSent') }).steps).toMatchObject([
      { type: 'send017', channel: 'emma', because: 'never017' },
    ]);
    expect(plan({ failurePoint: 4, ...e05('notSent') }).steps).toMatchObject([
      { type: 'send017', channel: 'webform' },
    ]);
  });

  test('BF5: queued, at the hub or accepted: it runs by itself and is never sent again', () => {
    for (const [state, because] of [
      ['queuedInEmma', 'queuedInEmma'],
      ['atHub', 'atHub'],
      ['accepted', 'accepted'],
    ] as const) {
      for (const failurePoint of [6, 7, 8, 9, 10, 11, 12]) {
        // At 11 and 12 a crew goes beside it while the power is off (BF18); back, it is all there is.
        const visits = failurePoint > 10 ? [{ type: 'siteVisit' }] : [];
        const runs = { type: 'letWaiting017Run', because };
        expect(plan({ failurePoint, ...e05(state) }).steps).toMatchObject([...visits, runs]);
        expect(plan({ failurePoint, ...e05(state) }, back).steps).toMatchObject([runs]);
      }
    }
  });

  test('BF6: outcome unknown is asked about, never sent again blindly', () => {
    for (const point of failurePoints) {
      const made = types(plan({ failurePoint: point.no, ...e05('unknown') }));
      expect(made).toContain('askFirst');
      expect(made).not.toContain('send017');
      expect(made).not.toContain('sendAgain017');
    }
  });

  test('BF7: a new TxRefNbr only after a confirmed reject', () => {
    for (const state of messageStates) {
      const made = types(plan({ failurePoint: 7, ...e05(state) }));
      expect(made.includes('sendAgain017'), state).toBe(state === 'rejected');
    }
  });

  test('BF8: done by phone and agreed that Networks records it: nothing is sent; else the standing choice', () => {
    const agreed = (answer: string) => (world: World, subject: string) => {
      world.answer(subject, 'afterRecovery', answer);
      back(world, subject);
    };
    expect(types(plan(e05('notSent'), agreed('networksRecords')))).toEqual(['esbnRecords']);
    expect(types(plan(e05('notSent'), agreed('weSend')))).toEqual(['send017']);
    // One that was rejected before would only be rejected once more.
    expect(types(plan(e05('rejected'), agreed('networksRecords')))).toEqual(['esbnRecords']);
    expect(types(plan(e05('rejected'), agreed('weSend')))).toEqual(['sendAgain017']);
    expect(
      types(plan(e05('notSent'), agreed('notAgreed'), { afterPhone: 'networksRecords' })),
    ).toEqual(['esbnRecords']);
  });

  test('BF9: power back while a D05 may wait is watched until proof', () => {
    expect(types(plan({ openD05: 'yes', ...e05('atHub') }, back))).toEqual([
      'cancelD05',
      'letWaiting017Run',
      'watch',
    ]);
    expect(types(plan({ openD05: 'no', ...e05('atHub') }, back))).toEqual(['letWaiting017Run']);
  });

  test('BF10: not remote, or a network fault: a site visit, no 017', () => {
    for (const outcome of ['notRemote', 'networkFault'] as const) {
      const made = plan(e05('notSent'), (world, subject) =>
        world.run({ do: 'outcome', subject, outcome }),
      );
      expect(types(made)).toEqual(['siteVisit']);
    }
    // The register has said it before anybody rang.
    expect(types(plan({ ...e05('notSent'), ctf: '02' }))).toEqual(['siteVisit']);
    expect(types(plan({ ...e05('notSent'), ctf: '04' }))).toEqual(['send017']);
  });

  test('BF18: at points 11 and 12 a site visit comes first while the power is off, and no new 017 goes', () => {
    for (const failurePoint of [11, 12])
      for (const state of messageStates) {
        const made = plan({ failurePoint, ...e05(state) });
        expect(made.steps[0], state).toMatchObject({ type: 'siteVisit', because: 'notRemote' });
        expect(types(made).filter((type) => type.startsWith('send'))).toEqual([]);
        expect(types(plan({ failurePoint, ...e05(state) }, back))).not.toContain('siteVisit');
      }
    expect(types(plan({ failurePoint: 11, ...e05('notSent') }, back))).toEqual(['send017']);
    expect(types(plan({ failurePoint: 10, ...e05('notSent') }))).toEqual(['send017']);
  });

  test('BF19: at points 6 to 12 a reconnection of which nobody spoke is asked about, and no other one is sent', () => {
    for (const { no } of failurePoints) {
      const made = types(plan({ failurePoint: no }));
      expect(made.includes('askFirst'), `point ${no}`).toBe(no > 5);
      expect(made.includes('send017'), `point ${no}`).toBe(no <= 5);
    }
    // A D05 that is known says nothing of the E05.
    const d05 = { message017: { reason: 'D05', state: 'accepted' } } as const;
    for (const failurePoint of [6, 7, 9])
      expect(types(plan({ failurePoint, ...d05 }))).toEqual(['askFirst']);
    // Where nobody knows what failed, nobody knows of a queue either.
    expect(types(plan({}))).toEqual(['send017']);
  });

  test('BF19: at points 6 and 7 one of us looks in EMMA, which Networks cannot see; what may have left it is asked of Networks', () => {
    for (const failurePoint of [6, 7]) {
      const [look] = plan({ failurePoint }).steps;
      expect(look).toMatchObject({
        type: 'askFirst',
        owner: 'supplier',
        channel: 'internal',
        proof: ['namedPerson'],
        because: 'unknown017',
      });
      const [asks] = plan({ failurePoint, ...e05('unknown') }).steps;
      expect(asks).toMatchObject({ type: 'askFirst', owner: 'esbn', because: 'unknown017' });
      expect([look, asks].map((each) => each && isLookInEmma(each))).toEqual([true, false]);
      // Put back by phone it may wait all the same, whatever Networks records.
      expect(types(plan({ failurePoint }, back))).toEqual(['askFirst']);
    }
    expect(plan({ failurePoint: 9 }).steps).toMatchObject([{ owner: 'esbn', channel: 'phone' }]);
  });

  test('BF11: while the power is off the plan is provisional; a point nobody agreed on says so', () => {
    expect(plan({ failurePoint: 9, ...e05('accepted') })).toMatchObject({
      provisional: true,
      toBeAgreed: true,
      shape: 'ami',
    });
    expect(plan({ failurePoint: 7, ...e05('accepted') }, back)).toMatchObject({
      provisional: false,
      toBeAgreed: false,
      shape: 'hub',
    });
  });
});
