// The customer book: hundreds of thousands of rows, found as somebody types. Two tables take turns:
// an import fills the one that is not in use and the pointer moves at the end, so a cancelled or
// killed import leaves the book as it was.
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import {
  matchesCustomer,
  queryKeys,
  searchKeys,
  type CustomerRow,
} from '../../shared/domain/customer.ts';
import type { BookRow, ConsoleDatabase } from './database.ts';
import type { BookImport, BookState, StoreTools, StoreTrouble } from './ports.ts';
import type { Table } from 'dexie';

/** More candidates than this for one word: the word alone does not find anybody. */
const CANDIDATES = 200;

interface Pointer extends BookState {
  readonly table: 0 | 1;
}

export class DexieBook {
  readonly #database: () => ConsoleDatabase;
  readonly #tools: StoreTools;
  #pointer: Pointer | null | undefined;

  constructor(database: () => ConsoleDatabase, tools: StoreTools) {
    this.#database = database;
    this.#tools = tools;
  }

  async state(): Promise<BookState | null> {
    const row = await this.#database().meta.get('book');
    this.#pointer = (row?.value as Pointer | undefined) ?? null;
    return this.#pointer;
  }

  async import(
    book: BookImport,
  ): Promise<Result<BookState, StoreTrouble | { readonly code: 'cancelled' }>> {
    const database = this.#database();
    await this.state();
    const next = this.#pointer?.table === 0 ? 1 : 0;
    const table = this.#table(next);
    await table.clear();
    let rows = 0;
    for await (const chunk of book.chunks) {
      if (book.signal?.aborted === true) {
        await table.clear();
        return fail({ code: 'cancelled' });
      }
      await table.bulkPut(chunk.map((row) => ({ mprn: row.mprn, keys: searchKeys(row), row })));
      rows += chunk.length;
      book.onProgress?.(rows);
    }
    const pointer: Pointer = {
      table: next,
      rows: await table.count(),
      file: book.file,
      importedAt: this.#tools.now(),
    };
    await database.meta.put({ key: 'book', value: pointer });
    this.#pointer = pointer;
    await this.#table(next === 0 ? 1 : 0).clear();
    return ok(pointer);
  }

  async search(typed: string, limit: number): Promise<readonly CustomerRow[]> {
    const keys = queryKeys(typed);
    if (keys.length === 0) return [];
    const pointer = await this.#current();
    if (pointer === null) return [];
    const table = this.#table(pointer.table);
    const found: readonly BookRow[][] = await Promise.all(
      keys.map((key) => table.where('keys').startsWith(key).limit(CANDIDATES).toArray()),
    );
    // The word with the fewest candidates names the person; the other words only have to agree.
    const few = found.reduce((least, rows) => (rows.length < least.length ? rows : least));
    const fewest =
      few.length === CANDIDATES && keys.length > 1 ? await this.#withAll(table, keys, limit) : few;
    const seen = new Set<string>();
    const rows: CustomerRow[] = [];
    for (const each of fewest) {
      if (seen.has(each.mprn) || !matchesCustomer(each.row, typed)) continue;
      seen.add(each.mprn);
      rows.push(each.row);
      if (rows.length === limit) break;
    }
    return rows;
  }

  /** Every word is common: those who have all of them, by their keys alone. */
  async #withAll(
    table: Table<BookRow, string>,
    keys: readonly string[],
    limit: number,
  ): Promise<readonly BookRow[]> {
    const lists = await Promise.all(
      keys.map((key) => table.where('keys').startsWith(key).primaryKeys()),
    );
    lists.sort((one, other) => one.length - other.length);
    const [shortest = [], ...others] = lists;
    const sets = others.map((list) => new Set(list));
    const inAll = [...new Set(shortest)].filter((mprn) => sets.every((set) => set.has(mprn)));
    const rows = await table.bulkGet(inAll.slice(0, limit * 4));
    return rows.filter((row) => row !== undefined);
  }

  async customer(mprn: string): Promise<CustomerRow | undefined> {
    const pointer = await this.#current();
    return pointer === null ? undefined : (await this.#table(pointer.table).get(mprn))?.row;
  }

  async #current(): Promise<Pointer | null> {
    if (this.#pointer === undefined) await this.state();
    return this.#pointer ?? null;
  }

  #table(which: 0 | 1): Table<BookRow, string> {
    return which === 0 ? this.#database().book0 : this.#database().book1;
  }
}
