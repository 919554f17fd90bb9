// IndexedDB fails in ways that look alike: a full disk reports UnknownError, and the transaction
// after it may never answer. Every access runs against a deadline; a failed or hung one drops the
// handle and opens again, three times, and then the store says what it is: read-only.
import type { StoreTrouble } from './ports.ts';

export const DEADLINE_MS = 8000;
export const REOPENINGS = 3;

class Hung extends Error {}

/** A fault that only looking at what is stored can tell. */
export class Faulty extends Error {
  readonly trouble: StoreTrouble;

  constructor(trouble: StoreTrouble) {
    super(trouble.code);
    this.trouble = trouble;
  }
}

/** What runs against a deadline, and how it is stopped for good. */
export class Running {
  #isStopped = false;
  /** True when what ran is certainly not written; false when it is past being stopped. */
  abort: (() => boolean) | null = null;

  /** Throws once the deadline has passed: whoever pressed the key was told that nothing is stored. */
  mayBegin(): void {
    if (this.#isStopped) throw new Hung('too late to begin');
  }

  stop(): boolean {
    this.#isStopped = true;
    return this.abort === null || this.abort();
  }
}

/**
 * Rejects when `work` has not answered in time and was stopped. Work that is being committed can no
 * longer be stopped: it gets as much time again, and after that nobody can say what became of it
 * but the database, which is asked when it answers again.
 */
export function withDeadline<T>(work: PromiseLike<T>, ms: number, running: Running): Promise<T> {
  return new Promise((resolve, reject) => {
    const hung = () => reject(new Hung('no answer'));
    const stopped = () => {
      if (running.stop()) hung();
      else timer = awake(hung, ms);
    };
    let timer = awake(stopped, ms);
    work.then(
      (value) => {
        timer.stop();
        resolve(value);
      },
      (error: unknown) => {
        timer.stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

/** A timer that is late by more than this slept with the laptop. */
const SLEPT_MS = 2000;

/** After `ms` awake: a laptop that slept gives the database its whole time again. */
function awake(work: () => void, ms: number): { readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    const began = Date.now();
    timer = setTimeout(() => {
      if (Date.now() - began > ms + SLEPT_MS) wait();
      else work();
    }, ms);
  };
  wait();
  return { stop: () => clearTimeout(timer) };
}

/** Which trouble an exception of the database is; a bug of ours is thrown on. */
export function troubleOf(error: unknown): StoreTrouble {
  if (error instanceof Hung) return { code: 'storeHung' };
  if (error instanceof Faulty) return error.trouble;
  if (!(error instanceof Error)) throw error;
  const names = namesOf(error);
  if (names.has('QuotaExceededError')) return { code: 'storeFull' };
  if (names.has('VersionError')) return { code: 'storeNewer' };
  if (names.has('UnknownError') || names.has('AbortError') || names.has('InvalidStateError')) {
    return { code: 'storeBroken', detail: [...names].join(', ') };
  }
  if (
    names.has('DatabaseClosedError') ||
    names.has('OpenFailedError') ||
    names.has('MissingAPIError')
  ) {
    return { code: 'storeBroken', detail: [...names].join(', ') };
  }
  throw error;
}

/** Dexie wraps what the platform said: look at every layer. */
function namesOf(error: Error): ReadonlySet<string> {
  const names = new Set<string>();
  let at: unknown = error;
  for (let depth = 0; depth < 5 && at instanceof Object; depth++) {
    const { name, inner, cause } = at as { name?: unknown; inner?: unknown; cause?: unknown };
    if (typeof name === 'string') names.add(name);
    at = inner ?? cause;
  }
  return names;
}
