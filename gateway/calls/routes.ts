// One route per row of the table of calls. The order is the same for all: who asks, how often, may
// they, and only then the body, which is read up to the row's limit and no further.
import { gatewayCalls, refusals, type GatewayCall } from '../../shared/sync/calls.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MOST_BYTES } from '../../shared/sync/protocol.ts';
import type { Device, Journal } from '../journal/journal.ts';
import { callerOf, COOKIE, COOKIE_SECONDS, isForged, isSameOrigin } from './caller.ts';
import { handlers, type Answer } from './handlers.ts';
import { refused, type Refused } from './refused.ts';
import { requestOf } from './request.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The device whose token came along; null for everybody else. */
    caller: Device | null;
    /** Why it was refused, for the log. */
    refusal: string | null;
  }
  interface FastifyContextConfig {
    call?: GatewayCall;
  }
}

export interface CallParts {
  readonly journal: Journal;
  /** UTC ms. */
  readonly now: () => number;
  /** Where our own page is; whether a cookie may only travel over TLS follows from it. */
  readonly origin: () => string;
  readonly answered: (answer: Answer<GatewayCall>) => void;
}

/** Bytes of a body: the frame around an exchange's entries, and all there is of other calls. */
const SMALL = 4096;
const FRAME = 256 * 1024;

export const isCall = (path: string): boolean =>
  Object.values(gatewayCalls).some((row) => row.path === path);

export const methodOf = (path: string): 'GET' | 'POST' | undefined =>
  Object.values(gatewayCalls).find((row) => row.path === path)?.method;

export function addCalls(app: FastifyInstance, parts: CallParts): void {
  for (const call of Object.keys(gatewayCalls) as GatewayCall[]) addCall(app, call, parts);
}

function addCall(app: FastifyInstance, call: GatewayCall, parts: CallParts): void {
  const row = gatewayCalls[call];
  app.route({
    method: row.method,
    url: row.path,
    bodyLimit: call === 'exchange' ? MOST_BYTES + FRAME : SMALL,
    config: { call },
    preParsing: async (request, reply) => {
      const refusal = refusalOf(call, request, parts.origin());
      if (refusal !== null) await refuseCall(reply, refusal);
    },
    handler: async (request, reply) => {
      const answer = answerTo(call, request, parts);
      parts.answered(answer);
      if (!answer.ok) return refuseCall(reply, answer.error);
      reply.header('cache-control', 'no-store');
      const { cookie, reply: body } = answer.value;
      if (cookie !== undefined) {
        void reply.setCookie(COOKIE, cookie, {
          httpOnly: true,
          sameSite: 'strict',
          path: '/v1',
          maxAge: COOKIE_SECONDS,
          secure: parts.origin().startsWith('https:'),
        });
      }
      return reply.send(body);
    },
  });
}

export function refuseCall(reply: FastifyReply, refusal: Refused): FastifyReply {
  reply.request.refusal = refusal.reason;
  if (refusal.reason === 'unknownToken') reply.header('www-authenticate', 'Bearer');
  return reply
    .code(refusals[refusal.reason])
    .header('cache-control', 'no-store')
    .send({ ok: false, ...refusal });
}

/** Reads who asks, for every route: the count of requests is theirs. */
export function noteCaller(journal: Journal, request: FastifyRequest): void {
  request.caller =
    request.routeOptions.config.call === undefined ? null : callerOf(journal, request);
}

function refusalOf(call: GatewayCall, request: FastifyRequest, origin: string): Refused | null {
  const { roles } = gatewayCalls[call];
  if (isForged(request, origin)) return { reason: 'forbidden' };
  if (roles === null) return null;
  const who = request.caller;
  if (who === null) return { reason: 'unknownToken' };
  if (who.revokedAt !== null) return { reason: 'revoked' };
  return roles.some((role) => role === who.role) ? null : { reason: 'forbidden' };
}

function answerTo(
  call: GatewayCall,
  request: FastifyRequest,
  { journal, now, origin }: CallParts,
): Answer<GatewayCall> {
  const schema = gatewayCalls[call].request;
  const read =
    schema === null ? { ok: true as const, value: null } : requestOf(schema, request.body);
  if (!read.ok) return read;
  const asked = read.value;
  // A cookie is for a page of ours, and for nobody who only says that it is one.
  const wantsCookie = asked !== null && 'keep' in asked && asked.keep === 'cookie';
  if (wantsCookie && !isSameOrigin(request, origin())) return refused('forbidden');
  // The row, its handler and its caller belong to the same call, which the compiler cannot see.
  const handler = handlers[call] as (made: object) => Answer<GatewayCall>;
  return handler({ journal, now: now(), request: asked, who: request.caller });
}
