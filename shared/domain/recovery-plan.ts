// The back-fixes of a row of the recovery: of a case as the planner makes them, once it knows what the
// list knows; and of somebody without a case, of whom there is nothing but the message that waits.
import { planBackFix, wayOf017, type BackFixPlan, type PlanSettings } from './back-fix.ts';
import type { BackFixStep } from './back-fix-step.ts';
import type { CaseState } from './case.ts';
import type { Facts } from './facts.ts';
import { stopsD05 } from './fix-item.ts';
import { mayRun, switches, type OutstandingMessage } from './outstanding.ts';
import { onWordOnly, type RecoveryRow } from './recovery.ts';

export function planOf(
  row: RecoveryRow,
  incidentPoint: number | null,
  settings: PlanSettings,
): readonly BackFixStep[] {
  return named(row, stepsOf(row, incidentPoint, settings));
}

/** The whole plan of a case; null for a row without one. */
export function planOfCase(
  row: RecoveryRow,
  incidentPoint: number | null,
  settings: PlanSettings,
): BackFixPlan | null {
  if (row.state === null) return null;
  const plan = planWithList(row.state, row, incidentPoint, settings);
  return { ...plan, steps: named(row, namedByList(row, plan.steps)) };
}

const planWithList = (
  state: CaseState,
  row: RecoveryRow,
  incidentPoint: number | null,
  settings: PlanSettings,
): BackFixPlan => planBackFix(withList(state, row), incidentPoint, settings, row.listedAt !== null);

function named(row: RecoveryRow, steps: readonly BackFixStep[]): readonly BackFixStep[] {
  return steps.map((step) => {
    if (step.txRefNbr === null) return stopsD05.has(step.type) ? unnamed(row, step) : step;
    const about = row.messages.find(({ txRefNbr }) => txRefNbr === step.txRefNbr);
    const businessReference = about?.businessReference;
    // A reference that another one has too would say of neither which is meant.
    const isAlone = row.messages.every(
      (each) => each === about || each.businessReference !== businessReference,
    );
    return {
      ...step,
      ...(businessReference && isAlone ? { businessReference } : {}),
      ...(about !== undefined && stopsD05.has(step.type) ? { waits: true } : {}),
    };
  });
}

/** A list, or a file, may speak of a D05 without its name. */
function unnamed({ messages }: RecoveryRow, step: BackFixStep): BackFixStep {
  const isOff = (each: OutstandingMessage) => switches(each) !== 'on' && mayRun(each);
  return messages.some((each) => each.txRefNbr === null && isOff(each))
    ? { ...step, waits: true }
    : step;
}

function stepsOf(
  row: RecoveryRow,
  incidentPoint: number | null,
  settings: PlanSettings,
): readonly BackFixStep[] {
  if (row.state !== null)
    return namedByList(row, planWithList(row.state, row, incidentPoint, settings).steps);
  const base = { point: incidentPoint, reference: null };
  const { deciding } = row;
  const txRefNbr = (deciding ?? row.messages[0])?.txRefNbr ?? null;
  const step = (
    made: Pick<BackFixStep, 'type' | 'owner' | 'channel' | 'proof' | 'because'>,
  ): readonly BackFixStep[] => [{ ...base, txRefNbr, ...made }];
  switch (row.group) {
    case 'cutOff':
      return eachD05(row, step({ ...cancel, ...stoppedWhere(deciding) }));
    case 'stopped':
      return step({
        type: 'watch',
        owner: 'supplier',
        channel: 'internal',
        proof: ['603', '131'],
        because: 'restoredUnderD05',
      });
    case 'doubled':
    case 'runs':
      return step({
        type: 'letWaiting017Run',
        owner: deciding?.state === 'queuedInEmma' ? 'supplier' : 'esbn',
        channel: 'emma',
        proof: ['106E or 307', '603'],
        because: waitingBecause(deciding),
      });
    case 'unknown':
      return step({
        type: 'askFirst',
        owner: 'esbn',
        channel: 'phone',
        proof: ['603', '131', 'namedPerson'],
        because: 'unknown017',
      });
    case 'nothing': {
      const isRejected = row.messages.some(({ state }) => state === 'rejected');
      return step({
        type: isRejected ? 'sendAgain017' : 'send017',
        owner: 'supplier',
        channel: wayOf017('emma', settings),
        proof: ['106E or 307'],
        because: isRejected ? 'rejected017' : 'never017',
      });
    }
    // As far as anybody knows it is right that this one runs.
    case 'unpaid':
    case 'answered':
      return [];
  }
}

/** The list names each message; the plan of a case speaks of one. */
function namedByList(row: RecoveryRow, steps: readonly BackFixStep[]): readonly BackFixStep[] {
  const off = waitingOf(row, 'off');
  const of = steps.map((step) => {
    if (off === undefined || (step.type !== 'cancelD05' && step.type !== 'watch')) return step;
    // The case speaks of one message, which may be the reconnection: where the D05 lies the list knows.
    const where = step.type === 'watch' ? {} : stoppedWhere(off);
    return { ...step, ...where, txRefNbr: off.txRefNbr ?? step.txRefNbr };
  });
  return eachD05(row, of);
}

/** Of several D05s that wait each is stopped, and watched, by itself: the one that decides first. */
function eachD05(row: RecoveryRow, steps: readonly BackFixStep[]): readonly BackFixStep[] {
  const first = waitingOf(row, 'off');
  const others = row.messages
    .filter((each) => each !== first && switches(each) === 'off' && mayRun(each))
    .filter(({ txRefNbr }) => txRefNbr !== null)
    .sort(newestFirst);
  if (others.length === 0) return steps;
  return steps.flatMap((step) => {
    if (step.type !== 'cancelD05' && step.type !== 'watch') return [step];
    const where = step.type === 'watch' ? () => ({}) : stoppedWhere;
    return [step, ...others.map((each) => ({ ...step, ...where(each), txRefNbr: each.txRefNbr }))];
  });
}

/** In our own EMMA we take it out ourselves; past it only Networks can stop it. */
const stoppedWhere = (
  d05: OutstandingMessage | null,
): Pick<BackFixStep, 'owner' | 'channel' | 'proof'> =>
  d05?.state === 'queuedInEmma'
    ? { owner: 'supplier', channel: 'emma', proof: ['namedPerson'] }
    : { owner: 'esbn', channel: 'phone', proof: ['131', 'namedPerson'] };

const newestFirst = (one: OutstandingMessage, other: OutstandingMessage): number =>
  (other.sentAt ?? 0) - (one.sentAt ?? 0);

/** Of several that wait the one that decides, else the newest by event time. */
function waitingOf(
  { messages, deciding }: RecoveryRow,
  way: 'on' | 'off',
): OutstandingMessage | undefined {
  const waiting = messages.filter(
    (each) => mayRun(each) && (switches(each) === 'on') === (way === 'on'),
  );
  return waiting.find((each) => each === deciding) ?? [...waiting].sort(newestFirst)[0];
}

const cancel = { type: 'cancelD05', because: 'd05Waiting' } as const;

function waitingBecause(message: OutstandingMessage | null): 'queuedInEmma' | 'atHub' | 'accepted' {
  const state = message?.state;
  return state === 'atHub' || state === 'accepted' ? state : 'queuedInEmma';
}

/** The case, with what the list says of its messages in the place of what an older export said. */
function withList(state: CaseState, row: RecoveryRow): CaseState {
  const { guard, group, messages } = row;
  const on = waitingOf(row, 'on');
  const off = waitingOf(row, 'off');
  const isStopped = guard.state === 'answered' && guard.stops;
  // What a file had said of one that is proved to be stopped is over (GUARD9); of another one it says nothing.
  const isOver = row.isD05Over && state.facts.openD05 === 'yes';
  const openD05: Facts['openD05'] =
    group === 'cutOff' ? 'yes' : isStopped || isOver ? 'no' : state.facts.openD05;
  const exported = state.facts.message017;
  // The planner asks where the D05 lies only when there is no reconnection to speak of: that none left us
  // is a word about it.
  const isSaid = exported?.state === 'notSent' && exported.reason !== 'D05';
  const spoken = on ?? (group === 'cutOff' && !isSaid ? off : undefined) ?? messages[0];
  const message017: Facts['message017'] =
    spoken === undefined
      ? // What an export said was waiting and the list does not have: nobody knows what became of it.
        exported !== undefined && group === 'unknown'
        ? { ...exported, state: 'unknown' }
        : exported
      : {
          ...(spoken.reason === null ? {} : { reason: spoken.reason }),
          ...(spoken.txRefNbr === null ? {} : { txRefNbr: spoken.txRefNbr }),
          ...(spoken.sentAt === null ? {} : { sentAt: spoken.sentAt }),
          state: spoken.state,
        };
  const facts: Facts = {
    ...state.facts,
    ...(openD05 === undefined ? {} : { openD05 }),
    ...(message017 === undefined ? {} : { message017 }),
  };
  // What Networks said is borne out by a list that came after it.
  return { ...state, facts, d05: onWordOnly(state, row.listedAt) ? state.d05 : null };
}
