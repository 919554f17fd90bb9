// The list of every 017 that had not been answered when the systems failed: what the market will
// do by itself, for customers with a case and for those whom nobody looks at. Rows are never left
// out for what is missing beside MPRN: a waiting D05 that is not listed cuts somebody off.
import { stateWords, type Level } from '../domain/intake/check-row.ts';
import { UNREAD } from '../domain/intake/file.ts';
import { linesOf, type Table, type TableRecord } from '../domain/intake/table.ts';
import type { MessageState } from '../domain/facts.ts';
import { parseMprn, type Mprn, type MprnProblem } from '../domain/mprn.ts';
import { parseFileTime, type TimeProblem } from '../domain/times.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import {
  recogniseOutstanding,
  type OutstandingField,
  type OutstandingMapping,
} from './outstanding-columns.ts';

export interface Outstanding {
  readonly mprn: Mprn;
  /** `E05`, `D05`, or another reason of a 017; null when the row does not say. */
  readonly reason: string | null;
  readonly txRefNbr: string | null;
  readonly businessReference: string | null;
  readonly sentAt: number | null;
  readonly state: MessageState;
  /** Last qualifying payment. */
  readonly paidAt: number | null;
}

export type OutstandingDetail =
  | { readonly code: 'mprn'; readonly problem: MprnProblem }
  | { readonly code: 'mprnUnusual' }
  | { readonly code: 'reasonMissing' }
  | { readonly code: 'reasonUnknown' }
  /** A 017, but not one of Smart PAYG: it runs all the same. */
  | { readonly code: 'otherReason' }
  | { readonly code: 'txRefNbrMissing' }
  | { readonly code: 'txRefNbrMisfit' }
  | { readonly code: 'stateUnknown' }
  | { readonly code: 'timeMissing' }
  | { readonly code: 'time'; readonly problem: TimeProblem }
  | { readonly code: 'inFuture' }
  | { readonly code: 'longAgo' }
  | { readonly code: 'doubledHour' }
  /** The same message as that record's, which stands in the list. */
  | { readonly code: 'sameAs'; readonly record: number }
  /** A quotation mark opens a cell and is not closed: left off. */
  | { readonly code: 'strayQuote' }
  /** A byte of the file is no sign of its encoding. */
  | { readonly code: 'unreadSign' }
  /** More cells than columns: a separator stands in one of them. */
  | { readonly code: 'moreCells' }
  /** One TxRefNbr for two messages: it cannot be matched. */
  | { readonly code: 'txRefNbrTaken'; readonly record: number };

export type OutstandingFinding = OutstandingDetail & {
  readonly level: Exclude<Level, 'override'>;
  readonly field: OutstandingField;
};

export interface OutstandingRow {
  /** 1 is the header. */
  readonly record: number;
  readonly cells: readonly string[];
  readonly typedMprn: string;
  /** Null when the row cannot stand in the list, or stands in it already. */
  readonly outstanding: Outstanding | null;
  readonly findings: readonly OutstandingFinding[];
}

export interface OutstandingList {
  readonly mapping: OutstandingMapping;
  readonly rows: readonly OutstandingRow[];
  /** Lines that the rows take in the text, and lines above its header. */
  readonly lines: number;
  readonly above: number;
}

export interface NoColumn {
  readonly code: 'noColumn';
  readonly field: OutstandingField;
}

export interface OutstandingContext {
  readonly now: number;
  /** As a person corrected it. */
  readonly mapping?: OutstandingMapping;
}

export function readOutstanding(
  table: Table,
  { now, mapping: corrected }: OutstandingContext,
): Result<OutstandingList, NoColumn> {
  const { table: found, mapping } = recogniseOutstanding(table, corrected);
  const { records, headerLine = 1 } = found;
  const missing = (['mprn', 'reason'] as const).find((field) => !mapping.includes(field));
  if (missing !== undefined) return fail({ code: 'noColumn', field: missing });
  return ok({
    mapping,
    rows: compare(records.map((record) => checkRecord(record, mapping, now))),
    lines: linesOf(found),
    above: headerLine - 1,
  });
}

export function outstandingOf(list: OutstandingList): readonly Outstanding[] {
  return list.rows.flatMap(({ outstanding }) => (outstanding === null ? [] : [outstanding]));
}

function checkRecord(
  { record, cells, stray }: TableRecord,
  mapping: OutstandingMapping,
  now: number,
): OutstandingRow {
  const cell = (field: OutstandingField): string => {
    const column = mapping.indexOf(field);
    return column < 0 ? '' : (cells[column] ?? '').trim();
  };
  const findings: OutstandingFinding[] = [];
  if (stray !== undefined)
    findings.push({ level: 'warn', code: 'strayQuote', field: mapping[stray] ?? 'mprn' });
  const unread = cells.findIndex((each) => each.includes(UNREAD));
  if (unread >= 0)
    findings.push({ level: 'warn', code: 'unreadSign', field: mapping[unread] ?? 'mprn' });
  if (cells.slice(mapping.length).some((each) => each.trim() !== ''))
    findings.push({ level: 'warn', code: 'moreCells', field: 'mprn' });
  const mprn = checkMprn(cell('mprn'), findings);
  const rest = {
    reason: checkReason(cell('reason'), findings),
    txRefNbr: checkTxRefNbr(cell('txRefNbr'), findings),
    businessReference: cell('businessReference').slice(0, 500) || null,
    sentAt: checkTime(cell('sentAt'), 'sentAt', now, findings),
    state: checkState(cell('state'), findings),
    paidAt: checkTime(cell('paidAt'), 'paidAt', now, findings),
  };
  const outstanding = mprn === null ? null : { mprn, ...rest };
  return { record, cells, typedMprn: cell('mprn'), outstanding, findings };
}

function checkMprn(text: string, findings: OutstandingFinding[]): Mprn | null {
  const field = 'mprn';
  const read = parseMprn(text);
  if (!read.ok) {
    findings.push({ level: 'refuse', code: 'mprn', problem: read.error, field });
    return null;
  }
  // Nothing is done to anybody by listing a message: no name has to let it in.
  if (read.value.prefix === 'unusual') findings.push({ level: 'warn', code: 'mprnUnusual', field });
  return read.value.mprn;
}

function checkReason(text: string, findings: OutstandingFinding[]): string | null {
  const field = 'reason';
  const found = /\b[DE]\d\d\b/i.exec(text);
  if (found === null) {
    const code = text === '' ? 'reasonMissing' : 'reasonUnknown';
    findings.push({ level: 'needsInformation', code, field });
    return null;
  }
  const reason = found[0].toUpperCase();
  if (reason !== 'D05' && reason !== 'E05')
    findings.push({ level: 'warn', code: 'otherReason', field });
  return reason;
}

function checkTxRefNbr(text: string, findings: OutstandingFinding[]): string | null {
  const field = 'txRefNbr';
  if (/^[!-~]{1,36}$/.test(text)) return text;
  const code = text === '' ? 'txRefNbrMissing' : 'txRefNbrMisfit';
  findings.push({ level: 'needsInformation', code, field });
  return null;
}

function checkState(text: string, findings: OutstandingFinding[]): MessageState {
  const word = text.toLowerCase().replace(/\s+/g, ' ');
  if (Object.hasOwn(stateWords, word)) return stateWords[word] ?? 'unknown';
  findings.push({ level: 'warn', code: 'stateUnknown', field: 'state' });
  return 'unknown';
}

function checkTime(
  text: string,
  field: 'sentAt' | 'paidAt',
  now: number,
  findings: OutstandingFinding[],
): number | null {
  if (text === '') {
    // Not having paid is how most D05s come about.
    if (field === 'sentAt')
      findings.push({ level: 'needsInformation', code: 'timeMissing', field });
    return null;
  }
  const read = parseFileTime(text, now);
  if (!read.ok) {
    findings.push({ level: 'needsInformation', code: 'time', problem: read.error, field });
    return null;
  }
  if (read.value.future) findings.push({ level: 'warn', code: 'inFuture', field });
  if (read.value.old) findings.push({ level: 'warn', code: 'longAgo', field });
  if (read.value.doubled) findings.push({ level: 'warn', code: 'doubledHour', field });
  return read.value.at;
}

/** The same message twice stands in the list once; another one under its TxRefNbr stands too. */
function compare(rows: readonly OutstandingRow[]): readonly OutstandingRow[] {
  const first = new Map<string, OutstandingRow>();
  return rows.map((row) => {
    const { outstanding } = row;
    if (outstanding === null || outstanding.txRefNbr === null) return row;
    const known = first.get(outstanding.txRefNbr);
    if (known === undefined) {
      first.set(outstanding.txRefNbr, row);
      return row;
    }
    const field = 'txRefNbr';
    const { record } = known;
    // Once it never left and once it waits: which is true nobody knows, so that one that may run stands.
    const isSame =
      known.outstanding?.mprn === outstanding.mprn &&
      known.outstanding.reason === outstanding.reason &&
      known.outstanding.state === outstanding.state;
    return isSame
      ? {
          ...row,
          outstanding: null,
          findings: [...row.findings, { level: 'warn', code: 'sameAs', record, field }],
        }
      : {
          ...row,
          findings: [
            ...row.findings,
            { level: 'needsInformation', code: 'txRefNbrTaken', record, field },
          ],
        };
  });
}
