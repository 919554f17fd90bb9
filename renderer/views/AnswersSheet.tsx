// What the market says, from files that are dropped or chosen: which back-fix each answer belongs to is
// shown before anything comes in, and what stays out says why and is saved as it was. The last files stay
// on the sheet until the next, however often it is closed.
import { useState } from 'react';
import { DropZone, FileTrigger, type DropItem } from 'react-aria-components';
import { subjectOf } from '../../shared/domain/case.ts';
import { isDay } from '../../shared/domain/daily.ts';
import { organisationOf } from '../console/organisation.ts';
import { readMarketFiles, type MarketFile, type NamedContent } from '../files/market-files.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button, TextArea, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { AnswersJudged, becameWords } from './AnswersJudged.tsx';
import { isAside, judge, type Judged, type KnownHere } from './judged-answers.ts';
import { marketOf } from './our-market.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useLastDrop, type Drop } from './use-last-drop.ts';
import type { Row } from './use-recovery.ts';

export function AnswersSheet(props: {
  readonly rows: readonly Row[];
  readonly onClose: () => void;
}) {
  const { rows, onClose } = props;
  const console = useConsole();
  const snapshot = useSnapshot();
  const { fixes, requests, now } = snapshot;
  const words = useWords();
  const { t } = words;
  const [drop, keep] = useLastDrop();
  const [day, setDay] = useState('');
  const [pasted, setPasted] = useState('');
  const { wall } = marketOf(snapshot);
  const take = async (contents: readonly NamedContent[], before: readonly MarketFile[] = []) => {
    if (contents.length === 0) return;
    const [read, listed] = await Promise.all([
      readMarketFiles(contents, { us: organisationOf(snapshot).mpid, wall }),
      console.everyOutstanding(),
    ]);
    // What could not be read the first time stands as what it was then.
    const files = read.map((each, at) => (each.content === null ? before[at] : each) ?? each);
    const known = await console.casesOf(subjectsIn(files));
    // What cannot be read cannot be written to either, and the strip says so.
    const lists = listed === 'unread' ? (drop?.lists ?? []) : listed;
    keep({ files, wall, lists, cases: known === 'unread' ? [] : known, taken: null });
    setPasted('');
  };
  const judged = drop === null ? null : judgedOf(drop, { fixes, rows, requests });
  const isTaken = (drop?.taken ?? null) !== null;
  const isOtherClock = drop !== null && !isTaken && drop.wall !== wall;
  const isAsked = !isTaken && (judged?.daily.some((each) => each.day === '') ?? false);
  const daily = (judged?.daily ?? []).map((each) => ({ ...each, day: each.day || day.trim() }));
  const isUndated = daily.some((each) => !isDay(each.day));
  const count = (judged?.ours.length ?? 0) + daily.length;
  const cannot = isTaken || isOtherClock || isUndated || count === 0;
  const bring = async () => {
    if (cannot || drop === null || judged === null) return;
    if (judged.ours.length > 0) {
      const done = await console.run({ do: 'hear', answers: judged.ours });
      if (!done.ok) return;
    }
    for (const { type: _, ...each } of daily) {
      const done = await console.run({ do: 'listDaily', ...each });
      if (!done.ok) return;
    }
    keep({ ...drop, taken: { at: now, judged: withDays(judged, day.trim()) } });
    onClose();
  };
  const saveAside = async () => {
    if (drop === null || judged === null) return;
    const { packAside } = await import('../files/set-aside.ts');
    const aside = judged.parts.filter(isAside);
    const files = drop.files.flatMap(({ name, content }, file) => {
      const lines = aside
        .filter((part) => part.file === file)
        .map((part) => ({ ...part, why: becameWords(part, now, words) }));
      return lines.length === 0 ? [] : [{ name, content, lines }];
    });
    await console.saveFile({ name: t('answers.asideFile'), content: await packAside(files) });
  };
  const hasAside = judged?.parts.some(isAside) ?? false;
  const isLooked = drop !== null && !isTaken;
  useKeys(isLooked ? { 'ctrl+enter': () => void bring() } : {}, { inDialog: true });
  return (
    <Dialog
      title={t('answers.title')}
      hint={t('answers.hint')}
      wide
      onClose={onClose}
      {...(drop === null || (isTaken && !hasAside)
        ? {}
        : {
            foot: (
              <>
                {isTaken ? null : (
                  <Button kind="go" hint="Ctrl ↵" disabled={cannot} onPress={() => void bring()}>
                    {t('answers.bring', { count })}
                  </Button>
                )}
                {isAsked && isUndated ? (
                  <span className="small muted">{t('answers.dayMissing')}</span>
                ) : null}
                {hasAside ? (
                  <Button reads onPress={() => void saveAside()}>
                    {t('answers.saveAside')}
                  </Button>
                ) : null}
              </>
            ),
          })}
    >
      <DropZone
        className={drop === null ? 'drop' : 'drop low'}
        aria-label={t('answers.choose')}
        onDrop={({ items }) =>
          void Promise.all(items.map(contentIn)).then((found) =>
            take(found.filter((each) => each !== null)),
          )
        }
      >
        <FileTrigger
          allowsMultiple
          onSelect={(files) =>
            void take([...(files ?? [])].map((file) => ({ name: file.name, content: file })))
          }
        >
          <Button kind={drop === null ? 'go' : 'plain'} autoFocus={drop === null}>
            {t(drop === null ? 'answers.choose' : 'answers.chooseNext')}
          </Button>
        </FileTrigger>
      </DropZone>
      {isOtherClock ? (
        <Banner
          tone="soon"
          action={
            <Button onPress={() => void take(drop.files, drop.files)}>
              {t('answers.readAgain')}
            </Button>
          }
        >
          {t('answers.otherClock')}
        </Banner>
      ) : null}
      {drop === null || judged === null ? null : (
        <AnswersJudged files={drop.files} judged={judged} takenAt={drop.taken?.at ?? null} />
      )}
      {daily.length === 0 ? null : <p>{t('answers.daily', { count: daily.length })}</p>}
      {isAsked ? (
        <TextField
          label={t('answers.day')}
          value={day}
          autoFocus
          echo={t('answers.dayHint')}
          tone={isUndated && day !== '' ? 'bad' : undefined}
          onChange={setDay}
        />
      ) : null}
      {isLooked ? null : (
        <>
          <TextArea
            label={t('answers.paste')}
            value={pasted}
            rows={5}
            most={null}
            onChange={setPasted}
          />
          <div className="line">
            <Button
              disabled={pasted.trim() === ''}
              onPress={() =>
                void take([{ name: t('intake.pasted'), content: new Blob([pasted.trim()]) }])
              }
            >
              {t('answers.read')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** A folder is no file, and says so; a dropped word is pasted instead. */
async function contentIn(item: DropItem): Promise<NamedContent | null> {
  switch (item.kind) {
    case 'file': {
      const content = await item.getFile();
      return { name: content.name, content };
    }
    case 'directory':
      return { name: item.name, content: null };
    case 'text':
      return null;
  }
}

/** As it was taken in; until then as the desk knows it now. */
function judgedOf({ files, lists, cases, taken }: Drop, here: Omit<KnownHere, 'lists' | 'cases'>) {
  return taken?.judged ?? judge(files, { ...here, lists, cases });
}

/** Cases of whom the files speak: a closed one is in no row. */
const subjectsIn = (files: readonly MarketFile[]): readonly string[] => [
  ...new Set(
    files.flatMap(({ parts }) =>
      parts.flatMap((part) =>
        part.is === 'answer' && part.from.mprn !== null ? [subjectOf(part.from.mprn)] : [],
      ),
    ),
  ),
];

/** The day that a person said stands with what it was said of. */
const withDays = (judged: Judged, day: string): Judged => ({
  ...judged,
  parts: judged.parts.map((part) =>
    part.verdict.is === 'daily' && part.verdict.day === ''
      ? { ...part, verdict: { ...part.verdict, day } }
      : part,
  ),
});
