// The first minute: a name, and which of two doors. Nothing else is asked.
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { World } from '../../shared/bridge.ts';
import { Button, Key, TextField } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';

export function Doors(props: {
  readonly name: string;
  readonly onEnter: (world: World, name: string) => void;
}) {
  const { t } = useWords();
  const [name, setName] = useState(props.name);
  const [asked, setAsked] = useState(props.name !== '');
  const known = name.trim() !== '';
  useKeys(
    asked
      ? {
          l: () => props.onEnter('live', name.trim()),
          p: () => props.onEnter('practice', name.trim()),
        }
      : {},
  );
  if (!asked) {
    return (
      <main className="doors">
        <div className="panel">
          <h1>{t('doors.welcome')}</h1>
          <TextField
            label={t('doors.name')}
            value={name}
            autoFocus
            echo={t('doors.nameHint')}
            onChange={setName}
            onEnter={() => {
              if (known) setAsked(true);
            }}
          />
          <div className="line">
            <Button kind="go" hint="↵" disabled={!known} onPress={() => setAsked(true)}>
              {t('doors.enter')}
            </Button>
          </div>
        </div>
      </main>
    );
  }
  return (
    <main className="doors">
      <div className="panel">
        <h1>{t('doors.which')}</h1>
        <div className="two">
          <AriaButton className="door" autoFocus onPress={() => props.onEnter('live', name.trim())}>
            <b>
              <span className="world live">{t('strip.live')}</span> {t('doors.live')}
              <Key>L</Key>
            </b>
            <span className="muted">{t('doors.liveSays')}</span>
          </AriaButton>
          <AriaButton className="door" onPress={() => props.onEnter('practice', name.trim())}>
            <b>
              <span className="world practice">{t('strip.practice')}</span> {t('doors.practice')}
              <Key>P</Key>
            </b>
            <span className="muted">{t('doors.practiceSays')}</span>
          </AriaButton>
        </div>
        <div className="line">
          <span className="muted grow">{name}</span>
          <Button kind="quiet" onPress={() => setAsked(false)}>
            {t('operator.new')}
          </Button>
        </div>
      </div>
    </main>
  );
}
