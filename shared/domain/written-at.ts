// When something was written, for what has to be told apart by before and after: an author whose clock
// is slow knew of what they answer all the same, and their stamp says so.
import { stampTime, type Stamp } from '../log/stamp.ts';

/** UTC ms: by the author's clock, and no earlier than anything that they had seen. */
export const writtenAt = (event: { readonly recordedAt: number; readonly stamp: Stamp }): number =>
  Math.max(event.recordedAt, stampTime(event.stamp));

/** Device → UTC ms, by its own clock: when each wrote last. */
export type WroteAt = Readonly<Record<string, number>>;

export function wroteAtOf(
  events: readonly { readonly device: string; readonly happenedAt: number }[],
): WroteAt {
  const found: Record<string, number> = {};
  for (const { device, happenedAt: at } of events)
    found[device] = Math.max(at, found[device] ?? at);
  return found;
}
