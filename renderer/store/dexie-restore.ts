// Puts back into the database what it has lost and the journal still has (lost.ts).
import { must } from '../../shared/lib/check.ts';
import type { ConsoleDatabase } from './database.ts';
import { Taking } from './dexie-taking.ts';
import { following, isOwnName, keptWith, tipBehind, verifyLost } from './lost.ts';
import type { Lost, StoreTools } from './ports.ts';
import { CHECKED } from '../../shared/domain/checked.ts';
import { piecesOf } from '../../shared/domain/pieces.ts';
import type { TipRow } from './tip.ts';

/** How many entries were stored, and the subjects they are about. */
export async function restoreInto(
  database: ConsoleDatabase,
  lost: Lost,
  tools: StoreTools,
): Promise<{ readonly stored: number; readonly subjects: readonly string[] }> {
  const now = tools.now();
  const incoming = verifyLost(lost, now);
  const { device } = lost;
  return database.transaction('rw', database.tables, async () => {
    const taking = new Taking(database);
    const row = must(await database.meta.get('tip'), 'the store was opened');
    const tip = row.value as TipRow;
    const isOwn = isOwnName(device, tip);
    // Another name of this laptop: what went on under the own name is here already, with its id.
    const entries = isOwn
      ? following(incoming, device, tip)
      : (await taking.newOf(incoming, {}, now, tip.device)).entries;
    if (entries.length === 0) return { stored: 0, subjects: [] };
    await database.entries.bulkAdd([...entries]);
    const { clocks, stale } = await taking.clocksAfter(entries);
    const next = isOwn ? tipBehind(entries, device, tip, clocks) : { ...tip, taken: tip.taken + 1 };
    await database.meta.put({ key: 'tip', value: next });
    if (isOwn) {
      const before = await database.meta.get(`kept:${CHECKED}`);
      const kept = Object.entries(keptWith(lost, before?.value, next, now));
      await database.meta.bulkPut(kept.map(([key, value]) => ({ key: `kept:${key}`, value })));
    }
    const pieces = entries.flatMap((entry) => piecesOf(entry, clocks));
    const { subjects } = await taking.fold({ entries, pieces }, clocks, stale, next.device);
    return { stored: entries.length, subjects };
  });
}
