// What the gateway's clock says of this laptop's. From the first exchange on the gateway's time is
// used for what is written; what was written before with a clock off by more than five minutes is
// put in its place by an entry of its own, once, so that it never has the last word for a day. Of a
// colleague's laptop that was ahead and is not there to say so, the one that received it says it.
import { FAR_AHEAD_MS } from '../../shared/log/stamp.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { SyncStatus } from '../../shared/sync/engine.ts';
import type { Contact, Store } from '../store/ports.ts';

/** A difference below this is the network's, or nobody's business. */
const NOISE_MS = 30_000;
const KEY = 'clock.checked';

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
  /** The last own seq. */
  readonly written: () => number;
  /** Writes the correction and takes it into the own projections; false when it was not written. */
  readonly correct: (command: Extract<Command, { do: 'correctClock' }>) => Promise<boolean>;
}

export class ToldClock {
  readonly #ports: ToldClockPorts;
  #offset = 0;
  /** Of whose clocks a word is on its way. */
  readonly #said = new Set<string>();

  constructor(ports: ToldClockPorts) {
    this.#ports = ports;
  }

  get offset(): number {
    return this.#offset;
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

  /** The gateway's clock is so far ahead of the laptop's own. */
  async told(skewMs: number): Promise<void> {
    const { store, setOffset, written, correct } = this.#ports;
    // What was written until now was written with the laptop's clock and the offset of then.
    const ahead = this.#offset - skewMs;
    const upTo = written();
    if (Math.abs(ahead) >= NOISE_MS) {
      this.#offset = Math.abs(skewMs) < NOISE_MS ? 0 : skewMs;
      setOffset(this.#offset);
    }
    const from = Number((await store.kept(KEY)) ?? 0) + 1;
    if (from > upTo) return;
    if (
      Math.abs(ahead) > FAR_AHEAD_MS &&
      !(await correct({ do: 'correctClock', aheadMs: ahead, from, upTo }))
    )
      return;
    await store.keep(KEY, upTo);
  }
}
