// How much of a release is looked at twice.
import { useState } from 'react';
import { isShare, mostShareOf, shareSetting } from '../../shared/domain/release-share.ts';
import { Button, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { mayRelease } from '../console/organisation.ts';
import { Part } from './Part.tsx';
import { SaidOfAll } from './SaidOfAll.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

export function ReleaseSetting() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { t } = useWords();
  const before = Math.round(mostShareOf(snapshot.desk) * 100);
  // Until somebody types here, what was said last at any desk.
  const [typed, setText] = useState<string | null>(null);
  const text = typed ?? String(before);
  const percent = Number(text);
  const save = async () => {
    const done = await console.run({ do: 'settings', changes: shareSetting(percent) });
    if (done.ok) setText(null);
  };
  const isBad = text.trim() === '' || !isShare(percent);
  return (
    <Part title={t('settings.release')}>
      <p className="muted small">{t('settings.releaseHint')}</p>
      <TextField
        label={t('settings.mostPercent')}
        value={text}
        onChange={setText}
        tone={isBad ? 'bad' : undefined}
        echo={isBad ? t('settings.notPercent') : undefined}
      />
      <div className="line">
        <Button
          disabled={isBad || percent === before || !mayRelease(snapshot)}
          onPress={() => void save()}
        >
          {t('common.save')}
        </Button>
      </div>
      <SaidOfAll of="release" />
    </Part>
  );
}
