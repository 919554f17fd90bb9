// EMMA as the supplier sees it: what was given to it, where it believes that to be, and what came
// back. What lies in front of the hub still lies here.
import type { OutstandingMessage } from '../../domain/outstanding.ts';
import type { MessageOf } from '../../market/messages.ts';
import type { Meters } from './meters.ts';
import type { Parcel } from './parcel.ts';

/** `hasLeft`: the hub may have it, and only ESB Networks can stop it. */
export type CancelAnswer = 'cancelled' | 'hasLeft' | 'notThere';

interface Sent {
  readonly message: MessageOf<'017'>;
  sendings: number;
  /** `unknown`: it left, and no receipt of the hub came. */
  where: 'before' | 'here' | 'gone' | 'unknown' | 'cancelled';
  /** Of an earlier sending: what is taken out now does not bring that one back. */
  left: 'gone' | 'unknown' | null;
  heard: 'nothing' | 'accepted' | 'answered';
}

export class Emma {
  readonly #sent = new Map<string, Sent>();

  /** The number of this sending: the first, or a resend. */
  count(message: MessageOf<'017'>): number {
    const { TxRefNbr } = message.header;
    const known = this.#sent.get(TxRefNbr);
    if (known === undefined) {
      this.#sent.set(TxRefNbr, {
        message,
        sendings: 1,
        where: 'before',
        left: null,
        heard: 'nothing',
      });
      return 1;
    }
    known.sendings += 1;
    return known.sendings;
  }

  move({ txRefNbr }: Parcel, where: 'here' | 'gone' | 'unknown'): void {
    const known = this.#sent.get(txRefNbr);
    if (known === undefined) return;
    known.where = where;
    if (where !== 'here') known.left = where;
  }

  /** `wasTaken`: one sending of it lay here and was taken out. */
  cancel(txRefNbr: string, { wasTaken }: { readonly wasTaken: boolean }): CancelAnswer {
    const known = this.#sent.get(txRefNbr);
    if (known === undefined || known.where === 'before') return 'notThere';
    if (wasTaken) known.where = known.left ?? 'cancelled';
    return wasTaken && known.left === null ? 'cancelled' : 'hasLeft';
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
