// Why a hold can go: asked of a second person, or lifted alone where somebody has authorised that by phone.
// Of one hold, of the pause of everybody, or of several with one reason.
import { authorisationFault } from '../../shared/domain/guard.ts';
import { Button, TextField } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { echoTime } from './time-echo.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useDraft } from './use-draft.ts';

/** What is said of a lift, as its command takes it. */
export interface Said {
  readonly why: string;
  readonly test?: string;
  readonly authorisedBy?: string;
  readonly authorisedAt?: number;
}

export function AskLift(props: {
  /** Where what is half typed is kept, until it was asked. */
  readonly draftsOf: string;
  /** A pause ends on a test. */
  readonly needsTest: boolean;
  /** Of several holds: how many. */
  readonly count?: number;
  /** Whether it was written. */
  readonly onSaid: (said: Said) => Promise<boolean>;
  readonly onClose: () => void;
}) {
  const { needsTest, count } = props;
  const console = useConsole();
  const { now, operator } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const drafts = `${props.draftsOf}/lift/`;
  const [why, setWhy] = useDraft(`${drafts}why`);
  const [test, setTest] = useDraft(`${drafts}test`);
  const [by, setBy] = useDraft(`${drafts}by`);
  const [at, setAt] = useDraft(`${drafts}at`);
  const echo = echoTime(at, now, words, { empty: t('common.happenedNow') });
  const isAlone = by.trim() !== '';
  const said = { authorisedBy: by.trim(), authorisedAt: echo.at ?? now };
  const fault = isAlone ? authorisationFault(said, operator ?? '', now) : null;
  const missing =
    why.trim() === ''
      ? t('guards.whyMissing')
      : needsTest && test.trim() === ''
        ? t('guards.testMissing')
        : at.trim() !== '' && echo.at === null
          ? t('guards.timeUnread')
          : fault === null
            ? ''
            : t(`guards.alone.${fault}`);
  const isBad = missing !== '';
  const ask = async () => {
    if (isBad) return;
    const isWritten = await props.onSaid({
      why: why.trim(),
      ...(test.trim() === '' ? {} : { test: test.trim() }),
      ...(isAlone ? said : {}),
    });
    if (!isWritten) return;
    console.dropDrafts(drafts);
    props.onClose();
  };
  useKeys(count === undefined ? {} : { 'ctrl+enter': () => void ask() }, { inDialog: true });
  const go = isAlone ? 'guards.liftAlone' : 'guards.ask';
  return (
    <div className="stack">
      <TextField label={t('guards.why')} value={why} autoFocus onChange={setWhy} />
      {needsTest ? <TextField label={t('guards.test')} value={test} onChange={setTest} /> : null}
      <div className="form-grid">
        <TextField label={t('guards.authorisedBy')} value={by} onChange={setBy} />
        <TextField
          label={t('guards.authorisedAt')}
          value={at}
          onChange={setAt}
          echo={by.trim() === '' ? undefined : echo.echo}
          tone={echo.tone}
        />
      </div>
      <div className="line">
        <Button
          small
          kind="go"
          hint={count === undefined ? undefined : 'Ctrl ↵'}
          disabled={isBad}
          onPress={() => void ask()}
        >
          {count === undefined ? t(go) : t(`${go}.many`, { count })}
        </Button>
        {isBad ? <span className="small muted">{missing}</span> : null}
        <Button small kind="quiet" onPress={props.onClose}>
          {t('common.leave')}
        </Button>
      </div>
    </div>
  );
}
