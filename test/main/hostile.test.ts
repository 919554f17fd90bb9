// The real engine over the real client, through a network that lies, to the real gateway: whatever
// happened, it has its name; once it is over everything is there once, and nobody had to write again.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Failure } from '../../shared/sync/failure.ts';
import { invite } from '../../gateway/calls/enrolment.ts';
import { addOrganisations, running, type Running } from '../gateway/running.ts';
import {
  modes,
  startHostileProxy,
  type HostileProxy,
  type Mode,
} from '../support/hostile-proxy.ts';
import { Notebook } from '../support/notebook.ts';
import { RemoteConsole } from '../support/remote-console.ts';

interface Night {
  readonly gateway: Running['gateway'];
  readonly proxy: HostileProxy;
  /** Behind the network that lies. */
  readonly desk: RemoteConsole;
  /** Beside the gateway. */
  readonly colleague: RemoteConsole;
}

async function night(): Promise<Night> {
  const { gateway } = await running();
  addOrganisations(gateway);
  const proxy = await startHostileProxy(gateway.address);
  onTestFinished(() => proxy.close());
  const desk = new RemoteConsole(new Notebook(1));
  const colleague = new RemoteConsole(new Notebook(2));
  for (const [console, address] of [
    [desk, proxy.address],
    [colleague, gateway.address],
  ] as const) {
    expect(await console.enrol(address, codeOf(gateway))).toMatchObject({ ok: true });
    console.engine.start();
    onTestFinished(() => console.engine.stop());
  }
  return { gateway, proxy, desk, colleague };
}

function codeOf({ journal }: Running['gateway']): string {
  const organisation = journal.organisation('ABC');
  if (organisation === null) throw new Error('there is such an organisation');
  const made = invite(journal, organisation, 'operator', { now: Date.now() });
  if (!made.ok) throw new Error('an operator may be invited');
  return made.value.code;
}

const stored = ({ gateway, desk }: Night) => gateway.journal.chainEnd(desk.log.device)?.seq ?? 0;

/** Everything of the desk is in the gateway and at the colleague's, once, as it was written. */
async function expectOnce({ gateway, desk, colleague }: Night): Promise<void> {
  const { own, device } = desk.log;
  expect(gateway.journal.chainEnd(device)).toEqual({ seq: own.length, hash: own.at(-1)?.hash });
  await colleague.settle();
  expect(colleague.log.received).toBe(own.length);
  expect([...colleague.log.others.values()].map(({ hash }) => hash)).toEqual(
    own.map(({ hash }) => hash),
  );
  expect(desk.log.at.acknowledged).toBe(own.length);
}

describe('a fault of the network', () => {
  const rows: readonly {
    readonly mode: Mode;
    /** null: it gets through all the same. */
    readonly failure: Failure | null;
    /** Whether the gateway has it although nobody was told. */
    readonly arrives: boolean;
  }[] = [
    { mode: 'delay', failure: null, arrives: true },
    { mode: 'duplicate', failure: null, arrives: true },
    { mode: 'drop', failure: { code: 'timeout' }, arrives: false },
    { mode: 'hang', failure: { code: 'timeout' }, arrives: true },
    { mode: 'trickle', failure: { code: 'timeout' }, arrives: true },
    { mode: 'reset', failure: { code: 'reset' }, arrives: true },
    { mode: 'truncate', failure: { code: 'reset' }, arrives: true },
    { mode: 'halve', failure: { code: 'badReply' }, arrives: true },
    { mode: 'loseReply', failure: { code: 'reset' }, arrives: true },
    { mode: 'page', failure: { code: 'captivePortal' }, arrives: false },
    { mode: 'redirect', failure: { code: 'captivePortal' }, arrives: false },
    { mode: 'networkLogin', failure: { code: 'captivePortal' }, arrives: false },
    { mode: 'forbiddenPage', failure: { code: 'captivePortal' }, arrives: false },
    { mode: 'badGateway', failure: { code: 'server', status: 502 }, arrives: false },
    // Node's fetch hides a 407 from everybody; Electron's is tried in test/e2e/gateway.shell.test.ts.
    { mode: 'proxyLogin', failure: { code: 'noRoute' }, arrives: false },
  ];

  test.each(rows)('WIRE14: $mode is named, and over it costs nothing', async (row) => {
    const { mode, failure, arrives } = row;
    const world = await night();
    const { proxy, desk, colleague } = world;
    desk.log.write(20);
    colleague.log.write(5);
    await colleague.settle();
    await desk.settle();
    expect(desk.engine.status).toMatchObject({ failure: null, stalledSince: null });

    desk.log.write(30);
    proxy.mode = mode;
    const stalls = failure?.code === 'timeout';
    await desk.step(stalls ? proxy.strike() : undefined);
    const { stalledSince } = desk.engine.status;
    expect(desk.engine.status).toMatchObject({ phase: 'waiting', failure });
    expect(stalledSince === null).toBe(failure === null);
    expect(stored(world)).toBe(arrives ? 50 : 20);
    await desk.step(stalls ? proxy.strike() : undefined);
    expect(desk.engine.status).toMatchObject({
      failure,
      stalledSince,
      attempts: failure === null ? 0 : 2,
    });
    expect(proxy.struck[mode]).toBe(2);

    proxy.mode = 'honest';
    await desk.settle();
    expect(desk.engine.status).toMatchObject({
      phase: 'waiting',
      failure: null,
      stalledSince: null,
      attempts: 0,
    });
    await expectOnce(world);
    expect(desk.log.received).toBe(5);
  });

  test('WIRE14: every fault the proxy knows has its line here', () => {
    expect([...rows.map(({ mode }) => mode), 'honest', 'reorder'].sort()).toEqual(
      [...modes].sort(),
    );
  });

  test('WIRE15: a call that arrives after a later one changes nothing', async () => {
    const world = await night();
    const { proxy, desk } = world;
    desk.log.write(20);
    await desk.settle();
    proxy.mode = 'reorder';
    desk.log.write(30);
    await desk.step(proxy.strike());
    expect(desk.engine.status.failure).toEqual({ code: 'timeout' });
    expect(stored(world)).toBe(20);
    desk.log.write(10);
    const late = proxy.strike();
    await desk.step();
    await late;
    expect(proxy.struck.reorder).toBe(2);
    expect(desk.engine.status).toMatchObject({ failure: null, stalledSince: null });
    proxy.mode = 'honest';
    await desk.settle();
    await expectOnce(world);
  });

  test('WIRE15: all of them, one after the other, while people write', async () => {
    const world = await night();
    const { proxy, desk } = world;
    for (const { mode, failure } of rows) {
      desk.log.write(7);
      proxy.mode = mode;
      await desk.step(failure?.code === 'timeout' ? proxy.strike() : undefined);
    }
    proxy.mode = 'honest';
    await desk.settle();
    await expectOnce(world);
    for (const { mode } of rows) expect(proxy.struck[mode], mode).toBe(1);
  });

  test('WIRE15: an enrolment whose reply was lost is simply made again with the same code', async () => {
    const { gateway, proxy } = await night();
    const desk = new RemoteConsole(new Notebook(3));
    const code = codeOf(gateway);
    proxy.mode = 'loseReply';
    expect(await desk.enrol(proxy.address, code)).toEqual({ ok: false, error: { code: 'reset' } });
    proxy.mode = 'honest';
    expect(await desk.enrol(proxy.address, code)).toMatchObject({ ok: true });
    desk.log.write(3);
    desk.engine.start();
    await desk.settle();
    expect(desk.log.at.acknowledged).toBe(3);
    desk.engine.stop();
  });
});

describe('a gateway', () => {
  test('WIRE16: that is stopped refuses, started again takes what waited', async () => {
    const started = await running();
    addOrganisations(started.gateway);
    const { port } = started.gateway;
    const desk = new RemoteConsole(new Notebook(1));
    await desk.enrol(started.gateway.address, codeOf(started.gateway));
    desk.log.write(5);
    desk.engine.start();
    await desk.settle();
    await started.gateway.close();
    desk.log.write(5);
    // The first one may find the line that was open cut; a new line is refused.
    await desk.step();
    expect(desk.engine.status.failure?.code).toMatch(/^(reset|refused)$/);
    await desk.step();
    expect(desk.engine.status.failure).toEqual({ code: 'refused' });
    const { gateway } = await running({ port, data: started.data });
    expect(gateway.journal.chainEnd(desk.log.device)?.seq).toBe(5);
    await desk.settle();
    expect(desk.engine.status).toMatchObject({ failure: null, stalledSince: null });
    expect(gateway.journal.chainEnd(desk.log.device)?.seq).toBe(10);
    desk.engine.stop();
  });

  test('WIRE16: that revoked the device says so, and it stops; nothing in between can', async () => {
    const world = await night();
    const { gateway, proxy, desk } = world;
    desk.log.write(5);
    await desk.settle();
    gateway.journal.revoke(desk.log.device, Date.now());
    proxy.mode = 'forbiddenPage';
    await desk.step();
    expect(desk.engine.status).toMatchObject({ phase: 'waiting' });
    proxy.mode = 'honest';
    await desk.step();
    expect(desk.engine.status).toMatchObject({ phase: 'stopped', failure: { code: 'revoked' } });
  });
});
