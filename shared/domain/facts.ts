// What is known of a customer and a failed reconnection, from whatever source. Every field may be
// missing: a caller without an MPRN is a case too. Instants are UTC ms, money is cents.
import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(500));
/** UTC ms, and a date can be made of it. */
const instant = v.pipe(v.number(), v.integer(), v.minValue(-8.64e15), v.maxValue(8.64e15));

export const registers = ['none', 'priority', 'special', 'unknown'] as const;
export type Register = (typeof registers)[number];

export const messageStates = [
  'notSent',
  'queuedInEmma',
  'atHub',
  'accepted',
  'rejected',
  'unknown',
] as const;
export type MessageState = (typeof messageStates)[number];

export const factsSchema = v.object({
  name: v.optional(text),
  phone: v.optional(text),
  account: v.optional(text),
  address: v.optional(text),
  eircode: v.optional(text),
  serial: v.optional(text),
  register: v.optional(v.picklist(registers)),
  /** Communications technically feasible; only `04` can be switched remotely. */
  ctf: v.optional(text),
  /** Meter point status, e.g. DR = de-energised remotely. */
  status: v.optional(text),
  statusAsOf: v.optional(instant),
  paidAt: v.optional(instant),
  paymentReference: v.optional(text),
  amountCents: v.optional(v.pipe(v.number(), v.integer())),
  creditCents: v.optional(v.pipe(v.number(), v.integer())),
  message017: v.optional(
    v.object({
      reason: v.optional(text),
      txRefNbr: v.optional(text),
      sentAt: v.optional(instant),
      state: v.picklist(messageStates),
    }),
  ),
  openD05: v.optional(v.picklist(['yes', 'no', 'unknown'])),
  /** One of the twelve points of failure of DR1221. */
  failurePoint: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))),
  note: v.optional(v.pipe(v.string(), v.maxLength(2000))),
});

export type Facts = Readonly<v.InferOutput<typeof factsSchema>>;
export type FactField = keyof Facts;
export type FactValue = Facts[FactField];

export interface Difference {
  readonly field: FactField;
  readonly from: FactValue;
  readonly to: FactValue;
}

export const factFields = Object.keys(factsSchema.entries) as readonly FactField[];

/** What the newer report states wins; what it is silent about stays. */
export function mergeFacts(known: Facts, stated: Facts): Facts {
  const merged: Record<string, unknown> = { ...known };
  for (const field of factFields) {
    if (stated[field] !== undefined) merged[field] = stated[field];
  }
  return merged;
}

/** Fields that the newer report states and that differ from what is known. */
export function differences(known: Facts, stated: Facts): readonly Difference[] {
  const found: Difference[] = [];
  for (const field of factFields) {
    const to = stated[field];
    if (to !== undefined && !isSameFact(known[field], to))
      found.push({ field, from: known[field], to });
  }
  return found;
}

export function isSameFact(one: FactValue, other: FactValue): boolean {
  if (typeof one === 'object' && typeof other === 'object') {
    return (
      one.reason === other.reason &&
      one.txRefNbr === other.txRefNbr &&
      one.sentAt === other.sentAt &&
      one.state === other.state
    );
  }
  return one === other;
}
