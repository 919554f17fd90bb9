// What the gateway's clock says of this laptop's. From the first exchange on the gateway's time is
// used for what is written; what was written before with a clock off by more than five minutes is
// put in its place by an entry of its own, once, so that it never has the last word for a day. Of a
// colleague's laptop that was ahead and is not there to say so, the one that received it says it.
import * as v from 'valibot';
import { decode } from '../../shared/lib/decode.ts';
import { readHead, readingOf, type Entry, type Reading } from '../../shared/log/entry.ts';
import { FAR_AHEAD_MS } from '../../shared/log/stamp.ts';
import { EPOCHS_END, type Span } from '../../shared/domain/clocks.ts';
import { CHECKED, checkedOf, type Checked } from '../../shared/domain/checked.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { SyncStatus } from '../../shared/sync/engine.ts';
import type { Contact, Store } from '../store/ports.ts';
import { TOLD } from './spare.ts';

/** A difference below this is the network's, or nobody's business. */
const NOISE_MS = 30_000;
/** Kept anew at the latest after this, so that it is known how old the word is. */
const TOLD_EVERY_MS = 60_000;
/** An older word says nothing of a clock that the system has set since [D]. */
const TOLD_FOR_MS = 10 * 60_000;
/**
 * What is said of a clock tells others no minute at which its desk wrote. Of a colleague's that is
 * gone: whatever else it wrote is further away, because what is not far ahead is by more than this,
 * another run by an hour, and a program that was started anew writes in another run.
 */
const GRID_MS = FAR_AHEAD_MS;
const down = (ms: number): number => Math.floor(ms / GRID_MS) * GRID_MS;
const up = (ms: number): number => Math.ceil(ms / GRID_MS) * GRID_MS;

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
  /** When what was written was last looked at, by this window; null before the first time. */
  #looked: Checked['looked'] | null = null;
  /** The right time at which that was, UTC ms: what is written after it was not written before it. */
  #lookedAt: number | null = null;

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
    const told = decode(toldSchema, await store.kept(TOLD));
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
    for (const { key, device, ahead } of unsaidClocks) {
      if (ahead === undefined || authors[device] !== undefined || this.#said.has(key)) continue;
      this.#said.add(key);
      const { epoch } = ahead;
      const [from, upTo] = [down(ahead.from), up(ahead.upTo)];
      const aheadMs = up(ahead.aheadMs);
      const command = { do: 'correctClock', of: device, aheadMs, epoch, from, upTo } as const;
      if (!(await this.#ports.correct(command))) this.#said.delete(key);
    }
  }

  /**
   * The gateway's clock is so far ahead of the laptop's own. Of several windows the one that exchanges
   * corrects; the others only go by it.
   */
  async told(skewMs: number, corrects = true): Promise<void> {
    const { setOffset, written, now } = this.#ports;
    const upTo = written();
    if (Math.abs(this.#offset - skewMs) >= NOISE_MS) {
      this.#offset = Math.abs(skewMs) < NOISE_MS ? 0 : skewMs;
      setOffset(this.#offset);
      this.#toldAt = -Infinity;
    }
    if (!corrects) return;
    // One after the other: two at once would put the same entries right twice.
    const at = now();
    const turn = this.#turn.then(async () => {
      const heard = this.#lookedAt ?? (await this.#heardBefore());
      if (!(await this.#check(skewMs, upTo, heard))) return;
      this.#lookedAt = at;
      // Only now: what was not looked at was not written before this.
      await this.#keepTold(at - this.#offset);
    });
    this.#turn = turn.catch(() => undefined);
    await turn;
  }

  /** When all was looked at before this program was started, UTC ms; null before the first time. */
  async #heardBefore(): Promise<number | null> {
    const told = decode(toldSchema, await this.#ports.store.kept(TOLD));
    return told.ok ? told.value.at + told.value.offset : null;
  }

  /** `at`: what the laptop's own clock showed when it was told, UTC ms. */
  async #keepTold(at: number): Promise<void> {
    const { store } = this.#ports;
    if (Math.abs(at - this.#toldAt) < TOLD_EVERY_MS) return;
    this.#toldAt = at;
    await store.keep(TOLD, { offset: this.#offset, at });
  }

  /** False where something is left to be looked at. `heard`: when it was looked at before, UTC ms. */
  async #check(skewMs: number, upTo: number, heard: number | null): Promise<boolean> {
    const { store, now, unchecked, correct } = this.#ports;
    const before = checkedOf(await store.kept(CHECKED));
    const looked = laterLook(this.#looked ?? undefined, before.looked);
    if (before.upTo >= upTo) {
      if (looked !== undefined) this.#looked = { ...looked, at: Math.max(looked.at, now()) };
      return true;
    }
    const since = Math.max(before.time ?? -Infinity, heard ?? -Infinity);
    const found = runsOf(await unchecked(before.upTo + 1, upTo), { since, skewMs, now: now() });
    const runs = found.map((run) => (isStillToCome(run, now()) ? { ...run, aheadMs: 0 } : run));
    const said = runs.map((run, index) => {
      const span: Span = {
        epoch: run.first.epoch,
        from: index === 0 ? beginOf(run.first, before.upTo, looked) : run.first.at,
        // It ends with its epoch, unless another run goes on in that.
        upTo: runs[index + 1]?.first.epoch === run.first.epoch ? run.last.at : EPOCHS_END,
      };
      const isFirst = runs[index - 1]?.first.epoch !== run.first.epoch;
      return { ...span, ...(index > 0 && isFirst ? { from: 0 } : {}), aheadMs: run.aheadMs };
    });
    // The last first: the end of the chain is put right by the amount of what stands there.
    const wrong = said.filter((run) => run.aheadMs !== 0).reverse();
    for (const [index, run] of wrong.entries())
      if (!(await correct({ do: 'correctClock', ...run, movesTip: index === 0 }))) return false;
    const end = runs.at(-1);
    if (end === undefined) return true;
    const { epoch, at: last } = end.last;
    this.#looked = { epoch, last, at: Math.max(now(), last) };
    const time = end.lastTime - end.aheadMs;
    await store.keep(CHECKED, { upTo, time, looked: this.#looked } satisfies Checked);
    return true;
  }
}

/** What this window knows, or what another one has kept since. */
function laterLook(own: Checked['looked'], kept: Checked['looked']): Checked['looked'] {
  const isOwn = own !== undefined && own.epoch === kept?.epoch && own.at > kept.at;
  return isOwn ? { ...own, last: Math.max(own.last, kept?.last ?? own.last) } : (kept ?? own);
}

/**
 * Where a run begins that is wrong: after what is known to be right, so that it tells others when this
 * desk was looked at, and not when it wrote.
 */
function beginOf(first: Reading, checked: number, looked: Checked['looked']): number {
  if (looked === undefined) return checked === 0 ? 0 : first.at;
  if (looked.epoch !== first.epoch) return 0;
  return looked.at < first.at ? looked.at + 1 : Math.max(down(first.at), looked.last + 1);
}

/** What the laptop's clock is put right by, and what it showed when that was said, both ms. */
const toldSchema = v.object({ offset: v.number(), at: v.number() });

/** An own entry whose time nobody has looked at. */
export interface Unchecked {
  readonly seq: number;
  /** What the laptop's clock was put right by when it was written, ms. */
  readonly offset: number;
  readonly reading: Reading;
}

export function uncheckedOf(entry: Entry): Unchecked {
  const head = readHead(entry);
  return { seq: entry.seq, offset: head.clockOffset ?? 0, reading: readingOf(head) };
}

interface Run {
  readonly first: Reading;
  readonly last: Reading;
  /** The latest of its times, UTC ms. */
  readonly lastTime: number;
  readonly aheadMs: number;
}

/** Nothing was written later than now: that clock was right then, and was set back since. */
const isStillToCome = ({ aheadMs, lastTime }: Run, now: number): boolean =>
  aheadMs < 0 && lastTime - aheadMs > now + NOISE_MS;

/**
 * Entries that were written with one offset in one run of the clock, and how far they are ahead. Before
 * it was first told, and where the word is too old, the laptop's own clock wrote. None is put before
 * what the same desk wrote earlier, nor before `since`: where that would be, the clock was set after this
 * run, or another laptop goes on with this database. Then the run is right, unless it reads later than
 * `now`. All in UTC ms.
 */
function runsOf(
  entries: readonly Unchecked[],
  told: { readonly since: number; readonly skewMs: number; readonly now: number },
): readonly Run[] {
  const runs: (Run & { readonly offset: number })[] = [];
  let floor = told.since;
  for (const { offset, reading } of entries) {
    const last = runs.at(-1);
    const time = reading.at;
    if (last !== undefined && last.offset === offset && last.last.epoch === reading.epoch) {
      const lastTime = Math.max(last.lastTime, time);
      runs[runs.length - 1] = { ...last, last: reading, lastTime };
      floor = lastTime - last.aheadMs;
      continue;
    }
    const raw = Math.abs(offset - told.skewMs) > FAR_AHEAD_MS ? offset - told.skewMs : 0;
    const most = Math.max(0, time - floor);
    // How long it was silent before is nobody's business: whole steps of it.
    const aheadMs = raw <= most ? raw : time > told.now ? down(most) : 0;
    runs.push({ first: reading, last: reading, lastTime: time, aheadMs, offset });
    floor = time - aheadMs;
  }
  return runs;
}
