// What stands where something of the database should: it cannot be read, and so nobody may be told that
// there is nothing.
import { Empty } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';

export function Unread() {
  const { t } = useWords();
  return (
    <Empty title={t('store.unread')}>
      <p className="muted">{t('store.unreadText')}</p>
    </Empty>
  );
}
