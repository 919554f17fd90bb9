// Whose clock the market's times show and whom a 017 is for, as this organisation has agreed it: what the
// administrator's file lays down counts, and without it what was said last at any desk.
import { useState } from 'react';
import {
  isRecipient,
  marketChanges,
  type MarketSettings,
} from '../../shared/market/market-settings.ts';
import { Button, Choice, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { mayRelease } from '../console/organisation.ts';
import { marketOf } from './our-market.ts';
import { Part } from './Part.tsx';
import { SaidOfAll } from './SaidOfAll.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

export function MarketSetting() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { t } = useWords();
  const before = marketOf(snapshot);
  // Only what was touched here: the rest follows what is said at other desks meanwhile.
  const [touched, setTouched] = useState<Partial<MarketSettings>>({});
  const { wall, recipient } = { ...before, ...touched };
  const changes = marketChanges({
    ...(wall === before.wall ? {} : { wall }),
    ...(recipient.trim().toUpperCase() === before.recipient ? {} : { recipient }),
  });
  const isBad = !isRecipient(recipient);
  const isSame = Object.keys(changes).length === 0;
  const save = async () => {
    const done = await console.run({ do: 'settings', changes });
    if (done.ok) setTouched({});
  };
  return (
    <Part title={t('settings.market')}>
      <p className="muted small">{t('settings.marketHint')}</p>
      {snapshot.hello.administrator?.market === undefined ? (
        <>
          <Choice
            label={t('settings.wall')}
            value={wall}
            options={(['utc', 'irish'] as const).map((value) => ({
              value,
              label: t(`settings.wall.${value}`),
            }))}
            onChange={(value) => setTouched((all) => ({ ...all, wall: value }))}
          />
          <TextField
            mono
            label={t('settings.recipient')}
            value={recipient}
            onChange={(typed) => setTouched((all) => ({ ...all, recipient: typed }))}
            tone={isBad ? 'bad' : undefined}
            echo={isBad ? t('settings.notRecipient') : undefined}
          />
          <div className="line">
            <Button disabled={isBad || isSame || !mayRelease(snapshot)} onPress={() => void save()}>
              {t('common.save')}
            </Button>
          </div>
          <SaidOfAll of="market" />
        </>
      ) : (
        <>
          <p className="muted small">{t('settings.marketFromFile')}</p>
          <dl className="facts wide-labels">
            <dt>{t('settings.wall')}</dt>
            <dd>{t(`settings.wall.${before.wall}`)}</dd>
            <dt>{t('settings.recipient')}</dt>
            <dd className="mono">{before.recipient}</dd>
          </dl>
        </>
      )}
    </Part>
  );
}
