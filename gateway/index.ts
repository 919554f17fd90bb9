// Starts the gateway at its address, or says in a literal reason why it did not. It never takes
// another port: see address.ts.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { assert } from '../shared/lib/check.ts';
import { decode, decodeJson } from '../shared/lib/decode.ts';
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { gatewayPort, loopback, originOf, originOfPlace, type Place } from './address.ts';
import { administratorFolders } from './administrator-file.ts';
import { usualLimits, type Limits } from './calls/limits.ts';
import { openJournal, sentenceForJournal, type JournalRefusal } from './data-folder.ts';
import type { Journal } from './journal/journal.ts';
import { SqliteJournal } from './journal/sqlite-journal.ts';
import type { Log } from './log-line.ts';
import { recoverIfRestored } from './recovery.ts';
import { buildServer, usualTimes, type Times } from './server.ts';

export interface GatewayOptions {
  /** Only tests choose another (0 takes a free one): the port is part of the database's key. */
  readonly port?: number;
  /** Address to listen on; beyond loopback only with `tls`, or behind a proxy that has it. */
  readonly host?: string;
  /** Names it is asked for beyond loopback; the first is the page's one address. */
  readonly names?: readonly string[];
  /** Certificate and key, as PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** A proxy on this machine has TLS, and says where requests come from. */
  readonly isBehindProxy?: boolean;
  /** Folder of the journal; without one it is kept in memory and gone with the gateway. */
  readonly data?: string;
  /** Folder of the built page. */
  readonly page?: string;
  /** The one folder to look in for backstop.json, instead of the usual ones. */
  readonly configurationFolder?: string;
  readonly areMetricsAnywhere?: boolean;
  readonly limits?: Partial<Limits>;
  readonly times?: Partial<Times>;
  readonly log?: Log;
}

export type GatewayRefusal =
  | { readonly reason: 'portBusy'; readonly port: number; readonly alreadyRunning: boolean }
  | { readonly reason: 'portRefused'; readonly port: number }
  | { readonly reason: 'noSuchAddress'; readonly host: string }
  | { readonly reason: 'tlsUnusable' }
  | { readonly reason: 'needsTls' | 'needsName' }
  | { readonly reason: 'pageMissing'; readonly page: string }
  | JournalRefusal;

export interface Gateway {
  /** Where the page is, e.g. `http://127.0.0.1:4375`. */
  readonly address: string;
  /** Port it listens on. */
  readonly port: number;
  readonly journal: Journal;
  /** Every route it serves, e.g. `GET /v1/health`. */
  readonly served: readonly string[];
  /** Answers what is under way, then stops. */
  close(): Promise<void>;
}

/** How long a closing gateway waits for a slow client before it hangs up. */
const patienceMs = 3000;

const program = fileURLToPath(new URL('..', import.meta.url));

export async function startGateway(
  options: GatewayOptions = {},
): Promise<Result<Gateway, GatewayRefusal>> {
  const { port = gatewayPort, host = loopback, names = [], isBehindProxy = false } = options;
  const { page = join(program, 'out', 'renderer'), log = () => {} } = options;
  if (!existsSync(join(page, 'index.html'))) return fail({ reason: 'pageMissing', page });
  const isOutside = !isLoopback(host);
  if (isOutside && options.tls === undefined && !isBehindProxy) return fail({ reason: 'needsTls' });
  if ((isOutside || isBehindProxy) && names.length === 0) return fail({ reason: 'needsName' });
  const opened =
    options.data === undefined ? ok(new SqliteJournal(':memory:')) : openJournal(options.data);
  if (!opened.ok) return opened;
  const journal = opened.value;
  const recoveringUntil = recoverIfRestored(journal, Date.now());
  if (recoveringUntil !== null) log({ event: 'restored', recoveringUntil });

  let place: Place = {
    scheme: options.tls === undefined && !isBehindProxy ? 'http' : 'https',
    port,
    names,
    isBehindProxy,
  };
  const version = await readVersion();
  let app;
  try {
    app = await buildServer({
      page,
      version,
      log,
      journal,
      limits: { ...usualLimits, ...options.limits },
      times: { ...usualTimes, ...options.times },
      administratorFolders:
        options.configurationFolder === undefined
          ? administratorFolders({
              platform: process.platform,
              programData: process.env['ProgramData'],
              beside: program,
            })
          : [options.configurationFolder],
      place: () => place,
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      isBehindProxy,
      areMetricsAnywhere: options.areMetricsAnywhere ?? false,
      now: () => Date.now(),
      monotonic: () => performance.now(),
    });
  } catch (error) {
    journal.close();
    // Only the certificate and its key are read while the server is built.
    if (options.tls !== undefined) return fail({ reason: 'tlsUnusable' });
    throw error;
  }

  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    journal.close();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      return fail({ reason: 'portBusy', port, alreadyRunning: await isBackstop(port) });
    }
    if (code === 'EACCES' || code === 'EPERM') return fail({ reason: 'portRefused', port });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      return fail({ reason: 'noSuchAddress', host });
    throw error;
  }
  place = { ...place, port: portOf(app.server.address()) };
  const address = originOfPlace(place);
  log({ event: 'listening', address, version });

  let closing: Promise<void> | undefined;
  const close = async () => {
    const hangUp = setTimeout(() => app.server.closeAllConnections(), patienceMs);
    await app.close();
    clearTimeout(hangUp);
    journal.close();
    log({ event: 'closed' });
  };
  const { served } = app;
  return ok({ address, port: place.port, journal, served, close: () => (closing ??= close()) });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** The one sentence a person is told instead of a page. */
export function sentenceFor(refusal: GatewayRefusal): string {
  switch (refusal.reason) {
    case 'portBusy':
      return refusal.alreadyRunning
        ? `Backstop is already running at ${originOf(refusal.port)}; use that one.`
        : `Port ${refusal.port} on this machine is taken by another program; close it and start again. ` +
            'Backstop never moves to another port, because your saved work belongs to this one.';
    case 'portRefused':
      return `This machine does not let Backstop listen on port ${refusal.port} of ${loopback}; ask whoever looks after it to allow that.`;
    case 'noSuchAddress':
      return `This machine has no address ${refusal.host}; look at what was given to --listen.`;
    case 'tlsUnusable':
      return 'The certificate and its key cannot be used: both must be PEM, and belong together.';
    case 'needsTls':
      return (
        'Beyond this machine the gateway wants TLS: give --tls-cert and --tls-key. If a proxy on this ' +
        'machine has it, say so in words: --plain-http-behind-a-proxy.'
      );
    case 'needsName':
      return 'Say which name it is asked for: --name backstop.example (may repeat; the first is the one address of the page).';
    case 'pageMissing':
      return `There is no built page in ${refusal.page}; run "npm run build" first.`;
    default:
      return sentenceForJournal(refusal);
  }
}

async function readVersion(): Promise<string> {
  const text = await readFile(join(program, 'package.json'), 'utf8');
  const decoded = decodeJson(v.object({ version: v.string() }), text);
  assert(decoded.ok, 'the program has a package.json with a version');
  return decoded.value.version;
}

/** Whether what holds the port is another Backstop; anything odd means no. */
async function isBackstop(port: number): Promise<boolean> {
  try {
    const reply = await fetch(`${originOf(port)}/v1/health`, { signal: AbortSignal.timeout(1000) });
    return decode(v.object({ program: v.literal('backstop') }), await reply.json()).ok;
  } catch {
    return false;
  }
}

function portOf(address: AddressInfo | string | null): number {
  assert(address !== null && typeof address === 'object', 'a listening server has an address');
  return address.port;
}
