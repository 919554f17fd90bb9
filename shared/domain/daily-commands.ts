// What people and agents do about a day of the market: bring in its list and its count, and say of
// what stands on one side alone why that is.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import { dailySubject, isDay, isOverBy, missesPoint } from './daily.ts';
import {
  CHUNK_LINES,
  MOST_EXPLAINED,
  type DailyLine,
  type DailyPart,
  type DailyPoint,
} from './daily-events.ts';
import { noLists, withList } from './daily-parts.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import type { Make } from './events.ts';
import { fixSubject } from './fix.ts';
import type { Mprn } from './mprn.ts';

export type DailyCommand =
  /** The market's daily list, its daily count, or both. */
  | {
      readonly do: 'listDaily';
      /** `YYYY-MM-DD`. */
      readonly day: string;
      readonly file: string;
      readonly lines?: readonly DailyLine[];
      /** Which message of its list these lines are; none of a whole list. */
      readonly part?: DailyPart;
      /** When the market made the list, UTC ms; where it does not say so, it is as old as its entry. */
      readonly madeAt?: number;
      /** Lines of it that could not be read. */
      readonly unread?: number;
      readonly counts?: Readonly<Record<string, number>>;
    }
  /**
   * Why these stand on one side alone; null takes back what was said of them. With an MPRN: whose 017
   * the one point is, which is ours then.
   */
  | {
      readonly do: 'explainDaily';
      readonly day: string;
      readonly points: readonly DailyPoint[];
      readonly because: string | null;
      readonly mprn?: Mprn;
    };

export function decideDaily(
  command: DailyCommand,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  return command.do === 'listDaily'
    ? listDaily(command, context, make)
    : explainDaily(command, context, make);
}

/**
 * What the list has arrived, whatever anybody feared, though it be a part of it. A whole one proves what
 * it has of a message that runs by itself.
 */
function listDaily(
  {
    day,
    file,
    lines,
    part,
    madeAt,
    unread = 0,
    counts,
  }: Extract<DailyCommand, { do: 'listDaily' }>,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  const subject = dailySubject(day);
  if (!isDay(day)) return fail({ code: 'noSuchDay' });
  const drafts: Draft[] = [];
  if (lines !== undefined) {
    const list = context.newId();
    const chunks = Math.max(1, Math.ceil(lines.length / CHUNK_LINES));
    for (let chunk = 0; chunk < chunks; chunk++)
      drafts.push(
        make(subject, 'daily.listed', {
          list,
          file,
          chunk,
          chunks,
          ...(part === undefined ? {} : { part: { ...part } }),
          ...(madeAt === undefined ? {} : { madeAt }),
          ...(unread === 0 ? {} : { unread }),
          lines: lines
            .slice(chunk * CHUNK_LINES, (chunk + 1) * CHUNK_LINES)
            .map((line) => ({ ...line })),
        }),
      );
    const after = withList(context.dailyOf?.(day)?.lists ?? noLists, {
      ...(part === undefined ? {} : { part }),
      lines,
      isOver: isOverBy(day, madeAt ?? context.now),
      unread,
    });
    const namesOf = (all: readonly DailyLine[]) => new Set(all.map(({ txRefNbr }) => txRefNbr));
    const listed = namesOf(lines);
    const isOfWhole = part === undefined || after.used.has(part.txRefNbr);
    const proving = namesOf((isOfWhole ? after.whole : null) ?? []);
    for (const { mprn, items } of context.fixes?.() ?? [])
      for (const { key, attempt, standing, txRefNbr, about, type, proof } of items) {
        const name = txRefNbr ?? about;
        if (name === null) continue;
        const isUnknown = standing === 'outcomeUnknown' || standing === 'intended';
        if (isUnknown && (listed.has(name) || proving.has(name)))
          drafts.push(
            make(fixSubject(mprn), 'fix.asked', { key, attempt, found: 'arrived', how: '603' }),
          );
        const isProved = standing === 'released' && proving.has(name);
        if (isProved && type === 'letWaiting017Run' && proof.includes('603'))
          drafts.push(make(fixSubject(mprn), 'fix.proved', { key, by: '603', reference: day }));
      }
  }
  if (counts !== undefined) drafts.push(make(subject, 'daily.counted', { counts: { ...counts } }));
  return ok({ drafts, subject });
}

/** Only of what the list of that day misses or has alone, as far as that can be seen in it. */
function explainDaily(
  { day, points, because, mprn }: Extract<DailyCommand, { do: 'explainDaily' }>,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  const subject = dailySubject(day);
  const daily = context.dailyOf?.(day);
  if (daily === undefined || daily.lines === null) return fail({ code: 'noSuchDay' });
  const why = because === null ? null : because.trim();
  if (why === '') return fail({ code: 'reasonMissing' });
  if (points.length === 0 || points.some((point) => !missesPoint(daily, point)))
    return fail({ code: 'nothingToExplain' });
  const [first] = points;
  const isOne017 = points.length === 1 && first?.side === 'theirs' && first.type === '017';
  // An answer is recognised by what it answers, and a number by nothing.
  if (mprn !== undefined && (why === null || !isOne017)) return fail({ code: 'nothingToExplain' });
  const drafts: Draft[] = [];
  for (let from = 0; from < points.length; from += MOST_EXPLAINED)
    drafts.push(
      make(subject, 'daily.explained', {
        points: points.slice(from, from + MOST_EXPLAINED).map((point) => ({ ...point })),
        because: why,
        ...(mprn === undefined ? {} : { mprn }),
      }),
    );
  return ok({ drafts, subject });
}
