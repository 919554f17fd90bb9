// From text to records. Cells may hold quotes and line breaks; the delimiter is found. Records are
// numbered as a person counts them: the header is 1.
import Papa from 'papaparse';
import type { Watch } from './file.ts';

export interface TableRecord {
  /** 1 is the header. */
  readonly record: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly records: readonly TableRecord[];
}

const delimiters = [',', ';', '\t', '|'] as const;

/** Which delimiter splits the first lines most evenly into more than one cell. */
function findDelimiter(text: string): string {
  const head = text.slice(0, 20_000);
  let best = ',';
  let most = 0;
  for (const delimiter of delimiters) {
    const rows = Papa.parse(head, { delimiter, preview: 8, skipEmptyLines: 'greedy' }).data;
    const first = rows[0]?.length ?? 0;
    if (first < 2) continue;
    const even = rows.filter((row) => row.length === first).length / rows.length;
    if (first * even > most) {
      most = first * even;
      best = delimiter;
    }
  }
  return best;
}

export function readTable(text: string): Table {
  const delimiter = findDelimiter(text);
  return tableOf(delimiter, Papa.parse(text, { delimiter, skipEmptyLines: 'greedy' }).data);
}

/** A million characters are parsed within a frame or two; then somebody else has a turn. */
const CHUNK = 1_000_000;

/** The same table, read so that the page stays alive; `undefined` when cancelled. */
export function readTableSlowly(text: string, watch: Watch): Promise<Table | undefined> {
  const delimiter = findDelimiter(text);
  const data: string[][] = [];
  return new Promise((resolve) => {
    Papa.parse(text, {
      delimiter,
      skipEmptyLines: 'greedy',
      chunkSize: CHUNK,
      chunk: ({ data: rows, meta }, parser) => {
        for (const row of rows) data.push(row);
        // The first record is the header in nearly every file.
        const done = Math.min(meta.cursor, text.length);
        watch.onProgress(done, text.length, Math.max(0, data.length - 1));
        parser.pause();
        void watch.breathe().then(() => {
          if (watch.isCancelled()) {
            // Before the parser says that it is complete with what it has.
            resolve(undefined);
            parser.abort();
          } else {
            parser.resume();
          }
        });
      },
      complete: () => resolve(tableOf(delimiter, data)),
    });
  });
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
    delimiter: table.delimiter,
    header: table.header.map(() => ''),
    records: [
      { record: 1, cells: table.header },
      ...table.records.map(({ record, cells }) => ({ record, cells })),
    ],
  };
}

/** CSV that a spreadsheet opens without running anything: formulas get an apostrophe in front. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return Papa.unparse(
    rows.map((row) => row.map(neutralise)),
    { newline: '\r\n' },
  );
}

export function neutralise(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
