// Every view in every state: one table, whose cells bring a view into a state and read what a person reads
// there, or say in a sentence why the view cannot have it. axe looks at each of them.
import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { views, type View } from '../../renderer/console/place.ts';
import { root } from '../../tools/commands.ts';
import { axeViolations } from '../support/axe.ts';
import { deleteUnder, noRoom } from '../support/faults.ts';
import { marketFile } from '../support/market-file.ts';
import type { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';
import {
  breached,
  called,
  gatewayGoes,
  inTime,
  starts,
  type Start,
} from '../support/state-starts.ts';

const states = ['empty', 'needsInformation', 'breached', 'failed', 'readOnly'] as const;
type State = (typeof states)[number];

interface Shown {
  readonly start: Start;
  readonly see: (operator: Operator) => Promise<void>;
}
type Cell = readonly Shown[] | { readonly because: string };

interface Row {
  /** The files of renderer/views that draw it. */
  readonly draws: readonly string[];
  /** Where it stands among the places of the console; a part of another view, or the doors, has none. */
  readonly view?: View;
  readonly cells: Readonly<Record<State, Cell>>;
}

const at = (start: Start, see: Shown['see']): Shown => ({ start, see });
const shown = (start: Start, see: Shown['see']): Cell => [at(start, see)];
const doesNotApply = (because: string): Cell => ({ because });

const main = ({ page }: Operator, name: string) => page.getByRole('main', { name });

/** What it says must be all in sight. */
async function says(where: Locator | Page, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await where.getByText(text, { exact: true }).first().waitFor();
}

/** Goes where the key leads, in whatever sheet or view the operator was. */
async function to(operator: Operator, key: string, name: string): Promise<Locator> {
  if (await operator.dialog().isVisible()) {
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
  }
  await operator.press(key);
  await main(operator, name).waitFor();
  return main(operator, name);
}

/** Somebody past 75 minutes is called out over whatever view is open. */
async function callsOut({ page }: Operator): Promise<void> {
  const alarms = page.getByRole('region', { name: 'Alarms' });
  await alarms.getByRole('button', { name: '10 447 035 576 Past 75 minutes' }).waitFor();
}

const cannotRead = (where: Locator | Page) =>
  where.getByRole('heading', { name: 'This cannot be read now' }).waitFor();

/** The button writes nothing and says why: the sentence over every view. */
async function isBarred({ page }: Operator, button: Locator): Promise<void> {
  await page.locator('.strip').getByText('Read only').waitFor();
  await button.waitFor();
  expect(await button.isDisabled(), (await button.textContent()) ?? '').toBe(true);
  const why = (await button.getAttribute('aria-describedby')) ?? 'nothing says why';
  const sentence = page.getByRole('alert').locator(`#${why}`);
  expect(await sentence.textContent()).toMatch(/^This disk is full\. Nothing of the last step was/);
}

const aPdf = { name: 'list.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n') };
const saysPdf = (where: Locator | Page) =>
  where
    .getByRole('alert')
    .getByText('This is a PDF. Ask for the list as CSV, or copy its rows and paste them here.')
    .waitFor();
const aFile = (name: string, mimeType: string, text: string) => ({
  name,
  mimeType,
  buffer: Buffer.from(text),
});

async function openDoor({ page }: Operator): Promise<void> {
  await page.getByLabel('Your name').fill('Aoife B.');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Real customers/ }).click();
}

/** The desk whose database was never opened. */
async function inside(operator: Operator): Promise<void> {
  if (!(await operator.page.locator('.strip').isVisible())) await openDoor(operator);
  await operator.page.locator('.strip').waitFor();
}

const desk = (operator: Operator) => to(operator, 'Alt+1', 'The desk');

const takePlan = async (operator: Operator) =>
  operator.case().getByRole('tab', { name: 'Back-fix' }).click();

const sheetOf = async (operator: Operator, key: string, title: string) => {
  await to(operator, 'Alt+3', 'Back-fixes');
  await operator.press(key);
  const sheet = operator.page.getByRole('dialog', { name: title });
  await sheet.waitFor();
  return sheet;
};
const outstandingSheet = (operator: Operator) =>
  sheetOf(operator, 'u', 'Every 017 that nobody has answered');
const holdsSheet = (operator: Operator) => sheetOf(operator, 'h', 'Disconnections held back');
const daySheet = (operator: Operator) => sheetOf(operator, 'c', 'The market’s day against ours');
const answersSheet = (operator: Operator) => sheetOf(operator, 'p', 'Answers of the market');

async function paste(sheet: Locator, label: string, text: string): Promise<void> {
  await sheet.getByLabel(label).fill(text);
  await sheet.getByRole('button', { name: 'Look at these rows' }).click();
}

const board = ({ page }: Operator) =>
  page.getByRole('complementary', { name: 'Back-fixes planned' });

/** All that EMMA waits for is handed in; the market then rejects one of it. */
async function rejectOne(operator: Operator): Promise<void> {
  const { page } = operator;
  await board(operator)
    .getByRole('button', { name: /^Waiting to be handed over/ })
    .click();
  const one = page
    .getByRole('region', { name: 'Waiting to be handed over' })
    .getByRole('row')
    .filter({ hasText: 'Send a new 017' })
    .filter({ hasNotText: 'waits for' })
    .first();
  const OriginalTxRefNbr = (await one.locator('.mono[title]').getAttribute('title')) ?? '';
  const MPRN = ((await one.locator('.mprn').textContent()) ?? '').replaceAll(' ', '');
  await page.getByRole('button', { name: /are handed in$/ }).click();
  await board(operator)
    .getByRole('button', { name: /^Handed over/ })
    .waitFor();
  const sheet = await answersSheet(operator);
  await sheet
    .locator('input[type=file]')
    .setInputFiles(marketFile('117R', { MPRN, OriginalTxRefNbr, RejectReasonCode: 'NOB' }));
  await sheet.getByText('1 belong to a back-fix').waitFor();
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
}

/** The disk of the sample night is full from here on. */
async function fillsUp(operator: Operator): Promise<void> {
  await operator.page.evaluate(noRoom);
  await to(operator, 'Alt+1', 'The desk');
  await operator.press('n');
  await operator.page.locator('.notice.late').filter({ hasText: 'Try again' }).waitFor();
}

async function bringAnswer(operator: Operator, file: ReturnType<typeof marketFile>, day = '') {
  const sheet = await answersSheet(operator);
  await sheet.locator('input[type=file]').setInputFiles(file);
  // What was brought in before stays on the sheet until this is read.
  await sheet.getByRole('button', { name: /^Take in/ }).waitFor();
  if (day !== '') await sheet.getByLabel('Of which day').fill(day);
  await operator.press('Control+Enter');
  await sheet.waitFor({ state: 'hidden' });
}

const table: Readonly<Record<string, Row>> = {
  doors: {
    draws: ['Doors.tsx'],
    cells: {
      empty: shown('doors', async ({ page }) => {
        await page.getByRole('heading', { name: 'Who is at this desk?' }).waitFor();
        await says(page, 'It stands on every entry you make. Nothing else is asked.');
        expect(await page.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('');
      }),
      needsInformation: shown('doors', async ({ page }) => {
        await page.keyboard.press('Enter');
        expect(await page.getByRole('button', { name: 'Go in' }).isDisabled()).toBe(true);
        await page.getByRole('heading', { name: 'Who is at this desk?' }).waitFor();
        await page.getByLabel('Your name').fill('Aoife B.');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Where do you want to work?' }).waitFor();
      }),
      breached: doesNotApply('No customer is known before a door is chosen.'),
      failed: shown('neverRead', async (operator) => {
        const { page } = operator;
        await page.getByRole('heading', { name: 'Who is at this desk?' }).waitFor();
        await openDoor(operator);
        await page
          .getByRole('alert')
          .getByText('The database on this laptop cannot be written')
          .waitFor();
      }),
      readOnly: doesNotApply(
        'They write nothing of anybody; the desk behind them says what it cannot.',
      ),
    },
  },

  queue: {
    draws: ['DeskView.tsx'],
    view: 'desk',
    cells: {
      empty: shown('fresh', async (operator) => {
        const queue = operator.page.getByRole('region', { name: 'Queue' });
        await queue.getByRole('heading', { name: 'Nobody is in the queue' }).waitFor();
        await says(queue, 'Add a caller, or bring in the list of failed reconnections.');
      }),
      needsInformation: shown('night', async (operator) => {
        await desk(operator);
        await says(operator.row('Mary Byrne'), 'no MPRN yet', 'paid?');
        expect(await operator.count('Needs information')).toBe(1);
      }),
      breached: shown('night', async (operator) => {
        await desk(operator);
        await operator.page.clock.fastForward('02:00');
        await operator.row(breached).getByText('past', { exact: true }).waitFor();
        expect(await operator.count('Past 75 minutes')).toBe(1);
        await callsOut(operator);
      }),
      failed: shown('neverRead', async (operator) => {
        await inside(operator);
        await cannotRead(operator.page.getByRole('region', { name: 'Queue' }));
        const lanes = operator.page.getByRole('navigation', { name: 'Lanes' });
        await lanes.getByRole('button', { name: 'Past 75 minutes ?' }).waitFor();
        // Of nothing is it said that it is not there.
        for (const said of [
          'Nobody is in the queue',
          '0 customers',
          'nothing written yet',
          'No mass failure declared',
          'Nobody off with a known payment time',
          'Saved here, in this browser: 0 entries',
        ])
          expect(await operator.page.getByText(said).count(), said).toBe(0);
      }),
      readOnly: shown('full', async (operator) =>
        isBarred(operator, operator.page.getByRole('button', { name: 'Next customer' })),
      ),
    },
  },

  case: {
    draws: ['CasePanel.tsx'],
    cells: {
      empty: shown('fresh', async (operator) => {
        await operator.case().getByRole('heading', { name: 'No customer is open' }).waitFor();
        await says(operator.case(), 'N takes the next one. Click a row or a mark to look at it.');
      }),
      needsInformation: shown('night', async (operator) => {
        await desk(operator);
        await operator.row('Mary Byrne').click();
        await says(operator.case(), 'No MPRN yet.');
        await operator.case().getByRole('textbox', { name: 'MPRN' }).waitFor();
      }),
      breached: shown('night', async (operator) => {
        await desk(operator);
        await operator.row(breached).click();
        await says(operator.case(), 'min past');
      }),
      failed: [
        at('unread', async (operator) => {
          await desk(operator);
          await operator.case().getByRole('tab', { name: 'History' }).click();
          await cannotRead(operator.case());
          expect(await operator.page.getByText('Nothing is written about this').count()).toBe(0);
        }),
        at('unread', async (operator) => {
          await desk(operator);
          await operator.row(inTime).click();
          await cannotRead(operator.case());
          expect(await operator.case().getByText('No customer is open').count()).toBe(0);
        }),
      ],
      readOnly: shown('full', async (operator) => {
        for (const name of [/^Done/, /^Is back/])
          await isBarred(operator, operator.case().getByRole('button', { name }));
      }),
    },
  },

  'plan of a case': {
    draws: ['BackFixList.tsx'],
    cells: {
      empty: doesNotApply(
        'Every case needs something corrected afterwards: its plan is never empty.',
      ),
      needsInformation: shown('night', async (operator) => {
        await desk(operator);
        await operator.row('Mary Byrne').click();
        await takePlan(operator);
        await operator.case().getByText('because there is no MPRN yet.').waitFor();
        await says(operator.case(), 'The power is still off: this can change with the next call.');
      }),
      breached: shown('night', async (operator) => {
        await desk(operator);
        await operator.row(breached).click();
        await takePlan(operator);
        await operator.case().getByText('Ask first').waitFor();
        await says(operator.case(), 'min past');
      }),
      failed: doesNotApply(
        'It is worked out from the open case, which says that it cannot be read.',
      ),
      readOnly: shown('full', async (operator) => {
        await takePlan(operator);
        await operator.case().getByText('Ask first').waitFor();
        await isBarred(operator, operator.case().getByRole('button', { name: /^Done/ }));
      }),
    },
  },

  'bring in a file': {
    draws: ['IntakeView.tsx'],
    view: 'intake',
    cells: {
      empty: shown('fresh', async (operator) => {
        const view = await to(operator, 'Alt+2', 'Bring in a file');
        await view.getByRole('heading', { name: 'Drop a file here' }).waitFor();
        expect(await view.getByRole('button', { name: 'Choose a file' }).isEnabled()).toBe(true);
      }),
      needsInformation: shown('night', async (operator) => {
        const view = await to(operator, 'Alt+2', 'Bring in a file');
        await view
          .getByLabel('Or paste rows from a spreadsheet')
          .fill('MPRN\tCustomer\tPhone\tPayment time\n\tTom Ward\t0871234567\t');
        await view.getByRole('button', { name: 'Look at these rows' }).click();
        await view.getByText('No MPRN. Comes in as urgent, needs information.').waitFor();
        await view.getByRole('button', { name: /^1 need information/ }).waitFor();
      }),
      breached: shown('night', async (operator) => {
        await to(operator, 'Alt+2', 'Bring in a file');
        await callsOut(operator);
        await operator.page.getByRole('button', { name: 'Put this file away' }).click();
      }),
      failed: shown('fresh', async (operator) => {
        const view = await to(operator, 'Alt+2', 'Bring in a file');
        await view.locator('input[type=file]').setInputFiles(aPdf);
        await saysPdf(view);
      }),
      readOnly: shown('full', async (operator) => {
        const view = await to(operator, 'Alt+2', 'Bring in a file');
        await isBarred(operator, view.getByRole('button', { name: 'Choose a file' }));
        await isBarred(operator, view.getByRole('button', { name: 'Look at these rows' }));
      }),
    },
  },

  'back-fixes': {
    draws: ['BackFixView.tsx'],
    view: 'backfix',
    cells: {
      empty: shown('fresh', async (operator) => {
        const view = await to(operator, 'Alt+3', 'Back-fixes');
        await view.getByRole('heading', { name: 'Nothing to plan yet' }).waitFor();
        await view.getByText('No list of outstanding 017s is here: this is what the').waitFor();
      }),
      needsInformation: shown('night', async (operator) => {
        const view = await to(operator, 'Alt+3', 'Back-fixes');
        await view
          .getByRole('button', { name: /unknown: ask Networks, or wait for the 603/ })
          .click();
        const rows = view.getByRole('row').filter({ hasText: 'no MPRN yet' });
        await says(rows, 'None known, nobody asked');
        await view.getByText('No list of outstanding 017s is here: this is what the').waitFor();
      }),
      breached: shown('night', async (operator) => {
        await to(operator, 'Alt+3', 'Back-fixes');
        await callsOut(operator);
      }),
      failed: [
        at('unread', async (operator) => {
          const view = await to(operator, 'Alt+3', 'Back-fixes');
          await cannotRead(view);
          expect(await view.getByText('Nothing to plan yet').count()).toBe(0);
          expect(await view.getByText('No list of outstanding 017s is here').count()).toBe(0);
        }),
        at('neverRead', async (operator) => {
          await inside(operator);
          await cannotRead(await to(operator, 'Alt+3', 'Back-fixes'));
        }),
      ],
      readOnly: shown('full', async (operator) => {
        const view = await to(operator, 'Alt+3', 'Back-fixes');
        await isBarred(operator, view.getByRole('button', { name: 'Bring in the list' }));
        expect(await view.getByRole('button', { name: 'Export this list' }).isEnabled()).toBe(true);
      }),
    },
  },

  'plan and board': {
    draws: ['BackFixPlan.tsx', 'FixBoards.tsx'],
    cells: {
      empty: shown('night', async (operator) => {
        await to(operator, 'Alt+3', 'Back-fixes');
        await says(
          board(operator),
          'Nothing is released yet. Release the plan when the systems are back.',
        );
      }),
      needsInformation: shown('night', async (operator) => {
        await to(operator, 'Alt+3', 'Back-fixes');
        await board(operator)
          .getByRole('button', { name: /^Ask first/ })
          .waitFor();
        await board(operator).getByText('Because there is no MPRN yet.').waitFor();
      }),
      breached: doesNotApply(
        'A back-fix is no customer’s clock: whoever is past is called out above.',
      ),
      failed: shown('released', async (operator) => {
        await to(operator, 'Alt+3', 'Back-fixes');
        await rejectOne(operator);
        await board(operator)
          .getByRole('button', { name: /^Rejected by the market/ })
          .waitFor();
      }),
      readOnly: shown('released', async (operator) => {
        await fillsUp(operator);
        await to(operator, 'Alt+3', 'Back-fixes');
        for (const name of ['Pause EMMA', 'Bring in answers'])
          await isBarred(operator, board(operator).getByRole('button', { name }).first());
      }),
    },
  },

  'list of outstanding 017s': {
    draws: ['OutstandingSheet.tsx'],
    cells: {
      empty: shown('fresh', async (operator) => {
        const sheet = await outstandingSheet(operator);
        await sheet.getByText('From EMMA’s outbox or the supplier’s system: MPRN,').waitFor();
        const look = sheet.getByRole('button', { name: 'Look at these rows' });
        expect(await look.isDisabled()).toBe(true);
      }),
      needsInformation: shown('night', async (operator) => {
        const sheet = await outstandingSheet(operator);
        await paste(sheet, 'Or paste from a spreadsheet', 'MPRN\tReason\n10934478153\t');
        await says(sheet, '1 row needs a look:');
        await sheet.getByText('No reason: taken for a disconnection until it is').waitFor();
      }),
      breached: doesNotApply(
        'It lists messages; whose 75 minutes are over is called out above it.',
      ),
      failed: shown('fresh', async (operator) => {
        const sheet = await outstandingSheet(operator);
        await paste(sheet, 'Or paste from a spreadsheet', 'Reason\tSent\nD05\t18:00');
        const said = 'No column for the MPRN was found. Its header must say what it is.';
        await sheet.getByRole('alert').getByText(said).waitFor();
      }),
      readOnly: shown('full', async (operator) => {
        const sheet = await outstandingSheet(operator);
        await isBarred(operator, sheet.getByRole('button', { name: 'Choose a file' }));
      }),
    },
  },

  answers: {
    draws: ['AnswersSheet.tsx', 'AnswersJudged.tsx'],
    cells: {
      empty: shown('released', async (operator) => {
        const sheet = await answersSheet(operator);
        await sheet.getByRole('button', { name: 'Choose files' }).first().waitFor();
        expect(await sheet.getByRole('button', { name: 'Read it' }).isDisabled()).toBe(true);
      }),
      needsInformation: shown('released', async (operator) => {
        const sheet = await answersSheet(operator);
        const count = marketFile('602', {}, [{ MessageTypeCode: '017', Count: 3 }]);
        await sheet.locator('input[type=file]').setInputFiles(count);
        await sheet.getByLabel('Of which day').waitFor();
        await says(sheet, '2026-11-21: from 03:00 on');
        expect(await sheet.getByRole('button', { name: /^Take in/ }).isDisabled()).toBe(true);
      }),
      breached: doesNotApply('What the market said has no clock of its own.'),
      failed: shown('released', async (operator) => {
        const sheet = await answersSheet(operator);
        const broken = aFile('broken.xml', 'text/xml', '<ieXMLDocument><Mess');
        await sheet.locator('input[type=file]').setInputFiles(broken);
        await sheet.getByText(/^1 was refused/).waitFor();
        await sheet.getByText('broken.xml').waitFor();
      }),
      readOnly: doesNotApply(
        'Its one door is barred while the store is read only (plan and board).',
      ),
    },
  },

  'a day against ours': {
    draws: ['ReconcileSheet.tsx'],
    cells: {
      empty: shown('released', async (operator) =>
        says(
          await daySheet(operator),
          'No 602 or 603 is here yet: bring them in among the answers.',
        ),
      ),
      needsInformation: [
        at('released', async (operator) => {
          const count = marketFile('602', {}, [{ MessageTypeCode: '017', Count: 3 }]);
          await bringAnswer(operator, count, '2026-11-21');
          await says(
            await daySheet(operator),
            'The list of that day (603) is not here, or not whole.',
          );
        }),
        at('released', async (operator) => {
          const day = '2026-11-20';
          const bring = async (number: string, name: string) => {
            const of = { ReconciliationDate: day };
            const part = { ...of, SequenceNumber: number, SequenceTotal: '2' };
            const lines = [{ MessageTypeCode: '017', TxRefNbr: name }];
            await bringAnswer(operator, marketFile('603', part, lines));
          };
          const opened = async () => {
            const sheet = await daySheet(operator);
            await sheet.getByText(day, { exact: true }).click();
            return sheet;
          };
          const rest = 'is here. It counts when all of them are: bring in the rest.';
          await bring('2', 'B-0017');
          const sheet = await opened();
          await says(sheet, `Part 2 of 2 ${rest}`);
          const save = sheet.getByRole('button', { name: 'Save as a file' });
          expect(await save.isDisabled()).toBe(true);
          await operator.press('Escape');
          await bring('1', 'A-0017');
          await says(await opened(), '2 messages listed.');
          await operator.press('Escape');
          await bring('1', 'C-0017');
          const later = `A later list of that day is not whole yet. Part 1 of 2 ${rest}`;
          await says(await opened(), later, '2 messages listed.');
        }),
      ],
      // FIX71, FIX72
      breached: shown('released', async (operator) => {
        const day = '2026-11-19';
        const lines = ['A-0017', 'two words'].map((TxRefNbr) => ({
          MessageTypeCode: '017',
          TxRefNbr,
        }));
        const answers = await answersSheet(operator);
        const file = marketFile('603', { ReconciliationDate: day }, lines);
        const text = String(file.buffer).replace(
          /MarketTimestamp="[^"]*"/,
          `MarketTimestamp="${day}T22:10:00Z"`,
        );
        const asMade = { ...file, buffer: Buffer.from(text) };
        await answers.locator('input[type=file]').setInputFiles(asMade);
        const became = answers.getByRole('row', { name: /^603\.xml\b.*\b603\b/ });
        await became
          .getByText('Made before that day was over: it proves what it has, and nothing by what')
          .waitFor();
        await became.getByText('1 line could not be read').waitFor();
        await answers.getByRole('button', { name: 'Save what was set aside' }).waitFor();
        await operator.press('Control+Enter');
        await answers.waitFor({ state: 'hidden' });
        const sheet = await daySheet(operator);
        await sheet.getByText(day, { exact: true }).click();
        await says(sheet, '1 message listed.');
        await sheet.getByText(/^A line of this list could not be read\./).waitFor();
        await sheet.getByText(/^This list was made before its day was over, .*03:00/).waitFor();
      }),
      failed: doesNotApply('A day that cannot be read is refused among the answers.'),
      readOnly: shown('released', async (operator) => {
        const sheet = await daySheet(operator);
        await operator.page.locator('.strip').getByText('Read only').waitFor();
        // A comparison is a file, and no entry; of a day without its list there is none.
        await says(sheet, 'The list of that day (603) is not here, or not whole.');
        const save = sheet.getByRole('button', { name: 'Save as a file' });
        expect(await save.getAttribute('aria-describedby')).toBeNull();
      }),
    },
  },

  'customer book': {
    draws: ['BookView.tsx'],
    view: 'book',
    cells: {
      empty: shown('fresh', async (operator) => {
        const view = await to(operator, 'Alt+4', 'Customer book');
        await view.getByRole('heading', { name: 'No customer book on this laptop yet' }).waitFor();
        await view.getByText('Bring in customers.csv: MPRN, account, name,').waitFor();
      }),
      needsInformation: shown('night', async (operator) => {
        const view = await to(operator, 'Alt+4', 'Customer book');
        const book = 'MPRN,Customer\n10034721433,Mary Byrne\n,Tom Ward\n';
        await view.locator('input[type=file]').setInputFiles(aFile('book.csv', 'text/csv', book));
        await says(view, '1 row has no usable MPRN and stayed out.');
      }),
      breached: shown('night', async (operator) => {
        await to(operator, 'Alt+4', 'Customer book');
        await callsOut(operator);
      }),
      failed: [
        at('fresh', async (operator) => {
          const view = await to(operator, 'Alt+4', 'Customer book');
          await view.locator('input[type=file]').setInputFiles(aPdf);
          await saysPdf(view);
        }),
        at('neverRead', async (operator) => {
          await inside(operator);
          const view = await to(operator, 'Alt+4', 'Customer book');
          await cannotRead(view);
          expect(await view.getByText('No customer book on this laptop').count()).toBe(0);
        }),
      ],
      readOnly: shown('full', async (operator) => {
        const view = await to(operator, 'Alt+4', 'Customer book');
        await isBarred(operator, view.getByRole('button', { name: 'Bring in a customer book' }));
      }),
    },
  },

  settings: {
    draws: ['SettingsView.tsx'],
    view: 'settings',
    cells: {
      empty: shown('fresh', async (operator) =>
        says(await to(operator, 'Alt+5', 'Settings'), 'None found. Everything works without it.'),
      ),
      needsInformation: shown('night', async (operator) => {
        const view = await to(operator, 'Alt+5', 'Settings');
        const open = view.getByRole('listitem').filter({ hasText: 'not yet agreed' });
        expect(await open.count()).toBe(7);
        await view.getByText('No public desk-to-desk number exists. Until you have one,').waitFor();
      }),
      breached: shown('night', async (operator) => {
        await to(operator, 'Alt+5', 'Settings');
        await callsOut(operator);
      }),
      failed: shown('neverRead', async (operator) => {
        await inside(operator);
        await cannotRead(await to(operator, 'Alt+5', 'Settings'));
      }),
      readOnly: shown('full', async (operator) => {
        const view = await to(operator, 'Alt+5', 'Settings');
        const save = view.getByRole('button', { name: 'Save', exact: true });
        await isBarred(operator, save.first());
      }),
    },
  },

  delivery: {
    draws: ['SyncView.tsx'],
    view: 'sync',
    cells: {
      empty: shown('joined', async (operator) => {
        const view = await to(operator, 'Alt+6', 'Delivery and devices');
        await says(view, 'Nothing waits: the gateway has everything that was written here.');
      }),
      needsInformation: shown('fresh', async (operator) => {
        const view = await to(operator, 'Alt+6', 'Delivery and devices');
        await view.getByText('This laptop belongs to no organisation yet.').waitFor();
        await view.getByText('Your administrator gives a one-time code.').waitFor();
        expect(await view.getByRole('button', { name: 'Join' }).isDisabled()).toBe(true);
      }),
      breached: shown('night', async (operator) => {
        await to(operator, 'Alt+6', 'Delivery and devices');
        await callsOut(operator);
      }),
      failed: [
        at('joined', async (operator) => {
          await gatewayGoes(operator);
          const view = await to(operator, 'Alt+6', 'Delivery and devices');
          const said =
            /^Stalled since .*: the gateway cannot be reached from here\. Work goes on here/;
          await view.getByRole('alert').filter({ hasText: said }).waitFor();
        }),
        at('fresh', async (operator) => {
          const view = await to(operator, 'Alt+6', 'Delivery and devices');
          await view.getByRole('textbox', { name: 'Code' }).fill('ACDE-FGHJ-KMNP-QRTU');
          await view.getByRole('button', { name: 'Join' }).click();
          await view
            .getByText('No such code. It may have been used, or its time is over')
            .waitFor();
        }),
        at('unread', async (operator) => {
          await cannotRead(await to(operator, 'Alt+6', 'Delivery and devices'));
        }),
        at('neverRead', async (operator) => {
          await inside(operator);
          const view = await to(operator, 'Alt+6', 'Delivery and devices');
          await cannotRead(view);
          expect(await view.getByText('belongs to no organisation').count()).toBe(0);
          expect(await view.getByText('Nothing waits').count()).toBe(0);
        }),
      ],
      readOnly: shown('full', async (operator) => {
        const view = await to(operator, 'Alt+6', 'Delivery and devices');
        await view.getByRole('textbox', { name: 'Code' }).fill('ACDE-FGHJ-KMNP-QRTU');
        await isBarred(operator, view.getByRole('button', { name: 'Join' }));
      }),
    },
  },

  'desk of ESB Networks': {
    draws: ['CoordinatorDesk.tsx'],
    view: 'desk',
    cells: {
      empty: shown('networks', async (operator) => {
        await operator.networksDesk().getByRole('heading', { name: 'No request yet' }).waitFor();
        await operator.networksDesk().getByText('No gateway joined: requests come by').waitFor();
      }),
      needsInformation: shown('networks', async (operator) => {
        await operator.takeRequest(inTime, { supplier: 'Example Energy' });
        const row = operator.requests().filter({ hasText: inTime });
        await says(row, 'paid?');
      }),
      breached: shown('networks', async (operator) => {
        await operator.takeRequest(breached, { paid: '-100' });
        const row = operator.requests().filter({ hasText: breached });
        await says(row, 'past');
      }),
      failed: shown('fullAtNetworks', async ({ page }) => {
        const said = page
          .getByRole('alert')
          .filter({ hasText: 'This disk is full. Nothing of the' });
        await said.getByRole('button', { name: 'Try again' }).waitFor();
      }),
      readOnly: shown('fullAtNetworks', async (operator) => {
        const bar = operator.page.getByRole('region', { name: 'Requests' });
        for (const name of ['Next request', 'Take by phone'])
          await isBarred(operator, bar.getByRole('button', { name }));
      }),
    },
  },

  request: {
    draws: ['RequestPanel.tsx'],
    cells: {
      empty: shown('networks', async (operator) =>
        operator.request().getByRole('heading', { name: 'No request is open' }).waitFor(),
      ),
      needsInformation: shown('networks', async (operator) => {
        await operator.requests().filter({ hasText: inTime }).click();
        await says(operator.request(), 'not known; ask');
      }),
      breached: shown('networks', async (operator) => {
        await operator.requests().filter({ hasText: breached }).click();
        await says(operator.request(), 'min past');
      }),
      failed: shown('fullAtNetworks', async (operator) => {
        // What was pressed is not there: it is with this desk, as before.
        await operator.requests().filter({ hasText: breached }).getByText('With you').waitFor();
      }),
      readOnly: shown('fullAtNetworks', async (operator) => {
        for (const name of [/^None queued/, /^Done/])
          await isBarred(operator, operator.request().getByRole('button', { name }));
      }),
    },
  },

  // Last: it puts the clock on by a day.
  holds: {
    draws: ['HoldsSheet.tsx'],
    cells: {
      empty: shown('fresh', async (operator) =>
        says(await holdsSheet(operator), 'Nobody’s disconnection is held back.'),
      ),
      needsInformation: shown('night', async (operator) => {
        const sheet = await holdsSheet(operator);
        const pause = 'Pause monitoring and disconnections of everybody';
        await sheet.getByRole('button', { name: pause }).click();
        expect(await sheet.getByRole('button', { name: pause }).isDisabled()).toBe(true);
        await sheet.getByLabel('Because').fill('a payment file is missing');
        await says(sheet, 'Say first who confirmed it.');
        await sheet.getByLabel('Confirmed by').fill('Maura Keane');
        await says(sheet, 'Say first since when payments may be missing, rather too early.');
        await sheet.getByLabel('Payments may be missing since').fill('-300');
        await sheet.getByRole('button', { name: pause }).click();
        await sheet.getByRole('button', { name: 'Ask to lift' }).click();
        await says(sheet, 'Say first why it can go.');
      }),
      breached: shown('night', async (operator) => {
        const sheet = await holdsSheet(operator);
        await sheet.getByRole('button', { name: 'Looked at it' }).click();
        await sheet.getByLabel('Why it still stands').fill('the file is still missing');
        await sheet.getByRole('button', { name: 'It stands until then' }).click();
        await sheet.getByText(/^look again tomorrow/).waitFor();
        await operator.page.clock.fastForward('25:00:00');
        await sheet.getByText(/^look again, due yesterday|^look again, due \d/).waitFor();
      }),
      failed: shown('neverRead', async (operator) => {
        await inside(operator);
        const sheet = await holdsSheet(operator);
        await cannotRead(sheet);
        expect(await sheet.getByText('Nobody’s disconnection is held').count()).toBe(0);
      }),
      readOnly: shown('full', async (operator) => {
        const sheet = await holdsSheet(operator);
        await isBarred(operator, sheet.getByRole('button', { name: /^Pause monitoring/ }));
      }),
    },
  },
};

interface Look extends Shown {
  readonly name: string;
}

/** What begins at one start: column by column, so that a desk gets into trouble last. */
function looksFrom(start: Start): readonly Look[] {
  return states.flatMap((state) =>
    Object.entries(table).flatMap(([name, { cells }]) => {
      const cell = cells[state];
      if ('because' in cell) return [];
      return cell
        .filter((each) => each.start === start)
        .map((each) => ({ ...each, name: `${name}, ${state}` }));
    }),
  );
}

const all = Object.keys(starts) as readonly Start[];

test.for(all)(
  'LOOK11: a view says which state it is in, and axe objects to none: from the start %s',
  async (start, { open }) => {
    const operator = await starts[start](open);
    operator.page.setDefaultTimeout(10_000);
    const violations: string[] = [];
    for (const { name, see } of looksFrom(start)) {
      await see(operator).catch((error: unknown) => {
        throw new Error(`${name}: ${String(error)}`, { cause: error });
      });
      const found = await axeViolations(operator.page);
      violations.push(...found.map((each) => `${name}: ${each}`));
    }
    expect(violations).toEqual([]);
  },
);

test('LOOK11: what could not be read is there once a person tries again', async ({ open }) => {
  const operator = await starts.unread(open);
  const { page } = operator;
  await to(operator, 'Alt+3', 'Back-fixes');
  await cannotRead(page);
  await page.evaluate(() => window.letGoDesk?.());
  await page.getByRole('button', { name: 'Try again' }).click();
  await says(page.locator('.backfix-table'), '10 934 478 153', '10 447 035 576');
  await desk(operator);
  await operator.case().getByRole('tab', { name: 'History' }).click();
  await operator.case().getByText('Reported: a caller').waitFor();
});

test('LOOK11: an empty database in the place of the one on the screen says nothing of its customers', async ({
  open,
}) => {
  const operator = await called(open);
  const { page } = operator;
  await page.evaluate(deleteUnder, 'backstop-live');
  await operator.press('c');
  await page.locator('.notice.late').filter({ hasText: 'cannot be written' }).waitFor();
  await operator.case().getByRole('tab', { name: 'History' }).click();
  await cannotRead(operator.case());
  await cannotRead(await to(operator, 'Alt+3', 'Back-fixes'));
});

test('LOOK11: every view has a row, every row has every state or says why it cannot', async () => {
  const rows = Object.values(table);
  // A place of the console and everything that is a page, or a part of one beside others.
  expect(views.filter((view) => !rows.some((row) => row.view === view))).toEqual([]);
  const folder = `${root}/renderer/views`;
  const drawn: string[] = [];
  for (const file of await readdir(folder)) {
    const source = await readFile(`${folder}/${file}`, 'utf8');
    if (/<(main|aside)\b/.test(source)) drawn.push(file);
  }
  expect(drawn.length).toBeGreaterThan(views.length);
  // That one is the failed state of whatever fails itself (DESK11).
  const own = new Set([...rows.flatMap(({ draws }) => draws), 'FailedBoundary.tsx']);
  expect(drawn.filter((file) => !own.has(file))).toEqual([]);
  for (const [name, { cells }] of Object.entries(table)) {
    expect(Object.keys(cells).toSorted(), name).toEqual(states.toSorted());
    for (const cell of Object.values(cells)) {
      if ('because' in cell) expect(cell.because, name).toMatch(/^[A-Z].* .*\.$/);
      else expect(cell.length, name).toBeGreaterThan(0);
    }
  }
  for (const start of all) expect(looksFrom(start).length, start).toBeGreaterThan(0);
});
