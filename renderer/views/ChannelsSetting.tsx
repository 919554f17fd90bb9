// By which ways a 017 of ours can leave, and where our own ledger is, as this organisation has them: what
// the administrator's file lays down counts, and without it what was said last at any desk.
import { useState } from 'react';
import { Button, Choice, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import {
  changedWays,
  ledgerOf,
  mayRelease,
  webformOf,
  waysAreGiven,
  waysOf,
  type WaySettings,
} from '../console/organisation.ts';
import { Part } from './Part.tsx';
import { SaidOfAll } from './SaidOfAll.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

export function ChannelsSetting() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { t } = useWords();
  const isGiven = waysAreGiven(snapshot);
  const before = {
    ...waysOf(snapshot),
    address: webformOf(snapshot),
    ledger: ledgerOf(snapshot),
  };
  // Only what was touched here: the rest follows what is said at other desks meanwhile.
  const [touched, setTouched] = useState<Partial<WaySettings>>({});
  const ways = { ...before, ...touched };
  const isNone = !ways.emma && !ways.webform;
  const changes = changedWays(before, touched);
  const isSame = Object.keys(changes).length === 0;
  const mayNot = !mayRelease(snapshot);
  const save = async () => {
    const done = await console.run({ do: 'settings', changes });
    if (done.ok) setTouched({});
  };
  const way = (which: 'emma' | 'webform') => (
    <Choice
      label={t(`settings.way.${which}`)}
      value={ways[which] ? 'yes' : 'no'}
      options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`common.${value}`) }))}
      onChange={(value) => setTouched((all) => ({ ...all, [which]: value === 'yes' }))}
    />
  );
  return (
    <Part title={t('settings.channels')}>
      <p className="muted small">{t('settings.channelsHint')}</p>
      {isGiven ? (
        <>
          <p className="muted small">{t('settings.channelsFromFile')}</p>
          <dl className="facts wide-labels">
            <dt>{t('settings.way.emma')}</dt>
            <dd>{t(before.emma ? 'common.yes' : 'common.no')}</dd>
            <dt>{t('settings.way.webform')}</dt>
            <dd>{t(before.webform ? 'common.yes' : 'common.no')}</dd>
            <dt>{t('settings.webformAddress')}</dt>
            <dd className="mono">{before.address || t('common.notGiven')}</dd>
            <dt>{t('settings.ledger')}</dt>
            <dd>{before.ledger || t('common.notGiven')}</dd>
          </dl>
        </>
      ) : (
        <>
          {way('emma')}
          {way('webform')}
          <TextField
            mono
            label={t('settings.webformAddress')}
            value={ways.address}
            onChange={(address) => setTouched((all) => ({ ...all, address }))}
            tone={isNone ? 'bad' : undefined}
            echo={isNone ? t('settings.noWay') : undefined}
          />
          <TextField
            label={t('settings.ledger')}
            value={ways.ledger}
            onChange={(ledger) => setTouched((all) => ({ ...all, ledger }))}
          />
          <div className="line">
            <Button disabled={isNone || isSame || mayNot} onPress={() => void save()}>
              {t('common.save')}
            </Button>
          </div>
          <SaidOfAll of="channels" />
        </>
      )}
    </Part>
  );
}
