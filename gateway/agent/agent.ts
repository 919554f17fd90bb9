// A participant without a screen: it delivers what is released to it, brings back what the market says,
// and tells what it does. Each step may be awaited by itself; whoever runs it says when.
import type { Timers } from '../../shared/sync/engine.ts';
import type { AgentOffer } from '../../shared/domain/channel.ts';
import type { AgentLog, Author } from './agent-log.ts';
import { Delivery } from './delivery.ts';
import type { FolderTrouble, InboxPort, OfFolder, OutboxPort } from './folder.ts';
import { Hearing } from './hearing.ts';
import { tallied, type Poisoned } from './poison.ts';
import { Report, standsOf } from './report.ts';
import { passedOver, settingsOf, unsaidOf, type GivenSettings } from './settings.ts';
import {
  nothingYet,
  type AgentEvent,
  type AgentStatus,
  type Counts,
  type Health,
} from './status.ts';

export interface AgentPorts {
  readonly log: AgentLog;
  readonly outbox: OutboxPort;
  readonly inbox: InboxPort;
  /** UTC ms, put right by what the gateway said. */
  readonly now: () => number;
  readonly after: Timers['after'];
  /** Whether the log has what the gateway has. */
  readonly isCurrent: () => boolean;
  /** The gateway has more under our name than we do: whatever this log says may be over long since. */
  readonly isCopied?: () => boolean;
  readonly onEvent?: (event: AgentEvent) => void;
}

/** After this a folder that has not answered is called slow; it is waited for all the same. */
export const SLOW_MS = 10_000;
/** So often it looks whether what lies in the poison folder is still there. */
const POISON_MS = 60_000;

type Box = 'outbox' | 'inbox';

export class Agent {
  readonly #ports: AgentPorts;
  readonly #author: Author;
  readonly #given: GivenSettings;
  readonly #delivery: Delivery;
  readonly #hearing: Hearing;
  readonly #health: Record<Box, Health>;
  readonly #report = new Report();
  /** Of a folder that was never looked at nothing is said. */
  readonly #looked = new Set<Box>();
  #poisoned: readonly Poisoned[] = [];
  #poisonLookAt = 0;
  #counts: Counts = nothingYet;
  #wasPaused = false;
  #passedOver = '[]';

  constructor(ports: AgentPorts, author: Author, given: GivenSettings) {
    this.#ports = ports;
    this.#author = author;
    this.#given = given;
    const settings = () => settingsOf(given, ports.log.views.settings());
    const onEvent = (event: AgentEvent) => this.#happened(event);
    this.#delivery = new Delivery({ ...ports, author, settings, onEvent });
    this.#hearing = new Hearing({ ...ports, author, settings, onEvent });
    const health = { state: 'ok', since: ports.now(), why: null } as const;
    this.#health = { outbox: health, inbox: health };
  }

  get status(): AgentStatus {
    const { outbox, inbox } = this.#health;
    const { isPaused, kept } = this.#delivery;
    return { outbox, inbox, isPaused, kept, counts: this.#counts };
  }

  /** Tells the consoles that this device serves the channel, unless they know it by this name. */
  offer(): void {
    const { log } = this.#ports;
    const name = this.#author.operator;
    if (this.#known?.name !== name)
      log.act({ do: 'offerChannel', channel: 'emma', name }, this.#author);
    this.#settle();
  }

  /** What was typed at the start becomes the organisation's word, where nobody has said it. */
  #settle(): void {
    const { log, isCopied } = this.#ports;
    const changes = unsaidOf(this.#given, log.views.settings());
    if (Object.keys(changes).length === 0 || isCopied?.() === true) return;
    if (log.act({ do: 'settings', changes }, this.#author).ok)
      this.#happened({ is: 'settled', changes });
  }

  /** Said when it begins to be so, and again when it is another word. */
  #sayPassedOver(): void {
    const { log, isCurrent } = this.#ports;
    // Until the gateway was heard nobody knows what the organisation has.
    if (!isCurrent()) return;
    const all = passedOver(this.#given, log.views.settings());
    const like = JSON.stringify(all);
    if (like !== this.#passedOver)
      for (const each of all) this.#happened({ is: 'passedOver', ...each });
    this.#passedOver = like;
  }

  /** Everything that can leave now; false when the folder kept something from it. */
  async deliver(): Promise<boolean> {
    this.#sayPassedOver();
    const { isPaused } = this.#delivery;
    if (isPaused !== this.#wasPaused) this.#happened({ is: isPaused ? 'paused' : 'resumed' });
    this.#wasPaused = isPaused;
    return this.#watched('outbox', () => this.#delivery.pass());
  }

  /** Everything that has come; likewise. */
  async hear(): Promise<boolean> {
    return this.#watched('inbox', async () => {
      const done = await this.#hearing.pass();
      if (this.#ports.now() >= this.#poisonLookAt) await this.#lookAtPoison();
      return done;
    });
  }

  /** Tells the consoles how it stands, when that has changed and stays so. */
  report(): void {
    const { log, now, isCopied } = this.#ports;
    const known = this.#known;
    if (known === undefined || this.#looked.size < 2 || isCopied?.() === true) return;
    const stands = standsOf(this.status, this.#poisoned);
    if (this.#report.isDue(stands, known.stands, now()))
      log.act({ do: 'reportChannel', channel: 'emma', stands }, this.#author);
  }

  get #known(): AgentOffer | undefined {
    const { log } = this.#ports;
    return log.views.channel()?.agents.find(({ device }) => device === log.device);
  }

  /** Where it cannot be read, what was known of it is what is known. */
  async #lookAtPoison(): Promise<void> {
    const { inbox, now } = this.#ports;
    const found = await inbox.inPoison();
    if (!found.ok) return;
    this.#poisoned = tallied(found.value);
    this.#poisonLookAt = now() + POISON_MS;
  }

  /** A value is what is wrong without keeping anything else. */
  async #watched(box: Box, work: () => OfFolder<FolderTrouble | null>): Promise<boolean> {
    if (this.#ports.isCopied?.() === true) return true;
    const forget = this.#ports.after(SLOW_MS, () =>
      this.#is(box, { is: 'slow', why: 'no answer' }),
    );
    try {
      const done = await work();
      this.#is(box, done.ok ? done.value : done.error);
      return done.ok;
    } finally {
      forget();
    }
  }

  #is(box: Box, trouble: FolderTrouble | null): void {
    this.#looked.add(box);
    const before = this.#health[box];
    const state = trouble?.is ?? 'ok';
    const why = trouble?.why ?? null;
    if (before.state === state && before.why === why) return;
    const since = before.state === state ? before.since : this.#ports.now();
    this.#health[box] = { state, since, why };
    this.#happened({ is: 'folder', box, health: this.#health[box] });
  }

  #happened(event: AgentEvent): void {
    this.#counts = counted(this.#counts, event);
    if (event.is === 'poisoned') this.#poisonLookAt = 0;
    this.#ports.onEvent?.(event);
  }
}

function counted(counts: Counts, event: AgentEvent): Counts {
  switch (event.is) {
    case 'handed':
    case 'doubted':
    case 'poisoned':
      return { ...counts, [event.is]: counts[event.is] + 1 };
    case 'heard':
      return {
        ...counts,
        heard: counts.heard + 1,
        foreign: counts.foreign + event.foreign,
        older: counts.older + event.older,
      };
    default:
      return counts;
  }
}
