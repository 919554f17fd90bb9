// What paper must say of itself: a list of yesterday looks like one of tonight.
import { usePrinting } from '../ui/printing.ts';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';

export function PaperHead() {
  const { world, operator, now } = useSnapshot();
  const { t, format } = useWords();
  if (!usePrinting()) return null;
  return (
    <p className="paper-head">
      <b>{t('app.name')}</b>{' '}
      <span className={`world ${world}`}>
        {t(world === 'live' ? 'strip.live' : 'strip.practice')}
      </span>{' '}
      {t('print.head', {
        who: operator ?? '',
        at: `${format.date(now)} ${format.clock(now)}`,
      })}
    </p>
  );
}
