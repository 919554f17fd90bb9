// What a person can do, and what follows from it. `decide` is the only maker of events: given the
// cases as they stand inside the writing transaction it answers with drafts, or with the reason
// why not. It reads no clock and makes no id of its own.
import { assertNever } from '../lib/check.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import { MINUTE } from './backstop-clock.ts';
import {
  customerSteps,
  isOlderThanOff,
  mprnOf,
  openRequests,
  requestFor,
  standingAnswers,
  subjectOf,
  type CaseState,
  type RequestLink,
} from './case.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { decideAsCoordinator, isCoordinators, type CoordinatorCommand } from './coordinator.ts';
import {
  draft,
  NOTHING_SEEN,
  type D05Answer,
  type EventBody,
  type EventKind,
  type ListKind,
  type Teller,
} from './events.ts';
import { mergeFacts, type Facts } from './facts.ts';
import {
  casesOfFixes,
  decideFixes,
  fixesOfCommand,
  isFixes,
  type FixCommand,
} from './fix-commands.ts';
import { decideGuard, guardsOfCommand, isGuards, type GuardCommand } from './guard-commands.ts';
import {
  casesOfRecovery,
  decideRecovery,
  isRecoverys,
  mprnsOfRecovery,
  requestsOfRecovery,
  type RecoveryCommand,
} from './recovery-commands.ts';
import type { Outcome } from './script.ts';
import type { SettingValue } from './desk.ts';

export type Command =
  | {
      readonly do: 'report';
      readonly mprn: string | null;
      readonly typedMprn?: string;
      readonly facts: Facts;
      readonly source: 'call' | 'paper' | 'file';
      readonly noticedAt: number;
      readonly happenedAt?: number;
      readonly overriddenBy?: string;
      /** Told in the same call: somebody at home depends on powered medical equipment. */
      readonly medical?: 'yes' | 'no';
      readonly medicalDetail?: string;
    }
  | {
      readonly do: 'learn';
      readonly subject: string;
      readonly facts: Facts;
      readonly note?: string;
      readonly happenedAt?: number;
    }
  | {
      readonly do: 'identify';
      readonly subject: string;
      readonly mprn: string;
      readonly facts?: Facts;
      readonly happenedAt?: number;
    }
  /** Takes an `identify` back: the lead is a case of its own again. */
  | {
      readonly do: 'separate';
      readonly subject: string;
      readonly from: string;
      /** The lead's closing, and what was written to the case of the MPRN. */
      readonly closing: string;
      readonly entries: readonly string[];
    }
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
  | { readonly do: 'leaveCall'; readonly subject: string }
  | {
      readonly do: 'outcome';
      readonly subject: string;
      readonly outcome: Outcome;
      readonly esbnReference?: string;
      readonly person?: string;
      readonly promisedAt?: number;
      readonly againAt?: number;
      readonly note?: string;
      readonly toldBy?: Teller;
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
  | { readonly do: 'undo'; readonly subject: string; readonly entry: string; readonly why?: string }
  | {
      readonly do: 'declareIncident';
      readonly point: number;
      readonly since: number;
      readonly note?: string;
    }
  | { readonly do: 'endIncident'; readonly subject: string; readonly at: number }
  | { readonly do: 'settings'; readonly changes: Readonly<Record<string, SettingValue>> }
  | ({ readonly do: 'chooseOrder' } & EventBody<'order.chosen'>)
  | ({ readonly do: 'chooseShare' } & EventBody<'share.chosen'>)
  | {
      readonly do: 'arrive';
      readonly name: string;
      /** Not where the desk has somebody's name: two windows may both find that it lost it. */
      readonly onlyIfNobody?: boolean;
    }
  /** Of the own clock; or of a colleague's that is not there to say so. */
  | ({
      readonly do: 'correctClock';
      readonly of?: string;
      /** The end of the chain was written with that clock: it goes on from the right time. */
      readonly movesTip?: boolean;
    } & EventBody<'clock.corrected'>)
  | {
      /** An own entry that the gateway set aside, once more at the end of the chain. */
      readonly do: 'sendAgain';
      readonly subject: string;
      readonly entry: string;
      readonly draft: Draft;
    }
  | RecoveryCommand
  | GuardCommand
  | FixCommand
  | CoordinatorCommand;

export type { Context, Decision, Refusal };

/** Subjects whose cases must be read before deciding. */
export function subjectsOf(command: Command): readonly string[] {
  if (command.do === 'report') return command.mprn === null ? [] : [subjectOf(command.mprn)];
  if (command.do === 'identify') return [command.subject, subjectOf(command.mprn)];
  if (command.do === 'separate') return [command.subject, command.from];
  if (command.do === 'claim' && command.instead !== undefined)
    return [command.subject, command.instead];
  if (isRecoverys(command)) return casesOfRecovery(command);
  if (isFixes(command)) return casesOfFixes(command);
  return 'subject' in command ? [command.subject] : [];
}

/** What else must be read before deciding: requests, all of an MPRN or one; guards, released back-fixes, whose desk it is. */
export function readsOf(command: Command): {
  readonly requestsOf: readonly string[];
  readonly requests: readonly string[];
  readonly guards: readonly string[];
  readonly fixes: readonly string[];
  readonly desk: boolean;
} {
  return {
    desk: command.do === 'arrive' && command.onlyIfNobody === true,
    requestsOf: isRecoverys(command) ? mprnsOfRecovery(command) : [],
    requests: requestsOf(command),
    guards: isGuards(command) ? guardsOfCommand(command) : [],
    fixes: isFixes(command) ? fixesOfCommand(command) : [],
  };
}

function requestsOf(command: Command): readonly string[] {
  if (isRecoverys(command)) return requestsOfRecovery(command);
  return isCoordinators(command) && command.do !== 'takeByPhone' ? [command.request] : [];
}

export function decide(command: Command, context: Context): Result<Decision, Refusal> {
  if (context.operator === '' && !nameless.has(command.do)) return fail({ code: 'noOperator' });
  if (isCoordinators(command)) return decideAsCoordinator(command, context);
  if (isRecoverys(command)) return decideRecovery(command, context);
  if (isGuards(command)) return decideGuard(command, context);
  if (isFixes(command)) return decideFixes(command, context);
  switch (command.do) {
    case 'report':
      return report(command, context);
    case 'declareIncident': {
      const subject = `incident:${context.newId()}`;
      const { point, since, note } = command;
      return one(context, subject, 'incident.declared', {
        point,
        since,
        ...(note ? { note } : {}),
      });
    }
    case 'endIncident':
      return one(context, command.subject, 'incident.ended', { at: command.at });
    case 'settings':
      return one(context, deskOf(context), 'desk.settings', { changes: { ...command.changes } });
    case 'chooseOrder': {
      const { order, desks, minutesPerCall } = command;
      return one(context, deskOf(context), 'order.chosen', { order, desks, minutesPerCall });
    }
    case 'chooseShare':
      return one(context, deskOf(context), 'share.chosen', {
        index: command.index,
        of: command.of,
      });
    case 'sendAgain':
      return sendAgain(command, context);
    case 'correctClock': {
      const { aheadMs, from, upTo, of = context.device } = command;
      return one(context, `clock:${of}`, 'clock.corrected', { aheadMs, from, upTo });
    }
    case 'arrive':
      if (command.onlyIfNobody === true && (context.operatorOfDesk?.() ?? null) !== null)
        return ok({ drafts: [], subject: null });
      return one(context, deskOf(context), 'operator.arrived', { name: command.name });
    default:
      return onCase(command, context);
  }
}

/** What can still be done about a case that is closed. */
const ofClosed = new Set<Command['do']>(['note', 'undo', 'separate']);

/** The one that was set aside counts as never written: nobody else has its words, and one is enough. */
function sendAgain(
  command: Extract<Command, { do: 'sendAgain' }>,
  context: Context,
): Result<Decision, Refusal> {
  const { subject, entry } = command;
  const isFolded = /^(?:mprn|lead|request):/.test(subject);
  const undone = maker(context, subject)('entry.undone', { entry });
  return ok({ drafts: [...(isFolded ? [undone] : []), command.draft], subject });
}

type CaseCommand = Exclude<Extract<Command, { readonly subject: string }>, RecoveryCommand>;

function onCase(
  command: Exclude<CaseCommand, { readonly do: 'endIncident' | 'sendAgain' }>,
  context: Context,
): Result<Decision, Refusal> {
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
      return done(...startCall(state, context, command.to, command.number));
    case 'joinCall':
      return done(
        ...ensureRequest(state, context).drafts,
        ...(isMine(state.claim, context) ? [] : [make('case.claimed', seenBy(state))]),
        make('call.joined', { call: command.call, ...seenBy(state) }),
      );
    case 'leaveCall':
      return state.call === null
        ? fail({ code: 'noCall' })
        : done(make('call.left', { call: state.call.call }), make('case.released', {}));
    case 'outcome':
      return recordOutcome(command, state, context);
    case 'power': {
      const { do: _do, subject: _subject, happenedAt: _at, ...body } = command;
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

/** Who arrives says the name; a clock is put right by the program. */
const nameless: ReadonlySet<Command['do']> = new Set(['arrive', 'correctClock']);

type Make = <K extends Exclude<EventKind, ListKind>>(kind: K, body: EventBody<K>) => Draft;

function maker(context: Context, subject: string, happenedAt?: number): Make {
  // A request of ours is for Networks; everything else stays in its own organisation.
  const to = subject.startsWith('request:') ? 'networks' : undefined;
  return (kind, body) => draft(subject, kind, body, { salt: context.salt(), happenedAt, to });
}

function one<K extends Exclude<EventKind, ListKind>>(
  context: Context,
  subject: string,
  kind: K,
  body: EventBody<K>,
): Result<Decision, Refusal> {
  return ok({ drafts: [maker(context, subject)(kind, body)], subject });
}

const deskOf = (context: Context): string => `desk:${context.device}`;

type Claim = { readonly operator: string; readonly device: string };

/** Another desk has it. A colleague who took over this desk has taken over its cases with it. */
const isOther = (claim: Claim, context: Context): boolean => claim.device !== context.device;

const isMine = (claim: Claim | null, context: Context): boolean =>
  claim !== null && claim.operator === context.operator && claim.device === context.device;

/** Nobody holds a customer whom they only looked at: this desk wrote nothing there after its claim. */
function putDownUnworked(subject: string | undefined, context: Context): readonly Draft[] {
  const left = subject === undefined ? undefined : context.caseOf(subject);
  if (left?.open !== true || left.claim === null || left.call !== null) return [];
  const { claim } = left;
  return isMine(claim, context) && left.seqs[context.device] === claim.seq
    ? [maker(context, left.subject)('case.released', {})]
    : [];
}

/**
 * What whoever claims, rings or ends a call knows of: so that two desks that knew nothing of each
 * other are told afterwards. The first of a case that is not the customer's first names its report.
 */
const seenBy = (state: CaseState | undefined): { readonly seen: string } => ({
  seen: state?.work?.entry ?? (state?.earlier ? state.opened.entry : NOTHING_SEEN),
});

function report(
  command: Extract<Command, { do: 'report' }>,
  context: Context,
): Result<Decision, Refusal> {
  const subject = command.mprn === null ? `lead:${context.newId()}` : subjectOf(command.mprn);
  const make = maker(context, subject, command.happenedAt);
  const drafts = [
    make('case.reported', {
      source: command.source,
      facts: command.facts,
      noticedAt: command.noticedAt,
      ...(command.typedMprn ? { typedMprn: command.typedMprn } : {}),
      ...(command.overriddenBy ? { overriddenBy: command.overriddenBy } : {}),
    }),
  ];
  const open = context.caseOf(subject);
  // Reported once more although the power was said to be back: it is off, with its old clock.
  if (open?.open === true && open.power !== null) {
    drafts.push(make('power.stillOff', { by: 'customer' }));
  }
  if (command.medical !== undefined) {
    drafts.push(
      make('step.answered', {
        script: 'networks-reenergise',
        scriptVersion: 1,
        step: 'medical',
        answer: command.medical,
        ...(command.medicalDetail ? { fields: { detail: command.medicalDetail } } : {}),
      }),
    );
  }
  return ok({ drafts, subject });
}

/** A lead whose MPRN is known now: the case goes on under the MPRN, with everything told so far. */
function identify(
  command: Extract<Command, { do: 'identify' }>,
  lead: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  if (mprnOf(lead.subject) !== null) return fail({ code: 'alreadyKnownByMprn' });
  const subject = subjectOf(command.mprn);
  const there = maker(context, subject);
  const here = maker(context, lead.subject);
  const drafts = [
    there('case.reported', {
      source: lead.opened.source,
      facts: mergeFacts(lead.facts, command.facts ?? {}),
      noticedAt: lead.noticedAt,
    }),
  ];
  // A caller without power whose MPRN was said to be back: it is off, as for any second report.
  const known = context.caseOf(subject);
  if (known?.open === true && known.power !== null && lead.power === null) {
    drafts.push(there('power.stillOff', { by: 'customer' }));
  }
  for (const [step, told] of Object.entries(lead.answers)) {
    // What Networks answered was about no MPRN at all: it is asked again.
    if (!customerSteps.has(step)) continue;
    drafts.push(
      draft(
        subject,
        'step.answered',
        {
          script: told.script,
          scriptVersion: told.scriptVersion,
          step,
          answer: told.answer,
          fields: { ...told.fields },
          times: { ...told.times },
        },
        { salt: context.salt(), happenedAt: told.at },
      ),
    );
  }
  for (const note of lead.notes) {
    drafts.push(
      draft(
        subject,
        'case.noted',
        { note: note.note },
        { salt: context.salt(), happenedAt: note.at },
      ),
    );
  }
  if (lead.claim !== null) drafts.push(there('case.claimed', seenBy(context.caseOf(subject))));
  drafts.push(here('case.closed', { because: 'movedToMprn', mprn: command.mprn }));
  return ok({ drafts, subject });
}

function separate(
  command: Extract<Command, { do: 'separate' }>,
  lead: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  const joined = context.caseOf(command.from);
  if (lead.closed?.because !== 'movedToMprn' || joined === undefined)
    return fail({ code: 'nothingToUndo' });
  const there = maker(context, joined.subject);
  const here = maker(context, lead.subject);
  const isItsOwn = command.entries.includes(joined.opened.entry);
  if (isItsOwn && joined.requests.length > 0) return fail({ code: 'askedOfNetworks' });
  return ok({
    drafts: [
      ...(isItsOwn
        ? [there('case.closed', { because: 'openedByMistake' })]
        : command.entries.map((entry) => there('entry.undone', { entry }))),
      here('entry.undone', { entry: command.closing }),
    ],
    subject: lead.subject,
  });
}

function answer(
  command: Extract<Command, { do: 'answer' }>,
  state: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  const make = maker(context, state.subject, command.happenedAt);
  // The first word with Networks starts the call and gives the request its reference.
  const begun =
    command.part === 'networks' && state.call === null ? startCall(state, context, 'networks') : [];
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
  to: 'networks' | 'customer',
  number?: string,
): readonly Draft[] {
  const call = context.newId();
  const started = maker(context, state.subject)('call.started', {
    call,
    to,
    ...(number ? { number } : {}),
    ...seenBy(state),
  });
  calls.set(started, call);
  return to === 'networks' ? [...ensureRequest(state, context).drafts, started] : [started];
}

/** A retry keeps its reference; a customer who was said to be back and is not is asked for anew. */
function ensureRequest(
  state: CaseState,
  context: Context,
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
    maker(context, request)('request.made', {
      type: 'reenergise',
      reference,
      mprn,
      priority: facts.register === 'priority' || state.medical?.answer === 'yes',
      ...(secondIdentifier === undefined ? {} : { secondIdentifier }),
      ...(facts.paidAt === undefined ? {} : { paidAt: facts.paidAt }),
    }),
    maker(context, state.subject)('case.referenced', link),
  ];
  return { drafts, link };
}

/** An outcome taken back is also no answer of Networks any more: its request waits again. */
function undo(
  command: Extract<Command, { do: 'undo' }>,
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

/** Minutes until somebody tries again, when nobody said when. */
const AGAIN_MINUTES: Partial<Record<Outcome, number>> = { noAnswer: 5, busy: 2, callBack: 5 };

export function againMinutes(outcome: Outcome): number {
  return AGAIN_MINUTES[outcome] ?? 0;
}

/** Outcomes that are somebody's word, and not only that nobody was reached. */
const spoken = new Set<Outcome>([
  'done',
  'promised',
  'refused',
  'notRemote',
  'networkFault',
  'wrongCustomer',
]);

/** Outcomes that have a time of Networks'. */
const timed = new Set<Outcome>(['promised', 'notRemote', 'networkFault']);

/** Of a customer whose MPRN nobody knows nothing is done or promised, and no MPRN is somebody else's. */
export function needsMprn({ subject }: CaseState, outcome: Outcome): boolean {
  return mprnOf(subject) === null && aboutMprn.has(outcome);
}

const aboutMprn = new Set<Outcome>(['done', 'promised', 'wrongCustomer']);

/** What Networks said in the call that this outcome ends; nothing where nobody was spoken to. */
export function givenIn(
  state: CaseState,
  outcome: Outcome,
  now: number,
): {
  readonly esbnReference?: string;
  readonly person?: string;
  readonly promisedAt?: number;
} {
  if (!spoken.has(outcome) && outcome !== 'callBack') return {};
  const answers = standingAnswers(state, now);
  const { esbnReference } = answers['reference']?.fields ?? {};
  const { person } = answers['answered']?.fields ?? {};
  const { promisedAt } = answers['reference']?.times ?? {};
  return {
    ...(esbnReference ? { esbnReference } : {}),
    ...(person ? { person } : {}),
    ...(promisedAt !== undefined && timed.has(outcome) ? { promisedAt } : {}),
  };
}

/** No call to Networks stands behind this outcome: who told it is asked, and chosen by a person. */
export function needsTeller(state: CaseState, outcome: Outcome): boolean {
  return spoken.has(outcome) && state.call?.to !== 'networks';
}

/** What Networks gave in the call, once every question is answered and nothing came of it yet. */
export function promiseGiven(
  state: CaseState,
): { readonly promisedAt?: number; readonly esbnReference?: string } | null {
  const said = state.answers['reference'];
  if (said?.answer !== 'given') return null;
  const { promisedAt } = said.times;
  const { esbnReference } = said.fields;
  return {
    ...(promisedAt === undefined ? {} : { promisedAt }),
    ...(esbnReference ? { esbnReference } : {}),
  };
}

function recordOutcome(
  command: Extract<Command, { do: 'outcome' }>,
  state: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  if (state.power !== null) return fail({ code: 'powerAlreadyBack', level: state.power.level });
  if (needsMprn(state, command.outcome)) return fail({ code: 'needsMprn' });
  const make = maker(context, state.subject, command.happenedAt);
  const {
    esbnReference,
    promisedAt,
    person = '',
  } = { ...givenIn(state, command.outcome, context.now), ...command };
  const again = AGAIN_MINUTES[command.outcome];
  const againAt =
    command.againAt ?? (again === undefined ? undefined : context.now + again * MINUTE);
  const { drafts: asked, link } = ensureRequest(state, context);
  const told = {
    ...(esbnReference ? { esbnReference } : {}),
    ...(person ? { person } : {}),
    ...(promisedAt === undefined ? {} : { promisedAt }),
  };
  const drafts: Draft[] = [
    ...asked,
    make('outcome.recorded', {
      outcome: command.outcome,
      ...told,
      ...(state.call === null ? {} : { call: state.call.call }),
      ...(link === undefined ? {} : { reference: link.reference }),
      ...(againAt === undefined ? {} : { againAt }),
      ...(command.note ? { note: command.note } : {}),
      ...(command.toldBy && needsTeller(state, command.outcome) ? { toldBy: command.toldBy } : {}),
      ...seenBy(state),
    }),
  ];
  if (link !== undefined) {
    drafts.push(
      maker(
        context,
        link.request,
        command.happenedAt,
      )('request.answered', {
        outcome: command.outcome,
        ...told,
        ...heardOfD05(state),
      }),
    );
  }
  return ok({ drafts, subject: state.subject });
}

const heardD05: Readonly<Record<string, D05Answer>> = {
  none: 'none',
  cancelled: 'cancelled',
  waiting: 'waiting',
  doNotKnow: 'unknown',
};

/** What this call heard of a queued D05: so that Networks' own answer can be laid beside it. */
function heardOfD05(state: CaseState): { readonly d05?: D05Answer } {
  const d05 = heardD05[state.answers['queuedD05']?.answer ?? ''];
  return d05 === undefined ? {} : { d05 };
}
