// One picture of what is asked for one customer in one night: every request of either side that means
// it, what is worked with, and where the sides differ. Both sides are shown the same.
import type { RequestType } from './events.ts';
import type { NetworksWord, RequestState } from './request.ts';

/** Gravest first. */
export const differenceFields = [
  'mprn',
  'd05',
  'outcome',
  'promisedAt',
  'paidAt',
  'priority',
  'secondIdentifier',
  'reference',
  'esbnReference',
] as const;
export type DifferenceField = (typeof differenceFields)[number];

/** A supplier's own word, what it heard; Networks' own word, what it typed from the phone. */
export type Side = 'supplier' | 'heard' | 'networks' | 'typed';

export interface Statement {
  readonly side: Side;
  readonly value: string | number | boolean;
  readonly operator: string;
  /** UTC ms. */
  readonly at: number;
}

export interface Difference {
  readonly field: DifferenceField;
  /** The wrong customer may be switched, or somebody be cut off: nothing before it is cleared. */
  readonly grave: boolean;
  readonly said: readonly Statement[];
}

/** Another picture that has something in common with this one, and must not be mixed up with it. */
export interface Clash {
  /** `sameReference`: said for two MPRNs. `otherSupplier`: two suppliers ask for one MPRN. */
  readonly why: 'sameReference' | 'sameMprn' | 'otherSupplier';
  readonly picture: string;
  readonly mprn: string;
  readonly supplier: string | null;
}

export interface Picture {
  /** Subject of its oldest request. */
  readonly id: string;
  readonly supplier: string | null;
  /** What is asked for: power, or that a D05 be stopped. They are never one picture. */
  readonly type: RequestType;
  /** The supplier's own; as it was typed while there is none. */
  readonly mprn: string;
  readonly reference: string;
  /** Where Networks' next word belongs: beside its last one, else on the newest asking. */
  readonly target: string;
  /** Oldest first. */
  readonly asked: readonly RequestState[];
  readonly typed: readonly RequestState[];
  /** UTC ms of the first and of the newest asking. */
  readonly firstAt: number;
  readonly askedAt: number;
  /** The earliest that anybody told: it never gives more time than the customer has. */
  readonly paidAt: number | null;
  readonly priority: boolean;
  readonly secondIdentifier: string | null;
  readonly networks: NetworksWord;
  /** What the supplier heard last. */
  readonly heard: RequestState['answer'];
  /** Asked once more after Networks had decided: what it had decided then. */
  readonly before: NetworksWord['decided'];
  /** Anybody says that a D05 waits. */
  readonly d05Waiting: boolean;
  /** How many of the supplier's desks asked, and how often it was typed from the phone. */
  readonly desks: number;
  readonly times: number;
  readonly differences: readonly Difference[];
  readonly clashes: readonly Clash[];
}
