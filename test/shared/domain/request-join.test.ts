import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeReference, speakReference } from '../../../shared/domain/reference.ts';
import { Night } from './requests.ts';

const MPRN = '10001234567';
const OTHER = '10934478153';
const MIN = 60_000;

const fieldsOf = (night: Night, at = 0) =>
  night.seenBy('ESBN')[at]?.differences.map((each) => each.field) ?? [];

describe('joining', () => {
  test('JOIN1: a typed request joins the supplier’s own by its speakable reference, however it was typed, and both are kept', () => {
    const night = new Night();
    const subject = night.ask(MPRN, { paidAt: night.now - 40 * MIN });
    night.minutes(3);
    const typed = night.phone(MPRN, { reference: night.reference(subject) });
    const [picture, ...others] = night.seenBy('ESBN');
    expect(others).toEqual([]);
    expect(picture).toMatchObject({ id: subject, mprn: MPRN, supplier: 'ABC', differences: [] });
    expect(picture?.asked.map((each) => each.subject)).toEqual([subject]);
    expect(picture?.typed.map((each) => each.subject)).toEqual([typed]);
  });

  test('JOIN1: without a reference it joins by MPRN and supplier of the same night, not of another', () => {
    const night = new Night();
    night.ask(MPRN);
    night.minutes(60).phone(MPRN, { supplier: 'abc' });
    expect(night.seenBy('ESBN')).toHaveLength(1);
    night.minutes(24 * 60).phone(MPRN);
    expect(night.seenBy('ESBN')).toHaveLength(2);
  });

  test('JOIN1: it joins by the reference Networks gave and the supplier heard', () => {
    const night = new Night();
    const subject = night.ask(MPRN);
    night.minutes(1).phone(OTHER);
    const given = night.states().at(-1)?.networks.taken?.esbnReference ?? '';
    night.minutes(1).hear(subject, { outcome: 'promised', esbnReference: given.toLowerCase() });
    expect(night.seenBy('ESBN')).toHaveLength(1);
    expect(fieldsOf(night)).toEqual(['mprn']);
  });

  test('JOIN2: both sides are shown the same picture, in whatever order it arrives, and joining once more changes nothing', () => {
    const act = fc.record({
      what: fc.nat(5),
      mprn: fc.constantFrom(MPRN, OTHER, '10000000025'),
      desk: fc.constantFrom('desk-1', 'desk-2'),
      minutes: fc.nat(40),
      told: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 10 }), fc.nat(), (acts, seed) => {
        const night = new Night();
        let last = '';
        for (const { what, mprn, desk, minutes, told } of acts) {
          night.minutes(minutes);
          if (what <= 1 || last === '') last = night.ask(mprn, { desk });
          else if (what === 2)
            night.phone(mprn, { to: 'ABC', ...(told ? { reference: night.reference(last) } : {}) });
          else if (what === 3)
            night.networks({ do: 'decideRequest', request: last, outcome: 'refused', to: 'ABC' });
          else if (what === 4) night.hear(last, { outcome: 'done' }, desk);
          else night.networks({ do: 'answerD05', request: last, answer: 'waiting', to: 'ABC' });
        }
        const pictures = night.seenBy('ESBN');
        const mixed = night.entries
          .map((entry, index) => ({ entry, at: (index * 7919 + seed) % 104_729 }))
          .sort((one, other) => one.at - other.at)
          .map(({ entry }) => entry);
        expect(night.seenBy('ABC', mixed)).toEqual(pictures);
        // Every request stands in exactly one picture, and no two customers of a supplier share one.
        const all = pictures.flatMap(({ asked, typed }) => [...asked, ...typed]);
        expect(all.map((each) => each.subject).sort()).toEqual(
          night
            .states()
            .map((each) => each.subject)
            .sort(),
        );
        for (const { asked } of pictures)
          expect(new Set(asked.map(({ made }) => made.mprn)).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
  });

  test('JOIN3: the same reference with another MPRN is one picture, its difference the gravest and first, and hides nobody', () => {
    const night = new Night();
    const first = night.ask(MPRN, { paidAt: night.now - 30 * MIN });
    const second = night.ask(OTHER);
    night.minutes(2).phone(OTHER, {
      reference: night.reference(first),
      paidAt: night.now - 70 * MIN,
    });
    const pictures = night.seenBy('ESBN');
    expect(pictures.map((each) => each.id)).toEqual([first, second]);
    const [danger] = pictures[0]?.differences ?? [];
    expect(danger).toMatchObject({ field: 'mprn', grave: true });
    expect(danger?.said.map(({ side, value }) => [side, value])).toEqual([
      ['supplier', MPRN],
      ['typed', OTHER],
    ]);
    // The one whose MPRN it was is told of the other, and the other of it.
    expect(pictures[1]?.clashes).toEqual([
      { why: 'sameMprn', picture: first, mprn: MPRN, supplier: 'ABC' },
    ]);
  });

  test('JOIN3: told twice for two MPRNs before the supplier’s own arrives, both stay and both say so', () => {
    const night = new Night();
    const reference = makeReference({ device: '00000042', count: 42 });
    night.phone(MPRN, { reference });
    night.minutes(1).phone(OTHER, { reference: speakReference(reference).join(' ') });
    night.minutes(1).phone('10000000025', { reference, supplier: 'XYZ' });
    const pictures = night.seenBy('ESBN');
    expect(pictures.map((each) => each.clashes.map(({ why }) => why))).toEqual([
      ['sameReference'],
      ['sameReference'],
      [],
    ]);
  });

  test('JOIN4: a wrong reference with the right MPRN joins by the MPRN, and the reference is a difference', () => {
    const night = new Night();
    night.ask(MPRN);
    night.phone(MPRN, { reference: 'K7-042-R' });
    expect(night.seenBy('ESBN')).toHaveLength(1);
    expect(fieldsOf(night)).toEqual(['reference']);
  });

  test('JOIN5: two desks of one supplier, or one request typed twice, are one picture that says so; another supplier’s is none', () => {
    const night = new Night();
    night.ask(MPRN, { desk: 'desk-1', secondIdentifier: 'V94 C3C8' });
    night.minutes(4).ask(MPRN, { desk: 'desk-2', secondIdentifier: 'v94c3c8' });
    night.phone(MPRN);
    night.minutes(1).phone(MPRN, {}, 'networks-2');
    const [picture, ...others] = night.seenBy('ESBN');
    expect(others).toEqual([]);
    expect(picture).toMatchObject({ desks: 2, times: 2, differences: [] });
  });

  test('JOIN6: two suppliers are never joined; the coordinator is told that both ask for one MPRN, and neither sees the other', () => {
    const night = new Night();
    const ours = night.ask(MPRN);
    const theirs = night.minutes(1).ask(MPRN, { desk: 'desk-x' });
    expect(night.seenBy('ESBN').map((each) => [each.supplier, each.clashes[0]?.why])).toEqual([
      ['ABC', 'otherSupplier'],
      ['XYZ', 'otherSupplier'],
    ]);
    const seen = night.entries.filter((entry) => entry.subject === ours);
    expect(night.seenBy('ABC', seen)).toMatchObject([{ id: ours, clashes: [] }]);
    expect(theirs).not.toBe(ours);
  });

  test('JOIN7: a word in Networks’ name from a supplier’s own device counts for nothing', () => {
    const night = new Night();
    const subject = night.ask(MPRN);
    night.networks({ do: 'decideRequest', request: subject, outcome: 'done' }, 'desk-2');
    for (const own of ['ESBN', 'ABC']) {
      expect(night.seenBy(own)[0]?.networks).toMatchObject({ taken: null, decided: null });
    }
  });

  test('JOIN10: what a supplier says that Networks typed is its own request, gets into nobody’s picture and is answered alike', () => {
    const seen = (isAsked: boolean) => {
      const night = new Night();
      const theirs = isAsked ? night.ask(MPRN) : null;
      night.minutes(1);
      // A program of XYZ's own making, which says that it is a note of Networks', of nobody or of ABC.
      const forged = [{ supplier: '' }, { supplier: 'ABC' }].map((of) =>
        night.phone(MPRN, { ...of, priority: true, paidAt: night.now - 70 * MIN }, 'desk-x'),
      );
      const pictures = night.seenBy('ESBN');
      const own = pictures.find(({ id }) => id === theirs);
      return { pictures, own, forged: pictures.filter(({ id }) => forged.includes(id)) };
    };
    const [asked, not] = [seen(true), seen(false)];
    for (const { forged } of [asked, not]) {
      expect(forged.map(({ supplier, typed }) => [supplier, typed])).toEqual([['XYZ', []]]);
      expect(forged[0]?.target).toBe(forged[0]?.asked.at(-1)?.subject);
    }
    expect(asked.own).toMatchObject({
      supplier: 'ABC',
      typed: [],
      priority: false,
      differences: [],
    });
    // On the supplier's own desk what Networks typed stays what Networks typed.
    const night = new Night();
    night.phone(MPRN, { to: 'ABC' });
    expect(night.seenBy('ABC')[0]?.typed).toHaveLength(1);
  });

  test('JOIN8: what must be worked with is the safer of two: the earlier payment, priority, a D05 that waits', () => {
    const night = new Night();
    const early = night.now - 65 * MIN;
    const subject = night.ask(MPRN, { paidAt: night.now - 30 * MIN });
    night.phone(MPRN, { paidAt: early, priority: true, d05: 'none' });
    night.minutes(1).hear(subject, { outcome: 'promised', d05: 'waiting' });
    expect(night.seenBy('ESBN')[0]).toMatchObject({
      paidAt: early,
      priority: true,
      d05Waiting: true,
    });
    const [d05, ...rest] = night.seenBy('ABC')[0]?.differences ?? [];
    expect(d05).toMatchObject({ field: 'd05', grave: true });
    expect(rest.map((each) => each.field)).toEqual(['paidAt', 'priority']);
  });

  test('JOIN9: asked once more after Networks had decided is new again, with what was decided before', () => {
    const night = new Night();
    const subject = night.ask(MPRN);
    night.minutes(5).networks({ do: 'decideRequest', request: subject, outcome: 'done' });
    night.minutes(10).ask(MPRN);
    expect(night.seenBy('ESBN')).toMatchObject([
      { networks: { taken: null, decided: null }, before: { outcome: 'done' } },
    ]);
    // Typed from the phone and done before the supplier's own arrives: that is no second asking.
    const other = new Night();
    const asked = other.ask(MPRN);
    other.minutes(1);
    const typed = other.phone(MPRN, { reference: other.reference(asked) });
    other.minutes(1).networks({ do: 'decideRequest', request: typed, outcome: 'done' });
    expect(other.seenBy('ESBN')).toMatchObject([
      { networks: { decided: { outcome: 'done' } }, before: null },
    ]);
  });
});

describe('differences', () => {
  test('DIFF1: outcome, promise and Networks’ reference are laid beside what was heard, each with who said it and when', () => {
    const night = new Night();
    const subject = night.ask(MPRN);
    const promisedAt = night.now + 20 * MIN;
    night.hear(subject, { outcome: 'promised', promisedAt, esbnReference: 'W-1' });
    night.minutes(1).networks({
      do: 'decideRequest',
      request: subject,
      outcome: 'promised',
      promisedAt: promisedAt + 30 * MIN,
      esbnReference: 'W-2',
    });
    const [promise, reference] = night.seenBy('ABC')[0]?.differences ?? [];
    expect(promise).toEqual({
      field: 'promisedAt',
      grave: false,
      said: [
        { side: 'heard', value: promisedAt, operator: 'desk-1', at: night.now - MIN },
        { side: 'networks', value: promisedAt + 30 * MIN, operator: 'networks', at: night.now },
      ],
    });
    expect(reference?.field).toBe('esbnReference');
    night.minutes(1).networks({ do: 'decideRequest', request: subject, outcome: 'refused' });
    expect(fieldsOf(night)).toContain('outcome');
  });

  test('DIFF2: a promise kept since, the same minute, the same identifier otherwise spelt, not knowing and not reaching anybody are no differences', () => {
    const night = new Night();
    const paidAt = night.now - 40 * MIN;
    const subject = night.ask(MPRN, { paidAt: paidAt + 30_000, secondIdentifier: 'V94 C3C8' });
    night.phone(MPRN, { paidAt, secondIdentifier: 'v94c3c8', d05: 'unknown' });
    night.hear(subject, { outcome: 'promised', d05: 'waiting' });
    night.minutes(5).networks({ do: 'decideRequest', request: subject, outcome: 'done' });
    expect(fieldsOf(night)).toEqual([]);
    night.minutes(1).hear(subject, { outcome: 'noAnswer' });
    expect(fieldsOf(night)).toEqual([]);
    night.minutes(1).hear(subject, { outcome: 'wrongCustomer' });
    expect(fieldsOf(night)).toEqual(['outcome']);
  });
});
