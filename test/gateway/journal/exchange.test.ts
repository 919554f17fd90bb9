// One exchange after another against the real decision and both journals: what is stored, what is
// set aside, what is refused as a whole, and that nothing crosses an audience.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchange } from '../../../gateway/exchange.ts';
import { Desk as Writer, idOf, NOW, shownOf } from '../desk.ts';
import type { Device, Journal } from '../../../gateway/journal/journal.ts';
import { MemoryJournal } from '../../../gateway/journal/memory-journal.ts';
import { SqliteJournal } from '../../../gateway/journal/sqlite-journal.ts';
import { RECOVERY_DAYS, recoverIfRestored } from '../../../gateway/recovery.ts';
import { must } from '../../../shared/lib/check.ts';
import { chainHashOf, headHashOf, readHeadText, type Entry } from '../../../shared/log/entry.ts';
import { toWire, type ExchangeReply, type ExchangeRequest } from '../../../shared/sync/protocol.ts';

const now = NOW;
const device = (digit: string, organisation: string, revokedAt: number | null = null): Device => ({
  id: idOf(digit),
  organisation,
  role: 'operator',
  enrolledAt: now,
  revokedAt,
});
const [aoife, brian, ciara, networks] = [
  device('1', 'ABC'),
  device('2', 'ABC'),
  device('3', 'DEF'),
  device('9', 'ESB'),
];

/** A desk that exchanges with a journal directly. */
class Desk extends Writer<Device> {
  send(
    journal: Journal,
    entries: readonly Entry[] = this.entries,
    more: Partial<ExchangeRequest> = {},
  ) {
    const done = exchange(journal, this.who, this.request(entries.map(toWire), more), now);
    if (done.ok) this.heard(done.value.reply);
    return done;
  }
}

function fresh(make: () => Journal): Journal {
  const journal = make();
  for (const organisation of ['ABC', 'DEF', 'ESB'])
    journal.addOrganisation({
      id: organisation,
      name: organisation,
      isNetworks: organisation === 'ESB',
    });
  for (const each of [aoife, brian, ciara, networks]) journal.putDevice(each, `token ${each.id}`);
  return journal;
}

const reply = (done: ReturnType<Desk['send']>) => {
  if (!done.ok) throw new Error(done.error.code);
  return done.value.reply;
};
const subject = 'mprn:10000000001';
const isRequest = (entry: Entry) => entry.subject.startsWith('request:');

describe.each([
  ['memory', () => new MemoryJournal()],
  ['SQLite', () => new SqliteJournal(':memory:')],
] as const)('an exchange over %s', (_name, make) => {
  test('SYNC1: entries are stored once and acknowledged, however often they are sent', () => {
    const journal = fresh(make);
    const desk = new Desk(aoife);
    for (let index = 0; index < 5; index++) desk.write(subject, `note ${index}`);
    expect(reply(desk.send(journal)).acknowledged).toBe(5);
    const again = desk.send(journal);
    expect(again).toMatchObject({ ok: true, value: { stored: 0, reply: { acknowledged: 5 } } });
    const colleague = new Desk(brian);
    expect(reply(colleague.send(journal)).entries).toEqual(desk.entries.map(toWire));
    expect(reply(colleague.send(journal)).entries).toEqual([]);
    journal.close();
  });

  test('SYNC2: what comes after a gap waits; what fills it is asked for by the acknowledgement', () => {
    const journal = fresh(make);
    const desk = new Desk(aoife);
    for (let index = 0; index < 5; index++) desk.write(subject, `note ${index}`);
    expect(reply(desk.send(journal, desk.entries.slice(2))).acknowledged).toBe(0);
    expect(reply(desk.send(journal, desk.entries.slice(0, 3))).acknowledged).toBe(3);
    expect(reply(desk.send(journal, desk.entries.slice(1))).acknowledged).toBe(5);
    journal.close();
  });

  test('SYNC3: whatever is sent in whatever order, all that is contiguous is stored once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(11), { maxLength: 14 }), { maxLength: 12 }),
        (sendings) => {
          const journal = fresh(make);
          const desk = new Desk(aoife);
          for (let index = 0; index < 12; index++) desk.write(subject, `note ${index}`);
          let acknowledged = 0;
          for (const order of sendings) {
            const entries = order.map((at) => must(desk.entries[at], 'one of twelve'));
            const told = reply(desk.send(journal, entries)).acknowledged;
            expect(told).toBeGreaterThanOrEqual(acknowledged);
            acknowledged = told;
          }
          const read = reply(new Desk(brian).send(journal)).entries;
          expect(read).toEqual(desk.entries.slice(0, acknowledged).map(toWire));
          journal.close();
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });

  test('SYNC4: the same seq with another hash is a copied database: refused as a whole', () => {
    const journal = fresh(make);
    const desk = new Desk(aoife);
    desk.write(subject, 'one');
    desk.send(journal);
    const copy = new Desk(aoife);
    copy.write(subject, 'another');
    copy.write(subject, 'and more');
    expect(copy.send(journal)).toEqual({ ok: false, error: { code: 'forked', seq: 1 } });
    expect(journal.chainEnd(aoife.id)?.seq).toBe(1);
    journal.close();
  });

  test('SYNC5: a broken chain, a stranger’s entry, a revoked device and a foreign one are refused, and nothing is stored', () => {
    const journal = fresh(make);
    const desk = new Desk(aoife);
    const first = desk.write(subject, 'one');
    const second = desk.write(subject, 'two');
    desk.send(journal, [first]);
    const broken = { ...toWire(second), prev: 'f'.repeat(64) };
    const sent = (who: Device, request: ExchangeRequest) => exchange(journal, who, request, now);
    expect(sent(aoife, desk.request([broken]))).toEqual({
      ok: false,
      error: { code: 'chainBroken' },
    });
    expect(sent(aoife, desk.request([{ ...broken, head: 'no JSON' }]))).toEqual({
      ok: false,
      error: { code: 'malformed' },
    });
    const stranger = new Desk(ciara);
    stranger.write('mprn:10000000009', 'theirs');
    const theirs = stranger.entries.map(toWire);
    expect(sent(aoife, desk.request(theirs))).toEqual({
      ok: false,
      error: { code: 'otherDevice' },
    });
    expect(sent(brian, desk.request())).toEqual({ ok: false, error: { code: 'otherDevice' } });
    expect(sent({ ...aoife, revokedAt: now }, desk.request())).toEqual({
      ok: false,
      error: { code: 'revoked' },
    });
    expect(journal.chainEnd(aoife.id)?.seq).toBe(1);
    expect(journal.chainEnd(ciara.id)).toBeNull();
    journal.close();
  });

  test('SYNC6: an altered body is set aside with its reason, and holds up nothing behind it', () => {
    const journal = fresh(make);
    const desk = new Desk(aoife);
    for (let index = 0; index < 3; index++) desk.write(subject, `note ${index}`);
    const wires = desk.entries.map(toWire);
    const altered = wires.map((wire, at) => (at === 1 ? { ...wire, body: '["salt","x"]' } : wire));
    const done = exchange(journal, aoife, desk.request(altered), now);
    expect(done).toMatchObject({
      ok: true,
      value: {
        stored: 2,
        reply: { acknowledged: 3, refused: [{ seq: 2, reason: 'bodyAltered' }] },
      },
    });
    // A colleague gets the place of it, so that the chain verifies; and nothing of its text.
    const read = reply(new Desk(brian).send(journal)).entries;
    expect(read).toHaveLength(3);
    expect(read[1]).toEqual({
      device: aoife.id,
      seq: 2,
      prev: wires[1]?.prev,
      headHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    journal.close();
  });

  test('SYNC7: a request addressed to Networks is in both feeds, everything else in its own', () => {
    const journal = fresh(make);
    const supplier = new Desk(aoife);
    const rival = new Desk(ciara);
    const esb = new Desk(networks);
    supplier.write(subject, 'a customer');
    const asked = supplier.write('request:1', 'please', { to: 'networks' });
    rival.write('mprn:10000000002', 'theirs');
    for (const desk of [supplier, rival]) desk.send(journal);
    expect(reply(esb.send(journal)).entries).toEqual([shownOf(asked)]);
    const answered = esb.write('request:1', 'done');
    esb.send(journal);
    expect(reply(supplier.send(journal)).entries).toEqual([shownOf(answered)]);
    expect(reply(rival.send(journal)).entries).toEqual([]);
    expect(reply(rival.send(journal)).cursor).toBe(1);
    journal.close();
  });

  test('SYNC8: nobody writes into a subject that is not theirs to see, or learns from the answer that there is one', () => {
    const journal = fresh(make);
    const supplier = new Desk(aoife);
    const rival = new Desk(ciara);
    supplier.write('request:1', 'ours', { to: 'networks' });
    supplier.send(journal);
    rival.write('request:1', 'let me see', { to: 'networks' });
    const done = rival.send(journal);
    // The same of a subject that nobody has written of.
    const elsewhere = fresh(make);
    const other = new Desk(ciara);
    other.write('request:1', 'let me see', { to: 'networks' });
    expect(reply(done)).toEqual(reply(other.send(elsewhere)));
    elsewhere.close();
    expect(journal.audienceOf('request:1')).toEqual(['ABC', 'ESB']);
    expect(reply(new Desk(networks).send(journal)).entries).toHaveLength(1);
    journal.close();
  });

  describe('AUD7: what a supplier is answered is the same to the byte, whatever its rivals do', () => {
    /** Six rounds of a supplier with Networks, who answers its requests; the rivals come between. */
    const answersTo = (rivals: (journal: Journal, esb: Desk, round: number) => void) => {
      const journal = fresh(make);
      const supplier = new Desk(ciara);
      const esb = new Desk(networks);
      const answers: ExchangeReply[] = [];
      for (let round = 0; round < 6; round++) {
        rivals(journal, esb, round);
        // Networks is in touch whatever its partners do: when it was last is no secret.
        esb.send(journal);
        supplier.write(subject, `note ${round}`);
        const own = `request:own-${round - (round % 2)}`;
        if (round % 2 === 0) supplier.write(own, 'ours', { to: 'networks' });
        answers.push(reply(supplier.send(journal)));
        // Two words on each of its requests, the second one right behind the first.
        const of = { kind: 'request.decided', name: `000000${round}0` };
        esb.write(own, 'done', of);
        esb.write(own, 'and more', { ...of, name: `000000${round}1` });
        // And what it says of its own clock, to everybody.
        if (round === 3)
          esb.write(`clock:${networks.id}`, 'ahead', { ...of, to: 'partners', name: '000000ff' });
        esb.send(journal);
      }
      answers.push(reply(supplier.send(journal)));
      // What was read is still the same feed, wherever the reader stands in it.
      const { cursor } = must(answers.at(-1), 'it was answered');
      const marks = Array.from({ length: cursor }, (_, at) => journal.markAt('DEF', at + 1));
      journal.close();
      return { answers, marks };
    };
    const asks = (journal: Journal, busy: Desk) => {
      for (let each = 0; each < 20; each++) {
        busy.write(subject, 'the same customer');
        busy.write(`request:of-abc-${busy.entries.length}`, 'asked', { to: 'networks' });
      }
      busy.send(journal);
    };

    test('while Networks leaves them unanswered', () => {
      const alone = answersTo(() => undefined);
      const busy = new Desk(aoife);
      expect(answersTo((journal) => asks(journal, busy))).toEqual(alone);
      expect(busy.entries.length).toBe(240);
      expect(alone.answers.flatMap(({ entries }) => entries)).toHaveLength(13);
    });

    test('while Networks answers them on the same laptop, before, between and after', () => {
      const alone = answersTo(() => undefined);
      const busy = new Desk(aoife);
      let count = 0;
      const answered = answersTo((journal, esb, round) => {
        asks(journal, busy);
        // Three words of Networks for the rival, in every round, one of them still to be sent.
        for (const { subject: of } of busy.entries.filter(isRequest).slice(-3)) {
          const name = `0001${String((count += 1)).padStart(4, '0')}`;
          esb.write(of, `done ${round}`, { kind: 'request.decided', name });
          if (count % 3 !== 0) esb.send(journal);
        }
      });
      expect(count).toBe(18);
      expect(answered).toEqual(alone);
      expect(JSON.stringify(answered)).not.toContain('of-abc');
      const places = answered.answers.flatMap(({ entries }) =>
        entries.map((each) => ('shown' in each ? readHeadText(each.shown) : each)),
      );
      for (const place of places) {
        expect(place).not.toHaveProperty('seq');
        expect(place).not.toHaveProperty('prev');
      }
    });
  });

  test('AUD1: two suppliers with one MPRN neither see nor refuse each other', () => {
    const journal = fresh(make);
    const supplier = new Desk(aoife);
    const next = new Desk(ciara);
    supplier.write(subject, 'was ours');
    supplier.write('desk:settings', 'ours');
    next.write(subject, 'is theirs now');
    next.write('desk:settings', 'theirs');
    for (const desk of [supplier, next, supplier, next])
      expect(reply(desk.send(journal))).toMatchObject({ refused: [], entries: [] });
    expect(reply(new Desk(brian).send(journal)).entries).toEqual(supplier.entries.map(toWire));
    journal.close();
  });

  describe('AUD2: whom an entry is addressed to', () => {
    const clockOf = (desk: Desk) => `clock:${desk.who.id}`;

    test('a clock is seen by partners: a supplier’s by Networks, Networks’ by everybody', () => {
      const journal = fresh(make);
      const [supplier, rival, esb] = [new Desk(aoife), new Desk(ciara), new Desk(networks)];
      const ours = supplier.write(clockOf(supplier), 'drifts', { to: 'partners' });
      const theirs = esb.write(clockOf(esb), 'does not', { to: 'partners' });
      for (const desk of [supplier, rival, esb]) desk.send(journal);
      expect(reply(supplier.send(journal)).entries).toEqual([shownOf(theirs)]);
      expect(journal.audienceOf(clockOf(esb))).toEqual(['ESB', 'ABC', 'DEF']);
      expect(journal.audienceOf(clockOf(supplier))).toEqual(['ABC', 'ESB']);
      const read = new Desk(networks);
      read.cursor = 0;
      expect(reply(read.send(journal)).entries).toEqual([shownOf(ours)]);
      journal.close();
    });

    test('of another organisation’s clock nobody but the own one hears, and the answer is that of a clock nobody knows; of a colleague’s all do', () => {
      const journal = fresh(make);
      const [supplier, rival, colleague] = [new Desk(aoife), new Desk(ciara), new Desk(brian)];
      const to = { to: 'partners' };
      rival.write(clockOf(supplier), 'yours is wrong', to);
      rival.write(clockOf(new Desk(networks)), 'and yours', to);
      rival.write(`clock:${idOf('d')}`, 'and whose', to);
      const drifts = colleague.write(clockOf(supplier), 'it drifts', to);
      expect(reply(rival.send(journal)).refused).toEqual([]);
      expect(reply(colleague.send(journal)).refused).toEqual([]);
      expect(reply(supplier.send(journal)).entries).toEqual([toWire(drifts)]);
      expect(reply(new Desk(networks).send(journal)).entries).toEqual([shownOf(drifts)]);
      expect(
        journal.feed('DEF', 0, { entries: 9, bytes: 1e6, exceptDevice: '' }).rows,
      ).toHaveLength(3);
      journal.close();
    });

    test('AUD3: a supplier is refused alike for another one, whether there is one of that name or not', () => {
      const journal = fresh(make);
      const supplier = new Desk(aoife);
      for (const to of ['DEF', 'ZZZ', 'ABC', 'ESB', 'networks'])
        supplier.write(`request:${to}`, 'asked', { to });
      expect(reply(supplier.send(journal)).refused).toEqual([
        { seq: 1, reason: 'foreignSubject' },
        { seq: 2, reason: 'foreignSubject' },
      ]);
      journal.close();
    });

    test.each(['auditor', 'agent'] as const)(
      'AUD5: an %s brings nothing in a colleague’s name',
      (role) => {
        const journal = fresh(make);
        const supplier = new Desk(aoife);
        supplier.write(subject, 'hers');
        const bringer = { ...brian, role };
        const request = { ...new Desk(bringer).request(), entries: supplier.entries.map(toWire) };
        journal.recover(now + 1);
        const tips = { [aoife.id]: 1 };
        const done = exchange(journal, bringer, { ...request, tips }, now);
        // Nor is it asked for what would not be taken.
        expect(done).toMatchObject({ ok: true, value: { stored: 0 } });
        expect(done.ok && done.value.reply.lost).toBeUndefined();
        expect(journal.chainEnd(aoife.id)).toBeNull();
        // The fault is real: an operator's is heard while the gateway gets back what it lost.
        expect(exchange(journal, brian, { ...request, device: brian.id }, now).ok).toBe(true);
        expect(journal.chainEnd(aoife.id)?.seq).toBe(1);
        journal.close();
      },
    );

    test('AUD6: nobody writes in a colleague’s name but where it was lost, and for as long as it is got back', () => {
      const journal = fresh(make);
      const hers = new Desk(aoife);
      hers.write(subject, 'hers');
      reply(hers.send(journal));
      // What she never wrote, sealed at the end of her chain by somebody who can read it.
      hers.write(subject, 'forged');
      const forged = { ...new Desk(brian).request(), entries: hers.entries.slice(1).map(toWire) };
      const tips = { [aoife.id]: 2 };
      const said = exchange(journal, brian, { ...forged, tips }, now);
      expect(said).toMatchObject({ ok: true, value: { stored: 0 } });
      expect(said.ok && said.value.reply.lost).toBeUndefined();
      expect(journal.chainEnd(aoife.id)?.seq).toBe(1);
      journal.recover(now + 1000);
      const asked = exchange(journal, brian, { ...forged, entries: [], tips }, now + 999);
      expect(asked.ok && asked.value.reply.lost).toEqual({ [aoife.id]: 1 });
      expect(exchange(journal, brian, forged, now + 1000)).toMatchObject({ value: { stored: 0 } });
      expect(exchange(journal, brian, forged, now + 999)).toMatchObject({ value: { stored: 1 } });
      journal.close();
    });

    test('SYNC9: a colleague’s chain that went on otherwise is not brought back, and stops nobody who has the old one', () => {
      const journal = fresh(make);
      // Her laptop was put back from a copy as well, and wrote another second entry.
      const [old, copy] = [new Desk(aoife), new Desk(aoife)];
      for (const each of [old, copy]) each.write(subject, 'first');
      old.write(subject, 'second');
      old.write(subject, 'third');
      copy.write(subject, 'another second');
      reply(copy.send(journal));
      journal.recover(now + 1000);
      const desk = new Desk(brian);
      const brings = (entries: typeof old.entries) =>
        exchange(journal, brian, { ...desk.request(), entries: entries.map(toWire) }, now);
      // Broken where it goes on, and another one where there is one: neither is his to answer for.
      expect(brings(old.entries.slice(2))).toMatchObject({ ok: true, value: { stored: 0 } });
      expect(brings(old.entries)).toMatchObject({ ok: true, value: { stored: 0 } });
      desk.write(subject, 'his own');
      expect(brings(desk.entries)).toMatchObject({ ok: true, value: { stored: 1 } });
      // She hears of it herself.
      expect(old.send(journal)).toEqual({ ok: false, error: { code: 'forked', seq: 2 } });
      journal.close();
    });

    test('SYNC9: what was set aside comes back as its place, so that the chain goes on behind it', () => {
      const journal = fresh(make);
      const hers = new Desk(aoife);
      hers.write(subject, 'first');
      hers.write(subject, 'altered on its way');
      hers.write(subject, 'third');
      const links = hers.entries.map((entry) => {
        if (entry.seq !== 2) return toWire(entry);
        const { device, seq, prev } = entry;
        return { device, seq, prev, headHash: headHashOf(entry.head) };
      });
      const bring = () => {
        const request = { ...new Desk(brian).request(), entries: links };
        return exchange(journal, brian, request, now);
      };
      journal.recover(now + 1);
      expect(bring()).toMatchObject({
        value: { stored: 2, reply: { refused: [{ seq: 2, reason: 'withoutText' }] } },
      });
      expect(journal.chainEnd(aoife.id)).toEqual({ seq: 3, hash: hers.entries[2]?.hash });
      expect(journal.refusedAt(aoife.id, 2)).toBe('withoutText');
      expect(bring()).toMatchObject({ value: { stored: 0 } });
      journal.close();
    });

    test('AUD4: what Networks says in its own name is written by Networks only', () => {
      const journal = fresh(make);
      const [supplier, esb] = [new Desk(aoife), new Desk(networks)];
      for (const kind of ['request.taken', 'request.decided', 'request.d05Answered'])
        supplier.write('request:1', 'as if', { to: 'networks', kind });
      supplier.write('request:1', 'asked', { to: 'networks', kind: 'request.made' });
      const { refused } = reply(supplier.send(journal));
      expect(refused.map(({ seq, reason }) => `${seq} ${reason}`)).toEqual([
        '1 roleForbids',
        '2 roleForbids',
        '3 roleForbids',
      ]);
      esb.write('request:1', 'done', { to: 'ABC', kind: 'request.decided' });
      expect(reply(esb.send(journal)).refused).toEqual([]);
      journal.close();
    });

    test('Networks hears that what it says of a request it was never asked about reaches nobody', () => {
      const journal = fresh(make);
      const [supplier, esb] = [new Desk(aoife), new Desk(networks)];
      supplier.write('request:1', 'kept to ourselves');
      supplier.send(journal);
      esb.write('request:1', 'done', { to: 'ABC', kind: 'request.decided' });
      const told = reply(esb.send(journal));
      expect(told).toMatchObject({
        refused: [{ seq: 1, reason: 'foreignSubject' }],
        entries: [],
      });
      expect(journal.audienceOf('request:1')).toEqual(['ABC']);
      expect(reply(supplier.send(journal)).entries).toEqual([]);
      journal.close();
    });

    test('a request reaches one supplier, whoever writes what', () => {
      const journal = fresh(make);
      const [supplier, esb] = [new Desk(aoife), new Desk(networks)];
      supplier.write('request:1', 'for a rival', { to: 'DEF' });
      supplier.write('request:2', 'to the other side', { to: 'partners' });
      expect(reply(supplier.send(journal)).refused).toEqual([{ seq: 1, reason: 'foreignSubject' }]);
      esb.write('request:2', 'handed on', { to: 'DEF' });
      esb.write('request:3', 'to everybody', { to: 'partners' });
      esb.write('request:4', 'to one', { to: 'ABC' });
      expect(reply(esb.send(journal)).refused).toEqual([
        { seq: 1, reason: 'foreignSubject' },
        { seq: 2, reason: 'foreignSubject' },
      ]);
      expect(journal.audienceOf('request:2')).toEqual(['ABC', 'ESB']);
      expect(journal.audienceOf('request:4')).toEqual(['ESB', 'ABC']);
      // Of what is not shared, the address is not looked at.
      supplier.write(subject, 'addressed by mistake', { to: 'networks' });
      supplier.send(journal);
      expect(reply(new Desk(networks).send(journal)).entries).toHaveLength(1);
      journal.close();
    });
  });

  test('ACCESS3: an auditor writes its settings and its clock; a coordinator is Networks’ own', () => {
    const journal = fresh(make);
    const auditor = new Desk({ ...aoife, role: 'auditor' });
    journal.putDevice(auditor.who, 'auditor');
    for (const about of ['desk:settings', `clock:${aoife.id}`, subject, 'request:1'])
      auditor.write(about, 'x', { to: 'networks' });
    const refusedOf = (desk: Desk) => reply(desk.send(journal)).refused;
    expect(refusedOf(auditor)).toEqual([
      { seq: 3, reason: 'roleForbids' },
      { seq: 4, reason: 'roleForbids' },
    ]);
    const stray = new Desk({ ...ciara, role: 'coordinator' });
    journal.putDevice(stray.who, 'stray');
    stray.write(subject, 'x');
    expect(refusedOf(stray)).toEqual([{ seq: 1, reason: 'roleForbids' }]);
    const esb = new Desk({ ...networks, role: 'coordinator' });
    journal.putDevice(esb.who, 'esb');
    esb.write('request:2', 'x', { to: 'ABC' });
    expect(refusedOf(esb)).toEqual([]);
    journal.close();
  });

  test('FEED10: why an entry was set aside is said again when the answer was lost', () => {
    const journal = fresh(make);
    const auditor = new Desk({ ...aoife, role: 'auditor' });
    journal.putDevice(auditor.who, 'auditor');
    auditor.write(subject, 'x');
    const first = reply(auditor.send(journal));
    expect(first.refused).toHaveLength(1);
    expect(reply(auditor.send(journal)).refused).toEqual(first.refused);
    expect(reply(new Desk(brian).send(journal)).entries).toHaveLength(1);
    journal.close();
  });

  const STEP = 20_000;
  test('AUD3: partners are the other side of the phone, and when it was last heard of', () => {
    const journal = fresh(make);
    const partners = (desk: Desk) => reply(desk.send(journal)).partners;
    const of = (organisation: string, lastAt: number | null, ...desks: readonly Device[]) => ({
      organisation,
      name: organisation,
      isNetworks: organisation === 'ESB',
      lastAt,
      devices: Object.fromEntries(desks.map(({ id }) => [id, lastAt])),
    });
    // In the step that has not ended yet it was there in the one before, as far as is told.
    const before = now - STEP;
    expect(partners(new Desk(aoife))).toEqual([of('ESB', null)]);
    expect(partners(new Desk(networks))).toEqual([of('ABC', before, aoife), of('DEF', null)]);
    expect(partners(new Desk(ciara))).toEqual([of('ESB', before, networks)]);
    // Each desk by itself: one that is cut off is not heard of because its colleague is.
    const later = now + 10 * 60_000;
    const told = (desk: Device, when = later) => {
      const done = exchange(journal, desk, new Desk(desk).request(), when);
      return done.ok ? done.value.reply.partners[0]?.devices : undefined;
    };
    told(brian);
    expect(told(networks)).toEqual({ [aoife.id]: now, [brian.id]: later - STEP });
    expect(told(networks, later + STEP)).toEqual({ [aoife.id]: now, [brian.id]: later });
    // A desk that was not there for a day is nobody's of tonight; what its organisation said stands.
    const nextDay = now + 24 * 3_600_000;
    const seen = exchange(journal, networks, new Desk(networks).request(), nextDay);
    expect(seen.ok && seen.value.reply.partners[0]).toMatchObject({
      lastAt: later,
      devices: { [brian.id]: later },
    });
    expect(seen.ok && seen.value.reply.partners[0]?.devices).not.toHaveProperty([aoife.id]);
    // It is written once in each step of the clock, and follows a clock that was put back.
    const at = (when: number) => {
      const who = new Desk(aoife);
      expect(exchange(journal, who.who, who.request(), when).ok).toBe(true);
      return journal.lastSeen('ABC').get(aoife.id);
    };
    expect(at(now + STEP - 1)).toBe(now);
    expect(at(now + STEP)).toBe(now + STEP);
    expect(at(now - 5)).toBe(now - 5);
    journal.close();
  });

  test('AUD7: when the other side was last there is told alike, whenever in a step and however often it was', () => {
    /** What is told every second of two minutes, where Networks is there at these. */
    const toldOf = (...seconds: readonly number[]) => {
      const journal = fresh(make);
      const told = Array.from({ length: 120 }, (_, second) => {
        const when = now + second * 1000;
        if (seconds.includes(second))
          exchange(journal, networks, new Desk(networks).request(), when);
        const done = exchange(journal, ciara, new Desk(ciara).request(), when);
        return done.ok ? done.value.reply.partners : null;
      });
      journal.close();
      return told;
    };
    const polls = Array.from({ length: 40 }, (_, at) => at * 3);
    const alone = toldOf(...polls);
    // It writes to somebody else now and then, and polls three seconds after that.
    expect(toldOf(...polls.map((second) => (second > 10 ? second + 1 : second)), 11)).toEqual(
      alone,
    );
    expect(toldOf(...polls, 5, 7, 22, 23, 59)).toEqual(alone);
    // And it is told at all: not the same for one who has left.
    expect(toldOf(0, 3)).not.toEqual(alone);
    expect(new Set(alone.map((each) => each?.[0]?.lastAt)).size).toBe(6);
  });

  test('AUD7: a head that would grow beyond what others can read is refused', () => {
    const journal = fresh(make);
    const supplier = new Desk(aoife);
    const entry = supplier.write('request:1', 'please', { to: 'networks' });
    const numbers = Array.from({ length: 600 }, () => '1e20').join(',');
    const head = `${entry.head.slice(0, -1)},"more":[${numbers}]}`;
    expect(head.length).toBeLessThan(4000);
    const bent = { ...entry, head, hash: chainHashOf(entry.prev, headHashOf(head)) };
    expect(supplier.send(journal, [bent])).toEqual({ ok: false, error: { code: 'malformed' } });
    expect(journal.chainEnd(aoife.id)).toBeNull();
    journal.close();
  });
});

test('SYNC9: a gateway restored from a backup says so, and gets back what it lost, also a colleague’s', () => {
  let journal = fresh(() => new MemoryJournal()) as MemoryJournal;
  const one = new Desk(aoife);
  const other = new Desk(brian);
  one.write(subject, 'before the backup');
  one.send(journal);
  other.send(journal);
  const backup = journal.backup();
  one.write(subject, 'after the backup');
  other.write(subject, 'of the other, after it');
  one.send(journal);
  other.send(journal);
  one.send(journal);
  journal = backup;
  expect(recoverIfRestored(journal, now)).toBe(now + RECOVERY_DAYS * 86_400_000);
  expect(recoverIfRestored(journal, now)).toBeNull();
  // The other desk's laptop is gone; this one has its entries and is asked for them.
  const tips = { [aoife.id]: 2, [brian.id]: 1 };
  const told = reply(one.send(journal, [], { tips }));
  expect(told).toMatchObject({ rewound: true, acknowledged: 1, lost: { [brian.id]: 0 } });
  const back = reply(one.send(journal, [...one.entries, ...other.entries]));
  expect(back.acknowledged).toBe(2);
  expect(journal.chainEnd(brian.id)?.seq).toBe(1);
});
