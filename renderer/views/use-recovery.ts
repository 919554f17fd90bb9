// Everybody of whom the market will do something by itself, or should: open cases and the list of
// outstanding 017s together, each with its group, its plan, and the name that is known.
import { useEffect, useMemo, useState } from 'react';
import { must } from '../../shared/lib/check.ts';
import type { BackFixStep } from '../../shared/domain/back-fix-step.ts';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { remaining } from '../../shared/domain/closing.ts';
import { fixSubject, type FixState } from '../../shared/domain/fix.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { planOf } from '../../shared/domain/recovery-plan.ts';
import { recoveryOf, stillWaiting, type RecoveryRow } from '../../shared/domain/recovery.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { planSettingsOf } from '../console/organisation.ts';
import { failedPoint } from './because-words.ts';
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
  /** Whether all of it has been read; what could not be is nothing to plan by. */
  readonly read: 'reading' | 'unread' | 'read';
}

export function useRecovery(): AtRecovery {
  const snapshot = useSnapshot();
  const { summaries, requests, fixes, hello, desk } = snapshot;
  const point = failedPoint(snapshot);
  const settings = useMemo(() => planSettingsOf({ hello, desk }), [hello, desk]);
  const cases = useStates(summaries);
  const outstanding = useList();
  const read = [cases, outstanding].includes('unread')
    ? 'unread'
    : [cases, outstanding].includes('reading')
      ? 'reading'
      : 'read';
  const states = typeof cases === 'string' ? none : cases;
  const list = typeof outstanding === 'string' ? null : outstanding;
  const rows = useMemo(() => {
    const bySubject = new Map(summaries.map((summary) => [summary.subject, summary]));
    return recoveryOf({ list, states, requests, fixOf: (mprn) => fixes.get(fixSubject(mprn)) })
      .map((row): Row => {
        const { state, mprn } = row;
        const planned = planOf(row, point, settings);
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
  }, [list, states, requests, summaries, point, settings, fixes]);
  const waiting = useMemo(
    () => stillWaiting(list, (mprn) => fixes.get(fixSubject(mprn)), states).length,
    [list, fixes, states],
  );
  return { list, waiting, rows, read };
}

/** One case as the whole recovery has it. */
export function useRowOf(state: CaseState): RecoveryRow | 'reading' | 'unread' {
  const { requests, fixes } = useSnapshot();
  const list = useList();
  return useMemo(() => {
    if (typeof list === 'string') return list;
    const mprn = mprnOf(state.subject);
    const own =
      list === null
        ? null
        : { ...list, messages: list.messages.filter((message) => message.mprn === mprn) };
    const fixOf = (of: string) => fixes.get(fixSubject(of));
    const [row] = recoveryOf({ list: own, states: [state], requests, fixOf });
    return must(row, 'each case has a row');
  }, [list, state, requests, fixes]);
}

const none: readonly CaseState[] = [];

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
export function useList(): OutstandingList | null | 'unread' | 'reading' {
  const console = useConsole();
  const { saved, sync, trouble } = useSnapshot();
  const [list, setList] = useState<OutstandingList | null | 'unread' | 'reading'>('reading');
  const [entries, lastAt] = [saved.entries, sync?.lastAt ?? null];
  const isWell = trouble === null;
  useEffect(() => {
    let stopped = false;
    void console.outstanding().then((found) => {
      if (!stopped) setList(found);
    });
    return () => {
      stopped = true;
    };
  }, [console, entries, lastAt, isWell]);
  return list;
}

/** The folded cases behind the summaries; read again when any of them changed. */
function useStates(summaries: readonly Summary[]): readonly CaseState[] | 'unread' | 'reading' {
  const console = useConsole();
  const isWell = useSnapshot().trouble === null;
  const [states, setStates] = useState<readonly CaseState[] | 'unread' | 'reading'>('reading');
  useEffect(() => {
    let stopped = false;
    void console.casesOf(summaries.map((summary) => summary.subject)).then((found) => {
      if (!stopped) setStates(found);
    });
    return () => {
      stopped = true;
    };
  }, [console, summaries, isWell]);
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
