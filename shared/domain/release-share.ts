// When a release is so large that it is asked about once more: by the customers that it and others of
// the last hour touch, against the cases that are open. Two halves of everybody are everybody.
import { isTakeOut } from './back-fix-step.ts';
import type { DeskState } from './desk.ts';
import type { FixState } from './fix.ts';

/** More than this part of all open cases is agreed to in words, unless the desk says another [D]. */
export const SHIPPED_SHARE = 0.5;
/** Releases so close together count as one [D]. */
export const ONE_RELEASE_MS = 60 * 60_000;

const SETTING = 'release.mostPercent';
export const shareSetting = (percent: number) => ({ [SETTING]: percent });
/** Whole per cent, 1 to 100. */
export const isShare = (percent: number): boolean =>
  Number.isInteger(percent) && percent >= 1 && percent <= 100;

/** Between 0 and 1. */
export function mostShareOf({ settings }: Pick<DeskState, 'settings'>): number {
  const percent = settings[SETTING];
  return typeof percent === 'number' && isShare(percent) ? percent / 100 : SHIPPED_SHARE;
}

export interface Asked {
  /** Whose plans go now. */
  readonly mprns: readonly string[];
  readonly fixes: Iterable<FixState>;
  readonly openCases: number;
  readonly mostShare: number;
  /** UTC ms. */
  readonly now: number;
}

export interface Touched {
  /** Customers of this release and of those of the last hour that nobody was asked about. */
  readonly count: number;
  /** How many of them were released before. */
  readonly before: number;
  readonly isLarge: boolean;
}

export function touchedBy({ mprns, fixes, openCases, mostShare, now }: Asked): Touched {
  const isMuch = (count: number) => count > 1 && count > openCases * mostShare;
  const releases = new Map<string, Set<string>>();
  for (const { mprn, items } of fixes)
    for (const item of items) {
      const { released } = item;
      // Nothing leaves the house by what is taken out of our own EMMA (BF21).
      if (now - released.at >= ONE_RELEASE_MS || isTakeOut(item)) continue;
      const customers = releases.get(released.release) ?? new Set<string>();
      releases.set(released.release, customers.add(mprn));
    }
  // One that was much by itself has been agreed to, and is not agreed to once more.
  const small = [...releases.values()].filter(({ size }) => !isMuch(size));
  const ours = new Set(mprns);
  const before = new Set(small.flatMap((each) => [...each]).filter((mprn) => !ours.has(mprn)));
  const count = ours.size + before.size;
  // One customer by themselves is looked at by whoever releases them.
  return { count, before: before.size, isLarge: ours.size > 1 && isMuch(count) };
}
