// What another organisation is shown of an entry: everything but where it stands in its device's chain,
// which would tell how much that desk wrote to others in between. It follows from the entry alone, so
// whoever has both can prove the one by the other; its body is the same and verifies by itself.
import { chainHashOf, headHashOf, ORIGIN, type Entry } from './entry.ts';

/** The head without its place. `head` is JSON text of an object. */
export function shownHead(head: string): string {
  const { seq: _seq, ...shown } = JSON.parse(head) as Record<string, unknown>;
  return JSON.stringify(shown);
}

/** What stands for the chain's hash where there is no chain to follow. */
export function shownHash(shown: string): string {
  return chainHashOf(ORIGIN, headHashOf(shown));
}

/** Whether a stored entry is the one that is shown: it came with its place from an earlier gateway. */
export function isShown(stored: Entry, shown: Entry): boolean {
  return stored.hash === shown.hash || shownHash(shownHead(stored.head)) === shown.hash;
}
