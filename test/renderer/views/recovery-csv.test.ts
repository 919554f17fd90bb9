import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { lostList } from '../../../renderer/files/lost-list.ts';
import { holdListCsv, recoveryCsv } from '../../../renderer/views/recovery-csv.ts';
import { checkRow } from '../../../shared/domain/intake/check-row.ts';
import { recogniseColumns } from '../../../shared/domain/intake/columns.ts';
import { readTable } from '../../../shared/domain/intake/table.ts';
import { messageStates } from '../../../shared/domain/facts.ts';
import { foldGuard, guardSubject, PAUSE } from '../../../shared/domain/guard.ts';
import { recoveryOf } from '../../../shared/domain/recovery.ts';
import { parseFileTime, writeFileTime } from '../../../shared/domain/times.ts';
import { outstandingOf, readOutstanding } from '../../../shared/market/outstanding.ts';
import { must } from '../../../shared/lib/check.ts';
import { listOf } from '../../shared/domain/lists.ts';
import { evening, World } from '../../shared/domain/world.ts';

const MIN = 60_000;

test('EXPORT1: a time in a file is the Irish wall clock, and read back it is the same second, in the doubled hour too', () => {
  expect(writeFileTime(evening)).toBe('2026-11-21 20:11');
  expect(writeFileTime(Date.parse('2026-07-01T20:12:33.400Z'))).toBe('2026-07-01 21:12:33');
  expect(writeFileTime(Date.parse('2026-07-01T20:12:33Z'), 'minute')).toBe('2026-07-01 21:12');
  const first = Date.parse('2026-10-24T23:00:00Z');
  for (let at = first; at < first + 240 * MIN; at += 13 * MIN + 7000) {
    const read = parseFileTime(writeFileTime(at), first + 600 * MIN);
    expect(read.ok && read.value.at).toBe(at);
  }
});

test('EXPORT1: a list of the recovery has the words of the screen, and our own reader still reads it', () => {
  const mprns = ['10000000017', '10000000025', '10000000033', '10000000041', '10000000058'];
  const messages = mprns.map((mprn, index) => ({
    mprn,
    reason: index === 0 ? 'E05' : 'D05',
    txRefNbr: `tx-${index}`,
    businessReference: null,
    sentAt: evening - (120 + index) * MIN - 5000,
    state: must(messageStates[index], 'a state'),
    paidAt: evening - 60 * MIN,
  }));
  const list = listOf(...messages);
  const rows = recoveryOf({ list, states: [], requests: [] });
  const csv = recoveryCsv(
    rows.map((row) => ({ ...row, summary: null })),
    english,
  );
  expect(csv).not.toMatch(/queuedInEmma|atHub|cutOff|T\d\d:\d\d|\dZ/);
  expect(csv).toContain('2026-11-21 19:11');
  expect(csv).toContain('(Irish time)');
  const read = readOutstanding(readTable(csv), { now: evening });
  const back = must(read.ok ? outstandingOf(read.value) : null, 'our own list is read');
  const listed = rows.flatMap(({ deciding }) => deciding ?? []);
  expect(listed.length).toBeGreaterThan(2);
  expect(back.filter(({ txRefNbr }) => txRefNbr !== null)).toEqual(listed);
});

test('EXPORT1: the customers of a lost database come back with the clock they had', () => {
  const world = new World();
  const subject = world.report('10000000017', 40, { name: 'Mary', register: 'priority' });
  const table = readTable(lostList([world.summary(subject)]));
  const { mapping } = recogniseColumns(table);
  const row = checkRow(must(table.records[0], 'one row'), { mapping, now: evening });
  expect(row.findings.filter(({ level }) => level !== 'warn')).toEqual([]);
  expect(row).toMatchObject({
    mprn: '10000000017',
    facts: { name: 'Mary', register: 'priority', paidAt: evening - 40 * MIN },
  });
});

test('EXPORT1: the list of holds says its times by the Irish clock', () => {
  const world = new World();
  world.run({ do: 'placeGuard', of: ['10000000017'], because: 'a D05 waits', reviewAt: evening });
  const guard = must(foldGuard(world.events(guardSubject('10000000017'))), 'it was placed');
  const [since, until] = [evening - 180 * MIN, evening - 120 * MIN];
  const order = { because: 'a file', confirmer: 'Maura Keane', since, until };
  world.run({ do: 'placeGuard', of: 'all', ...order });
  const pause = must(foldGuard(world.events(PAUSE)), 'it was placed');
  expect(holdListCsv([guard, pause]).split('\r\n')).toEqual([
    'MPRN,Because,Since (Irish time),Placed by,Look again at (Irish time),Confirmed by,Payments may be missing from (Irish time),Until (Irish time)',
    '10000000017,a D05 waits,2026-11-21 20:11,Aoife,2026-11-21 20:11,,,',
    'ALL,a file,2026-11-21 20:11,Aoife,,Maura Keane,2026-11-21 17:11,2026-11-21 18:11',
  ]);
});
