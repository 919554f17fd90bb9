// Sentences that have to be read whole.
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('sentences', () => {
  test('IN17: how many rows stay behind is said whole at every size, beside both ticks too', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: new Date('2026-11-21T20:45:00Z') });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage.csv');
    await operator.confirmFile();
    await operator.bringIn('test/data/hub-outage-dirty.csv');
    await page.getByText('Mark 119 as no longer listed').waitFor();
    const sentence = page.getByText('8 rows stay behind until corrected (1 to be let in by name).');
    for (const [width, height] of [
      [1280, 720],
      [1600, 1000],
      [3840, 2160],
    ] as const) {
      await page.setViewportSize({ width, height });
      const seen = await sentence.evaluate((each) => {
        const { left, right, bottom } = each.getBoundingClientRect();
        const foot = each.closest('.page-foot');
        return {
          isWhole: each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight,
          isInSight: left >= 0 && right <= window.innerWidth && bottom <= window.innerHeight,
          scrolls: (foot?.scrollWidth ?? 0) > (foot?.clientWidth ?? 0),
        };
      });
      expect(seen, `${width}×${height}`).toEqual({
        isWhole: true,
        isInSight: true,
        scrolls: false,
      });
    }
  });

  test('WORDS14: a sentence that ends with a name has one full stop, whether the name brings it or not', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ name: 'Aoife B.' });
    await operator.press('a');
    await operator.type('20934478153');
    const banner = operator.dialog().getByText(/in the name of/);
    await banner.waitFor();
    expect(await banner.textContent()).toMatch(/in the name of Aoife B\.$/);
    await operator.press('Escape', 'o');
    await operator.dialog().getByRole('textbox').first().fill('Brian');
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('a');
    await expect.poll(() => banner.textContent()).toMatch(/in the name of Brian\.$/);
  });
});
