// Drain: what one console wrote in a night without a network, sent by the product's engine over
// HTTP into the gateway's SQLite file. Measured from the engine's start to its last acknowledgement.
import type { Entry } from '../../shared/log/entry.ts';
import { ORIGIN } from '../../shared/log/entry.ts';
import { SyncEngine, type LogPort, type Standing } from '../../shared/sync/engine.ts';
import { toWire, type WireEntry } from '../../shared/sync/protocol.ts';
import {
  desksOf,
  overHttp,
  startGatewayProcess,
  timers,
  type EnrolledDesk,
  type GatewayProcess,
} from './gateway.ts';
import { nightOf } from './night.ts';

const BATCH_BYTES = 1_000_000;

export interface Drained {
  readonly entriesPerSecond: number;
  readonly ms: number;
  readonly exchanges: number;
  /** Processor time of the gateway alone. */
  readonly gatewayCpuMs: number;
}

/** A console's log in memory: its reading costs next to nothing, so that the gateway is measured. */
function logOf(device: string, entries: readonly Entry[]): LogPort {
  let standing: Standing = { acknowledged: 0, cursor: 0, mark: '' };
  return {
    device,
    standing: async () => standing,
    pending: async (seq, limit) => batchOf(entries, seq, limit),
    chain: async () => [],
    ownHash: async (seq) => (seq === 0 ? ORIGIN : (entries[seq - 1]?.hash ?? null)),
    tips: async () => ({}),
    take: async ({ acknowledged, cursor, mark, refused }) => {
      if (refused.length > 0) throw new Error('an entry of the bench was refused');
      standing = { acknowledged, cursor, mark };
    },
  };
}

/** The next entries, as many as the page's store would send at once. */
function batchOf(entries: readonly Entry[], seq: number, limit: number): WireEntry[] {
  const batch: WireEntry[] = [];
  let bytes = 0;
  for (const entry of entries.slice(seq, seq + limit)) {
    if (bytes >= BATCH_BYTES) break;
    batch.push(toWire(entry));
    bytes += entry.head.length + (entry.body?.length ?? 0);
    if (Array.isArray(entry.body)) for (const row of entry.body as string[]) bytes += row.length;
  }
  return batch;
}

/** Sends all of `entries` and returns when the last of them is acknowledged. */
export async function drainInto(
  gateway: GatewayProcess,
  desk: EnrolledDesk,
  entries: readonly Entry[],
): Promise<{ readonly ms: number; readonly exchanges: number }> {
  const port = overHttp(gateway.address, desk.token);
  let exchanges = 0;
  const started = performance.now();
  try {
    await new Promise<void>((resolve, reject) => {
      const log = logOf(desk.id, entries);
      const engine = new SyncEngine({
        log: {
          ...log,
          take: async (reply) => {
            exchanges += 1;
            await log.take(reply);
            if (reply.acknowledged < entries.length) return;
            engine.stop();
            resolve();
          },
        },
        gateway: port,
        timers,
        onStatus: ({ failure }) => {
          if (failure !== null) reject(new Error(`the drain failed: ${failure.code}`));
        },
      });
      engine.start();
    });
  } finally {
    port.close();
  }
  return { ms: performance.now() - started, exchanges };
}

export async function measureDrain(count: number): Promise<Drained> {
  const [desk] = desksOf(1);
  if (desk === undefined) throw new Error('no desk');
  const entries = nightOf(desk.id, count, 17);
  const gateway = await startGatewayProcess([desk]);
  try {
    const before = await gateway.cpuMs();
    const { ms, exchanges } = await drainInto(gateway, desk, entries);
    const gatewayCpuMs = (await gateway.cpuMs()) - before;
    return { entriesPerSecond: (count / ms) * 1000, ms, exchanges, gatewayCpuMs };
  } finally {
    await gateway.close();
  }
}
