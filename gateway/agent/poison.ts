// Why a file was set aside: the sentence that lies beside it, and its code, by which a console has
// words of its own. Whatever else stands in such a file is nobody's to pass on.
import { describeProblem, problems, type MessageProblem } from '../../shared/market/problem.ts';

const own = {
  request: 'Set aside: a request, and no answer to one.',
  foreign:
    'Set aside: of nobody who has a case or a back-fix here, or is on the list of outstanding messages.',
  ourReference:
    'Set aside: it has a reference of a message of ours with an MPRN of nobody known here. Bring it in at a desk, which says whose that is',
  disagrees:
    'Set aside: it has an MPRN of one customer here with a reference of another. That proves nothing of either; who is said to be off is taken for off all the same. Bring it in at a desk, which says whose that is',
  noDay: 'Set aside: a 602 or 603 of no day. Bring it in at a desk, which asks of which day it is.',
  severalDays: 'Set aside: several daily counts or lists in one file. Bring it in at a desk.',
  unreadable:
    'Set aside: the agent may not read it. Give its account that right, and put it into the inbox again',
  unfinished: 'Set aside: twice the agent ended before it was through with it. Have it looked at.',
  partly: 'Set aside: some of its rows could not be read; the others are taken in',
  strangers:
    'Set aside: some of its rows are of nobody known here, or no answers; the others are taken in',
} as const;

export const poisonReason = (of: keyof typeof own | MessageProblem): string =>
  typeof of === 'string' ? own[of] : describeProblem(of);

/** `why`: the system's own word. */
export const unreadableReason = (why: string): string => `${own.unreadable} (${why}).`;

/** What of a file stays out while its other rows are taken in. */
export interface LeftOut {
  readonly refused: readonly { readonly record: number; readonly problem: MessageProblem }[];
  /** Rows about nobody known here. */
  readonly foreign: readonly number[];
  /** Rows that are requests, daily counts or lists. */
  readonly noAnswer: readonly number[];
  /** Rows with a reference of ours, whose MPRN is of nobody known here. */
  readonly ourReference: readonly number[];
  /** Rows whose MPRN and reference are of two customers here, taken in or not. */
  readonly disagreeing: readonly number[];
}

export const noneLeftOut: LeftOut = {
  refused: [],
  foreign: [],
  noAnswer: [],
  ourReference: [],
  disagreeing: [],
};

/** How many were left out, which rows those are and why; null where every row is taken in. */
export function partlyReason(left: LeftOut): string | null {
  const { refused, foreign, noAnswer, ourReference, disagreeing } = left;
  const others = [
    ...(disagreeing.length === 0 ? [] : [`of two customers: ${rowsSaid(disagreeing)}`]),
    ...(ourReference.length === 0
      ? []
      : [`of nobody known here by a reference of ours: ${rowsSaid(ourReference)}`]),
    ...(foreign.length === 0 ? [] : [`of nobody known here: ${rowsSaid(foreign)}`]),
    ...(noAnswer.length === 0 ? [] : [`no answers: ${rowsSaid(noAnswer)}`]),
  ];
  const [first] = refused;
  if (first !== undefined) {
    const unread = rowsSaid(refused.map(({ record }) => record));
    const said = [`${unread}; the first: ${describeProblem(first.problem)}`, ...others];
    return `${own.partly} (${said.join(' ')})`;
  }
  if (others.length === 0) return null;
  const is =
    disagreeing.length > 0 ? 'disagrees' : ourReference.length > 0 ? 'ourReference' : 'strangers';
  return `${own[is]} (${others.join('; ')})`;
}

/** A person opens the file and looks for them; of very many the first are enough to begin with. */
const MOST_ROWS = 20;

function rowsSaid(rows: readonly number[]): string {
  const first = rows.slice(0, MOST_ROWS).join(', ');
  const more = rows.length > MOST_ROWS ? ` and ${rows.length - MOST_ROWS} more` : '';
  return `${rows.length}, row ${first}${more}`;
}

const sentences: readonly (readonly [code: string, beginning: string])[] = [
  ...Object.entries(own),
  // As it was said once: such files may still lie there.
  ['mprn', 'Set aside: its MPRN is none'],
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
