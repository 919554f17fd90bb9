// The market's list of a day comes in one message, or as message 1 of n [C]: then it is whole only when all
// n are here, whatever order they came in. A later list counts once it is whole itself. A message is
// known by its own TxRefNbr: the same one again changes nothing, another of the same number is a correction.
// One that was made while its day went on gives way to one made after it, and never the other way round.
import type { DailyLine, DailyPart } from './daily-events.ts';

/** One message of a list, as it came in. */
export interface Listed {
  /** None of a table of lines, which is a whole list. */
  readonly part?: DailyPart;
  readonly lines: readonly DailyLine[];
  /** Its day was over when it was made: nothing comes after it that it could not have. */
  readonly isOver: boolean;
  /** Lines of it that could not be read. */
  readonly unread: number;
}

/** A list of which parts are missing. */
export interface Begun {
  readonly of: number;
  /** By number. */
  readonly parts: ReadonlyMap<number, Listed>;
}

export interface Lists {
  /** The newest whole one. */
  readonly whole: readonly DailyLine[] | null;
  /** The messages that the whole one is made of. */
  readonly parts: readonly Listed[];
  /** Of the whole one: each of its parts was made after the day was over. */
  readonly isOver: boolean;
  /** Of the whole one: lines that could not be read. */
  readonly unread: number;
  /** What came later than that, in the order in which it was begun. */
  readonly begun: readonly Begun[];
  /** TxRefNbrs of messages that are in a whole list, or were. */
  readonly used: ReadonlySet<string>;
}

export const noLists: Lists = {
  whole: null,
  parts: [],
  isOver: false,
  unread: 0,
  begun: [],
  used: new Set(),
};

export function withList(lists: Lists, listed: Listed): Lists {
  const { part } = listed;
  if (part === undefined) return withWhole(lists, [listed], { older: lists.begun, later: [] });
  // The same one again, of which more can be read now.
  const isWorse = (each: Listed) =>
    each.part?.txRefNbr === part.txRefNbr && each.unread > listed.unread;
  if (lists.parts.some(isWorse)) {
    const parts = lists.parts.map((each) => (isWorse(each) ? listed : each));
    return withWhole(lists, parts, { older: [], later: lists.begun });
  }
  if (lists.begun.some(({ parts }) => [...parts.values()].some(isWorse))) {
    const mended = ({ of, parts }: Begun): Begun => ({
      of,
      parts: new Map([...parts].map(([at, each]) => [at, isWorse(each) ? listed : each])),
    });
    return { ...lists, begun: lists.begun.map(mended) };
  }
  const isHere =
    lists.used.has(part.txRefNbr) ||
    lists.begun.some(({ parts }) =>
      [...parts.values()].some((each) => each.part?.txRefNbr === part.txRefNbr),
    );
  if (isHere) return lists;
  // Of a list that was made as the day went on no part belongs to one that was made after it.
  const lacksIt = (each: Begun) =>
    each.of === part.of && !each.parts.has(part.number) && isOverOf(each) === listed.isOver;
  const found = [...lists.begun].reverse().find(lacksIt);
  const place = found === undefined ? lists.begun.length : lists.begun.indexOf(found);
  const later = lists.begun.slice(place + 1);
  const filled: Begun = {
    of: part.of,
    parts: new Map([...(found?.parts ?? []), [part.number, listed]]),
  };
  if (filled.parts.size < part.of)
    return { ...lists, begun: [...lists.begun.slice(0, place), filled, ...later] };
  const parts = [...filled.parts].sort(([one], [other]) => one - other).map(([, each]) => each);
  return withWhole(lists, parts, { older: lists.begun.slice(0, place), later });
}

/** `older`, `later`: what was begun before it, and after it. */
function withWhole(
  lists: Lists,
  parts: readonly Listed[],
  { older, later }: { readonly older: readonly Begun[]; readonly later: readonly Begun[] },
): Lists {
  const used = new Set([...lists.used, ...parts.flatMap((each) => each.part?.txRefNbr ?? [])]);
  const isOver = parts.every((each) => each.isOver);
  if (lists.isOver && !isOver) return { ...lists, begun: [...older, ...later], used };
  return {
    whole: parts.flatMap((each) => each.lines),
    parts,
    isOver,
    unread: parts.reduce((sum, each) => sum + each.unread, 0),
    begun: [...(isOver ? [] : older.filter(isOverOf)), ...later],
    used,
  };
}

const isOverOf = ({ parts }: Begun): boolean => [...parts.values()].some(({ isOver }) => isOver);

/** Whether a list that is not whole has it: what it lacks may stand in the parts that are missing. */
export const isBegunWith = ({ begun }: Lists, txRefNbr: string | null): boolean =>
  begun.some(({ parts }) =>
    [...parts.values()].some(({ lines }) => lines.some((each) => each.txRefNbr === txRefNbr)),
  );
