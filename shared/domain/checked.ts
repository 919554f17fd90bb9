// How far a device's own entries were looked at for their times (told-clock.ts), kept by name beside
// its log.
import * as v from 'valibot';
import { decode } from '../lib/decode.ts';
import type { Reading, Tip } from '../log/entry.ts';

export const CHECKED = 'clock.checked';

export interface Checked {
  /** The last seq that was looked at. */
  readonly upTo: number;
  /** When that was really written, UTC ms; null where it is not known. */
  readonly time: number | null;
  /** The run of the clock that wrote it, what that showed then, and what when it was looked at. */
  readonly looked?: Reading & { readonly last: number };
}

export function checkedOf(kept: unknown): Checked {
  const read = decode(checkedSchema, kept);
  if (!read.ok) return { upTo: 0, time: null };
  const { looked, ...checked } = read.value;
  return { ...checked, ...(looked === undefined ? {} : { looked }) };
}

/** All that is in a log counts as looked at, at `now` (UTC ms). */
export function allChecked({ seq, last }: Tip, now: number): Checked {
  if (last === undefined) return { upTo: seq, time: null };
  const { epoch, at } = last;
  return { upTo: seq, time: null, looked: { epoch, last: at, at: Math.max(now, at) } };
}

const checkedSchema = v.object({
  upTo: v.number(),
  time: v.nullable(v.number()),
  looked: v.optional(v.object({ epoch: v.number(), at: v.number(), last: v.number() })),
});
