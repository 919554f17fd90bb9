// What every store promises the sync engine: several desks of one organisation, and one of Networks,
// over the real decision of the gateway. Run over plain memory, which folds everything anew from
// everything, and over the real database, which moves on what it can.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { ok } from '../../shared/lib/result.ts';
import {
  bodyHash,
  chainHashOf,
  headHashOf,
  ORIGIN,
  readHead,
  seal,
  sealBody,
  sealList,
  tipAfter,
  verifyChain,
  type Entry,
  type Head,
  type Tip,
} from '../../shared/log/entry.ts';
import { uuid7 } from '../../shared/log/ids.ts';
import { nextStamp } from '../../shared/log/stamp.ts';
import { foldCase, requestFor } from '../../shared/domain/case.ts';
import type { Command } from '../../shared/domain/commands.ts';
import {
  PROTOCOL,
  toWire,
  type ExchangeReply,
  type ExchangeRequest,
  type WireEntry,
} from '../../shared/sync/protocol.ts';
import { exchange } from '../../gateway/exchange.ts';
import { MemoryJournal } from '../../gateway/journal/memory-journal.ts';
import { START } from './driver.ts';
import { report, row, type Remote } from './store.contract.ts';
import { walk } from './walk.ts';
import { everSince } from '../shared/domain/ever-since.ts';

const MIN = 60_000;
const DAY = 24 * 60 * MIN;
const subject = (index: number) => `mprn:10${String(index).padStart(9, '0')}`;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Networks answers the phone: with it a request is made. */
const asksNetworks = (index: number): Command => ({
  do: 'answer',
  subject: subject(index),
  script: 'networks-reenergise',
  scriptVersion: 1,
  step: 'answered',
  part: 'networks',
  answer: 'answered',
});

/** A gateway, and desks of organisations on databases of their own. */
export class Night {
  readonly journal = new MemoryJournal();
  readonly #driver: Remote;
  readonly #devices = new Map<number, string>();

  constructor(driver: Remote) {
    this.#driver = driver;
    for (const id of ['ABC', 'ESB'])
      this.journal.addOrganisation({ id, name: id, isNetworks: id === 'ESB' });
  }

  async desk(name: string, seed: number, organisation = 'ABC'): Promise<number> {
    const desk = await this.#driver.open(name, seed);
    await this.enrol(desk, organisation);
    return desk;
  }

  async enrol(desk: number, organisation = 'ABC'): Promise<void> {
    const { device } = await this.#driver.tip(desk);
    this.#devices.set(desk, device);
    this.journal.putDevice(
      { id: device, organisation, role: 'operator', enrolledAt: START, revokedAt: null },
      `token ${device}`,
    );
  }

  /** One exchange; the reply as it was taken. */
  async once(desk: number, limit = 100, twice = false): Promise<ExchangeReply> {
    const request = await this.#driver.request(desk, limit);
    const who = must(this.journal.device(request.device), 'enrolled');
    const done = exchange(this.journal, who, request, START);
    if (!done.ok) throw new Error(done.error.code);
    await this.#driver.take(desk, done.value.reply);
    if (twice) await this.#driver.take(desk, done.value.reply);
    return done.value.reply;
  }

  /** What a device of ABC says that is no console of ours. */
  say(device: string, entries: readonly WireEntry[]) {
    const who = { id: device, organisation: 'ABC', role: 'operator' as const };
    this.journal.putDevice({ ...who, enrolledAt: START, revokedAt: null }, `token ${device}`);
    const request: ExchangeRequest = {
      protocol: PROTOCOL,
      device,
      cursor: 0,
      mark: '',
      entries: [...entries],
    };
    const done = exchange(this.journal, must(this.journal.device(device), 'put'), request, START);
    if (!done.ok) throw new Error(done.error.code);
    return done.value;
  }

  /** Until everybody has everything. */
  async heal(...desks: readonly number[]): Promise<void> {
    for (let round = 0; round < 3; round++) {
      for (const desk of desks) {
        for (;;) {
          const reply = await this.once(desk);
          const { seq } = await this.#driver.tip(desk);
          if (!reply.more && !reply.rewound && reply.acknowledged === seq) break;
        }
      }
    }
  }
}

/** What a gateway would hand on that has these entries of colleagues and nothing else. */
function replyOf(log: readonly Entry[]): ExchangeReply {
  return {
    protocol: PROTOCOL,
    now: START,
    acknowledged: 0,
    acknowledgedHash: ORIGIN,
    refused: [],
    entries: log.map((entry) => toWire(entry)),
    authors: {},
    cursor: log.length,
    mark: '',
    more: false,
    rewound: false,
    partners: [],
  };
}

/** `fresh` gives a driver and a database name that nobody used before. */
export function syncContract(fresh: () => Promise<{ driver: Remote; name: string }>): void {
  const started = async () => {
    const { driver, name } = await fresh();
    await driver.begin();
    const night = new Night(driver);
    const aoife = await night.desk(`${name}-a`, 1);
    const brian = await night.desk(`${name}-b`, 2);
    return { driver, name, night, aoife, brian };
  };

  describe('what others wrote', () => {
    test('STORE18: two offline desks that have the same customer end with one case, and both are told of a double call', async () => {
      const { driver, night, aoife, brian } = await started();
      for (const desk of [aoife, brian]) {
        await driver.run(desk, report(1), desk === aoife ? 'Aoife' : 'Brian');
        await driver.wait(1000);
        await driver.run(desk, asksNetworks(1), desk === aoife ? 'Aoife' : 'Brian');
      }
      const given = async (desk: number) => {
        const [state] = await driver.casesOf(desk, [subject(1)]);
        const { device } = await driver.tip(desk);
        return requestFor(must(state, 'it was reported'), device)?.reference;
      };
      const before = [await given(aoife), await given(brian)];
      expect(new Set(before).size).toBe(2);
      await night.heal(aoife, brian);
      const [ours] = await driver.casesOf(aoife, [subject(1)]);
      expect(ours).toEqual((await driver.casesOf(brian, [subject(1)]))[0]);
      // Each desk goes on with the reference that Networks has heard from it.
      expect([await given(aoife), await given(brian)]).toEqual(before);
      expect(ours?.reports).toHaveLength(1);
      expect(ours?.earlier).toBe(0);
      expect(ours?.clash).toMatchObject({
        first: { operator: 'Aoife' },
        second: { operator: 'Brian' },
        bothCalled: true,
      });
      // Still off after all: two requests of before are none of now, and both go on with the new one.
      const at = { backAt: START, learntAt: START };
      await driver.run(aoife, {
        do: 'power',
        subject: subject(1),
        level: 'claimed',
        by: 'esbn',
        ...at,
      });
      await driver.wait(MIN);
      await driver.run(aoife, { do: 'stillOff', subject: subject(1), by: 'customer' });
      await night.heal(aoife, brian);
      await driver.run(aoife, { do: 'startCall', subject: subject(1), to: 'networks' });
      await night.heal(aoife, brian);
      const [again] = await driver.casesOf(brian, [subject(1)]);
      expect(again?.requests).toHaveLength(3);
      const third = again?.requests.at(-1)?.reference;
      expect(before).not.toContain(third);
      expect([await given(aoife), await given(brian)]).toEqual([third, third]);
    });

    test.each(['startCall', 'answer', 'outcome'] as const)(
      'STORE36: a desk cut off that goes on (%s) with a customer whom another took over is told, and so is the other',
      async (act) => {
        const { driver, night, aoife, brian } = await started();
        await driver.run(brian, report(1), 'Brian');
        await driver.run(brian, { do: 'claim', subject: subject(1) }, 'Brian');
        await night.heal(aoife, brian);
        const rings = { do: 'startCall', subject: subject(1), to: 'networks' } as const;
        const goesOn: Command =
          act === 'startCall'
            ? rings
            : act === 'outcome'
              ? { do: 'outcome', subject: subject(1), outcome: 'promised', promisedAt: START + MIN }
              : asksNetworks(1);
        // Apart from here on; whoever of the two is heard of first.
        await driver.wait(1000);
        await driver.run(aoife, { do: 'claim', subject: subject(1), takeOver: true }, 'Aoife');
        await driver.run(aoife, rings, 'Aoife');
        await driver.wait(1000);
        await driver.run(brian, goesOn, 'Brian');
        await night.heal(aoife, brian);
        const [ours] = await driver.casesOf(aoife, [subject(1)]);
        expect(ours).toEqual((await driver.casesOf(brian, [subject(1)]))[0]);
        expect(ours?.clash).toMatchObject({
          first: { operator: 'Aoife' },
          second: { operator: 'Brian' },
          bothCalled: act !== 'outcome',
        });
        expect(plain(ours)).toEqual(plain(foldCase(await driver.history(aoife, subject(1)))));
      },
    );

    test('STORE36: desks that work one after the other, each knowing of the other, do not clash', async () => {
      const { driver, night, aoife, brian } = await started();
      const rings = { do: 'startCall', subject: subject(1), to: 'networks' } as const;
      await driver.run(brian, report(1), 'Brian');
      await driver.run(brian, { do: 'claim', subject: subject(1) }, 'Brian');
      await driver.run(brian, rings, 'Brian');
      await driver.run(brian, { do: 'outcome', subject: subject(1), outcome: 'busy' }, 'Brian');
      await night.heal(aoife, brian);
      await driver.run(aoife, rings, 'Aoife');
      await driver.run(aoife, { do: 'outcome', subject: subject(1), outcome: 'noAnswer' }, 'Aoife');
      await night.heal(aoife, brian);
      await driver.run(brian, rings, 'Brian');
      await night.heal(aoife, brian);
      const [ours] = await driver.casesOf(aoife, [subject(1)]);
      const callers = ours?.works?.flatMap(({ rings, device }) => (rings ? [device] : []));
      expect(new Set(callers).size).toBe(2);
      expect(ours?.clash).toBeNull();
    });

    test('STORE18: whoever takes over knowing of the other desk is no clash', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await driver.run(aoife, { do: 'claim', subject: subject(1) });
      await night.heal(aoife, brian);
      await driver.run(brian, { do: 'claim', subject: subject(1), takeOver: true }, 'Brian');
      await night.heal(aoife, brian);
      const [ours] = await driver.casesOf(aoife, [subject(1)]);
      expect(ours?.claim?.operator).toBe('Brian');
      expect(ours?.clash).toBeNull();
    });

    test.each([1, 2, 3])(
      'STORE19: after a seeded night apart (%i) all desks have the same cases, each the fold of its history',
      async (seed) => {
        const { driver, name, night, aoife, brian } = await started();
        const ciara = await night.desk(`${name}-c`, 3);
        const subjects = new Set<string>();
        for (let part = 0; part < 4; part++) {
          for (const desk of [aoife, brian, ciara]) {
            for (const each of await walk(driver, desk, seed * 100 + part * 10 + desk, 25))
              subjects.add(each);
          }
          // Some meet, some do not; a reply may come twice.
          if (part % 2 === 0) await night.once(aoife, 7);
          else await night.once(brian, 1000, true);
        }
        await night.heal(aoife, brian, ciara);
        const all = [...subjects].sort();
        const states = await driver.casesOf(aoife, all);
        expect(states.length).toBeGreaterThan(10);
        expect(await driver.casesOf(brian, all)).toEqual(states);
        expect(await driver.casesOf(ciara, all)).toEqual(states);
        expect(await driver.requests(brian)).toHaveLength((await driver.requests(aoife)).length);
        for (const state of states) {
          const history = await driver.history(aoife, state.subject);
          expect(plain(state), state.subject).toEqual(plain(foldCase(history)));
        }
      },
    );

    test('STORE20: a file brought in on two desks makes one case per customer, and rows know their file', async () => {
      const { driver, night, aoife, brian } = await started();
      const rows = Array.from({ length: 40 }, (_, index) => ({
        mprn: index === 7 ? null : `10${String(index).padStart(9, '0')}`,
        record: index,
        source: 'file' as const,
        noticedAt: START,
        facts: { name: `Customer ${index}`, paidAt: START - index * MIN },
      }));
      await driver.bring(aoife, rows);
      await driver.wait(5000);
      await driver.bring(brian, rows);
      await driver.run(brian, { do: 'claim', subject: subject(3) });
      await night.heal(aoife, brian);
      const all = rows.map((_, index) => subject(index));
      const states = await driver.casesOf(aoife, all);
      expect(states).toHaveLength(39);
      expect(await driver.casesOf(brian, all)).toEqual(states);
      expect(states.every((state) => state.reports.length === 1)).toBe(true);
      expect(await driver.history(aoife, subject(3))).toHaveLength(3);
    });

    test('STORE21: taken again, a reply changes nothing; what is acknowledged is told', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await night.once(aoife);
      expect((await driver.contact(aoife)).acknowledged).toBe(1);
      await night.once(brian, 100, true);
      await night.once(brian, 100, true);
      expect(await driver.history(brian, subject(1))).toHaveLength(1);
      expect((await driver.contact(brian)).lastAt).not.toBeNull();
    });

    test('STORE21: an entry twice in one reply stands once, an own one that comes back stands as it is, and neither is shown', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await driver.run(aoife, { do: 'note', subject: subject(1), note: 'one' });
      await driver.run(brian, report(2), 'Brian');
      const theirs = await driver.entries(aoife);
      const own = await driver.entries(brian);
      await driver.take(brian, replyOf([...theirs, ...theirs, ...own]));
      expect(await driver.history(brian, subject(1))).toHaveLength(2);
      expect(await driver.history(brian, subject(2))).toHaveLength(1);
      expect((await driver.contact(brian)).exceptions).toEqual([]);
      expect(Object.keys((await driver.request(brian)).tips ?? {})).toEqual([theirs[0]?.device]);
      await driver.run(brian, { do: 'note', subject: subject(2), note: 'on' }, 'Brian');
      await night.heal(aoife, brian);
      expect(await driver.history(aoife, subject(2))).toHaveLength(2);
    });

    test('STORE21, LOG7: what the other side wrote is known by its id alone, taken once, and another text under its id is shown and changes nothing', async () => {
      const { driver, name, night, aoife, brian } = await started();
      const networks = await night.desk(`${name}-n`, 7, 'ESB');
      await driver.run(aoife, report(1));
      await driver.run(aoife, asksNetworks(1));
      await night.heal(aoife, networks);
      const [asked] = await driver.requests(networks);
      const on = { request: must(asked, 'it came').subject, to: 'ABC' };
      // Work of its own between its two words: it has a place in Networks' chain that nobody is shown.
      await driver.run(networks, { do: 'takeRequest', ...on }, 'Nora');
      await driver.run(networks, { do: 'arrive', name: 'Nora' }, 'Nora');
      await driver.run(networks, { do: 'decideRequest', ...on, outcome: 'done' }, 'Nora');
      await night.heal(networks);
      const before = (await driver.entries(aoife)).length;
      const reply = await night.once(aoife, 100, true);
      const shown = reply.entries.filter((each) => 'shown' in each);
      expect(reply.entries).toHaveLength(shown.length);
      expect(shown.length).toBeGreaterThan(1);
      expect((await driver.entries(aoife)).length - before).toBe(0);
      const { device } = await driver.tip(networks);
      const seqs = async (desk: number) =>
        (await driver.entriesOf(desk, device)).map(({ seq, prev }) => [seq, prev]);
      const numbered = shown.map((_, at) => [at + 1, ORIGIN]);
      expect(await seqs(aoife)).toEqual(numbered);
      const [first] = shown;
      const { shown: head, body } = must(first, 'there are some');
      const other = { ...(JSON.parse(head) as Head), operator: 'Somebody else' };
      const bent = { shown: JSON.stringify(other), body };
      await driver.take(aoife, { ...reply, entries: [bent, ...shown], authors: reply.authors });
      expect(await seqs(aoife)).toEqual(numbered);
      const { exceptions } = await driver.contact(aoife);
      expect(exceptions.map(({ why, device: whose }) => [why, whose])).toEqual([
        ['unreadable', device],
      ]);
      expect((await driver.requests(aoife))[0]?.networks.taken?.operator).toBe('Nora');
      // A gateway that begins its feed anew tells nothing new.
      await night.heal(aoife, brian);
      expect(await seqs(brian)).toEqual(numbered);
      expect(plain(await driver.requests(brian))).toEqual(plain(await driver.requests(aoife)));
    });

    test('STORE22: what a colleague wrote is decided on at once, in a second window too', async () => {
      const { driver, name, night, aoife, brian } = await started();
      const window = await driver.open(`${name}-b`, 9);
      await driver.run(brian, report(1));
      await night.heal(aoife, brian);
      await driver.run(brian, { do: 'note', subject: subject(1), note: 'here' });
      // The last word in this database is the window's own: only what comes in moves the case on.
      await driver.run(window, { do: 'note', subject: subject(1), note: 'and here' });
      await driver.run(aoife, {
        do: 'power',
        subject: subject(1),
        level: 'confirmed',
        by: 'esbn',
        backAt: START,
        learntAt: START,
      });
      await night.heal(aoife, brian);
      for (const desk of [window, brian]) {
        const late = await driver.run(desk, {
          do: 'outcome',
          subject: subject(1),
          outcome: 'done',
        });
        expect(late).toMatchObject({ ok: false, error: { code: 'powerAlreadyBack' } });
      }
    });

    test('STORE23: an entry that is set aside is shown until somebody explains it', async () => {
      const { driver, night, aoife } = await started();
      await driver.run(aoife, report(1));
      const request = await driver.request(aoife);
      const [entry] = request.entries;
      const who = must(night.journal.device(request.device), 'enrolled');
      const altered = { ...must(entry, 'one was written'), body: '["x",{}]' };
      const done = exchange(night.journal, who, { ...request, entries: [altered] }, START);
      if (!done.ok) throw new Error(done.error.code);
      await driver.take(aoife, done.value.reply);
      const [aside] = (await driver.contact(aoife)).exceptions;
      expect(aside).toMatchObject({ why: 'bodyAltered', seq: 1, subject: subject(1) });
      const after = await driver.explain(aoife, aside?.key ?? '', 'Aoife', 'read out by phone');
      expect(after.exceptions).toEqual([]);
    });

    test('STORE23: what does not verify on arrival comes nowhere near the cases, and is shown', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await night.once(aoife);
      const request = await driver.request(brian);
      const who = must(night.journal.device(request.device), 'enrolled');
      const done = exchange(night.journal, who, request, START);
      if (!done.ok) throw new Error(done.error.code);
      const { reply } = done.value;
      const lie = { ...must(reply.entries[0], 'one came'), body: '["x",{"note":"lie"}]' };
      await driver.take(brian, { ...reply, entries: [lie] });
      expect(await driver.casesOf(brian, [subject(1)])).toEqual([]);
      expect((await driver.contact(brian)).exceptions).toMatchObject([{ why: 'unreadable' }]);
      // Its place is kept, and what follows it, for a gateway that has lost both.
      await driver.run(aoife, { do: 'note', subject: subject(1), note: 'behind it' });
      await night.once(aoife);
      const { entries } = await night.once(brian);
      const [first, second] = await driver.entries(aoife);
      const { device, prev, head } = must(first, 'written');
      const links = await driver.chain(brian, device, 0);
      expect(links[0]).toEqual({ device, seq: 1, prev, headHash: headHashOf(head) });
      expect(links[1]).toEqual(toWire(must(second, 'written')));
      expect(links).toHaveLength(2);
      expect(entries).toHaveLength(1);
    });

    test('STORE23: another entry in the place of a colleague’s that is here is shown, and the first one stands', async () => {
      const { driver, name, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await driver.run(aoife, { do: 'note', subject: subject(1), note: 'first' });
      // The same device once more: a copied database that went on by itself.
      const copy = await driver.open(`${name}-copy`, 1);
      await driver.run(copy, report(1));
      await driver.run(copy, { do: 'note', subject: subject(1), note: 'second' });
      const { device } = await driver.tip(aoife);
      expect((await driver.tip(copy)).device).toBe(device);
      await driver.take(brian, replyOf(await driver.entries(aoife)));
      for (let round = 0; round < 2; round++)
        await driver.take(brian, replyOf((await driver.entries(copy)).slice(1)));
      const [state] = await driver.casesOf(brian, [subject(1)]);
      expect(state?.notes.map(({ note }) => note)).toEqual(['first']);
      const { exceptions } = await driver.contact(brian);
      expect(exceptions).toMatchObject([{ why: 'forked', device, seq: 2, subject: subject(1) }]);
    });

    test('STORE28: a colleague’s entry that fits nothing takes nobody down: it is shown, and the rest goes on', async () => {
      const { driver, night, aoife } = await started();
      await driver.run(aoife, report(1));
      await night.once(aoife);
      const odd = [
        { subject: subject(1), kind: 'case.noted', body: sealBody({ note: 7 }, 's') },
        { subject: subject(1), kind: 'case.learnt', body: { text: 'no pair', hash: '' } },
        {
          subject: 'intake:x',
          kind: 'intake.rows',
          body: sealList([{}, { mprn: 'none' }], () => 's'),
        },
        { subject: 'desk:y', kind: 'order.chosen', body: sealBody({ order: 'x' }, 's') },
        { subject: subject(1), kind: 'case.noted', body: sealBody({ note: 'fits' }, 's') },
        { subject: subject(1), kind: 'case.noted', body: sealBody({ note: 'same id' }, 's') },
        { subject: subject(1), kind: 'case.teleported', body: sealBody({ new: true }, 's') },
      ];
      const device = '77777777-7777-4777-8777-777777777777';
      let tip: Tip = { device, seq: 0, hash: ORIGIN, stamp: null };
      const entries = odd.map(({ body, ...about }, index) => {
        const hash = body.hash === '' ? bodyHash(body.text) : body.hash;
        // The sixth calls itself what the fifth is called.
        const id = uuid7(
          START + Math.min(index, index === 5 ? 4 : index),
          () => new Uint8Array(10),
        );
        const entry = seal({ ...about, version: 1, body: { text: body.text, hash } }, tip, {
          id,
          now: START,
          stamp: nextStamp(tip.stamp, START + 1000, device),
          operator: 'Odd',
        });
        tip = tipAfter(entry);
        return toWire(entry);
      });
      const { reply } = night.say(device, entries);
      expect(reply.acknowledged).toBe(7);
      await night.once(aoife, 100, true);
      const [state] = await driver.casesOf(aoife, [subject(1)]);
      expect(state?.notes.map((note) => note.note)).toEqual(['fits']);
      const { exceptions } = await driver.contact(aoife);
      const shown = exceptions.map(({ why, seq }) => `${seq} ${why}`);
      expect(new Set(shown)).toEqual(
        new Set(['1 unreadable', '2 unreadable', '3 unreadable', '4 unreadable', '6 unreadable']),
      );
      expect(shown).toHaveLength(5);
      await driver.run(aoife, { do: 'note', subject: subject(1), note: 'goes on' });
      await night.heal(aoife);
    });

    test('STORE28: a colleague’s head whose times, version or author cannot be used is kept aside and shown; the rest goes in, the chain goes on', async () => {
      const { driver, night, aoife } = await started();
      await driver.run(aoife, report(1));
      await night.once(aoife);
      const wrong: readonly Readonly<Record<string, unknown>>[] = [
        { recordedAt: 'tomorrow' },
        { recordedAt: null },
        { recordedAt: 1.5 },
        { recordedAt: 8.64e15 + 1 },
        { happenedAt: 'yesterday' },
        { happenedAt: -8.64e15 - 1 },
        { version: '1' },
        { version: 1.5 },
        { operator: 7 },
        { operator: { name: 'Odd' } },
      ];
      const device = '77777777-7777-4777-8777-777777777777';
      let tip: Tip = { device, seq: 0, hash: ORIGIN, stamp: null };
      const say = (note: string, odd: Readonly<Record<string, unknown>> = {}) => {
        const entry = seal(
          {
            subject: subject(1),
            kind: 'case.noted',
            version: 1,
            body: sealBody({ note }, 's'),
            happenedAt: START,
          },
          tip,
          {
            id: uuid7(START + tip.seq, () => new Uint8Array(10)),
            now: START,
            stamp: nextStamp(tip.stamp, START + 1000, device),
            operator: 'Odd',
          },
        );
        const head = JSON.stringify({ ...readHead(entry), ...odd });
        const said = { ...entry, head, hash: chainHashOf(entry.prev, headHashOf(head)) };
        tip = tipAfter(said);
        return toWire(said);
      };
      // Something that fits before, between and behind them.
      const entries = wrong.flatMap((odd, at) => [say(`fits ${at}`), say('does not', odd)]);
      entries.push(say('fits last'));
      expect(night.say(device, entries).reply).toMatchObject({ acknowledged: 21, refused: [] });
      await night.once(aoife, 100, true);
      const [state] = await driver.casesOf(aoife, [subject(1)]);
      expect(state?.notes.map(({ note }) => note)).toEqual([
        ...wrong.map((_, at) => `fits ${at}`),
        'fits last',
      ]);
      const { exceptions } = await driver.contact(aoife);
      expect(exceptions).toHaveLength(wrong.length);
      const asides = exceptions.map(({ why, seq, subject: of }) => `${seq} ${why} ${of}`);
      expect(new Set(asides)).toEqual(
        new Set(wrong.map((_, at) => `${at * 2 + 2} unreadable ${subject(1)}`)),
      );
      // The chain is known to its end, and what comes next follows it.
      expect((await driver.request(aoife)).tips?.[device]).toBe(21);
      night.say(device, [say('and on')]);
      await night.once(aoife);
      const [after] = await driver.casesOf(aoife, [subject(1)]);
      expect(after?.notes.at(-1)?.note).toBe('and on');
      expect((await driver.contact(aoife)).exceptions).toHaveLength(wrong.length);
      const [key] = exceptions.map((each) => each.key);
      const explained = await driver.explain(aoife, key ?? '', 'Aoife', 'read out by phone');
      expect(explained.exceptions).toHaveLength(wrong.length - 1);
    });

    test('STORE24: a laptop a day ahead never has the last word once it has said so', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await night.heal(aoife, brian);
      await driver.drift(brian, DAY);
      const said = { do: 'learn', subject: subject(1) } as const;
      await driver.run(brian, { ...said, facts: { name: 'Wrong' } });
      await driver.wait(MIN);
      await driver.run(aoife, { ...said, facts: { name: 'Right' } });
      await night.heal(aoife, brian);
      // Until then it is shown, on the other desk; its own hears of its clock from the gateway.
      const flags = async (store: number) =>
        (await driver.contact(store)).exceptions.map(({ why }) => why);
      expect(await flags(aoife)).toEqual(['farAhead']);
      expect(await flags(brian)).toEqual([]);
      await driver.drift(brian, 0);
      await driver.run(brian, { do: 'correctClock', aheadMs: DAY, ...everSince(0) });
      await driver.catchUpClocks(brian);
      await driver.run(brian, { do: 'note', subject: subject(1), note: 'after' });
      await night.heal(aoife, brian);
      const [ours] = await driver.casesOf(aoife, [subject(1)]);
      expect(ours?.facts.name).toBe('Right');
      expect(await flags(aoife)).toEqual([]);
      expect(ours?.notes).toHaveLength(1);
      expect(await driver.casesOf(brian, [subject(1)])).toEqual([ours]);
      await driver.wait(MIN);
      await driver.run(aoife, { ...said, facts: { name: 'Righter' } });
      await night.heal(aoife, brian);
      expect((await driver.casesOf(brian, [subject(1)]))[0]?.facts.name).toBe('Righter');
    });

    test('LOG8: what a clock wrote that was set right and has caught up since is in another run, of cases and of files', async () => {
      const { driver, aoife } = await started();
      await driver.drift(aoife, 10 * MIN);
      await driver.run(aoife, report(1));
      await driver.drift(aoife, 0);
      await driver.wait(12 * MIN);
      await driver.run(aoife, report(2));
      await driver.drift(aoife, 10 * MIN);
      await driver.bring(aoife, [row(3)]);
      await driver.run(aoife, report(4));
      const { device } = await driver.tip(aoife);
      const runs = (await driver.entriesOf(aoife, device)).map((entry) => readHead(entry));
      const [wrong, right, ahead, again] = runs.map(({ recordedAt, epoch = 0 }) => ({
        minutes: (recordedAt - START) / MIN,
        epoch,
      }));
      expect([wrong?.minutes, right?.minutes, ahead?.minutes]).toEqual([10, 12, 22]);
      expect(new Set([wrong?.epoch, right?.epoch, ahead?.epoch]).size).toBe(3);
      expect(again).toEqual(ahead);
    });

    test('STORE37: of a laptop a day ahead that never comes back a colleague says it, and it has not the last word', async () => {
      const { driver, name, night, aoife, brian } = await started();
      const ciara = await night.desk(`${name}-c`, 3);
      await driver.run(aoife, report(1));
      await night.heal(aoife, brian);
      await driver.drift(brian, DAY);
      const said = { do: 'learn', subject: subject(1) } as const;
      await driver.run(brian, { ...said, facts: { name: 'Wrong' } });
      await driver.run(brian, { do: 'note', subject: subject(1), note: 'a day ahead' });
      await night.once(brian);
      // It is not heard of again; two colleagues say so, each for itself, and agree all the same.
      await night.heal(aoife, ciara);
      const { device } = await driver.tip(brian);
      for (const desk of [aoife, ciara]) {
        const [clock, ...more] = (await driver.contact(desk)).unsaidClocks;
        expect([clock?.device, more]).toEqual([device, []]);
        const { epoch, from, upTo, aheadMs } = must(clock?.ahead, 'it is ahead');
        expect([epoch, upTo >= from]).toEqual([0, true]);
        expect(Math.round(aheadMs / MIN)).toBe(DAY / MIN);
        const command = { do: 'correctClock', of: device, aheadMs, epoch, from, upTo } as const;
        await driver.run(desk, command);
        await driver.catchUpClocks(desk);
        expect((await driver.contact(desk)).unsaidClocks).toEqual([]);
        await driver.wait(MIN);
      }
      await driver.run(aoife, { ...said, facts: { name: 'Right' } });
      await night.heal(aoife, ciara);
      const dara = await night.desk(`${name}-d`, 4);
      await night.heal(dara);
      for (const desk of [aoife, ciara, dara]) {
        const [state] = await driver.casesOf(desk, [subject(1)]);
        expect([state?.facts.name, state?.notes.length]).toEqual(['Right', 1]);
        expect(plain(state)).toEqual(plain(foldCase(await driver.history(desk, subject(1)))));
      }
      // Still shown, until the laptop itself says so, which counts for more.
      const flags = async () => (await driver.contact(aoife)).exceptions.map(({ why }) => why);
      expect(await flags()).toEqual(['farAhead']);
      await driver.drift(brian, 0);
      await driver.run(brian, { do: 'correctClock', aheadMs: DAY, ...everSince(0) });
      await driver.catchUpClocks(brian);
      await night.heal(brian, aoife, ciara, dara);
      expect(await flags()).toEqual([]);
      const states = await Promise.all(
        [aoife, brian, ciara, dara].map((desk) => driver.casesOf(desk, [subject(1)])),
      );
      expect(states[0]?.[0]?.facts.name).toBe('Right');
      expect(states.map((each) => plain(each[0]))).toEqual(states.map(() => plain(states[0]?.[0])));
    });

    test('STORE24: behind a clock that was set back a desk is decided on by the time that is known to be right, before and after it is folded anew', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await night.heal(aoife, brian);
      await driver.drift(brian, DAY);
      await driver.run(brian, { do: 'note', subject: subject(1), note: 'a day ahead' });
      await night.once(brian);
      await night.heal(aoife);
      const [clock] = (await driver.contact(aoife)).unsaidClocks;
      const { device, ahead } = must(clock, 'it is ahead');
      const word = { do: 'correctClock', of: device, ...must(ahead, 'by so much') } as const;
      await driver.run(aoife, word);
      await driver.catchUpClocks(aoife);
      await driver.drift(brian, 0);
      await driver.wait(MIN);
      await night.heal(aoife, brian);
      // Its stamps cannot go back; what it decides and stores goes by its own time all the same.
      const order = { do: 'chooseOrder', desks: 2, minutesPerCall: 4 } as const;
      await driver.run(brian, { ...order, order: 'mostInTime' });
      await driver.run(brian, { do: 'note', subject: subject(1), note: 'set back' });
      const [mine] = await driver.casesOf(brian, [subject(1)]);
      expect(plain(mine)).toEqual(plain(foldCase(await driver.history(brian, subject(1)))));
      expect((await driver.history(brian, subject(1))).at(-1)?.recordedAt).toBe(START + MIN);
      await driver.wait(MIN);
      await driver.run(aoife, { ...order, order: 'leastTimeLeft' });
      await driver.run(aoife, { do: 'note', subject: subject(1), note: 'later' });
      await night.heal(aoife, brian);
      for (const desk of [aoife, brian]) {
        const opened = await driver.opened(desk);
        expect(opened.ok && opened.value.desk.order?.order).toBe('leastTimeLeft');
        const [state] = await driver.casesOf(desk, [subject(1)]);
        expect(state?.notes.map(({ note }) => note)).toEqual(['a day ahead', 'set back', 'later']);
      }
    });

    test('DESKS5: what is the organisation’s is the newest word of all its desks, in whatever order they hear it; what is a desk’s own stays there, and no other organisation says it', async () => {
      const { driver, name, night, aoife, brian } = await started();
      const networks = await night.desk(`${name}-n`, 5, 'ESB');
      const says = (desk: number, changes: Readonly<Record<string, string | number | boolean>>) =>
        driver.run(desk, { do: 'settings', changes });
      const settingsOf = async (desk: number) => {
        const opened = await driver.opened(desk);
        return must(opened.ok ? opened.value.desk : null, 'it opens');
      };
      await says(networks, { 'channels.emma': false, 'release.mostPercent': 1 });
      await says(brian, { 'channels.ledger.where': 'an old place', 'clock.supplierMinutes': 50 });
      await driver.wait(MIN);
      await says(aoife, { 'channels.emma': false, 'channels.webform': true });
      await driver.wait(MIN);
      // Both before they have heard of each other: of each setting the later word counts.
      await says(aoife, { 'channels.ledger.where': 'Prepay core', roster: 'Aoife' });
      await driver.wait(MIN);
      await says(brian, { 'release.mostPercent': 25 });
      await night.heal(brian, networks, aoife);
      const organisations = {
        'channels.emma': false,
        'channels.webform': true,
        'channels.ledger.where': 'Prepay core',
        'release.mostPercent': 25,
      };
      const [ours, theirs] = [await settingsOf(aoife), await settingsOf(brian)];
      expect(ours.settings).toEqual({ ...organisations, roster: 'Aoife' });
      expect(theirs.settings).toEqual({ ...organisations, 'clock.supplierMinutes': 50 });
      expect(ours.said).toEqual(theirs.said);
      expect(ours.said['channels.ledger.where']).toMatchObject({ at: START + 2 * MIN });
      expect((await settingsOf(networks)).settings).toEqual({
        'channels.emma': false,
        'release.mostPercent': 1,
      });
      // A desk that joins later has them too.
      const ciara = await night.desk(`${name}-c`, 6);
      await night.heal(ciara);
      expect((await settingsOf(ciara)).settings).toEqual(organisations);

      // A gateway that shows another organisation's desk all the same changes nothing.
      const foreign = await driver.entries(networks);
      const shown = { ...replyOf(foreign), cursor: 0 };
      const device = must(foreign[0], 'it has said something').device;
      await driver.take(ciara, { ...shown, authors: { [device]: 'ESB' } });
      expect((await settingsOf(ciara)).settings).toEqual(organisations);
    });

    test('DESKS5: a laptop that was a day ahead has not the last word of a setting for a day', async () => {
      const { driver, night, aoife, brian } = await started();
      const places = async () =>
        Promise.all(
          [aoife, brian].map(async (desk) => {
            const opened = await driver.opened(desk);
            return opened.ok ? opened.value.desk.settings['channels.ledger.where'] : null;
          }),
        );
      const says = (desk: number, where: string) =>
        driver.run(desk, { do: 'settings', changes: { 'channels.ledger.where': where } });
      await night.heal(aoife, brian);
      await driver.drift(brian, DAY);
      await says(brian, 'a day ahead');
      await night.once(brian);
      await driver.wait(MIN);
      await says(aoife, 'later');
      await night.heal(aoife, brian);
      expect(await places()).toEqual(['a day ahead', 'a day ahead']);
      const [clock] = (await driver.contact(aoife)).unsaidClocks;
      const { device, ahead } = must(clock, 'it is ahead');
      await driver.run(aoife, { do: 'correctClock', of: device, ...must(ahead, 'by so much') });
      await driver.catchUpClocks(aoife);
      await driver.drift(brian, 0);
      await night.heal(aoife, brian);
      expect(await places()).toEqual(['later', 'later']);
    });

    test('LOG8, STORE37: the first act of a program that was just started is of another run of the clock than what it wrote before', async () => {
      const { driver, name, aoife } = await started();
      await driver.run(aoife, report(1));
      await driver.run(aoife, report(2));
      const window = await driver.open(`${name}-a`, 9);
      await driver.run(window, { do: 'note', subject: subject(1), note: 'here' });
      await driver.run(window, { do: 'note', subject: subject(1), note: 'and here' });
      const heads = (await driver.entries(aoife)).map((entry) => readHead(entry).epoch ?? 0);
      expect(heads.length).toBe(4);
      expect([heads[0], heads[0] === heads[1], heads[2] === heads[3]]).toEqual([0, true, true]);
      expect(heads[2]).not.toBe(0);
    });

    test('DELIVERY5: a request that was set aside and is made once more stands, also when it is folded anew', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await driver.run(aoife, asksNetworks(1));
      const made = must(
        (await driver.entries(aoife)).find(({ kind }) => kind === 'request.made'),
        'it was asked',
      );
      const { subject: of, kind, version, bodyHash: hash, to } = readHead(made);
      const text = must(made.body, 'it is our own');
      const draft = { subject: of, kind, version, body: { text, hash }, ...(to ? { to } : {}) };
      await driver.run(aoife, { do: 'sendAgain', subject: of, entry: made.id, draft });
      const stands = async (desk: number) =>
        (await driver.requests(desk)).map(({ withdrawn, made: { entry } }) => [withdrawn, entry]);
      const again = (await driver.entries(aoife)).at(-1)?.id;
      expect(await stands(aoife)).toEqual([[null, again]]);
      await night.heal(aoife, brian);
      expect(await stands(brian)).toEqual([[null, again]]);
    });

    test('STORE25: a copied database goes on as a new device, and nothing it wrote is lost or doubled', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await driver.run(aoife, report(2));
      await night.heal(aoife, brian);
      await driver.run(aoife, { do: 'note', subject: subject(1), note: 'in the copy' });
      await driver.run(aoife, { do: 'note', subject: subject(2), note: 'in the copy too' });
      const before = await driver.tip(aoife);
      const history = await driver.history(aoife, subject(1));
      await driver.becomeNewDevice(aoife, 3);
      await night.enrol(aoife);
      const tip = await driver.tip(aoife);
      expect(tip.device).not.toBe(before.device);
      expect(tip.seq).toBe(2);
      const chain = verifyChain(await driver.entries(aoife), {
        device: tip.device,
        seq: 0,
        hash: ORIGIN,
        stamp: null,
      });
      expect(chain.ok).toBe(true);
      const again = await driver.history(aoife, subject(1));
      expect(again.map(({ id, body, recordedAt }) => ({ id, body, recordedAt }))).toEqual(
        history.map(({ id, body, recordedAt }) => ({ id, body, recordedAt })),
      );
      await night.heal(aoife, brian);
      const states = await driver.casesOf(aoife, [subject(1), subject(2)]);
      expect(states.map((state) => state.notes.length)).toEqual([1, 1]);
      expect(await driver.casesOf(brian, [subject(1), subject(2)])).toEqual(states);
    });

    test('STORE25: what was said of a wrong clock is true of the same entries under the new name', async () => {
      const { driver, night, aoife, brian } = await started();
      await driver.run(aoife, report(1));
      await night.heal(aoife, brian);
      await driver.drift(aoife, DAY);
      const said = { do: 'learn', subject: subject(1) } as const;
      await driver.run(aoife, { ...said, facts: { name: 'Wrong' } });
      await driver.drift(aoife, 0);
      const { device } = await driver.tip(aoife);
      const wrong = must((await driver.entriesOf(aoife, device)).at(-1), 'it was written');
      const { epoch } = readHead(wrong);
      const span = everSince(START + DAY / 2, must(epoch, 'the clock was set: another run'));
      await driver.run(aoife, { do: 'correctClock', aheadMs: DAY, ...span });
      await driver.keep(aoife, 'clock.checked', { upTo: 2, time: START });
      await driver.catchUpClocks(aoife);
      await driver.becomeNewDevice(aoife, 2);
      await night.enrol(aoife);
      await driver.wait(MIN);
      await driver.run(brian, { ...said, facts: { name: 'Right' } });
      await night.heal(aoife, brian);
      const [ours] = await driver.casesOf(aoife, [subject(1)]);
      expect(ours?.facts.name).toBe('Right');
      expect(await driver.casesOf(brian, [subject(1)])).toEqual([ours]);
      await driver.wait(MIN);
      await driver.run(aoife, { ...said, facts: { name: 'Righter' } });
      await night.heal(aoife, brian);
      expect((await driver.casesOf(brian, [subject(1)]))[0]?.facts.name).toBe('Righter');
      // What was looked at was; the copy has it as its first.
      expect(await driver.kept(aoife, 'clock.checked')).toEqual({ upTo: 1, time: START });
    });

    /** A desk with a night behind it, and its journal as it stands on the disk. */
    async function worked() {
      const world = await started();
      const { driver, night, aoife, brian } = world;
      for (const each of [1, 2, 3]) await driver.run(aoife, report(each));
      await driver.run(brian, { do: 'note', subject: subject(1), note: 'from the other desk' });
      await night.heal(aoife, brian);
      await driver.bring(aoife, [row(2), row(4), row(5)]);
      for (const each of [1, 4])
        await driver.run(aoife, { do: 'startCall', subject: subject(each), to: 'networks' });
      const noted = await driver.run(aoife, { do: 'note', subject: subject(2), note: 'not so' });
      const entry = noted.ok ? (noted.value.entries[0]?.id ?? '') : '';
      await driver.run(aoife, { do: 'undo', subject: subject(2), entry });
      const journal = (await driver.entries(aoife)).map(toWire);
      return { ...world, journal, tip: await driver.tip(aoife) };
    }
    const subjects = [1, 2, 3, 4, 5].map(subject);
    /** Ended by what is not equal everywhere: the ids of others' entries come later. */
    const chainOf = ({ device, seq, hash, stamp }: Tip) => ({ device, seq, hash, stamp });

    test('STORE34: an emptied database takes up the name, the chain and the cases of its journal', async () => {
      const { driver, name, night, aoife, brian, journal, tip } = await worked();
      const states = await driver.casesOf(aoife, subjects);
      const used = (await driver.requests(aoife)).map(({ made }) => made.reference);
      const again = await driver.open(`${name}-again`, 99);
      // In pieces, as a long journal comes.
      expect(await driver.restore(again, tip.device, journal.slice(0, 4))).toEqual(ok(4));
      expect(await driver.restore(again, tip.device, journal.slice(4))).toEqual(
        ok(journal.length - 4),
      );
      expect(chainOf(await driver.tip(again))).toEqual(chainOf(tip));
      expect((await driver.entries(again)).map(toWire)).toEqual(journal);
      expect(await driver.restore(again, tip.device, journal)).toEqual(ok(0));
      await driver.run(again, { do: 'startCall', subject: subject(3), to: 'networks' });
      const references = (await driver.requests(again)).map(({ made }) => made.reference);
      expect(references).toHaveLength(used.length + 1);
      expect(new Set(references).size).toBe(references.length);
      // With the gateway it goes on where it was, and reads again what others wrote.
      await night.enrol(again);
      await night.heal(again, brian);
      expect(await driver.casesOf(brian, subjects)).toEqual(await driver.casesOf(again, subjects));
      const [first] = await driver.casesOf(again, [subject(1)]);
      expect(first?.notes).toEqual(states[0]?.notes);
      expect(await driver.misread(again, subjects)).toEqual([]);
    });

    test('STORE34, AUD7: numbers of references tell no count, and go on in their order from a journal that was put back', async () => {
      const { driver, name } = await started();
      const desk = await driver.open(`${name}-counts`, 31);
      await driver.run(desk, { do: 'arrive', name: 'Aoife' });
      const asks = async (store: number, each: number) => {
        await driver.run(store, report(each));
        await driver.run(store, { do: 'startCall', subject: subject(each), to: 'networks' });
      };
      for (const each of [1, 2, 3]) await asks(desk, each);
      const given = async (store: number) =>
        (await driver.requests(store)).map(({ made }) => made.reference);
      const numbers = (await given(desk)).map((each) => Number(each.split('-')[1]));
      expect(new Set(numbers).size).toBe(3);
      expect(Math.max(...numbers)).toBeGreaterThan(3);
      const journal = (await driver.entries(desk)).map(toWire);
      const again = await driver.open(`${name}-again`, 32);
      const { device } = await driver.tip(desk);
      await driver.restore(again, device, journal.slice(0, 4));
      await driver.restore(again, device, journal.slice(4));
      for (const store of [desk, again]) for (const each of [4, 5]) await asks(store, each);
      expect(new Set(await given(again)).size).toBe(5);
      expect(new Set(await given(again))).toEqual(new Set(await given(desk)));
    });

    test('STORE34, STORE25: a copy that went on under a new name and is put back from its journal gives no reference twice', async () => {
      const { driver, name, night } = await started();
      const desk = await driver.open(`${name}-copy`, 33);
      await night.enrol(desk);
      await driver.run(desk, { do: 'arrive', name: 'Aoife' });
      const asks = async (store: number, each: number) => {
        await driver.run(store, report(each));
        await driver.run(store, { do: 'startCall', subject: subject(each), to: 'networks' });
      };
      const given = async (store: number) =>
        (await driver.requests(store)).map(({ made }) => made.reference);
      for (const each of [1, 2, 3, 4]) await asks(desk, each);
      const before = await driver.tip(desk);
      await driver.becomeNewDevice(desk, before.seq + 1);
      const { device } = await driver.tip(desk);
      for (const each of [5, 6, 7]) await asks(desk, each);
      const journal = (await driver.entries(desk)).map(toWire);
      const old = (await driver.entriesOf(desk, before.device)).map(toWire);
      const again = await driver.open(`${name}-copied`, 34);
      await driver.restore(again, device, journal);
      await driver.restore(again, before.device, old);
      expect(new Set(await given(again))).toEqual(new Set(await given(desk)));
      for (let each = 8; each < 24; each++) await asks(again, each);
      expect(new Set(await given(again)).size).toBe(23);
    });

    test('STORE34: what was kept beside the database comes back with the entries, and no more looked at than there are', async () => {
      const { driver, name, journal, tip } = await worked();
      const checked = { upTo: 2, time: START };
      const kept = { 'clock.checked': checked, 'clock.told': { offset: 0, at: START } };
      const again = await driver.open(`${name}-kept`, 97);
      const looked = () => driver.kept(again, 'clock.checked');
      await driver.restore(again, tip.device, journal.slice(0, 1), kept);
      expect(await looked()).toEqual({ ...checked, upTo: 1 });
      await driver.restore(again, tip.device, journal.slice(1, 4), kept);
      expect(await looked()).toEqual(checked);
      expect(await driver.kept(again, 'clock.told')).toEqual(kept['clock.told']);
      // What the database has itself is newer, where it says more.
      await driver.keep(again, 'clock.checked', { upTo: 3, time: START + MIN });
      await driver.restore(again, tip.device, journal.slice(4, 5), kept);
      expect(await looked()).toEqual({ upTo: 3, time: START + MIN });
      // Where nobody kept it, all counts as looked at.
      await driver.restore(again, tip.device, journal.slice(5));
      expect(await looked()).toMatchObject({ upTo: tip.seq, time: null });
    });

    test('STORE34: a database that fell back takes up the rest; what does not follow or verify ends it', async () => {
      const { driver, name, journal, tip } = await worked();
      const back = await driver.open(`${name}-back`, 98);
      await driver.restore(back, tip.device, journal.slice(0, 3));
      // A hole, a line of another body, a line of another device: nothing from there on.
      expect(await driver.restore(back, tip.device, journal.slice(4))).toEqual(ok(0));
      const bent = journal.map((each, at) => (at === 5 ? { ...each, body: '["",{}]' } : each));
      expect(await driver.restore(back, tip.device, bent)).toEqual(ok(2));
      expect((await driver.tip(back)).seq).toBe(5);
      // Nor what the same device wrote in another database: it verifies, and follows something else.
      const twin = await driver.open(`${name}-twin`, 1);
      for (const each of [1, 2, 3, 4, 5, 6]) await driver.run(twin, report(each));
      const other = (await driver.entries(twin)).map(toWire);
      expect((await driver.tip(twin)).device).toBe(tip.device);
      expect(await driver.restore(back, tip.device, other)).toEqual(ok(0));
      expect(await driver.restore(back, tip.device, journal)).toEqual(ok(journal.length - 5));
      expect(chainOf(await driver.tip(back))).toEqual(chainOf(tip));
    });

    test('STORE34: what another name of this laptop wrote comes back too, each entry once', async () => {
      const { driver, name, aoife, journal, tip } = await worked();
      const renamed = await driver.becomeNewDevice(aoife, 6);
      await driver.run(aoife, { do: 'note', subject: subject(3), note: 'under the new name' });
      const later = (await driver.entries(aoife)).map(toWire);
      const states = await driver.casesOf(aoife, subjects);
      const again = await driver.open(`${name}-names`, 97);
      expect(await driver.restore(again, renamed.device, later)).toEqual(ok(later.length));
      expect(await driver.restore(again, tip.device, journal)).toEqual(ok(5));
      expect((await driver.tip(again)).device).toBe(renamed.device);
      expect(
        (await driver.casesOf(again, subjects)).map(({ notes, attempts }) => [notes, attempts]),
      ).toEqual(
        states.map(({ notes, attempts }) => [
          notes.filter(({ note }) => note !== 'from the other desk'),
          attempts,
        ]),
      );
      expect((await driver.contact(again)).exceptions).toEqual([]);
    });

    test('STORE35: a desk that takes a whole outage at once has the cases of the desk that wrote it', async () => {
      const { driver, night, aoife, brian } = await started();
      const rows = Array.from({ length: 1500 }, (_, index) => row(index));
      const all = rows.map(({ mprn }) => `mprn:${mprn}`);
      await driver.run(brian, report(7));
      await driver.bring(aoife, rows);
      await driver.run(aoife, { do: 'note', subject: all[3]!, note: 'before' });
      await night.heal(aoife, brian);
      for (const each of [3, 7, 40, 1400])
        await driver.run(brian, { do: 'note', subject: all[each]!, note: 'after' });
      await driver.run(brian, { do: 'openedByMistake', subject: all[41]! });
      await driver.bring(
        brian,
        rows.slice(1000, 1200).map((each) => ({ ...each, noticedAt: START + 1 })),
      );
      await night.heal(aoife, brian);
      const ours = await driver.casesOf(aoife, all);
      expect(ours).toHaveLength(1500);
      expect(await driver.casesOf(brian, all)).toEqual(ours);
      expect(ours[3]?.notes.map(({ note }) => note)).toEqual(['before', 'after']);
      expect(ours[41]?.open).toBe(false);
      for (const handle of [aoife, brian]) expect(await driver.misread(handle, all)).toEqual([]);
    });

    test('MERGE1: merging logs of desks that were apart is idempotent, commutative and associative', async () => {
      const { driver, name, aoife, brian } = await started();
      const all: Entry[] = [];
      for (const [desk, drift] of [
        [aoife, -2 * MIN],
        [brian, 2 * MIN],
      ] as const) {
        await driver.begin();
        await driver.drift(desk, drift);
        await walk(driver, desk, 60 + desk, 25);
        all.push(...(await driver.entries(desk)));
      }
      const subjects = [...new Set(all.map((entry) => entry.subject))];
      let readers = 0;
      /** A console that reads one log after the other, and what it makes of them. */
      const merged = async (...logs: readonly (readonly Entry[])[]) => {
        const reader = await driver.open(`${name}-r${(readers += 1)}`, 9);
        for (const log of logs) await driver.take(reader, replyOf(log));
        const cases = await driver.casesOf(reader, subjects);
        const requests = await driver.requests(reader);
        await driver.close(reader);
        return [cases, requests].map((states: readonly { readonly subject: string }[]) =>
          Object.fromEntries(states.map((state) => [state.subject, plain(state)])),
        );
      };
      const both = (one: readonly Entry[], other: readonly Entry[]) => [
        ...new Set([...other, ...one]),
      ];
      const some = fc.subarray(all);
      await fc.assert(
        fc.asyncProperty(some, some, some, async (one, other, third) => {
          const whole = await merged(both(both(one, other), third));
          expect(await merged(one, one, other, third, other)).toEqual(whole);
          expect(await merged(third, other, one)).toEqual(whole);
          expect(await merged(both(one, other), third)).toEqual(whole);
          expect(await merged(one, both(other, third))).toEqual(whole);
        }),
        { seed: 15, numRuns: 6 },
      );
    });

    test('STORE26: Networks reads a request and nothing else of a customer', async () => {
      const { driver, name, night, aoife } = await started();
      const networks = await night.desk(`${name}-n`, 8, 'ESB');
      await driver.run(aoife, {
        do: 'report',
        mprn: subject(1).slice(5),
        source: 'call',
        noticedAt: START,
        facts: {
          name: 'Mary Murphy',
          phone: '0871234567',
          account: 'SP7654321',
          amountCents: 4731,
          creditCents: -2919,
          paidAt: START - MIN,
        },
      });
      await driver.run(aoife, asksNetworks(1));
      await night.heal(aoife, networks);
      expect(await driver.casesOf(networks, [subject(1)])).toEqual([]);
      const feedOf = (organisation: string) =>
        JSON.stringify(
          night.journal.feed(organisation, 0, { entries: 1000, bytes: 1e9, exceptDevice: '' }).rows,
        );
      for (const own of ['Mary Murphy', '0871234567', 'SP7654321', '4731', '-2919']) {
        expect(feedOf('ABC'), own).toContain(own);
        expect(feedOf('ESB'), own).not.toContain(own);
      }
      expect(feedOf('ESB')).toContain('request.made');
      const [request] = await driver.requests(networks);
      expect(request?.made).toMatchObject({ type: 'reenergise', mprn: subject(1).slice(5) });
      expect(Object.values((await driver.contact(networks)).authors)).toEqual(['ABC']);
    });
  });
}
