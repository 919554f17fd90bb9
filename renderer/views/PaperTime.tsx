// The first calls of a night are on paper. While this is open, what is recorded for the case carries
// the time at which it happened; the time of writing is kept beside it (CASE9).
import { useEffect, useRef } from 'react';
import { Banner, Button, TextField } from '../ui/parts.tsx';
import { useWords, type Words } from '../i18n/words.tsx';
import type { Console } from '../console/console.ts';
import { echoTime, type TimeEcho } from './time-echo.ts';
import { useDraft } from './use-draft.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export const paperKey = (subject: string): string => `${subject}/paper`;

/** What stands on the paper for this case; null while none lies open. It stays until it is put away. */
export function paperText(
  console: Pick<Console, 'draft' | 'getSnapshot'>,
  subject: string,
): string | null {
  const typed = console.draft(paperKey(subject));
  return typed !== '' || console.getSnapshot().place.paper ? typed : null;
}

/** When what is being recorded happened: null is now, a `bad` tone is no time at all. */
export function paperTime(
  console: Pick<Console, 'draft' | 'typedAt' | 'getSnapshot'>,
  subject: string,
  words: Words,
): TimeEcho {
  const { now } = console.getSnapshot();
  const typed = paperText(console, subject) ?? '';
  const typedAt = console.typedAt(paperKey(subject));
  return echoTime(typed, now, words, { empty: words.t('common.happenedNow'), typedAt });
}

export function PaperTime(props: { readonly subject: string }) {
  const console = useConsole();
  const { place, now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [typed, setTyped, typedAt] = useDraft(paperKey(props.subject));
  const frame = useRef<HTMLDivElement>(null);
  // The call stands at its open step, further down: whoever opens paper sees where to type.
  useEffect(() => {
    if (place.paper) frame.current?.scrollIntoView({ block: 'nearest' });
  }, [place.paper]);
  if (!place.paper && typed === '') return null;
  const echo = echoTime(typed, now, words, { empty: t('case.paperEmpty'), typedAt });
  const leave = () => {
    setTyped('');
    void console.go({ paper: false });
  };
  return (
    <div ref={frame}>
      <Banner
        tone="plain"
        action={
          <Button small kind="quiet" onPress={leave}>
            {t('case.paperEnd')}
          </Button>
        }
      >
        <TextField
          label={t('case.paper')}
          value={typed}
          autoFocus={typed === ''}
          onChange={setTyped}
          echo={echo.echo}
          tone={echo.tone}
        />
      </Banner>
    </div>
  );
}
