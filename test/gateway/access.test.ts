// Every call × role × organisation × token, generated from the table of calls: what is allowed is
// what the row says, and nothing of another organisation is ever touched.
import { beforeAll, describe, expect, test, afterAll } from 'vitest';
import { startGateway, type Gateway } from '../../gateway/index.ts';
import { gatewayCalls, roles, type GatewayCall, type Role } from '../../shared/sync/calls.ts';
import { PROTOCOL } from '../../shared/sync/protocol.ts';
import { Desk } from './desk.ts';
import { addOrganisations, ask, organisations, put, smallPage, type Enrolled } from './running.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'backstop-access-'));
let gateway: Gateway;
let made = 0;
const nextId = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;

beforeAll(async () => {
  const started = await startGateway({
    port: 0,
    page: smallPage(folder),
    configurationFolder: folder,
    limits: { stranger: { requests: 10_000, seconds: 1 }, code: { requests: 10_000, seconds: 1 } },
  });
  if (!started.ok) throw new Error(started.error.reason);
  gateway = started.value;
  addOrganisations(gateway);
});
afterAll(async () => {
  await gateway.close();
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
