// The real Electron and the real gateway on loopback: the bridge's calls over Chromium's own network,
// what it makes of a network that lies, and where the token is and is not.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished } from 'vitest';
import { invite } from '../../gateway/calls/enrolment.ts';
import type { Gateway } from '../../gateway/index.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import { addOrganisations, running, temporaryFolder } from '../gateway/running.ts';
import { hasOpenssl, makeCertificates } from '../support/certificates.ts';
import { startHostileProxy, type Mode } from '../support/hostile-proxy.ts';
import { hasElectron, shellTest as test, type Launched } from '../support/shell.ts';

const DEVICE = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const OTHER = '5d0a0f0e-9f39-4a0c-8f8e-0d7d3f1b2c11';

async function gatewayWithCode(): Promise<{ gateway: Gateway; code: () => string }> {
  const { gateway } = await running();
  addOrganisations(gateway);
  const organisation = gateway.journal.organisation('ABC');
  const code = () => {
    const made = invite(gateway.journal, organisation!, 'supervisor', { now: Date.now() });
    return made.ok ? made.value.code : '';
  };
  return { gateway, code };
}

const enrol = (page: Page, address: string | null, code: string, device = DEVICE) =>
  page.evaluate((args) => window.backstop.enrol(args), { device, address, code });

const exchange = (page: Page, device = DEVICE) =>
  page.evaluate(
    (id) =>
      window.backstop.exchange({
        device: id,
        request: { protocol: 1, device: id, cursor: 0, mark: '', entries: [] },
      }),
    device,
  );

const codeOf = <R>(answer: Result<R, CallFailure>) => (answer.ok ? 'ok' : answer.error.code);

describe.skipIf(!hasElectron)('the gateway', () => {
  test('SHELL17: a console enrols, exchanges, and is still enrolled after a power cut; its token is in one file only', async ({
    launch,
  }) => {
    const { gateway, code } = await gatewayWithCode();
    const first = await launch();
    expect(codeOf(await exchange(first.page))).toBe('notEnrolled');
    expect(codeOf(await enrol(first.page, gateway.address, 'WRONG-CODE'))).toBe('unknownCode');
    const enrolled = await enrol(first.page, gateway.address, code());
    expect(enrolled).toMatchObject({
      ok: true,
      value: {
        device: DEVICE,
        organisation: { id: 'ABC' },
        role: 'supervisor',
        address: gateway.address,
      },
    });
    expect(await exchange(first.page)).toMatchObject({
      ok: true,
      value: { acknowledged: 0, entries: [], rewound: false },
    });
    const isSealed = enrolled.ok && enrolled.value.isTokenSealed;
    const token = await tokenOf(first, isSealed);
    expect(gateway.journal.device(DEVICE)).not.toBeNull();
    await first.kill();

    const second = await launch();
    expect(await exchange(second.page)).toMatchObject({ ok: true });
    const devices = await second.page.evaluate(
      (device) => window.backstop.listDevices({ device }),
      DEVICE,
    );
    expect(devices).toMatchObject({ ok: true, value: { devices: [{ device: DEVICE }] } });
    const invited = await second.page.evaluate(
      (device) => window.backstop.inviteDevice({ device, role: 'operator' }),
      DEVICE,
    );
    expect(invited).toMatchObject({ ok: true, value: { role: 'operator' } });
    expect(JSON.stringify([enrolled, devices])).not.toContain(token);
    expect(await second.page.content()).not.toContain(token);
    const log = await second.log();
    expect(log).toContain('"call":"enrol","code":"ok"');
    for (const secret of [token, gateway.address, DEVICE]) expect(log).not.toContain(secret);
    await second.kill();
    expect(await filesWith(second.profile, token)).toEqual(
      isSealed ? [] : [join('gateway', `${DEVICE}.json`)],
    );
  });

  test('SHELL17: another device has no token here, and revoked is told by the gateway', async ({
    launch,
  }) => {
    const { gateway, code } = await gatewayWithCode();
    const { page } = await launch();
    await enrol(page, gateway.address, code());
    expect(codeOf(await exchange(page, OTHER))).toBe('notEnrolled');
    expect(codeOf(await enrol(page, gateway.address, code(), OTHER))).toBe('ok');
    const revoked = await page.evaluate((args) => window.backstop.revokeDevice(args), {
      device: DEVICE,
      target: OTHER,
    });
    expect(revoked).toMatchObject({ ok: true });
    expect(codeOf(await exchange(page, OTHER))).toBe('revoked');
    expect(codeOf(await exchange(page))).toBe('ok');
  });

  test('SHELL17: an address that is none, a gateway that is stopped, a name that nobody has', async ({
    launch,
  }) => {
    const { gateway, code } = await gatewayWithCode();
    const { page } = await launch();
    for (const address of [null, '', 'http://gateway.supplier.ie', 'the gateway'])
      expect(codeOf(await enrol(page, address, code())), String(address)).toBe('badAddress');
    expect(await enrol(page, 'https://gateway.backstop.invalid', 'x')).toEqual({
      ok: false,
      error: { code: 'nameNotFound' },
    });
    await enrol(page, gateway.address, code());
    expect(codeOf(await exchange(page))).toBe('ok');
    await gateway.close();
    expect(codeOf(await exchange(page))).toBe('refused');
  });

  test('WIRE14: what Chromium makes of a network that lies has the same names', async ({
    launch,
  }) => {
    const { gateway, code } = await gatewayWithCode();
    const proxy = await startHostileProxy(gateway.address);
    onTestFinished(() => proxy.close());
    const { page } = await launch();
    expect(codeOf(await enrol(page, proxy.address, code()))).toBe('ok');
    const rows: readonly (readonly [Mode, string])[] = [
      ['honest', 'ok'],
      ['delay', 'ok'],
      ['duplicate', 'ok'],
      ['reset', 'reset'],
      ['truncate', 'badReply'],
      ['halve', 'badReply'],
      ['loseReply', 'reset'],
      ['page', 'captivePortal'],
      ['redirect', 'captivePortal'],
      ['networkLogin', 'captivePortal'],
      ['forbiddenPage', 'captivePortal'],
      ['badGateway', 'server'],
      ['proxyLogin', 'proxyLogin'],
      ['honest', 'ok'],
    ];
    const named: (readonly [Mode, string])[] = [];
    for (const [mode] of rows) {
      proxy.mode = mode;
      named.push([mode, codeOf(await exchange(page))]);
    }
    expect(named).toEqual(rows);
    // A call whose line is cut before a word came back is made twice by Chromium itself.
    for (const [mode] of rows)
      if (mode !== 'honest') expect(proxy.struck[mode], mode).toBeGreaterThan(0);
  });

  test.skipIf(!hasOpenssl())(
    'WIRE18: a certificate that only vouches for itself is not believed by Chromium either',
    async ({ launch }) => {
      const { gateway, code } = await gatewayWithCode();
      const { selfSigned } = makeCertificates(temporaryFolder());
      const proxy = await startHostileProxy(gateway.address, selfSigned);
      onTestFinished(() => proxy.close());
      const { page } = await launch();
      expect(await enrol(page, proxy.address, code())).toEqual({
        ok: false,
        error: { code: 'tls', why: 'untrusted' },
      });
    },
  );
});

/** The token, read as only main can. */
async function tokenOf({ app, profile }: Launched, isSealed: boolean): Promise<string> {
  const text = await readFile(join(profile, 'gateway', `${DEVICE}.json`), 'utf8');
  const { token } = JSON.parse(text) as { readonly token: string };
  return isSealed
    ? app.evaluate(
        ({ safeStorage }, sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
        token,
      )
    : token;
}

async function filesWith(folder: string, text: string, below = ''): Promise<readonly string[]> {
  const found: string[] = [];
  for (const each of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = join(below, each.name);
    if (each.isDirectory()) found.push(...(await filesWith(folder, text, path)));
    if (each.isFile() && (await readFile(join(folder, path))).includes(text)) found.push(path);
  }
  return found;
}
