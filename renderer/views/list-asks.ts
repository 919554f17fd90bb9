// What the customers of a list become at Networks, in one step: a D05 stopped, an E05 cancelled, a question.
import type { Asks } from '../../shared/domain/events.ts';
import type { HoldOf } from '../../shared/domain/d05-asked.ts';
import { holdOf, openHoldsOf } from '../../shared/domain/recovery-commands.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { RecoveryGroup } from '../../shared/domain/recovery.ts';
import { isToAskFor, isToHold, toTakeOut } from '../../shared/domain/take-out.ts';
import type { Row } from './use-recovery.ts';

export interface ListAsks {
  readonly asks: Asks;
  readonly holds: readonly HoldOf[];
}

const ofGroup: Readonly<Partial<Record<RecoveryGroup, Asks>>> = {
  doubled: 'cancelE05',
  runs: 'cancelE05',
  unknown: 'question',
};

/** Whoever is off waits for that E05; what lies in our own EMMA Networks does not see. */
function isToAsk(row: Row, asks: Asks): boolean {
  if (asks === 'holdD05') return row.group === 'unpaid' ? isToHold(row) : isToAskFor(row);
  if (ofGroup[row.group] !== asks) return false;
  if (asks === 'question') return true;
  const { summary, deciding } = row;
  return (
    summary !== null &&
    summary.power !== 'off' &&
    deciding !== null &&
    deciding.state !== 'queuedInEmma'
  );
}

/**
 * Of the rows in sight, and of nobody else: of a list of the plan or of the watch the D05s. Whoever is not
 * known to have paid is in no other list than their own.
 */
export function asksOf(
  group: RecoveryGroup | null,
  inSight: readonly Row[],
  requests: readonly RequestState[],
): ListAsks {
  const asks = (group === null ? undefined : ofGroup[group]) ?? 'holdD05';
  const open = new Set(openHoldsOf(requests, asks));
  const holds = inSight
    .filter((row) => isToAsk(row, asks) && !open.has(row.mprn ?? ''))
    .flatMap((row) => holdOf(row) ?? []);
  return { asks, holds };
}

/** The last that Networks was asked of a customer beside power and D05. */
export const lastAsked = (
  requests: readonly RequestState[],
  mprn: string | null,
): RequestState | null =>
  requests
    .filter(
      ({ made, withdrawn }) =>
        made.mprn === mprn &&
        withdrawn === null &&
        (made.type === 'cancelE05' || made.type === 'question'),
    )
    .at(-1) ?? null;

/** Every D05 of it lies in our own EMMA, and nobody has asked Networks, which does not see it. */
export const isOursAlone = (row: Row): boolean =>
  row.guard.state === 'nobodyAsked' && toTakeOut(row).length > 0 && !isToAskFor(row);

/** Whether what Networks says of their D05 can be written down. */
export const isAnswerable = ({ group, mprn, guard }: Row): boolean =>
  (group === 'cutOff' ||
    group === 'stopped' ||
    // Asked by nobody, their D05 may be right: nothing is offered for it row by row.
    (group === 'unpaid' && guard.state !== 'nobodyAsked')) &&
  mprn !== null &&
  !(guard.state === 'answered' && guard.stops);

/** The request of theirs that is answered: the last one that stands; of none it is made with the answer. */
export function holdRequestOf(
  requests: readonly RequestState[],
  { mprn, guard }: Row,
): RequestState | undefined {
  return guard.state === 'nobodyAsked' ? undefined : lastHold(requests, mprn);
}

export const lastHold = (
  requests: readonly RequestState[],
  mprn: string | null,
): RequestState | undefined =>
  requests
    .filter(({ made, withdrawn }) => made.type === 'holdD05' && made.mprn === mprn && !withdrawn)
    .at(-1);

/** Nobody knows that they have paid: it is asked that their D05 be held, and not cancelled. */
export const isUnpaid = ({ state, hasPaidSince }: Row): boolean => state === null && !hasPaidSince;
