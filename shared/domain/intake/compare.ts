// A second export of the same outage: what is new, what changed and how, what did not, and who is
// no longer listed. "No longer listed" closes nothing: somebody looks.
import { differences, type Difference, type Facts } from '../facts.ts';
import { worstLevel, type CheckedRow } from './check-row.ts';

export type Standing =
  | { readonly is: 'new' }
  | { readonly is: 'changed'; readonly differences: readonly Difference[] }
  | { readonly is: 'unchanged' }
  | { readonly is: 'duplicate'; readonly of: number; readonly differs: boolean };

export interface ComparedRow extends CheckedRow {
  readonly standing: Standing;
}

export interface Comparison {
  readonly rows: readonly ComparedRow[];
  /** MPRNs that an earlier file brought in, still open, and that this one does not name. */
  readonly noLongerListed: readonly string[];
}

export function compareWithOpen(
  rows: readonly CheckedRow[],
  factsOf: (mprn: string) => Facts | undefined,
  openFromFiles: readonly string[],
): Comparison {
  const first = new Map<string, CheckedRow>();
  const compared = rows.map((row): ComparedRow => {
    if (row.mprn === null) return { ...row, standing: { is: 'new' } };
    const earlier = first.get(row.mprn);
    if (earlier !== undefined) {
      const differs = differences(earlier.facts, row.facts).length > 0;
      return { ...row, standing: { is: 'duplicate', of: earlier.record, differs } };
    }
    first.set(row.mprn, row);
    const known = factsOf(row.mprn);
    if (known === undefined) return { ...row, standing: { is: 'new' } };
    const changed = differences(known, row.facts);
    return {
      ...row,
      standing:
        changed.length === 0 ? { is: 'unchanged' } : { is: 'changed', differences: changed },
    };
  });
  return { rows: compared, noLongerListed: openFromFiles.filter((mprn) => !first.has(mprn)) };
}

/** A row that comes in when the person confirms; `overridden` lets the unusual ones in too. */
export function comesIn(row: ComparedRow, overridden: boolean): boolean {
  if (row.standing.is === 'unchanged') return false;
  if (row.standing.is === 'duplicate') return false;
  const level = worstLevel(row);
  return level !== 'refuse' && (level !== 'override' || overridden);
}
