// What everybody in a night shares: the log, the market, the seed, which guards are kept, and the notes
// of what happened, from which the timeline is told and the night is judged.
import { MINUTE } from '../../domain/backstop-clock.ts';
import type { Command } from '../../domain/commands.ts';
import type { Facts } from '../../domain/facts.ts';
import { subjectOf, type CaseState } from '../../domain/case.ts';
import { fixSubject, type FixState } from '../../domain/fix.ts';
import type { Mprn } from '../../domain/mprn.ts';
import { must } from '../../lib/check.ts';
import { make017 } from '../../market/make-017.ts';
import type { MessageOf } from '../../market/messages.ts';
import { between, drawOf, streamOf, type Span } from '../market/draw.ts';
import { Market } from '../market/market.ts';
import type { PhoneAnswer, PhoneCall } from '../market/phone.ts';
import { NightLog, type Book, type Desk } from './log.ts';
import {
  HUB_DOWN,
  marketOf,
  MPID,
  shippedWays,
  SUPPLIER,
  type Sample,
  type Ways,
} from './sample.ts';

export const guards = [
  /** The outstanding list is brought in, and whoever it finds is guarded. */
  'list',
  /** Networks is asked in every call whether a D05 waits, and to cancel it. */
  'ask',
  /** What waits is taken out or left to run; nothing is sent again that may have arrived. */
  'replay',
  /** The market's answers are read as they come in. */
  'hear',
] as const;
export type Guard = (typeof guards)[number];
export type Guards = Readonly<Record<Guard, boolean>>;

export const happenings = [
  'hubDown',
  'hubAnnounced',
  'hubBack',
  'reported',
  'callDone',
  'callCrew',
  'callNoAnswer',
  'callAgain',
  'leftToRun',
  'd05Cancelled',
  'd05Unknown',
  'e05TakenOut',
  'listed',
  'listedAgain',
  'foundCutOff',
  'foundNoCase',
  'held',
  'd05TakenOut',
  'holdsAsked',
  'holdStopped',
  'holdOpen',
  'askedOnceMore',
  'released',
  'sent',
  'resent',
  'cutOffHeard',
  'confirmed',
  'rejected',
  'newNumber',
  'doubted',
  'foundOn',
  'resolved',
  'crewDone',
  'signed',
  'closed',
  'reconciled',
] as const;
export type Happening = (typeof happenings)[number];

export interface Note {
  /** UTC ms. */
  readonly at: number;
  readonly what: Happening;
  readonly mprn: string | null;
  readonly count: number;
}

/** A 017 that we sent. */
export interface Sent {
  readonly mprn: string;
  readonly txRefNbr: string;
  readonly at: number;
}

const people = ['Siobhán', 'Declan', 'Niamh', 'Cormac'] as const;

export class Stage {
  readonly seed: number;
  readonly sample: Sample;
  readonly guards: Guards;
  /** As Networks and we have agreed, or found out. */
  readonly ways: Ways;
  readonly log: Book;
  readonly market: Market;
  readonly notes: Note[] = [];
  readonly sent: Sent[] = [];
  /** TxRefNbrs that were taken out of EMMA before the hub had them. */
  readonly takenOut = new Set<string>();
  /** Of whom Networks was asked whether a D05 waits. */
  readonly asked = new Set<string>();
  /** UTC ms; null until somebody has said when. */
  hubBackAt: number | null = null;

  /** Played at a log and a market of its own, or at `those`. */
  constructor(
    sample: Sample,
    seed: number,
    guards: Guards,
    those?: { readonly log: Book; readonly market: Market },
    ways: Ways = shippedWays,
  ) {
    this.seed = seed;
    this.sample = sample;
    this.guards = guards;
    this.ways = ways;
    this.log = those?.log ?? new NightLog(HUB_DOWN, SUPPLIER);
    this.market = those?.market ?? new Market(marketOf(sample, seed, ways));
  }

  get now(): number {
    return this.log.now;
  }

  get isHubBack(): boolean {
    return this.hubBackAt !== null && this.now >= this.hubBackAt;
  }

  /** What waited has had the time to run: a D05 that Networks does not see now is none. */
  get isSettledDown(): boolean {
    return this.hubBackAt !== null && this.now >= this.hubBackAt + 15 * MINUTE;
  }

  note(what: Happening, mprn: string | null = null, count = 1): void {
    if (count > 0) this.notes.push({ at: this.now, what, mprn, count });
  }

  run(desk: Desk, command: Command): boolean {
    return this.log.run(desk, command);
  }

  phone(mprn: string, ask: PhoneCall['ask']): PhoneAnswer {
    return this.market.phone({ mprn: mprn as Mprn, ask, at: this.now });
  }

  /** Who at Networks answers at this hour. */
  person(mprn: string): string {
    return people[Math.floor(people.length * drawOf(this.seed, `who|${mprn}|${this.now}`))] ?? '';
  }

  /** Whole minutes, drawn for this and nothing else. */
  minutes(words: string, span: Span): number {
    return between(streamOf(this.seed, words), span);
  }

  stateOf(mprn: string): CaseState | undefined {
    return this.log.caseOf(subjectOf(mprn));
  }

  fixOf(mprn: string): FixState | undefined {
    return this.log.fixOf(fixSubject(mprn));
  }

  send(mprn: string, txRefNbr: string, businessReference: string): void {
    const request = { mprn: mprn as Mprn, reason: 'E05' as const, txRefNbr, businessReference };
    const made = make017({ ...request, at: this.now, ...MPID });
    const message: MessageOf<'017'> = must(made.ok ? made.value : null, 'all of it is ours');
    this.market.send(message, this.now);
    this.sent.push({ mprn, txRefNbr, at: this.now });
  }

  /** True when it lay there; what has left EMMA nobody here can stop. */
  takeOut(txRefNbr: string): boolean {
    const isOut = this.market.cancelInEmma(txRefNbr, this.now) === 'cancelled';
    if (isOut) this.takenOut.add(txRefNbr);
    return isOut;
  }

  /** What the case knows of its 017 from now on. */
  learn017(
    desk: Desk,
    state: CaseState,
    is: NonNullable<Facts['message017']>['state'],
    note: string,
  ): void {
    const { subject, facts } = state;
    const message017 = { ...facts.message017, state: is };
    this.run(desk, { do: 'learn', subject, facts: { message017 }, note });
  }
}

/** Somebody has said that the power is back. */
export const isBack = (state: CaseState | undefined): boolean =>
  state !== undefined && state.power !== null;
