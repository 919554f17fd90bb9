import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bodyHash,
  ORIGIN,
  purgeRow,
  seal,
  sealBody,
  sealList,
  tipAfter,
  verifyChain,
  verifyEntry,
  type Entry,
  type Tip,
} from '../../../shared/log/entry.ts';
import { uuid7 } from '../../../shared/log/ids.ts';
import { isFarAhead, nextStamp } from '../../../shared/log/stamp.ts';

const device = '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11';
const start: Tip = { device, seq: 0, hash: ORIGIN, stamp: null };

function chain(count: number, operator = 'Aoife'): readonly Entry[] {
  const entries: Entry[] = [];
  let tip = start;
  for (let index = 0; index < count; index++) {
    const now = 1_800_000_000_000 + index;
    const body =
      index % 3 === 2
        ? sealList([{ row: 0 }, { row: 1 }], () => `salt${index}`)
        : sealBody({ note: `n${index}` }, `salt${index}`);
    const entry = seal({ subject: 'mprn:10001234567', kind: 'case.noted', version: 1, body }, tip, {
      id: `id-${index}`,
      now,
      stamp: nextStamp(tip.stamp, now, device),
      operator,
    });
    entries.push(entry);
    tip = tipAfter(entry);
  }
  return entries;
}

describe('the chain', () => {
  test('LOG1: every entry names the one before; the whole chain verifies', () => {
    const verified = verifyChain(chain(9), start);
    expect(verified).toMatchObject({ ok: true, value: { seq: 9 } });
  });

  test('LOG2: one altered sign anywhere is found', () => {
    const entries = chain(6);
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.constantFrom('head', 'prev', 'hash', 'body', 'stamp', 'subject', 'kind', 'id'),
        fc.nat(10_000),
        (at, column, where) => {
          const entry = entries[at]!;
          const alter = (text: string) => {
            const index = where % text.length;
            const sign = text[index] === 'a' ? 'b' : 'a';
            return text.slice(0, index) + sign + text.slice(index + 1);
          };
          const value = entry[column as keyof Entry];
          const altered: Entry = {
            ...entry,
            [column]: Array.isArray(value)
              ? [alter(String(value[0])), ...value.slice(1)]
              : alter(String(value)),
          };
          const verified = verifyChain(entries.with(at, altered), start);
          return !verified.ok;
        },
      ),
      { seed: 20261121, numRuns: 400 },
    );
  });

  test('LOG3: a gap, another device, a doubled entry are each refused by name', () => {
    const entries = chain(4);
    const refusal = (list: readonly Entry[]) => {
      const verified = verifyChain(list, start);
      return verified.ok ? 'ok' : verified.error.breakage;
    };
    expect(refusal([entries[0]!, entries[2]!])).toBe('gap');
    expect(refusal([entries[0]!, entries[0]!])).toBe('gap');
    expect(refusal([{ ...entries[0]!, device: 'other' }])).toBe('otherDevice');
    // A chain of the same device, whole in itself, spliced in after a foreign beginning.
    const [, second] = chain(2, 'another beginning');
    expect(verifyEntry(second!).ok).toBe(true);
    expect(refusal([entries[0]!, second!])).toBe('chainBroken');
  });

  test('LOG4: a body may be absent and a row of a list may go; the chain still verifies', () => {
    const entries = chain(3);
    const list = entries[2]!;
    if (!Array.isArray(list.body)) throw new Error('the third is a list');
    const purged: Entry = { ...list, body: purgeRow(list.body, 1) };
    expect(bodyHash(purged.body!)).toBe(bodyHash(list.body));
    expect(verifyChain([{ ...entries[0]!, body: null }, entries[1]!, purged], start).ok).toBe(true);
    expect(verifyEntry({ ...list, body: list.body.slice(0, 1) }).ok).toBe(false);
  });

  test('LOG5: equal bodies of two entries have different hashes', () => {
    expect(sealBody({ answer: 'yes' }, 'a').hash).not.toBe(sealBody({ answer: 'yes' }, 'b').hash);
  });
});

describe('stamps', () => {
  test('STAMP1: they grow with every write, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 2, maxLength: 60 }),
        (clock) => {
          let last = null;
          for (const now of clock) {
            const next = nextStamp(last, now, device);
            if (last !== null && next <= last) return false;
            last = next;
          }
          return true;
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  test('STAMP1: more writes in one millisecond than the counter holds still grow', () => {
    let last = nextStamp(null, 1000, device).replace('.0000.', '.zzy0.');
    for (let index = 0; index < 2 * 36; index++) {
      const next = nextStamp(last, 1000, device);
      expect(next > last).toBe(true);
      last = next;
    }
    // It went on in the millisecond after, from the start of its counter.
    expect(last).toBe(nextStamp(null, 1001, device));
  });

  test('STAMP2: a stamp more than five minutes ahead is flagged', () => {
    const now = 1_800_000_000_000;
    expect(isFarAhead(nextStamp(null, now + 5 * 60_000, device), now)).toBe(false);
    expect(isFarAhead(nextStamp(null, now + 5 * 60_000 + 1, device), now)).toBe(true);
  });

  test('LOG6: entry ids sort by the time of their making', () => {
    const random = (count: number) => new Uint8Array(count).fill(0xff);
    const zero = (count: number) => new Uint8Array(count);
    expect(uuid7(1_800_000_000_000, random) < uuid7(1_800_000_000_001, zero)).toBe(true);
    expect(uuid7(1_800_000_000_000, zero)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  });
});
