import type { DomainEvent } from './events.ts';

/** A mass technical failure at one of the twelve points, as declared by a person. */
export interface IncidentState {
  readonly subject: string;
  readonly point: number;
  readonly since: number;
  readonly endedAt: number | null;
  readonly declaredBy: string;
  readonly note: string;
}

export function applyToIncident(
  state: IncidentState | undefined,
  event: DomainEvent,
): IncidentState | undefined {
  if (event.kind === 'incident.declared') {
    return {
      subject: event.subject,
      point: event.body.point,
      since: event.body.since,
      endedAt: null,
      declaredBy: event.operator,
      note: event.body.note ?? '',
    };
  }
  if (state === undefined) return undefined;
  return event.kind === 'incident.ended' ? { ...state, endedAt: event.body.at } : state;
}
