// A release before it is made: what it counts, whom people or the market disagree about, and in which
// order it is looked through and written: whatever conflicts first.
import type {
  BackFixStep,
  BackFixType,
  Channel,
  Owner,
} from '../../shared/domain/back-fix-step.ts';
import { hasDiscrepancy, keyGroup } from '../../shared/domain/closing.ts';
import type { Words } from '../i18n/words.tsx';
import type { Row } from './use-recovery.ts';
import type { Warned } from './use-replay-warnings.ts';

export interface Count {
  readonly type: BackFixType;
  readonly owner: Owner;
  readonly channel: Channel;
  readonly count: number;
}

/** What holds back the rest of its plan. */
const holdsBack = (type: BackFixType): boolean => type === 'cancelD05' || type === 'askFirst';

/** What holds back the rest first. */
export const planOrder: readonly BackFixType[] = [
  'cancelD05',
  'askFirst',
  'correctAccount',
  'send017',
  'sendAgain017',
  'letWaiting017Run',
  'esbnRecords',
  'siteVisit',
  'watch',
];
const placeOf = (type: BackFixType): number => planOrder.indexOf(type);

/** How many of each type, by whom, over which way. */
export function countsOf(steps: readonly BackFixStep[]): readonly Count[] {
  const found = new Map<string, Count>();
  for (const { type: each, owner, channel } of steps) {
    const type = keyGroup(each);
    const key = [type, owner, channel].join('/');
    found.set(key, { type, owner, channel, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].sort(
    (one, other) => placeOf(one.type) - placeOf(other.type) || other.count - one.count,
  );
}

type ReleaseRow = Pick<Row, 'key' | 'mprn' | 'steps' | 'state' | 'fix'>;

export const isFirst = ({ steps: [first] }: Pick<Row, 'steps'>): boolean =>
  first !== undefined && holdsBack(first.type);

/** Two desks worked on this one apart, or what was written and heard of it does not agree. */
const disagrees = ({ state, fix }: ReleaseRow): boolean =>
  (state?.clash ?? null) !== null || fix?.items.some(hasDiscrepancy) === true;

/** The same rows: conflicts, then what must be settled first, then the rest, each in its order. */
export function conflictsFirst<R extends ReleaseRow>(
  rows: readonly R[],
  warned: Warned,
): readonly R[] {
  const rank = (row: R) => (disagrees(row) ? 0 : warned.has(row.key) ? 1 : isFirst(row) ? 2 : 3);
  return [...rows].sort((one, other) => rank(one) - rank(other));
}

export interface Conflict {
  readonly key: string;
  readonly mprn: string;
  readonly words: string;
}

/** Whom to look at before anything goes, and why. */
export function conflictsOf(
  rows: readonly ReleaseRow[],
  warned: Warned,
  { t, format }: Words,
  now: number,
): readonly Conflict[] {
  return conflictsFirst(rows, warned).flatMap((row) => {
    const { key, mprn, state, fix } = row;
    const clash = state?.clash ?? null;
    const words = [
      clash === null ? '' : t(clash.bothCalled ? 'case.clash.called' : 'case.clash.worked'),
      clash === null
        ? ''
        : t('case.clash.who', {
            first: clash.first.operator,
            firstAt: format.when(clash.first.at, now),
            second: clash.second.operator,
            secondAt: format.when(clash.second.at, now),
          }),
      ...new Set(
        fix?.items.flatMap(({ discrepancies }) =>
          discrepancies.map((each) => `${t(`fix.discrepancy.${each}`)}.`),
        ),
      ),
      ...(warned.get(key) ?? []).map((is) => t(`release.replay.${is}`)),
    ].filter(Boolean);
    return mprn === null || words.length === 0 ? [] : [{ key, mprn, words: words.join(' ') }];
  });
}
