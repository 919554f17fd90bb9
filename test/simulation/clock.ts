// Virtual time: what is due runs in order, and nothing waits for anybody's wristwatch.
export class Clock {
  now: number;
  #queue: { readonly at: number; readonly order: number; readonly work: () => void }[] = [];
  #order = 0;

  constructor(now: number) {
    this.now = now;
  }

  after(ms: number, work: () => void): () => void {
    const due = { at: Math.ceil(this.now + Math.max(0, ms)), order: (this.#order += 1), work };
    this.#queue.push(due);
    return () => {
      this.#queue = this.#queue.filter((each) => each !== due);
    };
  }

  /** Runs everything that is due until `until`; between two things promises are settled. */
  async run(until: number): Promise<void> {
    for (;;) {
      const next = this.#queue
        .filter((each) => each.at <= until)
        .sort((one, other) => one.at - other.at || one.order - other.order)[0];
      if (next === undefined) break;
      this.#queue = this.#queue.filter((each) => each !== next);
      this.now = Math.max(this.now, next.at);
      next.work();
      await settled();
    }
    this.now = until;
  }
}

/** Promises that wait for nothing but each other get their turns. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

/** A small seeded generator (mulberry32): 0 to 1. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
