// Why a file was set aside: the sentence that lies beside it, and its code, by which a console has
// words of its own. Whatever else stands in such a file is nobody's to pass on.
import { describeProblem, problems, type MessageProblem } from '../../shared/market/problem.ts';

const own = {
  request: 'Set aside: a request, and no answer to one.',
  foreign:
    'Set aside: of nobody who has a case or a back-fix here, or is on the list of outstanding messages.',
  noDay: 'Set aside: a 602 or 603 of no day. Bring it in at a desk, which asks of which day it is.',
  partly: 'Set aside: some of its rows could not be read; the others are taken in',
} as const;

export const poisonReason = (of: keyof typeof own | MessageProblem): string =>
  typeof of === 'string' ? own[of] : describeProblem(of);

/** Of a file whose other rows are taken in: how many were not, and why the first was not. */
export const partlyReason = (count: number, first: MessageProblem): string =>
  `${own.partly} (${count}; the first: ${describeProblem(first)})`;

const sentences: readonly (readonly [code: string, beginning: string])[] = [
  ...Object.entries(own),
  ...Object.entries(problems).map(
    ([code, { status, words }]) =>
      [code, `${status === 'refused' ? 'Refused' : 'Set aside'}: ${words}`] as const,
  ),
];

/** `other` for what nobody here has written. */
export function codeOfReason(sentence: string): string {
  const found = sentences.find(
    ([, beginning]) =>
      sentence.startsWith(beginning) && /^($|\.| \()/.test(sentence.slice(beginning.length)),
  );
  return found?.[0] ?? 'other';
}

export interface Poisoned {
  readonly because: string;
  readonly count: number;
}

/** `count` files, and the sentences of those that were looked at. */
export function tallied(found: {
  readonly count: number;
  readonly sentences: readonly string[];
}): readonly Poisoned[] {
  const counts = new Map<string, number>();
  const add = (code: string, more: number) => counts.set(code, (counts.get(code) ?? 0) + more);
  for (const each of found.sentences) add(codeOfReason(each), 1);
  const unseen = found.count - found.sentences.length;
  if (unseen > 0) add('other', unseen);
  return [...counts]
    .map(([because, count]) => ({ because, count }))
    .sort((one, other) => (one.because < other.because ? -1 : 1));
}
