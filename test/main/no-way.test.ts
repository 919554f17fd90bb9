// Before anything is said at all: no such name, nobody at the port, a certificate that is not to be
// believed. Real sockets; certificates are made on the spot.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGatewayClient } from '../../main/gateway-client.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import { addOrganisations, put, running, temporaryFolder } from '../gateway/running.ts';
import { hasOpenssl, makeCertificates, type Certificates } from '../support/certificates.ts';
import { startHostileProxy } from '../support/hostile-proxy.ts';

const DEVICE = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const client = createGatewayClient({
  fetch,
  now: () => 0,
  after: () => () => undefined,
});
const ask = async (address: string, token = 'x') => {
  const answer = await client.call('me', { address, token }, null);
  return answer.ok ? null : answer.error;
};

test('WIRE17: a name that nobody has is not found', async () => {
  expect(await ask('https://gateway.backstop.invalid')).toEqual({ code: 'nameNotFound' });
});

test('WIRE17: a port at which nobody listens refuses', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(await ask(`http://127.0.0.1:${port}`)).toEqual({ code: 'refused' });
});

test('WIRE17: a port that speaks no HTTP gives a bad reply, one that hangs up a cut line', async () => {
  for (const [greeting, failure] of [
    ['SSH-2.0-OpenSSH_9.2\r\n', { code: 'badReply' }],
    ['', { code: 'reset' }],
  ] as const) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(greeting));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await ask(`http://127.0.0.1:${port}`)).toEqual(failure);
  }
});

const isPossible = hasOpenssl() && typeof setDefaultCACertificates === 'function';
if (!isPossible)
  process.stderr.write('Certificates are not tried here: no openssl, or an older Node.\n');

describe.skipIf(!isPossible)('a certificate', () => {
  test('WIRE18: signed by an authority the system knows is believed; each other kind has its name', async () => {
    const certificates = makeCertificates(temporaryFolder());
    const before = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(before));
    setDefaultCACertificates([...before, certificates.authority]);
    const { gateway } = await running();
    addOrganisations(gateway);
    const { token } = put(gateway, DEVICE, 'ABC');
    const rows: readonly (readonly [keyof Omit<Certificates, 'authority'>, Failure | null])[] = [
      ['good', null],
      ['selfSigned', { code: 'tls', why: 'untrusted' }],
      ['expired', { code: 'tls', why: 'expired' }],
      ['wrongName', { code: 'tls', why: 'wrongName' }],
    ];
    for (const [kind, failure] of rows) {
      const proxy = await startHostileProxy(gateway.address, certificates[kind]);
      onTestFinished(() => proxy.close());
      expect(await ask(proxy.address, token), kind).toEqual(failure);
    }
    setDefaultCACertificates(before);
    const proxy = await startHostileProxy(gateway.address, certificates.good);
    onTestFinished(() => proxy.close());
    expect(await ask(proxy.address, token)).toEqual({ code: 'tls', why: 'untrusted' });
  });

  test('WIRE18: TLS spoken to a port that has none is a fault of TLS, without TLS to one that has it none of ours', async () => {
    const { gateway } = await running();
    expect(await ask(gateway.address.replace('http:', 'https:'))).toEqual({
      code: 'tls',
      why: 'other',
    });
    const { selfSigned } = makeCertificates(temporaryFolder());
    const proxy = await startHostileProxy(gateway.address, selfSigned);
    onTestFinished(() => proxy.close());
    expect(await ask(proxy.address.replace('https:', 'http:'))).toEqual({ code: 'reset' });
  });
});
