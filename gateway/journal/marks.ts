// A feed's mark is a hash over everything in it so far: a console that comes back with another one
// has read another feed, and is told so. The hash of an entry stands for all of its chain before it,
// so a stretch of one chain is marked in one go: by where it begins, and by its last entry. What another
// organisation wrote is marked one by one, by what is shown of it.
import { hash } from 'node:crypto';

/** `before` is the mark of the entry before number `first`; `last` the hash of the stretch's last. */
export function markAfter(before: string, first: number, last: string): string {
  return hash('sha256', `${before}${first} ${last}`, 'hex');
}
