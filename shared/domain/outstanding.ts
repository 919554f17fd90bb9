// Every 017 that had not been answered when the systems failed, as one list in the log: rows in
// chunks, each row hashed by itself. The newest whole list is what counts; of an older one nothing is
// kept in sight, because what it has and the newer has not has run or was cancelled since.
import * as v from 'valibot';
import { decodeJson } from '../lib/decode.ts';
import { readHead, type Entry } from '../log/entry.ts';
import { aheadBy, type Clocks } from './clocks.ts';
import { messageStates } from './facts.ts';

const short = v.pipe(v.string(), v.maxLength(500));
/** UTC ms, and a date can be made of it. */
const instant = v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const outstandingRowSchema = v.object({
  mprn: v.pipe(v.string(), v.regex(/^\d{11}$/)),
  /** `E05`, `D05`, or another reason of a 017; null when nobody knows, which may be off. */
  reason: v.nullable(short),
  txRefNbr: v.nullable(short),
  businessReference: v.nullable(short),
  sentAt: v.nullable(instant),
  state: v.picklist(messageStates),
  /** Last qualifying payment. */
  paidAt: v.nullable(instant),
});
export type OutstandingMessage = Readonly<v.InferOutput<typeof outstandingRowSchema>>;

export const outstandingHeadSchema = v.object({
  file: short,
  list: short,
  /** When EMMA said so, UTC ms. */
  asOf: instant,
  chunk: count,
  chunks: count,
  rows: count,
  /** Rows of the file that stayed out, because they have no MPRN that can be read. */
  leftOut: v.optional(count),
});
export type OutstandingHead = Readonly<v.InferOutput<typeof outstandingHeadSchema>>;

export interface OutstandingList {
  readonly list: string;
  readonly file: string;
  readonly asOf: number;
  /** Who brought it in, and when (UTC ms). */
  readonly operator: string;
  readonly at: number;
  readonly messages: readonly OutstandingMessage[];
  /** Rows that are here and could not be read, or that retention has taken out. */
  readonly unread: number;
  /** Rows of its file that stayed out. */
  readonly leftOut: number;
}

export const KIND = 'outstanding.listed';
export const isOutstandingSubject = (subject: string): boolean =>
  subject.startsWith('outstanding:');

/** Which way it would switch; null when nobody knows, which may be off. */
export function switches({ reason }: Pick<OutstandingMessage, 'reason'>): 'off' | 'on' | null {
  return reason === null ? null : reason.startsWith('D') ? 'off' : 'on';
}

/** False also when one of the two times is not known. */
export function hasPaidSince({
  sentAt,
  paidAt,
}: Pick<OutstandingMessage, 'sentAt' | 'paidAt'>): boolean {
  return sentAt !== null && paidAt !== null && paidAt > sentAt;
}

/** A message that nobody has answered runs when the systems are back; one that never left does not. */
export const mayRun = ({ state }: Pick<OutstandingMessage, 'state'>): boolean =>
  state !== 'notSent' && state !== 'rejected';

/**
 * The newest list of which every chunk is here; null before the first. A list of which a part is
 * still on its way does not hide the one before it: half a list would say that D05s are gone.
 */
export function newestList(entries: readonly Entry[], clocks: Clocks = {}): OutstandingList | null {
  const newest = wholeOnes(entries, clocks).at(-1);
  return newest === undefined ? null : listOf(newest);
}

/** Every whole list, the newest last: what one of them said of a payment the next one may not repeat. */
export function everyList(
  entries: readonly Entry[],
  clocks: Clocks = {},
): readonly OutstandingList[] {
  return wholeOnes(entries, clocks).map(listOf);
}

type Whole = readonly [Chunk, ...Chunk[]];

function wholeOnes(entries: readonly Entry[], clocks: Clocks): readonly Whole[] {
  const lists = new Map<string, Map<number, Chunk>>();
  for (const entry of entries) {
    const chunk = chunkOf(entry, clocks);
    if (chunk === null) continue;
    const { list, chunk: place } = chunk.head;
    const found = lists.get(list);
    // Sent once more by its desk it is the same chunk.
    if (found === undefined) lists.set(list, new Map([[place, chunk]]));
    else if (!found.has(place)) found.set(place, chunk);
  }
  return [...lists.values()]
    .flatMap((chunks): readonly Whole[] => {
      const [first, ...others] = [...chunks.values()].sort(
        (one, other) => one.head.chunk - other.head.chunk,
      );
      return first?.head.chunks === chunks.size ? [[first, ...others]] : [];
    })
    .sort(byAge);
}

/** Rows are read of those that count only. */
function listOf(chunks: Whole): OutstandingList {
  const [first] = chunks;
  const { list, file, leftOut = 0 } = first.head;
  const read = chunks.map(({ rows }) => rowsOf(rows));
  return {
    list,
    file,
    asOf: first.asOf,
    operator: first.operator,
    at: first.at,
    messages: read.flatMap(({ messages }) => messages),
    unread: read.reduce((sum, { unread }) => sum + unread, 0),
    leftOut,
  };
}

/** What EMMA said later counts; of two of one moment the one brought in later. */
function byAge([a]: Whole, [b]: Whole): number {
  return a.asOf - b.asOf || a.at - b.at || (a.head.list < b.head.list ? -1 : 1);
}

interface Chunk {
  readonly head: OutstandingHead;
  readonly operator: string;
  /** UTC ms, with what is known of that laptop's clock. */
  readonly at: number;
  /** Nobody can know what EMMA says after the list was brought in. */
  readonly asOf: number;
  readonly rows: readonly string[];
}

/** Null when it is no chunk, or its own head cannot be read. */
function chunkOf(entry: Entry, clocks: Clocks): Chunk | null {
  if (entry.kind !== KIND || entry.body === null || typeof entry.body === 'string') return null;
  const [top, ...rows] = entry.body;
  const read = decodeJson(v.tuple([v.string(), outstandingHeadSchema]), top ?? '');
  if (!read.ok) return null;
  const [, head] = read.value;
  const written = readHead(entry);
  const { operator, recordedAt } = written;
  const ahead = aheadBy(clocks, written);
  const at = recordedAt - ahead;
  return { head, operator, at, asOf: Math.min(head.asOf - ahead, at), rows };
}

function rowsOf(rows: readonly string[]): {
  readonly messages: readonly OutstandingMessage[];
  readonly unread: number;
} {
  const row = v.tuple([v.string(), outstandingRowSchema]);
  const messages = rows.flatMap((text) => {
    const read = decodeJson(row, text);
    return read.ok ? [read.value[1]] : [];
  });
  return { messages, unread: rows.length - messages.length };
}
