// A file or a paste on its way to rows: decoded, split, checked in slices so that the page stays
// alive and the person can cancel. Nothing is stored here.
import { startDecoder } from './decoder.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Facts } from '../../shared/domain/facts.ts';
import { checkRow, type CheckedRow } from '../../shared/domain/intake/check-row.ts';
import { headerWords, recogniseColumns, type Mapping } from '../../shared/domain/intake/columns.ts';
import {
  decodeFile,
  isZip,
  MOST_BYTES,
  unwatched,
  type Cancelled,
  type Encoding,
  type FileProblem,
  type Watch,
} from '../../shared/domain/intake/file.ts';
import { belowTitles } from '../../shared/domain/intake/header-words.ts';
import { readTableSlowly, withoutHeader, type Table } from '../../shared/domain/intake/table.ts';
import type { IntakeRow } from '../../shared/domain/events.ts';

export interface Source {
  readonly name: string;
  readonly encoding: Encoding | 'paste' | 'workbook';
  readonly table: Table;
  readonly mapping: Mapping;
  /** The sheet of a workbook that was read, and how many have rows. */
  readonly sheet?: { readonly name: string; readonly of: number };
}

type Remembered = (header: readonly string[]) => Mapping | undefined;
/** `market`: a message of the market, which says something of back-fixes and is no list of customers. */
export type Unreadable = { readonly code: 'notReadable' | 'market' };
export type Problem = FileProblem | Cancelled | Unreadable;

const isMessage = (text: string): boolean => /^\s*<.{0,4000}?XMLDocument/s.test(text);

/** What lies in a file or a paste, before anybody asks what its columns are. */
export interface Contents {
  readonly encoding: Source['encoding'];
  readonly table: Table;
  readonly sheet?: Source['sheet'];
}

/** Watched by a signal: hears a click on Cancel between two slices. */
export function watchOf(signal: AbortSignal, onProgress: Watch['onProgress']): Watch {
  return { onProgress, isCancelled: () => signal.aborted, breathe };
}

const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

export async function readSource(
  name: string,
  content: Blob | string,
  remembered: Remembered,
  watch: Watch = unwatched,
): Promise<Result<Source, Problem>> {
  const contents = await readContents(content, watch);
  return contents.ok ? named(name, contents.value, remembered) : contents;
}

export async function readContents(
  content: Blob | string,
  watch: Watch = unwatched,
): Promise<Result<Contents, Problem>> {
  try {
    return await read(content, watch);
  } catch (error) {
    // The file was moved, is locked, or its drive went away.
    if (error instanceof DOMException) return fail({ code: 'notReadable' });
    throw error;
  }
}

async function read(content: Blob | string, watch: Watch): Promise<Result<Contents, Problem>> {
  if (typeof content !== 'string' && (await isWorkbook(content))) {
    const { readWorkbook } = await import('./workbook.ts');
    const book = await readWorkbook(new Uint8Array(await content.arrayBuffer()));
    if (!book.ok) return book;
    const { table, sheet, sheets } = book.value;
    return ok({ encoding: 'workbook', table, sheet: { name: sheet, of: sheets } });
  }
  const decoded = await textOf(content, watch);
  if (!decoded.ok) return decoded;
  if (isMessage(decoded.value.text)) return fail({ code: 'market' });
  const table = await readTableSlowly(decoded.value.text, watch);
  return table === undefined
    ? fail({ code: 'cancelled' })
    : ok({ encoding: decoded.value.encoding, table });
}

async function isWorkbook(content: Blob): Promise<boolean> {
  const head = new Uint8Array(await content.slice(0, 4).arrayBuffer());
  return content.size <= MOST_BYTES && isZip(head);
}

async function textOf(
  content: Blob | string,
  watch: Watch,
): Promise<Result<{ readonly text: string; readonly encoding: Source['encoding'] }, Problem>> {
  if (typeof content === 'string') {
    return content.trim() === ''
      ? fail({ code: 'empty' })
      : ok({ text: content, encoding: 'paste' });
  }
  const bytes = {
    size: content.size,
    read: async (from: number, to: number) =>
      new Uint8Array(await content.slice(from, to).arrayBuffer()),
  };
  return decodeFile(bytes, startDecoder, watch);
}

function named(
  name: string,
  { encoding, table: given, sheet }: Contents,
  remembered: Remembered,
): Result<Source, Problem> {
  const found = belowTitles(given, headerWords);
  const { mapping, hasHeader } = recogniseColumns(found, remembered(found.header));
  const table = hasHeader ? found : withoutHeader(found);
  if (table.records.length === 0 || table.header.length === 0) return fail({ code: 'noTable' });
  return ok({ name, encoding, table, mapping, ...(sheet === undefined ? {} : { sheet }) });
}

const SLICE = 2000;

/** Checks every record; `undefined` when cancelled. */
export async function checkAll(
  source: Source,
  now: number,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<readonly CheckedRow[] | undefined> {
  const rows: CheckedRow[] = [];
  const { records } = source.table;
  for (let from = 0; from < records.length; from += SLICE) {
    if (signal.aborted) return undefined;
    for (const record of records.slice(from, from + SLICE)) {
      rows.push(checkRow(record, { now, mapping: source.mapping }));
    }
    onProgress(rows.length);
    await breathe();
  }
  return rows;
}

/** A checked row as it is stored; noticed when the file says that they called, else `now`. */
export function intakeRow(row: CheckedRow, now: number, overriddenBy: string | null): IntakeRow {
  const facts: Facts = row.facts;
  return {
    mprn: row.mprn,
    record: row.record,
    source: 'file',
    facts,
    noticedAt: Math.min(row.noticedAt ?? now, now),
    ...(row.typedMprn === '' || row.typedMprn === row.mprn
      ? {}
      : { typedMprn: row.typedMprn.slice(0, 200) }),
    ...(overriddenBy === null ? {} : { overriddenBy }),
  };
}
