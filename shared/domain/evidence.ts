// What the market says of a message, and to which back-fix it belongs: by TxRefNbr, then by business
// reference. MPRN and time only ever propose; a person says whether it is so. A word is one word however
// often it arrives, whatever else came under its number, and the market's own time says which of two is
// the later one.
import * as v from 'valibot';
import { MINUTE } from './backstop-clock.ts';

/** What an answer is good for; the market's table of messages says it of each type. */
export const answerTells = [
  'energised',
  'deEnergised',
  'requestStatus',
  'delayed',
  'rejected',
  'rejectedAtGateway',
] as const;
export type AnswerTells = (typeof answerTells)[number];

/** How far a request has come, as a 131 says it. */
export const requestStatuses = ['open', 'completed', 'cancelled'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

const short = v.pipe(v.string(), v.maxLength(200));
/** UTC ms, and a date can be made of it. */
const instant = v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15));

export const heardSchema = v.object({
  /** The market's message type: `307`. */
  type: short,
  tells: v.picklist(answerTells),
  /** Of the answer itself; the market's other answers may have it too. */
  txRefNbr: short,
  /** The market's own time of it, UTC ms. */
  at: instant,
  /** When it was switched, where the answer says so, UTC ms. */
  effectiveAt: v.optional(instant),
  /** TxRefNbr of the message that it answers. */
  original: v.optional(short),
  businessReference: v.optional(short),
  networksReference: v.optional(short),
  statusCode: v.optional(short),
  /** What the status code means, where that is known. */
  status: v.optional(v.picklist(requestStatuses)),
  reasonCode: v.optional(short),
  comment: v.optional(short),
  file: v.optional(short),
});
export type Answered = Readonly<v.InferOutput<typeof heardSchema>>;

/** An answer as the log has it. */
export interface Heard extends Answered {
  readonly entry: string;
  /** UTC ms: when it was learnt here. */
  readonly learntAt: number;
}

/**
 * A disconnection so soon after a customer was put back, or after it was to be stopped, is taken for a
 * D05 that had waited [D]; later ones are of another day. Milliseconds.
 */
export const SOON_MS = 3 * 24 * 60 * MINUTE;

/** All by which an answer is the one that it is: not the file, the remark or the reason that came with it. */
function contentOf(answer: Answered): string {
  const { txRefNbr, type, tells, at, effectiveAt, original, businessReference } = answer;
  const says = answer.status ?? answer.statusCode;
  const content = [txRefNbr, type, tells, at, effectiveAt, says, original, businessReference];
  return JSON.stringify(content.map((each) => each ?? null));
}

/** One word, however often it arrives. Another one under a number that was used before is another word. */
export const isSameWord = (one: Answered, other: Answered): boolean =>
  contentOf(one) === contentOf(other);

/** Oldest first by the market's own time; the TxRefNbr decides where two have the same, then what they say. */
export function byMarketTime(one: Answered, other: Answered): number {
  return one.at - other.at || (contentOf(one) < contentOf(other) ? -1 : 1);
}

/** An answer, and when it was learnt where it is learnt already, UTC ms. */
export type Learnt<A extends Answered = Answered> = A & { readonly learntAt?: number };

/**
 * When the meter was switched at the latest, UTC ms: as far as the answer says it, and no later than it was
 * learnt. What says of a time still to come what is so would overrule whatever is heard until then.
 */
export const switchedAt = (answer: Learnt): number => byThen(answer, toldOf(answer));

/**
 * A clock here may be so slow [D], milliseconds: set wrongly by minutes, and moved since the gateway was
 * heard. What is wrong by a zone or a summer hour is wrong by more.
 */
const SLOW_MS = 30 * MINUTE;

/**
 * The same where it is set against other times and is no proof of anything, UTC ms: a time that is only a
 * little ahead of when it was learnt is the market's, and the clock here is the slow one. Counted as
 * earlier, a cut-off would stand before what somebody with a better clock said of the time before it.
 */
export const countsAt = (answer: Learnt): number =>
  isFarAhead(answer) ? switchedAt(answer) : toldOf(answer);

const isFarAhead = (answer: Learnt): boolean =>
  toldOf(answer) > (answer.learntAt ?? Infinity) + SLOW_MS;

/** When it was written, by the market's own time, at the latest; UTC ms. */
export const saidAt = (answer: Learnt): number => byThen(answer, answer.at);

const byThen = ({ learntAt = Infinity }: Learnt, at: number): number => Math.min(at, learntAt);

/** The time that the answer gives, possible or not. */
const toldOf = ({ effectiveAt, at }: Answered): number => effectiveAt ?? at;

/** What a console that has heard it is brought once more, from whatever file. */
export const isKnown = (answer: Answered, all: readonly Heard[]): boolean =>
  all.some((heard) => isSameWord(heard, answer));

/**
 * The last word that says on or off, by when it was switched; undefined where none does. Of two of one
 * moment nobody knows which was the last: off counts, since one who is on is soon asked. Those that were
 * learnt at once, one of them of a time far ahead, keep the market's order.
 */
export function lastSwitching<A extends Learnt>(answers: readonly A[]): A | undefined {
  const all = answers.filter(({ tells }) => switchings.has(tells));
  const far = new Set(all.flatMap((each) => (isFarAhead(each) ? [each.learntAt] : [])));
  const at = (answer: Learnt) => (far.has(answer.learntAt) ? switchedAt(answer) : countsAt(answer));
  /** Off at a time that had come. */
  const isOffThen = (answer: Learnt) =>
    answer.tells === 'deEnergised' && at(answer) === toldOf(answer);
  return all
    .sort(
      (one, other) =>
        at(one) - at(other) ||
        Number(isOffThen(one)) - Number(isOffThen(other)) ||
        toldOf(one) - toldOf(other) ||
        Number(one.tells === 'deEnergised') - Number(other.tells === 'deEnergised') ||
        byMarketTime(one, other),
    )
    .at(-1);
}

/**
 * The word of on or off that was here before this one came and is later than it by the market's own time;
 * undefined where it is no old word, or says neither on nor off. It is taken in all the same, and changes nothing.
 */
export function laterThan<A extends Learnt>(answer: Learnt, before: readonly A[]): A | undefined {
  if (!switchings.has(answer.tells)) return undefined;
  const last = lastSwitching(before);
  return last !== undefined && countsAt(last) > countsAt(answer) ? last : undefined;
}

/** The same of one that the log has, among all that it has of this customer. */
export const laterThanHeard = (heard: Heard, all: readonly Heard[]): Heard | undefined =>
  laterThan(
    heard,
    all.filter(({ learntAt }) => learntAt < heard.learntAt),
  );

const switchings = new Set<AnswerTells>(['energised', 'deEnergised']);

/** The request is over, and was not done. */
export const endsRequest = ({ tells, status }: Answered): boolean =>
  tells === 'rejected' ||
  tells === 'rejectedAtGateway' ||
  (tells === 'requestStatus' && status === 'cancelled');

/** Names under which the market knows what a back-fix is about. */
export interface Known {
  /** Of its own messages and of the one that it is about, the newest last. */
  readonly txRefNbrs: readonly string[];
  readonly businessReference: string | null;
}

export type MatchedBy = 'txRefNbr' | 'businessReference';

/** By what an answer belongs to it; null when neither says so. */
export function matchedBy(heard: Answered, known: Known): MatchedBy | null {
  if (heard.original !== undefined)
    return known.txRefNbrs.includes(heard.original) ? 'txRefNbr' : null;
  return heard.businessReference !== undefined &&
    heard.businessReference === known.businessReference
    ? 'businessReference'
    : null;
}
