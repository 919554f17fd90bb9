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
  type Head,
  type Tip,
} from '../../../shared/log/entry.ts';
import { must } from '../../../shared/lib/check.ts';
import { uuid7 } from '../../../shared/log/ids.ts';
import { ClockRun } from '../../../shared/log/clock-run.ts';
import { epochAfter, sealAll } from '../../../shared/log/seal-all.ts';
import { isShown, shownHead } from '../../../shared/log/shown.ts';
import { readLink } from '../../../shared/sync/links.ts';
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
      id: uuid7(now, (count) => new Uint8Array(count).fill(index)),
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

describe('what another organisation is shown', () => {
  const [entry] = chain(1);

  test('LOG7: the head without its place, which follows from the entry, and stands for it by its id and its body', () => {
    const own = must(entry, 'it was written');
    const shown = shownHead(own.head);
    const { seq, ...rest } = JSON.parse(own.head) as Head;
    expect(seq).toBe(1);
    expect(JSON.parse(shown)).toEqual(rest);
    const body = typeof own.body === 'string' ? own.body : null;
    const link = readLink({ shown, body });
    const read = must(link?.entry, 'it verifies');
    const { hash, head, seq: _seq, prev: _prev, ...same } = own;
    expect(read).toMatchObject({ ...same, seq: 0, head: shown });
    // The same as it came with its place, from a gateway of before; and nothing else is.
    const other = { ...read, hash: ORIGIN };
    expect([isShown(own, read), isShown(read, read), isShown(own, other)]).toEqual([
      true,
      true,
      false,
    ]);
    // Two entries that differ in nothing but their place are shown as two, by their ids.
    const next = must(chain(2)[1], 'it was written');
    expect(shownHead(next.head)).not.toBe(shown);
    expect(read.hash).not.toBe(hash);
    expect(head).not.toBe(shown);
  });

  test('LOG7: with another body, or a head that is none, it is not taken', () => {
    const { head, body } = must(entry, 'it was written');
    const shown = shownHead(head);
    expect(readLink({ shown, body: '["salt0",{"note":"another"}]' })).toBeNull();
    expect(readLink({ shown: '{}', body: null })).toBeNull();
    expect(readLink({ shown: 'no head', body: null })).toBeNull();
    expect(readLink({ shown, body: typeof body === 'string' ? body : null })).not.toBeNull();
  });
});

describe('LOG8: runs of a device’s clock', () => {
  const MIN = 60_000;
  /** Which run each was written in, from 0, of entries written at these minutes, put right by so much. */
  const runs = (
    ...written: readonly (readonly [minutes: number, offset?: number, anew?: true])[]
  ) => {
    let tip = start;
    let drawn = 0;
    const random = (count: number) => new Uint8Array(count).fill((drawn += 1));
    const epochs: number[] = [];
    for (const [minutes, offset = 0, startsEpoch = false] of written) {
      const tools = { random, clockOffset: () => offset };
      const draft = { subject: 'mprn:1', kind: 'case.noted', version: 1, body: sealBody(1, 's') };
      const sealed = sealAll([draft, draft], tip, 'Aoife', minutes * MIN, tools, { startsEpoch });
      tip = sealed.tip;
      const heads = sealed.entries.map((entry) => JSON.parse(entry.head) as Head);
      const [epoch = 0, ...others] = new Set(heads.map((head) => head.epoch ?? 0));
      expect(others).toEqual([]);
      epochs.push(epoch);
    }
    const found = [...new Set(epochs)];
    return { runs: epochs.map((epoch) => found.indexOf(epoch)), epochs };
  };

  test('a new one where it is set back by more than five minutes, put right by another amount, or the act says so', () => {
    expect(runs([10], [10], [12], [7], [6.9], [99]).runs).toEqual([0, 0, 0, 0, 0, 0]);
    expect(runs([10], [12], [6.9], [7], [99], [12]).runs).toEqual([0, 0, 1, 1, 1, 2]);
    expect(runs([10], [11, 5], [12, 5], [13, 0]).runs).toEqual([0, 1, 1, 2]);
    expect(runs([10, 0, true], [11, 0, true], [12]).runs).toEqual([0, 1, 1]);
  });

  test('its number tells nothing but which run it is; the first is 0', () => {
    const { epochs } = runs([10], [11, 5], [12, 0], [13, 5]);
    expect(epochs[0]).toBe(0);
    expect(new Set(epochs).size).toBe(4);
    expect(epochs.slice(1).every((epoch) => epoch > 0xffff)).toBe(true);
  });

  test('of a chain whose end is known without its clock another run begins', () => {
    const tools = { random: (count: number) => new Uint8Array(count).fill(7) };
    expect(epochAfter({ ...start, seq: 3 }, 0, tools)).toBeGreaterThan(0);
    expect(epochAfter(start, 0, tools)).toBe(0);
  });

  test('a program begins one with its first act and where clock and steady clock have parted by more than five minutes', () => {
    /** Which act begins one, by minutes of the clock and of the steady one; `false`: it wrote nothing. */
    const begins = (
      ...acts: readonly (readonly [clock: number, steady: number, wrote?: false])[]
    ) => {
      let now = 0;
      const run = new ClockRun(() => now * MIN);
      return acts.map(([clock, steady, wrote = true]) => {
        now = steady;
        const begun = run.at(clock * MIN);
        if (wrote) begun.wrote();
        return begun.startsEpoch;
      });
    };
    // Set back by ten minutes, and twelve later: it shows more than before.
    expect(begins([100, 0], [102, 2], [104, 14], [105, 15])).toEqual([true, false, true, false]);
    // Set forward; by five minutes; little by little.
    expect(begins([100, 0], [110, 4], [120, 9], [125, 9])).toEqual([true, true, false, false]);
    // What was refused is no act: the next one is compared with the one before.
    expect(begins([0, 0, false], [0, 0], [10, 0, false], [10, 0])).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test('within one its times never go back by more, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 40 }),
        (minutes) => {
          const found = runs(...minutes.map((each) => [each] as const)).epochs;
          return minutes.every(
            (each, at) =>
              at === 0 || found[at] !== found[at - 1] || each >= (minutes[at - 1] ?? 0) - 5,
          );
        },
      ),
      { seed: 8, numRuns: 200 },
    );
  });
});

describe('stamps', () => {
  test('STAMP3: in a subject that others read an entry is stamped behind what was said in it and behind nothing else', () => {
    const now = 1_800_000_000_000;
    const tools = { random: (count: number) => new Uint8Array(count) };
    const about = (subject: string) => ({
      subject,
      kind: 'case.noted',
      version: 1,
      body: sealBody(1, 's'),
    });
    const ahead = { ...start, seq: 4, stamp: nextStamp(null, now + 60_000, device) };
    const said = nextStamp(null, now + 2000, 'another');
    const drafts = ['mprn:1', 'request:1', 'request:1', 'request:2', 'clock:1', 'mprn:1'].map(
      about,
    );
    const { entries, tip } = sealAll(drafts, ahead, 'Aoife', now, tools, {
      latestIn: (subject) => (subject === 'request:2' ? said : null),
    });
    const at = (ms: number, count: number) =>
      `${(now + ms).toString(36).padStart(9, '0')}.${String(count).padStart(4, '0')}.${device}`;
    expect(entries.map(({ stamp }) => stamp)).toEqual([
      at(60_000, 1),
      at(0, 0),
      at(0, 1),
      at(2000, 1),
      at(0, 0),
      at(60_000, 2),
    ]);
    expect(tip.stamp).toBe(at(60_000, 2));
  });

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
