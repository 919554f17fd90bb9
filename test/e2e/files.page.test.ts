// Files as they really come: large ones, workbooks, and things that are none of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, onTestFinished } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import type { Page } from 'playwright-core';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'backstop-files-'));
  onTestFinished(() => rm(made, { recursive: true, force: true, maxRetries: 5 }));
  return made;
}

const text = (value: string) => ({ value, type: String });
const take = async (page: Page, path: string) => {
  await page.keyboard.press('i');
  await page.locator('input[type=file]').setInputFiles(path);
};

describe('files', () => {
  test('IN15: 45 MB are read while the page stays alive; cancelled, nothing is stored', async ({
    open,
  }) => {
    const path = join(await folder(), 'large.csv');
    const row = (index: number) =>
      `${10_000_000_000 + index},Customer ${index},${index} Sample Street Cork and a long address to fill the row,21/11/2026 19:50`;
    const rows = Array.from({ length: 430_000 }, (_, index) => row(index));
    await writeFile(path, ['MPRN,Name,Address,Paid at', ...rows].join('\n'));
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    // Turns of the event loop while the file is read: a page that hangs has none.
    await page.evaluate(() => {
      const counted = { turns: 0, labels: [] as string[] };
      Object.assign(window, { counted });
      setInterval(() => {
        counted.turns += 1;
        const bar = document.querySelector('[role=progressbar]');
        const label = bar?.getAttribute('aria-label') ?? '';
        if (label !== '' && label !== counted.labels.at(-1)) counted.labels.push(label);
      }, 10);
    });
    const turns = () =>
      page.evaluate(() => (window as never as { counted: { turns: number } }).counted.turns);
    const labels = () =>
      page.evaluate(() => (window as never as { counted: { labels: string[] } }).counted.labels);
    await take(page, path);
    const bar = page.getByRole('progressbar');
    await bar.waitFor();
    // Between any two figures of the bar the page has had its turn.
    const seen = new Map<string, number>();
    await expect
      .poll(async () => {
        const value = (await bar.getAttribute('aria-valuenow').catch(() => null)) ?? '';
        if (!seen.has(value)) seen.set(value, await turns());
        return seen.size;
      })
      .toBeGreaterThan(3);
    // It counts rows as soon as there are any, and more of them at every look.
    const found = async () =>
      (await labels()).flatMap((label) => {
        const [, count] = /^([\d,]+) rows read, \d+ % of the file$/.exec(label) ?? [];
        return count === undefined ? [] : [Number(count.replaceAll(',', ''))];
      });
    await expect.poll(async () => (await found()).length).toBeGreaterThan(2);
    const inOrder = await found();
    expect(inOrder).toEqual([...new Set(inOrder)].sort((one, other) => one - other));
    expect(inOrder.at(-1)).toBeLessThanOrEqual(rows.length);
    const counted = [...seen.values()];
    for (const [index, each] of counted.entries())
      if (index > 0) expect(each).toBeGreaterThan(counted[index - 1] ?? 0);
    await operator.press('Escape');
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await operator.press('Escape');
    await expect.poll(() => operator.count('Power off')).toBe(0);
  });

  test('IN15: cancelled while its rows are being stored, nothing is, and that is said', async ({
    open,
  }) => {
    const path = join(await folder(), 'night.csv');
    const rows = Array.from(
      { length: 60_000 },
      (_, index) => `${10_000_000_000 + index},Customer ${index},21/11/2026 19:50`,
    );
    await writeFile(path, ['MPRN,Name,Paid at', ...rows].join('\n'));
    const { page } = await open();
    await page.clock.setFixedTime(new Date('2026-11-21T20:11:00Z'));
    const operator = await new Operator(page).goIn();
    await take(page, path);
    await page.getByRole('button', { name: /Bring in 60,000 rows/ }).waitFor({ timeout: 60_000 });
    await operator.press('Control+Enter');
    const bar = page.getByRole('progressbar');
    await bar.waitFor();
    await expect.poll(() => bar.getAttribute('aria-valuenow')).not.toBe('0');
    await operator.press('Escape');
    await page.getByText('Cancelled. Nothing was stored.').waitFor();
    // It is still looked at, and can be brought in after all.
    await page.getByRole('button', { name: /Bring in 60,000 rows/ }).waitFor();
    await operator.press('Escape');
    await operator.desk().waitFor();
    await expect.poll(() => operator.count('Power off')).toBe(0);
  });

  test('IN7: a file above the limit is refused in a sentence', async ({ open }) => {
    const path = join(await folder(), 'huge.csv');
    await writeFile(path, new Uint8Array(51 * 1024 * 1024));
    const { page } = await open();
    await new Operator(page).goIn();
    await take(page, path);
    await page.getByText('51 MB: more than the 50 MB that are read at once').waitFor();
  });

  test('IN16: a workbook is read: whole MPRNs, dates as wall clock, its first sheet with rows', async ({
    open,
  }) => {
    const path = join(await folder(), 'export.xlsx');
    await writeWorkbook(
      [
        [[text('Notes')]],
        [
          [text('MPRN'), text('Customer'), text('Payment time')],
          [
            { value: 10_001_234_567, type: Number },
            text('Síle Ó Séaghdha'),
            { value: new Date('2026-11-21T19:50:00Z'), type: Date, format: 'dd/mm/yyyy hh:mm' },
          ],
          [
            { value: 10_447_035_576, type: Number, format: '0.00E+00' },
            text('<b>x</b>'),
            text('19:55'),
          ],
        ],
        [[text('A')], [text('b')]],
      ].map((data, index) => ({ data, sheet: `Sheet ${index + 1}` })),
    ).toFile(path);
    const { page } = await open();
    await page.clock.install({ time: new Date('2026-11-21T20:11:00Z') });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn(path);
    await page.getByText('Only the sheet “Sheet 2” of 2 was read.').waitFor();
    await operator.confirmFile();
    await operator.row('10001234567').waitFor();
    await operator.row('10447035576').waitFor();
    await operator.row('10001234567').click();
    await operator.case().getByText('19:50').first().waitFor();
  });

  test('IN4: a damaged workbook, another zip and one that unpacks to too much are told apart from a list', async ({
    open,
  }) => {
    const made = await folder();
    const other = join(made, 'pictures.zip');
    await writeFile(other, zipSync({ 'a.txt': new Uint8Array(10) }));
    const bomb = join(made, 'bomb.xlsx');
    const zeros = new Uint8Array(210 * 1024 * 1024);
    await writeFile(bomb, zipSync({ 'xl/workbook.xml': zeros }, { level: 1 }));
    const cut = join(made, 'cut.xlsx');
    await writeFile(cut, zipSync({ 'xl/workbook.xml': new Uint8Array(5000) }).subarray(0, 60));
    const { page } = await open();
    await new Operator(page).goIn();
    await take(page, other);
    await page.getByText('This is no workbook that can be read').waitFor();
    await page.keyboard.press('Escape');
    await take(page, bomb);
    await page.getByText('unpacks to more than 200 MB').waitFor();
    await page.keyboard.press('Escape');
    await take(page, cut);
    await page.getByText('This is no workbook that can be read').waitFor();
  });

  test('IN19: a file dropped on the page is read like one that was chosen; what is no file is left alone', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('i');
    // The platform's own drag: what the system hands over when a file is let go over the window.
    const devtools = await page.context().newCDPSession(page);
    const box = await page.locator('.drop').boundingBox();
    const drop = async (data: { readonly files: string[]; readonly text?: string }) => {
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await devtools.send('Input.dispatchDragEvent', {
          type,
          x: (box?.x ?? 0) + 20,
          y: (box?.y ?? 0) + 20,
          data: {
            items: data.text === undefined ? [] : [{ mimeType: 'text/plain', data: data.text }],
            files: data.files,
            dragOperationsMask: 1,
          },
        });
      }
    };
    await drop({ files: [], text: 'only words' });
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    const path = join(await folder(), 'night.csv');
    await writeFile(path, 'MPRN,Name,Paid at\n10934478153,Mary Byrne,19:50\n');
    await drop({ files: [path] });
    await page.getByRole('button', { name: /Bring in 1/ }).waitFor();
    await operator.confirmFile();
    await operator.row('10934478153').waitFor();
  });
});
