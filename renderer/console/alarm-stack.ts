// What calls for a person now, worst first: a medical need just told, whoever the market has cut off
// again, every agreed time that has passed, and marks of the clock that have just rung. Each customer is named once, for the worst of
// these; closing that brings up the next. Derived from the cases at every look, so none is missed
// because nobody sat there when it rang.
import { clockStart, MINUTE } from '../../shared/domain/backstop-clock.ts';
import { isOverdue } from '../../shared/domain/lanes.ts';
import type { Outcome } from '../../shared/domain/script.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { rankOf } from '../../shared/domain/triage.ts';
import { waitsUntil } from '../../shared/domain/waits.ts';

/** After this a mark that rang is told by the queue, not by the notice. */
export const NEWS_MS = 2 * MINUTE;

export interface Mark {
  readonly minutes: number;
  /** The whole minute in which it rang, UTC ms. */
  readonly at: number;
  /** When it was said, where the program was not there to ring it. */
  readonly saidAt?: number;
}

export interface Calling {
  /** The same for as long as it is the same alarm: what a person closes. */
  readonly key: string;
  readonly kind: 'medical' | 'cutOff' | 'promise' | 'mark';
  readonly at: number;
  /** Whom it is about; of several the one to be worked first. */
  readonly customer: Summary;
  /** How many more the same mark is about. */
  readonly others: number;
  readonly minutes: number | null;
  readonly outcome: Outcome | null;
}

export interface CallingInput {
  readonly summaries: readonly Summary[];
  readonly now: number;
  /** Marks the host rang. */
  readonly marks: readonly Mark[];
  /** Subjects with a medical need that was told just now, and when. */
  readonly medical: ReadonlyMap<string, number>;
  readonly closed: ReadonlySet<string>;
}

/** The whole minute in which a time rings. */
export const ringsAt = (at: number): number => Math.ceil(at / MINUTE) * MINUTE;

export function callingNow(input: CallingInput): readonly Calling[] {
  const { summaries, now, medical, closed } = input;
  const marks = input.marks
    .filter((mark) => now - (mark.saidAt ?? mark.at) <= NEWS_MS)
    .sort((one, other) => other.minutes - one.minutes);
  const found: Calling[] = [];
  const byMark = new Map<string, { mark: Mark; customer: Summary; count: number }>();
  for (const customer of summaries) {
    if (!customer.open || customer.power !== 'off') continue;
    const own = ownReasons(customer, medical, now);
    const worst = own.find((each) => !closed.has(each.key));
    if (worst !== undefined) {
      found.push(worst);
      continue;
    }
    if (customer.excluded) continue;
    // Of several marks the latest: whoever has seen that one has seen this customer's clock.
    const mark = marks.find(
      ({ minutes, at }) => ringsAt(clockStart(customer) + minutes * MINUTE) === at,
    );
    if (mark === undefined) continue;
    // Named by a reason of their own until it was closed: the mark of the others may be closed by
    // then, and was never heard of for this customer.
    const key = `t${mark.minutes}:${mark.at}${own.length === 0 ? '' : `:${customer.subject}`}`;
    if (closed.has(key)) continue;
    const before = byMark.get(key);
    const isWorse = before === undefined || rankOf(customer) < rankOf(before.customer);
    byMark.set(key, {
      mark,
      customer: isWorse ? customer : before.customer,
      count: (before?.count ?? 0) + 1,
    });
  }
  for (const [key, { mark, customer, count }] of byMark) {
    const { minutes, at } = mark;
    found.push({ key, kind: 'mark', at, customer, others: count - 1, minutes, outcome: null });
  }
  return found.sort(worstFirst);
}

/** What calls for this customer by name, closed or not, worst first. */
function ownReasons(
  customer: Summary,
  medical: ReadonlyMap<string, number>,
  now: number,
): readonly Calling[] {
  const { subject, outcome } = customer;
  const one = { customer, others: 0, minutes: null, outcome };
  const told = customer.medical ? medical.get(subject) : undefined;
  const passed = isOverdue(customer, now) ? (waitsUntil(customer) ?? now) : undefined;
  return [
    ...(told === undefined
      ? []
      : [{ ...one, key: `medical:${subject}`, kind: 'medical' as const, at: told }]),
    ...(!customer.cutOff || customer.cutOffAt === null
      ? []
      : [
          {
            ...one,
            key: `cutOff:${subject}:${customer.cutOffAt}`,
            kind: 'cutOff' as const,
            at: customer.cutOffAt,
          },
        ]),
    ...(passed === undefined
      ? []
      : [{ ...one, key: `promise:${subject}:${passed}`, kind: 'promise' as const, at: passed }]),
  ];
}

const kinds = { medical: 0, cutOff: 1, promise: 2, mark: 3 } as const;

/** A need just told, then who was cut off again, then broken promises, then marks; inside a kind who is worked first. */
function worstFirst(one: Calling, other: Calling): number {
  return (
    kinds[one.kind] - kinds[other.kind] ||
    rankOf(one.customer) - rankOf(other.customer) ||
    (other.minutes ?? 0) - (one.minutes ?? 0) ||
    one.at - other.at
  );
}
