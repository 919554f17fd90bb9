// A CouchDB-compatible server for the bench: the calls of CouchDB's replication protocol over
// PouchDB's own LevelDB storage on disk. `express-pouchdb` does the same through ten more layers and
// two hundred packages; this is the quicker one, which is to the peer's advantage.
import type { FastifyInstance } from 'fastify';
import PouchDB from 'pouchdb-core';
import leveldb from 'pouchdb-adapter-leveldb';

type Query = Readonly<Record<string, string | undefined>>;

export function servePouch(app: FastifyInstance, folder: string): void {
  PouchDB.plugin(leveldb);
  const database = new PouchDB(folder, { adapter: 'leveldb' });
  const flag = (value: string | undefined) => value === 'true';
  app.get('/pouch', async () => ({ couchdb: 'Welcome', uuid: 'bench' }));
  app.get('/pouch/night', () => database.info());
  app.get('/pouch/night/_local/:id', async (request, reply) => {
    const { id } = request.params as { readonly id: string };
    try {
      return await database.get(`_local/${id}`);
    } catch {
      return reply.code(404).send({ error: 'not_found', reason: 'missing' });
    }
  });
  app.put('/pouch/night/_local/:id', (request) => database.put(request.body as object));
  app.post('/pouch/night/_revs_diff', (request) =>
    database.revsDiff(request.body as Readonly<Record<string, unknown>>),
  );
  app.post('/pouch/night/_bulk_docs', (request) => {
    const { docs } = request.body as { readonly docs: readonly object[] };
    return database.bulkDocs(docs, { new_edits: false });
  });
  app.get('/pouch/night/_changes', (request) => {
    const query = request.query as Query;
    return database.changes({
      since: Number(query['since'] ?? 0),
      limit: Number(query['limit'] ?? 100),
      style: query['style'] ?? 'all_docs',
    });
  });
  app.post('/pouch/night/_bulk_get', (request) => {
    const { docs } = request.body as { readonly docs: readonly object[] };
    const query = request.query as Query;
    return database.bulkGet({ docs, revs: flag(query['revs']), latest: flag(query['latest']) });
  });
  app.addHook('onClose', async () => {
    await database.close();
  });
}
