// The gateway's journal in a simulated night: it goes down and comes back, is backed up and restored.
import { MemoryJournal } from '../../gateway/journal/memory-journal.ts';
import type { Journal, JournalEntry } from '../../gateway/journal/journal.ts';
import { recoverIfRestored } from '../../gateway/recovery.ts';

/** Whom a broken gateway gives an entry beside those whom it is for. */
export type Leak = (entry: JournalEntry) => readonly string[];

export interface SimulatedGateway {
  /** Null while it is down. */
  readonly journal: Journal | null;
  start(): void;
  stop(): void;
  backUp(): Promise<void>;
  /** Goes on from the last backup, which is used up; false when there is none. */
  restore(now: number): boolean;
}

export class MemoryGateway implements SimulatedGateway {
  #kept: MemoryJournal;
  #isUp = true;
  #backup: MemoryJournal | null = null;

  constructor(leak?: Leak) {
    this.#kept = leak === undefined ? new MemoryJournal() : new LeakingJournal(leak);
  }

  get journal(): Journal | null {
    return this.#isUp ? this.#kept : null;
  }

  start(): void {
    this.#isUp = true;
  }

  stop(): void {
    this.#isUp = false;
  }

  backUp(): Promise<void> {
    this.#backup = this.#kept.backup();
    return Promise.resolve();
  }

  restore(now: number): boolean {
    if (this.#backup === null) return false;
    this.#kept = this.#backup;
    this.#backup = null;
    recoverIfRestored(this.#kept, now);
    return true;
  }
}

class LeakingJournal extends MemoryJournal {
  readonly #leak: Leak;

  constructor(leak: Leak) {
    super();
    this.#leak = leak;
  }

  override append(entry: JournalEntry, audience: readonly string[]): void {
    super.append(entry, [...new Set([...audience, ...this.#leak(entry)])]);
  }
}
