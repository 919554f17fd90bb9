// The joined requests in order of work, found by whatever somebody reads out.
import { BACKSTOP_MINUTES } from '../../shared/domain/backstop-clock.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { groupsOf } from '../../shared/domain/mprn.ts';
import type { Picture } from '../../shared/domain/request-picture.ts';
import { stageOf } from '../../shared/domain/request-queue.ts';
import { Button, Empty, Key, MinutesLeft, Mprn, Tag } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import {
  describeRequest,
  describeRequestLeft,
  requestTags,
  supplierName,
} from './request-words.ts';
import { SampleRequests } from './SampleRequests.tsx';
import type { RequestNight } from './use-requests.ts';
import { VirtualRows, type RowPlace } from './VirtualRows.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

const keyOf = (picture: Picture): string => picture.id;

export function RequestList(props: { readonly night: RequestNight; readonly onNext: () => void }) {
  const console = useConsole();
  const { place } = useSnapshot();
  const { t } = useWords();
  const { rows, open, next } = props.night;
  const move = (by: number) => {
    const from = rows.findIndex((row) => row.id === open?.id);
    const row = rows[Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + by))];
    if (row !== undefined && row.id !== open?.id) void console.go({ request: row.id });
  };
  useKeys({
    arrowdown: () => move(1),
    arrowup: () => move(-1),
  });
  return (
    <section className="queue" aria-label={t('requests.label')}>
      <div className="bar">
        <div className="find">
          <Key>/</Key>
          <input
            type="search"
            value={place.search}
            aria-label={t('requests.find')}
            placeholder={t('requests.find')}
            spellCheck={false}
            onChange={(event) => void console.go({ search: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                void console.go({ search: '' });
                event.currentTarget.blur();
                event.stopPropagation();
              } else if (event.key === 'Enter' && rows[0] !== undefined) {
                void console.go({ request: rows[0].id, search: '' });
                event.currentTarget.blur();
              }
            }}
          />
        </div>
        <Button hint="A" onPress={() => void console.go({ sheet: 'phone' })}>
          {t('requests.phone')}
        </Button>
        <Button kind="go" hint="N" disabled={next === null} onPress={props.onNext}>
          {t('requests.next')}
        </Button>
      </div>
      <div className="filters">
        <span>{t('requests.count', { count: rows.length })}</span>
        <span className="grow" />
        <span className="cut">{t('requests.order')}</span>
      </div>
      {rows.length === 0 ? (
        <NoRequests isEmpty={props.night.pictures.length === 0} />
      ) : (
        <VirtualRows
          label={t('requests.label')}
          rows={rows}
          keyOf={keyOf}
          selected={open?.id ?? null}
        >
          {(picture, at) => <Row key={picture.id} picture={picture} at={at} night={props.night} />}
        </VirtualRows>
      )}
    </section>
  );
}

function NoRequests(props: { readonly isEmpty: boolean }) {
  const console = useConsole();
  const { place, world } = useSnapshot();
  const { t } = useWords();
  if (place.search !== '')
    return <Empty title={t('requests.emptySearch', { search: place.search })} />;
  if (!props.isEmpty) return <Empty title={t('requests.emptyGroup')} />;
  return (
    <Empty title={t('requests.empty')}>
      <p>{t('requests.emptyText')}</p>
      <div className="line">
        <Button hint="A" onPress={() => void console.go({ sheet: 'phone' })}>
          {t('requests.phone')}
        </Button>
      </div>
      {world === 'practice' ? <SampleRequests /> : null}
    </Empty>
  );
}

function Row(props: {
  readonly picture: Picture;
  readonly at: RowPlace;
  readonly night: RequestNight;
}) {
  const { picture, at } = props;
  const console = useConsole();
  const { now, desk, device } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const settings = clockSettings(desk);
  const left = describeRequestLeft(picture, now, settings, words);
  const passed = stageOf(picture, now) === 'promisePassed';
  const tags = requestTags(picture, words).slice(0, 2);
  return (
    <div
      id={at.id}
      className="row request"
      role="option"
      aria-selected={at.isSelected}
      aria-posinset={at.index + 1}
      aria-setsize={at.of}
      style={{ transform: `translateY(${at.top}px)` }}
      onClick={() => void console.go({ request: picture.id })}
    >
      <MinutesLeft {...left} notch={settings.supplierMinutes / BACKSTOP_MINUTES} />
      <Mprn groups={groupsOf(picture.mprn)} />
      <div className="cut">
        {supplierName(props.night.suppliers, picture.supplier, words)}{' '}
        <span className="muted mono">{picture.reference}</span>
      </div>
      <div className="told small muted">
        <span>
          {picture.paidAt === null ? '' : t('row.paidAt', { at: format.when(picture.paidAt, now) })}
        </span>
        <span className="cut">{picture.secondIdentifier ?? ''}</span>
      </div>
      <div className="state">
        {tags.length === 0 ? null : (
          <span className="tags">
            {tags.map((tag) => (
              <Tag key={tag.text} tone={tag.tone}>
                {tag.text}
              </Tag>
            ))}
          </span>
        )}
        <span className={passed ? 'small overdue' : 'small'}>
          {describeRequest(picture, now, device, words)}
        </span>
      </div>
    </div>
  );
}
