// The ways out of the house that people serve: paused with a reason, and resumed.
import { expect } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const WAITING = 'Waiting to be handed over';

test('FIX28, FIX47: the webform and our own ledger are paused and resumed as EMMA and the phone are; meanwhile the board says why, and nothing is offered over them', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  const dialog = operator.dialog();
  // One whose payment was lost on its way, for the ledger; without EMMA a 017 is keyed.
  const lost = '10 934 478 153';
  await operator.takeCall(lost.replaceAll(' ', ''), '-40');
  await operator.press('e');
  await dialog.getByLabel('Point of failure').selectOption('2');
  await operator.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
  await operator.press('Alt+5');
  const part = page.getByRole('region', { name: 'Ways out of the house' });
  await part
    .getByRole('radiogroup', { name: /^EMMA/ })
    .getByRole('radio', { name: 'No' })
    .click({ force: true });
  await part.getByLabel('Where the webform is').fill('https://webform.example/017');
  await part.getByRole('button', { name: 'Save' }).click();
  await operator.bringSampleList();
  await operator.releaseAll();
  await page.getByRole('button', { name: new RegExp(`^${WAITING}`) }).click();
  const rows = page.getByRole('region', { name: new RegExp(`^${WAITING}`) }).getByRole('row');
  const ofLedger = rows
    .filter({ hasText: lost })
    .filter({ hasText: 'Correct the account' })
    .filter({ hasNotText: 'waits for' });

  const pause = async (channel: string, because: string) => {
    await page.getByRole('button', { name: `Pause ${channel}` }).click();
    await page.getByLabel('Because').fill(because);
    await operator.press('Enter');
  };
  const toKey = rows.filter({ hasText: 'Send a new 017' }).filter({ hasNotText: 'waits for' });
  const sheets = page.getByRole('button', { name: /^\d+ key-in sheets/ });
  await toKey.first().getByText('Key it in').waitFor();
  const mprn = must(await toKey.first().locator('.mprn').textContent(), 'one is to be keyed');
  await sheets.waitFor();
  await pause('the webform', 'its certificate has expired');
  const banner = (words: RegExp) => page.getByText(words).first();
  await banner(
    /^The webform is paused \(Aoife, .*\): its certificate has expired\. Nothing is offered over it\.$/,
  ).waitFor();
  const keyed = rows.filter({ hasText: mprn }).filter({ hasText: 'Send a new 017' });
  await keyed.getByText('its certificate has expired').waitFor();
  await keyed.getByText('Look', { exact: true }).waitFor();
  expect(await rows.getByText('Key it in').count()).toBe(0);
  expect(await sheets.count()).toBe(0);
  // The ledger is another way, and goes on.
  await ofLedger.getByText('Correct', { exact: true }).waitFor();
  await keyed.locator('.mprn').click();
  await dialog.getByText(/^The webform is paused \(Aoife, .*\): its certificate/).waitFor();
  const offers = dialog.getByRole('button', { name: /^(Keyed|Handed in as a file)/ });
  expect(await offers.count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  // A key that is not offered writes nothing.
  await operator.press('Control+Enter');
  await dialog.waitFor();
  await operator.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await axeViolations(page)).toEqual([]);

  await pause('our own ledger', 'it balances its books until 23:00');
  await banner(
    /^Our own ledger is paused \(Aoife, .*\): it balances its books until 23:00\. Nothing is offered over it\.$/,
  ).waitFor();
  await ofLedger.getByText('it balances its books until 23:00').waitFor();
  await ofLedger.getByText('Look', { exact: true }).waitFor();
  await ofLedger.locator('.mprn').click();
  await dialog.getByText(/^Our own ledger is paused/).waitFor();
  expect(await dialog.getByRole('button', { name: 'Told by phone' }).count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  await operator.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  // Both stand after a restart, each resumed by itself.
  await page.reload();
  await page.getByRole('button', { name: 'Resume our own ledger' }).waitFor();
  await page.getByRole('button', { name: 'Resume the webform' }).click();
  await page.getByRole('button', { name: 'Pause the webform' }).waitFor();
  await page.getByRole('button', { name: new RegExp(`^${WAITING}`) }).click();
  await keyed.getByText('Key it in').waitFor();
  await sheets.waitFor();
  await ofLedger.getByText('Look', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Resume our own ledger' }).click();
  await page.getByRole('button', { name: 'Pause our own ledger' }).waitFor();
  await ofLedger.getByText('Correct', { exact: true }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
});
