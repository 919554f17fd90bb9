// A list of the recovery, and of what is held, as a file: what the supplier's own people and systems
// and Networks work from. People open it in a spreadsheet with somebody on the phone, so it has the
// words of the screen and the Irish clock; its columns are still those that our own reader of
// outstanding 017s knows.
import { confirmersOf, type GuardState } from '../../shared/domain/guard.ts';
import { toCsv } from '../../shared/domain/intake/table.ts';
import type { TakeOut } from '../../shared/domain/take-out.ts';
import { writeFileTime } from '../../shared/domain/times.ts';
import type { Words } from '../i18n/words.tsx';
import type { Row } from './use-recovery.ts';

const exact = (at: number | null): string => (at === null ? '' : writeFileTime(at));
const minute = (at: number | null): string => (at === null ? '' : writeFileTime(at, 'minute'));

type Exported = Pick<
  Row,
  'mprn' | 'summary' | 'group' | 'deciding' | 'paidAt' | 'hasPaidSince' | 'guard'
>;
type Column = readonly [string, (row: Exported, words: Words) => string];

const columns: readonly Column[] = [
  ['MPRN', ({ mprn }) => mprn ?? ''],
  ['Customer', ({ summary }) => summary?.name ?? ''],
  ['Group', ({ group }, { t }) => t(`recovery.group.${group}`)],
  ['Reason', ({ deciding }) => deciding?.reason ?? ''],
  ['TxRefNbr', ({ deciding }) => deciding?.txRefNbr ?? ''],
  ['Sent at (Irish time)', ({ deciding }) => exact(deciding?.sentAt ?? null)],
  [
    'State',
    ({ deciding }, { t }) => (deciding === null ? '' : t(`case.message.${deciding.state}`)),
  ],
  ['Payment time (Irish time)', ({ paidAt }) => exact(paidAt)],
  ['Paid since', ({ hasPaidSince }, { t }) => t(hasPaidSince ? 'common.yes' : 'common.no')],
  ['Power', (row, words) => powerWords(row, words)],
  [
    'Asked or answered (Irish time)',
    ({ guard }) => (guard.state === 'asked' || guard.state === 'answered' ? minute(guard.at) : ''),
  ],
  [
    'Answer',
    ({ guard }, { t }) => (guard.state === 'answered' ? t(`request.d05.${guard.answer}`) : ''),
  ],
  // Not plain `Reference`: that would be read as the message's own.
  ['Hold reference', ({ guard }) => ('reference' in guard ? (guard.reference ?? '') : '')],
];

function powerWords({ summary }: Exported, { t }: Words): string {
  if (summary === null) return t('recovery.noCase');
  if (summary.power === 'off') return t('backfix.off');
  return t(summary.power === 'confirmed' ? 'backfix.confirmed' : 'backfix.said');
}

export function recoveryCsv(rows: readonly Exported[], words: Words): string {
  return toCsv([
    columns.map(([name]) => name),
    ...rows.map((row) => columns.map(([, of]) => of(row, words))),
  ]);
}

/** What is to be taken out of our EMMA, for whoever runs it. */
export function takeOutCsv(
  takeOuts: readonly TakeOut[],
  nameOf: (takeOut: TakeOut) => string,
  { t }: Words,
): string {
  return toCsv([
    ['MPRN', 'Customer', 'Reason', 'TxRefNbr', 'Sent at (Irish time)', 'State'],
    ...takeOuts.map((each) => [
      each.mprn,
      nameOf(each),
      each.message.reason ?? '',
      each.message.txRefNbr ?? '',
      exact(each.message.sentAt),
      t(`case.message.${each.message.state}`),
    ]),
  ]);
}

/** What the supplier's own system reads: whose disconnection must not be sent, and why. */
export function holdListCsv(standing: readonly GuardState[]): string {
  return toCsv([
    [
      'MPRN',
      'Because',
      'Since (Irish time)',
      'Placed by',
      'Look again at (Irish time)',
      'Confirmed by',
      'Payments may be missing from (Irish time)',
      'Until (Irish time)',
    ],
    ...standing.map(({ mprn, placed, reviewAt, since, until }) => [
      mprn ?? 'ALL',
      placed.map(({ because }) => because).join('; '),
      minute(placed[0]?.at ?? null),
      placed[0]?.operator ?? '',
      minute(reviewAt),
      confirmersOf(placed),
      minute(since),
      minute(until),
    ]),
  ]);
}
