import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHead } from '../../../shared/log/entry.ts';
import { events } from '../../../shared/domain/events.ts';
import { foldAll, Night } from './requests.ts';
import { World } from './world.ts';

const MPRN = '10001234567';
const MIN = 60_000;

describe('one request', () => {
  test('REQ4: whatever order its history arrives in, it is one and the same request', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 12 }), fc.nat(), (acts, seed) => {
        const night = new Night();
        const subject = night.ask(MPRN);
        for (const act of acts) {
          night.minutes(1);
          if (act === 0) night.hear(subject, { outcome: 'promised' });
          if (act === 1) night.networks({ do: 'takeRequest', request: subject, takeOver: true });
          if (act === 2) night.networks({ do: 'answerD05', request: subject, answer: 'held' });
          if (act === 3)
            night.networks({ do: 'decideRequest', request: subject, outcome: 'refused' });
          if (act === 4) night.networks({ do: 'assignRequest', request: subject, assign: 'crew' });
          if (act === 5) night.networks({ do: 'reopenRequest', request: subject });
          const last = night.entries.at(-1);
          if (act === 6 && last !== undefined && night.entries.length > 1)
            night.networks({ do: 'undoRequest', request: subject, entry: last.id });
        }
        const shuffled = night.entries
          .map((entry, index) => ({ entry, at: (index * 7919 + seed) % 104_729 }))
          .sort((one, other) => one.at - other.at)
          .map(({ entry }) => entry);
        expect(foldAll(shuffled)).toEqual(foldAll(night.entries));
      }),
      { numRuns: 60 },
    );
  });

  test('REQ4: said by a laptop whose clock is slow, an answer older than the asking still counts', () => {
    const night = new Night();
    const subject = night.ask(MPRN);
    night.minutes(-10);
    night.networks({ do: 'takeRequest', request: subject });
    expect(night.states()[0]?.networks.taken).toMatchObject({ operator: 'networks' });
    const made = night.entries[0]!;
    expect(foldAll(night.entries.filter((entry) => entry !== made))).toEqual([]);
  });

  test('REQ5: nothing that travels on a request has a place for account, credit, amount, name, phone or address of a customer', () => {
    const fields = Object.entries(events)
      .filter(([kind]) => kind.startsWith('request.'))
      .flatMap(([, { body }]) => Object.keys('entries' in body ? body.entries : {}));
    expect([...new Set(fields)].sort()).toEqual([
      'answer',
      'by',
      'd05',
      'esbnReference',
      'mprn',
      'outcome',
      'overriddenBy',
      'paidAt',
      'person',
      'priority',
      'promisedAt',
      'reason',
      'reference',
      'referenceOf',
      'secondIdentifier',
      'supplier',
      'to',
      'type',
      'via',
    ]);
  });

  test('REQ6: a supplier’s word is addressed to Networks, a coordinator’s to the supplier when it is known, else to nobody; a case to nobody', () => {
    const to = (night: { readonly entries: readonly { readonly head: string }[] }) =>
      night.entries.map((entry) => readHead(entry as never).to);
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.run({ do: 'outcome', subject, outcome: 'promised' });
    expect(
      world.entries.map((entry) => [entry.subject.split(':')[0], readHead(entry).to ?? null]),
    ).toEqual([
      ['mprn', null],
      ['request', 'networks'],
      ['mprn', null],
      ['mprn', null],
      ['request', 'networks'],
    ]);
    const known = new Night();
    known.phone(MPRN, { to: 'ABC' });
    expect(to(known)).toEqual(['ABC', 'ABC']);
    const unknown = new Night();
    unknown.phone(MPRN, { supplier: 'QQQ' });
    expect(to(unknown)).toEqual([undefined, undefined]);
  });

  test('REQ7: what was heard and what Networks says stand side by side; neither replaces the other', () => {
    const night = new Night();
    const subject = night.ask(MPRN);
    night.minutes(2).hear(subject, { outcome: 'promised', promisedAt: night.now + 20 * MIN });
    night.minutes(1).networks({ do: 'decideRequest', request: subject, outcome: 'refused' });
    night.minutes(1).hear(subject, { outcome: 'promised' });
    const [state] = night.states();
    expect(state?.answer).toMatchObject({ outcome: 'promised', operator: 'desk-1' });
    expect(state?.networks.decided).toMatchObject({ outcome: 'refused', operator: 'networks' });
    // Whoever says something of a request that nobody has, has it.
    expect(state?.networks.taken).toMatchObject({ operator: 'networks' });
  });

  test('REQ7: what was heard of a queued D05 goes with the outcome, so that both answers can be compared', () => {
    const world = new World();
    const subject = world.report(MPRN, 40);
    world.answer(subject, 'queuedD05', 'waiting');
    world.run({ do: 'outcome', subject, outcome: 'promised' });
    const request = world.case(subject).requests[0]?.request ?? '';
    const answered = world.events(request).find((event) => event.kind === 'request.answered');
    expect(answered?.body).toMatchObject({ outcome: 'promised', d05: 'waiting' });
  });

  test('REQ8: a word taken back leaves the one before it; a request taken back is withdrawn and joined no more', () => {
    const night = new Night();
    const subject = night.phone(MPRN);
    night.networks({ do: 'answerD05', request: subject, answer: 'waiting' });
    night.networks({ do: 'answerD05', request: subject, answer: 'none' });
    const slip = night.entries.at(-1)!;
    night.networks({ do: 'undoRequest', request: subject, entry: slip.id });
    expect(night.states()[0]?.networks.d05).toMatchObject({ answer: 'waiting' });
    expect(night.seenBy('ESBN')).toHaveLength(1);
    night.networks({ do: 'undoRequest', request: subject, entry: night.entries[0]!.id });
    expect(night.states()[0]?.withdrawn).toMatchObject({ operator: 'networks' });
    expect(night.seenBy('ESBN')).toEqual([]);
    expect(night.networks({ do: 'assignRequest', request: subject, assign: 'remote' })).toEqual({
      code: 'noSuchRequest',
    });
  });
});

describe('what a coordinator can do', () => {
  test('COORD1: what cannot be is refused with a reason: another desk’s request, done, nothing decided, none', () => {
    const night = new Night();
    const subject = night.ask(MPRN);
    expect(night.networks({ do: 'takeRequest', request: 'request:none' })).toEqual({
      code: 'noSuchRequest',
    });
    night.networks({ do: 'takeRequest', request: subject });
    const reference = night.states()[0]?.networks.taken?.esbnReference;
    expect(night.networks({ do: 'takeRequest', request: subject }, 'networks-2')).toMatchObject({
      code: 'takenByOther',
      operator: 'networks',
    });
    night.networks({ do: 'takeRequest', request: subject, takeOver: true }, 'networks-2');
    // The reference that was said already stays.
    expect(night.states()[0]?.networks.taken).toMatchObject({
      operator: 'networks-2',
      esbnReference: reference,
    });
    expect(night.networks({ do: 'reopenRequest', request: subject })).toEqual({
      code: 'notDecided',
    });
    night.networks({ do: 'decideRequest', request: subject, outcome: 'done' });
    expect(night.networks({ do: 'decideRequest', request: subject, outcome: 'promised' })).toEqual({
      code: 'requestDone',
    });
    night.networks({ do: 'reopenRequest', request: subject });
    expect(night.states()[0]?.networks.decided).toBeNull();
    night.networks({ do: 'decideRequest', request: subject, outcome: 'promised' });
    expect(night.states()[0]?.networks.decided).toMatchObject({ outcome: 'promised' });
  });

  test('COORD2: by phone it is made and taken at once, under the supplier’s reference or an own one, and always has one to say back', () => {
    const night = new Night();
    night.phone(MPRN, { reference: 'K7-042-R', d05: 'none' });
    night.phone('10000000025');
    const [told, own] = night.states();
    expect(told?.made).toMatchObject({
      via: 'phone',
      reference: 'K7-042-R',
      referenceOf: 'supplier',
    });
    expect(told?.networks.d05).toMatchObject({ answer: 'none' });
    expect(told?.networks.taken?.esbnReference).not.toBe('K7-042-R');
    expect(own?.made.referenceOf).toBe('networks');
    expect(own?.networks.taken?.esbnReference).toBe(own?.made.reference);
  });
});
