// Which alarms the host must keep: for every open customer the marks still to come, gathered by
// the minute so that a wave of customers is one alarm with a count, not fifty.
import type { Alarm } from '../../shared/bridge.ts';
import { clockStart, MINUTE, type ClockSettings } from '../../shared/domain/backstop-clock.ts';
import { isStanding, type GuardState } from '../../shared/domain/guard.ts';
import { waitsUntil } from '../../shared/domain/waits.ts';
import { ringsAt } from './alarm-stack.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { rankOf } from '../../shared/domain/triage.ts';

export interface AlarmWords {
  /** `who`: the customer, of several the one who is worked first. */
  readonly mark: (args: {
    readonly count: number;
    readonly minutes: number;
    readonly who: string;
  }) => string;
  readonly promise: (args: { readonly count: number; readonly who: string }) => string;
  /** Somebody depends on powered medical equipment: rings at once. */
  readonly medical: (args: { readonly who: string }) => string;
  /** The market has switched them off again: rings at once. */
  readonly cutOff: (args: { readonly count: number; readonly who: string }) => string;
  /** So many holds on disconnections are to be looked at. */
  readonly hold: (args: { readonly count: number }) => string;
}

/** A customer in a line read from across the room: the name, else the number, else neither. */
export function whoOf({ name, mprn }: Pick<Summary, 'name' | 'mprn'>): string {
  return name !== '' ? shortened(name) : mprn === null ? '' : formatMprn(mprn);
}

/** What a title has room for, as a person counts signs. */
const MOST_OF_A_NAME = 60;

function shortened(name: string): string {
  if (name.length <= MOST_OF_A_NAME) return name;
  const kept = name.slice(0, MOST_OF_A_NAME - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…`;
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
  const found = new Map<number, { count: number; first: Summary }>();
  const add = (summary: Summary, at: number, mark: number) => {
    // By the minute in which it rings: one planned anew just before that still rings.
    const rings = ringsAt(at);
    if (rings <= now) return;
    const key = (rings / MINUTE) * SPAN + mark;
    const before = found.get(key);
    if (before === undefined) found.set(key, { count: 1, first: summary });
    else {
      before.count += 1;
      if (rankOf(summary) < rankOf(before.first)) before.first = summary;
    }
  };
  for (const summary of summaries) {
    if (!summary.open || summary.power !== 'off' || summary.excluded) continue;
    const start = clockStart(summary);
    for (const minutes of settings.alarmMinutes) add(summary, start + minutes * MINUTE, minutes);
    const later = waitsUntil(summary);
    if (later !== null) add(summary, later, PROMISE);
  }
  return [...found]
    .sort(([one], [other]) => one - other)
    .slice(0, MOST)
    .map(([key, { count, first }]) => {
      const who = whoOf(first);
      const minutes = key % SPAN;
      const at = Math.floor(key / SPAN) * MINUTE;
      return minutes === PROMISE
        ? { at, tag: `promise:${at}`, title: words.promise({ count, who }) }
        : { at, tag: `t${minutes}:${at}`, title: words.mark({ count, minutes, who }) };
    });
}

/** When somebody is to look at holds again: one alarm for all of one minute. */
export function planReviews(
  guards: readonly GuardState[],
  now: number,
  words: AlarmWords,
): readonly Alarm[] {
  const counts = new Map<number, number>();
  for (const guard of guards) {
    if (guard.reviewAt === null || !isStanding(guard)) continue;
    const at = ringsAt(guard.reviewAt);
    if (at > now) counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one], [other]) => one - other)
    .slice(0, MOST_REVIEWS)
    .map(([at, count]) => ({ at, tag: `hold:${at}`, title: words.hold({ count }) }));
}

const MOST_REVIEWS = 50;
