// Which world was open last on this machine, and by whom: on disk before the desk is shown, so that a
// program killed a second after its first start does not ask again. A database of its own, because
// each world's is opened only when its door is. What cannot be read counts as never chosen.
import { Dexie, type Table } from 'dexie';
import { Running, withDeadline } from './guarded.ts';

export interface LastDoor {
  /** Null when the person has left it. */
  readonly world: 'live' | 'practice' | null;
  readonly name: string;
}

const NAME = 'backstop-door';
const DEADLINE_MS = 3000;

export function readLastDoor(): Promise<LastDoor | null> {
  return within(async (doors) => (await doors.get('last'))?.door ?? null);
}

/** A door that cannot be written down opens all the same. */
export async function keepLastDoor(door: LastDoor): Promise<void> {
  await within(async (doors) => {
    await doors.put({ key: 'last', door });
    return null;
  });
}

interface DoorRow {
  readonly key: 'last';
  readonly door: LastDoor;
}

async function within(
  work: (doors: Table<DoorRow, string>) => Promise<LastDoor | null>,
): Promise<LastDoor | null> {
  const database = new Dexie(NAME, { chromeTransactionDurability: 'strict' });
  database.version(1).stores({ doors: '&key' });
  try {
    return await withDeadline(work(database.table('doors')), DEADLINE_MS, new Running());
  } catch {
    return null;
  } finally {
    database.close();
  }
}
