// D05s that lie in our own EMMA: taken out there by a person, and said here.
import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const now = Date.parse('2026-11-21T20:11:00Z');

describe('the D05s of our own EMMA', () => {
  test('RECOVER3, BF21: are taken out of EMMA from the list by keys, but for what was not there; they are counted, and named with who and when', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Maura' });
    await operator.loadSample();
    await operator.bringSampleList();
    await operator.press('1');
    const table = page.getByRole('region', { name: /will be cut off/ });
    const figure = page.getByRole('button', { name: /will be cut off/ }).locator('b');
    const toDo = table.getByText('To be taken out of EMMA');
    await expect.poll(() => toDo.count()).toBe(25);
    expect(await figure.textContent()).toBe('50');
    expect(await table.getByText('Nobody asked yet').count()).toBe(25);
    await page.getByRole('button', { name: 'Ask Networks to stop 25 D05s' }).waitFor();
    await page.getByRole('button', { name: 'Take 25 D05s out of EMMA' }).waitFor();

    const sheet = operator.dialog();
    await operator.press('t');
    await sheet.getByText('Take these out in EMMA').waitFor();
    const lines = sheet.locator('tbody tr');
    expect(await lines.count()).toBe(25);
    expect(await sheet.getByLabel('Who took it out of EMMA').inputValue()).toBe('Maura');
    expect(await axeViolations(page)).toEqual([]);
    const saving = page.waitForEvent('download');
    await sheet.getByRole('button', { name: 'Save the list' }).click();
    const saved = await readFile(await (await saving).path(), 'utf8');
    expect(saved.trim().split('\r\n')).toHaveLength(26);
    for (const line of saved.trim().split('\r\n').slice(1))
      expect(line).toMatch(/^\d{11},.*,D05,[-0-9a-f]{36},.*,queued in EMMA$/i);
    await page.emulateMedia({ media: 'print' });
    expect(await lines.last().locator('.mprn').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    // One was not to be found there: it stays.
    const missing = (await lines.first().locator('.mprn').textContent()) ?? '';
    await lines.first().getByRole('checkbox').press('Space');
    await sheet.getByText('1 stays to be done').waitFor();
    await sheet.getByRole('button', { name: /^24 are out of EMMA/ }).waitFor();
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });

    await expect.poll(() => figure.textContent()).toBe('26');
    await expect.poll(() => toDo.count()).toBe(1);
    await table
      .getByRole('row')
      .filter({ hasText: missing })
      .getByText('To be taken out')
      .waitFor();
    await page.getByRole('button', { name: 'Ask Networks to stop 25 D05s' }).waitFor();
    await page.locator('.foot').getByText('a newer list tells otherwise').waitFor();
    await operator.press('Control+z');
    await page.getByText('taken back by nobody').waitFor();
    await page.getByRole('button', { name: /^24 taken out of EMMA/ }).click();
    const done = page.getByRole('region', { name: 'taken out of EMMA' });
    await expect
      .poll(() => done.getByText(/^Taken out of EMMA by Maura, \d\d:\d\d/).count())
      .toBe(24);
    // Nothing in this list is asked of Networks, or still lies in EMMA.
    expect(await page.getByRole('button', { name: /^(Ask Networks|Take \d+ D05)/ }).count()).toBe(
      0,
    );
    expect(await axeViolations(page)).toEqual([]);
    // Whose power is on, and who has a case, reads it where the D05 was asked about.
    await operator.press('3');
    await page
      .getByRole('region', { name: /runs by itself/ })
      .getByText(/^Taken out of EMMA by Maura/)
      .first()
      .waitFor();

    // The last one from its row, by keys: its own stop, and the button after it.
    await operator.press('1');
    const row = table.getByRole('row').filter({ hasText: missing });
    await row.getByRole('button', { name: `Take it out for ${missing}` }).focus();
    await operator.press('Enter');
    await sheet.getByText('Take these out in EMMA').waitFor();
    expect(await lines.count()).toBe(1);
    await sheet.getByLabel('Who took it out of EMMA').fill('Brian');
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    await expect.poll(() => figure.textContent()).toBe('25');
    await page.getByRole('button', { name: /^25 taken out of EMMA/ }).click();
    await done.getByText(/^Taken out of EMMA by Brian, /).waitFor();
  });

  test('GUARD1: of one that Networks was asked about before it was known to lie in EMMA “none queued” stops nothing, and it is taken out', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    const sheet = operator.dialog();
    const brings = async (asOf: string, state: string) => {
      await operator.press('u');
      await sheet
        .getByLabel('Or paste')
        .fill(
          `MPRN,Reason,TxRefNbr,Sent at,State,Last qualifying payment\n10934478153,D05,the-d05,2026-11-21 16:41,${state},2026-11-21 18:00\n`,
        );
      await sheet.getByRole('button', { name: 'Look at these rows' }).click();
      await sheet.getByLabel('When did EMMA say so?').fill(asOf);
      await operator.press('Control+Enter');
      await sheet.waitFor({ state: 'hidden' });
      await page.getByText(`1 message waits, as EMMA had it ${asOf}`).waitFor();
    };
    await operator.press('Alt+3');
    await brings('19:50', 'unknown');
    const table = page.getByRole('region', { name: /will be cut off/ });
    await table.getByText('Nobody asked yet').waitFor();
    await operator.press('b', 'Control+Enter');
    await table.getByText(/no answer yet/).waitFor();
    await brings('20:05', 'queued in EMMA');
    await table.getByText('To be taken out of EMMA').waitFor();
    await page.getByRole('button', { name: 'Take 1 D05 out of EMMA' }).waitFor();
    await table.getByRole('button', { name: 'Write the answer' }).click();
    await sheet.getByText('it still lies in EMMA').waitFor();
    await sheet.getByLabel('Who says so').fill('Desk 2');
    await operator.press('Enter', '3');
    await sheet.waitFor({ state: 'hidden' });
    await table.getByText('does not stop this one').waitFor();
    await operator.press('t');
    await sheet.getByText('Take these out in EMMA').waitFor();
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^1 taken out of EMMA/ }).waitFor();
    // BF16: a newer list that still has it says so beside that word.
    await page.clock.fastForward('10:00');
    await brings('20:15', 'queued in EMMA');
    await operator.press('1');
    await table.getByText('To be taken out of EMMA').waitFor();
    await table
      .getByText(/^Taken out of EMMA by Aoife B\., 20:1\d; the list of 20:15 still has it$/)
      .waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('RECOVER3, FIX28: one that was released says from its own sheet that it is taken out, also while EMMA is paused', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Maura' });
    await operator.loadSample();
    await operator.bringSampleList();
    await operator.press('1');
    const table = page.getByRole('region', { name: /will be cut off/ });
    const inEmma = table
      .getByRole('row')
      .filter({ hasText: 'To be taken out of EMMA' })
      .filter({ hasText: 'no case' });
    const mprn = (await inEmma.first().locator('.mprn').textContent()) ?? '';
    const sheet = operator.dialog();
    await page.getByRole('button', { name: `Release for ${mprn}` }).click();
    await sheet.waitFor();
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Pause EMMA' }).click();
    await page.getByLabel('Because').fill('nothing leaves before it is looked through');
    await operator.press('Enter');
    await page.getByRole('button', { name: 'Resume EMMA' }).waitFor();
    await page.getByRole('button', { name: /^Waiting to be handed over/ }).click();
    // The released one in sight is taken out from there too.
    await page.getByRole('button', { name: 'Take 1 D05 out of EMMA' }).waitFor();
    const waiting = page.getByRole('region', { name: 'Waiting to be handed over' });
    await waiting.getByRole('button', { name: 'Take it out' }).click();
    await sheet.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await sheet.getByRole('button', { name: 'Told by phone' }).count()).toBe(0);
    await sheet.getByRole('button', { name: 'It is taken out' }).click();
    await sheet.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^1 taken out of EMMA/ }).click();
    await page
      .getByRole('region', { name: 'taken out of EMMA' })
      .getByText(/^Taken out of EMMA by Maura, /)
      .waitFor();
  });
});
