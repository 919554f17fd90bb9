// The real gateway over real HTTP, serving a small page from a temporary folder.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  sentenceFor,
  startGateway,
  type Gateway,
  type GatewayOptions,
} from '../../gateway/index.ts';
import type { LogLine } from '../../gateway/log-line.ts';
import { pageHeaders } from '../../shared/lib/page-headers.ts';
import { rawRequest } from './raw-request.ts';

let folder: string;
let page: string;
let configurationFolder: string;
let lines: LogLine[];
let running: Gateway[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backstop-gateway-'));
  page = join(folder, 'page');
  configurationFolder = join(folder, 'configuration');
  await mkdir(join(page, 'assets'), { recursive: true });
  await mkdir(configurationFolder);
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Backstop</title>');
  await writeFile(join(page, 'assets', 'index-abc123.js'), 'export {};');
  await writeFile(join(page, 'mark.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(page, '.hidden'), 'hidden');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  lines = [];
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((gateway) => gateway.close()));
  await rm(folder, { recursive: true });
});

async function start(options: GatewayOptions = {}): Promise<Gateway> {
  const started = await startGateway({
    port: 0,
    page,
    configurationFolder,
    log: (line) => lines.push(line),
    ...options,
  });
  if (!started.ok) throw new Error(sentenceFor(started.error));
  running.push(started.value);
  return started.value;
}

const portOf = (gateway: Gateway) => Number(new URL(gateway.address).port);

describe('the page', () => {
  test('GATE4 is served with the production headers and never from a cache', async () => {
    const { address } = await start();
    const reply = await rawRequest(address);
    expect(reply.status).toBe(200);
    expect(reply.body).toContain('<title>Backstop</title>');
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.headers).toMatchObject(pageHeaders('web'));
  });

  test('GATE6 has hashed files that are kept for ever and others that are asked for again', async () => {
    const { address } = await start();
    const hashed = await rawRequest(address, { path: '/assets/index-abc123.js' });
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers['content-type']).toMatch(/javascript/);
    const mark = await rawRequest(address, { path: '/mark.svg' });
    expect(mark.headers['cache-control']).toBe('no-cache');
    expect(mark.headers['content-type']).toBe('image/svg+xml');
  });

  test('answers HEAD without a body', async () => {
    const { address } = await start();
    const reply = await rawRequest(address, { method: 'HEAD' });
    expect(reply).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/%00',
    '/%zz',
    '/.hidden',
    '/assets',
    '/assets/',
    '/nothing.js',
  ])('GATE5 gives nothing for %s', async (path) => {
    const { address } = await start();
    const reply = await rawRequest(address, { path });
    expect([400, 403, 404]).toContain(reply.status);
    expect(reply.body).not.toContain('secret');
    expect(reply.headers).toMatchObject(pageHeaders('web'));
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  test('is looked at again for every request, so that a new build is seen', async () => {
    const { address } = await start();
    await rawRequest(address);
    await writeFile(join(page, 'assets', 'later-1.js'), 'export const later = 1;');
    expect((await rawRequest(address, { path: '/assets/later-1.js' })).status).toBe(200);
  });
});

describe('who may ask', () => {
  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('GATE3 refuses %s', async (method) => {
    const { address } = await start();
    for (const path of ['/', '/v1/health']) {
      const reply = await rawRequest(address, { method, path });
      expect(reply.status).toBe(405);
      expect(reply.headers['allow']).toBe('GET, HEAD');
      expect(reply.headers).toMatchObject(pageHeaders('web'));
    }
  });

  test('GATE2 refuses names that strangers point at this machine', async () => {
    const gateway = await start();
    const port = portOf(gateway);
    const strangers = [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port}.evil`,
    ];
    for (const host of [...strangers, `localhost.evil:${port}`, ':']) {
      const reply = await rawRequest(gateway.address, { host, path: '/v1/hello' });
      expect(reply.status, host).toBe(421);
      expect(reply.body).not.toContain('version');
    }
  });

  test('GATE2 sends localhost to the one address, path and query kept', async () => {
    const gateway = await start();
    const reply = await rawRequest(gateway.address, {
      host: `localhost:${portOf(gateway)}`,
      path: '/mark.svg?x=1',
    });
    expect(reply.status).toBe(307);
    expect(reply.headers.location).toBe(`${gateway.address}/mark.svg?x=1`);
    const call = await rawRequest(gateway.address, {
      host: `localhost:${portOf(gateway)}`,
      path: '/v1/me',
    });
    expect(call.status).toBe(401);
  });
});

describe('health and hello', () => {
  test('GATE11: health says ok, the version, the seconds and that its journal is there', async () => {
    const { address } = await start();
    const reply = await rawRequest(address, { path: '/v1/health' });
    expect(JSON.parse(reply.body)).toEqual({
      ok: true,
      program: 'backstop',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      uptimeSeconds: expect.any(Number),
      journal: 'reachable',
    });
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  async function hello(): Promise<{ administrator: unknown; problems: readonly object[] }> {
    const { address } = await start();
    const reply = await rawRequest(address, { path: '/v1/hello' });
    expect(reply.status).toBe(200);
    return JSON.parse(reply.body) as { administrator: unknown; problems: readonly object[] };
  }
  const laid = (content: string) => writeFile(join(configurationFolder, 'backstop.json'), content);

  test('GATE7 hello works without an administrator file', async () => {
    expect(await hello()).toMatchObject({ administrator: null, problems: [] });
  });

  test('GATE7 hello carries the administrator file, byte order mark or not', async () => {
    await laid('\uFEFF{"organisation":{"name":"Example Energy","mpid":"EXA"}}');
    expect(await hello()).toMatchObject({
      administrator: { organisation: { name: 'Example Energy', mpid: 'EXA' } },
      problems: [],
    });
  });

  test.each([
    ['no JSON', '{"organisation":', 'JSON text'],
    ['a wrong field', '{"organisation":{"name":5}}', 'organisation.name'],
    ['another shape', '[]', 'a list'],
    ['an empty file', '', 'JSON text'],
    ['a huge file', `"${'x'.repeat(1_000_001)}"`, 'larger'],
  ])('GATE7 hello names the file and the mistake: %s', async (_name, content, what) => {
    await laid(content);
    const { administrator, problems } = await hello();
    expect(administrator).toBeNull();
    expect(problems).toEqual([
      {
        code: 'administratorFileInvalid',
        where: join(configurationFolder, 'backstop.json'),
        what: expect.stringContaining(what),
      },
    ]);
  });

  test('GATE7 hello survives a folder and a loop where the file should be', async () => {
    await mkdir(join(configurationFolder, 'backstop.json'));
    expect((await hello()).problems).toHaveLength(1);
    await rm(join(configurationFolder, 'backstop.json'), { recursive: true });
    await symlink('backstop.json', join(configurationFolder, 'backstop.json'));
    expect((await hello()).problems).toHaveLength(1);
  });
});

describe('starting and stopping', () => {
  test('GATE1 another program on the port: says so in a sentence and does not move', async () => {
    const other = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const started = await startGateway({ port, page });
    other.close();
    expect(started).toEqual({
      ok: false,
      error: { reason: 'portBusy', port, alreadyRunning: false },
    });
    if (!started.ok) expect(sentenceFor(started.error)).toContain('taken by another program');
  });

  test('GATE1 a second start finds the first', async () => {
    const first = await start();
    const second = await startGateway({ port: portOf(first), page });
    expect(second).toMatchObject({
      ok: false,
      error: { reason: 'portBusy', alreadyRunning: true },
    });
    if (!second.ok)
      expect(sentenceFor(second.error)).toContain(`already running at ${first.address}`);
  });

  test('the same port can be had again after closing', async () => {
    const first = await start();
    await rawRequest(first.address);
    await first.close();
    await first.close();
    expect((await start({ port: portOf(first) })).address).toBe(first.address);
  });

  test('no built page: says which folder', async () => {
    const started = await startGateway({ port: 0, page: join(folder, 'none') });
    expect(started).toEqual({
      ok: false,
      error: { reason: 'pageMissing', page: join(folder, 'none') },
    });
  });
});

test('GATE8 the log names routes, never paths or queries', async () => {
  const gateway = await start();
  await rawRequest(gateway.address, { path: '/v1/health?mprn=10001234567' });
  await rawRequest(gateway.address, { path: '/10001234567' });
  await rawRequest(gateway.address, { path: '/mark.svg?10001234567' });
  await gateway.close();
  expect(
    lines.filter((line) => line.event === 'request').map((line) => [line.route, line.status]),
  ).toEqual([
    ['/v1/health', 200],
    ['(none)', 404],
    ['/*', 200],
  ]);
  expect(JSON.stringify(lines)).not.toContain('10001234567');
  expect(lines.at(0)).toMatchObject({ event: 'listening', address: gateway.address });
  expect(lines.at(-1)).toEqual({ event: 'closed' });
});
