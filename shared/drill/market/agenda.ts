// What happens next: a heap of things to do by time, and of one time in the order in which they were
// put. Its time is the market's only clock.
import { assert, must } from '../../lib/check.ts';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly isWork: boolean;
  readonly run: () => void;
}

export class Agenda {
  #now: number;
  #orders = 0;
  #work = 0;
  readonly #heap: Due[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  /** UTC ms. */
  get now(): number {
    return this.#now;
  }

  /** When the next thing happens, null when nothing will. */
  get nextAt(): number | null {
    return this.#heap[0]?.at ?? null;
  }

  /** Whether anything but routine is still to come. */
  get hasWork(): boolean {
    return this.#work > 0;
  }

  /** `isRoutine`: it comes whether or not anything goes on (the daily count, a look at the clock). */
  put(at: number, run: () => void, { isRoutine = false } = {}): void {
    const due = { at: Math.max(at, this.#now), order: this.#orders, isWork: !isRoutine, run };
    this.#orders += 1;
    if (due.isWork) this.#work += 1;
    this.#heap.push(due);
    this.#rise(this.#heap.length - 1);
  }

  /** Does everything that is due until `to`, which is then the time. */
  runTo(to: number): void {
    assert(to >= this.#now, 'time goes forward');
    for (let next = this.#heap[0]; next !== undefined && next.at <= to; next = this.#heap[0]) {
      this.#take();
      this.#now = next.at;
      if (next.isWork) this.#work -= 1;
      next.run();
    }
    this.#now = to;
  }

  #take(): void {
    const last = must(this.#heap.pop(), 'it was looked at before it is taken');
    if (this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #rise(from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#isSooner(place, above)) return;
      this.#swap(place, above);
      place = above;
    }
  }

  #sink(): void {
    let place = 0;
    for (;;) {
      let soonest = place;
      for (const below of [2 * place + 1, 2 * place + 2]) {
        if (below < this.#heap.length && this.#isSooner(below, soonest)) soonest = below;
      }
      if (soonest === place) return;
      this.#swap(place, soonest);
      place = soonest;
    }
  }

  #isSooner(one: number, other: number): boolean {
    const [a, b] = [this.#at(one), this.#at(other)];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #swap(one: number, other: number): void {
    const kept = this.#at(one);
    this.#heap[one] = this.#at(other);
    this.#heap[other] = kept;
  }

  #at(place: number): Due {
    return must(this.#heap[place], 'places are inside the heap');
  }
}
