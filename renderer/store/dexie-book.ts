// The customer book: hundreds of thousands of rows, found as somebody types. Two books take turns: an
// import fills the one that is not in use and the pointer moves at the end, so a cancelled or killed
// import leaves the book as it was. Rows are found by an index of our own (book-index.ts): one of
// IndexedDB's is walked prefix by prefix, which takes seconds for two common words. They lie in packs,
// because the database's own work is by the record, not by the byte.
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { queryKeys, type CustomerRow } from '../../shared/domain/customer.ts';
import { BookIndexBuilder, findInBook, rowOfMprn, type BookIndex } from './book-index.ts';
import type { ConsoleDatabase, PackRow } from './database.ts';
import type { BookImport, BookState, StoreTools, StoreTrouble } from './ports.ts';

/** Rows to a pack: the database's own work is by the record, a slice of the page's is a pack. */
const PACK = 4096;

interface Pointer extends BookState {
  readonly book: 0 | 1;
}

/**
 * A book in memory: its index, and its rows as JSON text, by packs as they have come (some 60 MB for
 * 350,000 customers). Asked of the database row by row, each key press would take tens of ms.
 */
interface Held {
  readonly pointer: Pointer;
  readonly index: BookIndex;
  readonly packs: (readonly string[] | undefined)[];
}

export class DexieBook {
  readonly #database: () => ConsoleDatabase;
  readonly #tools: StoreTools;
  /** Read when somebody first searches; of one book at a time. */
  #held: Promise<Held | null> | null = null;

  constructor(database: () => ConsoleDatabase, tools: StoreTools) {
    this.#database = database;
    this.#tools = tools;
  }

  state(): Promise<BookState | null> {
    return this.#pointer();
  }

  async import(
    book: BookImport,
  ): Promise<Result<BookState, StoreTrouble | { readonly code: 'cancelled' }>> {
    const database = this.#database();
    const before = await this.#pointer();
    const next = before?.book === 0 ? 1 : 0;
    await this.#clear(next);
    const builder = new BookIndexBuilder();
    let rows = 0;
    const packs: (readonly string[])[] = [];
    let waiting: string[] = [];
    const write = async (least: number) => {
      while (waiting.length >= least) {
        const texts = waiting.slice(0, PACK);
        waiting = waiting.slice(PACK);
        await database.packs.add({ book: next, pack: packs.length, rows: texts });
        packs.push(texts);
      }
    };
    for await (const chunk of book.chunks) {
      if (book.signal?.aborted === true) {
        await this.#clear(next);
        return fail({ code: 'cancelled' });
      }
      for (const row of chunk) {
        builder.add(row);
        waiting.push(JSON.stringify(row));
      }
      await write(PACK);
      rows += chunk.length;
      book.onProgress?.(rows);
    }
    await write(1);
    const pointer: Pointer = {
      book: next,
      rows: builder.size,
      file: book.file,
      importedAt: this.#tools.now(),
    };
    const index = builder.build();
    await database.transaction('rw', database.meta, async () => {
      await database.meta.put({ key: indexKey(next), value: index });
      await database.meta.put({ key: 'book', value: pointer });
      await database.meta.delete(indexKey(next === 0 ? 1 : 0));
    });
    this.#held = Promise.resolve({ pointer, index, packs });
    await this.#clear(next === 0 ? 1 : 0);
    return ok(pointer);
  }

  async search(typed: string, limit: number): Promise<readonly CustomerRow[]> {
    if (queryKeys(typed).length === 0) return [];
    return this.#rows((index) => findInBook(index, typed, limit));
  }

  async customer(mprn: string): Promise<CustomerRow | undefined> {
    const [found] = await this.#rows((index) => {
      const row = rowOfMprn(index, mprn);
      return row < 0 ? [] : [row];
    });
    return found;
  }

  /** The rows at the places that `find` gives. */
  async #rows(find: (index: BookIndex) => readonly number[]): Promise<readonly CustomerRow[]> {
    for (;;) {
      this.#held ??= this.#read();
      const reading = this.#held;
      // A database that failed, or had no book, is asked again the next time.
      const held = await reading.catch((error: unknown) => {
        if (this.#held === reading) this.#held = null;
        throw error;
      });
      const rows = held === null ? [] : await this.#rowsOf(held, find(held.index));
      if (held !== null && rows !== null) return rows;
      if (this.#held === reading) this.#held = null;
      if (held === null) return [];
    }
  }

  /** Null when another window has brought in another book since this one was read. */
  async #rowsOf(held: Held, found: readonly number[]): Promise<readonly CustomerRow[] | null> {
    const { book, importedAt } = held.pointer;
    const missing = [...new Set(found.map(packOf))].filter((pack) => !(pack in held.packs));
    const [pointer, read] = await Promise.all([
      this.#pointer(),
      this.#database().packs.bulkGet(missing.map((pack): [number, number] => [book, pack])),
    ]);
    if (pointer?.book !== book || pointer.importedAt !== importedAt) return null;
    keep(held, read);
    return found.flatMap((row) => {
      const text = held.packs[packOf(row)]?.[row % PACK];
      return text === undefined ? [] : [JSON.parse(text) as CustomerRow];
    });
  }

  async #read(): Promise<Held | null> {
    const pointer = await this.#pointer();
    if (pointer === null) return null;
    // Written in one transaction with the pointer; gone only when another window is ahead of us.
    const index = (await this.#database().meta.get(indexKey(pointer.book)))?.value;
    if (index === undefined) return null;
    const held: Held = { pointer, index: index as BookIndex, packs: [] };
    // Searches read for themselves what has not come yet, or will not.
    this.#fill(held).catch(() => undefined);
    return held;
  }

  /** Brings the packs into memory one by one, between two key presses. */
  async #fill(held: Held): Promise<void> {
    const packs = Math.ceil(held.index.mprns.length / PACK);
    for (let pack = 0; pack < packs; pack++) {
      if (pack in held.packs) continue;
      keep(held, [await this.#database().packs.get([held.pointer.book, pack])]);
    }
  }

  async #pointer(): Promise<Pointer | null> {
    const row = await this.#database().meta.get('book');
    return (row?.value as Pointer | undefined) ?? null;
  }

  async #clear(book: 0 | 1): Promise<void> {
    await this.#database().packs.where('[book+pack]').between([book, 0], [book, Infinity]).delete();
  }
}

function keep(held: Held, packs: readonly (PackRow | undefined)[]): void {
  for (const each of packs) if (each !== undefined) held.packs[each.pack] = each.rows;
}

const packOf = (row: number): number => Math.floor(row / PACK);
const indexKey = (book: 0 | 1): string => `bookIndex${book}`;
