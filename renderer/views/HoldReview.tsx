// When somebody is to look at a hold again: a date that calls for a person and lapses nothing. Whoever has
// looked says when the next time is, and why it still stands.
import { useState } from 'react';
import { isDue, type GuardState } from '../../shared/domain/guard.ts';
import { Button, Tag, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { echoTime } from './time-echo.ts';
import { useConsole, useSnapshot } from './use-console.ts';

/** A hold that is placed tonight is looked at tomorrow [D]. */
export const REVIEW_AFTER_MS = 24 * 60 * 60_000;

export function HoldReview({ guard }: { readonly guard: GuardState }) {
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { reviewAt } = guard;
  return (
    <>
      {isDue(guard, now) ? (
        <Tag tone="late">{t('guards.due', { at: format.when(reviewAt ?? now, now) })}</Tag>
      ) : reviewAt === null ? null : (
        <span className="small muted">
          {t('guards.review', { at: format.when(reviewAt, now) })}
        </span>
      )}
      {isOpen ? (
        <Looked guard={guard} onClose={() => setOpen(false)} />
      ) : (
        <Button small kind="quiet" onPress={() => setOpen(true)}>
          {t('guards.looked')}
        </Button>
      )}
    </>
  );
}

function Looked(props: { readonly guard: GuardState; readonly onClose: () => void }) {
  const console = useConsole();
  const { now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [at, setAt] = useState('');
  const [why, setWhy] = useState('');
  const echo = echoTime(at, now, words, { leaning: 'future', empty: t('guards.tomorrow') });
  const reviewAt = echo.at ?? now + REVIEW_AFTER_MS;
  const isBad = echo.tone === 'bad' || reviewAt <= now;
  const save = async () => {
    if (isBad || why.trim() === '') return;
    const { subject } = props.guard;
    const done = await console.run({
      do: 'reviewGuard',
      guard: subject,
      reviewAt,
      why: why.trim(),
    });
    if (done.ok) props.onClose();
  };
  return (
    <div className="line wrap">
      <TextField
        compact
        autoFocus
        label={t('guards.reviewWhy')}
        placeholder={t('guards.reviewWhy')}
        value={why}
        onChange={setWhy}
        onEnter={() => void save()}
      />
      <TextField
        compact
        label={t('guards.reviewAt')}
        placeholder={t('guards.reviewAt')}
        value={at}
        onChange={setAt}
        echo={echo.echo}
        tone={isBad ? 'bad' : undefined}
        onEnter={() => void save()}
      />
      <Button small disabled={isBad || why.trim() === ''} onPress={() => void save()}>
        {t('guards.reviewSave')}
      </Button>
    </div>
  );
}
