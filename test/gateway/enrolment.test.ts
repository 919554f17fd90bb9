// How a device becomes one of an organisation, over real HTTP.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { enrol as enrolAt, INVITE_DAYS, invite } from '../../gateway/calls/enrolment.ts';
import { MemoryJournal } from '../../gateway/journal/memory-journal.ts';
import { hashOfToken, newCode } from '../../gateway/secrets.ts';
import { must } from '../../shared/lib/check.ts';
import type { Role } from '../../shared/sync/calls.ts';
import { PROTOCOL, toWire } from '../../shared/sync/protocol.ts';
import { Desk, idOf } from './desk.ts';
import { addOrganisations, ask, put, running, type Running } from './running.ts';

async function started(): Promise<Running> {
  const desk = await running();
  addOrganisations(desk.gateway);
  return desk;
}

function codeFor({ gateway }: Running, organisation = 'ABC', role: Role = 'operator', days = 1) {
  const found = must(gateway.journal.organisation(organisation), 'it was added');
  const made = invite(gateway.journal, found, role, { now: Date.now(), days });
  if (!made.ok) throw new Error(made.error);
  return made.value.code;
}

const device = idOf('1');
const enrol = (running: Running, body: object, headers: Record<string, string> = {}) =>
  ask(running.gateway, 'enrol', {
    body: { protocol: PROTOCOL, device, keep: 'token', ...body },
    headers,
  });

describe('ENROL1: a code makes a device one of its organisation, once', () => {
  test('with a token that works at once', async () => {
    const desk = await started();
    const code = codeFor(desk, 'ABC', 'supervisor');
    const reply = await enrol(desk, { code });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        device,
        organisation: { id: 'ABC', name: 'ABC Ltd', isNetworks: false },
        role: 'supervisor',
        token: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
    const { token } = reply.body as { token: string };
    expect(await ask(desk.gateway, 'me', { token })).toMatchObject({
      status: 200,
      body: { device, role: 'supervisor' },
    });
    expect(await enrol(desk, { code, device: idOf('2') })).toMatchObject({
      status: 404,
      body: { ok: false, reason: 'unknownCode' },
    });
    expect((await ask(desk.gateway, 'me', { token })).status).toBe(200);
  });

  test('however it is typed', async () => {
    const desk = await started();
    const typed = codeFor(desk).toLowerCase().replaceAll('-', ' ');
    expect((await enrol(desk, { code: typed })).status).toBe(200);
  });

  test('and not after its time', async () => {
    const desk = await started();
    expect((await enrol(desk, { code: codeFor(desk, 'ABC', 'operator', -1) })).body).toEqual({
      ok: false,
      reason: 'unknownCode',
    });
  });

  test('which is seven days, where nobody said another', () => {
    const journal = new MemoryJournal();
    journal.addOrganisation({ id: 'ABC', name: 'ABC Ltd', isNetworks: false });
    const organisation = must(journal.organisation('ABC'), 'it was added');
    const end = 7 * 24 * 3_600_000;
    const enrolledAt = (at: number) => {
      const made = invite(journal, organisation, 'operator', { now: 0 });
      if (!made.ok) throw new Error(made.error);
      expect(made.value.expiresAt).toBe(end);
      return enrolAt(journal, { device, code: made.value.code }, at).ok;
    };
    expect([enrolledAt(end), enrolledAt(end + 1)]).toEqual([true, false]);
  });

  test('of two at the same moment one gets it', async () => {
    const desk = await started();
    const code = codeFor(desk);
    const both = await Promise.all(
      ['1', '2'].map((digit) => enrol(desk, { code, device: idOf(digit) })),
    );
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404]);
    expect(desk.gateway.journal.devices('ABC')).toHaveLength(1);
  });
});

test('ENROL7: an enrolment whose answer was lost is repeated by the same device, for a minute', () => {
  const journal = new MemoryJournal();
  journal.addOrganisation({ id: 'ABC', name: 'ABC Ltd', isNetworks: false });
  const organisation = must(journal.organisation('ABC'), 'it was added');
  const made = invite(journal, organisation, 'operator', { now: 0 });
  if (!made.ok) throw new Error(made.error);
  const { code } = made.value;
  const first = enrolAt(journal, { device, code }, 1000);
  const again = enrolAt(journal, { device, code }, 50_000);
  if (!first.ok || !again.ok) throw new Error('refused');
  expect(journal.deviceByToken(hashOfToken(again.value.token))?.id).toBe(device);
  expect(journal.deviceByToken(hashOfToken(first.value.token))).toBeNull();
  expect(enrolAt(journal, { device: idOf('2'), code }, 51_000)).toMatchObject({ ok: false });
  expect(enrolAt(journal, { device, code }, 111_001)).toMatchObject({ ok: false });
  journal.revoke(device, 52_000);
  expect(enrolAt(journal, { device, code }, 53_000)).toMatchObject({ ok: false });
});

test('ENROL2: codes have no signs that are taken for one another, and are not guessed', async () => {
  for (let index = 0; index < 200; index++)
    expect(newCode()).toMatch(
      /^([ACDEFGHJKMNPQRTUVWXY34679]{4}-){3}[ACDEFGHJKMNPQRTUVWXY34679]{4}$/,
    );
  const desk = await started();
  const guess = () => enrol(desk, { code: newCode() });
  const statuses = [];
  for (let index = 0; index < 25; index++) statuses.push((await guess()).status);
  expect(statuses.filter((status) => status === 404)).toHaveLength(20);
  const refused = await guess();
  expect(refused).toMatchObject({ status: 429, body: { ok: false, reason: 'tooMany' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(INVITE_DAYS).toBe(7);
});

test('ENROL3: enrolling again replaces the token, takes the new role, and lifts a revocation', async () => {
  const desk = await started();
  const before = put(desk.gateway, device, 'ABC', 'operator', 5);
  expect((await ask(desk.gateway, 'me', { token: before.token })).status).toBe(403);
  const reply = await enrol(desk, { code: codeFor(desk, 'ABC', 'supervisor') });
  expect(reply.status).toBe(200);
  const { token } = reply.body as { token: string };
  expect((await ask(desk.gateway, 'me', { token: before.token })).status).toBe(401);
  expect((await ask(desk.gateway, 'me', { token })).body).toMatchObject({ role: 'supervisor' });
});

test('ENROL4: a device never changes its organisation, and the code stays good', async () => {
  const desk = await started();
  const before = put(desk.gateway, device, 'DEF');
  const code = codeFor(desk, 'ABC');
  expect(await enrol(desk, { code })).toMatchObject({
    status: 409,
    body: { ok: false, reason: 'otherOrganisation' },
  });
  expect((await ask(desk.gateway, 'me', { token: before.token })).status).toBe(200);
  expect((await enrol(desk, { code, device: idOf('2') })).status).toBe(200);
});

test('ENROL5: a browser’s token is a cookie no page can read, and only our own page may use it', async () => {
  const desk = await started();
  const { gateway } = desk;
  const ours = { origin: gateway.address, 'sec-fetch-site': 'same-origin' };
  const code = codeFor(desk);
  const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  for (const headers of [{}, elsewhere])
    expect((await enrol(desk, { code, keep: 'cookie' }, headers)).body).toEqual({
      ok: false,
      reason: 'forbidden',
    });
  const reply = await enrol(desk, { code, keep: 'cookie' }, ours);
  expect(reply.status).toBe(200);
  expect(reply.body).not.toHaveProperty('token');
  const set = must(reply.headers.get('set-cookie'), 'a cookie was set');
  expect(set).toMatch(
    /^backstop-device=[\w-]{43}; Max-Age=34560000; Path=\/v1; HttpOnly; SameSite=Strict$/,
  );
  const cookie = must(set.split(';')[0], 'it has a name and a value');
  expect((await ask(gateway, 'me', { headers: { cookie, ...ours } })).status).toBe(200);
  for (const headers of [
    {},
    elsewhere,
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
  ]) {
    expect(await ask(gateway, 'me', { headers: { cookie, ...headers } })).toMatchObject({
      status: 403,
      body: { ok: false, reason: 'forbidden' },
    });
  }
  const entries = [toWire(new Desk({ id: device }).write('mprn:10000000001', 'x'))];
  const body = new Desk({ id: device }).request(entries);
  const form = { cookie, ...ours, 'content-type': 'text/plain' };
  expect(await ask(gateway, 'exchange', { body, headers: form })).toMatchObject({
    status: 400,
    body: { ok: false, reason: 'malformed' },
  });
  expect(gateway.journal.chainEnd(device)).toBeNull();
});

test('ENROL6: neither a token nor a code is ever in the journal’s files', async () => {
  const desk = await started();
  const used = codeFor(desk);
  const waiting = codeFor(desk);
  const reply = await enrol(desk, { code: used });
  const { token } = reply.body as { token: string };
  const files = readdirSync(desk.data);
  expect(files).toContain('journal.sqlite-wal');
  const bytes = files.map((name) => readFileSync(join(desk.data, name), 'latin1')).join('');
  expect(bytes).toContain(device);
  for (const secret of [token, used, waiting, used.replaceAll('-', ''), used.toLowerCase()])
    expect(bytes).not.toContain(secret);
});
