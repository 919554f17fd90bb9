// What a database lost and the journal on disk still has: a browser whose database file was torn by
// a kill or a power cut throws all of it away and says nothing. Pure; each store puts it back in one
// transaction of its own.
import { ORIGIN, tipAfter, type Entry, type Tip } from '../../shared/log/entry.ts';
import { isFarAhead, laterStamp, stampTime, type Stamp } from '../../shared/log/stamp.ts';
import { allChecked, CHECKED, checkedOf, type Checked } from '../../shared/domain/checked.ts';
import { orderOf, type Clocks } from '../../shared/domain/clocks.ts';
import { countOf, type Giver } from '../../shared/domain/reference.ts';
import { verify, type Incoming } from './incoming.ts';
import type { Lost } from './ports.ts';
import { withOrder, type TipRow } from './tip.ts';

/** Lines of the journal, verified as what comes over the network is. */
export const verifyLost = ({ entries }: Lost, now: number): Incoming =>
  verify({ entries: [...entries] }, now);

/** Whether `device` is this database's own name, or becomes it: nothing was written under another. */
export const isOwnName = (device: string, tip: Tip): boolean =>
  device === tip.device || tip.seq === 0;

/** Own entries that go on where the chain of `device` ends, up to the first that does not. */
export function following({ links }: Incoming, device: string, tip: Tip): readonly Entry[] {
  let end: Pick<Tip, 'seq' | 'hash'> = device === tip.device ? tip : { seq: 0, hash: ORIGIN };
  const entries: Entry[] = [];
  for (const { entry, seq, prev } of links) {
    if (seq <= end.seq) continue;
    const follows = entry?.device === device && seq === end.seq + 1 && prev === end.hash;
    if (!follows) break;
    entries.push(entry);
    end = entry;
  }
  return entries;
}

/**
 * The tip behind restored entries of `device`; references go on behind those they gave out. `clocks`:
 * what is known of them with these entries.
 */
export function tipBehind(
  entries: readonly Entry[],
  device: string,
  tip: TipRow,
  clocks: Clocks,
): TipRow {
  const last = entries.at(-1);
  if (last === undefined) return tip;
  const stamp = entries.reduce<Stamp | null>(
    (latest, entry) => laterStamp(latest, orderOf(entry, clocks)),
    null,
  );
  // What a clock far ahead wrote before them is put right by now.
  const isBefore = tip.stamp !== null && stamp !== null && !isFarAhead(tip.stamp, stampTime(stamp));
  const end: TipRow = {
    ...tipAfter(last),
    device,
    stamp: isBefore ? laterStamp(stamp, tip.stamp) : stamp,
    references: tip.references,
    taken: tip.taken + 1,
    touched: tip.touched ?? null,
    ...(device === tip.device && tip.order !== undefined ? { order: tip.order } : {}),
  };
  return entries.reduce<TipRow>((so, entry) => {
    const { order: _order, ...rest } = so;
    const { order } = withOrder(so, [entry]);
    const count = countIn(entry, { device, order });
    // The first one says whether they were given in this order, or counted on by an earlier program.
    const counted = countIn(entry, { device });
    if (so.references === 0 && count > entry.seq && counted <= entry.seq)
      return { ...rest, references: counted };
    // Nobody gives out more of them than it writes entries.
    const references = count > entry.seq ? so.references : Math.max(so.references, count);
    return { ...rest, ...(order === undefined ? {} : { order }), references };
  }, end);
}

/**
 * What comes back by name with own entries, behind which `tip` stands. Where nobody kept how far they
 * were looked at for their times they count as looked at: the clock of today says nothing of then.
 */
export function keptWith(
  { kept = {} }: Lost,
  /** What the database itself still has of it. */
  before: unknown,
  tip: Tip,
  now: number,
): Readonly<Record<string, unknown>> {
  if (kept[CHECKED] === undefined) return { ...kept, [CHECKED]: allChecked(tip, now) };
  const [own, other] = [checkedOf(before), checkedOf(kept[CHECKED])];
  // Written beside the database it may be behind it.
  const checked = own.upTo > other.upTo ? own : other;
  // What the journal has not either is written anew, and is looked at.
  const upTo = Math.min(checked.upTo, tip.seq);
  return { ...kept, [CHECKED]: { ...checked, upTo } satisfies Checked };
}

/** Where a device of ours says what it gave out itself; what it was told stands elsewhere. */
const given = {
  'request.made': /"reference":"([A-Z]\d-\d+-[A-Z])"/,
  'request.taken': /"esbnReference":"([A-Z]\d-\d+-[A-Z])"/,
} as const;

/** How many references `giver` had given out with this entry; 0 where it gives none. */
function countIn({ body, kind }: Entry, giver: Giver): number {
  if (typeof body !== 'string' || !Object.hasOwn(given, kind)) return 0;
  if (body.includes('"referenceOf":"supplier"')) return 0;
  const [, reference = ''] = given[kind as keyof typeof given].exec(body) ?? [];
  return countOf(reference, giver);
}
