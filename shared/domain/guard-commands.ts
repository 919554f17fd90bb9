// What people do about guards: place them on any number of customers at once, ask that one be lifted,
// agree as the second person, or countersign what one did alone.
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
    };

const ours = {
  placeGuard: true,
  askLift: true,
  confirmLift: true,
  countersignLift: true,
  refuseLift: true,
  reviewGuard: true,
} as const satisfies Readonly<Record<GuardCommand['do'], true>>;

export function isGuards(command: { readonly do: string }): command is GuardCommand {
  return Object.hasOwn(ours, command.do);
}

export function decideGuard(command: GuardCommand, context: Context): Result<Decision, Refusal> {
  const make: Make = (subject, kind, body, happenedAt) =>
    draft(subject, kind, body, { salt: context.salt(), happenedAt });
  if (command.do === 'placeGuard') return placeGuard(command, context, make);
  const subject = command.guard;
  const state = context.guardOf?.(subject);
  if (state === undefined) return fail({ code: 'noSuchGuard' });
  const { lifting } = state;
  const seen = state.placed.map(({ entry }) => entry);
  const done = (...drafts: readonly Draft[]) => ok({ drafts, subject });
  switch (command.do) {
    case 'askLift': {
      if (!isStanding(state)) return fail({ code: 'guardLifted' });
      const { why, test, authorisedBy = '', authorisedAt = context.now } = command;
      const alone = authorisedBy.trim() === '' ? null : { authorisedBy, authorisedAt };
      const fault = alone && authorisationFault(alone, context.operator, context.now);
      if (fault !== null) return fail({ code: fault });
      // A pause ends on a test, not on a feeling: what came of a payment and of a disconnection.
      if (state.kind === 'pause' && (test ?? '').trim() === '')
        return fail({ code: 'testMissing' });
      return done(
        make(subject, 'guard.liftAsked', {
          why,
          ...(test ? { test } : {}),
          ...alone,
          seen,
        }),
      );
    }
    case 'confirmLift':
      if (lifting.state !== 'asked') return fail({ code: 'nothingAsked' });
      return isAnother(lifting.ask.operator, context.operator)
        ? done(make(subject, 'guard.liftConfirmed', { of: lifting.ask.entry, seen }))
        : fail({ code: 'samePerson' });
    case 'refuseLift':
      return lifting.state === 'asked'
        ? // Nobody's reason is made up: a button says no more than that it stays.
          done(
            make(subject, 'guard.liftRefused', { of: lifting.ask.entry, why: command.why ?? '' }),
          )
        : fail({ code: 'nothingAsked' });
    case 'countersignLift':
      if (!awaitsCountersign(state) || lifting.state !== 'liftedAlone')
        return fail({ code: 'nothingAsked' });
      return isAnother(lifting.ask.operator, context.operator)
        ? done(make(subject, 'guard.countersigned', { of: lifting.ask.entry }))
        : fail({ code: 'samePerson' });
    case 'reviewGuard':
      return isStanding(state)
        ? done(make(subject, 'guard.reviewed', { reviewAt: command.reviewAt, why: command.why }))
        : fail({ code: 'guardLifted' });
  }
}

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
  return command.do === 'placeGuard' ? placedOn(command.of) : [command.guard];
}
