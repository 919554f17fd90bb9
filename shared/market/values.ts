// Values of messages from text and back. What is read is what would be written: trimmed, one line,
// never empty. Market timestamps carry no offset [C], so whose clock they show is a setting.
import { parseMprn } from '../domain/mprn.ts';
import { describeTime, parseFileTime } from '../domain/times.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Kind } from './messages.ts';
import type { MessageProblem } from './problem.ts';

/** The clock that a time without an offset shows. */
export type Wall = 'utc' | 'irish';

/** `utc` [D]: an importer in use reads MarketTimestamp as GMT [O]. */
export const shippedWall: Wall = 'utc';

export type Value = string | number;

export interface ReadValue {
  readonly value: Value;
  /** The clock showed this time twice that night; the earlier one was taken. */
  readonly doubledHour?: true;
  /** Every Irish MPRN seen begins with 10. */
  readonly unusualMprn?: true;
}

type TextKind = Exclude<Kind, 'mprn' | 'day' | 'instant' | 'count'>;

const shapes: Readonly<Record<TextKind, readonly [pattern: RegExp, expected: string]>> = {
  participant: [/^[!-~]{3}$/, '3 characters'],
  messageType: [/^[0-9A-Z]{1,5}$/, 'up to 5 capitals and digits'],
  transaction: [/^[!-~]{1,36}$/, 'up to 36 characters without a space'],
  reason: [/^[DE]\d\d$/, 'D or E and two digits'],
  version: [/^[!-~]{1,9}$/, 'up to 9 characters'],
  code: [/^[!-~]{1,20}$/, 'up to 20 characters without a space'],
  // No control characters, no half of a pair, nothing that XML cannot hold.
  text: [/^(?![^]*[\p{Cc}\p{Cs}\uFFFE\uFFFF])[^]{1,500}$/u, 'up to 500 plain characters'],
};

export function readValue(
  field: string,
  kind: Kind,
  text: string,
  wall: Wall,
): Result<ReadValue, MessageProblem> {
  const plain = text.replace(/[\t\r\n]+/g, ' ').trim();
  if (plain === '') return fail({ code: 'missing', field });
  const misfit = (expected: string) => fail({ code: 'misfit', field, expected } as const);
  switch (kind) {
    case 'mprn': {
      const mprn = parseMprn(plain);
      if (!mprn.ok) return fail({ code: 'mprn', problem: mprn.error.code });
      const { mprn: value, prefix } = mprn.value;
      return ok(prefix === 'usual' ? { value } : { value, unusualMprn: true });
    }
    case 'day': {
      const day = readDay(plain);
      return day === null ? misfit('a date') : ok({ value: day });
    }
    case 'instant':
      return readInstant(plain, wall) ?? misfit('a date and a time');
    case 'count':
      return /^\d{1,9}$/.test(plain)
        ? ok({ value: Number(plain) })
        : misfit('a whole number of up to 9 digits');
    default: {
      const [pattern, expected] = shapes[kind];
      return pattern.test(plain) ? ok({ value: plain }) : misfit(expected);
    }
  }
}

/** `wall` null writes the offset too: for our own files, where nobody forbids it. */
export function writeValue(kind: Kind, value: Value, wall: Wall | null): string {
  return kind === 'instant' && typeof value === 'number'
    ? writeInstant(value, wall)
    : String(value);
}

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;

interface Parts {
  readonly utc: number;
  readonly hasTime: boolean;
  /** Minutes ahead of UTC; null where none is written. */
  readonly offset: number | null;
}

/** The parts of an ISO date that exists; null for what is none. */
function isoParts(text: string): Parts | null {
  const found = iso.exec(text);
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  date.setUTCHours(hour ?? 0, minute, second, Number((found[7] ?? '').padEnd(3, '0').slice(0, 3)));
  const isReal =
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  if (!isReal) return null;
  return { utc: date.getTime(), hasTime: found[4] !== undefined, offset: offsetOf(found[8]) };
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -minutes : minutes;
}

/** UTC ms of a day that has a clock time; null for one that has none, or midnight, which is how a day is written too. */
export function instantOfDay(text: string, wall: Wall): number | null {
  const parts = isoParts(text);
  if (parts === null || !parts.hasTime || /T00:00(?::00(?:\.0+)?)?(?!\d)/.test(text)) return null;
  const read = readInstant(text, wall);
  return read?.ok === true && typeof read.value.value === 'number' ? read.value.value : null;
}

/** The last second of an Irish day, UTC ms; null of what is no day. */
export function endOfDay(text: string): number | null {
  const day = readDay(text)?.slice(0, 'YYYY-MM-DD'.length);
  const read = day === undefined ? null : readInstant(`${day}T23:59:59`, 'irish');
  return read?.ok === true && typeof read.value.value === 'number' ? read.value.value : null;
}

function readDay(text: string): string | null {
  if (isoParts(text) !== null) return text;
  if (iso.test(text)) return null;
  const irish = readSpreadsheetTime(text);
  if (irish === null) return null;
  const { year, month, date } = describeTime(irish.at, irish.at);
  return `${year}-${pad(month)}-${pad(date)}`;
}

function readInstant(text: string, wall: Wall): Result<ReadValue, MessageProblem> | null {
  const parts = isoParts(text);
  if (parts !== null && (parts.offset !== null || (parts.hasTime && wall === 'utc'))) {
    return ok({ value: parts.utc - (parts.offset ?? 0) * 60_000 });
  }
  if (wall === 'utc' || (parts === null && iso.test(text))) return null;
  if (parts !== null && !parts.hasTime) return null;
  const read = readSpreadsheetTime(text.replace(/\.\d+$/, parts === null ? '$&' : ''));
  if (read === null) return null;
  const value = read.at + (parts === null ? 0 : parts.utc % 1000);
  return ok(read.doubled ? { value, doubledHour: true } : { value });
}

/** Irish order, `21/11/2026 18:05`, and serial numbers; never a time that counts from now. */
function readSpreadsheetTime(text: string): { at: number; doubled: boolean } | null {
  const read = parseFileTime(text, 0);
  return read.ok && read.value.at >= Date.UTC(2000, 0) ? read.value : null;
}

function writeInstant(at: number, wall: Wall | null): string {
  const text = new Date(at).toISOString().replace('.000Z', 'Z');
  if (wall === null) return text;
  if (wall === 'utc') return text.slice(0, -1);
  const { year, month, date, hour, minute } = describeTime(at, at);
  // Seconds and what is below them are the same on every clock.
  const rest = text.slice('2026-11-21T18:05'.length, -1);
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(date)}T${pad(hour)}:${pad(minute)}${rest}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
