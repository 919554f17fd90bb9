// What the customers of a list become at Networks, in one step: a D05 stopped, an E05 cancelled, a question.
import type { Asks } from '../../shared/domain/events.ts';
import { holdOf, openHoldsOf, type HoldOf } from '../../shared/domain/recovery-commands.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { RecoveryGroup } from '../../shared/domain/recovery.ts';
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

/** Whoever is off waits for that E05; what lies in our own EMMA is ours to take out. */
function isToAsk(row: Pick<Row, 'group' | 'summary' | 'deciding'>, asks: Asks): boolean {
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

/** Of the list in sight; of every other one, and where it asks nothing, whoever would be cut off. */
export function asksOf(
  group: RecoveryGroup | null,
  all: readonly Row[],
  requests: readonly RequestState[],
): ListAsks {
  const asks = group === null ? undefined : ofGroup[group];
  if (asks !== undefined) {
    const open = new Set(openHoldsOf(requests, asks));
    const holds = all
      .filter((row) => row.group === group && isToAsk(row, asks) && !open.has(row.mprn ?? ''))
      .flatMap((row) => holdOf(row) ?? []);
    if (holds.length > 0) return { asks, holds };
  }
  const unasked = all.filter((row) => row.group === 'cutOff' && row.guard.state === 'nobodyAsked');
  return { asks: 'holdD05', holds: unasked.flatMap((row) => holdOf(row) ?? []) };
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
