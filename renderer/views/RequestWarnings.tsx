// What could make this the wrong customer, gravest first, always in sight above the work.
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { Picture } from '../../shared/domain/request-picture.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { statementWords, supplierName } from './request-words.ts';
import type { RequestNight } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function RequestWarnings(props: {
  readonly picture: Picture;
  readonly night: Pick<RequestNight, 'suppliers'>;
  readonly device: string;
  readonly onTakeOver: () => void;
}) {
  const { picture, night, device } = props;
  const console = useConsole();
  const { now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { taken } = picture.networks;
  const grave = picture.differences.filter((each) => each.grave);
  const others = taken !== null && taken.device !== device ? taken : null;
  if (grave.length === 0 && picture.clashes.length === 0 && others === null) return null;
  return (
    <div className="warnings">
      {grave.map((difference) => (
        <Banner key={difference.field} tone="late">
          <b>
            {difference.said
              .map((each) => statementWords(difference.field, each, now, words))
              .filter((text, index, all) => all.indexOf(text) === index)
              .join(' ≠ ')}
            .
          </b>{' '}
          {t(difference.field === 'mprn' ? 'difference.mprnText' : 'difference.d05Text')}
        </Banner>
      ))}
      {picture.clashes.map((clash) => (
        <Banner
          key={clash.picture}
          tone={clash.why === 'sameReference' ? 'late' : 'need'}
          action={
            <Button small onPress={() => void console.go({ request: clash.picture })}>
              {formatMprn(clash.mprn)}
            </Button>
          }
        >
          {clash.why === 'otherSupplier'
            ? t('clash.otherSupplier', {
                supplier: supplierName(night.suppliers, clash.supplier, words),
              })
            : t(`clash.${clash.why}`, { mprn: formatMprn(clash.mprn) })}
        </Banner>
      ))}
      {others === null ? null : (
        <Banner
          tone="soon"
          action={
            <Button small onPress={props.onTakeOver}>
              {t('request.takeOver')}
            </Button>
          }
        >
          {t('request.has', { operator: others.operator, at: format.when(others.at, now) })}
        </Banner>
      )}
    </div>
  );
}
