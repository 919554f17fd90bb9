// What every store promises the console, whatever keeps its log. Run over plain memory and over the
// real database in a real Chromium.
import { describe, expect, test } from 'vitest';
import { ORIGIN, verifyChain } from '../../shared/log/entry.ts';
import type { BackFixStep } from '../../shared/domain/back-fix-step.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import { foldCase } from '../../shared/domain/case.ts';
import type { IntakeRow } from '../../shared/domain/events.ts';
import { START, type Driver } from './driver.ts';
import { walk } from './walk.ts';

/** The driver's methods, wherever it runs. */
export type Remote = { readonly [M in keyof Driver]: Driver[M] };

const MIN = 60_000;
const mprnAt = (index: number): string => `10${String(index).padStart(9, '0')}`;
const subjectAt = (index: number): string => `mprn:${mprnAt(index)}`;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export const report = (index: number, minutes = 20): Command => ({
  do: 'report',
  mprn: mprnAt(index),
  source: 'call',
  noticedAt: START,
  facts: { name: `Customer ${index}`, paidAt: START - minutes * MIN },
});

const send: BackFixStep = {
  type: 'send017',
  owner: 'supplier',
  channel: 'emma',
  proof: ['106E or 307'],
  because: 'never017',
  point: 7,
  txRefNbr: null,
  reference: null,
};

export const row = (index: number): IntakeRow => ({
  mprn: mprnAt(index),
  record: index,
  source: 'file',
  noticedAt: START,
  facts: { name: `Customer ${index}`, paidAt: START - (index % 90) * MIN },
});

export const customer = (index: number, change: Partial<CustomerRow> = {}): CustomerRow => ({
  mprn: mprnAt(index),
  account: `SP${1_000_000 + index}`,
  name: `Customer ${index}`,
  phone: `020${String(9_000_000 + index)}`,
  address: `${index} Sample Street, Cork`,
  eircode: `T12 ${String.fromCharCode(65 + (index % 26))}${100 + (index % 900)}`,
  serial: `34${String(1_000_000 + index)}`,
  register: 'none',
  ctf: '04',
  ...change,
});

/** `fresh` gives a driver and a database name that nobody used before. */
export function storeContract(fresh: () => Promise<{ driver: Remote; name: string }>): void {
  const opened = async () => {
    const { driver, name } = await fresh();
    return { driver, name, store: await driver.open(name, 1) };
  };
  const chain = async (driver: Remote, store: number) => {
    const entries = await driver.entries(store);
    const device = entries[0]?.device ?? '';
    const start = { device, seq: 0, hash: ORIGIN, stamp: null };
    return { entries, verified: verifyChain(entries, start) };
  };

  describe('acts', () => {
    test('STORE1: an act is entries, projections and the tip together, and stands after opening again', async () => {
      const { driver, name, store } = await opened();
      const written = await driver.run(store, report(1));
      await driver.run(store, { do: 'declareIncident', point: 7, since: START });
      await driver.run(store, { do: 'arrive', name: 'Brian' });
      if (!written.ok) throw new Error(written.error.code);
      expect(written.value.summaries[0]).toMatchObject({ subject: subjectAt(1), power: 'off' });
      await driver.close(store);
      const again = await driver.open(name, 2);
      const found = await driver.opened(again);
      if (!found.ok) throw new Error(found.error.code);
      expect(found.value.tip.seq).toBe(3);
      expect(found.value.summaries).toEqual(written.value.summaries);
      expect(found.value.incidents).toHaveLength(1);
      expect(found.value.desk.operator).toBe('Brian');
    });

    test('STORE35: cases that come in by the hundred are kept together until something happens to one of them', async () => {
      const { driver, name, store } = await opened();
      const rows = Array.from({ length: 200 }, (_, index) => row(index));
      const subjects = rows.map(({ mprn }) => `mprn:${mprn}`);
      const look = async (handle: number) => {
        expect(await driver.misread(handle, subjects)).toEqual([]);
        const states = await driver.casesOf(handle, subjects);
        expect(states.map((state) => state.subject)).toEqual(subjects);
        for (const [index, state] of states.entries()) {
          if (index % 9 !== 0) continue;
          const history = await driver.history(handle, state.subject);
          expect(plain(foldCase(history))).toEqual(plain(state));
        }
        return states;
      };
      await driver.bring(store, rows);
      const other = await driver.open(name, 2);
      await look(store);
      await driver.run(store, { do: 'note', subject: subjectAt(1), note: 'first' });
      await driver.run(other, { do: 'note', subject: subjectAt(1), note: 'second' });
      await driver.together([
        [store, { do: 'claim', subject: subjectAt(5) }],
        [other, { do: 'claim', subject: subjectAt(6) }],
      ]);
      expect((await look(other))[1]?.notes.map(({ note }) => note)).toEqual(['first', 'second']);
      // All of the first forty are closed, one after the other, by both windows.
      for (let index = 0; index < 40; index++)
        await driver.run(index % 2 === 0 ? store : other, {
          do: 'openedByMistake',
          subject: subjectAt(index),
        });
      const closed = await look(store);
      expect(closed.filter((state) => !state.open)).toHaveLength(40);
      const list = await driver.opened(other);
      expect(list.ok && list.value.summaries).toHaveLength(160);
      // One of them rings again; a second file changes some, and some are not in it.
      await driver.run(store, report(3));
      const later = rows.slice(60, 180).map((each, index) => ({
        ...each,
        facts: { ...each.facts, name: index % 2 === 0 ? `Changed ${index}` : each.facts.name },
      }));
      await driver.bring(store, later, {
        unlisted: [mprnAt(50), mprnAt(190)],
      });
      const after = await look(other);
      expect(after[3]).toMatchObject({ open: true, earlier: 1 });
      expect(after[60]?.facts.name).toBe('Changed 0');
      expect(after.filter((state) => state.unlisted !== null)).toHaveLength(2);
      await driver.close(store);
      await driver.close(other);
      const again = await driver.open(name, 3);
      expect(await look(again)).toEqual(after);
      await driver.shelve(again);
      await look(again);
    });

    test('STORE31: what a start reads is what the cases say, whatever was shelved and written since', async () => {
      const { driver, name, store } = await opened();
      const subjects = new Set<string>();
      const look = async (handle: number) =>
        expect(await driver.misread(handle, [...subjects])).toEqual([]);
      for (let round = 0; round < 3; round++) {
        for (const each of await walk(driver, store, 40 + round, 20)) subjects.add(each);
        await look(store);
        await driver.shelve(store);
        await look(store);
        for (const each of await walk(driver, store, 80 + round, 8)) subjects.add(each);
        await look(store);
        if (round === 1) {
          // More than are worth telling apart, in one go.
          const rows = Array.from({ length: 700 }, (_, index) => row(1000 + index));
          await driver.bring(store, rows);
          for (const each of rows) subjects.add(`mprn:${each.mprn}`);
          await look(store);
        }
      }
      // Another window shelves while this one acts, and one is cut off in the middle of it.
      const other = await driver.open(name, 2);
      const [written] = await Promise.all([
        walk(driver, store, 99, 20),
        driver.shelve(other),
        driver.shelve(store),
      ]);
      for (const each of written) subjects.add(each);
      await look(store);
      await look(other);
      for (const ms of [0, 3, 9, 27]) {
        const rows = Array.from({ length: 600 }, (_, index) => row(2000 + ms * 600 + index));
        await driver.bring(store, rows);
        for (const each of rows) subjects.add(`mprn:${each.mprn}`);
        await driver.shelveAndClose(await driver.open(name, 100 + ms), ms);
        const again = await driver.open(name, 200 + ms);
        await look(again);
        await driver.run(again, {
          do: 'note',
          subject: `mprn:${rows[0]?.mprn ?? ''}`,
          note: 'after',
        });
        await look(again);
        await driver.shelve(again);
        await look(again);
        await driver.close(again);
      }
    });

    test('STORE33: what is kept with an act is written with it, and with a refusal nothing is', async () => {
      const { driver, name, store } = await opened();
      expect((await driver.runAndKeep(store, report(1), 'place')).ok).toBe(true);
      expect(await driver.kept(store, 'place')).toBe(`${subjectAt(1)} 1`);
      const refused = { do: 'stillOff', subject: subjectAt(1), by: 'customer' } as const;
      expect((await driver.runAndKeep(store, refused, 'place')).ok).toBe(false);
      await driver.close(store);
      const again = await driver.open(name, 2);
      expect(await driver.kept(again, 'place')).toBe(`${subjectAt(1)} 1`);
    });

    test('STORE2: a refusal writes nothing at all', async () => {
      const { driver, store } = await opened();
      await driver.run(store, report(1));
      const before = await driver.tip(store);
      const refused = await driver.run(store, {
        do: 'stillOff',
        subject: subjectAt(1),
        by: 'customer',
      });
      expect(refused).toEqual({ ok: false, error: { code: 'powerNotBack' } });
      expect(await driver.tip(store)).toEqual(before);
      expect(await driver.entries(store)).toHaveLength(1);
    });

    test('STORE3: two stores on one database, acting at once, write one chain and miss nothing', async () => {
      const { driver, name, store } = await opened();
      const other = await driver.open(name, 2);
      await driver.run(store, report(1));
      const acts = Array.from(
        { length: 40 },
        (_, index) =>
          [
            index % 2 === 0 ? store : other,
            { do: 'note', subject: subjectAt(1), note: `note ${index}` },
          ] as const,
      );
      const written = await driver.together(acts);
      expect(written.every((each) => each.ok)).toBe(true);
      const { entries, verified } = await chain(driver, store);
      expect(verified.ok).toBe(true);
      expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => index + 1));
      const state = await driver.caseOf(other, subjectAt(1));
      expect(new Set(state?.notes.map((note) => note.note)).size).toBe(40);
      expect(await driver.caseOf(store, subjectAt(1))).toEqual(state);
    });

    test('STORE3: the same holds and requests asked for in two windows at once are written once', async () => {
      const { driver, name, store } = await opened();
      const other = await driver.open(name, 2);
      const all = [1, 2, 3].map(mprnAt);
      await driver.run(store, report(1));
      const asks: Command = { do: 'askHold', holds: all.map((mprn) => ({ mprn })) };
      const places: Command = { do: 'placeGuard', of: all, because: 'paid, not credited' };
      const order = { because: 'a file was lost', confirmer: 'Maura Keane', since: 1 };
      const stops: Command = { do: 'placeGuard', of: 'all', ...order };
      const written = await driver.together([
        [store, asks],
        [other, asks],
        [other, places],
        [store, places],
        [store, stops],
        [other, stops],
      ]);
      expect(written.every((each) => each.ok)).toBe(true);
      const asked = await driver.requests(store);
      expect(asked.map(({ made }) => made.mprn).sort()).toEqual(all);
      const guards = await driver.guards(other);
      expect(guards.map(({ placed }) => placed.length)).toEqual([1, 1, 1, 1]);
      // Another reason is one more; one that is to be lifted is placed anew.
      await driver.run(store, { ...places, because: 'a medical need' });
      await driver.run(other, { do: 'askLift', guard: 'guard:all', why: 'it runs', test: 'one' });
      await driver.run(store, stops);
      const after = await driver.guards(store);
      expect(after.map(({ placed }) => placed.length)).toEqual([2, 2, 2, 2]);
      expect(after.every(({ lifting }) => lifting.state === 'stands')).toBe(true);
    });

    test('STORE3: of two windows that decide one request at once the second knows of the first', async () => {
      const { driver, name, store } = await opened();
      const other = await driver.open(name, 2);
      const asked = await driver.run(store, { do: 'askHold', holds: [{ mprn: mprnAt(1) }] });
      const hold = (asked.ok ? asked.value.subject : null) ?? '';
      const takes: Command = { do: 'takeRequest', request: hold };
      await driver.together([
        [store, takes],
        [other, takes],
      ]);
      // Said twice, it is one reference that is said.
      const references = (await driver.entries(store))
        .filter(({ kind }) => kind === 'request.taken')
        .map(({ body }) => (JSON.parse(String(body)) as [string, unknown])[1]);
      expect(references).toHaveLength(2);
      expect(references[1]).toEqual(references[0]);
      const rang = await driver.run(store, {
        do: 'takeByPhone',
        mprn: mprnAt(2),
        supplier: 'DEF',
        priority: false,
      });
      const request = (rang.ok ? rang.value.subject : null) ?? '';
      expect(
        await driver.together([
          [store, { do: 'decideRequest', request, outcome: 'done' }],
          [other, { do: 'decideRequest', request, outcome: 'refused' }],
          [other, { do: 'heardHold', subject: hold, answer: 'cancelled' }],
          [store, { do: 'takeBackHolds', asked: [{ subject: hold, entry: 'any' }] }],
        ]),
      ).toMatchObject([
        { ok: true },
        { ok: false, error: { code: 'requestDone' } },
        { ok: true },
        { ok: false, error: { code: 'holdsHeard' } },
      ]);
    });

    test('STORE3: a day’s list and everybody’s back-fixes are read inside the act that asks for them, and by no other', async () => {
      const { driver, name, store } = await opened();
      const other = await driver.open(name, 2);
      const runs: BackFixStep = {
        ...send,
        type: 'letWaiting017Run',
        proof: ['603'],
        because: 'queuedInEmma',
      };
      const release = (...of: readonly number[]): Command => ({
        do: 'releaseFixes',
        items: of.map((each) => ({
          mprn: mprnAt(each),
          steps: [{ ...runs, txRefNbr: `waits ${each}` }],
        })),
        outOf: 4,
        mostShare: 0.5,
      });
      // Two halves of everybody at once: the second one is asked about.
      expect(
        await driver.together([
          [store, release(1, 2)],
          [other, release(3, 4)],
        ]),
      ).toMatchObject([{ ok: true }, { ok: false, error: { code: 'releaseTooLarge', count: 4 } }]);
      const day = '2026-11-21';
      const part = (number: number, ...names: readonly string[]): Command => ({
        do: 'listDaily',
        day,
        file: '603.xml',
        part: { number, of: 2, txRefNbr: `603-${number}` },
        lines: names.map((txRefNbr) => ({ type: '017', txRefNbr })),
      });
      const points = [{ side: 'theirs', type: '017', txRefNbr: 'x' }] as const;
      const explain: Command = { do: 'explainDaily', day, points, because: 'told by phone' };
      expect(
        await driver.together([
          [store, part(1, 'waits 1', 'x')],
          [other, explain],
          [other, part(2, 'waits 2')],
          [store, explain],
        ]),
      ).toMatchObject([
        { ok: true },
        { ok: false, error: { code: 'noSuchDay' } },
        { ok: true },
        { ok: true },
      ]);
      const fixes = await driver.fixes(other, null);
      expect(
        Object.fromEntries(fixes.map(({ mprn, items }) => [mprn, items[0]?.standing])),
      ).toEqual({ [mprnAt(1)]: 'proved', [mprnAt(2)]: 'proved' });
      await driver.run(store, report(1));
      expect(await driver.looksAt(store, { do: 'claim', subject: subjectAt(1) }, day)).toEqual({
        fixes: 0,
        hasDay: false,
      });
      expect(
        await driver.looksAt(store, { ...release(1, 2), agreed: true } as Command, day),
      ).toEqual({
        fixes: 2,
        hasDay: false,
      });
      expect(await driver.looksAt(store, part(2), day)).toEqual({ fixes: 2, hasDay: true });
      expect(await driver.looksAt(store, release(3), day)).toEqual({ fixes: 0, hasDay: false });
    });

    test('STORE4: what another store wrote is heard, and decided on as it stands now', async () => {
      const { driver, name, store } = await opened();
      const other = await driver.open(name, 2);
      await driver.run(store, report(1));
      await driver.run(other, {
        do: 'power',
        subject: subjectAt(1),
        level: 'confirmed',
        by: 'esbn',
        backAt: START,
        learntAt: START,
      });
      const late = await driver.run(store, {
        do: 'outcome',
        subject: subjectAt(1),
        outcome: 'done',
      });
      expect(late).toMatchObject({ ok: false, error: { code: 'powerAlreadyBack' } });
      await expect.poll(() => driver.heard(store)).toEqual([[subjectAt(1)]]);
    });

    test('STORE4: what cannot be by what this store knew, and can by what another one wrote, is done', async () => {
      const { driver, name, store } = await opened();
      const other = await driver.open(name, 2);
      const still: Command = { do: 'stillOff', subject: subjectAt(1), by: 'customer' };
      await driver.run(store, report(1));
      expect(await driver.run(store, still)).toMatchObject({ ok: false });
      await driver.run(other, {
        do: 'power',
        subject: subjectAt(1),
        level: 'claimed',
        by: 'esbn',
        backAt: START,
        learntAt: START,
      });
      expect(await driver.run(store, still)).toMatchObject({ ok: true });
      expect(await driver.caseOf(other, subjectAt(1))).toMatchObject({ power: null });
    });

    test('STORE5: entries are given in order, after a number, as many as asked for', async () => {
      const { driver, store } = await opened();
      for (let index = 1; index <= 9; index++) await driver.run(store, report(index));
      expect((await driver.entries(store, 3, 4)).map((entry) => entry.seq)).toEqual([4, 5, 6, 7]);
      expect(await driver.entries(store, 9)).toEqual([]);
    });

    test('STORE6: after a seeded night every stored case is the fold of its history, and the chain verifies', async () => {
      const { driver, store } = await opened();
      const subjects = await walk(driver, store, 7, 250);
      expect(subjects.length).toBeGreaterThan(10);
      for (const subject of subjects) {
        const state = await driver.caseOf(store, subject);
        const folded = foldCase(await driver.history(store, subject));
        expect(JSON.parse(JSON.stringify(state)), subject).toEqual(
          JSON.parse(JSON.stringify(folded)),
        );
      }
      expect((await chain(driver, store)).verified.ok).toBe(true);
    });
  });

  describe('files', () => {
    test('FIX17: released back-fixes are what the log says of them, all of them or those asked for', async () => {
      const { driver, store } = await opened();
      const release = (...indexes: number[]): Command => ({
        do: 'releaseFixes',
        outOf: 3,
        mostShare: 1,
        items: indexes.map((index) => ({ mprn: mprnAt(index), steps: [send] })),
      });
      await driver.run(store, release(1, 2));
      await driver.run(store, release(3));
      // A subject that begins as another one ends is another one.
      await driver.run(store, { do: 'placeGuard', of: [mprnAt(1)], because: 'a D05 may wait' });
      const of = async (subjects: readonly string[] | null) =>
        (await driver.fixes(store, subjects)).map(({ mprn, items }) => `${mprn} ${items.length}`);
      expect((await of(null)).toSorted()).toEqual([1, 2, 3].map((index) => `${mprnAt(index)} 1`));
      expect(await of([`fix:${mprnAt(2)}`, `fix:${mprnAt(9)}`])).toEqual([`${mprnAt(2)} 1`]);
    });

    test('FIX1: two stores that release and hear the same at once write it once', async () => {
      const { driver, name, store } = await opened();
      const other = await driver.open(name, 2);
      const release: Command = {
        do: 'releaseFixes',
        outOf: 1,
        mostShare: 1,
        items: [{ mprn: mprnAt(1), steps: [send] }],
      };
      await driver.together([
        [store, release],
        [other, release],
      ]);
      const answer = { type: '307', tells: 'energised', txRefNbr: 'one', at: START } as const;
      const hear: Command = { do: 'hear', answers: [{ mprn: mprnAt(1), answer }] };
      await driver.together([
        [store, hear],
        [other, hear],
      ]);
      const kinds = (await driver.entries(store)).map(({ kind }) => kind);
      expect(kinds).toEqual(['fix.released', 'market.heard']);
    });

    test('STORE7: a file comes in whole, its rows counted; each case knows its row', async () => {
      const { driver, store } = await opened();
      const rows = Array.from({ length: 1200 }, (_, index) => row(index + 1));
      const { written, progress } = await driver.bring(store, rows);
      if (!written.ok) throw new Error(written.error.code);
      expect(written.value.summaries).toHaveLength(1200);
      expect(progress).toEqual([...progress].sort((one, other) => one - other));
      expect(progress.at(-1)).toBe(1200);
      expect(await driver.history(store, subjectAt(700))).toMatchObject([
        { kind: 'case.reported', body: { facts: { name: 'Customer 700' } } },
      ]);
      expect((await chain(driver, store)).verified.ok).toBe(true);
    });

    test('STORE8: a file given up at any moment leaves everything as it was', async () => {
      for (const cancelAfter of [1, 600, 1150]) {
        const { driver, store } = await opened();
        await driver.run(store, report(5000));
        const before = await driver.opened(store);
        const rows = Array.from({ length: 1200 }, (_, index) => row(index + 1));
        const { written } = await driver.bring(store, rows, { cancelAfter });
        expect(written, `after ${cancelAfter}`).toEqual({
          ok: false,
          error: { code: 'cancelled' },
        });
        expect(await driver.opened(store)).toEqual(before);
        expect(await driver.entries(store)).toHaveLength(1);
      }
    });

    test('STORE9: a second file marks who is no longer listed, and an undo folds rows and entries', async () => {
      const { driver, store } = await opened();
      await driver.bring(store, [row(1), row(2)]);
      await driver.bring(store, [row(2), row(3)], { unlisted: [mprnAt(1)] });
      expect((await driver.caseOf(store, subjectAt(1)))?.unlisted).toMatchObject({
        file: 'export.csv',
      });
      const subject = subjectAt(2);
      await driver.run(store, { do: 'outcome', subject, outcome: 'refused' });
      const entry = (await driver.caseOf(store, subject))?.outcome?.entry ?? '';
      await driver.run(store, { do: 'undo', subject, entry });
      const state = await driver.caseOf(store, subject);
      expect(state?.outcome).toBeNull();
      expect(state?.reports).toHaveLength(1);
      expect(await driver.history(store, subject)).toHaveLength(5);
    });
  });

  describe('what is kept beside the log', () => {
    test('STORE10: places and drafts are kept by name and read back as they were', async () => {
      const { driver, name, store } = await opened();
      expect(await driver.kept(store, 'place')).toBeNull();
      await driver.keep(store, 'place', { view: 'desk', subject: null });
      await driver.close(store);
      const again = await driver.open(name, 2);
      expect(await driver.kept(again, 'place')).toEqual({ view: 'desk', subject: null });
      expect(await driver.entries(again)).toEqual([]);
    });

    test('STORE11: a new customer book replaces the old one as a whole; one given up changes nothing', async () => {
      const { driver, store } = await opened();
      const chunk = (from: number) =>
        Array.from({ length: 100 }, (_, index) => customer(from + index));
      await driver.importBook(store, [chunk(1), chunk(101)]);
      expect(await driver.customer(store, mprnAt(150))).toMatchObject({ name: 'Customer 150' });
      const given = await driver.importBook(store, [chunk(1001), chunk(1101)], 100);
      expect(given).toEqual({ ok: false, error: { code: 'cancelled' } });
      expect(await driver.customer(store, mprnAt(150))).toMatchObject({ name: 'Customer 150' });
      expect(await driver.customer(store, mprnAt(1001))).toBeNull();
      await driver.importBook(store, [chunk(1001)]);
      expect(await driver.customer(store, mprnAt(150))).toBeNull();
      expect((await driver.searchBook(store, 'customer 1001'))[0]?.mprn).toBe(mprnAt(1001));
    });

    test('STORE12: a customer is found by every identifier, and two common words find the one who has both', async () => {
      const { driver, store } = await opened();
      const many = Array.from({ length: 900 }, (_, index) =>
        customer(index + 1, { name: index % 2 === 0 ? `Aoife ${index}` : `Brian Murphy ${index}` }),
      );
      const one = customer(901, { name: 'Aoife Murphy' });
      await driver.importBook(store, [many, [one]]);
      for (const typed of [
        'aoife murphy',
        'murphy aoi',
        one.mprn,
        one.account,
        one.phone,
        one.serial,
      ]) {
        const found = await driver.searchBook(store, typed);
        expect(
          found.map((each) => each.mprn),
          typed,
        ).toEqual([one.mprn]);
      }
    });

    test('STORE12: words of any length and number, each as the beginning of something; one MPRN once', async () => {
      const { driver, store } = await opened();
      const long = customer(2, {
        name: 'Muireann Ní Fhaircheallaigh-Bhreathnach',
        account: 'PAYG-IE-0001234567890',
        phone: '+353 87 123 4567',
        eircode: 'V94 C3C8',
      });
      const twice = customer(3, { name: 'Ita Foley' });
      const chunk = [customer(1, { name: 'Ita Quinn' }), long, customer(3, { name: 'Old Name' })];
      const done = await driver.importBook(store, [chunk, [twice]]);
      expect(done).toMatchObject({ ok: true, value: { rows: 3 } });
      const found = async (typed: string) =>
        (await driver.searchBook(store, typed)).map((each) => each.name);
      for (const typed of [
        'fhaircheal',
        'fhaircheallaigh',
        'fhaircheallaigh bhreathnac mui',
        'ni m bhreathnach fhairch',
        'v94c3',
        'v94 c3c8',
        '087 123 45',
        '+353871234567',
        'muireann payg',
      ]) {
        expect(await found(typed), typed).toEqual([long.name]);
      }
      for (const typed of [
        'fhaircheallaighs',
        'fhaircheallx',
        'old name',
        'ita murphy',
        'bhreathnachs',
      ])
        expect(await found(typed), typed).toEqual([]);
      expect(await found('ita')).toEqual(['Ita Quinn', 'Ita Foley']);
      expect(await driver.customer(store, mprnAt(3))).toMatchObject({ name: 'Ita Foley' });
      expect(await driver.searchBook(store, 'i', 1)).toHaveLength(1);
    });

    test('STORE11: what another window brought in is what is found here', async () => {
      const { driver, name, store } = await opened();
      const other = await driver.open(name, 2);
      for (const [index, window] of [store, other, store, other].entries()) {
        const one = customer(index + 1, { name: `Book ${'abcd'[index]}` });
        await driver.importBook(window, [[one]]);
        for (const each of [store, other]) {
          const found = await driver.searchBook(each, 'book');
          expect(found.map((row) => row.name)).toEqual([one.name]);
        }
        await driver.wait(1000);
      }
    });
  });
}
