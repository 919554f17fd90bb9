// Everything that was written about a customer, newest first: who, when it happened, and when it
// was written down where that differs. Undone entries stay, struck through.
import { useEffect, useState } from 'react';
import { changesOf } from '../../shared/domain/changes.ts';
import type { DomainEvent, EventKind } from '../../shared/domain/events.ts';
import { Button } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { describeEvent } from './describe-event.ts';
import { Unread } from './Unread.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

/** What a person told or chose; calls, claims and references are followed up, not taken back. */
const canUndo = new Set<EventKind>([
  'case.learnt',
  'step.answered',
  'outcome.recorded',
  'power.recorded',
  'power.stillOff',
  'power.cutOff',
  'power.heardOff',
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
  const { now, trouble } = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const [events, setEvents] = useState<readonly DomainEvent[] | 'unread' | null>(null);
  const isWell = trouble === null;
  useEffect(() => {
    let stopped = false;
    void console.history(props.subject).then((found) => {
      if (!stopped) setEvents(found);
    });
    return () => {
      stopped = true;
    };
  }, [console, props.subject, props.version, isWell]);
  if (events === null) return null;
  if (events === 'unread') return <Unread />;
  if (events.length === 0) return <p className="muted">{t('history.empty')}</p>;
  const undone = new Set(
    events.flatMap((event) => (event.kind === 'entry.undone' ? [event.body.entry] : [])),
  );
  const changes = changesOf(events);
  const said = (event: DomainEvent) => describeEvent(event, changes.get(event.id), now, words);
  return (
    <ol className="history">
      {[...events].reverse().map((event) => (
        <li key={event.id} className={undone.has(event.id) ? 'undone' : ''}>
          <span className="mono small muted">{format.clock(event.happenedAt)}</span>
          <span className="grow">
            {said(event)}
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
              label={t('case.undoThisLong', { what: said(event) })}
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
