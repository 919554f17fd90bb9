// Work that is done again and again: soon after it went well, later each time after it did not, and
// never two at once.

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

/** What it starts gives its promise back: a timer whose time stands still meanwhile waits for it. */
export type After = (ms: number, work: () => void | Promise<void>) => () => void;

export interface LoopOptions {
  readonly after: After;
  readonly everyMs: number;
  /** False when it did not go well. */
  readonly work: () => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

export class Loop {
  readonly #options: LoopOptions;
  #cancel: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #isStopped = false;
  #isPoked = false;
  #failures = 0;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  start(afterMs: number): void {
    this.#wait(afterMs);
  }

  /** There may be something to do: now, unless it has just failed. */
  poke(): void {
    if (this.#running !== null) this.#isPoked = true;
    else if (this.#failures === 0) this.#wait(0);
  }

  /** After the step that is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    await this.#running;
  }

  #wait(ms: number): void {
    this.#cancel?.();
    if (this.#isStopped) return;
    this.#cancel = this.#options.after(ms, () => (this.#running = this.#once()));
  }

  async #once(): Promise<void> {
    const { work, onError, everyMs } = this.#options;
    let isWell = false;
    this.#isPoked = false;
    await Promise.resolve();
    try {
      isWell = await work();
    } catch (error) {
      onError(error);
    }
    this.#running = null;
    this.#failures = isWell ? 0 : this.#failures + 1;
    const pause = FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 10);
    const soon = this.#isPoked ? 0 : everyMs;
    this.#wait(isWell ? soon : Math.min(LONGEST_RETRY_MS, pause));
  }
}
