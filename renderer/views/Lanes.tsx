import { Button as AriaButton } from 'react-aria-components';
import { memo, useEffect, useState, type ReactNode } from 'react';
import type { Group } from '../../shared/domain/lanes.ts';
import { Key, Shape, type Ink, type ShapeName } from '../ui/parts.tsx';
import { useWords, type Key as WordKey } from '../i18n/words.tsx';
import { waitingFile } from './use-intake.ts';
import { isUnread, useConsole, useLateSnapshot } from './use-console.ts';
import type { Snapshot } from '../console/snapshot.ts';

interface LaneLine {
  readonly group: Group;
  readonly shape: ShapeName;
  readonly ink: Ink;
  readonly inner?: boolean;
}

const power: readonly LaneLine[] = [
  { group: 'off', shape: 'dot', ink: 'ink' },
  { group: 'onThePhone', shape: 'half', ink: 'accent', inner: true },
  { group: 'waiting', shape: 'ring', ink: 'ink-3', inner: true },
  { group: 'saidToBeBack', shape: 'half', ink: 'ok' },
  { group: 'confirmed', shape: 'dot', ink: 'ok' },
];
const look: readonly LaneLine[] = [
  { group: 'past', shape: 'triangle', ink: 'late' },
  { group: 'overdue', shape: 'triangle', ink: 'soon' },
  { group: 'needsInformation', shape: 'diamond', ink: 'need' },
  { group: 'd05', shape: 'square', ink: 'soon' },
  { group: 'unlisted', shape: 'ring', ink: 'ink-3' },
];

export function Lanes() {
  return <LanesOf snapshot={useLateSnapshot()} />;
}

const LanesOf = memo(function LanesOf(props: { readonly snapshot: Snapshot }) {
  const console = useConsole();
  const { place, desk, queue } = props.snapshot;
  const { t } = useWords();
  const [waiting, setWaiting] = useState<string | null>(null);
  useEffect(() => {
    let stopped = false;
    void waitingFile(console).then((name) => {
      if (!stopped) setWaiting(name);
    });
    return () => {
      stopped = true;
    };
  }, [console]);
  const onDesk = place.view === 'desk';
  const line = (each: LaneLine) => (
    <AriaButton
      key={each.group}
      className={`lane${each.inner === true ? ' inner' : ''}`}
      aria-current={onDesk && place.group === each.group}
      onPress={() => void console.go({ view: 'desk', group: each.group, search: '' })}
    >
      <Shape name={each.shape} ink={each.ink} />
      {t(`group.${each.group}`)}
      <b className={each.group === 'past' && queue.counts.past > 0 ? 'late' : ''}>
        {isUnread(props.snapshot) ? t('store.unreadFigure') : queue.counts[each.group]}
      </b>
    </AriaButton>
  );
  const door = (
    words: WordKey | null,
    label: ReactNode,
    key: string | null,
    act: () => void,
    here: boolean,
  ) => (
    <AriaButton key={words} className="lane" aria-current={here} onPress={act}>
      <span />
      {label}
      {key === null ? <span /> : <Key>{key}</Key>}
    </AriaButton>
  );
  return (
    <nav className="lanes scroll" aria-label={t('lanes.title')}>
      {power.map(line)}
      <h2>{t('lanes.look')}</h2>
      {look.filter((each) => each.group !== 'unlisted' || queue.counts.unlisted > 0).map(line)}
      <h2>{t('lanes.desk')}</h2>
      {door(
        'lanes.share',
        t('lanes.share', desk.share),
        'S',
        () => void console.go({ sheet: 'share' }),
        false,
      )}
      {door(
        'lanes.caller',
        t('lanes.caller'),
        'A',
        () => void console.go({ sheet: 'caller' }),
        false,
      )}
      {door(
        'lanes.file',
        waiting === null ? (
          t('lanes.file')
        ) : (
          <span className="waits" title={waiting}>
            <Shape name="diamond" ink="need" /> {t('lanes.fileWaits')}
          </span>
        ),
        'I',
        () => void console.go({ view: 'intake' }),
        place.view === 'intake',
      )}
      {door(
        'lanes.backfix',
        t('lanes.backfix'),
        'Alt 3',
        () => void console.go({ view: 'backfix' }),
        place.view === 'backfix',
      )}
      {door(
        'lanes.book',
        t('lanes.book'),
        'Alt 4',
        () => void console.go({ view: 'book' }),
        place.view === 'book',
      )}
      {door(
        'lanes.settings',
        t('lanes.settings'),
        'Alt 5',
        () => void console.go({ view: 'settings' }),
        place.view === 'settings',
      )}
      {door(
        'lanes.sync',
        t('lanes.sync'),
        'Alt 6',
        () => void console.go({ view: 'sync' }),
        place.view === 'sync',
      )}
    </nav>
  );
});
