// Who works whom: every free desk takes the next customer in the order of work, rings Networks, and is
// busy for as long as the call takes.
import { MINUTE } from '../../domain/backstop-clock.ts';
import { isSettled } from '../../domain/fix.ts';
import { isWorkable, laneOf } from '../../domain/lanes.ts';
import type { Summary } from '../../domain/summary.ts';
import { orderOfWork, type OrderChoice } from '../../domain/triage.ts';
import { must } from '../../lib/check.ts';
import { Call } from './call.ts';
import type { Desk } from './log.ts';
import type { Stage } from './stage.ts';

/** Two ring about customers; the third is the supervisor, who rings about D05s and releases. */
export const desks: readonly [Desk, Desk, Desk] = [
  { operator: 'Aoife', device: '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11' },
  { operator: 'Brendan', device: '5b1c7e90-1f7d-4c6b-9a53-7d2e8c1a4b22' },
  { operator: 'Ciara', device: '8d4e6a13-90b2-4f8e-b1c7-2e5f9a6d7c33' },
];
export const [first, second, supervisor] = desks;
const ringing = [first, second];

export const chosen: OrderChoice = {
  order: 'mostInTime',
  desks: ringing.length,
  minutesPerCall: 5,
};

/** Sent and not answered for so long: it is asked about. */
const ANSWER_WITHIN = 20 * MINUTE;

interface Work {
  readonly until: number;
  readonly done: () => void;
}

export class Desks {
  readonly #stage: Stage;
  readonly #work = new Map<Desk, Work>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  isFree(desk: Desk): boolean {
    return !this.#work.has(desk);
  }

  /** Busy for so many minutes; what it was for is done at their end. */
  give(desk: Desk, minutes: number, done: () => void): void {
    this.#work.set(desk, { until: this.#stage.now + minutes * MINUTE, done });
  }

  /** What ends at this moment. */
  finish(): void {
    for (const [desk, { until, done }] of this.#work) {
      if (until > this.#stage.now) continue;
      this.#work.delete(desk);
      done();
    }
  }

  /** A crew that was promised has been there: the customer says so. */
  hearOfCrews(): void {
    const { log, market, now } = this.#stage;
    for (const { subject, mprn, promisedAt, power } of log.summaries()) {
      if (mprn === null || promisedAt === null || power !== 'off' || promisedAt > now) continue;
      if (market.truth.meters.get(mprn)?.isOn !== true) continue;
      const told = { level: 'claimed', by: 'customer', backAt: promisedAt, learntAt: now } as const;
      this.#stage.run(first, { do: 'power', subject, ...told });
      this.#stage.note('crewDone', mprn);
    }
  }

  start(): void {
    for (const desk of ringing) {
      if (!this.isFree(desk)) continue;
      const mprn = this.#next();
      if (mprn === null) return;
      const call = new Call(this.#stage, desk, mprn);
      const words = `call|${mprn}|${must(this.#stage.stateOf(mprn), 'it is next').attempts}`;
      call.begin();
      this.give(desk, this.#stage.minutes(words, [3, 7]), () => call.end());
    }
  }

  #next(): string | null {
    const { log, now } = this.#stage;
    const waiting = log.summaries().filter((each) => this.#isToRing(each));
    const { order } = orderOfWork(waiting, chosen, now);
    const [place] = order;
    return place === undefined ? null : (waiting[place]?.mprn ?? null);
  }

  #isToRing(summary: Summary): boolean {
    const { mprn, outcome, promisedAt, claimedBy } = summary;
    const { now } = this.#stage;
    if (mprn === null || claimedBy !== null) return false;
    // A crew is on its way.
    if (outcome === 'notRemote' && promisedAt !== null && promisedAt > now) return false;
    if (!isWorkable(laneOf(summary, now))) return false;
    return summary.cutOff || !this.#isLeftToMessage(mprn);
  }

  /** A message is to do it, and it is not time to ask after it. */
  #isLeftToMessage(mprn: string): boolean {
    const { now, hubBackAt, guards } = this.#stage;
    if (!guards.replay || hubBackAt === null || this.#stage.stateOf(mprn) === undefined)
      return false;
    return (this.#stage.fixOf(mprn)?.items ?? []).some((each) => {
      if (isSettled(each)) return false;
      const isOfCrew = each.type === 'siteVisit';
      if (each.type !== 'letWaiting017Run' && each.txRefNbr === null && !isOfCrew) return false;
      return now < Math.max(each.since, hubBackAt) + ANSWER_WITHIN;
    });
  }
}
