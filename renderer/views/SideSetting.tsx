// Whose work this desk does. What the gateway knows decides; without one, the person.
import { Banner, Choice } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { Part } from './Part.tsx';
import { useSide } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function SideSetting() {
  const console = useConsole();
  const { enrolment } = useSnapshot();
  const { t } = useWords();
  const side = useSide();
  return (
    <Part title={t('settings.side')}>
      {enrolment === null ? (
        <Choice
          label={t('settings.side')}
          value={side}
          options={[
            { value: 'supplier', label: t('settings.side.supplier') },
            { value: 'networks', label: t('settings.side.networks') },
          ]}
          onChange={(value) => void console.run({ do: 'settings', changes: { side: value } })}
        />
      ) : (
        <Banner tone="plain">
          {t('settings.sideEnrolled', { organisation: enrolment.organisation.name })}
        </Banner>
      )}
      <p className="muted small">{t('settings.sideHint')}</p>
    </Part>
  );
}
