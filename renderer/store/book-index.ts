// Which rows of the customer book have a word that begins as typed, hundreds of thousands of them in
// a few milliseconds. Ten signs of a key are one number (38 signs to the tenth is below 2^53), so a
// prefix is a range of numbers and a search is one walk over plain numbers, whatever the words.
// What follows the tenth sign stands in further numbers behind it, negative ones: no prefix of ten
// signs or fewer takes them for the beginning of a key.
import { queryKeys, searchKeys, type CustomerRow } from '../../shared/domain/customer.ts';

/** As it is stored: plain arrays of numbers, copied without being looked at. */
export interface BookIndex {
  /** MPRN of each row; 0 where a later row of the file has the same one and counts instead. */
  readonly mprns: Float64Array;
  /** Where the keys of each row begin, and where those of the last one end. */
  readonly starts: Uint32Array;
  readonly keys: Float64Array;
}

const SIGNS = 38;
const AT_ONCE = 10;
/** a–z stand behind the ten digits; 0 is the end of a key, 37 every sign that nobody searches for. */
const OTHER = 37;

const powers = Array.from({ length: AT_ONCE + 1 }, (_, exponent) => SIGNS ** exponent);
const powerOf = (exponent: number): number => powers[exponent] ?? 1;

function signOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 47;
  if (code >= 97 && code <= 122) return code - 86;
  return OTHER;
}

function numberOf(text: string, from: number): number {
  let number = 0;
  for (let at = from; at < from + AT_ONCE; at++) {
    number = number * SIGNS + (at < text.length ? signOf(text.charCodeAt(at)) : 0);
  }
  return number;
}

export class BookIndexBuilder {
  readonly #rowOf = new Map<number, number>();
  #mprns = new Float64Array(1024);
  #starts = new Uint32Array(1024);
  #keys = new Float64Array(8192);
  #rows = 0;
  #end = 0;

  /** Customers, each counted once. */
  get size(): number {
    return this.#rowOf.size;
  }

  add(row: CustomerRow): void {
    if (this.#rows + 1 >= this.#starts.length) {
      this.#mprns = grown(this.#mprns, new Float64Array(this.#mprns.length * 2));
      this.#starts = grown(this.#starts, new Uint32Array(this.#starts.length * 2));
    }
    const mprn = Number(row.mprn);
    const earlier = this.#rowOf.get(mprn);
    if (earlier !== undefined) this.#forget(earlier);
    this.#rowOf.set(mprn, this.#rows);
    this.#mprns[this.#rows] = mprn;
    for (const key of searchKeys(row)) {
      for (let from = 0; from < key.length; from += AT_ONCE) {
        if (this.#end === this.#keys.length)
          this.#keys = grown(this.#keys, new Float64Array(this.#keys.length * 2));
        const number = numberOf(key, from);
        this.#keys[this.#end] = from === 0 ? number : -number;
        this.#end += 1;
      }
    }
    this.#rows += 1;
    this.#starts[this.#rows] = this.#end;
  }

  build(): BookIndex {
    return {
      mprns: this.#mprns.slice(0, this.#rows),
      starts: this.#starts.slice(0, this.#rows + 1),
      keys: this.#keys.slice(0, this.#end),
    };
  }

  /** No prefix means 0: the row is found no more. */
  #forget(row: number): void {
    this.#mprns[row] = 0;
    this.#keys.fill(0, this.#starts[row], this.#starts[row + 1]);
  }
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** A word typed, in numbers: the beginning of a key lies between two, what follows is looked at then. */
interface Prefix {
  readonly least: number;
  /** One above the greatest. */
  readonly most: number;
  /** The same for the numbers behind the first one, of a word of more than ten signs. */
  readonly rest: readonly (readonly [least: number, most: number])[];
}

function prefixOf(word: string): Prefix {
  const ranges: (readonly [number, number])[] = [];
  for (let from = 0; from < word.length; from += AT_ONCE) {
    const number = numberOf(word, from);
    const span = powerOf(Math.max(0, AT_ONCE - (word.length - from)));
    ranges.push(from === 0 ? [number, number + span] : [1 - number - span, 1 - number]);
  }
  const [[least, most] = [0, 0], ...rest] = ranges;
  return { least, most, rest };
}

/** The first `limit` rows that have every word typed, by their places in the book. */
export function findInBook(index: BookIndex, typed: string, limit: number): readonly number[] {
  const { keys, starts } = index;
  const found: number[] = [];
  const [first, ...others] = rarestFirst(keys, queryKeys(typed).map(prefixOf));
  if (first === undefined) return found;
  for (let at = nextOf(keys, 0, keys.length, first); at >= 0 && found.length < limit;) {
    const row = rowOf(starts, at);
    const from = starts[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    if (others.every((other) => nextOf(keys, from, end, other) >= 0)) found.push(row);
    at = nextOf(keys, end, keys.length, first);
  }
  return found;
}

/** Place of the customer of an MPRN; −1 when the book has none. */
export function rowOfMprn(index: BookIndex, mprn: string): number {
  return index.mprns.indexOf(Number(mprn));
}

const SAMPLE = 4000;

/** By a sample of the keys: most rows are done with after one word. */
function rarestFirst(keys: Float64Array, prefixes: readonly Prefix[]): readonly Prefix[] {
  if (prefixes.length < 2) return prefixes;
  // Odd, so that it does not step from the same field to the same field of the rows.
  const step = Math.max(1, Math.floor(keys.length / SAMPLE)) | 1;
  const hits = ({ least, most }: Prefix) => {
    let count = 0;
    for (let at = 0; at < keys.length; at += step) {
      const key = keys[at] ?? 0;
      if (key >= least && key < most) count += 1;
    }
    return count;
  };
  return prefixes
    .map((prefix) => ({ prefix, hits: hits(prefix) }))
    .sort((one, other) => one.hits - other.hits || other.prefix.least - one.prefix.least)
    .map(({ prefix }) => prefix);
}

/** Where between `from` and `end` a key begins with `prefix`; −1 when none does. */
function nextOf(keys: Float64Array, from: number, end: number, prefix: Prefix): number {
  const { least, most, rest } = prefix;
  // Nothing else happens in here: this is the loop over millions.
  for (let at = from; at < end; at++) {
    const key = keys[at] ?? 0;
    if (key >= least && key < most && (rest.length === 0 || goesOn(keys, at, rest))) return at;
  }
  return -1;
}

function goesOn(keys: Float64Array, at: number, rest: Prefix['rest']): boolean {
  return rest.every(([least, most], offset) => {
    const key = keys[at + offset + 1] ?? 0;
    return key >= least && key < most;
  });
}

/** The row whose keys stand at `at`: the last one that begins there or before. */
function rowOf(starts: Uint32Array, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}
