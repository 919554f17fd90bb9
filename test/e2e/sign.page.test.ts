// A second person's signature on the sheet of a back-fix, and whose is to be given anew.
import { expect } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { axeViolations } from '../support/axe.ts';
import { marketFile } from '../support/market-file.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

test('FIX14: what comes after a signature is said beside it, with whose it was, until there is a new one', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.releaseAll();
  const board = (name: RegExp) => page.getByRole('button', { name }).click();
  await board(/^Waiting to be handed over/);
  await page.getByRole('button', { name: /are handed in$/ }).click();
  await board(/^Handed over, no answer yet/);
  const row = page
    .getByRole('region', { name: 'Handed over, no answer yet' })
    .getByRole('row')
    .filter({ hasText: 'Send a new 017' })
    .first();
  const mprn = must(await row.locator('.mprn').textContent(), 'a row has its MPRN');
  const sent = must(await row.locator('.mono[title]').getAttribute('title'), 'it has a number');
  await row.locator('.mprn').click();
  const sheet = operator.dialog();
  const sign = sheet.getByRole('button', { name: 'I have looked at all of it, and sign' });
  await sign.click();
  await sheet.waitFor({ state: 'hidden' });

  await operator.press('p');
  const answer = { MPRN: mprn.replaceAll(' ', ''), OriginalTxRefNbr: sent };
  await sheet
    .locator('input[type=file]')
    .setInputFiles(marketFile('117R', { ...answer, RejectReasonCode: 'NOB' }));
  await sheet.getByText('1 belong to a back-fix').waitFor();
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await board(/^Rejected/);
  const rejected = page.getByRole('region', { name: /^Rejected/ }).getByText(mprn);
  await rejected.click();
  const less = sheet.getByText(
    /^Aoife signed, .+, without having seen all that is here now: to be signed anew\.$/,
  );
  await less.waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await sign.click();
  await sheet.waitFor({ state: 'hidden' });
  await rejected.click();
  await sheet.getByText(/^Signed by Aoife/).waitFor();
  expect(await less.count()).toBe(0);
});
