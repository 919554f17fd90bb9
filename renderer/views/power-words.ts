// All that was recorded of power back, in words: when, by whom, and what was noted beside it.
import type { EventBody } from '../../shared/domain/events.ts';
import type { Words } from '../i18n/words.tsx';

export function powerWords(
  power: EventBody<'power.recorded'>,
  now: number,
  { t, format }: Words,
): string {
  const noted = (label: string, value: string | undefined) =>
    value === undefined || value === '' ? '' : `${label} ${value}`;
  const isLearntLater = format.when(power.learntAt, now) !== format.when(power.backAt, now);
  return [
    t(`power.state.${power.level}`, {
      at: format.when(power.backAt, now),
      by: t(`power.by.${power.by}`),
    }),
    power.person ?? '',
    isLearntLater ? noted(t('power.said.learntAt'), format.when(power.learntAt, now)) : '',
    noted(t('power.said.before'), power.statusBefore),
    noted(t('power.said.after'), power.statusAfter),
    noted(t('power.said.reading'), power.reading),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
