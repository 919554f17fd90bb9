// What is dangerous about an outcome, or about power that is back, while nobody has seen to it; and what
// an answer of the script says of the customer who is being asked about.
import { isD05Doubted, type CaseState } from './case.ts';
import type { Outcome } from './script.ts';

export type OutcomeWarning =
  | 'notTold'
  | 'notReadBack'
  | 'secondDiffers'
  | 'd05Waiting'
  | 'd05Stays';

/** What is dangerous about this outcome while nobody has seen to it. */
export function outcomeWarnings(state: CaseState, outcome: Outcome): readonly OutcomeWarning[] {
  if (outcome !== 'done' && outcome !== 'promised') return [];
  const safety = state.safety?.how;
  return [
    ...(safety === undefined || safety === 'notReached' ? (['notTold'] as const) : []),
    ...(state.answers['readBack']?.answer === 'correct' ? [] : (['notReadBack'] as const)),
    ...(isSecondDiffering(state) ? (['secondDiffers'] as const) : []),
    ...(state.facts.openD05 !== 'yes' && !isD05Doubted(state)
      ? []
      : state.d05?.answer === 'waiting'
        ? (['d05Stays'] as const)
        : (['d05Waiting'] as const)),
  ];
}

/** Networks has other details under this MPRN: it may be another house. */
export const isSecondDiffering = ({ answers }: CaseState): boolean =>
  answers['second']?.answer === 'differs';

/** What the customer says of neighbours and switch: no message of ours has done that. */
export function isPerhapsNoDisconnection({ answers, outcome }: CaseState): boolean {
  const said = answers['neighbours']?.answer;
  return (said === 'neighboursToo' || said === 'tripSwitch') && outcome?.outcome !== 'networkFault';
}

/** What is dangerous about power that is back while nobody has seen to it. */
export function powerWarnings(state: CaseState): readonly OutcomeWarning[] {
  return state.facts.openD05 === 'yes' || isD05Doubted(state) ? ['d05Waiting'] : [];
}
