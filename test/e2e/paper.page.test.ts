// The desk on paper: what is printed is all of the list, by whom and when.
import { expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

test('PAPER1: the whole list is printed, one row below the other, with whose it is and of when; on the screen it stays a screenful', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice' });
  await operator.loadSample();
  const drawn = await operator.rows().count();
  expect(drawn).toBeLessThan(60);
  await page.evaluate(() =>
    window.addEventListener('beforeprint', () => {
      document.body.dataset['rows'] = `${document.querySelectorAll('.row').length}`;
    }),
  );
  // Chromium's own printing, not an event of ours.
  await page.pdf();
  expect(await page.locator('body').getAttribute('data-rows')).toBe('120');
  await expect.poll(() => operator.rows().count()).toBe(drawn);

  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.getByText(/printed by Aoife B\., \d+ \w+ \d{4} \d\d:\d\d/).waitFor();
  const { overlaps, last, height } = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.row')].map((row) => row.getBoundingClientRect());
    return {
      overlaps: boxes.filter(
        ({ top, height: tall }, index) => tall === 0 || top < (boxes[index - 1]?.bottom ?? top) - 1,
      ).length,
      last: boxes.at(-1)?.bottom ?? 0,
      height: document.documentElement.scrollHeight,
    };
  });
  expect([overlaps, last > 120 * 30, last <= height]).toEqual([0, true, true]);
  for (const each of ['.strip', '.foot', '.lanes', '.filters', '.bar'])
    expect(await page.locator(each).first().isVisible(), each).toBe(false);
});

test('PAPER2, FIX41: a sheet that lies open is printed alone and whole, without its buttons; the one to be keyed in has every field, with a button that copies it', async ({
  open,
}) => {
  const { page, context, address } = await open();
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address });
  const operator = await new Operator(page).goIn({ world: 'practice' });
  await operator.loadSample();
  await operator.bringSampleList();
  const dialog = operator.dialog();
  await operator.releaseAll();
  await page.getByRole('button', { name: /^Waiting to be handed over/ }).click();
  const rows = page.getByRole('region', { name: 'Waiting to be handed over' }).getByRole('row');
  const sent = rows.filter({ hasText: 'Send a new 017' });
  await sent.first().locator('.mprn').click();
  const sheet = dialog.getByRole('region', { name: 'To key into the webform' });
  await sheet.waitFor();
  expect(await axeViolations(page)).toEqual([]);

  // Field by field: its name, its text, and that text on the clipboard.
  const fields = await sheet.locator('tbody').getByRole('row').all();
  expect(fields.length).toBeGreaterThan(6);
  for (const field of fields) {
    const name = (await field.getByRole('rowheader').textContent()) ?? '';
    const text = (await field.locator('.mono').textContent()) ?? '';
    const copy = field.getByRole('button', { name: `Copy ${name}` });
    await copy.press('Enter');
    await expect.poll(() => copy.textContent()).toBe('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText()), name).toBe(text);
  }

  const pages = async () => (await page.pdf()).toString('latin1').match(/\/Type \/Page\b/g)?.length;
  expect(await pages()).toBeLessThan(3);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.getByText(/printed by Aoife B\./).waitFor();
  expect(await rows.first().isVisible()).toBe(false);
  expect(await page.locator('.strip').isVisible()).toBe(false);
  expect(
    await dialog.locator('.button').evaluateAll((all) => all.map((each) => each.clientHeight)),
  ).not.toContainEqual(expect.toSatisfy((height: number) => height > 0));
  // Nothing is cut off: each field's text lies in its cell, and the last one on the paper.
  const cut = await sheet.evaluate(
    (table) =>
      [...table.querySelectorAll('td.mono')].filter(
        (cell) => cell.scrollWidth > cell.clientWidth || cell.clientHeight === 0,
      ).length,
  );
  expect(cut).toBe(0);
  const { bottom, height } = await sheet.evaluate((table) => ({
    bottom: table.getBoundingClientRect().bottom + window.scrollY,
    height: document.documentElement.scrollHeight,
  }));
  expect(bottom).toBeLessThanOrEqual(height);
});
