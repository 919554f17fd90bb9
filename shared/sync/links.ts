// What a reply brings, one by one, read and verified before anything of it comes near a log: hashing
// is slow, and needs nothing of the store.
import { bodyHash, headHashOf, readHead, type Entry } from '../log/entry.ts';
import {
  entryOfShown,
  entryOfWire,
  readShownHead,
  readWireHead,
  type FeedEntry,
} from './protocol.ts';

/**
 * An entry, or the place of one that was set aside and has no text. The `seq` of what another
 * organisation wrote is 0: where it stands there is not told.
 */
export type Link =
  | { readonly entry: Entry; readonly device: string; readonly seq: number; readonly prev: string }
  | Place;

export interface Place {
  readonly entry: null;
  readonly device: string;
  readonly seq: number;
  readonly prev: string;
  readonly headHash: string;
}

/** Null for what does not verify. */
export function readLink(each: FeedEntry): Link | null {
  if ('shown' in each) {
    const head = readShownHead(each);
    return head.ok ? whole(entryOfShown(each, head.value), head.value.bodyHash) : null;
  }
  if (!('head' in each)) {
    const { device, seq, prev, headHash } = each;
    return { entry: null, device, seq, prev, headHash };
  }
  const head = readWireHead(each);
  if (!head.ok) return null;
  // Columns and chain hash are made from the head here: only the body can still be another's.
  return whole(entryOfWire(each, head.value), head.value.bodyHash);
}

function whole(entry: Entry, hash: string): Link | null {
  const isWhole = entry.body === null || bodyHash(entry.body) === hash;
  if (!isWhole || !hasTimes(entry)) return null;
  return { entry, device: entry.device, seq: entry.seq, prev: entry.prev };
}

/** The last instant a date can be made of, ms. */
const LAST_INSTANT = 8.64e15;

const isInstant = (ms: unknown): boolean =>
  typeof ms === 'number' && Number.isInteger(ms) && Math.abs(ms) <= LAST_INSTANT;

/** What folds and screens read of a head beside what a journal does. */
function hasTimes(entry: Entry): boolean {
  const { recordedAt, happenedAt, epoch = 0, version, operator } = readHead(entry);
  return (
    isInstant(recordedAt) &&
    (happenedAt === undefined || isInstant(happenedAt)) &&
    Number.isInteger(epoch) &&
    epoch >= 0 &&
    Number.isInteger(version) &&
    typeof operator === 'string'
  );
}

/** The chain of what does not verify goes on at its place, whatever became of its text. */
export function placeOf(each: FeedEntry): Place | null {
  const head = 'head' in each ? readWireHead(each) : null;
  if (!('head' in each) || head?.ok !== true) return null;
  const { device, seq } = head.value;
  return { entry: null, device, seq, prev: each.prev, headHash: headHashOf(each.head) };
}
