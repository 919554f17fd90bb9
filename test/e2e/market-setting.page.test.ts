// Whose clock the market's times show and whom a 017 is for, as a person sets them.
import { expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { marketFile } from '../support/market-file.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

test('DESKS6: both are set in the settings, stand after a restart and on the key-in sheet; what was dropped before is read again before it is taken in', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  const part = page.getByRole('region', { name: 'The market’s messages' });
  const clock = part.getByRole('radiogroup', { name: 'Whose clock their times show' });
  const chosen = (name: string) => clock.getByRole('radio', { name });
  const recipient = part.getByLabel('Whom a 017 is for (MPID)');
  const save = part.getByRole('button', { name: 'Save' });
  await operator.press('Alt+5');
  await part.getByText(/^Nobody has set it yet\./).waitFor();
  expect([await chosen('UTC').isChecked(), await recipient.inputValue()]).toEqual([true, 'ESB']);
  expect(await save.isDisabled()).toBe(true);
  await recipient.fill('ESBN');
  await part.getByText('Three characters, such as ESB.').waitFor();
  expect(await save.isDisabled()).toBe(true);
  expect(await axeViolations(page)).toEqual([]);
  await recipient.fill('dso');
  await save.click();
  await part.getByText(/^Last set by Aoife, /).waitFor();
  await expect.poll(() => recipient.inputValue()).toBe('DSO');

  // A file lies on the sheet, read by the clock that counted then.
  await operator.bringSampleList();
  await operator.releaseAll();
  const dialog = operator.dialog();
  const stranger = marketFile('307', { MPRN: '10009999999' });
  await operator.press('p');
  await dialog.getByText('Choose files').waitFor();
  await page.locator('input[type=file]').setInputFiles(stranger);
  await dialog.getByText('Set aside').first().waitFor();
  await operator.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await operator.press('Alt+5');
  // By the keyboard alone.
  await chosen('UTC').focus();
  await operator.press('ArrowDown');
  await expect.poll(() => chosen('Irish time').isChecked()).toBe(true);
  await save.focus();
  await operator.press('Enter');
  await expect.poll(() => save.isDisabled()).toBe(true);
  await operator.press('Alt+3', 'p');
  const other = dialog.getByText(/^These were read by another clock/);
  await other.waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Read them again' }).click();
  await other.waitFor({ state: 'hidden' });
  await dialog.getByText('Set aside').first().waitFor();
  await operator.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  // It is an entry, and stands after a restart.
  await page.reload();
  await page.getByRole('button', { name: /^Waiting to be handed over/ }).waitFor();
  await operator.press('Alt+5');
  await expect.poll(() => chosen('Irish time').isChecked()).toBe(true);
  expect(await recipient.inputValue()).toBe('DSO');
  await part.scrollIntoViewIfNeeded();
  await operator.press('Alt+3');
  await page.getByRole('button', { name: /^Waiting to be handed over/ }).click();
  const rows = page.getByRole('region', { name: /^Waiting to be handed over/ }).getByRole('row');
  await rows.filter({ hasText: 'Key it in' }).first().locator('.mprn').click();
  const sheet = dialog.getByRole('region', { name: 'To key into the webform' });
  await sheet
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: 'RecipientID', exact: true }) })
    .getByText('DSO', { exact: true })
    .waitFor();
});

test('DESKS6: what the administrator’s file lays down is shown, and no desk sets it', async ({
  open,
}) => {
  const { page, address } = await open({ path: null });
  await page.route('**/v1/hello', async (route) => {
    const answer = await route.fetch();
    const hello = (await answer.json()) as object;
    const market = { wall: 'irish', recipient: 'DSO' };
    await route.fulfill({ response: answer, json: { ...hello, administrator: { market } } });
  });
  await page.goto(address);
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.press('Alt+5');
  const part = page.getByRole('region', { name: 'The market’s messages' });
  await part.getByText('Both come from the administrator’s file.').waitFor();
  await part.getByText('Irish time', { exact: true }).waitFor();
  await part.getByText('DSO', { exact: true }).waitFor();
  expect(await part.getByRole('button').count()).toBe(0);
  expect(await part.getByRole('textbox').count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
});
