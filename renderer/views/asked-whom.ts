// Whom a whole list is written of, a line for each: what is looked at before a key writes it.
import type { Closing } from '../../shared/domain/closing.ts';
import { countsAt } from '../../shared/domain/evidence.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { Words } from '../i18n/words.tsx';
import type { Proposed, Released } from './use-fixes.ts';
import type { Row } from './use-recovery.ts';

const nameOf = (row: Row | null | undefined): string => row?.state?.facts.name ?? '';

/** What was to be done, and the answer that may be its proof. */
export function proposedWhom(
  proposed: readonly Proposed[],
  released: readonly Released[],
  now: number,
  { t, format }: Words,
): readonly string[] {
  return proposed.flatMap(({ mprn, key, of }) => {
    const found = released.find((each) => each.mprn === mprn && each.item.key === key);
    const heard = found?.fix.heard.find(({ entry }) => entry === of);
    if (found === undefined || heard === undefined) return [];
    const who = `${formatMprn(mprn)} ${nameOf(found.row)}`.trim();
    const what = t(`backfix.type.${found.item.type}`);
    return [`${who} · ${what} · ${heard.type}, ${format.when(countsAt(heard), now)}`];
  });
}

export function closingWhom(cases: readonly Closing[], rows: readonly Row[]): readonly string[] {
  const byMprn = new Map(rows.map((row) => [row.mprn, row]));
  return cases.map(({ mprn }) => `${formatMprn(mprn)} ${nameOf(byMprn.get(mprn))}`.trim());
}
