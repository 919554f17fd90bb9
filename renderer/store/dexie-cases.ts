// Reading cases and their histories through Dexie, inside whatever transaction runs.
import { Dexie } from 'dexie';
import type { Clocks } from '../../shared/domain/clocks.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { Entry } from '../../shared/log/entry.ts';
import { rowsOf } from './case-rows.ts';
import type { Origin } from '../../shared/domain/pieces.ts';
import type { ConsoleDatabase } from './database.ts';
import { eventsOfCase } from '../../shared/domain/pieces.ts';
import { readState, type KnownCase } from './projection.ts';

export async function knownCases(
  database: ConsoleDatabase,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, KnownCase>> {
  const rows = await rowsOf(database, subjects);
  return new Map(
    [...rows].map(([subject, row]) => [subject, { row, state: readState(row) }] as const),
  );
}

export function entriesOf(
  database: ConsoleDatabase,
  subject: string,
): PromiseLike<readonly Entry[]> {
  return database.entries
    .where('[subject+stamp]')
    .between([subject, Dexie.minKey], [subject, Dexie.maxKey])
    .toArray();
}

/** Everything written about a case, in its order. */
export async function historyIn(
  database: ConsoleDatabase,
  subject: string,
  origins: readonly Origin[],
  clocks: Clocks,
): Promise<readonly DomainEvent[]> {
  const own = await entriesOf(database, subject);
  const ids = [...new Set(origins.map((origin) => origin.entry))];
  const chunks = ids.length === 0 ? [] : await database.entries.bulkGet(ids);
  const byId = new Map(
    chunks.flatMap((entry) => (entry === undefined ? [] : [[entry.id, entry] as const])),
  );
  return eventsOfCase(own, byId, origins, clocks);
}
