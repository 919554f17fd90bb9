// The contract over the product's own store in a real Chromium, and what it must do when the
// database is full, hangs or is broken: every fault is made with the platform's own means.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLab, type Lab } from '../../bench/lab.ts';
import { must } from '../../shared/lib/check.ts';
import { readHead } from '../../shared/log/entry.ts';
import { root } from '../../tools/commands.ts';
import { MemoryDisk, MemoryStore } from '../support/memory-store.ts';
import { fill, smallDisk } from '../support/small-disk.ts';
import { Night, syncContract } from './sync.contract.ts';
import { customer, report, storeContract, type Remote } from './store.contract.ts';
import { Driver } from './driver.ts';
import { walk } from './walk.ts';

const labEntry = join(root, 'test', 'contract', 'lab-page.ts');
const product = join(root, 'out', 'renderer');

let lab: Lab;
let driver: Remote;
let names = 0;

/** The driver in the page; every method crosses as plain data. */
function remote(page: Lab['page']): Remote {
  return new Proxy({} as Remote, {
    get: (_, method) => {
      // A promise is asked for its `then`; the driver has none.
      if (method === 'then') return undefined;
      return (...args: unknown[]) =>
        page.evaluate(
          ({ name, all }) => {
            const methods = window.storeLab as unknown as Readonly<
              Record<string, ((...each: readonly unknown[]) => unknown) | undefined>
            >;
            return methods[name]?.call(window.storeLab, ...all);
          },
          { name: String(method), all: args },
        );
    },
  });
}

beforeAll(async () => {
  lab = await openLab(labEntry, product, { ready: 'storeLab' });
  driver = remote(lab.page);
});
afterAll(() => lab.close());

const freshName = () => `contract-${(names += 1)}`;

describe('the log in IndexedDB', () => {
  storeContract(() => Promise.resolve({ driver, name: freshName() }));
  syncContract(() => Promise.resolve({ driver, name: freshName() }));

  test('STORE13: the same night writes the same chain in memory and in the database', async () => {
    const disk = new MemoryDisk();
    const memory = new Driver((name, tools) => new MemoryStore(disk, name, tools));
    const ends = [];
    for (const each of [memory, remote(lab.page)]) {
      await each.begin();
      const store = await each.open(freshName(), 3);
      await walk(each, store, 11, 120);
      const { seq, hash } = await each.tip(store);
      ends.push({ seq, hash });
    }
    expect(ends[0]?.seq).toBeGreaterThan(100);
    expect(ends[1]).toEqual(ends[0]);
  });
});

describe('a database of an earlier version', () => {
  test('DESKS5: what colleagues said before is read once more when it is opened', async () => {
    const name = freshName();
    const [aoife, brian] = [await driver.open(name, 1), await driver.open(freshName(), 2)];
    const night = new Night(driver);
    for (const desk of [aoife, brian]) await night.enrol(desk);
    await driver.run(aoife, { do: 'arrive', name: 'Aoife' });
    await driver.run(brian, {
      do: 'settings',
      changes: { 'channels.ledger.where': 'Prepay core' },
    });
    await night.heal(brian, aoife);
    await lab.page.evaluate(forgetSaid, name);
    const again = await driver.opened(await driver.open(name, 3));
    expect(again).toMatchObject({
      ok: true,
      value: {
        desk: {
          operator: 'Aoife',
          settings: { 'channels.ledger.where': 'Prepay core' },
          said: { 'channels.ledger.where': { by: 'Aoife' } },
        },
      },
    });
  });
});

describe('a database in trouble', () => {
  const subject = 'mprn:10000000001';
  const note = (text: string) => ({ do: 'note', subject, note: text }) as const;
  const notes = async (store: number) =>
    (await driver.caseOf(store, subject))?.notes.map((each) => each.note);

  const disk = smallDisk();
  afterAll(() => disk?.release());
  test.skipIf(disk === null)(
    'STORE14: full: said as such, nothing of the act is stored, and it goes on once there is room',
    async () => {
      if (disk === null) return;
      const full = await openLab(labEntry, product, { ready: 'storeLab', profile: disk.folder });
      const filler = join(disk.folder, 'filler');
      try {
        const there = remote(full.page);
        const store = await there.open('full', 1);
        await there.run(store, report(1));
        await fill(filler);
        let refused: unknown;
        let stored = 0;
        for (let act = 0; act < 4000 && refused === undefined; act++) {
          const written = await there.run(store, note(`${act} ${'x'.repeat(1500)}`));
          if (written.ok) stored += 1;
          else refused = written.error;
        }
        // The platform names a full disk only sometimes; either way the act was refused in words.
        expect(refused).toEqual(
          expect.objectContaining({ code: expect.stringMatching(/^store(Full|Broken)$/) }),
        );
        // What was acknowledged stands, what was refused does not, once there is room again.
        await rm(filler);
        await expect.poll(() => there.opened(store)).toMatchObject({ ok: true });
        const state = await there.caseOf(store, subject);
        expect(state?.notes).toHaveLength(stored);
        expect((await there.run(store, note('again'))).ok).toBe(true);
        expect(await there.entries(store)).toHaveLength(stored + 2);
      } finally {
        await full.close();
      }
    },
  );

  test('STORE15: hung: said after the deadline, never written later, and it goes on once it answers', async () => {
    const name = freshName();
    const store = await driver.open(name, 1, 300);
    await driver.run(store, report(1));
    await lab.page.evaluate(holdOpen, name);
    const hung = await driver.run(store, note('while it hung'));
    expect(hung).toEqual({ ok: false, error: { code: 'storeHung' } });
    // The fault is real: the holder is still there, and it is let go only now.
    expect(await lab.page.evaluate(() => window.letGo?.())).toBe(true);
    await expect.poll(() => driver.opened(store)).toMatchObject({ ok: true });
    expect(await notes(store)).toEqual([]);
    expect((await driver.run(store, note('again'))).ok).toBe(true);
    expect(await notes(store)).toEqual(['again']);
    expect(await driver.entries(store)).toHaveLength(2);
  });

  test('STORE16: deleted under our hands: said as broken, and what is written then is a new chain', async () => {
    const name = freshName();
    const store = await driver.open(name, 1);
    await driver.run(store, report(1));
    await lab.page.evaluate(deleteDatabase, name);
    const broken = await driver.run(store, note('into nothing'));
    expect(broken).toMatchObject({ ok: false, error: { code: 'storeBroken' } });
    expect(await driver.opened(store)).toMatchObject({ ok: true, value: { tip: { seq: 0 } } });
    expect((await driver.run(store, report(1))).ok).toBe(true);
  });

  test('STORE17: written by a newer program: said as such, and left alone', async () => {
    const name = freshName();
    const store = await driver.open(name, 1);
    await driver.run(store, report(1));
    await driver.close(store);
    await lab.page.evaluate(raiseVersion, name);
    await expect(driver.open(name, 2)).rejects.toThrow('storeNewer');
    expect(await lab.page.evaluate(countEntries, name)).toBe(1);
  });

  test('STORE31: a start reads the shelf, and not the rows, once it is filled', async () => {
    const name = freshName();
    const store = await driver.open(name, 1);
    for (let index = 1; index <= 3; index++) await driver.run(store, report(index));
    await driver.shelve(store);
    // The proof: a text on the shelf is changed by hand, and the start says what it says.
    await lab.page.evaluate(markShelf, name);
    const names = async () => {
      const found = await driver.opened(store);
      if (!found.ok) throw new Error(found.error.code);
      return found.value.summaries.map((summary) => summary.name).toSorted();
    };
    expect(await names()).toEqual(['Customer 1', 'Shelved 2', 'Shelved 3']);
    // What has changed since is read from its row, for good.
    await driver.run(store, { do: 'note', subject: 'mprn:10000000002', note: 'two' });
    expect(await names()).toEqual(['Customer 1', 'Customer 2', 'Shelved 3']);
    await driver.shelve(store);
    expect(await names()).toEqual(['Customer 1', 'Customer 2', 'Shelved 3']);
  });

  test('STORE30: what an earlier version wrote is there; its customer book is brought in again', async () => {
    const name = freshName();
    await lab.page.evaluate((old) => window.makeOld(old, 1), name);
    const store = await driver.open(name, 1);
    expect(await driver.kept(store, 'place')).toBe('case 7');
    expect(await driver.opened(store)).toMatchObject({ ok: true, value: { book: null } });
    // Clocks were spoken of by places then: that is forgotten, and what was there counts as looked at.
    const { exceptions, unsaidClocks } = await driver.contact(store);
    expect(exceptions.map(({ why }) => why)).toEqual(['chainBroken']);
    expect(unsaidClocks).toEqual([]);
    expect(await driver.kept(store, 'clock.checked')).toEqual({ upTo: 3, time: null });
    await driver.run(store, report(1));
    const [entry] = await driver.entries(store);
    expect([entry?.seq, readHead(must(entry, 'it was written')).epoch]).toEqual([
      4,
      expect.any(Number),
    ]);
    await driver.importBook(store, [[customer(1)]]);
    expect(await driver.searchBook(store, 'customer')).toHaveLength(1);
  });
});

declare global {
  interface Window {
    letGo?: () => boolean;
  }
}

/** Another connection whose transaction is kept alive: ours waits behind it. */
function holdOpen(name: string): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => {
      const database = opening.result;
      const transaction = database.transaction(['entries', 'meta'], 'readwrite');
      let held = true;
      const again = () => {
        if (held) transaction.objectStore('meta').get('tip').addEventListener('success', again);
      };
      again();
      window.letGo = () => {
        const was = held;
        held = false;
        transaction.addEventListener('complete', () => database.close());
        return was;
      };
      resolve();
    });
  });
}

/** The desk as a version kept it that knew of its own settings alone. */
function forgetSaid(name: string): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => {
      const database = opening.result;
      const transaction = database.transaction('meta', 'readwrite');
      const meta = transaction.objectStore('meta');
      const reading = meta.get('desk');
      reading.addEventListener('success', () => {
        const { said: _, ...value } = (reading.result as { value: Record<string, unknown> }).value;
        meta.put({ key: 'desk', value: { ...value, settings: {} } });
      });
      transaction.addEventListener('complete', () => {
        database.close();
        resolve();
      });
    });
  });
}

/** Every summary on the shelf but the first customer's gets another name. */
function markShelf(name: string): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => {
      const database = opening.result;
      const transaction = database.transaction('shelf', 'readwrite');
      const shelf = transaction.objectStore('shelf');
      const reading = shelf.get(0);
      reading.addEventListener('success', () => {
        const row = reading.result as { pack: number; text: string };
        shelf.put({ ...row, text: row.text.replace(/"Customer ([23])"/g, '"Shelved $1"') });
      });
      transaction.addEventListener('complete', () => {
        database.close();
        resolve();
      });
    });
  });
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase(name);
    deleting.addEventListener('success', () => resolve());
    deleting.addEventListener('error', () => reject(deleting.error ?? new Error('not deleted')));
  });
}

function raiseVersion(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 9999);
    opening.addEventListener('success', () => {
      opening.result.close();
      resolve();
    });
    opening.addEventListener('error', () => reject(opening.error ?? new Error('not raised')));
  });
}

function countEntries(name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => {
      const counting = opening.result.transaction('entries').objectStore('entries').count();
      counting.addEventListener('success', () => {
        opening.result.close();
        resolve(counting.result);
      });
    });
    opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')));
  });
}
