// The client over real HTTP to a server that does as it is told; the deadline is let fall by hand.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test as base } from 'vitest';
import { createGatewayClient, DEADLINE_MS, MOST_REPLY_BYTES } from '../../main/gateway-client.ts';

const NOW = Date.parse('2026-11-24T20:14:00Z');
const me = {
  device: '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10',
  organisation: { id: 'ABC', name: 'Supplier', isNetworks: false },
  role: 'operator',
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const test = base.extend('world', async ({ task: _task }, { onCleanup }) => {
  const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] =
    [];
  const world = {
    answer: ((_request, response) => response.end()) as Answer,
    seen,
    /** Deadlines that were set and not forgotten. */
    deadlines: new Map<() => void, number>(),
    where: { address: '', token: 'the-token' },
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body });
      world.answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  world.where.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onCleanup(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const client = createGatewayClient({
    fetch,
    now: () => NOW,
    after: (ms, work) => {
      world.deadlines.set(work, ms);
      return () => world.deadlines.delete(work);
    },
  });
  return Object.assign(world, { client });
});

const json = (response: ServerResponse, body: unknown) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));

test('WIRE10: a call is its row: method, path, JSON, and the token where there is one', async ({
  world,
}) => {
  world.answer = (_request, response) => json(response, me);
  expect(await world.client.call('me', world.where, null)).toEqual({ ok: true, value: me });
  const enrol = { protocol: 2, device: me.device, code: 'x', keep: 'token' } as const;
  expect(await world.client.call('enrol', { ...world.where, token: null }, enrol)).toEqual({
    ok: true,
    value: me,
  });
  const [first, second] = world.seen;
  expect(first).toMatchObject({ method: 'GET', url: '/v1/me', body: '' });
  expect(first?.headers.authorization).toBe('Bearer the-token');
  expect(second).toMatchObject({ method: 'POST', url: '/v1/enrol', body: JSON.stringify(enrol) });
  expect(second?.headers['content-type']).toBe('application/json');
  expect(second?.headers.authorization).toBeUndefined();
  expect(world.deadlines.size).toBe(0);
});

test('WIRE11: the deadline is over the whole call: no answer, half a head, a body that does not end', async ({
  world,
}) => {
  const stalls: readonly Answer[] = [
    () => undefined,
    (_request, response) => response.socket?.write('HTTP/1.1 200 OK\r\ncontent-'),
    (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.write(JSON.stringify(me).slice(0, 20));
    },
  ];
  for (const stall of stalls) {
    const reached = new Promise<void>((resolve) => {
      world.answer = (request, response) => {
        stall(request, response);
        resolve();
      };
    });
    const answer = world.client.call('me', world.where, null);
    await reached;
    const [[fall, ms] = [() => undefined, 0]] = [...world.deadlines];
    expect(ms).toBe(DEADLINE_MS);
    fall();
    expect(await answer).toEqual({ ok: false, error: { code: 'timeout' } });
  }
});

test('WIRE12: a redirect is not followed: nobody else is handed the token', async ({ world }) => {
  world.answer = (_request, response) =>
    response.writeHead(302, { location: `${world.where.address}/login` }).end();
  expect(await world.client.call('me', world.where, null)).toEqual({
    ok: false,
    error: { code: 'captivePortal' },
  });
  expect(world.seen.map(({ url }) => url)).toEqual(['/v1/me']);
});

test('WIRE13: what sends more than a gateway ever does is cut off', async ({ world }) => {
  const hungUp = new Promise<void>((resolve) => {
    world.answer = (_request, response) => {
      response.setHeader('content-type', 'application/json');
      const part = Buffer.alloc(1024 * 1024, ' ');
      let sent = 0;
      const more = () => {
        while (!response.destroyed && sent < 4 * MOST_REPLY_BYTES) {
          sent += part.length;
          if (!response.write(part)) return void response.once('drain', more);
        }
      };
      response.on('close', () => resolve());
      more();
    };
  });
  expect(await world.client.call('me', world.where, null)).toEqual({
    ok: false,
    error: { code: 'badReply' },
  });
  await hungUp;
});

test('WIRE1: signs that the network cut in two arrive whole', async ({ world }) => {
  const named = { ...me, organisation: { ...me.organisation, name: 'Éire Fuinneamh ⚡' } };
  world.answer = (_request, response) => {
    response.setHeader('content-type', 'application/json');
    const bytes = Buffer.from(JSON.stringify(named));
    const next = (at: number) => {
      if (at >= bytes.length) return void response.end();
      response.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
    };
    next(0);
  };
  expect(await world.client.call('me', world.where, null)).toEqual({ ok: true, value: named });
});
