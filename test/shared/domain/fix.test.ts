// Back-fixes from their release to their proof: what is done twice, by whom, and what it takes to end.
import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { foldCase, subjectOf } from '../../../shared/domain/case.ts';
import { foldChannel } from '../../../shared/domain/channel.ts';
import { isReady, remaining } from '../../../shared/domain/closing.ts';
import { foldDaily, reconcile, windowOf } from '../../../shared/domain/daily.ts';
import type { DailyPoint } from '../../../shared/domain/daily-events.ts';
import type { DomainEvent } from '../../../shared/domain/events.ts';
import { laterThanHeard, type Answered } from '../../../shared/domain/evidence.ts';
import { fixSubject, foldFix, needsAsking, waitsFor } from '../../../shared/domain/fix.ts';
import type { FixItem } from '../../../shared/domain/fix-item.ts';
import { provableBy } from '../../../shared/domain/proof.ts';
import { proposals } from '../../../shared/domain/proposals.ts';
import { businessReferenceOf, txRefNbrOf } from '../../../shared/domain/tx-ref.ts';
import { must } from '../../../shared/lib/check.ts';
import type { Mprn } from '../../../shared/domain/mprn.ts';
import { noneLeft, World } from './world.ts';

const MPRN = '10934478153';
const SUBJECT = subjectOf(MPRN);
const MIN = 60_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A customer put back by phone in a hub outage, as planned then. */
function restored(facts: Parameters<World['report']>[2] = { openD05: 'no' }) {
  const world = new World();
  world.report(MPRN, 30, { ...noneLeft, ...facts });
  world.now += 5 * MIN;
  world.run({
    do: 'power',
    subject: SUBJECT,
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  });
  world.now += 5 * MIN;
  return world;
}

/** Somebody has to ask before anything is sent. */
const asking: BackFixStep = {
  type: 'askFirst',
  owner: 'esbn',
  channel: 'phone',
  proof: ['namedPerson'],
  because: 'd05NotAsked',
  point: null,
  txRefNbr: null,
  reference: null,
};

const planned = (world: World, point = 7) =>
  planBackFix(world.case(SUBJECT), point, shippedPlan).steps;

function release(world: World, steps: readonly BackFixStep[] = planned(world)) {
  return world.run({
    do: 'releaseFixes',
    items: [{ mprn: MPRN, steps }],
    outOf: 1,
    mostShare: 0.5,
  });
}

function restoredAndReleased() {
  const world = restored();
  release(world);
  return world;
}

const item = (world: World, key = 'send017/1'): FixItem =>
  must(
    world.fix(MPRN).items.find((each) => each.key === key),
    `${key} was released`,
  );

let answers = 0;
function hear(world: World, answer: Partial<Answered>, paidSince?: number) {
  world.now += MIN;
  return world.run({
    do: 'hear',
    answers: [
      {
        mprn: MPRN,
        answer: {
          type: '307',
          tells: 'energised',
          txRefNbr: `answer-${(answers += 1)}`,
          at: world.now,
          ...answer,
        },
        ...(paidSince === undefined ? {} : { paidSince }),
      },
    ],
  });
}

const handOver = (world: World, key = 'send017/1') =>
  world.run({ do: 'handOver', fixes: [{ mprn: MPRN, key }], channel: 'emma', file: 'a.xml' });

describe('a release', () => {
  test('FIX1: the same back-fix released twice, or by two desks apart, is one, under one TxRefNbr', () => {
    const world = restored();
    const other = restored();
    release(world);
    release(world);
    release(other);
    expect(world.fix(MPRN).items).toHaveLength(1);
    const { txRefNbr, businessReference, standing } = item(world);
    expect(standing).toBe('released');
    expect(txRefNbr).toMatch(UUID);
    expect(item(other)).toMatchObject({ txRefNbr, businessReference });
    // What both wrote, in one log.
    const both = [...world.events(fixSubject(MPRN)), ...other.events(fixSubject(MPRN))];
    expect(must(foldFix(both), 'released').items).toHaveLength(1);
  });

  test('FIX1, FIX2: TxRefNbr and business reference follow from supplier, customer and intent, and differ with each', () => {
    const intent = { supplier: 'ABC', mprn: MPRN, key: 'send017/1' };
    const others = [
      { ...intent, supplier: 'XYZ' },
      { ...intent, mprn: '10934478154' },
      { ...intent, key: 'send017/2' },
    ];
    const all = [intent, ...others];
    expect(new Set(all.map((each) => txRefNbrOf(each, 1))).size).toBe(4);
    expect(new Set(all.map(businessReferenceOf)).size).toBe(4);
    expect(txRefNbrOf(intent, 2)).not.toBe(txRefNbrOf(intent, 1));
    const typed = { ...intent, supplier: ' abc ' };
    expect([txRefNbrOf(typed, 1), businessReferenceOf(typed)]).toEqual([
      txRefNbrOf(intent, 1),
      businessReferenceOf(intent),
    ]);
    expect(businessReferenceOf(intent)).toMatch(/^BF-[0-9A-Z]{12}$/);
  });

  test('FIX2: without an MPID no 017 is released; a release of more than its share is asked about once more; a role that does not release needs a name', () => {
    const world = restored();
    const steps = planned(world);
    world.supplier = '';
    expect(release(world)).toEqual({ code: 'noMpid' });
    world.supplier = 'ABC';
    const items = ['10934478153', '10934478154'].map((mprn) => ({ mprn, steps }));
    const command = { do: 'releaseFixes', items, outOf: 3, mostShare: 0.5 } as const;
    expect(world.run(command)).toEqual({ code: 'releaseTooLarge', count: 2, outOf: 3 });
    world.mayRelease = false;
    expect(world.run({ ...command, agreed: true })).toEqual({ code: 'mayNotRelease' });
    expect(world.entries.filter(({ kind }) => kind === 'fix.released')).toEqual([]);
    const alone = { ...command, agreed: true };
    expect(world.run({ ...alone, authorisedBy: ' ' })).toEqual({ code: 'mayNotRelease' });
    expect(world.run({ ...alone, authorisedBy: ' AOIFE' })).toEqual({ code: 'samePerson' });
    const later = { authorisedBy: 'Maura Keane', authorisedAt: world.now + MIN };
    expect(world.run({ ...alone, ...later })).toEqual({ code: 'authorisedInFuture' });
    world.run({ ...alone, authorisedBy: 'Maura Keane' });
    expect(world.entries.filter(({ kind }) => kind === 'fix.released')).toHaveLength(2);
    // It stands with the back-fix, for whoever looks at it later.
    expect(item(world).released.authorised).toEqual({ by: 'Maura Keane', at: world.now });
    expect(item(restoredAndReleased()).released.authorised).toBeNull();
  });

  test('FIX3: what must be settled first holds back what comes after it', () => {
    const world = restored({ openD05: 'yes' });
    release(world);
    const state = world.fix(MPRN);
    expect(state.items.map(({ key }) => key)).toEqual(['cancelD05/1', 'send017/1', 'watch/1']);
    expect(waitsFor(state, item(world))?.key).toBe('cancelD05/1');
    world.run({
      do: 'proveFix',
      mprn: MPRN,
      key: 'cancelD05/1',
      by: 'namedPerson',
      person: 'Sean',
    });
    expect(waitsFor(world.fix(MPRN), item(world))).toBe(null);
  });

  test('FIX3: a question holds back the message and nothing else: the account is corrected, a crew is sent', () => {
    const unasked = { openD05: 'unknown', failurePoint: 1 } as const;
    const world = restored(unasked);
    release(world);
    const waiting = (of: World) =>
      of.fix(MPRN).items.map((each) => [each.key, waitsFor(of.fix(MPRN), each)?.key ?? null]);
    expect(waiting(world)).toEqual([
      ['askFirst/1', null],
      ['correctAccount/1', null],
      ['send017/1', 'askFirst/1'],
      ['watch/1', 'correctAccount/1'],
    ]);
    const crew = restored({ ...unasked, failurePoint: 7, ctf: '02' });
    release(crew);
    expect(waiting(crew)).toEqual([
      ['askFirst/1', null],
      ['siteVisit/1', null],
      ['watch/1', null],
    ]);
  });
});

describe('a proof', () => {
  const KEY = 'send017/1';
  const prove = (world: World, said: object, key = KEY) =>
    world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', ...said });

  test('FIX33: what never left, and what never arrived, is proved by nothing', () => {
    const world = restored();
    release(world);
    hear(world, {});
    const of = must(world.fix(MPRN).heard.at(-1), 'it was heard').entry;
    const all = [{ person: 'Sean' }, { by: '106E or 307', reference: 'x' }, { by: 'message', of }];
    for (const each of all) expect(prove(world, each)).toEqual({ code: 'neverLeft' });
    const reference = item(world).txRefNbr ?? '';
    world.run({ do: 'acceptProofs', proofs: [{ mprn: MPRN, key: KEY, of, reference }] });
    expect([item(world).standing, provableBy(item(world))]).toEqual(['released', []]);
    handOver(world);
    world.run({
      do: 'askedFix',
      mprn: MPRN,
      key: KEY,
      found: 'notArrived',
      how: 'call',
      person: 'Niamh',
    });
    expect(prove(world, { person: 'Sean' })).toEqual({ code: 'neverLeft' });
  });

  test('FIX33: a message of the market is never typed: it is an answer that is here and says so', () => {
    const world = restored();
    release(world);
    handOver(world);
    for (const by of ['106E or 307', '131', 'message'])
      expect(prove(world, { by, reference: 'x', person: 'Sean' })).toEqual({
        code: 'proofMissing',
      });
    expect(prove(world, { by: 'message', of: 'nobody’s' })).toEqual({ code: 'proofNotHere' });
    hear(world, { type: '117D', tells: 'delayed' });
    const delayed = must(world.fix(MPRN).heard.at(-1), 'it was heard').entry;
    expect(prove(world, { by: 'message', of: delayed })).toEqual({ code: 'proofNotHere' });
    hear(world, {});
    const of = must(world.fix(MPRN).heard.at(-1), 'it was heard').entry;
    prove(world, { by: '106E or 307', of });
    expect(item(world).standing).toBe('proved');
  });

  test('FIX33: of what went out somebody’s name is a proof, with no answer or where the customer was on already, and nothing else that is typed', () => {
    const world = restored();
    release(world);
    handOver(world);
    expect(provableBy(item(world))).toEqual(['106E or 307', 'namedPerson']);
    expect(prove(world, { reference: 'x' })).toEqual({ code: 'proofMissing' });
    expect(prove(world, { by: 'ledger', reference: 'x' })).toEqual({ code: 'proofNotAsked' });
    hear(world, { type: '117R', tells: 'rejected', original: item(world).txRefNbr ?? '' });
    expect(provableBy(item(world))).toContain('namedPerson');
    const other = restored();
    release(other);
    handOver(other);
    other.run({ do: 'doubtFix', mprn: MPRN, key: KEY, why: 'noAnswer' });
    prove(other, { person: 'Sean' });
    expect(item(other)).toMatchObject({ standing: 'proved', proved: { person: 'Sean' } });
  });

  test('FIX69: nobody is the named person for what others did; for what they did with their own hands they are', () => {
    const world = restored({ openD05: 'yes' });
    const visit = { ...asking, type: 'siteVisit', because: 'notRemote' } as const;
    const waits = { ...asking, type: 'letWaiting017Run', txRefNbr: 'waits' } as const;
    release(world, [...planned(world), visit, waits, asking]);
    const said = (key: string, person: string) =>
      world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person });
    world.run({ do: 'proveFix', mprn: MPRN, key: 'cancelD05/1', by: 'namedPerson', person: 'Una' });
    handOver(world);
    for (const key of ['send017/1', 'siteVisit/1', 'letWaiting017Run/1']) {
      expect(item(world, key).standing).not.toBe('proved');
      for (const own of ['Aoife', ' aoife ']) expect(said(key, own)).toEqual({ code: 'ownWord' });
      expect(item(world, key).standing).not.toBe('proved');
      said(key, 'Siobhán');
      expect(item(world, key).proved?.person).toBe('Siobhán');
    }
    // Looked up by whoever writes it.
    said('askFirst/1', 'Aoife');
    expect(item(world, 'askFirst/1').standing).toBe('proved');

    const cancels = (channel: 'phone' | 'emma') => {
      const own = restored({ openD05: 'yes' });
      const cancel = { ...asking, type: 'cancelD05', channel, txRefNbr: 'the-d05' } as const;
      release(own, [cancel]);
      const key = 'cancelD05/1';
      return own.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Aoife' });
    };
    // By phone Networks has stopped it; out of our own EMMA one takes it oneself.
    expect(cancels('phone')).toEqual({ code: 'ownWord' });
    expect(cancels('emma')).not.toHaveProperty('code');
  });

  test('FIX34: who was put back before the cut-off was learnt is back; after a customer’s word only what came later counts', () => {
    const world = restored();
    const backAt = world.now;
    world.now += 20 * MIN;
    hear(world, { type: '106D', tells: 'deEnergised', at: backAt + 2 * MIN });
    expect(world.case(SUBJECT)).toMatchObject({ power: null, cutOff: {} });
    // Heard after it, and of a time before it was heard.
    hear(world, { type: '106E', at: backAt + 3 * MIN });
    expect(world.case(SUBJECT).power).toMatchObject({
      level: 'claimed',
      by: 'message',
      backAt: backAt + 3 * MIN,
    });
    expect(remaining(planned(world), world.fix(MPRN), world.case(SUBJECT))).not.toContainEqual(
      expect.objectContaining({ type: 'send017' }),
    );
    const said = restored();
    said.now += 10 * MIN;
    said.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
    hear(said, { type: '106E', at: said.now - 5 * MIN });
    expect(said.case(SUBJECT).power).toBeNull();
  });

  test('FIX34: a 017 that went after the cut-off and is proved is this round’s, though the cut-off was learnt last', () => {
    const byName = (world: World) => prove(world, { person: 'Cormac' });
    const back = (world: World) => {
      const at = { backAt: world.now, learntAt: world.now };
      world.run({ do: 'power', subject: SUBJECT, level: 'claimed', by: 'customer', ...at });
      world.now += MIN;
    };
    const left = (
      offAfter: number,
      further: (world: World) => unknown = () => {},
      proves: (world: World) => unknown = byName,
    ) => {
      const world = restored({ openD05: 'no' });
      const wentAt = world.now;
      release(world);
      handOver(world);
      world.now += 10 * MIN;
      proves(world);
      world.now += 10 * MIN;
      const off = wentAt + offAfter;
      hear(world, { type: '306', tells: 'deEnergised', at: off });
      expect(world.case(SUBJECT)).toMatchObject({ power: null, cutOffSince: off });
      further(world);
      const fix = world.fix(MPRN);
      const steps = remaining(planned(world), fix, world.case(SUBJECT)).map(({ type }) => type);
      back(world);
      return { steps, is: isReady(world.case(SUBJECT), fix, [], 'Una').is };
    };
    const nothing = { steps: [], is: 'needsSecond' };
    const anew = { steps: ['send017'], is: 'noProof' };
    expect([left(0), left(1)]).toEqual([nothing, anew]);
    // It had run before, whenever the file went once more.
    const ranBefore = (world: World) =>
      hear(world, { original: item(world).txRefNbr ?? '', at: world.now - 11 * MIN });
    expect(left(0, undefined, ranBefore)).toEqual(anew);
    // A second cut-off, or the customer's own word, begins another round.
    const cutOffAgain = (world: World) => {
      back(world);
      hear(world, { type: '306', tells: 'deEnergised', at: world.now });
    };
    const saidToBeOff = (world: World) => {
      back(world);
      world.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
      expect(world.case(SUBJECT).cutOffSince).toBeUndefined();
    };
    expect([left(0, cutOffAgain), left(0, saidToBeOff)]).toEqual([anew, anew]);
  });

  test('FIX33: a 603 ends the watch of a D05 which a later day has not', () => {
    const about = 'the-d05';
    const facts = { openD05: 'yes', message017: { reason: 'D05', state: 'queuedInEmma' } } as const;
    const of = { ...facts, message017: { ...facts.message017, txRefNbr: about } };
    const world = restored(of);
    release(world);
    prove(world, { person: 'Una' }, 'cancelD05/1');
    const watch = 'watch/1';
    expect([item(world, watch).about, item(world, watch).proof]).toEqual([about, ['603', '131']]);
    const list = (day: string, ...names: readonly string[]) =>
      world.run({
        do: 'listDaily',
        day,
        file: '603.xml',
        lines: names.map((txRefNbr) => ({ type: '017', txRefNbr })),
      });
    const by = (reference: string) => ({ by: '603', reference });
    const notHere = { code: 'proofNotHere' };
    expect(prove(world, by('2026-11-21'), watch)).toEqual(notHere);
    list('2026-11-19', 'another');
    // It was over before anybody began.
    expect(prove(world, by('2026-11-19'), watch)).toEqual(notHere);
    list('2026-11-21', 'another', about);
    expect(prove(world, by('2026-11-21'), watch)).toEqual(notHere);
    // Of one known by its number Networks can say that it has run; that the power is on says nothing.
    expect(provableBy(item(world, watch))).toContain('namedPerson');
    expect(provableBy({ ...item(world, watch), about: null })).not.toContain('namedPerson');
    hear(world, {});
    const on = must(world.fix(MPRN).heard.at(-1), 'it was heard').entry;
    expect(prove(world, { by: '106E or 307', of: on }, watch)).toEqual(notHere);
    world.now = must(windowOf('2026-11-22'), 'it is a day').to;
    list('2026-11-22', 'another');
    prove(world, by('2026-11-22'), watch);
    expect(item(world, watch).proved).toMatchObject({ by: '603', reference: '2026-11-22' });
  });
});

describe('on its way', () => {
  test('FIX4: intended, handed, proved by what answers its TxRefNbr, and the case has its power back by a message', () => {
    const world = restored();
    release(world);
    world.run({ do: 'intendFix', mprn: MPRN, key: 'send017/1', file: 'a.xml' });
    expect(item(world).standing).toBe('intended');
    handOver(world);
    expect(item(world)).toMatchObject({ standing: 'handed', handing: { file: 'a.xml' } });
    hear(world, { original: item(world).txRefNbr ?? '' });
    expect(item(world)).toMatchObject({
      standing: 'proved',
      proved: { by: '106E or 307', matchedBy: 'txRefNbr' },
    });
    expect(world.case(SUBJECT).power).toMatchObject({ level: 'confirmed', by: 'message' });
  });

  test('FIX5: matched by business reference where no TxRefNbr is said; by MPRN and time it is only proposed', () => {
    const world = restored();
    release(world);
    handOver(world);
    hear(world, {});
    expect(item(world).standing).toBe('handed');
    const [proposed] = proposals(world.fix(MPRN), world.case(SUBJECT));
    expect(proposed?.item.key).toBe('send017/1');
    const of = must(proposed, 'it is proposed').heard.entry;
    world.run({ do: 'proveFix', mprn: MPRN, key: 'send017/1', by: '106E or 307', of });
    expect(item(world)).toMatchObject({ standing: 'proved', proved: { matchedBy: 'person' } });
    const other = restored();
    release(other);
    handOver(other);
    hear(other, { businessReference: item(other).businessReference ?? '' });
    expect(item(other).proved?.matchedBy).toBe('businessReference');
    // A word that names another message is nobody's proof.
    const third = restored();
    release(third);
    handOver(third);
    hear(third, { original: 'somebody else’s' });
    expect([item(third).standing, proposals(third.fix(MPRN), third.case(SUBJECT))]).toEqual([
      'handed',
      [],
    ]);
  });

  test('FIX6: unknown outcome is asked about: never arrived goes again under the same name, arrived waits on', () => {
    const world = restored();
    release(world);
    world.run({ do: 'intendFix', mprn: MPRN, key: 'send017/1', file: 'a.xml' });
    world.run({ do: 'doubtFix', mprn: MPRN, key: 'send017/1', why: 'goneFromOutbox' });
    const before = item(world);
    expect(before).toMatchObject({ standing: 'outcomeUnknown', doubt: { why: 'goneFromOutbox' } });
    expect(handOver(world)).not.toHaveProperty('code');
    expect(item(world).standing).toBe('outcomeUnknown');
    expect(world.run({ do: 'retryFix', mprn: MPRN, key: 'send017/1' })).toEqual({
      code: 'notRejected',
    });
    const asked = {
      do: 'askedFix',
      mprn: MPRN,
      key: 'send017/1',
      how: 'call',
      person: 'Niamh',
    } as const;
    world.run({ ...asked, found: 'notArrived' });
    expect(item(world)).toMatchObject({ standing: 'released', txRefNbr: before.txRefNbr });
    handOver(world);
    world.run({ do: 'doubtFix', mprn: MPRN, key: 'send017/1', why: 'noAnswer' });
    world.run({ ...asked, found: 'arrived' });
    expect(item(world).standing).toBe('handed');
    expect(needsAsking(item(world), world.now + 59 * MIN, 60 * MIN)).toBe(false);
    expect(needsAsking(item(world), world.now + 60 * MIN, 60 * MIN)).toBe(true);
    // Asked once more after an hour, it is not to be asked about at once again.
    world.now += 90 * MIN;
    world.run({ ...asked, found: 'arrived' });
    expect(needsAsking(item(world), world.now, 60 * MIN)).toBe(false);
    expect(needsAsking(item(world), world.now + 60 * MIN, 60 * MIN)).toBe(true);
  });

  test('FIX7: a rejected one is set aside with the market’s reason; only then is there another TxRefNbr, under the same business reference', () => {
    const world = restored();
    release(world);
    handOver(world);
    const first = item(world);
    hear(world, {
      type: '117R',
      tells: 'rejected',
      original: first.txRefNbr ?? '',
      reasonCode: 'NOB',
      comment: 'not on our book',
    });
    expect(item(world)).toMatchObject({ standing: 'rejected', reason: '117R NOB not on our book' });
    const retry = { do: 'retryFix', mprn: MPRN, key: 'send017/1' } as const;
    // A new 017 is released by whoever may release.
    world.mayRelease = false;
    expect(world.run(retry)).toEqual({ code: 'mayNotRelease' });
    expect(world.run({ ...retry, authorisedBy: 'Aoife' })).toEqual({ code: 'samePerson' });
    expect(item(world).standing).toBe('rejected');
    world.run({ ...retry, authorisedBy: 'Maura Keane' });
    const again = item(world);
    expect(again).toMatchObject({ standing: 'released', attempt: 2 });
    expect(world.events(fixSubject(MPRN)).at(-1)).toMatchObject({
      body: { authorisedBy: 'Maura Keane', authorisedAt: world.now },
    });
    expect(again.businessReference).toBe(first.businessReference);
    expect(again.txRefNbr).not.toBe(first.txRefNbr);
    handOver(world);
    // The first one’s rejection, sent once more, says nothing of the second.
    hear(world, { type: '117R', tells: 'rejected', original: first.txRefNbr ?? '' });
    expect(item(world).standing).toBe('handed');
    hear(world, { original: again.txRefNbr ?? '' });
    expect(item(world)).toMatchObject({ standing: 'proved', discrepancies: [] });
  });

  test('FIX8: taken back before it is handed over; afterwards it is too late, and two desks that did both are told', () => {
    const world = restored();
    release(world);
    world.run({ do: 'takeBackFix', mprn: MPRN, key: 'send017/1', why: 'another supplier' });
    expect(item(world).standing).toBe('takenBack');
    const handed = restored();
    release(handed);
    handOver(handed);
    expect(
      handed.run({ do: 'takeBackFix', mprn: MPRN, key: 'send017/1', why: 'too late' }),
    ).toEqual({ code: 'alreadyHanded' });
    const both = [...world.events(fixSubject(MPRN)), ...handed.events(fixSubject(MPRN)).slice(1)];
    expect(must(foldFix(both), 'released').items[0]).toMatchObject({
      standing: 'handed',
      discrepancies: ['takenBackLate'],
    });
    // Rejected, nothing of it is left at the market: given up, it waits for nobody any more.
    const original = item(handed).txRefNbr ?? '';
    hear(handed, { type: '117R', tells: 'rejected', original });
    handed.run({ do: 'takeBackFix', mprn: MPRN, key: 'send017/1', why: 'done by phone' });
    expect(item(handed)).toMatchObject({
      standing: 'takenBack',
      takenBack: { why: 'done by phone' },
      discrepancies: [],
    });
  });

  test('FIX8: a message that is only followed is taken back wherever the market has it', () => {
    const world = restored({
      openD05: 'no',
      message017: { reason: 'E05', txRefNbr: 'the-e05', state: 'atHub' },
    });
    release(world);
    const key = 'letWaiting017Run/1';
    hear(world, { type: '117D', tells: 'delayed', original: 'the-e05' });
    expect(item(world, key).standing).toBe('released');
    world.run({ do: 'takeBackFix', mprn: MPRN, key, why: 'not ours any more' });
    expect(item(world, key)).toMatchObject({ standing: 'takenBack', discrepancies: [] });
  });

  test('FIX23: never arrived and then taken back, it stays with us; what left after all counts', () => {
    const world = restored();
    release(world);
    const of = { mprn: MPRN, key: 'send017/1' };
    world.run({ do: 'intendFix', ...of, file: 'a.xml' });
    world.run({ do: 'askedFix', ...of, found: 'notArrived', how: 'call', person: 'Niamh' });
    world.run({ do: 'takeBackFix', ...of, why: 'done by phone' });
    expect(item(world)).toMatchObject({ standing: 'takenBack', discrepancies: [] });
    // The market has it all the same.
    hear(world, {
      type: '131',
      tells: 'requestStatus',
      status: 'open',
      original: item(world).txRefNbr ?? '',
    });
    expect(item(world)).toMatchObject({ standing: 'handed', discrepancies: ['takenBackLate'] });
  });

  test('FIX23: taken back and released anew it is the same message, for whom and in which place the plan now says', () => {
    const world = restored();
    release(world);
    const before = item(world);
    const of = { mprn: MPRN, key: 'send017/1' };
    world.run({ do: 'takeBackFix', ...of, why: 'the agent is gone' });
    const first = [...world.events(fixSubject(MPRN))];
    world.now += MIN;
    world.run({
      do: 'releaseFixes',
      items: [{ mprn: MPRN, steps: [asking, ...planned(world)], despite: 'asked twice' }],
      outOf: 1,
      mostShare: 1,
      agent: 'another-agent',
    });
    const after = item(world);
    expect(after).toMatchObject({
      standing: 'released',
      attempt: 1,
      txRefNbr: before.txRefNbr,
      businessReference: before.businessReference,
      order: 1,
      since: world.now,
      released: { agent: 'another-agent', despite: 'asked twice', at: before.released.at },
    });
    expect(world.fix(MPRN).items).toHaveLength(2);
    expect(waitsFor(world.fix(MPRN), after)?.type).toBe('askFirst');
    // Taken back once more by a desk that knew of no releasing anew: nobody has undone that.
    const late = { ...must(first.at(-1), 'taken back'), id: 'elsewhere' };
    const all = [...world.events(fixSubject(MPRN)), late].sort((one, other) =>
      one.stamp < other.stamp ? -1 : 1,
    );
    expect(
      must(foldFix(all), 'released').items.find(({ key }) => key === 'send017/1')?.standing,
    ).toBe('takenBack');
  });

  test('FIX29: rejected and taken back it is over; released anew it has another TxRefNbr under the same business reference', () => {
    const world = restored();
    release(world);
    handOver(world);
    const first = item(world);
    hear(world, { type: '117R', tells: 'rejected', original: first.txRefNbr ?? '' });
    world.now += MIN;
    const of = { mprn: MPRN, key: 'send017/1' };
    world.run({ do: 'takeBackFix', ...of, why: 'done by phone' });
    expect(item(world)).toMatchObject({
      standing: 'takenBack',
      reason: '117R',
      discrepancies: [],
    });
    world.now += MIN;
    release(world, [asking, ...planned(world)]);
    const again = item(world);
    expect(again).toMatchObject({
      standing: 'released',
      attempt: 2,
      order: 1,
      businessReference: first.businessReference,
      reason: null,
    });
    expect(again.txRefNbr).not.toBe(first.txRefNbr);
    expect(world.fix(MPRN).items).toHaveLength(2);
  });

  test('FIX24: what waits is given to another agent or to people as the same message; what may have gone is not', () => {
    const world = restored();
    release(world);
    const before = item(world);
    const fixes = [{ mprn: MPRN, key: 'send017/1' }];
    world.run({ do: 'releaseAgain', fixes, agent: 'second' });
    expect(item(world)).toMatchObject({
      standing: 'released',
      txRefNbr: before.txRefNbr,
      released: { agent: 'second' },
    });
    const count = world.entries.length;
    world.run({ do: 'releaseAgain', fixes, agent: 'second' });
    expect(world.entries).toHaveLength(count);
    world.run({ do: 'releaseAgain', fixes, agent: null });
    expect(item(world).released.agent).toBe(null);
    // With a reason it is let go, by whoever may release.
    world.mayRelease = false;
    const despite = 'Networks has asked for it';
    expect(world.run({ do: 'releaseAgain', fixes, agent: 'second', despite })).toEqual({
      code: 'mayNotRelease',
    });
    world.mayRelease = true;
    world.run({ do: 'releaseAgain', fixes, agent: 'second', despite });
    expect(item(world).released).toMatchObject({ agent: 'second', despite });
    world.run({ do: 'intendFix', ...must(fixes[0], 'one'), file: 'a.xml' });
    world.run({ do: 'releaseAgain', fixes, agent: null });
    expect(item(world)).toMatchObject({ standing: 'intended', released: { agent: 'second' } });
  });

  test('FIX25: about to go, and no word since: after ten minutes it is asked about as any other', () => {
    const world = restored();
    release(world);
    const of = { mprn: MPRN, key: 'send017/1' };
    world.run({ do: 'intendFix', ...of, file: 'a.xml' });
    expect(needsAsking(item(world), world.now + 10 * MIN - 1, 60 * MIN)).toBe(false);
    expect(needsAsking(item(world), world.now + 10 * MIN, 60 * MIN)).toBe(true);
    expect(item(world).intent).toMatchObject({ operator: 'Aoife' });
    // Somebody says so before that.
    world.run({ do: 'doubtFix', ...of, why: 'interrupted' });
    expect(item(world)).toMatchObject({
      standing: 'outcomeUnknown',
      doubt: { why: 'interrupted' },
    });
    world.run({ do: 'askedFix', ...of, found: 'notArrived', how: 'call', person: 'Niamh' });
    world.run({ do: 'releaseAgain', fixes: [of], agent: null });
    expect(item(world)).toMatchObject({ standing: 'released', released: { agent: null } });
  });

  test('FIX9: a proof is a name, an entry of a ledger or an answer; one that was typed by mistake is taken back', () => {
    const world = restored();
    release(world);
    const prove = { do: 'proveFix', mprn: MPRN, key: 'send017/1', by: 'namedPerson' } as const;
    handOver(world);
    expect(world.run(prove)).toEqual({ code: 'proofMissing' });
    world.run({ ...prove, person: 'Sean at the desk' });
    expect(item(world).standing).toBe('proved');
    const entry = must(
      world.entries.find(({ kind }) => kind === 'fix.proved'),
      'it was proved',
    ).id;
    const events = world.events(fixSubject(MPRN));
    const last = must(events.at(-1), 'there are some');
    const undone = { ...last, kind: 'entry.undone', id: 'u', body: { entry } } as DomainEvent;
    expect(must(foldFix([...events, undone]), 'released').items[0]?.standing).toBe('handed');
  });
});

describe('what the market says', () => {
  test('FIX10: the same answer twice is one; of two switchings the later by the market’s own time counts', () => {
    const world = restored();
    release(world);
    const at = world.now + 30 * MIN;
    hear(world, { txRefNbr: 'one', at });
    hear(world, { txRefNbr: 'one', at });
    expect(world.fix(MPRN).heard).toHaveLength(1);
    expect(world.case(SUBJECT).power?.level).toBe('confirmed');
    // The disconnection from before the payment comes in late.
    hear(world, { type: '306', tells: 'deEnergised', at: world.now - 300 * MIN });
    expect(world.case(SUBJECT)).toMatchObject({ power: { level: 'confirmed' }, stillOff: 0 });
    const { heard } = world.fix(MPRN);
    const marks = heard.map((each) => [each.type, laterThanHeard(each, heard)?.txRefNbr]);
    expect(marks).toEqual([
      ['306', 'one'],
      ['307', undefined],
    ]);
    // What says neither on nor off is no old word of it.
    hear(world, { type: '131', tells: 'requestStatus', at: at - MIN });
    const status = must(
      world.fix(MPRN).heard.find(({ type }) => type === '131'),
      'it was heard',
    );
    expect(laterThanHeard(status, world.fix(MPRN).heard)).toBe(undefined);
    // A newer one, and one of the same time, are no old words; what came with it in one file neither.
    hear(world, { type: '306', tells: 'deEnergised', at: at + MIN });
    const all = world.fix(MPRN).heard;
    const last = must(all.at(-1), 'it was heard');
    expect([last.type, laterThanHeard(last, all)]).toEqual(['306', undefined]);
    const together = all.map((each) => ({ ...each, learntAt: 0 }));
    expect(together.flatMap((each) => laterThanHeard(each, together) ?? [])).toEqual([]);
  });

  test('FIX11: a customer cut off by a waiting D05 is back in the queue with the original clock, closed or not', () => {
    const world = restored();
    const { paidAt } = world.case(SUBJECT).facts;
    hear(world, { type: '306', tells: 'deEnergised', original: 'the-d05' });
    expect(world.case(SUBJECT)).toMatchObject({
      open: true,
      power: null,
      facts: { paidAt },
      cutOff: { type: '306' },
    });
    const closed = restored();
    release(closed);
    handOver(closed);
    hear(closed, { original: item(closed).txRefNbr ?? '' });
    closed.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: [] }] });
    expect(closed.case(SUBJECT).open).toBe(false);
    closed.now += 4 * 24 * 60 * MIN;
    // Out of credit days later is no outage’s doing.
    hear(closed, { type: '306', tells: 'deEnergised' });
    expect(closed.case(SUBJECT).open).toBe(false);
    const again = closed.now - 3 * 24 * 60 * MIN;
    hear(closed, { type: '306', tells: 'deEnergised', at: closed.now + MIN, effectiveAt: again });
    expect(closed.case(SUBJECT).open).toBe(false);
    hear(closed, { type: '306', tells: 'deEnergised', at: closed.now + 2 * MIN }, closed.now);
    expect(closed.case(SUBJECT)).toMatchObject({ open: true, earlier: 0, facts: { paidAt } });
    const soon = restored();
    release(soon);
    handOver(soon);
    hear(soon, { original: item(soon).txRefNbr ?? '' });
    soon.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: [] }] });
    hear(soon, { type: '306', tells: 'deEnergised' });
    expect(soon.case(SUBJECT)).toMatchObject({ open: true, cutOff: { type: '306' } });
  });

  test('FIX11: who has no case and has paid since gets one; who has not paid is off by right', () => {
    const world = new World();
    hear(world, { type: '306', tells: 'deEnergised' });
    expect(world.caseOf(SUBJECT)).toBe(undefined);
    const paid = world.now - 50 * MIN;
    hear(world, { type: '306', tells: 'deEnergised' }, paid);
    expect(world.case(SUBJECT)).toMatchObject({
      open: true,
      opened: { source: 'message' },
      facts: { paidAt: paid },
      cutOff: { type: '306' },
    });
  });

  test('FIX30: a cut-off of which somebody heard who did not know that the power was back is one all the same', () => {
    const world = new World();
    world.report(MPRN, 30, { openD05: 'no', ...noneLeft });
    world.now += 10 * MIN;
    const off = world.now;
    hear(world, { type: '306', tells: 'deEnergised', at: off });
    expect(world.case(SUBJECT)).toMatchObject({ power: null });
    expect(world.summary(SUBJECT).cutOff).toBe(false);
    world.now += 5 * MIN;
    const back = (backAt: number) =>
      world.run({
        do: 'power',
        subject: SUBJECT,
        level: 'claimed',
        by: 'customer',
        backAt,
        learntAt: world.now,
      });
    // A colleague who had no line then, or a paper note typed now.
    back(off - MIN);
    expect(world.case(SUBJECT)).toMatchObject({ open: true, power: null, cutOff: { type: '306' } });
    expect(world.summary(SUBJECT).cutOff).toBe(true);
    expect(back(off - MIN)).toEqual({ code: 'timeBeforeOff' });
    back(world.now);
    expect(world.case(SUBJECT).power?.backAt).toBe(world.now);
    expect(back(off - MIN)).toEqual({ code: 'timeBeforeOff' });
  });

  test('FIX30: nor does an older word of the power, ordered after the cut-off by a wrong clock, take it back', () => {
    const world = restored();
    const before = world.case(SUBJECT).power?.backAt ?? 0;
    hear(world, { type: '306', tells: 'deEnergised', at: world.now });
    const events = world.events(SUBJECT);
    const word = must(
      events.find(({ kind }) => kind === 'power.recorded'),
      'it was said to be back',
    );
    const state = foldCase([...events.filter((each) => each !== word), word]);
    expect(before).toBeLessThan(world.now);
    expect(state).toMatchObject({ power: null, cutOff: { type: '306' } });
    world.now += 5 * MIN;
    const [backAt, learntAt] = [world.now, world.now];
    const told = { level: 'claimed', by: 'customer', backAt, learntAt } as const;
    world.run({ do: 'power', subject: SUBJECT, ...told });
    const later = world.events(SUBJECT).filter((each) => each.id !== word.id);
    expect(foldCase([...later, word])?.power?.backAt).toBe(backAt);
  });

  test('FIX30: nor is it lost where nobody who heard of it had a case', () => {
    const world = new World();
    world.now += 10 * MIN;
    hear(world, { type: '306', tells: 'deEnergised', at: world.now });
    expect(world.caseOf(SUBJECT)).toBe(undefined);
    const apart = new World();
    apart.report(MPRN, 30, { openD05: 'no', ...noneLeft });
    const [backAt, learntAt] = [apart.now, apart.now];
    const told = { level: 'claimed', by: 'customer', backAt, learntAt } as const;
    apart.run({ do: 'power', subject: SUBJECT, ...told });
    const state = foldCase([...apart.events(SUBJECT), ...world.events(SUBJECT)]);
    expect(state).toMatchObject({ open: true, power: null, cutOff: { type: '306' } });
  });

  test('FIX30: nor where the customer was quicker and said so; who is at work goes on', () => {
    const world = restored();
    const off = world.now;
    world.now += 2 * MIN;
    world.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
    world.run({ do: 'claim', subject: SUBJECT });
    const told = world.case(SUBJECT);
    expect(world.summary(SUBJECT).cutOff).toBe(false);
    world.now += MIN;
    hear(world, { type: '306', tells: 'deEnergised', at: off });
    const state = world.case(SUBJECT);
    expect(state).toMatchObject({ open: true, power: null, cutOff: { type: '306' } });
    expect(world.summary(SUBJECT).cutOff).toBe(true);
    expect([state.claim, state.stillOff]).toEqual([told.claim, told.stillOff]);
    const early = restored();
    early.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
    hear(early, { type: '306', tells: 'deEnergised', at: off - 60 * MIN });
    expect(early.summary(SUBJECT).cutOff).toBe(false);
  });

  test('FIX32: who closes on proof and has not heard that the power went again closes nothing', () => {
    const closing = (world: World, off: () => unknown) => {
      release(world);
      handOver(world);
      hear(world, { original: item(world).txRefNbr ?? '' });
      const known = world.entries.length;
      world.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: [] }] });
      const closed = world.entries.splice(known);
      off();
      world.entries.push(...closed);
      return world.case(SUBJECT);
    };
    const cut = restored();
    const state = closing(cut, () => hear(cut, { type: '306', tells: 'deEnergised' }));
    expect(state).toMatchObject({ open: true, power: null, cutOff: { type: '306' } });
    const told = restored();
    const rang = { do: 'stillOff', subject: SUBJECT, by: 'customer' } as const;
    expect(closing(told, () => told.run(rang))).toMatchObject({ open: true, power: null });
  });

  test('FIX12: a D05 that was to be stopped and ran says so; one that was rejected or cancelled is stopped', () => {
    const facts = {
      openD05: 'yes',
      message017: { reason: 'D05', txRefNbr: 'the-d05', state: 'atHub' },
    } as const;
    const world = restored(facts);
    release(world);
    const cancel = 'cancelD05/1';
    expect(item(world, cancel).about).toBe('the-d05');
    hear(world, { type: '306', tells: 'deEnergised', original: 'the-d05' });
    expect(item(world, cancel)).toMatchObject({ standing: 'ran', discrepancies: ['d05Ran'] });
    // A person's proof after it ends it, or its case would never be closed; what disagreed is still said.
    world.now += 60_000;
    world.run({ do: 'proveFix', mprn: MPRN, key: cancel, by: 'namedPerson', person: 'Siobhán' });
    expect(item(world, cancel)).toMatchObject({ standing: 'proved', discrepancies: ['d05Ran'] });
    const stopped = restored(facts);
    release(stopped);
    hear(stopped, {
      type: '131',
      tells: 'requestStatus',
      status: 'cancelled',
      original: 'the-d05',
    });
    expect(item(stopped, cancel)).toMatchObject({ standing: 'proved', proved: { by: '131' } });
  });
});

describe('closing', () => {
  test('FIX13: a case closes when its power is back and all that was planned is proved, and not before', () => {
    const world = restored();
    const close = () =>
      world.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: planned(world) }] });
    expect(close()).toEqual({ code: 'notProved', because: 'notReleased' });
    release(world);
    expect(close()).toEqual({ code: 'notProved', because: 'underWay' });
    handOver(world);
    hear(world, { original: item(world).txRefNbr ?? '' });
    expect(remaining(planned(world), world.fix(MPRN), world.case(SUBJECT))).toEqual([]);
    close();
    expect(world.case(SUBJECT)).toMatchObject({ open: false, closed: { because: 'proof' } });
  });

  test('FIX14: a priority customer and what does not agree need a second person, who has seen all of it', () => {
    const world = restored({ openD05: 'no', register: 'priority' });
    release(world);
    handOver(world);
    hear(world, { original: item(world).txRefNbr ?? '' });
    const close = () => world.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan: [] }] });
    expect(close()).toEqual({ code: 'notProved', because: 'needsSecond' });
    world.run({ do: 'signFixes', mprn: MPRN });
    expect(close()).toEqual({ code: 'notProved', because: 'needsSecond' });
    world.operator = 'Brian';
    // What came after the signature was not signed.
    hear(world, { type: '131', tells: 'requestStatus', status: 'open' });
    expect(close()).toEqual({ code: 'notProved', because: 'needsSecond' });
    world.operator = 'Aoife';
    world.run({ do: 'signFixes', mprn: MPRN });
    world.operator = 'Brian';
    close();
    expect(world.case(SUBJECT).open).toBe(false);
  });

  test('FIX15: proofs of an earlier round prove nothing of the next', () => {
    const world = restored();
    release(world);
    handOver(world);
    hear(world, { original: item(world).txRefNbr ?? '' });
    hear(world, { type: '306', tells: 'deEnergised', original: 'the-d05' });
    world.now += MIN;
    const plan = planned(world);
    expect(remaining(plan, world.fix(MPRN), world.case(SUBJECT)).map(({ type }) => type)).toEqual(
      plan.map(({ type }) => type),
    );
    release(world, plan);
    expect(item(world, 'send017/2')).toMatchObject({ standing: 'released', attempt: 1 });
    expect(item(world, 'send017/2').txRefNbr).not.toBe(item(world).txRefNbr);
  });

  test('FIX31: a message that was rejected runs in no later round either, and asking about it is over', () => {
    const message017 = { reason: 'E05', txRefNbr: 'the-e05', state: 'unknown' } as const;
    const world = restored({ openD05: 'no', message017 });
    release(world);
    const ask = 'askFirst/1';
    hear(world, { type: '117R', tells: 'rejected', original: 'the-e05' });
    expect(item(world, ask).standing).toBe('proved');
    world.now += MIN;
    world.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
    world.now += MIN;
    release(world);
    expect(item(world, 'askFirst/2').standing).toBe('proved');
    const left = remaining(planned(world), world.fix(MPRN), world.case(SUBJECT));
    expect(left.map(({ type }) => type)).not.toContain('askFirst');
  });
});

describe('FIX23: taken back and released again it is the same message', () => {
  const takeBack = { do: 'takeBackFix', mprn: MPRN, key: 'send017/1', why: 'Not now' } as const;

  test('FIX23: under its own TxRefNbr, waiting to go', () => {
    const world = restored();
    release(world);
    const { txRefNbr, businessReference } = item(world);
    world.run(takeBack);
    expect(item(world).standing).toBe('takenBack');
    release(world);
    const again = { txRefNbr, businessReference, standing: 'released', attempt: 1 };
    expect(world.fix(MPRN).items).toEqual([expect.objectContaining(again)]);
  });

  test('FIX23: handed over by somebody who did not know of it, it is handed over and goes no second time', () => {
    const world = restored();
    release(world);
    const before = world.entries.length;
    handOver(world);
    const handed = world.entries.splice(before);
    world.run(takeBack);
    release(world);
    world.entries.push(...handed);
    const { items } = world.fix(MPRN);
    expect(items.map(({ key, standing }) => `${key} ${standing}`)).toEqual(['send017/1 handed']);
  });

  test('FIX23: rejected, its next TxRefNbr is the one that a desk which knew of no taking back makes', () => {
    const [one, other] = [restored(), restored()];
    for (const world of [one, other]) release(world);
    one.run(takeBack);
    release(one);
    for (const world of [one, other]) {
      handOver(world);
      hear(world, { type: '117R', tells: 'rejected', original: item(world).txRefNbr ?? '' });
      world.run({ do: 'retryFix', mprn: MPRN, key: 'send017/1' });
    }
    expect(item(one).txRefNbr).toBe(item(other).txRefNbr);
    expect(item(one).standing).toBe('released');
  });
});

test('FIX16: whatever happens to one intent, at most one TxRefNbr of it is neither rejected nor cancelled', () => {
  const act = fc.constantFrom(
    'release',
    'intend',
    'handOver',
    'doubt',
    'arrived',
    'notArrived',
    'reject',
    'rejectOld',
    'energised',
    'retry',
    'takeBack',
    'again',
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      const world = restored();
      release(world);
      const handed = new Set<string>();
      const rejected = new Set<string>();
      for (const each of acts) {
        world.now += MIN;
        const items = world.fix(MPRN).items;
        const now = must(items.at(-1), 'released');
        const { key, txRefNbr } = now;
        const before = world.entries.length;
        const of = { mprn: MPRN, key };
        if (each === 'release') release(world);
        if (each === 'intend') world.run({ do: 'intendFix', ...of, file: 'f' });
        if (each === 'handOver') handOver(world, key);
        if (each === 'doubt') world.run({ do: 'doubtFix', ...of, why: 'interrupted' });
        if (each === 'arrived' || each === 'notArrived')
          world.run({ do: 'askedFix', ...of, how: 'call', person: 'Niamh', found: each });
        if (each === 'reject') {
          hear(world, { type: '117R', tells: 'rejected', original: txRefNbr ?? '' });
          rejected.add(txRefNbr ?? '');
        }
        if (each === 'rejectOld')
          hear(world, { type: '117R', tells: 'rejected', original: [...rejected][0] ?? 'none' });
        if (each === 'energised') hear(world, { original: txRefNbr ?? '' });
        if (each === 'retry') world.run({ do: 'retryFix', ...of });
        if (each === 'again')
          world.run({ do: 'releaseAgain', fixes: [of], agent: String(acts.length) });
        if (each === 'takeBack') world.run({ do: 'takeBackFix', ...of, why: 'w' });
        for (const entry of world.entries.slice(before))
          if (entry.kind === 'fix.handed' || entry.kind === 'fix.intended')
            handed.add(txRefNbr ?? '');
        const open = world
          .fix(MPRN)
          .items.flatMap(({ standing, txRefNbr: tx }) =>
            standing !== 'proved' && standing !== 'takenBack' && tx !== null ? [tx] : [],
          );
        expect(open.length).toBeLessThanOrEqual(1);
        // Taken back and released anew, it is the one it was.
        const names = world.fix(MPRN).items.map(({ txRefNbr: tx }) => tx);
        expect(new Set(names).size).toBe(names.length);
        // Nothing that left the house is replaced but by what was rejected.
        for (const tx of handed)
          if (!rejected.has(tx))
            expect(world.fix(MPRN).items.some((one) => one.txRefNbr === tx)).toBe(true);
      }
    }),
    { numRuns: 300, seed: 5 },
  );
});

test('FIX18: an agent says which channel it serves; paused by a person, with the reason, it stays so until somebody resumes it', () => {
  const world = new World();
  const channel = () => must(foldChannel(world.events('channel:emma')), 'somebody spoke of it');
  world.operator = 'Agent night';
  world.run({ do: 'offerChannel', channel: 'emma', name: 'EMMA server' });
  world.run({ do: 'offerChannel', channel: 'emma', name: 'EMMA server, new disk' });
  expect(channel()).toMatchObject({ agents: [{ name: 'EMMA server, new disk' }], paused: null });
  world.operator = 'Brian';
  world.run({ do: 'pauseChannel', channel: 'emma', because: 'the hub is not back' });
  expect(channel().paused).toMatchObject({ operator: 'Brian', because: 'the hub is not back' });
  world.run({ do: 'resumeChannel', channel: 'emma' });
  expect(channel().paused).toBe(null);
});

describe('a day of the market', () => {
  const day = '2026-11-21';
  const daily = (world: World) =>
    must(foldDaily(world.events(`daily:${day}`)), 'somebody brought it in');
  const line = (txRefNbr: string, type = '017') => ({ type, txRefNbr });

  test('FIX20: it runs from 03:00 to 02:59:59 Irish time, through both changes of the clock', () => {
    const hours = (each: string) => {
      const span = must(windowOf(each), `${each} is a day`);
      return [new Date(span.from).toISOString(), (span.to - span.from) / (60 * MIN)];
    };
    expect(hours('2026-11-21')).toEqual(['2026-11-21T03:00:00.000Z', 24]);
    expect(hours('2026-07-21')).toEqual(['2026-07-21T02:00:00.000Z', 24]);
    expect(hours('2026-03-28')).toEqual(['2026-03-28T03:00:00.000Z', 23]);
    expect(hours('2026-10-24')).toEqual(['2026-10-24T02:00:00.000Z', 25]);
    expect(['2026-02-30', '21/11/2026', ''].map(windowOf)).toEqual([null, null, null]);
  });

  test('FIX20: ours that they do not list, theirs that nobody here knows, and counts that differ; half a list says nothing', () => {
    const world = restored();
    release(world);
    handOver(world);
    const { txRefNbr } = item(world);
    hear(world, { txRefNbr: 'heard', type: '131', tells: 'requestStatus', status: 'open' });
    expect(world.run({ do: 'listDaily', day: '2026-13-01', file: 'f', lines: [] })).toEqual({
      code: 'noSuchDay',
    });
    world.run({ do: 'listDaily', day, file: '603.csv', lines: [line('heard', '131'), line('x')] });
    world.run({ do: 'listDaily', day, file: '602.csv', counts: { '017': 2, '131': 1, '307': 4 } });
    const found = () => reconcile(daily(world), world.fixes(), null);
    expect(found()).toMatchObject({
      oursNotTheirs: [{ mprn: MPRN, item: { txRefNbr } }],
      theirsNotOurs: [line('x')],
      counts: [
        { type: '017', counted: 2, listed: 1 },
        { type: '307', counted: 4, listed: 0 },
      ],
    });
    // A newer list counts, once all of it is here.
    const many = Array.from({ length: 1200 }, (_, index) => line(`n${index}`));
    world.run({ do: 'listDaily', day, file: '603.csv', lines: [...many, line(txRefNbr ?? '')] });
    expect(found()).toMatchObject({ oursNotTheirs: [] });
    expect(found()?.theirsNotOurs).toHaveLength(1200);
    const events = world.events(`daily:${day}`);
    const half = must(foldDaily(events.slice(0, -1)), 'it was begun');
    expect(half.lines).toHaveLength(2);
    // What was handed over on another day is not missed on this one.
    const before = { ...daily(world), day: '2026-11-20' };
    expect(reconcile(before, world.fixes(), null)?.oursNotTheirs).toEqual([]);
  });

  test('FIX20: a 017 of which only the answer was heard here is no stranger; nor is it one of ours that they lack', () => {
    const world = restored();
    hear(world, { txRefNbr: 'answer', type: '306', tells: 'deEnergised', original: 'old D05' });
    const lines = [line('old D05'), line('answer', '306'), line('nobody’s')];
    world.run({ do: 'listDaily', day, file: '603.csv', lines });
    const found = () => reconcile(daily(world), world.fixes(), null);
    expect(found()).toMatchObject({ oursNotTheirs: [], theirsNotOurs: [line('nobody’s')] });
    world.run({ do: 'listDaily', day, file: '603.csv', lines: [line('answer', '306')] });
    expect(found()).toMatchObject({ oursNotTheirs: [], theirsNotOurs: [] });
  });

  test('FIX48: what stands on one side alone is explained by a person with a reason, counts no more, and stands again when it is taken back or is another', () => {
    const world = restored();
    release(world);
    handOver(world);
    const txRefNbr = must(item(world).txRefNbr, 'a 017 has one');
    const theirs = { side: 'theirs', type: '307', txRefNbr: 'lost' } as const;
    const ours = { side: 'ours', txRefNbr } as const;
    const counts = { side: 'counts', type: '307', counted: 2, listed: 1 } as const;
    const explain = (points: readonly DailyPoint[], because: string | null = 'told by phone') =>
      world.run({ do: 'explainDaily', day, points, because });
    expect(explain([theirs])).toEqual({ code: 'noSuchDay' });
    world.run({ do: 'listDaily', day, file: '602.csv', counts: { '307': 2 } });
    // Half of it says nothing, and nothing is explained by it.
    expect(explain([counts])).toEqual({ code: 'noSuchDay' });
    world.run({ do: 'listDaily', day, file: '603.csv', lines: [line('lost', '307')] });
    expect(explain([theirs], '  ')).toEqual({ code: 'reasonMissing' });
    expect(explain([])).toEqual({ code: 'nothingToExplain' });
    const wrong: readonly DailyPoint[] = [
      { ...theirs, txRefNbr: 'other' },
      { ...theirs, type: '106E' },
      { ...ours, txRefNbr: 'lost' },
      { ...counts, counted: 3 },
    ];
    for (const point of wrong)
      expect(explain([theirs, point])).toEqual({ code: 'nothingToExplain' });
    const found = () => must(reconcile(daily(world), world.fixes(), null), 'the list is whole');
    expect(found().explained).toEqual([]);

    world.operator = 'Brian';
    world.run({ do: 'explainDaily', day, points: [theirs, counts], because: ' told by phone ' });
    expect(found()).toMatchObject({
      oursNotTheirs: [{ mprn: MPRN }],
      theirsNotOurs: [],
      counts: [],
      explained: [
        { point: theirs, operator: 'Brian', because: 'told by phone' },
        { point: counts, operator: 'Brian' },
      ],
    });
    world.run({ do: 'explainDaily', day, points: [ours], because: 'Niamh at ESB Networks has it' });
    expect(found().oursNotTheirs).toEqual([]);
    // The last word counts, in the order of the log.
    world.run({ do: 'explainDaily', day, points: [theirs], because: 'it came to the old address' });
    expect(found().explained.find(({ point }) => point.side === 'theirs')?.because).toBe(
      'it came to the old address',
    );
    world.run({ do: 'explainDaily', day, points: [theirs, ours], because: null });
    expect(found()).toMatchObject({
      oursNotTheirs: [{ mprn: MPRN }],
      theirsNotOurs: [line('lost', '307')],
      explained: [{ point: counts }],
    });
    // Other numbers are another question; and what both sides have needs no reason any more.
    explain([ours]);
    world.run({ do: 'listDaily', day, file: '602.csv', counts: { '307': 3 } });
    expect(found()).toMatchObject({ counts: [{ counted: 3 }], explained: [{ point: ours }] });
    world.run({ do: 'listDaily', day, file: '603.csv', lines: [line(txRefNbr)] });
    expect(found()).toMatchObject({ oursNotTheirs: [], theirsNotOurs: [], explained: [] });
  });

  test('FIX48: a 017 of theirs that is recognised as ours is missing on neither side; an answer, a count, several at once or a word without a source are none', () => {
    const world = restored();
    const theirs = { side: 'theirs', type: '017', txRefNbr: 'by webform' } as const;
    const answer = { side: 'theirs', type: '307', txRefNbr: 'lost' } as const;
    const counts = { side: 'counts', type: '307', counted: 2, listed: 1 } as const;
    const mprn = '10111111111' as Mprn;
    world.run({
      do: 'listDaily',
      day,
      file: '603.csv',
      lines: [line('by webform'), line('lost', '307')],
      counts: { '017': 1, '307': 2 },
    });
    const recognise = (points: readonly DailyPoint[], because: string | null = 'Niamh: a D05') =>
      world.run({ do: 'explainDaily', day, points, because, mprn });
    const found = () => must(reconcile(daily(world), world.fixes(), null), 'the list is whole');
    for (const points of [[answer], [counts], [theirs, answer]])
      expect(recognise(points)).toEqual({ code: 'nothingToExplain' });
    expect(recognise([theirs], null)).toEqual({ code: 'nothingToExplain' });
    expect(recognise([theirs], ' ')).toEqual({ code: 'reasonMissing' });
    expect(found().theirsNotOurs).toHaveLength(2);
    recognise([theirs]);
    expect(found()).toMatchObject({
      theirsNotOurs: [line('lost', '307')],
      explained: [],
      recognised: [{ point: theirs, mprn, because: 'Niamh: a D05' }],
    });
    // Said otherwise since, it is explained and nobody's; taken back, it stands again.
    world.run({ do: 'explainDaily', day, points: [theirs], because: 'another supplier’s' });
    expect(found()).toMatchObject({ explained: [{ point: theirs }], recognised: [] });
    world.run({ do: 'explainDaily', day, points: [theirs], because: null });
    expect(found()).toMatchObject({ explained: [], recognised: [] });
    expect(found().theirsNotOurs).toHaveLength(2);
  });

  test('FIX21: what it lists has arrived, or has run; what it does not list is asked about by a person', () => {
    const runs = { reason: 'E05', txRefNbr: 'waits', state: 'queuedInEmma' } as const;
    const world = restored({ openD05: 'no', message017: runs });
    release(world);
    expect(item(world, 'letWaiting017Run/1').about).toBe('waits');
    world.run({ do: 'listDaily', day, file: 'f', lines: [line('waits')] });
    expect(item(world, 'letWaiting017Run/1')).toMatchObject({
      standing: 'proved',
      proved: { by: '603', reference: day },
    });
    const lost = restored();
    release(lost);
    handOver(lost);
    lost.run({ do: 'doubtFix', mprn: MPRN, key: 'send017/1', why: 'goneFromOutbox' });
    lost.run({ do: 'listDaily', day, file: 'f', lines: [line('other')] });
    expect(item(lost).standing).toBe('outcomeUnknown');
    lost.run({ do: 'listDaily', day, file: 'f', lines: [line(item(lost).txRefNbr ?? '')] });
    expect(item(lost).standing).toBe('handed');
  });
});

test('FIX35: one that waited and is proved to have run is the reconnection of this round: none is sent beside it', () => {
  const runs = { reason: 'E05', txRefNbr: 'waits', state: 'atHub' } as const;
  const world = restored({ openD05: 'no', message017: runs });
  release(world);
  const key = 'letWaiting017Run/1';
  expect(item(world, key).about).toBe('waits');
  // Said never to have left, it is followed all the same until somebody has asked (FIX75).
  const gone = { ...runs, state: 'notSent' } as const;
  world.run({ do: 'learn', subject: SUBJECT, facts: { message017: gone } });
  const left = () =>
    remaining(planned(world), world.fix(MPRN), world.case(SUBJECT)).map(({ type }) => type);
  expect(left()).toEqual([]);
  world.now += MIN;
  world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Niamh' });
  expect(left()).toEqual([]);
  // Off again it was the reconnection of another round.
  world.now += MIN;
  world.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
  world.now += MIN;
  const back = {
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  } as const;
  world.run({ do: 'power', subject: SUBJECT, ...back });
  expect(left()).toEqual(['send017']);
});

test('FIX36: what somebody proves who knows that the customer is off again is of this round, however slow the clock of that laptop is', () => {
  const proved = (slowBy: number) => {
    const world = restored();
    release(world);
    handOver(world);
    world.now += 10 * MIN;
    world.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
    // The stamps go on from what was seen; the time that stands beside them is this laptop's.
    world.now -= slowBy;
    const key = 'send017/1';
    world.run({ do: 'proveFix', mprn: MPRN, key, by: 'namedPerson', person: 'Siobhán' });
    const off = must(world.case(SUBJECT).stillOffAt, 'it is off again');
    const told = must(world.events(fixSubject(MPRN)).at(-1), 'somebody proved it');
    const left = remaining(planned(world), world.fix(MPRN), world.case(SUBJECT));
    return { isBefore: told.recordedAt < off, left: left.map(({ type }) => type) };
  };
  expect(proved(0)).toEqual({ isBefore: false, left: [] });
  expect(proved(6 * MIN)).toEqual({ isBefore: true, left: [] });
  // What was proved before it was of the round before.
  const before = restored();
  release(before);
  handOver(before);
  before.run({ do: 'proveFix', mprn: MPRN, key: 'send017/1', by: 'namedPerson', person: 'Niamh' });
  before.now += MIN;
  before.run({ do: 'stillOff', subject: SUBJECT, by: 'customer' });
  expect(remaining(planned(before), before.fix(MPRN), before.case(SUBJECT))).toHaveLength(1);
});

test('FIX5: the answer to a 017 that waits by itself may name nothing but the business reference of the list', () => {
  const runs = { reason: 'E05', txRefNbr: 'waits', state: 'queuedInEmma' } as const;
  const world = restored({ openD05: 'no', message017: runs });
  const named = planned(world).map((step) => ({ ...step, businessReference: 'THEIRS-1' }));
  release(world, named);
  hear(world, { businessReference: 'THEIRS-2' });
  expect(item(world, 'letWaiting017Run/1').standing).toBe('released');
  hear(world, { businessReference: 'THEIRS-1' });
  expect(item(world, 'letWaiting017Run/1')).toMatchObject({
    standing: 'proved',
    proved: { by: '106E or 307', matchedBy: 'businessReference' },
  });
});

test('FIX22: whom the market says to be on needs no reconnection any more, whatever a newer list lacks; its word closes the case', () => {
  const world = restored();
  const plan = planned(world);
  expect(plan.map(({ type }) => type)).toEqual(['send017']);
  // A confirmation of what was done by phone names no message of ours, and came before any release.
  hear(world, { type: '307' });
  expect(remaining(plan, world.fix(MPRN), world.case(SUBJECT))).toEqual([]);
  world.run({ do: 'closeProved', cases: [{ mprn: MPRN, plan }] });
  expect(world.case(SUBJECT)).toMatchObject({ open: false, closed: { because: 'proof' } });
  // An earlier reconnection says nothing of this night.
  const other = restored();
  hear(other, { at: other.now - 60 * MIN });
  expect(remaining(planned(other), other.fix(MPRN), other.case(SUBJECT))).toHaveLength(1);
});

test('FIX22: what stops a D05 is about the D05, and a reconnection about the E05', () => {
  const e05 = { reason: 'E05', txRefNbr: 'the-e05', state: 'atHub' } as const;
  const both = restored({ openD05: 'yes', message017: e05 });
  expect(planned(both).map(({ type, txRefNbr }) => [type, txRefNbr])).toEqual([
    ['cancelD05', null],
    ['letWaiting017Run', 'the-e05'],
    ['watch', null],
  ]);
});

test('FIX12: a disconnection without a reference is the D05 that was to be stopped for three days; after that it is of another day', () => {
  const world = restored({ openD05: 'yes' });
  release(world);
  world.run({ do: 'proveFix', mprn: MPRN, key: 'cancelD05/1', by: 'namedPerson', person: 'Sean' });
  const standing = () => item(world, 'cancelD05/1').standing;
  world.now += 4 * 24 * 60 * MIN;
  hear(world, { type: '306', tells: 'deEnergised' });
  expect(standing()).toBe('proved');
  const soon = restored({ openD05: 'yes' });
  release(soon);
  soon.run({ do: 'proveFix', mprn: MPRN, key: 'cancelD05/1', by: 'namedPerson', person: 'Sean' });
  soon.now += 60 * MIN;
  hear(soon, { type: '306', tells: 'deEnergised' });
  expect(item(soon, 'cancelD05/1').standing).toBe('ran');
});
