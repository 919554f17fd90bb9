// RxDB's HTTP replication, the server's half as its documentation describes it: pull after a
// checkpoint, push with the master state the client assumed. Its store is the same SQLite as ours,
// with the same settings.
import type { FastifyInstance } from 'fastify';
import { DatabaseSync } from 'node:sqlite';
import type { PeerDocument } from './documents.ts';

export interface RxCheckpoint {
  readonly place: number;
}
export type RxRow = PeerDocument & { readonly _deleted: boolean };
export interface RxPush {
  readonly newDocumentState: RxRow;
  readonly assumedMasterState?: RxRow;
}
export interface RxPulled {
  readonly documents: readonly RxRow[];
  readonly checkpoint: RxCheckpoint;
}

export function serveRx(app: FastifyInstance, file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE docs (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL) STRICT;
  `);
  const known = database.prepare('SELECT doc FROM docs WHERE id = ?');
  const gone = database.prepare('DELETE FROM docs WHERE id = ?');
  const put = database.prepare('INSERT INTO docs (id, doc) VALUES (?, ?)');
  const after = database.prepare(
    'SELECT place, doc FROM docs WHERE place > ? ORDER BY place LIMIT ?',
  );
  app.post('/rx/push', (request) => {
    const conflicts: RxRow[] = [];
    database.exec('BEGIN IMMEDIATE');
    for (const { newDocumentState, assumedMasterState } of request.body as readonly RxPush[]) {
      const master = known.get(newDocumentState.id);
      const assumed =
        assumedMasterState === undefined ? undefined : JSON.stringify(assumedMasterState);
      if (master !== undefined && master['doc'] !== assumed) {
        conflicts.push(JSON.parse(String(master['doc'])) as RxRow);
        continue;
      }
      if (master !== undefined) gone.run(newDocumentState.id);
      put.run(newDocumentState.id, JSON.stringify(newDocumentState));
    }
    database.exec('COMMIT');
    return Promise.resolve(conflicts);
  });
  app.get('/rx/pull', (request): Promise<RxPulled> => {
    const { place, limit } = request.query as { readonly place: string; readonly limit: string };
    const rows = after.all(Number(place), Number(limit));
    return Promise.resolve({
      documents: rows.map((row) => JSON.parse(String(row['doc'])) as RxRow),
      checkpoint: { place: Number(rows.at(-1)?.['place'] ?? place) },
    });
  });
  app.addHook('onClose', async () => database.close());
}
