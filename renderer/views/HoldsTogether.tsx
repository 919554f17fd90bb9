// Several holds in one step: chosen from the list in sight, asked to be lifted with one reason, and agreed to
// by a second person. Each is lifted by itself: what somebody has placed or asked anew since it was chosen
// stays as it is, and is named with why.
import { useState } from 'react';
import { isAnother, type GuardState } from '../../shared/domain/guard.ts';
import {
  asSeen,
  whyLeft,
  type HoldInSight,
  type LiftFault,
  type OfMany,
} from '../../shared/domain/guard-commands.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { AskLift, type Said } from './AskLift.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

/** By subject, with what was before whoever chose it: what is placed after that they have not seen. */
type Chosen = ReadonlyMap<string, HoldInSight>;
type Choose = (guards: readonly GuardState[], isChosen: boolean) => void;

export function useChosenHolds(): readonly [Chosen, Choose] {
  const [chosen, setChosen] = useState<Chosen>(new Map());
  return [
    chosen,
    (guards, isChosen) =>
      setChosen((before) => {
        const next = new Map(before);
        for (const each of guards)
          if (isChosen) next.set(each.subject, asSeen(each));
          else next.delete(each.subject);
        return next;
      }),
  ];
}

interface Left {
  readonly guard: GuardState;
  readonly why: LiftFault | null;
}

export function HoldsTogether(props: {
  /** Holds that stand, as far as they are shown: nobody lifts what was not in sight. */
  readonly shown: readonly GuardState[];
  /** Lifted by one person alone, to be countersigned. */
  readonly alone: readonly GuardState[];
  readonly chosen: Chosen;
  readonly onChoose: Choose;
}) {
  const { shown, alone, chosen, onChoose } = props;
  const console = useConsole();
  const { now, operator } = useSnapshot();
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  const [left, setLeft] = useState<readonly Left[]>([]);
  const by = { operator: operator ?? '', now };
  const these = shown.filter(({ subject }) => chosen.has(subject));
  const hold = (guard: GuardState) => chosen.get(guard.subject) ?? asSeen(guard);
  const faultOf = (act: OfMany, guard: GuardState) => whyLeft(act, hold(guard), guard, by);
  const isAsked = ({ lifting }: GuardState) => lifting.state === 'asked';
  const canFor = (act: OfMany, among: readonly GuardState[]) =>
    among.filter((each) => faultOf(act, each) === null);
  const asked = shown.filter(isAsked);
  const toAsk = canFor(
    { do: 'askLifts', holds: [], why: '' },
    these.filter((each) => !isAsked(each)),
  );
  const toAgree = canFor({ do: 'confirmLifts', holds: [] }, these);
  const toRefuse = canFor({ do: 'refuseLifts', holds: [] }, these);
  const toSign = canFor(
    { do: 'countersignLifts', holds: [] },
    alone.filter(({ kind }) => kind === 'hold'),
  );
  const moved = these.filter(
    (each) =>
      faultOf({ do: isAsked(each) ? 'refuseLifts' : 'askLifts', holds: [], why: '' }, each) ===
      'guardMoved',
  );
  const own = these.filter(
    ({ lifting }) => lifting.state === 'asked' && !isAnother(lifting.ask.operator, by.operator),
  ).length;
  const run = async (act: OfMany, among: readonly GuardState[]): Promise<boolean> => {
    const command = { ...act, holds: among.map(hold) };
    const done = await console.run(command);
    const written = new Set(done.ok ? done.value.entries.map(({ subject }) => subject) : []);
    const known = new Map(console.getSnapshot().guards.map((each) => [each.subject, each]));
    const stay = among.filter(({ subject }) => !written.has(subject));
    const leftNow = stay.map((guard) => ({
      guard,
      why: whyLeft(command, hold(guard), known.get(guard.subject), by),
    }));
    // Nothing at all was written, and the notice above says why: no hold is to blame.
    setLeft(done.ok ? leftNow : leftNow.filter(({ why }) => why !== null));
    if (done.ok) onChoose(among, false);
    return done.ok;
  };
  const move = (step: number) => {
    const boxes = [...document.querySelectorAll<HTMLElement>('.guard-row input[type=checkbox]')];
    const from = boxes.findIndex((each) => each === document.activeElement);
    boxes[Math.max(0, Math.min(boxes.length - 1, from + step))]?.focus();
  };
  useKeys(
    {
      arrowdown: () => move(1),
      arrowup: () => move(-1),
      a: () => onChoose(shown, true),
      ...(asked.length > 1 ? { z: () => onChoose(asked, true) } : {}),
    },
    { inDialog: true },
  );
  return (
    <>
      {toSign.length < 2 ? null : (
        <div className="line">
          <Button small onPress={() => void run({ do: 'countersignLifts', holds: [] }, toSign)}>
            {t('guards.countersign.many', { count: toSign.length })}
          </Button>
        </div>
      )}
      {shown.length < 2 ? null : (
        <div className="line wrap holds-together" role="group" aria-label={t('guards.together')}>
          <Button small kind="quiet" reads hint="A" onPress={() => onChoose(shown, true)}>
            {t('guards.chooseAll', { count: shown.length })}
          </Button>
          {asked.length < 2 ? null : (
            <Button small kind="quiet" reads hint="Z" onPress={() => onChoose(asked, true)}>
              {t('guards.chooseAsked', { count: asked.length })}
            </Button>
          )}
          {these.length === 0 ? null : (
            <Button small kind="quiet" reads onPress={() => onChoose(these, false)}>
              {t('guards.chooseNone')}
            </Button>
          )}
          <span className="small" role="status">
            {t('guards.chosen', { count: these.length })}
          </span>
          <span className="grow" />
          {toAsk.length === 0 || isAsking ? null : (
            <Button small kind="go" onPress={() => setAsking(true)}>
              {t('guards.askLift.many', { count: toAsk.length })}
            </Button>
          )}
          {toAgree.length === 0 ? null : (
            <Button
              small
              kind="go"
              onPress={() => void run({ do: 'confirmLifts', holds: [] }, toAgree)}
            >
              {t('guards.agree.many', { count: toAgree.length })}
            </Button>
          )}
          {toRefuse.length === 0 ? null : (
            <Button small onPress={() => void run({ do: 'refuseLifts', holds: [] }, toRefuse)}>
              {t('guards.refuse.many', { count: toRefuse.length })}
            </Button>
          )}
          {own === 0 ? null : (
            <span className="small muted">{t('guards.own', { count: own })}</span>
          )}
        </div>
      )}
      {isAsking && toAsk.length > 0 ? (
        <AskLift
          draftsOf="guards"
          needsTest={false}
          count={toAsk.length}
          onSaid={(said: Said) => run({ do: 'askLifts', holds: [], ...said }, toAsk)}
          onClose={() => setAsking(false)}
        />
      ) : null}
      <Staying
        says={t('guards.moved', { count: moved.length })}
        left={moved.map((guard) => ({ guard, why: 'guardMoved' }))}
      />
      <Staying says={t('guards.left', { count: left.length })} left={left} />
    </>
  );
}

function Staying({ says, left }: { readonly says: string; readonly left: readonly Left[] }) {
  const { t } = useWords();
  if (left.length === 0) return null;
  return (
    <Banner tone="soon" urgent>
      {says}
      <ul>
        {left.map(({ guard, why }) => (
          <li key={guard.subject}>
            <span className="mprn">{formatMprn(guard.mprn ?? '')}</span>{' '}
            {t(why === null ? 'guards.leftUnknown' : `refusal.${why}`)}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
