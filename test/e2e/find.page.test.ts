// Find is one key away from wherever somebody is.
import { describe, expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('find', () => {
  test('KEYS17: / goes to the find field of the view in sight, else to the desk’s', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    const field = page.getByRole('searchbox');
    const isIn = () => field.evaluate((each) => each === document.activeElement);
    const views = {
      'Alt+2': 'Bring in a file',
      'Alt+3': 'Back-fixes',
      'Alt+4': 'Customer book',
      'Alt+5': 'Settings',
      'Alt+6': 'Delivery',
    };
    for (const [key, name] of Object.entries(views)) {
      await operator.press(key);
      await page.getByRole('main', { name }).waitFor();
      // Delivery puts the focus into a field of its own, where / is a sign like any other.
      if (await page.locator('input:focus').count()) await operator.press('Escape');
      await operator.press('/');
      await operator.desk().waitFor();
      expect(await isIn(), name).toBe(true);
      // Typed at once, and not one letter of it is an order.
      await operator.type('344');
      await operator.row('10934478153').waitFor();
      expect(await field.inputValue()).toBe('344');
      await operator.press('Escape');
    }
  });

  test('KEYS17: the customer book has a find field of its own; Networks’ desk is found from its settings', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('Alt+4');
    await page.locator('input[type=file]').setInputFiles('test/data/customers.csv');
    const book = page.getByRole('textbox', { name: /^Name, account/ });
    await book.waitFor();
    await operator.press('Escape');
    await expect.poll(() => book.evaluate((each) => each === document.activeElement)).toBe(false);
    await operator.press('/');
    expect(await book.evaluate((each) => each === document.activeElement)).toBe(true);
    await operator.worksFor('ESB Networks');
    await operator.press('Alt+5');
    await page.getByRole('main', { name: 'Settings' }).waitFor();
    await operator.press('/');
    await operator.networksDesk().waitFor();
    const field = page.getByRole('searchbox');
    expect(await field.evaluate((each) => each === document.activeElement)).toBe(true);
  });

  test('KEYS18: whoever has forgotten a key finds it by a word, and Enter does what can be done now', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    const dialog = operator.dialog();
    const finds = async (words: string) => {
      await operator.press('?');
      await dialog.getByRole('textbox', { name: 'Find an act' }).waitFor();
      await operator.type(words);
    };
    await finds('mass fail');
    await dialog.getByText('Declare a mass failure', { exact: false }).first().waitFor();
    expect(await dialog.getByRole('option').count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
    await operator.press('Enter');
    await page.getByRole('dialog', { name: 'Mass failure' }).waitFor();
    await operator.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    // With no customer open there is nobody to put into a basket.
    await finds('basket');
    await dialog.getByText('Not where you stand now.').waitFor();
    await operator.press('Enter');
    expect(await dialog.count()).toBe(1);
    await dialog.getByRole('textbox').fill('nothing like it');
    await dialog.getByText('Nothing here is called that.').waitFor();
    // By a click, and with the arrows, from the whole list.
    await dialog.getByRole('textbox').fill('');
    await dialog.getByRole('option', { name: 'Go to the settings' }).click();
    await page.getByRole('main', { name: 'Settings' }).waitFor();
    await finds('caller');
    await operator.press('ArrowDown', 'Enter');
    await page.getByRole('dialog', { name: 'Add a caller' }).waitFor();
  });
});
