// What becomes of each part of what was dropped: whose it is, what it belongs to, and why it stays out.
// Nothing is left to a count alone: a person must be able to say of every row where it went.
import type { HeardOf } from '../../shared/domain/hear.ts';
import { laterThan, matchedBy, switchedAt, type Answered } from '../../shared/domain/evidence.ts';
import { fixSubject, type FixState } from '../../shared/domain/fix.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { paidSinceOf } from '../../shared/domain/recovery.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { AnswerFrom } from '../../shared/market/answers.ts';
import type { DailyFile, MarketFile, Part } from '../files/market-files.ts';
import type { Row } from './use-recovery.ts';

export type Verdict =
  /** By its TxRefNbr or business reference. */
  | { readonly is: 'matched' | 'proposed' | 'other' }
  /** Taken in, and it changes nothing: of two switchings the later counts (FIX10). */
  | { readonly is: 'older'; readonly than: Answered }
  /** Heard before: nothing is done twice. */
  | { readonly is: 'known' }
  | { readonly is: 'daily'; readonly day: string }
  | { readonly is: 'notOurs' | 'noMessageOfOurs' | 'request' }
  | { readonly is: 'refused'; readonly problem: Extract<Part, { is: 'refused' }>['problem'] };

export interface JudgedPart {
  /** Its place among the files of the drop. */
  readonly file: number;
  readonly record: number | null;
  readonly mprn: string | null;
  readonly type: string;
  readonly txRefNbr: string;
  readonly verdict: Verdict;
}

export interface Judged {
  readonly parts: readonly JudgedPart[];
  /** What the log is told. */
  readonly ours: readonly HeardOf[];
  readonly daily: readonly DailyFile[];
  /** Answers that say that the power is off now. */
  readonly off: number;
}

/** What the desk knows when it judges. */
export interface KnownHere {
  readonly fixes: ReadonlyMap<string, FixState>;
  readonly rows: readonly Row[];
  /** Also of whoever a newer list has no more. */
  readonly lists: readonly OutstandingList[];
  readonly requests: readonly RequestState[];
}

const asides: ReadonlySet<Verdict['is']> = new Set([
  'notOurs',
  'noMessageOfOurs',
  'request',
  'refused',
]);

/** Nothing of it comes in, and its original is a person's to keep. */
export const isAside = ({ verdict }: JudgedPart): boolean => asides.has(verdict.is);

export const countOf = ({ parts }: Judged, ...of: readonly Verdict['is'][]): number =>
  parts.filter(({ verdict }) => of.includes(verdict.is)).length;

export function judge(files: readonly MarketFile[], here: KnownHere): Judged {
  const parts: JudgedPart[] = [];
  const ours: HeardOf[] = [];
  const daily: DailyFile[] = [];
  let off = 0;
  const judgeAnswer = judging(here);
  for (const [file, { parts: found }] of files.entries())
    for (const part of found) {
      const base = { file, record: part.record, mprn: null, type: '', txRefNbr: '' };
      switch (part.is) {
        case 'answer': {
          const { mprn, verdict, heard } = judgeAnswer(part.from);
          const { type, txRefNbr } = part.from.answer;
          parts.push({ ...base, mprn, type, txRefNbr, verdict });
          if (heard === null) break;
          ours.push(heard);
          // An old word of it switches nobody off.
          if (heard.answer.tells === 'deEnergised' && verdict.is !== 'older') off += 1;
          break;
        }
        case 'request': {
          const { mprn, type, txRefNbr } = part;
          parts.push({ ...base, mprn, type, txRefNbr, verdict: { is: 'request' } });
          break;
        }
        case 'daily': {
          const { type, day } = part.daily;
          parts.push({ ...base, type, verdict: { is: 'daily', day } });
          daily.push(part.daily);
          break;
        }
        case 'refused':
          parts.push({ ...base, verdict: { is: 'refused', problem: part.problem } });
      }
    }
  return { parts, ours, daily, off };
}

interface JudgedAnswer {
  readonly mprn: string | null;
  readonly verdict: Verdict;
  /** Null of what does not come in. */
  readonly heard: HeardOf | null;
}

/** A 601 names only the message it rejects; whose that was is looked up among our own. */
function judging({ fixes, rows, lists, requests }: KnownHere): (of: AnswerFrom) => JudgedAnswer {
  const listed = new Set(lists.flatMap(({ messages }) => messages.map(({ mprn }) => mprn)));
  const byTx = new Map(
    [...fixes.values()].flatMap(({ mprn, items }) =>
      items.flatMap(({ txRefNbrs }) => txRefNbrs.map((each) => [each, mprn] as const)),
    ),
  );
  const byMprn = new Map(rows.flatMap((row) => (row.mprn === null ? [] : [[row.mprn, row]])));
  const seen = new Set<string>();
  return ({ mprn: named, answer }) => {
    const mprn = named ?? byTx.get(answer.original ?? '') ?? null;
    const row = mprn === null ? undefined : byMprn.get(mprn);
    const fix = mprn === null ? undefined : fixes.get(fixSubject(mprn));
    if (mprn === null) return { mprn, verdict: { is: 'noMessageOfOurs' }, heard: null };
    if (row === undefined && fix === undefined && !listed.has(mprn))
      return { mprn, verdict: { is: 'notOurs' }, heard: null };
    const once = `${mprn}/${answer.txRefNbr}`;
    const before = fix?.heard ?? [];
    if (seen.has(once) || before.some(({ txRefNbr }) => txRefNbr === answer.txRefNbr))
      return { mprn, verdict: { is: 'known' }, heard: null };
    seen.add(once);
    const isOff = answer.tells === 'deEnergised' && (row?.state ?? null) === null;
    const off = switchedAt(answer);
    const paidSince = isOff ? paidSinceOf({ mprn, off, lists, requests }) : null;
    const heard = { mprn, answer, ...(paidSince === null ? {} : { paidSince }) };
    return { mprn, verdict: verdictOn(answer, fix), heard };
  };
}

function verdictOn(answer: Answered, fix: FixState | undefined): Verdict {
  const isSwitching = answer.tells === 'energised' || answer.tells === 'deEnergised';
  const than = isSwitching ? laterThan(answer, fix?.heard ?? []) : undefined;
  if (than !== undefined) return { is: 'older', than };
  if (fix === undefined) return { is: 'other' };
  const isMatched = fix.items.some(
    ({ txRefNbrs, businessReference }) =>
      matchedBy(answer, { txRefNbrs, businessReference }) !== null,
  );
  return { is: isMatched ? 'matched' : 'proposed' };
}
