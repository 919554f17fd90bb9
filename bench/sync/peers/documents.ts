// The same record contents as ours, as each peer wants them: one document per entry, or per row of a
// file. Hashes and the chain travel along, nobody checks them there.
import { must } from '../../../shared/lib/check.ts';
import { readHead, type Entry } from '../../../shared/log/entry.ts';

export interface PeerDocument {
  readonly id: string;
  readonly subject: string;
  readonly head: string;
  readonly body: string;
  readonly prev: string;
}

export function documentsOf(entries: readonly Entry[]): readonly PeerDocument[] {
  return entries.flatMap((entry) => {
    const { id, subject, head, prev } = entry;
    if (typeof entry.body === 'string') return [{ id, subject, head, prev, body: entry.body }];
    // A peer has no list in one entry: each customer of a file is a document of its own.
    return must(entry.body, 'an own entry has its body')
      .slice(1)
      .map((body, index) => ({
        id: `${id}#${index + 1}`,
        subject: `mprn:${/"mprn":"(\d{11})"/.exec(body)?.[1] ?? ''}`,
        // The texts of a whole chunk share one head; of that each row bears its part.
        head: JSON.stringify({ seq: readHead(entry).seq, row: index + 1 }),
        prev: '',
        body,
      }));
  });
}

/** What every peer's screen would need at least: the documents, one per customer, oldest first. */
export function queueOf(documents: readonly PeerDocument[]): number {
  const customers = new Map<string, number>();
  for (const { subject, body } of documents) {
    const paid = /"paidAt":(\d+)/.exec(body)?.[1];
    if (paid !== undefined) customers.set(subject, Number(paid));
  }
  return [...customers].toSorted((one, other) => one[1] - other[1]).length;
}
