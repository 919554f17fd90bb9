// Which alarms the host must keep: for every open customer the marks still to come, gathered by
// the minute so that a wave of customers is one alarm with a count, not fifty.
import type { Alarm } from '../../shared/bridge.ts';
import { clockStart, MINUTE, type ClockSettings } from '../../shared/domain/backstop-clock.ts';
import { waitsUntil } from '../../shared/domain/waits.ts';
import type { Summary } from '../../shared/domain/summary.ts';

export interface AlarmWords {
  readonly mark: (args: { readonly count: number; readonly minutes: number }) => string;
  readonly promise: (args: { readonly count: number }) => string;
  /** Somebody depends on powered medical equipment: rings at once. */
  readonly medical: () => string;
}

const MOST = 1000;

/** Stands for "a promised or agreed time" among the marks, which are minutes. */
const PROMISE = 0;
const SPAN = 1000;

export function planAlarms(
  summaries: readonly Summary[],
  now: number,
  settings: ClockSettings,
  words: AlarmWords,
): readonly Alarm[] {
  // Counted by number, not by text: twenty thousand customers have eighty thousand marks.
  const counts = new Map<number, number>();
  const add = (at: number, mark: number) => {
    if (at <= now) return;
    const key = Math.ceil(at / MINUTE) * SPAN + mark;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const summary of summaries) {
    if (!summary.open || summary.power !== 'off' || summary.excluded) continue;
    const start = clockStart(summary);
    for (const minutes of settings.alarmMinutes) add(start + minutes * MINUTE, minutes);
    const later = waitsUntil(summary);
    if (later !== null) add(later, PROMISE);
  }
  return [...counts]
    .sort(([one], [other]) => one - other)
    .slice(0, MOST)
    .map(([key, count]) => {
      const minutes = key % SPAN;
      const at = Math.floor(key / SPAN) * MINUTE;
      return minutes === PROMISE
        ? { at, tag: `promise:${at}`, title: words.promise({ count }) }
        : { at, tag: `t${minutes}:${at}`, title: words.mark({ count, minutes }) };
    });
}
