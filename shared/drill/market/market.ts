// A market that can be played: payment vendor, supplier, SAP PO, EMMA, hub, ESB Networks, MDMS, meter,
// over the twelve interfaces of DR1221. It has no clock and no chance of its own: time is what
// `advance` says, and everything else follows from the seed and from what was done to it.
import { must } from '../../lib/check.ts';
import type { Mprn } from '../../domain/mprn.ts';
import type { OutstandingMessage } from '../../domain/outstanding.ts';
import type { MessageOf } from '../../market/messages.ts';
import { Chain, type Delivered } from './chain.ts';
import type { CancelAnswer } from './emma.ts';
import type { Input, TimedInput, Told } from './inputs.ts';
import type { Truth } from './meters.ts';
import type { MarketOptions } from './options.ts';
import type { PhoneAnswer, PhoneCall } from './phone.ts';
import type { Whom } from './supplier.ts';

/** A 017 somewhere between the trigger and the meter. */
export interface WaitingMessage {
  /** In front of this interface; `held` where ESB Networks keeps it back by word of the phone. */
  readonly point: number | 'held';
  readonly txRefNbr: string;
  readonly mprn: Mprn;
  readonly reason: string;
  readonly sentAt: number;
}

export class Market {
  readonly #chain: Chain;
  readonly #told: Told[] = [];

  constructor(options: MarketOptions) {
    this.#chain = new Chain(options);
  }

  /** UTC ms. */
  get now(): number {
    return this.#chain.agenda.now;
  }

  /** What was done to it so far; with the same options, `replay` makes the same market of it. */
  get told(): readonly Told[] {
    return this.#told;
  }

  /** Interface 1 to 12 is down from `from` until `to`, or until `restore` when `to` is null. */
  outage(point: number, from: number, to: number | null): void {
    this.#tell({ type: 'outage', point, from, to });
  }

  restore(point: number, at: number): void {
    this.#tell({ type: 'restore', point, at });
  }

  /** A qualifying payment at the vendor. */
  pay(mprn: Mprn, at: number): void {
    this.#tell({ type: 'pay', mprn, at });
  }

  /** The credit is used up: the supplier's systems send a D05 by themselves. */
  runOut(mprn: Mprn, at: number): void {
    this.#tell({ type: 'runOut', mprn, at });
  }

  /** A person puts the account right: every payment until then is known. */
  correctAccount(mprn: Mprn, at: number): void {
    this.#tell({ type: 'correct', mprn, at });
  }

  /** The supplier's systems send no D05, for one customer or for everybody. */
  hold(whom: Whom, at: number): void {
    this.#tell({ type: 'hold', whom, at });
  }

  release(whom: Whom, at: number): void {
    this.#tell({ type: 'release', whom, at });
  }

  /** From then on the MPRN is on the book of the supplier with this MPID. */
  changeSupplier(mprn: Mprn, to: string, at: number): void {
    this.#tell({ type: 'changeSupplier', mprn, to, at });
  }

  /** Into EMMA's outbox, by an agent or by a webform. */
  send(message: MessageOf<'017'>, at: number): void {
    this.#tell({ type: 'send', message, at });
  }

  /** Networks sends once more what it sent under this TxRefNbr, if it has left the hub. */
  resend(txRefNbr: string, at: number): void {
    this.#tell({ type: 'resend', txRefNbr, at });
  }

  /** Taken out of EMMA, while it lies there. The market goes on until `at`. */
  cancelInEmma(txRefNbr: string, at: number): CancelAnswer {
    this.#chain.agenda.runTo(at);
    this.#note({ type: 'cancelInEmma', txRefNbr, at });
    return this.#chain.cancelInEmma(txRefNbr);
  }

  /** A call to ESB Networks. The market goes on until `call.at`. */
  phone(call: PhoneCall): PhoneAnswer {
    this.#chain.agenda.runTo(call.at);
    this.#note({ type: 'phone', call });
    return this.#chain.phone.answer(call);
  }

  /** Goes on until `to`; what came into our inbox since the last time, oldest first. */
  advance(to: number): readonly Delivered[] {
    this.#chain.agenda.runTo(to);
    return this.#chain.takeInbox();
  }

  /** When something happens next; the end of the market's day at the latest. */
  nextAt(): number {
    return must(this.#chain.agenda.nextAt, 'every day has an end');
  }

  /** Nothing is on its way or waits. What ESB Networks holds by word of the phone may lie for ever. */
  isIdle(): boolean {
    return this.#chain.isIdle;
  }

  /** EMMA's list of 017s without an answer, as the supplier can export it. */
  outstanding(): readonly OutstandingMessage[] {
    return this.#chain.emma.outstanding(this.#chain.meters);
  }

  /** What really lies where, in the order of the way. */
  waiting(): readonly WaitingMessage[] {
    const lines = [...this.#chain.requests.lines.items()].map(({ point, item }) => ({
      point,
      item,
    }));
    const held = this.#chain.phone.held.map(({ parcel }) => ({
      point: 'held' as const,
      item: parcel,
    }));
    return [...lines, ...held].map(({ point, item }) => {
      const { txRefNbr, mprn, reason, sentAt } = item;
      return { point, txRefNbr, mprn, reason, sentAt };
    });
  }

  /** What really happened; it grows with the market. */
  get truth(): Truth {
    return this.#chain.meters;
  }

  /** Does again what was done to another one. */
  repeat({ when, input }: Told): void {
    this.#chain.agenda.runTo(when);
    if (input.type === 'phone') this.phone(input.call);
    else if (input.type === 'cancelInEmma') this.cancelInEmma(input.txRefNbr, input.at);
    else this.#tell(input);
  }

  /** Noted now; done when its time has come. */
  #tell(input: TimedInput | Extract<Input, { readonly type: 'outage' }>): void {
    this.#note(input);
    if (input.type === 'outage') this.#chain.addOutage(input.point, input.from, input.to);
    else this.#chain.agenda.put(input.at, () => this.#chain.do(input));
  }

  #note(input: Input): void {
    this.#told.push({ when: this.now, input });
  }
}

/** The same market once more, from what was done to the first. */
export function replay(options: MarketOptions, told: readonly Told[]): Market {
  const market = new Market(options);
  for (const each of told) market.repeat(each);
  return market;
}
