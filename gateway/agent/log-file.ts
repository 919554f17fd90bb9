// What stands in the agent's file, and how it gets there: facts, chains, entries and places.
import { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { decodeJson } from '../../shared/lib/decode.ts';
import { chainHashOf, ORIGIN, tipAfter, type Entry, type Tip } from '../../shared/log/entry.ts';
import { uuid4, type RandomBytes } from '../../shared/log/ids.ts';
import { isShown } from '../../shared/log/shown.ts';
import { laterStamp } from '../../shared/log/stamp.ts';
import { orderOf, type Clocks } from '../../shared/domain/clocks.ts';
import type { Link } from '../../shared/sync/links.ts';
import type { WireLink } from '../../shared/sync/protocol.ts';
import { SqliteStatements } from '../journal/sqlite-statements.ts';
import { COLUMNS, entryOfRow, linkOfRow, prepare, valuesOf, type Row } from './log-tables.ts';

/** Why something was not taken as it is, and the place in a chain it is about, by a key of its own. */
export type Aside = Map<string, readonly [why: string, device: string, seq: number]>;

export class LogFile extends SqliteStatements {
  readonly device: string;
  readonly #database: DatabaseSync;

  constructor(at: string | DatabaseSync, random: RandomBytes) {
    const database = typeof at === 'string' ? new DatabaseSync(at) : at;
    super(database);
    this.#database = database;
    try {
      prepare(database);
    } catch (error) {
      if (typeof at === 'string') database.close();
      throw error;
    }
    this.device = this.fact('device', v.string()) ?? uuid4(random);
    this.keepFact('device', this.device);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** On disk when it returns, or as if it had never begun. */
  transaction<R>(work: () => R): R {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const done = work();
      this.#database.exec('COMMIT');
      return done;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Something that is known beside the log; null before it was kept. */
  fact<S extends v.GenericSchema>(name: string, schema: S): v.InferOutput<S> | null {
    const row = this.one('SELECT value FROM facts WHERE name = ?', name);
    const read = row === undefined ? null : decodeJson(schema, String(row['value']));
    return read?.ok === true ? read.value : null;
  }

  keepFact(name: string, value: unknown): void {
    const statement = this.statement('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)');
    statement.run(name, JSON.stringify(value));
  }

  /** With a clock of ours that was put right: what comes next goes on from where it should be. */
  tip(clocks: Clocks): Tip {
    const sql = `SELECT ${COLUMNS} FROM entries WHERE device = ? ORDER BY seq DESC LIMIT 1`;
    const row = this.one(sql, this.device);
    const seen = this.fact('stamp', v.string());
    if (row === undefined) return { device: this.device, seq: 0, hash: ORIGIN, stamp: seen };
    const last = entryOfRow(row);
    return { ...tipAfter(last), stamp: laterStamp(seen, orderOf(last, clocks)) };
  }

  /** The place of one that had no text until now gives way to it. */
  insert(entry: Entry): void {
    const places = '?, '.repeat(10);
    const sql = `INSERT OR REPLACE INTO entries (${COLUMNS}) VALUES (${places}?)`;
    this.statement(sql).run(...valuesOf(entry));
  }

  /** What comes next in a chain, up to the first gap. */
  chain(device: string, seq: number, limit: number): WireLink[] {
    const sql = `SELECT ${COLUMNS} FROM entries WHERE device = ? AND seq > ? ORDER BY seq LIMIT ?`;
    const rows = this.all(sql, device, seq, limit);
    return rows.filter((row, index) => row['seq'] === seq + 1 + index).map(linkOfRow);
  }

  ownHash(seq: number): string | null {
    if (seq === 0) return ORIGIN;
    const sql = 'SELECT hash FROM entries WHERE device = ? AND seq = ?';
    const row = this.one(sql, this.device, seq);
    return row === undefined ? null : String(row['hash']);
  }

  /** How far the chains of colleagues go. */
  tips(): Readonly<Record<string, number>> {
    const rows = this.all('SELECT device, seq FROM chains WHERE organisation IS NULL');
    return Object.fromEntries(rows.map(({ device, seq }) => [String(device), Number(seq)]));
  }

  ofId(id: string): Entry | undefined {
    const row = this.one(`SELECT ${COLUMNS} FROM entries WHERE id = ?`, id);
    return row === undefined ? undefined : entryOfRow(row);
  }

  ofSubject(subject: string): readonly Entry[] {
    const sql = `SELECT ${COLUMNS} FROM entries WHERE subject = ? ORDER BY stamp, seq`;
    return this.all(sql, subject).map((row: Row) => entryOfRow(row));
  }

  /** Of a prefix that ends in a colon: a semicolon is the sign after it. */
  under(prefix: string): readonly Entry[] {
    const sql = `SELECT ${COLUMNS} FROM entries WHERE subject >= ? AND subject < ? ORDER BY stamp, seq`;
    return this.all(sql, prefix, `${prefix.slice(0, -1)};`).map((row: Row) => entryOfRow(row));
  }

  setAside(aside: Aside): void {
    for (const [key, values] of aside)
      this.statement('INSERT OR IGNORE INTO aside VALUES (?, ?, ?, ?)').run(key, ...values);
  }

  countAside(): number {
    return Number(this.one('SELECT count(*) AS n FROM aside')?.['n']);
  }

  /** Stores it where it is new; what does not fit its chain is kept and set aside. */
  take(link: Link, authors: Readonly<Record<string, string>>, aside: Aside): readonly Entry[] {
    const { device, seq, prev, entry } = link;
    if (device === this.device) return [];
    if (entry !== null && seq === 0) return this.#takeShown(entry, authors[device] ?? '', aside);
    const flag = (why: string) => aside.set(`${why}:${device}:${seq}`, [why, device, seq]);
    const sql = 'SELECT hash, head FROM entries WHERE device = ? AND seq = ?';
    const here = this.one(sql, device, seq);
    if (here !== undefined && (here['head'] !== null || entry === null)) {
      if (entry !== null && here['hash'] !== entry.hash) flag('forked');
      return [];
    }
    const found = this.one('SELECT seq, hash FROM chains WHERE device = ?', device);
    const chain = { seq: Number(found?.['seq'] ?? 0), hash: String(found?.['hash'] ?? ORIGIN) };
    const organisation = authors[device] ?? null;
    if (organisation === null && seq > chain.seq && (seq !== chain.seq + 1 || prev !== chain.hash))
      flag('chainBroken');
    const hash = entry === null ? chainHashOf(prev, link.headHash) : entry.hash;
    if (seq > chain.seq)
      this.statement('INSERT OR REPLACE INTO chains VALUES (?, ?, ?, ?)').run(
        device,
        seq,
        hash,
        organisation,
      );
    if (entry === null) {
      const place =
        'INSERT INTO entries (device, seq, prev, hash, headHash) VALUES (?, ?, ?, ?, ?)';
      this.statement(place).run(device, seq, prev, hash, link.headHash);
      return [];
    }
    // One id is one entry: another one under it would be taken for it.
    if (this.ofId(entry.id) !== undefined) {
      flag('unreadable');
      return [];
    }
    this.insert(entry);
    return [entry];
  }

  /** Of another organisation: known by its id alone, and given the next place that we have for it. */
  #takeShown(shown: Entry, organisation: string, aside: Aside): readonly Entry[] {
    const { device } = shown;
    const row = this.one('SELECT seq FROM chains WHERE device = ?', device);
    const entry = { ...shown, seq: Number(row?.['seq'] ?? 0) + 1 };
    const same = this.ofId(entry.id);
    if (same !== undefined) {
      const why = 'unreadable';
      if (!isShown(same, entry)) aside.set(`${why}:${entry.id}`, [why, device, entry.seq]);
      return [];
    }
    this.statement('INSERT OR REPLACE INTO chains VALUES (?, ?, ?, ?)').run(
      device,
      entry.seq,
      entry.hash,
      organisation,
    );
    this.insert(entry);
    return [entry];
  }
}
