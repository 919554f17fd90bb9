// One record of a file: what was understood, and what is to be said about it. Nothing is thrown
// away silently: a cell that cannot be read is a finding with a reason.
import type { Facts, MessageState, Register } from '../facts.ts';
import { parseMprn, type MprnProblem } from '../mprn.ts';
import { parseFileTime, type TimeProblem } from '../times.ts';
import type { ColumnField, Mapping } from './columns.ts';
import { UNREAD } from './file.ts';
import type { TableRecord } from './table.ts';

/** From worst to mildest. `override`: left out unless a named person lets it in. */
export const levels = ['refuse', 'override', 'needsInformation', 'warn'] as const;
export type Level = (typeof levels)[number];

export type FindingDetail =
  | { readonly code: 'mprn'; readonly problem: MprnProblem }
  | { readonly code: 'mprnMissing' }
  | { readonly code: 'mprnUnusual' }
  | { readonly code: 'time'; readonly problem: TimeProblem }
  | { readonly code: 'paidInFuture' }
  | { readonly code: 'paidLongAgo' }
  /** Found against the outage and what is known: `compareWithOpen`. */
  | { readonly code: 'paidDaysBefore' }
  | { readonly code: 'clockMoves'; readonly from: number; readonly minutes: number }
  | { readonly code: 'paidDoubledHour' }
  /** `noticedAt`: when the file says that they called, UTC ms. */
  | { readonly code: 'paidMissing'; readonly noticedAt?: number }
  | { readonly code: 'noticedUnread'; readonly text: string }
  | { readonly code: 'notRemote'; readonly ctf: string }
  | { readonly code: 'registerUnknown'; readonly text: string }
  | { readonly code: 'amountUnread'; readonly text: string }
  | { readonly code: 'pointUnknown'; readonly text: string }
  /** A quotation mark opens a cell and is not closed: left off. */
  | { readonly code: 'strayQuote' }
  /** A byte of the file is no sign of its encoding. */
  | { readonly code: 'unreadSign' }
  /** More cells than columns: a separator stands in one of them. */
  | { readonly code: 'moreCells' };

export type Finding = FindingDetail & { readonly level: Level; readonly field: ColumnField };

export interface CheckedRow {
  readonly record: number;
  readonly cells: readonly string[];
  readonly mprn: string | null;
  readonly typedMprn: string;
  readonly facts: Facts;
  /** When they called, UTC ms: a list that was kept on paper knows it. */
  readonly noticedAt?: number;
  readonly findings: readonly Finding[];
}

export interface CheckContext {
  readonly now: number;
  readonly mapping: Mapping;
}

export function worstLevel(row: CheckedRow): Level | 'ok' {
  return levels.find((level) => row.findings.some((finding) => finding.level === level)) ?? 'ok';
}

export function checkRow(record: TableRecord, context: CheckContext): CheckedRow {
  const cell = (field: ColumnField): string => {
    const column = context.mapping.indexOf(field);
    return column < 0 ? '' : (record.cells[column] ?? '').trim();
  };
  const findings: Finding[] = [];
  const { stray, cells } = record;
  if (stray !== undefined) {
    const field = context.mapping[stray] ?? 'mprn';
    findings.push({ level: 'warn', code: 'strayQuote', field });
  }
  const unread = cells.findIndex((each) => each.includes(UNREAD));
  if (unread >= 0) {
    const field = context.mapping[unread] ?? 'mprn';
    findings.push({ level: 'warn', code: 'unreadSign', field });
  }
  if (cells.slice(context.mapping.length).some((each) => each.trim() !== ''))
    findings.push({ level: 'warn', code: 'moreCells', field: 'mprn' });
  const mprn = checkMprn(cell('mprn'), findings);
  const facts: Record<string, unknown> = {};
  for (const field of [
    'account',
    'name',
    'phone',
    'address',
    'eircode',
    'serial',
    'ctf',
    'status',
    'note',
    'paymentReference',
  ] as const) {
    const text = cell(field);
    if (text !== '') facts[field] = text.slice(0, 500);
  }
  const register = cell('register');
  if (context.mapping.includes('register')) facts['register'] = checkRegister(register, findings);
  const noticedAt = checkNoticed(cell('noticedAt'), context.now, findings);
  const paidAt = checkPayment(cell('paidAt'), noticedAt, context.now, findings);
  if (paidAt !== null) facts['paidAt'] = paidAt;
  const ctf = cell('ctf');
  if (ctf !== '' && ctf.padStart(2, '0') !== '04') {
    findings.push({ level: 'warn', code: 'notRemote', ctf, field: 'ctf' });
  }
  if (ctf !== '') facts['ctf'] = ctf.padStart(2, '0');
  const asOf = parseFileTime(cell('statusAsOf'), context.now);
  if (asOf.ok) facts['statusAsOf'] = asOf.value.at;
  for (const [column, fact] of [
    ['amount', 'amountCents'],
    ['credit', 'creditCents'],
  ] as const) {
    const text = cell(column);
    if (text === '') continue;
    const cents = readMoney(text);
    if (cents === null) findings.push({ level: 'warn', code: 'amountUnread', text, field: column });
    else facts[fact] = cents;
  }
  const message = readMessage(cell, context.now);
  if (message !== null) facts['message017'] = message;
  const d05 = readYesNo(cell('openD05'));
  if (d05 !== null) facts['openD05'] = d05;
  const point = cell('failurePoint');
  if (point !== '') {
    const no = Number(/^\d+/.exec(point)?.[0] ?? '');
    if (Number.isInteger(no) && no >= 1 && no <= 12) facts['failurePoint'] = no;
    else findings.push({ level: 'warn', code: 'pointUnknown', text: point, field: 'failurePoint' });
  }
  return {
    record: record.record,
    cells: record.cells,
    mprn,
    typedMprn: cell('mprn'),
    facts: facts,
    ...(noticedAt === null ? {} : { noticedAt }),
    findings,
  };
}

function checkMprn(text: string, findings: Finding[]): string | null {
  const read = parseMprn(text);
  if (read.ok) {
    if (read.value.prefix === 'unusual')
      findings.push({ level: 'override', code: 'mprnUnusual', field: 'mprn' });
    return read.value.mprn;
  }
  if (read.error.code === 'empty')
    findings.push({ level: 'needsInformation', code: 'mprnMissing', field: 'mprn' });
  else findings.push({ level: 'refuse', code: 'mprn', problem: read.error, field: 'mprn' });
  return null;
}

/** A time that has not come, or is none, is no time of a call: the clock counts from now. */
function checkNoticed(text: string, now: number, findings: Finding[]): number | null {
  if (text === '') return null;
  const read = parseFileTime(text, now);
  if (read.ok && !read.value.future) return read.value.at;
  findings.push({ level: 'warn', code: 'noticedUnread', text, field: 'noticedAt' });
  return null;
}

function checkPayment(
  text: string,
  noticedAt: number | null,
  now: number,
  findings: Finding[],
): number | null {
  const field = 'paidAt';
  if (text === '') {
    const of = noticedAt === null ? {} : { noticedAt };
    findings.push({ level: 'needsInformation', code: 'paidMissing', ...of, field });
    return null;
  }
  const read = parseFileTime(text, now);
  if (!read.ok) {
    findings.push({ level: 'refuse', code: 'time', problem: read.error, field });
    return null;
  }
  // Not believed: as a time it would give more minutes than anybody has.
  if (read.value.future) {
    findings.push({ level: 'warn', code: 'paidInFuture', field });
    return null;
  }
  if (read.value.old) findings.push({ level: 'warn', code: 'paidLongAgo', field });
  if (read.value.doubled) findings.push({ level: 'warn', code: 'paidDoubledHour', field });
  return read.value.at;
}

const registerWords: Readonly<Record<string, Register>> = {
  none: 'none',
  no: 'none',
  n: 'none',
  '': 'none',
  '0': 'none',
  standard: 'none',
  'priority services': 'priority',
  priority: 'priority',
  psr: 'priority',
  'priority service': 'priority',
  'life support': 'priority',
  medical: 'priority',
  'special services': 'special',
  special: 'special',
  'special service': 'special',
  'late payment': 'special',
  vulnerable: 'special',
};

function checkRegister(text: string, findings: Finding[]): Register {
  const known = registerWords[text.toLowerCase().replace(/\s+/g, ' ')];
  if (known !== undefined) return known;
  findings.push({ level: 'warn', code: 'registerUnknown', text, field: 'register' });
  return 'unknown';
}

/** `20`, `20.50`, `20,50`, `€1,234.50`, `1.234,50` → cents; null when it is no amount. */
export function readMoney(text: string): number | null {
  const bare = text.replace(/[€\s]|eur/gi, '');
  if (!/^-?[\d.,]+$/.test(bare)) return null;
  const decimal = /[.,](\d{1,2})$/.exec(bare);
  const whole = decimal === null ? bare : bare.slice(0, -decimal[0].length);
  const digits = whole.replace(/[.,]/g, '');
  if (!/^-?\d+$/.test(digits)) return null;
  const cents = Number((decimal?.[1] ?? '0').padEnd(2, '0'));
  const euro = Number(digits);
  return euro * 100 + (euro < 0 || digits.startsWith('-') ? -cents : cents);
}

/** Where a 017 is, by the words of exports. */
export const stateWords: Readonly<Record<string, MessageState>> = {
  '': 'unknown',
  'not sent': 'notSent',
  notsent: 'notSent',
  'queued in emma': 'queuedInEmma',
  queued: 'queuedInEmma',
  'in emma': 'queuedInEmma',
  'at hub': 'atHub',
  'at the hub': 'atHub',
  hub: 'atHub',
  accepted: 'accepted',
  'at esbn': 'accepted',
  rejected: 'rejected',
  unknown: 'unknown',
  'not known': 'unknown',
};

function readMessage(
  cell: (field: ColumnField) => string,
  now: number,
): Facts['message017'] | null {
  const state = cell('state017');
  const reason = cell('reason017');
  const txRefNbr = cell('txRefNbr');
  if (state === '' && reason === '' && txRefNbr === '') return null;
  const sentAt = parseFileTime(cell('sentAt017'), now);
  return {
    state: stateWords[state.toLowerCase()] ?? 'unknown',
    ...(reason === '' ? {} : { reason: reason.toUpperCase() }),
    ...(txRefNbr === '' ? {} : { txRefNbr }),
    ...(sentAt.ok ? { sentAt: sentAt.value.at } : {}),
  };
}

function readYesNo(text: string): 'yes' | 'no' | 'unknown' | null {
  const word = text.toLowerCase();
  if (word === '') return null;
  if (['yes', 'y', 'true', '1'].includes(word)) return 'yes';
  return ['no', 'n', 'false', '0'].includes(word) ? 'no' : 'unknown';
}
