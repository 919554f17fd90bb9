// The customer book: bring it in, find somebody in it, make a case of them.
import { useEffect, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { formatPhone, type CustomerRow } from '../../shared/domain/customer.ts';
import type { FileProblem } from '../../shared/domain/intake/file.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { Banner, Button, Empty, Progress, Tag, TextField } from '../ui/parts.tsx';
import { fileProblemWords } from './finding-words.ts';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { bookChunks, type BookTally } from '../files/book-file.ts';
import { readSource, watchOf, type Unreadable } from '../files/intake-file.ts';
import { Unread } from './Unread.tsx';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';

const MOST_FOUND = 100;
const MOST_FROM_QUEUE = 40;

export function BookView() {
  const console = useConsole();
  const { book, now, summaries, trouble } = useSnapshot();
  const isWell = trouble === null;
  const words = useWords();
  const { t, format } = words;
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<{
    readonly typed: string;
    readonly rows: readonly CustomerRow[] | 'unread';
  } | null>(null);
  const [progress, setProgress] = useState<{
    readonly what: 'bytes' | 'rows';
    /** Of the bar: signs of the file, or customers. */
    readonly done: number;
    readonly of: number;
    readonly rows: number;
  } | null>(null);
  const [problem, setProblem] = useState<FileProblem | Unreadable | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const abort = useRef(new AbortController());
  useKeys({
    escape: () => {
      if (progress !== null) abort.current.abort();
      else void console.go({ view: 'desk' });
    },
  });
  const long = typed.trim().length >= 2;
  useEffect(() => {
    if (!long) return;
    let stopped = false;
    void console.searchBook(typed, MOST_FOUND).then((rows) => {
      if (!stopped) setAnswer({ typed, rows });
    });
    return () => {
      stopped = true;
    };
  }, [console, typed, long, book, isWell]);
  const isUnread = useIsUnread() || (long && answer?.rows === 'unread');
  const found = long && answer !== null && answer.rows !== 'unread' ? answer.rows : null;

  const bringIn = async (file: File) => {
    setProblem(null);
    setSaid(null);
    // Esc cancels from the first press: in the find field it would leave the field before.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    abort.current = new AbortController();
    const { signal } = abort.current;
    const reading = (done: number, all: number, rows: number) =>
      setProgress({ what: 'bytes', done, of: all, rows });
    const source = await readSource(file.name, file, () => undefined, watchOf(signal, reading));
    if (!source.ok) {
      setProgress(null);
      if (source.error.code === 'cancelled') setSaid(t('book.cancelled'));
      else setProblem(source.error);
      return;
    }
    const of = source.value.table.records.length;
    setProgress({ what: 'rows', done: 0, of, rows: 0 });
    const tally: BookTally = { leftOut: 0 };
    const done = await console.importBook({
      file: file.name,
      chunks: bookChunks(source.value, tally),
      onProgress: (rows) => setProgress({ what: 'rows', done: rows, of, rows }),
      signal,
    });
    setProgress(null);
    // A store in trouble says so itself, in its own line.
    if (!done.ok) return setSaid(done.error.code === 'cancelled' ? t('book.cancelled') : null);
    setSaid(tally.leftOut > 0 ? t('book.leftOut', { count: tally.leftOut }) : null);
  };
  const inQueue = new Set(summaries.map((each) => each.mprn));
  const fromQueue = useQueueCustomers();
  const shown = found ?? fromQueue;

  return (
    <main className="room page" aria-label={t('book.title')}>
      <div className="page-head">
        <h1>{t('book.title')}</h1>
        <span className="muted">
          {book === null
            ? isUnread
              ? null
              : t('book.none')
            : t('book.state', {
                rows: book.rows,
                file: book.file,
                at: format.when(book.importedAt, now),
              })}
        </span>
        <span className="grow" />
        <FileTrigger
          onSelect={(files) => {
            const file = files?.item(0);
            if (file !== null && file !== undefined) void bringIn(file);
          }}
        >
          <Button kind={book === null ? 'go' : 'plain'} disabled={progress !== null}>
            {t(book === null ? 'book.import' : 'book.replace')}
          </Button>
        </FileTrigger>
      </div>
      <div className="page-body stack">
        {problem === null ? null : (
          <Banner tone="late" urgent>
            {fileProblemWords(problem, words)}
          </Banner>
        )}
        {said === null ? null : <Banner tone="plain">{said}</Banner>}
        {progress === null ? null : (
          <div className="part">
            <Progress
              label={
                progress.what === 'rows'
                  ? t('book.progress', progress)
                  : t('intake.readingBytes', progress)
              }
              done={progress.done}
              of={progress.of}
            />
            <div className="line">
              <Button hint="Esc" reads onPress={() => abort.current.abort()}>
                {t('common.cancel')}
              </Button>
            </div>
          </div>
        )}
        {isUnread ? <Unread /> : null}
        {book === null ? (
          isUnread ? null : (
            <Empty title={t('book.none')}>
              <p className="muted">{t('book.noneText')}</p>
            </Empty>
          )
        ) : (
          <>
            <div data-find>
              <TextField
                label={t('book.find')}
                value={typed}
                autoFocus
                onChange={setTyped}
                echo={
                  isUnread
                    ? t('store.unread')
                    : found === null
                      ? fromQueue.length === 0
                        ? t('book.atLeast')
                        : t('book.fromQueue', { count: fromQueue.length })
                      : found.length === 0
                        ? t('book.noneFound')
                        : t(found.length === MOST_FOUND ? 'book.foundFirst' : 'book.found', {
                            count: found.length,
                          })
                }
              />
            </div>
            {shown.length === 0 || isUnread ? null : (
              <div className="sheet-table scroll">
                <table>
                  <tbody>
                    {shown.map((row) => (
                      <tr key={row.mprn}>
                        <td className="mprn mprn-column">{formatMprn(row.mprn)}</td>
                        <td className="cut">{row.name}</td>
                        <td className="mono">{formatPhone(row.phone)}</td>
                        <td className="cut why-column">
                          {[row.address, row.eircode].filter(Boolean).join(', ')}
                        </td>
                        <td>
                          {row.register === 'none' ? null : (
                            <Tag tone={row.register === 'priority' ? 'late' : 'soon'}>
                              {t(`register.${row.register}`)}
                            </Tag>
                          )}
                        </td>
                        <td>
                          <Button
                            small
                            // Opens the case there is; only a new caller is written.
                            reads={inQueue.has(row.mprn)}
                            onPress={() => {
                              if (inQueue.has(row.mprn))
                                return void console.open(`mprn:${row.mprn}`);
                              console.setDraft('caller/who', row.mprn);
                              void console.go({ sheet: 'caller' });
                            }}
                          >
                            {t(inQueue.has(row.mprn) ? 'book.inQueue' : 'book.addCaller')}
                          </Button>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </>
        )}
      </div>
    </main>
  );
}

/** With nothing typed: those in the queue, in its order, as the book has them. */
function useQueueCustomers(): readonly CustomerRow[] {
  const console = useConsole();
  const { queue, book } = useSnapshot();
  const [rows, setRows] = useState<readonly CustomerRow[]>([]);
  const wanted = queue.rows
    .flatMap((row) => (row.mprn === null ? [] : [row.mprn]))
    .slice(0, MOST_FROM_QUEUE)
    .join(' ');
  useEffect(() => {
    if (book === null) return;
    let stopped = false;
    const mprns = wanted.split(' ').filter((mprn) => mprn !== '');
    void Promise.all(mprns.map((mprn) => console.customer(mprn))).then((found) => {
      if (!stopped) setRows(found.filter((row) => row !== undefined));
    });
    return () => {
      stopped = true;
    };
  }, [console, book, wanted]);
  return rows;
}
