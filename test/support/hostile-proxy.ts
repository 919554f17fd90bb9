// A network that lies: a real HTTP proxy in front of a real gateway, that does to every call what its
// mode says. It counts how often the fault struck, so that a test can prove that it took place, and
// tells when it strikes, so that nobody has to wait by the clock.
import {
  request as send,
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export const modes = [
  'honest',
  /** Everything arrives, late. */
  'delay',
  /** Taken and never answered; the gateway hears nothing. */
  'drop',
  /** Half of the reply, then the line is cut hard. */
  'reset',
  /** Half of the reply, whose length was promised, then a polite end. */
  'truncate',
  /** Half of the reply, as if it were all. */
  'halve',
  /** The gateway gets it twice. */
  'duplicate',
  /** A call is held back and reaches the gateway after the one that came later. */
  'reorder',
  /** The gateway has handled it; nobody hears of it. */
  'loseReply',
  /** A login page, with 200. */
  'page',
  /** The head and half of the body, then nothing more. */
  'hang',
  /** One byte a second. */
  'trickle',
  'badGateway',
  'proxyLogin',
  /** Sent on to a login page. */
  'redirect',
  /** Another network's way to say that it wants a login. */
  'networkLogin',
  /** What a company's filter says of an address it does not know. */
  'forbiddenPage',
] as const;
export type Mode = (typeof modes)[number];

export interface HostileProxy {
  readonly address: string;
  mode: Mode;
  readonly struck: Record<Mode, number>;
  /** The next time that a fault strikes. */
  strike(): Promise<void>;
  close(): Promise<void>;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const LOGIN = '<!DOCTYPE html><html><title>Log in to the network</title></html>';
const LATE_MS = 30;

export async function startHostileProxy(
  gateway: string,
  tls?: { readonly key: string; readonly cert: string },
): Promise<HostileProxy> {
  const struck = Object.fromEntries(modes.map((mode) => [mode, 0])) as Record<Mode, number>;
  let waiting: (() => void)[] = [];
  const strike = (mode: Mode) => {
    struck[mode] += 1;
    for (const hear of waiting.splice(0)) hear();
  };
  const timers = new Set<NodeJS.Timeout>();
  let heldBack: Call | null = null;

  const answer = async (call: Call, response: ServerResponse, mode: Mode): Promise<void> => {
    const page = (status: number, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(LOGIN);
      strike(mode);
    };
    switch (mode) {
      case 'drop':
        return strike(mode);
      case 'page':
        return page(200);
      case 'badGateway':
        return page(502);
      case 'proxyLogin':
        return page(407, { 'proxy-authenticate': 'Basic realm="company"' });
      case 'redirect':
        return page(302, { location: '/login' });
      case 'networkLogin':
        return page(511);
      case 'forbiddenPage':
        return page(403);
      case 'reorder': {
        if (heldBack === null) {
          heldBack = call;
          return strike(mode);
        }
        const older = heldBack;
        heldBack = null;
        give(response, await forward(gateway, call));
        await forward(gateway, older);
        return strike(mode);
      }
      case 'duplicate':
        await forward(gateway, call);
        strike(mode);
        return give(response, await forward(gateway, call));
      default:
        return spoil(response, await forward(gateway, call), mode);
    }
  };

  /** The gateway has handled it; what becomes of its reply. */
  const spoil = (response: ServerResponse, reply: Reply, mode: Mode): void => {
    const { socket } = response;
    if (socket === null) return;
    const half = reply.body.subarray(0, Math.floor(reply.body.length / 2));
    switch (mode) {
      case 'loseReply':
        socket.resetAndDestroy();
        return strike(mode);
      case 'reset':
        socket.write(headOf(reply));
        socket.write(half, () => {
          socket.resetAndDestroy();
          strike(mode);
        });
        return;
      case 'truncate':
        socket.write(headOf(reply));
        socket.end(half);
        return strike(mode);
      case 'halve':
        give(response, { ...reply, body: half });
        return strike(mode);
      case 'hang':
        socket.write(headOf(reply));
        socket.write(half, () => strike(mode));
        return;
      case 'trickle': {
        socket.write(headOf(reply));
        let at = 0;
        const next = () => {
          if (socket.destroyed) return;
          socket.write(reply.body.subarray(at, (at += 1)));
          if (at === 1) strike(mode);
          timers.add(setTimeout(next, 1000));
        };
        return next();
      }
      case 'delay':
        strike(mode);
        timers.add(setTimeout(() => give(response, reply), LATE_MS));
        return;
      default:
        give(response, reply);
    }
  };

  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const { mode } = proxy;
    buffer(incoming)
      .then((body) => answer({ method, path, headers, body }, response, mode))
      // The gateway is away, or the client has gone: as a proxy says it.
      .catch(() => (response.writableEnded ? undefined : response.writeHead(502).end()));
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: HostileProxy = {
    address: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    mode: 'honest',
    struck,
    strike: () =>
      new Promise((resolve) => {
        waiting = [...waiting, resolve];
      }),
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

function forward(gateway: string, call: Call): Promise<Reply> {
  const { method, path, body } = call;
  const { host: _host, connection: _connection, ...headers } = call.headers;
  return new Promise((resolve, reject) => {
    const sent = send(new URL(path, gateway), { method, headers, agent: false }, (reply) => {
      buffer(reply).then(
        (text) => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: text }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function give(response: ServerResponse, { status, headers, body }: Reply): void {
  const { connection: _connection, 'transfer-encoding': _encoding, ...others } = headers;
  response.writeHead(status, { ...others, 'content-length': body.length }).end(body);
}

/** As it would have been said, the whole length promised. */
function headOf({ status, headers, body }: Reply): string {
  return [
    `HTTP/1.1 ${status} As Is`,
    `content-type: ${headers['content-type'] ?? 'application/json'}`,
    `content-length: ${body.length}`,
    '\r\n',
  ].join('\r\n');
}
