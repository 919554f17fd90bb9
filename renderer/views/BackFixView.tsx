// What the market will do by itself when its systems are back, and what we have to correct: four
// figures are the doors to their lists, the plan on the right to its own. Nothing is delivered from
// here yet.
import { useEffect, useMemo, useState } from 'react';
import {
  planBackFix,
  shippedPlan,
  type BackFixStep,
  type BackFixType,
} from '../../shared/domain/back-fix.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { marketGroups, marketWill, type MarketGroup } from '../../shared/domain/market-will.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { Banner, Empty, Key, type Ink } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { BackFixTable, type Row } from './BackFixTable.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

const inOrder: readonly BackFixType[] = [
  'cancelD05',
  'askFirst',
  'correctAccount',
  'send017',
  'sendAgain017',
  'letWaiting017Run',
  'esbnRecords',
  'siteVisit',
  'watch',
];

const inks: Readonly<Record<MarketGroup, Ink>> = {
  cutOff: 'late',
  runs: 'soon',
  nothing: 'ink',
  unknown: 'need',
};

type Door =
  | { readonly to: 'group'; readonly group: MarketGroup }
  | { readonly to: 'type'; readonly type: BackFixType };

interface Planned extends Row {
  readonly group: MarketGroup;
  readonly steps: readonly BackFixStep[];
}

export function BackFixView() {
  const console = useConsole();
  const { summaries, incident } = useSnapshot();
  const { t } = useWords();
  const [door, setDoor] = useState<Door | null>(null);
  const states = useStates(summaries);
  const planned = useMemo(
    () =>
      states
        .map(({ summary, state }): Planned => ({
          summary,
          state,
          group: marketWill(state),
          steps: planBackFix(state, incident?.point ?? null, shippedPlan).steps,
        }))
        .sort(byDanger),
    [states, incident],
  );
  const inGroup = (group: MarketGroup) => planned.filter((each) => each.group === group);
  const ofType = (type: BackFixType) =>
    planned.filter((each) => each.steps.some((step) => step.type === type));
  const first = marketGroups.find((group) => inGroup(group).length > 0) ?? 'cutOff';
  const at: Door = door ?? { to: 'group', group: first };
  const rows = at.to === 'group' ? inGroup(at.group) : ofType(at.type);
  const move = (by: number) => {
    const doors = [...document.querySelectorAll<HTMLElement>('.backfix-table .tab.mprn')];
    const from = doors.findIndex((each) => each === document.activeElement);
    doors[Math.max(0, Math.min(doors.length - 1, from + by))]?.focus();
  };
  useKeys({
    ...Object.fromEntries(
      marketGroups.map((group, index) => [
        String(index + 1),
        () => setDoor({ to: 'group', group }),
      ]),
    ),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
  });
  if (planned.length === 0) {
    return (
      <main className="room page" aria-label={t('backfix.title')}>
        <div className="page-head">
          <h1>{t('backfix.title')}</h1>
        </div>
        <Empty title={t('backfix.empty')}>
          <p className="muted">{t('backfix.emptyText')}</p>
        </Empty>
      </main>
    );
  }
  return (
    <main className="room backfix" aria-label={t('backfix.title')}>
      <section className="backfix-main" aria-label={t('backfix.market')}>
        <h1>{t('backfix.market')}</h1>
        <p className="muted">{t('backfix.marketLede', { count: planned.length })}</p>
        <div className="figures">
          {marketGroups.map((group, index) => (
            <button
              key={group}
              type="button"
              className={`figure ${group}`}
              aria-pressed={at.to === 'group' && at.group === group}
              onClick={() => setDoor({ to: 'group', group })}
            >
              <b className={inks[group]}>{inGroup(group).length}</b>
              <Key>{String(index + 1)}</Key>
              <span>{t(`backfix.group.${group}`)}</span>
            </button>
          ))}
        </div>
        <BackFixTable
          rows={rows}
          label={at.to === 'group' ? t(`backfix.group.${at.group}`) : t(`backfix.type.${at.type}`)}
          onOpen={(subject) => void console.open(subject)}
        />
      </section>
      <Plan
        planned={planned}
        ofType={ofType}
        chosen={at.to === 'type' ? at.type : null}
        onChoose={(type) => setDoor({ to: 'type', type })}
      />
    </main>
  );
}

function Plan(props: {
  readonly planned: readonly Planned[];
  readonly ofType: (type: BackFixType) => readonly Planned[];
  readonly chosen: BackFixType | null;
  readonly onChoose: (type: BackFixType) => void;
}) {
  const { planned, ofType } = props;
  const { t } = useWords();
  const all = planned.reduce((sum, each) => sum + each.steps.length, 0);
  const customers = planned.filter((each) => each.steps.length > 0).length;
  return (
    <aside className="backfix-plan scroll" aria-label={t('backfix.plan')}>
      <h2>{t('backfix.plan')}</h2>
      <p className="muted small">{t('backfix.lede', { fixes: all, customers })}</p>
      <ol>
        {inOrder.map((type) => {
          const of = ofType(type);
          const step = of[0]?.steps.find((each) => each.type === type);
          if (step === undefined) return null;
          const reasons = new Set(
            of.flatMap((each) =>
              each.steps.filter((one) => one.type === type).map((one) => one.because),
            ),
          );
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
                  {[...reasons].map((each) => sentence(t(`backfix.because.${each}`))).join(' ')}{' '}
                  {t('backfix.how', {
                    owner: t(`backfix.owner.${step.owner}`),
                    channel: t(`backfix.channel.${step.channel}`),
                    proof: step.proof.map((each) => t(`backfix.proof.${each}`)).join(', '),
                  })}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <Banner tone="plain">{t('backfix.notSent')}</Banner>
    </aside>
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whoever could be harmed stands first, then those who are on and could be cut off, then the longest paid. */
function byDanger(one: Planned, other: Planned): number {
  const rank = ({ summary }: Planned) =>
    (summary.medical ? 4 : 0) +
    (summary.register === 'priority' ? 2 : 0) +
    (summary.power === 'off' ? 0 : 1);
  return (
    rank(other) - rank(one) ||
    (one.summary.paidAt ?? one.summary.noticedAt) -
      (other.summary.paidAt ?? other.summary.noticedAt)
  );
}

interface Known {
  readonly summary: Summary;
  readonly state: CaseState;
}

/** The folded cases behind the summaries; read again when any of them changed. */
function useStates(summaries: readonly Summary[]): readonly Known[] {
  const console = useConsole();
  const [states, setStates] = useState<readonly Known[]>([]);
  useEffect(() => {
    let stopped = false;
    void console.casesOf(summaries.map((summary) => summary.subject)).then((found) => {
      if (stopped) return;
      const bySubject = new Map(found.map((state) => [state.subject, state]));
      setStates(
        summaries.flatMap((summary) => {
          const state = bySubject.get(summary.subject);
          return state === undefined ? [] : [{ summary, state }];
        }),
      );
    });
    return () => {
      stopped = true;
    };
  }, [console, summaries]);
  return states;
}
