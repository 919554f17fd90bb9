// What people and agents do about released back-fixes: release any number of customers' plans at once,
// hand one over, say that nobody knows whether it went, ask, prove, take back; take in what the market
// says; sign as the second person, and close on proof.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import type { AgentStands } from './agent-stands.ts';
import { askedFault, type AskedHow, type Found } from './asked.ts';
import {
  isTakeOut,
  type BackFixStep,
  type BackFixType,
  type Channel,
  type Proof,
} from './back-fix-step.ts';
import { subjectOf } from './case.ts';
import { channelSubject } from './channel.ts';
import { isOfSame, isReady, keyGroup, type Closing } from './closing.ts';
import { touchedBy } from './release-share.ts';
import { dailySubject } from './daily.ts';
import { decideDaily, type DailyCommand } from './daily-commands.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { draft, type Doubt, type EventBody, type Make } from './events.ts';
import { fixSubject, isSettled } from './fix.ts';
import type { FixItem } from './fix-item.ts';
import { authorisationFault } from './guard.ts';
import { answersOf, type HeardOf } from './hear.ts';
import { mayRun } from './outstanding.ts';
import { e05StaysOut, waitsInEmma } from './out-of-emma.ts';
import { proofFault } from './proof.ts';
import { standsAgainst } from './stopped-d05.ts';
import { isTakenOut } from './take-out.ts';
import { isMpid } from './mpid.ts';
import { businessReferenceOf, txRefNbrOf } from './tx-ref.ts';

/** The plan of one customer, as it is released. */
export interface ReleaseOf {
  readonly mprn: string;
  readonly steps: readonly BackFixStep[];
  /** Why it is released though a guard warns. */
  readonly despite?: string;
}

interface OfFix {
  readonly mprn: string;
  readonly key: string;
}

/** By somebody who may not release alone: who authorised it, and when. */
interface ByPhone {
  readonly authorisedBy?: string;
  readonly authorisedAt?: number;
}

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
  /**
   * A person has taken messages out of our own EMMA, and says so: released where they were not, of a D05
   * proved, of an E05 followed no more.
   */
  | ({
      readonly do: 'takeOut';
      readonly items: readonly ReleaseOf[];
      /** Who took them out. */
      readonly person: string;
      /** When the list was made that has them; an older word does not stand against it. UTC ms. */
      readonly listedAt: number | null;
    } & ByPhone)
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

type ReleasedOne = OfFix & {
  readonly attempt: number;
  readonly type: BackFixType;
  readonly draft: Draft;
};

/** What of these plans is not under way yet, each as the back-fix that it becomes. */
function releasedBy(
  order: {
    readonly items: readonly ReleaseOf[];
    readonly agent?: string | undefined;
    readonly authorised: ByPhone;
    /** Whether what is under way is what is to be released. */
    readonly isSame?: (item: FixItem, step: BackFixStep) => boolean;
  },
  context: Context,
  make: Make,
): Result<readonly ReleasedOne[], Refusal> {
  const { items, agent, authorised, isSame = isOfSame } = order;
  const supplier = context.supplier ?? '';
  const id = context.newId();
  const drafts: ReleasedOne[] = [];
  for (const { mprn, steps, despite } of items) {
    const subject = fixSubject(mprn);
    const state = context.fixOf?.(subject);
    const begun = new Set<string>();
    for (const [order, step] of steps.entries()) {
      const group = keyGroup(step.type);
      const alike = (state?.items ?? [])
        .filter((each) => keyGroup(each.type) === group)
        .sort((one, other) => numberOf(one) - numberOf(other));
      // What is under way is not begun a second time: also not by a key pressed twice.
      if (alike.some((each) => !isSettled(each) && isSame(each, step))) continue;
      // Of several alike (D05s, questions) the first has the plain name, every other one its message's,
      // or where a question has none, its reason's.
      const isOther = begun.has(group) || alike.some((each) => !isSettled(each));
      const other = step.txRefNbr ?? (group === 'askFirst' ? step.because : null);
      const name = isOther && other !== null ? `${group} ${other}` : group;
      begun.add(group);
      const before = alike.filter((each) => nameOf(each) === name);
      const key = `${name}/${before.length + 1}`;
      const isMessage = group === 'send017';
      if (isMessage && !isMpid(supplier)) return fail({ code: 'noMpid' });
      const intent = { supplier, mprn, key };
      const about = isMessage ? null : step.txRefNbr;
      const how = {
        ...(agent ? { agent } : {}),
        ...authorised,
        ...(despite ? { despite } : {}),
      };
      const { type, owner, channel, proof, because } = step;
      const plan = { type, owner, channel, proof: [...proof], because, order };
      const taken = before.at(-1);
      if (isMessage && taken?.takenBack) {
        const { key: same, takenBack } = taken;
        const of = takenBack.entry;
        const attempt = taken.reason === null ? taken.attempt : taken.attempt + 1;
        const again =
          taken.reason === null
            ? make(subject, 'fix.releasedAgain', { key: same, attempt, of, plan, ...how })
            : make(subject, 'fix.released', {
                key: same,
                attempt,
                ...plan,
                release: id,
                txRefNbr: txRefNbrOf({ ...intent, key: same }, attempt),
                ...(taken.businessReference === null
                  ? {}
                  : { businessReference: taken.businessReference }),
                ...how,
              });
        drafts.push({ mprn, key: same, attempt, type, draft: again });
        continue;
      }
      drafts.push({
        mprn,
        key,
        attempt: 1,
        type,
        draft: make(subject, 'fix.released', {
          key,
          attempt: 1,
          ...plan,
          release: id,
          ...(isMessage
            ? { txRefNbr: txRefNbrOf(intent, 1), businessReference: businessReferenceOf(intent) }
            : {}),
          ...(about === null ? {} : { about, ...namedOf(step) }),
          ...how,
        }),
      });
    }
  }
  return ok(drafts);
}

type Done = OfFix & {
  readonly attempt: number;
  readonly type: BackFixType;
  readonly isHanded: boolean;
};

/**
 * Of what is released the taking out is written, of what is not the release too. Nothing leaves the house
 * by it, so no share of everybody is much. Said twice, it is written once.
 */
function takeOut(
  command: Extract<FixCommand, { do: 'takeOut' }>,
  context: Context,
  make: Make,
): Result<Decision, Refusal> {
  const { listedAt } = command;
  const person = command.person.trim();
  if (person === '') return fail({ code: 'proofMissing' });
  const under: Done[] = [];
  const fresh: ReleaseOf[] = [];
  for (const { mprn, steps } of command.items) {
    const known = context.fixOf?.(fixSubject(mprn))?.items ?? [];
    const open = steps.filter((step) => {
      if (!isTakeOut(step) && !waitsInEmma(step)) return false;
      const { waits, isReleased } = isTakeOut(step)
        ? d05Known(step, known, listedAt)
        : e05Known(step, known, listedAt);
      under.push(...waits.map((each) => ({ ...each, mprn })));
      return !isReleased;
    });
    if (open.length > 0) fresh.push({ mprn, steps: open });
  }
  const authorised = fresh.length === 0 ? ok({}) : authorise(command, context);
  if (!authorised.ok) return authorised;
  const made = releasedBy(
    { items: fresh, authorised: authorised.value, isSame: isNamedAlike },
    context,
    make,
  );
  if (!made.ok) return made;
  const done = [...under, ...made.value.map((each) => ({ ...each, isHanded: false }))];
  const drafts = done.flatMap(({ mprn, key, type, attempt, isHanded }) => {
    const subject = fixSubject(mprn);
    const handed = { key, attempt, channel: 'emma', person } as const;
    return [
      ...(isHanded ? [] : [make(subject, 'fix.handed', handed)]),
      type === 'letWaiting017Run'
        ? make(subject, 'fix.takenBack', { key, attempt, why: '' })
        : make(subject, 'fix.proved', { key, by: 'namedPerson', person }),
    ];
  });
  const learnt = command.items.flatMap(({ mprn, steps }) =>
    noLongerWaits(subjectOf(mprn), steps.filter(waitsInEmma), context, make),
  );
  const released = made.value.map(({ draft: each }) => each);
  return ok({ drafts: [...released, ...drafts, ...learnt], subject: null });
}

interface KnownOut {
  /** Under way: it ends by this. */
  readonly waits: readonly Omit<Done, 'mprn'>[];
  /** It waits, or somebody has said already that it is out: no other one is released. */
  readonly isReleased: boolean;
}

function d05Known(step: BackFixStep, known: readonly FixItem[], listedAt: number | null): KnownOut {
  const same = known.filter((each) => each.type === step.type && isOfSame(each, step));
  const waits = same.filter((each) => !isSettled(each)).slice(0, 1);
  return {
    waits: waits.map((each) => ({
      ...each,
      isHanded: each.standing !== 'released' && each.standing !== 'intended',
    })),
    isReleased:
      waits.length > 0 || same.some((each) => isTakenOut(each) && standsAgainst(each, listedAt)),
  };
}

/** Followed without a name, it is followed no more either: what else waits is planned anew. */
function e05Known(step: BackFixStep, known: readonly FixItem[], listedAt: number | null): KnownOut {
  const followed = known.filter(({ type }) => type === step.type);
  const named = followed.filter((each) => isNamedAlike(each, step));
  const waits = followed.filter(
    (each) => !isSettled(each) && (named.includes(each) || each.about === null),
  );
  return {
    waits: waits.map((each) => ({ ...each, isHanded: each.standing === 'handed' })),
    isReleased: named.some((each) => !isSettled(each) || e05StaysOut(each, listedAt)),
  };
}

/** Of several E05s that lie there each is taken out by itself, as each D05 is. */
const isNamedAlike = (item: FixItem, step: BackFixStep): boolean =>
  waitsInEmma(step) ? item.about === step.txRefNbr : isOfSame(item, step);

/** What the case had heard of that E05 is over: nothing of it left us, and the plan goes on from there. */
function noLongerWaits(
  subject: string,
  out: readonly BackFixStep[],
  context: Context,
  make: Make,
): readonly Draft[] {
  const state = out.length === 0 ? undefined : context.caseOf(subject);
  const message017 = state?.facts.message017;
  if (state?.open !== true || message017 === undefined) return [];
  const { txRefNbr, reason } = message017;
  // Without a name it is the one of which the case had said that it lies there.
  const isIt =
    txRefNbr === undefined
      ? message017.state === 'queuedInEmma'
      : mayRun(message017) && out.some((each) => each.txRefNbr === txRefNbr);
  if (reason === 'D05' || !isIt) return [];
  const facts = { message017: { ...message017, state: 'notSent' } } as const;
  return [make(subject, 'case.learnt', { facts })];
}

const nameOf = ({ key }: FixItem): string => key.slice(0, key.lastIndexOf('/'));
const numberOf = ({ key }: FixItem): number => Number(key.slice(key.lastIndexOf('/') + 1));

/** A role that does not release needs somebody else's word, whatever makes a new message of it. */
function authorise(
  { authorisedBy = '', authorisedAt }: ByPhone,
  { operator, now, mayRelease }: Context,
): Result<ByPhone, Refusal> {
  if (authorisedBy.trim() === '')
    return mayRelease === false ? fail({ code: 'mayNotRelease' }) : ok({});
  const said = { authorisedBy, authorisedAt: authorisedAt ?? now };
  const fault = authorisationFault(said, operator, now);
  return fault === null ? ok(said) : fail({ code: fault });
}

/** The market's answer to a message that waits may name its business reference and nothing else. */
const namedOf = ({ businessReference }: BackFixStep) =>
  businessReference === undefined ? {} : { businessReference };

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
