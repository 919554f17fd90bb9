// Practice has an outage to practise on: the product's own sample, its times moved to now, through
// the same intake as any file.
import { useState } from 'react';
import { MINUTE } from '../../shared/domain/backstop-clock.ts';
import { shiftSample } from '../../shared/domain/sample.ts';
import { Button, Progress } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { bookChunks } from './book-file.ts';
import { checkAll, intakeRow, readSource } from './intake-file.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import type { Console } from '../console/console.ts';

export async function loadSample(
  console: Console,
  onProgress: (done: number, of: number) => void,
): Promise<void> {
  const { now } = console.getSnapshot();
  const [outage, customers] = await Promise.all([
    import('../sample/hub-outage.csv?raw'),
    import('../sample/customers.csv?raw'),
  ]);
  const source = readSource('hub-outage.csv', outage.default, () => undefined);
  if (!source.ok) return;
  const checked = await checkAll(source.value, now, () => undefined, new AbortController().signal);
  const rows = shiftSample(checked ?? [], now);
  if (console.getSnapshot().incident === null) {
    await console.run({ do: 'declareIncident', point: 7, since: now - 161 * MINUTE });
  }
  await console.bring({
    file: 'hub-outage.csv',
    rows: rows.map((row) => intakeRow(row, now, null)),
    unlisted: [],
    onProgress,
  });
  const book = readSource('customers.csv', customers.default, () => undefined);
  if (book.ok) await console.importBook({ file: 'customers.csv', chunks: bookChunks(book.value) });
}

export function SampleOutage() {
  const console = useConsole();
  const { queue } = useSnapshot();
  const { t } = useWords();
  const [progress, setProgress] = useState<{ readonly done: number; readonly of: number } | null>(
    null,
  );
  const load = async () => {
    setProgress({ done: 0, of: 120 });
    await loadSample(console, (done, of) => setProgress({ done, of }));
    setProgress(null);
    await console.go({ view: 'desk', group: 'off' });
  };
  return (
    <div className="stack">
      <p className="muted">{t('doors.loadSampleSays')}</p>
      {progress === null ? (
        <div className="line">
          <Button kind={queue.counts.open === 0 ? 'go' : 'plain'} onPress={() => void load()}>
            {t('doors.loadSample')}
          </Button>
        </div>
      ) : (
        <Progress label={t('intake.progress', progress)} done={progress.done} of={progress.of} />
      )}
    </div>
  );
}
