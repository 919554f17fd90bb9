// The network of a simulated night: it delays, drops, doubles and loses replies, and parts whoever it
// likes from the gateway, until it heals.
import { must } from '../../shared/lib/check.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import type { ExchangeReply, ExchangeRequest } from '../../shared/sync/protocol.ts';
import { exchange } from '../../gateway/exchange.ts';
import type { Clock } from './clock.ts';
import type { Journal } from '../../gateway/journal/journal.ts';
import { Killed, type Deaths } from './deaths.ts';
import { dyingIn, type SimulatedGateway } from './gateway.ts';

/** Whoever speaks to the gateway: a desk or an agent. */
export interface Participant {
  readonly device: string;
}

export interface NetworkOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly gateway: SimulatedGateway;
  readonly fault: (name: string) => void;
  /** The gateway dies in the middle of an exchange, and comes back. */
  readonly dies?: Deaths;
  /** On purpose: never in touch, also when all has healed. */
  readonly isCutOff?: (who: Participant) => boolean;
}

/** Killed it is started again after so long. */
const DOWN_MS = 40_000;
const LATE_MS = 800;

export class Network {
  isHealed = false;
  readonly parted = new Set<Participant>();
  /** Laptops that are gone for good: what their colleagues have read of them must not be lost. */
  readonly gone = new Set<Participant>();
  readonly #options: NetworkOptions;
  #sent = 0;
  #newest = 0;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** Everybody is in touch from now on, and nothing is lost any more. */
  heal(): void {
    this.isHealed = true;
    this.parted.clear();
  }

  async send(who: Participant, request: ExchangeRequest): Promise<Result<ExchangeReply, Failure>> {
    const { clock, random, gateway, fault } = this.#options;
    const chance = (share: number) => !this.isHealed && random() < share;
    const isCutOff = this.#options.isCutOff?.(who) === true;
    const reach = () =>
      gateway.journal !== null && !this.parted.has(who) && !this.gone.has(who) && !isCutOff;
    this.#sent += 1;
    const place = this.#sent;
    await this.#delay();
    if (place < this.#newest) fault('overtaken');
    this.#newest = Math.max(this.#newest, place);
    if (!reach()) {
      fault('unreachable');
      return fail({ code: 'noRoute' });
    }
    if (chance(0.1)) {
      fault('dropped');
      return fail({ code: 'timeout' });
    }
    const death = this.#options.dies?.() ?? null;
    const dying = (journal: Journal) => (death === null ? journal : dyingIn(journal, death));
    const serve = () => {
      const journal = must(gateway.journal, 'it was reached');
      const device = journal.device(who.device);
      return device === null
        ? fail({ code: 'unknownToken' as const })
        : exchange(dying(journal), device, overTheWire(request), clock.now);
    };
    // A request may arrive twice; the second time it must change nothing.
    const isDoubled = chance(0.1);
    if (isDoubled) fault('doubled');
    const answer = this.#served(() => {
      if (isDoubled) serve();
      return serve();
    });
    if (answer === null) return fail({ code: 'reset' });
    await this.#delay();
    if (!reach() || chance(0.12)) {
      fault('reply lost');
      return fail({ code: 'reset' });
    }
    return answer.ok ? { ok: true, value: overTheWire(answer.value.reply) } : fail(answer.error);
  }

  /** Null when the gateway was killed on the way. */
  #served<T>(serve: () => T): T | null {
    const { clock, gateway, fault } = this.#options;
    try {
      return serve();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      fault('gateway killed in an exchange');
      gateway.stop();
      clock.after(DOWN_MS, () => gateway.start(clock.now));
      return null;
    }
  }

  #delay(): Promise<void> {
    const { clock, random, fault } = this.#options;
    const ms = 20 + random() * (this.isHealed ? 50 : 900);
    if (ms > LATE_MS) fault('delayed');
    return new Promise<void>((resolve) => void clock.after(ms, resolve));
  }
}

/** What crosses a network is text. */
function overTheWire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
