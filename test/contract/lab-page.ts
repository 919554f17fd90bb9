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

/** A database as the program of that version left it: a place, and a pointer to its book. */
window.makeOld = async (name, version) => {
  const database = openDatabase(name, version);
  await database.open();
  await database.meta.bulkPut([
    { key: 'kept:place', value: 'case 7' },
    { key: 'book', value: { table: 0, rows: 1, file: 'old.csv', importedAt: 1 } },
  ]);
  database.close();
};

window.storeLab = new Driver(
  (name, tools, deadlineMs) =>
    new DexieStore({ name, tools, ...(deadlineMs === undefined ? {} : { deadlineMs }) }),
);
