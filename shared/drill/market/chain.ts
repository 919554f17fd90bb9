// The parts of the market and how they are joined: what leaves one enters the next.
import type { Message, MessageOf } from '../../market/messages.ts';
import { Agenda } from './agenda.ts';
import { irishDay, type Answer, type Sender } from './answers.ts';
import { Daily, dayEndAfter, HOUR } from './daily.ts';
import { Emma, type CancelAnswer } from './emma.ts';
import { Faults } from './faults.ts';
import type { TimedInput } from './inputs.ts';
import { Meters } from './meters.ts';
import { Networks } from './networks.ts';
import { settingsOf, type MarketOptions, type Settings, type Waiting017 } from './options.ts';
import { Outages } from './outages.ts';
import { parcelOf } from './parcel.ts';
import { Phone } from './phone.ts';
import { Post } from './post.ts';
import { Requests } from './requests.ts';
import { Supplier } from './supplier.ts';

/** An answer in our inbox. */
export interface Delivered {
  readonly at: number;
  readonly message: Message;
  /** TxRefNbr of the 017 it answers: for judging. A console has to find out by itself. */
  readonly about: string | null;
}

export class Chain {
  readonly agenda: Agenda;
  readonly meters: Meters;
  readonly emma = new Emma();
  readonly supplier: Supplier;
  readonly requests: Requests;
  readonly post: Post;
  readonly phone: Phone;
  readonly #settings: Settings;
  readonly #outages = new Outages();
  readonly #daily: Daily;
  #inbox: Delivered[] = [];
  #day: { readonly hour: number; readonly text: string } | null = null;

  constructor(options: MarketOptions) {
    const settings = settingsOf(options);
    this.#settings = settings;
    this.#daily = new Daily(settings.mostLines);
    const agenda = new Agenda(settings.from);
    this.agenda = agenda;
    const meters = new Meters(settings.meters, settings.supplier, settings.from);
    this.meters = meters;
    const networks = new Networks(meters);
    const faults = new Faults(settings.seed, settings.faults);
    const sender = () => this.#sender();
    const common = { settings, agenda, outages: this.#outages, meters, networks, faults, sender };
    const post = new Post({
      ...common,
      atHub: (type, txRefNbr) => this.#daily.note(type, txRefNbr),
      deliver: (answer) => this.#deliver(answer),
    });
    this.post = post;
    this.requests = new Requests({
      ...common,
      emma: this.emma,
      post,
      atHub: (txRefNbr) => this.#daily.note('017', txRefNbr),
    });
    this.supplier = new Supplier({ ...common, trigger: (message) => this.#enter(4, message) });
    this.phone = new Phone({
      ...common,
      requests: this.requests.lines,
      answer: (answer, parcel) => post.send(answer, parcel),
    });
    for (const { point, from, to } of settings.outages) this.addOutage(point, from, to);
    for (const each of settings.waiting) agenda.put(each.at, () => this.#place(each));
    agenda.put(dayEndAfter(settings.from), () => this.#closeDay(), { isRoutine: true });
  }

  get isIdle(): boolean {
    return (
      !this.agenda.hasWork &&
      this.requests.lines.isEmpty &&
      this.post.letters.isEmpty &&
      this.supplier.payments.isEmpty
    );
  }

  /** What came since the last time. */
  takeInbox(): readonly Delivered[] {
    const delivered = this.#inbox;
    this.#inbox = [];
    return delivered;
  }

  addOutage(point: number, from: number, to: number | null): void {
    this.#outages.add({ point, from, to });
    if (to !== null) this.agenda.put(to, () => this.#resume(point), { isRoutine: true });
  }

  do(input: TimedInput): void {
    switch (input.type) {
      case 'pay':
        return this.supplier.pay(input.mprn);
      case 'runOut':
        return this.supplier.runOut(input.mprn);
      case 'correct':
        return this.supplier.correct(input.mprn);
      case 'hold':
        return this.supplier.hold(input.whom);
      case 'release':
        return this.supplier.release(input.whom);
      case 'changeSupplier':
        this.meters.of(input.mprn).supplier = input.to;
        return;
      case 'restore':
        this.#outages.restore(input.point, this.agenda.now);
        return this.#resume(input.point);
      case 'send':
        return this.#enter(6, input.message);
      case 'resend':
        return this.post.resend(input.txRefNbr);
    }
  }

  /** Taken out, it switches nothing: the systems believe again what they did before. */
  cancelInEmma(txRefNbr: string): CancelAnswer {
    const taken = this.requests.takeFromEmma(txRefNbr);
    const answer = this.emma.cancel(txRefNbr, { wasTaken: taken !== null });
    if (taken !== null && answer === 'cancelled')
      this.supplier.believe(taken.mprn, !taken.on, this.agenda.now);
    return answer;
  }

  #enter(point: 4 | 6, message: MessageOf<'017'>): void {
    const parcel = parcelOf(message, this.emma.count(message), this.#settings.seed);
    this.supplier.believe(parcel.mprn, parcel.on, this.agenda.now);
    this.requests.enter(point, parcel);
  }

  #place({ message, lies, receipt = 'given' }: Waiting017): void {
    const sending = receipt === 'none' ? 1 : this.emma.count(message);
    const parcel = parcelOf(message, sending, this.#settings.seed);
    this.supplier.believe(parcel.mprn, parcel.on, parcel.sentAt);
    if (lies === 'emma') this.emma.move(parcel, 'here');
    else if (receipt !== 'none') this.emma.move(parcel, receipt === 'given' ? 'gone' : 'unknown');
    if (lies === 'nowhere') return;
    if (lies === 'hub') this.#daily.note('017', parcel.txRefNbr);
    this.requests.lines.enter(lies === 'emma' ? 7 : 8, parcel, 0);
  }

  #resume(point: number): void {
    this.supplier.payments.resume(point);
    this.requests.lines.resume(point);
    this.post.letters.resume(point);
  }

  #closeDay(): void {
    for (const report of this.#daily.close(this.#sender())) this.post.send(report, null);
    const next = dayEndAfter(this.agenda.now);
    this.agenda.put(next, () => this.#closeDay(), { isRoutine: true });
  }

  #sender(): Sender {
    const { seed, networks, supplier, namesOriginal } = this.#settings;
    const at = this.agenda.now;
    // A calendar is slow, and days end on full hours.
    const hour = Math.floor(at / HOUR);
    if (this.#day?.hour !== hour) this.#day = { hour, text: irishDay(at) };
    return { seed, networks, supplier, at, day: this.#day.text, namesOriginal };
  }

  #deliver({ message, about, isFinal }: Answer): void {
    this.#inbox.push({ at: this.agenda.now, message, about });
    if (about !== null) this.emma.hear(about, isFinal);
    const { type, header, body } = message;
    const isOn =
      type === '106E' || type === '307'
        ? true
        : type === '106D' || type === '306'
          ? false
          : // Only a D05 is cancelled by word of the phone.
            type === '131' && body.StatusCode === 'CANC'
            ? true
            : null;
    if (isOn !== null && 'MPRN' in body)
      this.supplier.believe(body.MPRN, isOn, header.MarketTimestamp);
  }
}
