// Columns by the words of their headers, whatever the fields are: exact words first, then words
// that contain each other. What stands above the header is found by the same words.
import { parseMprn } from '../mprn.ts';
import type { Table } from './table.ts';

const LINES_ABOVE = 10;

export const plainWord = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Per column the field it holds, or null; no field is given twice. Earlier fields are asked first. */
export function columnsByWords<F extends string>(
  header: readonly string[],
  words: Readonly<Record<F, readonly string[]>>,
): readonly (F | null)[] {
  const fields = Object.keys(words) as F[];
  const taken = new Set<F>();
  const names = header.map(plainWord);
  const found: (F | null)[] = names.map(() => null);
  const claim = (fits: (name: string, synonym: string) => boolean) => {
    for (const [index, name] of names.entries()) {
      if (found[index] !== null || name === '') continue;
      for (const field of fields) {
        if (taken.has(field) || !words[field].some((synonym) => fits(name, synonym))) continue;
        found[index] = field;
        taken.add(field);
        break;
      }
    }
  };
  claim((name, synonym) => name === synonym);
  claim(
    (name, synonym) =>
      synonym.length >= 5 &&
      (name.includes(synonym) || (name.length >= 5 && synonym.includes(name))),
  );
  return found;
}

/**
 * The same table with its header at the line that knows most columns: exports have a title above it.
 * What is already a row of data is no title, and nothing is looked for behind it.
 */
export function belowTitles<F extends string>(
  table: Table,
  words: Readonly<Record<F, readonly string[]>>,
): Table {
  const known = (cells: readonly string[]) =>
    columnsByWords(cells, words).filter((field) => field !== null).length;
  const isData = (cells: readonly string[]) => cells.some((cell) => parseMprn(cell).ok);
  if (isData(table.header)) return table;
  let most = Math.max(1, known(table.header));
  let found = -1;
  for (const [index, { cells }] of table.records.slice(0, LINES_ABOVE).entries()) {
    if (isData(cells)) break;
    const count = known(cells);
    if (count <= most) continue;
    most = count;
    found = index;
  }
  const header = table.records[found];
  if (header === undefined) return table;
  return {
    ...table,
    header: header.cells.map((cell) => cell.trim()),
    records: table.records.slice(found + 1),
    headerLine: header.line ?? header.record,
  };
}
