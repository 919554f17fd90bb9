// A clock of this process that stands at another time and goes on like the real one; timers stay real.
import { onTestFinished } from 'vitest';

/** `Date.now` of this process, from which the gateway and the agent have their time. */
export class ShiftedClock {
  readonly #real = Date.now;
  #offset: number;

  constructor(from: number) {
    this.#offset = from - this.#real();
    this.#shift();
    onTestFinished(() => this.#unshift());
  }

  /** Never back; by how much. */
  moveTo(to: number): void {
    this.#offset += Math.max(0, to - Date.now());
  }

  /** A browser counts from its own real clock: it is told while this process has the same. */
  async inRealTime<T>(work: (aheadMs: number) => Promise<T>): Promise<T> {
    this.#unshift();
    try {
      return await work(this.#offset);
    } finally {
      this.#shift();
    }
  }

  #shift(): void {
    Date.now = () => this.#real() + this.#offset;
  }

  #unshift(): void {
    Date.now = this.#real;
  }
}
