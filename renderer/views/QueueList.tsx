// The queue: thousands of rows, of which a screenful is drawn. While the pointer is over the list
// the rows stay where they are; what changed inside them is shown at once.
import { memo, useCallback, useMemo, useSyncExternalStore } from 'react';
import { agreedPoints, clockSettings } from '../../shared/domain/desk.ts';
import type { Lane } from '../../shared/domain/lanes.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { Button, Empty, Key } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { openedCase, type Place } from '../console/place.ts';
import { SampleOutage } from './SampleOutage.tsx';
import { Rows } from './QueueRows.tsx';
import type { Snapshot } from '../console/snapshot.ts';
import { Unread } from './Unread.tsx';
import { isUnread, useConsole, useLateSnapshot, useSnapshot } from './use-console.ts';

/** What somebody can set out to do; where a case merely stands is on the left. */
const laneLines: readonly Lane[] = [
  'callNetworks',
  'webform',
  'hold',
  'siteVisit',
  'needsInformation',
  'waiting',
];

/** Together everybody: also those of whom a file said something that is no register. */
const registers = ['priority', 'special', 'none', 'unknown'] as const;

const noFilter = { lane: null, point: null, register: null, mine: false } as const;

function isFiltered(place: Filter): boolean {
  return place.lane !== null || place.point !== null || place.register !== null || place.mine;
}

export function QueueList() {
  // What is typed and ticked is shown as it is done, and keys mean what stands now; the rows follow.
  const { search, lane, point, register, mine, subject } = useSnapshot().place;
  const late = useLateSnapshot();
  return (
    <QueueOf
      snapshot={late}
      isCaseOpen={subject !== null}
      search={search}
      lane={lane}
      point={point}
      register={register}
      mine={mine}
    />
  );
}

type Filter = Pick<Place, 'search' | 'lane' | 'point' | 'register' | 'mine'>;

const QueueOf = memo(function QueueOf(
  props: { readonly snapshot: Snapshot; readonly isCaseOpen: boolean } & Filter,
) {
  const console = useConsole();
  const { snapshot, isCaseOpen, ...filter } = props;
  const words = useWords();
  const { t, format } = words;
  const { queue, place, desk, now } = snapshot;
  const isWide = useIsWide();
  const rows = queue.rows;
  // Stable between ticks, so that an act draws the row it changed and no other.
  const settings = useMemo(() => clockSettings(desk), [desk]);
  const points = useMemo(() => agreedPoints(desk), [desk]);
  const open = useCallback((subject: string) => void console.open(subject), [console]);

  const move = (by: number) => {
    const { rows } = console.getSnapshot().queue;
    const { heading } = console;
    const from = rows.findIndex((row) => row.subject === heading);
    const row = rows[Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + by))];
    if (row !== undefined && row.subject !== heading) open(row.subject);
  };
  useKeys({
    ...(filter.search === '' || isCaseOpen
      ? {}
      : { escape: () => void console.go({ search: '' }) }),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    // In the list after a search: the one it says that Enter opens.
    ...(isCaseOpen || queue.meant === null
      ? {}
      : {
          enter: () => {
            const { meant } = console.getSnapshot().queue;
            if (meant !== null)
              void console.go({ ...openedCase, subject: meant.subject, search: '' });
          },
        }),
  });

  return (
    <section className="queue" aria-label={t('queue.label')}>
      <div className="bar">
        <div className="find">
          <Key>/</Key>
          <input
            type="search"
            value={filter.search}
            aria-label={t('queue.find')}
            placeholder={t(isWide ? 'queue.find' : 'queue.findShort')}
            spellCheck={false}
            onChange={(event) => void console.go({ search: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                void console.go({ search: '' });
                event.currentTarget.blur();
                event.stopPropagation();
              } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
                // Never somebody who only happens to come first: with several as good as each
                // other the person goes into the list (SEARCH5).
                event.preventDefault();
                const { meant } = console.getSnapshot().queue;
                if (event.key === 'Enter' && meant !== null) {
                  void console.go({ ...openedCase, subject: meant.subject, search: '' });
                  event.currentTarget.blur();
                } else document.querySelector<HTMLElement>('.rows')?.focus();
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
        {isUnread(snapshot) ? null : <span>{t('queue.rows', { count: rows.length })}</span>}
        {queue.held > 0 ? <span>{t('queue.held', { count: queue.held })}</span> : null}
        {place.search !== '' && rows.length > 0 ? (
          <span>
            {queue.meant === null ? (
              <>
                <Key>↑ ↓</Key> {t('queue.several')}
              </>
            ) : (
              <>
                <Key>↵</Key> {t('queue.meant', { name: nameOf(queue.meant) })}
              </>
            )}
          </span>
        ) : null}
        {queue.elsewhere > 0 ? (
          <span>{t('queue.elsewhere', { count: queue.elsewhere })}</span>
        ) : null}
        {isFiltered(filter) ? (
          <Button small kind="quiet" reads onPress={() => void console.go(noFilter)}>
            {t('queue.filter.clear')}
          </Button>
        ) : null}
        <span className="grow" />
        {desk.share.of > 1 || filter.mine ? (
          <label className="check">
            <input
              type="checkbox"
              checked={filter.mine}
              onChange={(event) => void console.go({ mine: event.target.checked })}
            />
            {t('queue.filter.mine')}
          </label>
        ) : null}
        <select
          aria-label={t('queue.filter.lane')}
          value={filter.lane ?? ''}
          onChange={(event) =>
            void console.go({ lane: laneLines.find((lane) => lane === event.target.value) ?? null })
          }
        >
          <option value="">{t('queue.filter.lanes')}</option>
          {laneLines.map((lane) => (
            <option key={lane} value={lane}>
              {t(`lane.${lane}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={t('queue.filter.register')}
          value={filter.register ?? ''}
          onChange={(event) => {
            const value = event.target.value;
            void console.go({
              register: registers.find((register) => register === value) ?? null,
            });
          }}
        >
          <option value="">{t('queue.filter.all')}</option>
          {registers.map((register) => (
            <option key={register} value={register}>
              {t(`register.${register}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={t('queue.filter.failure')}
          value={filter.point ?? ''}
          onChange={(event) =>
            void console.go({
              point: event.target.value === '' ? null : Number(event.target.value),
            })
          }
        >
          <option value="">{t('queue.filter.points')}</option>
          {points.map((point) => (
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
          points={points}
          device={snapshot.device}
          selected={place.subject}
          rests={snapshot.queue.rests}
          onOpen={open}
          onHold={() => console.hold()}
          onLetGo={() => console.letGo()}
          words={words}
        />
      )}
    </section>
  );
});

/** Whether the long words fit into the search field. */
function useIsWide(): boolean {
  const wide = window.matchMedia('(min-width: 1500px)');
  return useSyncExternalStore(
    (changed) => {
      wide.addEventListener('change', changed);
      return () => wide.removeEventListener('change', changed);
    },
    () => wide.matches,
  );
}

const nameOf = (row: Summary): string =>
  row.name === '' ? (row.mprn === null ? row.subject : formatMprn(row.mprn)) : row.name;

function EmptyQueue() {
  const console = useConsole();
  const snapshot = useLateSnapshot();
  const { place, queue, world } = snapshot;
  const { t } = useWords();
  if (isUnread(snapshot)) return <Unread />;
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
      {world === 'practice' ? <SampleOutage onEnter /> : null}
    </Empty>
  );
}
