// The journal in one SQLite file: write-ahead log, and `synchronous = FULL`, so that what was
// answered is on disk. Statements are prepared once; a write is one immediate transaction.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { assert } from '../../shared/lib/check.ts';
import { decode, decodeJson } from '../../shared/lib/decode.ts';
import { roleSchema } from '../../shared/sync/calls.ts';
import { entryRefusals } from '../../shared/sync/protocol.ts';
import * as v from 'valibot';
import { markAfter } from './marks.ts';
import {
  type ChainEnd,
  type Device,
  type FeedRow,
  type Invite,
  type Journal,
  type JournalEntry,
  type Organisation,
} from './journal.ts';

const SCHEMA = 1;
/** A stored body begins with what it is: one text, or a list of texts as JSON. */
const TEXT = 't';
const LIST = 'l';

const tables = `
  CREATE TABLE entries (
    place INTEGER PRIMARY KEY,
    device TEXT NOT NULL, seq INTEGER NOT NULL,
    prev TEXT NOT NULL, headHash TEXT NOT NULL, hash TEXT NOT NULL,
    subject TEXT NOT NULL, head TEXT, body TEXT, refused TEXT,
    UNIQUE (device, seq)
  ) STRICT;
  CREATE INDEX entriesOfSubject ON entries (subject);
  CREATE TABLE feeds (
    organisation TEXT NOT NULL, number INTEGER NOT NULL,
    place INTEGER NOT NULL REFERENCES entries (place), mark TEXT NOT NULL,
    PRIMARY KEY (organisation, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audiences (
    subject TEXT NOT NULL, organisation TEXT NOT NULL, rank INTEGER NOT NULL,
    PRIMARY KEY (subject, organisation)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE chains (
    device TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE organisations (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, isNetworks INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE devices (
    id TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL, tokenHash TEXT NOT NULL UNIQUE,
    enrolledAt INTEGER NOT NULL, revokedAt INTEGER
  ) STRICT;
  CREATE TABLE invites (
    codeHash TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL, expiresAt INTEGER NOT NULL
  ) STRICT;
`;

const entryRow = v.object({
  device: v.string(),
  seq: v.number(),
  prev: v.string(),
  headHash: v.string(),
  hash: v.string(),
  subject: v.string(),
  head: v.nullable(v.string()),
  body: v.nullable(v.string()),
  refused: v.nullable(v.picklist(entryRefusals)),
});
const feedRow = v.object({ ...entryRow.entries, number: v.number(), mark: v.string() });
const deviceRow = v.object({
  id: v.string(),
  organisation: v.string(),
  role: roleSchema,
  enrolledAt: v.number(),
  revokedAt: v.nullable(v.number()),
});
const organisationRow = v.object({ id: v.string(), name: v.string(), isNetworks: v.number() });
const inviteRow = v.object({
  codeHash: v.string(),
  organisation: v.string(),
  role: roleSchema,
  expiresAt: v.number(),
});
const bodySchema = v.union([v.string(), v.array(v.string())]);

/** A row of our own file that does not fit is a broken file: loud, never guessed at. */
function row<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const read = decode(schema, value);
  assert(read.ok, 'a row of the journal fits its schema');
  return read.value;
}

export class SqliteJournal implements Journal {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  #isWriting = false;

  /** `path` of the file; `:memory:` for tests that need no disk. */
  constructor(path: string) {
    const database = new DatabaseSync(path);
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;',
    );
    const [found] = database.prepare('PRAGMA user_version').all();
    const version = Number(found?.['user_version'] ?? 0);
    assert(version <= SCHEMA, `this journal was written by a newer gateway (schema ${version})`);
    if (version === 0) {
      database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${SCHEMA}; COMMIT;`);
    }
    this.#database = database;
  }

  write<R>(work: () => R): R {
    assert(!this.#isWriting, 'one write at a time');
    this.#isWriting = true;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const done = work();
      this.#database.exec('COMMIT');
      return done;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#isWriting = false;
    }
  }

  chainEnd(device: string): ChainEnd | null {
    const found = this.#one('SELECT seq, hash FROM chains WHERE device = ?', device);
    return found === undefined ? null : row(v.object({ seq: v.number(), hash: v.string() }), found);
  }

  hashAt(device: string, seq: number): string | null {
    const found = this.#one('SELECT hash FROM entries WHERE device = ? AND seq = ?', device, seq);
    return found === undefined ? null : String(found['hash']);
  }

  append(entry: JournalEntry, audience: readonly string[]): void {
    const body =
      entry.body === null || typeof entry.body === 'string'
        ? entry.body
        : JSON.stringify(entry.body);
    const { lastInsertRowid } = this.#statement(
      `INSERT INTO entries (device, seq, prev, headHash, hash, subject, head, body, refused)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      entry.device,
      entry.seq,
      entry.prev,
      entry.headHash,
      entry.hash,
      entry.subject,
      entry.head,
      body === null ? null : `${typeof entry.body === 'string' ? TEXT : LIST}${body}`,
      entry.refused,
    );
    this.#statement(
      `INSERT INTO chains (device, seq, hash) VALUES (?, ?, ?)
       ON CONFLICT (device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
    ).run(entry.device, entry.seq, entry.hash);
    for (const organisation of audience) {
      this.#allow(entry.subject, organisation);
      this.#feedIn(organisation, Number(lastInsertRowid), entry.hash);
    }
  }

  audienceOf(subject: string): readonly string[] {
    return this.#all(
      'SELECT organisation FROM audiences WHERE subject = ? ORDER BY rank',
      subject,
    ).map((each) => String(each['organisation']));
  }

  widen(subject: string, organisation: string): void {
    if (this.audienceOf(subject).includes(organisation)) return;
    this.#allow(subject, organisation);
    for (const each of this.#all(
      'SELECT place, hash FROM entries WHERE subject = ? ORDER BY place',
      subject,
    )) {
      this.#feedIn(organisation, Number(each['place']), String(each['hash']));
    }
  }

  feed(
    organisation: string,
    after: number,
    limits: { readonly entries: number; readonly bytes: number; readonly exceptDevice: string },
  ) {
    const rows: FeedRow[] = [];
    let readTo = after;
    let bytes = 0;
    const found = this.#statement(
      `SELECT f.number, f.mark, e.device, e.seq, e.prev, e.headHash, e.hash, e.subject, e.head,
              e.body, e.refused
       FROM feeds f JOIN entries e ON e.place = f.place
       WHERE f.organisation = ? AND f.number > ? ORDER BY f.number`,
    ).iterate(organisation, after);
    for (const each of found) {
      const { number, mark, ...entry } = row(feedRow, each);
      const size = entry.device === limits.exceptDevice ? 0 : sizeOf(entry);
      if (rows.length === limits.entries || (rows.length > 0 && bytes + size > limits.bytes)) {
        return { rows, readTo, more: true };
      }
      readTo = number;
      if (entry.device === limits.exceptDevice) continue;
      bytes += size;
      rows.push({ number, mark, entry: { ...entry, body: bodyOf(entry.body) } });
    }
    return { rows, readTo, more: false };
  }

  markAt(organisation: string, number: number): string | null {
    if (number === 0) return '';
    const found = this.#one(
      'SELECT mark FROM feeds WHERE organisation = ? AND number = ?',
      organisation,
      number,
    );
    return found === undefined ? null : String(found['mark']);
  }

  chainEnds(organisation: string): ReadonlyMap<string, number> {
    return new Map(
      this.#all(
        `SELECT d.id, coalesce(c.seq, 0) AS seq
         FROM devices d LEFT JOIN chains c ON c.device = d.id WHERE d.organisation = ?`,
        organisation,
      ).map((each) => [String(each['id']), Number(each['seq'])]),
    );
  }

  addOrganisation(organisation: Organisation): void {
    this.#statement(
      `INSERT INTO organisations (id, name, isNetworks) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, isNetworks = excluded.isNetworks`,
    ).run(organisation.id, organisation.name, organisation.isNetworks ? 1 : 0);
  }

  organisation(id: string): Organisation | null {
    const found = this.#one('SELECT * FROM organisations WHERE id = ?', id);
    return found === undefined ? null : organisationOf(found);
  }

  organisations(): readonly Organisation[] {
    return this.#all('SELECT * FROM organisations ORDER BY id').map(organisationOf);
  }

  addInvite(invite: Invite): void {
    this.#statement(
      'INSERT INTO invites (codeHash, organisation, role, expiresAt) VALUES (?, ?, ?, ?)',
    ).run(invite.codeHash, invite.organisation, invite.role, invite.expiresAt);
  }

  takeInvite(codeHash: string, now: number): Invite | null {
    const found = this.#one('DELETE FROM invites WHERE codeHash = ? RETURNING *', codeHash);
    if (found === undefined) return null;
    const invite = row(inviteRow, found);
    return invite.expiresAt < now ? null : invite;
  }

  putDevice(device: Device, tokenHash: string): void {
    this.#statement(
      `INSERT INTO devices (id, organisation, role, tokenHash, enrolledAt, revokedAt)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET role = excluded.role, tokenHash = excluded.tokenHash,
         enrolledAt = excluded.enrolledAt, revokedAt = excluded.revokedAt
       WHERE devices.organisation = excluded.organisation`,
    ).run(
      device.id,
      device.organisation,
      device.role,
      tokenHash,
      device.enrolledAt,
      device.revokedAt,
    );
  }

  deviceByToken(tokenHash: string): Device | null {
    const found = this.#one('SELECT * FROM devices WHERE tokenHash = ?', tokenHash);
    return found === undefined ? null : row(deviceRow, found);
  }

  device(id: string): Device | null {
    const found = this.#one('SELECT * FROM devices WHERE id = ?', id);
    return found === undefined ? null : row(deviceRow, found);
  }

  devices(organisation: string): readonly Device[] {
    return this.#all(
      'SELECT * FROM devices WHERE organisation = ? ORDER BY enrolledAt, id',
      organisation,
    ).map((each) => row(deviceRow, each));
  }

  revoke(device: string, now: number): void {
    this.#statement('UPDATE devices SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL').run(
      now,
      device,
    );
  }

  close(): void {
    this.#database.close();
  }

  #allow(subject: string, organisation: string): void {
    this.#statement(
      `INSERT INTO audiences (subject, organisation, rank)
       VALUES (?, ?, (SELECT count(*) FROM audiences WHERE subject = ?))
       ON CONFLICT DO NOTHING`,
    ).run(subject, organisation, subject);
  }

  #feedIn(organisation: string, place: number, hash: string): void {
    const last = this.#one(
      'SELECT number, mark FROM feeds WHERE organisation = ? ORDER BY number DESC LIMIT 1',
      organisation,
    );
    const number = Number(last?.['number'] ?? 0) + 1;
    const mark = markAfter(String(last?.['mark'] ?? ''), hash);
    this.#statement(
      'INSERT INTO feeds (organisation, number, place, mark) VALUES (?, ?, ?, ?)',
    ).run(organisation, number, place, mark);
  }

  #statement(sql: string): StatementSync {
    const found = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    this.#prepared.set(sql, found);
    return found;
  }

  #one(sql: string, ...values: readonly (string | number)[]) {
    return this.#statement(sql).get(...values);
  }

  #all(sql: string, ...values: readonly (string | number)[]) {
    return this.#statement(sql).all(...values);
  }
}

function organisationOf(found: unknown): Organisation {
  const { id, name, isNetworks } = row(organisationRow, found);
  return { id, name, isNetworks: isNetworks === 1 };
}

function sizeOf(entry: { readonly head: string | null; readonly body: string | null }): number {
  return (entry.head?.length ?? 0) + (entry.body?.length ?? 0) + 200;
}

function bodyOf(stored: string | null): string | readonly string[] | null {
  if (stored === null) return null;
  if (stored.startsWith(TEXT)) return stored.slice(1);
  const list = decodeJson(bodySchema, stored.slice(1));
  assert(list.ok, 'a stored list is a list');
  return list.value;
}
