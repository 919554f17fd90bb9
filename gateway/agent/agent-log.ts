// The agent's log: everything of its organisation that it has received, and its own chain. One act is
// one transaction, in which the end of the chain is read; memory follows only after it is on disk. The
// same engine as a console's moves its entries, through `port`.
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { ok, type Result } from '../../shared/lib/result.ts';
import { ClockRun } from '../../shared/log/clock-run.ts';
import type { Entry, Tip } from '../../shared/log/entry.ts';
import { newSalt, uuid7 } from '../../shared/log/ids.ts';
import { sealAll, type SealTools } from '../../shared/log/seal-all.ts';
import { shownHash } from '../../shared/log/shown.ts';
import { isFarAhead, laterStamp, type Stamp } from '../../shared/log/stamp.ts';
import { orderOf, type Clocks } from '../../shared/domain/clocks.ts';
import type { Context, Refusal } from '../../shared/domain/decision.ts';
import { decideDesk, type DeskCommand } from '../../shared/domain/desk-commands.ts';
import { decideFixes, type FixCommand } from '../../shared/domain/fix-commands.ts';
import { makeReference } from '../../shared/domain/reference.ts';
import { clocksWith } from '../../shared/domain/said-clocks.ts';
import type { LogPort, Standing } from '../../shared/sync/engine.ts';
import { placeOf, readLink, type Link } from '../../shared/sync/links.ts';
import type { ExchangeReply, FeedEntry } from '../../shared/sync/protocol.ts';
import { LogFile, type Aside } from './log-file.ts';
import { LogViews } from './log-views.ts';

export interface LogTools extends SealTools {
  /** UTC ms, put right by what the gateway said. */
  readonly now: () => number;
  /** Ms since any fixed moment, by a clock that nobody sets. */
  readonly steady: () => number;
  /** Something was written: time to send it. */
  readonly written?: () => void;
}

/** In whose name the agent writes. */
export interface Author {
  readonly operator: string;
  /** The supplier's MPID. */
  readonly supplier: string;
}

/** What an agent writes; of settings what a person said at its start. */
export type AgentCommand = FixCommand | Extract<DeskCommand, { readonly do: 'settings' }>;

export class AgentLog {
  readonly views: LogViews;
  readonly port: LogPort;
  readonly #file: LogFile;
  readonly #tools: LogTools;
  #clocks: Clocks;
  #authors: Readonly<Record<string, string>>;
  readonly #run: ClockRun;

  /** On a path, or on a database that is handed in, which outlives this log. */
  constructor(at: string | DatabaseSync, tools: LogTools) {
    const file = new LogFile(at, tools.random);
    this.#file = file;
    this.#tools = tools;
    this.#run = new ClockRun(tools.steady);
    this.#authors = file.fact('authors', v.record(v.string(), v.string())) ?? {};
    this.#clocks = clocksWith({}, file.under('clock:'));
    this.views = new LogViews(file, this.#known);
    this.port = {
      device: file.device,
      standing: async () => file.fact('standing', standingSchema) ?? start,
      pending: async (seq, limit) =>
        file.chain(file.device, seq, limit).filter((link) => 'head' in link),
      chain: async (device, seq, limit) => file.chain(device, seq, limit),
      ownHash: async (seq) => file.ownHash(seq),
      tips: async () => file.tips(),
      take: async (reply) => this.#take(reply),
    };
  }

  get device(): string {
    return this.#file.device;
  }

  /** The end of the chain is read, the command decided and what follows written, or nothing of it. */
  act(command: AgentCommand, { operator, supplier }: Author): Result<readonly Entry[], Refusal> {
    const now = this.#tools.now();
    const begun = this.#run.at(now - (this.#tools.clockOffset?.() ?? 0));
    const done = this.#file.transaction((): Result<readonly Entry[], Refusal> => {
      const tip = this.#file.tip(this.#clocks);
      const context = { ...this.#context(tip, now), operator, supplier };
      const decided =
        command.do === 'settings' ? decideDesk(command, context) : decideFixes(command, context);
      if (!decided.ok) return decided;
      const { drafts } = decided.value;
      const { entries } = sealAll(drafts, tip, operator, now, this.#tools, begun);
      for (const entry of entries) this.#file.insert(entry);
      return ok(entries);
    });
    if (done.ok && done.value.length > 0) {
      begun.wrote();
      this.#follow(done.value);
      this.#tools.written?.();
    }
    return done;
  }

  fact<S extends v.GenericSchema>(name: string, schema: S): v.InferOutput<S> | null {
    return this.#file.fact(name, schema);
  }

  keepFact(name: string, value: unknown): void {
    this.#file.keepFact(name, value);
  }

  /** Entries that were not taken as they are, or that the gateway did not take of ours. */
  aside(): number {
    return this.#file.countAside();
  }

  close(): void {
    this.#file.close();
  }

  get #known() {
    return { clocks: this.#clocks, authors: this.#authors };
  }

  #context(tip: Tip, now: number): Omit<Context, 'operator' | 'supplier'> {
    const { random } = this.#tools;
    return {
      now,
      device: tip.device,
      caseOf: (subject) => this.views.caseOfSubject(subject),
      fixOf: (subject) => this.views.fixOfSubject(subject),
      fixes: () => this.views.fixes(),
      dailyOf: (day) => this.views.dailyOf(day),
      newId: () => uuid7(now, random),
      salt: () => newSalt(random),
      reference: () => makeReference({ device: tip.device, count: tip.seq + 1 }),
    };
  }

  #take(reply: ExchangeReply): void {
    const aside: Aside = new Map();
    const links: Link[] = [];
    for (const each of reply.entries) {
      const read = readLink(each);
      const link = read ?? placeOf(each);
      if (link !== null) links.push(link);
      if (read === null)
        aside.set(`unreadable:${keyOf(each)}`, ['unreadable', link?.device ?? '', link?.seq ?? 0]);
    }
    for (const { seq, reason } of reply.refused)
      aside.set(`refused:${seq}`, [reason, this.device, seq]);
    const authors = { ...this.#authors, ...reply.authors };
    const { acknowledged, cursor, mark } = reply;
    const file = this.#file;
    const fresh = file.transaction(() => {
      file.keepFact('standing', { acknowledged, cursor, mark } satisfies Standing);
      file.keepFact('authors', authors);
      const taken = links.flatMap((link) => file.take(link, authors, aside));
      file.setAside(aside);
      this.#seeStamps(taken, reply.now);
      return taken;
    });
    this.#authors = authors;
    if (fresh.length > 0) this.#follow(fresh);
  }

  /** What we write comes after what we have seen, but not after a clock that is far ahead of the gateway's. */
  #seeStamps(entries: readonly Entry[], now: number): void {
    const clocks = clocksWith(this.#clocks, entries);
    let latest: Stamp | null = this.#file.fact('stamp', v.string());
    for (const entry of entries) {
      const stamp = orderOf(entry, clocks);
      if (!isFarAhead(stamp, now)) latest = laterStamp(latest, stamp);
    }
    if (latest !== null) this.#file.keepFact('stamp', latest);
  }

  #follow(entries: readonly Entry[]): void {
    this.#clocks = clocksWith(this.#clocks, entries);
    this.views.refresh(entries, this.#known);
  }
}

const keyOf = (each: FeedEntry): string => ('shown' in each ? shownHash(each.shown) : each.prev);

const start: Standing = { acknowledged: 0, cursor: 0, mark: '' };
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const standingSchema = v.object({ acknowledged: count, cursor: count, mark: v.string() });
