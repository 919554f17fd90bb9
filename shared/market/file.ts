// A file from an inbox or a hand, on its way to messages. A size above the limit is refused before
// a byte of it is read; XML is decoded and looked at piece by piece, and left at the first thing
// that is wrong, so that nothing large is ever built from it.
import {
  decodeFile,
  kindOf,
  type Bytes,
  type Encoding,
  type StartDecoder,
} from '../domain/intake/file.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { boundsOfJson, boundsOfTable } from './bounds.ts';
import { readCsv, type ReadMessages, type RefusedRecord } from './csv.ts';
import { readDailyTable, type DailyTable } from './daily-list.ts';
import { readJson } from './json.ts';
import type { MessageType } from './messages.ts';
import { startXml } from './parse-xml.ts';
import { notForUs } from './parties.ts';
import type { MessageProblem } from './problem.ts';
import type { Received } from './raw.ts';
import type { Wall } from './values.ts';
import { messageOf } from './xml.ts';

/** A daily list of a hundred thousand messages has 10 MB; a single message has one kB. */
export const MOST_MESSAGE_BYTES = 16 * 1024 * 1024;

const PIECE = 65_536;

export interface ReadFile extends ReadMessages {
  readonly format: 'xml' | 'csv' | 'json';
  /** The file is a daily count or list as a table of its lines alone. */
  readonly daily: DailyTable | null;
}

export interface FileOptions {
  readonly wall: Wall;
  /** What a table without a column for it is a table of. */
  readonly type?: MessageType;
  /** Our MPID: an answer that is for somebody else stays out. null: not known, and not asked. */
  readonly us?: string | null;
}

export async function readMessageFile(
  file: Bytes,
  start: StartDecoder,
  options: FileOptions,
): Promise<Result<ReadFile, MessageProblem>> {
  if (file.size > MOST_MESSAGE_BYTES) {
    return fail({
      code: 'tooLarge',
      megabytes: Math.ceil(file.size / 1024 / 1024),
      most: MOST_MESSAGE_BYTES / 1024 / 1024,
    });
  }
  const head = await file.read(0, Math.min(file.size, PIECE));
  const kind = kindOf(head);
  if (kind !== null) return fail(ofOtherKind(kind.code));
  const encoding = encodingOf(head);
  if (!encoding.ok) return encoding;
  const first =
    start(encoding.value, false)(head, false)
      ?.replace(/^\uFEFF/, '')
      .trimStart() ?? '';
  if (first.startsWith('<')) {
    const said = declaredEncoding(first);
    const agreed = agree(encoding.value, hasMark(head), said);
    return agreed.ok ? readXmlFile(file, start, agreed.value, options) : agreed;
  }
  const decoded = await decodeFile(file, start);
  if (!decoded.ok) return fail(ofOtherKind(decoded.error.code));
  const isJson = first.startsWith('{');
  const { text } = decoded.value;
  const over = isJson ? boundsOfJson(text) : boundsOfTable(text);
  if (over !== null) return fail(over);
  const daily = isJson || options.type !== undefined ? null : readDailyTable(text);
  if (daily !== null) return ok({ format: 'csv', messages: [], refused: daily.refused, daily });
  const read = isJson ? readJson(text) : readCsv(text, options.type);
  if (!read.ok) return read;
  return ok({ format: isJson ? 'json' : 'csv', ...oursOf(read.value, options), daily: null });
}

/** Those for others are left out by their rows. */
function oursOf({ messages, refused }: ReadMessages, { us = null }: FileOptions): ReadMessages {
  const ours: Received[] = [];
  const others: RefusedRecord[] = [];
  for (const each of messages) {
    const problem = notForUs(each.message, us);
    if (problem === null) ours.push(each);
    else others.push({ record: each.record ?? 1, problem });
  }
  if (others.length === 0) return { messages, refused };
  const all = [...refused, ...others].sort((one, other) => one.record - other.record);
  return { messages: ours, refused: all };
}

async function readXmlFile(
  file: Bytes,
  start: StartDecoder,
  encoding: Encoding,
  options: FileOptions,
): Promise<Result<ReadFile, MessageProblem>> {
  const decode = start(encoding, true);
  const reader = startXml();
  for (let from = 0; from < file.size; from += PIECE) {
    const piece = await file.read(from, Math.min(file.size, from + PIECE));
    const text = decode(piece, false);
    if (text === undefined) return fail({ code: 'encodingWrong', said: encoding });
    const problem = reader.write(from === 0 ? text.replace(/^\uFEFF/, '') : text);
    if (problem !== null) return fail(problem);
  }
  // Half a character at the end: the rest is missing, the encoding is right.
  if (decode(new Uint8Array(), true) === undefined) return fail({ code: 'cutShort' });
  const parts = reader.end();
  if (!parts.ok) return parts;
  const read = messageOf(parts.value, options.wall);
  if (!read.ok) return read;
  const problem = notForUs(read.value.message, options.us ?? null);
  if (problem !== null) return fail(problem);
  return ok({ format: 'xml', messages: [read.value], refused: [], daily: null });
}

function ofOtherKind(code: string): MessageProblem {
  switch (code) {
    case 'empty':
      return { code: 'empty' };
    case 'zip':
    case 'xls':
    case 'pdf':
    case 'picture':
      return { code: 'otherFile', kind: code };
    default:
      return { code: 'otherFile', kind: 'binary' };
  }
}

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

function markOf(head: Uint8Array): Encoding | null {
  const found = marks.find(([, signs]) => signs.every((sign, index) => head[index] === sign));
  return found?.[0] ?? null;
}

const hasMark = (head: Uint8Array): boolean => markOf(head) !== null;

/** By the mark at the beginning, else UTF-8 until the file says otherwise. */
function encodingOf(head: Uint8Array): Result<Encoding, MessageProblem> {
  const mark = markOf(head);
  if (mark !== null) return ok(mark);
  if (!head.includes(0)) return ok('utf-8');
  // `<` and a zero: XML in UTF-16 must begin with a mark, and this one does not.
  const isUtf16 = (head[0] === 0x3c && head[1] === 0) || (head[0] === 0 && head[1] === 0x3c);
  return fail(
    isUtf16 ? { code: 'encodingWrong', said: 'utf-16' } : { code: 'otherFile', kind: 'binary' },
  );
}

function declaredEncoding(text: string): string | null {
  const found = /^<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']/.exec(text);
  return found?.[1]?.toLowerCase() ?? null;
}

const encodings: Readonly<Record<string, Encoding | 'utf-16'>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'utf-16': 'utf-16',
  'utf-16le': 'utf-16',
  'utf-16be': 'utf-16',
};

/** What the file says of itself against how it begins. */
function agree(
  begins: Encoding,
  isMarked: boolean,
  said: string | null,
): Result<Encoding, MessageProblem> {
  if (said === null) return ok(begins);
  const name = Object.hasOwn(encodings, said) ? encodings[said] : undefined;
  if (name === undefined) return fail({ code: 'encodingUnknown', name: said });
  if (name === begins) return ok(begins);
  if (name === 'utf-16')
    return begins === 'utf-8' ? fail({ code: 'encodingWrong', said }) : ok(begins);
  return isMarked ? fail({ code: 'encodingWrong', said }) : ok(name);
}
