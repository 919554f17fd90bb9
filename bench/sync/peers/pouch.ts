// PouchDB's half of the work, the same in Node and in a page: fill or empty a local database by
// replication with a CouchDB-compatible server. Batches are ours; its own are ten times smaller.
import PouchDB from 'pouchdb-core';
import http from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';
import { queueOf, type PeerDocument } from './documents.ts';

const batches = { batch_size: 1000, batches_limit: 10 };

let isPrepared = false;

/** Once a process: PouchDB does not take its parts twice. */
export function preparePouch(adapter: unknown): void {
  if (isPrepared) return;
  isPrepared = true;
  PouchDB.plugin(adapter).plugin(http).plugin(replication);
}

const server = (address: string) =>
  new PouchDB(`${address}/pouch/night`, { adapter: 'http', skip_setup: true });

/** Everything up; ms of the replication alone. */
export async function pouchUp(
  address: string,
  adapter: string,
  documents: readonly PeerDocument[],
): Promise<number> {
  const local = new PouchDB('night-up', { adapter, revs_limit: 1 });
  for (let from = 0; from < documents.length; from += 5000) {
    const part = documents.slice(from, from + 5000);
    await local.bulkDocs(part.map(({ id, ...rest }) => ({ _id: id, ...rest })));
  }
  const started = performance.now();
  const done = await local.replicate.to(server(address), batches);
  const took = performance.now() - started;
  if (!done.ok || done.docs_written !== documents.length) throw new Error('PouchDB lost some');
  await local.destroy();
  return took;
}

/** Everything down into a new database, then read for the screen; ms. */
export async function pouchDown(address: string, adapter: string, count: number): Promise<number> {
  const local = new PouchDB('night-down', { adapter, revs_limit: 1 });
  const started = performance.now();
  const done = await local.replicate.from(server(address), batches);
  const { rows } = await local.allDocs({
    include_docs: true,
  });
  queueOf(rows.map(({ doc }) => doc as unknown as PeerDocument));
  const took = performance.now() - started;
  if (!done.ok || rows.length !== count) throw new Error(`PouchDB has ${rows.length} of ${count}`);
  await local.destroy();
  return took;
}
