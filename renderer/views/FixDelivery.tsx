// Why a released back-fix does not leave, and what a person does about it: let it go with a reason, give
// it to another agent or to people, or say that nobody knows whether it went.
import type { FixCommand } from '../../shared/domain/fix-commands.ts';
import type { ReplayWarning } from '../../shared/domain/replay-guard.ts';
import { Banner, Button, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { agentLabel, isGuarded, keptWords, sentence } from './channel-words.ts';
import { useSnapshot } from './use-console.ts';
import type { Released } from './use-fixes.ts';

export function FixDelivery(props: {
  readonly released: Released;
  /** Why sending it now would do something twice. */
  readonly warned: readonly ReplayWarning['is'][];
  readonly despite: string;
  readonly onDespite: (why: string) => void;
  readonly onRun: (command: FixCommand) => void;
}) {
  const { released, warned, despite, onDespite, onRun } = props;
  const { item, mprn, kept, paused } = released;
  const { channels, now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const of = { mprn, key: item.key };
  const agents = channels.find(({ channel }) => channel === 'emma')?.agents ?? [];
  const isGiven = item.standing === 'released' && item.channel === 'emma' && item.txRefNbr !== null;
  const { agent } = item.released;
  const own = agents.find(({ device }) => device === agent);
  const isKeptByGuard = kept !== null && isGuarded(kept);
  const give = (to: string | null) => onRun({ do: 'releaseAgain', fixes: [of], agent: to });
  return (
    <>
      {paused === null ? null : (
        <Banner tone="late">
          {t('channel.paused', {
            channel: sentence(t(`channel.name.${item.channel}`)),
            who: paused.operator,
            at: format.when(paused.at, now),
            because: paused.because,
          })}
        </Banner>
      )}
      {kept === null ? null : (
        <Banner tone="late">
          {t(isGuarded(kept) ? 'fixSheet.kept' : 'fixSheet.keptAsIs', {
            why: keptWords(kept, words),
          })}
        </Banner>
      )}
      {warned.length === 0 ? null : (
        <Banner tone="late">
          {t('fixSheet.replay')} {warned.map((is) => t(`release.replay.${is}`)).join(' ')}
        </Banner>
      )}
      {warned.length > 0 || isKeptByGuard ? (
        <TextField label={t('fixSheet.despite')} value={despite} onChange={onDespite} />
      ) : null}
      {isKeptByGuard ? (
        <>
          <div className="line">
            <Button
              disabled={despite.trim() === ''}
              onPress={() =>
                onRun({ do: 'releaseAgain', fixes: [of], agent, despite: despite.trim() })
              }
            >
              {t('fixSheet.letGo')}
            </Button>
          </div>
        </>
      ) : null}
      {isGiven && (agents.length > 0 || agent !== null) ? (
        <div className="line wrap">
          <span className="muted">
            {agent === null
              ? t('fixSheet.ofPeople')
              : t('fixSheet.ofAgent', {
                  name: own === undefined ? t('agent.unknown') : agentLabel(own, words),
                })}
          </span>
          {agents
            .filter((each) => each !== own)
            .map((each) => (
              <Button key={each.device} small kind="quiet" onPress={() => give(each.device)}>
                {t('agent.giveTo', { count: 1, name: agentLabel(each, words) })}
              </Button>
            ))}
          {agent === null ? null : (
            <Button small kind="quiet" onPress={() => give(null)}>
              {t('agent.giveToPeople', { count: 1 })}
            </Button>
          )}
        </div>
      ) : null}
      {item.standing === 'intended' && item.intent !== null ? (
        <>
          <Banner tone="soon">
            {t('fixSheet.intended', {
              who: item.intent.operator,
              at: format.when(item.intent.at, now),
            })}
          </Banner>
          <div className="line">
            <Button onPress={() => onRun({ do: 'doubtFix', ...of, why: 'interrupted' })}>
              {t('fixSheet.doubt')}
            </Button>
          </div>
        </>
      ) : null}
    </>
  );
}
