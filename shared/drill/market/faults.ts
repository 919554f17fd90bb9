// What goes wrong with single messages, beside outages: by share, by a count, or by name.
import { drawOf } from './draw.ts';

export const faultKinds = [
  /** 117R, whatever is true of the meter. */
  'rejected',
  /** 601. */
  'rejectedAtGateway',
  /** The 017 is gone between EMMA and the hub, the first time it is sent: no effect, no answer. */
  'requestLost',
  /** What comes of it comes of it; the hub passes the answer on and it is lost. Sent again it is answered. */
  'answerLost',
  /** What comes of it comes of it, and nobody ever answers, however often it is sent. */
  'neverAnswered',
  'answerDoubled',
  'answerLate',
  /** Others that were given later come first. */
  'answerOutOfOrder',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  /** Of all messages, 0 to 1. */
  readonly share?: number;
  /** So many messages at most: with a share of 1, the first so many. */
  readonly most?: number;
  /** TxRefNbrs or MPRNs that it befalls in any case. */
  readonly of?: readonly string[];
  /** Only 017s with this reason. */
  readonly reason?: string;
}
export type FaultOptions = { readonly [K in FaultKind]?: Fault };

export interface Struck {
  readonly txRefNbr: string;
  readonly mprn: string;
  readonly reason: string;
}

export class Faults {
  readonly #seed: number;
  readonly #options: FaultOptions;
  readonly #named: ReadonlyMap<FaultKind, ReadonlySet<string>>;
  readonly #decided = new Map<FaultKind, Map<string, boolean>>(
    faultKinds.map((kind) => [kind, new Map<string, boolean>()]),
  );
  readonly #counts = new Map<FaultKind, number>();

  constructor(seed: number, options: FaultOptions) {
    this.#seed = seed;
    this.#options = options;
    this.#named = new Map(faultKinds.map((kind) => [kind, new Set(options[kind]?.of)]));
  }

  /** Of one TxRefNbr always the same. */
  strikes(kind: FaultKind, struck: Struck): boolean {
    const fault = this.#options[kind];
    if (fault === undefined) return false;
    const decided = this.#decided.get(kind);
    const before = decided?.get(struck.txRefNbr);
    if (before !== undefined) return before;
    const does = this.#decides(kind, fault, struck);
    decided?.set(struck.txRefNbr, does);
    return does;
  }

  #decides(kind: FaultKind, fault: Fault, { txRefNbr, mprn, reason }: Struck): boolean {
    const named = this.#named.get(kind);
    if (named?.has(txRefNbr) === true || named?.has(mprn) === true) return true;
    if (fault.reason !== undefined && fault.reason !== reason) return false;
    const count = this.#counts.get(kind) ?? 0;
    if (fault.most !== undefined && count >= fault.most) return false;
    if (drawOf(this.#seed, `${kind}|${txRefNbr}`) >= (fault.share ?? 0)) return false;
    this.#counts.set(kind, count + 1);
    return true;
  }
}
