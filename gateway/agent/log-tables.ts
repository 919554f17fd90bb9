// The agent's own SQLite file: entries of the organisation in their chains, places of those that have
// no text, and a few facts. One program at a time has it: the lock is the file's, and dies with it.
import { DatabaseSync } from 'node:sqlite';
import type { Entry } from '../../shared/log/entry.ts';
import type { WireLink } from '../../shared/sync/protocol.ts';
import { bodyOf, storedBody } from '../journal/stored-entry.ts';

const SCHEMA = 1;

/** A file of a later schema than ours. */
export class NewerLog extends Error {}

/** A place has a hash of its head and no text; an entry has its texts. */
const tables = `
  CREATE TABLE entries (
    device TEXT NOT NULL, seq INTEGER NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL,
    headHash TEXT, id TEXT UNIQUE, subject TEXT, stamp TEXT, kind TEXT, head TEXT, body TEXT,
    PRIMARY KEY (device, seq)
  ) STRICT;
  CREATE INDEX entriesOfSubject ON entries (subject) WHERE subject IS NOT NULL;
  CREATE TABLE chains (
    device TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, organisation TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE aside (
    key TEXT PRIMARY KEY, why TEXT NOT NULL, device TEXT NOT NULL, seq INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Makes the tables where there are none. Durable when a statement's transaction has returned. */
export function prepare(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > SCHEMA) throw new NewerLog();
  database.exec(
    'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;',
  );
  database.exec('BEGIN EXCLUSIVE');
  database.exec(version === 0 ? `${tables} PRAGMA user_version = ${SCHEMA}; COMMIT;` : 'COMMIT');
}

export type Row = Readonly<Record<string, unknown>>;

export const COLUMNS = 'device, seq, prev, hash, headHash, id, subject, stamp, kind, head, body';

export function valuesOf(entry: Entry): readonly (string | number | null)[] {
  const { device, seq, prev, hash, id, subject, stamp, kind, head, body } = entry;
  const stored = storedBody(body === null || typeof body === 'string' ? body : [...body]);
  return [device, seq, prev, hash, null, id, subject, stamp, kind, head, stored];
}

/** Its table is STRICT: the types of the columns are SQLite's promise. */
export function entryOfRow(row: Row): Entry {
  const text = (name: string) => row[name] as string;
  return {
    id: text('id'),
    device: text('device'),
    seq: row['seq'] as number,
    subject: text('subject'),
    stamp: text('stamp'),
    kind: text('kind'),
    head: text('head'),
    body: bodyOf(row['body'] as string | null),
    prev: text('prev'),
    hash: text('hash'),
  };
}

export function linkOfRow(row: Row): WireLink {
  const prev = row['prev'] as string;
  if (row['head'] !== null) {
    const body = bodyOf(row['body'] as string | null);
    return {
      head: row['head'] as string,
      body: body === null || typeof body === 'string' ? body : [...body],
      prev,
    };
  }
  const [device, seq, headHash] = [row['device'], row['seq'], row['headHash']];
  return { device: device as string, seq: seq as number, prev, headHash: headHash as string };
}
