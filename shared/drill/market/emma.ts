// EMMA as the supplier sees it: what was given to it, where it believes that to be, and what came
// back. What lies in front of the hub still lies here.
import type { OutstandingMessage } from '../../domain/outstanding.ts';
import type { MessageOf } from '../../market/messages.ts';
import type { Meters } from './meters.ts';
import type { Parcel } from './parcel.ts';

interface Sent {
  readonly message: MessageOf<'017'>;
  sendings: number;
  /** `unknown`: it left, and no receipt of the hub came. */
  where: 'before' | 'here' | 'gone' | 'unknown' | 'cancelled';
  heard: 'nothing' | 'accepted' | 'answered';
}

export class Emma {
  readonly #sent = new Map<string, Sent>();

  /** The number of this sending: the first, or a resend. */
  count(message: MessageOf<'017'>): number {
    const { TxRefNbr } = message.header;
    const known = this.#sent.get(TxRefNbr);
    if (known === undefined) {
      this.#sent.set(TxRefNbr, { message, sendings: 1, where: 'before', heard: 'nothing' });
      return 1;
    }
    known.sendings += 1;
    return known.sendings;
  }

  has(txRefNbr: string): boolean {
    return this.#sent.has(txRefNbr);
  }

  move({ txRefNbr }: Parcel, where: Sent['where']): void {
    const known = this.#sent.get(txRefNbr);
    if (known !== undefined) known.where = where;
  }

  hear(about: string, isFinal: boolean): void {
    const known = this.#sent.get(about);
    if (known === undefined || known.heard === 'answered') return;
    known.heard = isFinal ? 'answered' : 'accepted';
  }

  /** Every 017 that was given to EMMA and has no answer, as its own list has them. */
  outstanding(meters: Meters): readonly OutstandingMessage[] {
    const rows: OutstandingMessage[] = [];
    for (const { message, where, heard } of this.#sent.values()) {
      if (where === 'before' || where === 'cancelled' || heard === 'answered') continue;
      const { MPRN: mprn, MeterPointStatusReason: reason, MPBusinessReference } = message.body;
      const known = (meters.find(mprn)?.payments ?? []).filter((each) => each.knownAt !== null);
      rows.push({
        mprn,
        reason,
        txRefNbr: message.header.TxRefNbr,
        businessReference: MPBusinessReference ?? null,
        sentAt: message.header.MarketTimestamp,
        state:
          where === 'here'
            ? 'queuedInEmma'
            : where === 'unknown'
              ? 'unknown'
              : heard === 'accepted'
                ? 'accepted'
                : 'atHub',
        paidAt: known.at(-1)?.at ?? null,
      });
    }
    return rows;
  }
}
