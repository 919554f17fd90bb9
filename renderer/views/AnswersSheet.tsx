// What the market says, from files that are dropped or chosen: which back-fix each answer belongs to is
// shown before anything comes in, and what was refused says why.
import { useState } from 'react';
import { DropZone, FileTrigger } from 'react-aria-components';
import { isDay } from '../../shared/domain/daily.ts';
import type { HeardOf } from '../../shared/domain/hear.ts';
import { matchedBy, switchedAt } from '../../shared/domain/evidence.ts';
import { fixSubject, type FixState } from '../../shared/domain/fix.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { paidSinceOf } from '../../shared/domain/recovery.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { AnswerFrom } from '../../shared/market/answers.ts';
import { readMarketFiles, type MarketFiles, type NamedContent } from '../files/market-files.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button, TextArea, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useConsole, useSnapshot } from './use-console.ts';
import type { Row } from './use-recovery.ts';

const MOST_SHOWN = 100;

export function AnswersSheet(props: {
  readonly rows: readonly Row[];
  readonly onClose: () => void;
}) {
  const { rows, onClose } = props;
  const console = useConsole();
  const { fixes, requests } = useSnapshot();
  const { t } = useWords();
  const [read, setRead] = useState<MarketFiles | null>(null);
  const [lists, setLists] = useState<readonly OutstandingList[]>([]);
  const [day, setDay] = useState('');
  const [pasted, setPasted] = useState('');
  const take = async (files: readonly NamedContent[]) => {
    if (files.length === 0) return;
    const [found, listed] = await Promise.all([readMarketFiles(files), console.everyOutstanding()]);
    // What cannot be read cannot be written to either, and the strip says so.
    if (listed !== 'unread') setLists(listed);
    setRead(found);
  };
  const judged = judge(read?.answers ?? [], { fixes, rows, lists, requests });
  const isAsked = read?.daily.some((each) => each.day === '') ?? false;
  const daily = (read?.daily ?? []).map((each) => ({ ...each, day: each.day || day.trim() }));
  const isUndated = daily.some((each) => !isDay(each.day));
  const cannot = isUndated || judged.ours.length + daily.length === 0;
  const bring = async () => {
    if (cannot) return;
    if (judged.ours.length > 0) {
      const done = await console.run({ do: 'hear', answers: judged.ours });
      if (!done.ok) return;
    }
    for (const each of daily) {
      const done = await console.run({ do: 'listDaily', ...each });
      if (!done.ok) return;
    }
    onClose();
  };
  useKeys(read === null ? {} : { 'ctrl+enter': () => void bring() }, { inDialog: true });
  return (
    <Dialog
      title={t('answers.title')}
      hint={t('answers.hint')}
      wide
      onClose={onClose}
      {...(read === null
        ? {}
        : {
            foot: (
              <Button kind="go" hint="Ctrl ↵" disabled={cannot} onPress={() => void bring()}>
                {t('answers.bring', { count: judged.ours.length + daily.length })}
              </Button>
            ),
          })}
    >
      {read === null ? (
        <>
          <DropZone
            className="drop"
            aria-label={t('answers.choose')}
            onDrop={(event) =>
              void Promise.all(
                event.items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : [])),
              ).then((files) => take(files.map((file) => ({ name: file.name, content: file }))))
            }
          >
            <FileTrigger
              allowsMultiple
              onSelect={(files) =>
                void take([...(files ?? [])].map((file) => ({ name: file.name, content: file })))
              }
            >
              <Button kind="go" autoFocus>
                {t('answers.choose')}
              </Button>
            </FileTrigger>
          </DropZone>
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
      ) : (
        <>
          <Judgement read={read} judged={judged} />
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
        </>
      )}
    </Dialog>
  );
}

interface Judged {
  readonly ours: readonly HeardOf[];
  readonly matched: number;
  readonly proposed: number;
  readonly other: number;
  readonly off: number;
  readonly known: number;
  readonly notOurs: number;
}

/** A 601 names only the message it rejects; whose that was is looked up among our own. */
function judge(
  answers: readonly AnswerFrom[],
  known: {
    readonly fixes: ReadonlyMap<string, FixState>;
    readonly rows: readonly Row[];
    /** Also of whoever a newer list has no more. */
    readonly lists: readonly OutstandingList[];
    readonly requests: readonly RequestState[];
  },
): Judged {
  const { fixes, rows, lists, requests } = known;
  const listed = new Set(lists.flatMap(({ messages }) => messages.map(({ mprn }) => mprn)));
  const byTx = new Map(
    [...fixes.values()].flatMap(({ mprn, items }) =>
      items.flatMap(({ txRefNbrs }) => txRefNbrs.map((each) => [each, mprn] as const)),
    ),
  );
  const byMprn = new Map(rows.flatMap((row) => (row.mprn === null ? [] : [[row.mprn, row]])));
  const ours: HeardOf[] = [];
  const count = { matched: 0, proposed: 0, other: 0, off: 0, known: 0, notOurs: 0 };
  for (const { mprn: named, answer } of answers) {
    const mprn = named ?? byTx.get(answer.original ?? '') ?? null;
    const row = mprn === null ? undefined : byMprn.get(mprn);
    const fix = mprn === null ? undefined : fixes.get(fixSubject(mprn));
    if (mprn === null || (row === undefined && fix === undefined && !listed.has(mprn))) {
      count.notOurs += 1;
      continue;
    }
    if (fix?.heard.some(({ txRefNbr }) => txRefNbr === answer.txRefNbr) === true) {
      count.known += 1;
      continue;
    }
    const isMatched = fix?.items.some(
      ({ txRefNbrs, businessReference }) =>
        matchedBy(answer, { txRefNbrs, businessReference }) !== null,
    );
    if (isMatched === true) count.matched += 1;
    else if (fix === undefined) count.other += 1;
    else count.proposed += 1;
    if (answer.tells === 'deEnergised') count.off += 1;
    const isOff = answer.tells === 'deEnergised' && (row?.state ?? null) === null;
    const off = switchedAt(answer);
    const paidSince = isOff ? paidSinceOf({ mprn, off, lists, requests }) : null;
    ours.push({ mprn, answer, ...(paidSince === null ? {} : { paidSince }) });
  }
  return { ours, ...count };
}

function Judgement({ read, judged }: { readonly read: MarketFiles; readonly judged: Judged }) {
  const { t } = useWords();
  const { matched, proposed, other, off, known, notOurs } = judged;
  const others = read.others.length;
  return (
    <>
      <p>{t('answers.figures', { matched, proposed, other })}</p>
      {off === 0 ? null : <Banner tone="late">{t('answers.cutOff', { count: off })}</Banner>}
      {known === 0 ? null : <p className="muted">{t('answers.known', { count: known })}</p>}
      {notOurs === 0 ? null : (
        <Banner tone="need">{t('answers.notOurs', { count: notOurs })}</Banner>
      )}
      {others === 0 ? null : <p className="muted">{t('answers.others', { count: others })}</p>}
      {read.refused.length === 0 ? null : (
        <>
          <Banner tone="late" urgent>
            {t('answers.refused', { count: read.refused.length })}
          </Banner>
          <ul className="stack small">
            {read.refused.slice(0, MOST_SHOWN).map(({ file, record, why }) => (
              <li key={`${file}/${record ?? ''}`}>
                <b>
                  {[file, record === null ? '' : t('answers.row', { record })]
                    .filter(Boolean)
                    .join(', ')}
                </b>
                : {why}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
