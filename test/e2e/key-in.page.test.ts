// Messages keyed into the webform by hand: one after the other, each field ticked, and all on paper.
import { expect } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const WAITING = 'Waiting to be handed over';

test('FIX51, FIX52, FIX86, MSG22: what waits for the webform is keyed one after the other in the list’s order, its ticks stay, and the last one says that none is left', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.releaseAll();
  const dialog = operator.dialog();
  await page.getByRole('button', { name: new RegExp(`^${WAITING}`) }).click();
  const rows = page.getByRole('region', { name: WAITING }).getByRole('row');
  const toKey = rows.filter({ hasText: 'Key it in' });
  const mprns = await toKey.locator('.mprn').allTextContents();
  expect(mprns.length).toBeGreaterThan(3);
  const sheet = dialog.getByRole('region', { name: 'To key into the webform' });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  const field = async (name: string) =>
    sheet
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
      .locator('.mono')
      .textContent();
  const isOf = async (mprn: string) => {
    await expect.poll(() => dialog.getByText(mprn, { exact: true }).count()).toBe(1);
    await expect.poll(() => field('MPRN')).toBe(mprn.replaceAll(' ', ''));
  };
  const first = await (async () => {
    await toKey.nth(1).locator('.mprn').click();
    await isOf(must(mprns[1], 'a second row'));
    return must(
      await sheet.getByRole('rowheader').first().textContent(),
      'the sheet has a first field',
    );
  })();
  await expect.poll(focused).toBe(`Copy ${first}`);

  // MSG22: how sure each name is, and that no schema has confirmed any.
  await dialog.getByText('Unverified against the V14 schema.').waitFor();
  const sure = await sheet.locator('tbody tr td:nth-child(3)').allTextContents();
  expect(sure.length).toBeGreaterThan(5);
  for (const each of sure)
    expect(['in a public source', 'seen before V14', 'our guess of the name']).toContain(each);

  // From the copied field to its tick by Tab; closed and opened again it is still there.
  const tick = (name: string) => sheet.getByRole('checkbox', { name: `${name} is keyed` });
  await operator.press('Tab', 'Space');
  await tick('MPRN').check();
  expect(await axeViolations(page)).toEqual([]);
  await operator.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await toKey.nth(1).locator('.mprn').click();
  await isOf(must(mprns[1], 'a second row'));
  expect(await sheet.locator(':checked').count()).toBe(2);
  expect([await tick(first).isChecked(), await tick('MPRN').isChecked()]).toEqual([true, true]);

  // Begun with the second: the one before it comes last.
  const others = (count: number) =>
    dialog.getByText(
      count === 0
        ? 'The last one that waits for the webform.'
        : `${count} other${count === 1 ? ' waits' : 's wait'} for the webform.`,
    );
  const order = [...mprns.slice(1), ...mprns.slice(0, 1)];
  for (const [at, mprn] of order.entries()) {
    await isOf(mprn);
    await others(order.length - 1 - at).waitFor();
    await expect.poll(focused).toBe(`Copy ${first}`);
    await dialog.locator('[data-resting=false]').waitFor();
    if (at > 0) expect(await sheet.locator(':checked').count()).toBe(0);
    // Neither button is to be pressed, and its description says why.
    for (const name of ['Keyed, next', 'Keyed']) {
      const button = dialog.getByRole('button', { name, exact: true });
      expect(await button.isDisabled()).toBe(true);
      const why = await button.getAttribute('aria-describedby');
      const words = await page.locator(`[id="${why}"]`).textContent();
      expect(words).toMatch(/^\d+ fields? (is|are) not ticked as keyed yet\./);
    }
    // A slip of the key writes nothing down, and leads to where all is ticked at once.
    await operator.press('Control+Enter');
    await dialog.getByText(/not ticked as keyed\. Nothing was written/).waitFor();
    await isOf(mprn);
    await operator.press('Space');
    await expect.poll(() => sheet.locator('tbody :checked').count()).toBeGreaterThan(5);
    if (at === 1) {
      expect(await axeViolations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Keyed, next' }).click();
    } else if (at === 2) {
      // Pressed twice it is one press: the sheet that has just opened is still to be keyed.
      await operator.press('Control+Enter', 'Control+Enter');
    } else await operator.press('Control+Enter');
  }
  await dialog.getByText('None is left in this list that waits for the webform.').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await operator.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  expect(await toKey.count()).toBe(0);
  const handed = page.getByRole('button', { name: /^Handed over, no answer yet/ }).locator('b');
  expect(Number(await handed.textContent())).toBe(mprns.length);
});

test('FIX53, PAPER2, MSG22: all that wait for the webform are printed in one go, each whole on a page, with a box to tick at every line', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.releaseAll();
  const dialog = operator.dialog();
  await page.getByRole('button', { name: new RegExp(`^${WAITING}`) }).click();
  const rows = page.getByRole('region', { name: WAITING }).getByRole('row');
  const mprns = await rows.filter({ hasText: 'Key it in' }).locator('.mprn').allTextContents();
  await page.getByRole('button', { name: `${mprns.length} key-in sheets` }).click();
  const sheets = dialog.locator('.sheet-of-all');
  await sheets.first().waitFor();
  expect(await axeViolations(page)).toEqual([]);
  const titles = await sheets.locator('h3').allTextContents();
  expect(titles.map((each) => / of \d+: ([\d ]+),/.exec(each)?.[1])).toEqual(mprns);

  // Each page says of itself what no schema has confirmed.
  expect(await sheets.getByText('Unverified against the V14 schema.').count()).toBe(mprns.length);
  const lines = sheets.first().locator('tbody tr');
  const sure = await lines.locator('td:nth-child(3)').allTextContents();
  expect([sure.length, sure.includes('')]).toEqual([await lines.count(), false]);

  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await dialog.getByRole('button', { name: 'Print all' }).click();
  await expect.poll(() => page.locator('body').getAttribute('data-printed')).toBe('yes');

  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.getByText(/printed by Aoife/).waitFor();
  expect(await rows.first().isVisible()).toBe(false);
  const drawn = await sheets.evaluateAll((all) =>
    all.map((each) => ({
      inside: getComputedStyle(each).breakInside,
      height: each.getBoundingClientRect().height,
      lines: each.querySelectorAll('tr').length,
      boxes: [...each.querySelectorAll('.to-tick')].filter(
        (cell) => getComputedStyle(cell, '::after').width === '12px',
      ).length,
      cut: [...each.querySelectorAll('td.mono')].filter(
        (cell) => cell.scrollWidth > cell.clientWidth || cell.clientHeight === 0,
      ).length,
    })),
  );
  expect(drawn).toHaveLength(mprns.length);
  // A sheet is far lower than a page (A4 is 1,123 pixels): what may not be torn never has to be.
  for (const { inside, height, lines, boxes, cut } of drawn)
    expect([inside, height < 800, lines > 6, boxes, cut]).toEqual(['avoid', true, true, lines, 0]);
});
