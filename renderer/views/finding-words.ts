// What is said about a row of a file, in sentences.
import { MINUTE } from '../../shared/domain/backstop-clock.ts';
import type { Finding } from '../../shared/domain/intake/check-row.ts';
import type { Difference, Facts, Register } from '../../shared/domain/facts.ts';
import type { FileProblem } from '../../shared/domain/intake/file.ts';
import type { Unreadable } from '../files/intake-file.ts';
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
      return t('finding.paidMissing', {
        at:
          finding.noticedAt === undefined ? format.clock(now) : format.when(finding.noticedAt, now),
      });
    case 'noticedUnread':
      return t('finding.noticedUnread', finding);
    case 'clockMoves':
      return t('finding.clockMoves', {
        from: format.when(finding.from, now),
        span: format.span(finding.minutes * MINUTE),
      });
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

export function standingWords(row: ComparedRow, now: number, words: Words): string {
  const { t } = words;
  const { standing } = row;
  switch (standing.is) {
    case 'new':
      return t('finding.new');
    case 'unchanged':
      return t('finding.unchanged');
    case 'changed':
      return t('finding.changed', {
        what: standing.differences.map((each) => changeWords(each, now, words)).join(', '),
        kept: standing.kept.map((each) => changeWords(each, now, words)).join(', '),
        listedAgain: standing.listedAgain,
      });
    case 'duplicate':
      return t(standing.differs ? 'finding.duplicateDiffers' : 'finding.duplicate', {
        of: standing.of,
      });
  }
}

type Message = NonNullable<Facts['message017']>;

/** `phone 020 915 9090 → 087…`: what it was and what it is now. */
export function changeWords(change: Difference, now: number, words: Words): string {
  const { field, from, to } = change;
  const { t, format } = words;
  const name = fieldWords(field, words);
  const said = (value: Difference['from']): string =>
    value === undefined
      ? t('common.notGiven')
      : field === 'paidAt' || field === 'statusAsOf'
        ? format.when(Number(value), now)
        : field.endsWith('Cents')
          ? format.money(Number(value))
          : field === 'register'
            ? t(`register.${value as Register}`)
            : typeof value === 'object'
              ? messageWords(value, typeof from === 'object' && typeof to === 'object')
              : String(value);
  // Of two messages all is said that tells them apart.
  const messageWords = (message: Message, areBoth: boolean): string => {
    const parts = [message.reason ?? '', t(`case.message.${message.state}`)];
    const other = message === to ? from : to;
    if (areBoth && typeof other === 'object') {
      if (other.txRefNbr !== message.txRefNbr) parts.push(message.txRefNbr ?? t('fact.noTxRefNbr'));
      if (other.sentAt !== message.sentAt)
        parts.push(
          message.sentAt === undefined
            ? t('fact.notSentAt')
            : t('fact.sentAt', { at: format.when(message.sentAt, now) }),
        );
    }
    return parts.filter(Boolean).join(' ');
  };
  const was = said(from);
  const is = said(to);
  const keeps = field === 'paidAt' && Number(to) > Number(from);
  return `${name} ${was} → ${is}${keeps ? ` (${words.t('finding.paidLater')})` : ''}`;
}

function fieldWords(field: string, words: Words): string {
  const { t } = words;
  if (field === 'message017' || field === 'amountCents' || field === 'creditCents')
    return t(`fact.${field}`).toLowerCase();
  return t(`field.${field as 'name'}`).toLowerCase();
}

export function fileProblemWords(problem: FileProblem | Unreadable, words: Words): string {
  const { t } = words;
  switch (problem.code) {
    case 'tooLarge':
      return t('fileProblem.tooLarge', problem);
    case 'unpacksTooLarge':
      return t('fileProblem.unpacksTooLarge', problem);
    default:
      return t(`fileProblem.${problem.code}`);
  }
}
