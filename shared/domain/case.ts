// One customer's case as a fold over the entries of its subject. At most one case of an MPRN is
// open, by construction: a second report while one is open is a further report of the same case,
// whoever wrote it and wherever (CASE1). A subject is `mprn:<11 digits>`, or `lead:<id>` while
// nobody knows the MPRN.
import {
  clashOf,
  isToNetworks,
  isWork,
  lastWork,
  workOfNext,
  workOf,
  type Clash,
  type Who,
  type Work,
} from './clash.ts';
import type {
  ClaimedBy,
  DomainEvent,
  Exclusion,
  RequestType,
  Source,
  Teller,
  ToldHow,
} from './events.ts';
import { differences, mergeFacts, type Difference, type FactField, type Facts } from './facts.ts';
import { interfaceOf } from './interfaces.ts';
import type { Outcome } from './script.ts';
import { waitsUntil } from './waits.ts';
import { writtenAt } from './written-at.ts';

export type { Clash, Who } from './clash.ts';

export interface Answer extends Who {
  readonly answer: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly times: Readonly<Record<string, number>>;
  readonly script: string;
  readonly scriptVersion: number;
  readonly entry: string;
}

export interface FurtherReport extends Who {
  readonly entry: string;
  readonly source: Source;
  readonly differences: readonly Difference[];
}

export interface CallRecord extends Who {
  readonly call: string;
  readonly to: 'networks' | 'customer';
  readonly number?: string | undefined;
  readonly waitingSince: number | null;
}

export interface OutcomeRecord extends Who {
  readonly entry: string;
  readonly outcome: Outcome;
  readonly reference?: string | undefined;
  readonly esbnReference?: string | undefined;
  readonly person?: string | undefined;
  readonly promisedAt?: number | undefined;
  readonly againAt?: number | undefined;
  readonly note?: string | undefined;
  readonly toldBy?: Teller | undefined;
}

export interface PowerRecord extends Who {
  readonly entry: string;
  readonly level: 'claimed' | 'confirmed';
  readonly by: ClaimedBy;
  readonly backAt: number;
  readonly learntAt: number;
  readonly statusBefore?: string | undefined;
  readonly statusAfter?: string | undefined;
  readonly reading?: string | undefined;
  readonly person?: string | undefined;
}

/** What Networks said of a queued de-energisation, and who there said it. */
export interface D05Word extends Who {
  readonly answer: 'none' | 'cancelled' | 'waiting';
  readonly person?: string | undefined;
  /** A file of ours said before that one waits. */
  readonly overFile?: true;
}

/** The market's word that a meter was switched off. */
export interface CutOff extends Who {
  /** `306`. */
  readonly type: string;
  readonly txRefNbr: string;
}

export interface RequestLink {
  readonly request: string;
  readonly type: RequestType;
  readonly reference: string;
}

/** As the case knows it: with the desk that gave it out, whose call Networks knows by it. */
export interface GivenRequest extends RequestLink {
  readonly device: string;
  /** How often the customer had been still off by then; absent before the first time. */
  readonly round?: number;
}

/** Requests for power that nothing has overtaken: made since the customer was last still off. */
export function openRequests(state: CaseState): readonly GivenRequest[] {
  return state.requests.filter(
    ({ type, round = 0 }) => type === 'reenergise' && round >= state.stillOff,
  );
}

/** The newest request for power; one that asks to stop a D05 is none. */
export const newestRequest = (state: CaseState): GivenRequest | undefined =>
  state.requests.filter(({ type }) => type === 'reenergise').at(-1);

/**
 * This desk's own request for power, else the latest: two desks that rang apart have one each. One
 * that a customer's being still off has overtaken stands only until there is another.
 */
export function requestFor(state: CaseState, device: string): GivenRequest | undefined {
  const all = state.requests.filter(({ type }) => type === 'reenergise');
  const open = openRequests(state);
  const asked = open.length > 0 ? open : all;
  return asked.filter((each) => each.device === device).at(-1) ?? asked.at(-1);
}

export interface CaseState {
  readonly subject: string;
  readonly open: boolean;
  /** How many cases of this subject were closed before this one. */
  readonly earlier: number;
  readonly opened: Who & { readonly source: Source; readonly entry: string };
  readonly noticedAt: number;
  readonly overriddenBy?: string | undefined;
  readonly facts: Facts;
  /** Facts that a person told, by phone or on paper: no file replaces them. */
  readonly told: readonly FactField[];
  readonly reports: readonly FurtherReport[];
  readonly claim: Claim | null;
  /** The last claim, call or outcome: whoever claims next and does not know of it works blindly. */
  readonly work: (Who & { readonly entry: string }) | null;
  /** Every claim, call and outcome in this order; absent in a state of an earlier version. */
  readonly works?: readonly Work[];
  /** Two desks have worked on this customer without knowing of each other. */
  readonly clash: Clash | null;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly safety: (Who & { readonly how: ToldHow }) | null;
  readonly medical: (Who & { readonly answer: 'yes' | 'no' }) | null;
  readonly d05: D05Word | null;
  readonly call: CallRecord | null;
  readonly attempts: number;
  readonly requests: readonly GivenRequest[];
  readonly outcome: OutcomeRecord | null;
  readonly power: PowerRecord | null;
  /** Times somebody said the power was not back after all. */
  readonly stillOff: number;
  /** Switched off by a message of the market after the power was back; absent before the first time. */
  readonly cutOff?: CutOff;
  /** The market's last word that it was switched off, whatever was known then; absent before the first. */
  readonly lastOff?: CutOff;
  /** UTC ms, when somebody last said that it was off: what was said before it is of the time before. */
  readonly stillOffAt?: number;
  /** The same by whatever its author had seen (writtenAt): what was written knowing of it is of this round. */
  readonly roundAt?: number;
  /** The market's own time of the cut-off that began this round, no later than it was heard of; absent where a customer's word did. */
  readonly cutOffSince?: number;
  /** UTC ms: when the power had been back that somebody said since was off; absent before the first time. */
  readonly wasBackAt?: number;
  readonly excluded:
    | (Who & { readonly reason: Exclusion; readonly note?: string | undefined })
    | null;
  readonly breachSeenBy: Who | null;
  readonly unlisted: (Who & { readonly file: string }) | null;
  readonly notes: readonly (Who & { readonly note: string })[];
  readonly closed:
    | (Who & { readonly because: 'proof' | 'notOurs' | 'movedToMprn' | 'openedByMistake' })
    | null;
  /** The last entry that changed this state, and when. */
  readonly last: Who & { readonly entry: string };
  /** The last seq of every device in this history: how far each must be known to know all of it. */
  readonly seqs: Readonly<Record<string, number>>;
}

/** Others can see it once its seq has been accepted. */
export interface Claim extends Who {
  readonly seq: number;
}

export function mprnOf(subject: string): string | null {
  return subject.startsWith('mprn:') ? subject.slice(5) : null;
}

/** Names under which this customer was reported and that did not become the case's: still found. */
export function otherNames(state: Pick<CaseState, 'facts' | 'reports'>): readonly string[] {
  const told = state.reports.flatMap(({ differences: found }) =>
    found.flatMap(({ field, to }) => (field === 'name' && typeof to === 'string' ? [to] : [])),
  );
  return [...new Set(told)].filter((name) => name !== state.facts.name);
}

export function subjectOf(mprn: string): string {
  return `mprn:${mprn}`;
}

const whoOf = (event: DomainEvent): Who => ({
  operator: event.operator,
  device: event.device,
  at: event.happenedAt,
});

/** The last file that says otherwise than Networks did about a queued D05, after they said it. */
export function d05Differs(
  state: CaseState,
): { readonly said: D05Word; readonly report: FurtherReport; readonly file: 'yes' | 'no' } | null {
  const said = state.d05 ?? null;
  if (said === null) return null;
  const report = [...state.reports]
    .reverse()
    .find(
      ({ source, at, differences: found }) =>
        source === 'file' && at >= said.at && found.some(({ field }) => field === 'openD05'),
    );
  const to = report?.differences.find(({ field }) => field === 'openD05')?.to;
  return report === undefined || (to !== 'yes' && to !== 'no') ? null : { said, report, file: to };
}

/**
 * Networks has none, and a file of ours has one: in front of the hub it may lie where Networks does not
 * see it, until the list of outstanding 017s says otherwise.
 */
export function isD05Doubted({ d05, facts: { failurePoint } }: CaseState): boolean {
  const isPastHub = failurePoint !== undefined && interfaceOf(failurePoint).shape === 'ami';
  return d05?.answer === 'none' && d05.overFile === true && !isPastHub;
}

/** Folds the events of one subject, oldest stamp first. Undone entries count as never written. */
export function foldCase(events: readonly DomainEvent[]): CaseState | undefined {
  const undone = undoneIn(events);
  let state: CaseState | undefined;
  for (const event of reportedFirst(events, undone)) {
    state = undone.has(event.id) ? takenBack(state, event) : withEvent(state, event);
  }
  return state && told(state);
}

export function undoneIn(events: readonly DomainEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) => (event.kind === 'entry.undone' ? [event.body.entry] : [])),
  );
}

/**
 * Nobody can work on a customer who is not reported: what stands before the report was moved there
 * by a clock, or the report is one that was set aside and sent again. It comes after it.
 */
export function reportedFirst(
  events: readonly DomainEvent[],
  undone: ReadonlySet<string>,
): readonly DomainEvent[] {
  const report = events.find(({ kind, id }) => kind === 'case.reported' && !undone.has(id));
  return report === undefined || report === events[0]
    ? events
    : [report, ...events.filter((event) => event !== report)];
}

/** An entry taken back says nothing more, but a desk that had seen it knew what its writer knew. */
function takenBack(state: CaseState | undefined, event: DomainEvent): CaseState | undefined {
  return state && { ...state, works: worksWith(state, event, true) };
}

/** True when a state cannot simply be moved on by this event: the subject must be folded anew. */
export function needsRefold(event: DomainEvent): boolean {
  return event.kind === 'entry.undone';
}

/** One event further. Events that make no sense before a report (late, partial logs) pass by. */
export function applyToCase(
  state: CaseState | undefined,
  event: DomainEvent,
): CaseState | undefined {
  const next = withEvent(state, event);
  return next === undefined || next.works === state?.works ? next : told(next);
}

/** All of it but who is told of whom, which is found once all the work is known. */
function withEvent(state: CaseState | undefined, event: DomainEvent): CaseState | undefined {
  if (event.kind === 'case.reported') {
    if (state?.open === true) return reportAgain(state, event);
    return state !== undefined && isReopened(state, event)
      ? reportAgain({ ...offAgain(state, event), open: true, closed: null }, event)
      : openCase(state, event);
  }
  if (state === undefined) return undefined;
  const next = change(state, event);
  if (next === state) return state;
  return {
    ...next,
    works: worksWith(state, event),
    last: { ...whoOf(event), entry: event.id },
    seqs: seqsWith(state.seqs, event),
  };
}

function seqsWith(
  seqs: CaseState['seqs'],
  { device, seq }: Pick<DomainEvent, 'device' | 'seq'>,
): CaseState['seqs'] {
  return { ...seqs, [device]: Math.max(seqs[device] ?? 0, seq) };
}

function worksWith(
  { works = [], open }: CaseState,
  event: DomainEvent,
  isUndone = false,
): readonly Work[] {
  if (!isWork(event)) return works;
  const marks = {
    ...(isUndone ? ({ undone: true } as const) : {}),
    ...(open ? {} : ({ late: true } as const)),
  };
  return [...works, workOf(event, marks)];
}

/** Two claimed apart, or one went on with a customer whom the other had taken over: it is told. */
function told(state: CaseState): CaseState {
  const { works = [] } = state;
  const last = lastWork(works);
  const work = last && {
    operator: last.operator,
    device: last.device,
    at: last.at,
    entry: last.entry,
  };
  return { ...state, work, clash: clashOf(works) };
}

function openCase(past: CaseState | undefined, event: DomainEvent<'case.reported'>): CaseState {
  const who = whoOf(event);
  return {
    subject: event.subject,
    open: true,
    earlier: past === undefined ? 0 : past.earlier + 1,
    opened: { ...who, source: event.body.source, entry: event.id },
    noticedAt: event.body.noticedAt,
    overriddenBy: event.body.overriddenBy,
    facts: event.body.facts,
    told: toldBy(event, []),
    reports: [],
    claim: null,
    work: null,
    works: workOfNext(past?.works ?? [], event.id),
    clash: null,
    answers: {},
    safety: null,
    medical: null,
    d05: null,
    call: null,
    attempts: 0,
    requests: [],
    outcome: null,
    power: null,
    stillOff: 0,
    excluded: null,
    breachSeenBy: null,
    unlisted: null,
    notes: [],
    closed: null,
    last: { ...who, entry: event.id },
    seqs: seqsWith(past?.seqs ?? {}, event),
  };
}

/** Reported so soon after it was closed on proof, a customer is off again, and it is no other night [D]. */
const REOPENED_MS = 12 * 60 * 60_000;

/** With no payment of its own it is the case that was closed, with the clock that it had. */
function isReopened({ closed }: CaseState, { body }: DomainEvent<'case.reported'>): boolean {
  if (closed?.because !== 'proof' || body.facts.paidAt !== undefined) return false;
  const since = body.noticedAt - closed.at;
  return since > 0 && since <= REOPENED_MS;
}

/** The same customer reported once more: the clock keeps the earliest notice, differences show. */
function reportAgain(state: CaseState, event: DomainEvent<'case.reported'>): CaseState {
  const who = whoOf(event);
  const found = differences(state.facts, event.body.facts);
  return {
    ...state,
    noticedAt: Math.min(state.noticedAt, event.body.noticedAt),
    facts: { ...mergeReport(state, event), ...earliestPayment(state, event) },
    told: toldBy(event, state.told),
    reports: [
      ...state.reports,
      { ...who, entry: event.id, source: event.body.source, differences: found },
    ],
    unlisted: event.body.source === 'file' ? null : state.unlisted,
    last: { ...who, entry: event.id },
    seqs: seqsWith(state.seqs, event),
  };
}

/** What a caller told is the caller's own word: kept, and a later file's cell is a difference. */
const callersOwn = new Set<FactField>(['name', 'phone', 'address', 'eircode', 'note', 'register']);

function toldBy(
  event: DomainEvent<'case.reported'>,
  before: readonly FactField[],
): readonly FactField[] {
  if (event.body.source === 'file') return before;
  const stated = Object.keys(event.body.facts) as readonly FactField[];
  return [...new Set([...before, ...stated.filter((field) => callersOwn.has(field))])];
}

/** A file never replaces what a person told; a caller adds what was missing and a newer phone. */
function mergeReport(state: CaseState, event: DomainEvent<'case.reported'>): Facts {
  const { facts, source } = event.body;
  const kept = (field: FactField): boolean =>
    source === 'file'
      ? state.told.includes(field)
      : field !== 'phone' && callersOwn.has(field) && state.facts[field] !== undefined;
  const stated = Object.entries(facts).filter(([field]) => !kept(field as FactField));
  return mergeFacts(state.facts, Object.fromEntries(stated));
}

/**
 * A second top-up, or a slip in a second report, never gives more time: the earliest payment told
 * keeps the clock until a person puts it right in words (`case.learnt`).
 */
function earliestPayment(state: CaseState, event: DomainEvent<'case.reported'>): Facts {
  const known = state.facts.paidAt;
  const told = event.body.facts.paidAt;
  // A time that a person put right is not put back by the next export.
  if (event.body.source === 'file' && state.told.includes('paidAt')) return {};
  return known === undefined || told === undefined ? {} : { paidAt: Math.min(known, told) };
}

function change(state: CaseState, event: DomainEvent): CaseState {
  const who = whoOf(event);
  switch (event.kind) {
    case 'case.learnt':
      return {
        ...state,
        facts: mergeFacts(state.facts, event.body.facts),
        told: [
          ...new Set([...state.told, ...(Object.keys(event.body.facts) as readonly FactField[])]),
        ],
      };
    case 'case.claimed':
      return { ...state, claim: { ...who, seq: event.seq } };
    case 'case.released':
      return { ...state, claim: null };
    case 'step.answered':
      return answered(state, event);
    case 'call.started':
      return {
        ...state,
        ...askedAnew(state, event),
        call: {
          ...who,
          call: event.body.call,
          to: event.body.to,
          number: event.body.number,
          waitingSince: null,
        },
        attempts: state.attempts + 1,
      };
    case 'call.waiting':
      if (state.call?.call !== event.body.call) return state;
      return { ...state, call: { ...state.call, waitingSince: event.happenedAt } };
    case 'call.joined':
      return {
        ...state,
        ...askedAnew(state, event),
        call: {
          ...who,
          call: event.body.call,
          to: 'networks',
          number: undefined,
          waitingSince: null,
        },
      };
    case 'call.left':
      return state.call?.call === event.body.call ? { ...state, call: null } : state;
    case 'outcome.recorded':
      return withOutcome(state, event);
    case 'power.recorded':
      return powerBack(state, event);
    case 'power.stillOff':
      return offAgain(state, event);
    case 'power.cutOff':
      return cutOffBy(state, { ...who, ...event.body }, event);
    case 'power.heardOff':
      return heardOff(state, { ...who, ...event.body }, event);
    case 'case.excluded':
      return { ...state, excluded: { ...who, ...event.body } };
    case 'case.noted':
      return { ...state, notes: [...state.notes, { ...who, note: event.body.note }] };
    case 'breach.acknowledged':
      return { ...state, breachSeenBy: who };
    case 'case.referenced':
      return {
        ...state,
        requests: [
          ...state.requests,
          {
            ...event.body,
            device: who.device,
            ...(state.stillOff === 0 ? {} : { round: state.stillOff }),
          },
        ],
      };
    case 'case.unlisted':
      return { ...state, unlisted: { ...who, file: event.body.file } };
    case 'case.closed':
      // Nobody closes on proof whose power is off: whoever did had not heard that it went again.
      if (event.body.because === 'proof' && state.power === null) return state;
      // Nor as not ours who is ours again by then.
      if (event.body.because === 'notOurs' && state.excluded?.reason !== 'notOurs') return state;
      return {
        ...state,
        open: false,
        call: null,
        claim: null,
        closed: { ...who, because: event.body.because },
      };
    default:
      return state;
  }
}

/** Closed or not: the clock is the one that it had. */
function cutOffBy(state: CaseState, cutOff: CutOff, event: DomainEvent): CaseState {
  return {
    ...offAgain(withLastOff(state, cutOff), event),
    open: true,
    closed: null,
    cutOff,
    // What is done about it is set against this by clocks here, which may be slower than the market's.
    cutOffSince: Math.min(cutOff.at, writtenAt(event)),
  };
}

/** Off before it was back is the reason why there is a case; off after it is a cut-off. */
function heardOff(state: CaseState, off: CutOff, event: DomainEvent): CaseState {
  const { open, power, outcome, wasBackAt } = state;
  const backAt = power?.backAt ?? (outcome?.outcome === 'done' ? outcome.at : null);
  // The customer was quicker, and somebody is at work: now it is known what it was.
  if (open && backAt === null && wasBackAt !== undefined && wasBackAt < off.at)
    return { ...withLastOff(state, off), cutOff: off };
  return backAt !== null && backAt <= off.at
    ? cutOffBy(state, off, event)
    : withLastOff(state, off);
}

/** An older word of the power says nothing of what the market has said of a later time. */
function powerBack(state: CaseState, event: DomainEvent<'power.recorded'>): CaseState {
  const power = { ...whoOf(event), entry: event.id, ...event.body };
  const { lastOff } = state;
  if (isOlderThanOff(state, power.backAt)) return state;
  return lastOff === undefined || power.backAt >= lastOff.at
    ? { ...state, call: null, claim: null, power }
    : cutOffBy(state, lastOff, event);
}

/** That the power was back then is overtaken by what is known: on again since, or cut off again. */
export function isOlderThanOff({ lastOff, power, cutOff }: CaseState, backAt: number): boolean {
  if (lastOff === undefined || backAt >= lastOff.at) return false;
  const isCutOff = cutOff?.txRefNbr === lastOff.txRefNbr && cutOff.at === lastOff.at;
  return power !== null || isCutOff;
}

function withLastOff(state: CaseState, off: CutOff): CaseState {
  return state.lastOff !== undefined && state.lastOff.at >= off.at
    ? state
    : { ...state, lastOff: off };
}

/** Back into the queue with its original clock: the next call asks everything of Networks anew. */
function offAgain({ cutOffSince: _before, ...state }: CaseState, event: DomainEvent): CaseState {
  const wasBackAt = state.power?.backAt ?? state.wasBackAt;
  return {
    ...state,
    ...(wasBackAt === undefined ? {} : { wasBackAt }),
    power: null,
    outcome: null,
    call: null,
    claim: null,
    stillOff: state.stillOff + 1,
    stillOffAt: event.recordedAt,
    roundAt: writtenAt(event),
    answers: customerAnswers(state.answers),
  };
}

function answered(state: CaseState, event: DomainEvent<'step.answered'>): CaseState {
  const who = whoOf(event);
  const { step, answer, fields, times, script, scriptVersion } = event.body;
  const next: CaseState = {
    ...state,
    answers: {
      ...state.answers,
      [step]: {
        ...who,
        answer,
        fields: fields ?? {},
        times: times ?? {},
        script,
        scriptVersion,
        entry: event.id,
      },
    },
  };
  // Networks picked up: nobody is waiting on the line any more.
  const call =
    step === 'answered' && answer !== 'waitingOnTheLine' && next.call !== null
      ? { ...next.call, waitingSince: null }
      : next.call;
  if (step === 'safety') return { ...next, call, safety: { ...who, how: answer as ToldHow } };
  if (step === 'medical' && (answer === 'yes' || answer === 'no')) {
    return { ...next, call, medical: { ...who, answer } };
  }
  if (step === 'queuedD05') {
    const facts = { ...next.facts, openD05: d05Of(answer, next.facts) };
    if (!isDefinite(answer)) return { ...next, call, facts };
    // A person's word: no later file replaces it, its cell is a difference.
    const person = state.answers['answered']?.fields['person'];
    const isOverFile =
      (state.d05 ?? null) === null ? state.facts.openD05 === 'yes' : state.d05?.overFile === true;
    const d05 = {
      ...who,
      answer,
      ...(person ? { person } : {}),
      ...(isOverFile ? { overFile: true as const } : {}),
    };
    return { ...next, call, facts, d05, told: [...new Set([...next.told, 'openD05' as const])] };
  }
  return { ...next, call };
}

const isDefinite = (answer: string): answer is D05Word['answer'] =>
  answer === 'none' || answer === 'cancelled' || answer === 'waiting';

function d05Of(answer: string, facts: Facts): 'yes' | 'no' | 'unknown' {
  if (answer === 'waiting') return 'yes';
  if (answer === 'none' || answer === 'cancelled') return 'no';
  return facts.openD05 === 'yes' ? 'yes' : 'unknown';
}

/** Networks promised a time, it has come, and nobody said that the power is back. */
export function isPromiseBroken(state: CaseState, at: number): boolean {
  const { outcome } = state;
  if (state.power !== null || outcome?.outcome !== 'promised') return false;
  const { promisedAt = null } = outcome;
  const until = waitsUntil({
    outcome: 'promised',
    outcomeAt: outcome.at,
    promisedAt,
    againAt: null,
  });
  return until !== null && until <= at;
}

/** Answers that still count: once a promise has passed, Networks is asked from the beginning. */
export function standingAnswers(state: CaseState, at: number): CaseState['answers'] {
  return state.call === null && isPromiseBroken(state, at)
    ? customerAnswers(state.answers)
    : state.answers;
}

function askedAnew(
  state: CaseState,
  event: DomainEvent<'call.started' | 'call.joined'>,
): Pick<CaseState, 'answers'> {
  return {
    answers: isToNetworks(event) ? standingAnswers(state, event.recordedAt) : state.answers,
  };
}

/** Questions that keep somebody from being hurt, cut off again, or taken for another house. */
const protecting = ['safety', 'medical', 'readBack', 'second', 'queuedD05', 'safetySaid'] as const;
export type Protecting = (typeof protecting)[number];

/**
 * Which of them nobody has asked when a call ends as done or promised: an outcome given in the
 * middle of the script drops what is left of it.
 */
export function notAsked(
  answers: CaseState['answers'],
  outcome: Outcome | null,
): readonly Protecting[] {
  if (outcome !== 'done' && outcome !== 'promised') return [];
  return protecting.filter((step) => (answers[step]?.answer ?? 'notAsked') === 'notAsked');
}

export const customerSteps = new Set(['safety', 'medical', 'neighbours']);

function customerAnswers(answers: CaseState['answers']): CaseState['answers'] {
  return Object.fromEntries(Object.entries(answers).filter(([step]) => customerSteps.has(step)));
}

/** After this outcome the next call to Networks starts at the beginning of their part. */
const tryAgain = new Set<Outcome>(['noAnswer', 'busy', 'callBack', 'refused', 'wrongCustomer']);

function withOutcome(state: CaseState, event: DomainEvent<'outcome.recorded'>): CaseState {
  const { call: _call, ...body } = event.body;
  return {
    ...state,
    call: null,
    claim: null,
    outcome: { ...whoOf(event), entry: event.id, ...body },
    answers: tryAgain.has(body.outcome) ? customerAnswers(state.answers) : state.answers,
  };
}
