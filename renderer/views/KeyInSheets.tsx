// Every message that waits to be keyed into the webform, one sheet below the other, to be printed in one
// go: each is whole on its page, and each line has a box to tick.
import { useState } from 'react';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { keyInSheet } from '../../shared/market/raw.ts';
import { describeProblem } from '../../shared/market/problem.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Banner, Button } from '../ui/parts.tsx';
import { usePrinting } from '../ui/printing.ts';
import { useWords } from '../i18n/words.tsx';
import { webformOf } from '../console/organisation.ts';
import { MOST_SHOWN } from './FixTable.tsx';
import { marketOf } from './our-market.ts';
import { messageOf } from './released-csv.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import type { Released } from './use-fixes.ts';
import { printed } from './use-host-signals.ts';
import { useBookNames } from './use-recovery.ts';
import { MOST_PRINTED } from './VirtualRows.tsx';

export function KeyInSheets(props: {
  readonly released: readonly Released[];
  /** Left out, because it would do something twice. */
  readonly stayOut: number;
  readonly onClose: () => void;
}) {
  const { released, stayOut } = props;
  const console = useConsole();
  const snapshot = useSnapshot();
  const { t } = useWords();
  const [trouble, setTrouble] = useState<string | null>(null);
  const most = usePrinting() ? MOST_PRINTED : MOST_SHOWN;
  const shown = released.slice(0, most);
  const names = useBookNames(shown.flatMap(({ row, mprn }) => (row?.summary?.name ? [] : [mprn])));
  const webform = webformOf(snapshot);
  const market = marketOf(snapshot);
  return (
    <Dialog
      title={t('keyIn.all', { count: released.length })}
      wide
      reading
      onClose={props.onClose}
      foot={
        <div className="end">
          <Button kind="go" reads onPress={() => void printed(console).then(setTrouble)}>
            {t('keyIn.print')}
          </Button>
          <Button kind="quiet" reads onPress={props.onClose}>
            {t('common.close')}
          </Button>
        </div>
      }
    >
      {trouble === null ? null : (
        <Banner tone="late">{t('host.notPrinted', { why: trouble })}</Banner>
      )}
      {stayOut === 0 ? null : <Banner tone="soon">{t('fix.stayOut', { count: stayOut })}</Banner>}
      {webform === '' ? null : <p className="mono small">{webform}</p>}
      {shown.map((each, index) => {
        const made = messageOf(each, market);
        const title = t('keyIn.one', {
          place: index + 1,
          of: released.length,
          mprn: formatMprn(each.mprn),
          name: each.row?.summary?.name || names.get(each.mprn) || '',
        });
        return (
          <section key={each.key} className="sheet-of-all" aria-label={title}>
            <h3>{title}</h3>
            {made?.ok === true ? <p className="muted small">{t('keyIn.unverified')}</p> : null}
            {made?.ok === true ? (
              <div className="sheet-table whole key-in">
                <table>
                  <tbody>
                    {keyInSheet(made.value, market.wall).map(({ name, text, mark }) => (
                      <tr key={name}>
                        <th scope="row">{name}</th>
                        <td className="mono">{text}</td>
                        <td className="muted small">{t(`fixSheet.mark.${mark}`)}</td>
                        <td className="to-tick" />
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            ) : (
              <p>
                {made === null
                  ? null
                  : t('fixSheet.makeFails', { why: describeProblem(made.error) })}
              </p>
            )}
          </section>
        );
      })}
      {released.length > most ? (
        <p className="muted small">{t('backfix.more', { count: released.length - most })}</p>
      ) : null}
    </Dialog>
  );
}
