// Fields that are filled to the brim: what a person can type can be saved, and how much room is left
// is seen before it is gone.
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('more than a field takes', () => {
  test('CASE28: a name of any length at the first door opens the desk, and opens it again', async ({
    open,
  }) => {
    const { page } = await open();
    const field = page.getByLabel('Your name');
    await field.focus();
    await page.keyboard.insertText('Aoife '.repeat(45));
    expect((await field.inputValue()).length).toBe(200);
    await page.getByText('200 / 200').waitFor();
    // A door that was stored before fields had a limit.
    await field.fill('Aoife '.repeat(45).trim());
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Real customers/ }).click();
    const operator = new Operator(page);
    await operator.desk().waitFor();
    await page.reload();
    await operator.desk().waitFor();
    await operator.takeCall('10934478153', '-20');
  });

  test('CASE28: a note says that it is full, and is saved as it stands; a caller’s note loses nothing of what the other fields leave in it', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('a');
    await operator.dialog().waitFor();
    await operator.type(`Mary Byrne, ${'12 Main Street '.repeat(12)}`.trim());
    await operator.dialog().getByRole('textbox', { name: 'Note' }).focus();
    await page.keyboard.insertText('n'.repeat(3000));
    await page.getByText('1000 / 1000').waitFor();
    await page.getByLabel('Paid at').focus();
    await operator.type('about half one or two');
    // The time and the missing number are looked at once each; then it is saved.
    await operator.press('Enter');
    await page.getByText('Not read as a time').waitFor();
    await operator.press('Enter');
    await page.getByText('Enter again saves without').waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await page
      .getByText(/n{1000}.*about half one or two/)
      .first()
      .waitFor();

    await operator.press('w');
    await operator.dialog().waitFor();
    await page.keyboard.insertText('x'.repeat(2500));
    await page.getByText('2000 / 2000').waitFor();
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
  });
});
