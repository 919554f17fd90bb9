// D05s that lie in our own EMMA. Networks cannot see them there: a person takes them out, and says so.
// That word is the proof which the plan asks for; it stands against the list that was here, and not
// against a newer one that still has the message (BF16).
import { isTakeOut, type BackFixStep } from './back-fix-step.ts';
import { isOfSame, roundOf } from './closing.ts';
import { isSettled, type FixState } from './fix.ts';
import type { FixItem } from './fix-item.ts';
import { mayRun, switches, type OutstandingMessage } from './outstanding.ts';
import { isStoppedBy, type RecoveryRow } from './recovery.ts';

/** What of a row of the recovery says whose it is. */
export type OfRow = Pick<
  RecoveryRow,
  'mprn' | 'state' | 'group' | 'messages' | 'guard' | 'listedAt'
> & {
  readonly planned: readonly BackFixStep[];
  readonly fix: FixState | undefined;
};

export interface TakeOut {
  readonly mprn: string;
  readonly message: OutstandingMessage;
  /** As it is planned. */
  readonly step: BackFixStep;
  /** Where it was released; null where it was not. */
  readonly item: FixItem | null;
}

const inEmma = ({ state }: OutstandingMessage): boolean => state === 'queuedInEmma';

/** D05s of whoever would be cut off which nobody has stopped, neither a back-fix of ours nor Networks. */
const running = (row: OfRow): readonly OutstandingMessage[] =>
  row.group === 'cutOff' ? unstopped(row) : [];

const unstopped = ({ messages, guard }: OfRow): readonly OutstandingMessage[] =>
  messages.filter((each) => switches(each) !== 'on' && mayRun(each) && !isStoppedBy(guard, each));

/** Ours to stop: each by itself, as the plan has it. */
export function toTakeOut(row: OfRow): readonly TakeOut[] {
  const { mprn, planned, fix } = row;
  if (mprn === null) return [];
  return running(row)
    .filter(inEmma)
    .flatMap((message): readonly TakeOut[] => {
      const isOf = ({ txRefNbr }: BackFixStep) => txRefNbr === message.txRefNbr;
      const step = planned.find((each) => isTakeOut(each) && isOf(each));
      if (step === undefined) return [];
      const item =
        fix?.items.find(
          (each) => each.type === step.type && !isSettled(each) && isOfSame(each, step),
        ) ?? null;
      return [{ mprn, message, step, item }];
    });
}

/** Networks is asked once: only where a D05 is past our EMMA, and nobody has asked. */
export const isToAskFor = (row: OfRow): boolean =>
  row.guard.state === 'nobodyAsked' && running(row).some((each) => !inEmma(each));

/**
 * Nobody knows that they have paid: their D05 may be right, and is held at most until somebody has looked.
 * What lies in our own EMMA is not taken out for it: out is gone.
 */
export const isToHold = (row: OfRow): boolean =>
  row.group === 'unpaid' &&
  row.guard.state === 'nobodyAsked' &&
  unstopped(row).some((each) => !inEmma(each));

/** What somebody has said is out, the newest word last. */
export function takenOutOf({ state, fix }: Pick<OfRow, 'state' | 'fix'>): readonly FixItem[] {
  return (fix?.items ?? [])
    .filter((each) => isTakenOut(each) && each.since >= roundOf(state))
    .sort((one, other) => one.since - other.since);
}

/** By a person, in EMMA: what the market says of a D05 is another proof. */
export const isTakenOut = ({ type, standing, handing, proved }: FixItem): boolean =>
  type === 'cancelD05' &&
  standing === 'proved' &&
  proved?.matchedBy === 'person' &&
  handing?.channel === 'emma';
