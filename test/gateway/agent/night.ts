// A supplier's night with an agent: a console of plain memory, the agent's real log, and a gateway
// between them, in memory or over HTTP.
import { DatabaseSync } from 'node:sqlite';
import { Agent } from '../../../gateway/agent/agent.ts';
import { AgentLog } from '../../../gateway/agent/agent-log.ts';
import type { InboxPort, OutboxPort } from '../../../gateway/agent/folder.ts';
import type { GivenSettings } from '../../../gateway/agent/settings.ts';
import type { AgentEvent } from '../../../gateway/agent/status.ts';
import { exchange } from '../../../gateway/exchange.ts';
import type { Device } from '../../../gateway/journal/journal.ts';
import { MemoryJournal } from '../../../gateway/journal/memory-journal.ts';
import { must } from '../../../shared/lib/check.ts';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import type { BackFixStep } from '../../../shared/domain/back-fix-step.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { decide, subjectsOf, type Command } from '../../../shared/domain/commands.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import { fixSubject } from '../../../shared/domain/fix.ts';
import type { FixItem } from '../../../shared/domain/fix-item.ts';
import { make017 } from '../../../shared/market/make-017.ts';
import type { Message } from '../../../shared/market/messages.ts';
import { writeXml } from '../../../shared/market/xml.ts';
import type { LogPort } from '../../../shared/sync/engine.ts';
import {
  PROTOCOL,
  type ExchangeReply,
  type ExchangeRequest,
} from '../../../shared/sync/protocol.ts';
import { dice } from '../../simulation/clock.ts';
import { MemoryFolder } from '../../support/memory-folder.ts';
import { MemoryDisk, MemoryStore } from '../../support/memory-store.ts';
import { NOW } from '../desk.ts';

export const MIN = 60_000;
export const MPRN = '10001234567';
export const OTHER = '10007654321';

export type Send = (device: string, request: ExchangeRequest) => Promise<ExchangeReply>;

/** Everything there is to say and to hear, as the engine does it. */
export async function moveAll(log: LogPort, send: Send): Promise<void> {
  for (;;) {
    const { acknowledged, cursor, mark } = await log.standing();
    const entries = await log.pending(acknowledged, 500);
    const request = { protocol: PROTOCOL, device: log.device, cursor, mark, entries } as const;
    const reply = await send(log.device, request);
    await log.take(reply);
    const left = await log.pending(reply.acknowledged, 1);
    if (!reply.more && left.length === 0) return;
  }
}

/** What a gateway in memory answers; every device that asks is one of the supplier's. */
export function inMemory(journal = new MemoryJournal()): Send {
  journal.addOrganisation({ id: 'ABC', name: 'ABC Ltd', isNetworks: false });
  return async (id, request) => {
    const who: Device = {
      id,
      organisation: 'ABC',
      role: 'operator',
      enrolledAt: NOW,
      revokedAt: null,
    };
    journal.putDevice(who, `token ${id}`);
    const answer = exchange(journal, who, JSON.parse(JSON.stringify(request)), NOW);
    if (!answer.ok) throw new Error(answer.error.code);
    return JSON.parse(JSON.stringify(answer.value.reply)) as ExchangeReply;
  };
}

export class Clock {
  now = NOW;
}

/** A console without a screen. */
export class Console {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly operator = 'Aoife';
  supplier = 'ABC';
  #device = '';

  constructor(clock: Clock, seed = 1) {
    const random = dice(seed);
    this.clock = clock;
    this.store = new MemoryStore(new MemoryDisk(), 'live', {
      now: () => this.clock.now,
      steady: () => this.clock.now,
      random: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
    });
  }

  async open(): Promise<this> {
    const opened = await this.store.open();
    if (!opened.ok) throw new Error(opened.error.code);
    this.#device = opened.value.tip.device;
    return this;
  }

  get device(): string {
    return this.#device;
  }

  get port(): LogPort {
    const { sync } = this.store;
    return { ...sync, device: this.#device, take: async (reply) => void (await sync.take(reply)) };
  }

  async run(command: Command): Promise<void> {
    const fixes = await this.store.fixes(null);
    const { operator, supplier } = this;
    const fixOf = (subject: string) => fixes.find((each) => each.subject === subject);
    const done = await this.store.act({
      operator,
      subjects: subjectsOf(command),
      decide: (look) =>
        decide(command, { ...look, operator, supplier, device: look.tip.device, fixOf }),
    });
    if (!done.ok) throw new Error(done.error.code);
  }

  /** A customer put back by phone a while after a payment. */
  async restore(mprn: string, facts: Facts = {}): Promise<void> {
    const paidAt = this.clock.now - 30 * MIN;
    const message017 = { reason: 'E05', state: 'notSent' } as const;
    const known = { openD05: 'no', message017, ...facts, paidAt } as const;
    const noticedAt = this.clock.now;
    await this.run({ do: 'report', mprn, source: 'call', noticedAt, facts: known });
    this.clock.now += 5 * MIN;
    const at = this.clock.now;
    const power = { level: 'claimed', by: 'customer', backAt: at, learntAt: at } as const;
    await this.run({ do: 'power', subject: subjectOf(mprn), ...power });
  }

  async release(
    mprns: readonly string[],
    agent: string,
    more: { readonly despite?: string; readonly steps?: readonly BackFixStep[] } = {},
  ): Promise<void> {
    const items = [];
    for (const mprn of mprns) {
      const state = must(await this.store.caseOf(subjectOf(mprn)), 'it was reported');
      const { despite, steps = planBackFix(state, 7, shippedPlan).steps } = more;
      items.push({ mprn, steps, ...(despite === undefined ? {} : { despite }) });
    }
    await this.run({ do: 'releaseFixes', items, outOf: 100, mostShare: 1, agent });
  }

  async item(mprn: string, key = 'send017/1'): Promise<FixItem> {
    const [state] = await this.store.fixes([fixSubject(mprn)]);
    return must(
      state?.items.find((each) => each.key === key),
      `${key} of this customer was released`,
    );
  }

  async caseOf(mprn: string) {
    return must(await this.store.caseOf(subjectOf(mprn)), 'there is a case');
  }
}

const asShipped: GivenSettings = { recipient: 'ESB', wall: 'utc' };

/** The agent, whose file outlives its program. */
export class Delegate {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly events: AgentEvent[] = [];
  readonly folder: OutboxPort & InboxPort;
  isCurrent = true;
  isCopied = false;
  agent: Agent;
  log: AgentLog;
  readonly #seed: number;
  readonly #name: string;
  readonly #given: GivenSettings;
  /** What is due; nobody's wristwatch is waited for. */
  readonly due = new Set<() => void>();

  constructor(
    clock: Clock,
    folder: OutboxPort & InboxPort,
    {
      database = new DatabaseSync(':memory:'),
      supplier = 'ABC',
      seed = 77,
      name = 'Agent Dublin',
      given = asShipped,
    } = {},
  ) {
    this.#seed = seed;
    this.#name = name;
    this.#given = given;
    this.clock = clock;
    this.folder = folder;
    this.database = database;
    [this.log, this.agent] = this.#start(supplier);
  }

  /** The program dies and another one is started on what is on the disk. */
  restart(supplier = 'ABC'): void {
    [this.log, this.agent] = this.#start(supplier);
  }

  #start(supplier: string): [AgentLog, Agent] {
    const random = dice(this.events.length + this.#seed);
    const { folder } = this;
    const now = () => this.clock.now;
    const log = new AgentLog(this.database, {
      now,
      steady: now,
      random: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
    });
    const agent = new Agent(
      {
        log,
        outbox: folder,
        inbox: folder,
        now,
        after: (_ms, work) => {
          this.due.add(work);
          return () => this.due.delete(work);
        },
        isCurrent: () => this.isCurrent,
        isCopied: () => this.isCopied,
        onEvent: (event) => this.events.push(event),
      },
      { operator: this.#name, supplier },
      this.#given,
    );
    return [log, agent];
  }
}

export async function aNight(
  options: { readonly supplier?: string; readonly given?: GivenSettings } = {},
) {
  const clock = new Clock();
  const send = inMemory();
  const console = await new Console(clock).open();
  const folder = new MemoryFolder();
  const delegate = new Delegate(clock, folder, options);
  return {
    clock,
    send,
    console,
    folder,
    delegate,
    /** Both say and hear everything. */
    sync: async () => {
      await moveAll(console.port, send);
      await moveAll(delegate.log.port, send);
      await moveAll(console.port, send);
    },
  };
}

let answers = 0;
/** A message of the market about a customer, as EMMA writes it. */
export function answerXml(
  type: '307' | '306' | '117R' | '131' | '601',
  about: {
    readonly mprn?: string;
    readonly original?: string;
    readonly reference?: string;
    readonly at: number;
    readonly txRefNbr?: string;
  },
): string {
  const { mprn, original, reference, at, txRefNbr = `answer-${(answers += 1)}` } = about;
  const names =
    type === '601' ? { RejectedTxRefNbr: original } : { MPRN: mprn, OriginalTxRefNbr: original };
  const body = { ...names, ...(type === '601' ? {} : { MPBusinessReference: reference }) };
  const said = Object.entries(body).filter(([name, text]) => {
    const isOfAnswer = type === '117R' || type === '131' || name !== 'OriginalTxRefNbr';
    return text !== undefined && isOfAnswer;
  });
  const header = { MarketTimestamp: at, TxRefNbr: txRefNbr, SenderID: 'ESB', RecipientID: 'ABC' };
  const message = { type, header, body: Object.fromEntries(said), lines: [] };
  return writeXml(message as unknown as Message, 'utc');
}

export const xmlOf017 = (mprn: string): string => {
  const made = make017({
    mprn: mprn as Parameters<typeof make017>[0]['mprn'],
    reason: 'E05',
    businessReference: 'BF-1',
    txRefNbr: 'T-1',
    at: NOW,
    sender: 'ABC',
    recipient: 'ESB',
  });
  if (!made.ok) throw new Error(made.error.code);
  return writeXml(made.value, 'utc');
};
