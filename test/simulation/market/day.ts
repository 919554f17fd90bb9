// The market's days after which its lists come, the first of them the one in which a night begins: from
// 03:00:00 to 02:59:59, and in November by UTC too.
import { dailySubject, foldDaily, type DailyState } from '../../../shared/domain/daily.ts';
import { eventOf } from '../../../shared/domain/events.ts';
import type { Entry } from '../../../shared/log/entry.ts';

export interface MarketDay {
  readonly day: string;
  /** UTC ms. */
  readonly ends: number;
}

export const firstDay: MarketDay = { day: '2026-11-21', ends: Date.parse('2026-11-22T03:00:00Z') };
export const nextDay: MarketDay = { day: '2026-11-22', ends: Date.parse('2026-11-23T03:00:00Z') };

/** What a console makes of a day of the market. */
export const dailyOn = (entries: readonly Entry[], day: string): DailyState | undefined =>
  foldDaily(
    entries
      .filter(({ subject }) => subject === dailySubject(day))
      .flatMap((each) => eventOf(each) ?? []),
  );
