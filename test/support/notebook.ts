// A console's log in memory, as far as the engine asks for it: an own chain, what came from others,
// and where it stands. It verifies what it takes, and can be copied as a database is copied.
import {
  seal,
  sealBody,
  tipAfter,
  ORIGIN,
  verifyEntry,
  type Entry,
} from '../../shared/log/entry.ts';
import { uuid4, uuid7 } from '../../shared/log/ids.ts';
import { nextStamp } from '../../shared/log/stamp.ts';
import type { LogPort, Standing } from '../../shared/sync/engine.ts';
import {
  entryOfWire,
  readWireHead,
  toWire,
  type ExchangeReply,
  type WireEntry,
} from '../../shared/sync/protocol.ts';
import { dice } from '../simulation/clock.ts';

const START = Date.parse('2026-11-24T20:11:00Z');

export class Notebook implements LogPort {
  readonly device: string;
  readonly own: Entry[] = [];
  /** device/seq → entry of somebody else. */
  readonly others = new Map<string, Entry>();
  at: Standing = { acknowledged: 0, cursor: 0, mark: '' };
  /** Replies that were taken, and entries that came in them. */
  taken = 0;
  received = 0;
  readonly #random: () => number;

  constructor(seed: number, device?: string) {
    this.#random = dice(seed);
    this.device = device ?? uuid4(this.#bytes);
  }

  /** The same database on another machine: the same device, and from now on another hand. */
  copy(seed: number): Notebook {
    const copy = new Notebook(seed, this.device);
    copy.own.push(...this.own);
    for (const [key, entry] of this.others) copy.others.set(key, entry);
    copy.at = this.at;
    return copy;
  }

  /** `size`: signs in the body of each. */
  write(count = 1, size = 10): void {
    for (let index = 0; index < count; index++) {
      const last = this.own.at(-1);
      const tip =
        last === undefined
          ? { device: this.device, seq: 0, hash: ORIGIN, stamp: null }
          : tipAfter(last);
      const now = START + this.own.length;
      const body = sealBody({ note: 'x'.repeat(size) }, String(this.#random()));
      const draft = { subject: 'desk:notes', kind: 'case.noted', version: 1, body };
      this.own.push(
        seal(draft, tip, {
          id: uuid7(now, this.#bytes),
          now,
          stamp: nextStamp(tip.stamp, now, this.device),
          operator: 'Aoife',
        }),
      );
    }
  }

  standing(): Promise<Standing> {
    return Promise.resolve(this.at);
  }

  pending(seq: number, limit: number): Promise<WireEntry[]> {
    return Promise.resolve(this.own.slice(seq, seq + limit).map(toWire));
  }

  chain(device: string, seq: number, limit: number): Promise<WireEntry[]> {
    return Promise.resolve(
      [...this.others.values()]
        .filter((entry) => entry.device === device && entry.seq > seq)
        .sort((one, other) => one.seq - other.seq)
        .slice(0, limit)
        .map(toWire),
    );
  }

  ownHash(seq: number): Promise<string | null> {
    return Promise.resolve(seq === 0 ? ORIGIN : (this.own[seq - 1]?.hash ?? null));
  }

  tips(): Promise<Readonly<Record<string, number>>> {
    const tips: Record<string, number> = {};
    for (const { device, seq } of this.others.values())
      tips[device] = Math.max(tips[device] ?? 0, seq);
    return Promise.resolve(tips);
  }

  take(reply: ExchangeReply): Promise<void> {
    for (const wire of reply.entries) {
      if (!('head' in wire)) continue;
      const head = readWireHead(wire);
      if (!head.ok) throw new Error('a head from the feed is readable');
      const entry = entryOfWire(wire, head.value);
      if (!verifyEntry(entry).ok) throw new Error('an entry from the feed verifies');
      this.others.set(`${entry.device}/${entry.seq}`, entry);
    }
    this.received += reply.entries.length;
    const { acknowledged, cursor, mark } = reply;
    this.at = { acknowledged, cursor, mark };
    this.taken += 1;
    return Promise.resolve();
  }

  readonly #bytes = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, () => Math.floor(this.#random() * 256));
}
