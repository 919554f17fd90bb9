// A database that lost what the journal on disk still has gets it back before anybody works with it.
// Browsers throw a torn database away without a word: the journal is what that is for.
import * as v from 'valibot';
import type { Bridge, World } from '../../shared/bridge.ts';
import { decodeJson } from '../../shared/lib/decode.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Tip } from '../../shared/log/entry.ts';
import { wireEntrySchema, type WireEntry } from '../../shared/sync/protocol.ts';
import type { Store, StoreTrouble } from '../store/ports.ts';
import { spareClock } from './spare.ts';

export interface LostPorts {
  readonly world: World;
  readonly bridge: Pick<Bridge, 'journalState' | 'journalDevices' | 'readJournal' | 'readSpare'>;
  readonly store: Pick<Store, 'restore'> & { readonly sync: Pick<Store['sync'], 'tips'> };
}

const lineSchema = v.object({ seq: v.number(), ...wireEntrySchema.entries });

/** Puts back what is missing; how many entries that were. */
export async function bringBackLost(
  tip: Tip,
  ports: LostPorts,
): Promise<Result<number, StoreTrouble>> {
  const { world, bridge, store } = ports;
  const listed = await bridge.journalDevices({ world });
  if (!listed.ok) return ok(0);
  const known = await store.sync.tips();
  let { device, seq } = tip;
  let stored = 0;
  for (const each of listed.devices) {
    if (each === device) {
      const state = await bridge.journalState({ world, device });
      // Nearly always: the journal is as far as the database, or on its way there.
      if (!state.ok || state.state.lastSeq <= seq) continue;
    } else if (seq > 0 && known[each] !== undefined) continue;
    const isOwn = each === device || seq === 0;
    const back = await (isOwn ? restoreOwn(each, seq, ports) : restoreOther(each, ports));
    if (!back.ok) return back;
    stored += back.value;
    // A database without a word of its own goes on under the name of the journal written last.
    if (isOwn && back.value > 0) [device, seq] = [each, seq + back.value];
  }
  return ok(stored);
}

const unreadable = fail<StoreTrouble>({
  code: 'storeBroken',
  detail: 'the journal on disk cannot be read',
});

/** What another name of this laptop wrote: all of it or nothing, because it is looked for only once. */
async function restoreOther(
  device: string,
  { world, bridge, store }: LostPorts,
): Promise<Result<number, StoreTrouble>> {
  const entries: WireEntry[] = [];
  for (let after = 0; ;) {
    const read = await bridge.readJournal({ world, device, after });
    // A part of it, once stored, would never be completed: better tried again.
    if (!read.ok) return unreadable;
    if (read.lines.length === 0) break;
    entries.push(...entriesOf(read.lines));
    after += read.lines.length;
    // Behind a damaged line nothing can be chained, today or later: what is before it is all there is.
    if (entries.length < after) break;
  }
  return entries.length === 0 ? ok(0) : store.restore({ device, entries });
}

/** The own journal in pieces, each stored before the next is read: a next start goes on from there. */
async function restoreOwn(
  device: string,
  from: number,
  { world, bridge, store }: LostPorts,
): Promise<Result<number, StoreTrouble>> {
  let [after, stored] = [from, 0];
  const kept = world === 'live' ? await spareClock(bridge, device) : {};
  for (;;) {
    const read = await bridge.readJournal({ world, device, after });
    // Half of it and then new work behind it would be a chain that fits nothing: better tried again.
    if (!read.ok) return unreadable;
    const entries = entriesOf(read.lines);
    if (entries.length === 0) return ok(stored);
    const restored = await store.restore({ device, entries, kept });
    if (!restored.ok) return restored;
    stored += restored.value;
    after += read.lines.length;
    if (restored.value === 0 || entries.length < read.lines.length) return ok(stored);
  }
}

/** Up to the first line that is none of ours. */
function entriesOf(lines: readonly string[]): readonly WireEntry[] {
  const entries: WireEntry[] = [];
  for (const line of lines) {
    const read = decodeJson(lineSchema, line);
    if (!read.ok) break;
    const { head, body, prev } = read.value;
    entries.push({ head, body, prev });
  }
  return entries;
}
