// The sample outage moved to now: the order in which people paid stays, their minutes are spread so
// that some are past the backstop, some about to be, and most still in time. Everything that
// belongs to a payment (message sent, status) moves with it.
import { MINUTE } from './backstop-clock.ts';
import type { Facts } from './facts.ts';
import type { CheckedRow } from './intake/check-row.ts';
import type { OutstandingMessage } from './outstanding.ts';

/** Minutes since payment for the share `part` (0 newest … 1 oldest) of the sample. */
function minutesAt(part: number): number {
  if (part < 0.68) return 3 + (part / 0.68) * 55;
  if (part < 0.88) return 60 + ((part - 0.68) / 0.2) * 14;
  return 77 + ((part - 0.88) / 0.12) * 26;
}

export function shiftSample(rows: readonly CheckedRow[], now: number): readonly CheckedRow[] {
  const paid = rows
    .flatMap((row) =>
      row.facts.paidAt === undefined ? [] : [{ record: row.record, at: row.facts.paidAt }],
    )
    .sort((one, other) => other.at - one.at);
  const place = new Map(paid.map((each, index) => [each.record, index]));
  return rows.map((row) => {
    const index = place.get(row.record);
    const { paidAt } = row.facts;
    if (index === undefined || paidAt === undefined) return row;
    const at = now - Math.round(minutesAt(index / Math.max(1, paid.length - 1)) * MINUTE);
    return { ...row, facts: moved(row.facts, at - paidAt, at, now) };
  });
}

/**
 * A later export of the same outage, moved as its first one was: each customer by as much as then
 * (ms, by MPRN), those who are new by what the others had in the middle.
 */
export function shiftLater(
  rows: readonly CheckedRow[],
  by: Readonly<Record<string, number>>,
  now: number,
): readonly CheckedRow[] {
  const middle = middleOf(by);
  return rows.map((row) => {
    const { paidAt } = row.facts;
    if (paidAt === undefined) return row;
    const shift = (row.mprn === null ? undefined : by[row.mprn]) ?? middle;
    const at = Math.min(now - MINUTE, paidAt + shift);
    return { ...row, facts: moved(row.facts, at - paidAt, at, now) };
  });
}

/**
 * The sample's list of outstanding 017s, moved as its customers were. What was sent before the payment
 * stays before it: that is what the list is for.
 */
export function shiftOutstanding(
  messages: readonly OutstandingMessage[],
  by: Readonly<Record<string, number>>,
  now: number,
): readonly OutstandingMessage[] {
  const middle = middleOf(by);
  return messages.map((each) => {
    const { sentAt, paidAt } = each;
    // Both by as much, and neither into the future.
    const latest = Math.max(sentAt ?? 0, paidAt ?? 0);
    const shift = Math.min(by[each.mprn] ?? middle, now - MINUTE - latest);
    const later = (at: number | null) => (at === null ? null : at + shift);
    return { ...each, sentAt: later(sentAt), paidAt: later(paidAt) };
  });
}

function middleOf(by: Readonly<Record<string, number>>): number {
  const all = Object.values(by).sort((one, other) => one - other);
  return all[Math.floor(all.length / 2)] ?? 0;
}

function moved(facts: Facts, by: number, paidAt: number, now: number): Facts {
  const sentAt = facts.message017?.sentAt;
  return {
    ...facts,
    paidAt,
    ...(facts.statusAsOf === undefined ? {} : { statusAsOf: facts.statusAsOf + by }),
    ...(facts.message017 === undefined || sentAt === undefined
      ? {}
      : { message017: { ...facts.message017, sentAt: Math.min(now - MINUTE, sentAt + by) } }),
  };
}
