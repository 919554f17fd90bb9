// Messages as JSON: for systems that read neither the market's XML nor tables.
import * as v from 'valibot';
import { decode, decodeJson } from '../lib/decode.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { MOST_MESSAGES, MOST_ROWS, tooManyMessages, tooManyRows } from './bounds.ts';
import { isMessageType, unverified, type Message } from './messages.ts';
import type { ReadMessages, RefusedRecord } from './csv.ts';
import type { MessageProblem } from './problem.ts';
import { fromRaw, toRaw, type Received } from './raw.ts';

const texts = v.record(v.string(), v.string());
const fileSchema = v.object({
  schema: v.string(),
  messages: v.array(
    v.object({ type: v.string(), header: texts, body: texts, lines: v.array(texts) }),
  ),
});

/** As large as it comes: nothing of it is looked at but how much it is. */
const sizedSchema = v.looseObject({ messages: v.custom<readonly unknown[]>(Array.isArray) });

function sizeOf(messages: readonly unknown[]): number {
  let size = messages.length;
  for (const each of messages)
    if (typeof each === 'object' && each !== null && 'lines' in each && Array.isArray(each.lines))
      size += each.lines.length;
  return size;
}

export function writeJson(messages: readonly Message[]): string {
  const file: v.InferOutput<typeof fileSchema> = {
    schema: unverified,
    messages: messages.map((message) => {
      const { lines, ...raw } = toRaw(message, null);
      return { ...raw, lines: [...lines] };
    }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Records are counted from 1. */
export function readJson(text: string): Result<ReadMessages, MessageProblem> {
  const sized = decodeJson(sizedSchema, text);
  if (!sized.ok) return fail({ code: 'notJson' });
  const { messages: given } = sized.value;
  if (given.length > MOST_MESSAGES) return fail(tooManyMessages);
  if (sizeOf(given) > MOST_ROWS) return fail(tooManyRows);
  const file = decode(fileSchema, sized.value);
  if (!file.ok) return fail({ code: 'notJson' });
  const messages: Received[] = [];
  const refused: RefusedRecord[] = [];
  for (const [index, raw] of file.value.messages.entries()) {
    const read = fromRaw(raw, 'irish');
    if (read.ok) messages.push({ ...read.value, record: index + 1 });
    else {
      const type = isMessageType(raw.type) ? { type: raw.type } : {};
      refused.push({ record: index + 1, problem: read.error, ...type });
    }
  }
  return ok({ messages, refused });
}
