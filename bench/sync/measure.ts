// The figures of sync: drain, first load and a crowd, and the peers doing the same work.
import memory from 'pouchdb-adapter-memory';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { quantile, type Note } from '../figures.ts';
import { measureCrowd } from './crowd.ts';
import { measureDrain } from './drain.ts';
import { measureFirstLoad, measurePeersFirstLoad } from './first-load.ts';
import { deskId } from './gateway.ts';
import { nightOf } from './night.ts';
import { documentsOf } from './peers/documents.ts';
import { startPeers } from './peers/peers.ts';
import { preparePouch, pouchUp } from './peers/pouch.ts';
import { rxUp } from './peers/rx.ts';

const CONSOLES = 200;

/** What each needs, and where it is not the same work. */
export const peersExplained = `
The same texts on the same machine, each server in a process of its own, batches of 1000 for the peers (theirs are
smaller), 500 and then 1000 for us. Durable: our gateway and RxDB's server commit every batch with an fsync (SQLite, WAL,
synchronous FULL); PouchDB's LevelDB does not wait for the disk. In the browser ours and RxDB's Dexie are opened
"strict"; PouchDB's indexeddb adapter cannot be. Only ours verifies every hash, folds the cases and has roles,
audiences and tokens; of the peers' documents a list is made and no more.
In the drain nobody's client reads a disk, and the clients are not alike: ours has its log as a plain list in memory,
sealed beforehand and sent by the product's engine; PouchDB's and RxDB's have it in their own memory storages, filled
beforehand too, and what these do to find, check and mark what was sent is in their time. A console's own database is
in nobody's drain; it is in everybody's first load.
  Backstop  needs its gateway (one Node program, one SQLite file); in Node the client's log is a list in memory,
            in Chromium Dexie
  PouchDB   needs a CouchDB-compatible server: here its replication calls over PouchDB's LevelDB on disk; in
            Node the client is its memory adapter, in Chromium indexeddb
  RxDB      needs a server of one's own for its HTTP replication: here Fastify and node:sqlite; in Node the
            client is its memory storage, in Chromium Dexie
`;

export async function measureSync(note: Note, quick: boolean): Promise<void> {
  await noteDrain(note, quick ? 10_000 : 100_000);
  await noteFirstLoad(note, quick ? 2000 : 20_000, quick ? 1 : 3);
  const { times, lateMs } = await measureCrowd(CONSOLES, quick ? 10 : 30);
  const what = `one exchange of ${CONSOLES} consoles, ${times.length} of them`;
  note('exchange.p50.ms', quantile(times, 0.5), '', `${what}, half`);
  note('exchange.p95.ms', quantile(times, 0.95), '', `${what}, 95 of 100`);
  note('exchange.p99.ms', quantile(times, 0.99), '≤ 100', `${what}, 99 of 100`);
  note('exchange.lateMs', lateMs, '', 'longest that the measuring process itself came too late');
}

async function noteDrain(note: Note, count: number): Promise<void> {
  const ours = await measureDrain(count);
  note(
    'drain.entriesPerSecond',
    ours.entriesPerSecond,
    '≥ 20000',
    `${count} entries in ${ours.exchanges} exchanges, each one commit with its fsync`,
  );
  note(
    'drain.gatewayCpuUs',
    (ours.gatewayCpuMs * 1000) / count,
    '',
    'processor time of the gateway for one entry, µs',
  );
  const documents = documentsOf(nightOf(deskId(1), count, 17));
  const peers = await startPeers();
  try {
    preparePouch(memory);
    const pouch = await pouchUp(peers.address, 'memory', documents);
    const rx = await rxUp(peers.address, getRxStorageMemory(), documents);
    note('drain.pouchdb.perSecond', (count / pouch) * 1000, '', 'PouchDB, the same texts');
    note('drain.rxdb.perSecond', (count / rx) * 1000, '', 'RxDB, the same texts');
    note(
      'drain.ratioToBestPeer',
      Math.min(pouch, rx) / ours.ms,
      '≥ 2',
      'time of the quicker peer over ours',
    );
  } finally {
    await peers.close();
  }
}

async function noteFirstLoad(note: Note, cases: number, rounds: number): Promise<void> {
  const ours = await measureFirstLoad(cases, rounds);
  const peers = await measurePeersFirstLoad(cases);
  const ms = quantile(
    ours.map((load) => load.ms),
    0.5,
  );
  note('firstLoad.ms', ms, '', `a new console: ${cases} cases stored and the queue usable`);
  note('firstLoad.pouchdb.ms', peers.pouch, '', 'PouchDB, the same contents');
  note('firstLoad.rxdb.ms', peers.rx, '', 'RxDB, the same contents');
  note(
    'firstLoad.ratioToBestPeer',
    Math.min(peers.pouch, peers.rx) / ms,
    '≥ 2',
    'time of the quicker peer over ours',
  );
}
