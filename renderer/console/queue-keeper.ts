// The queue as the screens see it: built when somebody looks and not before, so that the case a
// person works is painted first; anew only when something it depends on has changed; and still
// while the pointer moves over it.
import type { Summary } from '../../shared/domain/summary.ts';
import type { Place } from './place.ts';
import { buildQueue, holdStill, type Queue, type QueueInput } from './queue.ts';

/** How long after the last movement a resting pointer stops holding the rows, ms. */
const HOLD_MS = 3000;

/** A queue that is built at the first look. */
export type LaterQueue = () => Queue;

export class QueueKeeper {
  readonly #clock: () => number;
  /** Whom N brought up unfinished, or a person put down, and when: behind those who wait. */
  readonly #passed = new Map<string, number>();
  #heldUntil = 0;
  #isOld = false;
  #wasHeld = false;
  #before: { readonly input: QueueInput; readonly queue: LaterQueue } | null = null;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  queueOf(input: Omit<QueueInput, 'passed'>): LaterQueue {
    const before = this.#before;
    const isHeld = this.#clock() < this.#heldUntil;
    const isSame =
      before !== null &&
      !this.#isOld &&
      input.summaries === before.input.summaries &&
      input.now === before.input.now &&
      input.desk === before.input.desk &&
      input.device === before.input.device &&
      input.place.subject === before.input.place.subject &&
      isSameFilter(input.place, before.input.place);
    if (isSame && (isHeld || !this.#wasHeld)) return before.queue;
    const passed = new Map(this.#passed);
    const build = () => buildQueue({ ...input, passed });
    // What is held is the queue that was seen: it is built now, or a night of unseen queues would
    // hang one on the other.
    const held =
      isHeld && before !== null && isSameFilter(before.input.place, input.place)
        ? before.queue()
        : null;
    const queue = once(held === null ? build : () => holdStill(held, build()));
    this.#isOld = false;
    this.#wasHeld = isHeld;
    this.#before = { input, queue };
    return queue;
  }

  /** The pointer moves over the list: rows keep their places while it does, and a moment longer. */
  hold(): void {
    this.#heldUntil = this.#clock() + HOLD_MS;
  }

  /** The pointer left, or the person acted: rows take their places. False when none was held. */
  letGo(): boolean {
    if (this.#heldUntil === 0) return false;
    this.#heldUntil = 0;
    return true;
  }

  /** Behind those who were passed before. */
  pass(subject: string): void {
    this.#passed.delete(subject);
    this.#passed.set(subject, this.#clock());
    this.#isOld = true;
  }

  /** Worked on again: it rests no more. */
  unpass(subject: string): void {
    if (this.#passed.delete(subject)) this.#isOld = true;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Of several cases on the same call, the others too. */
export function basketOf(
  summaries: readonly Summary[],
  call: string | undefined,
): readonly Summary[] {
  return call === undefined ? none : summaries.filter((summary) => summary.onCall?.call === call);
}

const none: readonly Summary[] = [];

function isSameFilter(one: Place, other: Place): boolean {
  return (
    one.group === other.group &&
    one.search === other.search &&
    one.point === other.point &&
    one.register === other.register &&
    one.lane === other.lane &&
    one.mine === other.mine
  );
}
