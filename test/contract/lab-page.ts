// The real store inside a real page, driven from the test.
import { openDatabase } from '../../renderer/store/database.ts';
import { DexieStore } from '../../renderer/store/dexie-store.ts';
import { Driver } from './driver.ts';

declare global {
  interface Window {
    storeLab: Driver;
    makeOld: (name: string, version: number) => Promise<void>;
  }
}

/**
 * A database as the program of that version left it: a place, a pointer to its book, the end of a chain
 * of three, and what was said of clocks by places in a chain.
 */
window.makeOld = async (name, version) => {
  const database = openDatabase(name, version);
  await database.open();
  await database.meta.bulkPut([
    { key: 'kept:place', value: 'case 7' },
    { key: 'book', value: { table: 0, rows: 1, file: 'old.csv', importedAt: 1 } },
    { key: 'kept:clock.checked', value: 2 },
    { key: 'clocks', value: { other: [{ from: 1, upTo: 2, aheadMs: 60_000, said: 3 }] } },
  ]);
  const device = '99999999-9999-4999-8999-999999999999';
  const tip = { device, seq: 3, hash: 'a'.repeat(64), stamp: null, references: 0, taken: 0 };
  await database.meta.put({ key: 'tip', value: tip });
  await database.exceptions.bulkPut(
    (['farAhead', 'chainBroken'] as const).map((why) => ({
      key: `${why}:other:1`,
      why,
      device: 'other',
      seq: 1,
      at: 1,
      subject: null,
      kind: null,
      entry: null,
      explained: null,
    })),
  );
  database.close();
};

window.storeLab = new Driver(
  (name, tools, deadlineMs) =>
    new DexieStore({ name, tools, ...(deadlineMs === undefined ? {} : { deadlineMs }) }),
);
