// For how long what the gateway said is all that it has, whatever somebody does to the machine's clock.
import { expect, test } from 'vitest';
import { CURRENT_MS, Currency } from '../../../gateway/agent/currency.ts';

function heard() {
  const clock = { wall: Date.parse('2026-11-21T20:00:00Z'), steady: 5000 };
  const currency = new Currency({ now: () => clock.wall, steady: () => clock.steady });
  const pass = (ms: number) => {
    clock.wall += ms;
    clock.steady += ms;
  };
  expect([currency.isCurrent, currency.isWaiting]).toEqual([false, true]);
  currency.heard(false);
  expect([currency.isCurrent, currency.isWaiting]).toEqual([true, false]);
  return { clock, currency, pass };
}

test('AGENT22, AGENT24: the news is fresh for a minute, and not a moment longer', () => {
  const { currency, pass } = heard();
  expect(CURRENT_MS).toBe(60_000);
  pass(59_999);
  expect(currency.isCurrent).toBe(true);
  pass(1);
  expect(currency.isCurrent).toBe(false);
  currency.heard(false);
  expect(currency.isCurrent).toBe(true);
});

test('AGENT22, AGENT24: while the gateway has more to say, a hold may be missing', () => {
  const { currency } = heard();
  currency.heard(true);
  expect([currency.isCurrent, currency.isWaiting]).toEqual([false, true]);
});

test('AGENT27: a clock that is set back makes no news younger', () => {
  const { clock, currency, pass } = heard();
  clock.wall -= 50 * 60_000;
  expect(currency.isCurrent).toBe(false);
  // Until it shows again what it showed when the news came.
  pass(50 * 60_000);
  expect(currency.isCurrent).toBe(false);
  currency.heard(false);
  clock.wall -= 30_000;
  pass(30_000);
  expect(currency.isCurrent).toBe(true);
  clock.wall -= 30_000;
  pass(30_000);
  expect(currency.isCurrent).toBe(false);
});

test('AGENT27: asleep, the steady clock may stand still: the other one says how long it was', () => {
  const { clock, currency } = heard();
  clock.wall += 8 * 3_600_000;
  expect(currency.isCurrent).toBe(false);
});
