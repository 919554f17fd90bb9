import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const now = new Date('2026-11-21T20:45:00Z');

describe('bringing in a file', () => {
  test('IN1: every record of the dirty file gets its sentence; a cell is corrected in place', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage.csv');
    await operator.confirmFile();
    await expect.poll(() => operator.count('Power off')).toBe(120);
    await operator.bringIn('test/data/hub-outage-dirty.csv');
    const table = page.getByRole('region', { name: 'What we say about it' });
    for (const sentence of [
      'Northern Ireland meter point',
      '7 digits: that looks like a gas GPRN',
      'looks like a phone number',
      'is the letter O. Is it a zero?',
      'The spreadsheet rounded this number. Widen the column and copy again.',
      '12 digits: an MPRN has 11.',
      'November has 30 days.',
    ]) {
      await table.getByText(sentence).waitFor();
    }
    await page.getByLabel('MPRN, Row 7').fill('10001234560');
    await operator.press('Enter');
    await page.getByRole('button', { name: '6 to correct' }).waitFor();
    await page.getByRole('button', { name: /look again/ }).click();
    for (const sentence of [
      'Paid in the future',
      'more than seven days ago',
      'not remotely switchable',
      'is not known',
      'begin with 10',
    ]) {
      await table.getByText(sentence).first().waitFor();
    }
    await page.getByRole('button', { name: /twice in this file/ }).click();
    await table.getByText('Same MPRN as row 2').waitFor();
    await page.getByRole('button', { name: /unchanged/ }).click();
    await table.getByText('In the queue already, unchanged').waitFor();
  });

  test('IN11: bad rows are corrected from the keyboard, and what is left waits after the file is in', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage-dirty.csv');
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await expect.poll(focused).toBe('MPRN, Row 4');
    await page.keyboard.press('Control+a');
    await operator.type('10001234511');
    await operator.press('Enter');
    await expect.poll(focused).toBe('MPRN, Row 5');
    await page.getByRole('button', { name: '6 to correct' }).waitFor();
    // The column with the wrong date stands beside the MPRN, whatever the file's order.
    await page.getByLabel('Payment time, Row 13').waitFor();
    await operator.press('Control+Enter');
    await page.getByText('still to be corrected').waitFor();
    await page.getByRole('button', { name: 'To the queue' }).click();
    await page.reload();
    await operator.desk().waitFor();
    await operator.press('i');
    await page.getByRole('button', { name: 'Correct them' }).click();
    await page.getByRole('button', { name: '6 to correct' }).waitFor();
    await page.getByRole('button', { name: 'Put this file away' }).click();
    await page.getByRole('button', { name: 'Leave them out' }).click();
    await page.getByText('still to be corrected').waitFor({ state: 'hidden' });
  });

  test('IN18: the rows that one file left behind are not replaced by the next file', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage-dirty.csv');
    await operator.confirmFile();
    await operator.press('i');
    const left = page.getByText(/rows of hub-outage-dirty.csv still to be corrected/);
    await left.waitFor();
    await page.locator('input[type=file]').setInputFiles('test/data/hub-outage.csv');
    await page.getByRole('button', { name: /^Bring in \d+ rows/ }).waitFor();
    await operator.confirmFile();
    await page.reload();
    await operator.desk().waitFor();
    await operator.press('i');
    await left.waitFor();
    await page.getByRole('button', { name: 'Correct them' }).click();
    await page.getByRole('button', { name: '7 to correct' }).waitFor();
  });

  test('IN17: the file and its corrections survive N, Esc and a restart; one number stays behind; Enter goes to the queue', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-10');
    await operator.bringIn('test/data/hub-outage-dirty.csv');
    await page.getByLabel('MPRN, Row 7').fill('10001234560');
    await operator.press('Enter');
    await page.getByRole('button', { name: '6 to correct' }).waitFor();
    await operator.press('Escape', 'n');
    await operator.desk().waitFor();
    await page.getByRole('button', { name: 'A file waits' }).waitFor();
    await page.reload();
    await operator.desk().waitFor();
    await operator.press('i');
    await page.getByRole('button', { name: '6 to correct' }).waitFor();
    // Put away only in words, and with corrections only after being told.
    await page.getByRole('button', { name: 'Put this file away' }).click();
    await page.getByText('1 corrected row is lost with it').waitFor();
    await page.getByRole('button', { name: 'Keep it' }).click();
    const behind = await page.getByText(/rows stay behind until corrected/).textContent();
    const count = /^\d+/.exec(behind ?? '')?.[0] ?? 'none';
    await page
      .getByRole('button', { name: `Save the ${count} rows that stay to a file` })
      .waitFor();
    await operator.press('Control+Enter');
    await page.getByText(`${count} rows of hub-outage-dirty.csv still to be corrected`).waitFor();
    await operator.press('Enter');
    await operator.desk().waitFor();
    await page.getByRole('button', { name: 'Bring in a file' }).waitFor();
  });

  test('IN12: practice has a second export of its outage, moved as the first one was', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.press('i');
    await page.getByRole('button', { name: 'The second export of the sample' }).click();
    await page.getByRole('button', { name: /Bring in \d+ rows/ }).waitFor();
    // Judged as of the evening it is of, however long ago that was.
    expect(await page.getByText('more than seven days ago').count()).toBe(0);
    await page.getByRole('button', { name: /\d changed/ }).click();
    const region = page.getByRole('region', { name: 'What we say about it' });
    await region.getByText(/→/).first().waitFor();
    // The two exports differ by nine minutes for some customers, and by nothing else for anybody.
    const said = (await region.getByText(/payment time .* → /).allTextContents()).join(' ');
    const moved = [...said.matchAll(/payment time .*?(\d\d):(\d\d) → .*?(\d\d):(\d\d)/g)].map(
      ([, h1, m1, h2, m2]) =>
        (Number(h2) * 60 + Number(m2) - Number(h1) * 60 - Number(m1) + 1440) % 1440,
    );
    expect(new Set(moved)).toEqual(new Set([9]));
    expect(said).toContain('the earlier one keeps the clock');
    // IN20: said once in total, with a door to each.
    const stay = page.getByRole('button', { name: /clocks? stays?, payment told otherwise/ });
    const figure = Number(/\d+/.exec((await stay.textContent()) ?? '')?.[0]);
    await stay.click();
    await expect
      .poll(() => region.getByText('the earlier one keeps the clock').count())
      .toBe(figure);
    expect(await page.getByText(/payment time .* → /).count()).toBe(figure);
    expect(await page.getByRole('button', { name: /clocks? gets? less time/ }).count()).toBe(0);
  });

  test('IN2: a second export says new, changed, unchanged and no longer listed; nothing is stored before', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage.csv');
    await operator.press('Escape');
    await expect.poll(() => operator.count('Power off')).toBe(0);
    await operator.press('i');
    await page.getByRole('button', { name: /Bring in 120 rows/ }).waitFor();
    await operator.confirmFile();
    await operator.bringIn('test/data/hub-outage-later.csv');
    const [first, later] = await Promise.all(
      ['hub-outage', 'hub-outage-later'].map(async (name) =>
        (await readFile(`test/data/${name}.csv`, 'utf8')).trim().split(/\r?\n/).slice(1),
      ),
    );
    const mprns = (rows: readonly string[] = []) => new Set(rows.map((row) => row.split(',')[0]));
    const before = mprns(first);
    const after = mprns(later);
    const fresh = [...after].filter((mprn) => !before.has(mprn)).length;
    const gone = [...before].filter((mprn) => !after.has(mprn)).length;
    const same = (later ?? []).filter((row) => first?.includes(row)).length;
    const changed = after.size - fresh - same;
    for (const [figure, words] of [
      [fresh, 'new'],
      [changed, 'changed'],
      [same, 'unchanged'],
      [gone, 'no longer listed'],
    ] as const) {
      await page.getByRole('button', { name: `${figure} ${words}`, exact: true }).waitFor();
    }
    const figures = new Map<string, number>();
    for (const chip of await page.locator('.chips .chip').allTextContents()) {
      const [, figure, words] = /^\s*(\d+) (.*?)\d?$/.exec(chip) ?? [];
      figures.set(words ?? chip, Number(figure));
    }
    const parts = ['to correct', 'new', 'changed', 'unchanged', 'twice in this file'];
    expect(parts.reduce((sum, each) => sum + (figures.get(each) ?? 0), 0)).toBe(
      figures.get('all rows'),
    );
    await operator.confirmFile();
    await expect.poll(() => operator.count('Power off')).toBe(120 + fresh);
    await expect.poll(() => operator.count('No longer listed')).toBe(gone);
  });

  test('IN8: a corrected column is remembered for the same header; bad rows are saved to a file as they are', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    const rows = 'Ref,When,Who\n10934478153,21/11/2026 19:50,Mary\n=1+1,21/11/2026 19:55,John';
    const offer = async () => {
      await operator.press('i');
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'odd.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
      await page.getByLabel('Column Who').waitFor();
    };
    await offer();
    await page.getByLabel('Column Who').selectOption({ label: 'Customer' });
    await page.getByLabel('Column Ref').selectOption({ label: 'MPRN' });
    await page.getByRole('button', { name: /1 to correct/ }).waitFor();
    await page.getByRole('button', { name: 'Put this file away' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await operator.press('Escape');
    await offer();
    expect(await page.getByLabel('Column Ref').inputValue()).toBe('mprn');
    expect(await page.getByLabel('Column Who').inputValue()).toBe('name');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the row that stays to a file' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('odd-to-correct.csv');
    const text = await readFile(await saved.path(), 'utf8');
    expect(text).toContain('What is wrong');
    // A formula is text, and stays text when a spreadsheet opens it.
    expect(text).toContain("'=1+1");
    expect(text).not.toContain('10934478153');
  });

  test('IN3: markup and formulas are text', async ({ open }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage-dirty.csv');
    await operator.confirmFile();
    await page.getByLabel('Find MPRN').fill('<img');
    await operator.row('<img src=x onerror=alert(1)>').waitFor();
    await page.getByLabel('Find MPRN').fill('=HYPERLINK');
    await operator.row('=HYPERLINK("http://example.invalid"').waitFor();
  });

  test('IN4: a damaged workbook, a PDF and an empty file are named for what they are', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('i');
    const offer = (name: string, bytes: readonly number[]) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) });
    await offer('list.xlsx', [0x50, 0x4b, 0x03, 0x04, 0, 0]);
    await page.getByText('This is no workbook that can be read').waitFor();
    await offer('list.pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]);
    await page.getByText('This is a PDF').waitFor();
    await offer('list.csv', []);
    await page.getByText('There is nothing in it').waitFor();
  });

  test('IN5: rows pasted from a spreadsheet come in like a file', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('i');
    await page
      .getByLabel(/Or paste rows/)
      .fill('Meter point\tName\tTopup date\n10934478153\tMary\t-\n10447035576\tJohn\t');
    await page.getByRole('button', { name: 'Look at these rows' }).click();
    await page.getByRole('button', { name: /need information/ }).waitFor();
  });

  test('IN27: a list from paper that says when they called counts from then, and says so before it comes in', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.press('i');
    await page
      .getByLabel(/Or paste rows/)
      .fill('MPRN\tCustomer\tCalled at\n10934478153\tMary\t2026-11-21 19:30');
    await page.getByRole('button', { name: 'Look at these rows' }).click();
    await page.getByText('its clock counts from 19:30, when it was noticed').waitFor();
    await page.getByRole('cell', { name: '19:30', exact: true }).waitFor();
    await operator.press('Control+Enter');
    await page.getByRole('button', { name: 'To the queue' }).click();
    // At 20:45 it has had its 75 minutes, and not all of them still to come.
    await expect.poll(() => operator.count('Past 75 minutes')).toBe(1);
  });

  test('CUST1: the book is brought in and found by name, phone, Eircode, account and meter', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('Alt+4');
    await page.locator('input[type=file]').setInputFiles('test/data/customers.csv');
    await page.getByText('2,000 customers from customers.csv').waitFor();
    await page.getByText('Type at least two characters.', { exact: true }).waitFor();
    const find = page.getByLabel(/Name, account, phone/);
    for (const typed of [
      'Customer 2618',
      '020 915 9090',
      't12 pwed',
      'SP2439120',
      '341780484',
      '10 034 721',
    ]) {
      await find.fill(typed);
      await page.getByRole('cell', { name: '10 034 721 433' }).waitFor();
    }
    await operator.press('Escape');
    // The same in a caller's own sheet, whatever it looks like: the book knows them.
    await operator.press('a');
    for (const typed of [
      'customer 2618',
      '020 915 9090',
      't12 pwed',
      'SP2439120',
      '341780484',
      '10 034 721',
    ]) {
      await operator.dialog().getByRole('textbox').first().fill(typed);
      await operator.dialog().getByText('1 customer found', { exact: false }).first().waitFor();
      await operator.dialog().getByRole('option').filter({ hasText: '10 034 721 433' }).waitFor();
    }
    await operator.dialog().getByRole('textbox').first().fill('');
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    // One match: Enter takes it and asks for the payment; several: Enter goes into the list.
    await operator.press('a');
    await operator.type('customer 2618');
    await page.getByText('1 customer found').waitFor();
    await operator.press('Enter');
    await operator.type('-20');
    await page.getByText('From the book: Customer 2618').waitFor();
    await operator.press('Enter');
    await operator.row('10034721433').waitFor();
    await operator.press('Escape', 'a');
    await operator.type('customer 26');
    await page.getByText(/2\d customers found|20 customers found/).waitFor();
    await operator.press('ArrowDown', 'End', 'Enter');
    await operator.press('Enter');
    // CASE27: neither number nor MPRN is looked at once.
    await operator.dialog().getByText('Enter again saves without').waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.row('no MPRN yet').waitFor();
    expect(await operator.rows().count()).toBe(2);
  });

  test('CUST3: with nothing typed the book shows those of the queue', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.press('Alt+4');
    await page.getByText(/Until then: the first \d+ customers of the queue/).waitFor();
    await page.getByRole('button', { name: 'In the queue' }).first().waitFor();
  });

  test('CUST4: a customer of our own file who is not in the book is not called another supplier’s', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.bringIn('test/data/hub-outage-dirty.csv');
    await operator.confirmFile();
    await operator.press('/');
    await operator.type('Customer 0914');
    await page.getByText('opens Customer 0914').waitFor();
    await operator.press('Enter');
    await operator.case().getByText('But in a file of ours').waitFor();
    expect(await operator.case().getByText('another supplier').count()).toBe(0);
  });
});
