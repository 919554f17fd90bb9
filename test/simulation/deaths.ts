// Where a program dies in the middle of its one transaction: of what was decided nothing is on its disk,
// or all of it is and nobody was told. In between there is nothing: a transaction is one.
import { dice } from './clock.ts';

export type Death = 'before' | 'after';
/** Asked at every write; null when all goes well. */
export type Deaths = () => Death | null;

export class Killed extends Error {}

/** One night in so many has them, by dice of its own: the other nights are what they were. */
const NIGHTS = 3;

export function deathsOf(
  seed: number,
  of: { readonly share: number; readonly isOver: () => boolean },
): Deaths {
  if (seed % NIGHTS !== NIGHTS - 1) return () => null;
  const random = dice(seed + 2 ** 20);
  return () => {
    const roll = random();
    if (of.isOver() || roll >= of.share) return null;
    return roll < of.share / 2 ? 'before' : 'after';
  };
}
