// The customer book of a large supplier comes in with a bar, and can be given up.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const CUSTOMERS = 60_000;

describe('the customer book', () => {
  test('CUST5, CASE25: its customers are counted while it comes in; cancelled, the one before is there as it was', async ({
    open,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'backstop-book-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const path = join(folder, 'large.csv');
    const rows = Array.from(
      { length: CUSTOMERS },
      (_, index) =>
        `${10_000_000_000 + index},SP${index},Customer ${index},0871234567,${index} Sample Street`,
    );
    await writeFile(path, ['MPRN,Account no,Customer,Phone,Address', ...rows].join('\n'));
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('Alt+4');
    const file = page.locator('input[type=file]');
    await file.setInputFiles('test/data/customers.csv');
    const before = page.getByText('2,000 customers from customers.csv');
    await before.waitFor();

    await file.setInputFiles(path);
    const bar = page.getByRole('progressbar', { name: /^[\d,]+ of 60,000 customers$/ });
    await bar.waitFor();
    const done = async () => Number(await bar.getAttribute('aria-valuenow'));
    await expect.poll(done).toBeGreaterThan(0);
    const some = await done();
    expect(some).toBeLessThan(CUSTOMERS);
    // A second book cannot be begun beside the first.
    expect(await page.getByRole('button', { name: 'Bring in a newer book' }).isDisabled()).toBe(
      true,
    );
    await page.keyboard.press('Escape');
    await page.getByText('Cancelled. The book is as it was.').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await before.waitFor();
    const find = page.getByLabel(/Name, account, phone/);
    await find.fill('SP2439120');
    await page.getByText('1 customer', { exact: true }).waitFor();
    await find.fill('10 000 000 001');
    await page.getByText('Nobody found.').waitFor();

    // The same file again, by the button, and left alone: it comes in, all of it.
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Bring in a newer book' }).click();
    await (await chooser).setFiles(path);
    await page.getByText('60,000 customers from large.csv').waitFor({ timeout: 60_000 });
    await find.fill('10 000 059 999');
    await page.getByText('1 customer', { exact: true }).waitFor();

    // An MPRN that is pasted and entered before the book, just opened, has answered.
    await page.reload();
    await page.getByRole('main', { name: 'Customer book' }).waitFor();
    await operator.press('Escape', 'a');
    await operator.dialog().waitFor();
    await page.keyboard.insertText('10000045678');
    await operator.press('Enter');
    await operator.case().getByText('Customer 45678').first().waitFor();
    expect(await operator.rows().count()).toBe(1);
  });
});
