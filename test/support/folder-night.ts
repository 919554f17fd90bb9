// The sample night with everything real but the people and the market: a gateway, an agent over a real
// folder, a simulated market behind that folder and at the phone, and colleagues in one room. Time is one
// clock for all of them, that of the sample's evening, and is moved ahead by hand.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { startAgent, type RunningAgent } from '../../gateway/agent/start.ts';
import { createGatewayClient } from '../../main/gateway-client.ts';
import { MINUTE } from '../../shared/domain/backstop-clock.ts';
import { waitsFor } from '../../shared/domain/fix.ts';
import type { Mprn } from '../../shared/domain/mprn.ts';
import type { Delivered } from '../../shared/drill/market/chain.ts';
import { Market } from '../../shared/drill/market/market.ts';
import type { PhoneAnswer, PhoneCall } from '../../shared/drill/market/phone.ts';
import { EXPORT_EVERY, report } from '../../shared/drill/night.ts';
import { HUB_DOWN, LAST_EXPORT, readSample } from '../../shared/drill/night/sample.ts';
import { must } from '../../shared/lib/check.ts';
import type { Role } from '../../shared/sync/calls.ts';
import { PROTOCOL } from '../../shared/sync/protocol.ts';
import { Emma } from './emma.ts';
import { markedOf, optionsOf, SEED, SUPPLIER } from './marked-market.ts';
import { joinWith, startNight } from './night.ts';
import type { Operator } from './operator.ts';
import { Room } from './room.ts';
import { ShiftedClock } from './shifted-clock.ts';

export const clockAt = (clock: string, day = 21): number =>
  Date.parse(`2026-11-${day}T${clock}:00Z`);

export type FolderNight = Awaited<ReturnType<typeof startFolderNight>>;

const tellsOff = ({ message: { type } }: Delivered): boolean => type === '106D' || type === '306';

export async function startFolderNight(begins: number) {
  const clock = new ShiftedClock(begins);
  const night = await startNight();
  const read = (name: string) => readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8');
  const sample = readSample({
    outage: read('hub-outage.csv'),
    outstanding: read('outstanding-017.csv'),
    customers: read('customers.csv'),
  });
  const marked = markedOf(sample);
  const market = new Market(optionsOf(sample, marked));
  market.advance(begins);
  const root = mkdtempSync(join(tmpdir(), 'backstop-folder-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'emma');
  const data = join(root, 'agent');
  mkdirSync(folder);
  const emma = new Emma(folder, market);
  const room = new Room(sample, market, begins, SEED);
  const pages: Page[] = [];
  const delivered: Delivered[] = [];
  let whenCutOff: (mprns: readonly string[]) => Promise<void> = async () => {};
  let agent: RunningAgent | null = null;

  const client = createGatewayClient({
    fetch,
    now: () => Date.now(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  });
  const { address } = night;
  const enrolled = await client.call(
    'enrol',
    { address, token: null },
    {
      protocol: PROTOCOL,
      device: room.log.device,
      code: night.code(SUPPLIER, 'supervisor'),
      keep: 'token',
    },
  );
  if (!enrolled.ok) throw new Error(JSON.stringify(enrolled.error));
  const who = { address, token: must(enrolled.value.token ?? null, 'it was asked for') };
  const syncRoom = () =>
    room.log.sync(async (request) => {
      const reply = await client.call('exchange', who, request);
      if (!reply.ok) throw new Error(JSON.stringify(reply.error));
      return reply.value;
    });

  const startsAgent = async (code: string | null): Promise<void> => {
    const options = { recipient: 'ESB', wall: 'utc', pollMs: 50, name: 'Dublin' } as const;
    const address = code === null ? null : night.address;
    const started = await startAgent({ ...options, folder, data, address, code });
    if (!started.ok) throw new Error(started.error);
    agent = started.value;
  };
  onTestFinished(() => agent?.stop());

  /** The agent has read all that lies there, and said all that it wrote. */
  const agentIsDone = async (): Promise<void> => {
    const { log } = must(agent, 'it runs');
    for (;;) {
      const { acknowledged } = await log.port.standing();
      const left = await log.port.pending(acknowledged, 1);
      if (left.length === 0 && emma.names('inbox').length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  /** What was released to the agent and may go lies in the outbox. */
  const agentHasSent = async (): Promise<void> => {
    const { device, status } = must(agent, 'it runs');
    const mayGo = () =>
      room.log
        .allFixes()
        .flatMap((fix) =>
          fix.items.filter(
            (each) =>
              each.standing === 'released' &&
              each.released.agent === device &&
              each.channel === 'emma' &&
              each.txRefNbr !== null &&
              !status().kept.has(each.txRefNbr) &&
              waitsFor(fix, each) === null,
          ),
        );
    for (;;) {
      await syncRoom();
      if (mayGo().length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  /** Whatever the screens say they have saved has come to the gateway. */
  const screensAreHeard = async (): Promise<void> => {
    const others = new Set([room.log.device, must(agent, 'it runs').device]);
    const isHeard = async () => {
      const feet = await Promise.all(pages.map((page) => page.locator('.foot').textContent()));
      const saved = feet.map((words) =>
        Number(/: ([\d,]+) entr/.exec(words ?? '')?.[1]?.replace(',', '')),
      );
      const heard = night.feed(SUPPLIER).filter(({ device }) => !others.has(device)).length;
      return heard - saved.reduce((sum, each) => sum + each, 0);
    };
    await expect.poll(isHeard, { timeout: 30_000 }).toBe(0);
  };

  /** Who has just been said to be cut off, though they have paid, and is off. */
  const newlyCutOff = (fresh: readonly Delivered[]): readonly string[] => {
    const { cutOffs, meters } = market.truth;
    const said = new Set(fresh.filter(tellsOff).map(({ about }) => about));
    const off = cutOffs.filter(
      ({ mprn, txRefNbr }) => said.has(txRefNbr) && meters.get(mprn)?.isOn === false,
    );
    return off.map(({ mprn }) => mprn);
  };

  /** Everybody's clock. */
  const until = async (to: number): Promise<void> => {
    clock.moveTo(to);
    for (const page of pages) await page.clock.setSystemTime(Date.now());
    room.log.now = to;
  };

  return {
    sample,
    marked,
    market,
    emma,
    room,
    delivered,
    until,
    /** A desk in a browser, with the clock that everybody has. */
    desk: async (name: string, role: Role): Promise<Operator> => {
      const desk = await clock.inRealTime((aheadMs) => night.desk(name, { aheadMs }));
      pages.push(desk.page);
      await joinWith(desk, night.code(SUPPLIER, role));
      await desk.press('Escape');
      return desk;
    },
    syncRoom,
    /** In the minute in which the market says so, before anybody works on. */
    onCutOff: (look: typeof whenCutOff): void => {
      whenCutOff = look;
    },
    startAgent: () => startsAgent(night.code(SUPPLIER, 'agent')),
    /** Everybody with a line knows what all have written by then. */
    async reaches(at: number): Promise<void> {
      await screensAreHeard();
      await until(at);
      market.advance(at);
      await syncRoom();
    },
    hubIsBack: (at: number): void => {
      market.restore(7, at);
      market.restore(8, at);
      room.stage.hubBackAt = at;
    },
    /** What is cut off from everybody: gateway and agent stand on one machine. */
    cutOff: async () => {
      await agent?.stop();
      agent = null;
      await night.stop();
    },
    comeBack: async () => {
      await night.start();
      await startsAgent(null);
      // Whatever a screen waits for before it tries again is over.
      for (const page of pages) await page.clock.fastForward(MINUTE);
    },
    ask: (mprn: string, ask: PhoneCall['ask']): PhoneAnswer =>
      market.phone({ mprn: mprn as Mprn, ask, at: market.now }),
    /** The same, rung again until somebody answers. */
    asksUntilAnswered: (mprn: string, ask: PhoneCall['ask']): PhoneAnswer => {
      for (;;) {
        const said = market.phone({ mprn: mprn as Mprn, ask, at: market.now + 1000 });
        if (said.outcome !== 'noAnswer') return said;
      }
    },
    /** A while of the room without any line. */
    async playOffline(from: number, to: number): Promise<void> {
      for (let now = from; now <= to; now += MINUTE) {
        room.log.now = now;
        market.advance(now);
        const minute = (now - HUB_DOWN) / MINUTE;
        if (now <= LAST_EXPORT && minute % EXPORT_EVERY === 0) report(room.stage);
        room.work();
      }
      await until(to);
    },
    /** A while of everybody. */
    async play(from: number, to: number, every = MINUTE): Promise<void> {
      await screensAreHeard();
      for (let now = from; now <= to; now += every) {
        await until(now);
        await agentHasSent();
        room.sent(emma.take(now));
        const fresh = market.advance(now);
        delivered.push(...fresh);
        emma.lay(fresh);
        room.work();
        await syncRoom();
        await agentIsDone();
        await syncRoom();
        room.hears(fresh);
        const cut = newlyCutOff(fresh);
        if (cut.length > 0) await whenCutOff(cut);
      }
      await syncRoom();
    },
  };
}
