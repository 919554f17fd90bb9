// The journal in one SQLite file: write-ahead log, and `synchronous = FULL`, so that what was
// answered is on disk. Statements are prepared once; a write is one immediate transaction, in which
// the ends of chains and feeds are read once and kept: nobody else can move them meanwhile.
import { backup, DatabaseSync } from 'node:sqlite';
import { assert, must } from '../../shared/lib/check.ts';
import type { EntryRefusal } from '../../shared/sync/protocol.ts';
import { markAfter } from './marks.ts';
import type { ChainEnd, FeedRow, Journal, JournalEntry } from './journal.ts';
import { chainRow, feedEndRow, SCHEMA, tables, upgrades } from './sqlite-schema.ts';
import { SqliteMembers } from './sqlite-members.ts';
import { row } from './sqlite-statements.ts';
import { feedRowOf, refusalOf, sizeOf, storedBody } from './stored-entry.ts';

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
/**
 * An entry is about a kilobyte: pages of eight hold some of them, which a file made before keeps as it
 * has them. The indexes of a busy night stay in memory, and the log is folded in every 32 MB.
 */
const PAGE_BYTES = 8192;
const CACHE_KB = 64 * 1024;
const CHECKPOINT_PAGES = 4096;

export class SqliteJournal extends SqliteMembers implements Journal {
  readonly #database: DatabaseSync;
  #known: Known | null = null;

  constructor(path: string) {
    const database = new DatabaseSync(path, { timeout: PATIENCE_MS });
    super(database);
    this.#database = database;
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
    const found = this.one('SELECT seq, hash FROM chains WHERE device = ?', device);
    return found === undefined ? null : row(chainRow, found);
  }

  hashAt(device: string, seq: number): string | null {
    const found = this.one('SELECT hash FROM entries WHERE device = ? AND seq = ?', device, seq);
    return found === undefined ? null : String(found['hash']);
  }

  refusedAt(device: string, seq: number): EntryRefusal | null {
    const sql = 'SELECT refused FROM entries WHERE device = ? AND seq = ?';
    return refusalOf(this.one(sql, device, seq)?.['refused'] ?? null);
  }

  append(entry: JournalEntry, audience: readonly string[]): void {
    const known = must(this.#known, 'entries are appended inside a write');
    const { lastInsertRowid } = this.statement(
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
      if (entry.subject !== null) this.#allow(entry.subject, organisation);
      this.#feedIn(organisation, Number(lastInsertRowid), entry);
    }
  }

  audienceOf(subject: string): readonly string[] {
    const known = this.#known?.audiences.get(subject);
    if (known !== undefined) return known;
    const audience = this.all(
      'SELECT organisation FROM audiences WHERE subject = ? ORDER BY rank',
      subject,
    ).map((each) => String(each['organisation']));
    this.#known?.audiences.set(subject, audience);
    return audience;
  }

  widen(subject: string, organisation: string): void {
    if (this.audienceOf(subject).includes(organisation)) return;
    this.#allow(subject, organisation);
    for (const each of this.all(
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
    const found = this.statement(
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
    const found = this.one(
      'SELECT mark FROM feeds WHERE organisation = ? AND number = ?',
      organisation,
      number,
    );
    return found === undefined ? null : String(found['mark']);
  }

  chainEnds(organisation: string): ReadonlyMap<string, number> {
    return new Map(
      this.all(
        `SELECT d.id, coalesce(c.seq, 0) AS seq
         FROM devices d LEFT JOIN chains c ON c.device = d.id WHERE d.organisation = ?`,
        organisation,
      ).map((each) => [String(each['id']), Number(each['seq'])]),
    );
  }

  check(): void {
    this.one('SELECT count(*) FROM organisations');
  }

  /** A consistent copy as of one moment, while others write. */
  async backupTo(path: string): Promise<void> {
    // All pages in one step: in several, every write in between would begin it anew.
    await backup(this.#database, path, { rate: 0x7fff_ffff });
    const copy = new DatabaseSync(path);
    try {
      copy.exec("INSERT OR REPLACE INTO facts (name, value) VALUES ('isBackup', 1)");
      copy.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;');
    } finally {
      copy.close();
    }
  }

  isBackup(): boolean {
    return this.#fact('isBackup') === 1;
  }

  recover(until: number): void {
    this.statement('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)').run(
      'recoveringUntil',
      until,
    );
    this.statement('DELETE FROM facts WHERE name = ?').run('isBackup');
  }

  recoveringUntil(): number | null {
    return this.#fact('recoveringUntil');
  }

  #fact(name: string): number | null {
    const found = this.one('SELECT value FROM facts WHERE name = ?', name);
    return found === undefined ? null : Number(found['value']);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(): void {
    const version = Number(this.one('PRAGMA user_version')?.['user_version'] ?? 0);
    if (version > SCHEMA) throw new NewerJournal();
    this.#database.exec(
      `PRAGMA page_size = ${PAGE_BYTES};
       PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
       PRAGMA cache_size = -${CACHE_KB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};`,
    );
    const missing = Object.entries(upgrades)
      .filter(([number]) => Number(number) > version)
      .map(([, sql]) => sql);
    if (version < SCHEMA) {
      const all = [...(version === 0 ? [tables] : []), ...missing].join('\n');
      this.#database.exec(`BEGIN IMMEDIATE; ${all} PRAGMA user_version = ${SCHEMA}; COMMIT;`);
    }
  }

  #keepChains(chains: ReadonlyMap<string, ChainEnd>): void {
    const statement = this.statement(
      `INSERT INTO chains (device, seq, hash) VALUES (?, ?, ?)
       ON CONFLICT (device) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
    );
    for (const [device, end] of chains) statement.run(device, end.seq, end.hash);
  }

  #allow(subject: string, organisation: string): void {
    const audience = this.audienceOf(subject);
    if (audience.includes(organisation)) return;
    this.statement('INSERT INTO audiences (subject, organisation, rank) VALUES (?, ?, ?)').run(
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
    this.statement(
      'INSERT INTO feeds (organisation, number, device, place, mark) VALUES (?, ?, ?, ?, ?)',
    ).run(organisation, end.number, entry.device, place, end.mark);
    known.feeds.set(organisation, end);
  }

  #feedEnd(organisation: string): { readonly number: number; readonly mark: string } {
    const last = this.one(
      'SELECT number, mark FROM feeds WHERE organisation = ? ORDER BY number DESC LIMIT 1',
      organisation,
    );
    return last === undefined ? { number: 0, mark: '' } : row(feedEndRow, last);
  }
}
