// The hold list for the supplier's own system: how old it is must be seen of it, and no page of a
// stranger may read it through the operator's browser.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HoldFiles, holdList, serveHolds, type HoldList } from '../../../gateway/agent/holds.ts';
import { must } from '../../../shared/lib/check.ts';
import { readTable } from '../../../shared/domain/intake/table.ts';

const at = Date.parse('2026-11-21T20:00:00Z');
const SECOND = 1000;

test('AGENT26: the files are written anew every half minute and say until when they are valid, also without a hold', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backstop-holds-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = new HoldFiles(folder);
  const json = () => JSON.parse(readFileSync(join(folder, 'hold-list.json'), 'utf8')) as HoldList;
  const csv = () => readTable(readFileSync(join(folder, 'hold-list.csv'), 'utf8'));
  const look = async (afterMs: number, isCurrent = true) => {
    expect(await files.write(holdList([], at + afterMs, isCurrent))).toBe(true);
    return json().asOf;
  };
  expect(await look(0)).toBe('2026-11-21T20:00:00.000Z');
  expect(json().validUntil).toBe('2026-11-21T20:01:00.000Z');
  expect(csv().header.slice(-3)).toEqual(['As of', 'Valid until', 'Current']);
  expect(csv().records.map(({ cells }) => [cells[0], ...cells.slice(-3)])).toEqual([
    ['', '2026-11-21T20:00:00.000Z', '2026-11-21T20:01:00.000Z', 'yes'],
  ]);
  expect(await look(29 * SECOND)).toBe('2026-11-21T20:00:00.000Z');
  expect(await look(30 * SECOND)).toBe('2026-11-21T20:00:30.000Z');
  // One that is not current is valid at no moment, and is written at once.
  expect(await look(31 * SECOND, false)).toBe('2026-11-21T20:00:31.000Z');
  expect(json()).toMatchObject({ isCurrent: false, validUntil: '2026-11-21T20:00:31.000Z' });
});

test('AGENT26: the list is answered to the names of this machine only', async () => {
  const served = await serveHolds(0, () => holdList([], at, true));
  if (!served.ok) throw new Error(served.error);
  onTestFinished(() => served.value.close());
  const { port } = served.value;
  const ask = (host: string) =>
    new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
      const asking = request(
        { host: '127.0.0.1', port, path: '/v1/holds', headers: { host } },
        (reply) => {
          let text = '';
          reply.on('data', (part: Buffer) => (text += part.toString()));
          reply.on('end', () => resolve({ status: must(reply.statusCode, 'a status'), text }));
        },
      );
      asking.on('error', reject);
      asking.end();
    });
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
    expect((await ask(host)).status).toBe(200);
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1:1']) {
    const { status, text } = await ask(host);
    expect([host, status]).toEqual([host, 421]);
    expect(text).not.toContain('holds');
  }
});

test('AGENT22: 200 while the list is whole, and 503 while a hold may be missing', async () => {
  let isCurrent = true;
  const served = await serveHolds(0, () => holdList([], at, isCurrent));
  if (!served.ok) throw new Error(served.error);
  onTestFinished(() => served.value.close());
  const ask = async () => {
    const reply = await fetch(`http://127.0.0.1:${served.value.port}/v1/holds`);
    return [reply.status, ((await reply.json()) as HoldList).isCurrent];
  };
  expect(await ask()).toEqual([200, true]);
  isCurrent = false;
  expect(await ask()).toEqual([503, false]);
});
