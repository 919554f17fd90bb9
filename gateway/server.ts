// The HTTP surface: the built page with the production headers, and two questions it may ask.
// Every answer carries the same headers, refusals included, and nothing but GET and HEAD is heard.
import fastifyStatic from '@fastify/static';
import fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { sep } from 'node:path';
import { pageHeaders } from '../shared/lib/page-headers.ts';
import { judgeHost, originOf } from './address.ts';
import { readAdministratorFile } from './administrator-file.ts';
import type { Log } from './log-line.ts';

export interface ServerParts {
  /** Folder of the built page. */
  readonly page: string;
  readonly version: string;
  readonly administratorFolders: readonly string[];
  readonly log: Log;
  /** Port it listens on, known once it does. */
  readonly port: () => number;
  /** Milliseconds that only move forward. */
  readonly monotonic: () => number;
}

export function buildServer(parts: ServerParts): FastifyInstance {
  const startedAt = parts.monotonic();
  const app = fastify({
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024,
    requestTimeout: 30_000,
    maxRequestsPerSocket: 0,
    // A URL that cannot even be decoded never reaches a route or a hook.
    frameworkErrors: (_error, _request, reply) => {
      void refuse(reply.headers(pageHeaders('web')), 400, 'badRequest');
    },
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(pageHeaders('web'));
    const host = judgeHost(request.headers.host, parts.port());
    if (host === 'foreign') return refuse(reply, 421, 'foreignHost');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refuse(reply.header('allow', 'GET, HEAD'), 405, 'methodNotAllowed');
    }
    if (host === 'alias') {
      reply.header('cache-control', 'no-store');
      return reply.redirect(originOf(parts.port()) + request.url, 307);
    }
    return undefined;
  });

  app.addHook('onResponse', async (request, reply) => {
    parts.log({
      event: 'request',
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });

  app.get('/v1/health', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const uptimeSeconds = Math.floor((parts.monotonic() - startedAt) / 1000);
    return { ok: true, program: 'backstop', version: parts.version, uptimeSeconds };
  });

  app.get('/v1/hello', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const found = await readAdministratorFile(parts.administratorFolders);
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

  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'notFound'));
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) {
      const what = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      parts.log({ event: 'failed', route: routeOf(request), what });
    }
    return refuse(reply, status, status >= 500 ? 'internal' : 'badRequest');
  });
  return app;
}

/** Files under assets/ carry a hash of their content in their name; the rest may change any day. */
function cacheOf(path: string): string {
  if (path.split(sep).includes('assets')) return 'public, max-age=31536000, immutable';
  return path.endsWith('.html') ? 'no-store' : 'no-cache';
}

function refuse(reply: FastifyReply, status: number, reason: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').send({ ok: false, reason });
}

function routeOf(request: FastifyRequest): string {
  return request.is404 ? '(none)' : (request.routeOptions.url ?? '(none)');
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
