import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { asOf, asOfAll } from '../../../renderer/views/request-words.ts';

const now = Date.parse('2026-11-21T20:11:00Z');
const MINUTE = 60_000;
const partner = {
  organisation: 'ABC',
  name: 'Sample Energy',
  isNetworks: false,
  lastAt: now - 1000,
  devices: { here: now - 1000, cut: now - 12 * MINUTE, closed: now - 5 * 60 * MINUTE },
};

test('SAYS3: what a desk of the other side wrote is as old as that desk’s last exchange, whoever else is there', () => {
  const of = (...desks: readonly string[]) => asOf(partner, now, english, desks);
  expect(of()).toBe('as of now');
  expect(of('here')).toBe('as of now');
  expect(of('cut')).toBe('as of 12 min ago');
  expect(of('here', 'cut')).toBe('as of 12 min ago');
  // A gateway that does not say so: as old as anybody's.
  expect(of('unknown')).toBe('as of now');
  expect(asOf(undefined, now, english, ['cut'])).toBe('never heard from');
});

test('SAYS3: of a whole supplier it is said which desks are not heard of; one closed long ago is none', () => {
  expect(asOfAll(partner, now, english)).toBe('as of now, but for 1 desk not heard of for 12 min');
  expect(asOfAll({ ...partner, devices: { here: now } }, now, english)).toBe('as of now');
  const gone = { ...partner, lastAt: now - 12 * MINUTE };
  expect(asOfAll(gone, now, english)).toBe('as of 12 min ago');
});
