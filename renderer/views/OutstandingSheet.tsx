// The list of every 017 that nobody has answered: a file or a paste is looked at, what is wrong with a
// row is said, and only then it comes in, with when EMMA said so.
import { useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import {
  hasPaidSince,
  switches,
  type OutstandingMessage,
} from '../../shared/domain/outstanding.ts';
import {
  outstandingOf,
  type OutstandingFinding,
  type OutstandingList,
} from '../../shared/market/outstanding.ts';
import { writeFileTime } from '../../shared/domain/times.ts';
import { readOutstandingFile } from '../files/outstanding-file.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button, Tag, TextArea, TextField } from '../ui/parts.tsx';
import { useWords, type Words } from '../i18n/words.tsx';
import { fileProblemWords } from './finding-words.ts';
import { sampleOutstanding } from './SampleOutage.tsx';
import { mprnWords } from './mprn-words.ts';
import { echoTime, problemWords } from './time-echo.ts';
import { useConsole, useSnapshot } from './use-console.ts';

const MOST_SHOWN = 100;

type Sample = Omit<NonNullable<Awaited<ReturnType<typeof sampleOutstanding>>>, 'text'>;

interface Read {
  readonly name: string;
  readonly list: OutstandingList;
  readonly messages: readonly OutstandingMessage[];
}

export function OutstandingSheet(props: { readonly onClose: () => void }) {
  const { onClose } = props;
  const console = useConsole();
  const { now, world } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [read, setRead] = useState<Read | null>(null);
  const [problem, setProblem] = useState('');
  const [pasted, setPasted] = useState('');
  const [asOf, setAsOf] = useState('');
  const [isFilesOwn, setFilesOwn] = useState(false);
  const here = useListHere();
  const echo = echoTime(asOf, now, words, {
    empty: t('outstanding.asOfNow', { at: words.format.clock(now) }),
  });
  const take = async (name: string, content: Blob | string, sample?: Sample) => {
    // A list is no newer than its file; one that comes from the future has a wrong clock.
    const saved = content instanceof File && content.lastModified <= now ? content : null;
    setAsOf(saved === null ? '' : writeFileTime(saved.lastModified, 'minute'));
    setFilesOwn(saved !== null);
    const { at = now, move } = sample ?? {};
    const found = await readOutstandingFile(content, at);
    if (found.ok) {
      setProblem('');
      const messages = outstandingOf(found.value);
      return setRead({ name, list: found.value, messages: move?.(messages, now) ?? messages });
    }
    const { error } = found;
    if (error.code === 'cancelled') return undefined;
    return setProblem(
      error.code === 'noColumn'
        ? t('outstanding.noColumn', { column: t(`outstanding.field.${error.field}`) })
        : fileProblemWords(error, words),
    );
  };
  const messages = read?.messages ?? [];
  const takeSample = async () => {
    const sample = await sampleOutstanding(console);
    if (sample !== null) await take('outstanding-017.csv', sample.text, sample);
  };
  const isFuture = echo.at !== null && echo.at > now;
  const isOlder = here !== null && (echo.at ?? now) < here;
  const newest = messages.reduce((last, { sentAt }) => Math.max(last, sentAt ?? 0), 0);
  const isBad = (asOf.trim() !== '' && echo.at === null) || isFuture;
  const bring = async () => {
    if (read === null || isBad) return;
    const at = echo.at ?? now;
    const leftOut = read.list.rows.filter(isLeftOut).length;
    const listed = { file: read.name.slice(0, 200), asOf: at, messages, leftOut };
    const done = await console.run({ do: 'listOutstanding', ...listed });
    if (done.ok) onClose();
  };
  useKeys(read === null ? {} : { 'ctrl+enter': () => void bring() }, { inDialog: true });
  return (
    <Dialog
      title={t('outstanding.title')}
      hint={t('outstanding.hint')}
      wide
      onClose={onClose}
      {...(read === null
        ? {}
        : {
            foot: (
              <>
                <Button kind="go" hint="Ctrl ↵" disabled={isBad} onPress={() => void bring()}>
                  {t('outstanding.bring', { count: messages.length })}
                </Button>
                <Button kind="quiet" onPress={() => setRead(null)}>
                  {t('outstanding.other')}
                </Button>
              </>
            ),
          })}
    >
      {problem === '' ? null : (
        <Banner tone="late" urgent>
          {problem}
        </Banner>
      )}
      {read === null ? (
        <>
          <p className="muted">{t('outstanding.lede')}</p>
          <div className="line">
            <FileTrigger
              onSelect={(files) => {
                const file = files?.item(0);
                if (file !== null && file !== undefined) void take(file.name, file);
              }}
            >
              <Button kind="go" autoFocus>
                {t('intake.choose')}
              </Button>
            </FileTrigger>
          </div>
          <TextArea
            label={t('outstanding.paste')}
            value={pasted}
            rows={4}
            most={null}
            onChange={setPasted}
          />
          <div className="line">
            <Button
              disabled={pasted.trim() === ''}
              onPress={() => void take(t('intake.pasted'), pasted)}
            >
              {t('intake.readPaste')}
            </Button>
            {world === 'practice' ? (
              <Button kind="quiet" onPress={() => void takeSample()}>
                {t('outstanding.sample')}
              </Button>
            ) : null}
          </div>
        </>
      ) : (
        <>
          <Figures read={read} words={words} />
          <TextField
            label={t('outstanding.asOf')}
            value={asOf}
            autoFocus
            onChange={(text) => {
              setAsOf(text);
              setFilesOwn(false);
            }}
            echo={
              isFuture
                ? t('refusal.listOfFuture')
                : [
                    isFilesOwn ? t('outstanding.asOfFile', { at: echo.echo }) : echo.echo,
                    isOlder
                      ? t('outstanding.olderThanHere', { at: words.format.when(here, now) })
                      : '',
                  ]
                    .filter(Boolean)
                    .join(' ')
            }
            tone={isBad ? 'bad' : isOlder ? 'warn' : undefined}
          />
          {newest === 0 || newest > now ? null : (
            <p className="muted small">
              {t('outstanding.newest', { at: words.format.when(newest, now) })}
            </p>
          )}
          <Findings list={read.list} now={now} words={words} />
        </>
      )}
    </Dialog>
  );
}

/** As of when the list is that counts now, UTC ms: an older one would change nothing. */
function useListHere(): number | null {
  const console = useConsole();
  const [asOf, setAsOf] = useState<number | null>(null);
  useEffect(() => {
    let stopped = false;
    void console.outstanding().then((list) => {
      if (!stopped) setAsOf(list === 'unread' ? null : (list?.asOf ?? null));
    });
    return () => {
      stopped = true;
    };
  }, [console]);
  return asOf;
}

/** The same message twice stands in the list once, and is not left out of it. */
const isLeftOut = ({ outstanding, findings }: OutstandingList['rows'][number]): boolean =>
  outstanding === null && !findings.some(({ code }) => code === 'sameAs');

function Figures({ read, words }: { readonly read: Read; readonly words: Words }) {
  const { t } = words;
  const { messages, list } = read;
  const { lines, above, rows } = list;
  const offs = messages.filter((each) => switches(each) !== 'on');
  return (
    <p>
      <b>{read.name}</b>
      {': '}
      {t('outstanding.figures', {
        ons: messages.length - offs.length,
        offs: offs.length,
        paid: offs.filter(hasPaidSince).length,
      })}
      {lines === rows.length ? '' : ` ${t('outstanding.lines', { lines, rows: rows.length })}`}
      {above === 0 ? '' : ` ${t('intake.above', { lines: above })}`}
    </p>
  );
}

function Findings(props: {
  readonly list: OutstandingList;
  readonly now: number;
  readonly words: Words;
}) {
  const { list, words } = props;
  const { t } = words;
  const rows = list.rows.filter(({ findings }) => findings.length > 0);
  if (rows.length === 0) return <p className="muted">{t('outstanding.allClear')}</p>;
  return (
    <>
      <p>{t('outstanding.found', { count: rows.length })}</p>
      <div
        className="sheet-table scroll"
        role="region"
        tabIndex={0}
        aria-label={t('outstanding.findings')}
      >
        <table className="findings-table">
          <tbody>
            {rows.slice(0, MOST_SHOWN).map((row) => (
              <tr key={row.record}>
                <td className="mono">{row.record}</td>
                <td className="mono">{row.typedMprn}</td>
                <td>
                  <Tag tone={row.outstanding === null ? 'late' : 'need'}>
                    {t(row.outstanding === null ? 'outstanding.staysOut' : 'outstanding.comesIn')}
                  </Tag>
                </td>
                <td>{row.findings.map((each) => findingWords(each, words)).join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MOST_SHOWN ? (
        <p className="muted small">{t('backfix.more', { count: rows.length - MOST_SHOWN })}</p>
      ) : null}
    </>
  );
}

function findingWords(finding: OutstandingFinding, words: Words): string {
  const { t } = words;
  switch (finding.code) {
    case 'mprn':
      return mprnWords(finding.problem, words);
    case 'time':
      return `${t(`outstanding.field.${finding.field}`)}: ${problemWords(finding.problem, words)}`;
    case 'sameAs':
    case 'txRefNbrTaken':
      return t(`outstanding.finding.${finding.code}`, { record: finding.record });
    case 'timeMissing':
    case 'inFuture':
    case 'longAgo':
    case 'doubledHour':
      return t(`outstanding.finding.${finding.code}`, {
        field: t(`outstanding.field.${finding.field}`),
      });
    default:
      return t(`outstanding.finding.${finding.code}`);
  }
}
