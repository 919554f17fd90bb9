// Practice has an outage to practise on: the product's own sample, its times moved to now, through
// the same intake as any file.
import { useState } from 'react';
import { MINUTE } from '../../shared/domain/backstop-clock.ts';
import type { CheckedRow } from '../../shared/domain/intake/check-row.ts';
import type { OutstandingMessage } from '../../shared/domain/outstanding.ts';
import { shiftLater, shiftOutstanding, shiftSample } from '../../shared/domain/sample.ts';
import { Button, Progress } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { bookChunks } from '../files/book-file.ts';
import { checkAll, intakeRow, readSource } from '../files/intake-file.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import type { Console } from '../console/console.ts';

const MOVED = 'sample.moved';

/** When the sample's lists were written. */
const LIST_AT = Date.parse('2026-11-21T21:30:00Z');

/** The second export of the sample outage, and how its times are to be moved; null before the first. */
export async function laterSample(console: Console): Promise<{
  readonly text: string;
  /** When it was written: its times are judged as of then. */
  readonly at: number;
  readonly move: (rows: readonly CheckedRow[], now: number) => readonly CheckedRow[];
} | null> {
  const by = (await console.kept(MOVED)) as Readonly<Record<string, number>> | undefined;
  if (by === undefined) return null;
  const { default: text } = await import('../sample/hub-outage-later.csv?raw');
  return { text, at: LIST_AT, move: (rows, now) => shiftLater(rows, by, now) };
}

/** The sample's outstanding 017s, and how their times are to be moved; null before the sample. */
export async function sampleOutstanding(console: Console): Promise<{
  readonly text: string;
  readonly at: number;
  readonly move: (
    messages: readonly OutstandingMessage[],
    now: number,
  ) => readonly OutstandingMessage[];
} | null> {
  const by = (await console.kept(MOVED)) as Readonly<Record<string, number>> | undefined;
  if (by === undefined) return null;
  const { default: text } = await import('../sample/outstanding-017.csv?raw');
  return { text, at: LIST_AT, move: (messages, now) => shiftOutstanding(messages, by, now) };
}

export async function loadSample(
  console: Console,
  onProgress: (done: number, of: number) => void,
): Promise<void> {
  const { now } = console.getSnapshot();
  const [outage, customers] = await Promise.all([
    import('../sample/hub-outage.csv?raw'),
    import('../sample/customers.csv?raw'),
  ]);
  const source = await readSource('hub-outage.csv', outage.default, () => undefined);
  if (!source.ok) return;
  const checked = await checkAll(
    source.value,
    LIST_AT,
    () => undefined,
    new AbortController().signal,
  );
  const rows = shiftSample(checked ?? [], now);
  const before = new Map((checked ?? []).map((row) => [row.mprn, row.facts.paidAt]));
  await console.keep(
    MOVED,
    Object.fromEntries(
      rows.flatMap(({ mprn, facts }) => {
        const was = before.get(mprn);
        return mprn === null || was === undefined || facts.paidAt === undefined
          ? []
          : [[mprn, facts.paidAt - was]];
      }),
    ),
  );
  if (console.getSnapshot().incident === null) {
    await console.run({ do: 'declareIncident', point: 7, since: now - 161 * MINUTE });
  }
  await console.bring({
    file: 'hub-outage.csv',
    rows: rows.map((row) => intakeRow(row, now, null)),
    unlisted: [],
    onProgress,
  });
  const book = await readSource('customers.csv', customers.default, () => undefined);
  if (book.ok) await console.importBook({ file: 'customers.csv', chunks: bookChunks(book.value) });
}

/** `onEnter`: where there is nothing else to press Enter for. */
export function SampleOutage(props: { readonly onEnter?: boolean }) {
  const console = useConsole();
  const { queue } = useSnapshot();
  const { t } = useWords();
  const [progress, setProgress] = useState<{ readonly done: number; readonly of: number } | null>(
    null,
  );
  const load = async () => {
    const from = console.getSnapshot().place.view;
    setProgress({ done: 0, of: 120 });
    await loadSample(console, (done, of) => setProgress({ done, of }));
    setProgress(null);
    // Whoever went elsewhere meanwhile stays there.
    if (console.getSnapshot().place.view === from) await console.go({ view: 'desk', group: 'off' });
  };
  const hearsEnter = props.onEnter === true && progress === null && queue.counts.open === 0;
  useKeys(hearsEnter ? { enter: () => void load() } : {});
  return (
    <div className="stack">
      <p className="muted">{t('doors.loadSampleSays')}</p>
      {progress === null ? (
        <div className="line">
          <Button
            kind={queue.counts.open === 0 ? 'go' : 'plain'}
            {...(hearsEnter ? { hint: '↵' } : {})}
            onPress={() => void load()}
          >
            {t('doors.loadSample')}
          </Button>
        </div>
      ) : (
        <Progress label={t('intake.progress', progress)} done={progress.done} of={progress.of} />
      )}
    </div>
  );
}
