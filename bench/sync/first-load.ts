// First load: a new console in a real Chromium, until everything is stored and its queue is usable;
// then the peers, in the same browser, each with its own server and a page that it serves.
import memory from 'pouchdb-adapter-memory';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { must } from '../../shared/lib/check.ts';
import { root } from '../../tools/commands.ts';
import { join } from 'node:path';
import { openLab } from '../lab.ts';
import { drainInto } from './drain.ts';
import { desksOf, startGatewayProcess, type GatewayProcess } from './gateway.ts';
import { outageOf } from './night.ts';
import { documentsOf } from './peers/documents.ts';
import { startPeers, type PeerServer } from './peers/peers.ts';
import { preparePouch, pouchUp } from './peers/pouch.ts';
import { rxUp } from './peers/rx.ts';
import type { Loaded } from './page.ts';

const built = join(root, 'out', 'renderer');
const [desk] = desksOf(1);

/** A file of `cases` cases, some of which were called already. */
const outage = (cases: number) =>
  outageOf(must(desk, 'one was made').id, cases, Math.ceil(cases / 60), 23);

/** One new console after another: the first of a browser pays for compiling, as in life. */
export async function measureFirstLoad(cases: number, rounds: number): Promise<readonly Loaded[]> {
  let gateway: GatewayProcess | undefined;
  const lab = await openLab(join(root, 'bench', 'sync', 'page.ts'), built, {
    ready: 'syncLab',
    serve: async (page) => (gateway = await startGatewayProcess(desksOf(1), page)),
  });
  try {
    const serving = must(gateway, 'it serves the page');
    await drainInto(serving, must(desk, 'one was made'), outage(cases));
    const loads: Loaded[] = [];
    for (let round = 0; round < rounds; round++) {
      const code = await serving.invite();
      const load = await lab.page.evaluate(([said, all]) => window.syncLab.firstLoad(said, all), [
        code,
        cases,
      ] as const);
      loads.push(load);
    }
    return loads;
  } finally {
    await lab.close();
  }
}

/** The peers' times for the same contents, ms. */
export async function measurePeersFirstLoad(
  cases: number,
): Promise<{ readonly pouch: number; readonly rx: number }> {
  const documents = documentsOf(outage(cases));
  let peers: PeerServer | undefined;
  const lab = await openLab(join(root, 'bench', 'sync', 'peers', 'page.ts'), built, {
    ready: 'peerLab',
    serve: async (page) => (peers = await startPeers(page)),
  });
  try {
    const { address } = must(peers, 'it serves the page');
    preparePouch(memory);
    await pouchUp(address, 'memory', documents);
    await rxUp(address, getRxStorageMemory(), documents);
    const count = documents.length;
    const rx = await lab.page.evaluate((all) => window.peerLab.rx(all), count);
    const pouch = await lab.page.evaluate((all) => window.peerLab.pouch(all), count);
    return { pouch, rx };
  } finally {
    await lab.close();
  }
}
