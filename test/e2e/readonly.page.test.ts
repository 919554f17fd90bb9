// While the store is in trouble the views beside the desk are for reading, and for that they stay open.
import type { Locator } from 'playwright-core';
import { describe, expect } from 'vitest';
import { countEntries, holdOpen } from '../support/faults.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('read only', () => {
  test('DESK10: book, back-fixes and delivery bar what writes, say why, and let read', async ({
    open,
  }) => {
    const { page } = await open({ expected: [/./] });
    const operator = await new Operator(page).goIn();
    await operator.press('Alt+4');
    await page.locator('input[type=file]').setInputFiles('test/data/customers.csv');
    await page.getByText('2,000 customers from customers.csv').waitFor();
    await operator.press('Escape', 'Escape');
    await operator.takeCall('10034721433', '-40');
    await operator.press('Escape');
    await operator.takeCall('10934478153', '-20');
    await page.locator('.step.now[data-resting=false]').waitFor();
    await page.evaluate(holdOpen, 'backstop-live');
    await operator.press('c');
    const notice = page.locator('.notice.late');
    await notice.filter({ hasText: 'does not answer' }).waitFor();
    await page.evaluate(() => window.letGoDesk?.());
    const before = await page.evaluate(countEntries, 'backstop-live');

    const isBarred = async (button: Locator) => {
      expect(await button.isDisabled(), (await button.textContent()) ?? '').toBe(true);
      const why = (await button.getAttribute('aria-describedby')) ?? '';
      expect(await page.locator(`#${why}`).textContent()).toContain('does not answer');
    };
    /** Words of the buttons that can be pressed, each once. */
    const pressable = async (view: Locator) => [
      ...new Set(await view.locator('.button:not([disabled])').allTextContents()),
    ];

    await operator.press('Escape', 'Alt+4');
    const book = page.getByRole('main', { name: 'Customer book' });
    await book.getByLabel(/Name, account, phone/).fill('Customer 26');
    await book.getByRole('button', { name: 'Add as caller' }).first().waitFor();
    await isBarred(book.getByRole('button', { name: 'Add as caller' }).first());
    await isBarred(book.getByRole('button', { name: 'Bring in a newer book' }));
    expect(await pressable(book)).toEqual(['In the queue']);
    // Which opens the customer, and writes nothing.
    await book.getByRole('button', { name: 'In the queue' }).click();
    await operator.desk().waitFor();
    await operator.case().getByText('Customer 2618').first().waitFor();

    await operator.press('Alt+3');
    const backFixes = page.getByRole('main', { name: 'Back-fixes' });
    const figures = backFixes.locator('.figure');
    await figures.first().waitFor();
    const count = await figures.count();
    expect(count).toBeGreaterThanOrEqual(4);
    for (let index = 0; index < count; index++) {
      await operator.press(String(index + 1));
      await expect.poll(() => figures.nth(index).getAttribute('aria-pressed')).toBe('true');
    }
    // A list for another program is a file, and no entry; so is the sheet of what is held.
    const reads = /^(?:Export|Reconcile a day)|disconnections? held back/;
    expect((await pressable(backFixes)).filter((each) => !reads.test(each))).toEqual([]);
    const others = backFixes.locator('.button').filter({ hasNotText: reads });
    expect(await others.count()).toBeGreaterThan(0);
    for (const button of await others.all()) await isBarred(button);
    await operator.press('b');

    await operator.press('Alt+6');
    const delivery = page.getByRole('main', { name: 'Delivery and devices' });
    await delivery.waitFor();
    await delivery.getByRole('textbox', { name: 'Code' }).fill('ACDE-FGHJ-KMNP-QRTU');
    expect(await pressable(delivery)).toEqual([]);
    for (const button of await delivery.locator('.button').all()) await isBarred(button);
    await operator.press('Enter', 'Escape', 'Escape');
    await operator.desk().waitFor();
    await notice.waitFor();
    expect(await page.evaluate(countEntries, 'backstop-live')).toBe(before);
    await page.getByRole('button', { name: 'Try again' }).click();
    await notice.waitFor({ state: 'hidden' });
  });
});
