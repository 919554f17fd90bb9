// The strip's word on delivery: what has left this laptop and arrived, or since when and why not.
import { Button as AriaButton } from 'react-aria-components';
import { useWords, type Words } from '../i18n/words.tsx';
import type { Snapshot } from '../console/snapshot.ts';
import { clockWords, deliveryOf, failureWords } from './sync-words.ts';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';

export function Delivery() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { saved, now, trouble, world } = snapshot;
  const isUnread = useIsUnread();
  const state = deliveryOf(snapshot);
  const age = saved.oldestNotSentAt === null ? '' : format.span(now - saved.oldestNotSentAt);
  const isWaiting = world === 'live' && !isUnread && (saved.notSent > 0 || state === 'alone');
  const figures = isWaiting ? t('strip.notSent', { count: saved.notSent, age }) : '';
  const [headline, detail] =
    trouble !== null
      ? [t('strip.readOnly'), '']
      : world === 'practice'
        ? [t('strip.practiceNever'), '']
        : said(snapshot, words);
  const tone =
    trouble !== null || state === 'stopped' || (world === 'live' && state === 'aside')
      ? 'late'
      : world === 'live' && state === 'accepted'
        ? 'calm'
        : world === 'live' && (state === 'waiting' || state === 'sending')
          ? 'quiet'
          : 'soon';
  return (
    <AriaButton
      className={`delivery ${tone}`}
      onPress={() => void console.go({ view: 'sync', sheet: null })}
    >
      <span className={tone === 'calm' ? 'whole-ring' : 'broken-ring'} aria-hidden="true" />
      <span className="cut" title={[headline, detail, figures].filter(Boolean).join('. ')}>
        <b>{headline}</b> {detail === '' ? null : <span className="small">{detail}</span>}
      </span>
      {/* How much and how old is never what is cut off. */}
      {figures === '' ? null : <span className="small unsent">{figures}</span>}
    </AriaButton>
  );
}

/** What it says of a live desk, and the reason beside it. */
function said(snapshot: Snapshot, words: Words): readonly [string, string] {
  const { t, format } = words;
  const { saved, sync, now, notAccepted } = snapshot;
  const isWaiting = saved.notSent > 0;
  const failure = sync === null || sync.failure === null ? '' : failureWords(sync.failure, words);
  switch (deliveryOf(snapshot)) {
    case 'alone':
      return [t('strip.onlyHere'), ''];
    case 'accepted':
      return [
        notAccepted.length === 0
          ? t('delivery.accepted')
          : t('delivery.acceptedBut', { count: notAccepted.length }),
        clockWords(snapshot, words) ??
          t('delivery.acceptedAt', { at: format.when(sync?.lastAt ?? now, now) }),
      ];
    case 'aside':
      return [
        t('delivery.aside', { count: notAccepted.filter((each) => !each.isExplained).length }),
        t('delivery.asideNote'),
      ];
    case 'stalled':
      return [
        t('delivery.stalled', { since: format.when(sync?.stalledSince ?? now, now) }),
        failure,
      ];
    case 'stopped':
      return [
        t('delivery.stopped', { since: format.when(sync?.stalledSince ?? now, now) }),
        failure,
      ];
    case 'sending':
      return [t(isWaiting ? 'delivery.sending' : 'delivery.connecting'), ''];
    case 'waiting':
      return [t(isWaiting ? 'delivery.waiting' : 'delivery.connecting'), ''];
  }
}
