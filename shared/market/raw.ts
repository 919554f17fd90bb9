// Between text and model: a message as names with texts. XML, CSV and JSON differ only in how they
// come to this; what a value may be is decided here, once for all of them.
import { fail, ok, type Result } from '../lib/result.ts';
import {
  headerFields,
  isMessageType,
  rowOf,
  schemaVersion,
  type Fields,
  type Mark,
  type Message,
} from './messages.ts';
import type { MessageProblem } from './problem.ts';
import { readValue, writeValue, type Value, type Wall } from './values.ts';

export type Texts = Readonly<Record<string, string>>;

export interface RawMessage {
  readonly type: string;
  readonly header: Texts;
  readonly body: Texts;
  readonly lines: readonly Texts[];
}

/** What came in all the same, and somebody may want to know. */
export type Note =
  /** Names that stand in the message and not in our table; the original has their values. */
  | { readonly code: 'passedOver'; readonly names: readonly string[]; readonly more: number }
  /** The body is called otherwise than in our table: the schema may be another one. */
  | { readonly code: 'otherElement'; readonly name: string }
  | { readonly code: 'otherVersion'; readonly version: string }
  /** A line of a daily list; the others stand. */
  | { readonly code: 'lineLeftOut'; readonly line: number; readonly problem: MessageProblem }
  | { readonly code: 'doubledHour'; readonly field: string }
  | { readonly code: 'unusualMprn' };

export interface Received {
  readonly message: Message;
  readonly notes: readonly Note[];
  /** Of a table: the row, 1 is the header. Of JSON: which message, from 1. */
  readonly record?: number;
}

export function fromRaw(raw: RawMessage, wall: Wall): Result<Received, MessageProblem> {
  if (!isMessageType(raw.type)) return fail({ code: 'unknownType' });
  const { body, lines } = rowOf(raw.type);
  const notes: Note[] = [];
  const header = readFields(headerFields, raw.header, wall, notes);
  if (!header.ok) return header;
  const read = readFields(body, raw.body, wall, notes);
  if (!read.ok) return read;
  const readLines: Values[] = [];
  for (const [index, line] of raw.lines.entries()) {
    const one = readFields(lines?.fields ?? {}, line, wall, notes);
    if (one.ok) readLines.push(one.value);
    else notes.push({ code: 'lineLeftOut', line: index + 1, problem: one.error });
  }
  const version = header.value['VersionNumber'];
  if (typeof version === 'string' && version !== schemaVersion)
    notes.push({ code: 'otherVersion', version });
  // The table gives both the values read above and the type they have.
  const message = {
    type: raw.type,
    header: header.value,
    body: read.value,
    lines: readLines,
  } as unknown as Message;
  return ok({ message, notes });
}

/** `wall` null where times carry their offset. */
export function toRaw(message: Message, wall: Wall | null): RawMessage {
  const { body, lines } = rowOf(message.type);
  return {
    type: message.type,
    header: writeFields(headerFields, message.header, wall),
    body: writeFields(body, message.body, wall),
    lines: message.lines.map((line) => writeFields(lines?.fields ?? {}, line, wall)),
  };
}

export interface SheetField {
  readonly part: 'header' | 'body';
  readonly name: string;
  readonly text: string;
  readonly mark: Mark;
}

/** Field by field, in the order of the table: what a person keys into a webform. */
export function keyInSheet(message: Message, wall: Wall): readonly SheetField[] {
  const raw = toRaw(message, wall);
  const part = (name: SheetField['part'], fields: Fields, texts: Texts): readonly SheetField[] =>
    Object.entries(texts).map(([field, text]) => ({
      part: name,
      name: field,
      text,
      mark: fields[field]?.mark ?? 'D',
    }));
  return [
    { part: 'header', name: 'MessageTypeCode', text: raw.type, mark: 'O' },
    ...part('header', headerFields, raw.header),
    ...part('body', rowOf(message.type).body, raw.body),
  ];
}

type Values = Readonly<Record<string, Value>>;

function readFields(
  fields: Fields,
  texts: Texts,
  wall: Wall,
  notes: Note[],
): Result<Values, MessageProblem> {
  const values: Record<string, Value> = {};
  for (const [field, { kind, required }] of Object.entries(fields)) {
    const text = Object.hasOwn(texts, field) ? (texts[field] ?? '') : '';
    if (text.trim() === '') {
      if (required) return fail({ code: 'missing', field });
      continue;
    }
    const read = readValue(field, kind, text, wall);
    if (!read.ok) return read;
    values[field] = read.value.value;
    if (read.value.doubledHour === true) notes.push({ code: 'doubledHour', field });
    if (read.value.unusualMprn === true) notes.push({ code: 'unusualMprn' });
  }
  return ok(values);
}

function writeFields(fields: Fields, values: object, wall: Wall | null): Texts {
  const texts: Record<string, string> = {};
  const given = values as Values;
  for (const [field, { kind }] of Object.entries(fields)) {
    const value = given[field];
    if (value !== undefined) texts[field] = writeValue(kind, value, wall);
  }
  return texts;
}
