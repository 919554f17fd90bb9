// The lid of a laptop: while it is closed nothing runs there, and what was under way is heard when it
// is opened again.
import type { Clock } from './clock.ts';

export class Lid {
  readonly #clock: Clock;
  #until = -Infinity;
  #slept = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isClosed(): boolean {
    return this.#clock.now < this.#until;
  }

  close(ms: number): void {
    const { now } = this.#clock;
    this.#slept += Math.max(0, now + ms - Math.max(now, this.#until));
    this.#until = Math.max(this.#until, now + ms);
  }

  /** A clock that nobody sets, and that stands still in sleep, as it does on some systems. */
  get steady(): number {
    return this.#clock.now - this.#slept;
  }

  /** What is due while it is closed is done when it is opened. */
  after(ms: number, work: () => void): () => void {
    const due = () => {
      if (this.isClosed) cancel = this.#clock.after(this.#until - this.#clock.now, due);
      else work();
    };
    let cancel = this.#clock.after(ms, due);
    return () => cancel();
  }

  opened(): Promise<void> {
    return this.isClosed
      ? new Promise((resolve) => void this.after(0, resolve))
      : Promise.resolve();
  }
}
