import { CasePanel } from './CasePanel.tsx';
import { Lanes } from './Lanes.tsx';
import { QueueList } from './QueueList.tsx';
import { useWords } from '../i18n/words.tsx';

export function DeskView() {
  const { t } = useWords();
  return (
    <main className="desk room" aria-label={t('lanes.desks')}>
      <h1 className="unseen">{t('lanes.desks')}</h1>
      <Lanes />
      <QueueList />
      <CasePanel />
    </main>
  );
}
