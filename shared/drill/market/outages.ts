// Which of the twelve points of failure is down, and when.
import { assert } from '../../lib/check.ts';
import { failurePoints } from '../../domain/interfaces.ts';

export interface Outage {
  readonly point: number;
  /** UTC ms. */
  readonly from: number;
  /** The first moment it works again; null until somebody says so. */
  readonly to: number | null;
}

export class Outages {
  readonly #known = new Map<number, Outage[]>(failurePoints.map(({ no }) => [no, []]));

  add(outage: Outage): void {
    this.#of(outage.point).push(outage);
  }

  /** Ends what is open at the point at that moment. */
  restore(point: number, at: number): void {
    const ended = this.#of(point).map((each) =>
      each.from <= at && (each.to === null || each.to > at) ? { ...each, to: at } : each,
    );
    this.#known.set(point, ended);
  }

  isDown(point: number, at: number): boolean {
    for (const { from, to } of this.#of(point))
      if (from <= at && (to === null || at < to)) return true;
    return false;
  }

  #of(point: number): Outage[] {
    const found = this.#known.get(point);
    assert(found !== undefined, `points of failure are 1 to 12, not ${point}`);
    return found;
  }
}
