// Everybody of whom the market will do something by itself, or should: open cases and the list of
// outstanding 017s together, each with its group, its plan, and the name that is known.
import { useEffect, useMemo, useState } from 'react';
import { shippedPlan } from '../../shared/domain/back-fix.ts';
import type { BackFixStep } from '../../shared/domain/back-fix-step.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { remaining } from '../../shared/domain/closing.ts';
import { fixSubject, type FixState } from '../../shared/domain/fix.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { planOf } from '../../shared/domain/recovery-plan.ts';
import { recoveryOf, stillWaiting, type RecoveryRow } from '../../shared/domain/recovery.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export interface Row extends RecoveryRow {
  /** The case's subject, else the MPRN's. */
  readonly key: string;
  /** Of the open case; null where there is none. */
  readonly summary: Summary | null;
  /** The whole plan, and what of it is not released yet. */
  readonly planned: readonly BackFixStep[];
  readonly steps: readonly BackFixStep[];
  readonly fix: FixState | undefined;
}

export interface AtRecovery {
  readonly list: OutstandingList | null;
  /** How many messages of the list nothing was heard of since. */
  readonly waiting: number;
  readonly rows: readonly Row[];
}

export function useRecovery(): AtRecovery {
  const { summaries, incident, requests, fixes } = useSnapshot();
  const states = useStates(summaries);
  const list = useList();
  const rows = useMemo(() => {
    const bySubject = new Map(summaries.map((summary) => [summary.subject, summary]));
    return recoveryOf({ list, states, requests, fixOf: (mprn) => fixes.get(fixSubject(mprn)) })
      .map((row): Row => {
        const { state, mprn } = row;
        const planned = planOf(row, incident?.point ?? null, shippedPlan);
        const fix = mprn === null ? undefined : fixes.get(fixSubject(mprn));
        return {
          ...row,
          key: state?.subject ?? `mprn:${mprn ?? ''}`,
          summary: state === null ? null : (bySubject.get(state.subject) ?? null),
          planned,
          steps: remaining(planned, fix, state),
          fix,
        };
      })
      .sort(byDanger);
  }, [list, states, requests, summaries, incident, fixes]);
  const waiting = useMemo(
    () => stillWaiting(list, (mprn) => fixes.get(fixSubject(mprn))).length,
    [list, fixes],
  );
  return { list, waiting, rows };
}

/** Whoever could be harmed stands first, then those who are on and could be cut off, then the longest paid. */
function byDanger(one: Row, other: Row): number {
  const rank = ({ summary }: Row) =>
    summary === null
      ? 1
      : (summary.medical ? 4 : 0) +
        (summary.register === 'priority' ? 2 : 0) +
        (summary.power === 'off' ? 0 : 1);
  const since = ({ paidAt, state }: Row) => paidAt ?? state?.noticedAt ?? Infinity;
  return rank(other) - rank(one) || since(one) - since(other) || (one.key < other.key ? -1 : 1);
}

/** The list as it stands; read again whenever anything was written or has come. */
export function useList(): OutstandingList | null {
  const console = useConsole();
  const { saved, sync } = useSnapshot();
  const [list, setList] = useState<OutstandingList | null>(null);
  const [entries, lastAt] = [saved.entries, sync?.lastAt ?? null];
  useEffect(() => {
    let stopped = false;
    void console.outstanding().then((found) => {
      if (!stopped) setList(found);
    });
    return () => {
      stopped = true;
    };
  }, [console, entries, lastAt]);
  return list;
}

/** The folded cases behind the summaries; read again when any of them changed. */
function useStates(summaries: readonly Summary[]): readonly CaseState[] {
  const console = useConsole();
  const [states, setStates] = useState<readonly CaseState[]>([]);
  useEffect(() => {
    let stopped = false;
    void console.casesOf(summaries.map((summary) => summary.subject)).then((found) => {
      if (!stopped) setStates(found);
    });
    return () => {
      stopped = true;
    };
  }, [console, summaries]);
  return states;
}

/** Names of customers without a case, by MPRN, as the book has them. */
export function useBookNames(mprns: readonly string[]): ReadonlyMap<string, string> {
  const console = useConsole();
  const { book } = useSnapshot();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const asked = book === null ? '' : mprns.join(' ');
  useEffect(() => {
    if (asked === '') return;
    let stopped = false;
    void Promise.all(asked.split(' ').map((mprn) => console.customer(mprn))).then((found) => {
      if (stopped) return;
      setNames(
        new Map(
          found.flatMap((customer) =>
            customer === undefined ? [] : [[customer.mprn, customer.name]],
          ),
        ),
      );
    });
    return () => {
      stopped = true;
    };
  }, [console, asked]);
  return names;
}
