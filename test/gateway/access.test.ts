// Every route that the server has × role × organisation × token. The calls are generated from their
// table: what is allowed is what the row says, and nothing of another organisation is ever touched.
// Whatever else is served stands below with who may ask; a route that neither names fails the test.
import { beforeAll, describe, expect, test, afterAll } from 'vitest';
import { startGateway, type Gateway } from '../../gateway/index.ts';
import { gatewayCalls, roles, type GatewayCall, type Role } from '../../shared/sync/calls.ts';
import { PROTOCOL } from '../../shared/sync/protocol.ts';
import { Desk } from './desk.ts';
import { rawRequest } from './raw-request.ts';
import { addOrganisations, ask, organisations, put, smallPage, type Enrolled } from './running.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'backstop-access-'));
let gateway: Gateway;
/** One behind a proxy, which says that requests come from other machines. */
let away: Gateway;
const often = { requests: 10_000, seconds: 1 };
const many = { limits: { stranger: often, code: often, page: often } };
let made = 0;
const nextId = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;

beforeAll(async () => {
  const started = await startGateway({
    port: 0,
    page: smallPage(folder),
    configurationFolder: folder,
    ...many,
  });
  if (!started.ok) throw new Error(started.error.reason);
  gateway = started.value;
  addOrganisations(gateway);
  const further = await startGateway({
    port: 0,
    page: smallPage(folder),
    configurationFolder: folder,
    isBehindProxy: true,
    names: ['backstop.example'],
    ...many,
  });
  if (!further.ok) throw new Error(further.error.reason);
  away = further.value;
  addOrganisations(away);
});
afterAll(async () => {
  await gateway.close();
  await away.close();
  rmSync(folder, { recursive: true });
});

const others = { ABC: 'DEF', DEF: 'ESB', ESB: 'ABC' } as const;

/** A request that is right for the call, about the caller's own organisation. */
function rightBody(call: GatewayCall, who: Enrolled, colleague: Enrolled): object | undefined {
  const bodies: Record<GatewayCall, object | undefined> = {
    enrol: { protocol: PROTOCOL, device: who.id, code: 'AAAA', keep: 'token' },
    exchange: new Desk(who).request(),
    me: undefined,
    devices: undefined,
    revoke: { device: colleague.id },
    invite: { role: 'operator' },
  };
  return bodies[call];
}

/**
 * What is served and is no call of a console: whom it is for, and what it answers them. It knows
 * nobody, so that with a token or without one it says the same.
 */
const open: Readonly<
  Record<string, { readonly to: 'anybody' | 'this machine'; readonly path: string }>
> = {
  '/v1/health': { to: 'anybody', path: '/v1/health' },
  '/v1/hello': { to: 'anybody', path: '/v1/hello' },
  '/v1/openapi.json': { to: 'anybody', path: '/v1/openapi.json' },
  '/metrics': { to: 'this machine', path: '/metrics' },
  '/*': { to: 'anybody', path: '/' },
};
const named = [
  ...Object.values(gatewayCalls).map(({ method, path }) => `${method} ${path}`),
  ...Object.keys(open).map((route) => `GET ${route}`),
];

const rows = Object.keys(gatewayCalls) as GatewayCall[];
const everything = rows.flatMap((call) =>
  roles.flatMap((role) => organisations.map((organisation) => ({ call, role, organisation }))),
);

describe('ACCESS1: every call, role and organisation', () => {
  test.each(everything)('$call as $role of $organisation', async ({ call, role, organisation }) => {
    const who = put(gateway, nextId(), organisation, role);
    const colleague = put(gateway, nextId(), organisation);
    const stranger = put(gateway, nextId(), others[organisation]);
    const revoked = put(gateway, nextId(), organisation, role, 5);
    const body = rightBody(call, who, colleague);
    const allowed: readonly Role[] | null = gatewayCalls[call].roles;
    const asked = (token: string | undefined, sent = body) =>
      ask(gateway, call, { token, body: sent });
    const before = JSON.stringify(gateway.journal.devices(others[organisation]));

    if (allowed === null) {
      for (const token of [undefined, 'wrong', who.token])
        expect(await asked(token)).toMatchObject({ status: 404, body: { reason: 'unknownCode' } });
      return;
    }
    for (const token of [undefined, '', 'wrong', `${who.token}x`, 'a'.repeat(5000)]) {
      const reply = await asked(token);
      expect(reply).toMatchObject({ status: 401, body: { ok: false, reason: 'unknownToken' } });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(await asked(revoked.token)).toMatchObject({ status: 403, body: { reason: 'revoked' } });
    // A device is who its token says, whatever it writes of itself.
    if (call === 'exchange')
      expect(await asked(stranger.token)).toMatchObject({
        status: 403,
        body: { reason: 'otherDevice' },
      });

    const right = await asked(who.token);
    if (!allowed.includes(role)) {
      expect(right).toMatchObject({ status: 403, body: { ok: false, reason: 'forbidden' } });
      expect(gateway.journal.device(colleague.id)?.revokedAt).toBeNull();
      return;
    }
    expect(right.status).toBe(200);
    const said = JSON.stringify(right.body);
    expect(said).not.toContain(stranger.id);
    if (call === 'me') expect(right.body).toMatchObject({ device: who.id, role });
    if (call === 'devices') expect(said).toContain(colleague.id);
    if (call === 'revoke') {
      expect(gateway.journal.device(colleague.id)?.revokedAt).not.toBeNull();
      for (const device of [stranger.id, nextId()])
        expect(await asked(who.token, { device })).toMatchObject({
          status: 404,
          body: { ok: false, reason: 'noSuchDevice' },
        });
    }
    if (call === 'invite') {
      const coordinator = await asked(who.token, { role: 'coordinator' });
      expect(coordinator.status).toBe(organisation === 'ESB' ? 200 : 403);
      const { code } = right.body as { code: string };
      const enrolled = await ask(gateway, 'enrol', {
        body: { protocol: PROTOCOL, device: nextId(), code, keep: 'token' },
      });
      expect(enrolled.body).toMatchObject({ organisation: { id: organisation }, role: 'operator' });
    }
    expect(JSON.stringify(gateway.journal.devices(others[organisation]))).toBe(before);
  });
});

describe('ACCESS4: every route that the server has', () => {
  test('is a call of the table, or says above who may ask it', () => {
    const asHead = named
      .filter((route) => route.startsWith('GET '))
      .map((route) => route.replace('GET', 'HEAD'));
    expect(gateway.served.toSorted()).toEqual([...named, ...asHead].toSorted());
    expect(away.served.toSorted()).toEqual(gateway.served.toSorted());
  });

  test('is heard as HEAD by whoever may GET it, and by nobody else', async () => {
    for (const { method, path, roles: allowed } of Object.values(gatewayCalls)) {
      const head = async (token?: string) => {
        const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
        return (await rawRequest(gateway.address, { path, method: 'HEAD', headers })).status;
      };
      const may: readonly Role[] = allowed ?? [];
      for (const role of roles)
        expect(await head(put(gateway, nextId(), 'ABC', role).token), `${path} ${role}`).toBe(
          method === 'POST' ? 405 : may.includes(role) ? 200 : 403,
        );
      expect(await head(), path).toBe(method === 'POST' ? 405 : 401);
    }
  });

  const besides = Object.values(open).flatMap((row) =>
    roles.flatMap((role) => organisations.map((organisation) => ({ ...row, role, organisation }))),
  );

  test.each(besides)(
    '$path for $to, as $role of $organisation and as nobody',
    async ({ path, to, role, organisation }) => {
      const id = nextId();
      for (const [at, host, from] of [
        [gateway, `127.0.0.1:${gateway.port}`, {}],
        [away, 'backstop.example', { 'x-forwarded-for': '203.0.113.7' }],
      ] as const) {
        const address = `http://127.0.0.1:${at.port}`;
        const who = put(at, id, organisation, role);
        const revoked = put(at, nextId(), organisation, role, 5);
        const expected = to === 'this machine' && at === away ? 403 : 200;
        for (const token of [undefined, '', 'wrong', who.token, revoked.token])
          for (const method of ['GET', 'HEAD']) {
            const reply = await rawRequest(address, {
              path,
              method,
              host,
              headers: {
                ...from,
                ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
              },
            });
            expect(reply.status, `${method} with ${token ?? 'no token'}`).toBe(expected);
            for (const name of [who.id, who.token, revoked.id, `${organisation} Ltd`])
              expect(reply.body).not.toContain(name);
            expect(reply.headers['set-cookie']).toBeUndefined();
          }
      }
    },
  );
});

test('ACCESS2: an exchange brings nothing of another organisation but what is addressed to it', async () => {
  const [aoife, ciara, esb] = ['ABC', 'DEF', 'ESB'].map(
    (id) => new Desk(put(gateway, nextId(), id)),
  );
  if (aoife === undefined || ciara === undefined || esb === undefined)
    throw new Error('three desks');
  const device = aoife.who.id;
  aoife.write('mprn:10000000001', 'a customer of ours');
  aoife.write(`request:${device}`, 'please', { to: 'networks' });
  const exchanged = async (desk: Desk<Enrolled>) => {
    const sent = desk.entries.map(({ head, body, prev }) => ({ head, body, prev }));
    const body = { ...desk.request(), entries: sent };
    const reply = await ask(gateway, 'exchange', { token: desk.who.token, body });
    expect(reply.status).toBe(200);
    return JSON.stringify(reply.body);
  };
  await exchanged(aoife);
  const toRival = await exchanged(ciara);
  for (const trace of [device, 'ABC', 'please', 'a customer of ours'])
    expect(toRival).not.toContain(trace);
  const toNetworks = await exchanged(esb);
  expect(toNetworks).toContain('please');
  expect(toNetworks).not.toContain('a customer of ours');
  expect(toNetworks).toContain(`"authors":{"${device}":"ABC"}`);
});
