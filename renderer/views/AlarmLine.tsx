// Alarms stand in one line, worst first: each with who it is and how late, none over another. F8
// opens the first, F9 closes it; a click opens any of them.
import type { Calling } from '../console/alarm-stack.ts';
import { useState } from 'react';
import { whoOf } from '../console/alarm-plan.ts';
import { readClock, type ClockSettings } from '../../shared/domain/backstop-clock.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { Button, Shape } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { useSide } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

/** More than this are counted: the lane on the left lists them all. */
const SHOWN = 3;

/** A supplier's customers are none of ESB Networks': its desk hears of its own requests. */
export function useCalling(): readonly Calling[] {
  const { calling } = useSnapshot();
  return useSide() === 'networks' ? noCalling : calling;
}
const noCalling: readonly Calling[] = [];

export function AlarmLine() {
  const console = useConsole();
  const { now, desk } = useSnapshot();
  const calling = useCalling();
  const settings = clockSettings(desk);
  const words = useWords();
  const { t } = words;
  useKeys({
    f8: () => void console.showAlarm(),
    f9: () => console.closeAlarm(),
  });
  const [worst, ...rest] = calling;
  if (worst === undefined) return null;
  const shown = rest.slice(0, SHOWN - 1);
  const more = rest.length - shown.length;
  return (
    <section className="notice late alarms" aria-label={t('notice.alarms')}>
      <Shape name="triangle" ink="late" />
      <Heard
        key={worst.key}
        text={`${whoWords(worst, words)}: ${alarmWords(worst, now, settings, words)}`}
      />
      <button type="button" className="alarm worst" onClick={() => void console.showAlarm(worst)}>
        <b>{whoWords(worst, words)}</b> {alarmWords(worst, now, settings, words)}
      </button>
      {shown.map((each) => (
        <button
          key={each.key}
          type="button"
          className="alarm"
          onClick={() => void console.showAlarm(each)}
        >
          <b>{whoOf(each.customer) || t('row.noMprn')}</b> {alarmWords(each, now, settings, words)}
        </button>
      ))}
      <span className="grow" />
      {more === 0 ? null : (
        <span className="small nowrap">{t('notice.more', { count: more })}</span>
      )}
      <Button small hint="F8" onPress={() => void console.showAlarm(worst)}>
        {t('notice.show')}
      </Button>
      <Button small kind="quiet" hint="F9" onPress={() => console.closeAlarm(worst)}>
        {t('common.close')}
      </Button>
    </section>
  );
}

/** `Mary Byrne, 10 934 478 153 and 2 more` */
function whoWords({ customer, others }: Calling, { t }: Words): string {
  const who = [customer.name, customer.mprn === null ? t('row.noMprn') : formatMprn(customer.mprn)]
    .filter(Boolean)
    .join(', ');
  return others === 0 ? who : `${who} ${t('notice.more', { count: others })}`;
}

/**
 * Heard once for each alarm, in the words that are seen: not at every minute that it grows older,
 * and not left standing with minutes that are no longer true.
 */
function Heard({ text }: { readonly text: string }) {
  const [said] = useState(text);
  return (
    <span className="unseen" role="alert">
      {text === said ? said : ''}
    </span>
  );
}

function alarmWords(alarm: Calling, now: number, settings: ClockSettings, words: Words): string {
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
