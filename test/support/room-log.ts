// The log of colleagues who work one laptop in turn, without a screen: commands go through the product's
// own `decide`, entries are sealed into a chain of this device, and travel by the real exchange with the
// gateway. While it cannot be reached they write on, as every desk does.
import { decide, type Command } from '../../shared/domain/commands.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { foldCase, subjectOf } from '../../shared/domain/case.ts';
import { dailySubject, foldDaily, type DailyState } from '../../shared/domain/daily.ts';
import { draftRows, eventOf, type IntakeRow } from '../../shared/domain/events.ts';
import { fixSubject, type FixState } from '../../shared/domain/fix.ts';
import { fixesOf, guardsOf, requestOf } from '../../shared/domain/folds.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import {
  isOutstandingSubject,
  newestList,
  type OutstandingList,
} from '../../shared/domain/outstanding.ts';
import { eventsOfCase, isCaseSubject, piecesOf, type Origin } from '../../shared/domain/pieces.ts';
import { openHoldsOf } from '../../shared/domain/recovery-commands.ts';
import { proposals } from '../../shared/domain/proposals.ts';
import { makeReference } from '../../shared/domain/reference.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { summarise, type Summary } from '../../shared/domain/summary.ts';
import type { Book, Desk } from '../../shared/drill/night/log.ts';
import { must } from '../../shared/lib/check.ts';
import { ORIGIN, type Draft, type Entry, type Tip } from '../../shared/log/entry.ts';
import { newSalt, uuid4, uuid7 } from '../../shared/log/ids.ts';
import { sealAll } from '../../shared/log/seal-all.ts';
import { laterStamp, type Stamp } from '../../shared/log/stamp.ts';
import { readLink } from '../../shared/sync/links.ts';
import {
  BATCH,
  PROTOCOL,
  toWire,
  type ExchangeReply,
  type ExchangeRequest,
} from '../../shared/sync/protocol.ts';
import { dice } from '../simulation/clock.ts';

export type Exchange = (request: ExchangeRequest) => Promise<ExchangeReply>;

export class RoomLog implements Book {
  /** UTC ms. */
  now: number;
  readonly device: string;
  /** Customers whom somebody at a screen has said to be hers: nobody else in the room works them. */
  readonly elsewhere = new Set<string>();
  readonly #supplier: string;
  readonly #random: (count: number) => Uint8Array;
  readonly #own: Entry[] = [];
  readonly #byId = new Map<string, Entry>();
  readonly #bySubject = new Map<string, Entry[]>();
  readonly #origins = new Map<string, Origin[]>();
  /** Folds by subject, forgotten when something new is written of it. */
  readonly #folded = new Map<string, unknown>();
  #known: { readonly at: number; readonly cases: readonly CaseState[] } | null = null;
  #list: OutstandingList | null = null;
  #standing: Pick<ExchangeReply, 'acknowledged' | 'cursor' | 'mark'> = {
    acknowledged: 0,
    cursor: 0,
    mark: '',
  };
  #authors: Readonly<Record<string, string>> = {};
  #seen: Stamp | null = null;

  constructor(now: number, supplier: string, seed: number) {
    this.now = now;
    this.#supplier = supplier;
    const random = dice(seed);
    this.#random = (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
    this.device = uuid4(this.#random);
  }

  get entries(): number {
    return this.#byId.size;
  }

  get list(): OutstandingList | null {
    return this.#list;
  }

  caseOf(subject: string): CaseState | undefined {
    return this.#fold(subject, () => {
      const origins = this.#origins.get(subject) ?? [];
      return foldCase(eventsOfCase(this.#of(subject), this.#byId, origins, {}));
    });
  }

  fixOf(subject: string): FixState | undefined {
    return this.#fold(subject, () => fixesOf(this.#of(subject), {})[0]);
  }

  cases(): readonly CaseState[] {
    if (this.#known?.at === this.entries) return this.#known.cases;
    const subjects = new Set([...this.#bySubject.keys(), ...this.#origins.keys()]);
    const cases = [...subjects].filter(isCaseSubject).flatMap((each) => this.caseOf(each) ?? []);
    this.#known = { at: this.entries, cases };
    return cases;
  }

  openCases(): readonly CaseState[] {
    return this.cases().filter(({ open }) => open);
  }

  summaries(): readonly Summary[] {
    return this.openCases()
      .map((state) => this.#fold(`summary ${state.subject}`, () => summarise(state)))
      .filter(({ mprn }) => mprn === null || !this.elsewhere.has(mprn));
  }

  fixes(): readonly FixState[] {
    return this.allFixes().filter(({ mprn }) => !this.elsewhere.has(mprn));
  }

  /** Those of customers who are elsewhere, too. */
  allFixes(): readonly FixState[] {
    return this.#under(fixSubject('')).flatMap((subject) => this.fixOf(subject) ?? []);
  }

  requests(): readonly RequestState[] {
    return this.#under('request:').flatMap((subject) => this.#requestOf(subject) ?? []);
  }

  guards(): readonly GuardState[] {
    return this.#under('guard:').flatMap((subject) => this.#guardOf(subject) ?? []);
  }

  dailyOf(day: string): DailyState | undefined {
    return foldDaily(this.#of(dailySubject(day)).flatMap((entry) => eventOf(entry) ?? []));
  }

  run(desk: Desk, command: Command): boolean {
    if (command.do === 'acceptProofs' && command.proofs.some((each) => this.#isProposed(each)))
      return false;
    const { operator } = desk;
    const decided = decide(command, {
      now: this.now,
      operator,
      device: this.device,
      caseOf: (subject) => this.caseOf(subject),
      requestOf: (subject) => this.#requestOf(subject),
      openHolds: () => openHoldsOf(this.requests()),
      guardOf: (subject) => this.#guardOf(subject),
      fixOf: (subject) => this.fixOf(subject),
      fixes: () => this.allFixes(),
      dailyOf: (day) => this.dailyOf(day),
      supplier: this.#supplier,
      newId: () => uuid7(this.now, this.#random),
      salt: () => newSalt(this.#random),
      reference: () => makeReference({ device: this.device, count: this.#own.length + 1 }),
    });
    if (decided.ok) this.#write(operator, decided.value.drafts);
    return decided.ok;
  }

  bring({ operator }: Desk, file: string, rows: readonly IntakeRow[]): void {
    const intake = uuid7(this.now, this.#random);
    const head = { file, intake, chunk: 0, rows: rows.length };
    this.#write(operator, [draftRows(`intake:${intake}`, head, rows, () => newSalt(this.#random))]);
  }

  /** Says what is new here and hears what is new there, until there is neither. */
  async sync(exchange: Exchange): Promise<void> {
    for (;;) {
      const { acknowledged, cursor, mark } = this.#standing;
      const entries = this.#own.slice(acknowledged, acknowledged + BATCH).map(toWire);
      const { device } = this;
      const reply = await exchange({ protocol: PROTOCOL, device, cursor, mark, entries });
      if (reply.refused.length > 0) throw new Error(`refused: ${JSON.stringify(reply.refused)}`);
      this.#authors = { ...this.#authors, ...reply.authors };
      for (const each of reply.entries) {
        const entry = must(readLink(each)?.entry ?? null, 'every entry of this night verifies');
        if (entry.device !== device && !this.#byId.has(entry.id)) this.#take(entry);
      }
      this.#standing = reply;
      if (!reply.more && reply.acknowledged === this.#own.length) return;
    }
  }

  #write(operator: string, drafts: readonly Draft[]): void {
    const last = this.#own.at(-1);
    const { device } = this;
    const tip: Tip = { device, seq: last?.seq ?? 0, hash: last?.hash ?? ORIGIN, stamp: this.#seen };
    const tools = { random: this.#random };
    for (const entry of sealAll(drafts, tip, operator, this.now, tools).entries) {
      this.#own.push(entry);
      this.#take(entry);
    }
  }

  #take(entry: Entry): void {
    const { id, subject, stamp } = entry;
    this.#seen = laterStamp(this.#seen, stamp);
    this.#byId.set(id, entry);
    this.#bySubject.set(subject, [...this.#of(subject), entry]);
    this.#forget(subject);
    for (const { event, origin } of piecesOf(entry, {})) {
      this.#forget(event.subject);
      if (origin === null) continue;
      const origins = this.#origins.get(event.subject) ?? [];
      this.#origins.set(event.subject, [...origins, origin]);
    }
    if (isOutstandingSubject(subject))
      this.#list = newestList(
        this.#under('outstanding:').flatMap((each) => this.#of(each)),
        {},
      );
  }

  /** The screen offers it, all of them in one step (`Y`): here nobody does it. */
  #isProposed({ mprn, of }: { readonly mprn: string; readonly of: string }): boolean {
    const fix = this.fixOf(fixSubject(mprn));
    return (
      fix !== undefined &&
      proposals(fix, this.caseOf(subjectOf(mprn))).some(({ heard }) => heard.entry === of)
    );
  }

  #requestOf(subject: string): RequestState | undefined {
    return this.#fold(subject, () => requestOf(this.#of(subject), {}, this.#authors));
  }

  #guardOf(subject: string): GuardState | undefined {
    return this.#fold(subject, () => guardsOf(this.#of(subject), {})[0]);
  }

  #of(subject: string): readonly Entry[] {
    return this.#bySubject.get(subject) ?? [];
  }

  #under(prefix: string): readonly string[] {
    return [...this.#bySubject.keys()].filter((subject) => subject.startsWith(prefix));
  }

  #fold<T>(key: string, fold: () => T): T {
    if (!this.#folded.has(key)) this.#folded.set(key, fold());
    return this.#folded.get(key) as T;
  }

  #forget(subject: string): void {
    this.#folded.delete(subject);
    this.#folded.delete(`summary ${subject}`);
  }
}
