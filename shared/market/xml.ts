// Messages as the market writes them: a root, a header, one body, all data in attributes.
import { fail, ok, type Result } from '../lib/result.ts';
import {
  headerElement,
  headerFields,
  isMessageType,
  rootElement,
  rowOf,
  unverified,
  type Fields,
  type Message,
} from './messages.ts';
import { startXml, type XmlElement, type XmlParts } from './parse-xml.ts';
import type { MessageProblem } from './problem.ts';
import { fromRaw, toRaw, type Note, type Received, type Texts } from './raw.ts';
import type { Wall } from './values.ts';

/** So many names are worth telling, and so much of each. */
const MOST_NAMES = 20;
const MOST_OF_NAME = 80;

export function writeXml(message: Message, wall: Wall): string {
  const { type, header, body, lines } = toRaw(message, wall);
  const { element, lines: repeated } = rowOf(message.type);
  const inner = lines.map((line) => `    ${tag(repeated?.element ?? '', line, '/>')}\n`).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!-- ${unverified} -->`,
    `<${rootElement}>`,
    `  ${tag(headerElement, { MessageTypeCode: type, ...header }, '/>')}`,
    inner === ''
      ? `  ${tag(element, body, '/>')}`
      : `  ${tag(element, body, '>')}\n${inner}  </${element}>`,
    `</${rootElement}>`,
    '',
  ].join('\n');
}

const PIECE = 65_536;

export function readXml(text: string, wall: Wall): Result<Received, MessageProblem> {
  if (text.trim() === '') return fail({ code: 'empty' });
  const reader = startXml();
  for (let from = 0; from < text.length; from += PIECE) {
    const problem = reader.write(text.slice(from, from + PIECE));
    if (problem !== null) return fail(problem);
  }
  const parts = reader.end();
  return parts.ok ? messageOf(parts.value, wall) : parts;
}

/** The message in the parts of a document. */
export function messageOf(parts: XmlParts, wall: Wall): Result<Received, MessageProblem> {
  const { MessageTypeCode: code = '', ...header } = parts.header.attributes;
  const type = code.trim();
  if (type === '') return fail({ code: 'missing', field: 'MessageTypeCode' });
  if (!isMessageType(type)) return fail({ code: 'unknownType' });
  if (!parts.body.name.startsWith(`MIM${type}_`)) return fail({ code: 'typeAndBodyDiffer' });
  const row = rowOf(type);
  const sorted = sort(parts, row.body, row.lines);
  if (!sorted.ok) return sorted;
  const read = fromRaw({ type, header, ...sorted.value.found }, wall);
  if (!read.ok) return read;
  const notes: Note[] = [...read.value.notes];
  if (parts.body.name !== row.element)
    notes.push({ code: 'otherElement', name: parts.body.name.slice(0, MOST_OF_NAME) });
  const over = new Set([
    ...parts.passedOver,
    ...Object.keys(header)
      .filter((name) => !Object.hasOwn(headerFields, name))
      .map((name) => `${headerElement}@${name}`),
    ...sorted.value.passedOver,
  ]);
  if (over.size > 0) {
    const names = [...over].slice(0, MOST_NAMES).map((name) => name.slice(0, MOST_OF_NAME));
    notes.push({ code: 'passedOver', names, more: over.size - names.length });
  }
  return ok({ message: read.value.message, notes });
}

interface Sorted {
  readonly found: { readonly body: Texts; readonly lines: readonly Texts[] };
  readonly passedOver: readonly string[];
}

/**
 * Whose attribute is whose. At which level a field of a body stands is not proven, so one that is
 * not on the body element is looked for below it; two values there are one too many.
 */
function sort(
  { body, below }: XmlParts,
  fields: Fields,
  line: ReturnType<typeof rowOf>['lines'],
): Result<Sorted, MessageProblem> {
  const texts: Record<string, string> = {};
  const passedOver = new Set<string>();
  for (const [name, text] of Object.entries(body.attributes)) {
    if (Object.hasOwn(fields, name)) texts[name] = text;
    else passedOver.add(`${body.name}@${name}`);
  }
  const lines: Texts[] = [];
  const lineFields = line?.fields ?? {};
  const isWhole = (each: XmlElement) => line !== null && hasRequired(each, lineFields);
  const hasWhole = below.some(isWhole);
  for (const element of below) {
    // One that says half of what a line says is a line that cannot be read; where none says the whole, so
    // is each that says nothing of the body: an empty list would say that there is nothing.
    const isLine =
      line !== null &&
      (isWhole(element) ||
        element.name === line.element ||
        (hasWhole
          ? hasAny(element, lineFields)
          : Object.keys(element.attributes).some((name) => !Object.hasOwn(fields, name))));
    if (isLine) lines.push(element.attributes);
    for (const [name, text] of Object.entries(element.attributes)) {
      if (isLine && Object.hasOwn(lineFields, name)) continue;
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined || field.onBodyOnly) passedOver.add(`${element.name}@${name}`);
      else if (Object.hasOwn(body.attributes, name)) continue;
      else if (texts[name] === undefined) texts[name] = text;
      else if (texts[name] !== text) return fail({ code: 'twoValues', field: name });
    }
  }
  return ok({ found: { body: texts, lines }, passedOver: [...passedOver] });
}

const hasAny = (element: XmlElement, fields: Fields): boolean =>
  Object.keys(element.attributes).some((name) => Object.hasOwn(fields, name));

function hasRequired(element: XmlElement, fields: Fields): boolean {
  return Object.entries(fields).every(
    ([name, { required }]) => !required || Object.hasOwn(element.attributes, name),
  );
}

function tag(name: string, attributes: Texts, end: '/>' | '>'): string {
  const written = Object.entries(attributes).map(([key, text]) => ` ${key}="${escape(text)}"`);
  return `<${name}${written.join('')}${end}`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}
