// The strip's word on this laptop: that it is saved here, and where; or that the disk has not got it.
import { Button as AriaButton } from 'react-aria-components';
import { useWords } from '../i18n/words.tsx';
import { shownPath } from './shown-path.ts';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';

export function Saved() {
  const console = useConsole();
  const { saved, hello, trouble } = useSnapshot();
  const { t } = useWords();
  const isUnread = useIsUnread();
  // What can only be read says so beside this; nothing is called saved before it was looked for.
  if (trouble !== null || isUnread) return null;
  const path = saved.journal?.path ?? null;
  const amiss = saved.journal?.trouble ?? null;
  // The desktop's journal has not answered yet.
  if (path === null && amiss === null && hello.host !== 'web') return null;
  const [headline, where, whole] =
    amiss !== null
      ? [t('strip.notOnDisk'), t('strip.inDatabase'), t(`foot.journalTrouble.${amiss}`)]
      : path !== null
        ? [t('strip.savedHere'), shownPath(path), path]
        : [t('strip.savedHere'), t('strip.inBrowser'), t('strip.inBrowserWhole')];
  return (
    <AriaButton
      className={amiss === null ? 'saved' : 'saved late'}
      aria-label={`${headline}: ${whole}`}
      onPress={() => void console.go({ view: 'settings', sheet: null })}
    >
      <span className="whole-ring" aria-hidden="true" />
      <span title={whole}>
        <b>{headline}</b> <span className="wide-only small">{where}</span>
      </span>
    </AriaButton>
  );
}
