// EMMA's channel, paused and resumed by a person: while it is, no agent puts anything into its folder.
import { useState } from 'react';
import { isPaused } from '../../shared/domain/channel.ts';
import { Banner, Button, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

export function PauseChannel() {
  const console = useConsole();
  const { channels, now } = useSnapshot();
  const { t, format } = useWords();
  const [isAsking, setAsking] = useState(false);
  const [because, setBecause] = useState('');
  const paused = isPaused(channels, 'emma');
  const pause = async () => {
    if (because.trim() === '') return;
    const done = await console.run({
      do: 'pauseChannel',
      channel: 'emma',
      because: because.trim(),
    });
    if (!done.ok) return;
    setBecause('');
    setAsking(false);
  };
  if (paused !== null)
    return (
      <Banner
        tone="late"
        action={
          <Button small onPress={() => void console.run({ do: 'resumeChannel', channel: 'emma' })}>
            {t('channel.resume')}
          </Button>
        }
      >
        {t('channel.paused', {
          who: paused.operator,
          at: format.when(paused.at, now),
          because: paused.because,
        })}
      </Banner>
    );
  return isAsking ? (
    <div className="stack">
      <TextField
        label={t('channel.because')}
        value={because}
        autoFocus
        onChange={setBecause}
        onEnter={() => void pause()}
      />
      <div className="line">
        <Button small disabled={because.trim() === ''} onPress={() => void pause()}>
          {t('channel.pause')}
        </Button>
        <Button small kind="quiet" reads onPress={() => setAsking(false)}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  ) : (
    <Button small kind="quiet" onPress={() => setAsking(true)}>
      {t('channel.pause')}
    </Button>
  );
}
