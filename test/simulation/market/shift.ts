// What people do in a night with a market: customers ring in at one desk or two, calls go out, lists
// come in, plans are released, taken back and released again, at desks that may not know of each other.
import type { Clerk } from './clerk.ts';
import { beginCall, endCall, nextToRing } from './call.ts';
import { factsOf } from './customers.ts';
import type { World } from './world.ts';

const MIN = 60_000;
const SECOND = 1000;

export class Shift {
  readonly #world: World;
  readonly #onCall = new Map<Clerk, string>();
  #isOver = false;

  constructor(world: World) {
    this.#world = world;
  }

  start(night: number): void {
    const { clock, random, customers, clerks, failure } = this.#world;
    for (const customer of customers) {
      if (customer.kind === 'noCase') continue;
      const twice = random() < 0.3 ? 2 : 1;
      for (let time = 0; time < twice; time++) {
        const clerk = this.#anyOf(clerks);
        const source = random() < 0.5 ? 'call' : 'file';
        clock.after(random() * 12 * MIN, async () => {
          if (!this.#isOver)
            await clerk.report(customer.mprn, factsOf(customer, failure.point), source);
        });
      }
    }
    for (const clerk of clerks) {
      const turn = async (): Promise<void> => {
        if (this.#isOver) return;
        await this.#turn(clerk, night);
        clock.after((30 + random() * 90) * SECOND, turn);
      };
      clock.after(random() * 2 * MIN, turn);
    }
  }

  stop(): void {
    this.#isOver = true;
  }

  async #turn(clerk: Clerk, night: number): Promise<void> {
    const { clock, random, failure, customers } = this.#world;
    if (this.#onCall.has(clerk)) return;
    const roll = random();
    const isTime = clock.now > failure.to - 5 * MIN;
    if (roll < 0.07) return clerk.list();
    if (roll < (isTime ? 0.22 : 0.1)) return clerk.release();
    if (roll < 0.26) return clerk.release(({ group }) => group === 'cutOff');
    if (roll < 0.4) return clerk.follow();
    if (roll < 0.46) return clerk.close();
    if (roll < 0.49) return clerk.takeBack();
    if (roll < 0.5) return clerk.pause(true);
    if (roll < 0.53) return clerk.pause(false);
    if (roll < 0.63) return clerk.hearCustomer(this.#anyOf(customers).mprn);
    const mprn = await nextToRing(clerk);
    if (mprn === null) return;
    await beginCall(clerk, mprn);
    this.#onCall.set(clerk, mprn);
    clock.after((40 + random() * 160) * SECOND, async () => {
      this.#onCall.delete(clerk);
      if (!this.#isOver && clock.now < night + failure.from) await endCall(clerk, mprn);
    });
  }

  #anyOf<T>(all: readonly T[]): T {
    const { random } = this.#world;
    return all[Math.floor(random() * all.length)] as T;
  }
}
