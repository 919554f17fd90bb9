// What is said under a field for a time, and what instant is taken from it.
import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { echoTime } from '../../../renderer/views/time-echo.ts';
import { evening } from '../../shared/domain/world.ts';

const MIN = 60_000;

test('TIME11: a time from now is fixed when it is typed, however late it is saved', () => {
  const later = evening + 3 * MIN;
  const at = (typed: string, leaning: 'past' | 'future' = 'past') =>
    echoTime(typed, later, english, { typedAt: evening, leaning }).at;
  expect(at('+2')).toBe(evening + 2 * MIN);
  expect(at('-10')).toBe(evening - 10 * MIN);
  expect(at('20 min', 'future')).toBe(evening + 20 * MIN);
  expect(echoTime('+2', later, english).at).toBe(later + 2 * MIN);
});

test('TIME12: a payment past its backstop, or still to come, is echoed as something to look at', () => {
  const tone = (typed: string) => echoTime(typed, evening, english, { clock: true }).tone;
  expect(tone('-40')).toBe('good');
  expect(tone('-76')).toBe('warn');
  expect(tone('+10')).toBe('warn');
});

test('POWER1: before the payment, or before anybody noticed, is wrong and says so under the field', () => {
  const notBefore = { at: evening - 40 * MIN, words: 'before the payment' };
  expect(echoTime('-41', evening, english, { notBefore })).toMatchObject({
    at: null,
    tone: 'bad',
    echo: '19:30: before the payment',
  });
  expect(echoTime('-40', evening, english, { notBefore }).at).toBe(evening - 40 * MIN);
});

test('OUTCOME3: a promise is said with its distance to the backstop, on either side', () => {
  const deadline = evening + 21 * MIN;
  const echo = (typed: string) =>
    echoTime(typed, evening, english, { leaning: 'future', deadline });
  expect(echo('30 min')).toMatchObject({ tone: 'warn' });
  expect(echo('30 min').echo).toContain('in 30 min, 9 min after the backstop');
  expect(echo('18 min').echo).toContain('in 18 min, 3 min before the backstop');
});
