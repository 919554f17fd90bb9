// The rows of the queue: thousands of them, of which a screenful is drawn.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import type { FailurePoint } from '../../shared/domain/interfaces.ts';
import { formatPhone } from '../../shared/domain/customer.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import { isOverdue } from '../../shared/domain/lanes.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { BACKSTOP_MINUTES, type ClockSettings } from '../../shared/domain/backstop-clock.ts';
import { MinutesLeft, Mprn, Tag } from '../ui/parts.tsx';
import { type Words } from '../i18n/words.tsx';
import { describeLeft, describeState, describeTag, townOf } from './describe.ts';

interface RowsProps {
  readonly rows: readonly Summary[];
  readonly now: number;
  readonly settings: ClockSettings;
  readonly points: readonly FailurePoint[];
  readonly operator: string | null;
  readonly device: string;
  readonly selected: string | null;
  readonly onOpen: (subject: string) => void;
  readonly onHold: () => void;
  readonly onLetGo: () => void;
  readonly words: Words;
}

export function Rows(props: RowsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const virtual = useVirtualizer({
    count: props.rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 8,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const { selected, rows } = props;
  const shown = useRef<string | null>(null);
  useEffect(() => {
    // Only when the person moves: a reordering must not scroll the list away under their eyes.
    if (selected === shown.current) return;
    const index = rows.findIndex((row) => row.subject === selected);
    if (index < 0) return;
    shown.current = selected;
    virtual.scrollToIndex(index, { align: 'auto' });
  }, [selected, rows, virtual]);
  return (
    <div
      className="rows"
      ref={frame}
      role="listbox"
      aria-label={props.words.t('queue.label')}
      tabIndex={0}
      aria-activedescendant={selected === null ? undefined : rowId(selected)}
      onPointerMove={props.onHold}
      onPointerLeave={props.onLetGo}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <Row
              key={row.subject}
              summary={row}
              top={item.start}
              index={item.index}
              of={rows.length}
              now={props.now}
              settings={props.settings}
              points={props.points}
              operator={props.operator}
              device={props.device}
              isSelected={row.subject === selected}
              onOpen={props.onOpen}
              words={props.words}
            />
          );
        })}
      </div>
    </div>
  );
}

const rowId = (subject: string): string => `row-${subject.replace(/[^a-z0-9-]/gi, '_')}`;

function useRowHeight(): number {
  const read = () =>
    Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || 52;
  const [height, setHeight] = useState(read);
  useEffect(() => {
    const again = () => setHeight(read());
    window.addEventListener('resize', again);
    return () => window.removeEventListener('resize', again);
  }, []);
  return height;
}

const Row = memo(function Row(props: {
  readonly summary: Summary;
  readonly top: number;
  readonly index: number;
  readonly of: number;
  readonly now: number;
  readonly settings: ClockSettings;
  readonly points: readonly FailurePoint[];
  readonly operator: string | null;
  readonly device: string;
  readonly isSelected: boolean;
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
