// The rows of the queue: thousands of them, of which a screenful is drawn.
import { memo } from 'react';
import type { FailurePoint } from '../../shared/domain/interfaces.ts';
import { formatPhone } from '../../shared/domain/customer.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import { isOverdue } from '../../shared/domain/lanes.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { BACKSTOP_MINUTES, type ClockSettings } from '../../shared/domain/backstop-clock.ts';
import { MinutesLeft, Mprn, Tag } from '../ui/parts.tsx';
import { type Words } from '../i18n/words.tsx';
import { describeLeft, describeState, describeTag, townOf } from './describe.ts';
import { rowId, VirtualRows } from './VirtualRows.tsx';

interface RowsProps {
  readonly rows: readonly Summary[];
  readonly now: number;
  readonly settings: ClockSettings;
  readonly points: readonly FailurePoint[];
  readonly device: string;
  readonly selected: string | null;
  /** Whom N passes by, and until when. */
  readonly rests: ReadonlyMap<string, number>;
  readonly onOpen: (subject: string) => void;
  readonly onHold: () => void;
  readonly onLetGo: () => void;
  readonly words: Words;
}

const keyOf = (row: Summary): string => row.subject;

export function Rows(props: RowsProps) {
  return (
    <VirtualRows
      label={props.words.t('queue.label')}
      rows={props.rows}
      keyOf={keyOf}
      selected={props.selected}
      onHold={props.onHold}
      onLetGo={props.onLetGo}
    >
      {(row, place) => (
        <Row
          key={row.subject}
          summary={row}
          top={place.top}
          index={place.index}
          of={place.of}
          now={props.now}
          settings={props.settings}
          points={props.points}
          device={props.device}
          isSelected={place.isSelected}
          rests={props.rests.get(row.subject) ?? null}
          onOpen={props.onOpen}
          words={props.words}
        />
      )}
    </VirtualRows>
  );
}

const Row = memo(function Row(props: {
  readonly summary: Summary;
  readonly top: number;
  readonly index: number;
  readonly of: number;
  readonly now: number;
  readonly settings: ClockSettings;
  readonly points: readonly FailurePoint[];
  readonly device: string;
  readonly isSelected: boolean;
  readonly rests: number | null;
  readonly onOpen: (subject: string) => void;
  readonly words: Words;
}) {
  const { summary, now, settings, words } = props;
  const { t } = words;
  const left = describeLeft(summary, now, settings, words);
  const tag = describeTag(summary, words);
  const town = townOf(summary.address);
  return (
    <div
      id={rowId(summary.subject)}
      className="row"
      role="option"
      aria-selected={props.isSelected}
      aria-posinset={props.index + 1}
      aria-setsize={props.of}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onOpen(summary.subject)}
    >
      <MinutesLeft {...left} notch={settings.supplierMinutes / BACKSTOP_MINUTES} />
      {summary.mprn === null ? (
        <span className="mprn">{t('row.noMprn')}</span>
      ) : (
        <Mprn groups={groupsOf(summary.mprn)} />
      )}
      <div className="cut">
        {summary.name === '' ? <span className="muted">{t('common.notGiven')}</span> : summary.name}
        {town === '' ? null : <span className="muted">, {town}</span>}
      </div>
      <div className="told small muted">
        <span>
          {summary.paidAt === null
            ? ''
            : t('row.paidAt', { at: words.format.when(summary.paidAt, now) })}
        </span>
        <span className="mono">{summary.phone === '' ? '' : formatPhone(summary.phone)}</span>
      </div>
      <div className="state">
        {tag === null ? null : <Tag tone={tag.tone}>{tag.text}</Tag>}
        <span className={isOverdue(summary, now) ? 'small overdue' : 'small'}>
          {props.rests === null ? null : (
            <>{t('row.rests', { at: words.format.clock(props.rests) })} </>
          )}
          {summary.clash === null ? null : (
            <Tag tone={summary.clash === 'called' ? 'late' : 'soon'}>
              {t(`row.clash.${summary.clash}`)}
            </Tag>
          )}{' '}
          {summary.openD05 === 'yes' ? <Tag tone="soon">{t('row.d05')}</Tag> : null}{' '}
          {describeState(summary, now, props, words)}
        </span>
      </div>
    </div>
  );
});
