import { describe, expect, test } from 'vitest';
import { asFailure, readAnswer, type HttpAnswer } from '../../../shared/sync/answer.ts';
import { gatewayCalls, refusals, type GatewayCall } from '../../../shared/sync/calls.ts';
import { isStop, type CallFailure, type Failure } from '../../../shared/sync/failure.ts';
import { readNetworkError } from '../../../shared/sync/network-error.ts';

const NOW = Date.parse('2026-11-24T20:14:00Z');
const DEVICE = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const HASH = 'a'.repeat(64);
const LOGIN = '<!DOCTYPE html><title>Hotel</title>';

const reply = {
  protocol: 2,
  now: NOW,
  acknowledged: 3,
  acknowledgedHash: HASH,
  refused: [],
  entries: [],
  authors: {},
  cursor: 0,
  mark: '',
  more: false,
  rewound: false,
  partners: [],
};
const me = {
  device: DEVICE,
  organisation: { id: 'ABC', name: 'Supplier', isNetworks: false },
  role: 'operator',
};

const answerOf = (change: Partial<HttpAnswer> & { body?: unknown }): HttpAnswer => ({
  status: 200,
  contentType: 'application/json; charset=utf-8',
  retryAfter: null,
  text: change.body === undefined ? '' : JSON.stringify(change.body),
  ...change,
});
const read = (change: Parameters<typeof answerOf>[0], call: GatewayCall = 'exchange') =>
  readAnswer(call, answerOf(change), NOW);
const failureOf = (change: Parameters<typeof answerOf>[0], call: GatewayCall = 'exchange') => {
  const answer = read(change, call);
  return answer.ok ? null : answer.error;
};

describe('an answer', () => {
  test('WIRE1: of a row is decoded by the schema of that row; fields of a newer gateway are passed over', () => {
    expect(read({ body: { ...reply, newer: 1 } })).toEqual({ ok: true, value: reply });
    expect(read({ body: me }, 'me')).toEqual({ ok: true, value: me });
    expect(read({ body: { ...me, token: 't' } }, 'enrol')).toEqual({
      ok: true,
      value: { ...me, token: 't' },
    });
  });

  test.each<[string, Parameters<typeof answerOf>[0], Failure['code']]>([
    ['a page with 200', { contentType: 'text/html', text: LOGIN }, 'captivePortal'],
    ['a page that is called JSON', { text: `\n ${LOGIN}` }, 'captivePortal'],
    ['a page that says no type', { contentType: null, text: LOGIN }, 'captivePortal'],
    ['JSON that is called a page', { contentType: 'text/html', body: reply }, 'captivePortal'],
    ['half of the reply', { text: JSON.stringify(reply).slice(0, 90) }, 'badReply'],
    ['nothing', { text: '' }, 'badReply'],
    ['nothing at all, 204', { status: 204, contentType: null }, 'badReply'],
    ['another program', { body: { hello: 'printer' } }, 'badReply'],
    ['one field of another type', { body: { ...reply, acknowledged: '3' } }, 'badReply'],
    ['a hash that is none', { body: { ...reply, acknowledgedHash: 'zz' } }, 'badReply'],
    ['a newer protocol without asking', { body: { ...reply, protocol: 3 } }, 'badReply'],
    ['a refusal with 200', { body: { ok: false, reason: 'revoked' } }, 'badReply'],
    ['a redirect', { status: 302, text: '' }, 'captivePortal'],
    ['a lasting redirect', { status: 308, text: '' }, 'captivePortal'],
    ['a redirect that a browser hides', { status: 0, contentType: null }, 'captivePortal'],
    ['network login required', { status: 511, text: LOGIN }, 'captivePortal'],
    ['proxy login', { status: 407, contentType: 'text/html', text: LOGIN }, 'proxyLogin'],
    ['a slow line, told by a proxy', { status: 408 }, 'timeout'],
    ['a limit of a proxy', { status: 413, contentType: 'text/html', text: LOGIN }, 'tooLarge'],
  ])('WIRE2: %s', (_what, change, code) => {
    expect(failureOf(change)).toEqual({ code });
  });

  test.each([500, 502, 503, 504, 599])('WIRE2: %i is the server, whatever it says', (status) => {
    expect(failureOf({ status, contentType: 'text/html', text: LOGIN })).toEqual({
      code: 'server',
      status,
    });
    expect(failureOf({ status, body: { ok: false, reason: 'revoked' } })).toMatchObject({
      code: 'server',
    });
  });

  test.each([
    ['120', 120_000],
    [' 7 ', 7000],
    ['0', 0],
    [null, 0],
    ['soon', 0],
    ['-5', 0],
    ['Tue, 24 Nov 2026 20:14:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 20:13:00 GMT', 0],
    ['86400', 600_000],
  ])('WIRE3: too many with Retry-After %s waits %i ms', (retryAfter, retryAfterMs) => {
    for (const body of [{ ok: false, reason: 'tooMany' }, undefined])
      expect(failureOf({ status: 429, retryAfter, body })).toEqual({
        code: 'tooMany',
        retryAfterMs,
      });
  });
});

describe('a refusal', () => {
  const plain = (Object.keys(refusals) as (keyof typeof refusals)[]).filter(
    (reason) => reason !== 'forked' && reason !== 'tooMany',
  );

  test.each(plain)('WIRE4: %s, in our words and with its status, for every row', (reason) => {
    const change = { status: refusals[reason], body: { ok: false, reason } };
    for (const call of Object.keys(gatewayCalls) as GatewayCall[])
      expect(failureOf(change, call)).toEqual({ code: reason });
  });

  test('WIRE4: a fork says from where; one that does not is none', () => {
    const fork = (seq?: number) => ({ status: 409, body: { ok: false, reason: 'forked', seq } });
    expect(failureOf(fork(7))).toEqual({ code: 'forked', seq: 7 });
    expect(failureOf(fork())).toEqual({ code: 'badReply' });
  });

  test('WIRE5: nothing in between makes a console believe that it must stop', () => {
    const between: readonly Parameters<typeof answerOf>[0][] = [
      { contentType: 'text/html', text: LOGIN },
      { contentType: 'text/plain', text: 'Forbidden' },
      { contentType: null, text: '' },
      { body: { error: 'forbidden' } },
      { body: { ok: false } },
      { body: { ok: true, reason: 'revoked' } },
      { body: { ok: false, reason: 'notFound' } },
      { body: { ok: false, reason: 'toString' } },
    ];
    for (const status of [400, 401, 403, 404, 405, 409, 410, 421, 422, 426, 451])
      for (const change of between) {
        const failure = asFailure(failureOf({ ...change, status }) ?? { code: 'malformed' });
        expect(isStop(failure), `${status} ${JSON.stringify(change)}`).toBe(false);
        expect(['badReply', 'captivePortal']).toContain(failure.code);
      }
  });

  test('WIRE5: our words with a status that is not theirs are not believed', () => {
    for (const status of [200, 302, 400, 401, 404, 409, 500])
      expect(failureOf({ status, body: { ok: false, reason: 'revoked' } })?.code).not.toBe(
        'revoked',
      );
  });

  test('WIRE6: what only other calls are refused for is no answer to an exchange', () => {
    const others: readonly CallFailure['code'][] = [
      'unknownCode',
      'otherOrganisation',
      'forbidden',
      'noSuchDevice',
      'badAddress',
    ];
    for (const code of others)
      expect(asFailure({ code } as CallFailure)).toEqual({ code: 'badReply' });
    expect(asFailure({ code: 'forked', seq: 2 })).toEqual({ code: 'forked', seq: 2 });
    expect(asFailure({ code: 'server', status: 502 })).toEqual({ code: 'server', status: 502 });
  });
});

describe('an error of the network', () => {
  /** As Node's fetch throws it. */
  const node = (code: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(`what ${code} x`), { code }) });
  /** As Electron's `net` throws it. */
  const chromium = (code: string) => new Error(`net::${code}`);

  const rows: readonly (readonly [Failure, string, string])[] = [
    [{ code: 'nameNotFound' }, 'ENOTFOUND EAI_AGAIN', 'ERR_NAME_NOT_RESOLVED'],
    [{ code: 'refused' }, 'ECONNREFUSED', 'ERR_CONNECTION_REFUSED'],
    [
      { code: 'reset' },
      'ECONNRESET EPIPE UND_ERR_SOCKET',
      'ERR_CONNECTION_RESET ERR_CONNECTION_CLOSED ERR_EMPTY_RESPONSE ERR_NETWORK_CHANGED',
    ],
    [
      { code: 'timeout' },
      'ETIMEDOUT UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT',
      'ERR_TIMED_OUT ERR_CONNECTION_TIMED_OUT',
    ],
    [
      { code: 'noRoute' },
      'ENETUNREACH EHOSTUNREACH ENETDOWN EADDRNOTAVAIL EACCES SOMETHING_NEW',
      'ERR_INTERNET_DISCONNECTED ERR_ADDRESS_UNREACHABLE ERR_PROXY_CONNECTION_FAILED ERR_TUNNEL_CONNECTION_FAILED ERR_SOMETHING_NEW',
    ],
    [{ code: 'proxyLogin' }, '', 'ERR_PROXY_AUTH_UNSUPPORTED ERR_PROXY_AUTH_REQUESTED'],
    [{ code: 'captivePortal' }, '', 'ERR_TOO_MANY_REDIRECTS ERR_UNSAFE_REDIRECT'],
    [
      { code: 'tls', why: 'untrusted' },
      'DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'ERR_CERT_AUTHORITY_INVALID ERR_CERT_REVOKED',
    ],
    [
      { code: 'tls', why: 'expired' },
      'CERT_HAS_EXPIRED CERT_NOT_YET_VALID',
      'ERR_CERT_DATE_INVALID',
    ],
    [
      { code: 'tls', why: 'wrongName' },
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'ERR_CERT_COMMON_NAME_INVALID',
    ],
    [
      { code: 'tls', why: 'other' },
      'EPROTO ERR_SSL_WRONG_VERSION_NUMBER ERR_TLS_INVALID_PROTOCOL_VERSION',
      'ERR_SSL_PROTOCOL_ERROR ERR_SSL_VERSION_OR_CIPHER_MISMATCH ERR_CERT_WEAK_KEY',
    ],
    [
      { code: 'badReply' },
      'HPE_INVALID_CONSTANT UND_ERR_HEADERS_OVERFLOW UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
      'ERR_INVALID_HTTP_RESPONSE ERR_CONTENT_LENGTH_MISMATCH ERR_INCOMPLETE_CHUNKED_ENCODING',
    ],
  ];
  const words = (text: string) => text.split(' ').filter((word) => word !== '');

  test.each(
    rows.flatMap(([failure, ofNode, ofChromium]) => [
      ...words(ofNode).map((name) => [name, node(name), failure] as const),
      ...words(ofChromium).map((name) => [name, chromium(name), failure] as const),
    ]),
  )('WIRE7: %s has its name', (_name, error, failure) => {
    expect(readNetworkError(error)).toEqual(failure);
  });

  test('WIRE7: several addresses were tried, and an abort is the deadline', () => {
    const each = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const several = new TypeError('fetch failed', { cause: new AggregateError([each, each]) });
    expect(readNetworkError(several)).toEqual({ code: 'refused' });
    for (const name of ['AbortError', 'TimeoutError'])
      expect(readNetworkError(new DOMException('x', name))).toEqual({ code: 'timeout' });
    expect(readNetworkError(new Error('Redirect was cancelled'))).toEqual({
      code: 'captivePortal',
    });
    expect(
      readNetworkError(new TypeError('fetch failed', { cause: new Error('unexpected redirect') })),
    ).toEqual({ code: 'captivePortal' });
  });

  test("WIRE8: a browser's page is told nothing: no way, or what the host knows better", () => {
    for (const told of ['Failed to fetch', 'Load failed', 'NetworkError when attempting to fetch'])
      expect(readNetworkError(new TypeError(told))).toEqual({ code: 'noRoute' });
    expect(readNetworkError(new TypeError('network error'), { code: 'reset' })).toEqual({
      code: 'reset',
    });
  });

  test('WIRE8: whatever is thrown, it is a failure and never a stop', () => {
    const circle: { cause?: unknown } = {};
    circle.cause = circle;
    for (const thrown of [null, undefined, 'x', 7, circle, new Error('revoked'), { code: 5 }])
      expect(readNetworkError(thrown)).toEqual({ code: 'noRoute' });
  });
});
