// The supplier's customer book: for callers who are in no export. Search keys are few per row,
// because hundreds of thousands of rows are indexed by them.
import { foldText } from './summary.ts';
import type { Register } from './facts.ts';

export interface CustomerRow {
  readonly mprn: string;
  readonly account: string;
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  readonly eircode: string;
  readonly serial: string;
  readonly register: Register;
  readonly ctf: string;
}

/** Digits only; +353 and 00353 become the leading zero that people say. */
export function normalisePhone(text: string): string {
  const digits = text.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '');
  return digits.replace(/^(\+|00)353(0?)/, '0').replace(/^\+/, '');
}

/** `0209160914` → `020 916 0914`; what is no Irish number of ten digits stays as it was typed. */
export function formatPhone(text: string): string {
  const digits = normalisePhone(text);
  return /^0\d{9}$/.test(digits)
    ? `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`
    : text;
}

/** `v94 c3c8` → `v94c3c8` */
export function normaliseEircode(text: string): string {
  return text.replace(/[^0-9a-z]/gi, '').toLowerCase();
}

const wordsOf = (text: string): readonly string[] =>
  foldText(text)
    .split(/[^0-9a-z]+/)
    .filter((word) => word !== '');

/** Index keys of a row: words of the name, and each number by itself. */
export function searchKeys(row: CustomerRow): readonly string[] {
  const keys = new Set<string>(wordsOf(row.name));
  for (const key of [
    row.mprn,
    foldText(row.account),
    normalisePhone(row.phone),
    normaliseEircode(row.eircode),
    foldText(row.serial),
  ]) {
    if (key !== '') keys.add(key);
  }
  return [...keys];
}

/** Prefixes to look up for what was typed: the whole run of signs, and each word. */
export function queryKeys(typed: string): readonly string[] {
  const words = wordsOf(typed);
  if (words.length === 0) return [];
  if (/^[\d\s+().-]+$/.test(typed.trim())) {
    const digits = normalisePhone(typed);
    return digits === '' ? [] : [digits];
  }
  const run = normaliseEircode(typed);
  return looksLikeEircode(run) ? [run] : words;
}

const looksLikeEircode = (run: string): boolean => /^[a-z]\d[0-9w][0-9a-z]{4}$/.test(run);

/** True when everything typed stands in the row, each word as the beginning of something. */
export function matchesCustomer(row: CustomerRow, typed: string): boolean {
  const keys = searchKeys(row);
  return queryKeys(typed).every((query) => keys.some((key) => key.startsWith(query)));
}
