// What lies in our own EMMA, which only we can stop: by these numbers a person takes it out there, ticks it
// off on paper or here, and says that it is done, by name. What was not to be found stays to be done. A D05
// is meant to go, and is ticked; an E05 may be left to run, and is ticked by whoever has taken it out.
import { useRef, useState } from 'react';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { isOfE05, type TakeOut } from '../../shared/domain/take-out.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { mayRelease } from '../console/organisation.ts';
import { takeOutCsv } from './recovery-csv.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useCopy } from './use-copy.ts';
import { useBookNames, type Row } from './use-recovery.ts';

/** Of a customer of whom several lie there each is another one. */
const keyOf = ({ mprn, message }: TakeOut): string => `${mprn} ${message.txRefNbr ?? ''}`;

/** What they are, in words: D05s, E05s or both. */
export function takeOutTitle(takeOuts: readonly TakeOut[]) {
  if (!takeOuts.some(isOfE05)) return 'takeOut.title';
  return takeOuts.every(isOfE05) ? 'takeOut.titleE05' : 'takeOut.titleBoth';
}

export function TakeOutSheet(props: {
  readonly takeOuts: readonly TakeOut[];
  /** For the names of whoever has a case. */
  readonly rows: readonly Pick<Row, 'mprn' | 'summary'>[];
  readonly listedAt: number | null;
  readonly onClose: () => void;
}) {
  const { listedAt, onClose } = props;
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t } = words;
  // What is in sight while it is done is what was looked at: a list that comes in takes nothing away.
  const [takeOuts] = useState(props.takeOuts);
  const [person, setPerson] = useState(snapshot.operator ?? '');
  const [authorisedBy, setAuthorisedBy] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(
    () => new Set(takeOuts.filter(isOfE05).map(keyOf)),
  );
  const writing = useRef(false);
  const named = new Map(props.rows.map(({ mprn, summary }) => [mprn, summary?.name ?? '']));
  const inBook = useBookNames(takeOuts.flatMap(({ mprn }) => (named.get(mprn) ? [] : [mprn])));
  const nameOf = ({ mprn }: TakeOut) => named.get(mprn) || (inBook.get(mprn) ?? '');
  const out = takeOuts.filter((each) => !left.has(keyOf(each)));
  const needsName = !mayRelease(snapshot) && out.some(({ item }) => item === null);
  const cannot =
    out.length === 0 || person.trim() === '' || (needsName && authorisedBy.trim() === '');
  const all = useCopy(
    takeOuts.map(({ mprn, message }) => `${mprn}\t${message.txRefNbr ?? ''}`).join('\n'),
  );
  const done = async () => {
    if (cannot || writing.current) return;
    writing.current = true;
    const written = await console.run({
      do: 'takeOut',
      items: out.map(({ mprn, step }) => ({ mprn, steps: [step] })),
      person: person.trim(),
      listedAt,
      ...(needsName ? { authorisedBy: authorisedBy.trim() } : {}),
    });
    writing.current = false;
    if (written.ok) onClose();
  };
  const toggle = (each: TakeOut) => {
    const next = new Set(left);
    if (!next.delete(keyOf(each))) next.add(keyOf(each));
    setLeft(next);
  };
  useKeys({ 'ctrl+enter': () => void done() }, { inDialog: true });
  const hasE05 = takeOuts.some(isOfE05);
  const label = t(takeOutTitle(takeOuts), { count: takeOuts.length });
  return (
    <Dialog
      title={label}
      hint={t(hasE05 ? 'takeOut.hintE05' : 'takeOut.hint')}
      wide
      onClose={onClose}
      foot={
        <>
          <Button kind="go" hint="Ctrl ↵" disabled={cannot} onPress={() => void done()}>
            {t('takeOut.go', { count: out.length })}
          </Button>
          {left.size === 0 ? null : (
            <span className="muted small">{t('takeOut.left', { count: left.size })}</span>
          )}
          <span className="grow" />
          <Button kind="quiet" reads onPress={all.copy}>
            {t(all.said === null ? 'takeOut.copyAll' : `fixSheet.${all.said}`)}
          </Button>
          <Button
            kind="quiet"
            reads
            onPress={() =>
              void console.saveFile({
                name: t('takeOut.file'),
                content: takeOutCsv(takeOuts, nameOf, words),
              })
            }
          >
            {t('takeOut.save')}
          </Button>
        </>
      }
    >
      {takeOuts.every(isOfE05) ? null : <p>{t('takeOut.says')}</p>}
      {hasE05 ? <p>{t('takeOut.saysE05')}</p> : null}
      <div className="form-grid">
        <TextField label={t('takeOut.person')} value={person} autoFocus onChange={setPerson} />
        {needsName ? (
          <TextField
            label={t('release.authorised')}
            value={authorisedBy}
            onChange={setAuthorisedBy}
          />
        ) : null}
      </div>
      {takeOuts.some(({ message }) => message.txRefNbr === null) ? (
        <Banner tone="need">{t('takeOut.noTxRefNbr')}</Banner>
      ) : null}
      <div className="sheet-table whole key-in" role="region" tabIndex={0} aria-label={label}>
        <table>
          <thead>
            <tr>
              <th>{t('case.setMprn')}</th>
              <th>{t('takeOut.txRefNbr')}</th>
              <th>{t('takeOut.sent')}</th>
              <th>{t('takeOut.isOut')}</th>
            </tr>
          </thead>
          <tbody>
            {takeOuts.map((each) => (
              <OneOut
                key={keyOf(each)}
                takeOut={each}
                name={nameOf(each)}
                isOut={!left.has(keyOf(each))}
                onToggle={() => toggle(each)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}

function OneOut(props: {
  readonly takeOut: TakeOut;
  readonly name: string;
  readonly isOut: boolean;
  readonly onToggle: () => void;
}) {
  const { mprn, message } = props.takeOut;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const { copy, said } = useCopy(message.txRefNbr);
  return (
    <tr>
      <td>
        <span className="mprn">{formatMprn(mprn)}</span>
        <span className="small muted under">{props.name}</span>
      </td>
      <td className="mono small">
        {isOfE05(props.takeOut) ? 'E05 ' : ''}
        {message.txRefNbr === null ? (
          t('common.notKnown')
        ) : (
          <>
            {message.txRefNbr}{' '}
            <Button
              small
              kind="quiet"
              reads
              label={t('takeOut.copyOf', { mprn: formatMprn(mprn) })}
              onPress={copy}
            >
              {t(said === null ? 'fixSheet.copyIt' : `fixSheet.${said}`)}
            </Button>
          </>
        )}
      </td>
      <td>{message.sentAt === null ? t('common.notKnown') : format.when(message.sentAt, now)}</td>
      <td>
        <input
          className="noprint"
          type="checkbox"
          aria-label={t('takeOut.isOutOf', { mprn: formatMprn(mprn) })}
          checked={props.isOut}
          onChange={props.onToggle}
        />
      </td>
    </tr>
  );
}
