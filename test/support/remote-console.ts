// A console without a screen: the real engine over the real client of the desktop program, with the
// timers in a test's hand. Nothing waits by the clock: a step is one exchange, from the engine's own
// timer to its end, and the call's deadline falls when the test lets it.
import { createGatewayClient } from '../../main/gateway-client.ts';
import type { Enrolments } from '../../main/enrolments.ts';
import { gatewayHandlers } from '../../main/gateway.ts';
import type { Enrolled } from '../../shared/bridge.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import { SyncEngine } from '../../shared/sync/engine.ts';
import type { Notebook } from './notebook.ts';

export class RemoteConsole {
  readonly log: Notebook;
  readonly engine: SyncEngine;
  readonly #handlers: ReturnType<typeof gatewayHandlers>;
  #now = Date.parse('2026-11-24T20:14:00Z');
  #due: { readonly at: number; readonly work: () => void } | null = null;
  #ended: () => void = () => undefined;
  readonly #deadlines = new Set<() => void>();

  constructor(log: Notebook) {
    this.log = log;
    this.#handlers = gatewayHandlers({
      client: createGatewayClient({
        fetch,
        now: () => this.#now,
        after: (_ms, work) => {
          this.#deadlines.add(work);
          return () => this.#deadlines.delete(work);
        },
      }),
      enrolments: inMemory(),
      administratorAddress: () => Promise.resolve(null),
      log: () => undefined,
      monotonic: () => 0,
    });
    this.engine = new SyncEngine({
      log,
      gateway: { exchange: (request) => this.#handlers.exchange({ device: log.device, request }) },
      timers: {
        now: () => this.#now,
        after: (ms, work) => {
          const due = { at: this.#now + ms, work };
          this.#due = due;
          return () => {
            if (this.#due === due) this.#due = null;
          };
        },
        random: () => 1,
      },
      onStatus: ({ phase }) => {
        if (phase !== 'exchanging') this.#ended();
      },
    });
  }

  enrol(address: string, code: string): Promise<Result<Enrolled, CallFailure>> {
    return this.#handlers.enrol({ device: this.log.device, address, code });
  }

  /** The engine's timer, and one exchange. `until`: when the deadline is to fall. */
  async step(until?: Promise<void>): Promise<void> {
    const due = this.#due;
    if (due === null) throw new Error('the engine waits for nothing');
    this.#due = null;
    this.#now = Math.max(this.#now, due.at);
    const ended = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    due.work();
    if (until !== undefined) {
      await Promise.race([until, ended]);
      for (const fall of this.#deadlines) fall();
    }
    await ended;
  }

  /** Until there is nothing left to do at once. */
  async settle(): Promise<void> {
    do await this.step();
    while (this.engine.status.phase === 'waiting' && (this.#due?.at ?? 0) <= this.#now);
  }
}

function inMemory(): Enrolments {
  const kept = new Map<string, { enrolled: Enrolled; token: string }>();
  return {
    read: (device) => {
      const found = kept.get(device);
      return Promise.resolve(found === undefined ? fail({ code: 'notEnrolled' }) : ok(found));
    },
    prepare: () => Promise.resolve(true),
    keep: (enrolment, token) => {
      const enrolled = { ...enrolment, isTokenSealed: false };
      kept.set(enrolled.device, { enrolled, token });
      return Promise.resolve(ok(enrolled));
    },
  };
}
