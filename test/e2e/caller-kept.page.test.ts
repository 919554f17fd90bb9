// What was typed of a caller is kept over Esc; the next caller is not that one.
import { expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

test('CASE26: a caller kept from before is said as such when the sheet opens again, and one key empties it', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn();
  await operator.press('a');
  const sheet = operator.dialog();
  await sheet.waitFor();
  expect(await sheet.getByText('Kept from before').count()).toBe(0);
  await operator.type('Peter');
  await sheet.getByLabel('Paid at').fill('-30');
  await operator.press('Alt+y', 'Escape');
  await sheet.waitFor({ state: 'hidden' });
  await operator.press('a');
  await sheet.getByText('Kept from before: Peter, -30, medical need yes.').waitFor();
  await operator.press('Alt+e');
  await sheet.getByText('Kept from before').waitFor({ state: 'hidden' });
  expect(await sheet.getByLabel('Paid at').inputValue()).toBe('');
  await operator.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await operator.press('a');
  await sheet.waitFor();
  expect(await sheet.getByText('Kept from before').count()).toBe(0);
});
