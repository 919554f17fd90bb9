// The market's list of a day comes in one message, or as message 1 of n [C]: then it is whole only when all
// n are here, whatever order they came in. A later list counts once it is whole itself. A message is
// known by its own TxRefNbr: the same one again changes nothing, another of the same number is a correction.
import type { DailyLine, DailyPart } from './daily-events.ts';

/** One message of a list, as it came in. */
export interface Listed {
  /** None of a table of lines, which is a whole list. */
  readonly part?: DailyPart;
  readonly lines: readonly DailyLine[];
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
  /** What came later than that, in the order in which it was begun. */
  readonly begun: readonly Begun[];
  /** TxRefNbrs of messages that are in a whole list, or were. */
  readonly used: ReadonlySet<string>;
}

export const noLists: Lists = { whole: null, begun: [], used: new Set() };

export function withList(lists: Lists, listed: Listed): Lists {
  const { part, lines } = listed;
  if (part === undefined) return { ...lists, whole: lines, begun: [] };
  const isHere =
    lists.used.has(part.txRefNbr) ||
    lists.begun.some(({ parts }) =>
      [...parts.values()].some((each) => each.part?.txRefNbr === part.txRefNbr),
    );
  if (isHere) return lists;
  const lacksIt = ({ of, parts }: Begun) => of === part.of && !parts.has(part.number);
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
  return {
    whole: parts.flatMap((each) => each.lines),
    // What was begun before it is older.
    begun: later,
    used: new Set([...lists.used, ...parts.flatMap((each) => each.part?.txRefNbr ?? [])]),
  };
}

/** Whether a list that is not whole has it: what it lacks may stand in the parts that are missing. */
export const isBegunWith = ({ begun }: Lists, txRefNbr: string | null): boolean =>
  begun.some(({ parts }) =>
    [...parts.values()].some(({ lines }) => lines.some((each) => each.txRefNbr === txRefNbr)),
  );
