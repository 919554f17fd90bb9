// Where the person is, kept by the host beside the journal: for a start after which the database is
// gone. Never awaited by a person, and nothing where a host keeps none.
import * as v from 'valibot';
import type { Bridge, World } from '../../shared/bridge.ts';
import { decodeJson } from '../../shared/lib/decode.ts';
import type { LastDoor } from '../store/last-door.ts';
import { firstPlace, readPlace, type Place } from './place.ts';

type SpareBridge = Pick<Bridge, 'keepSpare' | 'readSpare'>;

const doorSchema = v.object({
  world: v.nullable(v.picklist(['live', 'practice'])),
  name: v.string(),
});

const quietly = (done: Promise<unknown>): void => void done.catch(() => undefined);

export function keepSpareDoor(bridge: SpareBridge, door: LastDoor): void {
  quietly(bridge.keepSpare({ name: 'door', text: JSON.stringify(door) }));
}

export async function spareDoor(bridge: SpareBridge): Promise<LastDoor | null> {
  const text = await bridge.readSpare({ name: 'door' }).catch(() => null);
  const door = text === null ? null : decodeJson(doorSchema, text);
  return door?.ok === true ? door.value : null;
}

export function keepSparePlace(bridge: SpareBridge, world: World, place: Place): void {
  quietly(bridge.keepSpare({ name: world, text: JSON.stringify(place) }));
}

export async function sparePlace(bridge: SpareBridge, world: World): Promise<Place> {
  const text = await bridge.readSpare({ name: world }).catch(() => null);
  const read = text === null ? null : decodeJson(v.unknown(), text);
  return read?.ok === true ? readPlace(read.value) : firstPlace;
}
