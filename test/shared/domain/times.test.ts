import { describe, expect, test } from 'vitest';
import {
  describeTime,
  parseFileTime,
  parsePromisedTime,
  parseTypedTime,
} from '../../../shared/domain/times.ts';
import {
  readClock,
  shippedClock,
  timeTaken,
  MINUTE,
} from '../../../shared/domain/backstop-clock.ts';

const now = Date.parse('2026-11-21T20:11:00Z');
const at = (iso: string) => Date.parse(iso);
const read = (typed: string, when = now) => {
  const parsed = parseTypedTime(typed, when);
  return parsed.ok ? parsed.value : parsed.error;
};

describe('typed times', () => {
  test.each([
    '1950',
    '19.50',
    '19:50',
    '7:50pm',
    '7.50 pm',
    '750pm',
    '7:50 p.m.',
    'today 19:50',
    '21/11 19:50',
    '21/11/2026 19:50',
    '21-11-26 19:50',
    '21.11.2026 19.50',
    '2026-11-21 19:50',
    '2026-11-21T19:50:00Z',
    '2026-11-21T20:50+01:00',
    '-21',
    '21m ago',
  ])('TIME1: %j is ten to eight tonight', (typed) => {
    expect(read(typed)).toMatchObject({ at: at('2026-11-21T19:50:00Z'), future: false });
  });

  test('TIME2: a clock time that has not come yet was yesterday', () => {
    expect(read('2230')).toMatchObject({ at: at('2026-11-20T22:30:00Z'), day: 'yesterday' });
    expect(read('2014')).toMatchObject({ at: at('2026-11-21T20:14:00Z'), day: 'today' });
    expect(read('y 1950')).toMatchObject({ at: at('2026-11-20T19:50:00Z') });
  });

  test('TIME3: a promise leans forward: a clock time already gone is tomorrow', () => {
    expect(parsePromisedTime('2020', now)).toMatchObject({
      value: { at: at('2026-11-21T20:20:00Z') },
    });
    expect(parsePromisedTime('0100', now)).toMatchObject({
      value: { at: at('2026-11-22T01:00:00Z'), day: 'tomorrow' },
    });
    expect(parsePromisedTime('+10', now)).toMatchObject({ value: { at: now + 10 * MINUTE } });
    for (const typed of ['20 min', '20m', 'in 20', '+20']) {
      expect(parsePromisedTime(typed, now), typed).toMatchObject({
        value: { at: now + 20 * MINUTE },
      });
    }
    expect(parsePromisedTime('30', now)).toMatchObject({ value: { at: now + 30 * MINUTE } });
  });

  test('TIME3: a promise that has gone and would be most of a day away is asked about', () => {
    expect(parsePromisedTime('2000', now)).toEqual({ ok: false, error: { code: 'hasPassed' } });
    expect(parsePromisedTime('tomorrow 2000', now)).toMatchObject({
      value: { at: at('2026-11-22T20:00:00Z') },
    });
  });

  test.each([
    ['', 'empty'],
    ['8', 'notATime'],
    ['soon', 'notATime'],
    ['2561', 'noSuchHour'],
    ['1975', 'noSuchMinute'],
    ['31/11/2026 18:05', 'noSuchDay'],
    ['11/21/2026 18:05', 'monthFirst'],
    ['13pm', 'noSuchHour'],
  ])('TIME4: %j gets its own reason', (typed, code) => {
    expect(read(typed)).toMatchObject({ code });
  });

  test('TIME5: the doubled hour of October is read as its earlier instant and flagged', () => {
    const morning = at('2026-10-25T03:00:00Z');
    expect(read('0130', morning)).toMatchObject({ at: at('2026-10-25T00:30:00Z'), doubled: true });
  });

  test('TIME6: the skipped hour of March is asked about, never moved', () => {
    expect(read('29/03/2026 01:30', at('2026-03-29T09:00:00Z'))).toEqual({ code: 'skippedHour' });
  });

  test('TIME7: in summer the wall clock is an hour ahead of UTC', () => {
    expect(read('1950', at('2026-07-01T20:00:00Z'))).toMatchObject({
      at: at('2026-07-01T18:50:00Z'),
    });
  });

  test('TIME8: a file may hold a spreadsheet’s serial number, a person may not', () => {
    expect(parseFileTime('46347,826388889', now)).toMatchObject({
      ok: true,
      value: { at: at('2026-11-21T19:50:00Z') },
    });
    expect(read('46347')).toMatchObject({ code: 'notATime' });
  });

  test('TIME9: the future and what is older than seven days are flagged, not refused', () => {
    expect(parseFileTime('2027-01-01T10:00:00+00:00', now)).toMatchObject({
      value: { future: true },
    });
    expect(parseFileTime('2026-11-01T10:00:00+00:00', now)).toMatchObject({ value: { old: true } });
  });

  test('TIME10: a day is said as people say it', () => {
    expect(describeTime(at('2026-11-20T23:59:00Z'), now)).toMatchObject({
      day: 'yesterday',
      hour: 23,
      minute: 59,
    });
    expect(describeTime(at('2026-11-22T00:00:00Z'), now)).toMatchObject({ day: 'tomorrow' });
    expect(describeTime(at('2026-11-01T00:00:00Z'), now)).toMatchObject({
      day: 'date',
      date: 1,
      month: 11,
    });
  });
});

describe('the backstop clock', () => {
  const paidAt = at('2026-11-21T19:00:00Z');
  const start = { paidAt, noticedAt: paidAt + 30 * MINUTE };
  const phase = (minutes: number) =>
    readClock(start, paidAt + minutes * MINUTE, shippedClock).phase;

  test('SLA1: it starts at the payment and ends 75 minutes later', () => {
    expect(readClock(start, paidAt, shippedClock)).toMatchObject({
      basis: 'payment',
      deadlineAt: paidAt + 75 * MINUTE,
      minutesLeft: 75,
    });
  });

  test('SLA2: without a payment time it counts from when it was noticed, and says so', () => {
    // A payment in the future gives nobody more than the backstop.
    expect(readClock(start, paidAt - 120 * MINUTE, shippedClock).minutesLeft).toBe(75);
    expect(readClock({ ...start, paidAt: null }, now, shippedClock)).toMatchObject({
      basis: 'noticed',
      deadlineAt: start.noticedAt + 75 * MINUTE,
    });
  });

  test('SLA3: the supplier’s part is over at 60, the backstop is past after 75', () => {
    expect([59, 60, 75, 75.001].map(phase)).toEqual([
      'running',
      'supplierPast',
      'supplierPast',
      'past',
    ]);
    expect(phase(-10)).toBe('ahead');
  });

  test('SLA4: the last minute left is 1, the first minute past is −1', () => {
    const left = (minutes: number) =>
      readClock(start, paidAt + minutes * MINUTE, shippedClock).minutesLeft;
    expect([74, 74.5, 75, 75.5, 76.5].map(left)).toEqual([1, 1, 0, -1, -2]);
  });

  test('SLA5: minutes from payment to power decide in time or late', () => {
    expect(timeTaken(start, paidAt + 75 * MINUTE)).toEqual({ minutes: 75, inTime: true });
    expect(timeTaken(start, paidAt + 75 * MINUTE + 1)).toEqual({ minutes: 75, inTime: false });
  });
});
