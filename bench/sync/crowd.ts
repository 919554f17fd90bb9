// A crowd: consoles that poll one gateway every three seconds, as the engine does, and write in
// bursts as a person on the phone does. Every exchange is timed, from its request to its read answer.
import { tipAfter, ORIGIN, type Entry, type Tip } from '../../shared/log/entry.ts';
import { uuid7 } from '../../shared/log/ids.ts';
import { POLL_MS } from '../../shared/sync/engine.ts';
import { PROTOCOL, toWire } from '../../shared/sync/protocol.ts';
import { seededRandom } from '../synthetic.ts';
import {
  desksOf,
  overHttp,
  startGatewayProcess,
  type EnrolledDesk,
  type GatewayProcess,
} from './gateway.ts';
import { noteAfter } from './night.ts';

/** A person writes something at one poll in this many; then a few entries at once. */
const WRITES_EVERY = 10;
const LARGEST_BURST = 6;

export interface Crowd {
  /** ms of each exchange. */
  readonly times: readonly number[];
  /** Of those, the ones that brought entries up or down. */
  readonly written: number;
  readonly read: number;
  /** Longest that this process itself came too late to an exchange, ms: its own share of the times. */
  readonly lateMs: number;
}

class Member {
  readonly #desk: EnrolledDesk;
  readonly #port: ReturnType<typeof overHttp>;
  readonly #random: () => number;
  #tip: Tip;
  #cursor = 0;
  #mark = '';
  #waiting: Entry[] = [];

  constructor(gateway: GatewayProcess, desk: EnrolledDesk, seed: number) {
    this.#desk = desk;
    this.#port = overHttp(gateway.address, desk.token);
    this.#random = seededRandom(seed);
    this.#tip = { device: desk.id, seq: 0, hash: ORIGIN, stamp: null };
  }

  /** Polls until `end` (ms, `performance.now()`), first after a wait of its own. */
  async work(end: number, seen: { times: number[]; written: number; read: number }): Promise<void> {
    await pause(this.#random() * POLL_MS);
    while (performance.now() < end) {
      if (this.#random() * WRITES_EVERY < 1) this.#write();
      let more = true;
      while (more) more = await this.#exchange(seen);
      await pause(POLL_MS);
    }
    this.#port.close();
  }

  async #exchange(seen: { times: number[]; written: number; read: number }): Promise<boolean> {
    const started = performance.now();
    const answer = await this.#port.exchange({
      protocol: PROTOCOL,
      device: this.#desk.id,
      cursor: this.#cursor,
      mark: this.#mark,
      entries: this.#waiting.map(toWire),
    });
    seen.times.push(performance.now() - started);
    if (!answer.ok) throw new Error(`the crowd was refused: ${answer.error.code}`);
    const { cursor, mark, entries, acknowledged, more } = answer.value;
    if (acknowledged !== this.#tip.seq) throw new Error('the gateway lost an entry');
    seen.written += this.#waiting.length;
    seen.read += entries.length;
    [this.#cursor, this.#mark, this.#waiting] = [cursor, mark, []];
    return more;
  }

  #write(): void {
    const count = 1 + Math.floor(this.#random() * LARGEST_BURST);
    for (let index = 0; index < count; index++) {
      const bytes = (length: number) =>
        Uint8Array.from({ length }, () => Math.floor(this.#random() * 256));
      const at = Math.floor(this.#random() * 1_000_000);
      const entry = noteAfter(
        this.#tip,
        at,
        uuid7(Date.now(), bytes),
        Buffer.from(bytes(8)).toString('hex'),
      );
      this.#tip = tipAfter(entry);
      this.#waiting.push(entry);
    }
  }
}

export async function measureCrowd(consoles: number, seconds: number): Promise<Crowd> {
  const desks = desksOf(consoles);
  const gateway = await startGatewayProcess(desks);
  const seen = { times: [] as number[], written: 0, read: 0 };
  let lateMs = 0;
  let due = performance.now() + 50;
  const watch = setInterval(() => {
    lateMs = Math.max(lateMs, performance.now() - due);
    due = performance.now() + 50;
  }, 50);
  try {
    const end = performance.now() + seconds * 1000;
    await Promise.all(
      desks.map((desk, index) => new Member(gateway, desk, index + 1).work(end, seen)),
    );
  } finally {
    clearInterval(watch);
    await gateway.close();
  }
  return { ...seen, lateMs };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
