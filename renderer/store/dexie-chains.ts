// A device's chain as it travels: entries, and the places of those that came without their texts.
import type { Entry } from '../../shared/log/entry.ts';
import { toWire, type WireLink } from '../../shared/sync/protocol.ts';
import type { ConsoleDatabase } from './database.ts';

/** Bytes of one batch: small enough for a bad line. */
const BATCH_BYTES = 1_000_000;
const PLACE_BYTES = 200;
const STEP = 50;

/** What follows `seq` without a gap, at most `limit` links. */
export async function chainOf(
  database: ConsoleDatabase,
  device: string,
  seq: number,
  limit: number,
): Promise<WireLink[]> {
  const batch: WireLink[] = [];
  let bytes = 0;
  let after = seq;
  while (batch.length < limit && bytes < BATCH_BYTES) {
    const entries = await database.entries
      .where('[device+seq]')
      .between([device, after + 1], [device, Infinity])
      .limit(Math.min(STEP, limit - batch.length))
      .toArray();
    for (const entry of entries) {
      if (entry.seq !== after + 1 || bytes >= BATCH_BYTES) break;
      batch.push(toWire(entry));
      after = entry.seq;
      bytes += sizeOf(entry);
    }
    if (entries.length > 0 && entries.at(-1)?.seq === after) continue;
    // What came without its text has its place; behind a real gap nothing could be taken.
    const place = await database.places.get([device, after + 1]);
    if (place === undefined) break;
    batch.push(place);
    after = place.seq;
    bytes += PLACE_BYTES;
  }
  return batch;
}

function sizeOf(entry: Entry): number {
  const body =
    entry.body === null
      ? 0
      : typeof entry.body === 'string'
        ? entry.body.length
        : entry.body.reduce((sum, row) => sum + row.length, 0);
  return entry.head.length + body;
}
