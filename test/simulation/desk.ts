// A console in the simulation: its chain, what it read of others, and the engine that moves both.
// Cases are folded from entries by stamp, as everywhere; a crash loses the engine, never the log.
import { must } from '../../shared/lib/check.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import {
  chainHashOf,
  headHashOf,
  ORIGIN,
  seal,
  tipAfter,
  verifyEntry,
  type Entry,
  type Tip,
} from '../../shared/log/entry.ts';
import { uuid4, uuid7 } from '../../shared/log/ids.ts';
import { laterStamp, nextStamp } from '../../shared/log/stamp.ts';
import { foldCase, type CaseState } from '../../shared/domain/case.ts';
import { decide, type Command } from '../../shared/domain/commands.ts';
import { eventOf } from '../../shared/domain/events.ts';
import { makeReference } from '../../shared/domain/reference.ts';
import { SyncEngine, type LogPort, type Standing } from '../../shared/sync/engine.ts';
import {
  entryOfWire,
  readWireHead,
  toWire,
  type ExchangeReply,
  type ExchangeRequest,
} from '../../shared/sync/protocol.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import type { Clock } from './clock.ts';

export interface DeskOptions {
  readonly organisation: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** How far this laptop's clock is off, ms. */
  readonly drift: number;
  readonly send: (request: ExchangeRequest) => Promise<Result<ExchangeReply, Failure>>;
}

export class SimulatedDesk implements LogPort {
  readonly organisation: string;
  readonly device: string;
  readonly own: Entry[] = [];
  /** device/seq → entry of somebody else. */
  readonly others = new Map<string, Entry>();
  /** Chains of colleagues: how far, and the hash there. */
  readonly #chains = new Map<string, { seq: number; hash: string }>();
  readonly #options: DeskOptions;
  #tip: Tip;
  #standing: Standing = { acknowledged: 0, cursor: 0, mark: '' };
  #references = 0;
  engine: SyncEngine;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.organisation = options.organisation;
    this.device = uuid4(this.#bytes);
    this.#tip = { device: this.device, seq: 0, hash: ORIGIN, stamp: null };
    this.engine = this.#newEngine();
  }

  /** The laptop dies and comes back: a new engine on the same log. */
  restart(): void {
    this.engine.stop();
    this.engine = this.#newEngine();
    this.engine.start();
  }

  write(command: Command): boolean {
    const now = this.#now();
    const decided = decide(command, {
      now,
      operator: this.device.slice(0, 4),
      device: this.device,
      caseOf: (subject) => this.caseOf(subject),
      newId: () => uuid7(now, this.#bytes),
      salt: () => String(this.#options.random()),
      reference: () => makeReference({ device: this.device, count: (this.#references += 1) }),
    });
    if (!decided.ok) return false;
    for (const draft of decided.value.drafts) {
      const stamp = nextStamp(this.#tip.stamp, now, this.device);
      const id = uuid7(now, this.#bytes);
      const entry = seal(draft, this.#tip, { id, now, stamp, operator: this.device.slice(0, 4) });
      this.own.push(entry);
      this.#tip = tipAfter(entry);
    }
    this.engine.poke();
    return true;
  }

  caseOf(subject: string): CaseState | undefined {
    const events = this.entries()
      .filter((entry) => entry.subject === subject)
      .flatMap((entry) => eventOf(entry) ?? []);
    return foldCase(events);
  }

  /** Everything this console has, oldest stamp first. */
  entries(): readonly Entry[] {
    return [...this.own, ...this.others.values()].sort((one, other) =>
      one.stamp < other.stamp ? -1 : one.stamp > other.stamp ? 1 : one.seq - other.seq,
    );
  }

  /** What two consoles of one organisation must agree on, to the last sign. */
  state(): string {
    const entries = this.entries();
    const subjects = [...new Set(entries.map((entry) => entry.subject))].sort();
    return JSON.stringify([
      entries.map((entry) => entry.hash).sort(),
      subjects
        .filter((subject) => subject.startsWith('mprn:'))
        .map((subject) => this.caseOf(subject) ?? null),
    ]);
  }

  standing(): Promise<Standing> {
    return Promise.resolve(this.#standing);
  }

  pending(seq: number, limit: number) {
    return Promise.resolve(this.own.slice(seq, seq + limit).map(toWire));
  }

  chain(device: string, seq: number, limit: number) {
    const found = [...this.others.values()]
      .filter((entry) => entry.device === device && entry.seq > seq)
      .sort((one, other) => one.seq - other.seq)
      .slice(0, limit);
    return Promise.resolve(found.map(toWire));
  }

  ownHash(seq: number) {
    return Promise.resolve(seq === 0 ? ORIGIN : (this.own[seq - 1]?.hash ?? null));
  }

  tips() {
    return Promise.resolve(
      Object.fromEntries([...this.#chains].map(([device, { seq }]) => [device, seq])),
    );
  }

  take(reply: ExchangeReply): Promise<void> {
    let stamp = this.#tip.stamp;
    for (const each of reply.entries) {
      if (!('head' in each)) throw new Error('nothing was set aside in this simulation');
      const head = must(readWireHead(each).ok ? readWireHead(each) : null, 'a head from the feed');
      if (!head.ok) throw new Error('a head from the feed is readable');
      const entry = entryOfWire(each, head.value);
      if (!verifyEntry(entry).ok) throw new Error('an entry from the feed verifies');
      this.#follow(entry);
      this.others.set(`${entry.device}/${entry.seq}`, entry);
      stamp = laterStamp(stamp, entry.stamp);
    }
    this.#tip = { ...this.#tip, stamp };
    const { acknowledged, cursor, mark } = reply;
    this.#standing = { acknowledged, cursor, mark };
    return Promise.resolve();
  }

  /** A colleague's chain verifies as it comes; of another organisation only single entries come. */
  #follow(entry: Entry): void {
    if (entry.subject.startsWith('request:')) {
      const known = this.#chains.get(entry.device);
      if (known === undefined && entry.seq !== 1) return;
      if (known !== undefined && entry.seq !== known.seq + 1) return;
    }
    const known = this.#chains.get(entry.device) ?? { seq: 0, hash: ORIGIN };
    if (entry.seq <= known.seq) return;
    if (entry.seq !== known.seq + 1 || entry.prev !== known.hash)
      throw new Error(`the chain of ${entry.device} is broken at ${entry.seq}`);
    const hash = chainHashOf(entry.prev, headHashOf(entry.head));
    this.#chains.set(entry.device, { seq: entry.seq, hash });
  }

  readonly #bytes = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, () => Math.floor(this.#options.random() * 256));

  #now(): number {
    return Math.floor(this.#options.clock.now + this.#options.drift);
  }

  #newEngine(): SyncEngine {
    const { clock, random, send } = this.#options;
    return new SyncEngine({
      log: this,
      gateway: {
        exchange: async (request) => {
          // The page's border: what crosses it is data.
          const answer = await send(structuredClone(request));
          return answer.ok ? answer : fail(answer.error);
        },
      },
      timers: { now: () => this.#now(), after: (ms, work) => clock.after(ms, work), random },
    });
  }
}
