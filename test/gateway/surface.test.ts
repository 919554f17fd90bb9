// What is around the calls: TLS and names, a proxy in front, metrics, the description, the log, and
// stopping.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openJournal } from '../../gateway/data-folder.ts';
import { startGateway, sentenceFor, type GatewayOptions } from '../../gateway/index.ts';
import { gatewayCalls, refusals } from '../../shared/sync/calls.ts';
import { toWire } from '../../shared/sync/protocol.ts';
import { Desk, idOf } from './desk.ts';
import { startProcess } from './kill-rounds.ts';
import { rawRequest } from './raw-request.ts';
import { addOrganisations, ask, put, running, smallPage, temporaryFolder } from './running.ts';

/** A certificate of our own for one name; null where there is no openssl to make it. */
function certificate(folder: string): { cert: string; key: string } | null {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=backstop.example -addext subjectAltName=DNS:backstop.example`;
  try {
    execFileSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
  } catch {
    return null;
  }
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

describe('GATE9: beyond this machine it wants TLS, or a proxy named in words', () => {
  const refusal = async (options: GatewayOptions) => {
    const started = await startGateway({ port: 0, page: smallPage(temporaryFolder()), ...options });
    if (started.ok) {
      await started.value.close();
      throw new Error('it listens');
    }
    expect(sentenceFor(started.error)).toMatch(/^[^\n]{30,}$/);
    return started.error.reason;
  };

  test('else it does not listen', async () => {
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'backstop.example'])
      expect(await refusal({ host, names: ['backstop.example'] })).toBe('needsTls');
    expect(await refusal({ host: '0.0.0.0', isBehindProxy: true })).toBe('needsName');
    expect(await refusal({ isBehindProxy: true })).toBe('needsName');
    expect(await refusal({ tls: { cert: 'no PEM', key: 'neither' } })).toBe('tlsUnusable');
    const away = { isBehindProxy: true, names: ['backstop.example'] };
    expect(await refusal({ host: '203.0.113.7', ...away })).toBe('noSuchAddress');
  });

  test('with a certificate it serves by its name, and the cookie is for TLS only', async (context) => {
    const tls = certificate(temporaryFolder());
    if (tls === null) return context.skip('there is no openssl to make a certificate with');
    const { gateway } = await running({ host: '0.0.0.0', names: ['backstop.example'], tls });
    expect(gateway.address).toBe(`https://backstop.example:${gateway.port}`);
    const asked = (path: string, host = `backstop.example:${gateway.port}`) =>
      new Promise<{ status: number | undefined; location: string | undefined }>(
        (resolve, reject) => {
          get(
            {
              host: '127.0.0.1',
              port: gateway.port,
              path,
              headers: { host },
              servername: 'backstop.example',
              ca: tls.cert,
              agent: false,
            },
            (reply) => {
              reply.resume();
              resolve({ status: reply.statusCode, location: reply.headers.location });
            },
          ).on('error', reject);
        },
      );
    expect((await asked('/')).status).toBe(200);
    expect((await asked('/', 'evil.example')).status).toBe(421);
    expect(await asked('/x', `127.0.0.1:${gateway.port}`)).toEqual({
      status: 307,
      location: `https://backstop.example:${gateway.port}/x`,
    });
    expect((await asked('/v1/health', `127.0.0.1:${gateway.port}`)).status).toBe(200);
  });

  test('started from the command line with a certificate and its key in files, it answers by TLS', async (context) => {
    const folder = temporaryFolder();
    const tls = certificate(folder);
    if (tls === null) return context.skip('there is no openssl to make a certificate with');
    const { child, address } = await startProcess(join(folder, 'data'), {
      page: smallPage(folder),
      folder,
      words: ['--name', 'backstop.example'].concat(
        ['--tls-cert', join(folder, 'cert.pem')],
        ['--tls-key', join(folder, 'key.pem')],
      ),
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const { protocol, host, hostname, port } = new URL(address);
    expect([protocol, hostname]).toEqual(['https:', 'backstop.example']);
    const health = await new Promise<string>((resolve, reject) => {
      const where = { host: '127.0.0.1', port, path: '/v1/health', headers: { host } };
      get({ ...where, servername: hostname, ca: tls.cert, agent: false }, (reply) => {
        let text = '';
        reply.on('data', (part: Buffer) => (text += part.toString()));
        reply.on('end', () => resolve(text));
      }).on('error', reject);
    });
    expect(JSON.parse(health)).toMatchObject({ ok: true, journal: 'reachable' });
  });

  test('behind a proxy it believes that proxy, and nobody else, about where a request comes from', async () => {
    const behind = await running({ isBehindProxy: true, names: ['backstop.example'] });
    const from = (forwarded: string | undefined, gateway = behind.gateway) =>
      fetch(`http://127.0.0.1:${gateway.port}/metrics`, {
        headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      });
    expect((await from('203.0.113.7')).status).toBe(403);
    expect((await from('127.0.0.1, 203.0.113.7')).status).toBe(403);
    expect((await from(undefined)).status).toBe(200);
    const alone = await running();
    expect((await from('203.0.113.7', alone.gateway)).status).toBe(200);
  });
});

test('GATE14: where several suppliers share a gateway the administrator’s file is told to its own machine only', async () => {
  const folder = temporaryFolder();
  const file = '{"organisation":{"name":"Example Energy","mpid":"EXA"}}';
  writeFileSync(join(folder, 'backstop.json'), file);
  const { gateway } = await running({ isBehindProxy: true, names: ['backstop.example'] }, folder);
  const hello = async (forwarded?: string) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const here = `http://127.0.0.1:${gateway.port}`;
    const reply = await rawRequest(here, { path: '/v1/hello', host: 'backstop.example', headers });
    expect(reply.status).toBe(200);
    const body = JSON.parse(reply.body) as { version: string; administrator: unknown };
    expect(body.version).not.toBe('');
    return body.administrator;
  };
  const administrator = { organisation: { name: 'Example Energy', mpid: 'EXA' } };
  for (const from of [undefined, '203.0.113.7'])
    expect(await hello(from)).toMatchObject(administrator);
  addOrganisations(gateway);
  expect(await hello()).toMatchObject(administrator);
  expect(await hello('203.0.113.7')).toBeNull();
});

test('METRIC1: Prometheus reads counts, on this machine only, and no label says who', async () => {
  const { gateway } = await running();
  addOrganisations(gateway);
  const desk = new Desk(put(gateway, idOf('1'), 'ABC'));
  for (let index = 0; index < 3; index++) desk.write('mprn:10001234567', 'secret');
  const altered = desk.entries
    .map(toWire)
    .map((wire, at) => (at === 1 ? { ...wire, body: 'x' } : wire));
  await ask(gateway, 'exchange', { token: desk.who.token, body: desk.request(altered) });
  await ask(gateway, 'exchange', { token: 'wrong', body: desk.request() });
  await ask(gateway, 'exchange', { token: desk.who.token, body: '{}' });
  const reply = await rawRequest(gateway.address, { path: '/metrics' });
  expect(reply.status).toBe(200);
  expect(reply.headers['content-type']).toContain('text/plain; version=0.0.4');
  for (const line of [
    'backstop_requests_total{method="POST",route="/v1/exchange",status="200"} 1',
    'backstop_requests_total{method="POST",route="/v1/exchange",status="401"} 1',
    'backstop_calls_refused_total{call="exchange",reason="malformed"} 1',
    'backstop_calls_refused_total{call="exchange",reason="unknownToken"} 1',
    'backstop_entries_stored_total 2',
    'backstop_entries_set_aside_total{reason="bodyAltered"} 1',
    'backstop_request_seconds_count{route="/v1/exchange"} 3',
  ])
    expect(reply.body).toContain(`${line}\n`);
  expect(reply.body).toMatch(/^backstop_nodejs_eventloop_lag_p99_seconds /m);
  for (const trace of ['ABC', '10001234567', desk.who.id, desk.who.id.slice(0, 8), 'secret'])
    expect(reply.body).not.toContain(trace);
});

describe('API1: the description', () => {
  test('is valid OpenAPI and has every call and every refusal', async () => {
    const { gateway } = await running();
    const text = (await rawRequest(gateway.address, { path: '/v1/openapi.json' })).body;
    const described = JSON.parse(text) as {
      paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>;
    };
    const verdict = await new Validator().validate(
      JSON.parse(text) as Parameters<Validator['validate']>[0],
    );
    expect(verdict).toMatchObject({ valid: true });
    expect(Object.keys(described.paths)).toEqual(
      Object.values(gatewayCalls).map(({ path }) => path),
    );
    for (const { path, method } of Object.values(gatewayCalls)) {
      const responses = described.paths[path]?.[method.toLowerCase()]?.responses ?? {};
      for (const [reason, status] of Object.entries(refusals))
        expect(responses[status]?.description, `${path} ${reason}`).toContain(`\`${reason}\``);
    }
  });
});

test('GATE8 what is said in calls is never in the log: no body, subject, token, code or name', async () => {
  const here = await running();
  const { gateway } = here;
  addOrganisations(gateway);
  const desk = new Desk(put(gateway, idOf('1'), 'ABC'));
  desk.write('mprn:10001234567', 'Mary Murphy');
  await ask(gateway, 'exchange', {
    token: desk.who.token,
    body: desk.request(desk.entries.map(toWire)),
  });
  await ask(gateway, 'exchange', { token: 'wrong-token', body: '{"mprn":"10001234567"' });
  await ask(gateway, 'exchange', { token: desk.who.token, body: '{"mprn":"10001234567"' });
  await ask(gateway, 'enrol', { body: { code: 'SECRET-CODE', device: idOf('2') } });
  await gateway.close();
  expect(here.lines.flatMap((line) => (line.event === 'request' ? [line] : []))).toMatchObject([
    { route: '/v1/exchange', method: 'POST', status: 200, device: '11111111' },
    { route: '/v1/exchange', status: 401, reason: 'unknownToken' },
    { route: '/v1/exchange', status: 400, reason: 'malformed', device: '11111111' },
    { route: '/v1/enrol', status: 400, reason: 'malformed' },
  ]);
  const said = JSON.stringify(here.lines);
  for (const trace of ['10001234567', 'Mary', 'token-', 'SECRET', desk.who.id, 'ABC', here.data])
    expect(said).not.toContain(trace);
});

test.each([
  ['an error of any kind', new Error('no room for 10001234567 of Mary'), 'Error'],
  ['an error of the language', new TypeError("Cannot read '10001234567'"), 'TypeError'],
  [
    'SQLite’s own',
    Object.assign(new Error('UNIQUE constraint failed: 10001234567'), { errcode: 19 }),
    'Error 19: UNIQUE constraint failed: …',
  ],
  ['ours', new Error('Cannot be missing: 10001234567'), 'Error: Cannot be missing: …'],
])(
  'GATE8 the journal fails with %s: the log says what kind it was, and nothing of a customer',
  async (_name, error, what) => {
    const here = await running();
    addOrganisations(here.gateway);
    const desk = new Desk(put(here.gateway, idOf('1'), 'ABC'));
    vi.spyOn(here.gateway.journal, 'write').mockImplementation(() => {
      throw error;
    });
    desk.write('mprn:10001234567', 'Mary Murphy');
    const body = desk.request(desk.entries.map(toWire));
    const reply = await ask(here.gateway, 'exchange', { token: desk.who.token, body });
    expect(reply).toMatchObject({ status: 500, body: { ok: false, reason: 'internal' } });
    expect(here.lines.filter(({ event }) => event === 'failed')).toEqual([
      { event: 'failed', route: '/v1/exchange', what },
    ]);
    for (const trace of ['10001234567', 'Mary'])
      expect(JSON.stringify([here.lines, reply.body])).not.toContain(trace);
  },
);

test('GATE8 a fault of ours is in the log by its kind: its message may repeat what was sent', async () => {
  const here = await running();
  addOrganisations(here.gateway);
  const desk = new Desk(put(here.gateway, idOf('1'), 'ABC'));
  const faults = [
    new TypeError('"10001234567" of Mary Murphy is no number'),
    Object.assign(new Error('database or disk is full'), { errcode: 13 }),
  ];
  for (const fault of faults) {
    here.gateway.journal.chainEnd = () => {
      throw fault;
    };
    const reply = await ask(here.gateway, 'exchange', {
      token: desk.who.token,
      body: desk.request(),
    });
    expect(reply).toMatchObject({ status: 500, body: { ok: false, reason: 'internal' } });
  }
  const route = '/v1/exchange';
  expect(here.lines.filter(({ event }) => event === 'failed')).toEqual([
    { event: 'failed', route, what: 'TypeError' },
    // SQLite's own words are ours to read, and repeat nothing.
    { event: 'failed', route, what: 'Error 13: database or disk is full' },
  ]);
});

test('STOP1: stopping answers what is under way, keeps what was acknowledged, and lets go of the journal', async () => {
  const here = await running();
  addOrganisations(here.gateway);
  const desk = new Desk(put(here.gateway, idOf('1'), 'ABC'));
  for (let index = 0; index < 300; index++) desk.write('mprn:10000000001', 'x'.repeat(300));
  const answering = ask(here.gateway, 'exchange', {
    token: desk.who.token,
    body: desk.request(desk.entries.map(toWire)),
  });
  // The request is on its way in before the gateway is told to stop.
  await expect
    .poll(() => here.gateway.journal.chainEnd(desk.who.id)?.seq, { interval: 1 })
    .toBe(300);
  const stopped = here.gateway.close();
  expect(await answering).toMatchObject({ status: 200, body: { acknowledged: 300 } });
  await stopped;
  expect(() => here.gateway.journal.check()).toThrow();
  await expect(fetch(here.gateway.address)).rejects.toThrow();
  const again = await here.restart();
  expect(again.gateway.journal.chainEnd(desk.who.id)?.seq).toBe(300);
  expect((await ask(again.gateway, 'me', { token: desk.who.token })).status).toBe(200);
});

test('STOP1: SIGTERM ends the process well, with everything in one file', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const opened = openJournal(data);
  if (!opened.ok) throw new Error(opened.error.reason);
  addOrganisations({ journal: opened.value });
  const desk = new Desk(put({ journal: opened.value }, idOf('1'), 'ABC'));
  opened.value.close();
  const { child, address } = await startProcess(data, { page: smallPage(folder), folder });
  desk.write('mprn:10000000001', 'x');
  const body = desk.request(desk.entries.map(toWire));
  const reply = await ask({ address }, 'exchange', { token: desk.who.token, body });
  expect(reply.status).toBe(200);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(readdirSync(data)).toEqual(['journal.sqlite']);
});

test('GATE11: health says so when the journal is not there', async () => {
  const { gateway } = await running();
  gateway.journal.close();
  const reply = await rawRequest(gateway.address, { path: '/v1/health' });
  expect(reply.status).toBe(503);
  expect(JSON.parse(reply.body)).toMatchObject({ ok: false, journal: 'unreachable' });
});
