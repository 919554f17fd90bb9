import { Key } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { shownPath } from './shown-path.ts';
import { useSide } from './use-requests.ts';
import { undoneWords } from './undo-words.ts';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';
import { Button } from '../ui/parts.tsx';

export function Foot() {
  const console = useConsole();
  const { saved, hello, undoable, fixedBy, tookBack, place, current, device, now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const isUnread = useIsUnread();
  const isNetworks = useSide() === 'networks';
  const { journal } = saved;
  const where =
    journal !== null && journal.trouble !== null
      ? t(`foot.journalTrouble.${journal.trouble}`)
      : journal !== null && journal.path !== null
        ? t('foot.journal', {
            entries: journal.lastSeq,
            path: shownPath(journal.path),
          })
        : hello.host === 'web' && !isUnread
          ? t('foot.savedHere', { entries: saved.entries })
          : '';
  /** What was done last is read whole before keys that stand under `?`. */
  const hasSaid = undoable !== null || tookBack !== null || fixedBy !== null;
  return (
    <footer className={hasSaid ? 'foot with-undo' : 'foot'}>
      <span>
        <Key>N</Key> {t('foot.next')}
      </span>
      <span>
        <Key>A</Key> {t(isNetworks ? 'foot.phone' : 'foot.caller')}
      </span>
      <span>
        <Key>/</Key> {t('foot.find')}
      </span>
      {place.view !== 'desk' ? null : (
        <>
          <span className="spare">
            <Key>1</Key>–<Key>9</Key> {t('foot.outcome')}
          </span>
          <span className="spare">
            <Key>Ctrl ↵</Key> {t('foot.saveNext')}
          </span>
          {current?.claim?.device === device ? (
            <span className="spare">
              <Key>Q</Key> {t('foot.putDown')}
            </span>
          ) : null}
        </>
      )}
      {place.view !== 'backfix' ? null : (
        <>
          <span className="spare">
            <Key>1</Key>–<Key>9</Key> {t('foot.lists')}
          </span>
          <span className="spare">
            <Key>B</Key> {t('foot.askAll')}
          </span>
          <span className="spare">
            <Key>T</Key> {t('foot.takeOut')}
          </span>
          <span className="spare">
            <Key>E</Key> {t('foot.export')}
          </span>
        </>
      )}
      <span className="spare">
        <Key>Esc</Key> {t(place.view === 'desk' ? 'foot.leave' : 'foot.toDesk')}
      </span>
      <span>
        <Key>?</Key> {t('foot.keys')}
      </span>
      {tookBack === null ? null : (
        <span role="status" className="took cut">
          {t('foot.tookBack', undoneWords(tookBack, place.subject, now, words))}
        </span>
      )}
      {fixedBy === null ? null : <span className="took cut">{t(`foot.fixedBy.${fixedBy}`)}</span>}
      {undoable === null ? null : (
        <Button small kind="quiet" hint="Ctrl Z" onPress={() => void console.undo()}>
          <span className="cut">
            {t('foot.undo', undoneWords(undoable, place.subject, now, words))}
          </span>
        </Button>
      )}
      <span className="where cut" title={journal?.path ?? where}>
        {where}
      </span>
    </footer>
  );
}
