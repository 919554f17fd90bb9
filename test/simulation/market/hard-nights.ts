// One night in so many is harder than the others, by dice of its own, so that the others are what they
// were: the market dies too, and EMMA's folders vanish, are read-only or slow for minutes.
import type { FolderIs, FolderTrouble } from '../../../gateway/agent/folder.ts';
import type { Moment } from '../../support/memory-folder.ts';
import { dice, type Clock } from '../clock.ts';
import type { MarketProgram } from './market-program.ts';

const NIGHTS = 5;
const MIN = 60_000;
const SECOND = 1000;

export const isHardNight = (seed: number): boolean => seed % NIGHTS === 0;

export interface HardNight {
  readonly seed: number;
  readonly clock: Clock;
  /** So long things go wrong, ms. */
  readonly ms: number;
  readonly isOver: () => boolean;
}

/** The market dies at some moments of the night, and at others as soon as it was told something. */
export function marketDies(
  market: MarketProgram,
  fault: (name: string) => void,
  { seed, clock, ms, isOver }: HardNight,
): void {
  if (!isHardNight(seed)) return;
  const random = dice(seed + 2 ** 22);
  market.onDied = () => void clock.after((10 + random() * 170) * SECOND, () => market.comeBack());
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--)
    clock.after(random() * ms, () => {
      if (isOver() || !market.isUp) return;
      fault('market died');
      market.die();
    });
  market.diesOf = () => {
    const isMeant = random() < 0.3;
    if (!isMeant || isOver()) return false;
    fault('market died of what it was told');
    return true;
  };
}

interface Spell {
  readonly is: Extract<FolderIs, 'missing' | 'readOnly' | 'slow'>;
  readonly from: number;
  readonly to: number;
}

const spells = ['missing', 'readOnly', 'slow'] as const;
const codes = { missing: 'ENOENT', readOnly: 'EROFS', slow: 'ETIMEDOUT' } as const;

/** What is wrong with the folders at a moment of such a night. */
export function spellsOf({ seed, clock, ms }: HardNight): (moment: Moment) => FolderTrouble | null {
  if (!isHardNight(seed)) return () => null;
  const random = dice(seed + 2 ** 23);
  const all = Array.from({ length: 2 + Math.floor(random() * 3) }, (): Spell => {
    const is = spells[Math.floor(random() * spells.length)] ?? 'missing';
    const from = clock.now + random() * ms;
    return { is, from, to: from + (1 + random() * 7) * MIN };
  });
  return (moment) => {
    const spell = all.find(({ from, to }) => clock.now >= from && clock.now < to);
    if (spell === undefined) return null;
    const { is } = spell;
    // What can be read can be read; and of what was too slow nobody knows whether it was done.
    const isMet = is === 'missing' || (is === 'slow' ? random() < 0.4 : writing.has(moment));
    return isMet ? { is, why: codes[is] } : null;
  };
}

const writing = new Set<Moment>([
  'before stage',
  'before send',
  'before tidy',
  'before claim',
  'before archive',
  'before poison',
]);
