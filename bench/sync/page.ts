// What runs inside the page: the product's own store, engine and calls of the web host filling a new
// console.
import { Dexie } from 'dexie';
import type { Summary } from '../../shared/domain/summary.ts';
import { newDesk } from '../../shared/domain/desk.ts';
import { SyncEngine } from '../../shared/sync/engine.ts';
import { firstPlace } from '../../renderer/console/place.ts';
import { buildQueue } from '../../renderer/console/queue.ts';
import { webGateway } from '../../renderer/host/gateway.ts';
import { DexieStore } from '../../renderer/store/dexie-store.ts';

const NAME = 'bench-first-load';

export interface Loaded {
  readonly ms: number;
  /** Of that, inside the store. */
  readonly storeMs: number;
  readonly exchanges: number;
}

/** A new console from its first exchange to a queue of `cases` cases that are all on disk. */
async function firstLoad(code: string, cases: number): Promise<Loaded> {
  await Dexie.delete(NAME);
  const store = new DexieStore({
    name: NAME,
    tools: {
      now: () => Date.now(),
      steady: () => performance.now(),
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    },
  });
  const opened = await store.open();
  if (!opened.ok) throw new Error(opened.error.code);
  const { device } = opened.value.tip;
  const gateway = webGateway();
  const enrolled = await gateway.enrol({ device, address: null, code });
  if (!enrolled.ok) throw new Error(enrolled.error.code);
  const summaries = new Map<string, Summary>();
  let [storeMs, exchanges] = [0, 0];
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    const { sync } = store;
    const engine = new SyncEngine({
      log: {
        device,
        standing: () => sync.standing(),
        pending: (seq, limit) => sync.pending(seq, limit),
        chain: (of, seq, limit) => sync.chain(of, seq, limit),
        ownHash: (seq) => sync.ownHash(seq),
        tips: () => sync.tips(),
        expect: (reply) => sync.expect(reply),
        take: async (reply) => {
          const before = performance.now();
          const taken = await sync.take(reply);
          storeMs += performance.now() - before;
          exchanges += 1;
          for (const summary of taken.summaries) summaries.set(summary.subject, summary);
          if (reply.more) return;
          engine.stop();
          resolve();
        },
      },
      gateway: { exchange: (request) => gateway.exchange({ device, request }) },
      timers: {
        now: () => Date.now(),
        after: (ms, work) => {
          const timer = setTimeout(work, ms);
          return () => clearTimeout(timer);
        },
        random: () => 0.5,
      },
      onStatus: ({ failure }) => {
        if (failure !== null) reject(new Error(failure.code));
      },
    });
    engine.start();
  });
  const queue = buildQueue({
    summaries: [...summaries.values()],
    place: firstPlace,
    desk: newDesk,
    device,
    now: Date.now(),
  });
  const ms = performance.now() - started;
  if (summaries.size !== cases || queue.rows.length === 0)
    throw new Error(`${summaries.size} of ${cases} cases came`);
  await store.close();
  return { ms, storeMs, exchanges };
}

const lab = { firstLoad };

declare global {
  interface Window {
    syncLab: typeof lab;
  }
}
window.syncLab = lab;
