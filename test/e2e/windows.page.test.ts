// Windows of one profile, and a profile that was copied: who talks to the gateway, and under which
// name. Real windows of a real Chromium, over one real gateway.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
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

/** Every entry of the organisation's feed is there once, each chain without a gap. */
function expectOnce(night: Night): void {
  const feed = night.feed('ABC');
  const ids = feed.map(({ head }) => (JSON.parse(head ?? '{}') as { id: string }).id);
  expect(new Set(ids).size).toBe(feed.length);
  for (const { id } of night.devices('ABC')) {
    const seqs = feed.filter(({ device }) => device === id).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, at) => at + 1));
  }
}

const reported = (night: Night) =>
  night.feed('ABC').flatMap(({ head }) => {
    const { kind, subject } = JSON.parse(head ?? '{}') as { kind: string; subject: string };
    return kind === 'case.reported' ? [subject] : [];
  });

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
