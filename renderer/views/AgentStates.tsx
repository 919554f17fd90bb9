// EMMA's agents as they said that they stand: a picture with its date, what is wrong in plain words and
// what to do; and what an agent that says nothing was to deliver, given to somebody else in one step.
import { useRef } from 'react';
import type { AgentPicture } from '../../shared/domain/agents.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { poisonedWords, troublesOf } from './channel-words.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function AgentStates(props: {
  readonly agents: readonly AgentPicture[];
  /** Those about which a person has to do something, or the others. */
  readonly which: 'inTrouble' | 'well';
}) {
  const { agents, which } = props;
  const { t } = useWords();
  const shown = agents.filter((each) => isInTrouble(each) === (which === 'inTrouble'));
  if (shown.length === 0) return null;
  const title = t(`agents.${which}`);
  return (
    <section className="stack" aria-label={title}>
      <h3>{title}</h3>
      {shown.map((agent) => (
        <AgentState
          key={agent.device}
          agent={agent}
          others={agents.filter(({ device, name }) => device !== agent.device && name !== null)}
        />
      ))}
    </section>
  );
}

const isInTrouble = ({ stands, overdue, kept }: AgentPicture): boolean =>
  overdue.length > 0 ||
  kept > 0 ||
  (stands !== null &&
    (stands.outbox.state !== 'ok' || stands.inbox.state !== 'ok' || stands.poisoned.length > 0));

function AgentState(props: {
  readonly agent: AgentPicture;
  readonly others: readonly AgentPicture[];
}) {
  const { agent, others } = props;
  const { name, heardAt, stands } = agent;
  const { now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const troubles = stands === null ? [] : troublesOf(stands, now, words);
  const poisoned = stands === null ? '' : poisonedWords(stands, words);
  return (
    <div className="stack small">
      <p>
        <b>{name ?? t('agent.unknown')}</b>{' '}
        <span className="muted">
          {heardAt === null ? '' : t('agent.heardAt', { at: format.when(heardAt, now) })}
        </span>
      </p>
      {stands === null && name !== null ? <p className="muted">{t('agent.notSaid')}</p> : null}
      {stands !== null && troubles.length === 0 ? (
        <p className="muted">
          {t('agent.well', {
            since: format.when(Math.max(stands.outbox.since, stands.inbox.since), now),
          })}
        </p>
      ) : null}
      {troubles.map((each) => (
        <Banner key={each} tone="late">
          {each}
        </Banner>
      ))}
      {poisoned === '' ? null : <Banner tone="need">{poisoned}</Banner>}
      {agent.kept === 0 ? null : <p>{t('agent.kept', { count: agent.kept })}</p>}
      {agent.overdue.length === 0 ? null : <Overdue agent={agent} others={others} />}
    </div>
  );
}

function Overdue(props: {
  readonly agent: AgentPicture;
  readonly others: readonly AgentPicture[];
}) {
  const { overdue } = props.agent;
  const console = useConsole();
  const { t } = useWords();
  const writing = useRef(false);
  const count = overdue.length;
  const give = async (agent: string | null) => {
    if (writing.current) return;
    writing.current = true;
    await console.run({ do: 'releaseAgain', fixes: overdue, agent });
    writing.current = false;
  };
  return (
    <>
      <Banner tone="late">{t('agent.overdue', { count })}</Banner>
      <div className="line wrap">
        {props.others.map(({ device, name }) => (
          <Button key={device} small onPress={() => void give(device)}>
            {t('agent.giveTo', { count, name: name ?? '' })}
          </Button>
        ))}
        <Button small onPress={() => void give(null)}>
          {t('agent.giveToPeople', { count })}
        </Button>
      </div>
    </>
  );
}
