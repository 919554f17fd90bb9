// What all systems need afterwards, gathered over every open case: counts per kind, in the order
// in which they must happen, and the customers behind each. Nothing is delivered from here yet.
import { useEffect, useMemo, useState } from 'react';
import {
  planBackFix,
  shippedPlan,
  type BackFixStep,
  type BackFixType,
} from '../../shared/domain/back-fix.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { Empty, Tag } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
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

interface Planned {
  readonly summary: Summary;
  readonly step: BackFixStep;
}

const MOST_SHOWN = 200;

export function BackFixView() {
  const console = useConsole();
  const { summaries, incident } = useSnapshot();
  const { t } = useWords();
  const [type, setType] = useState<BackFixType | null>(null);
  const states = useStates(summaries);
  const planned = useMemo(() => {
    const found = new Map<BackFixType, Planned[]>();
    for (const { summary, state } of states) {
      for (const step of planBackFix(state, incident?.point ?? null, shippedPlan).steps) {
        const list = found.get(step.type);
        if (list === undefined) found.set(step.type, [{ summary, step }]);
        else list.push({ summary, step });
      }
    }
    return found;
  }, [states, incident]);
  const types = inOrder.filter((each) => planned.has(each));
  const chosen = type !== null && planned.has(type) ? type : types[0];
  const rows = chosen === undefined ? [] : (planned.get(chosen) ?? []);

  return (
    <main className="room page" aria-label={t('backfix.title')}>
      <div className="page-head">
        <h1>{t('backfix.title')}</h1>
        <span className="muted">{t('backfix.lede', { cases: summaries.length })}</span>
      </div>
      {types.length === 0 ? (
        <Empty title={t('backfix.empty')}>
          <p className="muted">{t('backfix.emptyText')}</p>
        </Empty>
      ) : (
        <div className="page-body stack">
          <div className="chips">
            {types.map((each) => (
              <button
                key={each}
                type="button"
                className="chip"
                aria-pressed={each === chosen}
                onClick={() => setType(each)}
              >
                <b>{planned.get(each)?.length ?? 0}</b> {t(`backfix.type.${each}`)}
              </button>
            ))}
          </div>
          <div className="sheet-table scroll">
            <table>
              <thead>
                <tr>
                  <th className="mprn-column">{t('case.setMprn')}</th>
                  <th>{t('case.customer')}</th>
                  <th>{t('backfix.owner')}</th>
                  <th>{t('backfix.channel')}</th>
                  <th>{t('backfix.proof')}</th>
                  <th className="why-column">
                    {chosen === undefined ? '' : t(`backfix.type.${chosen}`)}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.slice(0, MOST_SHOWN).map(({ summary, step }) => (
                  <tr key={summary.subject}>
                    <td>
                      <button
                        type="button"
                        className="tab mprn"
                        onClick={() => void console.open(summary.subject)}
                      >
                        {summary.mprn === null ? t('row.noMprn') : formatMprn(summary.mprn)}
                      </button>
                    </td>
                    <td className="cut">{summary.name}</td>
                    <td>{t(`backfix.owner.${step.owner}`)}</td>
                    <td>
                      <Tag tone="plain">{t(`backfix.channel.${step.channel}`)}</Tag>
                    </td>
                    <td className="small">
                      {step.proof.map((proof) => t(`backfix.proof.${proof}`)).join(', ')}
                    </td>
                    <td className="small muted">{t(`backfix.because.${step.because}`)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {rows.length > MOST_SHOWN ? (
            <p className="muted small">{t('backfix.more', { count: rows.length - MOST_SHOWN })}</p>
          ) : null}
        </div>
      )}
    </main>
  );
}

/** The folded cases behind the summaries; read again when any of them changed. */
function useStates(
  summaries: readonly Summary[],
): readonly { readonly summary: Summary; readonly state: CaseState }[] {
  const console = useConsole();
  const [states, setStates] = useState<
    readonly { readonly summary: Summary; readonly state: CaseState }[]
  >([]);
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
