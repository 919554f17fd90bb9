// Times as tired people type them, and as spreadsheets write them. Irish wall clock in, UTC ms out.
// A bare clock time that has not come yet today was yesterday. The doubled hour of October is read
// as its earlier instant, because that leaves less time: never more than the customer really has.
import { CalendarDateTime, fromAbsolute, toZoned } from '@internationalized/date';
import { fail, ok, type Result } from '../lib/result.ts';
import { MINUTE } from './backstop-clock.ts';

export const ZONE = 'Europe/Dublin';
/** A typed time may be this far ahead of our clock before it counts as tomorrow's or yesterday's. */
const TOLERANCE = 5 * MINUTE;
export const OLD_AFTER_DAYS = 7;
/** A clock time that has gone is tomorrow's only this near. */
const MOST_AHEAD = 12 * 60 * MINUTE;

export type TimeProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'notATime' }
  | { readonly code: 'noSuchHour'; readonly hour: number }
  | { readonly code: 'noSuchMinute'; readonly minute: number }
  | { readonly code: 'noSuchDay'; readonly month: number; readonly days: number }
  | { readonly code: 'noSuchMonth'; readonly month: number }
  | { readonly code: 'monthFirst' }
  /** A promised clock time that has gone today, and would be most of a day away. */
  | { readonly code: 'hasPassed' }
  | { readonly code: 'skippedHour' };

export interface ReadTime {
  /** UTC ms. */
  readonly at: number;
  /** Which day was meant, when none was typed. */
  readonly day: 'today' | 'yesterday' | 'tomorrow' | 'given';
  /** The clock showed this time twice that night; the earlier one was taken. */
  readonly doubled: boolean;
  /** After now: somebody must look. */
  readonly future: boolean;
  /** More than seven days ago: somebody must look. */
  readonly old: boolean;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A time in the past: when somebody paid, called, or the power came back. */
export function parseTypedTime(typed: string, now: number): Result<ReadTime, TimeProblem> {
  return parse(typed, now, 'past');
}

/**
 * A time to come: what Networks promised. `20 min`, `+20` and a bare `25` to `180` are minutes from
 * now. A clock time already gone today means tomorrow when that is within twelve hours, else it is
 * asked about: one wrong digit must not put a customer aside for a day.
 */
export function parsePromisedTime(typed: string, now: number): Result<ReadTime, TimeProblem> {
  const minutes = /^(\d{1,3}) ?m(?:in(?:ute)?s?)?$|^(2[5-9]|[3-9]\d|1[0-7]\d|180)$/i.exec(
    typed.trim(),
  );
  if (minutes !== null)
    return ok(reading(now + Number(minutes[1] ?? minutes[2]) * MINUTE, now, 'given', false));
  const read = parse(typed, now, 'future');
  return read.ok && read.value.day === 'tomorrow' && read.value.at - now > MOST_AHEAD
    ? fail({ code: 'hasPassed' })
    : read;
}

/** A cell of a file: a date is expected, and a spreadsheet's serial number is understood. */
export function parseFileTime(cell: string, now: number): Result<ReadTime, TimeProblem> {
  const text = cell.trim();
  if (/^\d{5}(?:[.,]\d+)?$/.test(text)) return ofSerial(Number(text.replace(',', '.')), now);
  return parse(text, now, 'past');
}

function parse(
  typed: string,
  now: number,
  leaning: 'past' | 'future',
): Result<ReadTime, TimeProblem> {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  if (text === '') return fail({ code: 'empty' });
  if (text === 'now') return ok(reading(now, now, 'today', false));
  const ago = /^-\s?(\d{1,3})(?: ?m(?:in(?:ute)?s?)?)?$|^(\d{1,3}) ?m(?:in(?:ute)?s?)? ago$/.exec(
    text,
  );
  if (ago !== null) {
    const minutes = Number(ago[1] ?? ago[2]);
    return ok(reading(now - minutes * MINUTE, now, 'given', false));
  }
  const ahead =
    /^\+\s?(\d{1,3})(?: ?m(?:in(?:ute)?s?)?)?$|^in (\d{1,3})(?: ?m(?:in(?:ute)?s?)?)?$/.exec(text);
  if (ahead !== null) {
    return ok(reading(now + Number(ahead[1] ?? ahead[2]) * MINUTE, now, 'given', false));
  }
  const iso = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(z|[+-]\d{2}:?\d{2})$/.exec(
    text,
  );
  if (iso !== null) return ofInstant(text, now);
  return ofWords(text, now, leaning);
}

function ofWords(
  text: string,
  now: number,
  leaning: 'past' | 'future',
): Result<ReadTime, TimeProblem> {
  const today = dayOf(now);
  const named = /^(today|yesterday|tomorrow|y|t) (.+)$/.exec(text);
  if (named !== null) {
    const clock = readClockText(named[2] ?? '');
    if (!clock.ok) return clock;
    const word = named[1];
    const shift = word === 'yesterday' || word === 'y' ? -1 : word === 'tomorrow' ? 1 : 0;
    return instantOf(shiftDay(today, shift), clock.value, now, 'given');
  }
  const dated = readDateText(text, today);
  if (dated !== null) {
    if (!dated.ok) return dated;
    const clock = readClockText(dated.value.rest === '' ? '00:00' : dated.value.rest);
    if (!clock.ok) return clock;
    return instantOf(dated.value.day, clock.value, now, 'given');
  }
  const clock = readClockText(text);
  if (!clock.ok) return clock;
  const first = instantOf(today, clock.value, now, 'today');
  if (leaning === 'past') {
    return first.ok && first.value.at <= now + TOLERANCE
      ? first
      : instantOf(shiftDay(today, -1), clock.value, now, 'yesterday');
  }
  return first.ok && first.value.at >= now - TOLERANCE
    ? first
    : instantOf(shiftDay(today, 1), clock.value, now, 'tomorrow');
}

/** `1950`, `19.50`, `19:50:30`, `7:50pm`, `750 pm`, `8pm`, `8` is refused: too easily a slip. */
function readClockText(text: string): Result<Clock, TimeProblem> {
  const found =
    /^(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:\.\d+)? ?([ap])?\.?(?:m\.?)?$/.exec(text) ??
    /^(\d{1,2})(\d{2})() ?([ap])?\.?(?:m\.?)?$/.exec(text) ??
    /^(\d{1,2})()() ?([ap])\.?m?\.?$/.exec(text);
  if (found === null) return fail({ code: 'notATime' });
  const half = found[4];
  const typedHour = Number(found[1]);
  const minute = found[2] === undefined || found[2] === '' ? 0 : Number(found[2]);
  const second = found[3] === undefined || found[3] === '' ? 0 : Number(found[3]);
  if (typedHour > 23 || (half !== undefined && (typedHour < 1 || typedHour > 12))) {
    return fail({ code: 'noSuchHour', hour: typedHour });
  }
  if (minute > 59 || second > 59)
    return fail({ code: 'noSuchMinute', minute: Math.max(minute, second) });
  const hour = half === undefined ? typedHour : (typedHour % 12) + (half === 'p' ? 12 : 0);
  return ok({ hour, minute, second });
}

/** `21/11/2026 18:05`, `21.11.26 18.05`, `21/11 18:05`, `2026-11-21 18:05`; null when no date. */
function readDateText(
  text: string,
  today: Day,
): Result<{ readonly day: Day; readonly rest: string }, TimeProblem> | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ,]+(.*))?$/.exec(text);
  if (iso !== null) return dated(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4]);
  const irish =
    /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ ,]+(.*))?$/.exec(text) ??
    /^(\d{1,2})[/-](\d{1,2})()(?:[ ,]+(.*))$/.exec(text);
  if (irish === null) return null;
  const typed = irish[3] ?? '';
  const year =
    typed === '' ? today.year : typed.length === 2 ? 2000 + Number(typed) : Number(typed);
  const day = Number(irish[1]);
  const month = Number(irish[2]);
  // 11/21/2026 can only be month first; it is asked about, never turned round silently.
  if (month > 12 && month <= 31 && day <= 12) return fail({ code: 'monthFirst' });
  return dated(year, month, day, irish[4]);
}

function dated(
  year: number,
  month: number,
  day: number,
  rest: string | undefined,
): Result<{ readonly day: Day; readonly rest: string }, TimeProblem> {
  if (month < 1 || month > 12) return fail({ code: 'noSuchMonth', month });
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day < 1 || day > days) return fail({ code: 'noSuchDay', month, days });
  return ok({ day: { year, month, day }, rest: (rest ?? '').trim() });
}

function ofInstant(text: string, now: number): Result<ReadTime, TimeProblem> {
  const date = readDateText(text.slice(0, 10), dayOf(now));
  if (date !== null && !date.ok) return date;
  const at = Date.parse(text.toUpperCase().replace(' ', 'T'));
  return Number.isNaN(at) ? fail({ code: 'notATime' }) : ok(reading(at, now, 'given', false));
}

/** Days since 30 December 1899, as spreadsheets count them, in Irish wall time. */
function ofSerial(serial: number, now: number): Result<ReadTime, TimeProblem> {
  if (serial < 30_000 || serial > 80_000) return fail({ code: 'notATime' });
  const wall = new Date(Date.UTC(1899, 11, 30) + Math.round(serial * 86_400) * 1000);
  return instantOf(
    { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() },
    { hour: wall.getUTCHours(), minute: wall.getUTCMinutes(), second: wall.getUTCSeconds() },
    now,
    'given',
  );
}

function instantOf(
  day: Day,
  clock: Clock,
  now: number,
  which: ReadTime['day'],
): Result<ReadTime, TimeProblem> {
  const wall = new CalendarDateTime(
    day.year,
    day.month,
    day.day,
    clock.hour,
    clock.minute,
    clock.second,
  );
  const earlier = toZoned(wall, ZONE, 'earlier');
  // In the missing hour of March the library moves on to a time that was not typed.
  if (earlier.hour !== clock.hour || earlier.minute !== clock.minute)
    return fail({ code: 'skippedHour' });
  const at = earlier.toDate().getTime();
  const later = toZoned(wall, ZONE, 'later').toDate().getTime();
  return ok(reading(at, now, which, later !== at));
}

function reading(at: number, now: number, day: ReadTime['day'], doubled: boolean): ReadTime {
  return {
    at,
    day,
    doubled,
    future: at > now + TOLERANCE,
    old: at < now - OLD_AFTER_DAYS * 24 * 60 * MINUTE,
  };
}

function dayOf(at: number): Day {
  const { year, month, day } = fromAbsolute(at, ZONE);
  return { year, month, day };
}

function shiftDay(day: Day, days: number): Day {
  const moved = new Date(Date.UTC(day.year, day.month - 1, day.day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/**
 * For a cell of a file, as the Irish wall clock had it: `2026-11-21 20:12`, with its seconds where they
 * count. Read back by `parseFileTime` it is the same second; the hour that comes twice says which.
 */
export function writeFileTime(at: number, precision: 'minute' | 'second' = 'second'): string {
  const told = fromAbsolute(at, ZONE);
  const { year, month, day, hour, minute, second } = told;
  const two = (part: number) => String(part).padStart(2, '0');
  const text = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}${
    precision === 'minute' || second === 0 ? '' : `:${two(second)}`
  }`;
  const read = instantOf({ year, month, day }, { hour, minute, second }, at, 'given');
  if (!read.ok || !read.value.doubled) return text;
  return `${text}${told.offset === 0 ? '+00:00' : '+01:00'}`;
}

export interface DescribedTime {
  readonly day: 'today' | 'yesterday' | 'tomorrow' | 'date';
  readonly year: number;
  readonly month: number;
  readonly date: number;
  readonly hour: number;
  readonly minute: number;
}

/** The parts of an instant on the Irish wall clock, and the day as people say it. */
export function describeTime(at: number, now: number): DescribedTime {
  const told = fromAbsolute(at, ZONE);
  const today = dayOf(now);
  const distance =
    (Date.UTC(told.year, told.month - 1, told.day) -
      Date.UTC(today.year, today.month - 1, today.day)) /
    86_400_000;
  const day =
    distance === 0 ? 'today' : distance === -1 ? 'yesterday' : distance === 1 ? 'tomorrow' : 'date';
  return {
    day,
    year: told.year,
    month: told.month,
    date: told.day,
    hour: told.hour,
    minute: told.minute,
  };
}
