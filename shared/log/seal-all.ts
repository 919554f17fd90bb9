// What is decided in one act goes to the end of the chain in one go, entry after entry.
import { seal, tipAfter, type Draft, type Entry, type Tip } from './entry.ts';
import { uuid7, type RandomBytes } from './ids.ts';
import { FAR_AHEAD_MS, laterStamp, nextStamp, type Stamp } from './stamp.ts';

export interface SealTools {
  readonly random: RandomBytes;
  /** What `now` was put right by, once a gateway has told the time, ms. */
  readonly clockOffset?: () => number;
}

export interface SealOptions {
  /**
   * The latest stamp in each subject that other organisations read, null where it has none. Such an
   * entry comes after what was said there and nothing else: its stamp must not tell of the rest.
   */
  readonly latestIn?: (subject: string) => Stamp | null;
  /** The clock may be another one than before (clock-run.ts), or this act says that it was wrong. */
  readonly startsEpoch?: boolean;
}

/**
 * The run of its clock in which a device writes next: another one where it was set back by more than is
 * nobody's business, where it is put right by another amount, and where the act says so. So whatever is
 * said of a run is said of nothing that is written after it.
 */
export function epochAfter(
  { seq, last }: Tip,
  now: number,
  tools: SealTools,
  startsEpoch = false,
): number {
  const clockOffset = tools.clockOffset?.() ?? 0;
  const isSame =
    !startsEpoch &&
    last !== undefined &&
    now >= last.at - FAR_AHEAD_MS &&
    clockOffset === last.clockOffset;
  if (isSame) return last.epoch;
  if (seq === 0) return 0;
  return tools.random(3).reduce((number, byte) => number * 256 + byte, 0) + 1;
}

/** Subjects that other organisations may read: what is said in them has its order by itself. */
export const isSharedSubject = (subject: string): boolean => /^(?:request|clock):/.test(subject);

export function sealAll(
  drafts: readonly Draft[],
  tip: Tip,
  operator: string,
  now: number,
  tools: SealTools,
  { latestIn = () => null, startsEpoch = false }: SealOptions = {},
): { readonly entries: readonly Entry[]; readonly tip: Tip } {
  const clockOffset = tools.clockOffset?.() ?? 0;
  const entries: Entry[] = [];
  const inSubject = new Map<string, Stamp>();
  const epoch = drafts.length === 0 ? 0 : epochAfter(tip, now, tools, startsEpoch);
  let end = tip;
  for (const each of drafts) {
    const { subject } = each;
    const isShared = isSharedSubject(subject);
    const before = isShared ? (inSubject.get(subject) ?? latestIn(subject)) : end.stamp;
    const stamp = nextStamp(before, now, end.device);
    if (isShared) inSubject.set(subject, stamp);
    const entry = seal(each, end, {
      id: uuid7(now, tools.random),
      now,
      clockOffset,
      stamp,
      operator,
      epoch,
    });
    entries.push(entry);
    end = { ...tipAfter(entry), stamp: laterStamp(end.stamp, stamp) };
  }
  return { entries, tip: end };
}
