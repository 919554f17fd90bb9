import { useDeferredValue, useMemo } from 'react';
import { BACKSTOP_MINUTES } from '../../shared/domain/backstop-clock.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { runwayEnd, runwayMinutes } from '../../shared/domain/kpi.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { Runway } from '../ui/Runway.tsx';
import type { Mark } from '../ui/runway-bins.ts';
import { useWords } from '../i18n/words.tsx';
import { shapeOf } from './runway-shape.ts';
import { useConsole, useIsUnread, useSnapshot } from './use-console.ts';

export function DeskRunway() {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { desk, place } = snapshot;
  const isUnread = useIsUnread();
  // The picture of everybody may be a frame behind; the next customer may not.
  const summaries = useDeferredValue(snapshot.summaries);
  const now = useDeferredValue(snapshot.now);
  const { t } = useWords();
  const settings = clockSettings(desk);
  const { marks, unknown, past, soon } = useMemo(() => {
    const found: Mark[] = [];
    let without = 0;
    let late = 0;
    let close = 0;
    for (const summary of summaries) {
      if (summary.power !== 'off') continue;
      const minutes = runwayMinutes(summary, now);
      if (minutes === null) {
        without += 1;
        continue;
      }
      if (minutes > BACKSTOP_MINUTES) late += 1;
      else if (minutes > settings.supplierMinutes) close += 1;
      found.push({
        subject: summary.subject,
        minutes,
        shape: shapeOf(summary),
      });
    }
    return { marks: found, unknown: without, past: late, soon: close };
  }, [summaries, now, settings.supplierMinutes]);
  const labelOf = (subject: string): string => {
    const summary = summaries.find((each) => each.subject === subject);
    if (summary === undefined) return '';
    const mprn = summary.mprn === null ? t('row.noMprn') : formatMprn(summary.mprn);
    return [mprn, summary.name].filter(Boolean).join(', ');
  };
  const end = useMemo(() => runwayEnd(marks.map(({ minutes }) => minutes)), [marks]);
  const older = marks.filter((mark) => mark.minutes >= end).length;
  return (
    <section className="runway">
      <Runway
        marks={marks}
        supplierMinutes={settings.supplierMinutes}
        backstopMinutes={BACKSTOP_MINUTES}
        end={end}
        selected={place.subject}
        labelOf={labelOf}
        onOpen={(subject) => void console.open(subject)}
        words={{
          label: t('runway.label', { count: marks.length + unknown, past, soon, unknown }),
          paid: t('runway.paid'),
          supplier: t('runway.supplier', { minutes: settings.supplierMinutes }),
          backstop: t('runway.backstop'),
          legend: t('runway.legend'),
          older: older === 0 ? null : t('runway.older', { count: older }),
          unknown: unknown === 0 ? null : t('runway.unknown', { count: unknown }),
          empty: t(isUnread ? 'store.unread' : 'runway.empty'),
          bin: (count, minutes, label) => t('runway.bin', { count, minutes, label }),
        }}
      />
    </section>
  );
}
