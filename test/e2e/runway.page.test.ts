// The runway as it is used: by keyboard and by pointer a mark is the door to its case.
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('the runway', () => {
  test('RUNWAY9: arrows walk from customer to customer, each is said, and Enter opens the case', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    const runway = page.getByRole('application', { name: /120 customers with the power off/ });
    const said = runway.getByRole('status');
    await runway.focus();
    const first = (await said.textContent()) ?? '';
    expect(first).toMatch(/7\d minutes since payment$/);
    await operator.press('ArrowLeft');
    const second = (await said.textContent()) ?? '';
    expect(second).toMatch(/minutes since payment$/);
    expect(second).not.toBe(first);
    await operator.press('Enter');
    const name = /Customer \d+/.exec(second)?.[0] ?? 'nobody';
    await operator.case().getByText(name).first().waitFor();
  });

  test('RUNWAY7: the pointer names the nearest mark and a click opens its case', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    const box = await page.getByRole('application').boundingBox();
    const floor = (box?.y ?? 0) + (box?.height ?? 0) * 0.7;
    const tip = page.locator('.runway-tip');
    for (let x = 0.2; x < 0.5 && !(await tip.isVisible()); x += 0.004)
      await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * x, floor);
    const name = /Customer \d+/.exec((await tip.textContent()) ?? '')?.[0] ?? 'nobody';
    await page.mouse.down();
    await page.mouse.up();
    await operator.case().getByText(name).first().waitFor();
  });

  test('KEYS5: Ctrl+Z while typing takes back a letter, elsewhere the last entry', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-5');
    await operator.answers('c');
    await operator.asks('Is anybody at home');
    await operator.press('/');
    await operator.type('cork');
    await operator.press('Control+z');
    await operator.asks('Is anybody at home');
    const search = page.getByPlaceholder(/Find MPRN/);
    await search.fill('');
    await search.blur();
    await operator.press('Control+z');
    await operator.asks('Your power may come back');
  });

  test('RUNWAY10: with a notice over it the runway draws itself lower, and nothing below moves', async ({
    open,
  }) => {
    const { page } = await open({ size: { width: 1280, height: 720 } });
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    const top = async () => (await page.locator('.queue').boundingBox())?.y ?? 0;
    const before = await top();
    await operator.press('n');
    await operator.answers('c', 'y');
    await page.getByRole('alert').waitFor();
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(4);
    const notice = await page.getByRole('alert').boundingBox();
    for (const mark of await page.locator('.runway path.mark').all()) {
      const box = await mark.boundingBox();
      expect(box?.y ?? 0).toBeGreaterThanOrEqual((notice?.y ?? 0) + (notice?.height ?? 0));
    }
  });

  test('KEYS15: the groups of the MPRN turn green as they are heard, by Space or a click', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.answers('c', 'z', 'z', 'Enter');
    await operator.asks('Please read it back');
    const heard = operator.case().locator('.read button[aria-pressed=true]');
    await operator.press('Space', 'Space');
    await expect.poll(() => heard.allTextContents()).toEqual(['10', '934']);
    await operator.case().getByRole('button', { name: '153' }).click();
    await expect.poll(() => heard.count()).toBe(3);
    // Not forced: the answer can be given all the same.
    await operator.answers('r');
    await operator.asks('meter serial');
  });
});
