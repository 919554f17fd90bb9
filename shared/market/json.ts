// Messages as JSON: for systems that read neither the market's XML nor tables.
import * as v from 'valibot';
import { decodeJson } from '../lib/decode.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { unverified, type Message } from './messages.ts';
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
  const file = decodeJson(fileSchema, text);
  if (!file.ok) return fail({ code: 'notJson' });
  const messages: Received[] = [];
  const refused: RefusedRecord[] = [];
  for (const [index, raw] of file.value.messages.entries()) {
    const read = fromRaw(raw, 'irish');
    if (read.ok) messages.push({ ...read.value, record: index + 1 });
    else refused.push({ record: index + 1, problem: read.error });
  }
  return ok({ messages, refused });
}
