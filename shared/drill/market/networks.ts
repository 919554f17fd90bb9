// ESB Networks' register and what it makes of a 017, points 8 and 12.
//
// An E05 for a meter that is on is a doubled reconnection. Which of two things becomes of it depends on
// where it waited: E05 needs the status DR [C], so one that comes in after the register says "energised"
// is rejected (117R); one that had been accepted and waited behind a failed MDMS while a person switched
// the meter on is not looked at again and runs doubled [C: requests that wait run on resumption].
import type { Answer, Rejection } from './answers.ts';
import type { Meters } from './meters.ts';
import type { Parcel } from './parcel.ts';

export interface Known {
  readonly parcel: Parcel;
  state: 'waits' | 'held' | 'done' | 'rejected' | 'cancelled';
  /** What it was or will be answered, again and again. */
  answer: Answer | null;
}

export type Verdict =
  | { readonly is: 'accepted'; readonly known: Known }
  | { readonly is: 'rejected'; readonly known: Known; readonly why: Rejection }
  /** The same TxRefNbr was received before: no second effect. */
  | { readonly is: 'again'; readonly known: Known };

export class Networks {
  readonly #meters: Meters;
  readonly #byNumber = new Map<string, Known>();
  readonly #byMprn = new Map<string, Known[]>();
  /** Where it says otherwise than the meter. */
  readonly #register = new Map<string, boolean>();
  /** The newest event of an accepted 017, UTC ms. */
  readonly #newest = new Map<string, number>();

  constructor(meters: Meters) {
    this.#meters = meters;
    for (const { mprn, isOn } of meters.meters.values()) this.#register.set(mprn, isOn);
  }

  /** `refuses`: rejected whatever is true of the meter. */
  receive(parcel: Parcel, at: number, { refuses }: { readonly refuses: boolean }): Verdict {
    const before = this.#byNumber.get(parcel.txRefNbr);
    if (before !== undefined) return { is: 'again', known: before };
    const why = refuses ? 'refused' : this.#objection(parcel);
    const known = this.note(parcel, why === null ? 'waits' : 'rejected');
    if (why === null) {
      this.#newest.set(parcel.mprn, parcel.sentAt);
      return { is: 'accepted', known };
    }
    const { txRefNbr, mprn, on } = parcel;
    const isAboutStatus = why === 'energised' || why === 'older';
    if (on && isAboutStatus && this.#meters.of(mprn).isOn && !this.#awaits(mprn, false))
      this.#meters.doubled.push({ txRefNbr, mprn, at, how: 'rejected' });
    return { is: 'rejected', known, why };
  }

  /** It reaches the meter; null when that did what it was told. */
  run(known: Known, at: number): Rejection | null {
    const { txRefNbr, mprn, reason, sentAt, on } = known.parcel;
    if (!this.#meters.of(mprn).isSwitchable) {
      known.state = 'rejected';
      return 'noSwitch';
    }
    this.#meters.run({ txRefNbr, mprn, reason, sentAt, at, on });
    this.#register.set(mprn, on);
    known.state = 'done';
    return null;
  }

  /** A message that is known from now on, received in the ordinary way or not. */
  note(parcel: Parcel, state: Known['state']): Known {
    const known: Known = { parcel, state, answer: null };
    this.#byNumber.set(parcel.txRefNbr, known);
    const others = this.#byMprn.get(parcel.mprn);
    if (others === undefined) this.#byMprn.set(parcel.mprn, [known]);
    else others.push(known);
    return known;
  }

  /** No longer held: it runs, or is looked at as if it came in now. */
  release({ txRefNbr, mprn }: Parcel, { isReceived }: { readonly isReceived: boolean }): void {
    const known = this.#byNumber.get(txRefNbr);
    if (known === undefined) return;
    known.answer = null;
    if (isReceived) {
      known.state = 'waits';
      return;
    }
    this.#byNumber.delete(txRefNbr);
    const others = this.of(mprn).filter((each) => each !== known);
    this.#byMprn.set(mprn, others);
  }

  find(txRefNbr: string): Known | undefined {
    return this.#byNumber.get(txRefNbr);
  }

  of(mprn: string): readonly Known[] {
    return this.#byMprn.get(mprn) ?? [];
  }

  record(mprn: string, isOn: boolean): void {
    this.#register.set(mprn, isOn);
  }

  #objection({ mprn, on, sentAt, message }: Parcel): Rejection | null {
    const meter = this.#meters.find(mprn);
    if (meter === undefined) return 'unknownMprn';
    const { SupplierMPID, SenderID } = message.header;
    if (meter.supplier !== (SupplierMPID ?? SenderID ?? meter.supplier)) return 'notOnBook';
    if (meter.ctf !== '04') return 'notRemote';
    if (sentAt < (this.#newest.get(mprn) ?? sentAt)) return 'older';
    const isEnergised = this.#register.get(mprn) === true;
    // One that was accepted before it will change the status until this one runs.
    if (on === isEnergised && !this.#awaits(mprn, !on))
      return isEnergised ? 'energised' : 'deEnergised';
    return null;
  }

  /** Whether an accepted message will switch it that way. */
  #awaits(mprn: string, on: boolean): boolean {
    return this.of(mprn).some(({ state, parcel }) => state === 'waits' && parcel.on === on);
  }
}
