// A 017 that was left to run and that EMMA's newer list has no more: the screen says what to ask, and each
// answer goes on.
import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const MPRN = '10001234567';
const OTHER = '10803497462';
const MINUTE = 60_000;

/** EMMA's list of so many minutes ago. */
function listOf(minutesAgo: number, ...rows: readonly string[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'backstop-list-')), 'outstanding-017.csv');
  const head = 'MPRN,Reason,TxRefNbr,Sent at,State,Last qualifying payment';
  writeFileSync(file, [head, ...rows].join('\n'));
  const at = (Date.now() - minutesAgo * MINUTE) / 1000;
  utimesSync(file, at, at);
  return file;
}

const waits = (mprn: string, txRefNbr: string): string => {
  const at = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();
  return [mprn, 'E05', txRefNbr, at(30), 'queued in EMMA', at(40)].join(',');
};

async function bring(operator: Operator, page: Page, file: string): Promise<void> {
  await operator.press('Alt+3', 'u');
  const sheet = operator.dialog();
  await sheet.locator('input[type=file]').setInputFiles(file);
  await sheet.getByText('have paid since').waitFor();
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
  await page.getByText(/messages? waits?, as EMMA had it/).waitFor();
}

/** Somebody rings whose E05 EMMA's list has; it is followed, and the next list has it no more. */
async function lost(page: Page) {
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.takeCall(MPRN, '-40');
  await bring(operator, page, listOf(10, waits(MPRN, 'the-e05'), waits(OTHER, 'other')));
  await operator.releaseAll();
  await bring(operator, page, listOf(0, waits(OTHER, 'other')));
  const row = page
    .getByRole('row')
    .filter({ hasText: 'Let the waiting 017 run' })
    .filter({ hasText: 'about the-e05' });
  const board = (name: RegExp) => page.getByRole('button', { name }).click();
  const plan = async () => {
    await operator.press('Alt+1');
    await operator.row(MPRN).click();
    await operator.case().getByRole('tab', { name: 'Back-fix' }).click();
    await operator.case().locator('.history li').first().waitFor();
    return operator.case().locator('.history li b').allTextContents();
  };
  return { operator, row, board, plan };
}

test('FIX76: the back-fix says that it is lost and what to ask; no new 017 is planned, and Networks’ word that it is gone plans it', async ({
  open,
}) => {
  const { page } = await open();
  const { operator, row, board, plan } = await lost(page);
  const sheet = operator.dialog();
  expect(await plan()).toEqual(['Ask first', 'Ask first']);
  await operator
    .case()
    .getByText(/nobody knows what became of a 017/)
    .waitFor();
  await operator.press('Alt+3');
  await board(/^Runs by itself/);
  await row.getByText('EMMA’s list has it no more: ask Networks whether it ran').waitFor();
  await row.getByRole('button', { name: 'Ask' }).press('Enter');
  await sheet.getByText(/Until then no other 017 goes/).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  if (process.env['SHOTS'] !== undefined)
    await page.screenshot({ path: `${process.env['SHOTS']}/lost.png` });
  await operator.press('Escape');
  await sheet.waitFor({ state: 'hidden' });

  await operator.releaseAll();
  await board(/^Waiting to be handed over/);
  const asks = page
    .getByRole('row')
    .filter({ hasText: 'Ask first' })
    .filter({ hasText: 'about the-e05' });
  await asks.locator('.mprn').press('Enter');
  await sheet.getByText('about the-e05').waitFor();
  const said = sheet.getByRole('group', { name: 'What Networks said' });
  await said.waitFor();
  expect(await said.getByRole('button').allTextContents()).toEqual([
    'It has run',
    'Networks has it, and it runs by itself',
    'It never arrived, or is gone: a new one may go',
  ]);
  expect(await axeViolations(page)).toEqual([]);
  await sheet.getByLabel('Who at the other end').fill('Siobhán');
  if (process.env['SHOTS'] !== undefined)
    await page.screenshot({ path: `${process.env['SHOTS']}/asks.png` });
  await said.getByRole('button', { name: /^It never arrived/ }).press('Enter');
  await sheet.waitFor({ state: 'hidden' });
  await board(/^Taken back/);
  await row.getByText('Siobhán: it never arrived, or is gone').waitFor();
  expect(await plan()).toEqual(['Ask first', 'Send a new 017 E05']);
});

test('FIX76: Networks’ word that it has run is the proof of both, and no 017 is planned', async ({
  open,
}) => {
  const { page } = await open();
  const { operator, row, board } = await lost(page);
  const sheet = operator.dialog();
  await operator.press('Alt+3');
  await operator.releaseAll();
  await board(/^Waiting to be handed over/);
  const asks = page
    .getByRole('row')
    .filter({ hasText: 'Ask first' })
    .filter({ hasText: 'about the-e05' });
  await asks.locator('.mprn').press('Enter');
  await sheet.getByLabel('Who at the other end').fill('Siobhán');
  await sheet.getByRole('button', { name: 'It has run' }).press('Enter');
  await sheet.waitFor({ state: 'hidden' });
  await expect.poll(() => asks.count()).toBe(0);
  await board(/^Proved/);
  await row.getByText(/Siobhán/).waitFor();
  // Nothing is left to be released.
  expect(await page.getByRole('button', { name: /^Send a new 017/ }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Release/ }).count()).toBe(0);
});
