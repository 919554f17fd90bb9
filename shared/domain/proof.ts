// What counts as the proof of a back-fix, and who can give it. A message of the market is never typed: it
// is an answer that is here, or a list of the market's that is. A person types a name at the other end,
// or the entry of a ledger, where the plan asks for one; of what went out and came back with nothing, the
// name of whoever said that it ran.
import { isTakeOut, type Proof } from './back-fix-step.ts';
import { windowOf, type DailyState } from './daily.ts';
import { isBegunWith } from './daily-parts.ts';
import type { Heard } from './evidence.ts';
import { isSettled } from './fix.ts';
import { isAnother } from './guard.ts';
import { stopsD05, wantsOn, type FixItem } from './fix-item.ts';

export type ProofFault =
  /** Neither a name, nor an entry, nor an answer. */
  | 'proofMissing'
  /** No such answer is here, no such list, or it says nothing of this. */
  | 'proofNotHere'
  /** This answer names another message. */
  | 'proofOfAnother'
  /** It says of a D05 that it is anything else than cancelled. */
  | 'proofNotCancelled'
  /** The plan asks for another one. */
  | 'proofNotAsked'
  /** The named person is whoever writes it: only of what they did with their own hands is that a word. */
  | 'ownWord'
  /** Nothing of it has left the house: nothing of it can have been done. */
  | 'neverLeft';

/** A 017 that waits with us, or of which somebody found that it never arrived. */
const isOurs = ({ standing, txRefNbr }: FixItem): boolean =>
  standing === 'released' && txRefNbr !== null;

/** What a person may name as its proof, the plan's own first. */
export function provableBy(item: FixItem): readonly Proof[] {
  if (isOurs(item)) return [];
  const { proof, standing, type } = item;
  const isUnanswered =
    type === 'letWaiting017Run' ||
    standing === 'intended' ||
    standing === 'handed' ||
    standing === 'outcomeUnknown' ||
    // Rejected, and the customer is on all the same: Networks says whose record has it.
    standing === 'rejected';
  // Of a D05 that ran a person says what was done about it.
  const asksPerson =
    standing === 'ran' ||
    (isUnanswered && wantsOn.has(type)) ||
    // Nobody heard that it has run; Networks sees it. That there is none, or that it is cancelled, is
    // a word about what waits, and no proof.
    (type === 'watch' && item.about !== null);
  return asksPerson && !proof.includes('namedPerson') ? [...proof, 'namedPerson'] : proof;
}

/** Only these two are typed. */
export const typedProofs = (item: FixItem): readonly ('ledger' | 'namedPerson')[] =>
  provableBy(item).flatMap((each) => (each === 'ledger' || each === 'namedPerson' ? [each] : []));

/** Whether a person may say of this answer that it is the proof. */
export const mayProve = (item: FixItem, heard: Heard): boolean =>
  !isOurs(item) && answerFault(item, heard) === null;

function answerFault(item: FixItem, heard: Heard): ProofFault | null {
  const { tells, original, status } = heard;
  const { type, txRefNbrs } = item;
  if (original !== undefined && txRefNbrs.length > 0 && !txRefNbrs.includes(original))
    return 'proofOfAnother';
  if (wantsOn.has(type)) return tells === 'energised' ? null : 'proofNotHere';
  // That the power is on says nothing of a D05 that waits: it is on because of what people did.
  if (type === 'correctAccount' || tells !== 'requestStatus') return 'proofNotHere';
  // A question is answered by any state of the request; a D05 is stopped by one alone.
  return stopsD05.has(type) && status !== 'cancelled' ? 'proofNotCancelled' : null;
}

/**
 * Whether this day's whole list proves it: by having the message; or it ends the watch of a D05 by not
 * having it, where the list was made after its day, and that day ended after the release and after the
 * word that it is stopped. By itself it says only that the D05 did not go through that day: one that nobody
 * has stopped may wait in EMMA or the hub over 03:00, or with ESB Networks since the day before. A later
 * list that has it speaks against that before it is whole, and so do a line that could not be read and a
 * count that says another number. `items`: all back-fixes of the customer.
 */
export function listProves(
  item: FixItem,
  daily: DailyState,
  items: readonly Pick<FixItem, 'type' | 'because' | 'about' | 'standing' | 'proved'>[],
): boolean {
  const { day, lines, lists } = daily;
  if (lines === null || isOurs(item) || !item.proof.includes('603')) return false;
  const { type, about, txRefNbr, released } = item;
  const name = txRefNbr ?? about;
  const has = lines.some((each) => each.txRefNbr === name);
  if (type === 'cancelD05') return false;
  if (type !== 'watch') return name !== null && has;
  const stops = items.filter((each) => isAboutStopping(each, about));
  if (stops.some((each) => !isSettled(each))) return false;
  const from = Math.max(released.at, ...stops.map(({ proved }) => proved?.at ?? 0));
  const isAfter = (windowOf(day)?.to ?? 0) >= from;
  return isAfter && !has && !isBegunWith(lists, name) && lists.isOver && !isContradicted(daily);
}

/** It stops this D05, or asks whether one waits; with a name on one side alone it may be this one. */
const isAboutStopping = (
  { type, because, about }: Pick<FixItem, 'type' | 'because' | 'about'>,
  d05: string | null,
): boolean =>
  type === 'askFirst'
    ? because === 'd05NotAsked'
    : type === 'cancelD05' && (about === null || d05 === null || about === d05);

/**
 * Some of its lines could not be read, or of 017s the count of that day (602) says another number than it
 * has: what it lacks it may have lost.
 */
export const isContradicted = ({ lines, lists, counts }: DailyState): boolean =>
  lists.unread > 0 ||
  (counts !== null &&
    (counts['017'] ?? 0) !== (lines ?? []).filter(({ type }) => type === '017').length);

/** Taken out of our own EMMA, looked up there, or done about a D05 that ran: nobody else need say so. */
const isByOwnHands = (item: FixItem): boolean =>
  isTakeOut(item) ||
  (item.handing?.channel === 'emma' && item.type === 'cancelD05') ||
  item.type === 'askFirst' ||
  item.standing === 'ran';

/** What was said to prove it, as a command has it. */
export interface Said {
  readonly by: Proof | 'message';
  readonly reference?: string;
  readonly person?: string;
  /** The answer's entry. */
  readonly of?: string;
}

export function proofFault(
  item: FixItem,
  { by, reference = '', person = '', of }: Said,
  known: {
    readonly heard: readonly Heard[];
    readonly dailyOf: (day: string) => DailyState | undefined;
    /** All back-fixes of the customer. */
    readonly items: readonly FixItem[];
    /** Whoever writes it. */
    readonly operator: string;
  },
): ProofFault | null {
  if (isOurs(item)) return 'neverLeft';
  if (of !== undefined) {
    const answer = known.heard.find(({ entry }) => entry === of);
    return answer === undefined ? 'proofNotHere' : answerFault(item, answer);
  }
  if (by === 'namedPerson' || by === 'ledger') {
    if (!provableBy(item).includes(by)) return 'proofNotAsked';
    if ((by === 'ledger' ? reference : person).trim() === '') return 'proofMissing';
    const isOwn = by === 'namedPerson' && !isAnother(person, known.operator);
    return isOwn && !isByOwnHands(item) ? 'ownWord' : null;
  }
  if (by !== '603') return 'proofMissing';
  const daily = known.dailyOf(reference);
  return daily !== undefined && listProves(item, daily, known.items) ? null : 'proofNotHere';
}
