// Which column of a list of outstanding 017s is what: by the words of its header, by what its cells
// look like where it has none, or as a person says.
import { stateWords } from '../domain/intake/check-row.ts';
import { headerWords } from '../domain/intake/columns.ts';
import { belowTitles, columnsByWords } from '../domain/intake/header-words.ts';
import { withoutHeader, type Table, type TableRecord } from '../domain/intake/table.ts';
import { parseMprn } from '../domain/mprn.ts';

const outstandingWords = {
  mprn: headerWords.mprn,
  reason: headerWords.reason017,
  txRefNbr: headerWords.txRefNbr,
  businessReference: ['mpbusinessreference', 'businessreference', 'businessref', 'ourreference'],
  sentAt: [...headerWords.sentAt017, 'markettimestamp', 'timestamp'],
  state: headerWords.state017,
  paidAt: [...headerWords.paidAt, 'lastpayment', 'lastpaid', 'lasttopup'],
} as const;

export type OutstandingField = keyof typeof outstandingWords;
export const outstandingFields = Object.keys(outstandingWords) as readonly OutstandingField[];

/** Per column of the table the field it holds, or null when it is left out. */
export type OutstandingMapping = readonly (OutstandingField | null)[];

export interface RecognisedOutstanding {
  /** Without a header: one whose first record is data. */
  readonly table: Table;
  readonly mapping: OutstandingMapping;
}

export function recogniseOutstanding(
  given: Table,
  corrected: OutstandingMapping | undefined,
): RecognisedOutstanding {
  const table = belowTitles(given, outstandingWords);
  const hasHeader = !table.header.some((cell) => parseMprn(cell).ok);
  const read = hasHeader ? table : withoutHeader(table);
  const found = hasHeader ? columnsByWords(read.header, outstandingWords) : byContent(read.records);
  return { table: read, mapping: corrected ?? found };
}

/** No header: what cells look like. Two columns of times are not guessed at. */
function byContent(records: readonly TableRecord[]): OutstandingMapping {
  const sample = records.slice(0, 20).map(({ cells }) => cells);
  const width = Math.max(0, ...sample.map((cells) => cells.length));
  const looks: Partial<Record<OutstandingField, (cell: string) => boolean>> = {
    mprn: (cell) => parseMprn(cell).ok,
    reason: (cell) => /^[DE]\d\d$/i.test(cell),
    txRefNbr: (cell) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(cell),
    state: (cell) => cell !== '' && Object.hasOwn(stateWords, cell.toLowerCase()),
  };
  const mapping: (OutstandingField | null)[] = [];
  for (let index = 0; index < width; index++) {
    const cells = sample.map((row) => (row[index] ?? '').trim());
    const fits = outstandingFields.find((field) => {
      const look = looks[field];
      return (
        look !== undefined &&
        !mapping.includes(field) &&
        cells.filter(look).length > cells.length / 2
      );
    });
    mapping.push(fits ?? null);
  }
  return mapping;
}
