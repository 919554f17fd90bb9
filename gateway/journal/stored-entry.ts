// An entry as a row of the SQLite journal. A stored body begins with what it is: one text, or a list
// of texts as JSON.
import * as v from 'valibot';
import { assert } from '../../shared/lib/check.ts';
import { decodeJson } from '../../shared/lib/decode.ts';
import { entryRefusals, type EntryRefusal } from '../../shared/sync/protocol.ts';
import type { FeedRow, JournalEntry } from './journal.ts';

const TEXT = 't';
const LIST = 'l';
const listSchema = v.array(v.string());

export function storedBody(body: JournalEntry['body']): string | null {
  if (body === null) return null;
  return typeof body === 'string' ? TEXT + body : LIST + JSON.stringify(body);
}

export function bodyOf(stored: string | null): JournalEntry['body'] {
  if (stored === null) return null;
  if (stored.startsWith(TEXT)) return stored.slice(1);
  const list = decodeJson(listSchema, stored.slice(1));
  assert(list.ok, 'a stored list is a list');
  return list.value;
}

export function refusalOf(value: unknown): EntryRefusal | null {
  if (value === null) return null;
  const found = entryRefusals.find((each) => each === value);
  assert(found !== undefined, 'a stored refusal is one of ours');
  return found;
}

/** A row of a feed. Its table is STRICT: the types of its columns are SQLite's promise. */
export function feedRowOf(found: Readonly<Record<string, unknown>>): FeedRow {
  const head = found['head'] as string | null;
  const texts =
    head === null
      ? { head, body: null, headHash: found['headHash'] as string }
      : { head, body: bodyOf(found['body'] as string | null) };
  return {
    number: found['number'] as number,
    entry: {
      device: found['device'] as string,
      seq: found['seq'] as number,
      prev: found['prev'] as string,
      subject: found['subject'] as string | null,
      refused: refusalOf(found['refused']),
      ...texts,
    },
  };
}

/** About its size on the wire, signs; where it stands in its chain makes no difference to it. */
export function sizeOf(found: Readonly<Record<string, unknown>>): number {
  const length = (value: unknown) => (typeof value === 'string' ? value.length : 0);
  const place = String(found['seq']).length;
  return length(found['head']) + length(found['body']) + 200 - place;
}
