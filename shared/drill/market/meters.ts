// The truth that nobody in the market sees whole: every meter with its history, what each 017 did,
// who was switched on twice, and who was cut off although they had paid.
import { must } from '../../lib/check.ts';
import type { Mprn } from '../../domain/mprn.ts';
import type { MeterOptions } from './options.ts';

export type Cause =
  | { readonly by: 'beginning' }
  | { readonly by: 'message'; readonly txRefNbr: string }
  | { readonly by: 'phone' | 'crew'; readonly reference: string };

export interface Moment {
  readonly at: number;
  readonly isOn: boolean;
  readonly cause: Cause;
}

export interface Payment {
  readonly at: number;
  /** When the supplier's system knew of it; null while it does not. */
  knownAt: number | null;
}

export interface Meter {
  readonly mprn: Mprn;
  readonly ctf: string;
  readonly isSwitchable: boolean;
  supplier: string;
  isOn: boolean;
  readonly history: Moment[];
  readonly payments: Payment[];
}

export interface Effect {
  readonly txRefNbr: string;
  readonly mprn: Mprn;
  readonly reason: string;
  readonly at: number;
  /** Whether the meter was in the other state before. */
  readonly changed: boolean;
}

/** A reconnection of a meter that was on: it ran all the same, or ESB Networks saw it and rejected it. */
export interface Doubled {
  readonly txRefNbr: string;
  readonly mprn: Mprn;
  readonly at: number;
  readonly how: 'ran' | 'rejected';
}

/** Switched off by a message whose sender did not know of this payment. */
export interface CutOff {
  readonly txRefNbr: string;
  readonly mprn: Mprn;
  readonly at: number;
  readonly paidAt: number;
}

export interface MeterTruth extends Readonly<Omit<Meter, 'history' | 'payments'>> {
  readonly history: readonly Moment[];
  readonly payments: readonly Readonly<Payment>[];
}

export interface Truth {
  readonly meters: ReadonlyMap<string, MeterTruth>;
  /** By TxRefNbr; more than one of any would be the market's own bug. */
  readonly effects: ReadonlyMap<string, readonly Effect[]>;
  readonly doubled: readonly Doubled[];
  readonly cutOffs: readonly CutOff[];
}

export class Meters implements Truth {
  readonly meters: Map<string, Meter>;
  readonly effects = new Map<string, Effect[]>();
  readonly doubled: Doubled[] = [];
  readonly cutOffs: CutOff[] = [];

  constructor(meters: readonly MeterOptions[], supplier: string, from: number) {
    this.meters = new Map(
      meters.map((each) => {
        const { mprn, isOn, ctf = '04', isSwitchable = true, supplier: whose = supplier } = each;
        const history: Moment[] = [{ at: from, isOn, cause: { by: 'beginning' } }];
        const payments = (each.payments ?? []).map((at): Payment => ({ at, knownAt: at }));
        return [mprn, { mprn, ctf, isSwitchable, supplier: whose, isOn, history, payments }];
      }),
    );
  }

  find(mprn: string): Meter | undefined {
    return this.meters.get(mprn);
  }

  of(mprn: string): Meter {
    return must(this.meters.get(mprn), 'a meter of this market');
  }

  /** A 017 reaches its meter. */
  run(message: {
    readonly txRefNbr: string;
    readonly mprn: Mprn;
    readonly reason: string;
    readonly sentAt: number;
    readonly at: number;
    readonly on: boolean;
  }): void {
    const { txRefNbr, mprn, reason, sentAt, at, on } = message;
    const meter = this.of(mprn);
    const changed = meter.isOn !== on;
    const effect = { txRefNbr, mprn, reason, at, changed };
    this.effects.set(txRefNbr, [...(this.effects.get(txRefNbr) ?? []), effect]);
    if (!changed) {
      if (on) this.doubled.push({ txRefNbr, mprn, at, how: 'ran' });
      return;
    }
    if (!on) {
      const unknown = meter.payments.filter(
        (each) => each.at <= at && (each.knownAt === null || each.knownAt > sentAt),
      );
      const last = unknown.at(-1);
      if (last !== undefined) this.cutOffs.push({ txRefNbr, mprn, at, paidAt: last.at });
    }
    this.#turn(meter, on, at, { by: 'message', txRefNbr });
  }

  /** By a person; no matter when it was on already. */
  turnOn(mprn: string, at: number, cause: Cause): void {
    const meter = this.of(mprn);
    if (!meter.isOn) this.#turn(meter, true, at, cause);
  }

  #turn(meter: Meter, isOn: boolean, at: number, cause: Cause): void {
    meter.isOn = isOn;
    meter.history.push({ at, isOn, cause });
  }
}
