// The HTTP surface: the built page with the production headers, and the calls of the table. Every
// answer carries the same headers, refusals included; POST is heard only where a call has it.
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Socket } from 'node:net';
import { sep } from 'node:path';
import { pageHeaders } from '../shared/lib/page-headers.ts';
import { judgeHost, originOfPlace, type Place } from './address.ts';
import { readAdministratorFile } from './administrator-file.ts';
import { bucketOf, keyOf, type Limits } from './calls/limits.ts';
import { addCalls, isCall, methodOf, noteCaller, refuseCall } from './calls/routes.ts';
import type { Journal } from './journal/journal.ts';
import type { Log } from './log-line.ts';
import { createMetrics } from './metrics.ts';
import { openApi } from './openapi.ts';
import {
  answerBytes,
  reasonOfBytes,
  serverRefusals,
  type ServerRefusal,
} from './server-refusals.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that is served, e.g. `GET /v1/health`, as the server itself has them. */
    readonly served: readonly string[];
  }
}

export interface ServerParts {
  /** Folder of the built page. */
  readonly page: string;
  readonly version: string;
  readonly administratorFolders: readonly string[];
  readonly log: Log;
  readonly journal: Journal;
  readonly limits: Limits;
  readonly times: Times;
  /** Where it is, known once it listens. */
  readonly place: () => Place;
  /** Certificate and key, as PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly isBehindProxy: boolean;
  readonly areMetricsAnywhere: boolean;
  /** UTC ms. */
  readonly now: () => number;
  /** Milliseconds that only move forward. */
  readonly monotonic: () => number;
}

/** How long a socket is waited for, ms. */
export interface Times {
  /** For a whole request, on a bad line. */
  readonly request: number;
  /** For its headers alone. */
  readonly headers: number;
  /** Between two requests. */
  readonly keepAlive: number;
  /** How often all of them are looked at. */
  readonly look: number;
}
export const usualTimes: Times = {
  request: 120_000,
  headers: 15_000,
  keepAlive: 75_000,
  look: 5000,
};
export const MOST_CONNECTIONS = 2000;
const loopbacks = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
/** Asked by machines on this machine, under any of its names. */
const forMachines = ['/v1/health', '/metrics'];

export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const startedAt = parts.monotonic();
  const { times } = parts;
  const metrics = createMetrics();
  const origin = () => originOfPlace(parts.place());
  const sockets = { headersTimeout: times.headers, connectionsCheckingInterval: times.look };
  /** Of all that is no request: nobody is told what was in it. */
  const clientErrorHandler = (error: Error & { readonly code?: string }, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const reason = reasonOfBytes(error.code);
    answerBytes(socket, reason);
    parts.log({ event: 'unreadable', status: serverRefusals[reason], reason });
  };
  const options = {
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024,
    // Every body is decoded by its schema into objects of ours: a name like __proto__ goes nowhere.
    onProtoPoisoning: 'ignore' as const,
    onConstructorPoisoning: 'ignore' as const,
    requestTimeout: times.request,
    keepAliveTimeout: times.keepAlive,
    maxRequestsPerSocket: 0,
    // Only a proxy on this machine is believed about where a request comes from.
    trustProxy: parts.isBehindProxy ? loopbacks : false,
    // A URL that cannot even be decoded never reaches a route or a hook.
    clientErrorHandler,
    frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply) => {
      void refuse(reply.headers(pageHeaders('web')), 'badRequest');
    },
  };
  const app =
    parts.tls === undefined
      ? fastify({ ...options, http: sockets })
      : (fastify({
          ...options,
          https: { ...sockets, ...parts.tls },
        }) as unknown as FastifyInstance);
  app.server.maxConnections = MOST_CONNECTIONS;
  app.decorateRequest('caller', null);
  app.decorateRequest('refusal', null);
  const served: string[] = [];
  app.decorate('served', served);
  // Before the first route: a hook hears of those that come after it.
  app.addHook('onRoute', ({ method, url }) => {
    served.push(...[method].flat().map((each) => `${each} ${url}`));
  });
  await app.register(cookie);

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(pageHeaders('web'));
    const path = request.url.split('?', 1)[0] ?? '';
    const host = judgeHost(request.headers.host, parts.place());
    if (host === 'foreign') return refuse(reply, 'foreignHost');
    const methods = methodOf(path) === 'POST' ? ['POST'] : ['GET', 'HEAD'];
    if (!methods.includes(request.method)) {
      return refuse(reply.header('allow', methods.join(', ')), 'methodNotAllowed');
    }
    // A console's call is answered where it came in: its token would not follow to another name.
    if (host === 'alias' && !isCall(path) && !forMachines.includes(path)) {
      reply.header('cache-control', 'no-store');
      return reply.redirect(origin() + request.url, 307);
    }
    noteCaller(parts.journal, request);
    return undefined;
  });

  await app.register(rateLimit, {
    keyGenerator: keyOf,
    max: (request) => parts.limits[bucketOf(request)].requests,
    timeWindow: (request) => parts.limits[bucketOf(request)].seconds * 1000,
    addHeaders: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
  });

  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const [route, status] = [routeOf(request), reply.statusCode];
    const { call } = request.routeOptions.config;
    metrics.request(method, route, status, reply.elapsedTime);
    if (call !== undefined && request.refusal !== null) metrics.refused(call, request.refusal);
    parts.log({
      event: 'request',
      method,
      route,
      status,
      ms: Math.round(reply.elapsedTime),
      ...(request.caller === null ? {} : { device: request.caller.id.slice(0, 8) }),
      ...(request.refusal === null ? {} : { reason: request.refusal }),
    });
  });

  addCalls(app, {
    journal: parts.journal,
    now: parts.now,
    origin,
    answered: (answer) => metrics.answered(answer),
  });

  app.get('/v1/health', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const isReachable = reachable(parts.journal);
    const uptimeSeconds = Math.floor((parts.monotonic() - startedAt) / 1000);
    return reply.code(isReachable ? 200 : 503).send({
      ok: isReachable,
      program: 'backstop',
      version: parts.version,
      uptimeSeconds,
      journal: isReachable ? 'reachable' : 'unreachable',
    });
  });

  app.get('/metrics', async (request, reply) => {
    if (!parts.areMetricsAnywhere && !loopbacks.includes(request.ip))
      return refuse(reply, 'onlyFromThisMachine');
    reply.header('cache-control', 'no-store').type(metrics.contentType);
    return metrics.text();
  });

  const described = openApi(parts.version);
  app.get('/v1/openapi.json', async (_request, reply) => {
    reply.header('cache-control', 'no-cache');
    return described;
  });

  app.get('/v1/hello', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    // Where rivals share a gateway, its owner's names and numbers are not for them.
    const suppliers = parts.journal.organisations().filter((each) => !each.isNetworks);
    const isShown = suppliers.length < 2 || loopbacks.includes(request.ip);
    const found = isShown
      ? await readAdministratorFile(parts.administratorFolders)
      : { administrator: null, problems: [] };
    return { version: parts.version, ...found };
  });

  void app.register(fastifyStatic, {
    root: parts.page,
    index: ['index.html'],
    dotfiles: 'ignore',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', cacheOf(path));
    },
  });

  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (_request, reply) =>
    refuse(reply, 'notFound'),
  );
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) {
      parts.log({ event: 'failed', route: routeOf(request), what: kindOf(error) });
      return refuse(reply, 'internal');
    }
    if (status === 413) return refuseCall(reply, { reason: 'tooLarge' });
    if (status === 429) return refuseCall(reply, { reason: 'tooMany' });
    if (isCall(routeOf(request))) return refuseCall(reply, { reason: 'malformed' });
    return refuse(reply, 'badRequest');
  });
  return app;
}

/** Files under assets/ carry a hash of their content in their name; the rest may change any day. */
function cacheOf(path: string): string {
  if (path.split(sep).includes('assets')) return 'public, max-age=31536000, immutable';
  return path.endsWith('.html') ? 'no-store' : 'no-cache';
}

function refuse(reply: FastifyReply, reason: ServerRefusal): FastifyReply {
  reply.request.refusal = reason;
  return reply
    .code(serverRefusals[reason])
    .header('cache-control', 'no-store')
    .send({ ok: false, reason });
}

function routeOf(request: FastifyRequest): string {
  return request.is404 ? '(none)' : (request.routeOptions.url ?? '(none)');
}

function reachable(journal: Journal): boolean {
  try {
    journal.check();
    return true;
  } catch {
    return false;
  }
}

/** Our own words and SQLite's, without any figure in them; other messages may repeat what was sent. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const isOurs = error.name === 'Error' && error.message.startsWith('Cannot ');
  const isSafe = 'errcode' in error || isOurs;
  const code = 'errcode' in error ? ` ${String(error.errcode)}` : '';
  return `${error.name}${code}${isSafe ? `: ${error.message.replace(/\d{3,}/g, '…')}` : ''}`;
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
