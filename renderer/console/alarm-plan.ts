// Which alarms the host must keep: for every open customer the marks still to come, gathered by
// the minute so that a wave of customers is one alarm with a count, not fifty.
import type { Alarm } from '../../shared/bridge.ts';
import { clockStart, MINUTE, type ClockSettings } from '../../shared/domain/backstop-clock.ts';
import type { Summary } from '../../shared/domain/summary.ts';

export interface AlarmWords {
  readonly mark: (args: { readonly count: number; readonly minutes: number }) => string;
  readonly promise: (args: { readonly count: number }) => string;
  /** Somebody depends on powered medical equipment: rings at once. */
  readonly medical: () => string;
}

const MOST = 1000;

export function planAlarms(
  summaries: readonly Summary[],
  now: number,
  settings: ClockSettings,
  words: AlarmWords,
): readonly Alarm[] {
  const marks = new Map<string, { at: number; minutes: number | null; count: number }>();
  const add = (at: number, minutes: number | null) => {
    if (at <= now) return;
    const minute = Math.ceil(at / MINUTE) * MINUTE;
    const tag = `${minutes === null ? 'promise' : `t${minutes}`}:${minute}`;
    const known = marks.get(tag);
    if (known === undefined) marks.set(tag, { at: minute, minutes, count: 1 });
    else known.count += 1;
  };
  for (const summary of summaries) {
    if (!summary.open || summary.power !== 'off' || summary.excluded) continue;
    const start = clockStart(summary);
    for (const minutes of settings.alarmMinutes) add(start + minutes * MINUTE, minutes);
    const later = summary.promisedAt ?? summary.againAt;
    if (later !== null) add(later, null);
  }
  return [...marks]
    .map(([tag, { at, minutes, count }]) => ({
      at,
      tag,
      title: minutes === null ? words.promise({ count }) : words.mark({ count, minutes }),
    }))
    .sort((one, other) => one.at - other.at)
    .slice(0, MOST);
}
