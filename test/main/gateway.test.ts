// The bridge's five calls over a client that writes down what it was asked for.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from 'vitest';
import { openEnrolments } from '../../main/enrolments.ts';
import { gatewayHandlers, type GatewayPorts } from '../../main/gateway.ts';
import type { GatewayClient, Where } from '../../main/gateway-client.ts';
import type { LogFields } from '../../main/log.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import { fail, ok } from '../../shared/lib/result.ts';

const DEVICE = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const TARGET = '5d0a0f0e-9f39-4a0c-8f8e-0d7d3f1b2c11';
const TOKEN = 'a-token-that-nobody-may-read';
const enrolment = {
  device: DEVICE,
  organisation: { id: 'ABC', name: 'Supplier', isNetworks: false },
  role: 'operator',
};
const request = {
  protocol: 2 as const,
  device: DEVICE,
  cursor: 0,
  mark: '',
  entries: [],
};
const secrets = {
  isAvailable: () => false,
  seal: () => new Uint8Array(),
  open: () => '',
};

interface Asked {
  readonly name: string;
  readonly where: Where;
  readonly request: unknown;
}

const test = base
  .extend('folder', async ({ task: _task }, { onCleanup }) => {
    const parent = await mkdtemp(join(tmpdir(), 'backstop-gateway-calls-'));
    onCleanup(() => rm(parent, { recursive: true, force: true }));
    return join(parent, 'gateway');
  })
  .extend('desk', ({ folder }) => {
    const asked: Asked[] = [];
    const logged: LogFields[] = [];
    const world = {
      reply: ok({ ...enrolment, token: TOKEN }) as unknown,
      administratorAddress: null as string | null,
    };
    const client = {
      call: (name: string, where: Where, body: unknown) => {
        asked.push({ name, where, request: body });
        return Promise.resolve(world.reply);
      },
    } as unknown as GatewayClient;
    let ms = 0;
    const ports: GatewayPorts = {
      client,
      enrolments: openEnrolments(folder, secrets),
      administratorAddress: () => Promise.resolve(world.administratorAddress),
      log: (_what, fields = {}) => logged.push(fields),
      monotonic: () => (ms += 7),
    };
    return { asked, logged, world, handlers: gatewayHandlers(ports) };
  });

test('SHELL15: enrolled at what was typed, else at the administrator’s address, else nowhere', async ({
  desk,
}) => {
  const enrol = (address: string | null) =>
    desk.handlers.enrol({ device: DEVICE, address, code: 'ABCD-1234' });
  expect(await enrol(null)).toEqual(fail({ code: 'badAddress' }));
  expect(await enrol('http://gateway.supplier.ie')).toEqual(fail({ code: 'badAddress' }));
  expect(desk.asked).toEqual([]);
  desk.world.administratorAddress = 'gateway.supplier.ie';
  expect(await enrol(null)).toEqual(
    ok({ ...enrolment, address: 'https://gateway.supplier.ie', isTokenSealed: false }),
  );
  expect(await enrol('127.0.0.1:4400')).toMatchObject({
    value: { address: 'http://127.0.0.1:4400' },
  });
  expect(desk.asked).toEqual(
    ['https://gateway.supplier.ie', 'http://127.0.0.1:4400'].map((address) => ({
      name: 'enrol',
      where: { address, token: null },
      request: { protocol: 2, device: DEVICE, code: 'ABCD-1234', keep: 'token' },
    })),
  );
  desk.world.administratorAddress = 'http://gateway.supplier.ie';
  expect(await enrol(null)).toEqual(fail({ code: 'badAddress' }));
});

test('SHELL15: without a token nothing is sent; with one, each call is its row of the table', async ({
  desk,
}) => {
  const { handlers, world, asked } = desk;
  const all = () =>
    Promise.all([
      handlers.exchange({ device: DEVICE, request }),
      handlers.listDevices({ device: DEVICE }),
      handlers.revokeDevice({ device: DEVICE, target: TARGET }),
      handlers.inviteDevice({ device: DEVICE, role: 'auditor' }),
    ]);
  for (const answer of await all()) expect(answer).toEqual(fail({ code: 'notEnrolled' }));
  expect(asked).toEqual([]);
  await handlers.enrol({ device: DEVICE, address: 'https://g.ie', code: 'x' });
  asked.length = 0;
  world.reply = ok('what the gateway said');
  for (const answer of await all()) expect(answer).toEqual(ok('what the gateway said'));
  const where = { address: 'https://g.ie', token: TOKEN };
  expect(asked.sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
    { name: 'devices', where, request: null },
    { name: 'exchange', where, request },
    { name: 'invite', where, request: { role: 'auditor' } },
    { name: 'revoke', where, request: { device: TARGET } },
  ]);
});

test('SHELL15: a reply without a token, or for another device, enrols nobody', async ({ desk }) => {
  const { handlers, world } = desk;
  for (const reply of [enrolment, { ...enrolment, device: TARGET, token: TOKEN }]) {
    world.reply = ok(reply);
    expect(await handlers.enrol({ device: DEVICE, address: 'https://g.ie', code: 'x' })).toEqual(
      fail({ code: 'badReply' }),
    );
  }
  expect(await handlers.exchange({ device: DEVICE, request })).toEqual(
    fail({ code: 'notEnrolled' }),
  );
});

test('SHELL15: a code is not used up where its token could not be kept', async ({
  desk,
  folder,
}) => {
  await writeFile(folder, 'a file in the place of the folder');
  expect(await desk.handlers.enrol({ device: DEVICE, address: 'https://g.ie', code: 'x' })).toEqual(
    fail({ code: 'local' }),
  );
  expect(desk.asked).toEqual([]);
});

test('SHELL16: neither the page nor the log gets the token, the code or the address', async ({
  desk,
}) => {
  const { handlers, logged } = desk;
  const enrolled = await handlers.enrol({
    device: DEVICE,
    address: 'https://gateway.supplier.ie',
    code: 'ABCD-1234',
  });
  expect(JSON.stringify(enrolled)).not.toContain(TOKEN);
  expect(logged).toEqual([{ call: 'enrol', code: 'ok', ms: 7 }]);
});

test('SHELL16: of exchanges the log gets what changed, with how long it took', async ({ desk }) => {
  const { handlers, world, logged } = desk;
  await handlers.enrol({ device: DEVICE, address: 'https://g.ie', code: 'x' });
  logged.length = 0;
  const answers: readonly unknown[] = [
    ok({}),
    ok({}),
    fail({ code: 'server', status: 502 } satisfies CallFailure),
    fail({ code: 'server', status: 500 } satisfies CallFailure),
    ok({}),
  ];
  for (const answer of answers) {
    world.reply = answer;
    await handlers.exchange({ device: DEVICE, request });
  }
  expect(logged).toEqual(['ok', 'server', 'ok'].map((code) => ({ call: 'exchange', code, ms: 7 })));
});

test('WIRE6: an exchange is not refused for reasons of other calls', async ({ desk }) => {
  const { handlers, world } = desk;
  await handlers.enrol({ device: DEVICE, address: 'https://g.ie', code: 'x' });
  world.reply = fail({ code: 'forbidden' });
  expect(await handlers.exchange({ device: DEVICE, request })).toEqual(fail({ code: 'badReply' }));
  expect(await handlers.listDevices({ device: DEVICE })).toEqual(fail({ code: 'forbidden' }));
});
