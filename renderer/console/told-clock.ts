// What the gateway's clock says of this laptop's. From the first exchange on the gateway's time is
// used for what is written; what was written before with a clock off by more than five minutes is
// put in its place by an entry of its own, once, so that it never has the last word for a day. Of a
// colleague's laptop that was ahead and is not there to say so, the one that received it says it.
import * as v from 'valibot';
import { decode } from '../../shared/lib/decode.ts';
import { readHead, type Entry } from '../../shared/log/entry.ts';
import { FAR_AHEAD_MS, stampTime } from '../../shared/log/stamp.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { SyncStatus } from '../../shared/sync/engine.ts';
import type { Contact, Store } from '../store/ports.ts';

/** A difference below this is the network's, or nobody's business. */
const NOISE_MS = 30_000;
const KEY = 'clock.checked';
const TOLD_KEY = 'clock.told';
/** Kept anew at the latest after this, so that it is known how old the word is. */
const TOLD_EVERY_MS = 60_000;
/** An older word says nothing of a clock that the system has set since [D]. */
const TOLD_FOR_MS = 10 * 60_000;

/** The engine counts by the laptop's own clock; whatever a person reads goes by the one put right. */
export function byDeskClock(sync: SyncStatus, offsetMs: number): SyncStatus {
  const right = (at: number | null) => (at === null ? null : at + offsetMs);
  return {
    ...sync,
    lastAt: right(sync.lastAt),
    stalledSince: right(sync.stalledSince),
    nextTryAt: right(sync.nextTryAt),
  };
}

export interface ToldClockPorts {
  readonly store: Pick<Store, 'kept' | 'keep'>;
  /** Puts `now` right by so much; 0 lets the laptop's clock stand. */
  readonly setOffset: (ms: number) => void;
  /** UTC ms, with what was set. */
  readonly now: () => number;
  /** The last own seq. */
  readonly written: () => number;
  /** Own entries of these seqs, in order. */
  readonly unchecked: (from: number, upTo: number) => Promise<readonly Unchecked[]>;
  /** Writes the correction and takes it into the own projections; false when it was not written. */
  readonly correct: (command: Extract<Command, { do: 'correctClock' }>) => Promise<boolean>;
}

export class ToldClock {
  readonly #ports: ToldClockPorts;
  #offset = 0;
  /** Of whose clocks a word is on its way. */
  readonly #said = new Set<string>();
  #turn: Promise<void> = Promise.resolve();
  /** When the gateway was last heard, by the laptop's own clock. */
  #toldAt = -Infinity;

  constructor(ports: ToldClockPorts) {
    this.#ports = ports;
  }

  get offset(): number {
    return this.#offset;
  }

  /**
   * After a start: what the gateway said last counts until it says it anew, so that a laptop known to
   * be wrong does not write by its own clock again. Not where that clock was set back since, or long ago.
   */
  async resume(): Promise<void> {
    const { store, setOffset, now } = this.#ports;
    const told = decode(toldSchema, await store.kept(TOLD_KEY));
    if (!told.ok || this.#toldAt !== -Infinity) return;
    const { offset, at } = told.value;
    const age = now() - this.#offset - at;
    if (age < -NOISE_MS || age > TOLD_FOR_MS) return;
    this.#offset = offset;
    setOffset(offset);
  }

  /** Clocks of colleagues that are ahead, with nothing said of them; other organisations say it of theirs. */
  async heardOf({
    unsaidClocks,
    authors,
  }: Pick<Contact, 'unsaidClocks' | 'authors'>): Promise<void> {
    for (const { key, device, seq, ahead } of unsaidClocks) {
      if (ahead === undefined || authors[device] !== undefined || this.#said.has(key)) continue;
      this.#said.add(key);
      const { upTo, aheadMs } = ahead;
      const command = { do: 'correctClock', of: device, aheadMs, from: seq, upTo } as const;
      if (!(await this.#ports.correct(command))) this.#said.delete(key);
    }
  }

  /**
   * The gateway's clock is so far ahead of the laptop's own. Of several windows the one that exchanges
   * corrects; the others only go by it.
   */
  async told(skewMs: number, corrects = true): Promise<void> {
    const { setOffset, written } = this.#ports;
    const upTo = written();
    if (Math.abs(this.#offset - skewMs) >= NOISE_MS) {
      this.#offset = Math.abs(skewMs) < NOISE_MS ? 0 : skewMs;
      setOffset(this.#offset);
      this.#toldAt = -Infinity;
    }
    if (!corrects) return;
    // One after the other: two at once would put the same entries right twice.
    const turn = this.#turn.then(async () => {
      await this.#keepTold();
      await this.#check(skewMs, upTo);
    });
    this.#turn = turn.catch(() => undefined);
    await turn;
  }

  async #keepTold(): Promise<void> {
    const { store, now } = this.#ports;
    const at = now() - this.#offset;
    if (Math.abs(at - this.#toldAt) < TOLD_EVERY_MS) return;
    this.#toldAt = at;
    await store.keep(TOLD_KEY, { offset: this.#offset, at });
  }

  async #check(skewMs: number, upTo: number): Promise<void> {
    const { store, now, unchecked, correct } = this.#ports;
    const before = checkedOf(await store.kept(KEY));
    if (before.upTo >= upTo) return;
    const found = runsOf(await unchecked(before.upTo + 1, upTo), before.time, skewMs);
    const runs = found.map((run) => (isStillToCome(run, now()) ? { ...run, aheadMs: 0 } : run));
    // The last first: the end of the chain is put right by the amount of what stands there.
    const wrong = runs.filter((run) => run.aheadMs !== 0).reverse();
    for (const [index, { from, upTo: end, aheadMs }] of wrong.entries()) {
      const movesTip = index === 0;
      if (!(await correct({ do: 'correctClock', aheadMs, from, upTo: end, movesTip }))) return;
    }
    const last = runs.at(-1);
    const time = last === undefined ? before.time : last.lastTime - last.aheadMs;
    await store.keep(KEY, { upTo, time });
  }
}

/** What was looked at before: up to which seq, and when its last entry was really written. */
interface Checked {
  readonly upTo: number;
  readonly time: number;
}

function checkedOf(kept: unknown): Checked {
  if (typeof kept === 'number') return { upTo: kept, time: -Infinity };
  const read = decode(checkedSchema, kept);
  return read.ok ? read.value : { upTo: 0, time: -Infinity };
}
/** What the laptop's clock is put right by, and what it showed when that was said, both ms. */
const toldSchema = v.object({ offset: v.number(), at: v.number() });
const checkedSchema = v.object({ upTo: v.number(), time: v.number() });

/** An own entry whose time nobody has looked at. */
export interface Unchecked {
  readonly seq: number;
  /** What the laptop's clock was put right by when it was written, ms. */
  readonly offset: number;
  /** Of its stamp, UTC ms. */
  readonly time: number;
}

export const uncheckedOf = (entry: Entry): Unchecked => ({
  seq: entry.seq,
  offset: readHead(entry).clockOffset ?? 0,
  time: stampTime(entry.stamp),
});

interface Run {
  readonly from: number;
  readonly upTo: number;
  readonly lastTime: number;
  readonly aheadMs: number;
}

/** Nothing was written later than now: that clock was right then, and was set back since. */
const isStillToCome = ({ aheadMs, lastTime }: Run, now: number): boolean =>
  aheadMs < 0 && lastTime - aheadMs > now + NOISE_MS;

/**
 * Entries that were written with one offset, and how far they are ahead. Before it was first told, and
 * where the word is too old, the laptop's own clock wrote. None is put before what the same desk wrote
 * earlier: where the laptop's clock was set in between, part of a run is right.
 */
function runsOf(entries: readonly Unchecked[], since: number, skewMs: number): readonly Run[] {
  const runs: (Run & { readonly offset: number })[] = [];
  let floor = since;
  for (const { seq, offset, time } of entries) {
    const last = runs.at(-1);
    if (last !== undefined && last.offset === offset) {
      runs[runs.length - 1] = { ...last, upTo: seq, lastTime: time };
      floor = time - last.aheadMs;
      continue;
    }
    const raw = offset - skewMs;
    const ahead = Math.abs(raw) > FAR_AHEAD_MS ? Math.min(raw, Math.max(0, time - floor)) : 0;
    const aheadMs = raw < 0 && Math.abs(raw) > FAR_AHEAD_MS ? raw : ahead;
    runs.push({ from: seq, upTo: seq, lastTime: time, aheadMs, offset });
    floor = time - aheadMs;
  }
  return runs;
}
