// The backstop clock. It starts at the qualifying payment and is never paused: everything here is
// derived from stored instants, so a laptop that slept or jumped shows the same minutes as one
// that did not. (Total backstop 75 minutes: CRU21109 as quoted in DR1221. The split 60/15 is one
// supplier's wording to customers, hence a setting.)

export const MINUTE = 60_000;
export const BACKSTOP_MINUTES = 75;

export interface ClockSettings {
  /** Minutes after payment at which the supplier's own part is over. */
  readonly supplierMinutes: number;
  /** Minutes after payment at which somebody is made to look. */
  readonly alarmMinutes: readonly number[];
}

export const shippedClock: ClockSettings = {
  supplierMinutes: 60,
  alarmMinutes: [45, 60, 70, 75],
};

export interface ClockStart {
  readonly paidAt: number | null;
  readonly noticedAt: number;
}

/** `noticed`: the payment time is not known, so the clock counts from when somebody noticed. */
export type ClockBasis = 'payment' | 'noticed';

/** `past`: over 75 minutes. `supplierPast`: over the supplier's part. `ahead`: paid in the future. */
export type ClockPhase = 'ahead' | 'running' | 'supplierPast' | 'past';

export interface ClockReading {
  readonly basis: ClockBasis;
  readonly startedAt: number;
  readonly deadlineAt: number;
  /** Whole minutes since the start, rounded down. */
  readonly minutesSince: number;
  /** Whole minutes left, rounded up, 75 at most; negative once past (−1 in the first minute past). */
  readonly minutesLeft: number;
  readonly phase: ClockPhase;
}

export function clockStart(start: ClockStart): number {
  return start.paidAt ?? start.noticedAt;
}

export function deadlineOf(start: ClockStart): number {
  return clockStart(start) + BACKSTOP_MINUTES * MINUTE;
}

export function readClock(start: ClockStart, at: number, settings: ClockSettings): ClockReading {
  const startedAt = clockStart(start);
  const deadlineAt = startedAt + BACKSTOP_MINUTES * MINUTE;
  const since = (at - startedAt) / MINUTE;
  const left = (deadlineAt - at) / MINUTE;
  const phase: ClockPhase =
    left < 0
      ? 'past'
      : since >= settings.supplierMinutes
        ? 'supplierPast'
        : since < 0
          ? 'ahead'
          : 'running';
  return {
    basis: start.paidAt === null ? 'noticed' : 'payment',
    startedAt,
    deadlineAt,
    minutesSince: Math.floor(since),
    minutesLeft: left < 0 ? -Math.ceil(-left) : Math.min(BACKSTOP_MINUTES, Math.ceil(left)),
    phase,
  };
}

/** Minutes from payment to power, and whether the backstop was kept. Only of a known payment. */
export function timeTaken(
  start: ClockStart,
  backAt: number,
): { readonly minutes: number; readonly inTime: boolean } {
  const minutes = (backAt - clockStart(start)) / MINUTE;
  return { minutes: Math.floor(minutes), inTime: minutes <= BACKSTOP_MINUTES };
}
