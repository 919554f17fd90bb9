// Messages as rows: what suppliers export, and what we write beside the XML. Columns are known by
// their header words. A daily list has a row per line; rows of one message belong together.
import { belowTitles, columnsByWords, plainWord } from '../domain/intake/header-words.ts';
import { readTable, toCsv } from '../domain/intake/table.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { MOST_MESSAGES, tooManyMessages } from './bounds.ts';
import { headerFields, isMessageType, messageTypes, rowOf, unverified } from './messages.ts';
import type { Message, MessageType } from './messages.ts';
import type { MessageProblem } from './problem.ts';
import { fromRaw, toRaw, type RawMessage, type Received, type Texts } from './raw.ts';

export interface RefusedRecord {
  /** 1 is the header. */
  readonly record: number;
  readonly problem: MessageProblem;
  /** What it was to be, where it says that. */
  readonly type?: MessageType;
}

export interface ReadMessages {
  readonly messages: readonly Received[];
  readonly refused: readonly RefusedRecord[];
}

const typeColumn = 'MessageTypeCode';
const schemaColumn = 'Schema';
const listed = (name: string): string => `Listed ${name}`;

const headerColumns = Object.keys(headerFields);
const bodyColumns = namesOf((type) => rowOf(type).body);
const lineColumns = namesOf((type) => rowOf(type).lines?.fields ?? {});
const columns = [typeColumn, ...headerColumns, ...bodyColumns, ...lineColumns.map(listed)];

/** Other words for a column, as exports have them. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  MessageTypeCode: ['messagetype', 'message', 'type', 'msgtype', 'marketmessage', 'mm'],
  MarketTimestamp: ['timestamp', 'messagetime', 'messagetimestamp', 'receivedat', 'sentat', 'time'],
  TxRefNbr: ['txref', 'transactionreference', 'txreference', 'transactionid'],
  SenderID: ['sender', 'from'],
  RecipientID: ['recipient', 'to'],
  SupplierMPID: ['mpid', 'supplier'],
  VersionNumber: ['version'],
  MPRN: ['mprnno', 'mprnnumber', 'meterpointreferencenumber', 'meterpoint'],
  MeterPointStatusReason: ['reason', 'statusreason', '017reason'],
  MPBusinessReference: ['businessreference', 'businessref', 'ourreference'],
  NetworksReferenceNumber: ['networksreference', 'networksref', 'esbnreference'],
  EffectiveFromDate: ['effectivefrom', 'effectivedate'],
  MeterPointStatusCode: ['meterpointstatus', 'status'],
  OriginalTxRefNbr: ['originaltxref', 'requesttxrefnbr', 'inreplyto'],
  RejectReasonCode: ['rejectreason', 'rejectionreason', 'rejectcode'],
  Comment: ['comments', 'text', 'note'],
};

const words = Object.fromEntries(
  columns.map((column) => [column, [plainWord(column), ...(synonyms[column] ?? [])]]),
);

export function writeCsv(messages: readonly Message[]): string {
  const rows = messages.flatMap((message) => rowsOf(toRaw(message, null)));
  const used = columns.filter((column) => rows.some((row) => row[column] !== undefined));
  return toCsv([
    [...used, schemaColumn],
    ...rows.map((row) => [...used.map((column) => shield(row[column] ?? '')), unverified]),
  ]);
}

function rowsOf({ type, header, body, lines }: RawMessage): readonly Texts[] {
  const shared = { [typeColumn]: type, ...header, ...body };
  if (lines.length === 0) return [shared];
  return lines.map((line) => ({
    ...shared,
    ...Object.fromEntries(Object.entries(line).map(([name, text]) => [listed(name), text])),
  }));
}

/** `type` counts for rows that do not say theirs. */
export function readCsv(text: string, type?: MessageType): Result<ReadMessages, MessageProblem> {
  if (text.trim() === '') return fail({ code: 'empty' });
  const table = belowTitles(readTable(text), words);
  const found = columnsByWords(table.header, words);
  const needed = ['TxRefNbr', ...(type === undefined ? [typeColumn] : [])];
  const absent = needed.find((column) => !found.includes(column));
  if (absent !== undefined) return fail({ code: 'noColumn', field: absent });
  const refused: RefusedRecord[] = [];
  const gathered = new Map<string, Gathered>();
  for (const { record, cells } of table.records) {
    const row: Record<string, string> = {};
    for (const [index, column] of found.entries()) {
      const cell = unshield((cells[index] ?? '').trim());
      if (column !== null && cell !== '') row[column] = cell;
    }
    const said = row[typeColumn];
    const code = said === undefined ? type : typeIn(said);
    if (code === undefined) {
      refused.push({ record, problem: { code: 'missing', field: typeColumn } });
    } else if (!isMessageType(code)) {
      refused.push({ record, problem: { code: 'unknownType' } });
    } else {
      gather(gathered, record, code, row);
      if (gathered.size > MOST_MESSAGES) return fail(tooManyMessages);
    }
  }
  const messages: Received[] = [];
  for (const { raw, lines, records } of gathered.values()) {
    // Times of a file that says no offset are what a person's clock showed, as in every other file.
    const read = fromRaw({ ...raw, lines }, 'irish');
    if (read.ok) messages.push({ ...read.value, record: records[0] });
    else
      for (const record of records) refused.push({ record, problem: read.error, type: raw.type });
  }
  return ok({ messages, refused: refused.sort((a, b) => a.record - b.record) });
}

interface Gathered {
  readonly raw: RawMessage & { readonly type: MessageType };
  readonly lines: Texts[];
  readonly records: [first: number, ...others: number[]];
}

function gather(
  gathered: Map<string, Gathered>,
  record: number,
  type: MessageType,
  row: Texts,
): void {
  const pick = (names: readonly string[], column = (name: string) => name): Texts =>
    Object.fromEntries(
      names.flatMap((name) => {
        const text = row[column(name)];
        return text === undefined ? [] : [[name, text]];
      }),
    );
  const { body, lines } = rowOf(type);
  const raw = { type, header: pick(headerColumns), body: pick(Object.keys(body)), lines: [] };
  const line = lines === null ? {} : pick(Object.keys(lines.fields), listed);
  const hasLine = Object.keys(line).length > 0;
  // Two rows without a line are two messages, however alike: whoever matches them sees both.
  const key = hasLine ? JSON.stringify(raw) : String(record);
  const known = gathered.get(key);
  if (known === undefined) {
    gathered.set(key, { raw, lines: hasLine ? [line] : [], records: [record] });
  } else {
    known.lines.push(line);
    known.records.push(record);
  }
}

/** `106e`, `MM 106E`, and the `17` that a spreadsheet made of 017. */
export function typeIn(cell: string): string {
  return cell
    .replace(/^(?:MIM|MM) ?/i, '')
    .toUpperCase()
    .padStart(3, '0');
}

function namesOf(fieldsOf: (type: MessageType) => object): readonly string[] {
  return [...new Set(messageTypes.flatMap((type) => Object.keys(fieldsOf(type))))];
}

/** A spreadsheet runs nothing, and what is read back is what was written. */
function shield(text: string): string {
  const within = text.replace(/([;\t\r\n])('*[=+\-@])/g, "$1'$2");
  return /^['=+\-@]/.test(within) ? `'${within}` : within;
}

export function unshield(cell: string): string {
  return cell.replace(/^'/, '').replace(/([;\t\r\n])'('*[=+\-@])/g, '$1$2');
}
