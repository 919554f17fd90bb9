// Whose an answer of the market is, and what becomes of it: the same for the agent's inbox, for what is
// dropped at a desk, and in practice. In doubt it is ours: an answer too many in the log harms nobody,
// and of a customer who is off and is not heard of nobody knows.
import { mprnOf as mprnOfSubject, type CaseState } from './case.ts';
import { countsAt, isKnown, isSameWord, laterThan, matchedBy } from './evidence.ts';
import type { Answered } from './evidence.ts';
import type { FixState } from './fix.ts';
import type { HeardOf } from './hear.ts';
import type { OutstandingList } from './outstanding.ts';
import { paidSinceOf } from './recovery.ts';
import type { RequestState } from './request.ts';

export interface AnswerOf {
  /** Null of a 601, which names only the message that it rejects. */
  readonly mprn: string | null;
  readonly answer: Answered;
}

/** What is known of a customer where the answer came in. */
export interface KnownOf {
  readonly fixOf: (mprn: string) => FixState | undefined;
  /** Open or closed, for whatever reason. */
  readonly caseOf: (mprn: string) => CaseState | undefined;
  /** Every whole list that ever had a message of theirs, the newest last. */
  readonly listsOf: (mprn: string) => readonly OutstandingList[];
  readonly requestsOf: (mprn: string) => readonly RequestState[];
  /** Whose message this TxRefNbr is, of a back-fix or of any list. */
  readonly mprnOf: (txRefNbr: string) => string | null;
  /** Whoever has a message of this business reference, of a back-fix or on any list. */
  readonly holdersOf: (businessReference: string) => ReadonlySet<string>;
}

export type AnswerVerdict =
  /** By its TxRefNbr or business reference; by MPRN and time alone; of a customer without a back-fix. */
  | { readonly is: 'matched' | 'proposed' | 'other' }
  /** Taken in, and it changes nothing: of two switchings the later counts (FIX10). */
  | { readonly is: 'older'; readonly than: Answered }
  /** Heard before: nothing is done twice. */
  | { readonly is: 'known' }
  /** It names a message of another customer here than its MPRN: nobody's proof. */
  | { readonly is: 'disagrees' }
  | { readonly is: 'notOurs' | 'noMessageOfOurs' };

export interface JudgedAnswer {
  readonly mprn: string | null;
  readonly verdict: AnswerVerdict;
  /** The customer here whose message it names, where its MPRN is of somebody else. */
  readonly whose: string | null;
  /** What the log is told; null of what does not come in. */
  readonly heard: HeardOf | null;
}

/** Judges one after the other: of the same answer twice in one act the second is known. */
export function judging(known: KnownOf): (of: AnswerOf) => JudgedAnswer {
  const seen = new Map<string, HeardOf[]>();
  return (of) => {
    const judged = judgeAnswer(of, known);
    if (judged.heard === null) return judged;
    const once = `${judged.heard.mprn}/${of.answer.txRefNbr}`;
    const alike = seen.get(once) ?? [];
    if (alike.some(({ answer }) => isSameWord(answer, of.answer)))
      return { ...judged, verdict: { is: 'known' }, heard: null };
    seen.set(once, [...alike, judged.heard]);
    return judged;
  };
}

export function judgeAnswer({ mprn: named, answer }: AnswerOf, known: KnownOf): JudgedAnswer {
  const mprn = named ?? known.mprnOf(answer.original ?? '');
  const whose = mprn === null ? null : anotherNamed(mprn, answer, known);
  const aside = (is: 'noMessageOfOurs' | 'notOurs' | 'known' | 'disagrees'): JudgedAnswer => ({
    mprn,
    verdict: { is },
    whose,
    heard: null,
  });
  if (mprn === null) return aside('noMessageOfOurs');
  const fix = known.fixOf(mprn);
  // Whose case was closed, as not ours too, may be ours all the same (FIX11).
  const isOurs =
    fix !== undefined || known.caseOf(mprn) !== undefined || known.listsOf(mprn).length > 0;
  if (!isOurs) return aside('notOurs');
  if (isKnown(answer, fix?.heard ?? [])) return aside('known');
  // Whoever of the two is off is to be looked at; what proves something is nobody's to take.
  const isOff = answer.tells === 'deEnergised';
  if (whose !== null && !isOff) return aside('disagrees');
  const paidSince = isOff ? paidBefore(mprn, answer, known) : null;
  const heard = { mprn, answer, ...(paidSince === null ? {} : { paidSince }) };
  return { mprn, verdict: verdictOn(answer, fix), whose, heard };
}

/** A name that this customer has too, or several others have, tells nobody apart. */
function anotherNamed(mprn: string, answer: Answered, known: KnownOf): string | null {
  const { original, businessReference } = answer;
  if (original !== undefined) {
    const whose = hasNumber(mprn, original, known) ? mprn : known.mprnOf(original);
    if (whose !== null) return whose === mprn ? null : whose;
  }
  const holders = businessReference === undefined ? null : known.holdersOf(businessReference);
  const [holder = mprn] = holders ?? [];
  return holders?.size === 1 && holder !== mprn ? holder : null;
}

function hasNumber(mprn: string, txRefNbr: string, known: KnownOf): boolean {
  return (
    known.caseOf(mprn)?.facts.message017?.txRefNbr === txRefNbr ||
    known.fixOf(mprn)?.items.some(({ txRefNbrs }) => txRefNbrs.includes(txRefNbr)) === true ||
    known
      .listsOf(mprn)
      .some(({ messages }) =>
        messages.some((each) => each.mprn === mprn && each.txRefNbr === txRefNbr),
      )
  );
}

/** Of somebody whom no open case looks after: a list of those days that said so is enough. */
function paidBefore(mprn: string, answer: Answered, known: KnownOf): number | null {
  if (known.caseOf(mprn)?.open === true) return null;
  const lists = known.listsOf(mprn);
  const requests = known.requestsOf(mprn);
  return paidSinceOf({ mprn, off: countsAt(answer), lists, requests });
}

function verdictOn(answer: Answered, fix: FixState | undefined): AnswerVerdict {
  const than = laterThan(answer, fix?.heard ?? []);
  if (than !== undefined) return { is: 'older', than };
  if (fix === undefined) return { is: 'other' };
  const isMatched = fix.items.some((item) => matchedBy(answer, item) !== null);
  return { is: isMatched ? 'matched' : 'proposed' };
}

/** The same, of everything that a desk has read. */
export function knownOf(here: {
  readonly fixes: Iterable<FixState>;
  readonly cases: readonly CaseState[];
  /** The newest last. */
  readonly lists: readonly OutstandingList[];
  readonly requests: readonly RequestState[];
}): KnownOf {
  const { cases, lists, requests } = here;
  const fixes = [...here.fixes];
  const byMprn = new Map(fixes.map((fix) => [fix.mprn, fix]));
  const states = new Map(cases.map((state) => [mprnOfSubject(state.subject), state]));
  const listed = listsByMprn(lists);
  const names = namesOn(lists);
  for (const { mprn, items } of fixes)
    for (const { txRefNbrs } of items) for (const each of txRefNbrs) names.set(each, mprn);
  const holders = holdersOn(lists);
  for (const { mprn, items } of fixes)
    for (const { businessReference } of items) hold(holders, businessReference, mprn);
  return {
    fixOf: (mprn) => byMprn.get(mprn),
    caseOf: (mprn) => states.get(mprn),
    listsOf: (mprn) => listed.get(mprn) ?? [],
    requestsOf: (mprn) => requests.filter(({ made }) => made.mprn === mprn),
    mprnOf: (txRefNbr) => names.get(txRefNbr) ?? null,
    holdersOf: (businessReference) => holders.get(businessReference) ?? new Set(),
  };
}

/** Business reference → the customers who have a message of it. */
export type Holders = Map<string, Set<string>>;

export function holdersOn(lists: readonly OutstandingList[]): Holders {
  const holders: Holders = new Map();
  for (const { messages } of lists)
    for (const { businessReference, mprn } of messages) hold(holders, businessReference, mprn);
  return holders;
}

export function hold(holders: Holders, businessReference: string | null, mprn: string): void {
  if (businessReference === null) return;
  const found = holders.get(businessReference);
  if (found === undefined) holders.set(businessReference, new Set([mprn]));
  else found.add(mprn);
}

/** TxRefNbr → MPRN. Two lists that say different things of one: the newer knows better. */
export const namesOn = (lists: readonly OutstandingList[]): Map<string, string> =>
  new Map(
    lists.flatMap(({ messages }) =>
      messages.flatMap(({ txRefNbr, mprn }) => (txRefNbr === null ? [] : [[txRefNbr, mprn]])),
    ),
  );

function listsByMprn(
  lists: readonly OutstandingList[],
): ReadonlyMap<string, readonly OutstandingList[]> {
  const all = new Map<string, OutstandingList[]>();
  for (const list of lists)
    for (const mprn of new Set(list.messages.map((each) => each.mprn))) {
      const found = all.get(mprn);
      if (found === undefined) all.set(mprn, [list]);
      else found.push(list);
    }
  return all;
}
