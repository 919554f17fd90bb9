// What the agent's log says, folded: back-fixes, requests, the list and the channel in memory, cases
// from their own entries when somebody asks. Everything follows from the entries, whatever order they
// came in; another word about a clock folds all of it anew.
import type { Entry } from '../../shared/log/entry.ts';
import { foldCase, subjectOf, type CaseState } from '../../shared/domain/case.ts';
import { channelSubject, type ChannelState } from '../../shared/domain/channel.ts';
import type { Clocks } from '../../shared/domain/clocks.ts';
import { dailySubject, type DailyState } from '../../shared/domain/daily.ts';
import { newDesk, refoldSettings, type SettingValue } from '../../shared/domain/desk.ts';
import { eventOf } from '../../shared/domain/events.ts';
import { fixSubject, isFixSubject, type FixState } from '../../shared/domain/fix.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import { channelsOf, dailiesOf, fixesOf, guardsOf, requestOf } from '../../shared/domain/folds.ts';
import { hold, holdersOn, namesOn, type Holders } from '../../shared/domain/judge-answer.ts';
import {
  isOutstandingSubject,
  everyList,
  newestList,
  type OutstandingList,
  type OutstandingMessage,
} from '../../shared/domain/outstanding.ts';
import { eventsOfCase, piecesOf, type Origin } from '../../shared/domain/pieces.ts';
import type { RequestState } from '../../shared/domain/request.ts';

/** The stored entries, as far as views ask for them. */
export interface Stored {
  ofSubject(subject: string): readonly Entry[];
  /** Of every subject that begins so: `fix:`. */
  under(prefix: string): readonly Entry[];
  ofId(id: string): Entry | undefined;
}

export interface Known {
  readonly clocks: Clocks;
  /** Devices of other organisations → organisation. */
  readonly authors: Readonly<Record<string, string>>;
}

export class LogViews {
  readonly #stored: Stored;
  #known: Known;
  readonly #fixes = new Map<string, FixState>();
  readonly #requests = new Map<string, Map<string, RequestState>>();
  /** Rows of files that speak of a case. */
  readonly #origins = new Map<string, Origin[]>();
  #channel: ChannelState | null = null;
  #guards: readonly GuardState[] = [];
  /** Read when they are asked for. */
  #settings: Readonly<Record<string, SettingValue>> | null = null;
  #list: OutstandingList | null = null;
  /** Read when they are asked for. */
  #lists: readonly OutstandingList[] | null = null;
  #names: ReadonlyMap<string, string> | null = null;
  #holders: Holders | null = null;
  #listed: ReadonlyMap<string, readonly OutstandingMessage[]> = new Map();
  /** TxRefNbr → MPRN, of every message that our back-fixes know. */
  readonly #mprns = new Map<string, string>();

  constructor(stored: Stored, known: Known) {
    this.#stored = stored;
    this.#known = known;
    this.#rebuild();
  }

  /** After `entries` were stored. */
  refresh(entries: readonly Entry[], known: Known): void {
    const isOfClocks = known.clocks !== this.#known.clocks;
    this.#known = known;
    if (isOfClocks) return this.#rebuild();
    const subjects = new Set(entries.map(({ subject }) => subject));
    for (const entry of entries) this.#place(entry);
    for (const subject of subjects) {
      if (isFixSubject(subject)) this.#foldFix(subject, this.#stored.ofSubject(subject));
      else if (subject.startsWith('request:'))
        this.#foldRequest(subject, this.#stored.ofSubject(subject));
    }
    if ([...subjects].some((subject) => subject.startsWith('desk:'))) this.#settings = null;
    if (subjects.has(EMMA)) this.#foldChannel();
    if ([...subjects].some((subject) => subject.startsWith('guard:'))) this.#foldGuards();
    if ([...subjects].some(isOutstandingSubject)) this.#foldList();
  }

  fixes(): readonly FixState[] {
    return [...this.#fixes.values()];
  }

  fixOf(mprn: string): FixState | undefined {
    return this.fixOfSubject(fixSubject(mprn));
  }

  fixOfSubject(subject: string): FixState | undefined {
    return this.#fixes.get(subject);
  }

  /** Holds on disconnections, lifted ones too. */
  guards(): readonly GuardState[] {
    return this.#guards;
  }

  /** The settings of the organisation, as every desk of it has them (DESKS5). */
  settings(): Readonly<Record<string, SettingValue>> {
    const { clocks, authors } = this.#known;
    const isOurs = (entry: Entry) => authors[entry.device] === undefined;
    this.#settings ??= refoldSettings(
      newDesk,
      this.#stored
        .under('desk:')
        .flatMap((entry) => (isOurs(entry) ? (eventOf(entry, clocks) ?? []) : [])),
    ).settings;
    return this.#settings;
  }

  /** The market's day, read when it is asked for. */
  dailyOf(day: string): DailyState | undefined {
    return dailiesOf(this.#stored.ofSubject(dailySubject(day)), this.#known.clocks)[0];
  }

  /** Requests that are about this customer. */
  requestsOf(mprn: string): readonly RequestState[] {
    return [...(this.#requests.get(mprn)?.values() ?? [])];
  }

  /** The newest whole list with nothing but this customer's messages in it. */
  listOf(mprn: string): OutstandingList | null {
    return this.#list && { ...this.#list, messages: this.#listed.get(mprn) ?? [] };
  }

  /** Of every list there ever was: the newest one no longer has what EMMA has the answer of. */
  everListed(mprn: string): readonly OutstandingList[] {
    return this.#everyList().flatMap((list) => {
      const messages = list.messages.filter((each) => each.mprn === mprn);
      return messages.length === 0 ? [] : [{ ...list, messages }];
    });
  }

  caseOf(mprn: string): CaseState | undefined {
    return this.caseOfSubject(subjectOf(mprn));
  }

  caseOfSubject(subject: string): CaseState | undefined {
    const origins = this.#origins.get(subject) ?? [];
    const chunks = new Map<string, Entry>();
    for (const { entry } of origins) {
      const found = this.#stored.ofId(entry);
      if (found !== undefined) chunks.set(entry, found);
    }
    const { clocks } = this.#known;
    return foldCase(eventsOfCase(this.#stored.ofSubject(subject), chunks, origins, clocks));
  }

  channel(): ChannelState | null {
    return this.#channel;
  }

  /** Whose message this is: of one that we sent, or of one that any list has had. */
  mprnOf(txRefNbr: string): string | null {
    this.#names ??= namesOn(this.#everyList());
    return this.#mprns.get(txRefNbr) ?? this.#names.get(txRefNbr) ?? null;
  }

  /** Whoever has a message of this business reference, sent by us or on any list. */
  holdersOf(businessReference: string): ReadonlySet<string> {
    if (this.#holders === null) {
      this.#holders = holdersOn(this.#everyList());
      for (const fix of this.#fixes.values()) this.#holdAll(fix);
    }
    return this.#holders.get(businessReference) ?? new Set();
  }

  #holdAll({ mprn, items }: FixState): void {
    if (this.#holders === null) return;
    for (const { businessReference } of items) hold(this.#holders, businessReference, mprn);
  }

  #everyList(): readonly OutstandingList[] {
    this.#lists ??= everyList(this.#stored.under('outstanding:'), this.#known.clocks);
    return this.#lists;
  }

  #rebuild(): void {
    for (const each of [this.#fixes, this.#requests, this.#origins, this.#mprns]) each.clear();
    for (const entry of this.#stored.under('intake:')) this.#place(entry);
    for (const [subject, entries] of bySubject(this.#stored.under('fix:')))
      this.#foldFix(subject, entries);
    for (const [subject, entries] of bySubject(this.#stored.under('request:')))
      this.#foldRequest(subject, entries);
    this.#settings = null;
    this.#foldChannel();
    this.#foldGuards();
    this.#foldList();
  }

  /** Which rows of a file speak of whom does not depend on clocks. */
  #place(entry: Entry): void {
    if (entry.kind !== 'intake.rows') return;
    for (const { event, origin } of piecesOf(entry, {})) {
      if (origin === null) continue;
      const found = this.#origins.get(event.subject);
      if (found === undefined) this.#origins.set(event.subject, [origin]);
      else found.push(origin);
    }
  }

  #foldFix(subject: string, entries: readonly Entry[]): void {
    const [state] = fixesOf(entries, this.#known.clocks);
    if (state === undefined) return;
    this.#fixes.set(subject, state);
    for (const { txRefNbrs } of state.items)
      for (const each of txRefNbrs) this.#mprns.set(each, state.mprn);
    this.#holdAll(state);
  }

  #foldRequest(subject: string, entries: readonly Entry[]): void {
    const state = requestOf(entries, this.#known.clocks, this.#known.authors);
    if (state === undefined) return;
    const found = this.#requests.get(state.made.mprn) ?? new Map<string, RequestState>();
    this.#requests.set(state.made.mprn, found.set(subject, state));
  }

  #foldChannel(): void {
    const [channel] = channelsOf(this.#stored.ofSubject(EMMA), this.#known.clocks);
    this.#channel = channel ?? null;
  }

  #foldGuards(): void {
    this.#guards = guardsOf(this.#stored.under('guard:'), this.#known.clocks);
  }

  #foldList(): void {
    this.#lists = null;
    this.#names = null;
    this.#holders = null;
    this.#list = newestList(this.#stored.under('outstanding:'), this.#known.clocks);
    this.#listed = grouped(this.#list?.messages ?? [], ({ mprn }) => mprn);
  }
}

const EMMA = channelSubject('emma');

const bySubject = (entries: readonly Entry[]) => grouped(entries, ({ subject }) => subject);

function grouped<T>(all: readonly T[], by: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const found = groups.get(by(each));
    if (found === undefined) groups.set(by(each), [each]);
    else found.push(each);
  }
  return groups;
}
