// Why sending a reconnection now may do something twice, or undo what people did: asked before a 017
// leaves the house. It warns and forbids nothing; a person who knows better says why it goes anyway.
import { mprnOf, type CaseState } from './case.ts';
import { beganAt } from './closing.ts';
import { lastSwitching, switchedAt } from './evidence.ts';
import type { FixState } from './fix.ts';
import type { FixItem, FixStanding } from './fix-item.ts';
import { mayRun, switches, type OutstandingList, type OutstandingMessage } from './outstanding.ts';
import { recoveryOf } from './recovery.ts';
import type { RequestState } from './request.ts';

export type ReplayWarning =
  /** A reconnection waits and runs by itself. */
  | { readonly is: 'e05Waits'; readonly txRefNbr: string | null; readonly sentAt: number | null }
  /** The market says that the power is on. */
  | { readonly is: 'alreadyOn'; readonly type: string; readonly at: number }
  | { readonly is: 'notOurs' }
  /** Networks is being rung about this customer: what is done there would be done twice. */
  | { readonly is: 'onPhone'; readonly operator: string }
  /** A disconnection waits, and nobody has stopped it. */
  | { readonly is: 'd05Waits'; readonly txRefNbr: string | null; readonly sentAt: number | null };

export interface ReplayLook {
  readonly mprn: string;
  /** The 017 that is about to go. */
  readonly item: Pick<FixItem, 'txRefNbr' | 'released'>;
  readonly fix: FixState;
  /** Open or closed; undefined where there never was one. */
  readonly state: CaseState | undefined;
  /** The newest whole list of outstanding 017s; more than this customer's does no harm. */
  readonly list: OutstandingList | null;
  readonly requests: readonly RequestState[];
}

export function replayWarnings(look: ReplayLook): readonly ReplayWarning[] {
  const { fix, state, item } = look;
  const warnings: ReplayWarning[] = [];
  if (state?.excluded?.reason === 'notOurs') warnings.push({ is: 'notOurs' });
  const call = state?.open === true && state.power === null ? state.call : null;
  if (call?.to === 'networks') warnings.push({ is: 'onPhone', operator: call.operator });
  const on = lastSwitching(fix.heard);
  if (
    on?.tells === 'energised' &&
    switchedAt(on) >= (state === undefined ? item.released.at : beganAt(state))
  )
    warnings.push({ is: 'alreadyOn', type: on.type, at: switchedAt(on) });
  const row = rowOf(look);
  if (row === null) return warnings;
  const e05 = row.messages.find((each) => switches(each) === 'on' && isOther(each, look));
  const own = otherOfOurs(look);
  if (e05 !== undefined) warnings.push({ is: 'e05Waits', ...named(e05) });
  else if (own !== undefined)
    warnings.push({ is: 'e05Waits', txRefNbr: own.txRefNbr, sentAt: own.released.at });
  const { deciding, group } = row;
  // What a back-fix of ours has stopped is not among what waits; a newer list brings it back (BF16).
  const isOff = group === 'cutOff' || group === 'unpaid';
  if (isOff && deciding !== null) warnings.push({ is: 'd05Waits', ...named(deciding) });
  return warnings;
}

/** Where a reconnection of ours is while somebody is about to ask Networks for the same by phone. */
export interface WaitingE05 {
  /** In EMMA, where we can take it out; beyond it; handed over by us and not answered; or nobody knows. */
  readonly where: 'emma' | 'beyond' | 'sent' | 'unknown';
  readonly txRefNbr: string | null;
}

/** By the list, by the case, or by what we have released ourselves. */
export function waitingE05(known: {
  readonly state: CaseState;
  readonly list: OutstandingList | null;
  readonly fix: FixState | undefined;
}): WaitingE05 | null {
  const { state, list, fix } = known;
  if (!state.open || state.power !== null) return null;
  const mprn = mprnOf(state.subject);
  const own = list && { ...list, messages: list.messages.filter((each) => each.mprn === mprn) };
  const [row] = recoveryOf({ list: own, states: [state], requests: [], fixOf: () => fix });
  const listed = new Set(own?.messages.map(({ txRefNbr }) => txRefNbr));
  const sent = (fix?.items ?? []).flatMap(({ standing, txRefNbr }): readonly WaitingE05[] => {
    const where = underWay[standing];
    const isOne = where !== undefined && txRefNbr !== null && !listed.has(txRefNbr);
    return isOne ? [{ where, txRefNbr }] : [];
  });
  const waits = (row?.messages ?? []).flatMap((each): readonly WaitingE05[] =>
    switches(each) === 'on' &&
    mayRun(each) &&
    !sent.some(({ txRefNbr }) => txRefNbr === each.txRefNbr)
      ? [{ where: placeOf(each), txRefNbr: each.txRefNbr }]
      : [],
  );
  // What we can take out ourselves first, and what nobody knows last.
  const all = [...waits, ...sent];
  for (const where of ['emma', 'beyond', 'sent', 'unknown'] as const) {
    const found = all.find((each) => each.where === where);
    if (found !== undefined) return found;
  }
  return null;
}

/** Of ours: on its way into EMMA or further, and not answered. */
const underWay: Partial<Record<FixStanding, 'sent' | 'unknown'>> = {
  intended: 'unknown',
  handed: 'sent',
  outcomeUnknown: 'unknown',
};

function placeOf({ state }: OutstandingMessage): WaitingE05['where'] {
  if (state === 'unknown') return 'unknown';
  return state === 'queuedInEmma' ? 'emma' : 'beyond';
}

const named = ({ txRefNbr, sentAt }: OutstandingMessage) => ({ txRefNbr, sentAt });

function rowOf({ mprn, state, list, requests, fix }: ReplayLook) {
  const own = list && { ...list, messages: list.messages.filter((each) => each.mprn === mprn) };
  const [row] = recoveryOf({
    list: own,
    states: state?.open === true ? [state] : [],
    requests: requests.filter(({ made }) => made.mprn === mprn),
    fixOf: () => fix,
  });
  return row ?? null;
}

/**
 * Another message than the one that is to go: under its own TxRefNbr it is one however often it comes.
 * Of one whose outcome the list does not know, somebody has asked since.
 */
function isOther(message: OutstandingMessage, { item, fix, list }: ReplayLook): boolean {
  if (!mayRun(message)) return false;
  if (message.txRefNbr !== null && message.txRefNbr === item.txRefNbr) return false;
  return message.state !== 'unknown' || !wasAsked(fix, list);
}

/** Under another number, and nobody can say that it has not gone. */
function otherOfOurs({ fix, item }: ReplayLook): FixItem | undefined {
  return fix.items.find(
    ({ standing, txRefNbr }) =>
      txRefNbr !== null &&
      txRefNbr !== item.txRefNbr &&
      (standing === 'intended' || standing === 'outcomeUnknown'),
  );
}

const wasAsked = ({ items }: FixState, list: OutstandingList | null): boolean =>
  items.some(
    ({ type, standing, since }) =>
      type === 'askFirst' && standing === 'proved' && since >= (list?.asOf ?? 0),
  );
