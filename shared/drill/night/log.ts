// The log of a night, in memory: commands go in through the product's own `decide`, and what is read
// are its own folds. Desks of one office with a line between them: each writes a chain of its own, and
// all see at once what any of them wrote. Ids are counted; time is what the night says.
import { must } from '../../lib/check.ts';
import { ORIGIN, seal, tipAfter, type Draft, type Entry, type Tip } from '../../log/entry.ts';
import { laterStamp, nextStamp } from '../../log/stamp.ts';
import { applyToCase, foldCase, needsRefold, type CaseState } from '../../domain/case.ts';
import { decide, type Command } from '../../domain/commands.ts';
import { dailySubject, foldDaily, type DailyState } from '../../domain/daily.ts';
import {
  draftRows,
  eventOf,
  reportOfRow,
  type DomainEvent,
  type IntakeRow,
} from '../../domain/events.ts';
import { foldFix, type FixState } from '../../domain/fix.ts';
import { foldGuard, type GuardState } from '../../domain/guard.ts';
import { KIND, newestList, type OutstandingList } from '../../domain/outstanding.ts';
import { openHoldsOf } from '../../domain/recovery-commands.ts';
import { makeReference } from '../../domain/reference.ts';
import { foldRequest, type RequestState } from '../../domain/request.ts';
import { summarise, type Summary } from '../../domain/summary.ts';

/** A person at a laptop. */
export interface Desk {
  readonly operator: string;
  readonly device: string;
}

/** Folded once for as long as nothing new is written of it. */
class Folds<T> {
  readonly #known = new Map<string, T | undefined>();
  readonly #fold: (subject: string) => T | undefined;

  constructor(fold: (subject: string) => T | undefined) {
    this.#fold = fold;
  }

  of(subject: string): T | undefined {
    if (!this.#known.has(subject)) this.#known.set(subject, this.#fold(subject));
    return this.#known.get(subject);
  }

  forget(subject: string): void {
    this.#known.delete(subject);
  }

  /** Of all these subjects that are known. */
  all(subjects: readonly string[]): readonly T[] {
    return subjects.flatMap((subject) => this.of(subject) ?? []);
  }
}

/** What a night is written into and read from. */
export type Book = Pick<NightLog, keyof NightLog>;

export class NightLog {
  /** UTC ms. */
  now: number;
  readonly #supplier: string;
  readonly #events = new Map<string, DomainEvent[]>();
  readonly #cases = new Map<string, CaseState>();
  readonly #tips = new Map<string, Tip>();
  readonly #lists: Entry[] = [];
  readonly #fixes = new Folds((subject) => foldFix(this.#events.get(subject) ?? []));
  readonly #requests = new Folds((subject) => foldRequest(this.#events.get(subject) ?? []));
  readonly #guards = new Folds((subject) => foldGuard(this.#events.get(subject) ?? []));
  readonly #summaries = new Map<string, Summary>();
  /** By kind, in the order of their first entry. */
  readonly #subjects = new Map<string, string[]>();
  #open: { readonly at: number; readonly states: readonly CaseState[] } | null = null;
  #list: OutstandingList | null = null;
  #count = 0;
  #ids = 0;
  #references = 0;

  constructor(now: number, supplier: string) {
    this.now = now;
    this.#supplier = supplier;
  }

  get entries(): number {
    return this.#count;
  }

  get list(): OutstandingList | null {
    return this.#list;
  }

  caseOf(subject: string): CaseState | undefined {
    return this.#cases.get(subject);
  }

  fixOf(subject: string): FixState | undefined {
    return this.#fixes.of(subject);
  }

  cases(): readonly CaseState[] {
    return [...this.#cases.values()];
  }

  openCases(): readonly CaseState[] {
    if (this.#open?.at !== this.#count)
      this.#open = { at: this.#count, states: this.cases().filter(({ open }) => open) };
    return this.#open.states;
  }

  /** Of open cases. */
  summaries(): readonly Summary[] {
    return this.openCases().map((state) => {
      const known = this.#summaries.get(state.subject);
      if (known !== undefined) return known;
      const made = summarise(state);
      this.#summaries.set(state.subject, made);
      return made;
    });
  }

  fixes(): readonly FixState[] {
    return this.#fixes.all(this.#subjectsOf('fix'));
  }

  requests(): readonly RequestState[] {
    return this.#requests.all(this.#subjectsOf('request'));
  }

  guards(): readonly GuardState[] {
    return this.#guards.all(this.#subjectsOf('guard'));
  }

  dailyOf(day: string): DailyState | undefined {
    return foldDaily(this.#events.get(dailySubject(day)) ?? []);
  }

  /** True when it was done; what the product refuses is the caller's to deal with. */
  run(desk: Desk, command: Command): boolean {
    const decided = decide(command, {
      now: this.now,
      ...desk,
      caseOf: (subject) => this.caseOf(subject),
      requestOf: (subject) => this.#requests.of(subject),
      openHolds: (asks) => openHoldsOf(this.requests(), asks),
      guardOf: (subject) => this.#guards.of(subject),
      fixOf: (subject) => this.fixOf(subject),
      fixes: () => this.fixes(),
      dailyOf: (day) => this.dailyOf(day),
      supplier: this.#supplier,
      newId: () => this.#newId(),
      salt: () => 'night',
      reference: () => makeReference({ device: desk.device, count: (this.#references += 1) }),
    });
    if (!decided.ok) return false;
    for (const draft of decided.value.drafts) this.#write(desk, draft);
    return true;
  }

  /** A file of customers, as the intake brings one in. */
  bring(desk: Desk, file: string, rows: readonly IntakeRow[]): void {
    const intake = this.#newId();
    const head = { file, intake, chunk: 0, rows: rows.length };
    this.#write(
      desk,
      draftRows(`intake:${intake}`, head, rows, () => 'night'),
    );
  }

  #write(desk: Desk, draft: Draft): void {
    const { device, operator } = desk;
    const tip = this.#tips.get(device) ?? { device, seq: 0, hash: ORIGIN, stamp: null };
    const stamp = nextStamp(laterStamp(tip.stamp, this.#lastStamp), this.now, device);
    const id = `e${(this.#count += 1)}`;
    const entry = seal(draft, tip, { id, now: this.now, stamp, operator });
    this.#tips.set(device, tipAfter(entry));
    this.#lastStamp = stamp;
    if (entry.kind === KIND) {
      this.#lists.push(entry);
      this.#list = newestList(this.#lists);
      return;
    }
    if (entry.kind !== 'intake.rows')
      return this.#take(must(eventOf(entry), 'what is written is read'));
    for (let row = 1; row < (entry.body?.length ?? 0); row++)
      this.#take(must(reportOfRow(entry, row), 'a row that was checked'));
  }

  #lastStamp: string | null = null;

  #take(event: DomainEvent): void {
    const { subject } = event;
    const events = this.#of(subject);
    events.push(event);
    if (subject.startsWith('mprn:')) {
      const before = this.#cases.get(subject);
      const state = needsRefold(event) ? foldCase(events) : applyToCase(before, event);
      if (state !== undefined) this.#cases.set(subject, state);
      this.#summaries.delete(subject);
    }
    this.#fixes.forget(subject);
    this.#requests.forget(subject);
    this.#guards.forget(subject);
  }

  #of(subject: string): DomainEvent[] {
    const found = this.#events.get(subject);
    if (found !== undefined) return found;
    const made: DomainEvent[] = [];
    this.#events.set(subject, made);
    this.#subjectsOf(subject.split(':', 1)[0] ?? '').push(subject);
    return made;
  }

  #subjectsOf(kind: string): string[] {
    const found = this.#subjects.get(kind);
    if (found !== undefined) return found;
    const made: string[] = [];
    this.#subjects.set(kind, made);
    return made;
  }

  #newId(): string {
    return `id${(this.#ids += 1)}`;
  }
}
