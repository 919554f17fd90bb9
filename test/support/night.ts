// A night with a real gateway on one port and desks in real browsers: consoles of one organisation in
// profiles of their own, ESB Networks, another supplier. The gateway can be stopped and started again.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { startGateway, type Gateway } from '../../gateway/index.ts';
import { invite } from '../../gateway/calls/enrolment.ts';
import { hashOfToken } from '../../gateway/secrets.ts';
import type { Role } from '../../shared/sync/calls.ts';
import type { ExchangeReply } from '../../shared/sync/protocol.ts';
import type { Send } from '../gateway/agent/night.ts';
import { ask, put } from '../gateway/running.ts';
import { must } from '../../shared/lib/check.ts';
import { openBrowser } from './browser.ts';
import { Operator } from './operator.ts';

/** A gateway with a journal on disk that can be stopped and started again on its port. */
export async function startNight() {
  const data = await mkdtemp(join(tmpdir(), 'backstop-gateway-'));
  let gateway = await begin(data, 0);
  const { port, address } = gateway;
  for (const [id, name, isNetworks] of [
    ['ABC', 'Example Energy', false],
    ['DEF', 'Other Power', false],
    ['ESB', 'ESB Networks', true],
  ] as const)
    gateway.journal.addOrganisation({ id, name, isNetworks });
  onTestFinished(async () => {
    await gateway.close();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    address,
    stop: () => gateway.close(),
    start: async () => {
      gateway = await begin(data, port);
    },
    /** Another network: at the gateway's address a login page answers everything, with 200. */
    loginPage: async () => {
      await gateway.close();
      const portal = createServer((_request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<!doctype html><title>Log in to the network</title>'),
      );
      await new Promise<void>((resolve) => portal.listen(port, '127.0.0.1', resolve));
      const gone = () =>
        new Promise<void>((resolve) => {
          portal.close(() => resolve());
          portal.closeAllConnections();
        });
      onTestFinished(gone);
      return { gone };
    },
    code: (organisation: string, role: Role = 'operator') => {
      const { journal } = gateway;
      const found = must(journal.organisation(organisation), 'it was added');
      const made = invite(journal, found, role, { now: Date.now(), days: 1 });
      if (!made.ok) throw new Error('no invite');
      return made.value.code;
    },
    /** An administrator makes operators of all devices, behind the gateway's back. */
    everybodyMayWrite: async () => {
      await gateway.close();
      const file = new DatabaseSync(join(data, 'journal.sqlite'));
      file.exec("UPDATE devices SET role = 'operator'");
      file.close();
      gateway = await begin(data, port);
    },
    /** What the gateway gave out to an organisation, oldest first: device and seq, once each. */
    feed: (organisation: string) =>
      gateway.journal
        .feed(organisation, 0, { entries: 100_000, bytes: 1e9, exceptDevice: '' })
        .rows.map(({ entry }) => entry),
    /** How something without a screen says and hears all there is. */
    wire: (device: string, organisation: string, role: Role): Send => {
      const { token } = put(gateway, device, organisation, role);
      return async (_device, body) => {
        const reply = await ask(gateway, 'exchange', { token, body });
        expect(reply.status).toBe(200);
        return reply.body as ExchangeReply;
      };
    },
    devices: (organisation: string) => gateway.journal.devices(organisation),
    revoke: (device: string) => gateway.journal.revoke(device, Date.now()),
    /** The gateway has another token for a device than that has itself: it does not know who asks. */
    forget: (device: string) =>
      gateway.journal.putDevice(
        must(gateway.journal.device(device), 'it has joined'),
        hashOfToken('another'),
      ),
    /** A desk in a browser of its own, gone in at the live door. */
    desk: async (
      name: string,
      options: { theme?: 'light' | 'dark'; profile?: string; aheadMs?: number } = {},
    ) => new Operator(await open(address, options)).goIn({ name }),
    /** A desk that has joined an organisation, in its queue. */
    async joined(name: string, organisation = 'ABC', role: Role = 'operator') {
      const desk = await this.desk(name);
      await joinWith(desk, this.code(organisation, role));
      await desk.press('Escape');
      return desk;
    },
    /** A browser that comes back to a profile. */
    comeBack: async (profile: string) => new Operator(await open(address, { profile })),
  };
}

/** The page in a browser of its own. */
export async function open(
  origin: string,
  {
    theme = 'dark',
    profile,
    aheadMs = 0,
  }: {
    readonly theme?: 'light' | 'dark' | undefined;
    readonly profile?: string | undefined;
    /** How far the laptop's clock is ahead of the gateway's. */
    readonly aheadMs?: number;
  } = {},
): Promise<Page> {
  const browser = await openBrowser({
    browserPath: inject('browserPath'),
    origin,
    theme,
    ...(profile === undefined ? {} : { profile }),
    // A gateway that is down is what these tests are about.
    expected: [/Failed to load resource/, /ERR_/],
  });
  onTestFinished(async () => {
    await browser.close();
    expect(browser.faults).toEqual([]);
  });
  if (aheadMs !== 0) await browser.page.clock.install({ time: Date.now() + aheadMs });
  await browser.page.goto(origin);
  return browser.page;
}

async function begin(data: string, port: number): Promise<Gateway> {
  const started = await startGateway({ port, data, configurationFolder: data });
  if (!started.ok) throw new Error(started.error.reason);
  return started.value;
}

/** The strip's word on delivery. */
export const strip = (page: Page) => page.locator('.strip .delivery');

export async function joinWith(operator: Operator, code: string): Promise<void> {
  const { page } = operator;
  await operator.press('Alt+6');
  const field = page.getByRole('textbox', { name: 'Code' });
  await field.waitFor();
  await operator.press('Enter');
  await expect.poll(() => field.evaluate((each) => each === document.activeElement)).toBe(true);
  await field.fill(code);
  await operator.press('Enter');
  await page.getByText('Connection', { exact: true }).waitFor();
}
