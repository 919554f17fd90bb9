// Where the person is and what the gateway said of the clock, kept by the host beside the journal: for
// a start after which the database is gone. Never awaited by a person, and nothing where a host keeps
// none.
import * as v from 'valibot';
import type { Bridge, World } from '../../shared/bridge.ts';
import { decodeJson } from '../../shared/lib/decode.ts';
import { CHECKED, checkedOf } from '../../shared/domain/checked.ts';
import type { LastDoor } from '../store/last-door.ts';
import type { Store } from '../store/ports.ts';
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

/** What a gateway said last of this laptop's clock (told-clock.ts). */
export const TOLD = 'clock.told';

const clockSchema = v.object({ device: v.string(), kept: v.record(v.string(), v.unknown()) });

type Kept = Pick<Store, 'kept' | 'keep'>;

/** What is kept of the clock in a database, and beside the journal too. */
export class ClockKept implements Kept {
  readonly #store: Kept;
  readonly #bridge: SpareBridge;
  readonly #device: () => string;

  /** `device`: whose chain it is of. */
  constructor(store: Kept, bridge: SpareBridge, device: () => string) {
    this.#store = store;
    this.#bridge = bridge;
    this.#device = device;
  }

  kept(key: string): Promise<unknown> {
    return this.#store.kept(key);
  }

  async keep(key: string, value: unknown): Promise<void> {
    await this.#store.keep(key, value);
    this.keepSpare();
  }

  /** As it stands in the database now, also that nothing was looked at yet. */
  keepSpare(): void {
    quietly(this.#keepSpare());
  }

  async #keepSpare(): Promise<void> {
    const device = this.#device();
    const [checked, told] = await Promise.all([this.#store.kept(CHECKED), this.#store.kept(TOLD)]);
    // Got another name meanwhile, it says nothing of either: it is kept once more.
    if (this.#device() !== device) return;
    const kept = { [CHECKED]: checked ?? checkedOf(null), [TOLD]: told };
    await this.#bridge.keepSpare({ name: 'clock', text: JSON.stringify({ device, kept }) });
  }
}

/** What was kept of the clock of `device`, by name; nothing where that is not known. */
export async function spareClock(
  bridge: Pick<SpareBridge, 'readSpare'>,
  device: string,
): Promise<Readonly<Record<string, unknown>>> {
  const text = await bridge.readSpare({ name: 'clock' }).catch(() => null);
  const read = text === null ? null : decodeJson(clockSchema, text);
  if (read?.ok !== true || read.value.device !== device) return {};
  const { [CHECKED]: checked, [TOLD]: told } = read.value.kept;
  return {
    ...(checked === undefined ? {} : { [CHECKED]: checked }),
    ...(told === undefined ? {} : { [TOLD]: told }),
  };
}
