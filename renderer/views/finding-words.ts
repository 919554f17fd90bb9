// What is said about a row of a file, in sentences.
import type { Finding } from '../../shared/domain/intake/check-row.ts';
import type { ComparedRow } from '../../shared/domain/intake/compare.ts';
import type { Words } from '../i18n/words.tsx';
import { mprnWords } from './mprn-words.ts';
import { problemWords } from './time-echo.ts';

export function findingWords(finding: Finding, now: number, words: Words): string {
  const { t, format } = words;
  switch (finding.code) {
    case 'mprn':
      return mprnWords(finding.problem, words);
    case 'time':
      return problemWords(finding.problem, words);
    case 'paidMissing':
      return t('finding.paidMissing', { at: format.clock(now) });
    case 'notRemote':
      return t('finding.notRemote', finding);
    case 'registerUnknown':
      return t('finding.registerUnknown', finding);
    case 'amountUnread':
      return t('finding.amountUnread', finding);
    case 'pointUnknown':
      return t('finding.pointUnknown', finding);
    default:
      return t(`finding.${finding.code}`);
  }
}

export function standingWords(row: ComparedRow, words: Words): string {
  const { t } = words;
  const { standing } = row;
  switch (standing.is) {
    case 'new':
      return t('finding.new');
    case 'unchanged':
      return t('finding.unchanged');
    case 'changed':
      return t('finding.changed', {
        what: standing.differences.map((each) => fieldWords(each.field, words)).join(', '),
      });
    case 'duplicate':
      return t(standing.differs ? 'finding.duplicateDiffers' : 'finding.duplicate', {
        of: standing.of,
      });
  }
}

function fieldWords(field: string, words: Words): string {
  const { t } = words;
  if (field === 'message017' || field === 'amountCents' || field === 'creditCents')
    return t(`fact.${field}`).toLowerCase();
  return t(`field.${field as 'name'}`).toLowerCase();
}
