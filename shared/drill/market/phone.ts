// ESB Networks on the phone. It answers by what it can see: a D05 that lies in EMMA, or in front of the
// hub, is none to it. What it has received (in front of point 8 and beyond) it can cancel or hold.
import type { D05Answer, NetworksOutcome } from '../../domain/events.ts';
import type { Mprn } from '../../domain/mprn.ts';
import type { Agenda } from './agenda.ts';
import { confirmation, confirmed, status, type Answer, type Sender } from './answers.ts';
import { between, streamOf, type Draw } from './draw.ts';
import type { Lines } from './lines.ts';
import type { Cause, Meters } from './meters.ts';
import type { Known, Networks } from './networks.ts';
import type { Settings } from './options.ts';
import type { Outages } from './outages.ts';
import type { Parcel } from './parcel.ts';

export type D05Ask = 'askD05' | 'cancelD05' | 'holdD05' | 'releaseD05';

export interface PhoneCall {
  readonly mprn: Mprn;
  readonly ask: 'reenergise' | 'ask017' | D05Ask;
  /** UTC ms. */
  readonly at: number;
}

/** A 017 as Networks knows it: `received` is not looked at yet. */
export interface Seen {
  readonly txRefNbr: string;
  readonly reason: string;
  readonly state: 'received' | Known['state'];
}

export type PhoneAnswer =
  | { readonly ask: PhoneCall['ask']; readonly outcome: 'noAnswer' }
  | {
      readonly ask: 'reenergise';
      /** `promised`: a crew goes there. */
      readonly outcome: NetworksOutcome | 'alreadyOn';
      readonly promisedAt: number | null;
      readonly reference: string;
    }
  | {
      readonly ask: D05Ask;
      readonly outcome: 'answered';
      readonly d05: D05Answer;
      readonly reference: string;
    }
  | {
      readonly ask: 'ask017';
      readonly outcome: 'answered';
      readonly seen: readonly Seen[];
      readonly reference: string;
    };

export interface PhoneTools {
  readonly settings: Settings;
  readonly agenda: Agenda;
  readonly outages: Outages;
  readonly meters: Meters;
  readonly networks: Networks;
  readonly requests: Lines<Parcel>;
  readonly sender: () => Sender;
  readonly answer: (answer: Answer, parcel: Parcel | null) => void;
}

interface Held {
  readonly parcel: Parcel;
  /** In front of which point it lay. */
  readonly point: number;
}

/** From receiving to the meter. */
const visible = [8, 9, 10, 11, 12];
const remote = [9, 10, 11, 12];

export class Phone {
  readonly #tools: PhoneTools;
  #calls = 0;
  #held: readonly Held[] = [];

  constructor(tools: PhoneTools) {
    this.#tools = tools;
  }

  get held(): readonly Held[] {
    return this.#held;
  }

  answer({ mprn, ask }: PhoneCall): PhoneAnswer {
    const { agenda, settings } = this.#tools;
    this.#calls += 1;
    const draw = streamOf(settings.seed, `phone|${mprn}|${ask}|${agenda.now}`);
    if (draw() < settings.phone.noAnswer) return { ask, outcome: 'noAnswer' };
    const reference = `NW${100_000 + this.#calls}`;
    if (ask === 'reenergise') return { ask, ...this.#reenergise(mprn, reference, draw), reference };
    if (ask === 'ask017') return { ask, outcome: 'answered', seen: this.#seen(mprn), reference };
    const d05 = draw() < settings.phone.unknown ? 'unknown' : this.#stop(mprn, ask);
    return { ask, outcome: 'answered', d05, reference };
  }

  #reenergise(
    mprn: Mprn,
    reference: string,
    draw: Draw,
  ): { readonly outcome: NetworksOutcome | 'alreadyOn'; readonly promisedAt: number | null } {
    const { agenda, meters, outages, settings } = this.#tools;
    const meter = meters.find(mprn);
    if (meter === undefined) return { outcome: 'notFound', promisedAt: null };
    if (meter.supplier !== settings.supplier) return { outcome: 'refused', promisedAt: null };
    if (meter.isOn) return { outcome: 'alreadyOn', promisedAt: null };
    const isReachable =
      meter.ctf === '04' &&
      meter.isSwitchable &&
      !remote.some((point) => outages.isDown(point, agenda.now));
    if (isReachable) {
      if (!settings.phoneDoes017 || !this.#runReceived(mprn))
        this.#turnOn(mprn, { by: 'phone', reference });
      return { outcome: 'done', promisedAt: null };
    }
    const promisedAt = agenda.now + between(draw, settings.crewMs);
    agenda.put(promisedAt, () => this.#turnOn(mprn, { by: 'crew', reference }));
    return { outcome: 'promised', promisedAt };
  }

  /** The newest E05 that lies at Networks is what the call does: it is answered as one that ran. */
  #runReceived(mprn: Mprn): boolean {
    const { agenda, networks, requests, sender, answer } = this.#tools;
    const isMeant = (parcel: Parcel) => parcel.mprn === mprn && parcel.on;
    const found = [...requests.items(visible)].filter(({ item }) => isMeant(item));
    const newest = found.sort((one, other) => one.item.sentAt - other.item.sentAt).at(-1)?.item;
    if (newest === undefined) return false;
    const verdict = networks.receive(newest, agenda.now, { refuses: false });
    if (verdict.is === 'rejected' || verdict.known.state !== 'waits') return false;
    requests.remove(visible, (parcel) => parcel.txRefNbr === newest.txRefNbr);
    networks.run(verdict.known, agenda.now);
    verdict.known.answer = confirmed(sender(), newest);
    answer(verdict.known.answer, newest);
    return true;
  }

  #turnOn(mprn: Mprn, cause: Extract<Cause, { readonly reference: string }>): void {
    const { agenda, meters, networks, settings } = this.#tools;
    meters.turnOn(mprn, agenda.now, cause);
    if (settings.afterPhone === 'nothing') return;
    networks.record(mprn, true);
    if (settings.afterPhone === 'recorded') return;
    const { reference } = cause;
    const what = { mprn, on: true, words: reference } as const;
    const message = confirmation(this.#tools.sender(), what, {
      NetworksReferenceNumber: reference,
    });
    this.#tools.answer({ message, about: null, isFinal: true }, null);
  }

  #seen(mprn: string): readonly Seen[] {
    const { networks, requests } = this.#tools;
    const known = networks.of(mprn).map(({ parcel: { txRefNbr, reason }, state }) => ({
      txRefNbr,
      reason,
      state,
    }));
    const numbers = new Set(known.map(({ txRefNbr }) => txRefNbr));
    const received: Seen[] = [];
    for (const { item } of requests.items([8])) {
      const { txRefNbr, reason } = item;
      if (item.mprn !== mprn || numbers.has(txRefNbr)) continue;
      numbers.add(txRefNbr);
      received.push({ txRefNbr, reason, state: 'received' });
    }
    return [...known, ...received];
  }

  #stop(mprn: string, ask: D05Ask): D05Answer {
    const { networks, requests } = this.#tools;
    // One that comes in once more has been dealt with, or is beyond this point.
    const isMeant = ({ mprn: whose, on, txRefNbr }: Parcel, point: number) =>
      whose === mprn && !on && (point > 8 || networks.find(txRefNbr) === undefined);
    const held = this.#held.filter(({ parcel }) => parcel.mprn === mprn);
    const waits = [...requests.items(visible)].some(({ item, point }) => isMeant(item, point));
    if (ask === 'releaseD05') {
      this.#release(held);
      return held.length > 0 || waits ? 'waiting' : 'none';
    }
    if (ask === 'askD05') return waits ? 'waiting' : held.length > 0 ? 'held' : 'none';
    if (!waits && held.length === 0) return 'none';
    const taken = new Map<string, Held>();
    for (const { point, item: parcel } of requests.remove(visible, isMeant))
      if (!taken.has(parcel.txRefNbr)) taken.set(parcel.txRefNbr, { parcel, point });
    if (ask === 'holdD05') {
      for (const { parcel } of taken.values()) this.#say(parcel, 'held');
      this.#held = [...this.#held, ...taken.values()];
      return 'held';
    }
    this.#held = this.#held.filter((each) => !held.includes(each));
    for (const { parcel } of [...held, ...taken.values()]) this.#say(parcel, 'cancelled');
    return 'cancelled';
  }

  #release(held: readonly Held[]): void {
    const { networks, requests, settings, sender, answer } = this.#tools;
    this.#held = this.#held.filter((each) => !held.includes(each));
    for (const { parcel, point } of held) {
      answer(status(sender(), parcel, 'RELEASED'), parcel);
      networks.release(parcel, { isReceived: point > 8 });
      requests.enter(point, parcel, between(parcel.draw, settings.hopMs));
    }
  }

  /** Sent again it is answered the same, and has no effect. */
  #say(parcel: Parcel, state: 'held' | 'cancelled'): void {
    const { networks, sender, answer } = this.#tools;
    const known = networks.find(parcel.txRefNbr) ?? networks.note(parcel, state);
    known.state = state;
    const said = status(sender(), parcel, state === 'held' ? 'HELD' : 'CANC');
    known.answer = said;
    answer(said, parcel);
  }
}
