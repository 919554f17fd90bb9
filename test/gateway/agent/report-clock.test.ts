// The agent's word of itself, while its clock is put right.
import { expect, test } from 'vitest';
import { Report } from '../../../gateway/agent/report.ts';

const folder = { state: 'ok', since: 0, why: null } as const;
const stands = { outbox: folder, inbox: folder, poisoned: [], kept: [], keptInAll: 0 };
const HOUR = 3_600_000;

test('AGENT23: what settled by a clock that was ahead settles anew by the right one, and is said', () => {
  const report = new Report();
  expect(report.isDue(stands, null, HOUR)).toBe(false);
  expect(report.isDue(stands, null, 1000)).toBe(false);
  expect(report.isDue(stands, null, 5999)).toBe(false);
  expect(report.isDue(stands, null, 6000)).toBe(true);
});
