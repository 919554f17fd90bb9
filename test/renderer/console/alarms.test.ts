// The alarms as they are handed over: over the bridge's own table, with the words of the screen.
import { expect, test } from 'vitest';
import { Alarms, type AlarmInput } from '../../../renderer/console/alarms.ts';
import { whoOf } from '../../../renderer/console/alarm-plan.ts';
import { english } from '../../../renderer/i18n/words.tsx';
import { calls, type Bridge } from '../../../shared/bridge.ts';
import { shippedClock } from '../../../shared/domain/backstop-clock.ts';
import { decode } from '../../../shared/lib/decode.ts';
import { World } from '../../shared/domain/world.ts';

const { t } = english;
const words = {
  mark: (args: { count: number; minutes: number; who: string }) => t('alarm.mark', args),
  promise: (args: { count: number; who: string }) => t('alarm.promise', args),
  medical: (args: { who: string }) => t('alarm.medical', args),
  cutOff: (args: { count: number; who: string }) => t('alarm.cutOff', args),
  hold: () => '',
};

function customers(name: string) {
  const world = new World();
  const long = world.report('10034721433', 5, { name });
  return { now: world.now, summaries: [{ ...world.summary(long), medical: true, cutOff: true }] };
}

function alarmsOver(setAlarms: Bridge['setAlarms']) {
  const missing: boolean[] = [];
  const bridge = { setAlarms, setBadge: () => Promise.reject(new Error('no badge')) };
  const alarms = new Alarms(
    bridge as unknown as Bridge,
    words,
    () => undefined,
    (are) => missing.push(are),
  );
  const input = (now: number, summaries: AlarmInput['summaries']): AlarmInput => ({
    now,
    summaries,
    settings: shippedClock,
    guards: [],
    badge: 0,
  });
  return { alarms, missing, input };
}

test('ALARM8: a name of any length fits in every title', () => {
  for (const name of ['Mary '.repeat(39).trim(), 'x'.repeat(500), '👩‍👩‍👧‍👦'.repeat(40)]) {
    const { now, summaries } = customers(name);
    const set: unknown[] = [];
    const { alarms, input } = alarmsOver(({ alarms: given }) => {
      set.push(...given);
      return Promise.resolve({ ok: true });
    });
    alarms.plan(input(now, summaries), summaries);
    expect(set.length).toBeGreaterThan(4);
    const read = decode(calls.setAlarms.args, { alarms: set });
    expect(read.ok && read.value.alarms.every((alarm) => alarm !== null)).toBe(true);
  }
  expect(whoOf({ name: 'Máire Ní Bhriain', mprn: null })).toBe('Máire Ní Bhriain');
  expect(whoOf({ name: 'x'.repeat(61), mprn: null })).toBe(`${'x'.repeat(59)}…`);
});

test('ALARM8: one that does not fit is left out of the set, and costs no other', () => {
  const fits = { at: 1, title: 'ten minutes left', tag: 't65:1' };
  const read = decode(calls.setAlarms.args, {
    alarms: [fits, { ...fits, title: 'x'.repeat(201) }, 'nonsense'],
  });
  expect(read.ok && read.value.alarms).toEqual([fits, null, null]);
});

test('ALARM8: a set that the host refuses, or takes a part of, is said until one is taken whole, and handed over again', async () => {
  const { now, summaries } = customers('Mary');
  const answers: (() => Promise<{ ok: true } | { ok: false; reason: string }>)[] = [
    () => Promise.reject(new Error('setAlarms: refused')),
    () => Promise.resolve({ ok: false, reason: '1 left out' }),
    () => Promise.resolve({ ok: true }),
  ];
  let calls = 0;
  const { alarms, missing, input } = alarmsOver(() => (answers[calls++] ?? answers[2]!)());
  for (let each = 1; each <= 3; each++) {
    alarms.plan(input(now, summaries));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  expect(missing).toEqual([true, true, false]);
  alarms.plan(input(now, summaries));
  expect(calls).toBe(3);
});
