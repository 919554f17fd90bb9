// The supplier's own systems, points 1 to 4: payments come in and are reconciled, and 017s are
// triggered by what the systems believe. That is not always the truth: a payment may be lost on the
// way, and a monitoring that does not see it sends a D05 to somebody who has paid.
import type { Mprn } from '../../domain/mprn.ts';
import { schemaVersion, type MessageOf } from '../../market/messages.ts';
import type { Agenda } from './agenda.ts';
import { between, streamOf, uuidOf, type Draw } from './draw.ts';
import { Lines } from './lines.ts';
import type { Meters, Payment } from './meters.ts';
import type { Settings } from './options.ts';
import type { Outages } from './outages.ts';

interface Paid {
  readonly mprn: Mprn;
  readonly payment: Payment;
  readonly draw: Draw;
}

export type Whom = Mprn | 'everybody';

export interface SupplierTools {
  readonly settings: Settings;
  readonly agenda: Agenda;
  readonly outages: Outages;
  readonly meters: Meters;
  /** A 017 was made; it is in front of point 4. */
  readonly trigger: (message: MessageOf<'017'>) => void;
}

export class Supplier {
  readonly #tools: SupplierTools;
  readonly payments: Lines<Paid>;
  /** Whom the systems believe to be off: by the last 017, or by the market's last answer. */
  readonly #off: Set<string>;
  readonly #newest = new Map<string, number>();
  readonly #outOfCredit = new Set<Mprn>();
  readonly #held = new Set<Whom>();
  readonly #made = new Map<string, number>();

  constructor(tools: SupplierTools) {
    this.#tools = tools;
    const { agenda, outages, settings, meters } = tools;
    this.payments = new Lines({
      points: [1, 2, 3],
      agenda,
      outages,
      drainMs: settings.drainMs,
      passed: (point, paid) =>
        point === 3 ? this.#reconcile(paid.mprn, paid.payment) : this.#pass(point + 1, paid),
    });
    const off = [...meters.meters.values()].filter(({ isOn }) => !isOn);
    this.#off = new Set(off.map(({ mprn }) => mprn));
  }

  pay(mprn: Mprn): void {
    const { agenda, meters, settings } = this.#tools;
    const payment: Payment = { at: agenda.now, knownAt: null };
    meters.of(mprn).payments.push(payment);
    this.#pass(1, { mprn, payment, draw: streamOf(settings.seed, `paid|${mprn}|${agenda.now}`) });
  }

  /** No credit is left, as far as the systems know. */
  runOut(mprn: Mprn): void {
    this.#outOfCredit.add(mprn);
    this.#disconnect(mprn);
  }

  /** The account is put right by hand: whatever was paid until now is known. */
  correct(mprn: Mprn): void {
    const unknown = this.#tools.meters.of(mprn).payments.filter((each) => each.knownAt === null);
    for (const payment of unknown) this.#reconcile(mprn, payment);
  }

  /** No D05 is sent by itself, for one or for everybody. */
  hold(whom: Whom): void {
    this.#held.add(whom);
  }

  /** What was held back and is still out of credit is sent. */
  release(whom: Whom): void {
    this.#held.delete(whom);
    for (const mprn of this.#outOfCredit)
      if (whom === 'everybody' || whom === mprn) this.#disconnect(mprn);
  }

  /**
   * By a 017 of anybody's, or an answer of the market's, of that event time (UTC ms). An answer that
   * comes late is older than what is known, and is not believed.
   */
  believe(mprn: string, isOn: boolean, at: number): void {
    if (at < (this.#newest.get(mprn) ?? at)) return;
    this.#newest.set(mprn, at);
    if (isOn) this.#off.delete(mprn);
    else this.#off.add(mprn);
  }

  #pass(point: number, paid: Paid): void {
    const { agenda, outages, settings } = this.#tools;
    if (outages.isDown(point, agenda.now)) {
      const isLost = paid.draw() < settings.lostPayments;
      const isSuspect = paid.draw() < settings.wrongD05;
      if (isSuspect) this.#suspect(paid);
      if (isLost) return;
    }
    this.payments.enter(point, paid, between(paid.draw, settings.hopMs));
  }

  /** The monitoring looks at somebody whose payment it does not see. */
  #suspect({ mprn, payment, draw }: Paid): void {
    const { agenda, settings } = this.#tools;
    agenda.put(agenda.now + between(draw, settings.monitoringMs), () => {
      if (payment.knownAt === null) this.runOut(mprn);
    });
  }

  #reconcile(mprn: Mprn, payment: Payment): void {
    // Somebody put the account right while it was on its way.
    if (payment.knownAt !== null) return;
    payment.knownAt = this.#tools.agenda.now;
    this.#outOfCredit.delete(mprn);
    if (this.#off.has(mprn)) this.#trigger(mprn, 'E05');
  }

  #disconnect(mprn: Mprn): void {
    if (this.#held.has(mprn) || this.#held.has('everybody') || this.#off.has(mprn)) return;
    this.#trigger(mprn, 'D05');
  }

  #trigger(mprn: Mprn, reason: 'D05' | 'E05'): void {
    const { agenda, settings } = this.#tools;
    const count = (this.#made.get(mprn) ?? 0) + 1;
    this.#made.set(mprn, count);
    this.#tools.trigger({
      type: '017',
      header: {
        MarketTimestamp: agenda.now,
        TxRefNbr: uuidOf(settings.seed, `017|${mprn}|${count}`),
        SenderID: settings.supplier,
        RecipientID: settings.networks,
        SupplierMPID: settings.supplier,
        VersionNumber: schemaVersion,
      },
      body: {
        MPRN: mprn,
        MeterPointStatusReason: reason,
        MPBusinessReference: `SPG-${mprn}-${count}`,
      },
      lines: [],
    });
  }
}
