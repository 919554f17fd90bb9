// The gateway's journal in a simulated night: it goes down and comes back, is backed up and restored.
// In memory it is quick; in SQLite what a restart finds is what was on disk, and a backup is a file.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryJournal } from '../../gateway/journal/memory-journal.ts';
import { SqliteJournal } from '../../gateway/journal/sqlite-journal.ts';
import { shownHash, shownHead } from '../../shared/log/shown.ts';
import type { Author, Journal, JournalEntry } from '../../gateway/journal/journal.ts';
import { recoverIfRestored } from '../../gateway/recovery.ts';
import { Killed, type Death } from './deaths.ts';

/** Whom a broken gateway gives an entry beside those whom it is for; one of those has it twice. */
export type Leak = (entry: JournalEntry, audience: readonly string[]) => readonly string[];

export interface SimulatedGateway {
  /** Null while it is down. */
  readonly journal: Journal | null;
  start(now: number): void;
  stop(): void;
  backUp(): Promise<void>;
  /** Goes on from the last backup, which is used up. */
  restore(now: number): void;
  /** The night is over: nothing of it stays on disk. */
  discard(): void;
}

export class MemoryGateway implements SimulatedGateway {
  #kept: MemoryJournal;
  #isUp = false;
  #backup: MemoryJournal | null = null;

  constructor(leak?: Leak) {
    this.#kept = leak === undefined ? new MemoryJournal() : new LeakingJournal(leak);
  }

  get journal(): Journal | null {
    return this.#isUp ? this.#kept : null;
  }

  start(now: number): void {
    recoverIfRestored(this.#kept, now);
    this.#isUp = true;
  }

  stop(): void {
    this.#isUp = false;
  }

  backUp(): Promise<void> {
    this.#backup = this.#kept.backup();
    return Promise.resolve();
  }

  restore(now: number): void {
    if (this.#backup === null) return;
    this.#kept = this.#backup;
    this.#backup = null;
    if (this.#isUp) this.start(now);
  }

  discard(): void {
    this.stop();
  }
}

class LeakingJournal extends MemoryJournal {
  readonly #leak: Leak;

  constructor(leak: Leak) {
    super();
    this.#leak = leak;
  }

  override append(entry: JournalEntry, audience: readonly string[], author: Author): void {
    const more = this.#leak(entry, audience);
    // A gateway that leaks shows others also what the real one would not even know how to show.
    const { head } = entry;
    const shows =
      head === null ? author : { ...author, shownHash: () => shownHash(shownHead(head)) };
    super.append(entry, [...audience, ...more], more.length === 0 ? author : shows);
  }
}

/** The journal of a gateway that is killed in its next write; nobody is answered. */
export function dyingIn(journal: Journal, death: Death): Journal {
  const write = <R>(work: () => R): R => {
    if (death === 'after') journal.write(work);
    else
      journal.write(() => {
        work();
        throw new Killed();
      });
    throw new Killed();
  };
  return new Proxy(journal, {
    get: (of, name) => {
      if (name === 'write') return write;
      const found: unknown = Reflect.get(of, name, of);
      if (typeof found !== 'function') return found;
      return (...given: readonly unknown[]): unknown => Reflect.apply(found, of, given);
    },
  });
}

/** Where there is a disk in memory: a night is about what is read back, and power is never cut. */
const QUICK = '/dev/shm';

export class SqliteGateway implements SimulatedGateway {
  readonly #folder = mkdtempSync(join(existsSync(QUICK) ? QUICK : tmpdir(), 'backstop-night-'));
  #files = 0;
  #path = this.#file();
  #backup: string | null = null;
  #journal: SqliteJournal | null = null;

  get journal(): Journal | null {
    return this.#journal;
  }

  start(now: number): void {
    if (this.#journal !== null) return;
    this.#journal = new SqliteJournal(this.#path);
    recoverIfRestored(this.#journal, now);
  }

  stop(): void {
    this.#journal?.close();
    this.#journal = null;
  }

  /** On a connection of its own, as a command beside the gateway makes it, whether that runs or not. */
  async backUp(): Promise<void> {
    const copy = this.#file();
    const journal = new SqliteJournal(this.#path);
    try {
      await journal.backupTo(copy);
    } finally {
      journal.close();
    }
    this.#backup = copy;
  }

  restore(now: number): void {
    if (this.#backup === null) return;
    const wasUp = this.#journal !== null;
    this.stop();
    this.#path = this.#backup;
    this.#backup = null;
    if (wasUp) this.start(now);
  }

  discard(): void {
    this.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #file(): string {
    this.#files += 1;
    return join(this.#folder, `${this.#files}.sqlite`);
  }
}
