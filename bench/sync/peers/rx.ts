// RxDB's half of the work, the same in Node and in a page: its HTTP replication as its documentation
// has it, with batches of ours instead of its smaller ones.
import { createRxDatabase, type RxCollection, type RxStorage } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { queueOf, type PeerDocument } from './documents.ts';
import type { RxCheckpoint, RxPulled, RxRow } from './rx-server.ts';

const BATCH = 1000;

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 60 },
    subject: { type: 'string' },
    head: { type: 'string' },
    body: { type: 'string' },
    prev: { type: 'string' },
  },
  required: ['id', 'subject', 'head', 'body', 'prev'],
} as const;

async function opened(storage: RxStorage<unknown, unknown>) {
  const database = await createRxDatabase<{ night: RxCollection<PeerDocument> }>({
    name: 'night',
    storage,
    multiInstance: false,
  });
  await database.addCollections({ night: { schema } });
  return database;
}

async function answer<T>(asked: Promise<Response>): Promise<T> {
  const response = await asked;
  if (!response.ok) throw new Error(`RxDB's server says ${response.status}`);
  return (await response.json()) as T;
}

/** Everything up; ms of the replication alone. */
export async function rxUp(
  address: string,
  storage: RxStorage<unknown, unknown>,
  documents: readonly PeerDocument[],
): Promise<number> {
  const database = await opened(storage);
  for (let from = 0; from < documents.length; from += 5000)
    await database.night.bulkInsert(documents.slice(from, from + 5000));
  let sent = 0;
  const started = performance.now();
  const replication = replicateRxCollection<PeerDocument, RxCheckpoint>({
    replicationIdentifier: 'up',
    collection: database.night,
    live: false,
    push: {
      batchSize: BATCH,
      handler: (rows) => {
        sent += rows.length;
        return answer<RxRow[]>(
          fetch(`${address}/rx/push`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(rows),
          }),
        );
      },
    },
  });
  await replication.awaitInitialReplication();
  const took = performance.now() - started;
  if (sent !== documents.length) throw new Error(`RxDB sent ${sent}`);
  await database.remove();
  return took;
}

/** Everything down into a new database, then read for the screen; ms. */
export async function rxDown(
  address: string,
  storage: RxStorage<unknown, unknown>,
  count: number,
): Promise<number> {
  const database = await opened(storage);
  const started = performance.now();
  const replication = replicateRxCollection<PeerDocument, RxCheckpoint>({
    replicationIdentifier: 'down',
    collection: database.night,
    live: false,
    pull: {
      batchSize: BATCH,
      handler: async (checkpoint, limit) => {
        const place = checkpoint?.place ?? 0;
        const { documents, checkpoint: next } = await answer<RxPulled>(
          fetch(`${address}/rx/pull?place=${place}&limit=${limit}`),
        );
        return { documents: [...documents], checkpoint: next };
      },
    },
  });
  await replication.awaitInitialReplication();
  const found = await database.night.find().exec();
  queueOf(found);
  const took = performance.now() - started;
  if (found.length !== count) throw new Error(`RxDB has ${found.length} of ${count}`);
  await database.remove();
  return took;
}
