import type { MprnProblem } from '../../shared/domain/mprn.ts';
import type { Words } from '../i18n/words.tsx';

/** The sentence for each way in which a typed MPRN is none. */
export function mprnWords(problem: MprnProblem, words: Words): string {
  const { t } = words;
  switch (problem.code) {
    case 'letter':
      return t('mprn.letter', problem);
    case 'tooLong':
      return t('mprn.tooLong', problem);
    case 'tooShort':
      return t('mprn.tooShort', problem);
    case 'otherSigns':
      return t('mprn.otherSigns', problem);
    default:
      return t(`mprn.${problem.code}`);
  }
}
