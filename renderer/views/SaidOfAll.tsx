// Under settings that are the organisation's: who set them last at any of its desks, and who may.
import { settingsSaid, mayRelease } from '../console/organisation.ts';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';

export function SaidOfAll(props: { readonly of: 'channels' | 'market' | 'release' }) {
  const snapshot = useSnapshot();
  const { t, format } = useWords();
  const said = settingsSaid(snapshot, props.of);
  return (
    <p className="muted small">
      {said === null
        ? t('settings.saidByNobody')
        : t('settings.saidBy', { by: said.by, at: format.when(said.at, snapshot.now) })}{' '}
      {mayRelease(snapshot) ? null : t('settings.supervisorsOnly')}
    </p>
  );
}
