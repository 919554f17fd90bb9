// One call to Networks about many D05s: a name and a reference once, a digit for each, all written together.
import { expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test, type Open } from '../support/page.ts';

async function atRecovery(open: Open) {
  const { page } = await open();
  await page.setViewportSize({ width: 1280, height: 800 });
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.press('1');
  const table = page.getByRole('region', { name: /will be cut off/ });
  const figure = page.getByRole('button', { name: /will be cut off/ }).locator('b');
  await expect.poll(() => figure.textContent()).toBe('50');
  return { page, operator, table, figure, sheet: operator.dialog() };
}

test('BF23, BF24: one call is written down by keys: a name and a reference once, a digit for each, and what was not answered stays open', async ({
  open,
}) => {
  const { page, operator, table, figure, sheet } = await atRecovery(open);
  await operator.press('b', 'Control+Enter');
  await expect.poll(() => table.getByText(/no answer yet/).count()).toBe(25);
  await page.getByRole('button', { name: 'One call about 25 D05s' }).waitFor();
  await operator.press('w');
  await sheet.getByText('0 answered, 25 open.').waitFor();
  const rows = sheet.locator('tbody tr');
  const mprnOf = async (row: number) => (await rows.nth(row).locator('.mprn').textContent()) ?? '';
  const focused = page.locator(':focus');
  /** As it is read out: the digit is shown and not said. */
  const spoken = () =>
    focused.evaluate((each) =>
      [...each.childNodes]
        .map((part) => (part.nodeName === 'KBD' ? ' ' : (part.textContent ?? '')))
        .join('')
        .replace(/\s+/g, ' '),
    );
  const [first, second, third] = [await mprnOf(0), await mprnOf(1), await mprnOf(2)];
  await operator.type('Declan 2');
  await operator.press('Tab');
  await operator.type('ES-771');
  await operator.press('Enter');
  expect(await spoken()).toBe(`${first}: Cancelled now`);
  expect(await axeViolations(page)).toEqual([]);
  // What is read out is of the row in sight.
  await operator.press('ArrowDown');
  expect(await spoken()).toBe(`${second}: Cancelled now`);
  await operator.press('ArrowUp', 'ArrowRight', 'Space');
  expect(await spoken()).toBe(`${first}: Held`);
  expect(await focused.getAttribute('aria-pressed')).toBe('true');
  await sheet.getByText('1 answered, 24 open.').waitFor();
  // A digit goes on to the next one that is open.
  await operator.press('1');
  expect(await spoken()).toBe(`${second}: Cancelled now`);
  await operator.press('3', '4');
  await sheet.getByText('3 answered, 22 open.').waitFor();
  await operator.press('ArrowUp', 'Backspace');
  await sheet.getByText('2 answered, 23 open.').waitFor();
  await operator.press('4');
  // Tab has one stop among them, and Esc loses nothing.
  await operator.press('Tab');
  expect(await focused.textContent()).toMatch(/^Write 3 answers/);
  await operator.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await page.reload();
  await expect.poll(() => figure.textContent()).toBe('50');
  await operator.press('1', 'w');
  await sheet.getByText('3 answered, 22 open.').waitFor();
  expect(await sheet.getByLabel('Who says so').inputValue()).toBe('Declan 2');
  expect(await sheet.getByLabel('Their reference').inputValue()).toBe('ES-771');
  await sheet.getByText(/^3 answers here were pressed before you opened this/).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await expect.poll(() => table.getByText(/no answer yet/).count()).toBe(22);
  await expect.poll(() => figure.textContent()).toBe('48');
  const row = (mprn: string) => table.getByRole('row').filter({ hasText: mprn });
  await row(third).getByText('Waits, cannot cancel').waitFor();
  await row(third)
    .getByText(/Declan 2,/)
    .waitFor();
  for (const mprn of [first, second]) expect([mprn, await row(mprn).count()]).toEqual([mprn, 0]);
  await page.locator('.foot').getByText('What one call answered').waitFor();
  // BF25: taken back as the one step that it was; Networks stays asked.
  await operator.press('Control+z');
  await expect.poll(() => figure.textContent()).toBe('50');
  await expect.poll(() => table.getByText(/no answer yet/).count()).toBe(25);
});

test('BF24: answers of an earlier call are no answers of this one: they are said, and cleared by one button', async ({
  open,
}) => {
  const { page, operator, figure, sheet } = await atRecovery(open);
  await operator.press('w');
  await sheet.getByLabel('Who says so').fill('Declan');
  await sheet.getByLabel('Their reference').fill('ES-771');
  await sheet
    .getByRole('button', { name: /: Cancelled now$/ })
    .first()
    .click();
  await sheet.getByText('1 answered, 24 open.').waitFor();
  // Said of what stands there before the call, and not of what is pressed in it.
  expect(await sheet.getByText(/before you opened this/).count()).toBe(0);
  await operator.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await operator.press('w');
  const earlier = sheet.getByText(/^1 answer here was pressed before you opened this/);
  await earlier.waitFor();
  // What is pressed in this call is not among them, and stays.
  const held = sheet.getByRole('button', { name: /: Held$/ }).nth(1);
  await held.click();
  await sheet.getByText('2 answered, 23 open.').waitFor();
  await earlier.waitFor();
  await sheet.getByRole('button', { name: 'Clear name and answers' }).click();
  await sheet.getByText('1 answered, 24 open.').waitFor();
  expect(await held.getAttribute('aria-pressed')).toBe('true');
  expect(await sheet.getByLabel('Who says so').inputValue()).toBe('');
  expect(await sheet.getByLabel('Their reference').inputValue()).toBe('');
  expect(await sheet.getByText(/before you opened this/).count()).toBe(0);
  // Cleared is cleared: nothing of it comes back with the sheet.
  await held.click();
  await held.press('Backspace');
  await sheet.getByText('0 answered, 25 open.').waitFor();
  await operator.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await page.reload();
  await expect.poll(() => figure.textContent()).toBe('50');
  await operator.press('1', 'w');
  await sheet.getByText('0 answered, 25 open.').waitFor();
});

test('BF23, BF25: asked with the answer by a tap, nobody is named who writes it down, and what was released about it is ended by the same word', async ({
  open,
}) => {
  const { page, operator, table, figure, sheet } = await atRecovery(open);
  await operator.releaseAll();
  await operator.press('1');
  expect(await table.getByText('Nobody asked yet').count()).toBe(25);
  await page.getByRole('button', { name: 'One call about 25 D05s' }).click();
  await sheet.getByText('Not asked before').waitFor();
  const row = sheet.locator('tbody tr').nth(4);
  const mprn = (await row.locator('.mprn').textContent()) ?? '';
  await row.getByRole('button', { name: `${mprn}: Cancelled now` }).click();
  await sheet.getByText('1 answered, 24 open.').waitFor();
  const write = sheet.getByRole('button', { name: /^Write 1 answer/ });
  await write.click();
  await sheet.getByText('A name or a desk').waitFor();
  await sheet.getByLabel('Who says so').fill(' aoife ');
  await write.click();
  await sheet.getByText('Your own word proves nothing').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await sheet.getByLabel('Who says so').fill('Declan');
  await write.click();
  await sheet.waitFor({ state: 'hidden' });
  await expect.poll(() => table.getByText('Nobody asked yet').count()).toBe(24);
  await expect.poll(() => figure.textContent()).toBe('49');
  await page.getByRole('button', { name: /^Proved ?\d/ }).click();
  const proved = page
    .getByRole('region', { name: 'Proved' })
    .getByRole('row')
    .filter({ hasText: mprn })
    .filter({ hasText: 'Have a D05 cancelled' });
  await proved.getByText(/Declan/).waitFor();
});
