// A way out of the house, paused and resumed by a person: while EMMA is, no agent puts anything into its
// folder; what goes over another one is not offered.
import { useState } from 'react';
import type { Channel } from '../../shared/domain/back-fix-step.ts';
import { isPaused } from '../../shared/domain/channel.ts';
import { Banner, Button, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { sentence } from './channel-words.ts';
import { useConsole, useSnapshot } from './use-console.ts';

/** EMMA, whatever goes out over another one, and whatever is paused. */
export function PauseChannels(props: { readonly used: ReadonlySet<Channel> }) {
  const { channels } = useSnapshot();
  const all = (['emma', 'webform', 'phone', 'internal'] as const).filter(
    (each) => each === 'emma' || props.used.has(each) || isPaused(channels, each) !== null,
  );
  return (
    <>
      {all.map((channel) => (
        <PauseChannel key={channel} channel={channel} />
      ))}
    </>
  );
}

function PauseChannel({ channel }: { readonly channel: Channel }) {
  const console = useConsole();
  const { channels, now } = useSnapshot();
  const { t, format } = useWords();
  const [isAsking, setAsking] = useState(false);
  const [because, setBecause] = useState('');
  const name = t(`channel.name.${channel}`);
  const paused = isPaused(channels, channel);
  const pause = async () => {
    if (because.trim() === '') return;
    const done = await console.run({ do: 'pauseChannel', channel, because: because.trim() });
    if (!done.ok) return;
    setBecause('');
    setAsking(false);
  };
  if (paused !== null)
    return (
      <Banner
        tone="late"
        action={
          <Button small onPress={() => void console.run({ do: 'resumeChannel', channel })}>
            {t('channel.resume', { channel: name })}
          </Button>
        }
      >
        {t('channel.paused', {
          channel: sentence(name),
          who: paused.operator,
          at: format.when(paused.at, now),
          because: paused.because,
        })}{' '}
        {t(channel === 'emma' ? 'channel.paused.emma' : 'channel.paused.others')}
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
          {t('channel.pause', { channel: name })}
        </Button>
        <Button small kind="quiet" reads onPress={() => setAsking(false)}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  ) : (
    <Button small kind="quiet" onPress={() => setAsking(true)}>
      {t('channel.pause', { channel: name })}
    </Button>
  );
}
