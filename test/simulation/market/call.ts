// One call to Networks about one customer: begun, and a while later ended, whatever has died or come
// in between. What waits is left to run or taken out first; then power is asked for.
import { mprnOf, subjectOf, type CaseState } from '../../../shared/domain/case.ts';
import { isSettled } from '../../../shared/domain/fix.ts';
import type { FixItem } from '../../../shared/domain/fix-item.ts';
import { isWorkable, laneOf } from '../../../shared/domain/lanes.ts';
import type { Outcome } from '../../../shared/domain/script.ts';
import type { Summary } from '../../../shared/domain/summary.ts';
import { e05InEmma } from '../../../shared/domain/take-out.ts';
import { orderOfWork } from '../../../shared/domain/triage.ts';
import type { Seen } from '../../../shared/drill/market/phone.ts';
import type { Clerk } from './clerk.ts';

const MIN = 60_000;
const order = { order: 'mostInTime', desks: 2, minutesPerCall: 3 } as const;

/** Whom this desk rings about next; null when there is nobody. */
export async function nextToRing(clerk: Clerk, { isLast = false } = {}): Promise<string | null> {
  const all = await clerk.desk.summaries();
  const waiting = all.filter((each) => isToRing(each, clerk, isLast));
  const [place] = orderOfWork(waiting, order, clerk.now).order;
  return place === undefined ? null : (waiting[place]?.mprn ?? null);
}

function isToRing(summary: Summary, clerk: Clerk, isLast: boolean): boolean {
  const { mprn, power, outcome, promisedAt, claimedBy } = summary;
  // Whoever is said to be another supplier's is rung about no more.
  if (mprn === null || power !== 'off' || summary.excluded) return false;
  // Nobody is at work any more: a claim that is left over is taken over in words.
  if (!isLast && claimedBy !== null && claimedBy.device !== clerk.desk.device) return false;
  if (outcome === 'notRemote' && promisedAt !== null && promisedAt > clerk.now) return false;
  const isLeft = isLast && summary.onCall !== null;
  return isLeft || isWorkable(laneOf(summary, clerk.now));
}

export async function beginCall(clerk: Clerk, mprn: string): Promise<void> {
  const subject = subjectOf(mprn);
  await clerk.run({ do: 'claim', subject, takeOver: true });
  await clerk.run({ do: 'startCall', subject, to: 'networks' });
  clerk.office.note('rang Networks');
}

export async function endCall(clerk: Clerk, mprn: string): Promise<void> {
  const state = await clerk.stateOf(mprn);
  if (state?.open !== true) return;
  if (state.power !== null) {
    await clerk.run({ do: 'release', subject: state.subject });
    return;
  }
  const asked = clerk.phone(mprn, 'ask017');
  if (!('seen' in asked)) return outcome(clerk, mprn, 'noAnswer');
  await answer(clerk, mprn, 'answered', 'answered', { person: 'Siobhán' });
  // Now and then nobody asks: then a D05 that waits cuts the customer off.
  if (clerk.office.random() < 0.7) await askD05(clerk, mprn);
  const isLeft = await isLeftToRun(clerk, mprn, asked.seen);
  if (isLeft) return outcome(clerk, mprn, 'callBack', clerk.now + 8 * MIN);
  await askPower(clerk, mprn, asked.reference);
}

async function askD05(clerk: Clerk, mprn: string): Promise<void> {
  const asked = clerk.phone(mprn, 'askD05');
  const said = 'd05' in asked ? asked.d05 : 'unknown';
  if (said === 'unknown') return answer(clerk, mprn, 'queuedD05', 'doNotKnow');
  if (said === 'none') return answer(clerk, mprn, 'queuedD05', 'none');
  const stopped = clerk.phone(mprn, 'cancelD05');
  const isOut = 'd05' in stopped && stopped.d05 === 'cancelled';
  await answer(clerk, mprn, 'queuedD05', isOut ? 'cancelled' : 'waiting');
}

/** True when a message does it, or may do it: then nobody asks for the same by phone. */
async function isLeftToRun(clerk: Clerk, mprn: string, seen: readonly Seen[]): Promise<boolean> {
  const state = await clerk.stateOf(mprn);
  const item = openMessage(clerk, mprn);
  if (item?.standing === 'released') {
    const why = 'Done by phone instead';
    await clerk.run({ do: 'takeBackFix', mprn, key: item.key, why });
    clerk.office.note('taken back');
    return false;
  }
  const found = clerk.foundAtNetworks(state, seen);
  if (found !== undefined) {
    await clerk.run({ do: 'learn', subject: subjectOf(mprn), facts: { message017: found } });
    clerk.office.note('found at Networks');
  }
  const numbers = [item?.txRefNbr, state?.facts.message017?.txRefNbr, found?.txRefNbr];
  const own = seen.filter(({ txRefNbr }) => numbers.includes(txRefNbr));
  if (own.some((each) => each.state === 'received' || each.state === 'waits')) return clerk.isBack;
  // The agent is about to write it, or it has left and is not there yet.
  if (item !== undefined && own.length === 0) return isStillOurs(clerk, mprn, item);
  await takeOut(clerk, state);
  return false;
}

/** One of ours that Networks has not seen: taken out of EMMA, or sent once more under its number. */
async function isStillOurs(clerk: Clerk, mprn: string, item: FixItem): Promise<boolean> {
  const { standing, since, key, txRefNbr } = item;
  if (standing === 'rejected') return false;
  if (standing === 'intended' || clerk.now - since < 6 * MIN) return true;
  const isOut = clerk.office.market.cancelInEmma(txRefNbr ?? '', clerk.now) === 'cancelled';
  if (!isOut && !clerk.isBack) return true;
  const of = { mprn, key, person: 'Siobhán' };
  await clerk.run({ do: 'doubtFix', ...of, why: 'noAnswer' });
  if (await clerk.run({ do: 'askedFix', ...of, found: 'notArrived', how: 'call' }))
    clerk.office.note('notArrived');
  if (!isOut) return true;
  const isBackHere = await clerk.run({
    do: 'takeBackFix',
    mprn,
    key,
    why: 'Done by phone instead',
  });
  if (isBackHere) clerk.office.note('taken back');
  return !isBackHere;
}

/** An E05 of the supplier's own systems that lies in EMMA. */
async function takeOut(clerk: Clerk, state: CaseState | undefined): Promise<void> {
  const message017 = state?.facts.message017;
  if (state === undefined || message017?.txRefNbr === undefined) return;
  if (clerk.office.market.cancelInEmma(message017.txRefNbr, clerk.now) !== 'cancelled') return;
  const steps = [e05InEmma(message017.txRefNbr)];
  const items = [{ mprn: mprnOf(state.subject) ?? '', steps }];
  await clerk.run({ do: 'takeOut', items, person: 'Siobhán', listedAt: null });
  clerk.office.note('E05 taken out');
}

function openMessage(clerk: Clerk, mprn: string): FixItem | undefined {
  const items = clerk.fixOf(mprn)?.items ?? [];
  return items.find((each) => !isSettled(each) && each.txRefNbr !== null);
}

async function askPower(clerk: Clerk, mprn: string, reference: string): Promise<void> {
  const given = clerk.phone(mprn, 'reenergise');
  if (given.ask !== 'reenergise' || given.outcome === 'noAnswer')
    return outcome(clerk, mprn, 'callBack', clerk.now + 5 * MIN);
  if (given.outcome === 'promised') {
    const promisedAt = given.promisedAt ?? clerk.now;
    clerk.office.note('crew sent');
    return outcome(clerk, mprn, 'notRemote', undefined, promisedAt);
  }
  if (given.outcome !== 'done' && given.outcome !== 'alreadyOn') {
    await outcome(clerk, mprn, 'refused');
    if (clerk.isGone(mprn)) await clerk.saysNotOurs(mprn);
    return;
  }
  // Found on it needs no message: whatever put it on has been recorded.
  const isSent = clerk.office.random() < 0.5 && given.outcome === 'done';
  await answer(clerk, mprn, 'afterRecovery', isSent ? 'weSend' : 'networksRecords');
  await outcome(clerk, mprn, 'done');
  const subject = subjectOf(mprn);
  const [backAt, learntAt] = [clerk.now, clerk.now];
  await clerk.run({ do: 'power', subject, level: 'claimed', by: 'customer', backAt, learntAt });
  clerk.office.note('back by phone');
  const item = openMessage(clerk, mprn);
  if (item === undefined || item.standing === 'released') return;
  const of = { mprn, key: item.key, person: 'Siobhán', reference };
  await clerk.run({ do: 'proveFix', ...of, by: 'namedPerson' });
}

async function outcome(
  clerk: Clerk,
  mprn: string,
  is: Outcome,
  againAt?: number,
  promisedAt?: number,
): Promise<void> {
  const of = againAt === undefined ? {} : { againAt };
  const until = promisedAt === undefined ? {} : { promisedAt };
  await clerk.run({ do: 'outcome', subject: subjectOf(mprn), outcome: is, ...of, ...until });
}

async function answer(
  clerk: Clerk,
  mprn: string,
  step: string,
  is: string,
  fields?: Readonly<Record<string, string>>,
): Promise<void> {
  await clerk.run({
    do: 'answer',
    subject: subjectOf(mprn),
    script: 'networks-reenergise',
    scriptVersion: 1,
    step,
    part: 'networks',
    answer: is,
    ...(fields === undefined ? {} : { fields }),
  });
}
