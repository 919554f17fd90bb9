// What a desk does about messages that wait: brings the list of them in, asks Networks to cancel or
// hold D05s of any number of customers at once, each under a reference of its own, and writes down
// what was heard of one.
import { fail, ok, type Result } from '../lib/result.ts';
import { sealList, type Draft } from '../log/entry.ts';
import { subjectOf } from './case.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { askedOf, decideHeard, SHORT, type HeardCommand, type HoldOf } from './d05-asked.ts';
import { draft, events, type Asks, type Make } from './events.ts';
import { fixSubject } from './fix.ts';
import { paymentKnown } from './hear.ts';
import {
  hasPaidSince,
  KIND,
  switches,
  type OutstandingHead,
  type OutstandingMessage,
} from './outstanding.ts';
import type { RecoveryRow } from './recovery.ts';
import type { RequestState } from './request.ts';

/** Rows of one chunk of a list. */
export const CHUNK_ROWS = 500;

export type RecoveryCommand =
  | {
      readonly do: 'listOutstanding';
      readonly file: string;
      /** When EMMA said so, UTC ms. */
      readonly asOf: number;
      readonly messages: readonly OutstandingMessage[];
      /** Rows of the file that stay out. */
      readonly leftOut?: number;
    }
  /** Absent: that their D05 be stopped. */
  | { readonly do: 'askHold'; readonly holds: readonly HoldOf[]; readonly asks?: Asks }
  | {
      readonly do: 'takeBackHolds';
      /** What an `askHold` wrote: requests, and the entries of cases that name them. */
      readonly asked: readonly { readonly subject: string; readonly entry: string }[];
    }
  | HeardCommand;

const ours = {
  listOutstanding: true,
  askHold: true,
  takeBackHolds: true,
  heardHold: true,
  heardHolds: true,
  takeBackHeard: true,
} as const satisfies Readonly<Record<RecoveryCommand['do'], true>>;

export function isRecoverys(command: { readonly do: string }): command is RecoveryCommand {
  return Object.hasOwn(ours, command.do);
}

export function decideRecovery(
  command: RecoveryCommand,
  context: Context,
): Result<Decision, Refusal> {
  switch (command.do) {
    case 'listOutstanding':
      return listOutstanding(command, context);
    case 'askHold':
      return askHold(command, context);
    case 'takeBackHolds':
      return takeBackHolds(command, context);
    case 'heardHold':
    case 'heardHolds':
    case 'takeBackHeard':
      return decideHeard(command, context);
  }
}

/** An empty list is a list too: it says that nothing waits. */
function listOutstanding(
  { file, asOf, messages, leftOut = 0 }: Extract<RecoveryCommand, { do: 'listOutstanding' }>,
  context: Context,
): Result<Decision, Refusal> {
  if (asOf > context.now) return fail({ code: 'listOfFuture' });
  // A file of which no row can be read says nothing, and must not say that nothing waits.
  if (messages.length === 0 && leftOut > 0) return fail({ code: 'listUnread' });
  const list = context.newId();
  const subject = `outstanding:${list}`;
  const chunks = Math.max(1, Math.ceil(messages.length / CHUNK_ROWS));
  const drafts = Array.from({ length: chunks }, (_, chunk): Draft => {
    const rows = messages.slice(chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS);
    const head: OutstandingHead = {
      file,
      list,
      asOf,
      chunk,
      chunks,
      rows: rows.length,
      ...(leftOut === 0 ? {} : { leftOut }),
    };
    return {
      subject,
      kind: KIND,
      version: events[KIND].version,
      body: sealList([head, ...rows], () => context.salt()),
    };
  });
  return ok({ drafts: [...drafts, ...whoHasPaid(messages, context)], subject });
}

/** Of whom the market had said before that they are off, and a list says now that they had paid. */
function whoHasPaid(messages: readonly OutstandingMessage[], context: Context): readonly Draft[] {
  const paid = new Map<string, number>();
  for (const { mprn, paidAt } of messages.filter(isPaidD05))
    if (paidAt !== null) paid.set(mprn, Math.max(paidAt, paid.get(mprn) ?? paidAt));
  const make: Make = (subject, kind, body, happenedAt) =>
    draft(subject, kind, body, {
      salt: context.salt(),
      ...(happenedAt === undefined ? {} : { happenedAt }),
    });
  return [...paid].flatMap(([mprn, paidAt]) => paymentKnown({ mprn, paidAt }, context, make));
}

const isPaidD05 = (message: OutstandingMessage): boolean =>
  switches(message) !== 'on' && hasPaidSince(message);

/** Customers whose back-fixes must be read before deciding. */
export const fixesOfRecovery = (command: RecoveryCommand): readonly string[] =>
  command.do === 'listOutstanding' ? mprnsPaid(command).map((mprn) => fixSubject(mprn)) : [];

const mprnsPaid = ({ messages }: Extract<RecoveryCommand, { do: 'listOutstanding' }>) => [
  ...new Set(messages.filter(isPaidD05).map(({ mprn }) => mprn)),
];

function askHold(
  { holds, asks = 'holdD05' }: Extract<RecoveryCommand, { do: 'askHold' }>,
  context: Context,
): Result<Decision, Refusal> {
  let first: string | null = null;
  // Asked once is asked: a key pressed twice, or two windows, double nothing.
  const asked = new Set(context.openHolds?.(asks) ?? []);
  const drafts = holds.flatMap((hold) => {
    if (asked.has(hold.mprn)) return [];
    asked.add(hold.mprn);
    const made = askedOf(hold, asks, context);
    first ??= made.request;
    return made.drafts;
  });
  return ok({ drafts, subject: first });
}

/** Of what was asked that which nobody has answered or taken yet: the rest is the other side's too. */
function takeBackHolds(
  { asked }: Extract<RecoveryCommand, { do: 'takeBackHolds' }>,
  context: Context,
): Result<Decision, Refusal> {
  const open = new Map<string, string>();
  for (const { subject } of asked) {
    const request = context.requestOf?.(subject);
    if (request !== undefined && isUnheard(request)) open.set(subject, request.made.mprn);
  }
  const cases = new Set([...open.values()].map(subjectOf));
  const drafts = asked.flatMap(({ subject, entry }) => {
    const to = open.has(subject) ? 'networks' : undefined;
    if (to === undefined && !cases.has(subject)) return [];
    return [draft(subject, 'entry.undone', { entry }, { salt: context.salt(), to })];
  });
  return drafts.length === 0
    ? fail({ code: 'holdsHeard' })
    : ok({ drafts, subject: [...open.keys()][0] ?? null });
}

const isUnheard = ({ made, withdrawn, answer, networks }: RequestState): boolean =>
  made.type !== 'reenergise' &&
  withdrawn === null &&
  answer === null &&
  Object.values(networks).every((word) => word === null);

/** Cases that must be read before deciding. */
export function casesOfRecovery(command: RecoveryCommand): readonly string[] {
  if (command.do === 'takeBackHolds')
    return command.asked.map(({ subject }) => subject).filter((each) => each.startsWith('mprn:'));
  if (command.do === 'listOutstanding') return mprnsPaid(command).map(subjectOf);
  return mprnsOfRecovery(command).map(subjectOf);
}

/** MPRNs whose requests must be read before deciding. */
export function mprnsOfRecovery(command: RecoveryCommand): readonly string[] {
  if (command.do === 'askHold') return command.holds.map(({ mprn }) => mprn);
  if (command.do !== 'heardHolds') return [];
  return command.heard.flatMap(({ hold, request }) => (request === null ? [hold.mprn] : []));
}

/** Requests that must be read before deciding. */
export function requestsOfRecovery(command: RecoveryCommand): readonly string[] {
  if (command.do === 'heardHold') return [command.subject];
  if (command.do === 'heardHolds') return command.heard.flatMap(({ request }) => request ?? []);
  if (command.do === 'takeBackHeard') return command.heard.map(({ subject }) => subject);
  if (command.do !== 'takeBackHolds') return [];
  return command.asked.map(({ subject }) => subject).filter((each) => each.startsWith('request:'));
}

/** Whom a row of the recovery stands for, as a hold asks for it; null without an MPRN. */
export function holdOf({ mprn, paidAt, state }: RecoveryRow): HoldOf | null {
  if (mprn === null) return null;
  const secondIdentifier = state?.facts.serial ?? state?.facts.eircode;
  const isPriority = state?.facts.register === 'priority' || state?.medical?.answer === 'yes';
  return {
    mprn,
    ...(secondIdentifier === undefined
      ? {}
      : { secondIdentifier: secondIdentifier.slice(0, SHORT) }),
    ...(paidAt === null ? {} : { paidAt }),
    ...(isPriority ? { priority: true } : {}),
  };
}

/** MPRNs that a standing request of this sort is about, with no answer that ends it. */
export function openHoldsOf(
  requests: readonly RequestState[],
  asks: Asks = 'holdD05',
): readonly string[] {
  return requests.flatMap((request) =>
    request.made.type === asks && isStanding(request) ? [request.made.mprn] : [],
  );
}

const isStanding = ({ made, withdrawn, answer, networks }: RequestState): boolean =>
  withdrawn === null &&
  answer === null &&
  (made.type === 'holdD05' ? networks.d05 === null : networks.decided === null);
