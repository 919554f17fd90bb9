// Moves entries between a console's log and its gateway, for as long as it runs, over a network that
// lies. It knows no HTTP, no database and no clock: two ports and timers are handed in.
//
//             start                    timer, or something was written
//      off ──────────▶ waiting ───────────────────────────────▶ exchanging
//                        ▲  ▲                                     │ │ │
//                        │  └───────── answered, no more ─────────┘ │ │
//                        │             answered, more: at once ─────┘ │
//                        └── failed: later, by its own timer ─────────┤
//      stopped ◀── told that this device may not go on ───────────────┘
//
// Every exchange may be repeated: a reply that was lost costs a repetition and nothing else. What
// the gateway says it has is believed, also when it is less than before: then it has lost it.
// While a reply is being stored that says that there is more, the next exchange is under way already;
// should the storing fail, its reply is dropped unread. And while the gateway works on a full batch,
// the one after it is read.
import type { Result } from '../lib/result.ts';
import {
  BATCH,
  MOST_ENTRIES,
  PROTOCOL,
  type ExchangeReply,
  type ExchangeRequest,
  type WireEntry,
  type WireLink,
} from './protocol.ts';
import { isStop, type Failure } from './failure.ts';

/** Where this console stands with its gateway; kept with the log. */
export interface Standing {
  /** The last seq of the own chain that the gateway has. */
  readonly acknowledged: number;
  readonly cursor: number;
  readonly mark: string;
}

export interface LogPort {
  readonly device: string;
  standing(): Promise<Standing>;
  /** The next entries of the own chain after `seq`. */
  pending(seq: number, limit: number): Promise<WireEntry[]>;
  /** The next entries of a colleague's chain, for a gateway that has lost them. */
  chain(device: string, seq: number, limit: number): Promise<WireLink[]>;
  /** Hash of an entry of the own chain; the origin's at 0, null beyond its end. */
  ownHash(seq: number): Promise<string | null>;
  /** How far every known chain of the organisation goes. */
  tips(): Promise<Readonly<Record<string, number>>>;
  /** A reply that is to be taken soon is here: time to verify it while the one before is stored. */
  readonly expect?: (reply: ExchangeReply) => void;
  /** Stores what came together with the new standing: all of it or nothing. */
  take(reply: ExchangeReply): Promise<void>;
}

export interface GatewayPort {
  /** Entries that are likely to be sent next: time to make them ready. */
  readonly prepare?: (entries: ExchangeRequest['entries']) => void;
  exchange(request: ExchangeRequest): Promise<Result<ExchangeReply, Failure>>;
}

export interface Timers {
  /** UTC ms. */
  readonly now: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface SyncStatus {
  readonly phase: 'off' | 'waiting' | 'exchanging' | 'stopped';
  /** When an exchange last took place; null before the first. */
  readonly lastAt: number | null;
  /** Since when none has, while they fail. */
  readonly stalledSince: number | null;
  readonly failure: Failure | null;
  readonly attempts: number;
  /** The last own seq that has left and was not answered yet; 0 when none. */
  readonly sentTo: number;
  readonly nextTryAt: number | null;
  /** The gateway's clock less ours, ms, as far as one exchange can tell. */
  readonly skewMs: number | null;
}

export const POLL_MS = 3000;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** Not made smaller for a line's sake. */
const SMALLEST_BATCH = 50;
/** What is written in one go is sent in one go. */
const GATHER_MS = 50;

export interface EngineOptions {
  readonly log: LogPort;
  readonly gateway: GatewayPort;
  readonly timers: Timers;
  readonly onStatus?: (status: SyncStatus) => void;
  readonly pollMs?: number;
}

/** Entries of the own chain after a seq, read before anybody asks; null where that failed. */
interface Ready {
  readonly after: number;
  readonly entries: Promise<WireEntry[] | null>;
}

/** An exchange that is under way. */
interface Asked {
  readonly request: ExchangeRequest;
  /** Where it followed from. */
  readonly at: Standing;
  /** The last own seq that it carries; 0 when it carries none, or a colleague's. */
  readonly sentTo: number;
  readonly startedAt: number;
  readonly answered: Promise<{
    readonly answer: Result<ExchangeReply, Failure>;
    readonly endedAt: number;
  }>;
}

export class SyncEngine {
  readonly #options: EngineOptions;
  #status: SyncStatus = {
    phase: 'off',
    lastAt: null,
    stalledSince: null,
    failure: null,
    attempts: 0,
    sentTo: 0,
    nextTryAt: null,
    skewMs: null,
  };
  #cancel: (() => void) | null = null;
  /** Grows at every start and stop: an answer to an older run is not heard. */
  #run = 0;
  #isPoked = false;
  /** Asked for while the reply before it was being stored: what it will say, when it is its turn. */
  #ahead: Asked | null = null;
  /** The batch after the one that is under way. */
  #ready: Ready | null = null;
  #saysTips = true;
  #batch = BATCH;
  /** Below what the gateway called too large. */
  #most = MOST_ENTRIES;
  /**
   * The gateway has another chain under our name than we do: ours is sent again from the start, up
   * to here, so that the gateway says where they part.
   */
  #provenTo: number | null = null;
  /** Colleagues' chains to bring back: device → seq that the gateway has. */
  #lost: Readonly<Record<string, number>> = {};
  /** How often the gateway had less than before, since all was through last. */
  #setbacks = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  get status(): SyncStatus {
    return this.#status;
  }

  start(): void {
    if (this.#status.phase !== 'off' && this.#status.phase !== 'stopped') return;
    this.#run += 1;
    this.#saysTips = true;
    this.#provenTo = null;
    this.#ahead = null;
    this.#ready = null;
    this.#setbacks = 0;
    this.#set({ attempts: 0, failure: null, stalledSince: null });
    this.#wait(0);
  }

  stop(): void {
    this.#run += 1;
    this.#cancel?.();
    this.#set({ phase: 'off', nextTryAt: null });
  }

  /** Something was written, or the network came back: soon, unless the last try has just failed. */
  poke(): void {
    const { phase, attempts, nextTryAt } = this.#status;
    if (phase === 'exchanging') this.#isPoked = true;
    // Not put off by the next write, nor by the one after: what is due sooner stays due.
    else if (phase === 'waiting' && attempts === 0) {
      if ((nextTryAt ?? 0) - this.#options.timers.now() > GATHER_MS) this.#wait(GATHER_MS);
    }
  }

  /** A person asks: now. */
  tryNow(): void {
    if (this.#status.phase === 'waiting') this.#wait(0);
  }

  #wait(ms: number): void {
    this.#cancel?.();
    const { timers } = this.#options;
    const run = this.#run;
    this.#set({ phase: 'waiting', nextTryAt: timers.now() + ms });
    this.#cancel = timers.after(ms, () => {
      if (run === this.#run) void this.#exchange(run);
    });
  }

  async #exchange(run: number): Promise<void> {
    this.#cancel = null;
    this.#isPoked = false;
    this.#set({ phase: 'exchanging', nextTryAt: null });
    try {
      await this.#once(run);
    } catch {
      if (run === this.#run) this.#failed({ code: 'local' }, 0);
    }
  }

  async #once(run: number): Promise<void> {
    const { log, timers } = this.#options;
    const isProof = this.#provenTo !== null;
    const asked = this.#ahead ?? (await this.#sendFirst());
    const { request, sentTo, startedAt, answered } = asked;
    this.#ahead = null;
    this.#set({ sentTo: Math.max(this.#status.sentTo, sentTo) });
    const { answer, endedAt } = await answered;
    if (run !== this.#run) return;
    if (!answer.ok) return this.#failed(answer.error, request.entries.length);
    const reply = believed(answer.value, asked);
    if (!(await this.#isOurs(run, request, reply))) return;
    if (run !== this.#run) return;
    if (request.entries.length === this.#batch) this.#batch = Math.min(this.#most, 2 * this.#batch);
    const isStuck = this.#isStuck(asked, reply);
    const ahead = isStuck ? null : await this.#askAhead(reply);
    if (run !== this.#run) return;
    await log.take(reply);
    if (run !== this.#run) return;
    this.#ahead = ahead;
    this.#saysTips = reply.rewound;
    // What was sent to prove our chain was nothing of a colleague's.
    this.#lost = isProof ? (reply.lost ?? this.#lost) : remaining(this.#lost, request, reply);
    if (isStuck) return this.#failed({ code: 'badReply' }, 0);
    this.#set({
      lastAt: timers.now(),
      sentTo: 0,
      ...(this.#setbacks > 1 ? {} : { stalledSince: null, failure: null, attempts: 0 }),
      ...skewOf(reply.now, startedAt, endedAt),
    });
    const more = ahead !== null || (await this.#hasMore(reply));
    if (run !== this.#run) return;
    // What was too large once is so again, until everything is through.
    if (!more) [this.#batch, this.#most, this.#setbacks] = [BATCH, MOST_ENTRIES, 0];
    this.#wait(more || this.#isPoked ? 0 : (this.#options.pollMs ?? POLL_MS));
  }

  async #sendFirst(): Promise<Asked> {
    const at = await this.#options.log.standing();
    return this.#send(await this.#request(at, this.#saysTips), at);
  }

  /**
   * Asks for the next one before this reply is stored, where there is more either way and nothing
   * has to be proved or brought back: then the next request follows from the reply alone.
   */
  async #askAhead(reply: ExchangeReply): Promise<Asked | null> {
    const isPlain =
      this.#provenTo === null &&
      !reply.rewound &&
      reply.lost === undefined &&
      Object.keys(this.#lost).length === 0;
    if (!isPlain) return null;
    const request = await this.#request(reply, false);
    return reply.more || request.entries.length > 0 ? this.#send(request, reply) : null;
  }

  #send(request: ExchangeRequest, at: Standing): Asked {
    const { log, gateway, timers } = this.#options;
    const isOwn = request.entries.length > 0 && Object.keys(this.#lost).length === 0;
    const startedAt = timers.now();
    const answered = gateway.exchange(request).then((answer) => {
      if (answer.ok) log.expect?.(answer.value);
      return { answer, endedAt: timers.now() };
    });
    // Whoever awaits it hears of it; what was asked ahead may never be looked at.
    answered.catch(() => undefined);
    const sentTo = isOwn ? (this.#provenTo ?? at.acknowledged) + request.entries.length : 0;
    this.#ready =
      isOwn && this.#provenTo === null && request.entries.length === this.#batch
        ? this.#read(sentTo)
        : null;
    return { request, at, sentTo, startedAt, answered };
  }

  /**
   * Nothing went forward and there is said to be more: at once again it would be so for ever. A
   * gateway that has less than before is believed at once the first time (it was restored), and
   * after that only with a pause, until all is through.
   */
  #isStuck({ at, sentTo }: Asked, reply: ExchangeReply): boolean {
    const { acknowledged, cursor, entries, more, rewound } = reply;
    if (rewound || acknowledged < at.acknowledged || cursor < at.cursor) {
      this.#setbacks += 1;
      return this.#setbacks > 1;
    }
    const isNotStored = acknowledged === at.acknowledged && acknowledged < sentTo;
    return isNotStored || (more && (entries.length === 0 || cursor === at.cursor));
  }

  /**
   * Whether what the gateway has of our chain is our chain. If not, this database is a copy, or an
   * older state of one that went on elsewhere: everything is sent again until the gateway names the
   * entry from which on the two differ. Nothing is taken as acknowledged meanwhile.
   */
  async #isOurs(run: number, request: ExchangeRequest, reply: ExchangeReply): Promise<boolean> {
    const own = await this.#options.log.ownHash(reply.acknowledged);
    if (run !== this.#run) return false;
    if (own === reply.acknowledgedHash) {
      this.#provenTo = null;
      return true;
    }
    if (this.#provenTo === null) this.#provenTo = 0;
    else if (request.entries.length > 0) this.#provenTo += request.entries.length;
    // All of ours is there, and more than ours: the next one we write would be the first to differ.
    else this.#failed({ code: 'forked', seq: this.#provenTo + 1 }, 0);
    if (this.#status.phase === 'exchanging') this.#wait(0);
    return false;
  }

  async #request(
    { acknowledged, cursor, mark }: Standing,
    saysTips: boolean,
  ): Promise<ExchangeRequest> {
    const { log } = this.#options;
    const [lost] = Object.entries(this.#lost);
    const entries =
      this.#provenTo !== null
        ? await log.pending(this.#provenTo, this.#batch)
        : lost === undefined
          ? ((await this.#taken(acknowledged)) ?? (await log.pending(acknowledged, this.#batch)))
          : await log.chain(lost[0], lost[1], this.#batch);
    return {
      protocol: PROTOCOL,
      device: log.device,
      cursor,
      mark,
      entries,
      ...(saysTips ? { tips: { ...(await log.tips()) } } : {}),
    };
  }

  /** Should this batch get through, the next may be twice as large. */
  #read(after: number): Ready {
    const { log, gateway } = this.#options;
    const entries = log.pending(after, Math.min(this.#most, 2 * this.#batch)).then(
      (read) => {
        gateway.prepare?.(read);
        return read;
      },
      () => null,
    );
    return { after, entries };
  }

  /** What was read beforehand, if it is what comes next and no more than may be sent now. */
  async #taken(acknowledged: number): Promise<WireEntry[] | null> {
    const ready = this.#ready;
    this.#ready = null;
    const entries = ready?.after === acknowledged ? await ready.entries : null;
    return entries !== null && entries.length > 0 && entries.length <= this.#batch ? entries : null;
  }

  async #hasMore(reply: ExchangeReply): Promise<boolean> {
    if (reply.more || reply.rewound || Object.keys(this.#lost).length > 0) return true;
    return (await this.#options.log.pending(reply.acknowledged, 1)).length > 0;
  }

  #failed(failure: Failure, sent: number): void {
    const { timers } = this.#options;
    const attempts = this.#status.attempts + 1;
    const stalledSince = this.#status.stalledSince ?? timers.now();
    if (isStop(failure)) {
      this.#set({ phase: 'stopped', failure, attempts, stalledSince, sentTo: 0, nextTryAt: null });
      return;
    }
    // What did not get through is tried in smaller pieces: a bad line may carry those.
    if (failure.code === 'tooLarge') this.#most = this.#batch = Math.max(1, Math.floor(sent / 2));
    else if (sent > SMALLEST_BATCH) this.#batch = Math.max(SMALLEST_BATCH, Math.floor(sent / 2));
    // Whether anything of it arrived nobody knows: it goes out once more.
    this.#set({ failure, attempts, stalledSince, sentTo: 0 });
    const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10));
    // Half of it by chance: consoles that lost the gateway together do not come back together.
    const spread = pause * (0.5 + timers.random() / 2);
    this.#wait(
      Math.round(failure.code === 'tooMany' ? Math.max(spread, failure.retryAfterMs) : spread),
    );
  }

  #set(change: Partial<SyncStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#options.onStatus?.(this.#status);
  }
}

/** No exchange takes longer: one that seems to was slept through, or the laptop's clock was set in it. */
const LONGEST_MS = 30_000;

/** How far the gateway's clock is ahead, half of the way there and back taken off; nothing where that is not known. */
function skewOf(
  now: number,
  startedAt: number,
  endedAt: number,
): Pick<SyncStatus, 'skewMs'> | null {
  const took = endedAt - startedAt;
  if (took < 0 || took > LONGEST_MS) return null;
  return { skewMs: Math.round(now - (startedAt + endedAt) / 2) };
}

/** Of what was not asked nothing is heard: entries set aside that were not sent, chains lost untold. */
function believed(reply: ExchangeReply, { request, sentTo }: Asked): ExchangeReply {
  const first = sentTo - request.entries.length;
  const refused = reply.refused.filter(({ seq }) => first < seq && seq <= sentTo);
  const isUnasked = reply.lost !== undefined && request.tips === undefined;
  if (refused.length === reply.refused.length && !isUnasked) return reply;
  const { lost, ...rest } = reply;
  return { ...rest, refused, ...(isUnasked || lost === undefined ? {} : { lost }) };
}

/** What is still to be brought back after this exchange. */
function remaining(
  before: Readonly<Record<string, number>>,
  request: ExchangeRequest,
  reply: ExchangeReply,
): Readonly<Record<string, number>> {
  if (reply.lost !== undefined) return reply.lost;
  const [device, seq] = Object.entries(before)[0] ?? [];
  if (device === undefined || seq === undefined) return before;
  const { [device]: _done, ...others } = before;
  // A batch was sent; an empty one means that there is no more of this chain.
  return request.entries.length === 0
    ? others
    : { ...others, [device]: seq + request.entries.length };
}
