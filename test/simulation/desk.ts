// A laptop in the simulation: its disk, its clock, and the console that runs on it, which is the
// store's port in memory, the real engine, and what the console makes of the gateway's clock. A crash
// takes the console and leaves the disk; the next one knows what is on it and nothing else.
import { createHash } from 'node:crypto';
import { must } from '../../shared/lib/check.ts';
import type { Entry } from '../../shared/log/entry.ts';
import type { Stamp } from '../../shared/log/stamp.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import type { ChannelState } from '../../shared/domain/channel.ts';
import { orderOf, type Clocks } from '../../shared/domain/clocks.ts';
import type { Command } from '../../shared/domain/commands.ts';
import type { FixState } from '../../shared/domain/fix.ts';
import { channelsOf, fixesOf } from '../../shared/domain/folds.ts';
import { newestList, type OutstandingList } from '../../shared/domain/outstanding.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import type { SyncStatus } from '../../shared/sync/engine.ts';
import { MemoryDisk } from '../support/memory-store.ts';
import { Killed } from './deaths.ts';
import { RunningConsole, type DeskOptions } from './running-console.ts';

export interface Written {
  /** UTC ms. */
  readonly at: number;
  /** Everything that was on the disk by then. */
  readonly knowing: readonly Entry[];
}

export class SimulatedDesk {
  readonly organisation: string;
  readonly #disk: MemoryDisk;
  readonly #options: DeskOptions;
  readonly #written: Map<string, Written>;
  #console: RunningConsole | null = null;
  #starts = 0;
  readonly #fixes = new FixFolds();
  #look: { readonly entries: readonly Entry[]; readonly seen: Seen } | null = null;

  /** A laptop of its own; or one that has what is on another's disk by now. */
  constructor(options: DeskOptions, from?: SimulatedDesk) {
    this.#options = options;
    this.organisation = options.organisation;
    this.#disk = from === undefined ? new MemoryDisk() : from.#disk.copy();
    this.#written = new Map(from === undefined ? [] : from.#written);
  }

  async start(): Promise<this> {
    const onWritten = (entries: readonly Entry[], knowing: readonly Entry[]) => {
      const written = { at: this.#options.clock.now, knowing };
      for (const { id } of entries) this.#written.set(id, written);
    };
    this.#starts += 1;
    this.#console = await RunningConsole.open(this.#disk, this.#options, { onWritten });
    return this;
  }

  stop(): void {
    this.#running.engine.stop();
  }

  /** How often a console was started on this laptop. */
  get starts(): number {
    return this.#starts;
  }

  /** The laptop dies and comes back. */
  async restart(): Promise<void> {
    this.stop();
    await this.start();
  }

  /**
   * A person does what the screen says where the gateway has another chain under this name: it goes on
   * as a new device. False where that is not what stopped it.
   */
  async goOnAsNewDevice(): Promise<boolean> {
    const { phase, failure } = this.status;
    if (phase !== 'stopped' || failure?.code !== 'forked') return false;
    await this.#running.store.sync.becomeNewDevice(failure.seq);
    await this.restart();
    return true;
  }

  /** Killed in the middle of it the laptop comes back, and whoever wrote saw nothing saved. */
  async write(command: Command): Promise<boolean> {
    const death = this.#options.dies?.() ?? null;
    if (death === null) return this.#running.write(command);
    try {
      return await this.#running.write(command, death);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#options.onKilled?.(death);
      await this.restart();
      return false;
    }
  }

  /** What was true when an entry of this laptop was written, whatever its clock said. */
  whenWritten(entry: Entry): Written {
    return must(this.#written.get(entry.id), 'this laptop wrote it');
  }

  get device(): string {
    return this.#running.device;
  }

  /** How far its clock is off by now, ms. */
  get off(): number {
    return this.#options.drift(this.#options.clock.now);
  }

  get status(): SyncStatus {
    return this.#running.engine.status;
  }

  /** UTC ms, as this console has it. */
  get now(): number {
    return this.#running.now;
  }

  /** Every entry this console holds, its own and others'. */
  get entries(): readonly Entry[] {
    return this.#disk.shelf('live').entries;
  }

  get own(): readonly Entry[] {
    return this.entries.filter((entry) => entry.device === this.device);
  }

  get others(): readonly Entry[] {
    return this.entries.filter((entry) => entry.device !== this.device);
  }

  /** Where an entry stands in everybody's folds. */
  orderOf(entry: Entry): Stamp {
    return orderOf(entry, this.#disk.shelf('live').clocks);
  }

  async caseOf(subject: string): Promise<CaseState | undefined> {
    const state = await this.#running.store.caseOf(subject);
    const { shows } = this.#options;
    return state === undefined || shows === undefined ? state : shows(state);
  }

  /** Of open cases. */
  async summaries(): Promise<readonly Summary[]> {
    return (await this.#running.store.reload([])).summaries;
  }

  async requests() {
    return (await this.#running.store.reload([])).requests;
  }

  /** What follows from the entries beside cases; folded once for as long as none is new. */
  get seen(): Seen {
    const { entries, clocks, requests } = this.#disk.shelf('live');
    if (this.#look?.entries !== entries) {
      const of = (prefix: string) => entries.filter(({ subject }) => subject.startsWith(prefix));
      const seen = {
        fixes: this.#fixes.of(of('fix:'), clocks),
        channels: channelsOf(of('channel:'), clocks),
        list: newestList(of('outstanding:'), clocks),
        requests: [...requests.values()],
      };
      this.#look = { entries, seen };
    }
    return this.#look.seen;
  }

  /** Organisations that this console has heard of, beside its own. */
  async partners(): Promise<readonly string[]> {
    const { authors, partners } = await this.#running.store.sync.contact();
    return [
      ...new Set([...Object.values(authors), ...partners.map(({ organisation }) => organisation)]),
    ];
  }

  async authorOf(device: string): Promise<string | undefined> {
    return (await this.#running.store.sync.contact()).authors[device];
  }

  /** What all consoles of one organisation must agree on, to the last sign, but for these entries. */
  async stateHash(besides: readonly Entry[] = []): Promise<string> {
    const { cases, requests, incidents, clocks } = this.#disk.shelf('live');
    const { fixes, channels, list } = this.seen;
    const sorted = (rows: Iterable<readonly [string, unknown]>) =>
      [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
    const left = new Set(besides.map(({ hash }) => hash));
    const about = new Set(besides.map(({ subject }) => subject));
    const agreed = (rows: Iterable<readonly [string, unknown]>) =>
      sorted(rows).filter(([subject]) => !about.has(subject));
    const text = JSON.stringify([
      this.entries.flatMap(({ hash }) => (left.has(hash) ? [] : [hash])).sort(),
      agreed([...cases].map(([subject, row]) => [subject, row.state])),
      agreed(requests),
      agreed(incidents),
      sorted(Object.entries(clocks)).filter(([device]) => !about.has(`clock:${device}`)),
      agreed(fixes.map((state) => [state.subject, state])),
      channels,
      list,
    ]);
    return Promise.resolve(createHash('sha256').update(text).digest('hex'));
  }

  get #running(): RunningConsole {
    return must(this.#console, 'the desk was started');
  }
}

/** A customer's back-fixes are folded anew only when something was written of them. */
class FixFolds {
  readonly #known = new Map<string, { readonly count: number; readonly state: FixState }>();
  #clocks: Clocks | null = null;

  of(entries: readonly Entry[], clocks: Clocks): readonly FixState[] {
    if (this.#clocks !== clocks) this.#known.clear();
    this.#clocks = clocks;
    const bySubject = new Map<string, Entry[]>();
    for (const entry of entries) {
      const found = bySubject.get(entry.subject);
      if (found === undefined) bySubject.set(entry.subject, [entry]);
      else found.push(entry);
    }
    return [...bySubject].flatMap(([subject, about]) => {
      const known = this.#known.get(subject);
      if (known?.count === about.length) return [known.state];
      const [state] = fixesOf(about, clocks);
      if (state !== undefined) this.#known.set(subject, { count: about.length, state });
      return state ?? [];
    });
  }
}

export interface Seen {
  readonly fixes: readonly FixState[];
  readonly channels: readonly ChannelState[];
  readonly list: OutstandingList | null;
  readonly requests: readonly RequestState[];
}
