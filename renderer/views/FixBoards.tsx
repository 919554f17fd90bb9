// What was released, counted by where it stands: each figure is the door to its list, what wants a person
// first. What is proved closes its case from here.
import type { AgentPicture } from '../../shared/domain/agents.ts';
import { isSettled } from '../../shared/domain/fix.ts';
import { Button } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { AgentStates } from './AgentStates.tsx';
import { PauseChannels } from './PauseChannel.tsx';
import { useSnapshot } from './use-console.ts';
import { boards, type Board, type Released } from './use-fixes.ts';

interface Props {
  readonly released: readonly Released[];
  readonly agents: readonly AgentPicture[];
  readonly chosen: Board | null;
  readonly proposed: number;
  readonly closable: number;
  /** Of them, whoever is another supplier's customer by now. */
  readonly notOurs: number;
  readonly toSign: number;
  readonly onChoose: (board: Board) => void;
  readonly onHear: () => void;
  readonly onReconcile: () => void;
  readonly onAccept: () => void;
  readonly onClose: () => void;
}

export function FixBoards(props: Props) {
  const { released } = props;
  const { world, incident } = useSnapshot();
  const { t } = useWords();
  /** No agent serves EMMA, and none is named by what waits. */
  const isOfPeople = (board: Board): board is 'released' =>
    board === 'released' &&
    props.agents.length === 0 &&
    released.every(({ item }) => item.released.agent === null);
  const used = new Set(released.flatMap(({ item }) => (isSettled(item) ? [] : [item.channel])));
  const agentsThat = (which: 'inTrouble' | 'well') => (
    <AgentStates agents={props.agents} which={which} />
  );
  if (released.length === 0)
    return (
      <>
        <p className="muted small">{t('fixes.none')}</p>
        {agentsThat('inTrouble')}
        {agentsThat('well')}
        <div className="stack">
          <HearMarket {...props} />
          <ToClose {...props} />
        </div>
      </>
    );
  return (
    <>
      <h2>{t('fixes.released')}</h2>
      {world === 'practice' && incident !== null ? (
        <p className="small muted">{t('fixes.practice')}</p>
      ) : null}
      {agentsThat('inTrouble')}
      <ol>
        {boards.map((board) => {
          const count = released.filter((each) => each.board === board).length;
          if (count === 0) return null;
          return (
            <li key={board}>
              <button
                type="button"
                aria-pressed={props.chosen === board}
                onClick={() => props.onChoose(board)}
              >
                <span className="name">{t(`fixes.standing.${board}`)}</span>
                <b>{count}</b>
                <span className="small muted why">
                  {t(`fixes.says.${isOfPeople(board) ? 'releasedToPeople' : board}`)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {agentsThat('well')}
      <div className="stack">
        <PauseChannels used={used} />
        <HearMarket {...props} />
        {props.proposed === 0 ? null : (
          <>
            <p className="small muted">{t('fixes.acceptSays')}</p>
            <Button hint="Y" onPress={props.onAccept}>
              {t('fixes.accept', { count: props.proposed })}
            </Button>
          </>
        )}
        <ToClose {...props} />
      </div>
    </>
  );
}

/** The market speaks also of whom nobody released anything for: an answer may say that they are cut off. */
export function HearMarket({ onHear, onReconcile }: Pick<Props, 'onHear' | 'onReconcile'>) {
  const { t } = useWords();
  return (
    <>
      <Button hint="P" onPress={onHear}>
        {t('fixes.answers')}
      </Button>
      <Button kind="quiet" hint="C" reads onPress={onReconcile}>
        {t('reconcile.open')}
      </Button>
    </>
  );
}

function ToClose({
  closable,
  notOurs,
  toSign,
  onClose,
}: Pick<Props, 'closable' | 'notOurs' | 'toSign' | 'onClose'>) {
  const { t } = useWords();
  return (
    <>
      {closable === 0 ? null : (
        <Button kind="go" hint="X" onPress={onClose}>
          {t('fixes.close', { proved: closable - notOurs, notOurs })}
        </Button>
      )}
      {toSign === 0 ? null : <p className="small muted">{t('fixes.toSign', { count: toSign })}</p>}
    </>
  );
}
