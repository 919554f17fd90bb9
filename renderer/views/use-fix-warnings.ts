// Whom a released 017 would reconnect twice if it were keyed, handed in or sent again now; of one that a
// person let go with a reason nothing more is asked.
import { useMemo } from 'react';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { replayWarnings, type ReplayWarning } from '../../shared/domain/replay-guard.ts';
import { useSnapshot } from './use-console.ts';
import type { Released } from './use-fixes.ts';

export type FixWarnings = ReadonlyMap<string, readonly ReplayWarning['is'][]>;

/** By the back-fix's key; only of those that somebody could send now. */
export function useFixWarnings(
  released: readonly Released[],
  list: OutstandingList | null,
): FixWarnings {
  const { requests } = useSnapshot();
  return useMemo(() => {
    const found = new Map<string, readonly ReplayWarning['is'][]>();
    for (const { key, mprn, item, fix, row } of released) {
      const isToGo = item.standing === 'released' && item.released.despite === null;
      if (item.txRefNbr === null || !(isToGo || item.standing === 'rejected')) continue;
      const state = row?.state ?? undefined;
      const warnings = replayWarnings({ mprn, item, fix, state, list, requests });
      if (warnings.length > 0)
        found.set(
          key,
          warnings.map(({ is }) => is),
        );
    }
    return found;
  }, [released, list, requests]);
}
