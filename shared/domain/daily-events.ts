// What the log keeps of the market's daily count and daily list.
import * as v from 'valibot';

const short = v.pipe(v.string(), v.maxLength(200));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Lines of one entry. */
export const CHUNK_LINES = 500;

export const dailyLineSchema = v.object({ type: short, txRefNbr: short });
export type DailyLine = Readonly<v.InferOutput<typeof dailyLineSchema>>;

export const dailyEvents = {
  // subject daily:<YYYY-MM-DD>
  'daily.listed': {
    version: 1,
    body: v.object({
      list: short,
      file: short,
      chunk: count,
      chunks: count,
      lines: v.pipe(v.array(dailyLineSchema), v.maxLength(CHUNK_LINES)),
    }),
  },
  'daily.counted': { version: 1, body: v.object({ counts: v.record(short, count) }) },
} as const;
