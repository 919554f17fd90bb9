// What is decided in one act goes to the end of the chain in one go, entry after entry.
import { seal, tipAfter, type Draft, type Entry, type Tip } from './entry.ts';
import { uuid7, type RandomBytes } from './ids.ts';
import { nextStamp } from './stamp.ts';

export interface SealTools {
  readonly random: RandomBytes;
  /** What `now` was put right by, once a gateway has told the time, ms. */
  readonly clockOffset?: () => number;
}

export function sealAll(
  drafts: readonly Draft[],
  tip: Tip,
  operator: string,
  now: number,
  tools: SealTools,
): { readonly entries: readonly Entry[]; readonly tip: Tip } {
  const clockOffset = tools.clockOffset?.() ?? 0;
  const entries: Entry[] = [];
  let end = tip;
  for (const each of drafts) {
    const stamp = nextStamp(end.stamp, now, end.device);
    const entry = seal(each, end, {
      id: uuid7(now, tools.random),
      now,
      clockOffset,
      stamp,
      operator,
    });
    entries.push(entry);
    end = tipAfter(entry);
  }
  return { entries, tip: end };
}
