// What becomes of a file that was brought in is said in words, and once.
import { expect, test } from 'vitest';
import { codeOfReason } from '../../../gateway/agent/poison.ts';
import { afterLabel } from '../../../renderer/views/AnswersJudged.tsx';
import { describeProblem } from '../../../shared/market/problem.ts';

test('FIX87, MSG17: a reason beside its label does not begin with it, and says of an MPRN in words what is wrong', () => {
  const cut = describeProblem({ code: 'cutShort' });
  expect(afterLabel('Refused', cut)).toBe('Cut short: its end is missing.');
  expect(afterLabel('Set aside', cut)).toBe(cut);
  const north = describeProblem({ code: 'mprn', problem: 'northernIreland' });
  expect(afterLabel('Set aside', north)).toBe(
    'What stands as its MPRN is not one (it begins with 81, as in Northern Ireland).',
  );
  // Also of what was put aside in the words of before.
  for (const each of [north, 'Set aside: its MPRN is none (problem gas).'])
    expect(codeOfReason(each)).toBe('mprn');
});
