// What a database lost and the journal on disk still has: a browser whose database file was torn by
// a kill or a power cut throws all of it away and says nothing. Pure; each store puts it back in one
// transaction of its own.
import { ORIGIN, type Entry, type Tip } from '../../shared/log/entry.ts';
import { countOf } from '../../shared/domain/reference.ts';
import { verify, type Incoming } from './incoming.ts';
import type { Lost } from './ports.ts';
import type { TipRow } from './projection.ts';

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

/** The tip behind restored entries of `device`; references go on behind those they gave out. */
export function tipBehind(entries: readonly Entry[], device: string, tip: TipRow): TipRow {
  const last = entries.at(-1);
  if (last === undefined) return tip;
  return {
    device,
    seq: last.seq,
    hash: last.hash,
    stamp: last.stamp,
    references: Math.max(tip.references, ...entries.map((entry) => referencesIn(entry, device))),
    taken: tip.taken + 1,
    touched: tip.touched ?? null,
  };
}

const spoken = /"([A-Z]\d-\d+-[A-Z])"/g;

function referencesIn({ body, subject }: Entry, device: string): number {
  if (typeof body !== 'string' || !subject.startsWith('request:')) return 0;
  const counts = [...body.matchAll(spoken)].map(([, reference]) =>
    countOf(reference ?? '', device),
  );
  return Math.max(0, ...counts);
}
