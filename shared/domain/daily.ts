// The market's daily count (602) and daily list (603), and what they have that we do not, or the other
// way round. A day of theirs runs from 03:00:00 to 02:59:59 Irish time [C].
import { parseDate, toZoned } from '@internationalized/date';
import type { DailyLine, DailyPoint } from './daily-events.ts';
import { noLists, withList, type Lists } from './daily-parts.ts';
import type { DomainEvent } from './events.ts';
import type { FixState } from './fix.ts';
import type { FixItem } from './fix-item.ts';
import type { OutstandingList } from './outstanding.ts';
import { ZONE } from './times.ts';
import { wroteAtOf, writtenAt, type WroteAt } from './written-at.ts';

export const dailySubject = (day: string): string => `daily:${day}`;
export const isDailySubject = (subject: string): boolean => subject.startsWith('daily:');
export const isDay = (text: string): boolean => windowOf(text) !== null;

export interface DailyState {
  /** `YYYY-MM-DD`: the day on whose morning it begins. */
  readonly day: string;
  /** The newest whole list, one made after the day before any other; null before the first. */
  readonly lines: readonly DailyLine[] | null;
  /** What that is made of, and what is here of others. */
  readonly lists: Lists;
  /** By message type. */
  readonly counts: Readonly<Record<string, number>> | null;
  /** What people have said of lines that stand on one side alone, the latest word of each. */
  readonly explained: readonly Explained[];
  /** Device → UTC ms: when each that wrote of it wrote last. */
  readonly wroteAt: WroteAt;
}

export interface Explained {
  readonly point: DailyPoint;
  readonly operator: string;
  readonly at: number;
  readonly because: string;
  /** Whose 017 it is: recognised as ours. */
  readonly mprn?: string;
}

export function foldDaily(events: readonly DomainEvent[]): DailyState | undefined {
  const [first] = events;
  if (first === undefined) return undefined;
  type Listed = DomainEvent<'daily.listed'>;
  const day = first.subject.slice('daily:'.length);
  const lists = new Map<string, Listed[]>();
  let counts: DailyState['counts'] = null;
  const explained = new Map<string, Explained>();
  for (const event of events) {
    if (event.kind === 'daily.explained') {
      const { operator, happenedAt: at } = event;
      const { points, because, mprn } = event.body;
      const whose = mprn === undefined ? {} : { mprn };
      for (const point of points) {
        if (because === null) explained.delete(keyOf(point));
        else explained.set(keyOf(point), { point, operator, at, because, ...whose });
      }
    }
    if (event.kind === 'daily.counted') counts = event.body.counts;
    if (event.kind !== 'daily.listed') continue;
    const found = lists.get(event.body.list) ?? [];
    if (!found.some(({ body }) => body.chunk === event.body.chunk)) found.push(event);
    lists.set(event.body.list, found);
  }
  let known = noLists;
  for (const chunks of lists.values()) {
    const [one] = chunks;
    if (one === undefined || chunks.length !== one.body.chunks) continue;
    const { part, madeAt = writtenAt(one), unread = 0 } = one.body;
    chunks.sort((each, other) => each.body.chunk - other.body.chunk);
    known = withList(known, {
      ...(part === undefined ? {} : { part }),
      lines: chunks.flatMap(({ body }) => body.lines),
      isOver: isOverBy(day, madeAt),
      unread,
    });
  }
  return {
    day,
    lines: known.whole,
    lists: known,
    counts,
    explained: [...explained.values()],
    wroteAt: wroteAtOf(events),
  };
}

const keyOf = (point: DailyPoint): string =>
  JSON.stringify(
    point.side === 'counts'
      ? [point.side, point.type, point.counted, point.listed]
      : [point.side, point.side === 'theirs' ? point.type : '017', point.txRefNbr],
  );

/** Whether the list of that day says so: it has theirs, it lacks ours, its numbers are these. */
export function missesPoint({ lines, counts }: DailyState, point: DailyPoint): boolean {
  if (lines === null) return false;
  if (point.side === 'ours') return !lines.some(({ txRefNbr }) => txRefNbr === point.txRefNbr);
  if (point.side === 'theirs')
    return lines.some(({ type, txRefNbr }) => type === point.type && txRefNbr === point.txRefNbr);
  const listed = lines.reduce((sum, { type }) => sum + (type === point.type ? 1 : 0), 0);
  return listed === point.listed && (counts?.[point.type] ?? 0) === point.counted;
}

/** When that day begins and ends, UTC ms; null for what is no day. */
export function windowOf(day: string): { readonly from: number; readonly to: number } | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  try {
    const date = parseDate(day);
    const at = (each: typeof date) =>
      toZoned(each, ZONE).set({ hour: 3, minute: 0, second: 0 }).toDate().getTime();
    return { from: at(date), to: at(date.add({ days: 1 })) };
  } catch {
    return null;
  }
}

/** Whether that day was over at `at`, UTC ms. */
export const isOverBy = (day: string, at: number): boolean => at >= (windowOf(day)?.to ?? Infinity);

export interface Reconciled {
  readonly day: string;
  /** The list was made after its day: what it lacks does not come any more. */
  readonly isOver: boolean;
  /** Lines of the list that could not be read: what it lacks may stand in them. */
  readonly unread: number;
  /** Of our 017s, as they were handed over in that day. */
  readonly oursNotTheirs: readonly { readonly mprn: string; readonly item: FixItem }[];
  /** Listed by the market, and nobody here sent it, heard it or an answer to it, or has it on a list. */
  readonly theirsNotOurs: readonly DailyLine[];
  /** Where 602 and 603 do not say the same of a type. */
  readonly counts: readonly {
    readonly type: string;
    readonly counted: number;
    readonly listed: number;
  }[];
  /** What would stand among these, had nobody said why. */
  readonly explained: readonly Explained[];
  /** 017s of theirs that a person has recognised as ours: they are missing on neither side. */
  readonly recognised: readonly (Explained & { readonly mprn: string })[];
}

/** Null while there is no whole list of that day. */
export function reconcile(
  daily: DailyState,
  fixes: readonly FixState[],
  outstanding: OutstandingList | null,
): Reconciled | null {
  const { day, lines, counts } = daily;
  const said = new Map(daily.explained.map((each) => [keyOf(each.point), each]));
  const explained: Explained[] = [];
  const isOpen = (point: DailyPoint): boolean => {
    const found = said.get(keyOf(point));
    if (found !== undefined && !explained.includes(found)) explained.push(found);
    return found === undefined;
  };
  const span = windowOf(day);
  if (lines === null || span === null) return null;
  const theirs = new Set(lines.map(({ txRefNbr }) => txRefNbr));
  const ours = new Set<string>();
  for (const { txRefNbr } of outstanding?.messages ?? []) if (txRefNbr !== null) ours.add(txRefNbr);
  for (const { items, heard } of fixes) {
    for (const { txRefNbr, original } of heard) {
      ours.add(txRefNbr);
      // Whoever has the answer knows what became of the 017 that it names, whoever sent that one.
      if (original !== undefined) ours.add(original);
    }
    for (const { txRefNbrs } of items) for (const each of txRefNbrs) ours.add(each);
  }
  const oursNotTheirs = fixes.flatMap(({ mprn, items }) =>
    items.flatMap((item) => {
      const { handing, txRefNbr } = item;
      const isOfDay = handing !== null && handing.at >= span.from && handing.at < span.to;
      return txRefNbr !== null &&
        isOfDay &&
        !theirs.has(txRefNbr) &&
        isOpen({ side: 'ours', txRefNbr })
        ? [{ mprn, item }]
        : [];
    }),
  );
  const listed = new Map<string, number>();
  for (const { type } of lines) listed.set(type, (listed.get(type) ?? 0) + 1);
  const types = counts === null ? [] : [...new Set([...Object.keys(counts), ...listed.keys()])];
  const theirsNotOurs = lines.filter(
    ({ type, txRefNbr }) => !ours.has(txRefNbr) && isOpen({ side: 'theirs', type, txRefNbr }),
  );
  const differ = types.sort().flatMap((type) => {
    const of = { type, counted: counts?.[type] ?? 0, listed: listed.get(type) ?? 0 };
    return of.counted === of.listed || !isOpen({ side: 'counts', ...of }) ? [] : [of];
  });
  const isRecognised = (each: Explained): each is Explained & { readonly mprn: string } =>
    each.mprn !== undefined;
  return {
    day,
    isOver: daily.lists.isOver,
    unread: daily.lists.unread,
    oursNotTheirs,
    theirsNotOurs,
    counts: differ,
    explained: explained.filter((each) => !isRecognised(each)),
    recognised: explained.filter(isRecognised),
  };
}
