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
    await operator.press('c');
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
});
