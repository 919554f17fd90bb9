// Who works a customer, and the call to Networks: claims, the script's answers, the line that is waited
// on, the basket, and the request that the first word asks for.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import { mprnOf, openRequests, requestFor, type CaseState, type RequestLink } from './case.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { isMine, isOther, maker, seenBy } from './making.ts';

export type CallCommand =
  | {
      readonly do: 'claim';
      readonly subject: string;
      readonly takeOver?: boolean;
      /** Claimed before this one: put down when nothing was done about it since. */
      readonly instead?: string;
    }
  | { readonly do: 'release'; readonly subject: string }
  | {
      readonly do: 'answer';
      readonly subject: string;
      readonly script: string;
      readonly scriptVersion: number;
      readonly step: string;
      readonly part: 'customer' | 'networks' | 'after';
      readonly answer: string;
      readonly fields?: Readonly<Record<string, string>>;
      readonly times?: Readonly<Record<string, number>>;
      readonly happenedAt?: number;
    }
  | {
      readonly do: 'startCall';
      readonly subject: string;
      readonly to: 'networks' | 'customer';
      readonly number?: string;
      readonly happenedAt?: number;
    }
  | {
      readonly do: 'joinCall';
      readonly subject: string;
      readonly call: string;
      readonly happenedAt?: number;
    }
  | { readonly do: 'leaveCall'; readonly subject: string };

/** Nobody holds a customer whom they only looked at: this desk wrote nothing there after its claim. */
function putDownUnworked(subject: string | undefined, context: Context): readonly Draft[] {
  const left = subject === undefined ? undefined : context.caseOf(subject);
  if (left?.open !== true || left.claim === null || left.call !== null) return [];
  const { claim } = left;
  return isMine(claim, context) && left.seqs[context.device] === claim.seq
    ? [maker(context, left.subject)('case.released', {})]
    : [];
}

function answer(
  command: Extract<CallCommand, { do: 'answer' }>,
  state: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  const make = maker(context, state.subject, command.happenedAt);
  // The first word with Networks starts the call and gives the request its reference.
  const begun =
    command.part === 'networks' && state.call === null
      ? startCall(state, context, { to: 'networks', happenedAt: command.happenedAt })
      : [];
  const call = state.call?.call ?? callOf(begun);
  const drafts = [
    ...(isMine(state.claim, context) ? [] : [make('case.claimed', seenBy(state))]),
    ...begun,
    make('step.answered', {
      script: command.script,
      scriptVersion: command.scriptVersion,
      step: command.step,
      answer: command.answer,
      ...(command.fields && Object.keys(command.fields).length > 0
        ? { fields: { ...command.fields } }
        : {}),
      ...(command.times && Object.keys(command.times).length > 0
        ? { times: { ...command.times } }
        : {}),
      ...(call === undefined ? {} : { call }),
    }),
  ];
  if (command.answer === 'waitingOnTheLine' && call !== undefined) {
    drafts.push(make('call.waiting', { call }));
  }
  return ok({ drafts, subject: state.subject });
}

const calls = new WeakMap<Draft, string>();

function callOf(drafts: readonly Draft[]): string | undefined {
  for (const each of drafts) {
    const call = calls.get(each);
    if (call !== undefined) return call;
  }
  return undefined;
}

function startCall(
  state: CaseState,
  context: Context,
  {
    to,
    number,
    happenedAt,
  }: {
    readonly to: 'networks' | 'customer';
    readonly number?: string;
    readonly happenedAt?: number | undefined;
  },
): readonly Draft[] {
  const call = context.newId();
  const started = maker(
    context,
    state.subject,
    happenedAt,
  )('call.started', {
    call,
    to,
    ...(number ? { number } : {}),
    ...seenBy(state),
  });
  calls.set(started, call);
  return to === 'networks'
    ? [...ensureRequest(state, context, happenedAt).drafts, started]
    : [started];
}

/**
 * A retry keeps its reference; a customer who was said to be back and is not is asked for anew. What was
 * asked on paper was asked when the paper says.
 */
export function ensureRequest(
  state: CaseState,
  context: Context,
  happenedAt?: number,
): { readonly drafts: readonly Draft[]; readonly link: RequestLink | undefined } {
  const mprn = mprnOf(state.subject);
  if (mprn === null || openRequests(state).length > 0)
    return { drafts: [], link: requestFor(state, context.device) };
  const request = `request:${context.newId()}`;
  const reference = context.reference();
  const { facts } = state;
  const secondIdentifier = facts.serial ?? facts.eircode;
  const link: RequestLink = { request, type: 'reenergise', reference };
  const drafts = [
    maker(
      context,
      request,
      happenedAt,
    )('request.made', {
      type: 'reenergise',
      reference,
      mprn,
      priority: facts.register === 'priority' || state.medical?.answer === 'yes',
      ...(secondIdentifier === undefined ? {} : { secondIdentifier }),
      ...(facts.paidAt === undefined ? {} : { paidAt: facts.paidAt }),
    }),
    maker(context, state.subject, happenedAt)('case.referenced', link),
  ];
  return { drafts, link };
}

export function decideCall(
  command: CallCommand,
  state: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  const { subject } = command;
  const make = maker(context, subject, 'happenedAt' in command ? command.happenedAt : undefined);
  const done = (...drafts: Draft[]) => ok({ drafts, subject });
  switch (command.do) {
    case 'claim': {
      const unworked = putDownUnworked(command.instead, context);
      // One's own claim made once more says nothing new.
      if (isMine(state.claim, context)) return done(...unworked);
      return state.claim !== null && isOther(state.claim, context) && command.takeOver !== true
        ? fail({ code: 'claimedByOther', operator: state.claim.operator, at: state.claim.at })
        : done(make('case.claimed', seenBy(state)), ...unworked);
    }
    case 'release':
      return done(
        ...(state.call === null ? [] : [make('call.left', { call: state.call.call })]),
        ...(state.claim === null ? [] : [make('case.released', {})]),
      );
    case 'answer':
      return answer(command, state, context);
    case 'startCall':
      return done(...startCall(state, context, command));
    case 'joinCall':
      return done(
        ...ensureRequest(state, context, command.happenedAt).drafts,
        ...(isMine(state.claim, context) ? [] : [make('case.claimed', seenBy(state))]),
        make('call.joined', { call: command.call, ...seenBy(state) }),
      );
    case 'leaveCall':
      return state.call === null
        ? fail({ code: 'noCall' })
        : done(make('call.left', { call: state.call.call }), make('case.released', {}));
  }
}
