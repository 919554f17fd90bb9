// When a program begins another run of its clock (epochAfter): with its first act, and with the first
// after the clock was set, whichever way. A clock set back that has caught up with its last reading
// looks as if nothing had been: only a clock that nobody sets knows better.
import { FAR_AHEAD_MS } from './stamp.ts';

/** An act in the making. */
export interface Begun {
  readonly startsEpoch: boolean;
  /** It is in the log: what comes next is compared with it. */
  readonly wrote: () => void;
}

export class ClockRun {
  readonly #steady: () => number;
  /** The clock less the steady one, at the last act that wrote; null before the first. */
  #lead: number | null = null;

  /** `steady`: ms since any fixed moment, by a clock that nobody sets. It may stand still in sleep. */
  constructor(steady: () => number) {
    this.#steady = steady;
  }

  /** `now`: what the clock shows, read a moment ago, without what it is put right by. */
  at(now: number): Begun {
    const lead = now - this.#steady();
    return {
      startsEpoch: this.#lead === null || Math.abs(lead - this.#lead) > FAR_AHEAD_MS,
      wrote: () => {
        this.#lead = lead;
      },
    };
  }
}
