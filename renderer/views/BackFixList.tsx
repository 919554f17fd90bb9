// The plan for one customer, in order, each step with its reason in a sentence.
import type { CaseState } from '../../shared/domain/case.ts';
import { planBackFix, shippedPlan } from '../../shared/domain/back-fix.ts';
import { Banner, Tag } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';

export function BackFixList(props: { readonly state: CaseState }) {
  const { incident } = useSnapshot();
  const { t } = useWords();
  const plan = planBackFix(props.state, incident?.point ?? null, shippedPlan);
  return (
    <div className="stack">
      {plan.toBeAgreed ? <Banner tone="need">{t('backfix.toBeAgreed')}</Banner> : null}
      {plan.provisional ? <Banner tone="plain">{t('backfix.provisional')}</Banner> : null}
      <ol className="history">
        {plan.steps.map((step, index) => (
          <li key={`${step.type}/${step.because}`}>
            <span className="mono muted">{index + 1}</span>
            <span>
              <b>{t(`backfix.type.${step.type}`)}</b>{' '}
              <Tag tone={step.type === 'askFirst' ? 'need' : 'plain'}>
                {t(`backfix.owner.${step.owner}`)}
              </Tag>{' '}
              <Tag tone="plain">{t(`backfix.channel.${step.channel}`)}</Tag>
              <br />
              <span className="small muted">
                {t(`backfix.because.${step.because}`)} {t('backfix.proof')}:{' '}
                {step.proof.map((proof) => t(`backfix.proof.${proof}`)).join(', ')}.
                {step.reference === null ? '' : ` ${step.reference}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
