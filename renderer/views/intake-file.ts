// A file or a paste on its way to rows: decoded, split, checked in slices so that the page stays
// alive and the person can cancel. Nothing is stored here.
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Facts } from '../../shared/domain/facts.ts';
import { checkRow, type CheckedRow } from '../../shared/domain/intake/check-row.ts';
import { recogniseColumns, type Mapping } from '../../shared/domain/intake/columns.ts';
import {
  decodeBytes,
  type Decode,
  type Encoding,
  type FileProblem,
} from '../../shared/domain/intake/file.ts';
import { readTable, withoutHeader, type Table } from '../../shared/domain/intake/table.ts';
import type { IntakeRow } from '../../shared/domain/events.ts';

export const decodeText: Decode = (bytes, encoding, fatal) => {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes);
  } catch {
    return undefined;
  }
};

export interface Source {
  readonly name: string;
  readonly encoding: Encoding | 'paste';
  readonly table: Table;
  readonly mapping: Mapping;
}

export function readSource(
  name: string,
  content: Uint8Array | string,
  remembered: (header: readonly string[]) => Mapping | undefined,
): Result<Source, FileProblem> {
  const decoded =
    typeof content === 'string'
      ? content.trim() === ''
        ? fail({ code: 'empty' } as const)
        : ok({ text: content, encoding: 'paste' as const })
      : decodeBytes(content, decodeText);
  if (!decoded.ok) return decoded;
  const read = readTable(decoded.value.text);
  const { mapping, hasHeader } = recogniseColumns(read, remembered(read.header));
  const table = hasHeader ? read : withoutHeader(read);
  if (table.records.length === 0 || table.header.length === 0) return fail({ code: 'noTable' });
  return ok({ name, encoding: decoded.value.encoding, table, mapping });
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
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return rows;
}

/** A checked row as it is stored. */
export function intakeRow(
  row: CheckedRow,
  noticedAt: number,
  overriddenBy: string | null,
): IntakeRow {
  const facts: Facts = row.facts;
  return {
    mprn: row.mprn,
    record: row.record,
    source: 'file',
    facts,
    noticedAt,
    ...(row.typedMprn === '' || row.typedMprn === row.mprn
      ? {}
      : { typedMprn: row.typedMprn.slice(0, 200) }),
    ...(overriddenBy === null ? {} : { overriddenBy }),
  };
}
