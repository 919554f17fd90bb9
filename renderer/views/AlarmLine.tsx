// Alarms stand in one line, worst first: each with who it is and how late, none over another. F8
// opens the first, F9 closes it; a click opens any of them.
import type { Calling } from '../console/alarm-stack.ts';
import { useState } from 'react';
import { whoOf } from '../console/alarm-plan.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { Button, Shape } from '../ui/parts.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { alarmWords, whoWords } from './alarm-words.ts';
import { AlarmsSheet } from './AlarmsSheet.tsx';
import { useSide } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

/** More than this are counted, and the count opens the list of all. */
const SHOWN = 3;

/** A supplier's customers are none of ESB Networks': its desk hears of its own requests. */
export function useCalling(): readonly Calling[] {
  const { calling } = useSnapshot();
  return useSide() === 'networks' ? noCalling : calling;
}
const noCalling: readonly Calling[] = [];

export function AlarmLine() {
  const console = useConsole();
  const calling = useCalling();
  useKeys({
    f8: () => void console.showAlarm(),
    f9: () => console.closeAlarm(),
  });
  const [worst, ...rest] = calling;
  return worst === undefined ? null : <Line calling={calling} worst={worst} rest={rest} />;
}

/** With the last alarm the list of all goes too: it does not come up again with the next one. */
function Line(props: {
  readonly calling: readonly Calling[];
  readonly worst: Calling;
  readonly rest: readonly Calling[];
}) {
  const { calling, worst, rest } = props;
  const console = useConsole();
  const { now, desk } = useSnapshot();
  const settings = clockSettings(desk);
  const words = useWords();
  const { t } = words;
  const [isAll, setAll] = useState(false);
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
        <Button small kind="quiet" reads onPress={() => setAll(true)}>
          {t('notice.more', { count: more })}
        </Button>
      )}
      <Button small hint="F8" onPress={() => void console.showAlarm(worst)}>
        {t('notice.show')}
      </Button>
      <Button small kind="quiet" hint="F9" onPress={() => console.closeAlarm(worst)}>
        {t('common.close')}
      </Button>
      {isAll ? <AlarmsSheet calling={calling} onClose={() => setAll(false)} /> : null}
    </section>
  );
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
