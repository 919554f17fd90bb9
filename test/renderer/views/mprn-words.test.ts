import { expect, test } from 'vitest';
import { mprnWords } from '../../../renderer/views/mprn-words.ts';
import { english } from '../../../renderer/i18n/words.tsx';
import { parseMprn } from '../../../shared/domain/mprn.ts';

test.each([
  ['', 'No MPRN typed.'],
  ['81234567890', 'Northern Ireland'],
  ['1234567', '7 digits: that looks like a gas GPRN. An MPRN has 11.'],
  ['0871234567', 'looks like a phone number'],
  ['1O934478153', 'Is it a zero?'],
  ['1l934478153', 'Is it a one?'],
  ['1.0001E+10', 'The spreadsheet rounded this number. Widen the column and copy again.'],
  ['109344781531', '12 digits: an MPRN has 11.'],
  ['10934', '5 digits'],
  ['10934#478153', '#'],
])('MPRN2: “%s” gets its own sentence', (typed, words) => {
  const read = parseMprn(typed);
  expect(read.ok).toBe(false);
  if (!read.ok) expect(mprnWords(read.error, english)).toContain(words);
});
