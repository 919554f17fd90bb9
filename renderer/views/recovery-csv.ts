// A list of the recovery, and of what is held, as a file: what the supplier's own people and systems
// and Networks work from.
import type { GuardState } from '../../shared/domain/guard.ts';
import { toCsv } from '../../shared/domain/intake/table.ts';
import type { Row } from './use-recovery.ts';

const instant = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

const columns: readonly (readonly [string, (row: Row) => string])[] = [
  ['MPRN', ({ mprn }) => mprn ?? ''],
  ['Customer', ({ summary }) => summary?.name ?? ''],
  ['Group', ({ group }) => group],
  ['Reason', ({ deciding }) => deciding?.reason ?? ''],
  ['TxRefNbr', ({ deciding }) => deciding?.txRefNbr ?? ''],
  ['Sent at', ({ deciding }) => instant(deciding?.sentAt ?? null)],
  ['State', ({ deciding }) => deciding?.state ?? ''],
  ['Payment time', ({ paidAt }) => instant(paidAt)],
  ['Paid since', ({ hasPaidSince }) => (hasPaidSince ? 'yes' : 'no')],
  ['Power', ({ summary }) => summary?.power ?? ''],
  [
    'Asked',
    ({ guard }) => (guard.state === 'asked' || guard.state === 'answered' ? instant(guard.at) : ''),
  ],
  ['Answer', ({ guard }) => (guard.state === 'answered' ? guard.answer : '')],
  ['Reference', ({ guard }) => ('reference' in guard ? (guard.reference ?? '') : '')],
];

export function recoveryCsv(rows: readonly Row[]): string {
  return toCsv([
    columns.map(([name]) => name),
    ...rows.map((row) => columns.map(([, of]) => of(row))),
  ]);
}

/** What the supplier's own system reads: whose disconnection must not be sent, and why. */
export function holdListCsv(standing: readonly GuardState[]): string {
  return toCsv([
    ['MPRN', 'Because', 'Since', 'Placed by', 'Look again at'],
    ...standing.map(({ mprn, placed, reviewAt }) => [
      mprn ?? 'ALL',
      placed.map(({ because }) => because).join('; '),
      instant(placed[0]?.at ?? null),
      placed[0]?.operator ?? '',
      instant(reviewAt),
    ]),
  ]);
}
