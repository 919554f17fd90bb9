import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAlarmClock } from '../../main/alarm-clock.ts';

const start = Date.UTC(2026, 10, 21, 20, 0);
let rung: { readonly tag: string; readonly lateByMs: number }[] = [];

function clock() {
  return createAlarmClock({
    now: () => Date.now(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    ring: (alarms) => rung.push(...alarms),
  });
}

beforeEach(() => {
  rung = [];
  vi.useFakeTimers({ now: start });
});
afterEach(() => vi.useRealTimers());

test('ALARM1: rings at its instant, once', () => {
  const alarms = clock();
  alarms.set([{ at: start + 60_000, title: 'a', tag: 'a' }]);
  vi.advanceTimersByTime(59_999);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toMatchObject([{ tag: 'a', lateByMs: 0 }]);
  alarms.set([{ at: start + 60_000, title: 'a', tag: 'a' }]);
  vi.advanceTimersByTime(120_000);
  expect(rung).toHaveLength(1);
});

test('ALARM2: after sleep everything overdue rings at the first look and says how late', () => {
  const alarms = clock();
  alarms.set([
    { at: start + 60_000, title: 'a', tag: 'a' },
    { at: start + 120_000, title: 'b', tag: 'b' },
  ]);
  // The machine slept: the wall clock moved on, no timer ran.
  vi.setSystemTime(start + 3 * 3_600_000);
  alarms.look();
  expect(rung).toMatchObject([
    { tag: 'a', lateByMs: 3 * 3_600_000 - 60_000 },
    { tag: 'b', lateByMs: 3 * 3_600_000 - 120_000 },
  ]);
});

test('ALARM3: a clock that was moved ahead is noticed within half a minute', () => {
  const alarms = clock();
  alarms.set([{ at: start + 10 * 60_000, title: 'a', tag: 'a' }]);
  vi.setSystemTime(start + 11 * 60_000);
  vi.advanceTimersByTime(30_000);
  expect(rung).toHaveLength(1);
});

test('ALARM4: a new set replaces the old one', () => {
  const alarms = clock();
  alarms.set([{ at: start + 60_000, title: 'a', tag: 'a' }]);
  alarms.set([{ at: start + 90_000, title: 'b', tag: 'b' }]);
  vi.advanceTimersByTime(120_000);
  expect(rung.map((alarm) => alarm.tag)).toEqual(['b']);
});

test('ALARM5: what is due rings, also when a new set comes before anybody looked', () => {
  const alarms = clock();
  alarms.set([{ at: start + 10_000, title: 'a', tag: 'a' }]);
  vi.setSystemTime(start + 11_000);
  alarms.set([{ at: start + 90_000, title: 'b', tag: 'b' }]);
  expect(rung.map((alarm) => alarm.tag)).toEqual(['a']);
});
