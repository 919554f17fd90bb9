// The disconnections of one named customer, held from their case or by their MPRN.
import { expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

test('GUARD14, GUARD16: whoever called is held from their case, with a reason; the case says so, and a second reason stands beside the first', async ({
  open,
}) => {
  const { page } = await open();
  await page.setViewportSize({ width: 1280, height: 800 });
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  // Without an MPRN there is nothing to hold.
  await operator.takeCall('no number at hand');
  await operator.case().getByRole('button', { name: /More/ }).click();
  await page.getByRole('menuitem').first().waitFor();
  expect(await page.getByRole('menuitem', { name: /disconnections/ }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await operator.takeCall('10934478153');
  await operator.case().locator('.step.now').waitFor();
  await operator.press('k');
  const sheet = page.getByRole('dialog', { name: 'Hold one customer’s disconnections' });
  await sheet.waitFor();
  const go = sheet.getByRole('button', { name: 'Hold this customer' });
  expect(await go.isDisabled()).toBe(true);
  await operator.press('Control+Enter');
  await sheet.waitFor();
  await operator.type('paid at a shop, and no file has it');
  expect(await axeViolations(page)).toEqual([]);
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await operator.case().getByText('Disconnection held').waitFor();
  await operator.press('k');
  await sheet.getByText('Held already: paid at a shop, and no file has it.').waitFor();
  await operator.type('medical');
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await page.reload();
  await operator.case().getByText('Disconnection held').waitFor();
  await operator.press('Alt+3', 'h');
  const list = page.getByRole('dialog', { name: 'Disconnections held back' });
  const row = list.locator('.guard-row').filter({ hasText: '10 934 478 153' });
  await row.getByText('paid at a shop, and no file has it; medical').waitFor();
});

test('GUARD15: anybody is held by MPRN from the hold list: a wrong one is refused in words, and the right one stands there and in the file at once', async ({
  open,
}) => {
  const { page } = await open();
  await page.setViewportSize({ width: 1280, height: 800 });
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.press('Alt+3', 'h');
  const list = page.getByRole('dialog', { name: 'Disconnections held back' });
  await list.getByText('Nobody’s disconnection is held back.').waitFor();
  await list.getByRole('button', { name: 'Hold one customer’s disconnections' }).press('Enter');
  const form = list.getByRole('form', { name: 'Hold one customer’s disconnections' });
  const go = form.getByRole('button', { name: 'Hold this customer' });
  await form.getByText('Type the whole MPRN first.').waitFor();
  const mprn = form.getByLabel('MPRN');
  await mprn.fill('1093447');
  await form.getByText('that looks like a gas GPRN').waitFor();
  expect(await go.isDisabled()).toBe(true);
  expect(await axeViolations(page)).toEqual([]);
  await mprn.fill('10 019 737 361');
  await form.getByText('10 019 737 361, Customer 0116').waitFor();
  await form.getByText('Say first why.').waitFor();
  await form.getByLabel('Because').fill('a caller says that they have paid');
  // Called away in the middle of it: it lies there as it was.
  await operator.press('Escape');
  await list.waitFor({ state: 'hidden' });
  await operator.press('h');
  expect(await mprn.inputValue()).toBe('10 019 737 361');
  expect(await form.getByLabel('Because').inputValue()).toBe('a caller says that they have paid');
  expect(await axeViolations(page)).toEqual([]);
  await form.getByLabel('Because').press('Enter');
  await form.waitFor({ state: 'hidden' });
  await list.getByRole('button', { name: 'Hold one customer’s disconnections' }).press('Enter');
  expect([await mprn.inputValue(), await form.getByLabel('Because').inputValue()]).toEqual([
    '',
    '',
  ]);
  const row = list.locator('.guard-row').filter({ hasText: '10 019 737 361' });
  await row.getByText('a caller says that they have paid').waitFor();
  const saved = page.waitForEvent('download');
  await list.getByRole('button', { name: 'Save the hold list' }).press('Enter');
  const stream = await (await saved).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString('utf8')).toContain(
    '10019737361,a caller says that they have paid',
  );
});
