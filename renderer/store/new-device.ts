// What a copied database wrote goes on under a new device's name: every entry with its id, time,
// author and text, in its order, on a chain of its own. What was said of the clock is said anew: it
// names the device.
import { must } from '../../shared/lib/check.ts';
import { ORIGIN, readHead, seal, tipAfter, type Entry, type Tip } from '../../shared/log/entry.ts';
import { newSalt, uuid4, uuid7 } from '../../shared/log/ids.ts';
import { epochAfter } from '../../shared/log/seal-all.ts';
import { laterStamp, nextStamp, type Stamp } from '../../shared/log/stamp.ts';
import type { Clocks } from '../../shared/domain/clocks.ts';
import { checkedOf, type Checked } from '../../shared/domain/checked.ts';
import { draft } from '../../shared/domain/events.ts';
import { devicePart } from '../../shared/domain/reference.ts';
import type { StoreTools } from './ports.ts';

/** A name whose references nobody takes for those of the old one. */
export function anotherDevice(old: string, tools: StoreTools): string {
  for (;;) {
    const device = uuid4(tools.random);
    if (devicePart(device) !== devicePart(old)) return device;
  }
}

/** `own`: the entries of `tip.device` that go on, in the order of their chain. */
export function underNewName(
  own: readonly Entry[],
  tip: Tip,
  device: string,
  clocks: Clocks,
  tools: StoreTools,
): Renamed {
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
  const known = entries.length === 0 ? [] : (clocks[tip.device] ?? []);
  // What comes after a word is in another run of the clock than what it speaks of.
  const epoch = known.length === 0 ? 0 : epochAfter(end, now, tools, true);
  let last: Stamp | null = null;
  // Oldest word first, so that of two the later one stays the later one.
  for (const { epoch: of, from, upTo, aheadMs } of [...known].reverse()) {
    const body = { aheadMs, epoch: of, from, upTo };
    const said = draft(`clock:${device}`, 'clock.corrected', body, { salt: newSalt(tools.random) });
    last = nextStamp(last, now, device);
    const again = seal(said, end, {
      id: uuid7(now, tools.random),
      now,
      clockOffset: tools.clockOffset?.() ?? 0,
      stamp: last,
      operator: readHead(must(own.at(-1), 'something was moved')).operator,
      epoch,
    });
    entries.push(again);
    end = { ...tipAfter(again), stamp: laterStamp(end.stamp, last) };
  }
  return {
    entries,
    tip: end,
    checked(kept) {
      const before = checkedOf(kept);
      const moved = [...places].flatMap(([old, place]) => (old <= before.upTo ? [place] : []));
      return { ...before, upTo: Math.max(0, ...moved) };
    },
  };
}

interface Renamed {
  readonly entries: readonly Entry[];
  readonly tip: Tip;
  /** How far these were looked at for their times, from how far they were under the old name. */
  readonly checked: (kept: unknown) => Checked;
}

function sealAgain(entry: Entry, tip: Tip): Entry {
  const {
    id,
    stamp,
    operator,
    recordedAt,
    clockOffset,
    epoch = 0,
    bodyHash,
    ...head
  } = readHead(entry);
  const text = must(entry.body, 'an own entry has its body');
  return seal({ ...head, body: { text, hash: bodyHash } }, tip, {
    id,
    now: recordedAt,
    ...(clockOffset === undefined ? {} : { clockOffset }),
    epoch,
    stamp,
    operator,
  });
}
