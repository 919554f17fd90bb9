// How much of a release is looked at twice.
import { useState } from 'react';
import { isShare, mostShareOf, shareSetting } from '../../shared/domain/release-share.ts';
import { Button, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { Part } from './Part.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

export function ReleaseSetting() {
  const console = useConsole();
  const { desk } = useSnapshot();
  const { t } = useWords();
  const before = Math.round(mostShareOf(desk) * 100);
  const [text, setText] = useState(String(before));
  const percent = Number(text);
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
          disabled={isBad || percent === before}
          onPress={() => void console.run({ do: 'settings', changes: shareSetting(percent) })}
        >
          {t('common.save')}
        </Button>
      </div>
    </Part>
  );
}
