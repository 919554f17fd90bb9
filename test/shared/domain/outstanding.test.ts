import { describe, expect, test } from 'vitest';
import { newestList, type OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { CHUNK_ROWS } from '../../../shared/domain/recovery-commands.ts';
import { must } from '../../../shared/lib/check.ts';
import { purgeRow, verifyEntry, type Entry } from '../../../shared/log/entry.ts';
import { evening, World } from './world.ts';
import { everSince } from './ever-since.ts';

const messages = (count: number, from = 1): readonly OutstandingMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    mprn: `10${String(from + index).padStart(9, '0')}`,
    reason: index % 2 === 0 ? 'D05' : 'E05',
    txRefNbr: `tx-${from + index}`,
    businessReference: null,
    sentAt: evening - 60_000 * index,
    state: 'queuedInEmma',
    paidAt: null,
  }));

const listed = (world: World, asOf: number, rows: readonly OutstandingMessage[]) => {
  const from = world.entries.length;
  world.now = Math.max(world.now, asOf);
  world.run({ do: 'listOutstanding', file: `list-${asOf}.csv`, asOf, messages: rows });
  return world.entries.slice(from);
};

describe('the list of outstanding 017s in the log', () => {
  test('OUT7: a list of any length comes in whole, in chunks, and is read as it was', () => {
    const world = new World();
    const rows = messages(2 * CHUNK_ROWS + 7);
    const entries = listed(world, evening, rows);
    expect(entries).toHaveLength(3);
    expect(entries.every((entry) => verifyEntry(entry).ok)).toBe(true);
    const list = must(newestList(entries), 'it is whole');
    expect(list).toMatchObject({ asOf: evening, operator: 'Aoife', unread: 0 });
    expect(list.messages).toEqual(rows);
    // In whatever order it came, and beside entries of other kinds.
    world.report('10934478153', 40);
    expect(newestList([...world.entries].reverse())?.messages).toEqual(rows);
  });

  test('OUT7: what EMMA said later counts, whoever brought it in first; a list without rows is one', () => {
    const world = new World();
    listed(world, evening, messages(3));
    listed(world, evening - 60_000, messages(9));
    expect(newestList(world.entries)?.messages).toHaveLength(3);
    listed(world, evening + 60_000, []);
    expect(newestList(world.entries)).toMatchObject({ messages: [], asOf: evening + 60_000 });
  });

  test('OUT8: half a list hides no whole one: it would say that D05s are gone', () => {
    const world = new World();
    listed(world, evening, messages(3));
    const newer = listed(world, evening + 60_000, messages(CHUNK_ROWS + 1));
    const [first] = newer;
    const half = world.entries.filter((entry) => entry !== first);
    expect(newestList(half)?.messages).toHaveLength(3);
    expect(newestList(world.entries)?.messages).toHaveLength(CHUNK_ROWS + 1);
    expect(newestList([])).toBeNull();
  });

  test('OUT9: a list of a time that has not come is refused, and one by a laptop a day ahead never hides a later one', () => {
    const world = new World();
    const future = { do: 'listOutstanding', file: 'a.csv', messages: messages(1) } as const;
    expect(world.run({ ...future, asOf: world.now + 1 })).toEqual({ code: 'listOfFuture' });
    const now = world.now;
    world.now += 24 * 60 * 60_000;
    const [wrong] = listed(world, world.now, messages(1));
    world.now = now + 60_000;
    listed(world, world.now, messages(3));
    const { device } = must(wrong, 'it was written');
    const day = 24 * 60 * 60_000;
    const clocks = { [device]: [{ ...everSince(now + day), aheadMs: day, said: '9' }] };
    expect(newestList(world.entries, clocks)?.messages).toHaveLength(3);
  });

  test('OUT9: a file of which no row can be read says nothing; rows that stayed out are counted', () => {
    const world = new World();
    const list = { do: 'listOutstanding', file: 'a.csv', asOf: evening } as const;
    expect(world.run({ ...list, messages: [], leftOut: 2 })).toEqual({ code: 'listUnread' });
    world.run({ ...list, messages: messages(2), leftOut: 2 });
    expect(newestList(world.entries)).toMatchObject({ leftOut: 2 });
  });

  test('OUT9: a chunk that its desk sends once more is the same chunk', () => {
    const world = new World();
    const entries = listed(world, evening, messages(CHUNK_ROWS + 1));
    expect(newestList([...entries, ...entries])?.messages).toHaveLength(CHUNK_ROWS + 1);
  });

  test('OUT8: a row that is taken out, or is of a newer program, is counted as unread', () => {
    const world = new World();
    const [entry] = listed(world, evening, messages(3));
    const { body } = must(entry, 'one chunk');
    const purged = { ...must(entry, 'one'), body: purgeRow(body as readonly string[], 2) } as Entry;
    expect(verifyEntry(purged).ok).toBe(true);
    expect(newestList([purged])).toMatchObject({ unread: 1 });
    expect(newestList([purged])?.messages.map(({ txRefNbr }) => txRefNbr)).toEqual([
      'tx-1',
      'tx-3',
    ]);
  });
});
