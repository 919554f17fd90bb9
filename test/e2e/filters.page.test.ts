// What the list shows of the queue, and that it stays where it is under a hand that points at it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const registers = ['priority services', 'special services', 'none', 'elderly'] as const;
const words = {
  'priority services': 'Priority services',
  'special services': 'Special services',
  none: 'Not on a register',
  // What is no register comes in, is flagged, and can be found by that.
  elderly: 'Register not known',
} as const;
const points = [2, 5, 7, 12] as const;

/** Forty customers of every register and of four points, unevenly. */
const night = Array.from({ length: 40 }, (_, index) => ({
  mprn: String(10_000_000_000 + index * 97),
  register: registers[index % 11 < 6 ? 2 : index % 4] ?? 'none',
  point: points[(index * index) % 4] ?? 7,
}));

describe('the list', () => {
  test('FILTER1: registers and points of failure divide the queue, alone and together, and the sums add up', async ({
    open,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'backstop-filters-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const path = join(folder, 'night.csv');
    const lines = night.map((each) => `${each.mprn},${each.register},19:50,${each.point}`);
    await writeFile(path, ['MPRN,Register,Payment time,Failure point', ...lines].join('\n'));
    const { page } = await open();
    await page.clock.install({ time: new Date('2026-11-21T20:11:00Z') });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn(path);
    await operator.confirmFile();
    await expect.poll(() => operator.count('Power off')).toBe(night.length);

    const register = page.getByLabel('Register', { exact: true });
    const point = page.getByLabel('Point of failure', { exact: true });
    const filters = page.locator('.filters');
    const shows = (count: number) =>
      filters.getByText(count === 1 ? '1 customer' : `${count} customers`, { exact: true });
    const options = async (select: typeof register) =>
      (await select.locator('option').allTextContents()).slice(1);
    expect((await options(register)).sort()).toEqual(Object.values(words).sort());
    expect(await options(point)).toHaveLength(12);

    let sum = 0;
    for (const each of registers) {
      const count = night.filter((one) => one.register === each).length;
      expect(count, each).toBeGreaterThan(0);
      await register.selectOption(words[each]);
      await shows(count).waitFor();
      sum += count;
      // Inside it the points divide again, and every row is one of those.
      let inside = 0;
      for (const no of points) {
        const both = night.filter((one) => one.register === each && one.point === no);
        await point.selectOption(String(no));
        await shows(both.length).waitFor();
        await expect.poll(() => operator.rows().count()).toBe(both.length);
        for (const one of both) await operator.row(one.mprn).waitFor();
        inside += both.length;
      }
      expect(inside).toBe(count);
      await filters.getByRole('button', { name: 'All of them' }).click();
      await shows(night.length).waitFor();
    }
    expect(sum).toBe(night.length);

    sum = 0;
    for (let no = 1; no <= 12; no++) {
      const count = night.filter((one) => one.point === no).length;
      await point.selectOption(String(no));
      await shows(count).waitFor();
      sum += count;
    }
    expect(sum).toBe(night.length);
    // What is to be done divides them too, and everybody has something.
    await filters.getByRole('button', { name: 'All of them' }).click();
    await shows(night.length).waitFor();
    const lane = page.getByLabel('To be done', { exact: true });
    const lanes = await options(lane);
    const found: string[] = [];
    await page.setViewportSize({ width: 1280, height: 2600 });
    for (const each of lanes) {
      await lane.selectOption(each);
      // Of another lane everybody stood there before: none of them does now.
      await expect
        .poll(async () => {
          const mprns = await operator.rows().locator('.mprn').allTextContents();
          const isFiltered = mprns.length < night.length;
          return isFiltered ? mprns.filter((mprn) => found.includes(mprn)).length : -1;
        })
        .toBe(0);
      found.push(...(await operator.rows().locator('.mprn').allTextContents()));
    }
    expect([found.length, lanes.length > 4]).toEqual([night.length, true]);
    await filters.getByRole('button', { name: 'All of them' }).click();
    await shows(night.length).waitFor();
    // A group that a filter empties says so, and nobody was lost by filtering.
    await point.selectOption('1');
    await page.getByText('Nobody in this list.').waitFor();
    await filters.getByRole('button', { name: 'All of them' }).click();
    await shows(night.length).waitFor();
    expect(await operator.count('Power off')).toBe(night.length);
  });

  test('DESK4: a medical case from another tab waits its turn while the pointer moves over the rows, and comes first when it leaves', async ({
    open,
  }) => {
    const { page, context, address } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    const list = page.getByRole('listbox', { name: 'Queue' });
    const box = await list.boundingBox();
    const over = { x: (box?.x ?? 0) + 200, y: (box?.y ?? 0) + 100 };
    /** Names and MPRNs in the order of the places on the screen. */
    const order = () =>
      operator.rows().evaluateAll((rows) =>
        rows
          .map((row) => ({
            id: row.id,
            top: row.getBoundingClientRect().top,
          }))
          .sort((one, other) => one.top - other.top)
          .map(({ id }) => id),
      );
    const other = await context.newPage();
    await other.goto(address);
    const second = new Operator(other);
    await second.desk().waitFor();

    // A hand that points at one row after the other, for as long as the colleague works.
    const colleague = { works: true };
    await page.mouse.move(over.x, over.y);
    const hand = (async () => {
      for (let moved = 1; colleague.works; moved++) {
        await page.mouse.move(over.x, over.y + (moved % 2));
        await page.waitForTimeout(100);
      }
    })();
    const before = await order();
    await second.takeCall('10999999991', '-3');
    await second.answers('c', 'y');
    const waits = page.getByText('1 more when the pointer leaves the list');
    await waits.waitFor();
    await expect.poll(() => operator.count('Power off')).toBe(121);
    expect(await order()).toEqual(before);
    colleague.works = false;
    await hand;
    await page.mouse.move(over.x, 5);
    await waits.waitFor({ state: 'hidden' });
    await expect.poll(async () => (await order())[0]).not.toBe(before[0]);
    const top = operator.rows().first();
    expect(await top.textContent()).toContain('10999999991');
    expect(await operator.rows().count()).toBeGreaterThanOrEqual(before.length);
  });
});
