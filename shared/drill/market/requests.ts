// The way of a 017, points 4 to 12: what every interface does to it when it is through.
import type { Agenda } from './agenda.ts';
import {
  confirmed,
  delayed,
  rejected,
  rejectedAtGateway,
  type Answer,
  type Sender,
} from './answers.ts';
import { between } from './draw.ts';
import type { Emma } from './emma.ts';
import type { Faults } from './faults.ts';
import { Lines } from './lines.ts';
import type { Known, Networks } from './networks.ts';
import type { Settings } from './options.ts';
import type { Outages } from './outages.ts';
import type { Parcel } from './parcel.ts';
import type { Post } from './post.ts';

export interface RequestTools {
  readonly settings: Settings;
  readonly agenda: Agenda;
  readonly outages: Outages;
  readonly networks: Networks;
  readonly faults: Faults;
  readonly emma: Emma;
  readonly post: Post;
  readonly sender: () => Sender;
  readonly atHub: (txRefNbr: string) => void;
}

/** In front of EMMA, and in EMMA in front of the hub. */
const inEmma = [6, 7];

export class Requests {
  readonly lines: Lines<Parcel>;
  readonly #tools: RequestTools;
  /** The gateway answers a resend as it answered the first. */
  readonly #refused = new Map<string, Answer>();

  constructor(tools: RequestTools) {
    this.#tools = tools;
    const { agenda, outages, settings } = tools;
    this.lines = new Lines({
      points: [4, 5, 6, 7, 8, 9, 10, 11, 12],
      agenda,
      outages,
      drainMs: settings.drainMs,
      passed: (point, parcel) => this.#pass(point, parcel),
    });
  }

  enter(point: number, parcel: Parcel): void {
    if (point === 6) this.#tools.emma.move(parcel, 'here');
    this.lines.enter(point, parcel, between(parcel.draw, this.#tools.settings.hopMs));
  }

  /** Null when it does not lie there. */
  takeFromEmma(txRefNbr: string): Parcel | null {
    const [taken] = this.lines.remove(inEmma, (parcel) => parcel.txRefNbr === txRefNbr);
    return taken?.item ?? null;
  }

  #pass(point: number, parcel: Parcel): void {
    if (point === 7) return this.#passHub(parcel);
    if (point === 8) return this.#receive(parcel);
    if (point === 12) return this.#run(parcel);
    this.enter(point + 1, parcel);
  }

  #passHub(parcel: Parcel): void {
    const { atHub, emma, faults, post, sender, settings } = this.#tools;
    if (parcel.sending === 1 && faults.strikes('requestLost', parcel))
      return emma.move(parcel, 'unknown');
    emma.move(parcel, 'gone');
    const { SenderID, SupplierMPID } = parcel.message.header;
    const isOurs = [SenderID, SupplierMPID].every(
      (id) => (id ?? settings.supplier) === settings.supplier,
    );
    if (!isOurs || faults.strikes('rejectedAtGateway', parcel)) {
      const answer = this.#refused.get(parcel.txRefNbr) ?? rejectedAtGateway(sender(), parcel);
      this.#refused.set(parcel.txRefNbr, answer);
      return post.sendFromHub(answer, parcel);
    }
    atHub(parcel.txRefNbr);
    this.enter(8, parcel);
  }

  #receive(parcel: Parcel): void {
    const { agenda, faults, networks, post, sender, settings } = this.#tools;
    const refuses = faults.strikes('rejected', parcel);
    const verdict = networks.receive(parcel, agenda.now, { refuses });
    switch (verdict.is) {
      case 'again':
        // One that has no answer yet will have it in its own time.
        if (verdict.known.answer !== null) post.send(verdict.known.answer, parcel);
        return;
      case 'rejected':
        return this.#answer(verdict.known, rejected(sender(), parcel, verdict.why));
      case 'accepted':
        agenda.put(agenda.now + settings.delayedAfterMs, () => this.#sayDelayed(verdict.known), {
          isRoutine: true,
        });
        this.enter(9, parcel);
    }
  }

  #run(parcel: Parcel): void {
    const { agenda, networks, sender } = this.#tools;
    const known = networks.find(parcel.txRefNbr);
    if (known === undefined) throw new Error('Cannot happen: it runs and was never received');
    const why = networks.run(known, agenda.now);
    this.#answer(
      known,
      why === null ? confirmed(sender(), parcel) : rejected(sender(), parcel, why),
    );
  }

  #answer(known: Known, answer: Answer): void {
    known.answer = answer;
    this.#tools.post.send(answer, known.parcel);
  }

  #sayDelayed(known: Known): void {
    const { post, sender } = this.#tools;
    if (known.state === 'waits') post.send(delayed(sender(), known.parcel), known.parcel);
  }
}
