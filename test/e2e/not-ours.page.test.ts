// A customer who has gone to another supplier meanwhile, on the screen.
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('a customer who is another supplier’s by now', () => {
  test('FIX49: excluded as not ours and asked about a D05, the case is closed as that from the back-fixes', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('x');
    await operator.dialog().getByRole('radio', { name: 'Not our customer' }).click({ force: true });
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    const close = page.getByRole('button', { name: 'Close 1 that is another supplier’s' });
    // Nobody has asked yet whether a D05 of ours waits: it would cut off another supplier's customer.
    await operator.press('Alt+3');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await close.count()).toBe(0);
    await operator.press('Escape');
    await operator.row('10934478153').click();
    await operator.case().getByText('Any de-energisation queued for this MPRN?').click();
    await operator.case().locator('.step.now').getByRole('button', { name: 'None' }).click();
    // Whoever said so does not close it as well.
    await operator.press('Alt+3');
    await page.getByText('1 case waits for a second person').waitFor();
    expect(await close.count()).toBe(0);
    await operator.press('o');
    await operator.dialog().getByLabel('Another name').fill('Brian');
    await operator.press('Enter');
    await page.locator('.strip').getByText('Brian').waitFor();
    await close.click();
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await close.waitFor({ state: 'hidden' });
    await operator.press('Escape');
    await expect.poll(() => operator.count('Power off')).toBe(0);
  });
});
