// Every open request between payment and the backstop: the wave as it reaches Networks.
import { useMemo } from 'react';
import { BACKSTOP_MINUTES, MINUTE } from '../../shared/domain/backstop-clock.ts';
import { clockSettings } from '../../shared/domain/desk.ts';
import { runwayEnd } from '../../shared/domain/kpi.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { stageOf } from '../../shared/domain/request-queue.ts';
import { Runway } from '../ui/Runway.tsx';
import type { Mark } from '../ui/runway-bins.ts';
import { useWords } from '../i18n/words.tsx';
import { supplierName } from './request-words.ts';
import type { RequestNight } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function CoordinatorRunway(props: { readonly night: RequestNight }) {
  const console = useConsole();
  const { desk, now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const { pictures, open, suppliers } = props.night;
  const { supplierMinutes } = clockSettings(desk);
  const { marks, unknown } = useMemo(() => {
    const found: Mark[] = [];
    let without = 0;
    for (const picture of pictures) {
      const stage = stageOf(picture, now);
      if (stage === 'done' || stage === 'refused') continue;
      if (picture.paidAt === null) {
        without += 1;
        continue;
      }
      found.push({
        subject: picture.id,
        minutes: Math.max(0, (now - picture.paidAt) / MINUTE),
        shape: picture.priority ? 'priority' : stage === 'new' ? 'other' : 'phone',
      });
    }
    return { marks: found, unknown: without };
  }, [pictures, now]);
  const past = marks.filter((mark) => mark.minutes > BACKSTOP_MINUTES).length;
  const soon = marks.filter((mark) => mark.minutes > supplierMinutes).length - past;
  const end = useMemo(() => runwayEnd(marks.map(({ minutes }) => minutes)), [marks]);
  const older = marks.filter((mark) => mark.minutes >= end).length;
  const labelOf = (id: string): string => {
    const picture = pictures.find((each) => each.id === id);
    return picture === undefined
      ? ''
      : `${formatMprn(picture.mprn)}, ${supplierName(suppliers, picture.supplier, words)}`;
  };
  return (
    <section className="runway">
      <Runway
        marks={marks}
        supplierMinutes={supplierMinutes}
        backstopMinutes={BACKSTOP_MINUTES}
        end={end}
        selected={open?.id ?? null}
        labelOf={labelOf}
        onOpen={(request) => void console.go({ request })}
        words={{
          label: t('requests.runway', { count: marks.length + unknown, past, soon, unknown }),
          paid: t('runway.paid'),
          supplier: t('runway.supplier', { minutes: supplierMinutes }),
          backstop: t('runway.backstop'),
          legend: t('requests.runwayLegend'),
          older: older === 0 ? null : t('runway.older', { count: older }),
          unknown: unknown === 0 ? null : t('runway.unknown', { count: unknown }),
          empty: t('requests.runwayEmpty'),
          bin: (count, minutes, label) => t('runway.bin', { count, minutes, label }),
        }}
      />
    </section>
  );
}
