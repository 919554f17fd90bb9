// The clock of a laptop: it runs fast or slow, and now and then something sets it, wrongly.

const MIN = 60_000;
/** No clock is further off than this, beside the one that is a whole day ahead. */
export const FURTHEST = 10 * MIN;
/** A twentieth: in a night that is more than a minute. */
const FASTEST = 0.05;
const MOST_BETWEEN = 30 * MIN;

export interface Drifting {
  readonly random: () => number;
  /** UTC ms; it is set for the last time before `until` and goes on running wrong. */
  readonly from: number;
  readonly until: number;
  /** Beside all that, ms. */
  readonly ahead: number;
}

/** How far the clock is off at a moment (UTC ms), ms. */
export function laptopClock({ random, from, until, ahead }: Drifting): (now: number) => number {
  const within = (most: number) => (random() - 0.5) * 2 * most;
  const settings: { readonly at: number; readonly off: number; readonly rate: number }[] = [];
  for (let at = from; at < until; at += random() * MOST_BETWEEN)
    settings.push({ at, off: within(FURTHEST), rate: within(FASTEST) });
  return (now) => {
    const last = settings.findLast(({ at }) => at <= now);
    if (last === undefined) return ahead;
    const off = last.off + last.rate * (now - last.at);
    return ahead + Math.max(-FURTHEST, Math.min(FURTHEST, off));
  };
}
