// The real Electron and the real gateway on loopback: the bridge's calls over Chromium's own network,
// what it makes of a network that lies, and where the token is and is not.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEADLINE_MS } from '../../main/gateway-client.ts';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished } from 'vitest';
import { invite } from '../../gateway/calls/enrolment.ts';
import type { Gateway } from '../../gateway/index.ts';
import { hashOfToken } from '../../gateway/secrets.ts';
import { must } from '../../shared/lib/check.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import { addOrganisations, running, temporaryFolder } from '../gateway/running.ts';
import { hasOpenssl, makeCertificates } from '../support/certificates.ts';
import { startHostileProxy, type Mode } from '../support/hostile-proxy.ts';
import { strip } from '../support/night.ts';
import { Operator } from '../support/operator.ts';
import { hasElectron, shellTest as test, type Launch, type Launched } from '../support/shell.ts';

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
        request: { protocol: 2, device: id, cursor: 0, mark: '', entries: [] },
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

describe.skipIf(!hasElectron)(
  'DELIVERY9: why nothing moves, on the screen of a real console',
  () => {
    /** A console that went in and joined over a proxy that is honest for now. */
    async function joined(launch: Launch) {
      const { gateway, code } = await gatewayWithCode();
      const proxy = await startHostileProxy(gateway.address);
      onTestFinished(() => proxy.close());
      const launched = await launch();
      const { page } = launched;
      const desk = await new Operator(page).goIn({ name: 'Aoife' });
      await desk.press('Alt+6');
      await page.getByRole('textbox', { name: 'Gateway' }).fill(proxy.address);
      await joinHere(page, code());
      await accepted(page);
      return { gateway, code, proxy, ...launched };
    }
    async function joinHere(page: Page, code: string): Promise<void> {
      await page.getByRole('textbox', { name: 'Code' }).fill(code);
      await page.keyboard.press('Enter');
    }
    const accepted = (page: Page) =>
      strip(page).getByText('All accepted by the gateway').waitFor({ timeout: 70_000 });
    /** The strip, wherever one is, and the board, which also says that work goes on. */
    async function expectSaid(page: Page, headline: RegExp, sentence: string): Promise<void> {
      await strip(page)
        .getByText(sentence)
        .waitFor({ timeout: 2 * DEADLINE_MS });
      await strip(page).getByText(headline).waitFor();
      const board = page.locator('section').filter({ hasText: 'Connection' }).getByRole('alert');
      await expect.poll(() => board.textContent()).toMatch(headline);
      expect(await board.textContent()).toContain(`: ${sentence}. Work goes on here`);
    }
    const stalled = /^Stalled since \d\d:\d\d/;
    /** Comes back with its gateway at another address. */
    async function movedTo(launch: Launch, before: Launched, address: string, args: string[] = []) {
      await before.kill();
      const folder = join(before.profile, 'gateway');
      const [file = ''] = await readdir(folder);
      const kept = JSON.parse(await readFile(join(folder, file), 'utf8')) as object;
      await writeFile(join(folder, file), JSON.stringify({ ...kept, address }));
      const after = await launch({ args });
      await strip(after.page).waitFor();
      await after.page.keyboard.press('Alt+6');
      return after;
    }

    test('a login page with 200, a proxy’s login, a failed gateway, another program, a cut line, no answer, a device it does not know, a closed port', async ({
      launch,
    }) => {
      const { page, proxy, gateway, code } = await joined(launch);
      const faults: readonly (readonly [Mode, string])[] = [
        ['page', 'this network wants a login page filled in first'],
        ['redirect', 'this network wants a login page filled in first'],
        ['proxyLogin', 'the proxy of this network wants a name and a password'],
        ['badGateway', 'the gateway has failed (502)'],
        ['halve', 'something answers that is no gateway of ours'],
        ['reset', 'the line broke in the middle'],
        // It is waited for as long as main waits for an answer.
        ['drop', 'the gateway does not answer'],
      ];
      for (const [mode, sentence] of faults) {
        proxy.mode = mode;
        await proxy.strike();
        await expectSaid(page, stalled, sentence);
        proxy.mode = 'honest';
        await page.getByRole('button', { name: 'Try now' }).click();
        await accepted(page);
      }
      // 401 of the gateway itself: it has another token for this device.
      const [device] = gateway.journal.devices('ABC');
      gateway.journal.putDevice(must(device, 'it has joined'), hashOfToken('another'));
      await expectSaid(
        page,
        /^Not exchanging since \d\d:\d\d/,
        'the gateway does not know this device: enter a new code',
      );
      // Who is rung meanwhile is a case here.
      const desk = new Operator(page);
      await desk.takeCall('10934478153', '-20');
      await desk.case().getByText('Saved here; other desks cannot see it yet').waitFor();
      await desk.press('Alt+6');
      await joinHere(page, code());
      await accepted(page);
      await proxy.close();
      await expectSaid(page, stalled, 'the gateway’s machine answers, the gateway does not run');
    });

    test('a name that cannot be found, and a proxy of the network that wants a login', async ({
      launch,
    }) => {
      const before = await joined(launch);
      const { proxy } = before;
      const unknown = await movedTo(launch, before, 'https://gateway.backstop.invalid');
      await expectSaid(unknown.page, stalled, 'the gateway’s name cannot be found');
      // Chromium asks the proxy even for this machine, and is told 407.
      proxy.mode = 'proxyLogin';
      const behind = await movedTo(launch, unknown, before.gateway.address, [
        `--proxy-server=${new URL(proxy.address).host}`,
        '--proxy-bypass-list=<-loopback>',
      ]);
      await expectSaid(
        behind.page,
        stalled,
        'the proxy of this network wants a name and a password',
      );
      expect(proxy.struck.proxyLogin).toBeGreaterThan(0);
      proxy.mode = 'honest';
      await behind.page.getByRole('button', { name: 'Try now' }).click();
      await accepted(behind.page);
    });

    test.skipIf(!hasOpenssl())('a certificate that only vouches for itself', async ({ launch }) => {
      const before = await joined(launch);
      const { selfSigned } = makeCertificates(temporaryFolder());
      const unsafe = await startHostileProxy(before.gateway.address, selfSigned);
      onTestFinished(() => unsafe.close());
      const { page } = await movedTo(launch, before, unsafe.address);
      await expectSaid(page, stalled, 'the gateway’s certificate is not trusted by this machine');
      expect(Object.values(unsafe.struck).every((times) => times === 0)).toBe(true);
    });
  },
);

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
