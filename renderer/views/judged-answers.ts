// What becomes of each part of what was dropped: whose it is, what it belongs to, and why it stays out.
// Nothing is left to a count alone: a person must be able to say of every row where it went.
import type { CaseState } from '../../shared/domain/case.ts';
import type { DailyPart } from '../../shared/domain/daily-events.ts';
import type { HeardOf } from '../../shared/domain/hear.ts';
import type { FixState } from '../../shared/domain/fix.ts';
import { judging, knownOf, type AnswerVerdict } from '../../shared/domain/judge-answer.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { DailyFile, MarketFile, Part } from '../files/market-files.ts';
import type { Row } from './use-recovery.ts';

export type Verdict =
  | AnswerVerdict
  /** `part`: of a list in several messages. `madeAt`, `unread`: of a list, as it says itself. */
  | ({ readonly is: 'daily'; readonly day: string; readonly part?: DailyPart } & Pick<
      DailyFile,
      'madeAt' | 'unread'
    >)
  | { readonly is: 'request' }
  | { readonly is: 'refused'; readonly problem: Extract<Part, { is: 'refused' }>['problem'] };

export interface JudgedPart {
  /** Its place among the files of the drop. */
  readonly file: number;
  readonly record: number | null;
  readonly mprn: string | null;
  readonly type: string;
  readonly txRefNbr: string;
  /** Whose message it names, where its MPRN is of somebody else. */
  readonly whose: string | null;
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
  /** Open or closed, as they were when the files were read; of an open one its row knows better. */
  readonly cases: readonly CaseState[];
  /** Also of whoever a newer list has no more. */
  readonly lists: readonly OutstandingList[];
  readonly requests: readonly RequestState[];
}

const asides: ReadonlySet<Verdict['is']> = new Set([
  'notOurs',
  'noMessageOfOurs',
  'disagrees',
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
  const { fixes, rows, cases, lists, requests } = here;
  const open = rows.flatMap(({ state }) => state ?? []);
  const judgeAnswer = judging(
    knownOf({ fixes: fixes.values(), cases: [...cases, ...open], lists, requests }),
  );
  for (const [file, { parts: found }] of files.entries())
    for (const part of found) {
      const base = { file, record: part.record, mprn: null, type: '', txRefNbr: '', whose: null };
      switch (part.is) {
        case 'answer': {
          const { mprn, verdict, whose, heard } = judgeAnswer(part.from);
          const { type, txRefNbr } = part.from.answer;
          parts.push({ ...base, mprn, type, txRefNbr, whose, verdict });
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
          const { type, day, part: one, madeAt, unread } = part.daily;
          const which = {
            ...(one === undefined || one.of === 1 ? {} : { part: one }),
            ...(madeAt === undefined ? {} : { madeAt }),
            ...(unread === undefined ? {} : { unread }),
          };
          parts.push({ ...base, type, verdict: { is: 'daily', day, ...which } });
          daily.push(part.daily);
          break;
        }
        case 'refused':
          parts.push({ ...base, verdict: { is: 'refused', problem: part.problem } });
      }
    }
  return { parts, ours, daily, off };
}
