// Practice has requests to practise on: typed as if from the phone, through the same commands.
import { useState } from 'react';
import { sampleRequests } from '../../shared/domain/sample-requests.ts';
import { Button, Progress } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

export function SampleRequests() {
  const console = useConsole();
  const { now } = useSnapshot();
  const { t } = useWords();
  const [done, setDone] = useState<number | null>(null);
  const samples = sampleRequests(now);
  const load = async () => {
    for (const [index, sample] of samples.entries()) {
      setDone(index);
      const written = await console.run(sample.take);
      const after =
        written.ok && written.value.subject !== null ? sample.then(written.value.subject) : null;
      if (after !== null) await console.run(after);
    }
    setDone(null);
  };
  const of = samples.length;
  return (
    <div className="stack">
      <p className="muted">{t('requests.sampleSays')}</p>
      {done === null ? (
        <div className="line">
          <Button kind="go" onPress={() => void load()}>
            {t('requests.sample')}
          </Button>
        </div>
      ) : (
        <Progress label={t('requests.count', { count: done })} done={done} of={of} />
      )}
    </div>
  );
}
