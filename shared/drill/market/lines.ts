// Lines in front of the interfaces. Whoever comes first goes first, always: while an interface is down
// its line grows, and on resumption it runs in its old order [C]. Several are on their way through an
// interface at once, so that a long line does not wait for each one's delay in turn.
import type { Agenda } from './agenda.ts';
import type { Outages } from './outages.ts';

interface Waiting<T> {
  readonly item: T;
  readyAt: number;
}

interface Line<T> {
  readonly point: number;
  waiting: Waiting<T>[];
  /** How many in front have gone; they are dropped now and then, not one by one. */
  gone: number;
  /** When somebody looks at its head next; null while nobody will. */
  looksAt: number | null;
}

export interface LinesOptions<T> {
  readonly points: readonly number[];
  readonly agenda: Agenda;
  readonly outages: Outages;
  /** Between two of a line that runs after an outage, ms. */
  readonly drainMs: number;
  readonly passed: (point: number, item: T) => void;
}

export class Lines<T> {
  readonly #lines: ReadonlyMap<number, Line<T>>;
  readonly #options: LinesOptions<T>;
  #count = 0;

  constructor(options: LinesOptions<T>) {
    this.#options = options;
    this.#lines = new Map(
      options.points.map((point) => [point, { point, waiting: [], gone: 0, looksAt: null }]),
    );
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** In front of `point`, to go through it after `delay` ms and after everybody before it. */
  enter(point: number, item: T, delay: number): void {
    const line = this.#line(point);
    const last = line.waiting.length > line.gone ? line.waiting.at(-1) : undefined;
    const readyAt = Math.max(this.#options.agenda.now + delay, last?.readyAt ?? 0);
    line.waiting.push({ item, readyAt });
    this.#count += 1;
    this.#look(line);
  }

  /** The point works again: its line runs, in its order. */
  resume(point: number): void {
    const line = this.#lines.get(point);
    if (line === undefined || this.#options.outages.isDown(point, this.#options.agenda.now)) return;
    let soonest = this.#options.agenda.now;
    for (let place = line.gone; place < line.waiting.length; place++) {
      const each = line.waiting[place];
      if (each === undefined) continue;
      soonest += this.#options.drainMs;
      each.readyAt = Math.max(each.readyAt, soonest);
      soonest = each.readyAt;
    }
    this.#look(line);
  }

  /** In order, of the points in the order of the way. */
  *items(points?: readonly number[]): Generator<{ readonly point: number; readonly item: T }> {
    for (const line of this.#lines.values()) {
      if (points !== undefined && !points.includes(line.point)) continue;
      for (let place = line.gone; place < line.waiting.length; place++) {
        const each = line.waiting[place];
        if (each !== undefined) yield { point: line.point, item: each.item };
      }
    }
  }

  /** Takes out of these lines whatever `isMeant`. */
  remove(
    points: readonly number[],
    isMeant: (item: T, point: number) => boolean,
  ): readonly { readonly point: number; readonly item: T }[] {
    const taken = [...this.items(points)].filter(({ item, point }) => isMeant(item, point));
    if (taken.length === 0) return taken;
    const out = new Set(taken.map(({ item }) => item));
    for (const point of points) {
      const line = this.#line(point);
      line.waiting = line.waiting.slice(line.gone).filter(({ item }) => !out.has(item));
      line.gone = 0;
    }
    this.#count -= taken.length;
    return taken;
  }

  #look(line: Line<T>): void {
    const head = line.waiting[line.gone];
    if (head === undefined || (line.looksAt !== null && line.looksAt <= head.readyAt)) return;
    const at = head.readyAt;
    line.looksAt = at;
    const look = () => {
      // An earlier look was asked for since, and will ask for the next one itself.
      if (line.looksAt !== at) return;
      line.looksAt = null;
      this.#serve(line);
    };
    this.#options.agenda.put(at, look, { isRoutine: true });
  }

  #serve(line: Line<T>): void {
    const { agenda, outages, passed } = this.#options;
    // Its end has a look of its own.
    if (outages.isDown(line.point, agenda.now)) return;
    for (;;) {
      const head = line.waiting[line.gone];
      if (head === undefined || head.readyAt > agenda.now) break;
      line.gone += 1;
      this.#count -= 1;
      passed(line.point, head.item);
    }
    if (line.gone > 64 || line.gone === line.waiting.length) {
      line.waiting = line.waiting.slice(line.gone);
      line.gone = 0;
    }
    this.#look(line);
  }

  #line(point: number): Line<T> {
    const found = this.#lines.get(point);
    if (found === undefined) throw new Error(`Cannot happen: no line in front of point ${point}`);
    return found;
  }
}
