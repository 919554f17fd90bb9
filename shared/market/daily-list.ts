// A daily count (602) or list (603) on its way to the log: a message says of which day it is and, of a
// list, which part; a table of its lines alone, as suppliers export it, is a whole one, and whose day it
// is, the person who brings it says.
import { isDay } from '../domain/daily.ts';
import type { DailyLine, DailyPart } from '../domain/daily-events.ts';
import { belowTitles, columnsByWords } from '../domain/intake/header-words.ts';
import { readTable } from '../domain/intake/table.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { typeIn, unshield, type RefusedRecord } from './csv.ts';
import type { MessageOf } from './messages.ts';
import type { MessageProblem } from './problem.ts';
import type { Note, Received } from './raw.ts';
import { readValue } from './values.ts';

const words = {
  MessageTypeCode: ['messagetypecode', 'messagetype', 'message', 'type', 'msgtype', 'mm'],
  TxRefNbr: ['txrefnbr', 'txref', 'transactionreference', 'transactionnumber', 'transactionid'],
  Count: ['count', 'number', 'total', 'quantity', 'messagecount', 'messages'],
} as const;

type Column = keyof typeof words;
const kinds = { MessageTypeCode: 'messageType', TxRefNbr: 'transaction', Count: 'count' } as const;

/** As the log keeps it; `day` is empty where the file does not say it. */
export interface DailyFrom {
  readonly type: '602' | '603';
  readonly day: string;
  readonly lines?: readonly DailyLine[];
  /** None of a table. */
  readonly part?: DailyPart;
  /** When the market made the list, UTC ms; none of a table. */
  readonly madeAt?: number;
  /** Lines of the list that could not be read; absent where there is none. */
  readonly unread?: number;
  readonly counts?: Readonly<Record<string, number>>;
}

/**
 * A list that does not say which part of what it is cannot be known to be whole, and does not come in.
 * `unread`: how many lines of it could not be read (`unreadIn`).
 */
export function dailyFrom(
  message: MessageOf<'602'> | MessageOf<'603'>,
  unread: number,
): Result<DailyFrom, MessageProblem> {
  const said = message.body.ReconciliationDate?.slice(0, 10) ?? '';
  const day = isDay(said) ? said : '';
  if (message.type === '602') return ok({ ...dailyOfTable(message), day });
  const { SequenceNumber, SequenceTotal } = message.body;
  if (SequenceNumber === undefined && SequenceTotal !== undefined && SequenceTotal !== 1)
    return fail({ code: 'missing', field: 'SequenceNumber' });
  if (SequenceTotal === undefined && SequenceNumber !== undefined)
    return fail({ code: 'missing', field: 'SequenceTotal' });
  const [number, of] = [SequenceNumber ?? 1, SequenceTotal ?? 1];
  if (number < 1 || number > of)
    return fail({ code: 'misfit', field: 'SequenceNumber', expected: '1 to SequenceTotal' });
  const { TxRefNbr: txRefNbr, MarketTimestamp: madeAt } = message.header;
  const part = { number, of, txRefNbr };
  return ok({ ...dailyOfTable(message, unread), day, part, madeAt });
}

export function dailyOfTable(of: Lined, unread = 0): DailyFrom {
  if (of.type === '603')
    return {
      type: of.type,
      day: '',
      lines: of.lines.map((line) => ({ type: line.MessageTypeCode, txRefNbr: line.TxRefNbr })),
      ...(unread === 0 ? {} : { unread }),
    };
  const counts = of.lines.map(({ MessageTypeCode, Count }) => [MessageTypeCode, Count] as const);
  return { type: of.type, day: '', counts: Object.fromEntries(counts) };
}

/**
 * Lines of a list that could not be read: those it says so of itself, and rows of its file that may have
 * been some, since nobody can tell what they are.
 */
export function unreadIn(
  { notes }: Pick<Received, 'notes'>,
  refused: readonly RefusedRecord[],
): number {
  const rows = refused.filter(
    ({ type, problem }) => (type === undefined || type === '603') && !isForOthers(problem),
  );
  return linesLeftOut(notes).length + rows.length;
}

/** As records of its file, by their place among its lines. */
export const linesLeftOut = (notes: readonly Note[]): readonly RefusedRecord[] =>
  notes.flatMap((note) =>
    note.code === 'lineLeftOut' ? [{ record: note.line, problem: note.problem }] : [],
  );

const isForOthers = ({ code }: MessageProblem): boolean => code === 'notForUs';

type Lined = Pick<MessageOf<'602'>, 'type' | 'lines'> | Pick<MessageOf<'603'>, 'type' | 'lines'>;

export interface DailyLines<T extends '602' | '603'> {
  readonly lines: MessageOf<T>['lines'];
  readonly refused: readonly RefusedRecord[];
}

export function readDailyCount(text: string): Result<DailyLines<'602'>, MessageProblem> {
  return readLines<'602'>(text, ['MessageTypeCode', 'Count']);
}

export function readDailyList(text: string): Result<DailyLines<'603'>, MessageProblem> {
  return readLines<'603'>(text, ['MessageTypeCode', 'TxRefNbr']);
}

/** A table of nothing but the lines of a daily count or list; null for any other text. */
export type DailyTable =
  | ({ readonly type: '602' } & DailyLines<'602'>)
  | ({ readonly type: '603' } & DailyLines<'603'>);

export function readDailyTable(text: string): DailyTable | null {
  const all = { ...words, ...ofMessages };
  const found = columnsByWords(belowTitles(readTable(text), all).header, all);
  if (
    !found.includes('MessageTypeCode') ||
    found.some((each) => each !== null && each in ofMessages)
  )
    return null;
  const count = readDailyCount(text);
  if (count.ok) return { type: '602', ...count.value };
  const list = readDailyList(text);
  return list.ok ? { type: '603', ...list.value } : null;
}

/** What a message has and a line of a daily list has not. */
const ofMessages = { MPRN: ['mprn'], MarketTimestamp: ['markettimestamp', 'timestamp'] } as const;

function readLines<T extends '602' | '603'>(
  text: string,
  columns: readonly Column[],
): Result<DailyLines<T>, MessageProblem> {
  if (text.trim() === '') return fail({ code: 'empty' });
  const table = belowTitles(readTable(text), words);
  const found = columnsByWords(table.header, words);
  const absent = columns.find((column) => !found.includes(column));
  if (absent !== undefined) return fail({ code: 'noColumn', field: absent });
  const lines: Record<string, string | number>[] = [];
  const refused: RefusedRecord[] = [];
  for (const { record, cells } of table.records) {
    const line: Record<string, string | number> = {};
    let problem: MessageProblem | null = null;
    for (const column of columns) {
      const cell = unshield((cells[found.indexOf(column)] ?? '').trim());
      const plain = column === 'MessageTypeCode' && cell !== '' ? typeIn(cell) : cell;
      const read = readValue(column, kinds[column], plain, 'irish');
      if (read.ok) line[column] = read.value.value;
      else problem ??= read.error;
    }
    if (problem === null) lines.push(line);
    else refused.push({ record, problem });
  }
  return ok({ lines: lines as unknown as MessageOf<T>['lines'], refused });
}
