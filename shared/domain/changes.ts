// What each entry of a history changed: facts from what to what, and the answer that stood before.
// The fold knows only what stands; who reads back a night must see what was overwritten.
import {
  applyToCase,
  notAsked,
  reportedFirst,
  standingAnswers,
  undoneIn,
  type Answer,
  type CaseState,
  type Protecting,
} from './case.ts';
import type { DomainEvent } from './events.ts';
import { differences, type Difference } from './facts.ts';

export interface Change {
  readonly facts: readonly Difference[];
  /** The answer to the same step that this one replaced. */
  readonly answerBefore: Answer | null;
  /** Questions that an outcome left unasked. */
  readonly notAsked: readonly Protecting[];
}

const nothing: Change = { facts: [], answerBefore: null, notAsked: [] };

/**
 * By entry, for the events of one subject, oldest first. An undone entry says what it had changed
 * at its time; what follows is told as if it had never been written, as the fold reads it.
 */
export function changesOf(events: readonly DomainEvent[]): ReadonlyMap<string, Change> {
  const undone = undoneIn(events);
  const found = new Map<string, Change>();
  let state: CaseState | undefined;
  for (const event of reportedFirst(events, undone)) {
    const next = applyToCase(state, event);
    found.set(event.id, state?.open === true ? changeOf(state, next, event) : nothing);
    if (!undone.has(event.id)) state = next;
  }
  return found;
}

function changeOf(state: CaseState, next: CaseState | undefined, event: DomainEvent): Change {
  const before = event.kind === 'step.answered' ? state.answers[event.body.step] : undefined;
  return {
    facts: next === undefined ? [] : differences(state.facts, next.facts),
    answerBefore: before ?? null,
    notAsked:
      event.kind === 'outcome.recorded'
        ? notAsked(standingAnswers(state, event.recordedAt), event.body.outcome)
        : [],
  };
}
