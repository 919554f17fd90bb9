// Alarms as instants, not as running timers: a timer only says when to look again. After sleep, or
// when the clock was moved, whatever is due goes off at once and says how late it is.
import type { Alarm } from '../shared/bridge.ts';

export interface AlarmPorts {
  readonly now: () => number;
  /** Calls back once after `ms`; the returned function forgets it. */
  readonly after: (ms: number, work: () => void) => () => void;
  readonly ring: (alarms: readonly (Alarm & { readonly lateByMs: number })[]) => void;
}

export interface AlarmClock {
  /** Replaces the whole set. One that has rung does not ring again under the same tag. */
  set(alarms: readonly Alarm[]): void;
  /** Looks at the clock now: after sleep, or when somebody moved it. */
  look(): void;
  stop(): void;
}

/** Looked at least this often, so that a clock that was moved is noticed. */
const LONGEST_MS = 30_000;
const REMEMBERED = 5000;

export function createAlarmClock(ports: AlarmPorts): AlarmClock {
  let waiting: readonly Alarm[] = [];
  const rung = new Set<string>();
  let forget: (() => void) | null = null;

  const look = () => {
    forget?.();
    forget = null;
    const now = ports.now();
    const due = waiting.filter((alarm) => alarm.at <= now && !rung.has(alarm.tag));
    waiting = waiting.filter((alarm) => alarm.at > now);
    for (const alarm of due) rung.add(alarm.tag);
    if (rung.size > REMEMBERED) rung.clear();
    if (due.length > 0) ports.ring(due.map((alarm) => ({ ...alarm, lateByMs: now - alarm.at })));
    const next = waiting.reduce(
      (least, alarm) => Math.min(least, alarm.at),
      Number.POSITIVE_INFINITY,
    );
    if (next !== Number.POSITIVE_INFINITY) {
      forget = ports.after(Math.min(LONGEST_MS, Math.max(0, next - now)), look);
    }
  };
  return {
    set: (alarms) => {
      // What is due rings, also when a new set comes before anybody looked.
      look();
      waiting = alarms;
      look();
    },
    look,
    stop: () => forget?.(),
  };
}
