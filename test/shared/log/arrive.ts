// Entries that arrive piece by piece, projected as a store does it.
import type { Entry } from '../../../shared/log/entry.ts';
import { piecesOf, type Piece } from '../../../shared/domain/pieces.ts';
import { projectCases, readState, type KnownCase } from '../../../renderer/store/projection.ts';

/** Pieces as they arrive, in batches, projected one batch after the other. */
export async function arrive(batches: readonly (readonly Entry[])[]) {
  const known = new Map<string, KnownCase>();
  const orphans = new Set<string>();
  const stored = new Map<string, Piece[]>();
  for (const batch of batches) {
    const pieces = batch.flatMap((entry) => piecesOf(entry, {}));
    const { cases, orphans: without } = await projectCases(pieces, {
      known,
      orphans,
      historyOf: (subject) =>
        Promise.resolve((stored.get(subject) ?? []).map(({ event }) => event)),
    });
    for (const piece of pieces)
      stored.set(piece.event.subject, [...(stored.get(piece.event.subject) ?? []), piece]);
    for (const subject of without) orphans.add(subject);
    for (const { row } of cases) {
      orphans.delete(row.subject);
      known.set(row.subject, { row, state: readState(row) });
    }
  }
  return known;
}
