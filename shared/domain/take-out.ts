// What lies in our own EMMA, where Networks cannot see it: a person takes it out, and says so. Of a D05 that
// word is the proof which the plan asks for; an E05 that is out is followed no more, and the plan says what
// comes in its place. It stands against the list that was here, and not against a newer one that still has
// the message (BF16).
import { isTakeOut, type BackFixStep } from './back-fix-step.ts';
import { isOfSame, roundOf } from './closing.ts';
import { isSettled, type FixState } from './fix.ts';
import type { FixItem } from './fix-item.ts';
import { e05OutBy, waitsInEmma } from './out-of-emma.ts';
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

/**
 * E05s there of somebody who is back already, or of whom another one waits too: it would put them on once
 * more. Whoever is off waits for theirs.
 */
export const e05sToTakeOut = (row: OfRow): readonly TakeOut[] =>
  row.group === 'doubled' ? e05sInEmma(row, row.planned) : [];

/** Each by itself; what we have sent ourselves is asked about where it was released. */
export function e05sInEmma(
  row: Pick<OfRow, 'mprn' | 'messages' | 'fix'>,
  planned: readonly BackFixStep[] = [],
): readonly TakeOut[] {
  const { mprn, messages, fix } = row;
  if (mprn === null) return [];
  const items = fix?.items.filter((each) => !isSettled(each)) ?? [];
  const isSentByUs = ({ txRefNbr }: OutstandingMessage) =>
    items.some((each) => each.txRefNbr !== null && each.txRefNbrs.includes(txRefNbr ?? ''));
  return messages
    .filter((each) => switches(each) === 'on' && inEmma(each) && !isSentByUs(each))
    .map((message) => {
      const { txRefNbr } = message;
      const isOf = (each: BackFixStep) => waitsInEmma(each) && each.txRefNbr === txRefNbr;
      const step = planned.find(isOf) ?? e05InEmma(txRefNbr);
      const item =
        items.find(({ type, about }) => type === 'letWaiting017Run' && about === txRefNbr) ?? null;
      return { mprn, message, step, item };
    });
}

/** Whether it is one that would switch somebody on. */
export const isOfE05 = ({ message }: Pick<TakeOut, 'message'>): boolean =>
  switches(message) === 'on';

/** As the planner has it, of the one that is named: the plan of a case speaks of one message. */
export const e05InEmma = (txRefNbr: string | null): BackFixStep => ({
  type: 'letWaiting017Run',
  owner: 'supplier',
  channel: 'emma',
  proof: ['106E or 307', '603'],
  because: 'queuedInEmma',
  point: null,
  reference: null,
  txRefNbr,
});

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
    .filter((each) => outBy(each) !== null && each.since >= roundOf(state))
    .sort((one, other) => one.since - other.since);
}

/** Who has taken it out of our own EMMA, and when; null of everything else. */
export const outBy = (item: FixItem): { readonly who: string; readonly at: number } | null =>
  isTakenOut(item)
    ? { who: item.proved?.person ?? '', at: item.proved?.at ?? item.since }
    : e05OutBy(item);

/** By a person, in EMMA: what the market says of a D05 is another proof. */
export const isTakenOut = ({ type, standing, handing, proved }: FixItem): boolean =>
  type === 'cancelD05' &&
  standing === 'proved' &&
  proved?.matchedBy === 'person' &&
  handing?.channel === 'emma';
