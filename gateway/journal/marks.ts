// A feed's mark is a hash over everything in it so far: a console that comes back with another one
// has read another feed, and is told so.
import { hash } from 'node:crypto';

export function markAfter(mark: string, entryHash: string): string {
  return hash('sha256', mark + entryHash, 'hex');
}
