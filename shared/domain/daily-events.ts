// What the log keeps of the market's daily count and daily list.
import * as v from 'valibot';

const short = v.pipe(v.string(), v.maxLength(200));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Lines of one entry. */
export const CHUNK_LINES = 500;

export const dailyLineSchema = v.object({ type: short, txRefNbr: short });
export type DailyLine = Readonly<v.InferOutput<typeof dailyLineSchema>>;

/** Which message of its list it is, and that message's own TxRefNbr: message `number` of `of`, from 1. */
export const dailyPartSchema = v.object({
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  of: v.pipe(v.number(), v.integer(), v.minValue(1)),
  txRefNbr: short,
});
export type DailyPart = Readonly<v.InferOutput<typeof dailyPartSchema>>;

/** Of one side alone; or of 602 and 603, whose numbers of a type differ: as long as they are these. */
export const dailyPointSchema = v.variant('side', [
  v.object({ side: v.literal('ours'), txRefNbr: short }),
  v.object({ side: v.literal('theirs'), type: short, txRefNbr: short }),
  v.object({ side: v.literal('counts'), type: short, counted: count, listed: count }),
]);
export type DailyPoint = Readonly<v.InferOutput<typeof dailyPointSchema>>;

/** Points of one entry. */
export const MOST_EXPLAINED = 500;

export const dailyEvents = {
  // subject daily:<YYYY-MM-DD>
  'daily.listed': {
    version: 3,
    body: v.object({
      list: short,
      file: short,
      chunk: count,
      chunks: count,
      /** None of a table of lines, and of what was brought in before parts were told apart: a whole list. */
      part: v.optional(dailyPartSchema),
      /** When the market made it, UTC ms; absent where it does not say so, as in a table of lines. */
      madeAt: v.optional(
        v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15)),
      ),
      /** Lines of it that could not be read. */
      unread: v.optional(count),
      lines: v.pipe(v.array(dailyLineSchema), v.maxLength(CHUNK_LINES)),
    }),
  },
  'daily.counted': { version: 1, body: v.object({ counts: v.record(short, count) }) },
  'daily.explained': {
    version: 2,
    body: v.object({
      points: v.pipe(v.array(dailyPointSchema), v.minLength(1), v.maxLength(MOST_EXPLAINED)),
      /** Null takes back what was said of them. */
      because: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
      /** Whose 017 it is, where somebody recognised one of theirs as ours. */
      mprn: v.optional(v.pipe(v.string(), v.regex(/^\d{11}$/))),
    }),
  },
} as const;
