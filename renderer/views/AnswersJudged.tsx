// File by file, and row by row within one, what comes in and what stays out, with the reason: what wants a
// person first where there are more than a sheet can show.
import { isOverBy } from '../../shared/domain/daily.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import { describeProblem, problems, type ProblemCode } from '../../shared/market/problem.ts';
import { isUnread, type MarketFile } from '../files/market-files.ts';
import { sentence } from './channel-words.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { Banner, Mprn, Tag, type Tone } from '../ui/parts.tsx';
import { countOf, isAside, type Judged, type JudgedPart, type Verdict } from './judged-answers.ts';
import { useSnapshot } from './use-console.ts';

const MOST_SHOWN = 100;

export function AnswersJudged(props: {
  readonly files: readonly MarketFile[];
  readonly judged: Judged;
  /** When it was taken in, UTC ms; null before that. */
  readonly takenAt: number | null;
}) {
  const { files, judged, takenAt } = props;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const { parts, ours, off } = judged;
  const count = (...of: readonly Verdict['is'][]) => countOf(judged, ...of);
  const [older, known, notOurs] = [
    count('older'),
    count('known'),
    count('notOurs', 'noMessageOfOurs'),
  ];
  const [requests, refused] = [count('request'), count('refused')];
  const disagreeing = parts.filter(isOfTwo).length;
  const shown = shownOf(parts);
  return (
    <>
      {takenAt === null ? null : (
        <Banner tone="ok">
          {t('answers.takenAt', {
            count: ours.length + count('daily'),
            at: format.when(takenAt, now),
          })}
        </Banner>
      )}
      <p>
        {t('answers.figures', {
          matched: count('matched'),
          proposed: count('proposed'),
          other: count('other'),
        })}
      </p>
      {off === 0 ? null : <Banner tone="late">{t('answers.cutOff', { count: off })}</Banner>}
      {older === 0 ? null : <p className="muted">{t('answers.older', { count: older })}</p>}
      {known === 0 ? null : <p className="muted">{t('answers.known', { count: known })}</p>}
      {notOurs === 0 ? null : (
        <Banner tone="need">{t('answers.notOurs', { count: notOurs })}</Banner>
      )}
      {disagreeing === 0 ? null : (
        <Banner tone="late" urgent={takenAt === null}>
          {t('answers.disagree', { count: disagreeing })}
        </Banner>
      )}
      {requests === 0 ? null : <p className="muted">{t('answers.others', { count: requests })}</p>}
      {refused === 0 ? null : (
        <Banner tone="late" urgent={takenAt === null}>
          {t('answers.refused', { count: refused })}
        </Banner>
      )}
      <div className="sheet-table whole" role="region" tabIndex={0} aria-label={t('answers.each')}>
        <table className="answers-table">
          <thead>
            <tr>
              {(['file', 'mprn', 'type', 'txRefNbr', 'became'] as const).map((each) => (
                <th key={each} scope="col">
                  {t(`answers.column.${each}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((part, index) => (
              <PartRow
                key={index}
                part={part}
                name={files[part.file]?.name ?? ''}
                isTaken={takenAt !== null}
              />
            ))}
          </tbody>
        </table>
      </div>
      {parts.length > shown.length ? (
        <p className="muted small">{t('answers.more', { count: parts.length - shown.length })}</p>
      ) : null}
    </>
  );
}

function PartRow(props: {
  readonly part: JudgedPart;
  readonly name: string;
  readonly isTaken: boolean;
}) {
  const { part, name, isTaken } = props;
  const { now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const { tone, label } = stateOf(part, isTaken, words);
  return (
    <tr>
      <th scope="row">
        {[name, part.record === null ? '' : t('answers.row', { record: part.record })]
          .filter(Boolean)
          .join(', ')}
      </th>
      <td>{part.mprn === null ? null : <Mprn groups={groupsOf(part.mprn)} />}</td>
      <td className="mono">{part.type}</td>
      <td className="mono">{part.txRefNbr}</td>
      <td>
        <Tag tone={tone}>{label}</Tag> {afterLabel(label, becameWords(part, now, words))}
        {part.whose === null ? null : (
          <>
            {' '}
            {t('answers.whose')} <Mprn groups={groupsOf(part.whose)} />
          </>
        )}
      </td>
    </tr>
  );
}

/** Its MPRN is of somebody else than the message that it names. */
const isOfTwo = ({ whose, verdict }: JudgedPart): boolean =>
  whose !== null && verdict.is !== 'known';

/** What is said beside a label does not begin with that word once more. */
export function afterLabel(label: string, text: string): string {
  const start = `${label}: `;
  return text.startsWith(start) ? sentence(text.slice(start.length)) : text;
}

/** Where they are too many: what stays out, what changes nothing, then the rest. */
function shownOf(parts: readonly JudgedPart[]): readonly JudgedPart[] {
  if (parts.length <= MOST_SHOWN) return parts;
  const rank = (part: JudgedPart) =>
    isAside(part) || isOfTwo(part)
      ? 0
      : part.verdict.is === 'older' || part.verdict.is === 'known'
        ? 1
        : 2;
  return [...parts].sort((one, other) => rank(one) - rank(other)).slice(0, MOST_SHOWN);
}

function stateOf(
  part: JudgedPart,
  isTaken: boolean,
  { t }: Words,
): { readonly tone: Tone; readonly label: string } {
  const { verdict } = part;
  if (verdict.is === 'refused' && !isSetAside(verdict.problem.code))
    return { tone: 'late', label: t('answers.state.refused') };
  if (isAside(part)) return { tone: 'need', label: t('answers.state.aside') };
  if (verdict.is === 'known') return { tone: 'plain', label: t('answers.state.known') };
  return isTaken
    ? { tone: 'ok', label: t('answers.state.taken') }
    : { tone: 'plain', label: t('answers.state.toTake') };
}

/** A message, but not one that this desk can work on. */
const isSetAside = (code: string): boolean =>
  Object.hasOwn(problems, code) && problems[code as ProblemCode].status === 'setAside';

function dailyWords(
  { day, part, madeAt, unread = 0 }: Extract<Verdict, { is: 'daily' }>,
  t: Words['t'],
): readonly string[] {
  const isOver = day === '' || madeAt === undefined || isOverBy(day, madeAt);
  return [
    day === ''
      ? t('answers.became.noDay')
      : part === undefined
        ? t('answers.became.daily', { day })
        : t('answers.became.dailyPart', { ...part, day }),
    ...(isOver ? [] : [t('answers.became.notOver')]),
    ...(unread === 0 ? [] : [t('answers.became.unread', { count: unread })]),
  ];
}

/** Why, in a sentence: it stands on the screen, and beside the original in what is saved. */
export function becameWords(part: JudgedPart, now: number, { t, format }: Words): string {
  const { verdict } = part;
  if (isOfTwo(part) && verdict.is !== 'older') {
    if (verdict.is === 'notOurs') return t('answers.became.ourReference');
    return t(isAside(part) ? 'answers.became.disagrees' : 'answers.became.offOfTwo');
  }
  switch (verdict.is) {
    case 'older': {
      const { type, at } = verdict.than;
      return t('answers.became.older', { type, at: format.when(at, now) });
    }
    case 'daily':
      return dailyWords(verdict, t).join(' ');
    case 'refused':
      return isUnread(verdict.problem)
        ? t(`answers.became.${verdict.problem.code}`)
        : describeProblem(verdict.problem);
    default:
      return t(`answers.became.${verdict.is}`);
  }
}
