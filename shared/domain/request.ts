// What one organisation asks of the other, with only what that needs. The other side may have
// typed the same request from the phone: it is joined by its speakable reference or the MPRN.
import type { DomainEvent, EventBody } from './events.ts';

export interface RequestState {
  readonly subject: string;
  readonly made: EventBody<'request.made'> & { readonly operator: string; readonly at: number };
  readonly answer:
    | (EventBody<'request.answered'> & { readonly operator: string; readonly at: number })
    | null;
}

export function applyToRequest(
  state: RequestState | undefined,
  event: DomainEvent,
): RequestState | undefined {
  const who = { operator: event.operator, at: event.happenedAt };
  if (event.kind === 'request.made') {
    return state ?? { subject: event.subject, made: { ...event.body, ...who }, answer: null };
  }
  if (state === undefined) return undefined;
  switch (event.kind) {
    case 'request.answered':
      return { ...state, answer: { ...event.body, ...who } };
    case 'request.reopened':
      return { ...state, answer: null };
    default:
      return state;
  }
}

/** Still to be answered, or to be asked again: a retry keeps the reference. */
export function isUnanswered(state: RequestState): boolean {
  return state.answer === null || ['noAnswer', 'busy', 'callBack'].includes(state.answer.outcome);
}
