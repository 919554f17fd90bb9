import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { MemoryJournal } from '../../../gateway/journal/memory-journal.ts';
import { firstTables } from '../../../gateway/journal/sqlite-schema.ts';
import { SqliteJournal } from '../../../gateway/journal/sqlite-journal.ts';
import { storedBody } from '../../../gateway/journal/stored-entry.ts';
import type { JournalEntry } from '../../../gateway/journal/journal.ts';
import { by, chainOf, journalContract, OTHER, readEntry } from './journal.contract.ts';

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

  test('FEED8: what is acknowledged is on disk: a write-ahead log, and every commit waits for the disk', () => {
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
    onTestFinished(() => exec.mockRestore());
    const journal = new SqliteJournal(file());
    // The journal's own connection: how it waits for the disk is said to each connection by itself.
    const own = exec.mock.contexts[0] as DatabaseSync;
    const pragma = (name: string) => own.prepare(`PRAGMA ${name}`).get();
    expect(pragma('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(pragma('synchronous')).toEqual({ synchronous: 2 });
    journal.close();
    expect(own.isOpen).toBe(false);
  });

  test('FEED11: a journal of the schema before is opened, and can be recovered', () => {
    const path = file();
    const old = new DatabaseSync(path);
    old.exec(`${firstTables} PRAGMA user_version = 1;`);
    old.close();
    const journal = new SqliteJournal(path);
    expect([journal.isBackup(), journal.recoveringUntil()]).toEqual([false, null]);
    journal.recover(5000);
    expect(journal.recoveringUntil()).toBe(5000);
    journal.close();
  });

  test('FEED12: a journal of the first schema goes on as it was, marks and all', () => {
    const path = file();
    const old = new DatabaseSync(path);
    old.exec(`${firstTables} PRAGMA user_version = 1;`);
    const entries = [...chainOf(3), ...chainOf(2, OTHER, 'request:1')];
    const lost = {
      ...chainOf(4)[3],
      subject: null,
      head: null,
      body: null,
      refused: 'bodyAltered',
    };
    const all = [...entries, lost as JournalEntry];
    all.forEach((entry, at) => {
      const { device, seq, prev, headHash, hash, subject, head, body, refused } = entry;
      const stored = storedBody(body);
      old
        .prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(at + 1, device, seq, prev, headHash, hash, subject, head, stored, refused);
      old
        .prepare('INSERT INTO feeds VALUES (?, ?, ?, ?, ?)')
        .run('ABC', at + 1, device, at + 1, `mark ${at + 1}`);
      old
        .prepare('INSERT OR REPLACE INTO chains (device, seq, hash) VALUES (?, ?, ?)')
        .run(device, seq, hash);
    });
    old.exec(`INSERT INTO audiences VALUES ('request:1', 'ABC', 0)`);
    old.close();
    const journal = new SqliteJournal(path);
    const limits = { entries: 1000, bytes: 1_000_000, exceptDevice: '' };
    const read = () => journal.feed('ABC', 0, limits).rows;
    expect(read().map(({ entry }) => entry)).toEqual(all.map(readEntry));
    expect(all.map((_, at) => journal.markAt('ABC', at + 1))).toEqual(
      all.map((_, at) => `mark ${at + 1}`),
    );
    expect(all.map(({ device, seq }) => journal.hashAt(device, seq))).toEqual(
      all.map(({ hash }) => hash),
    );
    expect(journal.refusedAt(all[0]?.device ?? '', 4)).toBe('bodyAltered');
    journal.write(() => journal.widen('request:1', 'ESB'));
    expect(journal.feed('ESB', 0, limits).rows.map(({ entry }) => entry.device)).toEqual([
      OTHER,
      OTHER,
    ]);
    journal.write(() => {
      for (const entry of chainOf(4, OTHER, 'request:1').slice(2))
        journal.append(entry, ['ABC'], by);
    });
    expect(read().map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    journal.close();
  });

  test('FEED8: a journal opened again is the same journal', () => {
    const path = file();
    const first = new SqliteJournal(path);
    first.addOrganisation({ id: 'ABC', name: 'ABC Ltd', isNetworks: false });
    first.write(() => {
      for (const entry of chainOf(3)) first.append(entry, ['ABC'], by);
    });
    const mark = first.markAt('ABC', 3);
    first.close();
    const second = new SqliteJournal(path);
    expect(second.markAt('ABC', 3)).toBe(mark);
    expect(second.organisations()).toEqual([{ id: 'ABC', name: 'ABC Ltd', isNetworks: false }]);
    second.close();
  });
});
