// What ESB Networks' coordinator can do with a request, and what follows from it: a part of `decide`
// (commands.ts). A request typed from the phone is a request of Networks' own; what Networks says of
// any request goes to the supplier who asked, when that organisation is known. Everything is taken
// back by a new entry. Nothing here says that a customer has power: that stays the supplier's record.
import { assertNever } from '../lib/check.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import {
  draft,
  type Assignment,
  type D05Answer,
  type EventBody,
  type EventKind,
  type ListKind,
  type NetworksOutcome,
  type RequestType,
} from './events.ts';
import type { RequestState } from './request.ts';

interface OnRequest {
  /** Subject of the request. */
  readonly request: string;
  /** The supplier's organisation, when it is known. */
  readonly to?: string | undefined;
  readonly happenedAt?: number;
}

export type CoordinatorCommand =
  | {
      readonly do: 'takeByPhone';
      readonly mprn: string;
      /** An organisation's id, or the MPID as it was said. */
      readonly supplier: string;
      readonly to?: string | undefined;
      /** The supplier's speakable reference; an own one is made when none was told. */
      readonly reference?: string;
      readonly secondIdentifier?: string;
      readonly paidAt?: number;
      readonly priority: boolean;
      /** Power, where it is not said otherwise. */
      readonly type?: RequestType;
      /** Who rang. */
      readonly person?: string;
      readonly overriddenBy?: string;
      readonly d05?: D05Answer;
      readonly happenedAt?: number;
    }
  | (OnRequest & { readonly do: 'takeRequest'; readonly takeOver?: boolean })
  | (OnRequest & { readonly do: 'assignRequest'; readonly assign: Assignment })
  | (OnRequest & {
      readonly do: 'decideRequest';
      readonly outcome: NetworksOutcome;
      readonly promisedAt?: number;
      readonly esbnReference?: string;
      readonly person?: string;
      readonly reason?: string;
    })
  | (OnRequest & { readonly do: 'answerD05'; readonly answer: D05Answer })
  | (OnRequest & { readonly do: 'reopenRequest' })
  | (OnRequest & { readonly do: 'undoRequest'; readonly entry: string; readonly why?: string });

export type RequestCommand = Exclude<CoordinatorCommand, { readonly do: 'takeByPhone' }>;

const coordinatorDoes = {
  takeByPhone: true,
  takeRequest: true,
  assignRequest: true,
  decideRequest: true,
  answerD05: true,
  reopenRequest: true,
  undoRequest: true,
} as const satisfies Readonly<Record<CoordinatorCommand['do'], true>>;

export function isCoordinators(command: { readonly do: string }): command is CoordinatorCommand {
  return Object.hasOwn(coordinatorDoes, command.do);
}

export function decideAsCoordinator(
  command: CoordinatorCommand,
  context: Context,
): Result<Decision, Refusal> {
  if (command.do === 'takeByPhone') return takeByPhone(command, context);
  const state = context.requestOf?.(command.request);
  if (state === undefined || (state.withdrawn !== null && command.do !== 'undoRequest'))
    return fail({ code: 'noSuchRequest' });
  return onRequest(command, state, context);
}

type Make = <K extends Exclude<EventKind, ListKind>>(kind: K, body: EventBody<K>) => Draft;

function maker(
  context: Context,
  subject: string,
  command: { readonly to?: string | undefined; readonly happenedAt?: number },
): Make {
  const { to, happenedAt } = command;
  return (kind, body) => draft(subject, kind, body, { salt: context.salt(), happenedAt, to });
}

function takeByPhone(
  command: Extract<CoordinatorCommand, { do: 'takeByPhone' }>,
  context: Context,
): Result<Decision, Refusal> {
  const subject = `request:${context.newId()}`;
  const make = maker(context, subject, command);
  const { mprn, supplier, priority, reference, secondIdentifier, paidAt } = command;
  const own = context.reference();
  const drafts = [
    make('request.made', {
      type: command.type ?? 'reenergise',
      via: 'phone',
      supplier,
      mprn,
      priority,
      reference: reference ?? own,
      referenceOf: reference === undefined ? 'networks' : 'supplier',
      ...(secondIdentifier ? { secondIdentifier } : {}),
      ...(paidAt === undefined ? {} : { paidAt }),
      ...(command.person ? { person: command.person } : {}),
      ...(command.overriddenBy ? { overriddenBy: command.overriddenBy } : {}),
    }),
    make('request.taken', { esbnReference: own }),
  ];
  if (command.d05 !== undefined) drafts.push(make('request.d05Answered', { answer: command.d05 }));
  return ok({ drafts, subject });
}

function onRequest(
  command: RequestCommand,
  state: RequestState,
  context: Context,
): Result<Decision, Refusal> {
  const subject = command.request;
  const make = maker(context, subject, command);
  const { networks } = state;
  const done = (...drafts: Draft[]) => ok({ drafts, subject });
  // Whoever says something about a request nobody has, has it.
  const first = networks.taken === null ? [make('request.taken', given(context))] : [];
  switch (command.do) {
    case 'takeRequest': {
      const { taken } = networks;
      if (taken !== null && taken.device !== context.device && command.takeOver !== true)
        return fail({ code: 'takenByOther', operator: taken.operator, at: taken.at });
      // The reference that was said already stays the one that is said.
      const reference = taken?.esbnReference;
      return done(make('request.taken', reference ? { esbnReference: reference } : given(context)));
    }
    case 'assignRequest':
      if (state.made.type !== 'reenergise') return fail({ code: 'holdOnly' });
      return done(...first, make('request.assigned', { to: command.assign }));
    case 'decideRequest': {
      if (!isDecision(state.made.type, command.outcome)) return fail({ code: 'holdOnly' });
      if (networks.decided?.outcome === 'done' && command.outcome !== 'done')
        return fail({ code: 'requestDone' });
      const { outcome, promisedAt, esbnReference, person, reason } = command;
      return done(
        ...first,
        make('request.decided', {
          outcome,
          ...(promisedAt === undefined ? {} : { promisedAt }),
          ...(esbnReference ? { esbnReference } : {}),
          ...(person ? { person } : {}),
          ...(reason ? { reason } : {}),
        }),
      );
    }
    case 'answerD05':
      return done(...first, make('request.d05Answered', { answer: command.answer }));
    case 'reopenRequest':
      return networks.decided === null
        ? fail({ code: 'notDecided' })
        : done(make('request.reopened', { by: 'networks' }));
    case 'undoRequest':
      return done(
        make('entry.undone', {
          entry: command.entry,
          ...(command.why ? { why: command.why } : {}),
        }),
      );
    default:
      return assertNever(command);
  }
}

const given = (context: Context): EventBody<'request.taken'> => ({
  esbnReference: context.reference(),
});

/** Where nothing is switched, nothing is said of meters and crews. */
export const isDecision = (type: RequestType, outcome: NetworksOutcome): boolean =>
  type === 'reenergise' ||
  (type !== 'holdD05' && outcome !== 'notRemote' && outcome !== 'networkFault');
