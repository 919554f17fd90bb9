// Whether the log has what the gateway has: the news must be fresh by two clocks. One that nobody sets,
// since ours may be put back; and ours, since the other may stand still while the machine sleeps.

/** What the gateway said longer ago than this may not be all it has. */
export const CURRENT_MS = 60_000;

export interface Clocks {
  /** UTC ms, as the machine has it. */
  readonly now: () => number;
  /** Ms since any fixed moment, by a clock that nobody sets. */
  readonly steady: () => number;
}

export class Currency {
  readonly #clocks: Clocks;
  #heard: { readonly at: number; readonly steadyAt: number } | null = null;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  /** Before the first word, and while the gateway has more to say. */
  get isWaiting(): boolean {
    return this.#heard === null;
  }

  /** The gateway has answered; `more`: and that was not all. */
  heard(more: boolean): void {
    const { now, steady } = this.#clocks;
    this.#heard = more ? null : { at: now(), steadyAt: steady() };
  }

  get isCurrent(): boolean {
    if (this.#heard === null) return false;
    const { now, steady } = this.#clocks;
    const { at, steadyAt } = this.#heard;
    // Set back or ahead by so much, our clock says nothing of how old the news is.
    return steady() - steadyAt < CURRENT_MS && Math.abs(now() - at) < CURRENT_MS;
  }
}
