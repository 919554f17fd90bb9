// Every kind of entry this console writes, in one literal table: kind → version and schema of its
// body. Types, decoding on read and the hash-pinned test of stored shapes all come from here.
// `decide` (commands.ts) is the only maker of events; folds (case.ts …) are their only readers.
import * as v from 'valibot';
import { assert } from '../lib/check.ts';
import { decode } from '../lib/decode.ts';
import {
  openBody,
  readHead,
  sealBody,
  sealList,
  type Draft,
  type Entry,
  type Head,
} from '../log/entry.ts';
import type { Stamp } from '../log/stamp.ts';
import { agentStandsSchema } from './agent-stands.ts';
import { aheadBy, orderStamp, type ByClock, type Clocks } from './clocks.ts';
import { backFixTypes, channels, owners, proofs, reasons } from './back-fix-step.ts';
import { heardSchema } from './evidence.ts';
import { dailyEvents } from './daily-events.ts';
import { factsSchema } from './facts.ts';
import { outstandingHeadSchema, outstandingRowSchema } from './outstanding.ts';
import { outcomes } from './script.ts';

const text = v.pipe(v.string(), v.maxLength(2000));
const short = v.pipe(v.string(), v.maxLength(200));
/** UTC ms, and a date can be made of it. */
const instant = v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * The last work on this case (claim, call, outcome) that whoever claims, rings or ends a call knew
 * of; where that was none its report if the customer had a case before, else NOTHING_SEEN; absent in
 * entries that did not say so yet.
 */
const seen = v.optional(short);
export const NOTHING_SEEN = '';
/**
 * Entries that whoever lifts, resumes or signs had before them: of what they had not seen nothing is
 * lifted, resumed or signed. Absent in entries that did not say so yet: all that stands before them.
 */
const allSeen = v.optional(v.array(short));

export const toldHow = ['call', 'text', 'voicemail', 'notReached'] as const;
export type ToldHow = (typeof toldHow)[number];

export const claimedBy = ['customer', 'esbn', 'message', 'meter'] as const;
export type ClaimedBy = (typeof claimedBy)[number];

/** Who told an outcome that no call to Networks of this desk stands behind. */
export const tellers = ['networks', 'colleague', 'customer', 'message'] as const;
export type Teller = (typeof tellers)[number];

export const exclusions = [
  'tamper',
  'networkFault',
  'customersSwitch',
  'notOurs',
  'other',
] as const;
export type Exclusion = (typeof exclusions)[number];

export const orders = ['leastTimeLeft', 'mostInTime'] as const;
export type QueueOrder = (typeof orders)[number];

export const requestTypes = ['reenergise', 'holdD05', 'cancelE05', 'question'] as const;
export type RequestType = (typeof requestTypes)[number];
/** What Networks is asked for a whole list, beside the power of one customer. */
export type Asks = Exclude<RequestType, 'reenergise'>;

/** What Networks makes of a request: its own word, not what somebody heard on the phone. */
export const networksOutcomes = [
  'done',
  'promised',
  'refused',
  'notRemote',
  'networkFault',
  'notFound',
] as const;
export type NetworksOutcome = (typeof networksOutcomes)[number];

export const assignments = ['remote', 'crew', 'none'] as const;
export type Assignment = (typeof assignments)[number];

/** "Any D05 queued for this MPRN?", as answered by Networks. */
export const d05Answers = ['none', 'cancelled', 'held', 'waiting', 'unknown'] as const;
export type D05Answer = (typeof d05Answers)[number];

/** How a customer came to be known; `message`: the market said that they were cut off. */
export const sources = ['call', 'paper', 'file', 'message'] as const;
export type Source = (typeof sources)[number];

const report = {
  source: v.picklist(['call', 'paper', 'file']),
  facts: factsSchema,
  /** As typed or as it stood in the file, before anything was understood. */
  typedMprn: v.optional(short),
  noticedAt: instant,
  /** Somebody let an unusual MPRN in, and who. */
  overriddenBy: v.optional(short),
};

export const intakeRowSchema = v.object({
  mprn: v.nullable(v.pipe(v.string(), v.regex(/^\d{11}$/))),
  record: count,
  ...report,
});
export type IntakeRow = v.InferOutput<typeof intakeRowSchema>;

const intakeHeadSchema = v.object({ file: short, intake: short, chunk: count, rows: count });

/** Why nobody knows whether a message went. */
export const doubts = ['goneFromOutbox', 'interrupted', 'noAnswer', 'asked'] as const;
export type Doubt = (typeof doubts)[number];

const ofFix = { key: short, attempt: v.pipe(count, v.minValue(1)) };
const ofPlan = {
  type: v.picklist(backFixTypes),
  owner: v.picklist(owners),
  channel: v.picklist(channels),
  proof: v.array(v.picklist(proofs)),
  because: v.picklist(reasons),
  /** Place in its plan. */
  order: count,
};

/** kind → version, and schema of the body (`rows` of the list, for a list). */
export const events = {
  // subject mprn:<11 digits> or lead:<id>
  'case.reported': { version: 2, body: v.object({ ...report, source: v.picklist(sources) }) },
  'case.learnt': { version: 1, body: v.object({ facts: factsSchema, note: v.optional(text) }) },
  'case.claimed': {
    version: 1,
    body: v.object({ seen }),
  },
  'case.released': { version: 1, body: v.object({}) },
  'step.answered': {
    version: 1,
    body: v.object({
      script: short,
      scriptVersion: count,
      step: short,
      answer: short,
      fields: v.optional(v.record(short, text)),
      /** Instants typed with the answer (a promised time), UTC ms. */
      times: v.optional(v.record(short, instant)),
      call: v.optional(short),
    }),
  },
  'call.started': {
    version: 2,
    body: v.object({
      call: short,
      to: v.picklist(['networks', 'customer']),
      number: v.optional(short),
      seen,
    }),
  },
  'call.waiting': { version: 1, body: v.object({ call: short }) },
  'call.joined': { version: 2, body: v.object({ call: short, seen }) },
  'call.left': { version: 1, body: v.object({ call: short }) },
  'outcome.recorded': {
    version: 3,
    body: v.object({
      outcome: v.picklist(outcomes),
      call: v.optional(short),
      reference: v.optional(short),
      esbnReference: v.optional(short),
      person: v.optional(short),
      promisedAt: v.optional(instant),
      againAt: v.optional(instant),
      note: v.optional(text),
      /** Since version 2: no call to Networks is recorded, and this is who told it. */
      toldBy: v.optional(v.picklist(tellers)),
      seen,
    }),
  },
  'power.recorded': {
    version: 1,
    body: v.object({
      level: v.picklist(['claimed', 'confirmed']),
      by: v.picklist(claimedBy),
      backAt: instant,
      learntAt: instant,
      statusBefore: v.optional(short),
      statusAfter: v.optional(short),
      reading: v.optional(short),
      person: v.optional(short),
    }),
  },
  'power.stillOff': {
    version: 1,
    body: v.object({ by: v.picklist(claimedBy), note: v.optional(text) }),
  },
  /** The market says that it was switched off after it was back: a D05 that waited has run. */
  'power.cutOff': { version: 1, body: v.object({ txRefNbr: short, type: short }) },
  /** The market says that it was switched off, and nobody who heard it knew that it had been back. */
  'power.heardOff': { version: 1, body: v.object({ txRefNbr: short, type: short }) },
  'case.excluded': {
    version: 1,
    body: v.object({ reason: v.picklist(exclusions), note: v.optional(text) }),
  },
  'case.noted': { version: 1, body: v.object({ note: text }) },
  'breach.acknowledged': { version: 1, body: v.object({}) },
  'case.referenced': {
    version: 1,
    body: v.object({ request: short, type: v.picklist(requestTypes), reference: short }),
  },
  'case.unlisted': { version: 1, body: v.object({ file: short, intake: short }) },
  'case.closed': {
    version: 2,
    body: v.object({
      because: v.picklist(['proof', 'notOurs', 'movedToMprn', 'openedByMistake']),
      proof: v.optional(v.object({ kind: short, reference: short })),
      mprn: v.optional(short),
    }),
  },
  'entry.undone': { version: 1, body: v.object({ entry: short, why: v.optional(text) }) },
  // subject request:<id>
  'request.made': {
    version: 1,
    body: v.object({
      type: v.picklist(requestTypes),
      reference: short,
      mprn: short,
      secondIdentifier: v.optional(short),
      paidAt: v.optional(instant),
      priority: v.boolean(),
      /** Typed by Networks' coordinator from the phone; absent from a supplier's own. */
      via: v.optional(v.picklist(['phone'])),
      /** Who asks, of a typed one: an organisation's id, or the MPID as it was said. */
      supplier: v.optional(short),
      /** Whose the reference is, of a typed one: told by the supplier, or made at Networks. */
      referenceOf: v.optional(v.picklist(['supplier', 'networks'])),
      /** Who rang. */
      person: v.optional(short),
      overriddenBy: v.optional(short),
    }),
  },
  /** What the supplier heard on the phone. */
  'request.answered': {
    version: 1,
    body: v.object({
      outcome: v.picklist(outcomes),
      esbnReference: v.optional(short),
      person: v.optional(short),
      promisedAt: v.optional(instant),
      d05: v.optional(v.picklist(d05Answers)),
    }),
  },
  /** An answer was taken back and the request waits again: what was heard, or Networks' own. */
  'request.reopened': {
    version: 1,
    body: v.object({ by: v.optional(v.picklist(['supplier', 'networks'])) }),
  },
  /** Networks' own record: somebody has it, and the reference that is said back. */
  'request.taken': { version: 1, body: v.object({ esbnReference: v.optional(short) }) },
  'request.assigned': { version: 1, body: v.object({ to: v.picklist(assignments) }) },
  'request.decided': {
    version: 1,
    body: v.object({
      outcome: v.picklist(networksOutcomes),
      promisedAt: v.optional(instant),
      esbnReference: v.optional(short),
      person: v.optional(short),
      reason: v.optional(text),
    }),
  },
  'request.d05Answered': { version: 1, body: v.object({ answer: v.picklist(d05Answers) }) },
  // subject incident:<id>
  'incident.declared': {
    version: 1,
    body: v.object({
      point: v.pipe(count, v.maxValue(12)),
      since: instant,
      note: v.optional(text),
    }),
  },
  'incident.ended': { version: 1, body: v.object({ at: instant }) },
  // subject desk:<device>
  'desk.settings': {
    version: 1,
    body: v.object({
      changes: v.record(short, v.nullable(v.union([text, v.number(), v.boolean()]))),
    }),
  },
  'order.chosen': {
    version: 1,
    body: v.object({
      order: v.picklist(orders),
      desks: v.pipe(count, v.minValue(1), v.maxValue(500)),
      minutesPerCall: v.pipe(v.number(), v.minValue(0.5), v.maxValue(120)),
    }),
  },
  'share.chosen': {
    version: 1,
    body: v.object({ index: v.pipe(count, v.minValue(1)), of: v.pipe(count, v.minValue(1)) }),
  },
  'operator.arrived': { version: 1, body: v.object({ name: short }) },
  // subject clock:<device>
  /** From `from` to `upTo`, as this clock read in that run, it was so far ahead. */
  'clock.corrected': {
    version: 2,
    body: v.object({
      aheadMs: v.pipe(v.number(), v.integer()),
      epoch: count,
      from: instant,
      upTo: instant,
    }),
  },
  // subject guard:<mprn>, or guard:all for the supplier-wide order
  'guard.placed': {
    version: 2,
    body: v.object({
      because: text,
      confirmer: v.optional(short),
      since: v.optional(instant),
      /** Until when a payment may be missing, of a pause; absent while it goes on. */
      until: v.optional(instant),
      reviewAt: v.optional(instant),
    }),
  },
  'guard.liftAsked': {
    version: 2,
    body: v.object({
      why: text,
      /** Placings. */
      seen: allSeen,
      test: v.optional(text),
      /** One person alone: who authorised it by phone, and when. */
      authorisedBy: v.optional(short),
      authorisedAt: v.optional(instant),
    }),
  },
  /** `of`: the entry that asked. */
  'guard.liftConfirmed': { version: 2, body: v.object({ of: short, seen: allSeen }) },
  'guard.liftRefused': { version: 1, body: v.object({ of: short, why: text }) },
  'guard.countersigned': { version: 1, body: v.object({ of: short }) },
  'guard.reviewed': { version: 1, body: v.object({ reviewAt: instant, why: text }) },
  // subject fix:<mprn> (fix.ts)
  'fix.released': {
    version: 1,
    body: v.object({
      ...ofFix,
      ...ofPlan,
      /** One act of a person, whoever it is about. */
      release: short,
      txRefNbr: v.optional(short),
      /** TxRefNbr of the message in the market that it is about. */
      about: v.optional(short),
      businessReference: v.optional(short),
      /** Device that alone delivers it. */
      agent: v.optional(short),
      /** Somebody who may not release alone: who authorised it by phone, and when. */
      authorisedBy: v.optional(short),
      authorisedAt: v.optional(instant),
      /** Why it was released though it may do something twice. */
      despite: v.optional(text),
    }),
  },
  /** The same one, under its TxRefNbr: to another agent, to people, or once more after it was taken back. */
  'fix.releasedAgain': {
    version: 1,
    body: v.object({
      ...ofFix,
      /** Device that alone delivers it from now on; absent where people do. */
      agent: v.optional(short),
      /** The taking back that it undoes. */
      of: v.optional(short),
      /** What its plan says now. */
      plan: v.optional(v.object(ofPlan)),
      authorisedBy: v.optional(short),
      authorisedAt: v.optional(instant),
      /** Why it goes though it may do something twice. */
      despite: v.optional(text),
    }),
  },
  /** `of`: who found that it never arrived; so it goes once for that, whatever the two clocks say. */
  'fix.intended': { version: 2, body: v.object({ ...ofFix, file: short, of: v.optional(short) }) },
  'fix.handed': {
    version: 2,
    body: v.object({
      ...ofFix,
      of: v.optional(short),
      channel: v.picklist([...channels, 'file']),
      file: v.optional(short),
      person: v.optional(short),
      reference: v.optional(short),
    }),
  },
  'fix.doubted': { version: 1, body: v.object({ ...ofFix, why: v.picklist(doubts) }) },
  'fix.asked': {
    version: 1,
    body: v.object({
      ...ofFix,
      found: v.picklist(['arrived', 'notArrived', 'unknown']),
      how: v.picklist(['603', '131', 'call']),
      person: v.optional(short),
    }),
  },
  'fix.proved': {
    version: 1,
    body: v.object({
      key: short,
      by: v.picklist([...proofs, 'message']),
      reference: v.optional(short),
      person: v.optional(short),
      /** The answer that a person says is the proof. */
      of: v.optional(short),
    }),
  },
  'fix.takenBack': { version: 1, body: v.object({ ...ofFix, why: text }) },
  /** `seen`: everything else of this subject. */
  'fix.signed': { version: 2, body: v.object({ seen: allSeen }) },
  'market.heard': { version: 1, body: heardSchema },
  // subject channel:<name> (channel.ts)
  'channel.offered': { version: 1, body: v.object({ name: short }) },
  'channel.stands': { version: 1, body: agentStandsSchema },
  'channel.paused': { version: 1, body: v.object({ because: text }) },
  /** `seen`: pauses. */
  'channel.resumed': { version: 2, body: v.object({ seen: allSeen }) },
  ...dailyEvents,
  // subject intake:<id>: a list, hashed row by row; its first row is the head of the chunk
  'intake.rows': { version: 1, body: intakeRowSchema, list: intakeHeadSchema },
  // subject outstanding:<id>: a list of the same kind, of messages that wait (outstanding.ts)
  'outstanding.listed': { version: 1, body: outstandingRowSchema, list: outstandingHeadSchema },
} as const;

export type EventKind = keyof typeof events;
/** Kinds whose body is a list, hashed row by row. */
export type ListKind = 'intake.rows' | 'outstanding.listed';
export type EventBody<K extends EventKind> = v.InferOutput<(typeof events)[K]['body']>;
export type IntakeHead = v.InferOutput<typeof intakeHeadSchema>;

/** An event as folds see it: a body of a known kind beside who, where and when. */
export type DomainEvent<K extends EventKind = EventKind> = {
  [Kind in K]: {
    readonly kind: Kind;
    readonly body: EventBody<Kind>;
    readonly id: string;
    readonly subject: string;
    readonly operator: string;
    readonly device: string;
    readonly seq: number;
    /** What folds order by: the entry's stamp, put right where its clock was wrong. */
    readonly stamp: Stamp;
    /** UTC ms: when this device wrote it, put right where its clock was wrong. */
    readonly recordedAt: number;
    /** UTC ms: when it happened, as told; the same as recordedAt unless somebody said otherwise. */
    readonly happenedAt: number;
  };
}[K];

export function isKnown(kind: string): kind is EventKind {
  return Object.hasOwn(events, kind);
}

/** Makes a draft about a subject, with a fresh salt. */
export type Make = <K extends Exclude<EventKind, ListKind>>(
  subject: string,
  kind: K,
  body: EventBody<K>,
  happenedAt?: number,
) => Draft;

/** A draft of a known kind. What does not fit its own schema is a bug here, and throws. */
export function draft<K extends Exclude<EventKind, ListKind>>(
  subject: string,
  kind: K,
  body: EventBody<K>,
  options: {
    readonly salt: string;
    readonly happenedAt?: number | undefined;
    /** Whom an entry on a request is for: `networks`, or a supplier's organisation. */
    readonly to?: string | undefined;
  },
): Draft {
  const event = events[kind];
  const fits = decode(event.body, body);
  assert(
    fits.ok,
    `a ${kind} we write ourselves fits its schema: ${fits.ok ? '' : JSON.stringify(fits.error)}`,
  );
  return {
    subject,
    kind,
    version: event.version,
    body: sealBody(fits.value, options.salt),
    ...(options.happenedAt === undefined ? {} : { happenedAt: options.happenedAt }),
    ...addresseeOf(subject, options.to),
  };
}

/** A clock is for whoever reads us; without a name on it all else stays in its own organisation. */
function addresseeOf(subject: string, to: string | undefined): { readonly to?: string } {
  const addressee = subject.startsWith('clock:') ? 'partners' : to;
  return addressee === undefined ? {} : { to: addressee };
}

/** A chunk of a file: rows were checked by the intake; here they are only sealed. */
export function draftRows(
  subject: string,
  head: IntakeHead,
  rows: readonly IntakeRow[],
  salt: (index: number) => string,
): Draft {
  return {
    subject,
    kind: 'intake.rows',
    version: events['intake.rows'].version,
    body: sealList([head, ...rows], salt),
  };
}

/**
 * The event inside an entry. `undefined` when the body is not here, the kind is from a newer console,
 * or a colleague's program wrote what does not fit (`isMisfit`): such entries are kept and forwarded,
 * and folds pass over them. What we write ourselves is checked when it is drafted.
 */
export function eventOf(entry: Entry, clocks: Clocks = {}): DomainEvent | undefined {
  if (entry.body === null || !isKnown(entry.kind) || typeof entry.body !== 'string')
    return undefined;
  const event = events[entry.kind];
  const head = readHead(entry);
  if (head.version > event.version) return undefined;
  const body = bodyIn(event.body, entry.body);
  if (!body.ok) return undefined;
  // Put right as the stamp is: of two words the later one is the one that was said later.
  const recordedAt = head.recordedAt - aheadBy(clocks, head);
  return {
    kind: entry.kind,
    body: body.value,
    id: head.id,
    subject: head.subject,
    operator: head.operator,
    device: head.device,
    seq: entry.seq,
    stamp: orderStamp(head, clocks),
    recordedAt,
    happenedAt: head.happenedAt ?? recordedAt,
  } as DomainEvent;
}

/** A known kind in a version we know, whose text is here and does not fit: nobody's event (EVENT4). */
export function isMisfit(entry: Entry): boolean {
  if (typeof entry.body !== 'string' || !isKnown(entry.kind)) return false;
  return readHead(entry).version <= events[entry.kind].version && eventOf(entry) === undefined;
}

/** Rows of a chunk that are here and are no reports. */
export function misfitRows(entry: Entry, reports: number): number {
  if (entry.kind !== 'intake.rows' || entry.body === null) return 0;
  if (!Array.isArray(entry.body)) return 1;
  const rows = entry.body as readonly string[];
  return rows.slice(1).filter((row) => !row.startsWith('#')).length - reports;
}

function bodyIn<S extends v.GenericSchema>(schema: S, text: string) {
  let value: unknown;
  try {
    value = openBody(text);
  } catch {
    // No salted text at all: the same as one that does not fit.
  }
  return decode(schema, value);
}

/**
 * One row of a stored chunk as the report it is: row 1 is the first after the chunk's head. Who takes
 * many rows of one chunk reads its head once and hands it in.
 */
export function reportOfRow(
  entry: Entry,
  row: number,
  clocks: Clocks = {},
  head: Head = readHead(entry),
): DomainEvent<'case.reported'> | undefined {
  if (entry.kind !== 'intake.rows' || !Array.isArray(entry.body)) return undefined;
  const text = (entry.body as readonly string[])[row];
  if (text === undefined || text.startsWith('#')) return undefined;
  const read = bodyIn(intakeRowSchema, text);
  if (!read.ok) return undefined;
  return reportEvent(read.value, { ...head, seq: entry.seq }, row, clocks);
}

export function reportEvent(
  row: IntakeRow,
  head: ByClock & {
    readonly id: string;
    readonly operator: string;
    readonly seq: number;
    readonly stamp: Stamp;
  },
  index: number,
  clocks: Clocks = {},
): DomainEvent<'case.reported'> {
  const { mprn, record: _record, ...body } = row;
  return {
    kind: 'case.reported',
    body,
    id: `${head.id}#${index}`,
    subject: mprn === null ? `lead:${head.id}#${index}` : `mprn:${mprn}`,
    operator: head.operator,
    device: head.device,
    seq: head.seq,
    stamp: orderStamp(head, clocks),
    recordedAt: head.recordedAt - aheadBy(clocks, head),
    happenedAt: head.recordedAt - aheadBy(clocks, head),
  };
}
