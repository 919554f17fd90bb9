// What a gateway allows that was told nothing of limits: the figures of the rule, of the
// administrator's guide and of the real gateway are the same ones.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gatewayCalls } from '../../shared/sync/calls.ts';
import { MOST_BYTES, MOST_ENTRIES, toWire } from '../../shared/sync/protocol.ts';
import { usualLimits } from '../../gateway/calls/limits.ts';
import { openJournal } from '../../gateway/data-folder.ts';
import { MOST_CONNECTIONS, usualTimes } from '../../gateway/server.ts';
import { root } from '../../tools/commands.ts';
import { Desk, idOf } from './desk.ts';
import { startProcess } from './kill-rounds.ts';
import { pipelined } from './pipelined.ts';
import { addOrganisations, ask, put, running, smallPage, temporaryFolder } from './running.ts';

/** LIMIT3 and the guide's table, row by row. */
const shipped = {
  'entries in one exchange': '1000',
  'bytes of one exchange': '8 MB',
  'bytes of any other call': '4 KB',
  'calls of one device': '1000 in 10 s',
  'calls of an address, no token': '100 in 10 s',
  'codes tried from an address': '20 in 60 s',
  'anything else from an address': '2000 in 10 s',
  'a request’s headers, all of it': '15 s, 120 s',
  'connections at once': '2000',
};

test('LIMIT3: what is shipped is what the guide says', () => {
  const guide = readFileSync(join(root, 'docs', 'administrator.md'), 'utf8');
  const table = /## Limits\n(.*?)\n## /s.exec(guide)?.[1] ?? '';
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll("'", '’')));
  expect(Object.fromEntries(rows.slice(2).map(([, what, limit]) => [what, limit]))).toEqual(
    shipped,
  );
  const said = ({ requests, seconds }: { requests: number; seconds: number }) =>
    `${requests} in ${seconds} s`;
  expect({
    entries: String(MOST_ENTRIES),
    bytes: `${MOST_BYTES / 1024 / 1024} MB`,
    device: said(usualLimits.device),
    stranger: said(usualLimits.stranger),
    code: said(usualLimits.code),
    page: said(usualLimits.page),
    times: `${usualTimes.headers / 1000} s, ${usualTimes.request / 1000} s`,
    connections: String(MOST_CONNECTIONS),
  }).toEqual({
    entries: shipped['entries in one exchange'],
    bytes: shipped['bytes of one exchange'],
    device: shipped['calls of one device'],
    stranger: shipped['calls of an address, no token'],
    code: shipped['codes tried from an address'],
    page: shipped['anything else from an address'],
    times: shipped['a request’s headers, all of it'],
    connections: shipped['connections at once'],
  });
});

test('LIMIT3: a gateway that was told nothing keeps to them', async () => {
  const { gateway } = await running();
  addOrganisations(gateway);
  const { token } = put(gateway, idOf('1'), 'ABC');
  const { port } = gateway;
  const call = (first: string, headers: readonly string[] = [], body = '') =>
    [`${first} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, '', body].join('\r\n');
  const post = (path: string, headers: readonly string[] = [], body = '{}') =>
    call(
      `POST ${path}`,
      [...headers, 'Content-Type: application/json', `Content-Length: ${body.length}`],
      body,
    );
  const of = async (request: string, times: number) =>
    (await pipelined(port, request, times)).statuses;
  const { exchange, enrol } = gatewayCalls;
  const known = [`Authorization: Bearer ${token}`];
  // Within a window each: a line of these takes a fraction of one.
  expect(await of(post(exchange.path, known), 1001)).toEqual({ 400: 1000, 429: 1 });
  expect(await of(post(exchange.path), 101)).toEqual({ 401: 100, 429: 1 });
  // Of what comes in one piece all count before the first is answered: hence the last one alone.
  expect(await of(call('GET /v1/health'), 2000)).toEqual({ 200: 2000 });
  expect(await of(call('GET /v1/health'), 1)).toEqual({ 429: 1 });
  // The bytes of a call that is no exchange, before the codes of this address are used up.
  const code = (bytes: number) => post(enrol.path, [], '{}'.padEnd(bytes));
  expect(await of(code(4096), 1)).toEqual({ 400: 1 });
  expect(await of(code(4097), 1)).toEqual({ 413: 1 });
  expect(await of(code(2), 19)).toEqual({ 400: 18, 429: 1 });
});

test.each([
  ['one enrolled device', true, 1000],
  ['an address without a token', false, 100],
])(
  'LIMIT1: with the limits that are shipped, ten thousand tiny requests of %s are told to wait, and nobody else notices',
  async (_name, isEnrolled, allowed) => {
    // As an administrator starts it, so that whoever storms takes none of its time.
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    const opened = openJournal(data);
    if (!opened.ok) throw new Error(opened.error.reason);
    const journal = opened.value;
    addOrganisations({ journal });
    const wild = put({ journal }, idOf('1'), 'ABC');
    const desk = new Desk(put({ journal }, idOf('2'), 'ABC'));
    const { child, address } = await startProcess(data, { page: smallPage(folder), folder });
    onTestFinished(() => void child.kill('SIGKILL'));
    const { host, port } = new URL(address);
    const tiny = [
      `POST ${gatewayCalls.exchange.path} HTTP/1.1`,
      `Host: ${host}`,
      ...(isEnrolled ? [`Authorization: Bearer ${wild.token}`] : []),
      'Content-Type: application/json',
      'Content-Length: 2',
      '',
      '{}',
    ].join('\r\n');
    const storm = { isOver: false };
    const line = async () => {
      const answered = [];
      for (let round = 0; round < 50; round++)
        answered.push(await pipelined(Number(port), tiny, 10));
      return answered;
    };
    const stormed = Promise.all(Array.from({ length: 20 }, line)).finally(
      () => (storm.isOver = true),
    );
    // A colleague writes and exchanges all the while, and opens the page: nothing is refused.
    let during = 0;
    while (!storm.isOver) {
      desk.write('mprn:10000000001', `note ${during}`);
      const reply = await ask({ address }, 'exchange', {
        token: desk.who.token,
        body: desk.request(desk.entries.slice(-1).map(toWire)),
      });
      expect(reply.body).toMatchObject({ acknowledged: desk.entries.length, refused: [] });
      expect((await fetch(address)).status).toBe(200);
      if (!storm.isOver) during += 1;
    }
    expect(during).toBeGreaterThan(10);
    const lines = (await stormed).flat();
    const answers = (status: string) =>
      lines.reduce((sum, { statuses }) => sum + (statuses[status] ?? 0), 0);
    const heard = answers(isEnrolled ? '400' : '401');
    expect(answers('429')).toBe(10_000 - heard);
    expect(heard).toBeGreaterThanOrEqual(allowed);
    // On a slow machine the storm lasts into the next window.
    expect(heard).toBeLessThanOrEqual(2 * allowed);
    const longest = Math.max(...lines.map(({ retryAfter }) => retryAfter));
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThanOrEqual(10);
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    expect(journal.chainEnd(wild.id)).toBeNull();
    expect(journal.chainEnd(desk.who.id)?.seq).toBe(desk.entries.length);
    journal.close();
  },
);
