// Windows of one profile, and a profile that was copied: who talks to the gateway, and under which
// name. Real windows of a real Chromium, over one real gateway.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { joinWith, startNight, strip } from '../support/night.ts';
import { Operator } from '../support/operator.ts';

/** Counts the exchanges that a window begins. */
function exchangesOf(page: Page): { readonly count: number } {
  const seen = { count: 0 };
  page.on('request', (request) => {
    if (request.url().endsWith('/v1/exchange')) seen.count += 1;
  });
  return seen;
}

type Night = Awaited<ReturnType<typeof startNight>>;

/** One more window of the profile, and how often it exchanges. */
async function oneMore(night: Night, operator: Operator) {
  const page = await operator.page.context().newPage();
  const exchanges = exchangesOf(page);
  await page.goto(night.address);
  const other = new Operator(page);
  await other.desk().waitFor();
  return { other, exchanges };
}

const accepted = ({ page }: Operator) => strip(page).getByText('All accepted by the gateway');

interface Written {
  readonly id: string;
  readonly device: string;
  readonly seq: number;
  readonly kind: string;
  readonly subject: string;
}

/** The heads of the organisation's feed, oldest first. */
const heads = (night: Night) =>
  night.feed('ABC').map(({ head }) => JSON.parse(head ?? '{}') as Written);

/** Every entry is there once, each chain without a gap. */
function expectOnce(night: Night): void {
  const all = heads(night);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id } of night.devices('ABC')) {
    const seqs = all.filter(({ device }) => device === id).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, at) => at + 1));
  }
}

const reported = (night: Night, by?: string) =>
  heads(night)
    .filter(({ kind, device }) => kind === 'case.reported' && (by === undefined || by === device))
    .map(({ subject }) => subject);

describe('windows of one profile', () => {
  test('WINDOWS1: one of two exchanges; when it closes the other takes over, and nothing is doubled', async () => {
    const night = await startNight();
    const aoife = await night.desk('Aoife');
    const first = exchangesOf(aoife.page);
    await joinWith(aoife, night.code('ABC'));
    await aoife.press('Escape');
    const { other, exchanges: second } = await oneMore(night, aoife);
    const { other: last, exchanges: third } = await oneMore(night, aoife);
    // What one window writes another one sends, at once.
    const before = first.count;
    await other.takeCall('10934478153', '-20');
    await accepted(other).waitFor();
    expect(reported(night)).toEqual(['mprn:10934478153']);
    expect(first.count).toBeGreaterThan(before);
    // And hears what came of it.
    await aoife.row('10934478153').waitFor();
    await expect.poll(() => first.count, { timeout: 30_000 }).toBeGreaterThan(before + 2);
    expect([second.count, third.count]).toEqual([0, 0]);

    // Written while the window that exchanged is closing: one of those left sends it.
    const closing = aoife.page.close();
    await other.press('Escape');
    await other.takeCall('10447035576', '-10');
    await closing;
    await accepted(other).waitFor();
    await accepted(last).waitFor();
    const sending = [second, third].filter(({ count }) => count > 0);
    expect(sending).toHaveLength(1);
    await last.takeCall('10019737361', '-5');
    await accepted(last).waitFor();
    await other.row('10019737361').waitFor();
    expect([second, third].filter(({ count }) => count > 0)).toEqual(sending);
    expect(reported(night)).toEqual(['mprn:10934478153', 'mprn:10447035576', 'mprn:10019737361']);
    expectOnce(night);
    expect(night.devices('ABC')).toHaveLength(1);
  });

  test('WINDOWS2: a window that was open before another one joined knows of it and takes over too', async () => {
    const night = await startNight();
    const aoife = await night.desk('Aoife');
    const { other, exchanges } = await oneMore(night, aoife);
    await strip(other.page).getByText('Only on this laptop').waitFor();
    await joinWith(aoife, night.code('ABC'));
    await accepted(other).waitFor();
    expect(exchanges.count).toBe(0);
    await aoife.page.close();
    await other.takeCall('10934478153', '-20');
    await accepted(other).waitFor();
    expect(exchanges.count).toBeGreaterThan(0);
    expect(reported(night)).toEqual(['mprn:10934478153']);
    expectOnce(night);
  });
});

test('DEVICE2: a copied profile that goes on writing is told what to do; as a new device it joins, and nothing it wrote is lost or doubled', async () => {
  const night = await startNight();
  const folder = await mkdtemp(join(tmpdir(), 'backstop-copy-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const [here, there] = [join(folder, 'here'), join(folder, 'there')];
  const first = await night.desk('Aoife', { profile: here });
  await joinWith(first, night.code('ABC'));
  await first.press('Escape');
  await first.takeCall('10934478153', '-20');
  await first.press('Escape');
  await accepted(first).waitFor();
  await first.page.context().close();
  await cp(here, there, { recursive: true });

  // Both go on from the same place: the copy where there is no network.
  const aoife = await night.comeBack(here);
  const copy = await night.comeBack(there);
  for (const desk of [aoife, copy]) await desk.row('10934478153').waitFor();
  await copy.page.context().setOffline(true);
  await copy.takeCall('10447035576', '-10');
  await copy.answers('c', 'z');
  await aoife.takeCall('10019737361', '-5');
  await expect.poll(() => reported(night)).toContain('mprn:10019737361');
  await accepted(aoife).waitFor();
  const known = night.feed('ABC').length;
  await copy.page.context().setOffline(false);
  await strip(copy.page).getByText('this database is a copy').waitFor();
  expect(night.feed('ABC')).toHaveLength(known);

  // It says what to do, works on, and nothing is done until a person says so.
  // Also in a window that opens only now, and was told nothing of it before.
  await copy.press('n');
  const { other } = await oneMore(night, copy);
  await other.press('Alt+6');
  const connection = other.page.locator('section').filter({ hasText: 'Connection' });
  await connection.getByText('Two laptops cannot share one name').waitFor();
  expect(await axeViolations(other.page)).toEqual([]);
  expect(night.devices('ABC')).toHaveLength(1);
  await connection.getByRole('button', { name: 'Go on as a new device' }).click();
  await other.page.getByText('it is adopted when it joins').waitFor();
  await strip(copy.page).getByText('Only on this laptop').waitFor();
  await joinWith(other, night.code('ABC'));
  for (const window of [other, copy]) await accepted(window).waitFor();
  for (const desk of [aoife, copy]) {
    await desk.press('Alt+1');
    for (const mprn of ['10934478153', '10447035576', '10019737361'])
      await desk.row(mprn).waitFor();
    expect(await desk.rows().count()).toBe(3);
  }
  // What the copy wrote came under its new name, the common past under the old one, each once.
  const [old, renamed] = night.devices('ABC').map(({ id }) => id);
  expect(night.devices('ABC')).toHaveLength(2);
  expectOnce(night);
  expect(reported(night, old)).toEqual(['mprn:10934478153', 'mprn:10019737361']);
  expect(reported(night, renamed)).toEqual(['mprn:10447035576']);
  await copy.row('10447035576').click();
  await copy.asks('Are the neighbours out');
  await aoife.row('10447035576').click();
  await aoife.asks('Are the neighbours out');
});
