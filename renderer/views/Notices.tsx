// One line under the strip for what a person must know now: the store cannot write, something was
// refused, the clock jumped, the host has a problem; or that the last entry can be taken back.
import { isDue } from '../../shared/domain/guard.ts';
import { Button, Shape } from '../ui/parts.tsx';
import { useWords, type Words } from '../i18n/words.tsx';
import type { Snapshot } from '../console/snapshot.ts';
import { lostList } from '../files/lost-list.ts';
import { AlarmLine, useCalling } from './AlarmLine.tsx';
import { useConsole, useSnapshot } from './use-console.ts';
import type { NotPrinted } from './use-host-signals.ts';

/** Every button that is barred while the store is in trouble points at this sentence. */
export const WHY_READ_ONLY = 'why-read-only';

export function Notices(props: { readonly notPrinted: NotPrinted }) {
  const console = useConsole();
  const snapshot = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { trouble, refused, clockJump, broughtBack, lost, undoable, hello, alarmsMissing } =
    snapshot;
  const calling = useCalling();
  if (trouble !== null) {
    return (
      <div className="notice late" role="alert">
        <Shape name="triangle" ink="late" />
        <span className="grow" id={WHY_READ_ONLY}>
          {t(`store.${trouble.code}`)}
        </span>
        <Button small reads onPress={() => void console.retry()}>
          {t('common.retry')}
        </Button>
      </div>
    );
  }
  const line =
    refused !== null
      ? refusalWords(refused, words)
      : clockJump !== null
        ? t('clock.jumped', { span: format.span(Math.abs(clockJump)), ahead: clockJump > 0 })
        : lost !== null
          ? t('store.lost', { count: lost.entries, away: lost.away })
          : broughtBack !== null
            ? t('store.broughtBack', { count: broughtBack })
            : props.notPrinted.why !== null
              ? t('host.notPrinted', { why: props.notPrinted.why })
              : null;
  const close = () => {
    props.notPrinted.close();
    console.clearNotice();
  };
  const due = snapshot.guards.filter((guard) => isDue(guard, snapshot.now)).length;
  if (line !== null || calling.length > 0 || due > 0 || alarmsMissing) {
    return (
      <div className="notices">
        {line === null ? null : (
          <div className="notice" role="alert">
            <Shape name="triangle" ink="soon" />
            <span className="grow">{line}</span>
            {lost === null || refused !== null ? null : (
              <Button
                small
                onPress={() =>
                  void console.saveFile({
                    name: t('store.lostFile'),
                    content: lostList(lost.customers),
                  })
                }
              >
                {t('store.saveLost')}
              </Button>
            )}
            <Button small kind="quiet" onPress={close}>
              {t('common.close')}
            </Button>
          </div>
        )}
        {alarmsMissing ? (
          <div className="notice late" role="alert">
            <Shape name="triangle" ink="late" />
            <span className="grow">{t('host.alarmsMissing')}</span>
          </div>
        ) : null}
        <AlarmLine />
        {line !== null || due === 0 ? null : (
          <div className="notice" role="status">
            <Shape name="triangle" ink="soon" />
            <span className="grow">{t('guards.dueNotice', { count: due })}</span>
            <Button small reads onPress={() => void console.go({ view: 'backfix' })}>
              {t('guards.toHolds')}
            </Button>
          </div>
        )}
      </div>
    );
  }
  const problem = hello.problems[0];
  if (problem !== undefined && undoable === null) {
    return (
      <div className="notice" role="status">
        <Shape name="triangle" ink="soon" />
        <span className="grow">
          {problem.code === 'administratorFileInvalid'
            ? t('host.administratorFileInvalid', problem)
            : problem.code === 'journalNotWritable'
              ? t('host.journalNotWritable', problem)
              : t('host.noSound')}
        </span>
      </div>
    );
  }
  return null;
}

function refusalWords(refused: NonNullable<Snapshot['refused']>, words: Words): string {
  const { t, format } = words;
  switch (refused.code) {
    case 'storeFull':
    case 'storeHung':
    case 'storeBroken':
    case 'storeNewer':
      return t(`store.${refused.code}`);
    case 'notDialled':
      return t('refusal.notDialled', refused);
    case 'claimedByOther':
      return t('refusal.claimedByOther', refused);
    case 'takenByOther':
      return t('refusal.takenByOther', refused);
    case 'releaseTooLarge':
      return t('refusal.releaseTooLarge', refused);
    case 'callOpen':
      return t('refusal.callOpen', {
        until: format.clock(refused.until),
        isFirst: refused.isFirst,
      });
    case 'notProved':
      return t(`refusal.notProved.${refused.because}`);
    default:
      return t(`refusal.${refused.code}`);
  }
}
