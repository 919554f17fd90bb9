// The release looked at closely: of one customer, what conflicts first, how much is much.
import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('the plan of one customer', () => {
  test('FIX40, BF17: is released from its row in a list, and from the case itself, and nobody else’s is', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    await operator.bringSampleList();
    const dialog = operator.dialog();
    const board = page.getByRole('button', { name: /^(Waiting to be handed over|Runs by itself)/ });
    const released = async () => {
      const counts = await board.locator('b').allTextContents();
      return counts.reduce((sum, each) => sum + Number(each), 0);
    };
    const go = dialog.getByRole('button', { name: /^Release \d+ back-fix(es)? for 1 customer/ });
    const steps = async () =>
      Number(/Release (\d+)/.exec((await go.textContent()) ?? '')?.[1] ?? Number.NaN);

    await operator.press('4');
    const table = page.getByRole('region', { name: /have nothing waiting/ });
    const row = table
      .getByRole('row')
      .filter({ has: page.locator('button.mprn') })
      .first();
    const mprn = must(await row.locator('.mprn').textContent(), 'a row has its MPRN');
    // By keys alone: the row's own stop, and the button after it.
    await operator.press('ArrowDown', 'Tab');
    const button = page.getByRole('button', { name: `Release for ${mprn}` });
    expect(await button.evaluate((each) => each === document.activeElement)).toBe(true);
    await operator.press('Enter');
    await dialog.getByText(mprn).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const first = await steps();
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    await board.first().waitFor();
    expect(await released()).toBe(first);
    await button.waitFor({ state: 'hidden' });
    expect(await axeViolations(page)).toEqual([]);

    // The next one from the case itself.
    await row.locator('.mprn').waitFor();
    const other = table
      .getByRole('row')
      .filter({ has: page.getByText('Release', { exact: true }) });
    await other.first().locator('.mprn').click();
    await operator.desk().waitFor();
    await operator.case().getByRole('tab', { name: 'Back-fix' }).click();
    await operator.case().getByRole('button', { name: 'Release this plan' }).waitFor();
    await operator
      .case()
      .getByText(/because the hub was down from (?:yesterday )?\d\d:\d\d and no 017 left us/)
      .waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await operator.press('r');
    await go.waitFor();
    const second = await steps();
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    await operator
      .case()
      .getByRole('button', { name: 'Release this plan' })
      .waitFor({ state: 'hidden' });
    await operator.press('Alt+3');
    await expect.poll(released).toBe(first + second);
  });

  test('BF20: the case’s own plan knows what the list of outstanding 017s knows', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    // Somebody who rings, and of whom there is a D05 at the hub that only the list shows.
    const mprn = '10803497462';
    await operator.takeCall(mprn, '-20');
    const plan = async () => {
      await operator.case().getByRole('tab', { name: 'Back-fix' }).click();
      await operator.case().locator('.history li').first().waitFor();
      return operator.case().locator('.history li b').allTextContents();
    };
    expect(await plan()).not.toContain('Have a D05 cancelled');
    await operator.bringSampleList();
    await operator.press('Alt+1');
    await operator.row(mprn).click();
    expect((await plan())[0]).toBe('Have a D05 cancelled');
    await operator
      .case()
      .getByText(/a D05 waits though the customer has paid since/)
      .waitFor();
  });

  test('BF19: of somebody of whom nobody spoke of a 017 EMMA is looked into, by keys; that none left us is said there, and then the first one is planned', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    const mprn = '10001234567';
    await operator.takeCall(mprn, '-20');
    const plan = operator.case().locator('.history li b');
    await operator.case().getByRole('tab', { name: 'Back-fix' }).click();
    await operator
      .case()
      .getByText(/nobody has said whether a 017 left us: look in EMMA/)
      .waitFor();
    expect(await plan.allTextContents()).toEqual(['Ask first', 'Ask first']);
    const sheet = operator.dialog();
    await operator.press('r');
    await sheet.getByRole('button', { name: /^Release 2 back-fixes for 1 customer/ }).waitFor();
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });

    await operator.press('Alt+3');
    await page.getByRole('button', { name: /^Waiting to be handed over/ }).click();
    const row = page.getByRole('row').filter({ hasText: 'Look in EMMA' });
    await expect.poll(() => row.count()).toBe(1);
    await row.locator('.mprn').press('Enter');
    const found = sheet.getByRole('group', { name: 'What was found' });
    await found.waitFor();
    expect(await found.getByRole('button').allTextContents()).toEqual([
      'None left us: the first one may go',
      'It lies in EMMA and fires by itself',
      'One may have left EMMA: ask Networks',
    ]);
    // It is no proof that somebody looked: what was found is.
    expect(await sheet.getByRole('button', { name: 'It is proved' }).count()).toBe(0);
    expect(await sheet.getByRole('button', { name: 'Told by phone' }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await sheet.getByLabel('Who looked in EMMA').fill('Niamh');
    await found.getByRole('button', { name: /^None left us/ }).press('Enter');
    await sheet.waitFor({ state: 'hidden' });
    await expect.poll(() => row.count()).toBe(0);

    await operator.press('Alt+1');
    await operator.row(mprn).click();
    await operator.case().getByRole('tab', { name: 'Back-fix' }).click();
    await expect.poll(() => plan.allTextContents()).toEqual(['Ask first', 'Send a new 017 E05']);
    await operator
      .case()
      .getByText(/and no 017 left us: the market does not know/)
      .waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('FIX42: what goes by phone is a list of its own: counted, opened, saved and printed', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    await operator.bringSampleList();
    await operator.releaseAll();
    await page.getByRole('button', { name: /^Waiting to be handed over/ }).click();
    const ways = page.getByRole('group', { name: 'Over' });
    const way = (name: RegExp) => ways.getByRole('button', { name });
    const count = async (name: RegExp) => Number(await way(name).locator('b').textContent());
    const all = await count(/every way/);
    const calls = await count(/over the phone/);
    expect([calls > 3, calls < all]).toEqual([true, true]);
    expect(await axeViolations(page)).toEqual([]);
    await way(/over the phone/).press('Enter');
    const list = page.getByRole('region', { name: 'Waiting to be handed over, phone' });
    const rows = list.locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(calls);
    expect(await rows.filter({ hasText: 'Send a new 017' }).count()).toBe(0);
    await rows
      .filter({ hasText: 'Have a D05 cancelled' })
      .first()
      .getByText(/^about /)
      .waitFor();
    expect(await axeViolations(page)).toEqual([]);

    const saving = page.waitForEvent('download');
    await operator.press('e');
    const download = await saving;
    expect(download.suggestedFilename()).toBe('back-fixes-released-phone.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(1 + calls);

    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await list.getByRole('caption').filter({ hasText: 'phone' }).waitFor();
    expect(await rows.last().isVisible()).toBe(true);
    for (const each of ['.backfix-plan', '.figures', '.strip', '.foot'])
      expect(await page.locator(each).first().isVisible(), each).toBe(false);
    const { bottom, height } = await list.evaluate((region) => ({
      bottom: region.querySelector('tr:last-child')?.getBoundingClientRect().bottom ?? 0,
      height: document.documentElement.scrollHeight,
    }));
    expect(bottom).toBeLessThanOrEqual(height);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    await way(/every way/).click();
    await page.getByRole('region', { name: 'Waiting to be handed over', exact: true }).waitFor();
  });

  test('FIX46: from which share on it is asked again is a setting, and two halves are one release', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    await operator.bringSampleList();
    const dialog = operator.dialog();
    const go = dialog.getByRole('button', { name: /^Release \d+ back-fix/ });
    /** The list in sight, as it is asked about. */
    const asksOf = async (list: string, isLarge: boolean) => {
      await operator.press('Alt+3', list);
      await page.getByRole('button', { name: /^Release \d+ back-fixes/ }).waitFor();
      await operator.press('r');
      await dialog.getByRole('radio', { name: /Only the list in sight/ }).click({ force: true });
      await expect.poll(() => dialog.getByText('at once').isVisible()).toBe(isLarge);
      expect(await go.isDisabled()).toBe(isLarge);
    };
    await asksOf('4', false);
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('Alt+5');
    const setting = page.getByLabel('Asked about again, above this many per cent');
    await setting.fill('20,5');
    await page.getByText('A whole number between 1 and 100').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await setting.fill('20');
    const part = page.getByRole('region', { name: 'Releases' });
    await part.getByRole('button', { name: 'Save' }).click();
    await asksOf('4', true);
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('Alt+5');
    await setting.fill('50');
    await part.getByRole('button', { name: 'Save' }).click();
    await asksOf('4', false);
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    // Fifty alone would be no half of 120; with those of a moment ago they are more.
    await asksOf('1', true);
    await dialog.getByText(/within the last hour; 120 cases are open/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('FIX47: without EMMA what is planned over it goes over the webform, and the sheet says where that is', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    const dialog = operator.dialog();
    // One whose payment was lost on its way: that is put right in our own ledger.
    await operator.takeCall('10934478153', '-40');
    await operator.press('e');
    await dialog.getByLabel('Point of failure').selectOption('2');
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    await operator.press('Alt+5');
    const part = page.getByRole('region', { name: 'Ways out of the house' });
    const no = (name: RegExp) =>
      part.getByRole('radiogroup', { name }).getByRole('radio', { name: 'No' });
    await no(/^EMMA/).click({ force: true });
    await no(/webform/).click({ force: true });
    await part.getByText('One of the two at least').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const yes = part
      .getByRole('radiogroup', { name: /webform/ })
      .getByRole('radio')
      .first();
    await yes.click({ force: true });
    await part.getByLabel('Where the webform is').fill('https://webform.example/017');
    await part.getByLabel('Where our own ledger is put right').fill('Prepay core, adjustments');
    await part.getByRole('button', { name: 'Save' }).click();
    await operator.press('Alt+3');
    const sends = page.getByRole('button', { name: /^Send a new 017 E05/ });
    await sends.getByText('By us, over webform').waitFor();
    await operator.press('r');
    await dialog.getByText('EMMA is not a way of this organisation').waitFor();
    await operator.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await operator.releaseAll();
    await page.getByRole('button', { name: /^Waiting to be handed over/ }).click();
    const rows = page.getByRole('region', { name: 'Waiting to be handed over' }).getByRole('row');
    await rows.filter({ hasText: 'Send a new 017' }).first().locator('.mprn').click();
    await dialog.getByText('https://webform.example/017').waitFor();
    await operator.press('Escape');
    for (const [step, where] of [
      ['Correct the account', 'Our own ledger: Prepay core, adjustments'],
      ['Have a D05 cancelled', 'ESB Networks: 1800 372 999'],
    ] as const) {
      await rows.filter({ hasText: step }).first().locator('.mprn').click();
      await dialog.getByText(where).waitFor();
      await operator.press('Escape');
    }
  });
});
