// An answer of the call in a few words, the answer itself first: what was said, who said it, what was
// promised. A line that is cut loses its tail, never what was answered.
import type { Protecting } from '../../shared/domain/case.ts';
import type { Family, Words } from '../i18n/words.tsx';

interface Given {
  readonly answer: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly times: Readonly<Record<string, number>>;
}

/** Answers that only say that something was typed: the typed words say more. */
const typedSays = new Set(['answered.answered', 'reference.given']);

/** What a step is called beside its answer: `Safety`, `D05`. */
export function stepWords(step: string, { t, has }: Words): string {
  // Of another version of the script: its own name is better than nothing.
  return has(`stepShort.${step}`) ? t(`stepShort.${step as Family<'stepShort'>}`) : step;
}

/** `Not asked: Medical equipment, D05`; empty when everything was. */
export function notAskedWords(steps: readonly Protecting[], words: Words): string {
  if (steps.length === 0) return '';
  return words.t('outcome.notAsked', {
    what: steps.map((each) => stepWords(each, words)).join(', '),
  });
}

export function answerWords(step: string, given: Given, now: number, words: Words): string {
  const { t, has, format } = words;
  const typed = [
    ...Object.values(given.fields),
    ...Object.values(given.times).map((at) => t('answer.promised', { at: format.when(at, now) })),
  ].filter((each) => each !== '');
  const key = `choice.${step}.${given.answer}` as `choice.${Family<'choice'>}`;
  const answer = has(key) ? t(key as never) : given.answer;
  const said = typed.length > 0 && typedSays.has(`${step}.${given.answer}`) ? [] : [answer];
  return [...said, ...typed].join(', ');
}
