// Somebody else has this customer: reading is free, writing waits until a person takes over (HELD1).
import type { Claim } from '../../shared/domain/case.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { useSnapshot } from './use-console.ts';

/** Says who has the customer, in place of an act; null while the act may go on. */
export type Barred = (() => void) | null;

/** The claim of another device, whoever has it there and however old it is. */
export function heldBy<C extends Pick<Claim, 'device'>>(
  claim: C | null,
  device: string | null,
): C | null {
  return claim !== null && claim.device !== device ? claim : null;
}

export function HeldBanner(props: {
  readonly claim: Pick<Claim, 'operator'> & Partial<Pick<Claim, 'at'>>;
  /** A key was pressed that would have written: it is said with more weight, and read out. */
  readonly urgent: boolean;
  readonly hint?: string;
  readonly onTakeOver: () => void;
}) {
  const { claim, urgent } = props;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  return (
    <Banner
      tone={urgent ? 'late' : 'soon'}
      urgent={urgent}
      action={
        <Button small hint={props.hint} onPress={props.onTakeOver}>
          {t('case.takeOver')}
        </Button>
      }
    >
      {t('case.warn.claimed', {
        operator: claim.operator,
        at: claim.at === undefined ? null : format.when(claim.at, now),
      })}{' '}
      {urgent ? t('case.warn.claimedNothing') : null}
    </Banner>
  );
}
