// The MPRN: eleven digits, kept as text. No public check digit exists in Ireland, so none is ever
// guessed; the protection is read-back in groups of 2-3-3-3 and a second identifier.
import { fail, ok, type Result } from '../lib/result.ts';

export type Mprn = string & { readonly __mprn: true };

/** Literal reasons, each with a sentence of its own in the catalogue (MPRN1–MPRN9). */
export type MprnProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'northernIreland' }
  | { readonly code: 'gas' }
  | { readonly code: 'phone' }
  | {
      readonly code: 'letter';
      readonly letter: string;
      readonly position: number;
      readonly digit: '0' | '1';
    }
  | { readonly code: 'scientific' }
  | { readonly code: 'tooLong'; readonly digits: number }
  | { readonly code: 'tooShort'; readonly digits: number }
  | { readonly code: 'otherSigns'; readonly sign: string };

export interface ParsedMprn {
  readonly mprn: Mprn;
  /** Every Irish MPRN seen begins with 10; another one needs a supervisor. */
  readonly prefix: 'usual' | 'unusual';
}

const lookalikes: Readonly<Record<string, '0' | '1'>> = {
  O: '0',
  o: '0',
  I: '1',
  i: '1',
  l: '1',
  L: '1',
};

/** What a spreadsheet puts around a number: an apostrophe, `="…"`, decimals that are none. */
const asWritten = (text: string): string =>
  text
    .replace(/^'/, '')
    .replace(/^="(.*)"$/, '$1')
    .replace(/^(\d{11})[.,]0+$/, '$1');

export function parseMprn(typed: string): Result<ParsedMprn, MprnProblem> {
  const text = asWritten(typed.trim());
  if (text === '') return fail({ code: 'empty' });
  // A narrow column shows no decimals at all.
  if (/^\d(?:[.,]\d+)?\s*e\s*\+?\s*\d+$/i.test(text)) return fail({ code: 'scientific' });
  if (/^(\+|00)\s*353/.test(text)) return fail({ code: 'phone' });
  const signs = text.replace(/[\s.\-\u2010-\u2015\u00a0/]/g, '');
  const withoutLookalikes = signs.replace(/[OoIilL]/g, '');
  if (/^\d+$/.test(withoutLookalikes) && withoutLookalikes.length < signs.length) {
    const position = signs.search(/[OoIilL]/);
    const letter = signs[position] ?? '';
    return fail({
      code: 'letter',
      letter,
      position: position + 1,
      digit: lookalikes[letter] ?? '0',
    });
  }
  if (!/^\d+$/.test(signs)) {
    return fail({ code: 'otherSigns', sign: /[^\d]/.exec(signs)?.[0] ?? '' });
  }
  const digits = signs.length;
  if (digits === 11) {
    // A mobile number with a digit too many, and no MPRN that anybody has seen.
    if (signs.startsWith('08')) return fail({ code: 'phone' });
    if (signs.startsWith('81')) return fail({ code: 'northernIreland' });
    return ok({ mprn: signs as Mprn, prefix: signs.startsWith('10') ? 'usual' : 'unusual' });
  }
  if (digits === 7) return fail({ code: 'gas' });
  if (digits === 10 && signs.startsWith('0')) return fail({ code: 'phone' });
  return fail({ code: digits > 11 ? 'tooLong' : 'tooShort', digits });
}

/** `['10', '001', '234', '567']`: as it is read out and read back. */
export function groupsOf(mprn: string): readonly string[] {
  return [mprn.slice(0, 2), mprn.slice(2, 5), mprn.slice(5, 8), mprn.slice(8)];
}

export function formatMprn(mprn: string): string {
  return groupsOf(mprn).join(' ');
}
