// E05s that lie in our own EMMA, taken out by whoever is at the desk: from their list, and in a call.
import { expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test, type Open } from '../support/page.ts';

const now = new Date('2026-11-21T20:11:00');
const inEmma = '10 019 737 361';

/** The sample night with its list; the customer whose E05 lies in our EMMA is on the desk. */
async function inTheCase(open: Open) {
  const { page } = await open();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.clock.install({ time: now });
  await page.reload();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.press('Alt+1');
  await operator.desk().waitFor();
  await page.getByRole('searchbox').fill(inEmma);
  await operator.row(inEmma.replaceAll(' ', '')).click();
  await operator.case().locator('.step.now').waitFor();
  return { page, operator };
}

test('BF27: the E05 of somebody who is back is taken out of EMMA from the list, once it is ticked, and stands among what was taken out', async ({
  open,
}) => {
  const { page, operator } = await inTheCase(open);
  await operator.press('p');
  await operator.dialog().waitFor();
  await operator.press('1', 'Enter');
  await operator.dialog().waitFor({ state: 'hidden' });
  await page.getByRole('searchbox').fill('');
  await operator.press('Alt+3', '2');
  const table = page.getByRole('region', { name: /^will get a second E05/ });
  const row = table.locator('tbody tr').filter({ hasText: inEmma });
  await row.getByText('To be taken out of EMMA').waitFor();
  await row.getByRole('button', { name: `Take it out for ${inEmma}` }).waitFor();
  await page.getByRole('button', { name: 'Take 1 E05 out of EMMA' }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await operator.press('t');
  const sheet = page.getByRole('dialog', { name: 'Take 1 E05 out of EMMA' });
  const tick = sheet.getByRole('checkbox', { name: `${inEmma} is out` });
  expect(await tick.isChecked()).toBe(false);
  // Nothing is ticked, and so nothing is written.
  await operator.press('Control+Enter');
  expect(await sheet.getByRole('button', { name: /are out of EMMA/ }).isDisabled()).toBe(true);
  expect(await axeViolations(page)).toEqual([]);
  await tick.press('Space');
  await sheet.getByRole('button', { name: '1 is out of EMMA' }).waitFor();
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await row.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '1 taken out of EMMA' }).click();
  await page.getByText(/Taken out of EMMA by Aoife, 20:1\d/).waitFor();
  // Written, it is so after a new start as well, and asked for no more.
  await page.reload();
  await operator.press('Alt+3', '2');
  await page.getByRole('button', { name: '1 taken out of EMMA' }).waitFor();
  expect(await page.getByRole('button', { name: /^Take \d+ E05/ }).count()).toBe(0);
});

test('BF28: a call that finds an E05 in EMMA takes it out before it asks Networks, and says so no more', async ({
  open,
}) => {
  const { page, operator } = await inTheCase(open);
  await operator.answers('c', 'z', 'z');
  const banner = operator.case().getByText('Take it out first, or let it run');
  await banner.waitFor();
  await operator.case().getByRole('button', { name: 'Take it out' }).click();
  const sheet = page.getByRole('dialog', { name: 'Take 1 E05 out of EMMA' });
  await sheet.getByRole('checkbox', { name: `${inEmma} is out` }).press('Space');
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await banner.waitFor({ state: 'hidden' });
  await operator.case().locator('.step.now').waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

test('BF26, BF27: of two that wait for somebody without a case the one that is followed is taken out from its own sheet, until a newer list still has it', async ({
  open,
}) => {
  const { page } = await open();
  await page.clock.install({ time: now });
  await page.reload();
  const operator = await new Operator(page).goIn();
  const sheet = operator.dialog();
  const brings = async (asOf: string) => {
    await operator.press('u');
    const row = (txRefNbr: string, at: string) =>
      `10934478153,E05,${txRefNbr},2026-11-21 ${at},queued in EMMA,2026-11-21 18:00\n`;
    await sheet
      .getByLabel('Or paste')
      .fill(
        `MPRN,Reason,TxRefNbr,Sent at,State,Last qualifying payment\n${row('the-e05', '18:20')}${row('the-other', '18:10')}`,
      );
    await sheet.getByRole('button', { name: 'Look at these rows' }).click();
    await sheet.getByLabel('When did EMMA say so?').fill(asOf);
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    await page.getByText(`as EMMA had it ${asOf}`).waitFor();
  };
  await operator.press('Alt+3');
  await brings('20:05');
  await page.getByRole('button', { name: 'Take 2 E05s out of EMMA' }).waitFor();
  await page.getByRole('button', { name: 'Release for 10 934 478 153' }).click();
  await sheet.waitFor();
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Runs by itself/ }).click();
  const followed = page.getByRole('region', { name: /^Runs by itself/ });
  await followed.getByText('about the-e05').waitFor();
  await followed.getByRole('button', { name: 'Look' }).click();
  await sheet.getByRole('button', { name: 'Take it out' }).click();
  await sheet.getByText('the-e05').waitFor();
  await sheet.getByRole('checkbox', { name: '10 934 478 153 is out' }).press('Space');
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await followed.getByText('about the-e05').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^1 taken out of EMMA/ }).waitFor();
  await page.getByRole('button', { name: /will get a second E05/ }).click();
  const doubled = page.getByRole('region', { name: /^will get a second E05/ });
  expect(await doubled.locator('tbody tr').count()).toBe(0);
  await page.clock.fastForward('10:00');
  await brings('20:15');
  await doubled.getByText('To be taken out of EMMA').waitFor();
  await doubled.getByText(/^Taken out of EMMA by .+; the list of 20:15 still has it$/).waitFor();
});
