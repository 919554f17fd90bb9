// Logs of desks that were apart, merged in every way: one order, and the same cases by the product's
// own projection, in whatever order and in whatever pieces the entries arrive. That a store makes one
// set of them is in the contract of stores (test/contract/sync.contract.ts).
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { inOrder } from '../../../shared/log/merge.ts';
import type { Entry } from '../../../shared/log/entry.ts';
import { foldCase } from '../../../shared/domain/case.ts';
import { foldRequest } from '../../../shared/domain/request.ts';
import { eventOf } from '../../../shared/domain/events.ts';
import { Driver } from '../../contract/driver.ts';
import { walk } from '../../contract/walk.ts';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';
import { arrive } from './arrive.ts';

let entries: readonly Entry[] = [];
const hashes = (log: readonly Entry[]) => log.map((entry) => entry.hash);

beforeAll(async () => {
  const disk = new MemoryDisk();
  const driver = new Driver((name, tools) => new MemoryStore(disk, name, tools));
  for (const seed of [1, 2, 3]) {
    const desk = await driver.open(`desk ${seed}`, seed);
    // One clock is some minutes off: its entries fall between the others'.
    await driver.drift(desk, (seed - 2) * 180_000);
    await walk(driver, desk, 40 + seed, 30);
    entries = [...entries, ...(await driver.entries(desk))];
  }
});

const some = () => fc.subarray([...entries]);

test('MERGE1: whatever order entries come in, they are put in one', () => {
  const whole = [...entries].sort(inOrder);
  fc.assert(
    fc.property(fc.shuffledSubarray([...entries]), (shuffled) => {
      const wanted = whole.filter((entry) => shuffled.includes(entry));
      expect(hashes([...shuffled].sort(inOrder))).toEqual(hashes(wanted));
    }),
    { seed: 11, numRuns: 200 },
  );
});

test('MERGE1: cases of merged logs are idempotent, commutative and associative', async () => {
  /** Each log brings what those before it had not. */
  const merged = async (...logs: readonly (readonly Entry[])[]) => {
    const here = new Set<Entry>();
    const batches = logs.map((log) => {
      const fresh = log.filter((entry) => !here.has(entry));
      for (const entry of fresh) here.add(entry);
      return fresh;
    });
    const states = [...(await arrive(batches))].map(([subject, { row }]) => [subject, row.state]);
    return new Map(states as [string, string][]);
  };
  const both = (one: readonly Entry[], other: readonly Entry[]) => [...new Set([...other, ...one])];
  await fc.assert(
    fc.asyncProperty(some(), some(), some(), async (one, other, third) => {
      const all = await merged(one, other, third);
      expect(await merged(one, one, other, third, other)).toEqual(all);
      expect(await merged(third, other, one)).toEqual(all);
      expect(await merged(both(one, other), third)).toEqual(all);
      expect(await merged(one, both(other, third))).toEqual(all);
    }),
    { seed: 14, numRuns: 40 },
  );
});

test('MERGE2: cases do not depend on the order or the pieces in which entries arrive', async () => {
  const whole = [...entries].sort(inOrder);
  const subjects = [...new Set(whole.map((entry) => entry.subject))];
  const expected = new Map(
    subjects.flatMap((subject) => {
      const own = whole.filter((entry) => entry.subject === subject);
      const state = foldCase(own.flatMap((entry) => eventOf(entry) ?? []));
      return state === undefined ? [] : [[subject, JSON.stringify(state)] as const];
    }),
  );
  expect(expected.size).toBeGreaterThan(10);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...entries], { minLength: entries.length }),
      fc.integer({ min: 1, max: 40 }),
      async (shuffled, size) => {
        const batches: Entry[][] = [];
        for (let from = 0; from < shuffled.length; from += size)
          batches.push(shuffled.slice(from, from + size));
        const known = await arrive(batches);
        expect(known.size).toBe(expected.size);
        for (const [subject, { row }] of known) expect(row.state).toBe(expected.get(subject));
      },
    ),
    { seed: 12, numRuns: 60 },
  );
});

test('MERGE2: a request is the same in whatever order its words arrive', () => {
  const requests = entries.filter((entry) => entry.subject.startsWith('request:'));
  const events = requests.flatMap((entry) => eventOf(entry) ?? []);
  expect(events.length).toBeGreaterThan(5);
  for (const subject of new Set(requests.map((entry) => entry.subject))) {
    const own = events.filter((event) => event.subject === subject);
    fc.assert(
      fc.property(fc.shuffledSubarray(own, { minLength: own.length }), (shuffled) => {
        expect(foldRequest(shuffled)).toEqual(foldRequest(own));
      }),
      { seed: 13, numRuns: 20 },
    );
  }
});
