// The queue: thousands of rows, of which a screenful is drawn. While the pointer is over the list
// the rows stay where they are; what changed inside them is shown at once.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { clockSettings } from '../../shared/domain/desk.ts';
import { failurePoints } from '../../shared/domain/interfaces.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { BACKSTOP_MINUTES, type ClockSettings } from '../../shared/domain/backstop-clock.ts';
import { Button, Empty, Key, MinutesLeft, Mprn, Tag } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { SampleOutage } from './SampleOutage.tsx';
import { describeLeft, describeState, describeTag, townOf } from './describe.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function QueueList() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { queue, place, desk, now } = snapshot;
  const search = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const rows = queue.rows;
  // Stable between ticks, so that an act draws the row it changed and no other.
  const settings = useMemo(() => clockSettings(desk), [desk]);
  const open = useCallback(
    (subject: string) => {
      setCursor(subject);
      void console.open(subject);
    },
    [console],
  );

  const moveCursor = (by: number) => {
    const from = rows.findIndex((row) => row.subject === (cursor ?? place.subject));
    const to = Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + by));
    const row = rows[to];
    if (row !== undefined) setCursor(row.subject);
  };
  useKeys({
    '/': () => search.current?.focus(),
    arrowdown: () => moveCursor(1),
    arrowup: () => moveCursor(-1),
    enter: () => {
      if (cursor !== null) void console.open(cursor);
    },
  });

  return (
    <section className="queue" aria-label={t('queue.label')}>
      <div className="bar">
        <div className="find">
          <Key>/</Key>
          <input
            ref={search}
            type="search"
            value={place.search}
            aria-label={t('queue.find')}
            placeholder={t('queue.find')}
            spellCheck={false}
            onChange={(event) => void console.go({ search: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                void console.go({ search: '' });
                event.currentTarget.blur();
                event.stopPropagation();
              } else if (event.key === 'Enter' && rows[0] !== undefined) {
                void console.open(rows[0].subject);
                event.currentTarget.blur();
              }
            }}
          />
        </div>
        <button type="button" className="order" onClick={() => void console.go({ sheet: 'order' })}>
          {t('queue.order')}: <b>{t(`queue.order.${desk.order.order}`)}</b>{' '}
          {desk.order.by === null || desk.order.at === null ? null : (
            <span className="by muted">
              {t('queue.orderBy', { by: desk.order.by, at: format.when(desk.order.at, now) })}
            </span>
          )}
        </button>
        <Button
          kind="go"
          hint="N"
          disabled={queue.next === null}
          onPress={() => void console.next()}
        >
          {t('queue.next')}
        </Button>
      </div>
      <div className="filters">
        <span>{t('queue.rows', { count: rows.length })}</span>
        {queue.held > 0 ? <span>{t('queue.held', { count: queue.held })}</span> : null}
        {queue.elsewhere > 0 ? (
          <Button
            small
            kind="quiet"
            onPress={() =>
              void console.go({ group: 'off', point: null, register: null, mine: false })
            }
          >
            {t('queue.elsewhere', { count: queue.elsewhere })}
          </Button>
        ) : null}
        <span className="grow" />
        <select
          aria-label={t('queue.filter.register')}
          value={place.register ?? ''}
          onChange={(event) => {
            const value = event.target.value;
            void console.go({
              register:
                value === 'priority' || value === 'special' || value === 'none' ? value : null,
            });
          }}
        >
          <option value="">{t('queue.filter.all')}</option>
          <option value="priority">{t('register.priority')}</option>
          <option value="special">{t('register.special')}</option>
          <option value="none">{t('register.none')}</option>
        </select>
        <select
          aria-label={t('queue.filter.failure')}
          value={place.point ?? ''}
          onChange={(event) =>
            void console.go({
              point: event.target.value === '' ? null : Number(event.target.value),
            })
          }
        >
          <option value="">{t('queue.filter.points')}</option>
          {failurePoints.map((point) => (
            <option key={point.no} value={point.no}>
              {`${point.no} ${point.process}`}
            </option>
          ))}
        </select>
      </div>
      {rows.length === 0 ? (
        <EmptyQueue />
      ) : (
        <Rows
          rows={rows}
          now={now}
          settings={settings}
          operator={snapshot.operator}
          device={snapshot.device}
          selected={place.subject}
          cursor={cursor}
          onOpen={open}
          onHold={() => console.hold()}
          onLetGo={() => console.letGo()}
          words={words}
        />
      )}
    </section>
  );
}

function EmptyQueue() {
  const console = useConsole();
  const { place, queue, world } = useSnapshot();
  const { t } = useWords();
  if (place.search !== '')
    return <Empty title={t('queue.emptySearch', { search: place.search })} />;
  if (queue.counts.open > 0) return <Empty title={t('queue.emptyGroup')} />;
  return (
    <Empty title={t('queue.empty.title')}>
      <p>{t('queue.empty.text')}</p>
      <div className="line">
        <Button hint="A" onPress={() => void console.go({ sheet: 'caller' })}>
          {t('lanes.caller')}
        </Button>
        <Button hint="I" onPress={() => void console.go({ view: 'intake' })}>
          {t('lanes.file')}
        </Button>
      </div>
      {world === 'practice' ? <SampleOutage /> : null}
    </Empty>
  );
}

interface RowsProps {
  readonly rows: readonly Summary[];
  readonly now: number;
  readonly settings: ClockSettings;
  readonly operator: string | null;
  readonly device: string;
  readonly selected: string | null;
  readonly cursor: string | null;
  readonly onOpen: (subject: string) => void;
  readonly onHold: () => void;
  readonly onLetGo: () => void;
  readonly words: Words;
}

function Rows(props: RowsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const virtual = useVirtualizer({
    count: props.rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 8,
  });
  const { cursor, selected, rows } = props;
  const target = cursor ?? selected;
  const shown = useRef<string | null>(null);
  useEffect(() => {
    // Only when the person moves: a reordering must not scroll the list away under their eyes.
    if (target === shown.current) return;
    const index = rows.findIndex((row) => row.subject === target);
    if (index < 0) return;
    shown.current = target;
    virtual.scrollToIndex(index, { align: 'auto' });
  }, [target, rows, virtual]);
  return (
    <div
      className="rows"
      ref={frame}
      role="listbox"
      aria-label={props.words.t('queue.label')}
      tabIndex={0}
      aria-activedescendant={cursor === null ? undefined : rowId(cursor)}
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
              operator={props.operator}
              device={props.device}
              isSelected={row.subject === selected}
              isCursor={row.subject === cursor}
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
  readonly operator: string | null;
  readonly device: string;
  readonly isSelected: boolean;
  readonly isCursor: boolean;
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
      className={`row${props.isCursor ? ' cursor' : ''}`}
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
      <div className="state">
        {tag === null ? null : <Tag tone={tag.tone}>{tag.text}</Tag>}
        <span className="small">
          {summary.openD05 === 'yes' ? <Tag tone="soon">{t('row.d05')}</Tag> : null}{' '}
          {describeState(summary, now, { operator: props.operator, device: props.device }, words)}
        </span>
      </div>
    </div>
  );
});
