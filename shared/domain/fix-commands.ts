// What people and agents do about released back-fixes: release any number of customers' plans at once,
// hand one over, say that nobody knows whether it went, ask, prove, take back; take in what the market
// says; sign as the second person, and close on proof.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import type { AgentStands } from './agent-stands.ts';
import { askedFault, type AskedHow, type Found } from './asked.ts';
import type { Channel, Proof } from './back-fix-step.ts';
import { subjectOf } from './case.ts';
import { channelSubject } from './channel.ts';
import { isReady, type Closing } from './closing.ts';
import { authorise, releasedBy, type ByPhone, type OfFix, type ReleaseOf } from './fix-released.ts';
import { takeOut, type TakeOutCommand } from './take-out-command.ts';
import { touchedBy } from './release-share.ts';
import { dailySubject } from './daily.ts';
import { decideDaily, type DailyCommand } from './daily-commands.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { draft, type Doubt, type EventBody, type Make } from './events.ts';
import { fixSubject, isSettled } from './fix.ts';
import type { FixItem } from './fix-item.ts';
import { answersOf, type HeardOf } from './hear.ts';
import { waitsInEmma } from './out-of-emma.ts';
import { proofFault } from './proof.ts';
import { isMpid } from './mpid.ts';
import { txRefNbrOf } from './tx-ref.ts';

export type FixCommand =
  | ({
      readonly do: 'releaseFixes';
      readonly items: readonly ReleaseOf[];
      /** Customers there are at all: more than a set share of them is asked about once more. */
      readonly outOf: number;
      /** Between 0 and 1; what is above it was agreed to in words. */
      readonly mostShare: number;
      readonly agreed?: boolean;
      readonly agent?: string;
    } & ByPhone)
  | {
      readonly do: 'handOver';
      readonly fixes: readonly OfFix[];
      readonly channel: Channel | 'file';
      readonly file?: string;
      readonly person?: string;
      readonly reference?: string;
      readonly happenedAt?: number;
    }
  | TakeOutCommand
  | ({ readonly do: 'intendFix'; readonly file: string } & OfFix)
  | ({ readonly do: 'doubtFix'; readonly why: Doubt } & OfFix)
  | ({
      readonly do: 'askedFix';
      readonly found: Found;
      readonly how: AskedHow;
      readonly person?: string;
      /** Whose list says so, of a 603. */
      readonly day?: string;
    } & OfFix)
  | ({
      readonly do: 'proveFix';
      readonly by: Proof | 'message';
      readonly reference?: string;
      readonly person?: string;
      readonly of?: string;
      readonly happenedAt?: number;
    } & OfFix)
  /** A person says of proposed answers that they are the proofs. */
  | {
      readonly do: 'acceptProofs';
      readonly proofs: readonly (OfFix & {
        /** The answer's entry, and its TxRefNbr. */
        readonly of: string;
        readonly reference: string;
      })[];
    }
  /** Once more after a confirmed reject or cancel, under a new TxRefNbr. */
  | ({ readonly do: 'retryFix'; readonly despite?: string } & OfFix & ByPhone)
  | ({ readonly do: 'takeBackFix'; readonly why: string } & OfFix)
  /** What waits, to another agent or to people, or for a reason: the same one, under its TxRefNbr. */
  | {
      readonly do: 'releaseAgain';
      readonly fixes: readonly OfFix[];
      /** Null: people save it as a file or key it in. */
      readonly agent: string | null;
      readonly despite?: string;
    }
  /** What the market says, of any number of customers. */
  | { readonly do: 'hear'; readonly answers: readonly HeardOf[] }
  | DailyCommand
  /** An agent says that it serves this channel. */
  | { readonly do: 'offerChannel'; readonly channel: Channel; readonly name: string }
  /** How the agent stands. */
  | { readonly do: 'reportChannel'; readonly channel: Channel; readonly stands: AgentStands }
  | { readonly do: 'pauseChannel'; readonly channel: Channel; readonly because: string }
  | { readonly do: 'resumeChannel'; readonly channel: Channel }
  | { readonly do: 'signFixes'; readonly mprn: string }
  | { readonly do: 'closeProved'; readonly cases: readonly Closing[] };

const ours = {
  releaseFixes: true,
  handOver: true,
  takeOut: true,
  intendFix: true,
  doubtFix: true,
  askedFix: true,
  proveFix: true,
  acceptProofs: true,
  retryFix: true,
  takeBackFix: true,
  releaseAgain: true,
  hear: true,
  listDaily: true,
  explainDaily: true,
  offerChannel: true,
  reportChannel: true,
  pauseChannel: true,
  resumeChannel: true,
  signFixes: true,
  closeProved: true,
} as const satisfies Readonly<Record<FixCommand['do'], true>>;

export function isFixes(command: { readonly do: string }): command is FixCommand {
  return Object.hasOwn(ours, command.do);
}

/** Cases that must be read before deciding. */
export function casesOfFixes(command: FixCommand): readonly string[] {
  switch (command.do) {
    case 'hear':
      return [...new Set(command.answers.map(({ mprn }) => subjectOf(mprn)))];
    case 'closeProved':
      return command.cases.map(({ mprn }) => subjectOf(mprn));
    // What a case says of an E05 that is out is over; of a D05 there is nothing to be put right.
    case 'takeOut':
      return command.items.flatMap(({ mprn, steps }) =>
        steps.some(waitsInEmma) ? [subjectOf(mprn)] : [],
      );
    default:
      return [];
  }
}

/** Customers whose back-fixes must be read before deciding. */
export function fixesOfCommand(command: FixCommand): readonly string[] {
  const of = (each: readonly { readonly mprn: string }[]) => [
    ...new Set(each.map(({ mprn }) => fixSubject(mprn))),
  ];
  switch (command.do) {
    case 'releaseFixes':
    case 'takeOut':
      return of(command.items);
    case 'handOver':
    case 'releaseAgain':
      return of(command.fixes);
    case 'acceptProofs':
      return of(command.proofs);
    case 'hear':
      return of(command.answers);
    case 'closeProved':
      return of(command.cases);
    case 'listDaily':
    case 'explainDaily':
    case 'offerChannel':
    case 'reportChannel':
    case 'pauseChannel':
    case 'resumeChannel':
      return [];
    default:
      return of([command]);
  }
}

/**
 * Whether the back-fixes of everybody must be read before deciding: a list of the market's speaks of
 * anybody, and a release that may be much is counted with others (FIX46). Of nothing else, since it takes long.
 */
export function readsEveryFix(command: FixCommand): boolean {
  if (command.do === 'listDaily') return command.lines !== undefined;
  return command.do === 'releaseFixes' && command.agreed !== true && command.items.length > 1;
}

/** Days of the market that must be read before deciding. */
export function dailiesOfCommand(command: FixCommand): readonly string[] {
  switch (command.do) {
    case 'listDaily':
    case 'explainDaily':
      return [dailySubject(command.day)];
    case 'proveFix':
      return command.by === '603' ? [dailySubject(command.reference ?? '')] : [];
    case 'askedFix':
      return command.how === '603' ? [dailySubject(command.day ?? '')] : [];
    default:
      return [];
  }
}

export function decideFixes(command: FixCommand, context: Context): Result<Decision, Refusal> {
  const make: Make = (subject, kind, body, happenedAt) =>
    draft(subject, kind, body, { salt: context.salt(), happenedAt });
  switch (command.do) {
    case 'releaseFixes':
      return release(command, context, make);
    case 'handOver':
      return handOver(command, context, make);
    case 'takeOut':
      return takeOut(command, context, make);
    case 'releaseAgain':
      return releaseAgain(command, context, make);
    case 'acceptProofs':
      return ok({ drafts: acceptProofs(command, context, make), subject: null });
    case 'hear':
      return ok({ drafts: answersOf(command.answers, context, make), subject: null });
    case 'closeProved':
      return closeProved(command, context, make);
    case 'listDaily':
    case 'explainDaily':
      return decideDaily(command, context, make);
    case 'offerChannel':
    case 'reportChannel':
    case 'pauseChannel':
    case 'resumeChannel':
      return onChannel(command, context, make);
    case 'signFixes': {
      const subject = fixSubject(command.mprn);
      const fix = context.fixOf?.(subject);
      return fix === undefined
        ? fail({ code: 'noSuchFix' })
        : ok({ drafts: [make(subject, 'fix.signed', { seen: [...fix.toSign] })], subject });
    }
    default:
      return onItem(command, context, make);
  }
}

function release(
  command: Extract<FixCommand, { do: 'releaseFixes' }>,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  const { items, outOf, mostShare, agreed } = command;
  const authorised = authorise(command, context);
  if (!authorised.ok) return authorised;
  if (agreed !== true) {
    const { count, isLarge } = touchedBy({
      mprns: items.map(({ mprn }) => mprn),
      fixes: context.fixes?.() ?? [],
      openCases: outOf,
      mostShare,
      now: context.now,
    });
    if (isLarge) return fail({ code: 'releaseTooLarge', count, outOf });
  }
  const made = releasedBy(
    { items, agent: command.agent, authorised: authorised.value },
    context,
    make,
  );
  return made.ok ? ok({ drafts: made.value.map(({ draft: each }) => each), subject: null }) : made;
}

const answering = ({ again }: FixItem) => (again === null ? {} : { of: again });

function handOver(
  command: Extract<FixCommand, { do: 'handOver' }>,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  const { fixes, channel, file, person, reference, happenedAt } = command;
  const drafts: Draft[] = [];
  for (const { mprn, key } of fixes) {
    const item = find(context, mprn, key);
    if (item === null) return fail({ code: 'noSuchFix' });
    // Handed over already, or over: nothing is handed over twice.
    if (item.standing !== 'released' && item.standing !== 'intended') continue;
    drafts.push(
      make(
        fixSubject(mprn),
        'fix.handed',
        {
          key,
          attempt: item.attempt,
          ...answering(item),
          channel,
          ...(file ? { file } : {}),
          ...(person ? { person } : {}),
          ...(reference ? { reference } : {}),
        },
        happenedAt,
      ),
    );
  }
  return ok({ drafts, subject: null });
}

function releaseAgain(
  { fixes, agent, despite }: Extract<FixCommand, { do: 'releaseAgain' }>,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  // To let something go that is held is to release it; to hand it to somebody else is not.
  if (despite && context.mayRelease === false) return fail({ code: 'mayNotRelease' });
  const drafts: Draft[] = [];
  for (const { mprn, key } of fixes) {
    const item = find(context, mprn, key);
    if (item === null) return fail({ code: 'noSuchFix' });
    const { standing, attempt, released } = item;
    if (standing !== 'released' || (released.agent === agent && !despite)) continue;
    drafts.push(
      make(fixSubject(mprn), 'fix.releasedAgain', {
        key,
        attempt,
        ...(agent === null ? {} : { agent }),
        ...(despite ? { despite } : {}),
      }),
    );
  }
  return ok({ drafts, subject: null });
}

function acceptProofs(
  { proofs }: Extract<FixCommand, { do: 'acceptProofs' }>,
  context: Context,
  make: Make,
): readonly Draft[] {
  return proofs.flatMap(({ mprn, key, of, reference }) => {
    const item = find(context, mprn, key);
    if (item === null || isSettled(item)) return [];
    if (proofFault(item, { by: 'message', of }, knownOf(context, mprn)) !== null) return [];
    return [make(fixSubject(mprn), 'fix.proved', { key, by: 'message', reference, of })];
  });
}

function onChannel(
  command: Extract<FixCommand, { readonly channel: Channel; readonly do: `${string}Channel` }>,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  const subject = channelSubject(command.channel);
  switch (command.do) {
    case 'offerChannel':
      return ok({ drafts: [make(subject, 'channel.offered', { name: command.name })], subject });
    case 'reportChannel':
      return ok({ drafts: [make(subject, 'channel.stands', command.stands)], subject });
    case 'pauseChannel':
      return ok({
        drafts: [make(subject, 'channel.paused', { because: command.because })],
        subject,
      });
    case 'resumeChannel':
      return ok({
        drafts: [make(subject, 'channel.resumed', pausesSeen(command.channel, context))],
        subject,
      });
  }
}

function pausesSeen(channel: Channel, { channelOf }: Context): EventBody<'channel.resumed'> {
  return channelOf === undefined ? {} : { seen: [...(channelOf(channel)?.pauses ?? [])] };
}

type ItemCommand = Exclude<
  FixCommand,
  {
    readonly do:
      | 'releaseFixes'
      | 'handOver'
      | 'takeOut'
      | 'releaseAgain'
      | 'acceptProofs'
      | 'hear'
      | 'signFixes'
      | 'closeProved'
      | DailyCommand['do']
      | `${string}Channel`;
  }
>;

function onItem(command: ItemCommand, context: Context, make: Make): Result<Decision, Refusal> {
  const { mprn, key } = command;
  const subject = fixSubject(mprn);
  const item = find(context, mprn, key);
  if (item === null) return fail({ code: 'noSuchFix' });
  const { attempt, standing } = item;
  const of = { key, attempt };
  const done = (...drafts: readonly Draft[]) => ok({ drafts, subject });
  switch (command.do) {
    case 'intendFix':
      return standing === 'released'
        ? done(make(subject, 'fix.intended', { ...of, file: command.file, ...answering(item) }))
        : fail({ code: 'notToHandOver', standing });
    case 'doubtFix':
      return standing === 'intended' || standing === 'handed'
        ? done(make(subject, 'fix.doubted', { ...of, why: command.why }))
        : done();
    case 'askedFix': {
      if (standing !== 'outcomeUnknown' && standing !== 'handed' && standing !== 'intended')
        return fail({ code: 'nothingAsked' });
      const { found, how, person, day = '' } = command;
      const { operator, now } = context;
      const fault = askedFault(item, command, { daily: context.dailyOf?.(day), operator, now });
      if (fault !== null) return fail({ code: fault });
      return done(make(subject, 'fix.asked', { ...of, found, how, ...(person ? { person } : {}) }));
    }
    case 'proveFix': {
      const { by, reference = '', person = '', of: answer, happenedAt } = command;
      if (isSettled(item)) return done();
      const fault = proofFault(item, command, knownOf(context, mprn));
      if (fault !== null) return fail({ code: fault });
      return done(
        make(
          subject,
          'fix.proved',
          {
            key,
            by,
            ...(reference ? { reference } : {}),
            ...(person ? { person } : {}),
            ...(answer === undefined ? {} : { of: answer }),
          },
          happenedAt,
        ),
      );
    }
    case 'retryFix': {
      if (standing !== 'rejected') return fail({ code: 'notRejected' });
      const supplier = context.supplier ?? '';
      const isMessage = item.txRefNbr !== null;
      if (isMessage && !isMpid(supplier)) return fail({ code: 'noMpid' });
      const authorised = authorise(command, context);
      if (!authorised.ok) return authorised;
      const { type, owner, channel, proof, because, order, about, businessReference } = item;
      return done(
        make(subject, 'fix.released', {
          key,
          attempt: attempt + 1,
          type,
          owner,
          channel,
          proof: [...proof],
          because,
          order,
          release: context.newId(),
          ...(isMessage ? { txRefNbr: txRefNbrOf({ supplier, mprn, key }, attempt + 1) } : {}),
          ...(about === null ? {} : { about }),
          ...(businessReference === null ? {} : { businessReference }),
          ...(item.released.agent === null ? {} : { agent: item.released.agent }),
          ...authorised.value,
          ...(command.despite ? { despite: command.despite } : {}),
        }),
      );
    }
    case 'takeBackFix':
      return standing === 'released' || standing === 'rejected'
        ? done(make(subject, 'fix.takenBack', { ...of, why: command.why }))
        : fail({ code: 'alreadyHanded' });
  }
}

/** A case closes on proof; a priority customer's, and what does not agree, with a second person. */
function closeProved(
  { cases }: Extract<FixCommand, { do: 'closeProved' }>,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  const drafts: Draft[] = [];
  for (const closing of cases) {
    const subject = subjectOf(closing.mprn);
    const state = context.caseOf(subject);
    const fix = context.fixOf?.(fixSubject(closing.mprn));
    if (state?.open !== true) continue;
    const ready = isReady(state, fix, closing.plan, context.operator);
    if (ready.is !== 'ready') {
      if (cases.length === 1) return fail({ code: 'notProved', because: ready.is });
      continue;
    }
    const because = ready.proof.kind === 'notOurs' ? 'notOurs' : 'proof';
    drafts.push(make(subject, 'case.closed', { because, proof: ready.proof }));
  }
  return ok({ drafts, subject: null });
}

/** What of the market's is here: its answers about this customer, and its lists. */
const knownOf = (context: Context, mprn: string) => {
  const { heard = [], items = [] } = context.fixOf?.(fixSubject(mprn)) ?? {};
  const { operator } = context;
  return { heard, items, dailyOf: (day: string) => context.dailyOf?.(day), operator };
};

function find(context: Context, mprn: string, key: string): FixItem | null {
  return context.fixOf?.(fixSubject(mprn))?.items.find((each) => each.key === key) ?? null;
}
