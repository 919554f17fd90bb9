// Starts the gateway on its one address, or says in a literal reason why it did not. It never
// takes another port: see address.ts.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { assert } from '../shared/lib/check.ts';
import { decode, decodeJson } from '../shared/lib/decode.ts';
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { gatewayPort, loopback, originOf } from './address.ts';
import { administratorFolders } from './administrator-file.ts';
import type { Log } from './log-line.ts';
import { buildServer } from './server.ts';

export interface GatewayOptions {
  /** Only tests choose another (0 takes a free one): the port is part of the database's key. */
  readonly port?: number;
  /** Folder of the built page. */
  readonly page?: string;
  /** The one folder to look in for backstop.json, instead of the usual ones. */
  readonly configurationFolder?: string;
  readonly log?: Log;
}

export type GatewayRefusal =
  | { readonly reason: 'portBusy'; readonly port: number; readonly alreadyRunning: boolean }
  | { readonly reason: 'portRefused'; readonly port: number }
  | { readonly reason: 'pageMissing'; readonly page: string };

export interface Gateway {
  /** Where the page is, e.g. `http://127.0.0.1:4375`. */
  readonly address: string;
  /** Answers what is under way, then stops. */
  close(): Promise<void>;
}

/** How long a closing gateway waits for a slow client before it hangs up. */
const patienceMs = 3000;

const program = fileURLToPath(new URL('..', import.meta.url));

export async function startGateway(
  options: GatewayOptions = {},
): Promise<Result<Gateway, GatewayRefusal>> {
  const { port = gatewayPort, page = join(program, 'out', 'renderer'), log = () => {} } = options;
  if (!existsSync(join(page, 'index.html'))) return fail({ reason: 'pageMissing', page });

  let listeningOn = port;
  const version = await readVersion();
  const app = buildServer({
    page,
    version,
    log,
    administratorFolders:
      options.configurationFolder === undefined
        ? administratorFolders({
            platform: process.platform,
            programData: process.env['ProgramData'],
            beside: program,
          })
        : [options.configurationFolder],
    port: () => listeningOn,
    monotonic: () => performance.now(),
  });

  try {
    await app.listen({ host: loopback, port });
  } catch (error) {
    await app.close();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      return fail({ reason: 'portBusy', port, alreadyRunning: await isBackstop(port) });
    }
    if (code === 'EACCES' || code === 'EPERM') return fail({ reason: 'portRefused', port });
    throw error;
  }
  listeningOn = portOf(app.server.address());
  const address = originOf(listeningOn);
  log({ event: 'listening', address, version });

  let closing: Promise<void> | undefined;
  const close = async () => {
    const hangUp = setTimeout(() => app.server.closeAllConnections(), patienceMs);
    await app.close();
    clearTimeout(hangUp);
    log({ event: 'closed' });
  };
  return ok({ address, close: () => (closing ??= close()) });
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
    case 'pageMissing':
      return `There is no built page in ${refusal.page}; run "npm run build" first.`;
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
