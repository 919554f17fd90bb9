// States out of stored entries, whatever order these came in: what every store of a log has in common.
import type { Entry } from '../log/entry.ts';
import { inOrder as inLogOrder } from '../log/merge.ts';
import { foldChannel, type ChannelState } from './channel.ts';
import type { Clocks } from './clocks.ts';
import { foldDaily, type DailyState } from './daily.ts';
import { eventOf, type DomainEvent } from './events.ts';
import { foldFix, type FixState } from './fix.ts';
import { foldGuard, type GuardState } from './guard.ts';
import { inOrder } from './pieces.ts';
import { foldRequest, type RequestState } from './request.ts';

/** A request from all that was written about it: it is small, and an undo wants the whole. */
export function requestOf(
  entries: readonly Entry[],
  clocks: Clocks,
  authors: Readonly<Record<string, string>>,
): RequestState | undefined {
  return foldRequest(
    entries.flatMap((entry) => eventOf(entry, clocks) ?? []),
    authors,
  );
}

/** An incident likewise. */
export function foldAll<S>(
  entries: readonly Entry[],
  apply: (state: S | undefined, event: DomainEvent) => S | undefined,
  clocks: Clocks,
): S | undefined {
  const events = entries.flatMap((entry) => eventOf(entry, clocks) ?? []).sort(inOrder);
  let state: S | undefined;
  for (const event of events) state = apply(state, event);
  return state;
}

/** Every guard from the entries that speak of guards, whatever order they came in. */
export function guardsOf(entries: readonly Entry[], clocks: Clocks): readonly GuardState[] {
  return bySubject(entries, clocks).flatMap((events) => foldGuard(events) ?? []);
}

/** Channels likewise. */
export function channelsOf(entries: readonly Entry[], clocks: Clocks): readonly ChannelState[] {
  return bySubject(entries, clocks).flatMap((events) => foldChannel(events) ?? []);
}

/** Days of the market likewise, the oldest first. */
export function dailiesOf(entries: readonly Entry[], clocks: Clocks): readonly DailyState[] {
  return bySubject(entries, clocks)
    .flatMap((events) => foldDaily(events) ?? [])
    .sort((one, other) => (one.day < other.day ? -1 : 1));
}

/** Back-fixes likewise. */
export function fixesOf(entries: readonly Entry[], clocks: Clocks): readonly FixState[] {
  return bySubject(entries, clocks).flatMap((events) => foldFix(events) ?? []);
}

function bySubject(entries: readonly Entry[], clocks: Clocks): readonly (readonly DomainEvent[])[] {
  const found = new Map<string, DomainEvent[]>();
  for (const entry of entries) {
    const event = eventOf(entry, clocks);
    if (event === undefined) continue;
    const before = found.get(event.subject);
    if (before === undefined) found.set(event.subject, [event]);
    else before.push(event);
  }
  return [...found.values()].map((events) => events.sort(inLogOrder));
}
