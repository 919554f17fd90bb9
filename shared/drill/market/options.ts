// What a night is made of. Everything but the seed, the beginning and the meters has a value that we
// chose [D]: no delay of the real market is public.
import type { Mprn } from '../../domain/mprn.ts';
import { MINUTE } from '../../domain/backstop-clock.ts';
import type { MessageOf } from '../../market/messages.ts';
import { MOST_LINES } from './daily.ts';
import type { Span } from './draw.ts';
import type { FaultOptions } from './faults.ts';
import type { Outage } from './outages.ts';

export interface MeterOptions {
  readonly mprn: Mprn;
  readonly isOn: boolean;
  /** Only `04` is switched remotely [C]. */
  readonly ctf?: string;
  /** False where the register says 04 and the switch does not answer: somebody has to go there. */
  readonly isSwitchable?: boolean;
  /** MPID; ours when none is said. */
  readonly supplier?: string;
  /** Payments of which the supplier's system knows and for which it triggers nothing more, UTC ms. */
  readonly payments?: readonly number[];
}

/** A 017 that waits when the night begins, or comes to wait later: it is put where it lies. */
export interface Waiting017 {
  readonly message: MessageOf<'017'>;
  /** UTC ms; of an earlier one the beginning of the night. */
  readonly at: number;
  /** In EMMA in front of the hub; in the hub in front of point 8; or gone on its way between them. */
  readonly lies: 'emma' | 'hub' | 'nowhere';
  /** What EMMA shows of one that left it: no receipt is `unknown`; `none` went by another way. */
  readonly receipt?: 'given' | 'unknown' | 'none';
}

/** What becomes of a reconnection by phone in ESB Networks' own systems; not known of the market. */
export type AfterPhone =
  /** The register goes on saying off. */
  | 'nothing'
  | 'recorded'
  /** Recorded, and confirmed by a 106E or 307 that answers no 017. */
  | 'confirmed';

export interface MarketOptions {
  readonly seed: number;
  /** When the night begins, UTC ms. */
  readonly from: number;
  readonly meters: readonly MeterOptions[];
  /** Our MPID. */
  readonly supplier?: string;
  readonly networks?: string;
  readonly outages?: readonly Outage[];
  readonly faults?: FaultOptions;
  readonly afterPhone?: AfterPhone;
  /** An E05 that ESB Networks has received is done by the phone call, and runs no second time. */
  readonly phoneDoes017?: boolean;
  /** False: a 117D, 117R or 131 has the business reference of what it answers, and not its TxRefNbr. */
  readonly namesOriginal?: boolean;
  readonly waiting?: readonly Waiting017[];
  /** Through one interface, ms. */
  readonly hopMs?: Span;
  /** Between two of a line that runs after an outage, ms. */
  readonly drainMs?: number;
  /** An accepted 017 that has not run by then is said to be delayed (117D), ms. */
  readonly delayedAfterMs?: number;
  /** How late a late answer is, ms. */
  readonly lateMs?: Span;
  /** How far an answer falls behind those that it should precede, ms. */
  readonly disorderMs?: Span;
  /** From the phone call to a crew at the meter, ms. */
  readonly crewMs?: Span;
  /** Of payments that meet a failed point 1 to 3, how many are lost; the others are late. */
  readonly lostPayments?: number;
  /** Of customers on supply whose payment is lost or late, how many the monitoring cuts off. */
  readonly wrongD05?: number;
  /** When it looks at them, ms after the payment. */
  readonly monitoringMs?: Span;
  /** Lines that one 603 takes; a day that has more comes in several. */
  readonly mostLines?: number;
  /** Shares of calls that nobody takes, and of questions about a D05 that nobody can answer. */
  readonly phone?: { readonly noAnswer?: number; readonly unknown?: number };
}

export type Settings = Required<Omit<MarketOptions, 'phone'>> & {
  readonly phone: { readonly noAnswer: number; readonly unknown: number };
};

export function settingsOf(options: MarketOptions): Settings {
  return {
    supplier: 'SUP',
    networks: 'DSO',
    outages: [],
    faults: {},
    afterPhone: 'recorded',
    phoneDoes017: false,
    namesOriginal: true,
    waiting: [],
    hopMs: [300, 4000],
    drainMs: 500,
    delayedAfterMs: 30 * MINUTE,
    lateMs: [10 * MINUTE, 60 * MINUTE],
    disorderMs: [5000, 90_000],
    crewMs: [60 * MINUTE, 180 * MINUTE],
    lostPayments: 0.5,
    wrongD05: 0,
    monitoringMs: [10 * MINUTE, 60 * MINUTE],
    mostLines: MOST_LINES,
    ...options,
    phone: { noAnswer: 0, unknown: 0, ...options.phone },
  };
}
