// The planner of back-fixes: from what is known of a case, which corrections the market's systems need,
// in order, by whom, over which channel, with which proof, and because of what. Pure; what the list of
// outstanding 017s adds is `recovery-plan.ts`. The decision table stands in SPEC (BF).
//   hub shape   the 017 never reached ESBN, or waits in an EMMA queue and fires later
//   AMI shape   ESBN has the 017 and runs it on resumption: a second E05 would be a duplicate
// In both a waiting D05 can cut off a customer put back by phone, so it comes first.
import type { BackFixType, Owner, Channel, Proof, Because, BackFixStep } from './back-fix-step.ts';
import { mprnOf, newestRequest, type CaseState } from './case.ts';
import type { MessageState } from './facts.ts';
import { interfaceOf, type FailurePoint } from './interfaces.ts';

export interface BackFixPlan {
  readonly shape: Shape;
  readonly steps: readonly BackFixStep[];
  /** The power is still off: what is planned here can change with the next call. */
  readonly provisional: boolean;
  /** True where the market has not agreed how this point is treated (DR1221 'TBC'). */
  readonly toBeAgreed: boolean;
}

export type Shape = 'payment' | 'supplier' | 'hub' | 'ami';

export interface PlanSettings {
  /** When nothing was agreed on the phone: who follows a phone reconnection with its message. */
  readonly afterPhone: 'weSend' | 'networksRecords';
  /** Absent: every way is there. */
  readonly ways?: Ways;
}

/** By which ways a 017 of ours can leave, as the organisation has them. */
export interface Ways {
  readonly emma: boolean;
  readonly webform: boolean;
}

/** The way that fits the failure, else the one that there is. */
export function wayOf017(best: keyof Ways, { ways }: PlanSettings): keyof Ways {
  const other = best === 'emma' ? 'webform' : 'emma';
  return ways !== undefined && !ways[best] && ways[other] ? other : best;
}

export const shippedPlan: PlanSettings = { afterPhone: 'weSend' };

/**
 * `incidentPoint`: the declared mass failure, used when the case names no point of its own. `hasList`: a
 * list of outstanding 017s is here, and a reconnection that it has stands in the facts.
 */
export function planBackFix(
  state: CaseState,
  incidentPoint: number | null,
  settings: PlanSettings,
  hasList = false,
): BackFixPlan {
  const point = state.facts.failurePoint ?? incidentPoint;
  const failed = point === null ? null : interfaceOf(point);
  const shape: Shape = failed?.shape ?? 'hub';
  const toBeAgreed = failed?.treatment === 'toBeAgreed';
  const message = state.facts.message017;
  const base = {
    point,
    txRefNbr: message?.txRefNbr ?? null,
    reference: newestRequest(state)?.reference ?? null,
  };
  const step = (
    type: BackFixType,
    owner: Owner,
    channel: Channel,
    proof: readonly Proof[],
    because: Because,
  ): BackFixStep => ({
    ...base,
    // What stops a D05 is about the D05, and a reconnection is not.
    txRefNbr: ofD05.has(because) === (message?.reason === 'D05') ? base.txRefNbr : null,
    type,
    owner,
    channel,
    proof,
    because,
  });

  const steps: BackFixStep[] = [];
  const add = (each: BackFixStep | null) => {
    if (each !== null) steps.push(each);
  };
  if (mprnOf(state.subject) === null) {
    add(step('askFirst', 'supplier', 'phone', ['namedPerson'], 'noMprn'));
  } else {
    add(ofWaitingD05(state, step));
    if (shape === 'payment') {
      add(step('correctAccount', 'supplier', 'internal', ['ledger'], 'paymentNotReconciled'));
    }
    const e05 = e05Of(state, failed, hasList);
    for (const each of ofReconnection({ state, failed, e05 }, settings, step)) add(each);
    // Networks' word is no proof: whoever was put back on it is watched all the same.
    if (state.power !== null && (state.facts.openD05 !== 'no' || state.d05 !== null)) {
      add(step('watch', 'supplier', 'internal', ['603', '131'], 'restoredUnderD05'));
    }
  }
  return { shape, steps, provisional: state.power === null, toBeAgreed };
}

const ofD05 = new Set<Because>(['d05Waiting', 'd05NotAsked', 'restoredUnderD05']);

type E05 = MessageState | 'unspoken';

interface Known {
  readonly state: CaseState;
  readonly failed: FailurePoint | null;
  readonly e05: E05;
}

type MakeStep = (
  type: BackFixType,
  owner: Owner,
  channel: Channel,
  proof: readonly Proof[],
  because: Because,
) => BackFixStep;

/** BF1, BF2: before anything else, because a cut-off comes before any correction. */
function ofWaitingD05(state: CaseState, step: MakeStep): BackFixStep | null {
  const { openD05 } = state.facts;
  if (openD05 === 'no') return null;
  if (openD05 === 'yes') {
    // In our own EMMA queue we can stop it ourselves; anywhere further only ESBN can.
    const ours =
      state.facts.message017?.reason === 'D05' && state.facts.message017.state === 'queuedInEmma';
    return ours
      ? step('cancelD05', 'supplier', 'emma', ['namedPerson'], 'd05Waiting')
      : step('cancelD05', 'esbn', 'phone', ['131', 'namedPerson'], 'd05Waiting');
  }
  return step('askFirst', 'esbn', 'phone', ['131', 'namedPerson'], 'd05NotAsked');
}

/** Only this contact type is switched from afar [C]. */
const REMOTE = '04';

/** BF3–BF10: what puts this customer back, and what makes the systems agree that they are on supply. */
function ofReconnection(
  known: Known,
  settings: PlanSettings,
  step: MakeStep,
): readonly BackFixStep[] {
  const { state, failed } = known;
  if (state.outcome?.outcome === 'networkFault')
    return [step('siteVisit', 'esbn', 'phone', ['namedPerson'], 'networkFault')];
  const visit = step('siteVisit', 'esbn', 'phone', ['106E or 307', 'namedPerson'], 'notRemote');
  // The register has said it before anybody rang: a 017 would only be rejected.
  const ctf = state.facts.ctf || REMOTE;
  if (state.outcome?.outcome === 'notRemote' || ctf !== REMOTE) return [visit];
  const message = ofMessage(known, settings, step);
  // Where nothing from afar reaches the meter no message does; one that waits there runs later all the same.
  if (failed?.proposal !== 'phoneSiteVisit' || isPutBack(state)) return [message];
  return message.type === 'send017' || message.type === 'sendAgain017' ? [visit] : [visit, message];
}

/** BF4–BF8: of the 017 alone. */
function ofMessage(
  { state, failed, e05 }: Known,
  settings: PlanSettings,
  step: MakeStep,
): BackFixStep {
  const channel: Channel = wayOf017(failed?.shape === 'supplier' ? 'webform' : 'emma', settings);
  const recordsIt = donePhoneSide(state, settings) === 'networksRecords';
  switch (e05) {
    case 'queuedInEmma':
      return step('letWaiting017Run', 'supplier', 'emma', ['106E or 307', '603'], 'queuedInEmma');
    case 'atHub':
      return step('letWaiting017Run', 'esbn', 'emma', ['106E or 307', '603'], 'atHub');
    case 'accepted':
      return step('letWaiting017Run', 'esbn', 'emma', ['106E or 307'], 'accepted');
    case 'unknown':
      return step('askFirst', 'esbn', 'phone', ['603', '131', 'namedPerson'], 'unknown017');
    // What lies in EMMA Networks cannot see: one of us looks.
    case 'unspoken':
      return step('askFirst', 'supplier', 'internal', ['namedPerson'], 'unknown017');
    case 'rejected':
      // Done by phone since, another one would only be rejected too.
      if (!recordsIt)
        return step('sendAgain017', 'supplier', channel, ['106E or 307'], 'rejected017');
      return step('esbnRecords', 'esbn', 'phone', ['603', 'namedPerson'], 'doneByPhone');
    case 'notSent':
      return recordsIt
        ? step('esbnRecords', 'esbn', 'phone', ['603', 'namedPerson'], 'doneByPhone')
        : step('send017', 'supplier', channel, ['106E or 307'], 'never017');
  }
}

/**
 * Where the reconnection is. One that nobody spoke of has not left us where our own systems failed before
 * EMMA. Past the hub it has got there as far as anybody knows, and Networks is asked whether it holds one.
 * Between them it may wait in EMMA or beyond and fire later: only a list of what waits says that none does.
 */
function e05Of(
  { facts: { message017 } }: CaseState,
  failed: FailurePoint | null,
  hasList: boolean,
): E05 {
  if (message017 !== undefined && message017.reason !== 'D05') return message017.state;
  if (failed?.shape === 'ami') return 'unknown';
  return failed?.shape === 'hub' && !hasList ? 'unspoken' : 'notSent';
}

const isPutBack = ({ power, outcome }: CaseState): boolean =>
  power !== null || outcome?.outcome === 'done';

/** What was agreed on the phone for after recovery, else the desk's standing choice. */
function donePhoneSide(state: CaseState, settings: PlanSettings): 'weSend' | 'networksRecords' {
  if (!isPutBack(state)) return 'weSend';
  const agreed = state.answers['afterRecovery']?.answer;
  return agreed === 'networksRecords' || agreed === 'weSend' ? agreed : settings.afterPhone;
}
