// What a copied database wrote goes on under a new device's name: every entry with its id, time,
// author and text, in its order, on a chain of its own. What was said of the clock is said anew,
// because it names places in a chain; nothing else does.
import { must } from '../../shared/lib/check.ts';
import { ORIGIN, readHead, seal, tipAfter, type Entry, type Tip } from '../../shared/log/entry.ts';
import { newSalt, uuid7 } from '../../shared/log/ids.ts';
import { nextStamp } from '../../shared/log/stamp.ts';
import type { Clocks } from '../../shared/domain/clocks.ts';
import { draft } from '../../shared/domain/events.ts';
import type { StoreTools } from './ports.ts';

/** `own`: the entries of `tip.device` that go on, in the order of their chain. */
export function underNewName(
  own: readonly Entry[],
  tip: Tip,
  device: string,
  clocks: Clocks,
  tools: StoreTools,
): { readonly entries: readonly Entry[]; readonly tip: Tip } {
  const entries: Entry[] = [];
  const places = new Map<number, number>();
  let end: Tip = { device, seq: 0, hash: ORIGIN, stamp: tip.stamp };
  for (const entry of own) {
    // What was said of the old name is said anew below; of a colleague's clock it is said as it was.
    if (entry.subject === `clock:${tip.device}`) continue;
    const again = sealAgain(entry, end);
    places.set(entry.seq, again.seq);
    entries.push(again);
    end = { ...tipAfter(again), stamp: tip.stamp };
  }
  const now = tools.now();
  // Oldest word first, so that of two the later one stays the later one.
  for (const { from, upTo, aheadMs } of [...(clocks[tip.device] ?? [])].reverse()) {
    const moved = [...places].flatMap(([old, place]) =>
      old >= from && old <= upTo ? [place] : [],
    );
    if (moved.length === 0) continue;
    const body = { from: Math.min(...moved), upTo: Math.max(...moved), aheadMs };
    const said = draft(`clock:${device}`, 'clock.corrected', body, { salt: newSalt(tools.random) });
    const again = seal(said, end, {
      id: uuid7(now, tools.random),
      now,
      stamp: nextStamp(end.stamp, now, device),
      operator: readHead(must(own.at(-1), 'something was moved')).operator,
    });
    entries.push(again);
    end = tipAfter(again);
  }
  return { entries, tip: end };
}

function sealAgain(entry: Entry, tip: Tip): Entry {
  const { id, stamp, operator, recordedAt, clockOffset, bodyHash, ...head } = readHead(entry);
  const text = must(entry.body, 'an own entry has its body');
  return seal({ ...head, body: { text, hash: bodyHash } }, tip, {
    id,
    now: recordedAt,
    ...(clockOffset === undefined ? {} : { clockOffset }),
    stamp,
    operator,
  });
}
