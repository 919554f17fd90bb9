// Bringing in a file: rows are hashed in chunks beforehand (the page stays alive, the person can
// cancel), then everything goes in by one transaction: ten thousand rows, or none.
import { Dexie } from 'dexie';
import { must } from '../../shared/lib/check.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Begun, ClockRun } from '../../shared/log/clock-run.ts';
import type { Draft } from '../../shared/log/entry.ts';
import { newSalt, uuid7 } from '../../shared/log/ids.ts';
import { subjectOf } from '../../shared/domain/case.ts';
import type { Clocks } from '../../shared/domain/clocks.ts';
import { draft, draftRows, type IntakeRow } from '../../shared/domain/events.ts';
import { existing, putCases } from './case-rows.ts';
import type { ConsoleDatabase } from './database.ts';
import { historyIn, knownCases } from './dexie-cases.ts';
import type { Bringing, StoreTools, Trouble, Written } from './ports.ts';
import { piecesOf, piecesOfRows } from '../../shared/domain/pieces.ts';
import { sealAll } from '../../shared/log/seal-all.ts';
import { projectCases, tipOf } from './projection.ts';
import { withOrder, type TipRow } from './tip.ts';
import { touchedWith } from './shelf.ts';

export const CHUNK_ROWS = 500;
/** Signs of a chunk as text: one entry has to pass through every call between here and the gateway. */
const CHUNK_SIGNS = 500_000;

export interface Prepared {
  readonly subject: string;
  readonly chunks: readonly { readonly draft: Draft; readonly rows: readonly IntakeRow[] }[];
  readonly unlisted: readonly Draft[];
}

/** Hashes every row; null when cancelled. Half of the progress is made here. */
export async function prepare(bringing: Bringing, tools: StoreTools): Promise<Prepared | null> {
  const intake = uuid7(tools.now(), tools.random);
  const subject = `intake:${intake}`;
  const chunks: { draft: Draft; rows: readonly IntakeRow[] }[] = [];
  const total = bringing.rows.length;
  for (let from = 0, to = 0; from < total; from = to) {
    if (bringing.signal?.aborted === true) return null;
    to = endOfChunk(bringing.rows, from);
    const rows = bringing.rows.slice(from, to);
    const head = { file: bringing.file, intake, chunk: chunks.length, rows: rows.length };
    chunks.push({ draft: draftRows(subject, head, rows, () => newSalt(tools.random)), rows });
    bringing.onProgress?.(Math.floor((from + rows.length) / 2), total);
    await breathe();
  }
  const unlisted = bringing.unlisted.map((mprn) =>
    draft(
      subjectOf(mprn),
      'case.unlisted',
      { file: bringing.file, intake },
      { salt: newSalt(tools.random) },
    ),
  );
  return bringing.signal?.aborted === true ? null : { subject, chunks, unlisted };
}

function endOfChunk(rows: readonly IntakeRow[], from: number): number {
  let signs = 0;
  for (let to = from; to < Math.min(rows.length, from + CHUNK_ROWS); to++) {
    signs += JSON.stringify(rows[to]).length;
    if (signs > CHUNK_SIGNS && to > from) return to;
  }
  return Math.min(rows.length, from + CHUNK_ROWS);
}

/** Lets the page paint and hear a click on Cancel. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', () => {
      channel.port1.close();
      resolve();
    });
    channel.port1.start();
    channel.port2.postMessage(null);
  });
}

class Cancelled extends Error {}

export async function writeRows(
  database: ConsoleDatabase,
  prepared: Prepared,
  bringing: Bringing,
  tools: StoreTools,
  run: ClockRun,
): Promise<Result<Written, Trouble | { readonly code: 'cancelled' }>> {
  try {
    const { begun, ...written } = await database.transaction(
      'rw',
      [database.entries, database.cases, database.bundles, database.bundled, database.meta],
      // Dexie follows native awaits only into a callback that is itself async.
      async () => inside(database, prepared, bringing, tools, run),
    );
    if (written.entries.length > 0) begun.wrote();
    return ok(written);
  } catch (error) {
    if (error instanceof Cancelled || (error instanceof Error && error.name === 'Cancelled')) {
      return fail({ code: 'cancelled' });
    }
    throw error;
  }
}

async function inside(
  database: ConsoleDatabase,
  prepared: Prepared,
  bringing: Bringing,
  tools: StoreTools,
  run: ClockRun,
): Promise<Written & { readonly begun: Begun }> {
  // Read at once: a clock that is put right meanwhile is of the next act.
  const now = tools.now();
  const clockOffset = tools.clockOffset?.() ?? 0;
  const begun = run.at(now - clockOffset);
  const tip = tipOf(await database.meta.get('tip'));
  bringing.onTip?.(tip);
  const clocks = ((await database.meta.get('clocks'))?.value ?? {}) as Clocks;
  const orphans = new Set(((await database.meta.get('orphans'))?.value ?? []) as string[]);
  const drafts = prepared.chunks.map((chunk) => chunk.draft);
  const ofNow = { ...tools, clockOffset: () => clockOffset };
  const { operator } = bringing;
  const sealed = sealAll(drafts, tip, operator, now, ofNow, begun);
  const gone = sealAll(prepared.unlisted, sealed.tip, operator, now, ofNow);
  const pieces = [
    ...prepared.chunks.flatMap((chunk, index) =>
      piecesOfRows(must(sealed.entries[index], 'one entry per chunk'), chunk.rows, clocks),
    ),
    ...gone.entries.flatMap((entry) => piecesOf(entry, clocks)),
  ];
  const subjects = pieces.map(({ event }) => event.subject);
  const known = await knownCases(database, await existing(database, subjects));
  const { cases } = await projectCases(pieces, {
    known,
    orphans,
    historyOf: (about) => historyIn(database, about, known.get(about)?.row.origins ?? [], clocks),
  });
  const rows = cases.map(({ row }) => row);
  await database.entries.bulkAdd([...sealed.entries, ...gone.entries]);
  const { idbtrans: transaction } = must(Dexie.currentTransaction, 'inside a transaction');
  const total = bringing.rows.length;
  for (let from = 0; from < rows.length; from += 1000) {
    if (bringing.signal?.aborted === true) throw new Cancelled('by the person');
    await new Dexie.Promise<void>((resolve, reject) => {
      putCases(transaction, cases.slice(from, from + 1000), known, (error) =>
        error === undefined ? resolve() : reject(error),
      );
    });
    bringing.onProgress?.(Math.min(total, Math.floor((total + from + 1000) / 2)), total);
  }
  const end: TipRow = {
    ...gone.tip,
    ...withOrder(tip, sealed.entries),
    references: tip.references,
    taken: tip.taken,
    touched: touchedWith(
      tip.touched,
      rows.map((row) => row.subject),
    ),
  };
  await database.meta.put({ key: 'tip', value: end });
  if (bringing.signal?.aborted === true) throw new Cancelled('by the person');
  bringing.onProgress?.(total, total);
  return {
    begun,
    subject: prepared.subject,
    entries: [...sealed.entries, ...gone.entries],
    tip: gone.tip,
    summaries: cases.map(({ summary }) => summary),
    states: [],
    desk: null,
    incidents: [],
    requests: [],
  };
}
