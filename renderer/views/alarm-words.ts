// What an alarm says: whom it is about, and how they stand, as in their row of the queue.
import type { Calling } from '../console/alarm-stack.ts';
import { readClock, type ClockSettings } from '../../shared/domain/backstop-clock.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import type { Words } from '../i18n/words.tsx';

/** `Mary Byrne, 10 934 478 153 and 2 more` */
export function whoWords({ customer, others }: Calling, { t }: Words): string {
  const who = [customer.name, customer.mprn === null ? t('row.noMprn') : formatMprn(customer.mprn)]
    .filter(Boolean)
    .join(', ');
  return others === 0 ? who : `${who} ${t('notice.more', { count: others })}`;
}

export function alarmWords(
  alarm: Calling,
  now: number,
  settings: ClockSettings,
  words: Words,
): string {
  const { t, format } = words;
  const span = format.span(now - alarm.at);
  if (alarm.kind !== 'promise') {
    // As in the row of the queue: a mark stands for two minutes, the clock does not.
    const { minutesLeft } = readClock(alarm.customer, now, settings);
    const left = minutesLeft > 0 ? t('time.left', { minutes: minutesLeft }) : t('group.past');
    // What takes the place of this customer's marks says the clock too.
    if (alarm.kind === 'mark') return left;
    return `${t(alarm.kind === 'cutOff' ? 'row.cutOff' : 'case.warn.medical')} ${left}`;
  }
  return alarm.outcome === 'promised' || alarm.outcome === 'done'
    ? t(`alarm.passed.${alarm.outcome}`, { span })
    : t('alarm.passed.again', { span });
}
