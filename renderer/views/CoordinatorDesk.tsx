// ESB Networks' end of the phone: requests of every supplier, joined with what was typed from the
// calls, least time left first. Works from the keyboard, and with no network at all.
import { must } from '../../shared/lib/check.ts';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { CoordinatorRunway } from './CoordinatorRunway.tsx';
import { DecideSheet } from './DecideSheet.tsx';
import { PhoneSheet } from './PhoneSheet.tsx';
import { RequestLanes } from './RequestLanes.tsx';
import { RequestList } from './RequestList.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import { addressee, useNight } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import '../ui/requests.css';

export function CoordinatorDesk() {
  const console = useConsole();
  const { place } = useSnapshot();
  const { t } = useWords();
  const night = useNight();
  const next = async () => {
    if (night.next === null) return;
    const { id, target, supplier } = must(night.next, 'asked a line ago');
    if (night.next.networks.taken === null)
      await console.run({
        do: 'takeRequest',
        request: target,
        ...addressee(night.suppliers, supplier),
      });
    await console.go({ view: 'desk', request: id, sheet: null });
  };
  useKeys({ n: () => void next() });
  return (
    <>
      <CoordinatorRunway night={night} />
      <main className="desk room coordinator" aria-label={t('requests.desk')}>
        <h1 className="unseen">{t('requests.desk')}</h1>
        <RequestLanes night={night} />
        <RequestList night={night} onNext={() => void next()} />
        <RequestPanel night={night} />
      </main>
      {place.sheet === 'phone' ? <PhoneSheet night={night} /> : null}
      {place.sheet === 'decide' && night.open !== null ? (
        <DecideSheet picture={night.open} night={night} onNext={() => void next()} />
      ) : null}
    </>
  );
}
