// One exchange after another against the real decision and both journals: what is stored, what is
// set aside, what is refused as a whole, and that nothing crosses an audience.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchange } from '../../../gateway/exchange.ts';
import type { Device, Journal } from '../../../gateway/journal/journal.ts';
import { MemoryJournal } from '../../../gateway/journal/memory-journal.ts';
import { SqliteJournal } from '../../../gateway/journal/sqlite-journal.ts';
import { must } from '../../../shared/lib/check.ts';
import {
  ORIGIN,
  seal,
  sealBody,
  tipAfter,
  type Entry,
  type Tip,
} from '../../../shared/log/entry.ts';
import { nextStamp } from '../../../shared/log/stamp.ts';
import {
  PROTOCOL,
  toWire,
  type ExchangeRequest,
  type WireEntry,
} from '../../../shared/sync/protocol.ts';

const now = Date.parse('2026-11-21T20:11:00Z');
const id = (digit: string) =>
  `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;
const device = (digit: string, organisation: string, revokedAt: number | null = null): Device => ({
  id: id(digit),
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

/** A desk that writes entries, and what of the feed it has read. */
class Desk {
  readonly who: Device;
  readonly entries: Entry[] = [];
  #tip: Tip;
  cursor = 0;
  mark = '';

  constructor(who: Device) {
    this.who = who;
    this.#tip = { device: who.id, seq: 0, hash: ORIGIN, stamp: null };
  }

  write(subject: string, note: string, to?: string): Entry {
    const { seq } = this.#tip;
    const entry = seal(
      {
        subject,
        kind: 'case.noted',
        version: 1,
        body: sealBody({ note }, `salt${seq}`),
        ...(to === undefined ? {} : { to }),
      },
      this.#tip,
      {
        id: id('a').slice(0, -4) + String(this.entries.length).padStart(4, '0'),
        now,
        stamp: nextStamp(this.#tip.stamp, now, this.who.id),
        operator: 'Aoife',
      },
    );
    this.entries.push(entry);
    this.#tip = tipAfter(entry);
    return entry;
  }

  request(
    entries: readonly WireEntry[] = [],
    more: Partial<ExchangeRequest> = {},
  ): ExchangeRequest {
    return {
      protocol: PROTOCOL,
      device: this.who.id,
      cursor: this.cursor,
      mark: this.mark,
      entries: [...entries],
      ...more,
    };
  }

  send(
    journal: Journal,
    entries: readonly Entry[] = this.entries,
    more: Partial<ExchangeRequest> = {},
  ) {
    const done = exchange(journal, this.who, this.request(entries.map(toWire), more), now);
    if (done.ok) {
      this.cursor = done.value.reply.cursor;
      this.mark = done.value.reply.mark;
    }
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
    const asked = supplier.write('request:1', 'please', 'networks');
    rival.write('mprn:10000000002', 'theirs');
    for (const desk of [supplier, rival]) desk.send(journal);
    expect(reply(esb.send(journal)).entries).toEqual([toWire(asked)]);
    const answered = esb.write('request:1', 'done');
    esb.send(journal);
    expect(reply(supplier.send(journal)).entries).toEqual([toWire(answered)]);
    expect(reply(rival.send(journal)).entries).toEqual([]);
    expect(reply(rival.send(journal)).cursor).toBe(1);
    journal.close();
  });

  test('SYNC8: nobody writes into a subject that is not theirs to see', () => {
    const journal = fresh(make);
    const supplier = new Desk(aoife);
    const rival = new Desk(ciara);
    supplier.write('request:1', 'ours', 'networks');
    supplier.send(journal);
    rival.write('request:1', 'let me see', 'DEF');
    const done = rival.send(journal);
    expect(reply(done).refused).toEqual([{ seq: 1, reason: 'foreignSubject' }]);
    expect(journal.audienceOf('request:1')).toEqual(['ABC', 'ESB']);
    expect(reply(new Desk(networks).send(journal)).entries).toHaveLength(1);
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
  // The other desk's laptop is gone; this one has its entries and is asked for them.
  const tips = { [aoife.id]: 2, [brian.id]: 1 };
  const told = reply(one.send(journal, [], { tips }));
  expect(told).toMatchObject({ rewound: true, acknowledged: 1, lost: { [brian.id]: 0 } });
  const back = reply(one.send(journal, [...one.entries, ...other.entries]));
  expect(back.acknowledged).toBe(2);
  expect(journal.chainEnd(brian.id)?.seq).toBe(1);
});
