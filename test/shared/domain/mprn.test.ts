import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { formatMprn, groupsOf, parseMprn } from '../../../shared/domain/mprn.ts';
import {
  countOf,
  devicePart,
  makeReference,
  parseReference,
  speakReference,
} from '../../../shared/domain/reference.ts';

describe('MPRN', () => {
  test.each([
    '10001234567',
    '10 001 234 567',
    '10-001.234-567',
    ' 10001234567 ',
    "'10001234567",
    '="10001234567"',
    '10001234567.0',
    '10001234567,00',
  ])(
    'MPRN1: %j is read as eleven digits, spaces, dots, hyphens and what a spreadsheet adds dropped',
    (typed) => {
      expect(parseMprn(typed)).toEqual({
        ok: true,
        value: { mprn: '10001234567', prefix: 'usual' },
      });
    },
  );

  test.each([
    ['', { code: 'empty' }],
    ['81001234567', { code: 'northernIreland' }],
    ['1234567', { code: 'gas' }],
    ['0871234567', { code: 'phone' }],
    ['+353 87 123 4567', { code: 'phone' }],
    ['00353871234567', { code: 'phone' }],
    ['1000123456O', { code: 'letter', letter: 'O', position: 11, digit: '0' }],
    ['l0001234567', { code: 'letter', letter: 'l', position: 1, digit: '1' }],
    ['1.00012E+10', { code: 'scientific' }],
    ['1,00012e10', { code: 'scientific' }],
    ['1E+10', { code: 'scientific' }],
    ['08512345678', { code: 'phone' }],
    ['100012345678', { code: 'tooLong', digits: 12 }],
    ['1000123456', { code: 'tooShort', digits: 10 }],
    ['10001x34567', { code: 'otherSigns', sign: 'x' }],
  ])('MPRN2: %j gets its own reason', (typed, error) => {
    expect(parseMprn(typed)).toEqual({ ok: false, error });
  });

  test('MPRN3: no eleven digits beginning with 10 are ever refused: there is no check digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        (rest) => parseMprn(`10${String(rest).padStart(9, '0')}`).ok,
      ),
      { seed: 3 },
    );
  });

  test('MPRN4: another prefix is unusual, not wrong: a supervisor can let it in', () => {
    expect(parseMprn('20001234567')).toMatchObject({ ok: true, value: { prefix: 'unusual' } });
  });

  test('MPRN5: it is shown and read back as 2-3-3-3', () => {
    expect(groupsOf('10001234567')).toEqual(['10', '001', '234', '567']);
    expect(formatMprn('10001234567')).toBe('10 001 234 567');
  });
});

describe('speakable reference', () => {
  const device = '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11';

  test('REF1: every single wrong sign and every swap of neighbours is found', () => {
    for (const count of [1, 42, 999, 1000, 54_321]) {
      const reference = makeReference({ device, count }).replaceAll('-', '');
      for (let index = 0; index < reference.length; index++) {
        for (const sign of 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789') {
          if (sign === reference[index]) continue;
          const wrong = reference.slice(0, index) + sign + reference.slice(index + 1);
          expect(parseReference(wrong).ok, `${reference} heard as ${wrong}`).toBe(false);
        }
        const [one, other] = [reference[index], reference[index + 1]];
        if (other === undefined || one === other) continue;
        const swapped = reference.slice(0, index) + other + one + reference.slice(index + 2);
        expect(parseReference(swapped).ok, `${reference} heard as ${swapped}`).toBe(false);
      }
    }
  });

  test('REF2: it is read however it was typed or spoken', () => {
    const reference = makeReference({ device, count: 42 });
    const spoken = speakReference(reference).join(' ');
    for (const typed of [
      reference,
      reference.toLowerCase(),
      reference.replaceAll('-', ' '),
      reference.replaceAll('-', ''),
      spoken,
    ]) {
      expect(parseReference(typed)).toEqual({ ok: true, value: reference });
    }
    expect(parseReference('hello')).toEqual({ ok: false, error: { code: 'notAReference' } });
  });

  test('REF3: made with no network: by device and count alone, at least three digits', () => {
    expect(makeReference({ device, count: 7 })).toMatch(/^[A-HJ-NPR-Z][2-9]-007-[A-HJ-NPR-Z]$/);
    expect(makeReference({ device, count: 7 })).toBe(makeReference({ device, count: 7 }));
    expect(devicePart(device)).not.toBe(devicePart('3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c12'));
  });

  test('REF4, AUD7: by a secret of the device no number tells how many others were given; none comes twice, and its count is found again', () => {
    const giver = { device, order: 'a secret' };
    const numbers = Array.from({ length: 10_000 }, (_, index) => {
      const reference = makeReference({ ...giver, count: index + 1 });
      expect(parseReference(reference).ok).toBe(true);
      return Number(reference.split('-')[1]);
    });
    expect(new Set(numbers).size).toBe(10_000);
    // Three digits for as long as there are any.
    expect(Math.max(...numbers.slice(0, 1000))).toBe(999);
    const steps = numbers.slice(0, 1000).map((number, at) => number - (numbers[at - 1] ?? 0));
    expect(steps.filter((step) => step === 1).length).toBeLessThan(10);
    for (const count of [1, 2, 999, 1000, 1001, 9999, 10_000, 10_001])
      expect(countOf(makeReference({ ...giver, count }), giver)).toBe(count);
    const other = { ...giver, order: 'another' };
    expect(makeReference({ ...other, count: 1 })).not.toBe(makeReference({ ...giver, count: 1 }));
    expect(countOf(makeReference({ ...giver, count: 3 }), { ...giver, device: '1' })).toBe(0);
  });
});
