// A second export of the same outage: what is new, what changed and how, what did not, and who is
// no longer listed. "No longer listed" closes nothing: somebody looks.
import { MINUTE } from '../backstop-clock.ts';
import type { CaseState } from '../case.ts';
import {
  differences,
  isSameFact,
  type Difference,
  type FactField,
  type Facts,
  type FactValue,
} from '../facts.ts';
import { worstLevel, type CheckedRow, type Finding } from './check-row.ts';

export type Standing =
  | { readonly is: 'new' }
  | {
      readonly is: 'changed';
      readonly differences: readonly Difference[];
      /** What the file says otherwise and a person's word, or the earlier payment, stands against. */
      readonly kept: readonly Difference[];
      /** A file before this one did not name it any more. */
      readonly listedAgain: boolean;
    }
  | { readonly is: 'unchanged' }
  | { readonly is: 'duplicate'; readonly of: number; readonly differs: boolean };

export interface ComparedRow extends CheckedRow {
  readonly standing: Standing;
  /** What its payment time does to the clock of a customer who is known: `stays` though it differs. */
  readonly clock: 'less' | 'stays' | null;
}

/** What a file is held against of a customer who is in the queue already. */
export interface KnownCase {
  readonly paidAt: number | null;
  readonly noticedAt: number;
  /** Facts that no file replaces: a person told them or put them right (CASE18). */
  readonly told: readonly FactField[];
  /** What earlier files said otherwise, the last of each field: not news a second time. */
  readonly heard: ReadonlyMap<FactField, FactValue>;
  readonly isUnlisted: boolean;
}

export function knownCase(state: CaseState): KnownCase {
  const heard = new Map<FactField, FactValue>();
  for (const { source, at, differences: found } of state.reports) {
    if (source !== 'file') continue;
    for (const { field, to } of found)
      // What Networks said since is answered by whoever says it again (CASE17).
      if (field !== 'openD05' || at >= (state.d05?.at ?? 0)) heard.set(field, to);
  }
  return {
    paidAt: state.facts.paidAt ?? null,
    noticedAt: state.noticedAt,
    told: state.told,
    heard,
    isUnlisted: state.unlisted !== null,
  };
}

export interface Comparison {
  readonly rows: readonly ComparedRow[];
  /** MPRNs that an earlier file brought in, still open, and that this one does not name. */
  readonly noLongerListed: readonly string[];
}

/** A payment so long before the outage is no part of it [D]. */
const MOST_BEFORE = 24 * 60 * MINUTE;
/** A known clock is moved by a file by no more than this without a person's look [D]. */
const MOST_MOVED = 2 * 60 * MINUTE;

const judged = new Set<Finding['code']>(['paidDaysBefore', 'clockMoves']);

/**
 * `since`: when the outage began, or now: a payment is judged against the earlier one. `caseOf`: how
 * the case of a known customer stands.
 */
export function compareWithOpen(
  checked: readonly CheckedRow[],
  factsOf: (mprn: string) => Facts | undefined,
  openFromFiles: readonly string[],
  since: number,
  caseOf: (mprn: string) => KnownCase | undefined = () => undefined,
): Comparison {
  const rows = checked.map((row) => withTimeFindings(row, factsOf, since));
  const first = new Map<string, CheckedRow>();
  const compared = rows.map((row): ComparedRow => {
    if (row.mprn === null) return { ...row, standing: { is: 'new' }, clock: null };
    const earlier = first.get(row.mprn);
    if (earlier !== undefined) {
      const differs = differences(earlier.facts, row.facts).length > 0;
      return { ...row, standing: { is: 'duplicate', of: earlier.record, differs }, clock: null };
    }
    first.set(row.mprn, row);
    const known = factsOf(row.mprn);
    if (known === undefined) return { ...row, standing: { is: 'new' }, clock: null };
    const open = caseOf(row.mprn);
    return {
      ...row,
      standing: standingOf(known, row.facts, open),
      clock: clockChange(row.facts.paidAt, open),
    };
  });
  return { rows: compared, noLongerListed: openFromFiles.filter((mprn) => !first.has(mprn)) };
}

/** The same file a second time says nothing new, also where a person's word stands against it. */
function standingOf(facts: Facts, stated: Facts, open: KnownCase | undefined): Standing {
  const news = differences(facts, stated).filter(
    ({ field, to }) => !(open?.heard.has(field) === true && isSameFact(open.heard.get(field), to)),
  );
  const listedAgain = open?.isUnlisted ?? false;
  if (news.length === 0 && !listedAgain) return { is: 'unchanged' };
  const stays = ({ field, to }: Difference) =>
    open !== undefined &&
    (open.told.includes(field) ||
      (field === 'paidAt' && open.paidAt !== null && Number(to) > open.paidAt));
  return {
    is: 'changed',
    differences: news.filter((each) => !stays(each)),
    kept: news.filter(stays),
    listedAgain,
  };
}

/** As the case will read it: the earliest payment told keeps the clock (CASE14). */
function clockChange(paidAt: number | undefined, known: KnownCase | undefined) {
  if (paidAt === undefined || known === undefined || paidAt === known.paidAt) return null;
  if (!known.told.includes('paidAt') && paidAt < (known.paidAt ?? known.noticedAt)) return 'less';
  return known.paidAt === null ? null : 'stays';
}

/** A time that cannot be of this outage, or that moves a known clock by hours: look again. */
function withTimeFindings(
  row: CheckedRow,
  factsOf: (mprn: string) => Facts | undefined,
  since: number,
): CheckedRow {
  const bare = row.findings.filter(({ code }) => !judged.has(code));
  const { paidAt } = row.facts;
  if (paidAt === undefined) return { ...row, findings: bare };
  const known = row.mprn === null ? undefined : factsOf(row.mprn)?.paidAt;
  const moved = known === undefined ? 0 : paidAt - known;
  const isLongAgo = bare.some(({ code }) => code === 'paidLongAgo');
  const look = { level: 'override', field: 'paidAt' } as const;
  return {
    ...row,
    findings: [
      ...bare,
      // Comes in, and is looked at: a payment may have waited that long.
      ...(paidAt < since - MOST_BEFORE && !isLongAgo
        ? [{ level: 'warn', field: 'paidAt', code: 'paidDaysBefore' } as const]
        : []),
      // A later one gives no more time, whatever it says.
      ...(known !== undefined && moved < -MOST_MOVED
        ? [
            {
              ...look,
              code: 'clockMoves',
              from: known,
              minutes: Math.round(-moved / MINUTE),
            } as const,
          ]
        : []),
    ],
  };
}

/** A row that comes in when the person confirms; `overridden` lets the unusual ones in too. */
export function comesIn(row: ComparedRow, overridden: boolean): boolean {
  if (row.standing.is === 'unchanged') return false;
  if (row.standing.is === 'duplicate') return false;
  const level = worstLevel(row);
  return level !== 'refuse' && (level !== 'override' || overridden);
}
