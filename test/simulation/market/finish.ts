// Everything works again, and people finish: what is open is asked about, rung about, proved and
// closed, round by round, until nobody has anything left to do, or nothing comes of it any more: what is
// watched waits for the morning.
import { beginCall, endCall, nextToRing } from './call.ts';
import type { Clerk } from './clerk.ts';
import { SUPPLIER } from './customers.ts';
import type { World } from './world.ts';

const ROUNDS = 25;
/** Rounds in which nobody writes anything: longer than a message of ours is waited for. */
const QUIET = 2;
const MOST_CALLS = 4;
const MIN = 60_000;

export async function finish(world: World, comeToRest: () => Promise<void>): Promise<void> {
  const { clock, clerks, mail, folder, fault } = world;
  const written = () => world.desks.reduce((sum, { own }) => sum + own.length, 0);
  let quiet = 0;
  for (let round = 0; round < ROUNDS && quiet < QUIET && !(await isDone(world)); round++) {
    const before = written();
    for (const [name] of folder.poisoned) {
      const brought = mail.brought.get(name);
      if (brought === undefined || brought.isTorn) continue;
      // Set aside while nobody here knew the customer: a person puts it in once more.
      fault('answer put in once more');
      mail.again(brought);
      mail.brought.delete(name);
    }
    for (const clerk of clerks) {
      await clerk.pause(false);
      await hearAll(world, clerk);
      await clerk.release(() => true);
      await clerk.follow({ isLast: true });
      await ring(clerk);
      await clerk.close();
      await clock.run(clock.now + MIN);
    }
    await comeToRest();
    await clock.run(clock.now + 3 * MIN);
    quiet = written() === before ? quiet + 1 : 0;
  }
}

/** Customers who are off and whom nobody looks after ring in, and others say what they see. */
async function hearAll({ customers }: World, clerk: Clerk): Promise<void> {
  for (const customer of customers) {
    const { mprn } = customer;
    const state = await clerk.stateOf(mprn);
    if (clerk.isGone(mprn)) {
      // They ring their own supplier, and say so to whoever rings them.
      await clerk.saysNotOurs(mprn);
      if (state?.open !== true) continue;
    }
    if (state?.open !== true && !clerk.isOn(mprn))
      await clerk.report(mprn, { paidAt: customer.paidAt }, 'call');
    else await clerk.hearCustomer(mprn);
  }
}

async function ring(clerk: Clerk): Promise<void> {
  for (let call = 0; call < MOST_CALLS; call++) {
    const mprn = await nextToRing(clerk, { isLast: true });
    if (mprn === null) return;
    await beginCall(clerk, mprn);
    await endCall(clerk, mprn);
  }
}

/** Every customer who has paid is on, and no desk has anything open. */
export async function isDone({ customers, market, clerks }: World): Promise<boolean> {
  const isOff = customers.some(({ mprn }) => {
    const meter = market.truth.meters.get(mprn);
    return meter?.supplier === SUPPLIER && !meter.isOn;
  });
  if (isOff) return false;
  for (const clerk of clerks) if ((await clerk.desk.summaries()).length > 0) return false;
  return true;
}
