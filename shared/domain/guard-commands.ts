// What people do about guards: place them on any number of customers at once, ask that one be lifted,
// agree as the second person, or countersign what one did alone; each of these of many holds in one step
// too, in which every hold is decided by itself.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { draft, type EventBody, type Make } from './events.ts';
import {
  authorisationFault,
  awaitsCountersign,
  guardSubject,
  isAnother,
  isStanding,
  PAUSE,
  type GuardState,
} from './guard.ts';

/** A hold as somebody had it before them when they chose it among others. */
export interface HoldInSight {
  readonly guard: string;
  /** Entries: of its placings, and of whoever asks or has lifted it. */
  readonly had: readonly string[];
}

export type GuardCommand =
  | {
      readonly do: 'placeGuard';
      /** MPRNs; `all` is the supplier-wide order. */
      readonly of: readonly string[] | 'all';
      readonly because: string;
      readonly confirmer?: string;
      /** UTC ms: from when on a payment may be missing, and until when; no end while it goes on. */
      readonly since?: number;
      readonly until?: number;
      readonly reviewAt?: number;
      readonly happenedAt?: number;
    }
  | {
      readonly do: 'askLift';
      readonly guard: string;
      readonly why: string;
      readonly test?: string;
      /** One person alone: who authorised it by phone, and when (UTC ms). */
      readonly authorisedBy?: string;
      readonly authorisedAt?: number;
    }
  | { readonly do: 'confirmLift' | 'countersignLift'; readonly guard: string }
  | { readonly do: 'refuseLift'; readonly guard: string; readonly why?: string }
  | {
      readonly do: 'reviewGuard';
      readonly guard: string;
      readonly reviewAt: number;
      readonly why: string;
    }
  | {
      readonly do: 'askLifts';
      readonly holds: readonly HoldInSight[];
      readonly why: string;
      readonly authorisedBy?: string;
      readonly authorisedAt?: number;
    }
  | {
      readonly do: 'confirmLifts' | 'countersignLifts' | 'refuseLifts';
      readonly holds: readonly HoldInSight[];
    };

export type OfMany = Extract<GuardCommand, { readonly holds: unknown }>;
type OfOne = Extract<GuardCommand, { readonly guard: string }>;

const ours = {
  placeGuard: true,
  askLift: true,
  confirmLift: true,
  countersignLift: true,
  refuseLift: true,
  reviewGuard: true,
  askLifts: true,
  confirmLifts: true,
  countersignLifts: true,
  refuseLifts: true,
} as const satisfies Readonly<Record<GuardCommand['do'], true>>;

export function isGuards(command: { readonly do: string }): command is GuardCommand {
  return Object.hasOwn(ours, command.do);
}

export function decideGuard(command: GuardCommand, context: Context): Result<Decision, Refusal> {
  const make: Make = (subject, kind, body, happenedAt) =>
    draft(subject, kind, body, { salt: context.salt(), happenedAt });
  if (command.do === 'placeGuard') return placeGuard(command, context, make);
  return 'holds' in command
    ? decideMany(command, context, make)
    : decideOne(command, context, make);
}

function decideOne(command: OfOne, context: Context, make: Make): Result<Decision, Refusal> {
  const { guard: subject } = command;
  const state = context.guardOf?.(subject);
  const code = state === undefined ? 'noSuchGuard' : faultOf(command, state, context);
  return state === undefined || code !== null
    ? fail({ code: code ?? 'noSuchGuard' })
    : ok({ drafts: [draftOf(command, state, context, make)], subject });
}

export type LiftFault =
  | 'noSuchGuard'
  | 'guardLifted'
  | 'guardMoved'
  | 'nothingAsked'
  | 'samePerson'
  | 'authorisedInFuture'
  | 'testMissing';

function faultOf(
  command: OfOne,
  state: GuardState,
  { operator, now }: Pick<Context, 'operator' | 'now'>,
): LiftFault | null {
  const { lifting } = state;
  switch (command.do) {
    case 'askLift': {
      if (!isStanding(state)) return 'guardLifted';
      const by = authorisation(command, now);
      const fault = by && authorisationFault(by, operator, now);
      if (fault !== null) return fault;
      // A pause ends on a test, not on a feeling: what came of a payment and of a disconnection.
      return state.kind === 'pause' && (command.test ?? '').trim() === '' ? 'testMissing' : null;
    }
    case 'confirmLift':
      if (lifting.state !== 'asked') return 'nothingAsked';
      return isAnother(lifting.ask.operator, operator) ? null : 'samePerson';
    case 'refuseLift':
      return lifting.state === 'asked' ? null : 'nothingAsked';
    case 'countersignLift':
      if (!awaitsCountersign(state) || lifting.state !== 'liftedAlone') return 'nothingAsked';
      return isAnother(lifting.ask.operator, operator) ? null : 'samePerson';
    case 'reviewGuard':
      return isStanding(state) ? null : 'guardLifted';
  }
}

/** Who authorised one person alone, on the phone; null where nobody is named. */
function authorisation(
  { authorisedBy = '', authorisedAt }: Extract<OfOne, { do: 'askLift' }>,
  now: number,
) {
  return authorisedBy.trim() === '' ? null : { authorisedBy, authorisedAt: authorisedAt ?? now };
}

function draftOf(command: OfOne, state: GuardState, { now }: Context, make: Make): Draft {
  const { subject, lifting } = state;
  const seen = state.placed.map(({ entry }) => entry);
  const of = lifting.state === 'stands' ? '' : lifting.ask.entry;
  switch (command.do) {
    case 'askLift': {
      const { why, test } = command;
      return make(subject, 'guard.liftAsked', {
        why,
        ...(test ? { test } : {}),
        ...authorisation(command, now),
        seen,
      });
    }
    case 'confirmLift':
      return make(subject, 'guard.liftConfirmed', { of, seen });
    case 'refuseLift':
      // Nobody's reason is made up: a button says no more than that it stays.
      return make(subject, 'guard.liftRefused', { of, why: command.why ?? '' });
    case 'countersignLift':
      return make(subject, 'guard.countersigned', { of });
    case 'reviewGuard':
      return make(subject, 'guard.reviewed', { reviewAt: command.reviewAt, why: command.why });
  }
}

/** Each as if it were the only one: what cannot be lifted stays as it is, and keeps no other one. */
function decideMany(command: OfMany, context: Context, make: Make): Result<Decision, Refusal> {
  const faults: LiftFault[] = [];
  const drafts: Draft[] = [];
  for (const hold of new Map(command.holds.map((each) => [each.guard, each])).values()) {
    const state = context.guardOf?.(hold.guard);
    const fault = whyLeft(command, hold, state, context);
    if (state === undefined || fault !== null) faults.push(fault ?? 'noSuchGuard');
    else drafts.push(draftOf(alone(command, hold.guard), state, context, make));
  }
  const [code] = faults;
  return code !== undefined && drafts.length === 0 ? fail({ code }) : ok({ drafts, subject: null });
}

/** Why one of many stays as it is, by what is known here; null where nothing is in its way. */
export function whyLeft(
  command: OfMany,
  hold: HoldInSight,
  state: GuardState | undefined,
  by: Pick<Context, 'operator' | 'now'>,
): LiftFault | null {
  if (state === undefined) return 'noSuchGuard';
  return (
    faultOf(alone(command, hold.guard), state, by) ?? (isMoved(hold, state) ? 'guardMoved' : null)
  );
}

function alone(command: OfMany, guard: string): OfOne {
  switch (command.do) {
    case 'askLifts': {
      const { holds: _, ...said } = command;
      return { ...said, do: 'askLift', guard };
    }
    case 'confirmLifts':
      return { do: 'confirmLift', guard };
    case 'countersignLifts':
      return { do: 'countersignLift', guard };
    case 'refuseLifts':
      return { do: 'refuseLift', guard };
  }
}

/** Placed, or asked about, by somebody since it was chosen: nobody has looked at that (GUARD10). */
const isMoved = ({ had }: HoldInSight, state: GuardState): boolean =>
  entriesOf(state).some((entry) => !had.includes(entry));

const entriesOf = ({ placed, lifting }: GuardState): readonly string[] => [
  ...placed.map(({ entry }) => entry),
  ...(lifting.state === 'stands' ? [] : [lifting.ask.entry]),
];

/** A hold as it is before somebody now. */
export const asSeen = (state: GuardState): HoldInSight => ({
  guard: state.subject,
  had: entriesOf(state),
});

type PlaceGuard = Extract<GuardCommand, { do: 'placeGuard' }>;

function placeGuard(
  command: PlaceGuard,
  context: Context,
  make: (
    subject: string,
    kind: 'guard.placed',
    body: EventBody<'guard.placed'>,
    happenedAt?: number,
  ) => Draft,
): Result<Decision, Refusal> {
  const { of, because, confirmer, since, until, reviewAt, happenedAt } = command;
  const fault = of === 'all' ? pauseFault(command, context) : null;
  if (fault !== null) return fail({ code: fault });
  const subjects = placedOn(of);
  const body = {
    because,
    ...(confirmer ? { confirmer } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(reviewAt === undefined ? {} : { reviewAt }),
  };
  return ok({
    drafts: subjects
      .filter((subject) => !saysNothingNew(command, context.guardOf?.(subject)))
      .map((subject) => make(subject, 'guard.placed', body, happenedAt)),
    subject: subjects[0] ?? null,
  });
}

/** An order to everybody has somebody else who confirms it, and a window that is exposed. */
export function pauseFault(
  { confirmer = '', since, until }: Pick<PlaceGuard, 'confirmer' | 'since' | 'until'>,
  { operator, now }: Pick<Context, 'operator' | 'now'>,
): 'confirmerMissing' | 'samePerson' | 'windowMissing' | 'windowWrong' | null {
  if (confirmer.trim() === '') return 'confirmerMissing';
  if (!isAnother(confirmer, operator)) return 'samePerson';
  if (since === undefined) return 'windowMissing';
  return since > now || (until !== undefined && until < since) ? 'windowWrong' : null;
}

const placedOn = (of: PlaceGuard['of']): readonly string[] =>
  of === 'all' ? [PAUSE] : [...new Set(of)].map(guardSubject);

/** Placed for this very reason, and nobody asks that it be lifted: pressed in two windows at once. */
function saysNothingNew(
  { because, confirmer, since, until, reviewAt }: PlaceGuard,
  state: GuardState | undefined,
): boolean {
  if (state?.lifting.state !== 'stands') return false;
  const isPlaced = state.placed.some(
    (each) => each.because === because && each.confirmer === (confirmer || null),
  );
  const isExposed = since === undefined || (state.since !== null && state.since <= since);
  const isEnded = since === undefined || state.until === null || state.until >= (until ?? Infinity);
  return (
    isPlaced && isExposed && isEnded && (reviewAt === undefined || state.reviewAt === reviewAt)
  );
}

/** Guards that must be read before deciding. */
export function guardsOfCommand(command: GuardCommand): readonly string[] {
  if (command.do === 'placeGuard') return placedOn(command.of);
  return 'holds' in command ? command.holds.map(({ guard }) => guard) : [command.guard];
}
