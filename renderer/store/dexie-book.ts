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

/** Rows to a pack: small, for a search reads one pack for every row it shows. */
const PACK = 16;

interface Pointer extends BookState {
  readonly book: 0 | 1;
}

/** A book in memory: its index, and the packs of the last search, which the next one mostly wants too. */
interface Held {
  readonly pointer: Pointer;
  readonly index: BookIndex;
  packs: ReadonlyMap<number, readonly CustomerRow[]>;
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
    let packs = 0;
    let waiting: CustomerRow[] = [];
    const write = async (count: number) => {
      const ready: PackRow[] = [];
      for (let from = 0; from < count; from += PACK) {
        const text = JSON.stringify(waiting.slice(from, Math.min(from + PACK, count)));
        ready.push({ book: next, pack: packs, rows: text });
        packs += 1;
      }
      waiting = waiting.slice(count);
      await database.packs.bulkAdd(ready);
    };
    for await (const chunk of book.chunks) {
      if (book.signal?.aborted === true) {
        await this.#clear(next);
        return fail({ code: 'cancelled' });
      }
      for (const row of chunk) builder.add(row);
      waiting.push(...chunk);
      await write(waiting.length - (waiting.length % PACK));
      rows += chunk.length;
      book.onProgress?.(rows);
    }
    await write(waiting.length);
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
    this.#held = Promise.resolve({ pointer, index, packs: new Map() });
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
    const needed = new Set(found.map(packOf));
    // Another search may put its own packs there while this one waits.
    const before = held.packs;
    const missing = [...needed].filter((pack) => !before.has(pack));
    const [pointer, read] = await Promise.all([
      this.#pointer(),
      this.#database().packs.bulkGet(missing.map((pack): [number, number] => [book, pack])),
    ]);
    if (pointer?.book !== book || pointer.importedAt !== importedAt) return null;
    const packs = new Map([
      ...[...before].filter(([pack]) => needed.has(pack)),
      ...read.flatMap((each) =>
        each === undefined ? [] : [[each.pack, JSON.parse(each.rows) as CustomerRow[]] as const],
      ),
    ]);
    held.packs = packs;
    return found.flatMap((row) => packs.get(packOf(row))?.[row % PACK] ?? []);
  }

  async #read(): Promise<Held | null> {
    const pointer = await this.#pointer();
    if (pointer === null) return null;
    // Written in one transaction with the pointer; gone only when another window is ahead of us.
    const index = (await this.#database().meta.get(indexKey(pointer.book)))?.value;
    return index === undefined ? null : { pointer, index: index as BookIndex, packs: new Map() };
  }

  async #pointer(): Promise<Pointer | null> {
    const row = await this.#database().meta.get('book');
    return (row?.value as Pointer | undefined) ?? null;
  }

  async #clear(book: 0 | 1): Promise<void> {
    await this.#database().packs.where('[book+pack]').between([book, 0], [book, Infinity]).delete();
  }
}

const packOf = (row: number): number => Math.floor(row / PACK);
const indexKey = (book: 0 | 1): string => `bookIndex${book}`;
