// Said in the call before Networks is asked to switch somebody on: a reconnection of ours that waits does
// the same once more, as soon as it runs.
import { useMemo, useState } from 'react';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { fixSubject } from '../../shared/domain/fix.ts';
import { waitingE05 } from '../../shared/domain/replay-guard.ts';
import { shippedScript, type Step } from '../../shared/domain/script.ts';
import { e05sInEmma, type TakeOut } from '../../shared/domain/take-out.ts';
import { summarise } from '../../shared/domain/summary.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';
import { TakeOutSheet } from './TakeOutSheet.tsx';
import { useList, useRowOf } from './use-recovery.ts';

/** Up to the step that asks for it; afterwards it is too late. */
const asksAt = shippedScript.steps.findIndex(({ id }) => id === 'request');

export function WaitingE05(props: { readonly step: Step; readonly state: CaseState }) {
  const { step, state } = props;
  const isBefore = shippedScript.steps.findIndex(({ id }) => id === step.id) <= asksAt;
  // The list is read only where it can say something.
  return step.part === 'networks' && isBefore ? <Waiting state={state} /> : null;
}

function Waiting({ state }: { readonly state: CaseState }) {
  const { fixes } = useSnapshot();
  const { t } = useWords();
  const listed = useList();
  const list = typeof listed === 'string' ? null : listed;
  const fix = fixes.get(fixSubject(mprnOf(state.subject) ?? ''));
  const waits = useMemo(() => waitingE05({ state, list, fix }), [state, list, fix]);
  const row = useRowOf(state);
  const [taking, setTaking] = useState<readonly TakeOut[] | null>(null);
  const mprn = mprnOf(state.subject);
  const inEmma = typeof row === 'string' ? [] : e05sInEmma({ ...row, fix });
  if (waits === null) return null;
  return (
    <>
      <Banner tone="late">
        {t(`case.e05.${waits.where}`, {
          which: waits.txRefNbr === null ? '' : ` (${waits.txRefNbr.slice(0, 8)})`,
        })}{' '}
        {waits.where !== 'emma' || inEmma.length === 0 ? null : (
          <Button small onPress={() => setTaking(inEmma)}>
            {t('fix.do.takeOut')}
          </Button>
        )}
      </Banner>
      {taking === null ? null : (
        <TakeOutSheet
          takeOuts={taking}
          rows={[{ mprn, summary: summarise(state) }]}
          listedAt={list?.asOf ?? null}
          onClose={() => setTaking(null)}
        />
      )}
    </>
  );
}
