// Two 017s with different TxRefNbrs for one intent: judged when the second one comes to lie in the
// outbox, by where the first one is in truth; and by what was known where another number was made.
import { eventOf } from '../../../shared/domain/events.ts';
import type { SimulatedDesk } from '../desk.ts';
import type { Customer } from './customers.ts';
import type { Brought, Sent017 } from './mail.ts';
import type { MarketProgram } from './market-program.ts';

/** What is wrong about the newest one; null when nothing is. */
export function secondRequest(
  sent: readonly Sent017[],
  newest: Sent017,
  market: MarketProgram,
): string | null {
  const { mprn } = newest;
  const others = sent.filter(
    (each) => each.mprn === mprn && each.txRefNbr !== newest.txRefNbr && each.at <= newest.at,
  );
  for (const { txRefNbr, isGiven } of others) {
    const is = isGiven ? whereIs(mprn, txRefNbr, market) : 'waits';
    if (is === 'waits') return `${mprn}: another TxRefNbr while the first one is on its way`;
    if (is === 'done') return `${mprn}: another TxRefNbr though the first one was done`;
  }
  return null;
}

/** `done`: it ran, and the customer has not been off since. */
function whereIs(mprn: string, txRefNbr: string, market: MarketProgram): 'waits' | 'done' | null {
  if (market.waiting().some((each) => each.txRefNbr === txRefNbr)) return 'waits';
  const done = market.truth.effects.get(txRefNbr)?.at(-1);
  const history = market.truth.meters.get(mprn)?.history ?? [];
  if (done === undefined || history.some(({ at, isOn }) => !isOn && at >= done.at)) return null;
  return 'done';
}

/** What is wrong about it where an E05 that nobody spoke of waits in EMMA, the hub or at Networks, or has run. */
export function besideUnspoken(
  { mprn }: Sent017,
  customers: readonly Customer[],
  market: MarketProgram,
): string | null {
  const unspoken = customers.find((each) => each.mprn === mprn && each.kind === 'unspokenE05');
  const number = unspoken?.waiting?.message.header.TxRefNbr;
  const is = number === undefined ? null : whereIs(mprn, number, market);
  return is === null ? null : `${mprn}: a 017 of ours beside one that nobody spoke of`;
}

/** Another number was made where nobody knew that the one before was rejected or cancelled. */
export function numbersMadeBlindly(
  desks: readonly SimulatedDesk[],
  brought: Iterable<Brought>,
): readonly string[] {
  // An answer need not say what it is about: the market knows.
  const about = new Map(
    [...brought].map(({ answer }) => [answer.message.header.TxRefNbr, answer.about]),
  );
  return desks.flatMap((desk) =>
    desk.own.flatMap((entry) => {
      const event = eventOf(entry);
      if (event?.kind !== 'fix.released' || event.body.attempt === 1) return [];
      const { key, attempt } = event.body;
      const known = desk.whenWritten(entry).knowing.flatMap((each) => {
        const found = each.subject === entry.subject ? eventOf(each) : undefined;
        return found === undefined ? [] : [found];
      });
      const before = known.flatMap(({ kind, body }) =>
        kind === 'fix.released' && body.key === key && body.attempt === attempt - 1
          ? [body.txRefNbr]
          : [],
      );
      // Taken back and released again it is the same message.
      if (before.includes(event.body.txRefNbr)) return [];
      const isRejected = known.some(
        ({ kind, body }) =>
          kind === 'market.heard' &&
          before.includes(body.original ?? about.get(body.txRefNbr) ?? undefined) &&
          (body.tells.startsWith('rejected') || body.status === 'cancelled'),
      );
      return isRejected ? [] : [`${entry.subject}: another TxRefNbr with nothing rejected`];
    }),
  );
}

/** Files of one TxRefNbr: one, and one more for each time somebody asked and it had not arrived. */
export function filesTooMany(
  sent: readonly Sent017[],
  desks: readonly SimulatedDesk[],
): readonly string[] {
  const again = new Map<string, number>();
  for (const { own, seen } of desks)
    for (const entry of own) {
      const event = eventOf(entry);
      if (event?.kind !== 'fix.asked' || event.body.found !== 'notArrived') continue;
      const { key } = event.body;
      const fix = seen.fixes.find(({ subject }) => subject === event.subject);
      for (const name of fix?.items.find((each) => each.key === key)?.txRefNbrs ?? [])
        again.set(name, (again.get(name) ?? 0) + 1);
    }
  const count = new Map<string, number>();
  for (const { txRefNbr } of sent) count.set(txRefNbr, (count.get(txRefNbr) ?? 0) + 1);
  return [...count].flatMap(([txRefNbr, times]) =>
    times > 1 + (again.get(txRefNbr) ?? 0) ? [`${txRefNbr}: ${times} files`] : [],
  );
}
