import { describe, expect, test } from 'vitest';
import { failuresIn, happenings, rangesOf } from './seeds.ts';

const seen = new Map<string, number>();

describe('SIM1, SIM2, SIM3, SIM4, SIM5, SIM6, SIM7, SIM8, SIM9, SIM10, SIM11 and SIM13 hold in nights of desks, a gateway, an agent and the simulated market', () => {
  test.each(rangesOf(1, 500, 50))(
    'seeds $from to $to',
    async (range) => {
      expect(await failuresIn(range, seen)).toEqual([]);
    },
    200_000,
  );

  test.each(happenings)('%s: it took place', (name) => {
    expect(seen.get(name) ?? 0).toBeGreaterThan(0);
  });
});
