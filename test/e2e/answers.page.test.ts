// Answers of the market as a person brings them in: dropped, looked at part by part, what stays out saved
// as it was; and what only a person can say to be a proof.
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, onTestFinished } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { readTable } from '../../shared/domain/intake/table.ts';
import { writeCsv } from '../../shared/market/csv.ts';
import type { Message } from '../../shared/market/messages.ts';
import { axeViolations } from '../support/axe.ts';
import { marketFile } from '../support/market-file.ts';
import { Operator } from '../support/operator.ts';
import { test, type Open } from '../support/page.ts';

const STRANGER = '10009999999';
const MIN = 60_000;
const HUGE = 100 * 1024 * 1024;

const spaced = (mprn: string) =>
  `${mprn.slice(0, 2)} ${mprn.slice(2, 5)} ${mprn.slice(5, 8)} ${mprn.slice(8)}`;

interface Handed {
  readonly mprn: string;
  readonly txRefNbr: string;
}

/** The sample night, released, and all that EMMA waits for handed in. */
async function handedIn(open: Open) {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
  await operator.loadSample();
  await operator.bringSampleList();
  await operator.releaseAll();
  const board = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  const count = async (name: string) =>
    (await board(name).count()) === 0 ? 0 : Number(await board(name).locator('b').textContent());
  await board('Waiting to be handed over').click();
  await page.getByRole('button', { name: /are handed in$/ }).click();
  await board('Handed over, no answer yet').click();
  const rows = page
    .getByRole('region', { name: 'Handed over, no answer yet' })
    .getByRole('row')
    .filter({ hasText: 'Send a new 017' });
  await rows.first().waitFor();
  const handed: Handed[] = await rows.evaluateAll((all) =>
    all.map((row) => ({
      mprn: (row.querySelector('.mprn')?.textContent ?? '').replaceAll(' ', ''),
      txRefNbr: row.querySelector('.mono[title]')?.getAttribute('title') ?? '',
    })),
  );
  const one = (at: number) => must(handed[at], 'so many are handed over');
  const dialog = operator.dialog();
  const zone = dialog.locator('.drop');
  const table = dialog.getByRole('region', { name: 'What becomes of each of them' });
  const row = (text: string) => table.getByRole('row').filter({ hasText: text });
  return { page, operator, dialog, zone, table, row, board, count, one };
}

/** As a person does it with the mouse: files of the disk, over the sheet, and let go. */
async function drop(page: Page, on: Locator, files: readonly string[]): Promise<void> {
  const box = must(await on.boundingBox(), 'it is seen');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, ...at, data });
  await cdp.detach();
}

/** Of this name the browser has a file that it cannot read any more. */
function isGone(name: string): void {
  const read = Reflect.get(Blob.prototype, 'arrayBuffer');
  Blob.prototype.arrayBuffer = function (this: Blob) {
    return this instanceof File && this.name === name
      ? Promise.reject(new DOMException('it was moved', 'NotFoundError'))
      : read.call(this);
  };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'backstop-answers-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const message = (
  type: Message['type'],
  body: Readonly<Record<string, string>>,
  header: { readonly TxRefNbr: string; readonly MarketTimestamp: number },
): Message =>
  ({ type, header: { SenderID: 'ESB', ...header }, body, lines: [] }) as unknown as Message;

describe('answers that are dropped', () => {
  test('FIX80: of an answer with the MPRN of one customer and the number of another the row says whose it names, and it is nobody’s proof', async ({
    open,
  }) => {
    const { page, operator, dialog, row, count, one } = await handedIn(open);
    const before = await count('Handed over, no answer yet');
    await operator.press('p');
    const [theirs, ours] = [one(1), one(0)];
    await dialog.locator('input[type=file]').setInputFiles([
      marketFile('117R', {
        MPRN: ours.mprn,
        OriginalTxRefNbr: theirs.txRefNbr,
        RejectReasonCode: 'NOB',
      }),
      marketFile('117R', {
        MPRN: STRANGER,
        OriginalTxRefNbr: theirs.txRefNbr,
        RejectReasonCode: 'NOB',
      }),
    ]);
    const ofTwo = row(ours.mprn);
    await ofTwo.getByText('Set aside').waitFor();
    await ofTwo.getByText('The reference is of').waitFor();
    expect(await ofTwo.locator('.mprn').allTextContents()).toEqual([ours.mprn, theirs.mprn]);
    const ofNobody = row(STRANGER);
    await ofNobody.getByText('the reference is of a message of ours').waitFor();
    expect(await ofNobody.locator('.mprn').allTextContents()).toEqual([STRANGER, theirs.mprn]);
    expect(await axeViolations(page)).toEqual([]);
    await operator.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await count('Handed over, no answer yet')).toBe(before);
  });

  test('FIX54: of a mixed file every row says what becomes of it; what stays out is saved as it was, and a closed sheet loses nothing', async ({
    open,
  }) => {
    const { page, operator, dialog, zone, table, row, board, count, one } = await handedIn(open);
    const here = folder();
    const write = (name: string, content: string | Uint8Array) => {
      writeFileSync(join(here, name), content);
      return join(here, name);
    };
    const now = Date.now();
    // The newest word first: the power of one customer is on.
    const first = marketFile('307', { MPRN: one(0).mprn });
    await operator.press('p');
    await zone.waitFor();
    await drop(page, zone, [write('first.xml', first.buffer)]);
    await row('first.xml').getByText('May prove a back-fix: a person says so.').waitFor();
    await row('first.xml').getByText('To take in').waitFor();
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Take 1 answer as the proof it may be' }).waitFor();

    // Then a table in which everything is wrong that may be, and files beside it.
    const at = (minutes: number, TxRefNbr: string) => ({
      TxRefNbr,
      MarketTimestamp: now - minutes * MIN,
    });
    const csv = writeCsv([
      message(
        '117R',
        { MPRN: one(1).mprn, OriginalTxRefNbr: one(1).txRefNbr, RejectReasonCode: 'NOB' },
        at(1, 'reject-1'),
      ),
      message('306', { MPRN: one(0).mprn }, at(300, 'older-1')),
      message('307', { MPRN: STRANGER }, at(1, 'stranger-1')),
      message('017', { MPRN: one(2).mprn, MeterPointStatusReason: 'E05' }, at(1, 'request-1')),
      message('307', { MPRN: one(2).mprn }, at(0, 'other-1')),
    ]);
    const mixed = `${csv.trimEnd()}\r\n307,,,,,\r\n`;
    const picture = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 255]);
    const broken = Buffer.from('<ieXMLDocument><Mess');
    await operator.press('p');
    await dialog.getByText(/^1 answer was taken in, /).waitFor();
    await drop(page, zone, [
      write('mixed.csv', mixed),
      write('broken.xml', broken),
      write('601.png', picture),
    ]);
    const says = async (name: string, ...texts: readonly string[]) => {
      for (const text of texts) await row(name).getByText(text).waitFor();
    };
    await says('mixed.csv, row 2', 'To take in', 'Belongs to a back-fix.');
    const mprnIn = (name: string) => row(name).locator('.mprn').textContent();
    expect(await mprnIn('mixed.csv, row 2')).toBe(one(1).mprn);
    expect(await row('mixed.csv, row 2').locator('.mprn span').count()).toBe(4);
    await says('mixed.csv, row 3', 'Older than the 307 of', 'kept, and it changes nothing', '306');
    await says('mixed.csv, row 4', 'Set aside', 'Not ours: nobody here has a case');
    await says('mixed.csv, row 4', 'stranger-1');
    expect(await mprnIn('mixed.csv, row 4')).toBe(STRANGER);
    // An old word that the power is off switches nobody off.
    expect(await dialog.getByText('switched off').count()).toBe(0);
    await says('mixed.csv, row 5', 'Set aside', 'A request, and no answer to one.', '017');
    await says('mixed.csv, row 6', 'To take in', 'May prove a back-fix');
    await says('mixed.csv, row 7', 'Set aside', 'Something that must be there is missing');
    await says('broken.xml', 'Refused', 'Cut short: its end is missing.');
    await says('601.png', 'Refused', 'No text: another kind of file');
    expect(await row('first.xml').count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);

    const save = async () => {
      const saving = page.waitForEvent('download');
      await dialog.getByRole('button', { name: 'Save what was set aside' }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe('answers-set-aside.zip');
      return unzipSync(readFileSync(await saved.path()));
    };
    const text = (bytes: Uint8Array | undefined) => Buffer.from(must(bytes, 'kept')).toString();
    const packed = await save();
    expect(Object.keys(packed).sort()).toEqual([
      '601.png',
      '601.png.reason.txt',
      'broken.xml',
      'broken.xml.reason.txt',
      'mixed.csv',
      'mixed.csv.reason.txt',
      'set-aside.csv',
    ]);
    // To the last byte, and each with its reason.
    expect(text(packed['mixed.csv'])).toBe(mixed);
    expect(Buffer.compare(must(packed['601.png'], 'kept'), picture)).toBe(0);
    expect(Buffer.compare(must(packed['broken.xml'], 'kept'), broken)).toBe(0);
    expect(text(packed['mixed.csv.reason.txt'])).toMatch(
      /^Row 4: Not ours: .*\nRow 5: A request.*\nRow 7: Set aside: .*\n$/,
    );
    expect(text(packed['mixed.csv.reason.txt'])).not.toMatch(/\d{11}/);
    const listed = readTable(text(packed['set-aside.csv'])).records.map(({ cells }) => cells);
    expect(listed.map((cells) => cells.slice(0, 5))).toEqual([
      ['mixed.csv', '4', STRANGER, '307', 'stranger-1'],
      ['mixed.csv', '5', one(2).mprn, '017', 'request-1'],
      ['mixed.csv', '7', '', '', ''],
      ['broken.xml', '', '', '', ''],
      ['601.png', '', '', '', ''],
    ]);

    // Closed before anything is taken in, and opened again after another view: still there.
    await operator.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await count('Rejected by the market')).toBe(0);
    await operator.press('Alt+1');
    await operator.desk().waitFor();
    await operator.press('Alt+3', 'p');
    await says('mixed.csv, row 4', 'Not ours');
    await dialog.getByRole('button', { name: 'Take in 3 answers' }).waitFor();
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    await board('Rejected by the market').waitFor();
    expect(await count('Rejected by the market')).toBe(1);

    // And after it was taken in: as it was judged then, with what was set aside still to be saved.
    await operator.press('p');
    await dialog.getByText(/^3 answers were taken in, /).waitFor();
    await says('mixed.csv, row 2', 'Taken in', 'Belongs to a back-fix.');
    await says('mixed.csv, row 3', 'Taken in', 'it changes nothing');
    await says('mixed.csv, row 4', 'Set aside', 'Not ours');
    expect(await dialog.getByRole('button', { name: /^Take in/ }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    // Whatever has become of the file meanwhile.
    rmSync(join(here, 'mixed.csv'));
    expect(text((await save())['mixed.csv'])).toBe(mixed);
    write('mixed.csv', mixed);

    // Put in once more nothing of it is done twice; the next files take the place of the last.
    await drop(page, zone, [join(here, 'mixed.csv')]);
    await says('mixed.csv, row 2', 'Known already', 'Nothing is done twice.');
    await says('mixed.csv, row 3', 'Known already');
    expect(await row('broken.xml').count()).toBe(0);
    expect(await dialog.getByRole('button', { name: /^Take in/ }).isDisabled()).toBe(true);
    expect(await table.getByRole('row').count()).toBe(7);

    // A folder, and a file that was moved before it could be read, say so.
    mkdirSync(join(here, 'answers'));
    await page.evaluate(isGone, 'gone.xml');
    await drop(page, zone, [join(here, 'answers'), write('gone.xml', first.buffer)]);
    await says('answers', 'Refused', 'A folder. Open it, and choose the files in it.');
    await says('gone.xml', 'Refused', 'It cannot be read. It may have been moved since.');
    expect(text((await save())['gone.xml.reason.txt'])).toMatch(/cannot be read.*\nThe original/);
  });

  test('FIX60: of a customer whose case was closed the market’s word is heard, as the agent hears it', async ({
    open,
  }) => {
    const { page, operator, dialog, row } = await handedIn(open);
    await operator.press('Alt+1');
    await page.getByRole('navigation', { name: 'Lanes' }).waitFor();
    const mprn = '10000000017';
    await operator.takeCall(mprn, '-40');
    await operator.case().getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Opened by mistake' }).click();
    await operator.row(mprn).waitFor({ state: 'hidden' });
    await operator.press('Alt+3');
    await page.getByRole('complementary', { name: 'Back-fixes planned' }).waitFor();
    await operator.press('p');
    await dialog
      .locator('input[type=file]')
      .setInputFiles([marketFile('306', { MPRN: mprn }), marketFile('307', { MPRN: STRANGER })]);
    await row('306.xml').getByText('About a customer without a back-fix.').waitFor();
    await row('307.xml').getByText('not even a closed one').waitFor();
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('FIX54, AGENT16: a file of 100 MB is refused by its size, and another beside it is read; it is saved whole', async ({
    open,
  }) => {
    const { page, operator, dialog, row, one } = await handedIn(open);
    const here = folder();
    const huge = join(here, 'huge.xml');
    // Sparse: it has its size, and takes no room.
    const file = openSync(huge, 'w');
    ftruncateSync(file, HUGE);
    closeSync(file);
    const small = join(here, 'small.xml');
    writeFileSync(small, marketFile('307', { MPRN: one(0).mprn }).buffer);
    await operator.press('p');
    await dialog.locator('input[type=file]').setInputFiles([huge, small]);
    await row('huge.xml')
      .getByText('Larger than any message, and not read (megabytes 100, most 16).')
      .waitFor();
    await row('small.xml').getByText('May prove a back-fix').waitFor();
    const saving = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save what was set aside' }).click();
    const packed = unzipSync(readFileSync(await (await saving).path()));
    expect(Object.keys(packed).sort()).toEqual([
      'huge.xml',
      'huge.xml.reason.txt',
      'set-aside.csv',
    ]);
    expect(packed['huge.xml']?.length).toBe(HUGE);
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Take 1 answer as the proof it may be' }).waitFor();
  });
});

describe('what only a person can say to be a proof', () => {
  test('FIX5, FIX62: an answer that names the customer and a time is taken as a proof one by one, and all of them with Y, which says of whom first', async ({
    open,
  }) => {
    const { page, operator, dialog, board, count, one } = await handedIn(open);
    const [first, second, third] = [one(0), one(1), one(2)];
    const handed = await count('Handed over, no answer yet');
    await operator.press('p');
    await dialog.locator('input[type=file]').setInputFiles(
      [first, second, third].map(({ mprn }, index) => ({
        ...marketFile('307', { MPRN: mprn }),
        name: `${index}.xml`,
      })),
    );
    await dialog.getByRole('button', { name: 'Take in 3 answers' }).waitFor();
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    // Proposed, and nothing is proved by it.
    const take = (what: string) => page.getByRole('button', { name: `Take ${what} they may be` });
    await take('3 answers as the proofs').waitFor();
    expect([await count('Proved'), await count('Handed over, no answer yet')]).toEqual([0, handed]);

    // One, from its own sheet.
    const rowsOf = (name: string) => page.getByRole('region', { name }).getByRole('row');
    const rowOf = (name: string, { txRefNbr }: Handed) =>
      rowsOf(name).filter({ has: page.locator(`[title='${txRefNbr}']`) });
    await rowOf('Handed over, no answer yet', first).getByText('1 answer may prove it').waitFor();
    await rowOf('Handed over, no answer yet', first).locator('.mprn').click();
    await dialog
      .getByRole('button', { name: /^The 307 of .* \(TxRefNbr ….{1,8}\) proves it$/ })
      .click();
    await dialog.waitFor({ state: 'hidden' });
    await take('2 answers as the proofs').waitFor();
    expect([await count('Proved'), await count('Handed over, no answer yet')]).toEqual([
      1,
      handed - 1,
    ]);
    await board('Proved').click();
    await rowOf('Proved', first).getByText('What the market said').waitFor();

    // The others at once.
    await operator.press('y');
    // Whom it is written of is looked at first.
    const whom = dialog.getByRole('region', { name: 'Whom it is written of' });
    expect(await whom.getByRole('listitem').count()).toBe(2);
    for (const { mprn } of [second, third])
      await whom.getByText(new RegExp(`^${formatMprn(mprn)}.* · 307, `)).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    await rowOf('Proved', second).getByText('What the market said').waitFor();
    await rowOf('Proved', third).getByText('What the market said').waitFor();
    expect([await count('Proved'), await count('Handed over, no answer yet')]).toEqual([
      3,
      handed - 3,
    ]);
    expect(await page.getByRole('button', { name: /^Take \d+ answer/ }).count()).toBe(0);
    // Pressed once more it writes nothing.
    await operator.press('y');
    expect(await count('Proved')).toBe(3);
    await rowOf('Proved', second).locator('.mprn').click();
    await dialog.getByText('Proved', { exact: true }).waitFor();
    expect(await dialog.getByRole('button', { name: 'It is proved' }).count()).toBe(0);
  });

  test('FIX33, FIX85: of points 1 to 3 an entry of the ledger is typed as the proof, and nothing is proved without one', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    const dialog = operator.dialog();
    const lost = ['10934478153', '10447035576', '10001234567'] as const;
    for (const [index, mprn] of lost.entries()) {
      await operator.takeCall(mprn, '-40');
      await operator.press('e');
      await dialog.getByLabel('Point of failure').selectOption(String(index + 1));
      await operator.press('Control+Enter');
      await dialog.waitFor({ state: 'hidden' });
      await operator.press('Escape');
    }
    await operator.press('Alt+3');
    await page.getByRole('button', { name: /^Release \d+ back-fixes/ }).waitFor();
    await operator.releaseAll();
    const board = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
    const rowOf = (name: string, mprn: string) =>
      page
        .getByRole('region', { name })
        .getByRole('row')
        .filter({ hasText: 'Correct the account' })
        .filter({ hasNotText: 'Send a new 017' })
        .filter({ hasText: spaced(mprn) });
    const prove = dialog.getByRole('button', { name: 'It is proved' });
    for (const [index, mprn] of lost.entries()) {
      await board('Waiting to be handed over').click();
      await rowOf('Waiting to be handed over', mprn).locator('.mprn').click();
      await dialog.getByText('ledger reference').first().waitFor();
      expect(await prove.isDisabled()).toBe(true);
      // Nobody is told of it and nobody is asked: its entry is all there is, and a blank is none.
      expect(await dialog.getByLabel('Who at the other end').count()).toBe(0);
      expect(await dialog.getByRole('button', { name: 'Told by phone' }).count()).toBe(0);
      await dialog.getByRole('textbox', { name: 'Entry of the ledger' }).fill('  ');
      expect(await prove.isDisabled()).toBe(true);
      await dialog.getByRole('textbox', { name: 'Entry of the ledger' }).fill(`ADJ-00${index + 1}`);
      if (index === 0) expect(await axeViolations(page)).toEqual([]);
      await prove.click();
      await dialog.waitFor({ state: 'hidden' });
      await board('Proved').click();
      await rowOf('Proved', mprn)
        .getByText(`ledger reference: ADJ-00${index + 1}`)
        .waitFor();
    }
    await expect.poll(() => board('Proved').locator('b').textContent()).toBe('3');
    // What waited for it waits for the question alone, which held nothing of it up.
    await board('Waiting to be handed over').click();
    const waiting = page.getByRole('region', { name: 'Waiting to be handed over' });
    await expect.poll(() => waiting.getByText('Send a new 017').count()).toBe(3);
    expect(await waiting.getByText('waits for: Ask first').count()).toBe(3);
    expect(await waiting.getByText('waits for: Correct the account').count()).toBe(0);
    await board('Proved').click();
    // What else their plans have is not proved by it.
    for (const mprn of lost) {
      const others = page.getByRole('region', { name: 'Proved' }).getByRole('row');
      expect(await others.filter({ hasText: spaced(mprn) }).count()).toBe(1);
    }
  });
});

describe('answers before anything was released', () => {
  test('FIX55: with no case, no list and no back-fix the answers and the day are there, by button, by key and by a word', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    const dialog = operator.dialog();
    const closes = async () => {
      await operator.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    };
    await operator.press('Alt+3');
    await page.getByRole('button', { name: 'Bring in answers' }).click();
    await dialog.getByLabel('Or paste one message').waitFor();
    // Nobody is known here: whose answer it is cannot be told, and it is set aside with its reason.
    const stranger = marketFile('106D', { MPRN: STRANGER });
    await dialog.locator('input[type=file]').setInputFiles([stranger]);
    await dialog.getByRole('region', { name: 'What becomes of each of them' }).waitFor();
    await dialog.getByText('Set aside', { exact: true }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await closes();
    await page.getByRole('button', { name: 'Reconcile a day' }).click();
    await dialog.getByText('No 602 or 603 is here yet').waitFor();
    await closes();
    await operator.press('p');
    await page.getByRole('dialog', { name: 'Answers of the market' }).waitFor();
    await closes();
    await operator.press('c');
    await page.getByRole('dialog', { name: 'The market’s day against ours' }).waitFor();
    await closes();
    // KEYS18: here these letters are not the desk's.
    const finds = async (words: string) => {
      await operator.press('?');
      await dialog.getByRole('textbox', { name: 'Find an act' }).fill(words);
    };
    await finds('power is back');
    await dialog.getByText('Not where you stand now.').waitFor();
    await dialog.getByRole('textbox').fill('answers of the market');
    await operator.press('Enter');
    await page.getByRole('dialog', { name: 'Answers of the market' }).waitFor();
    await closes();
    await finds('reconcile');
    await operator.press('Enter');
    await page.getByRole('dialog', { name: 'The market’s day against ours' }).waitFor();
    await closes();
    await operator.press('Alt+1');
    await finds('reconcile');
    await dialog.getByText('Not where you stand now.').waitFor();
  });

  test('FIX55: with the list in and nothing released, a 106D of a customer without a case rings, and they are on top of the queue', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    const dialog = operator.dialog();
    await operator.loadSample();
    await operator.bringSampleList();
    await operator.press('1');
    const nobodyLooks = page.getByRole('row').filter({ hasText: 'no case: nobody looks' }).first();
    const mprn = (await nobodyLooks.locator('.mprn').first().textContent()) ?? '';
    await page.getByRole('button', { name: 'Bring in answers' }).waitFor();
    await page.getByRole('button', { name: 'Reconcile a day' }).waitFor();
    await operator.press('p');
    await dialog
      .locator('input[type=file]')
      .setInputFiles([marketFile('106D', { MPRN: mprn.replaceAll(' ', '') })]);
    await dialog.getByText('1 customer switched off').waitFor();
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /Cut off again/ }).waitFor();
    await operator.press('Alt+1');
    await operator.rows().first().getByText('Cut off again').waitFor();
    await expect.poll(() => operator.rows().first().textContent()).toContain(mprn.slice(-3));
  });

  test('IN4, FIX55: a message of the market among the lists of customers says what it is, and leads to where it comes in', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('i');
    const file = marketFile('306', { MPRN: STRANGER });
    await page.locator('input[type=file]').setInputFiles([file]);
    await page.getByText('This is a message of the market.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'To the back-fixes' }).click();
    await page.getByRole('button', { name: 'Bring in answers' }).waitFor();
  });
});
