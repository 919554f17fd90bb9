// The journal in one SQLite file: write-ahead log, and `synchronous = FULL`, so that what was
// answered is on disk. Statements are prepared once; a write is one immediate transaction, in which
// the ends of chains and feeds are read once and kept: nobody else can move them meanwhile.
import { backup, DatabaseSync } from 'node:sqlite';
import { assert, must } from '../../shared/lib/check.ts';
import { ORIGIN } from '../../shared/log/entry.ts';
import { shownHash, shownHead } from '../../shared/log/shown.ts';
import type { EntryRefusal } from '../../shared/sync/protocol.ts';
import { chainHashOf, headHashOf } from '../hashes.ts';
import { markAfter } from './marks.ts';
import type { Author, ChainEnd, FeedRow, Journal, JournalEntry } from './journal.ts';
import {
  CHAIN,
  chainRow,
  feedEndRow,
  firstTables,
  SCHEMA,
  stretchRow,
  upgrades,
} from './sqlite-schema.ts';
import { SqliteMembers } from './sqlite-members.ts';
import { row } from './sqlite-statements.ts';
import { feedRowOf, refusalOf, sizeOf, storedBody } from './stored-entry.ts';

/** A journal of a later schema than ours. */
export class NewerJournal extends Error {}

/** A chain's end, and the number that stands for its device in this file. */
type Chain = ChainEnd & { readonly number: number };

/** A feed's end, with the stretch that is being written there. */
interface FeedEnd {
  readonly last: number;
  readonly mark: string;
  readonly stretch: Stretch | null;
}

/** Entries of one chain that lie side by side: feed numbers `first` to `last`, from `place` on. */
interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly place: number;
  /** Hash of the last of them. */
  readonly hash: string;
}

/** What a transaction knows for sure, because it holds the file alone. */
interface Known {
  readonly chains: Map<string, Chain>;
  readonly feeds: Map<string, FeedEnd>;
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
      for (const organisation of this.#known.feeds.keys()) this.#endStretch(organisation);
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
    const chain = this.#chain(device);
    return chain === null ? null : { seq: chain.seq, hash: chain.hash };
  }

  /** Every entry names the hash of the one before it: the last one's is the chain's end. */
  hashAt(device: string, seq: number): string | null {
    const chain = this.#chain(device);
    if (chain === null || seq < 1 || seq > chain.seq) return null;
    if (seq === chain.seq) return chain.hash;
    const next = this.one('SELECT prev FROM entries WHERE place = ?', placeOf(chain, seq + 1));
    return String(must(next, 'a chain has no gap')['prev']);
  }

  refusedAt(device: string, seq: number): EntryRefusal | null {
    const chain = this.#chain(device);
    if (chain === null) return null;
    const found = this.one('SELECT refused FROM entries WHERE place = ?', placeOf(chain, seq));
    return refusalOf(found?.['refused'] ?? null);
  }

  append(entry: JournalEntry, audience: readonly string[], author: Author): void {
    const known = must(this.#known, 'entries are appended inside a write');
    const chain = this.#chain(entry.device) ?? this.#begin(entry.device);
    const place = placeOf(chain, entry.seq);
    this.statement(
      `INSERT INTO entries (place, prev, headHash, subject, head, body, refused)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      place,
      entry.prev,
      entry.head === null ? entry.headHash : null,
      entry.subject,
      entry.head,
      storedBody(entry.body),
      entry.refused,
    );
    known.chains.set(entry.device, { number: chain.number, seq: entry.seq, hash: entry.hash });
    for (const organisation of audience) {
      if (entry.subject !== null) this.#allow(entry.subject, organisation);
      const isOwn = organisation === author.organisation;
      this.#feedIn(organisation, place, isOwn ? entry.hash : author.shownHash(), isOwn);
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
      `SELECT e.place, e.prev, e.head, d.organisation FROM entries e
       JOIN chains c ON c.number = e.place / ${CHAIN} LEFT JOIN devices d ON d.id = c.device
       WHERE e.subject = ? ORDER BY e.place`,
      subject,
    )) {
      // What belongs to a subject has its text.
      const [place, head] = [Number(each['place']), String(each['head'])];
      const isOwn = each['organisation'] === organisation;
      const own = () => chainHashOf(String(each['prev']), headHashOf(head));
      this.#feedIn(organisation, place, isOwn ? own() : shownHash(shownHead(head)), isOwn);
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
      `SELECT f.first + e.place - f.place AS number, c.device, e.place % ${CHAIN} AS seq, e.prev,
              e.headHash, e.subject, e.head, e.body, e.refused
       FROM feeds f
       CROSS JOIN entries e ON e.place BETWEEN f.place + max(0, :after + 1 - f.first)
                                           AND f.place + f.last - f.first
       CROSS JOIN chains c ON c.number = f.place / ${CHAIN}
       WHERE f.organisation = :organisation AND f.last > :after AND f.place / ${CHAIN} <> :except
       ORDER BY f.last, e.place LIMIT :most`,
    ).iterate({
      organisation,
      after,
      except: this.#chain(limits.exceptDevice)?.number ?? 0,
      most: limits.entries + 1,
    });
    for (const each of found) {
      const size = sizeOf(each);
      if (rows.length === limits.entries || (rows.length > 0 && bytes + size > limits.bytes)) {
        return { rows, readTo: rows.at(-1)?.number ?? after, more: true };
      }
      bytes += size;
      rows.push(feedRowOf(each));
    }
    return { rows, readTo: Math.max(after, this.#feedEnd(organisation).last), more: false };
  }

  markAt(organisation: string, number: number): string | null {
    if (number === 0) return '';
    const found = this.one(
      `SELECT first, last, place, mark FROM feeds WHERE organisation = ? AND last >= ?
       ORDER BY last LIMIT 1`,
      organisation,
      number,
    );
    if (found === undefined) return null;
    const { first, last, place, mark } = row(stretchRow, found);
    if (number === last) return mark;
    // Inside a stretch: the entry after the one that was read last names its hash.
    const next = this.one('SELECT prev FROM entries WHERE place = ?', place + number - first + 1);
    const before = must(this.markAt(organisation, first - 1), 'a feed has no gap');
    return markAfter(before, first, String(must(next, 'a stretch has no gap')['prev']));
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
    const versionNow = () =>
      Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    // Before anything is written: a newer gateway's file is left as it is.
    if (versionNow() > SCHEMA) throw new NewerJournal();
    this.#database.exec(
      `PRAGMA page_size = ${PAGE_BYTES};
       PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
       PRAGMA cache_size = -${CACHE_KB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};`,
    );
    if (versionNow() === SCHEMA) return;
    this.#database.exec('BEGIN IMMEDIATE');
    // Read once more with the file in hand: another process may have carried it over meanwhile.
    const version = versionNow();
    const missing = Object.entries(upgrades)
      .filter(([number]) => Number(number) > version)
      .map(([, sql]) => sql);
    const all = [...(version === 0 ? [firstTables] : []), ...missing].join('\n');
    this.#database.exec(`${all} PRAGMA user_version = ${Math.max(version, SCHEMA)}; COMMIT;`);
  }

  #chain(device: string): Chain | null {
    const known = this.#known?.chains.get(device);
    if (known !== undefined) return known;
    const found = this.one('SELECT number, seq, hash FROM chains WHERE device = ?', device);
    const chain = found === undefined ? null : row(chainRow, found);
    if (chain !== null) this.#known?.chains.set(device, chain);
    return chain;
  }

  #begin(device: string): Chain {
    const { lastInsertRowid } = this.statement(
      'INSERT INTO chains (device, seq, hash) VALUES (?, 0, ?)',
    ).run(device, ORIGIN);
    return { number: Number(lastInsertRowid), seq: 0, hash: ORIGIN };
  }

  #keepChains(chains: ReadonlyMap<string, Chain>): void {
    const statement = this.statement('UPDATE chains SET seq = ?, hash = ? WHERE number = ?');
    for (const { number, seq, hash } of chains.values()) statement.run(seq, hash, number);
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

  /** What is not its own stands by itself: which of another's entries lie side by side is not told. */
  #feedIn(organisation: string, place: number, hash: string, isOwn: boolean): void {
    const known = must(this.#known, 'feeds grow inside a write');
    const end = known.feeds.get(organisation) ?? this.#feedEnd(organisation);
    const open = end.stretch;
    if (isOwn && open !== null && open.place + open.last - open.first + 1 === place) {
      known.feeds.set(organisation, { ...end, stretch: { ...open, last: open.last + 1, hash } });
      return;
    }
    known.feeds.set(organisation, end);
    const { last, mark } = this.#endStretch(organisation);
    const stretch = { first: last + 1, last: last + 1, place, hash };
    known.feeds.set(organisation, { last, mark, stretch });
  }

  /** Stores the stretch at the end of a feed, whose end is behind it then. */
  #endStretch(organisation: string): FeedEnd {
    const known = must(this.#known, 'feeds grow inside a write');
    const end = must(known.feeds.get(organisation), 'this feed grew');
    if (end.stretch === null) return end;
    const { first, last, place, hash } = end.stretch;
    const mark = markAfter(end.mark, first, hash);
    this.statement(
      'INSERT INTO feeds (organisation, last, first, place, mark) VALUES (?, ?, ?, ?, ?)',
    ).run(organisation, last, first, place, mark);
    const ended = { last, mark, stretch: null };
    known.feeds.set(organisation, ended);
    return ended;
  }

  #feedEnd(organisation: string): FeedEnd {
    const last = this.one(
      'SELECT last, mark FROM feeds WHERE organisation = ? ORDER BY last DESC LIMIT 1',
      organisation,
    );
    return {
      ...(last === undefined ? { last: 0, mark: '' } : row(feedEndRow, last)),
      stretch: null,
    };
  }
}

function placeOf(chain: Chain, seq: number): number {
  return chain.number * CHAIN + seq;
}
