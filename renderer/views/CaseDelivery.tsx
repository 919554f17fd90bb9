// What others can see of this case: how far its entries have come, whether the claim is known to
// the other desks, and whether two desks worked on it without knowing of each other.
import type { CaseState } from '../../shared/domain/case.ts';
import { Banner } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { caseDelivery, seqDelivery } from './sync-words.ts';
import { useSnapshot } from './use-console.ts';

const claimSeen = {
  accepted: 'seen',
  sent: 'unseen',
  here: 'unseen',
  aside: 'never',
} as const;

/** One line; nothing in practice, which is never sent. */
export function CaseDelivery(props: { readonly state: CaseState }) {
  const snapshot = useSnapshot();
  const { t } = useWords();
  const { state } = props;
  if (snapshot.world === 'practice') return null;
  if (snapshot.enrolment === null)
    return <p className="case-delivery small muted">{t('delivery.case.alone')}</p>;
  const claim = state.claim?.device === snapshot.device ? state.claim : null;
  return (
    <p className="case-delivery small muted">
      {t(`delivery.case.${caseDelivery(state, snapshot)}`)}
      {claim === null
        ? null
        : `. ${t(`delivery.claim.${claimSeen[seqDelivery(claim.seq, snapshot)]}`)}`}
    </p>
  );
}

export function ClashBanner(props: { readonly state: CaseState }) {
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const { clash } = props.state;
  if (clash === null) return null;
  const { first, second } = clash;
  return (
    <Banner tone={clash.bothCalled ? 'late' : 'soon'} urgent>
      <b>{t(clash.bothCalled ? 'case.clash.called' : 'case.clash.worked')}</b>{' '}
      {t('case.clash.who', {
        first: first.operator,
        firstAt: format.when(first.at, now),
        second: second.operator,
        secondAt: format.when(second.at, now),
      })}
    </Banner>
  );
}
