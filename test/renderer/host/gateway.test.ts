// The browser's side of the calls, against the real gateway. Node stands in for the browser: it
// resolves paths against our origin, keeps the cookie, and says which page asks.
import { afterEach, expect, test, vi } from 'vitest';
import { invite } from '../../../gateway/calls/enrolment.ts';
import { webGateway } from '../../../renderer/host/gateway.ts';
import { addOrganisations, running } from '../../gateway/running.ts';
import { startHostileProxy } from '../../support/hostile-proxy.ts';

const DEVICE = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const OTHER = '5d0a0f0e-9f39-4a0c-8f8e-0d7d3f1b2c11';
const request = { protocol: 2 as const, device: DEVICE, cursor: 0, mark: '', entries: [] };

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The little of a browser that the host needs; `origin`: where the page came from. */
function browseAt(origin: string, through = origin): { readonly cookies: () => string } {
  const own = globalThis.fetch;
  let cookie = '';
  vi.stubGlobal('location', { origin });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    headers.set('origin', origin);
    const reply = await own(through + path, { ...init, headers });
    for (const set of reply.headers.getSetCookie()) cookie = set.split(';')[0] ?? '';
    return reply;
  });
  return { cookies: () => cookie };
}

async function gatewayWithCode() {
  const { gateway } = await running();
  addOrganisations(gateway);
  const organisation = gateway.journal.organisation('ABC');
  const code = () => {
    if (organisation === null) throw new Error('there is such an organisation');
    const made = invite(gateway.journal, organisation, 'supervisor', { now: Date.now() });
    return made.ok ? made.value.code : '';
  };
  return { gateway, code };
}

test('WIRE19: a browser enrols at the origin of its page, by a cookie that the page never sees', async () => {
  const { gateway, code } = await gatewayWithCode();
  const { cookies } = browseAt(gateway.address);
  const host = webGateway();
  expect(await host.exchange({ device: DEVICE, request })).toEqual({
    ok: false,
    error: { code: 'unknownToken' },
  });
  for (const address of ['https://gateway.supplier.ie', 'nonsense'])
    expect(await host.enrol({ device: DEVICE, address, code: code() })).toEqual({
      ok: false,
      error: { code: 'badAddress' },
    });
  const enrolled = await host.enrol({ device: DEVICE, address: null, code: code() });
  expect(enrolled).toMatchObject({
    ok: true,
    value: { device: DEVICE, role: 'supervisor', address: gateway.address },
  });
  const [, token = ''] = cookies().split('=');
  expect(token.length).toBeGreaterThan(20);
  expect(JSON.stringify(enrolled)).not.toContain(token);
  expect(await host.exchange({ device: DEVICE, request })).toMatchObject({
    ok: true,
    value: { acknowledged: 0 },
  });
  expect(await host.listDevices({ device: DEVICE })).toMatchObject({
    value: { devices: [{ device: DEVICE }] },
  });
  expect(await host.inviteDevice({ device: DEVICE, role: 'auditor' })).toMatchObject({
    value: { role: 'auditor' },
  });
  expect(await host.revokeDevice({ device: DEVICE, target: OTHER })).toEqual({
    ok: false,
    error: { code: 'noSuchDevice' },
  });
});

test('WIRE19: in a browser a fault has the name that a page can know', async () => {
  const { gateway, code } = await gatewayWithCode();
  const proxy = await startHostileProxy(gateway.address);
  browseAt(gateway.address, proxy.address);
  const host = webGateway();
  expect(await host.enrol({ device: DEVICE, address: null, code: code() })).toMatchObject({
    ok: true,
  });
  for (const [mode, code] of [
    ['page', 'captivePortal'],
    ['redirect', 'captivePortal'],
    ['halve', 'badReply'],
    ['badGateway', 'server'],
    ['truncate', 'reset'],
  ] as const) {
    proxy.mode = mode;
    expect(await host.exchange({ device: DEVICE, request }), mode).toMatchObject({
      error: { code },
    });
    expect(proxy.struck[mode]).toBe(1);
  }
  await proxy.close();
  // The line that was open may be cut first; then nobody answers.
  await host.exchange({ device: DEVICE, request });
  expect(await host.exchange({ device: DEVICE, request })).toEqual({
    ok: false,
    error: { code: 'refused' },
  });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await host.exchange({ device: DEVICE, request })).toEqual({
    ok: false,
    error: { code: 'noRoute' },
  });
});

test('WIRE19: the deadline is over the body too', async () => {
  const { gateway } = await gatewayWithCode();
  const proxy = await startHostileProxy(gateway.address);
  browseAt(gateway.address, proxy.address);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    proxy.mode = 'hang';
    const struck = proxy.strike();
    const answer = webGateway().listDevices({ device: DEVICE });
    await struck;
    vi.advanceTimersByTime(30_000);
    expect(await answer).toEqual({ ok: false, error: { code: 'timeout' } });
  } finally {
    vi.useRealTimers();
    await proxy.close();
  }
});
