// The plan for one customer, as the list of outstanding 017s makes it: in order, each step with its
// reason in a sentence, its release, and what was released before.
import { useState } from 'react';
import type { BackFixStep } from '../../shared/domain/back-fix-step.ts';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import { remaining } from '../../shared/domain/closing.ts';
import { countsAt } from '../../shared/domain/evidence.ts';
import { fixSubject, type FixState } from '../../shared/domain/fix.ts';
import { planOfCase } from '../../shared/domain/recovery-plan.ts';
import { useKeys } from '../ui/keys.ts';
import { Banner, Button, Tag } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { planSettingsOf } from '../console/organisation.ts';
import { becauseWords, failedPoint } from './because-words.ts';
import { boardTones } from './FixTable.tsx';
import { ReleaseSheet } from './ReleaseSheet.tsx';
import { useSnapshot } from './use-console.ts';
import { Unread } from './Unread.tsx';
import { boardOf } from './use-fixes.ts';
import { useRecovery, useRowOf } from './use-recovery.ts';

export function BackFixList(props: { readonly state: CaseState }) {
  const snapshot = useSnapshot();
  const words = useWords();
  const { t } = words;
  const row = useRowOf(props.state);
  if (row === 'unread') return <Unread />;
  const plan =
    row === 'reading' ? null : planOfCase(row, failedPoint(snapshot), planSettingsOf(snapshot));
  if (plan === null) return null;
  const mprn = mprnOf(props.state.subject);
  const fix = mprn === null ? undefined : snapshot.fixes.get(fixSubject(mprn));
  const left = remaining(plan.steps, fix, props.state);
  return (
    <div className="stack">
      {plan.toBeAgreed ? <Banner tone="need">{t('backfix.toBeAgreed')}</Banner> : null}
      {plan.provisional ? <Banner tone="plain">{t('backfix.provisional')}</Banner> : null}
      <ol className="history">
        {plan.steps.map((step, index) => (
          <li key={`${step.type}/${step.because}/${step.txRefNbr ?? ''}`}>
            <span className="mono muted">{index + 1}</span>
            <span>
              <b>{t(`backfix.type.${step.type}`)}</b>{' '}
              <Tag tone={step.type === 'askFirst' ? 'need' : 'plain'}>
                {t(`backfix.owner.${step.owner}`)}
              </Tag>{' '}
              <Tag tone="plain">{t(`backfix.channel.${step.channel}`)}</Tag>{' '}
              {left.includes(step) ? null : <Tag tone="plain">{t('backfix.notAgain')}</Tag>}
              <br />
              <span className="small muted">
                {becauseWords(step, snapshot, words)} {t('backfix.proof')}:{' '}
                {step.proof.map((proof) => t(`backfix.proof.${proof}`)).join(', ')}.
                {step.reference === null ? '' : ` ${step.reference}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <Release state={props.state} left={mprn === null ? [] : left} />
      <ReleasedOf fix={fix} />
    </div>
  );
}

/** What was released for this customer, where each stands, by whom, and what the market said. */
function ReleasedOf({ fix }: { readonly fix: FixState | undefined }) {
  const { now } = useSnapshot();
  const { t, format } = useWords();
  if (fix === undefined || fix.items.length === 0) return null;
  return (
    <section className="stack" aria-label={t('fixes.released')}>
      <h3>{t('fixes.released')}</h3>
      <ol className="history">
        {fix.items.map((item) => (
          <li key={item.key}>
            <span className="mono small muted">{format.clock(item.since)}</span>
            <span>
              <strong>{t(`backfix.type.${item.type}`)}</strong>{' '}
              <Tag tone={boardTones[boardOf(item, now)]}>
                {t(`fixes.standing.${boardOf(item, now)}`)}
              </Tag>
              {item.attempt > 1 ? ` ${t('fix.attempt', { count: item.attempt })}` : ''}
              <br />
              <span className="small muted">
                {t('fixSheet.released', {
                  who: item.released.operator,
                  at: format.when(item.released.at, now),
                })}
                {item.reason === null ? '' : ` ${item.reason}.`}
              </span>
              {item.txRefNbr === null ? null : (
                <span className="mono small muted under">{item.txRefNbr}</span>
              )}
              {item.answers.map((each) => (
                <span key={each.entry} className="small muted under">
                  {t('fix.heard', { type: each.type, at: format.when(countsAt(each), now) })}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Release(props: { readonly state: CaseState; readonly left: readonly BackFixStep[] }) {
  const { state, left } = props;
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const isReleasable = state.open && left.length > 0;
  const open = () => setOpen(true);
  useKeys(isReleasable ? { r: open } : {});
  return (
    <>
      {isReleasable ? (
        <div className="line">
          <Button hint="R" onPress={open}>
            {t('release.this')}
          </Button>
        </div>
      ) : null}
      {isOpen ? <ReleaseOne subject={state.subject} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ReleaseOne(props: { readonly subject: string; readonly onClose: () => void }) {
  const { list, rows } = useRecovery();
  const row = rows.find(({ key }) => key === props.subject);
  if (row === undefined) return null;
  return <ReleaseSheet all={rows} these={[row]} list={list} only={row} onClose={props.onClose} />;
}
