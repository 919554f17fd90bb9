// The strip's word on delivery: what has left this laptop and arrived, or since when and why not.
import { Button as AriaButton } from 'react-aria-components';
import { useWords, type Words } from '../i18n/words.tsx';
import type { Snapshot } from '../console/snapshot.ts';
import { clockWords, deliveryOf, failureWords } from './sync-words.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function Delivery() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { saved, now, trouble, world } = snapshot;
  const state = deliveryOf(snapshot);
  const age = saved.oldestNotSentAt === null ? '' : format.span(now - saved.oldestNotSentAt);
  const figures = t('strip.notSent', { count: saved.notSent, age });
  const [headline, detail] =
    trouble !== null
      ? [t('strip.readOnly'), world === 'live' && saved.notSent > 0 ? figures : '']
      : world === 'practice'
        ? [t('strip.practiceNever'), '']
        : said(snapshot, words, figures);
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
      <span className="cut" title={`${headline}. ${detail}`}>
        <b>{headline}</b> {detail === '' ? null : <span className="small">{detail}</span>}
      </span>
    </AriaButton>
  );
}

/** What it says of a live desk, and the small print beside it. */
function said(snapshot: Snapshot, words: Words, figures: string): readonly [string, string] {
  const { t, format } = words;
  const { saved, sync, now, notAccepted } = snapshot;
  const failure = sync === null || sync.failure === null ? '' : failureWords(sync.failure, words);
  const waits = saved.notSent > 0 ? figures : '';
  switch (deliveryOf(snapshot)) {
    case 'alone':
      return [t('strip.onlyHere'), figures];
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
        [failure, waits].filter((text) => text !== '').join('. '),
      ];
    case 'stopped':
      return [
        t('delivery.stopped', { since: format.when(sync?.stalledSince ?? now, now) }),
        [failure, waits].filter((text) => text !== '').join('. '),
      ];
    case 'sending':
      return [t(waits === '' ? 'delivery.connecting' : 'delivery.sending'), waits];
    case 'waiting':
      return [t(waits === '' ? 'delivery.connecting' : 'delivery.waiting'), waits];
  }
}
