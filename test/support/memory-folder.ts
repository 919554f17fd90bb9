// EMMA's folders in memory, with whatever a disk or a program may do wrong at any step of them.
import { bytesOf, type Bytes } from '../../shared/domain/intake/file.ts';
import { must } from '../../shared/lib/check.ts';
import { fail, ok } from '../../shared/lib/result.ts';
import type {
  FolderTrouble,
  InboxPort,
  OfFolder,
  OutboxPort,
  Unreadable,
} from '../../gateway/agent/folder.ts';

/** The program has died here; what is on the disk stays. */
export class Died extends Error {}

export type Step =
  | 'stage'
  | 'send'
  | 'find'
  | 'tidy'
  | 'waiting'
  | 'claim'
  | 'archive'
  | 'poison'
  | 'inPoison';
export type Moment = `before ${Step}` | `after ${Step}`;

export class MemoryFolder implements OutboxPort, InboxPort {
  readonly outbox = new Map<string, string>();
  readonly staging = new Map<string, string>();
  readonly inbox = new Map<string, Uint8Array>();
  readonly claimed = new Map<string, Uint8Array>();
  readonly archived = new Map<string, Uint8Array>();
  readonly poisoned = new Map<string, { readonly bytes: Uint8Array; readonly reason: string }>();
  /** Every file that ever came to lie in the outbox, in order. */
  readonly sent: string[] = [];
  /** Names of what may not be read, and the system's word for it. */
  readonly unreadable = new Map<string, string>();
  /** Names of what ends the program that reads it. */
  readonly deadly = new Set<string>();
  /** What lies in the inbox and is no file. */
  odd: string | null = null;
  /** What is wrong at a step: a trouble is answered, `died` ends the program. */
  wrong: (moment: Moment) => FolderTrouble | 'died' | null = () => null;

  write(name: string, text: string | Uint8Array): void {
    this.inbox.set(name, typeof text === 'string' ? new TextEncoder().encode(text) : text);
  }

  /** EMMA takes everything away. */
  collect(): readonly string[] {
    const texts = [...this.outbox.values()];
    this.outbox.clear();
    return texts;
  }

  stage(name: string, text: string): OfFolder<null> {
    return this.#step('stage', () => void this.staging.set(name, text));
  }

  send(name: string): OfFolder<null> {
    return this.#step('send', () => {
      this.outbox.set(name, must(this.staging.get(name), 'it was staged'));
      this.staging.delete(name);
      this.sent.push(name);
    });
  }

  find(name: string): OfFolder<'outbox' | 'staging' | 'nowhere'> {
    const where = () =>
      this.outbox.has(name) ? 'outbox' : this.staging.has(name) ? 'staging' : 'nowhere';
    return this.#answer('find', where);
  }

  tidy(keep: ReadonlySet<string>): OfFolder<null> {
    return this.#step('tidy', () => {
      for (const name of this.staging.keys()) if (!keep.has(name)) this.staging.delete(name);
    });
  }

  waiting(most: number): OfFolder<readonly string[]> {
    const names = () => [...this.claimed.keys(), ...[...this.inbox.keys()].slice(0, most)];
    return this.#answer('waiting', names);
  }

  async leftAlone(): OfFolder<string | null> {
    return ok(this.odd);
  }

  claim(name: string): OfFolder<Bytes | Unreadable | null> {
    return this.#answer<Bytes | Unreadable | null>('claim', () => {
      const bytes = this.claimed.get(name) ?? this.inbox.get(name);
      if (bytes === undefined) return null;
      this.claimed.set(name, bytes);
      this.inbox.delete(name);
      const unreadable = this.unreadable.get(name);
      const read = () => Promise.reject(new Died(`reading ${name}`));
      if (this.deadly.has(name)) return { size: bytes.length, read };
      return unreadable === undefined ? bytesOf(bytes) : { unreadable };
    });
  }

  archive(name: string, _day: string): OfFolder<null> {
    return this.#step('archive', () => this.#keep(name, (bytes) => this.archived.set(name, bytes)));
  }

  poison(name: string, reason: string): OfFolder<null> {
    return this.#step('poison', () =>
      this.#keep(name, (bytes) => this.poisoned.set(name, { bytes, reason })),
    );
  }

  inPoison(): OfFolder<{ readonly count: number; readonly sentences: readonly string[] }> {
    return this.#answer('inPoison', () => {
      const sentences = [...this.poisoned.values()].map(({ reason }) => reason);
      return { count: sentences.length, sentences };
    });
  }

  #keep(name: string, put: (bytes: Uint8Array) => void): void {
    put(must(this.claimed.get(name), 'it was claimed'));
    this.claimed.delete(name);
  }

  #step(step: Step, work: () => void): OfFolder<null> {
    return this.#answer(step, () => {
      work();
      return null;
    });
  }

  /** Trouble before it: nothing was done. After it: done, and nobody was told. */
  async #answer<T>(step: Step, work: () => T): OfFolder<T> {
    for (const moment of [`before ${step}`, `after ${step}`] as const) {
      const done = moment === `after ${step}` ? ok(work()) : null;
      const wrong = this.wrong(moment);
      if (wrong === 'died') throw new Died(moment);
      if (wrong !== null) return fail(wrong);
      if (done !== null) return done;
    }
    throw new Error('one of the two moments answers');
  }
}
