// A workbook by mistake, or because somebody sends nothing else: its first sheet with rows becomes a
// table. Loaded only when one is met. Unpacked here first, so that a file that unpacks to gigabytes
// is refused, and no worker is asked for (the page's policy has none to give).
import { unzipSync, zipSync } from 'fflate';
import readWorkbookFile, {
  InvalidInputError,
  InvalidSpreadsheetError,
} from 'read-excel-file/universal';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { FileProblem } from '../../shared/domain/intake/file.ts';
import { tableOf, type Table } from '../../shared/domain/intake/table.ts';

/** Unpacked bytes above which a workbook is refused. */
const MOST_UNPACKED = 200 * 1024 * 1024;

export interface SheetTable {
  readonly table: Table;
  readonly sheet: string;
  /** Sheets with rows; the first of them was read. */
  readonly sheets: number;
}

export async function readWorkbook(bytes: Uint8Array): Promise<Result<SheetTable, FileProblem>> {
  const pages = unpack(bytes);
  if (!pages.ok) return pages;
  try {
    // Stored, not packed: nothing is left to unpack beside the page.
    const stored = zipSync(pages.value, { level: 0 });
    const sheets = await readWorkbookFile(new Blob([stored]), { parseNumber: wholeNumber });
    const filled = sheets.filter((each) => each.data.length > 1);
    const [first] = filled;
    if (first === undefined) return fail({ code: 'noTable' });
    const rows = first.data.map((row) => row.map(cellText));
    const withText = rows.filter((row) => row.some((cell) => cell !== ''));
    return ok({ table: tableOf('sheet', withText), sheet: first.sheet, sheets: filled.length });
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError)
      return fail({ code: 'zip' });
    throw error;
  }
}

function unpack(bytes: Uint8Array): Result<Record<string, Uint8Array>, FileProblem> {
  let unpacked = 0;
  try {
    const pages = unzipSync(bytes, {
      filter: (page) => {
        unpacked += page.originalSize;
        return unpacked <= MOST_UNPACKED && /\.(xml|rels)$/.test(page.name);
      },
    });
    if (unpacked > MOST_UNPACKED)
      return fail({ code: 'unpacksTooLarge', most: MOST_UNPACKED / 1024 / 1024 });
    return 'xl/workbook.xml' in pages ? ok(pages) : fail({ code: 'zip' });
  } catch {
    return fail({ code: 'zip' });
  }
}

/** As it stands in the file: an MPRN keeps its eleven digits, however the cell is shown. */
function wholeNumber(text: string): string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? String(number) : text;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  // A date in a workbook is a wall clock without a zone; the library puts it into UTC.
  if (cell instanceof Date) return cell.toISOString().slice(0, 16).replace('T', ' ');
  return typeof cell === 'string' ? cell.trim() : JSON.stringify(cell).toUpperCase();
}
