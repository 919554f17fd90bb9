// A night larger than anybody has seen: twenty thousand customers off, one laptop.
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { exportCsv } from '../../bench/synthetic.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const CASES = 20_000;

/** What of the list is seen: how many rows the page holds, and how much of it shows none. */
const look = (page: Page) =>
  page.evaluate(() => {
    const list = document.querySelector('[role=listbox]');
    if (list === null) throw new Error('there is a list');
    const seen = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll('[role=option]')];
    const places = rows
      .map((row) => row.getBoundingClientRect())
      .filter(({ top, bottom }) => bottom > seen.top && top < seen.bottom)
      .toSorted((one, other) => one.top - other.top);
    const covered = places.reduce(
      (sum, { top, bottom }) => sum + Math.min(bottom, seen.bottom) - Math.max(top, seen.top),
      0,
    );
    const numbers = rows.map((row) => Number(row.getAttribute('aria-posinset')));
    return {
      held: rows.length,
      bare: Math.round(seen.height - covered),
      first: Math.min(...numbers),
      last: Math.max(...numbers),
      size: rows[0]?.getAttribute('aria-setsize'),
      doubled: numbers.length - new Set(numbers).size,
    };
  });

test('LOOK9: a queue of twenty thousand is scrolled from end to end: rows wherever one looks, a screenful in the page', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn();
  await operator.press('i');
  await page.locator('input[type=file]').setInputFiles({
    name: 'outage.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(exportCsv(CASES, Date.now(), 7)),
  });
  await page.getByRole('button', { name: /Bring in/ }).waitFor();
  await operator.confirmFile();
  await expect.poll(() => operator.count('Power off')).toBe(CASES);
  const list = page.getByRole('listbox', { name: 'Queue' });
  await list.hover();
  const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  let furthest = 0;
  for (const by of [300, 700, 4000, 60_000, 500_000, 2_000_000, -900, -80_000, -3_000_000]) {
    await page.mouse.wheel(0, by);
    await expect
      .poll(async () => {
        await frame();
        return (await look(page)).bare;
      })
      .toBeLessThanOrEqual(1);
    const { held, doubled, last, size } = await look(page);
    expect(held).toBeLessThan(100);
    expect(doubled).toBe(0);
    expect(size).toBe(String(CASES));
    furthest = Math.max(furthest, last);
  }
  expect(furthest).toBe(CASES);
  expect((await look(page)).first).toBe(1);
  // And by keys, as fast as a key repeats that is held down: one row each, and the open one is drawn.
  const chosen = operator.rows().and(page.locator('[aria-selected=true]'));
  for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowDown');
  await expect.poll(async () => chosen.getAttribute('aria-posinset')).toBe('30');
  await page.keyboard.press('ArrowUp');
  await expect.poll(async () => chosen.getAttribute('aria-posinset')).toBe('29');
});
