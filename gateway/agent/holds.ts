// The list of disconnections that must not be sent, for the supplier's own system: as two files beside
// EMMA's folders, written anew when something of it changes, and over HTTP on this machine.
import { createServer, type Server } from 'node:http';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { confirmersOf, isStanding, type GuardState } from '../../shared/domain/guard.ts';
import { toCsv } from '../../shared/domain/intake/table.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';

export interface HoldList {
  /** When this was worked out, ISO. */
  readonly asOf: string;
  /** Until when it may be acted on, ISO: an agent that has ended says nothing more. */
  readonly validUntil: string;
  /** False while the gateway was not heard lately: a hold may be missing, and nothing is to be sent. */
  readonly isCurrent: boolean;
  /** Monitoring and disconnections of everybody are paused. */
  readonly isPaused: boolean;
  readonly holds: readonly Hold[];
}

interface Hold {
  /** null: of everybody. */
  readonly mprn: string | null;
  readonly because: string;
  readonly placedAt: string | null;
  readonly placedBy: string;
  readonly reviewAt: string | null;
  /** Who confirmed it, of the order to everybody. */
  readonly confirmedBy: string;
  /** Between which times a payment may be missing, ISO; no end while it goes on. */
  readonly exposedFrom: string | null;
  readonly exposedUntil: string | null;
}

const iso = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

export function holdList(guards: readonly GuardState[], now: number, isCurrent: boolean): HoldList {
  const standing = guards.filter(isStanding);
  return {
    asOf: new Date(now).toISOString(),
    validUntil: new Date(isCurrent ? now + VALID_MS : now).toISOString(),
    isCurrent,
    isPaused: standing.some(({ kind }) => kind === 'pause'),
    holds: standing
      .map(({ mprn, placed, reviewAt, since, until }) => ({
        mprn,
        because: placed.map(({ because }) => because).join('; '),
        placedAt: iso(placed[0]?.at),
        placedBy: placed[0]?.operator ?? '',
        reviewAt: iso(reviewAt),
        confirmedBy: confirmersOf(placed),
        exposedFrom: iso(since),
        exposedUntil: iso(until),
      }))
      .sort((one, other) => ((one.mprn ?? '') < (other.mprn ?? '') ? -1 : 1)),
  };
}

/** Written anew after half of that, though nothing has changed. */
const VALID_MS = 60_000;

const HEADER = [
  'MPRN',
  'Because',
  'Placed at',
  'Placed by',
  'Look again at',
  'Confirmed by',
  'Exposed from',
  'Exposed until',
  'As of',
  'Valid until',
  'Current',
];

/** `hold-list.json` and `hold-list.csv`, each whole or not at all. */
export class HoldFiles {
  readonly #folder: string;
  #written = '';
  #writtenAt = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** False when the folder kept it from being written; it is tried again at the next call. */
  async write(list: HoldList): Promise<boolean> {
    const said = JSON.stringify([list.isCurrent, list.isPaused, list.holds]);
    const at = Date.parse(list.asOf);
    if (said === this.#written && Math.abs(at - this.#writtenAt) < VALID_MS / 2) return true;
    const age = [list.asOf, list.validUntil, list.isCurrent ? 'yes' : 'no'];
    const csv = toCsv([
      HEADER,
      ...list.holds.map((hold) => [
        hold.mprn ?? 'ALL',
        hold.because,
        hold.placedAt ?? '',
        hold.placedBy,
        hold.reviewAt ?? '',
        hold.confirmedBy,
        hold.exposedFrom ?? '',
        hold.exposedUntil ?? '',
        ...age,
      ]),
      // A row of nobody: how old the list is must be seen of one without a hold too.
      ...(list.holds.length === 0 ? [['', '', '', '', '', '', '', '', ...age]] : []),
    ]);
    try {
      await whole(join(this.#folder, 'hold-list.json'), `${JSON.stringify(list, null, 2)}\n`);
      await whole(join(this.#folder, 'hold-list.csv'), csv);
    } catch {
      return false;
    }
    this.#written = said;
    this.#writtenAt = at;
    return true;
  }
}

async function whole(path: string, text: string): Promise<void> {
  const beside = `${path}.tmp`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}

/** `GET /v1/holds` on this machine alone; the sentence of why not. */
export async function serveHolds(
  port: number,
  list: () => HoldList,
): Promise<Result<{ readonly port: number; readonly close: () => Promise<void> }, string>> {
  const server = createServer((request, response) => {
    // A stranger's name that was made to point here reads nothing (DNS rebinding).
    if (!isOwnName(request.headers.host, request.socket.localPort)) {
      response.writeHead(421, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify({ reason: 'This name is not served here.' }));
      return;
    }
    const isAsked = request.method === 'GET' && request.url === '/v1/holds';
    const held = isAsked ? list() : null;
    response.writeHead(held === null ? 404 : held.isCurrent ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(held ?? { reason: 'GET /v1/holds is all there is.' }));
  });
  const failed = await listening(server, port);
  if (failed !== null)
    return fail(`The hold list cannot be served on 127.0.0.1:${port} (${failed}).`);
  const address = server.address();
  return ok({
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  });
}

const isOwnName = (host: string | undefined, port: number | undefined): boolean =>
  host === `127.0.0.1:${port}` || host?.toLowerCase() === `localhost:${port}`;

function listening(server: Server, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, '127.0.0.1', () => resolve(null));
  });
}
