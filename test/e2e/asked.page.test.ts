// A message that went and was not answered: what became of it is said by a named person, or by what is here.
import { expect } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const WAITING = 'Waiting to be handed over';
const HANDED = 'Handed over, no answer yet';

test('FIX84: the sheet offers a call with somebody’s name, and a 603 only where it is here and says so', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.releaseAll();
  const dialog = operator.dialog();
  const openFirst = async (board: string) => {
    await page.getByRole('button', { name: new RegExp(`^${board}`) }).click();
    const rows = page.getByRole('region', { name: board }).getByRole('row');
    await rows.filter({ hasText: 'Send a new 017' }).first().locator('.mprn').click();
    await dialog.waitFor();
  };
  const key = async () => {
    await page.getByRole('button', { name: new RegExp(`^${WAITING}`) }).click();
    const rows = page.getByRole('region', { name: WAITING }).getByRole('row');
    await rows.filter({ hasText: 'Key it in' }).first().locator('.mprn').click();
    await dialog.waitFor();
    const named = dialog
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'TxRefNbr', exact: true }) })
      .locator('.mono');
    const txRefNbr = must(await named.textContent(), 'a 017 has its TxRefNbr');
    await dialog.getByLabel('All fields are keyed').check();
    await dialog.getByRole('button', { name: 'Keyed', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    return txRefNbr;
  };
  const txRefNbr = await key();

  // No list and no 131 is here: a call alone, and that with the name of somebody else.
  await openFirst(HANDED);
  const ways = dialog.getByRole('radiogroup', { name: 'Asked by' });
  expect(await ways.getByRole('radio').count()).toBe(1);
  const never = dialog.getByRole('button', { name: 'It never arrived' });
  const arrived = dialog.getByRole('button', { name: 'It arrived' });
  const person = dialog.getByLabel('Who at the other end');
  await dialog.getByText('Of a call: name who at the other end said so.').waitFor();
  for (const name of ['', 'aoife ']) {
    await person.fill(name);
    expect([await never.isDisabled(), await arrived.isDisabled()]).toEqual([true, true]);
  }
  expect(await axeViolations(page)).toEqual([]);
  await person.fill('Niamh');
  expect([await never.isDisabled(), await arrived.isDisabled()]).toEqual([false, false]);
  await operator.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  // A list that has it says that it arrived, and nothing else.
  const table = `MessageTypeCode,TxRefNbr\n017,${txRefNbr}\n`;
  await operator.press('p');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: '603.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await dialog.getByText('1 daily count or list').waitFor();
  const day = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/Dublin',
    dateStyle: 'short',
  }).format(Date.now() - 3 * 3_600_000);
  await dialog.getByLabel('Of which day').fill(day);
  await operator.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
  await openFirst(HANDED);
  await ways.getByText(/^the 603 of 20\d\d-\d\d-\d\d$/).click();
  expect([await never.count(), await arrived.isDisabled()]).toEqual([0, false]);
  expect(await axeViolations(page)).toEqual([]);
  await arrived.click();
  await dialog.waitFor({ state: 'hidden' });
});
