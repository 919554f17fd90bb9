// Everything that was written about a customer, newest first: who, when it happened, and when it
// was written down where that differs. Undone entries stay, struck through.
import { useEffect, useState } from 'react';
import type { DomainEvent, EventKind } from '../../shared/domain/events.ts';
import { Button } from '../ui/parts.tsx';
import { useWords, type Family, type Words } from '../i18n/words.tsx';
import { withColon } from './ScriptSteps.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

/** What a person told or chose; calls, claims and references are followed up, not taken back. */
const canUndo = new Set<EventKind>([
  'case.learnt',
  'step.answered',
  'outcome.recorded',
  'power.recorded',
  'power.stillOff',
  'case.excluded',
  'case.noted',
  'breach.acknowledged',
]);

export function History(props: {
  readonly subject: string;
  readonly version: string;
  readonly open: boolean;
}) {
  const console = useConsole();
  const { now } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const [events, setEvents] = useState<readonly DomainEvent[] | null>(null);
  useEffect(() => {
    let stopped = false;
    void console.history(props.subject).then((found) => {
      if (!stopped) setEvents(found);
    });
    return () => {
      stopped = true;
    };
  }, [console, props.subject, props.version]);
  if (events === null) return null;
  if (events.length === 0) return <p className="muted">{t('history.empty')}</p>;
  const undone = new Set(
    events.flatMap((event) => (event.kind === 'entry.undone' ? [event.body.entry] : [])),
  );
  return (
    <ol className="history">
      {[...events].reverse().map((event) => (
        <li key={event.id} className={undone.has(event.id) ? 'undone' : ''}>
          <span className="mono small muted">{format.clock(event.happenedAt)}</span>
          <span className="grow">
            {describeEvent(event, now, words)}
            <span className="small muted">
              {' '}
              {event.operator}
              {Math.abs(event.recordedAt - event.happenedAt) > 60_000
                ? `, ${t('history.typedLater', { at: format.when(event.recordedAt, now) })}`
                : ''}
              {undone.has(event.id) ? `, ${t('history.undone')}` : ''}
            </span>
          </span>
          {canUndo.has(event.kind) && !undone.has(event.id) && props.open ? (
            <Button
              small
              kind="quiet"
              label={t('case.undoThisLong', { what: describeEvent(event, now, words) })}
              onPress={() =>
                void console.run({ do: 'undo', subject: props.subject, entry: event.id })
              }
            >
              {t('case.undoThis')}
            </Button>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function describeEvent(event: DomainEvent, now: number, words: Words): string {
  const { t, format } = words;
  switch (event.kind) {
    case 'case.reported':
      return [
        t('history.case.reported', { source: t(`history.source.${event.body.source}`) }),
        event.body.facts.openD05 === 'yes' || event.body.facts.openD05 === 'no'
          ? t(`d05Said.${event.body.facts.openD05}`)
          : '',
      ]
        .filter(Boolean)
        .join(', ');
    case 'case.learnt':
      return [
        t('history.case.learnt'),
        event.body.facts.paidAt === undefined ? '' : format.when(event.body.facts.paidAt, now),
        event.body.note,
      ]
        .filter(Boolean)
        .join(': ');
    case 'step.answered': {
      const key = `choice.${event.body.step}.${event.body.answer}` as `choice.${Family<'choice'>}`;
      const fields = Object.values(event.body.fields ?? {});
      return [
        `${withColon(t(`step.${event.body.step as Family<'step'>}`))} ${t(key as never)}`,
        ...fields,
      ].join(', ');
    }
    case 'call.started':
      return t(`history.call.started.${event.body.to}`);
    case 'outcome.recorded':
      return [
        t(`outcomeLong.${event.body.outcome}`),
        event.body.esbnReference,
        event.body.person,
        event.body.promisedAt === undefined ? undefined : format.when(event.body.promisedAt, now),
        event.body.note,
      ]
        .filter(Boolean)
        .join(', ');
    case 'power.recorded':
      return t(`power.state.${event.body.level}`, {
        at: format.when(event.body.backAt, now),
        by: t(`power.by.${event.body.by}`),
      });
    case 'case.excluded':
      return t('history.excludedBecause', { reason: t(`exclude.${event.body.reason}`) });
    case 'case.noted':
      return `${t('case.note')}: ${event.body.note}`;
    case 'case.referenced':
      return t('history.case.referenced', { reference: event.body.reference });
    case 'case.unlisted':
      return t('history.case.unlisted', { file: event.body.file });
    case 'case.closed':
      return t(`history.case.closed.${event.body.because}`);
    case 'case.claimed':
    case 'case.released':
    case 'call.waiting':
    case 'call.joined':
    case 'call.left':
    case 'power.stillOff':
    case 'breach.acknowledged':
    case 'entry.undone':
      return t(`history.${event.kind}`);
    default:
      return event.kind;
  }
}
