// Virtual time: what is due runs in order, and nothing waits for anybody's wristwatch.

interface Due {
  readonly at: number;
  /** A promise is waited for: what a real disk does takes no time of the night. */
  work: (() => void | Promise<void>) | null;
}

export class Clock {
  now: number;
  /** The next one last; of one time the first that was asked for is the later in here. */
  readonly #queue: Due[] = [];

  constructor(now: number) {
    this.now = now;
  }

  after(ms: number, work: () => void | Promise<void>): () => void {
    const due: Due = { at: Math.ceil(this.now + Math.max(0, ms)), work };
    const place = this.#queue.findLastIndex((each) => each.at > due.at) + 1;
    this.#queue.splice(place, 0, due);
    return () => {
      due.work = null;
    };
  }

  /** Runs everything that is due until `until`; between two things promises are settled. */
  async run(until: number): Promise<void> {
    for (;;) {
      const next = this.#queue.at(-1);
      if (next === undefined || next.at > until) break;
      this.#queue.pop();
      if (next.work === null) continue;
      this.now = Math.max(this.now, next.at);
      await next.work();
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
