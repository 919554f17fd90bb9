// Where the journal lies, and why it may not be had, in one sentence each.
import { homedir } from 'node:os';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../main/folders.ts';
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { NewerJournal, SqliteJournal } from './journal/sqlite-journal.ts';

export const JOURNAL_FILE = 'journal.sqlite';

export type JournalRefusal =
  | { readonly reason: 'dataNotWritable'; readonly folder: string }
  | { readonly reason: 'journalNewer' | 'journalLocked' | 'journalBroken'; readonly file: string };

/** The system's folder for data, as in the README; a room of the gateway's own in it. */
export function usualFolder(): string {
  const { platform, env } = process;
  return join(
    dataFolder({
      platform,
      home: homedir(),
      localAppData: env['LOCALAPPDATA'],
      xdgDataHome: env['XDG_DATA_HOME'],
    }),
    'gateway',
  );
}

export function openJournal(folder: string): Result<SqliteJournal, JournalRefusal> {
  const file = join(folder, JOURNAL_FILE);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return fail({ reason: 'dataNotWritable', folder });
  }
  try {
    const journal = new SqliteJournal(file);
    // Customers are in it: for the account the gateway runs under, and nobody else.
    chmodSync(file, 0o600);
    return ok(journal);
  } catch (error) {
    if (error instanceof NewerJournal) return fail({ reason: 'journalNewer', file });
    switch (sqliteCode(error)) {
      case BUSY:
      case LOCKED:
        return fail({ reason: 'journalLocked', file });
      case NOT_A_DATABASE:
      case CORRUPT:
        return fail({ reason: 'journalBroken', file });
      case null:
        if (error instanceof Error && 'syscall' in error)
          return fail({ reason: 'dataNotWritable', folder });
        throw error;
      default:
        return fail({ reason: 'dataNotWritable', folder });
    }
  }
}

export function sentenceForJournal(refusal: JournalRefusal): string {
  switch (refusal.reason) {
    case 'dataNotWritable':
      return `The gateway cannot write in ${refusal.folder}: give its account that folder, or name another with --data.`;
    case 'journalNewer':
      return `${refusal.file} was written by a newer gateway: start that release, or restore a backup of this one.`;
    case 'journalLocked':
      return `${refusal.file} is held by another program: stop it (another gateway, a copy, a viewer) and start again.`;
    case 'journalBroken':
      return `${refusal.file} is no journal of a gateway, or damaged: keep it, and restore the last backup.`;
  }
}

const [BUSY, LOCKED, CORRUPT, NOT_A_DATABASE] = [5, 6, 11, 26];

/** SQLite's number for what went wrong (its low byte); null when it is not SQLite that complains. */
function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}
