// Whose word about a wrong clock is believed, and what of an entry it moves.
import { describe, expect, test } from 'vitest';
import { nextStamp, stampTime } from '../../../shared/log/stamp.ts';
import {
  aheadAt,
  aheadBy,
  EPOCHS_END,
  orderStamp,
  saidItself,
  withCorrection,
  type ClockCorrection,
  type Clocks,
  type Span,
} from '../../../shared/domain/clocks.ts';

const device = 'the laptop';
const MIN = 60_000;
const DAY = 24 * 60 * MIN;
const NOON = Date.parse('2026-11-21T12:00:00Z');
const first = { epoch: 0, at: NOON };
const said = (correction: Omit<ClockCorrection, keyof Span>): ClockCorrection => ({
  epoch: 0,
  from: first.at,
  upTo: first.at + 9 * MIN,
  ...correction,
});
const knowing = (...corrections: readonly ClockCorrection[]): Clocks =>
  corrections.reduce<Clocks>((clocks, each) => withCorrection(clocks, device, each), {});

/** How far it was ahead, in whatever order that was heard. */
function heard(...corrections: readonly ClockCorrection[]): ReadonlySet<number> {
  const inOrder = (list: readonly ClockCorrection[]) =>
    aheadBy(knowing(...list), { device, recordedAt: NOON + MIN });
  return new Set([inOrder(corrections), inOrder([...corrections].reverse())]);
}

test('STORE37: what a laptop says of its own clock counts for more than a colleague’s word, early or late', () => {
  const own = said({ aheadMs: 100, said: '4' });
  const colleague = said({ aheadMs: 900, said: '70', by: 'a colleague' });
  expect(heard(own, colleague)).toEqual(new Set([100]));
  expect(heard(own, said({ aheadMs: 20, said: '5' }), colleague)).toEqual(new Set([20]));
  expect(saidItself(knowing(colleague), device, first)).toBe(false);
  expect(saidItself(knowing(own), device, first)).toBe(true);
});

test('STORE37: of two colleagues whoever puts it earliest is believed', () => {
  const one = said({ aheadMs: 900, said: '7', by: 'a colleague' });
  const other = said({ aheadMs: 300, said: '8', by: 'another' });
  expect(heard(one, other)).toEqual(new Set([900]));
});

describe('STORE24: a correction names what a clock showed in one of its runs', () => {
  const own = { epoch: 7, from: NOON, upTo: EPOCHS_END, aheadMs: DAY, said: '1' };
  const entry = (ms: number, epoch = 7) => ({
    device,
    epoch,
    recordedAt: NOON + ms,
    stamp: nextStamp(null, NOON + ms, device),
  });
  const order = (written: Parameters<typeof orderStamp>[0], clocks = knowing(own)) =>
    stampTime(orderStamp(written, clocks)) - NOON;

  test('from its first to its last, both included, and of no other run', () => {
    const short = { ...own, upTo: NOON + 5, aheadMs: 7 };
    const at = (epoch: number, ms: number) =>
      aheadAt(knowing(short), device, { epoch, at: NOON + ms });
    expect([at(7, -1), at(7, 0), at(7, 5), at(7, 6), at(0, 3), at(8, 3)]).toEqual([
      0, 7, 7, 0, 0, 0,
    ]);
    expect(aheadAt(knowing(short), 'another', { epoch: 7, at: NOON })).toBe(0);
  });

  test('what was written by it is ordered by when it was really written, and nothing else moves', () => {
    expect([order(entry(-1)), order(entry(DAY)), order(entry(DAY, 8))]).toEqual([-1, 0, DAY]);
    expect(orderStamp(entry(DAY), {})).toBe(entry(DAY).stamp);
  });

  test('what was written after it was set back, with a stamp that could not go back, is ordered by its own time', () => {
    const stamp = nextStamp(nextStamp(null, NOON + DAY + MIN, device), NOON, device);
    const pushed = (ms: number) => ({ ...entry(ms, 8), stamp });
    expect(stampTime(stamp)).toBe(NOON + DAY + MIN);
    expect([order(pushed(0)), order(pushed(3 * MIN))]).toEqual([0, 3 * MIN]);
    // The more a clock was ahead once, the less may what it said since be believed: not the other way.
    const hour = { epoch: 9, from: 0, upTo: EPOCHS_END, aheadMs: 60 * MIN, said: '2' };
    expect(order(pushed(3 * MIN), knowing(own, hour))).toBe(3 * MIN);
    // In a run that is wrong by less it is put right by that, and goes by its own time.
    const wrong = { ...pushed(3 * MIN), epoch: 9 };
    expect(order(wrong, knowing(own, { ...hour, aheadMs: 2 * MIN }))).toBe(MIN);
  });

  test('what a slow clock wrote behind a stamp of the right time is put at its own time, not as much later', () => {
    const slow = { epoch: 8, from: 0, upTo: EPOCHS_END, aheadMs: -65 * MIN, said: '1' };
    const before = nextStamp(null, NOON, device);
    const written = { ...entry(-55 * MIN, 8), stamp: nextStamp(before, NOON - 55 * MIN, device) };
    expect(stampTime(written.stamp)).toBe(NOON);
    expect(order(written, knowing(slow))).toBe(10 * MIN);
    // A dead battery: a quarter of a century behind.
    const years = Date.parse('2000-01-01T00:00:00Z') - NOON;
    const old = { ...entry(years, 8), stamp: nextStamp(before, NOON + years, device) };
    const word = { ...slow, aheadMs: years - 9 * 60 * MIN };
    expect(order(old, knowing(word))).toBe(9 * 60 * MIN);
  });

  test('a stamp that a colleague pushed by less than is far ahead stays: an answer never goes before what it answers', () => {
    const asked = nextStamp(null, NOON + 20_000, 'a colleague');
    const answer = { ...entry(5000, 8), stamp: nextStamp(asked, NOON + 5000, device) };
    const ever = { epoch: 0, from: 0, upTo: EPOCHS_END, aheadMs: DAY, said: '1' };
    expect(orderStamp(answer, knowing(ever))).toBe(answer.stamp);
    expect(orderStamp(answer, knowing(ever)) > asked).toBe(true);
  });
});
