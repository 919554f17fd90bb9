// Every call of the gateway in one literal table: the server's routes, the OpenAPI description, the
// clients of both hosts and the access test (every row × role × organisation) are derived from it.
import * as v from 'valibot';
import { exchangeReplySchema, exchangeRequestSchema, PROTOCOL } from './protocol.ts';

export const roles = ['operator', 'supervisor', 'coordinator', 'auditor', 'agent'] as const;
export type Role = (typeof roles)[number];
export const roleSchema = v.picklist(roles);

const device = v.pipe(v.string(), v.uuid());
const instant = v.pipe(v.number(), v.integer(), v.minValue(0));
const organisationId = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

/** Who a device is, as the gateway knows it. */
export const enrolmentSchema = v.object({
  device,
  organisation: v.object({ id: organisationId, name: v.string(), isNetworks: v.boolean() }),
  role: roleSchema,
});
export type Enrolment = v.InferOutput<typeof enrolmentSchema>;

/** Letters and digits of a one-time code; hyphens and case are the typist's. */
export const codeSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(60));

export const enrolRequestSchema = v.object({
  protocol: v.literal(PROTOCOL),
  device,
  code: codeSchema,
  /** Where the token is to be kept: a browser's page never sees it. */
  keep: v.picklist(['token', 'cookie']),
});
export type EnrolRequest = v.InferOutput<typeof enrolRequestSchema>;

export const enrolReplySchema = v.object({
  ...enrolmentSchema.entries,
  /** Absent when it was set as a cookie. */
  token: v.optional(v.pipe(v.string(), v.maxLength(200))),
});

export const deviceListSchema = v.object({
  devices: v.array(
    v.object({
      device,
      role: roleSchema,
      enrolledAt: instant,
      revokedAt: v.nullable(instant),
      /** When it last exchanged; null when it never did. */
      lastSeenAt: v.nullable(instant),
      /** Entries of it that the gateway has. */
      entries: instant,
    }),
  ),
});
export type DeviceList = v.InferOutput<typeof deviceListSchema>;

export const inviteReplySchema = v.object({
  code: codeSchema,
  role: roleSchema,
  expiresAt: instant,
});
export type InviteReply = v.InferOutput<typeof inviteReplySchema>;

const everybody = roles;

export const gatewayCalls = {
  enrol: {
    method: 'POST',
    path: '/v1/enrol',
    /** null: no token is needed; the code is one. */
    roles: null,
    request: enrolRequestSchema,
    reply: enrolReplySchema,
    what: 'Takes a one-time code and makes this device one of its organisation.',
  },
  exchange: {
    method: 'POST',
    path: '/v1/exchange',
    roles: everybody,
    request: exchangeRequestSchema,
    reply: exchangeReplySchema,
    what: 'Sends the next entries, says how far the feed was read, and brings what comes next.',
  },
  me: {
    method: 'GET',
    path: '/v1/me',
    roles: everybody,
    request: null,
    reply: enrolmentSchema,
    what: 'Who this device is.',
  },
  devices: {
    method: 'GET',
    path: '/v1/devices',
    roles: ['supervisor'],
    request: null,
    reply: deviceListSchema,
    what: 'The devices of the own organisation.',
  },
  revoke: {
    method: 'POST',
    path: '/v1/devices/revoke',
    roles: ['supervisor'],
    request: v.object({ device }),
    reply: deviceListSchema,
    what: 'Revokes a device of the own organisation; it is told so and goes on locally.',
  },
  invite: {
    method: 'POST',
    path: '/v1/invites',
    roles: ['supervisor'],
    request: v.object({ role: roleSchema }),
    reply: inviteReplySchema,
    what: 'A one-time code for one more device of the own organisation.',
  },
} as const;
export type GatewayCall = keyof typeof gatewayCalls;

/** Refusals with their status. An exchange that is refused has stored nothing. */
export const refusals = {
  malformed: 400,
  unknownToken: 401,
  revoked: 403,
  otherDevice: 403,
  /** Not for this role. */
  forbidden: 403,
  unknownCode: 404,
  noSuchDevice: 404,
  otherOrganisation: 409,
  /** The same seq with another hash: this database was copied. The console starts a new device. */
  forked: 409,
  tooLarge: 413,
  chainBroken: 422,
  newerProtocol: 426,
  tooMany: 429,
} as const;
export type Refusal = keyof typeof refusals;

/** The body of every refusal. */
export const refusalSchema = v.object({
  ok: v.literal(false),
  reason: v.string(),
  /** Of a fork: the first seq on which the two chains differ. */
  seq: v.optional(instant),
});
