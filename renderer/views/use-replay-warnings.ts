// Whom a 017 would reconnect twice, before it is released: by what waits, by what the market has said.
import { useMemo } from 'react';
import { fixSubject } from '../../shared/domain/fix.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { replayWarnings, type ReplayWarning } from '../../shared/domain/replay-guard.ts';
import { useSnapshot } from './use-console.ts';
import type { Row } from './use-recovery.ts';

export type Warned = ReadonlyMap<string, readonly ReplayWarning['is'][]>;

/** By the row's key; what the plan itself waits for first is no reason to stay out. */
export function useReplayWarnings(rows: readonly Row[], list: OutstandingList | null): Warned {
  const { requests, now, device, operator } = useSnapshot();
  return useMemo(() => {
    const found = new Map<string, readonly ReplayWarning['is'][]>();
    for (const { key, mprn, state, steps, fix } of rows) {
      const sends = steps.some(({ type }) => type === 'send017' || type === 'sendAgain017');
      if (mprn === null || !sends) continue;
      const isFirst = steps.some(({ type }) => type === 'cancelD05' || type === 'askFirst');
      const warnings = replayWarnings({
        mprn,
        item: {
          txRefNbr: null,
          released: {
            operator: operator ?? '',
            device,
            at: now,
            entry: '',
            release: '',
            agent: null,
            despite: null,
            authorised: null,
          },
        },
        fix: fix ?? {
          subject: fixSubject(mprn),
          mprn,
          items: [],
          heard: [],
          signed: null,
          signedLess: null,
          wroteAt: {},
          toSign: [],
          changedAt: 0,
        },
        state: state ?? undefined,
        list,
        requests,
      }).filter(({ is }) => !(isFirst && is === 'd05Waits'));
      if (warnings.length > 0)
        found.set(
          key,
          warnings.map(({ is }) => is),
        );
    }
    return found;
  }, [rows, list, requests, now, device, operator]);
}
