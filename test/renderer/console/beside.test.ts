// What stands beside the cases is read again when something of it was written, and nothing is lost
// where two reads overlap.
import { expect, test } from 'vitest';
import { Beside } from '../../../renderer/console/beside.ts';
import type { Store } from '../../../renderer/store/ports.ts';
import type { FixState } from '../../../shared/domain/fix.ts';

const fix = (subject: string, changedAt: number): FixState => ({
  subject,
  mprn: subject.slice(4),
  items: [],
  heard: [],
  signed: null,
  signedLess: null,
  toSign: [],
  wroteAt: {},
  changedAt,
});

/** A store that answers when it is told to, with what it was asked for. */
function slowStore() {
  let version = 0;
  const asked: (readonly string[] | null)[] = [];
  const waiting: (() => void)[] = [];
  const store = {
    guards: () => Promise.resolve([]),
    channels: () => Promise.resolve([]),
    dailies: () => Promise.resolve([]),
    fixes: (subjects: readonly string[] | null) => {
      asked.push(subjects);
      version += 1;
      const found = (subjects ?? ['fix:1', 'fix:2', 'fix:3']).map((each) => fix(each, version));
      return new Promise((resolve) => waiting.push(() => resolve(found)));
    },
  } as unknown as Store;
  const answer = async (...order: readonly number[]) => {
    for (const index of order) {
      waiting[index]?.();
      await Promise.resolve();
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { store, asked, answer };
}

test('FIX17: of reads that overlap nothing is left out, whichever ends first', async () => {
  const { store, asked, answer } = slowStore();
  let now: readonly (readonly [string, number])[] = [];
  const beside = new Beside(
    (work) => work(store),
    ({ fixes }) => {
      now = [...fixes].map(([subject, { changedAt }]) => [subject, changedAt]);
    },
  );
  void beside.wrote(['fix:1']);
  void beside.wrote(['fix:2', 'mprn:2']);
  await answer(1, 0);
  expect(asked).toEqual([['fix:1'], ['fix:1', 'fix:2']]);
  expect(now).toEqual([
    ['fix:1', 2],
    ['fix:2', 2],
  ]);
  // What was read stays, and what nobody wrote is not read again.
  void beside.wrote(['fix:3']);
  await answer(2);
  expect(now.map(([subject]) => subject)).toEqual(['fix:1', 'fix:2', 'fix:3']);
  await beside.wrote(['mprn:1']);
  expect(asked).toHaveLength(3);
  // Everything, and something else meanwhile: everything is read.
  void beside.wrote(null);
  void beside.wrote(['fix:1']);
  await answer(4, 3);
  expect(asked.slice(3)).toEqual([null, null]);
});
