import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { MemoryJournal } from '../../../gateway/journal/memory-journal.ts';
import { SqliteJournal } from '../../../gateway/journal/sqlite-journal.ts';
import { chainOf, journalContract } from './journal.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'backstop-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
let files = 0;
const file = () => join(folder, `${(files += 1)}.sqlite`);

describe('in memory', () => journalContract(() => new MemoryJournal()));
describe('in SQLite', () => {
  journalContract(() => new SqliteJournal(file()));

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
