// A night's holds, lifted in one step by two persons: by keys, and each hold by itself.
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { startNight, strip } from '../support/night.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const holdsOf = async (desk: Operator): Promise<Locator> => {
  await desk.press('h');
  const sheet = desk.page.getByRole('dialog', { name: 'Disconnections held back' });
  await sheet.waitFor();
  return sheet;
};

const said = (sheet: Locator, text: string | RegExp) => sheet.getByRole('button', { name: text });

test('GUARD11, GUARD13: fifty holds are chosen, asked about with one reason and agreed to by a second person, all but one, by keys', async ({
  open,
}) => {
  const { page } = await open();
  await page.setViewportSize({ width: 1280, height: 800 });
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.press('k', 'Control+Enter');
  await page.getByRole('button', { name: /50 disconnections held back/ }).waitFor();
  const sheet = await holdsOf(operator);
  await sheet.getByText('None is chosen.').waitFor();
  expect(await said(sheet, /^Ask to lift \d/).count()).toBe(0);
  // Arrows go along the list, Space chooses; whoever is not looked at stays out.
  await operator.press('ArrowDown', 'ArrowDown', 'Space');
  await sheet.getByText('1 chosen.').waitFor();
  await operator.press('a');
  await sheet.getByText('50 chosen.').waitFor();
  for (let row = 0; row < 12; row += 1) await operator.press('ArrowDown');
  // The line with what is done about them stays in sight, and hides no row that has the focus.
  const bar = sheet.getByRole('group', { name: 'Several at once' });
  const [line, box] = await Promise.all([
    bar.boundingBox(),
    page.locator('.guard-row input:focus').boundingBox(),
  ]);
  expect(line?.y).toBeGreaterThan(100);
  expect(box?.y).toBeGreaterThanOrEqual((line?.y ?? 0) + (line?.height ?? 0));
  const focused = page.locator('.guard-row input:focus');
  const kept = ((await focused.getAttribute('aria-label')) ?? '').replace('Choose ', '');
  expect(kept).toMatch(/^\d\d \d{3} \d{3} \d{3}$/);
  await operator.press('Space');
  await sheet.getByText('49 chosen.').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await said(sheet, 'Ask to lift 49').press('Enter');
  await sheet.getByText('Say first why it can go').waitFor();
  expect(await said(sheet, /^Ask a second person to lift 49/).isDisabled()).toBe(true);
  await operator.type('the 603 of the day has all of them');
  expect(await axeViolations(page)).toEqual([]);
  await operator.press('Control+Enter');
  await expect
    .poll(() => sheet.getByText(/asked at .+: the 603 of the day has all of them/).count())
    .toBe(49);
  // One's own asking is nothing to agree to.
  await operator.press('z');
  await sheet.getByText('49 of them you asked for yourself').waitFor();
  expect(await said(sheet, /^Agree and lift \d/).count()).toBe(0);
  await page.keyboard.press('Escape');
  await operator.press('o');
  await operator.dialog().getByLabel('Another name').fill('Brian');
  await operator.press('Enter');
  await page.locator('.strip').getByText('Brian').waitFor();
  await holdsOf(operator);
  await operator.press('z');
  await sheet.getByText('49 chosen.').waitFor();
  await said(sheet, '49 stay').waitFor();
  await said(sheet, 'Agree and lift 49').press('Enter');
  await sheet.getByRole('heading', { name: '1 customer' }).waitFor();
  await sheet.locator('.guard-row').filter({ hasText: kept }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: /^1 disconnection held back/ }).waitFor();
});

test('GUARD11: authorised by phone, one person lifts several alone; they are listed until another countersigns them in one step', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.press('k', 'Control+Enter');
  await page.getByRole('button', { name: /50 disconnections held back/ }).waitFor();
  const sheet = await holdsOf(operator);
  await operator.press('a');
  await said(sheet, 'Ask to lift 50').press('Enter');
  await operator.type('131: all cancelled');
  await sheet.getByLabel('Alone?').fill('aoife');
  await sheet.getByText('You cannot authorise yourself').waitFor();
  await sheet.getByLabel('Alone?').fill('Maura Keane');
  await said(sheet, 'Lift 50 now, to be countersigned').waitFor();
  await operator.press('Control+Enter');
  await sheet.getByText('50 lifted by one person alone').waitFor();
  expect(await said(sheet, /^Countersign \d/).count()).toBe(0);
  await page.keyboard.press('Escape');
  await operator.press('o');
  await operator.dialog().getByLabel('Another name').fill('Brian');
  await operator.press('Enter');
  await page.locator('.strip').getByText('Brian').waitFor();
  await holdsOf(operator);
  await said(sheet, 'Countersign 50').press('Enter');
  await sheet.getByText('lifted by one person alone').waitFor({ state: 'hidden' });
  await sheet.getByText('Nobody’s disconnection is held back.').waitFor();
});

test('GUARD12: what a desk without a line has placed meanwhile stays out, by name, until it was looked at; the others go', async () => {
  const night = await startNight();
  const aoife = await night.joined('Aoife');
  const ciara = await night.joined('Ciara');
  const table = aoife.page.getByRole('region', { name: /will be cut off/ });
  await aoife.press('Alt+3', 'u');
  const rows = ['10934478153', '10934478154', '10934478155']
    .map((mprn) => `${mprn},D05,tx-${mprn},2026-11-21 16:41,delivered,2026-11-21 18:00`)
    .join('\n');
  await aoife
    .dialog()
    .getByLabel('Or paste')
    .fill(`MPRN,Reason,TxRefNbr,Sent at,State,Last qualifying payment\n${rows}\n`);
  await aoife.dialog().getByRole('button', { name: 'Look at these rows' }).click();
  await aoife.press('Control+Enter');
  await expect.poll(() => table.getByText('Nobody asked yet').count()).toBe(3);
  await ciara.press('Alt+3', '1');
  const hers = ciara.page.getByRole('region', { name: /will be cut off/ });
  await expect.poll(() => hers.getByText('Nobody asked yet').count()).toBe(3);
  await aoife.press('k', 'Control+Enter');
  await ciara.page.getByRole('button', { name: /^3 disconnections held back/ }).waitFor();
  // Lifted by nobody yet. Ciara has no line, and lifts one for herself to place it anew.
  await ciara.page.context().setOffline(true);
  await strip(ciara.page)
    .getByText(/^Stalled since/)
    .waitFor();
  const lone = await holdsOf(ciara);
  const row = lone.locator('.guard-row').filter({ hasText: '10 934 478 154' });
  await row.getByRole('button', { name: 'Ask to lift' }).click();
  await row.getByLabel('Why it can go').fill('131: cancelled');
  await row.getByLabel('Alone?').fill('Maura Keane');
  await row.getByRole('button', { name: 'Lift now' }).click();
  await lone.getByText('1 lifted by one person alone').waitFor();
  await ciara.page.keyboard.press('Escape');
  await ciara.press('k', 'Control+Enter');
  await ciara.page.getByRole('button', { name: /^3 disconnections held back/ }).waitFor();

  const sheet = await holdsOf(aoife);
  await aoife.press('a');
  await said(sheet, 'Ask to lift 3').press('Enter');
  await aoife.type('the 603 is here');
  await ciara.page.context().setOffline(false);
  await said(sheet, /^Ask a second person to lift 2/).waitFor();
  const staying = sheet.getByRole('alert').filter({ hasText: '1 of the chosen stays out' });
  await staying.getByText('10 934 478 154').waitFor();
  await staying.getByText('Somebody has placed it again').waitFor();
  expect(await axeViolations(aoife.page)).toEqual([]);
  await aoife.press('Control+Enter');
  await expect.poll(() => sheet.getByText(/^Aoife asked at /).count()).toBe(2);
  // Looked at, it is chosen anew, and goes as the others have.
  const box = sheet.getByLabel('Choose 10 934 478 154');
  await box.uncheck();
  await box.check();
  await said(sheet, 'Ask to lift 1').waitFor();
});
