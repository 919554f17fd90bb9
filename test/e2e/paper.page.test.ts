// The desk on paper: what is printed is all of the list, by whom and when.
import { expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

test('PAPER1: the whole list is printed, one row below the other, with whose it is and of when; on the screen it stays a screenful', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice' });
  await operator.loadSample();
  const drawn = await operator.rows().count();
  expect(drawn).toBeLessThan(60);
  await page.evaluate(() =>
    window.addEventListener('beforeprint', () => {
      document.body.dataset['rows'] = `${document.querySelectorAll('.row').length}`;
    }),
  );
  // Chromium's own printing, not an event of ours.
  await page.pdf();
  expect(await page.locator('body').getAttribute('data-rows')).toBe('120');
  await expect.poll(() => operator.rows().count()).toBe(drawn);

  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.getByText(/printed by Aoife B\., \d+ \w+ \d{4} \d\d:\d\d/).waitFor();
  const { overlaps, last, height } = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.row')].map((row) => row.getBoundingClientRect());
    return {
      overlaps: boxes.filter(
        ({ top, height: tall }, index) => tall === 0 || top < (boxes[index - 1]?.bottom ?? top) - 1,
      ).length,
      last: boxes.at(-1)?.bottom ?? 0,
      height: document.documentElement.scrollHeight,
    };
  });
  expect([overlaps, last > 120 * 30, last <= height]).toEqual([0, true, true]);
  for (const each of ['.strip', '.foot', '.lanes', '.filters', '.bar'])
    expect(await page.locator(each).first().isVisible(), each).toBe(false);
});
