// What is planned, by type and in order, each with its reason, and under it what is to be done about all of
// it; every line is the door to its customers.
import type { ReactNode } from 'react';
import type { BackFixStep, BackFixType } from '../../shared/domain/back-fix-step.ts';
import { awaitsCountersign, isDue, isStanding } from '../../shared/domain/guard.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { useWords, type Words } from '../i18n/words.tsx';
import { sharedBecause } from './because-words.ts';
import { sentence } from './channel-words.ts';
import { isPaused } from './HoldsSheet.tsx';
import { planOrder } from './release-plan.ts';
import { useSnapshot } from './use-console.ts';
import type { Row } from './use-recovery.ts';

/** By whom, over which way, with which proof: of each way how many, where there are several. */
function waysOf(steps: readonly BackFixStep[], { t, format }: Words): readonly string[] {
  const ways = new Map<string, number>();
  for (const { owner, channel, proof } of steps) {
    const way = t('backfix.how', {
      owner: t(`backfix.owner.${owner}`),
      channel: t(`backfix.channel.${channel}`),
      proof: proof.map((each) => t(`backfix.proof.${each}`)).join(', '),
    });
    ways.set(way, (ways.get(way) ?? 0) + 1);
  }
  const most = [...ways].sort(([, one], [, other]) => other - one);
  return most.length === 1
    ? [...ways.keys()]
    : most.map(([way, count]) => `${format.number(count)}: ${way}`);
}

export function BackFixPlan(props: {
  readonly planned: readonly Row[];
  readonly ofType: (type: BackFixType) => readonly Row[];
  readonly chosen: BackFixType | null;
  readonly onChoose: (type: BackFixType) => void;
  readonly foot: ReactNode;
  readonly after: ReactNode;
  readonly onHolds: () => void;
}) {
  const { planned, ofType } = props;
  const failures = useSnapshot();
  const words = useWords();
  const { t } = words;
  const all = planned.reduce((sum, each) => sum + each.steps.length, 0);
  const customers = planned.filter((each) => each.steps.length > 0).length;
  return (
    <aside className="backfix-plan scroll" aria-label={t('backfix.plan')}>
      <h2>{t('backfix.plan')}</h2>
      <p className="muted small">{t('backfix.lede', { fixes: all, customers })}</p>
      <ol>
        {planOrder.map((type) => {
          const of = ofType(type);
          const steps = of.flatMap((each) => each.steps.filter((one) => one.type === type));
          if (steps.length === 0) return null;
          return (
            <li key={type}>
              <button
                type="button"
                aria-pressed={props.chosen === type}
                onClick={() => props.onChoose(type)}
              >
                <span className="name">{t(`backfix.type.${type}`)}</span>
                <b>{of.length}</b>
                <span className="small muted why">
                  {sharedBecause(steps, failures, words).map(sentence).join(' ')}{' '}
                  {waysOf(steps, words).join(' ')}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <div className="stack plan-acts">
        {props.foot}
        <Held onOpen={props.onHolds} />
      </div>
      {props.after}
    </aside>
  );
}

/** How many disconnections are kept back, and what of it wants a person. */
function Held(props: { readonly onOpen: () => void }) {
  const { guards, now } = useSnapshot();
  const { t } = useWords();
  const standing = guards.filter((each) => each.kind === 'hold' && isStanding(each));
  const due = guards.filter(
    (each) => isDue(each, now) || awaitsCountersign(each) || each.lifting.state === 'asked',
  );
  return (
    <>
      {isPaused(guards) ? <Banner tone="late">{t('guards.paused')}</Banner> : null}
      <Button kind="plain" hint="H" reads onPress={props.onOpen}>
        {t('guards.count', { count: standing.length, due: due.length })}
      </Button>
    </>
  );
}
