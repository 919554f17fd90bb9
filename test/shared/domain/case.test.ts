import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { eventOf } from '../../../shared/domain/events.ts';
import {
  applyToCase,
  d05Differs,
  foldCase,
  needsRefold,
  standingAnswers,
} from '../../../shared/domain/case.ts';
import { givenIn, needsTeller, promiseGiven } from '../../../shared/domain/outcome-commands.ts';
import { outcomeWarnings, powerWarnings } from '../../../shared/domain/warnings.ts';
import { laneOf } from '../../../shared/domain/lanes.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import { foldRequest } from '../../../shared/domain/request.ts';
import { nextStep, outcomes, shippedScript, type Outcome } from '../../../shared/domain/script.ts';
import { readQuery, searchRank } from '../../../shared/domain/summary.ts';
import { evening, World } from './world.ts';

const MPRN = '10001234567';
const MIN = 60_000;

describe('a case', () => {
  test('CASE1: at most one case of an MPRN is open: a second report is a further report of it', () => {
    const world = new World();
    const subject = world.report(MPRN, 40, { name: 'Mary' });
    world.now += 5 * MIN;
    expect(world.report(MPRN, 50, { phone: '020 915 9090' })).toBe(subject);
    const state = world.case(subject);
    expect(state.earlier).toBe(0);
    expect(state.reports).toHaveLength(1);
    expect(state.facts).toMatchObject({ name: 'Mary', phone: '020 915 9090' });
    expect(state.reports[0]?.differences.map((each) => each.field)).toContain('paidAt');
    expect(state.noticedAt).toBe(evening);
  });

  test('CASE14: a further report never gives more time: the earliest payment keeps the clock', () => {
    const world = new World();
    const subject = world.report(MPRN, 70);
    world.report(MPRN, 2);
    expect(world.case(subject).facts.paidAt).toBe(evening - 70 * MIN);
    expect(world.case(subject).reports[0]?.differences.map((each) => each.field)).toEqual([
      'paidAt',
    ]);
    world.report(MPRN, 74);
    expect(world.case(subject).facts.paidAt).toBe(evening - 74 * MIN);
    world.run({ do: 'learn', subject, facts: { paidAt: evening - 10 * MIN } });
    expect(world.case(subject).facts.paidAt).toBe(evening - 10 * MIN);
  });

  test('CASE16: no file replaces what a caller told, and a second call keeps the name and takes the newer phone', () => {
    const world = new World();
    const subject = world.report(MPRN, 40, { name: 'Mary Byrne', phone: '020 915 9090' });
    const file = (facts: Facts) =>
      world.run({ do: 'report', mprn: MPRN, source: 'file', noticedAt: world.now, facts });
    file({ name: 'M BYRNE', phone: '020 915 0000', serial: '341780484' });
    expect(world.case(subject).facts).toMatchObject({
      name: 'Mary Byrne',
      phone: '020 915 9090',
      serial: '341780484',
    });
    expect(world.case(subject).reports[0]?.differences.map((each) => each.field)).toEqual([
      'name',
      'phone',
      'serial',
    ]);
    world.report(MPRN, null, { name: 'her son', phone: '020 915 1111' });
    expect(world.case(subject).facts).toMatchObject({ name: 'Mary Byrne', phone: '020 915 1111' });
    world.run({ do: 'learn', subject, facts: { serial: '999' } });
    file({ serial: '341780484' });
    expect(world.case(subject).facts.serial).toBe('999');
  });

  test('CASE7: what Networks answered about no MPRN does not count for the MPRN', () => {
    const world = new World();
    const lead = world.report(null, 20, { name: 'Mary' });
    world.answer(lead, 'safety', 'call', 'customer');
    world.answer(lead, 'readBack', 'correct');
    world.run({ do: 'identify', subject: lead, mprn: MPRN });
    expect(Object.keys(world.case(`mprn:${MPRN}`).answers)).toEqual(['safety']);
  });

  test('SAME1: a caller without power whose MPRN was said to be back is off again, and found by the name told', () => {
    const world = new World();
    const there = world.report(MPRN, 60, { name: 'Customer 0070' });
    const back = { level: 'claimed', by: 'esbn', backAt: world.now, learntAt: world.now } as const;
    world.run({ do: 'power', subject: there, ...back });
    const lead = world.report(null, 70, { name: 'Mary Byrne' });
    world.answer(lead, 'medical', 'yes', 'customer');
    world.run({ do: 'identify', subject: lead, mprn: MPRN });
    expect(world.summary(there)).toMatchObject({ power: 'off', medical: true, stillOff: 1 });
    expect(world.case(there).facts.paidAt).toBe(evening - 70 * MIN);
    expect(searchRank(world.summary(there), readQuery('mary byrne'))).not.toBeNull();
    expect(searchRank(world.summary(there), readQuery('customer 0070'))).not.toBeNull();
  });

  test('PROMISE1: once a promise has passed Networks is asked from the beginning, the customer is not', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.answer(subject, 'safety', 'call', 'customer');
    world.answer(subject, 'answered', 'answered');
    world.answer(subject, 'recordRead', 'correct');
    const promisedAt = world.now + 10 * MIN;
    world.run({ do: 'outcome', subject, outcome: 'promised', promisedAt, person: 'Declan' });
    const open = () =>
      nextStep(shippedScript, new Set(Object.keys(standingAnswers(world.case(subject), world.now))))
        ?.id;
    world.answer(subject, 'medical', 'no', 'customer');
    world.answer(subject, 'neighbours', 'onlyHere', 'customer');
    expect(open()).toBe('readBack');
    world.now = promisedAt;
    expect(open()).toBe('answered');
    world.answer(subject, 'answered', 'answered');
    expect(Object.keys(world.case(subject).answers)).toEqual([
      'safety',
      'medical',
      'neighbours',
      'answered',
    ]);
    expect(world.case(subject).outcome).toMatchObject({ promisedAt, person: 'Declan' });
  });

  test('OUTCOME1: who told it is asked where no call to Networks stands behind a spoken outcome, and is kept', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    const asked = outcomes.filter((outcome) => needsTeller(world.case(subject), outcome));
    expect(asked).toEqual([
      'done',
      'promised',
      'refused',
      'notRemote',
      'networkFault',
      'wrongCustomer',
    ]);
    world.run({ do: 'outcome', subject, outcome: 'done', toldBy: 'colleague' });
    expect(world.case(subject).outcome?.toldBy).toBe('colleague');
    world.answer(subject, 'answered', 'answered');
    expect(outcomes.filter((outcome) => needsTeller(world.case(subject), outcome))).toEqual([]);
    world.run({ do: 'outcome', subject, outcome: 'done', toldBy: 'colleague' });
    expect(world.case(subject).outcome?.toldBy).toBeUndefined();
  });

  test('OUTCOME2: done or promised warns of safety lines not told, an MPRN not read back, a waiting D05', () => {
    const world = new World();
    const subject = world.report(MPRN, 40, { openD05: 'yes' });
    const warned = () => outcomeWarnings(world.case(subject), 'done');
    expect(warned()).toEqual(['notTold', 'notReadBack', 'd05Waiting']);
    expect(outcomeWarnings(world.case(subject), 'noAnswer')).toEqual([]);
    world.answer(subject, 'safety', 'notReached', 'customer');
    expect(warned()).toContain('notTold');
    world.answer(subject, 'safety', 'call', 'customer');
    world.answer(subject, 'readBack', 'wrong');
    expect(warned()).toEqual(['notReadBack', 'd05Waiting']);
    world.answer(subject, 'readBack', 'correct');
    world.answer(subject, 'second', 'differs');
    expect(warned()).toEqual(['secondDiffers', 'd05Waiting']);
    world.answer(subject, 'second', 'matches');
    expect(warned()).toEqual(['d05Waiting']);
    // Asked and answered: not the guess any more, and nothing to ask for.
    world.answer(subject, 'queuedD05', 'waiting');
    expect(warned()).toEqual(['d05Stays']);
    world.answer(subject, 'queuedD05', 'cancelled');
    expect(warned()).toEqual([]);
  });

  test('OUTCOME2: without an MPRN nothing is done or promised, and it is nobody else’s; everything else is written', () => {
    const world = new World();
    const subject = world.report(null, 10, { name: 'Mary Byrne' });
    const outcome = (each: Outcome) =>
      world.run({ do: 'outcome', subject, outcome: each, toldBy: 'networks' });
    for (const each of ['done', 'promised', 'wrongCustomer'] as const)
      expect(outcome(each)).toEqual({ code: 'needsMprn' });
    expect(outcome('noAnswer')).toEqual({ subject });
    expect(outcome('refused')).toEqual({ subject });
  });

  test('OUTCOME1: an outcome has what was said in its call, nobody’s name where nobody answered, and nothing of a call whose promise has passed', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    const said = { person: 'Declan', esbnReference: 'ESB4471' };
    const promisedAt = world.now + 2 * MIN;
    const answer = (step: string, fields: Record<string, string>, times = {}) =>
      world.run({
        do: 'answer',
        subject,
        part: 'networks',
        script: 'networks-reenergise',
        scriptVersion: 1,
        step,
        answer: step === 'answered' ? 'answered' : 'given',
        fields,
        times,
      });
    answer('answered', { person: said.person });
    answer('reference', { esbnReference: said.esbnReference }, { promisedAt });
    const given = (outcome: Outcome) => givenIn(world.case(subject), outcome, world.now);
    expect(given('promised')).toEqual({ ...said, promisedAt });
    expect(given('refused')).toEqual(said);
    expect([given('noAnswer'), given('busy')]).toEqual([{}, {}]);
    world.run({ do: 'outcome', subject, outcome: 'promised' });
    expect(world.case(subject).outcome).toMatchObject({ ...said, promisedAt });
    world.now += 3 * MIN;
    expect(given('refused')).toEqual({});
    world.run({ do: 'outcome', subject, outcome: 'noAnswer' });
    const { outcome } = world.case(subject);
    expect([outcome?.person, outcome?.esbnReference, outcome?.promisedAt]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('OUTCOME3: what Networks gave at its step is what the last step puts in force', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    const promisedAt = evening + 10 * MIN;
    const reference = {
      do: 'answer',
      subject,
      script: 's',
      scriptVersion: 1,
      part: 'networks',
    } as const;
    world.run({ ...reference, step: 'reference', answer: 'noneGiven' });
    expect(promiseGiven(world.case(subject))).toBeNull();
    world.run({
      ...reference,
      step: 'reference',
      answer: 'given',
      fields: { esbnReference: 'ESB-1' },
      times: { promisedAt },
    });
    const given = promiseGiven(world.case(subject));
    expect(given).toEqual({ promisedAt, esbnReference: 'ESB-1' });
    world.run({ do: 'outcome', subject, outcome: 'promised', ...given });
    expect(laneOf(world.summary(subject), world.now)).toBe('waiting');
  });

  test('POWER1: power back before the payment, or before anybody noticed, is refused', () => {
    const world = new World();
    const back = (subject: string, minutesAgo: number) =>
      world.run({
        do: 'power',
        subject,
        level: 'claimed',
        by: 'customer',
        backAt: evening - minutesAgo * MIN,
        learntAt: evening,
      });
    const paid = world.report(MPRN, 40);
    const unknown = world.report('10000000025', null);
    expect(back(paid, 41)).toEqual({ code: 'timeBeforePayment' });
    expect(back(unknown, 1)).toEqual({ code: 'timeBeforeReport' });
    expect(back(unknown, 0)).toMatchObject({ subject: unknown });
    expect(back(paid, 40)).toMatchObject({ subject: paid });
  });

  test('SAME2: joined by mistake the two are taken apart again, each as it was', () => {
    const world = new World();
    const there = world.report(MPRN, 60, { name: 'Customer 0070', phone: '020 915 0070' });
    const back = { level: 'claimed', by: 'esbn', backAt: world.now, learntAt: world.now } as const;
    world.run({ do: 'power', subject: there, ...back });
    const lead = world.report(null, 70, { name: 'Mary Byrne', phone: '020 915 9090' });
    world.answer(lead, 'medical', 'yes', 'customer');
    const join = (mprn: string) => {
      const from = world.entries.length;
      world.run({ do: 'identify', subject: lead, mprn });
      const written = world.entries.slice(from).map((entry) => [entry.subject, entry.id] as const);
      const closing = written.find(([subject]) => subject === lead)?.[1] ?? '';
      const entries = written.flatMap(([subject, id]) => (subject === lead ? [] : [id]));
      return { do: 'separate', subject: lead, from: `mprn:${mprn}`, closing, entries } as const;
    };
    expect(world.run(join(MPRN))).toMatchObject({ subject: lead });
    expect(world.case(lead)).toMatchObject({ open: true, medical: { answer: 'yes' } });
    expect(world.summary(there)).toMatchObject({ power: 'claimed', medical: false });
    expect(world.case(there).facts).toMatchObject({ phone: '020 915 0070' });
    // A case that only the lead had opened is closed as the mistake it was.
    world.run(join('10000000025'));
    const own = world.case('mprn:10000000025');
    const entries = world.events('mprn:10000000025').map(({ id }) => id);
    const closing = world.events(lead).at(-1)?.id ?? '';
    world.run({ do: 'separate', subject: lead, from: own.subject, closing, entries });
    expect(world.case(own.subject).closed).toMatchObject({ because: 'openedByMistake' });
    expect(world.case(lead).open).toBe(true);
  });

  test('CASE13: opened by mistake is refused once Networks was asked', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.run({ do: 'outcome', subject, outcome: 'refused' });
    expect(world.run({ do: 'openedByMistake', subject })).toEqual({ code: 'askedOfNetworks' });
    const other = world.report('10000000025', 40);
    world.run({ do: 'openedByMistake', subject: other });
    expect(world.case(other).closed).toMatchObject({ because: 'openedByMistake' });
  });

  test('CASE17: what Networks says of a queued D05 is what is known of it, and not knowing changes nothing', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    const known = (answer: string) => {
      world.answer(subject, 'queuedD05', answer);
      return world.case(subject).facts.openD05;
    };
    expect(known('doNotKnow')).toBe('unknown');
    expect(known('waiting')).toBe('yes');
    expect(world.summary(subject).openD05).toBe('yes');
    expect(known('doNotKnow')).toBe('yes');
    expect(known('cancelled')).toBe('no');
    expect(known('waiting')).toBe('yes');
    expect(known('none')).toBe('no');
    expect(world.summary(subject).openD05).toBe('no');
  });

  test('CASE17: "none" over a file of ours that has one stays a doubt, as long as the failure is in front of Networks', () => {
    const heard = (facts: Facts, ...answers: readonly string[]) => {
      const world = new World();
      const subject = world.report(MPRN, 40, facts);
      for (const answer of answers) world.answer(subject, 'queuedD05', answer);
      return [world.summary(subject).openD05, powerWarnings(world.case(subject)).length];
    };
    const inFile = { openD05: 'yes' } as const;
    expect(heard(inFile, 'none')).toEqual(['yes', 1]);
    expect(heard({ ...inFile, failurePoint: 7 }, 'doNotKnow', 'none')).toEqual(['yes', 1]);
    expect(heard(inFile, 'waiting', 'none')).toEqual(['yes', 1]);
    // Past the hub Networks sees all of it; and what it cancelled it had.
    expect(heard({ ...inFile, failurePoint: 11 }, 'none')).toEqual(['no', 0]);
    expect(heard(inFile, 'none', 'cancelled')).toEqual(['no', 0]);
  });

  test('CASE18: what a named person said of a D05, or put right of the payment, no later file replaces; both are shown', () => {
    const world = new World();
    const subject = world.report(MPRN, 40, { openD05: 'yes' });
    const file = (facts: Facts) =>
      world.run({ do: 'report', mprn: MPRN, source: 'file', noticedAt: world.now, facts });
    file({ openD05: 'no' });
    file({ openD05: 'yes' });
    expect(world.case(subject).facts.openD05).toBe('yes');
    world.run({
      do: 'answer',
      subject,
      script: 's',
      scriptVersion: 1,
      step: 'answered',
      part: 'networks',
      answer: 'answered',
      fields: { person: 'Declan' },
    });
    world.now += MIN;
    world.answer(subject, 'queuedD05', 'cancelled');
    expect(d05Differs(world.case(subject))).toBeNull();
    world.now += 4 * MIN;
    file({ openD05: 'yes', paidAt: evening - 50 * MIN });
    expect(world.case(subject).facts.openD05).toBe('no');
    expect(world.case(subject).facts.paidAt).toBe(evening - 50 * MIN);
    expect(d05Differs(world.case(subject))).toMatchObject({
      file: 'yes',
      said: { answer: 'cancelled', person: 'Declan', at: evening + MIN },
      report: { at: evening + 5 * MIN },
    });
    world.run({ do: 'learn', subject, facts: { paidAt: evening - 30 * MIN } });
    file({ paidAt: evening - 50 * MIN });
    expect(world.case(subject).facts.paidAt).toBe(evening - 30 * MIN);
    // Networks may still say otherwise themselves.
    world.answer(subject, 'queuedD05', 'waiting');
    expect(world.case(subject).facts.openD05).toBe('yes');
  });

  test('CASE3: without MPRN or payment time it needs information, is off, and is never refused', () => {
    const world = new World();
    const lead = world.report(null, null, { name: 'Mary' });
    expect(lead).toMatch(/^lead:/);
    expect(laneOf(world.summary(lead), world.now)).toBe('needsInformation');
    const known = world.report(MPRN, null);
    expect(laneOf(world.summary(known), world.now)).toBe('needsInformation');
    world.run({ do: 'learn', subject: known, facts: { paidAt: evening - 10 * MIN } });
    expect(laneOf(world.summary(known), world.now)).toBe('callNetworks');
  });

  test('CASE7: a lead that becomes an MPRN takes its facts, answers and notice along, and is closed', () => {
    const world = new World();
    const lead = world.report(null, 20, { name: 'Mary' });
    world.answer(lead, 'medical', 'yes', 'customer');
    world.now += 10 * MIN;
    world.run({ do: 'identify', subject: lead, mprn: MPRN });
    expect(world.case(lead).closed).toMatchObject({ because: 'movedToMprn' });
    const state = world.case(`mprn:${MPRN}`);
    expect(state.facts.name).toBe('Mary');
    expect(state.medical).toMatchObject({ answer: 'yes', at: evening });
    expect(state.noticedAt).toBe(evening);
  });

  test('CASE5: still off goes back to work with the clock it had, and Networks is asked anew', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.answer(subject, 'answered', 'answered');
    const first = world.case(subject).requests[0]?.reference;
    world.run({
      do: 'power',
      subject,
      level: 'claimed',
      by: 'customer',
      backAt: world.now,
      learntAt: world.now,
    });
    expect(world.summary(subject).power).toBe('claimed');
    world.now += 10 * MIN;
    world.run({ do: 'stillOff', subject, by: 'customer' });
    expect(world.summary(subject)).toMatchObject({
      power: 'off',
      paidAt: evening - 40 * MIN,
      stillOff: 1,
    });
    world.answer(subject, 'answered', 'answered');
    expect(world.case(subject).requests).toHaveLength(2);
    expect(world.case(subject).requests[1]?.reference).not.toBe(first);
  });

  test('CASE6: an undo is an entry; what it names counts as never written', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.run({ do: 'outcome', subject, outcome: 'refused' });
    const entry = world.case(subject).outcome?.entry ?? '';
    const before = [...world.entries];
    world.run({ do: 'undo', subject, entry });
    expect(world.entries.slice(0, before.length)).toEqual(before);
    expect(world.case(subject).outcome).toBeNull();
    expect(world.run({ do: 'undo', subject, entry: world.case(subject).opened.entry })).toEqual({
      code: 'nothingToUndo',
    });
  });

  test('CASE8: what cannot be is refused with a reason, and nothing is written', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    const written = world.entries.length;
    expect(world.run({ do: 'claim', subject: 'mprn:10000000000' })).toEqual({ code: 'noSuchCase' });
    expect(world.run({ do: 'stillOff', subject, by: 'customer' })).toEqual({
      code: 'powerNotBack',
    });
    expect(
      world.run({
        do: 'power',
        subject,
        level: 'claimed',
        by: 'customer',
        backAt: world.now - 60 * MIN,
        learntAt: world.now,
      }),
    ).toEqual({ code: 'timeBeforePayment' });
    expect(world.run({ do: 'leaveCall', subject })).toEqual({ code: 'noCall' });
    expect(world.entries).toHaveLength(written);
    world.run({ do: 'claim', subject });
    world.operator = 'Brian';
    world.desk = 'another-desk';
    expect(world.run({ do: 'claim', subject })).toMatchObject({
      code: 'claimedByOther',
      operator: 'Aoife',
    });
    expect(world.run({ do: 'claim', subject, takeOver: true })).toMatchObject({ subject });
  });

  test('CASE9: happened at and recorded at are two times', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.run({ do: 'note', subject, note: 'from paper', happenedAt: evening - 15 * MIN });
    const note = world.events(subject).at(-1);
    expect(note).toMatchObject({ happenedAt: evening - 15 * MIN, recordedAt: evening });
  });

  test('CASE10: folding entry by entry and folding the whole history give the same case', () => {
    const acts = fc.constantFrom(
      'claim',
      'answer',
      'medical',
      'outcome',
      'power',
      'stillOff',
      'note',
      'undo',
      'report',
    );
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 25 }), (list) => {
        const world = new World();
        const subject = world.report(MPRN, 40);
        for (const act of list) {
          world.now += MIN;
          if (act === 'claim') world.run({ do: 'claim', subject });
          if (act === 'answer') world.answer(subject, 'answered', 'answered');
          if (act === 'medical') world.answer(subject, 'medical', 'yes', 'customer');
          if (act === 'outcome') world.run({ do: 'outcome', subject, outcome: 'noAnswer' });
          if (act === 'power')
            world.run({
              do: 'power',
              subject,
              level: 'claimed',
              by: 'esbn',
              backAt: world.now,
              learntAt: world.now,
            });
          if (act === 'stillOff') world.run({ do: 'stillOff', subject, by: 'customer' });
          if (act === 'note') world.run({ do: 'note', subject, note: 'x' });
          if (act === 'undo')
            world.run({ do: 'undo', subject, entry: world.case(subject).last.entry });
          if (act === 'report') world.report(MPRN, 45);
        }
        const events = world.events(subject);
        let state = undefined;
        for (const [index, event] of events.entries())
          state = needsRefold(event)
            ? foldCase(events.slice(0, index + 1))
            : applyToCase(state, event);
        expect(state).toEqual(foldCase(events));
      }),
      { seed: 5, numRuns: 120 },
    );
  });

  test('CASE9: a call to Networks that was made on paper began when the paper says, and so did its request', () => {
    const world = new World();
    const subject = world.report(MPRN, 60);
    const at = world.now - 41 * MIN;
    const answered = { script: 'networks-reenergise', scriptVersion: 1, part: 'networks' } as const;
    world.run({
      do: 'answer',
      subject,
      ...answered,
      step: 'answered',
      answer: 'answered',
      fields: { person: 'Declan' },
      happenedAt: at,
    });
    expect(world.case(subject).call).toMatchObject({ at });
    const made = must(
      world.entries.find(({ kind }) => kind === 'request.made'),
      'the first word with Networks asks',
    );
    expect(eventOf(made)).toMatchObject({ happenedAt: at, recordedAt: world.now });
    expect(world.events(subject).map(({ kind, happenedAt }) => [kind, happenedAt])).toEqual([
      ['case.reported', expect.any(Number)],
      ['case.claimed', at],
      ['case.referenced', at],
      ['call.started', at],
      ['step.answered', at],
    ]);
    // A customer put into the basket of that call, an outcome with no call before it: the same.
    const other = world.report('10447035576', 60);
    world.run({ do: 'joinCall', subject: other, call: 'c', happenedAt: at });
    const third = world.report('10019737361', 60);
    world.run({ do: 'outcome', subject: third, outcome: 'noAnswer', happenedAt: at });
    for (const each of [other, third])
      expect(world.events(each).find(({ kind }) => kind === 'case.referenced')).toMatchObject({
        happenedAt: at,
      });
  });

  test('SCRIPT1: the open step is the first unanswered one, whoever asks', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    const open = () =>
      nextStep(shippedScript, new Set(Object.keys(world.case(subject).answers)))?.id;
    expect(open()).toBe('safety');
    world.answer(subject, 'safety', 'text', 'customer');
    world.operator = 'Brian';
    world.answer(subject, 'medical', 'no', 'customer');
    expect(open()).toBe('neighbours');
    expect(world.case(subject).safety).toMatchObject({ how: 'text', operator: 'Aoife' });
  });

  test('SCRIPT2: the shipped script asks for queued de-energisations, a second identifier and the promise', () => {
    expect(shippedScript.steps.map((step) => step.id)).toEqual([
      'safety',
      'medical',
      'neighbours',
      'answered',
      'readBack',
      'second',
      'request',
      'priority',
      'queuedD05',
      'received017',
      'safetySaid',
      'reference',
      'afterRecovery',
      'recordRead',
      'customerTold',
    ]);
    for (const step of shippedScript.steps) {
      expect(new Set(step.choices.map((choice) => choice.key)).size, step.id).toBe(
        step.choices.length,
      );
    }
    // Whatever is taken from these is a word that nobody can record any more.
    expect(
      Object.fromEntries(
        shippedScript.steps.map(({ id, choices }) => [
          id,
          choices.map((each) => each.id).join(' '),
        ]),
      ),
    ).toMatchInlineSnapshot(`
      {
        "afterRecovery": "weSend networksRecords notAgreed notAsked",
        "answered": "answered waitingOnTheLine noName",
        "customerTold": "call text voicemail notReached",
        "medical": "no yes notAsked",
        "neighbours": "onlyHere neighboursToo tripSwitch notAsked",
        "priority": "said notAsked",
        "queuedD05": "none cancelled waiting doNotKnow notAsked",
        "readBack": "correct wrong",
        "received017": "no yes doNotKnow notAsked",
        "recordRead": "correct corrected",
        "reference": "given noneGiven",
        "request": "said notAsked",
        "safety": "call text voicemail notReached",
        "safetySaid": "said notAsked",
        "second": "matches differs notAsked",
      }
    `);
  });

  test('SCRIPT4: no question is answered by Enter, and no answer has a key of the desk', () => {
    const ours = new Set(['answered', 'request', 'priority', 'safetySaid', 'reference']);
    const desk = [...'naosilmdpbewhx/?', ...'123456789', 'f2', 'f3', 'f6', 'f8', 'f9'];
    for (const step of shippedScript.steps) {
      const keys = step.choices.map((choice) => choice.key);
      expect(keys.includes('enter'), step.id).toBe(ours.has(step.id));
      expect(
        keys.filter((key) => desk.includes(key)),
        step.id,
      ).toEqual([]);
    }
  });

  test('SCRIPT3: after no answer the customer is not asked again, Networks is', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.answer(subject, 'safety', 'call', 'customer');
    world.answer(subject, 'answered', 'answered');
    world.run({ do: 'outcome', subject, outcome: 'noAnswer' });
    expect(Object.keys(world.case(subject).answers)).toEqual(['safety']);
  });

  test('REQ1: the first word with Networks makes a request with a reference; a retry keeps it', () => {
    const world = new World();
    const subject = world.report(MPRN, 40, {
      serial: '341780484',
      amountCents: 2000,
      account: 'SP1',
    });
    world.answer(subject, 'answered', 'answered');
    const link = world.case(subject).requests[0];
    expect(link?.reference).toMatch(/^[A-Z]\d-\d{3}-[A-Z]$/);
    world.run({ do: 'outcome', subject, outcome: 'busy' });
    world.answer(subject, 'answered', 'answered');
    expect(world.case(subject).requests).toHaveLength(1);
    // Only what the other organisation needs: never account, credit or amount.
    const made = world.events(link?.request ?? '').find((event) => event.kind === 'request.made');
    expect(Object.keys(made?.body ?? {}).sort()).toEqual([
      'mprn',
      'paidAt',
      'priority',
      'reference',
      'secondIdentifier',
      'type',
    ]);
  });
});

describe('requests', () => {
  const asked = (world: World, subject: string) => {
    const link = world.case(subject).requests.at(-1);
    return foldRequest(world.events(link?.request ?? ''));
  };

  test('REQ3: an outcome answers its request, the first outcome too; undone, the request waits again', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.run({ do: 'outcome', subject, outcome: 'promised', promisedAt: world.now + 10 * MIN });
    const { outcome, requests } = world.case(subject);
    expect(outcome?.reference).toBe(requests[0]?.reference);
    expect(asked(world, subject)?.answer).toMatchObject({ outcome: 'promised' });
    world.run({ do: 'undo', subject, entry: outcome?.entry ?? '' });
    expect(asked(world, subject)?.answer).toBeNull();
    expect(world.case(subject).requests).toHaveLength(1);
    world.run({ do: 'outcome', subject, outcome: 'done' });
    expect(asked(world, subject)?.answer).toMatchObject({ outcome: 'done' });
  });
});

describe('lanes', () => {
  const off = (facts: Parameters<World['report']>[2] = {}) => {
    const world = new World();
    return { world, subject: world.report(MPRN, 30, { ctf: '04', ...facts }) };
  };

  test('LANE1: the point of failure says the treatment', () => {
    const lane = (failurePoint: number) => {
      const { world, subject } = off({ failurePoint });
      return laneOf(world.summary(subject), world.now);
    };
    expect([1, 2, 3].map(lane)).toEqual(['hold', 'hold', 'hold']);
    expect([4, 5].map(lane)).toEqual(['webform', 'webform']);
    expect([6, 7, 8, 12].map(lane)).toEqual(Array(4).fill('callNetworks'));
  });

  test('LANE2: not CTF 04, or Networks says not remote: site visit', () => {
    const { world, subject } = off({ ctf: '02' });
    expect(laneOf(world.summary(subject), world.now)).toBe('siteVisit');
  });

  test('LANE3: on the phone while a call goes on, waiting once something is agreed for later', () => {
    const { world, subject } = off();
    world.answer(subject, 'answered', 'answered');
    expect(laneOf(world.summary(subject), world.now)).toBe('onThePhone');
    world.run({ do: 'outcome', subject, outcome: 'promised', promisedAt: world.now + 10 * MIN });
    expect(laneOf(world.summary(subject), world.now)).toBe('waiting');
  });

  test('LANE4: a promise without a time is looked at again after fifteen minutes', () => {
    const { world, subject } = off();
    world.run({ do: 'outcome', subject, outcome: 'promised' });
    expect(laneOf(world.summary(subject), world.now + 14 * MIN)).toBe('waiting');
    expect(laneOf(world.summary(subject), world.now + 15 * MIN)).toBe('callNetworks');
  });

  test('LANE5: no answer is tried again after five minutes, busy after two', () => {
    for (const [outcome, minutes] of [
      ['noAnswer', 5],
      ['busy', 2],
    ] as const) {
      const { world, subject } = off();
      world.run({ do: 'outcome', subject, outcome });
      expect(laneOf(world.summary(subject), world.now + (minutes - 1) * MIN)).toBe('waiting');
      expect(laneOf(world.summary(subject), world.now + minutes * MIN)).toBe('callNetworks');
    }
  });

  test('LANE6: a wrong customer needs information again', () => {
    const { world, subject } = off();
    world.run({ do: 'outcome', subject, outcome: 'wrongCustomer' });
    expect(laneOf(world.summary(subject), world.now)).toBe('needsInformation');
  });
});
