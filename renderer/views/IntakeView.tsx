// Bring in a file: nothing comes in until it is confirmed, every row says what was understood and
// what is wrong, and bad rows are corrected in place or saved to a file.
import { useContext, useEffect, useState } from 'react';
import { DropZone, FileTrigger } from 'react-aria-components';
import { Banner, Button, Progress, ReadOnlyContext, TextArea } from '../ui/parts.tsx';
import { fileProblemWords } from './finding-words.ts';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { laterSample } from './SampleOutage.tsx';
import { useIntake, type Intake } from './use-intake.ts';
import { Looking, Said } from './IntakePreview.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

export function IntakeView() {
  const console = useConsole();
  const intake = useIntake();
  const { t } = useWords();
  const { state } = intake;
  const toQueue = () => void console.go({ view: 'desk', group: 'off' });
  useKeys({
    escape: () => {
      if (state.at === 'reading' || state.at === 'bringing') intake.cancel();
      else void console.go({ view: 'desk' });
    },
    ...(state.at === 'looking' ? { 'ctrl+enter': () => void intake.bring() } : {}),
    ...(state.at === 'done' ? { enter: toQueue } : {}),
  });
  useEffect(() => {
    if (state.at === 'done') document.querySelector<HTMLElement>('.done .button.go')?.focus();
  }, [state.at]);
  return (
    <main className="room page" aria-label={t('intake.title')}>
      {state.at === 'looking' ? (
        <Looking intake={intake} />
      ) : (
        <>
          <div className="page-head">
            <h1>{t('intake.title')}</h1>
            <span className="muted">{t('intake.lede')}</span>
          </div>
          <div className="page-body scroll">
            {state.at === 'opening' ? null : state.at === 'start' ? (
              <Start intake={intake} />
            ) : state.at === 'done' ? (
              <div className="empty done">
                <h2>{t('intake.done', state)}</h2>
                <div className="line">
                  <Button kind="go" hint="↵" onPress={toQueue}>
                    {t('intake.toQueue')}
                  </Button>
                  <Button onPress={intake.reset}>{t('intake.back')}</Button>
                </div>
                <Left intake={intake} />
              </div>
            ) : (
              <div className="part">
                <Progress
                  label={
                    state.at === 'bringing'
                      ? t('intake.progress', state)
                      : state.what === 'rows'
                        ? t('intake.reading', state)
                        : t('intake.readingBytes', state)
                  }
                  done={state.done}
                  of={state.of}
                />
                <div className="line">
                  <Button hint="Esc" reads onPress={intake.cancel}>
                    {t('intake.cancel')}
                  </Button>
                </div>
              </div>
            )}
          </div>
        </>
      )}
    </main>
  );
}

function Start(props: { readonly intake: Intake }) {
  const { intake } = props;
  const words = useWords();
  const { t } = words;
  const [pasted, setPasted] = useState('');
  const console = useConsole();
  const { world } = useSnapshot();
  const takeLater = async () => {
    const later = await laterSample(console);
    if (later !== null) await intake.take('hub-outage-later.csv', later.text, later);
  };
  const readOnly = useContext(ReadOnlyContext);
  const problem = intake.state.at === 'start' ? intake.state.problem : null;
  const takeFile = (file: File) => intake.take(file.name, file);
  const takePasted = () => {
    if (pasted.trim() !== '') void intake.take(t('intake.pasted'), pasted);
  };
  useKeys({ 'ctrl+enter': takePasted });
  return (
    <div className="stack">
      <Left intake={intake} />
      <Said intake={intake} />
      {problem === null ? null : (
        <Banner
          tone="late"
          urgent
          action={
            problem.code === 'market' ? (
              <Button small reads onPress={() => void console.go({ view: 'backfix' })}>
                {t('intake.toBackFixes')}
              </Button>
            ) : undefined
          }
        >
          {fileProblemWords(problem, words)}
        </Banner>
      )}
      <DropZone
        className="drop"
        isDisabled={readOnly !== null}
        getDropOperation={() => 'copy'}
        onDrop={(event) => {
          const item = event.items.find((each) => each.kind === 'file');
          if (item !== undefined && item.kind === 'file') void item.getFile().then(takeFile);
        }}
      >
        <h2>{t('intake.drop')}</h2>
        <FileTrigger
          onSelect={(files) => {
            const file = files?.item(0);
            if (file !== null && file !== undefined) void takeFile(file);
          }}
        >
          <Button kind="go" autoFocus>
            {t('intake.choose')}
          </Button>
        </FileTrigger>
      </DropZone>
      <TextArea
        label={t('intake.paste')}
        value={pasted}
        rows={6}
        most={null}
        onChange={setPasted}
      />
      <div className="line">
        <Button hint="Ctrl ↵" disabled={pasted.trim() === ''} onPress={takePasted}>
          {t('intake.readPaste')}
        </Button>
        {world === 'practice' ? (
          <Button kind="quiet" onPress={() => void takeLater()}>
            {t('intake.later')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Rows of the last file that still wait for somebody. */
function Left(props: { readonly intake: Intake }) {
  const { intake } = props;
  const { t } = useWords();
  if (intake.left === null) return null;
  const count = intake.left.table.records.length;
  return (
    <Banner
      tone="need"
      action={
        <span className="line">
          <Button small onPress={() => void intake.takeLeft()}>
            {t('intake.takeLeft')}
          </Button>
          <Button small kind="quiet" onPress={() => void intake.dropLeft()}>
            {t('intake.dropLeft')}
          </Button>
        </span>
      }
    >
      {t('intake.left', { count, file: intake.left.name })}
    </Banner>
  );
}
