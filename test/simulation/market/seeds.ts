// Ranges of seeds for the tests: what failed, each with its seed, and what befell these nights.
import { playMarketNight } from './night.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

export function rangesOf(from: number, count: number, size: number): readonly Range[] {
  return Array.from({ length: count / size }, (_, index) => ({
    from: from + index * size,
    to: from + (index + 1) * size - 1,
  }));
}

export async function failuresIn({ from, to }: Range, seen: Map<string, number>) {
  const failed: string[] = [];
  for (let seed = from; seed <= to; seed++) {
    const { problems, faults } = await playMarketNight(seed);
    for (const problem of problems) failed.push(`seed ${seed}: ${problem}`);
    for (const [name, count] of Object.entries(faults))
      seen.set(name, (seen.get(name) ?? 0) + count);
  }
  return failed;
}

/** A range without one of these would prove nothing of it. */
export const happenings: readonly string[] = [
  'memory',
  'sqlite',
  'hub down',
  'point 8 down',
  'point 9 down',
  'point 10 down',
  'point 11 down',
  'point 12 down',
  'down a second time',
  'a call does the 017',
  'a call leaves the 017',
  'after a call nothing',
  'after a call recorded',
  'after a call confirmed',
  'answers by reference alone',
  'rejected by reference alone',
  'gone to another supplier',
  'two D05s of one customer',
  'said to be another supplier’s',
  'closed as not ours',
  'customer never',
  'customer waitingE05',
  'customer lostE05',
  'customer unspokenE05',
  'customer waitingD05',
  'customer hiddenD05',
  'customer noCase',
  'customer crew',
  'dropped',
  'doubled',
  'reply lost',
  'delayed',
  'overtaken',
  'clock fast',
  'clock slow',
  'desk killed before it was written',
  'desk killed after it was written',
  'gateway killed in an exchange',
  'unreachable',
  'desk parted',
  'agent parted',
  'desk restarted',
  'agent restarted',
  'agent killed in a step',
  'gateway restarted',
  'restored from backup',
  'folder trouble',
  'folder full',
  'folder broken',
  'folder missing',
  'folder readOnly',
  'folder slow',
  'shown full',
  'shown missing',
  'shown readOnly',
  'shown slow',
  'market died',
  'market died of what it was told',
  'answer twice',
  'answer late',
  'answer overtaken',
  'answer torn',
  'answer lost on its way',
  'answer put in once more',
  '017 in the outbox',
  'sent anew',
  'sent in spite of a warning',
  'notArrived',
  'found at Networks',
  'found in EMMA',
  'none in EMMA',
  'taken back',
  'D05 taken out',
  'E05 taken out',
  'crew sent',
  'back by phone',
  'cut off and alarmed',
  'called for within a tick',
  'rang for a cut-off',
  'said to be off again',
  'closed',
  'day reconciled',
  'day in parts',
  'day in parts, and one was lost',
  'list of a day that goes on',
  'list taken out of EMMA by hand',
  'stranger of the day',
  'ours and not theirs',
];
