// What a person sees when the laptop fails them: one clear sentence, nothing half done, a way on.
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('a laptop in trouble', () => {
  test('DESK6: a database that hangs is said in words, read only, and tried again; the step stands once', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await page.locator('.step.now[data-resting=false]').waitFor();
    await page.evaluate(holdOpen, 'backstop-live');
    await operator.press('c');
    await page.getByText('The database does not answer').waitFor();
    await page.locator('.strip').getByText('Read only').waitFor();
    // Still held: the fault is real. It is let go, and the person tries again.
    expect(await page.evaluate(() => window.letGoDesk?.())).toBe(true);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The database does not answer').waitFor({ state: 'hidden' });
    await operator.asks('Your power may come back');
    await operator.answers('c');
    await page.getByRole('tab', { name: 'History' }).click();
    await operator.case().getByText('Safety:').first().waitFor();
    expect(await operator.case().getByText('Safety:').count()).toBe(1);
  });

  test('DESK7: a clock that jumped is said, with how far', async ({ open }) => {
    const { page } = await open();
    await new Operator(page).goIn();
    // The wall clock is set a day ahead; the machine's own ticking goes on as it was.
    await page.evaluate(() => {
      const before = Date.now.bind(Date);
      Date.now = () => before() + 24 * 3_600_000;
    });
    await page.getByText(/clock moved ahead by 24 h/).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText(/clock moved ahead/).waitFor({ state: 'hidden' });
  });

  test('DESK8: practice rings nobody', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.press('d');
    await page.getByText('Practice: nobody is rung.').waitFor();
  });
});

declare global {
  interface Window {
    letGoDesk?: () => boolean;
  }
}

/** Another connection whose transaction is kept alive: the console's waits behind it. */
function holdOpen(name: string): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => {
      const transaction = opening.result.transaction(['entries', 'meta'], 'readwrite');
      let held = true;
      const again = () => {
        if (held) transaction.objectStore('meta').get('tip').addEventListener('success', again);
      };
      again();
      window.letGoDesk = () => {
        const was = held;
        held = false;
        transaction.addEventListener('complete', () => opening.result.close());
        return was;
      };
      resolve();
    });
  });
}
