// The row that holds the end of the own chain, and in what order the references of this device come.
import { bodyHash, type Entry, type Tip } from '../../shared/log/entry.ts';
import { isSharedSubject } from '../../shared/log/seal-all.ts';

/** The tip row: the end of the chain, and how many speakable references were given out. */
export interface TipRow extends Tip {
  readonly references: number;
  /** In what order their numbers come (withOrder); absent while they count on. */
  readonly order?: string;
  /** Counts what came from others: cases have moved on though the own chain has not. */
  readonly taken: number;
  /** Cases that the shelf (shelf.ts) does not have as they are; absent where there was none yet. */
  readonly touched?: readonly string[] | null;
}

/**
 * The order of a device's references after these entries of its chain: a secret that a journal brings
 * back. It follows from the first entry that stays in its organisation, which has a salt, unless a
 * reference was given out before: then they count on.
 */
export function withOrder(
  before: { readonly order?: string | undefined; readonly references: number },
  entries: readonly Entry[],
): Pick<TipRow, 'order'> {
  const first = entries.find(({ subject }) => !isSharedSubject(subject));
  const found = before.references === 0 && first?.body ? bodyHash(first.body) : undefined;
  const order = before.order ?? found;
  return order === undefined ? {} : { order };
}
