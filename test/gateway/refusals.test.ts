// Bad input over real HTTP: a documented status and reason each, and nothing half-stored.
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { refusalWords, takenWords } from '../../gateway/refusal-words.ts';
import { serverRefusals } from '../../gateway/server-refusals.ts';
import { must } from '../../shared/lib/check.ts';
import { pageHeaders } from '../../shared/lib/page-headers.ts';
import { refusals, type Refusal } from '../../shared/sync/calls.ts';
import {
  MOST_BYTES,
  MOST_ENTRIES,
  PROTOCOL,
  toWire,
  type ExchangeReply,
} from '../../shared/sync/protocol.ts';
import { Desk, idOf, NOW } from './desk.ts';
import { pipelined } from './pipelined.ts';
import { rawRequest } from './raw-request.ts';
import {
  addOrganisations,
  ask,
  put,
  running,
  type Answered,
  type Enrolled,
  type Running,
} from './running.ts';

const subject = 'mprn:10000000001';

interface World extends Running {
  readonly desk: Desk<Enrolled>;
  readonly colleague: Desk<Enrolled>;
  readonly stranger: Desk<Enrolled>;
}

async function world(options: Parameters<typeof running>[0] = {}): Promise<World> {
  const started = await running(options);
  addOrganisations(started.gateway);
  const at = (digit: string, organisation: string) =>
    new Desk(put(started.gateway, idOf(digit), organisation));
  return { ...started, desk: at('1', 'ABC'), colleague: at('2', 'ABC'), stranger: at('3', 'DEF') };
}

const send = ({ gateway }: Running, desk: Desk<Enrolled>, body: unknown = all(desk)) =>
  ask(gateway, 'exchange', { token: desk.who.token, body });
const all = (desk: Desk) => desk.request(desk.entries.map(toWire));

function expectRefused(reply: Answered, reason: Refusal, more: object = {}): void {
  expect(reply.status).toBe(refusals[reason]);
  expect(reply.body).toEqual({ ok: false, reason, ...more });
  expect(reply.headers.get('cache-control')).toBe('no-store');
}

/** Everything the journal has of the organisations, as text. */
function stored({ gateway: { journal } }: Running): string {
  const limits = { entries: 100_000, bytes: 1e9, exceptDevice: '' };
  return JSON.stringify(
    ['ABC', 'DEF', 'ESB'].map((id) => [
      journal.feed(id, 0, limits).rows,
      journal.devices(id),
      [...journal.chainEnds(id)],
    ]),
  );
}

describe('REFUSE1: a refused exchange has stored nothing', () => {
  /** Sends two entries that are stored; then the bad thing, which must change nothing. */
  async function refusedAfterTwo(
    bad: (world: World) => Promise<Answered>,
    reason: Refusal,
    more: object = {},
  ) {
    const here = await world();
    here.desk.write(subject, 'one');
    here.desk.write(subject, 'two');
    expect((await send(here, here.desk)).status).toBe(200);
    const before = stored(here);
    expectRefused(await bad(here), reason, more);
    expect(stored(here)).toBe(before);
    // It goes on as if nothing had been.
    here.desk.write(subject, 'three');
    expect((await send(here, here.desk)).body).toMatchObject({ acknowledged: 3, refused: [] });
  }

  test('oversize: more bytes than one exchange may have', () =>
    refusedAfterTwo(
      (here) => send(here, here.desk, `{"protocol":2,"pad":"${'x'.repeat(MOST_BYTES + 300_000)}"}`),
      'tooLarge',
    ));

  test('oversize: more bytes than any other call may have', () =>
    refusedAfterTwo(
      ({ gateway }) => ask(gateway, 'enrol', { body: { code: 'x'.repeat(5000) } }),
      'tooLarge',
    ));

  test('oversize: more entries than one exchange may have', () =>
    refusedAfterTwo((here) => {
      const [first] = here.desk.entries.map(toWire);
      const entries = Array.from({ length: MOST_ENTRIES + 1 }, () => first);
      return send(here, here.desk, { ...here.desk.request(), entries });
    }, 'tooLarge'));

  test.each([
    ['no JSON', '{"protocol":'],
    ['nothing', ''],
    ['another shape', '[]'],
    ['null', 'null'],
    ['a poisoned prototype', '{"__proto__":{"device":1}}'],
    [
      'a field missing',
      JSON.stringify({ ...new Desk({ id: idOf('1') }).request(), cursor: undefined }),
    ],
    ['a negative cursor', JSON.stringify({ ...new Desk({ id: idOf('1') }).request(), cursor: -1 })],
    [
      'a mark that is none',
      JSON.stringify({ ...new Desk({ id: idOf('1') }).request(), mark: 'x' }),
    ],
    [
      'an entry of nothing',
      JSON.stringify({ ...new Desk({ id: idOf('1') }).request(), entries: [{}] }),
    ],
    [
      'an older protocol',
      JSON.stringify({ ...new Desk({ id: idOf('1') }).request(), protocol: 0 }),
    ],
  ])('malformed: %s', (_name, body) =>
    refusedAfterTwo((here) => send(here, here.desk, body), 'malformed'),
  );

  test('malformed: the last of several heads is unreadable', () =>
    refusedAfterTwo((here) => {
      const copy = new Desk(here.desk.who);
      for (const note of ['one', 'two', 'three', 'four']) copy.write(subject, note);
      const entries = copy.entries.map(toWire);
      const last = must(entries[3], 'four were written');
      return send(here, here.desk, copy.request([...entries.slice(0, 3), { ...last, head: '{}' }]));
    }, 'malformed'));

  test('wrong token', () =>
    refusedAfterTwo(
      ({ gateway, desk }) => ask(gateway, 'exchange', { token: 'wrong', body: all(desk) }),
      'unknownToken',
    ));

  test('foreign organisation: a stranger’s entries in our exchange', () =>
    refusedAfterTwo((here) => {
      here.stranger.write(subject, 'theirs');
      return send(here, here.desk, here.desk.request(here.stranger.entries.map(toWire)));
    }, 'otherDevice'));

  test('foreign organisation: our entries with a stranger’s token', () =>
    refusedAfterTwo(
      ({ gateway, desk, stranger }) =>
        ask(gateway, 'exchange', { token: stranger.who.token, body: all(desk) }),
      'otherDevice',
    ));

  test('a device nobody knows', () =>
    refusedAfterTwo((here) => {
      const nobody = new Desk({ id: idOf('7') });
      nobody.write(subject, 'x');
      return send(here, here.desk, here.desk.request(nobody.entries.map(toWire)));
    }, 'otherDevice'));

  test('same seq with another hash: a cloned profile is told from where on it differs', () =>
    refusedAfterTwo(
      (here) => {
        const clone = new Desk(here.desk.who);
        clone.write(subject, 'one');
        clone.write(subject, 'another two');
        clone.write(subject, 'three');
        return send(here, clone);
      },
      'forked',
      { seq: 2 },
    ));

  test('broken chain: an entry that follows another than the last one', () =>
    refusedAfterTwo((here) => {
      const copy = new Desk(here.desk.who);
      for (const note of ['one', 'two', 'three', 'four']) copy.write(subject, note);
      const [third, fourth] = copy.entries.slice(2).map(toWire);
      const broken = { ...must(fourth, 'four were written'), prev: 'f'.repeat(64) };
      return send(here, here.desk, copy.request([must(third, 'as well'), broken]));
    }, 'chainBroken'));

  test('unknown version: a newer console is told so, whatever else it says', () =>
    refusedAfterTwo(
      (here) => send(here, here.desk, { protocol: PROTOCOL + 1, wholly: 'different' }),
      'newerProtocol',
    ));
});

test('REFUSE2: a revoked device is told so from the next request on', async () => {
  const here = await world();
  here.desk.write(subject, 'one');
  expect((await send(here, here.desk)).status).toBe(200);
  here.gateway.journal.revoke(here.desk.who.id, NOW);
  const before = stored(here);
  here.desk.write(subject, 'two');
  expectRefused(await send(here, here.desk), 'revoked');
  expectRefused(await ask(here.gateway, 'me', { token: here.desk.who.token }), 'revoked');
  expect(stored(here)).toBe(before);
});

describe('REFUSE3: what is no refusal: nothing is lost, doubled or judged', () => {
  const reply = (answered: Answered) => {
    expect(answered.status).toBe(200);
    return answered.body as ExchangeReply;
  };

  test('gap, repeated, out of order', async () => {
    const here = await world();
    const { desk } = here;
    for (const note of ['one', 'two', 'three', 'four']) desk.write(subject, note);
    const wires = desk.entries.map(toWire);
    const sent = async (...order: number[]) =>
      reply(await send(here, desk, desk.request(order.map((at) => must(wires[at], 'four')))))
        .acknowledged;
    expect(await sent(1, 2)).toBe(0);
    expect(await sent(0)).toBe(1);
    expect(await sent(0, 0, 1, 1)).toBe(2);
    expect(await sent(3, 2)).toBe(3);
    expect(await sent(0, 1, 2, 3, 3)).toBe(4);
    const feed = reply(await send(here, here.colleague)).entries;
    expect(feed).toEqual(wires);
  });

  test('unknown kind and unknown fields are kept to the last sign', async () => {
    const here = await world();
    here.desk.write(subject, 'from the future', { kind: 'case.teleported' });
    expect(reply(await send(here, here.desk)).refused).toEqual([]);
    expect(reply(await send(here, here.colleague)).entries).toEqual(here.desk.entries.map(toWire));
  });

  test('stamps far ahead are kept', async () => {
    const here = await world();
    here.desk.write(subject, 'tomorrow', { at: NOW + 24 * 3_600_000 });
    here.desk.write(subject, 'in ten years', { at: NOW + 10 * 365 * 24 * 3_600_000 });
    expect(reply(await send(here, here.desk))).toMatchObject({ acknowledged: 2, refused: [] });
  });

  test('an altered body is set aside and holds up nothing', async () => {
    const here = await world();
    for (const note of ['one', 'two', 'three']) here.desk.write(subject, note);
    const wires = here.desk.entries.map(toWire);
    wires[1] = { ...must(wires[1], 'three'), body: '["salt","x"]' };
    expect(reply(await send(here, here.desk, here.desk.request(wires)))).toMatchObject({
      acknowledged: 3,
      refused: [{ seq: 2, reason: 'bodyAltered' }],
    });
  });
});

test('LIMIT1: ten thousand tiny requests are told to wait, and nobody else notices', async () => {
  // Windows longer than the test, so that the counts are exact however slow the machine.
  const here = await world({
    limits: {
      device: { requests: 500, seconds: 3600 },
      stranger: { requests: 100, seconds: 3600 },
    },
  });
  const { port } = here.gateway;
  const tiny = (authorization: string) =>
    `POST /v1/exchange HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${authorization}` +
    'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
  const wild = await pipelined(
    port,
    tiny(`Authorization: Bearer ${here.desk.who.token}\r\n`),
    5000,
  );
  expect(wild.statuses).toEqual({ 400: 500, 429: 4500 });
  expect(wild.retryAfter).toBeGreaterThan(0);
  expect((await pipelined(port, tiny(''), 5000)).statuses).toEqual({ 401: 100, 429: 4900 });
  here.colleague.write(subject, 'meanwhile');
  expect((await send(here, here.colleague)).body).toMatchObject({ acknowledged: 1 });
  here.desk.write(subject, 'one');
  expectRefused(await send(here, here.desk), 'tooMany');
  expect(here.gateway.journal.chainEnd(here.desk.who.id)).toBeNull();
});

test.each([
  ['half its headers', 'POST /v1/exchange HTTP/1.1\r\nHost: '],
  ['a body that never comes', 'headers'],
])('LIMIT2: who sends %s is hung up on, and holds up nobody', async (_name, said) => {
  const here = await world({ times: { headers: 200, request: 300, look: 50 } });
  const { port } = here.gateway;
  const slow = connect(port, '127.0.0.1');
  let heard = '';
  slow.on('data', (part) => (heard += part.toString()));
  const closed = new Promise((resolve) => slow.once('close', resolve));
  slow.write(
    said === 'headers'
      ? `POST /v1/exchange HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n` +
          `Authorization: Bearer ${here.desk.who.token}\r\nContent-Length: 1000\r\n\r\n{`
      : said,
  );
  here.desk.write(subject, 'one');
  expect((await send(here, here.desk)).status).toBe(200);
  await closed;
  expect(heard).toMatch(/^HTTP\/1.1 408/);
});

test.each([
  ['garbage', '\u0000\u0001 10012345678 is off\r\n\r\n', 'badRequest'],
  ['no HTTP at all', 'HELO 10012345678\r\n\r\n', 'badRequest'],
  ['half its headers', 'GET /10012345678 HTTP/1.1\r\nHost: ', 'requestTimeout'],
  [
    'half a body',
    'POST /v1/enrol HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"code":"10012345678',
    'requestTimeout',
  ],
  [
    'headers without end',
    `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'10012345678'.repeat(3000)}\r\n\r\n`,
    'headersTooLarge',
  ],
] as const)('REFUSE5: %s is refused in our own words', async (_name, bytes, reason) => {
  const here = await world({ times: { headers: 200, request: 300, look: 50 } });
  const { port } = here.gateway;
  const bad = connect(port, '127.0.0.1');
  let heard = '';
  bad.on('data', (part) => (heard += part.toString()));
  const closed = new Promise((resolve) => bad.once('close', resolve));
  bad.write(bytes.replace('127.0.0.1', `127.0.0.1:${port}`));
  await closed;
  const [head = '', body = ''] = heard.split('\r\n\r\n');
  const [first, ...headers] = head.split('\r\n');
  expect(first).toMatch(new RegExp(`^HTTP/1\\.1 ${serverRefusals[reason]} `));
  expect(JSON.parse(body)).toEqual({ ok: false, reason });
  const refusal = await rawRequest(here.gateway.address, { path: '/nothing' });
  expect(refusal.status).toBe(404);
  for (const name of [...Object.keys(pageHeaders('web')), 'cache-control', 'content-type'])
    expect(headers).toContain(`${name}: ${String(refusal.headers[name])}`);
  const lines = here.lines.filter(({ event }) => event === 'unreadable');
  expect(lines).toEqual([{ event: 'unreadable', status: serverRefusals[reason], reason }]);
  expect(JSON.stringify(here.lines)).not.toContain('10012345678');
});

test('REFUSE4: every refusal has its words, and so has what is none', () => {
  expect(Object.keys(refusalWords)).toEqual(Object.keys(refusals));
  expect(Object.keys(takenWords)).toEqual([
    'gap',
    'repeated',
    'outOfOrder',
    'unknownKind',
    'farAhead',
    'alteredBody',
  ]);
});
