// What the market will do to a customer by itself when its systems are back, whatever was done by
// phone since: messages that wait run in their old order. Every open customer is in exactly one of
// four groups, the most dangerous first.
import { mprnOf, type CaseState } from './case.ts';

export const marketGroups = ['cutOff', 'runs', 'nothing', 'unknown'] as const;
export type MarketGroup = (typeof marketGroups)[number];

export function marketWill(state: CaseState): MarketGroup {
  const { openD05, message017 } = state.facts;
  if (openD05 === 'yes') return 'cutOff';
  if (mprnOf(state.subject) === null || message017 === undefined) return 'unknown';
  // A D05 that was cancelled, or is known not to wait, leaves nothing behind.
  if (message017.reason === 'D05') return openD05 === 'no' ? 'nothing' : 'unknown';
  switch (message017.state) {
    case 'queuedInEmma':
    case 'atHub':
    case 'accepted':
      return 'runs';
    case 'notSent':
    case 'rejected':
      return 'nothing';
    case 'unknown':
      return 'unknown';
  }
}

/** The rooms a 017 passes on its way to the meter. */
export const way = ['emma', 'hub', 'esbn', 'mdms', 'meter'] as const;
export type Room = (typeof way)[number];

/** Where the message that decides this customer's group is held; null when nobody knows, or nothing was sent. */
export function heldAt(state: CaseState): Room | null {
  const { openD05, message017 } = state.facts;
  if (message017 === undefined) return null;
  if (openD05 === 'yes' && message017.reason !== 'D05') return null;
  switch (message017.state) {
    case 'queuedInEmma':
      return 'emma';
    case 'atHub':
      return 'hub';
    case 'accepted':
      return 'esbn';
    default:
      return null;
  }
}
