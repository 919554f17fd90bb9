// What the market does by itself when its systems are back, whatever was done by phone since: messages
// that wait run in their old order. Every open customer, and everybody of whom a message waits, is in
// exactly one group, the most dangerous first. Somebody on supply with a waiting D05 who has paid
// since has no case and nobody looks: the list of outstanding 017s is what finds them.
import { FAR_AHEAD_MS } from '../log/stamp.ts';
import { mprnOf, type CaseState } from './case.ts';
import { roundOf, saidToBeOn } from './closing.ts';
import type { D05Answer } from './events.ts';
import { matchedBy, SOON_MS, type Heard } from './evidence.ts';
import type { FixState } from './fix.ts';
import { stopsD05, type FixItem } from './fix-item.ts';
import { followedOf } from './followed.ts';
import {
  hasPaidSince,
  mayRun,
  switches,
  type OutstandingList,
  type OutstandingMessage,
} from './outstanding.ts';
import { isE05TakenOut } from './out-of-emma.ts';
import { ranUnnamed } from './ran-unnamed.ts';
import type { RequestState } from './request.ts';
import { isStopped, standsAgainst, type Against } from './stopped-d05.ts';

export const recoveryGroups = [
  /** A D05 waits, nobody has stopped it, and the customer has a case or has paid since. */
  'cutOff',
  /** A reconnection waits for somebody who has been put back, or two of them wait. */
  'doubled',
  /** A reconnection waits and puts the customer back by itself. */
  'runs',
  /** Nothing waits: what was done by phone stands in no system. */
  'nothing',
  /** Sent, outcome unknown; or no MPRN; or nobody knows of a message. */
  'unknown',
  /** Nobody's case; Networks says that it cancelled or holds the D05, which is not proved. */
  'stopped',
  /** A D05 waits, and the customer has not paid as far as anybody knows. */
  'unpaid',
  /** An open case that the market itself says is back, of whom nothing waits any more. */
  'answered',
] as const;
export type RecoveryGroup = (typeof recoveryGroups)[number];

/** The rooms a 017 passes on its way to the meter. */
export const way = ['emma', 'hub', 'esbn', 'mdms', 'meter'] as const;
export type Room = (typeof way)[number];

/** What stands between a customer and a waiting D05. */
export type Guard =
  | { readonly state: 'notNeeded' }
  | { readonly state: 'nobodyAsked' }
  | { readonly state: 'asked'; readonly at: number; readonly reference: string }
  | {
      readonly state: 'answered';
      readonly answer: D05Answer;
      readonly at: number;
      readonly person: string | null;
      readonly reference: string | null;
      /** Whether this answer stops the D05 that waits. */
      readonly stops: boolean;
    };

export interface RecoveryRow {
  readonly mprn: string | null;
  /** The open case; null where nobody looks. */
  readonly state: CaseState | null;
  readonly group: RecoveryGroup;
  readonly messages: readonly OutstandingMessage[];
  /** The message that decides the group; null where none waits. */
  readonly deciding: OutstandingMessage | null;
  /** The last payment that anybody knows of, UTC ms. */
  readonly paidAt: number | null;
  readonly hasPaidSince: boolean;
  readonly guard: Guard;
  /** When EMMA said what waits, UTC ms; null without a list. */
  readonly listedAt: number | null;
  /** A back-fix of this round stopped the D05, with its proof, or it has run; and no other one waits. */
  readonly isD05Over: boolean;
}

export interface Recovery {
  /** The newest whole list of outstanding 017s; null while none was brought in. */
  readonly list: OutstandingList | null;
  /** Open cases. */
  readonly states: readonly CaseState[];
  /** What was asked of Networks about D05s; others are passed over. */
  readonly requests: readonly RequestState[];
  /** What the market has said of a customer since, and what became of our back-fixes. */
  readonly fixOf?: (mprn: string) => FixState | undefined;
}

export function recoveryOf(known: Recovery): readonly RecoveryRow[] {
  const { list, states, requests, fixOf = () => undefined } = known;
  const messages = new Map<string, OutstandingMessage[]>();
  for (const each of stillWaiting(list, fixOf, states)) {
    const found = messages.get(each.mprn);
    if (found === undefined) messages.set(each.mprn, [each]);
    else found.push(each);
  }
  const holds = new Map<string, RequestState[]>();
  for (const each of requests) {
    if (each.made.type !== 'holdD05' || each.withdrawn !== null) continue;
    const found = holds.get(each.made.mprn);
    if (found === undefined) holds.set(each.made.mprn, [each]);
    else found.push(each);
  }
  const listedAt = list?.asOf ?? null;
  const rows: RecoveryRow[] = [];
  const seen = new Set<string>();
  for (const state of states) {
    const mprn = mprnOf(state.subject);
    if (mprn !== null) seen.add(mprn);
    const listed = mprn === null ? [] : (messages.get(mprn) ?? []);
    const asked = mprn === null ? [] : (holds.get(mprn) ?? []);
    const fix = mprn === null ? undefined : fixOf(mprn);
    const of = withFacts(listed, { state, mprn, fix, list });
    rows.push(rowOf({ mprn, state, messages: of, holds: asked, listedAt, fix }));
  }
  for (const [mprn, listed] of messages) {
    if (seen.has(mprn)) continue;
    const asked = holds.get(mprn) ?? [];
    const row = rowOf({
      mprn,
      state: null,
      messages: listed,
      holds: asked,
      listedAt,
      fix: undefined,
    });
    // A D05 that never left harms nobody, and nobody has to do anything about it.
    const isHarmless = row.deciding === null && listed.every((each) => switches(each) === 'off');
    if (!isHarmless) rows.push(row);
  }
  return rows;
}

/** What of the list nothing was heard of since: an answered message runs no more, however old the list. */
export function stillWaiting(
  list: OutstandingList | null,
  fixOf: (mprn: string) => FixState | undefined,
  /** Open cases: a word of an earlier round says nothing of a D05 without a name. */
  states: readonly CaseState[],
): readonly OutstandingMessage[] {
  if (list === null) return [];
  const cases = new Map(states.map((state) => [mprnOf(state.subject), state]));
  const alike = new Map<string, OutstandingMessage[]>();
  for (const each of list.messages) {
    const found = alike.get(nameOf(each));
    if (found === undefined) alike.set(nameOf(each), [each]);
    else found.push(each);
  }
  return list.messages.filter((each) => {
    const fix = fixOf(each.mprn);
    if (fix === undefined) return true;
    const state = cases.get(each.mprn);
    const round = roundOf(state ?? null);
    const others = othersOf(each, fix, alike.get(nameOf(each)) ?? []);
    return (
      !isOver(each, fix, { listedAt: list.asOf, round }, others) &&
      !ranUnnamed(each, fix, { list, state })
    );
  });
}

/** What else has its reference; ours are told apart by themselves. */
function othersOf(
  message: OutstandingMessage,
  { items }: FixState,
  listed: readonly OutstandingMessage[],
): readonly ('on' | 'off' | null)[] {
  const { txRefNbr, businessReference } = message;
  const own = items.find((item) => item.txRefNbr !== null && item.txRefNbr === txRefNbr);
  const isOther = (name: string | null) =>
    name !== txRefNbr && own?.txRefNbrs.includes(name ?? '') !== true;
  return [
    ...listed.filter((each) => isOther(each.txRefNbr)).map(switches),
    // A newer list may have it no more, and its answer comes all the same.
    ...items.flatMap(({ type, about, businessReference: reference }) =>
      type === 'letWaiting017Run' && reference === businessReference && isOther(about)
        ? (['on'] as const)
        : [],
    ),
  ];
}

const nameOf = ({ mprn, businessReference }: OutstandingMessage): string =>
  `${mprn} ${businessReference ?? ''}`;

/**
 * It has run, was rejected or cancelled: the market says so, or somebody since the list. More than
 * stopped: what ran waits no more either, and a reconnection is taken out or runs.
 */
function isOver(
  message: OutstandingMessage,
  fix: FixState,
  against: Against,
  others: ReturnType<typeof othersOf> = [],
): boolean {
  const { txRefNbr, sentAt } = message;
  const way = switches(message);
  /** A reference that several have names none of them, but for a word that is of one direction alone. */
  const knownTo = ({ tells }: Heard) => {
    const said = saysOf(tells);
    const isShared = others.some((other) => said === null || other === null || other === said);
    const businessReference = isShared ? null : message.businessReference;
    return { txRefNbrs: txRefNbr === null ? [] : [txRefNbr], businessReference };
  };
  /** Switched on, a D05 has not run by it, and waits all the same. */
  const isOfOther = ({ tells }: Heard) =>
    way !== null && saysOf(tells) !== null && saysOf(tells) !== way;
  /** By its reference alone: before it was sent, the word is about an earlier one that had the same. */
  const isOlder = ({ original, at }: Heard) =>
    original === undefined && sentAt !== null && at < sentAt - FAR_AHEAD_MS;
  // All attempts of ours share the business reference: what was said of the one before ends no other.
  const own = fix.items.find((each) => txRefNbr !== null && each.txRefNbr === txRefNbr);
  const ofAnother = new Set(
    own?.answers.flatMap((each) =>
      each.of === 'this' || each.tells === 'energised' ? [] : [each.entry],
    ),
  );
  return (
    fix.heard.some(
      (each) =>
        endsIt(each) &&
        !isOfOther(each) &&
        matchedBy(each, knownTo(each)) !== null &&
        !isOlder(each) &&
        !ofAnother.has(each.entry),
    ) ||
    (switches(message) === 'on'
      ? isE05TakenOut(message, fix.items, against)
      : isStopped(message, fix, against)) ||
    fix.items.some(
      (item) => item.about !== null && item.about === txRefNbr && hasRun(item, against.listedAt),
    )
  );
}

const hasRun = (item: FixItem, listedAt: number | null): boolean =>
  item.standing === 'ran' ||
  (item.type === 'letWaiting017Run' && item.standing === 'proved' && standsAgainst(item, listedAt));

const saysOf = (tells: Heard['tells']): 'on' | 'off' | null =>
  tells === 'energised' ? 'on' : tells === 'deEnergised' ? 'off' : null;

const endsIt = ({ tells, status }: Heard): boolean =>
  tells === 'requestStatus'
    ? status === 'completed' || status === 'cancelled'
    : tells !== 'delayed';

/**
 * What somebody without an open case had paid since the D05 that switched them off at `off` was sent;
 * null when no list of those days said so: the newest one may have the D05 no more. UTC ms.
 */
export function paidSinceOf(known: {
  readonly mprn: string;
  readonly off: number;
  /** Every whole list, the newest last. */
  readonly lists: readonly OutstandingList[];
  readonly requests: readonly RequestState[];
}): number | null {
  const { mprn, off, lists } = known;
  const requests = known.requests.filter(({ made }) => made.mprn === mprn);
  for (const list of [...lists].reverse()) {
    if (Math.abs(off - list.asOf) >= SOON_MS) continue;
    const messages = list.messages.filter((each) => each.mprn === mprn);
    const [row] = recoveryOf({ list: { ...list, messages }, states: [], requests });
    if (row?.hasPaidSince === true) return row.paidAt;
  }
  return null;
}

/** Where a message is held; null when nobody knows, or it waits nowhere. */
export function heldIn(message: OutstandingMessage | null): Room | null {
  switch (message?.state) {
    case 'queuedInEmma':
      return 'emma';
    case 'atHub':
      return 'hub';
    case 'accepted':
      return 'esbn';
    default:
      return null;
  }
}

/**
 * What the list says, and what the case knows beside it: a D05 that waits at Networks is in no list of
 * EMMA's. Without a list the case's own facts are all there is.
 */
function withFacts(
  listed: readonly OutstandingMessage[],
  of: {
    readonly state: CaseState;
    readonly mprn: string | null;
    readonly fix: FixState | undefined;
    readonly list: OutstandingList | null;
  },
): readonly OutstandingMessage[] {
  const { state, mprn, fix, list } = of;
  const { message017, openD05, paidAt } = state.facts;
  const own = (reason: string, state_: OutstandingMessage['state']): OutstandingMessage => ({
    mprn: mprn ?? '',
    reason,
    txRefNbr: message017?.txRefNbr ?? null,
    businessReference: null,
    sentAt: message017?.sentAt ?? null,
    state: state_,
    paidAt: paidAt ?? null,
  });
  const known = [...listed];
  const ownReason = message017?.reason ?? 'E05';
  const isListed = known.some((each) =>
    message017?.txRefNbr === undefined
      ? each.reason === ownReason
      : each.txRefNbr === message017.txRefNbr,
  );
  // A list that does not have it knows better than an older export, but for what is past EMMA.
  const isPastEmma = message017?.state === 'atHub' || message017?.state === 'accepted';
  const isGone = ownReason === 'D05' && openD05 === 'no';
  if (message017 !== undefined && !isListed && !isGone && (list === null || isPastEmma)) {
    const exported = own(ownReason, message017.state);
    // No list has it, and so none tells otherwise.
    const against = { listedAt: null, round: roundOf(state) };
    if (fix === undefined || !isOver(exported, fix, against)) known.push(exported);
  }
  known.push(...handedOver(fix, mprn ?? '', list).filter(({ txRefNbr }) => !has(known, txRefNbr)));
  if (list !== null && saidToBeOn(fix, state) === null) known.push(...lost(state, fix, known));
  const hasOff = known.some((each) => switches(each) !== 'on' && mayRun(each));
  if (openD05 === 'yes' && !hasOff && !isD05Over(fix, state))
    known.push({ ...own('D05', 'unknown'), txRefNbr: null, sentAt: null });
  return known;
}

const has = (messages: readonly OutstandingMessage[], txRefNbr: string | null): boolean =>
  messages.some((each) => each.txRefNbr === txRefNbr);

/**
 * Followed, and the list has it no more: it has run and nobody heard of it, or is gone, or waits past
 * EMMA. Nobody knows which, and so somebody asks.
 */
function lost(
  state: CaseState,
  fix: FixState | undefined,
  known: readonly OutstandingMessage[],
): readonly OutstandingMessage[] {
  const ons = known.filter((each) => switches(each) === 'on');
  const isKnown = (about: string | null) =>
    ons.some(({ txRefNbr }) => txRefNbr === null || about === null || txRefNbr === about);
  return followedOf(fix, state.facts)
    .filter(({ about }) => !isKnown(about))
    .map(({ about, businessReference }) => ({
      mprn: mprnOf(state.subject) ?? '',
      reason: 'E05',
      txRefNbr: about,
      businessReference,
      sentAt: null,
      state: 'unknown',
      paidAt: null,
    }));
}

/** Our own 017s that were handed over and are not answered: they run by themselves like any other. */
function handedOver(
  fix: FixState | undefined,
  mprn: string,
  list: OutstandingList | null,
): readonly OutstandingMessage[] {
  return (fix?.items ?? []).flatMap((item): readonly OutstandingMessage[] => {
    const { standing, txRefNbr, businessReference, handing, released } = item;
    if (standing !== 'handed' || txRefNbr === null || handing === null) return [];
    // A list of after that has left it out: it is past EMMA.
    const isPastEmma = list !== null && list.asOf >= handing.at;
    const state = isPastEmma ? 'accepted' : 'queuedInEmma';
    const sentAt = released.at;
    return [{ mprn, reason: 'E05', txRefNbr, businessReference, sentAt, state, paidAt: null }];
  });
}

/**
 * The D05 that an export spoke of, without a name, and that no list has: it was stopped in this round of
 * the case, or one has run, which is more than stopped.
 */
function isD05Over(fix: FixState | undefined, state: CaseState): boolean {
  const round = roundOf(state);
  const ran = ({ type, standing, since }: FixItem) =>
    stopsD05.has(type) && standing === 'ran' && since >= round;
  return (
    isStopped({ txRefNbr: null, sentAt: null }, fix, { listedAt: null, round }) ||
    (fix?.items ?? []).some(ran)
  );
}

function rowOf(known: {
  readonly mprn: string | null;
  readonly state: CaseState | null;
  readonly messages: readonly OutstandingMessage[];
  readonly holds: readonly RequestState[];
  readonly listedAt: number | null;
  readonly fix: FixState | undefined;
}): RecoveryRow {
  const { mprn, state, messages, holds, listedAt, fix } = known;
  const paidAt = latest([state?.facts.paidAt ?? null, ...messages.map((each) => each.paidAt)]);
  const waiting = messages.filter(mayRun);
  const offs = waiting.filter((each) => switches(each) !== 'on').sort(newestFirst);
  const ons = waiting.filter((each) => switches(each) === 'on').sort(newestFirst);
  const word = wordOf(state, holds);
  // Of several the first that nobody has stopped; one whose time nobody knows may be any of them.
  const running = offs.filter((each) => word === null || !stops(word, each));
  const off = running.find(({ sentAt }) => sentAt === null) ?? running[0] ?? offs[0] ?? null;
  // By Networks' word alone: what a back-fix of ours has stopped is no longer among the messages.
  const isSaidToBeStopped = off !== null && running.length === 0;
  const guard = guardOf(word, holds, off, isSaidToBeStopped);
  const paidSince = (running.length === 0 ? offs : running).some(({ sentAt }) =>
    hasPaidSince({ sentAt, paidAt }),
  );
  const isStoppedForGood = off === null && state !== null && isD05Over(fix, state);
  const base = {
    mprn,
    state,
    messages,
    paidAt,
    hasPaidSince: paidSince,
    guard,
    listedAt,
    isD05Over: isStoppedForGood,
  };
  if (off !== null && !isSaidToBeStopped)
    return { ...base, group: state !== null || paidSince ? 'cutOff' : 'unpaid', deciding: off };
  const [on = null] = ons;
  if (on !== null) {
    const sure = ons.filter((each) => each.state !== 'unknown');
    if (sure.length === 0) return { ...base, group: 'unknown', deciding: on };
    const isDoubled = sure.length > 1 || wasPutBack(state);
    return { ...base, group: isDoubled ? 'doubled' : 'runs', deciding: sure[0] ?? on };
  }
  if (off !== null && state === null) return { ...base, group: 'stopped', deciding: off };
  if (off === null && saidToBeOn(fix, state) !== null)
    return { ...base, group: 'answered', deciding: null };
  const isUnknown =
    state !== null && off === null && (mprn === null || !isKnown(state, listedAt !== null));
  return { ...base, group: isUnknown ? 'unknown' : 'nothing', deciding: null };
}

/**
 * Whether it is known that nothing waits: a list is here and no export spoke of a message, or one said
 * that it never left. What an export said was queued and the list does not have has run, or has gone.
 */
function isKnown({ facts }: CaseState, hasList: boolean): boolean {
  const { message017, openD05 } = facts;
  if (message017 === undefined) return hasList;
  return !mayRun(message017) || (message017.reason === 'D05' && openD05 === 'no');
}

/**
 * Whoever was put back by phone, or was never off, while a D05 may be waiting: looked after until a
 * proof, which Networks' word that it is cancelled is not.
 */
export function isWatched(
  row: Pick<RecoveryRow, 'state' | 'group' | 'messages' | 'listedAt'> & {
    readonly fix?: FixState | undefined;
  },
): boolean {
  const { state, group, messages, listedAt, fix } = row;
  const waits = messages.some((each) => switches(each) === 'off' && mayRun(each));
  if (group === 'unpaid' || (!waits && wasStopped(fix, state))) return false;
  if (state === null) return group === 'stopped';
  const mayWait = state.facts.openD05 !== 'no' || onWordOnly(state, listedAt) || waits;
  return wasPutBack(state) && mayWait;
}

/** Something of this round is the proof; one that ran is watched until somebody proves what was done. */
const wasStopped = (fix: FixState | undefined, state: CaseState | null): boolean =>
  isStopped({ txRefNbr: null, sentAt: null }, fix, { listedAt: null, round: roundOf(state) });

/**
 * That no D05 waits is Networks' word and nothing more: no list that EMMA gave since is without one. It
 * cannot see what lies in EMMA, and of what it has it may be wrong.
 */
export function onWordOnly({ d05 }: CaseState, listedAt: number | null): boolean {
  return d05 !== null && (listedAt === null || listedAt <= d05.at);
}

/** By phone: somebody says that the power is back, or that it was switched. */
function wasPutBack(state: CaseState | null): boolean {
  return (
    state !== null &&
    (state.power !== null ||
      state.outcome?.outcome === 'done' ||
      state.outcome?.outcome === 'promised')
  );
}

interface Word {
  readonly answer: D05Answer;
  readonly at: number;
  readonly person: string | null;
  readonly reference: string | null;
}

/** The newest word of Networks about this customer's D05, on the phone or in its own name. */
function wordOf(state: CaseState | null, holds: readonly RequestState[]): Word | null {
  const said: Word[] = [];
  if (state !== null && state.d05 !== null) {
    const { answer, at, person = null } = state.d05;
    said.push({ answer, at, person, reference: null });
  }
  for (const { networks, answer, made } of holds) {
    const { reference } = made;
    if (networks.d05 !== null)
      said.push({ ...pick(networks.d05), person: networks.d05.operator, reference });
    if (answer?.d05 !== undefined)
      said.push({ answer: answer.d05, at: answer.at, person: answer.person ?? null, reference });
  }
  return said.sort((one, other) => other.at - one.at)[0] ?? null;
}

const pick = ({ answer, at }: { readonly answer: D05Answer; readonly at: number }) => ({
  answer,
  at,
});

function guardOf(
  word: Word | null,
  holds: readonly RequestState[],
  off: OutstandingMessage | null,
  isSaidToBeStopped: boolean,
): Guard {
  if (word !== null)
    return { state: 'answered', ...word, stops: off === null || isSaidToBeStopped };
  const [asked] = [...holds].sort((one, other) => other.made.at - one.made.at);
  if (asked !== undefined)
    return { state: 'asked', at: asked.made.at, reference: asked.made.reference };
  return { state: off === null ? 'notNeeded' : 'nobodyAsked' };
}

/** Whether the newest word of Networks stops this one; of several D05s each is looked at by itself. */
export const isStoppedBy = (guard: Guard, off: OutstandingMessage): boolean =>
  guard.state === 'answered' && stops(guard, off);

/**
 * Cancelled or held is a word about the D05, whenever it was sent before it. That there is none is
 * true of what Networks can see: a D05 that still lies in EMMA has not reached them, and one that was
 * sent after they were asked neither.
 */
function stops(
  { answer, at }: { readonly answer: D05Answer; readonly at: number },
  off: OutstandingMessage,
): boolean {
  if (off.sentAt !== null && off.sentAt > at) return false;
  if (answer === 'cancelled' || answer === 'held') return true;
  return answer === 'none' && off.state !== 'queuedInEmma';
}

const latest = (times: readonly (number | null)[]): number | null =>
  times.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null);

const newestFirst = (one: OutstandingMessage, other: OutstandingMessage): number =>
  (other.sentAt ?? 0) - (one.sentAt ?? 0);
