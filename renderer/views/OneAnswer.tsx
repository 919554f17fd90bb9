// What Networks says of one customer's D05 among many of one call: five words, one of which is pressed.
import type { D05Answer } from '../../shared/domain/events.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { Key } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { d05Answers } from './HoldSheet.tsx';
import { isUnpaid } from './list-asks.ts';
import { useSnapshot } from './use-console.ts';
import type { Row } from './use-recovery.ts';

export function OneAnswer(props: {
  readonly row: Row;
  readonly index: number;
  readonly name: string;
  /** Where the arrows stand in this row; null where they are in another one. */
  readonly column: number | null;
  readonly answer: D05Answer | undefined;
  readonly onAt: (column: number) => void;
  readonly onSay: (answer: D05Answer | undefined) => void;
}) {
  const { row, index, name, column, answer } = props;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const mprn = formatMprn(row.mprn ?? '');
  const { guard } = row;
  const before =
    guard.state === 'answered'
      ? t('oneCall.before', {
          answer: t(`request.d05.${guard.answer}`),
          who: guard.person ?? '',
          at: format.when(guard.at, now),
        })
      : null;
  const notes = [
    before,
    row.deciding?.state === 'queuedInEmma' ? t('oneCall.inEmma') : null,
    isUnpaid(row) ? t('oneCall.unpaid') : null,
  ].filter((each) => each !== null);
  return (
    <tr data-row={index} className={column === null ? '' : 'now'}>
      <td>
        <span className="mprn">{mprn}</span>
        <span className="small muted under">{name}</span>
        {notes.length === 0 ? null : <span className="small muted under">{notes.join('; ')}</span>}
      </td>
      <td>
        <div className="line" role="group" aria-label={mprn}>
          {d05Answers.map((each, at) => (
            <button
              key={each}
              type="button"
              className="chip"
              data-column={at}
              // One stop for Tab in the whole table: the arrows go about in it.
              tabIndex={at === (column ?? -1) ? 0 : -1}
              aria-pressed={answer === each}
              onFocus={() => props.onAt(at)}
              onClick={() => props.onSay(answer === each ? undefined : each)}
            >
              <span className="unseen">{t('oneCall.of', { mprn })}</span>
              <Key>{String(at + 1)}</Key> {t(`request.d05.${each}`)}
            </button>
          ))}
        </div>
      </td>
    </tr>
  );
}
