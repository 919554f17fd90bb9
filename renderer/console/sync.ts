// The console's side of the sync engine: one engine per profile, whichever window holds the lock;
// the others hear how it stands. Practice has none. What came from others is handed on as the store
// has it, after it is durable.
import type { Enrolled, Host } from '../../shared/bridge.ts';
import { SyncEngine, type SyncStatus, type Timers } from '../../shared/sync/engine.ts';
import type { ExchangeReply } from '../../shared/sync/protocol.ts';
import type { Store, Taken } from '../store/ports.ts';

export interface SyncPorts {
  readonly bridge: Pick<Host, 'exchange' | 'prepareExchange'>;
  readonly store: Store;
  readonly timers: Timers;
  readonly hub: WindowHub;
  readonly onStatus: (status: SyncStatus) => void;
  /** The engine runs in another window, and this is what it says. */
  readonly onTold: (status: SyncStatus) => void;
  readonly onTaken: (taken: Taken, reply: ExchangeReply) => void;
}

/** Another window wrote, asks for a try, or has just opened and asks how it stands. */
export type Asked = 'poke' | 'try' | 'status';

/** What windows of one profile share: a lock that one of them holds, and a word to the others. */
export interface WindowHub {
  /** Calls `work` once this window is the one; it is so until the window closes or `give` is called. */
  hold(work: () => void): () => void;
  tell(status: SyncStatus): void;
  onTold(listener: (status: SyncStatus) => void): () => void;
  ask(what: Asked): void;
  onAsked(listener: (what: Asked) => void): () => void;
  /** This window joined, or goes on under another name: the others look again who they are. */
  renamed(): void;
  onRenamed(listener: () => void): () => void;
}

export class ConsoleSync {
  readonly #ports: SyncPorts;
  readonly #stops: (() => void)[] = [];
  #engine: SyncEngine | null = null;

  constructor(ports: SyncPorts) {
    this.#ports = ports;
  }

  /** Runs for this device from now on; a former run is given up. */
  start(enrolled: Enrolled): void {
    this.stop();
    const { bridge, store, timers, hub, onStatus, onTold, onTaken } = this.#ports;
    const { device } = enrolled;
    this.#stops.push(
      hub.onTold((status) => {
        if (this.#engine === null) onTold(status);
      }),
      hub.onAsked((what) => {
        if (this.#engine === null) return;
        if (what === 'poke') this.#engine.poke();
        else if (what === 'try') this.#engine.tryNow();
        else hub.tell(this.#engine.status);
      }),
      hub.hold(() => {
        const { sync } = store;
        this.#engine = new SyncEngine({
          log: {
            device,
            standing: () => sync.standing(),
            pending: (seq, limit) => sync.pending(seq, limit),
            chain: (of, seq, limit) => sync.chain(of, seq, limit),
            ownHash: (seq) => sync.ownHash(seq),
            tips: () => sync.tips(),
            expect: (reply) => sync.expect?.(reply),
            take: async (reply) => onTaken(await sync.take(reply), reply),
          },
          gateway: {
            exchange: (request) => bridge.exchange({ device, request }),
            prepare: (entries) => bridge.prepareExchange?.(entries),
          },
          timers,
          onStatus: (status) => {
            onStatus(status);
            hub.tell(status);
          },
        });
        this.#engine.start();
      }),
    );
    hub.ask('status');
  }

  stop(): void {
    this.#engine?.stop();
    this.#engine = null;
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Something was written, here or in another window. */
  poke(): void {
    if (this.#engine === null) this.#ports.hub.ask('poke');
    else this.#engine.poke();
  }

  /** A person asks, or the network came back. */
  tryNow(): void {
    if (this.#engine === null) this.#ports.hub.ask('try');
    else this.#engine.tryNow();
  }
}
