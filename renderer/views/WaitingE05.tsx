// Said in the call before Networks is asked to switch somebody on: a reconnection of ours that waits does
// the same once more, as soon as it runs.
import { useMemo } from 'react';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { fixSubject } from '../../shared/domain/fix.ts';
import { waitingE05 } from '../../shared/domain/replay-guard.ts';
import { shippedScript, type Step } from '../../shared/domain/script.ts';
import { Banner } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';
import { useList } from './use-recovery.ts';

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
  if (waits === null) return null;
  return (
    <Banner tone="late">
      {t(`case.e05.${waits.where}`, {
        which: waits.txRefNbr === null ? '' : ` (${waits.txRefNbr.slice(0, 8)})`,
      })}
    </Banner>
  );
}
