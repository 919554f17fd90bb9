// The journal in one SQLite file: write-ahead log, and `synchronous = FULL`, so that what was
// answered is on disk. Statements are prepared once; a write is one immediate transaction, in which
// the ends of chains and feeds are read once and kept: nobody else can move them meanwhile.
import { backup, DatabaseSync, type StatementSync } from 'node:sqlite';
import type * as v from 'valibot';
import { assert, must } from '../../shared/lib/check.ts';
import { decode } from '../../shared/lib/decode.ts';
import type { EntryRefusal } from '../../shared/sync/protocol.ts';
import { markAfter } from './marks.ts';
import type {
  ChainEnd,
  Device,
  FeedRow,
  Invite,
  Journal,
  JournalEntry,
  Organisation,
} from './journal.ts';
import {
  chainRow,
  deviceRow,
  feedEndRow,
  inviteRow,
  organisationRow,
  SCHEMA,
  tables,
} from './sqlite-schema.ts';
import { feedRowOf, refusalOf, sizeOf, storedBody } from './stored-entry.ts';

/** A row of our own file that does not fit is a broken file: loud, never guessed at. */
function row<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const read = decode(schema, value);
  assert(read.ok, 'a row of the journal fits its schema');
  return read.value;
}

/** A journal of a later schema than ours. */
export class NewerJournal extends Error {}

/** What a transaction knows for sure, because it holds the file alone. */
interface Known {
  readonly chains: Map<string, ChainEnd>;
  readonly feeds: Map<string, { number: number; mark: string }>;
  readonly audiences: Map<string, readonly string[]>;
}

/** How long another process (a command, a backup) may hold the file before that is said, ms. */
const PATIENCE_MS = 5000;

export class SqliteJournal implements Journal {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  #known: Known | null = null;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: PATIENCE_MS });
    try {
      this.#prepare();
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  write<R>(work: () => R): R {
    assert(this.#known === null, 'one write at a time');
    this.#database.exec('BEGIN IMMEDIATE');
    this.#known = { chains: new Map(), feeds: new Map(), audiences: new Map() };
    try {
      const done = work();
      this.#keepChains(this.#known.chains);
      this.#database.exec('COMMIT');
      return done;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#known = null;
    }
  }

  chainEnd(device: string): ChainEnd | null {
    const known = this.#known?.chains.get(device);
    if (known !== undefined) return known;
    const found = this.#one('SELECT seq, hash FROM chains WHERE device = ?', device);
    return found === undefined ? null : row(chainRow, found);
  }

  hashAt(device: string, seq: number): string | null {
    const found = this.#one('SELECT hash FROM entries WHERE device = ? AND seq = ?', device, seq);
    return found === undefined ? null : String(found['hash']);
  }

  refusedAt(device: string, seq: number): EntryRefusal | null {
    const sql = 'SELECT refused FROM entries WHERE device = ? AND seq = ?';
    return refusalOf(this.#one(sql, device, seq)?.['refused'] ?? null);
  }

  append(entry: JournalEntry, audience: readonly string[]): void {
    const known = must(this.#known, 'entries are appended inside a write');
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
      storedBody(entry.body),
      entry.refused,
    );
    known.chains.set(entry.device, { seq: entry.seq, hash: entry.hash });
    for (const organisation of audience) {
      this.#allow(entry.subject, organisation);
      this.#feedIn(organisation, Number(lastInsertRowid), entry);
    }
  }

  audienceOf(subject: string): readonly string[] {
    const known = this.#known?.audiences.get(subject);
    if (known !== undefined) return known;
    const audience = this.#all(
      'SELECT organisation FROM audiences WHERE subject = ? ORDER BY rank',
      subject,
    ).map((each) => String(each['organisation']));
    this.#known?.audiences.set(subject, audience);
    return audience;
  }

  widen(subject: string, organisation: string): void {
    if (this.audienceOf(subject).includes(organisation)) return;
    this.#allow(subject, organisation);
    for (const each of this.#all(
      'SELECT place, device, hash FROM entries WHERE subject = ? ORDER BY place',
      subject,
    )) {
      const [device, hash] = [String(each['device']), String(each['hash'])];
      this.#feedIn(organisation, Number(each['place']), { device, hash });
    }
  }

  feed(
    organisation: string,
    after: number,
    limits: { readonly entries: number; readonly bytes: number; readonly exceptDevice: string },
  ) {
    const rows: FeedRow[] = [];
    let bytes = 0;
    // The reader's own are passed over in the feed itself, their texts are never touched.
    const found = this.#statement(
      `SELECT f.number, f.mark, e.device, e.seq, e.prev, e.headHash, e.hash, e.subject, e.head,
              e.body, e.refused
       FROM feeds f CROSS JOIN entries e ON e.place = f.place
       WHERE f.organisation = ? AND f.number > ? AND f.device <> ? ORDER BY f.number LIMIT ?`,
    ).iterate(organisation, after, limits.exceptDevice, limits.entries + 1);
    for (const each of found) {
      const size = sizeOf(each);
      if (rows.length === limits.entries || (rows.length > 0 && bytes + size > limits.bytes)) {
        return { rows, readTo: rows.at(-1)?.number ?? after, more: true };
      }
      bytes += size;
      rows.push(feedRowOf(each));
    }
    const end = this.#feedEnd(organisation).number;
    return { rows, readTo: Math.max(after, end), more: false };
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

  saw(device: string, now: number): void {
    this.#statement('UPDATE devices SET lastSeenAt = ? WHERE id = ?').run(now, device);
  }

  lastSeen(organisation: string): ReadonlyMap<string, number> {
    return new Map(
      this.#all(
        'SELECT id, lastSeenAt FROM devices WHERE organisation = ? AND lastSeenAt IS NOT NULL',
        organisation,
        // Asked at every exchange, of every device: the table is STRICT, its types are SQLite's promise.
      ).map((each) => [String(each['id']), Number(each['lastSeenAt'])]),
    );
  }

  check(): void {
    this.#one('SELECT count(*) FROM organisations');
  }

  /** A consistent copy as of one moment, while others write. */
  async backupTo(path: string): Promise<void> {
    // All pages in one step: in several, every write in between would begin it anew.
    await backup(this.#database, path, { rate: 0x7fff_ffff });
  }

  close(): void {
    this.#database.close();
  }

  #prepare(): void {
    const version = Number(this.#one('PRAGMA user_version')?.['user_version'] ?? 0);
    if (version > SCHEMA) throw new NewerJournal();
    this.#database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;',
    );
    if (version === 0) {
      this.#database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${SCHEMA}; COMMIT;`);
    }
  }

  #keepChains(chains: ReadonlyMap<string, ChainEnd>): void {
    const statement = this.#statement(
      `INSERT INTO chains (device, seq, hash) VALUES (?, ?, ?)
       ON CONFLICT (device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
    );
    for (const [device, end] of chains) statement.run(device, end.seq, end.hash);
  }

  #allow(subject: string, organisation: string): void {
    const audience = this.audienceOf(subject);
    if (audience.includes(organisation)) return;
    this.#statement('INSERT INTO audiences (subject, organisation, rank) VALUES (?, ?, ?)').run(
      subject,
      organisation,
      audience.length,
    );
    this.#known?.audiences.set(subject, [...audience, organisation]);
  }

  #feedIn(
    organisation: string,
    place: number,
    entry: { readonly device: string; readonly hash: string },
  ): void {
    const known = must(this.#known, 'feeds grow inside a write');
    const last = known.feeds.get(organisation) ?? this.#feedEnd(organisation);
    const end = { number: last.number + 1, mark: markAfter(last.mark, entry.hash) };
    this.#statement(
      'INSERT INTO feeds (organisation, number, device, place, mark) VALUES (?, ?, ?, ?, ?)',
    ).run(organisation, end.number, entry.device, place, end.mark);
    known.feeds.set(organisation, end);
  }

  #feedEnd(organisation: string): { readonly number: number; readonly mark: string } {
    const last = this.#one(
      'SELECT number, mark FROM feeds WHERE organisation = ? ORDER BY number DESC LIMIT 1',
      organisation,
    );
    return last === undefined ? { number: 0, mark: '' } : row(feedEndRow, last);
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
