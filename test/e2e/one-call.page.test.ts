// What is said once is written once: a word on a D05, a customer's name, and what became of a release.
import { expect } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { axeViolations } from '../support/axe.ts';
import { marketFile } from '../support/market-file.ts';
import { Operator } from '../support/operator.ts';
import { test, type Open } from '../support/page.ts';

const WAITING = 'Waiting to be handed over';

async function released(open: Open) {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.releaseAll();
  return { page, operator, dialog: operator.dialog() };
}

test('FIX64: Networks’ word on a D05 is written once, and ends what was released about it', async ({
  open,
}) => {
  const { page, operator, dialog } = await released(open);
  const board = (standing: string) =>
    page.getByRole('button', { name: new RegExp(`^${standing} ?\\d`) });
  const ofD05 = (region: string) =>
    page
      .getByRole('region', { name: region })
      .getByRole('row')
      .filter({ hasText: 'Have a D05 cancelled' });
  await operator.press('1');
  const write = page.getByRole('button', { name: /^Write the answer/ });
  const row = page.getByRole('row').filter({ has: write }).first();
  const mprn = must(await row.locator('.mprn').textContent(), 'it names its customer');
  await board(WAITING).click();
  await ofD05(WAITING).filter({ hasText: mprn }).getByText('phone').first().waitFor();
  await operator.press('1');
  await page
    .getByRole('row')
    .filter({ hasText: mprn })
    .filter({ has: write })
    .locator(write)
    .click();
  await dialog.waitFor();
  await operator.type('Declan');
  await operator.press('Enter', '1');
  await dialog.waitFor({ state: 'hidden' });
  await board('Proved').click();
  await ofD05('Proved')
    .filter({ hasText: mprn })
    .getByText(/Declan/)
    .waitFor();
  await board(WAITING).click();
  await expect.poll(() => ofD05(WAITING).filter({ hasText: mprn }).count()).toBe(0);
});

test('FIX65: the customer’s own tab says what was released, by whom, and where it stands', async ({
  open,
}) => {
  const { page, operator } = await released(open);
  const planned = operator.case().getByText('under way or settled');
  await operator.press('Alt+1');
  await page.getByRole('listbox', { name: 'Queue' }).getByRole('option').first().click();
  await operator.case().getByRole('tab', { name: 'Back-fix' }).click();
  // What is under way is no longer to be released, and the plan says so step by step.
  await planned.first().waitFor();
  const steps = operator.case().getByRole('listitem').filter({ hasText: 'Proof:' });
  expect(await planned.count()).toBe(await steps.count());
  expect(
    await operator
      .case()
      .getByRole('button', { name: /^Release/ })
      .count(),
  ).toBe(0);
  const own = operator.case().getByRole('region', { name: 'Released' });
  const first = own.getByRole('listitem').first();
  await first.getByText(/Released by Aoife/).waitFor();
  await first.getByText(/^(Waiting to be handed over|Running by itself)/).waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

test('FIX63: who is cut off and had no case has a name and a number as soon as somebody takes them', async ({
  open,
}) => {
  const { operator, dialog } = await released(open);
  const mprn = '10982765407';
  await operator.press('p');
  await dialog
    .locator('input[type=file]')
    .setInputFiles([{ ...marketFile('306', { MPRN: mprn }), name: '306.xml' }]);
  await dialog.getByRole('button', { name: /^Take in 1 answer/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  await operator.press('Alt+1', 'n');
  const own = operator.case();
  await own.getByText('Customer 1292').waitFor();
  await own.getByText('020 914 4330').first().waitFor();
  await own.getByText('6 Sample Street', { exact: false }).first().waitFor();
});
