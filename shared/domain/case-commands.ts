// What a person does about one case beside its call: what is learnt, power back and off again, notes,
// exclusion, and taking back.
import { assertNever } from '../lib/check.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import { MINUTE } from './backstop-clock.ts';
import { decideCall, type CallCommand } from './call-commands.ts';
import { identify, separate, type CallerCommand } from './caller-commands.ts';
import { isOlderThanOff, type CaseState } from './case.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import type { EventBody } from './events.ts';
import type { Facts } from './facts.ts';
import { maker } from './making.ts';
import { recordOutcome, type OutcomeCommand } from './outcome-commands.ts';

export type CaseCommand =
  | Exclude<CallerCommand, { readonly do: 'report' }>
  | CallCommand
  | OutcomeCommand
  | {
      readonly do: 'learn';
      readonly subject: string;
      readonly facts: Facts;
      readonly note?: string;
      readonly happenedAt?: number;
    }
  | ({
      readonly do: 'power';
      readonly subject: string;
      readonly happenedAt?: number;
    } & EventBody<'power.recorded'>)
  | ({
      readonly do: 'stillOff';
      readonly subject: string;
      readonly happenedAt?: number;
    } & EventBody<'power.stillOff'>)
  | ({
      readonly do: 'exclude';
      readonly subject: string;
      readonly happenedAt?: number;
    } & EventBody<'case.excluded'>)
  | {
      readonly do: 'note';
      readonly subject: string;
      readonly note: string;
      readonly happenedAt?: number;
    }
  | { readonly do: 'seeBreach'; readonly subject: string }
  | { readonly do: 'openedByMistake'; readonly subject: string }
  | {
      readonly do: 'undo';
      readonly subject: string;
      readonly entry: string;
      readonly why?: string;
    };

/** What can still be done about a case that is closed. */
const ofClosed = new Set<CaseCommand['do']>(['note', 'undo', 'separate']);

export function onCase(command: CaseCommand, context: Context): Result<Decision, Refusal> {
  const { subject } = command;
  const state = context.caseOf(subject);
  if (state === undefined) return fail({ code: 'noSuchCase' });
  if (!state.open && !ofClosed.has(command.do)) return fail({ code: 'caseClosed' });
  const happenedAt = 'happenedAt' in command ? command.happenedAt : undefined;
  const make = maker(context, subject, happenedAt);
  const done = (...drafts: Draft[]) => ok({ drafts, subject });

  switch (command.do) {
    case 'learn':
      return done(
        make('case.learnt', {
          facts: command.facts,
          ...(command.note ? { note: command.note } : {}),
        }),
      );
    case 'identify':
      return identify(command, state, context);
    case 'separate':
      return separate(command, state, context);
    case 'claim':
    case 'release':
    case 'answer':
    case 'startCall':
    case 'joinCall':
    case 'leaveCall':
      return decideCall(command, state, context);
    case 'outcome':
      return recordOutcome(command, state, context);
    case 'power': {
      const { do: _do, subject: _subject, happenedAt: _at, ...told } = command;
      const body = { ...told, backAt: afterOff(state, told.backAt, context.now) };
      if (state.facts.paidAt !== undefined && body.backAt < state.facts.paidAt) {
        return fail({ code: 'timeBeforePayment' });
      }
      if (state.facts.paidAt === undefined && body.backAt < state.noticedAt) {
        return fail({ code: 'timeBeforeReport' });
      }
      if (isOlderThanOff(state, body.backAt)) return fail({ code: 'timeBeforeOff' });
      if (state.power?.level === 'confirmed')
        return fail({ code: 'powerAlreadyBack', level: 'confirmed' });
      return done(make('power.recorded', body));
    }
    case 'stillOff':
      if (state.power === null && state.outcome === null) return fail({ code: 'powerNotBack' });
      return done(
        make('power.stillOff', { by: command.by, ...(command.note ? { note: command.note } : {}) }),
      );
    case 'exclude':
      return done(
        make('case.excluded', {
          reason: command.reason,
          ...(command.note ? { note: command.note } : {}),
        }),
      );
    case 'note':
      return done(make('case.noted', { note: command.note }));
    case 'seeBreach':
      return state.breachSeenBy === null ? done(make('breach.acknowledged', {})) : done();
    case 'openedByMistake':
      return state.requests.length > 0
        ? fail({ code: 'askedOfNetworks' })
        : done(make('case.closed', { because: 'openedByMistake' }));
    case 'undo':
      return undo(command, state, context);
    default:
      return assertNever(command);
  }
}

/** An outcome taken back is also no answer of Networks any more: its request waits again. */
/**
 * Said of now by somebody to whom the market's cut-off is still to come: the clock here is slow, and that
 * cut-off was before it. Refused, it could not be written down until that clock has come so far.
 */
const afterOff = ({ lastOff }: CaseState, backAt: number, now: number): number =>
  lastOff !== undefined && lastOff.at > now && backAt > now - MINUTE ? lastOff.at : backAt;

function undo(
  command: Extract<CaseCommand, { do: 'undo' }>,
  state: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  if (command.entry === state.opened.entry) return fail({ code: 'nothingToUndo' });
  const drafts: Draft[] = [
    maker(context, state.subject)('entry.undone', {
      entry: command.entry,
      ...(command.why ? { why: command.why } : {}),
    }),
  ];
  const { outcome } = state;
  const link = state.requests.find((each) => each.reference === outcome?.reference);
  if (outcome?.entry === command.entry && link !== undefined) {
    drafts.push(maker(context, link.request)('request.reopened', {}));
  }
  return ok({ drafts, subject: state.subject });
}
