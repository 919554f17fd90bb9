// A day of the market against ours as a file, in the words of the sheet and by the Irish clock.
import type { Explained, Reconciled } from '../../shared/domain/daily.ts';
import type { DailyPoint } from '../../shared/domain/daily-events.ts';
import { toCsv } from '../../shared/domain/intake/table.ts';
import { writeFileTime } from '../../shared/domain/times.ts';
import type { Words } from '../i18n/words.tsx';

const columns = [
  'day',
  'side',
  'type',
  'txRefNbr',
  'mprn',
  'counted',
  'listed',
  'because',
  'by',
  'at',
] as const;

interface Line {
  readonly point: DailyPoint;
  readonly mprn?: string;
  readonly said?: Explained;
}

export function reconciledCsv(found: Reconciled, { t }: Words): string {
  const { day, isOver, unread, oursNotTheirs, theirsNotOurs, counts, explained, recognised } =
    found;
  const lines: readonly Line[] = [
    ...oursNotTheirs.map(({ mprn, item }) => ({
      point: { side: 'ours', txRefNbr: item.txRefNbr ?? '' } as const,
      mprn,
    })),
    ...theirsNotOurs.map((line) => ({ point: { side: 'theirs', ...line } as const })),
    ...counts.map((each) => ({ point: { side: 'counts', ...each } as const })),
    ...[...recognised, ...explained].map((said) => ({
      point: said.point,
      ...(said.mprn === undefined ? {} : { mprn: said.mprn }),
      said,
    })),
  ];
  // What is to be known of the whole list stands above its lines.
  const ofList = (says: string | null) =>
    says === null ? [] : [[day, says, '603', ...columns.slice(3).map(() => '')]];
  return toCsv([
    columns.map((each) => t(`reconcile.column.${each}`)),
    ...ofList(isOver ? null : t('reconcile.side.notOver')),
    ...ofList(unread === 0 ? null : t('reconcile.side.unread', { count: unread })),
    ...lines.map(({ point, mprn = '', said }) => [
      day,
      t(`reconcile.side.${said?.mprn === undefined ? point.side : 'recognised'}`),
      point.side === 'ours' ? '017' : point.type,
      point.side === 'counts' ? '' : point.txRefNbr,
      mprn,
      point.side === 'counts' ? String(point.counted) : '',
      point.side === 'counts' ? String(point.listed) : '',
      said?.because ?? '',
      said?.operator ?? '',
      said === undefined ? '' : writeFileTime(said.at, 'minute'),
    ]),
  ]);
}
