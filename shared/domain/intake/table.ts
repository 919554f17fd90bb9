// Tables from text, and text from tables. Records are numbered as a person counts them: the header
// is 1, when nothing stands above it.
import type { Watch } from './file.ts';
import { findDelimiter, namedDelimiter, recordsOf, type TextRecord } from './records.ts';

export interface TableRecord {
  /** 1 is the header. */
  readonly record: number;
  readonly cells: readonly string[];
  /** Of a text: the line where it begins. */
  readonly line?: number;
  /** How many lines of the text it takes, when they are several. */
  readonly lines?: number;
  /** The column of a quotation mark that opens and is not closed. */
  readonly stray?: number;
}

export interface Table {
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly records: readonly TableRecord[];
  /** When something stands above the header: the line where it is. */
  readonly headerLine?: number;
}

export function readTable(text: string): Table {
  const { delimiter, from } = beginningOf(text);
  return tableOfText(delimiter, [...recordsOf(text, delimiter, from)]);
}

/** So many characters are read within a frame or two; then somebody else has a turn. */
const CHUNK = 250_000;

/** The same table, read so that the page stays alive; `undefined` when cancelled. */
export async function readTableSlowly(text: string, watch: Watch): Promise<Table | undefined> {
  const { delimiter, from } = beginningOf(text);
  const records: TextRecord[] = [];
  let turn = CHUNK;
  for (const record of recordsOf(text, delimiter, from)) {
    records.push(record);
    if (record.next < turn && record.next < text.length) continue;
    turn = record.next + CHUNK;
    // The first record is the header in nearly every file.
    watch.onProgress(record.next, text.length, Math.max(0, records.length - 1));
    await watch.breathe();
    if (watch.isCancelled()) return undefined;
  }
  return tableOfText(delimiter, records);
}

function beginningOf(text: string): { readonly delimiter: string; readonly from: number } {
  const named = namedDelimiter(text);
  return named === null
    ? { delimiter: findDelimiter(text), from: 0 }
    : { delimiter: named.delimiter, from: named.next };
}

function tableOfText(delimiter: string, [first, ...rest]: readonly TextRecord[]): Table {
  return {
    delimiter,
    header: (first?.cells ?? []).map((cell) => cell.trim()),
    records: rest.map(({ cells, line, lines, stray }, index) => ({
      record: index + 2,
      cells,
      line,
      ...(lines === 1 ? {} : { lines }),
      ...(stray === null ? {} : { stray }),
    })),
    ...(first === undefined || first.line === 1 ? {} : { headerLine: first.line }),
  };
}

/** Lines that the records of a table take in its text. */
export function linesOf({ records }: Table): number {
  return records.reduce((sum, { lines = 1 }) => sum + lines, 0);
}

/** From records with a header; numbered as a person counts them. */
export function tableOf(delimiter: string, data: readonly (readonly string[])[]): Table {
  const header = (data[0] ?? []).map((cell) => cell.trim());
  return {
    delimiter,
    header,
    records: data.slice(1).map((cells, index) => ({ record: index + 2, cells })),
  };
}

/** A table whose first record turned out to be data. */
export function withoutHeader(table: Table): Table {
  return {
    ...table,
    header: table.header.map(() => ''),
    records: [{ record: 1, cells: table.header }, ...table.records],
  };
}

/** CSV that a spreadsheet opens without running anything: formulas get an apostrophe in front. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => quoted(neutralise(cell))).join(',')).join('\r\n');
}

/** Also behind what another country's spreadsheet splits cells at. */
export function neutralise(cell: string): string {
  return cell.replace(/(^|[;\t\r\n])([=+\-@\t\r])/g, "$1'$2");
}

const quoted = (cell: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
