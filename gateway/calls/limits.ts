// How often who may ask. A known device has a bucket of its own, so that a colleague's runaway
// laptop slows nobody; everybody else is counted by address. One table, one window each.
import type { FastifyRequest } from 'fastify';
import { gatewayCalls, type GatewayCall } from '../../shared/sync/calls.ts';

export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

export const usualLimits = {
  /** Calls of one enrolled device: a console asks every few seconds, and drains fast after a night. */
  device: { requests: 1000, seconds: 10 },
  /** Calls from one address with no token of ours. */
  stranger: { requests: 100, seconds: 10 },
  /** One-time codes tried from one address. */
  code: { requests: 20, seconds: 60 },
  /** The page and everything else, for one address. */
  page: { requests: 2000, seconds: 10 },
} as const satisfies Record<string, Limit>;
export type Bucket = keyof typeof usualLimits;
export type Limits = Readonly<Record<Bucket, Limit>>;

export function bucketOf(request: FastifyRequest): Bucket {
  const call = request.routeOptions.config.call;
  if (call === undefined) return 'page';
  if (call === ('enrol' satisfies GatewayCall)) return 'code';
  return request.caller === null || gatewayCalls[call].roles === null ? 'stranger' : 'device';
}

export function keyOf(request: FastifyRequest): string {
  const bucket = bucketOf(request);
  const { caller } = request;
  return `${bucket} ${bucket === 'device' && caller !== null ? caller.id : request.ip}`;
}
