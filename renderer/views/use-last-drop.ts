// The last files that were dropped and what became of them: as long as the program runs, so that a sheet
// that is closed loses nothing; in memory alone, because whatever is nobody's here is not ours to keep.
import { useState } from 'react';
import type { CaseState } from '../../shared/domain/case.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import type { Console } from '../console/console.ts';
import type { MarketFile } from '../files/market-files.ts';
import type { Wall } from '../../shared/market/values.ts';
import type { Judged } from './judged-answers.ts';
import { useConsole } from './use-console.ts';

export interface Drop {
  readonly files: readonly MarketFile[];
  /** By whose clock they were read. */
  readonly wall: Wall;
  readonly lists: readonly OutstandingList[];
  /** Of whom the files speak, open or closed. */
  readonly cases: readonly CaseState[];
  /** Taken in, UTC ms, and as what: judged again it would all be known already. */
  readonly taken: { readonly at: number; readonly judged: Judged } | null;
}

const drops = new WeakMap<Console, Drop>();

export function useLastDrop(): readonly [drop: Drop | null, keep: (drop: Drop) => void] {
  const console = useConsole();
  const [drop, setDrop] = useState(() => drops.get(console) ?? null);
  return [
    drop,
    (next) => {
      drops.set(console, next);
      setDrop(next);
    },
  ];
}
