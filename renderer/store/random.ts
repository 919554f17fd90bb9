import type { RandomBytes } from '../../shared/log/ids.ts';

const POOL = 4096;

/**
 * Random bytes drawn from the system some thousand at a time: every answer needs eight and ten of
 * them, and each call into the system costs as much as sealing the entry. No byte is given twice.
 */
export function pooledRandom(fill: (bytes: Uint8Array<ArrayBuffer>) => void): RandomBytes {
  const pool = new Uint8Array(POOL);
  let used = POOL;
  return (count) => {
    if (count > POOL) throw new RangeError(`at most ${POOL} bytes at a time`);
    if (used + count > POOL) {
      fill(pool);
      used = 0;
    }
    used += count;
    return pool.slice(used - count, used);
  };
}

export const systemRandom: RandomBytes = pooledRandom((bytes) => crypto.getRandomValues(bytes));
