// A day of the market against ours: what we sent and they do not list, what they list and nobody here
// knows, and where their count and their list differ. On the screen, and as a file.
import { useState } from 'react';
import { reconcile, type DailyState, type Reconciled } from '../../shared/domain/daily.ts';
import { toCsv } from '../../shared/domain/intake/table.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Banner, Button, Choice } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

const MOST_SHOWN = 100;
/** So many days are doors; older ones stay in the log. */
const MOST_DAYS = 5;

export function ReconcileSheet(props: {
  readonly list: OutstandingList | null;
  readonly onClose: () => void;
}) {
  const console = useConsole();
  const { dailies, fixes } = useSnapshot();
  const { t } = useWords();
  const days = dailies.slice(-MOST_DAYS);
  const [day, setDay] = useState(days.at(-1)?.day ?? '');
  const daily = days.find((each) => each.day === day);
  const found = daily === undefined ? null : reconcile(daily, [...fixes.values()], props.list);
  const save = () => {
    if (found === null) return;
    void console.saveFile({
      name: t('reconcile.file', { day }),
      content: reconciledCsv(found),
    });
  };
  return (
    <Dialog
      title={t('reconcile.title')}
      hint={t('reconcile.hint')}
      wide
      onClose={props.onClose}
      foot={
        <Button disabled={found === null} reads onPress={save}>
          {t('reconcile.save')}
        </Button>
      }
    >
      {days.length === 0 ? (
        <p className="muted">{t('reconcile.none')}</p>
      ) : (
        <Choice
          label={t('reconcile.day')}
          value={day}
          options={days.map((each) => ({ value: each.day, label: each.day }))}
          onChange={setDay}
        />
      )}
      {daily === undefined ? null : <Found daily={daily} found={found} />}
    </Dialog>
  );
}

function Found(props: { readonly daily: DailyState; readonly found: Reconciled | null }) {
  const { daily, found } = props;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  if (found === null) return <p className="muted">{t('reconcile.noList')}</p>;
  const { oursNotTheirs, theirsNotOurs, counts } = found;
  const isClear = oursNotTheirs.length + theirsNotOurs.length + counts.length === 0;
  return (
    <>
      <p className="muted">{t('reconcile.lines', { count: daily.lines?.length ?? 0 })}</p>
      {isClear ? <Banner tone="ok">{t('reconcile.clear')}</Banner> : null}
      {counts.map(({ type, counted, listed }) => (
        <Banner key={type} tone="need">
          {t('reconcile.counts', { type, counted, listed })}
        </Banner>
      ))}
      {oursNotTheirs.length === 0 ? null : (
        <>
          <h3>{t('reconcile.ours', { count: oursNotTheirs.length })}</h3>
          <p className="small muted">{t('reconcile.oursSays')}</p>
          <ul className="stack small">
            {oursNotTheirs.slice(0, MOST_SHOWN).map(({ mprn, item }) => (
              <li key={item.txRefNbr} className="line">
                <span className="mprn">{formatMprn(mprn)}</span>
                <span className="mono">{item.txRefNbr}</span>
                <span className="muted">
                  {item.handing === null ? '' : format.when(item.handing.at, now)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {theirsNotOurs.length === 0 ? null : (
        <>
          <h3>{t('reconcile.theirs', { count: theirsNotOurs.length })}</h3>
          <p className="small muted">{t('reconcile.theirsSays')}</p>
          <ul className="stack small">
            {theirsNotOurs.slice(0, MOST_SHOWN).map(({ type, txRefNbr }) => (
              <li key={txRefNbr} className="line">
                <b>{type}</b> <span className="mono">{txRefNbr}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function reconciledCsv({ day, oursNotTheirs, theirsNotOurs, counts }: Reconciled): string {
  return toCsv([
    ['Day', 'What', 'Type', 'TxRefNbr', 'MPRN', 'Counted', 'Listed'],
    ...oursNotTheirs.map(({ mprn, item }) => [
      day,
      'ours, not theirs',
      '017',
      item.txRefNbr ?? '',
      mprn,
      '',
      '',
    ]),
    ...theirsNotOurs.map(({ type, txRefNbr }) => [
      day,
      'theirs, not ours',
      type,
      txRefNbr,
      '',
      '',
      '',
    ]),
    ...counts.map(({ type, counted, listed }) => [
      day,
      'count and list differ',
      type,
      '',
      '',
      String(counted),
      String(listed),
    ]),
  ]);
}
