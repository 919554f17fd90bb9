// Whose word about a wrong clock is believed.
import { expect, test } from 'vitest';
import {
  aheadBy,
  saidItself,
  withCorrection,
  type ClockCorrection,
  type Clocks,
} from '../../../shared/domain/clocks.ts';

const device = 'the laptop';
const said = (correction: Omit<ClockCorrection, 'from' | 'upTo'>): ClockCorrection => ({
  from: 1,
  upTo: 9,
  ...correction,
});

/** How far it was ahead, in whatever order that was heard. */
function heard(...corrections: readonly ClockCorrection[]): ReadonlySet<number> {
  const inOrder = (list: readonly ClockCorrection[]) => {
    let clocks: Clocks = {};
    for (const each of list) clocks = withCorrection(clocks, device, each);
    return aheadBy(clocks, device, 5);
  };
  return new Set([inOrder(corrections), inOrder([...corrections].reverse())]);
}

test('STORE37: what a laptop says of its own clock counts for more than a colleague’s word, early or late', () => {
  const own = said({ aheadMs: 100, said: 4 });
  const colleague = said({ aheadMs: 900, said: 70, by: 'a colleague' });
  expect(heard(own, colleague)).toEqual(new Set([100]));
  expect(heard(own, said({ aheadMs: 20, said: 5 }), colleague)).toEqual(new Set([20]));
  expect(saidItself(withCorrection({}, device, colleague), device, 5)).toBe(false);
});

test('STORE37: of two colleagues whoever puts it earliest is believed', () => {
  const one = said({ aheadMs: 900, said: 7, by: 'a colleague' });
  const other = said({ aheadMs: 300, said: 8, by: 'another' });
  expect(heard(one, other)).toEqual(new Set([900]));
});
