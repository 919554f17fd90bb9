// One back-fix of a customer, worked out of what was written and of what the market said: where it
// stands, by which proof, and what does not agree about it.
import { FAR_AHEAD_MS } from '../log/stamp.ts';
import type { BackFixType, Because, Channel, Owner, Proof } from './back-fix-step.ts';
import type { Doubt, DomainEvent } from './events.ts';
import {
  endsRequest,
  matchedBy,
  saidAt,
  SOON_MS,
  type Heard,
  type Known,
  type MatchedBy,
} from './evidence.ts';
import { attemptOf, type OfAttempt } from './fix-attempt.ts';
import { writtenAt } from './written-at.ts';

export interface FixBy {
  readonly operator: string;
  readonly device: string;
  /** UTC ms, when it happened. */
  readonly at: number;
  readonly entry: string;
}

export type FixStanding =
  /** Waits for its channel. */
  | 'released'
  /** The agent has said that it is about to write it. */
  | 'intended'
  | 'handed'
  /** It may have gone and may not: asked about, never sent again blindly. */
  | 'outcomeUnknown'
  | 'rejected'
  /** The D05 that was to be stopped has run. */
  | 'ran'
  | 'proved'
  | 'takenBack';

export type Discrepancy =
  /** The market says that it was done and that it was rejected. */
  | 'answeredBothWays'
  /** Two desks gave it different TxRefNbrs. */
  | 'releasedApart'
  /** Taken back by one while it was handed over by another. */
  | 'takenBackLate'
  | 'd05Ran';

export interface Handing extends FixBy {
  readonly channel: Channel | 'file';
  readonly file: string | null;
  readonly person: string | null;
  readonly reference: string | null;
}

export interface FixProof {
  readonly by: Proof | 'message';
  /** UTC ms. */
  readonly at: number;
  /** TxRefNbr of the answer, entry of the ledger, whatever it is known by. */
  readonly reference: string | null;
  readonly person: string | null;
  readonly matchedBy: MatchedBy | 'person';
}

export interface FixItem {
  /** `send017/1`: what it is, and its number among those of the customer. */
  readonly key: string;
  readonly type: BackFixType;
  readonly owner: Owner;
  readonly channel: Channel;
  readonly proof: readonly Proof[];
  readonly because: Because;
  /** Place in the plan: what comes first is done first. */
  readonly order: number;
  /** From 1; more than 1 only after a confirmed reject or cancel. */
  readonly attempt: number;
  /** Ours, of the newest attempt; null for what is no message. */
  readonly txRefNbr: string | null;
  /** Of the message in the market that it is about. */
  readonly about: string | null;
  readonly businessReference: string | null;
  /** Every name under which the market may know it, of all attempts and of what it is about. */
  readonly txRefNbrs: readonly string[];
  readonly released: FixBy & {
    readonly release: string;
    /** Device that alone delivers it. */
    readonly agent: string | null;
    /** Why a person let it go though it may do something twice. */
    readonly despite: string | null;
    /** Who authorised it by phone, and when, of somebody who may not release alone. */
    readonly authorised: { readonly by: string; readonly at: number } | null;
  };
  readonly standing: FixStanding;
  /** The agent that has said it is about to write it: nobody else knows whether it went. */
  readonly intent: FixBy | null;
  readonly handing: Handing | null;
  /** Entry of whoever found that it never arrived: it goes once more for that. */
  readonly again: string | null;
  /** Why its outcome is unknown. */
  readonly doubt: (FixBy & { readonly why: Doubt | 'ofEither' }) | null;
  /** The market's reason, of one that it rejected. */
  readonly reason: string | null;
  readonly proved: FixProof | null;
  readonly takenBack: (FixBy & { readonly why: string }) | null;
  readonly answers: readonly (Heard & {
    readonly matchedBy: MatchedBy;
    readonly of: OfAttempt;
  })[];
  readonly discrepancies: readonly Discrepancy[];
  /** UTC ms: when it came to stand as it stands. */
  readonly since: number;
}

export type Attempt = DomainEvent<'fix.released'>;

export function itemOf(
  attempts: readonly Attempt[],
  events: readonly DomainEvent[],
  heard: readonly Heard[],
): FixItem {
  const first = attempts[0]!;
  const attempt = Math.max(...attempts.map(({ body }) => body.attempt));
  const ofThis = attempts.filter(({ body }) => body.attempt === attempt);
  const { key } = first.body;
  const newest = ofThis[0]!;
  const again = events.filter(
    (each): each is Again =>
      each.kind === 'fix.releasedAgain' && each.body.key === key && each.body.attempt === attempt,
  );
  const lastAgain = again.at(-1);
  const plan = again.flatMap(({ body }) => body.plan ?? []).at(-1) ?? newest.body;
  const { type, owner, channel, proof, because, order } = plan;
  const txRefNbrs = [...attempts]
    .sort((one, other) => one.body.attempt - other.body.attempt)
    .flatMap(({ body }) => body.txRefNbr ?? []);
  const { txRefNbr = null, about = null, businessReference = null } = newest.body;
  const name = txRefNbr ?? about;
  // A reference that several messages of the customer have names none of them.
  const isShared = events.some(
    ({ kind, body }) =>
      kind === 'fix.released' &&
      body.key !== key &&
      body.businessReference === businessReference &&
      (body.txRefNbr ?? body.about ?? null) !== name,
  );
  const known: Known = {
    txRefNbrs: [...new Set([...(about === null ? [] : [about]), ...txRefNbrs])],
    businessReference: isShared ? null : businessReference,
  };
  const matched = heard.flatMap((each) => {
    const by = matchedBy(each, known);
    return by === null ? [] : [{ ...each, matchedBy: by }];
  });
  const ofThese = { key, attempt, attempts, txRefNbr, about };
  const ofAttempt = attemptOf({ ...ofThese, events, answers: matched });
  const answers = matched.map((each) => ({ ...each, of: ofAttempt(each) }));
  const marks = marksOf(key, attempt, events, again);
  const meaning = answers.flatMap((each) => {
    const means = meaningOf(each, type, { about, releasedAt: first.recordedAt });
    return means === null ? [] : [{ ...each, means }];
  });
  const wanted = type === 'cancelD05' || type === 'watch' ? about : txRefNbr;
  const said = (means: Means) => meaning.filter((each) => each.means === means).at(-1);
  // Of a cut-off nobody waits for a reference: any that came soon after the release is this D05, until
  // a person says otherwise.
  const offs = heard.filter(
    (each) =>
      each.tells === 'deEnergised' &&
      each.original === undefined &&
      saidAt(each) >= first.recordedAt &&
      saidAt(each) - first.recordedAt < SOON_MS,
  );
  const ran = said('ran') ?? (stopsD05.has(type) ? offs.at(-1) : undefined);
  const arrived = said('arrived');
  /** What was to run by itself is handed to nobody: a person has taken it out of our own EMMA. */
  const isTakenOut =
    type === 'letWaiting017Run' && marks.takenBack !== null && marks.handing?.channel === 'emma';
  // That somebody else's message has arrived keeps nobody from following it no more.
  const isOut = !isTakenOut && (marks.isOut || (arrived !== undefined && txRefNbr !== null));
  const rejected = said('rejected');
  /** A person has decided about the reject: nothing more is sent. */
  const isDropped =
    marks.takenBack !== null &&
    rejected !== undefined &&
    (isTakenOut || writtenAt(marks.takenBack) >= rejected.learntAt);
  const apart = new Set(ofThis.flatMap(({ body }) => body.txRefNbr ?? [])).size > 1;
  const base = {
    key,
    type,
    owner,
    channel,
    proof,
    because,
    order,
    attempt,
    txRefNbr,
    about,
    businessReference,
    txRefNbrs: known.txRefNbrs,
    released: {
      ...byOf(newest),
      release: newest.body.release,
      agent: (lastAgain ?? newest).body.agent ?? null,
      despite:
        [...ofThis, ...again].find(({ body }) => body.despite !== undefined)?.body.despite ?? null,
      authorised: [lastAgain, newest].flatMap((each) => authorisedOf(each) ?? []).at(0) ?? null,
    },
    intent: marks.intended === null ? null : byOf(marks.intended),
    handing: marks.handing,
    again: null,
    doubt: null,
    reason: null,
    proved: null,
    takenBack: null,
    answers,
  };
  const saysOtherwise =
    said('done') !== undefined ||
    // A person had said so before the market said that it was not done.
    (marks.proved !== null &&
      rejected !== undefined &&
      rejected.learntAt > writtenAt(marks.proved));
  const discrepancies: readonly Discrepancy[] = [
    ...(saysOtherwise && rejected !== undefined && wanted !== null
      ? (['answeredBothWays'] as const)
      : []),
    ...(apart ? (['releasedApart'] as const) : []),
    ...(marks.takenBack !== null && isOut && !isDropped ? (['takenBackLate'] as const) : []),
    ...(ran === undefined ? [] : (['d05Ran'] as const)),
  ];
  const stand = (standing: FixStanding, since: number, more: Partial<FixItem> = {}): FixItem => ({
    ...base,
    ...more,
    standing,
    since,
    discrepancies,
  });

  const typed = marks.proved;
  // Open until a person says what was done about it; what was proved before it ran says nothing.
  if (ran !== undefined && (typed === null || writtenAt(typed) < ran.learntAt))
    return stand('ran', ran.learntAt);
  if (typed !== null) {
    const { by, reference = null, person = null } = typed.body;
    const at = typed.happenedAt;
    const proved = { by, at, reference, person, matchedBy: 'person' as const };
    return stand('proved', writtenAt(typed), { proved });
  }
  const done = said('done');
  if (done !== undefined) {
    const { type: by, txRefNbr: reference, at, matchedBy: matched } = done;
    const proved = { by: proofOf(by), at, reference, person: null, matchedBy: matched };
    // A message that was rejected or cancelled runs in no later round either.
    const isForGood = wantsNoOff.has(type);
    const since = isForGood ? Math.max(done.learntAt, writtenAt(newest)) : done.learntAt;
    return stand('proved', since, { proved });
  }
  const reason = rejected === undefined ? null : reasonOf(rejected);
  if (rejected !== undefined && !isDropped) return stand('rejected', rejected.learntAt, { reason });
  if (marks.takenBack !== null && (!isOut || isDropped)) {
    const { why } = marks.takenBack.body;
    const takenBack = { ...byOf(marks.takenBack), why };
    return stand('takenBack', marks.takenBack.recordedAt, { takenBack, reason });
  }
  const { last } = marks;
  if (last === null) return stand('released', (lastAgain ?? newest).recordedAt);
  // Of this attempt or of the one before it: neither sent anew nor waited for, but asked about.
  const either = answers.filter((each) => each.of === 'either' && endsRequest(each)).at(-1);
  const told = either && events.find(({ id }) => id === either.entry);
  const isSettledSince = arrived !== undefined && either !== undefined && arrived.at > either.at;
  if (told !== undefined && marks.isOut && wantsOn.has(type) && !isSettledSince) {
    const doubt = { ...byOf(told), why: 'ofEither' as const };
    return stand('outcomeUnknown', writtenAt(told), { doubt });
  }
  if (last.kind === 'fix.doubted' && arrived === undefined) {
    const doubt = { ...byOf(last), why: last.body.why };
    return stand('outcomeUnknown', last.recordedAt, { doubt });
  }
  if (last.kind === 'fix.asked' && last.body.found === 'notArrived' && arrived === undefined)
    // The same one may go again: it never came.
    return stand('released', Math.max(last.recordedAt, lastAgain?.recordedAt ?? 0), {
      handing: null,
      again: last.id,
    });
  if (last.kind === 'fix.asked' && last.body.found === 'unknown' && arrived === undefined)
    return stand('outcomeUnknown', last.recordedAt, {
      doubt: { ...byOf(last), why: 'asked' },
    });
  if (last.kind === 'fix.intended') return stand('intended', last.recordedAt);
  // Whoever was told that it arrived waits from then on.
  const hasArrived = last.kind === 'fix.asked';
  return stand('handed', hasArrived ? last.recordedAt : (marks.handing?.at ?? last.recordedAt));
}

function authorisedOf(event: Attempt | Again | undefined): FixItem['released']['authorised'] {
  const { authorisedBy, authorisedAt = event?.recordedAt ?? 0 } = event?.body ?? {};
  return authorisedBy === undefined ? null : { by: authorisedBy, at: authorisedAt };
}

const reasonOf = ({ type, reasonCode, comment }: Heard): string =>
  [type, reasonCode, comment].filter(Boolean).join(' ');

type Again = DomainEvent<'fix.releasedAgain'>;
type Mark = DomainEvent<'fix.intended' | 'fix.handed' | 'fix.doubted' | 'fix.asked'>;

interface Marks {
  /** The last that was said of where this attempt is. */
  readonly last: Mark | null;
  readonly intended: DomainEvent<'fix.intended'> | null;
  readonly handing: Handing | null;
  readonly proved: DomainEvent<'fix.proved'> | null;
  /** The last that no releasing again has undone. */
  readonly takenBack: DomainEvent<'fix.takenBack'> | null;
  /** It may have left the house, and nobody has found that it never arrived. */
  readonly isOut: boolean;
}

const noMarks: Marks = {
  last: null,
  intended: null,
  handing: null,
  proved: null,
  takenBack: null,
  isOut: false,
};

function marksOf(
  key: string,
  attempt: number,
  events: readonly DomainEvent[],
  again: readonly Again[],
): Marks {
  const undone = new Set(again.flatMap(({ body }) => body.of ?? []));
  // What went because somebody had asked comes after that, however fast the clock of whoever asked is.
  const answered = new Set(
    events.flatMap((each) =>
      each.kind === 'fix.intended' || each.kind === 'fix.handed' ? (each.body.of ?? []) : [],
    ),
  );
  let marks = noMarks;
  for (const event of events) {
    if (!('key' in event.body) || event.body.key !== key) continue;
    if (event.kind === 'fix.proved') marks = { ...marks, proved: event };
    if (!('attempt' in event.body) || event.body.attempt !== attempt) continue;
    switch (event.kind) {
      case 'fix.intended':
        marks = { ...marks, last: event, intended: event, isOut: true };
        break;
      case 'fix.handed': {
        const { channel, file = null, person = null, reference = null } = event.body;
        const handing = { ...byOf(event), channel, file, person, reference };
        marks = { ...marks, last: event, handing, isOut: true };
        break;
      }
      case 'fix.doubted':
        marks = { ...marks, last: event };
        break;
      case 'fix.asked':
        if (answered.has(event.id)) break;
        marks = { ...marks, last: event, isOut: event.body.found !== 'notArrived' };
        break;
      case 'fix.takenBack':
        if (!undone.has(event.id)) marks = { ...marks, takenBack: event };
        break;
      default:
    }
  }
  return marks;
}

type Means = 'done' | 'rejected' | 'arrived' | 'ran';

export const wantsOn = new Set<BackFixType>([
  'send017',
  'sendAgain017',
  'letWaiting017Run',
  'esbnRecords',
  'siteVisit',
]);
const byPeople = new Set<BackFixType>(['esbnRecords', 'siteVisit']);
export const stopsD05 = new Set<BackFixType>(['cancelD05', 'watch']);
const wantsNoOff = new Set<BackFixType>(['cancelD05', 'watch', 'askFirst']);

/** What an answer says of this back-fix; null where it is about an attempt that is over. */
function meaningOf(
  answer: FixItem['answers'][number],
  type: BackFixType,
  { about, releasedAt }: { readonly about: string | null; readonly releasedAt: number },
): Means | null {
  const { tells, original } = answer;
  if (wantsOn.has(type)) {
    if (tells === 'energised') return 'done';
    // A visit, or what Networks records, is no message: the reject of the E05 before is why it is wanted.
    if (answer.of !== 'this' || byPeople.has(type)) return null;
    if (endsRequest(answer)) return 'rejected';
    return tells === 'requestStatus' || tells === 'delayed' ? 'arrived' : null;
  }
  if (!wantsNoOff.has(type)) return null;
  if (original === undefined)
    return endsRequest(answer) && !isOfEarlier(answer, releasedAt) ? 'done' : null;
  if (original !== about) return null;
  if (tells === 'deEnergised') return 'ran';
  // A D05 that was rejected or cancelled runs no more.
  return endsRequest(answer) ? 'done' : null;
}

/** By its reference alone it may be about a D05 of an earlier day that had the same: a person says so. */
export const isOfEarlier = ({ original, at }: Heard, releasedAt: number): boolean =>
  original === undefined && at < releasedAt - FAR_AHEAD_MS;

const proofOf = (type: string): FixProof['by'] =>
  type === '131' ? '131' : type === '106E' || type === '307' ? '106E or 307' : 'message';

export const byOf = (event: DomainEvent): FixBy => ({
  operator: event.operator,
  device: event.device,
  at: event.happenedAt,
  entry: event.id,
});
