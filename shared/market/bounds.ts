// How much of a table or of JSON is read: looked at before anything is built of it, since a few MB of
// rows become GBs of them.
import type { MessageProblem } from './problem.ts';

/** Rows of a table with what stands above them; messages of JSON with their lines. */
export const MOST_ROWS = 100_000;
/** Messages of one file: a daily list is one, with many lines. */
export const MOST_MESSAGES = 50_000;
/** No row of a table has so much in one line. */
export const MOST_LINE = 65_536;

export const tooManyRows: MessageProblem = { code: 'tooMany', what: 'rows', most: MOST_ROWS };
export const tooManyMessages: MessageProblem = {
  code: 'tooMany',
  what: 'messages',
  most: MOST_MESSAGES,
};

/** Blank lines count too: whoever reads the table walks over them. */
export function boundsOfTable(text: string): MessageProblem | null {
  let lines = 0;
  for (let at = 0; at < text.length; lines += 1) {
    if (lines > MOST_ROWS) return tooManyRows;
    const end = endOfLine(text, at);
    if (end - at > MOST_LINE) return { code: 'tooMany', what: 'signs in a line', most: MOST_LINE };
    at = end + 1;
  }
  return null;
}

/** A message has three objects, a line is one: whatever has more is not even taken apart. */
export function boundsOfJson(text: string): MessageProblem | null {
  let objects = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1))
    if ((objects += 1) > MOST_OBJECTS) return tooManyRows;
  return null;
}

const MOST_OBJECTS = 3 * MOST_MESSAGES + MOST_ROWS;

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === 10) return at;
    if (sign === 13) return text.charCodeAt(at + 1) === 10 ? at + 1 : at;
  }
  return text.length;
}
