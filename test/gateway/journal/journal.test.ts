import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { MemoryJournal } from '../../../gateway/journal/memory-journal.ts';
import { tables } from '../../../gateway/journal/sqlite-schema.ts';
import { SqliteJournal } from '../../../gateway/journal/sqlite-journal.ts';
import { chainOf, journalContract } from './journal.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'backstop-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
let files = 0;
const file = () => join(folder, `${(files += 1)}.sqlite`);

describe('in memory', () => journalContract(() => new MemoryJournal()));
describe('in SQLite', () => {
  journalContract(() => new SqliteJournal(file()));

  test('FEED11: a backup knows that it is one until it is recovered from; the journal itself is none', async () => {
    const [path, copy] = [file(), file()];
    const journal = new SqliteJournal(path);
    journal.addOrganisation({ id: 'ABC', name: 'ABC Ltd', isNetworks: false });
    await journal.backupTo(copy);
    expect(journal.isBackup()).toBe(false);
    journal.close();
    const restored = new SqliteJournal(copy);
    expect(restored.isBackup()).toBe(true);
    restored.recover(5000);
    restored.close();
    const again = new SqliteJournal(copy);
    expect([again.isBackup(), again.recoveringUntil()]).toEqual([false, 5000]);
    again.close();
  });

  test('FEED11: a journal of the schema before is opened, and can be recovered', () => {
    const path = file();
    const old = new DatabaseSync(path);
    old.exec(`${tables} PRAGMA user_version = 1;`);
    old.close();
    const journal = new SqliteJournal(path);
    expect([journal.isBackup(), journal.recoveringUntil()]).toEqual([false, null]);
    journal.recover(5000);
    expect(journal.recoveringUntil()).toBe(5000);
    journal.close();
  });

  test('FEED8: a journal opened again is the same journal', () => {
    const path = file();
    const first = new SqliteJournal(path);
    first.addOrganisation({ id: 'ABC', name: 'ABC Ltd', isNetworks: false });
    first.write(() => {
      for (const entry of chainOf(3)) first.append(entry, ['ABC']);
    });
    const mark = first.markAt('ABC', 3);
    first.close();
    const second = new SqliteJournal(path);
    expect(second.markAt('ABC', 3)).toBe(mark);
    expect(second.organisations()).toEqual([{ id: 'ABC', name: 'ABC Ltd', isNetworks: false }]);
    second.close();
  });
});
