// A key does what the screen says in the moment in which it is pressed, and not what it said before.
import { expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

test('KEYS19: a key pressed as soon as a figure is there acts on that figure', async ({ open }) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.press('Alt+1');
  // No hand is as quick: pressed with the change of the screen, before anything else is done.
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      const figures = [...document.querySelectorAll('button')];
      const door = figures.find((each) => each.textContent?.includes('will be cut off'));
      if (door?.querySelector('b')?.textContent !== '50') return;
      observer.disconnect();
      document.body.dataset['pressedAt'] = '50';
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await operator.press('Alt+3');
  await page.locator('body[data-pressed-at="50"]').waitFor();
  await operator.dialog().getByRole('button', { name: 'Hold 50 customers' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(1);
});
