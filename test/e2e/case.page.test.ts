// What is done with a case beside the call: written down from paper, put right, noted, excluded,
// taken back; and how it is found again.
import { describe, expect } from 'vitest';
import { keptText } from '../support/faults.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const now = new Date('2026-11-21T20:11:00Z');

describe('the case', () => {
  test('CASE9: a call on paper is recorded with the time it happened, and when it was written down', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '1917');
    await operator.press('h');
    await operator.case().getByLabel('Happened at').fill('1930');
    await page.getByText('today 19:30').waitFor();
    await operator
      .case()
      .locator('.step.now')
      .getByRole('button', { name: 'Told in this call' })
      .click();
    await operator.asks('powered medical');
    await operator.press('2');
    expect(await operator.dialog().getByLabel('Happened at').inputValue()).toBe('1930');
    await operator.press('Escape');
    await operator.case().getByRole('button', { name: 'Back to now' }).click();
    await operator.answers('z');
    await operator.asks('neighbours');
    await page.getByRole('tab', { name: 'History' }).click();
    const lines = operator.case().locator('.history li');
    await lines.filter({ hasText: 'Safety:' }).waitFor();
    expect(await lines.filter({ hasText: 'Safety:' }).textContent()).toMatch(
      /^19:30.*written down 20:11/,
    );
    expect(await lines.filter({ hasText: 'Medical equipment:' }).textContent()).toMatch(/^20:11/);
  });

  test('CASE9: paper stays open for a customer who gets an MPRN, over Esc, and in the sheet of the power', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('Mary Byrne', '1917');
    await operator.press('h');
    await operator.case().getByLabel('Happened at').fill('1930');
    await page.getByText('today 19:30').waitFor();
    await operator.case().getByLabel('MPRN').fill('10934478153');
    await operator.press('Enter');
    await operator.row('10934478153').waitFor();
    expect(await operator.case().getByLabel('Happened at').inputValue()).toBe('1930');
    await operator.case().getByRole('tab', { name: 'Call' }).focus();
    await operator.press('Escape');
    await operator.row('Mary Byrne').click();
    expect(await operator.case().getByLabel('Happened at').inputValue()).toBe('1930');
    await operator
      .case()
      .locator('.step.now')
      .getByRole('button', { name: 'Told in this call' })
      .click();
    await operator.asks('powered medical');
    await operator.press('p');
    await operator.dialog().waitFor();
    for (const field of ['Back at', 'Learnt at'])
      expect(await operator.dialog().getByLabel(field).inputValue()).toBe('1930');
    await operator.press('1');
    // Enter saves from any of its fields.
    await operator.dialog().getByLabel('Name').fill('Mary');
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await page.getByRole('tab', { name: 'History' }).click();
    const lines = operator.case().locator('.history li');
    await lines.filter({ hasText: 'Safety:' }).waitFor();
    for (const line of ['Safety:', /said to be back|back at/i])
      expect(await lines.filter({ hasText: line }).first().textContent(), String(line)).toMatch(
        /^19:30.*written down 20:11/,
      );
  });

  test('CASE20: waiting on the line is a state that the next answer ends', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    await operator.answers('c', 'z', 'z');
    await operator.asks('Who am I speaking to');
    await operator.case().locator('.step.now[data-resting=false]').waitFor();
    await operator.press('F4');
    const waiting = operator.case().getByText(/^Waiting on the line, /);
    await waiting.waitFor();
    await expect.poll(() => operator.count('On the phone')).toBe(1);
    await page.reload();
    await waiting.waitFor();
    await operator.case().locator('.step.now[data-resting=false]').waitFor();
    await operator.case().getByLabel('Name').first().fill('Declan');
    await operator.press('Enter');
    await waiting.waitFor({ state: 'hidden' });
    await page.getByRole('tab', { name: 'History' }).click();
    const lines = operator.case().locator('.history li');
    await lines.filter({ hasText: 'Waiting on the line' }).first().waitFor();
  });

  test.for([
    ['1', 'Networks says it is done'],
    ['2', 'Networks accepted, not confirmed'],
    ['3', 'Networks refused'],
    ['4', 'Networks did not answer'],
    ['5', 'Networks was busy'],
    ['6', 'Networks calls back'],
    ['7', 'Not remotely switchable'],
    ['8', 'A network fault, not a disconnection'],
    ['9', 'The MPRN is another customer’s'],
  ] as const)(
    'CASE21: outcome on key %s: “%s”, after a restart too',
    async ([key, words], { open }) => {
      const { page } = await open();
      const operator = await new Operator(page).goIn();
      await operator.takeCall('10934478153', '-20');
      await operator.press(key);
      await operator.dialog().waitFor();
      if ((await operator.dialog().getByRole('radio').count()) > 0) await operator.press('1');
      await page.waitForTimeout(500);
      await operator.press('Control+Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
      await page.reload();
      await operator.row('10934478153').click();
      await page.getByRole('tab', { name: 'History' }).click();
      await operator.case().locator('.history li').filter({ hasText: words }).first().waitFor();
    },
  );

  test('CASE11: what is known is put right; only what differs is written, with who says so', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('e');
    await operator.dialog().getByLabel('Phone').fill('020 915 9090');
    await operator.dialog().getByText('Special services').click();
    await operator.dialog().getByLabel('Who says so').fill('the customer');
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.case().getByText('020 915 9090').waitFor();
    await operator.row('Special services').waitFor();
    await operator.press('e');
    await operator.dialog().getByLabel('Phone').waitFor();
    expect(await operator.dialog().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await operator.press('Escape', 'w');
    await operator.dialog().getByLabel('Note').fill('Rang twice');
    await operator.press('Control+Enter');
    await page.getByRole('tab', { name: 'History' }).click();
    await operator.case().getByText('Note: Rang twice').waitFor();
    await operator.case().getByText('Phone not given → 020 915 9090', { exact: false }).waitFor();
    await operator.case().getByText('the customer').first().waitFor();
  });

  test('CASE12: excluded with a reason it is not counted past, and stays in the queue; undone it counts again', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-90');
    await expect.poll(() => operator.count('Past 75 minutes')).toBe(1);
    await operator.press('x');
    await operator.dialog().getByText('Tampering').click();
    await operator.press('Control+Enter');
    await expect.poll(() => operator.count('Past 75 minutes')).toBe(0);
    await expect.poll(() => operator.count('Power off')).toBe(1);
    await page.getByRole('tab', { name: 'History' }).click();
    await operator
      .case()
      .getByRole('button', { name: /^Undo: Excluded/ })
      .click();
    await expect.poll(() => operator.count('Past 75 minutes')).toBe(1);
    await operator.case().getByText('undone').first().waitFor();
  });

  test('CASE13: a case opened by mistake is closed as such, and only while nothing was asked of Networks', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.case().getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Opened by mistake' }).click();
    await expect.poll(() => operator.count('Power off')).toBe(0);
    await operator.takeCall('10934478153', '-40');
    await operator.press('3', '1', 'Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.case().getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Add a note' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Opened by mistake' }).count()).toBe(0);
  });

  test('SEARCH2: a search finds customers in every lane, those of the chosen one first', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('p');
    await operator.dialog().waitFor();
    await operator.press('1', 'Enter');
    await expect.poll(() => operator.count('Said to be back')).toBe(1);
    await operator.press('Escape');
    expect(await operator.rows().count()).toBe(0);
    await operator.press('/');
    await operator.type('478153');
    await operator.row('10934478153').waitFor();
    await page.getByText('1 of them in another lane').waitFor();
  });

  test('SEARCH5: Enter opens the one that is meant, and with several as good goes into the list', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.press('/');
    await operator.type('Customer 0046');
    await page.getByText('opens Customer 0046').waitFor();
    await operator.press('Enter');
    await operator.case().getByText('Customer 0046').waitFor();
    await operator.press('Escape', '/');
    await operator.type('cork');
    await page.getByText('several are as good').waitFor();
    await operator.press('Enter');
    expect(await operator.case().getByText('No customer is open').count()).toBe(1);
    await operator.press('ArrowDown');
    // The first of those found, once the list shows them.
    await expect
      .poll(async () => {
        const first = await operator.rows().first().locator('.mprn').getAttribute('aria-label');
        return operator
          .case()
          .getByLabel(first ?? 'nobody')
          .count();
      })
      .toBe(1);
    await operator.press('Escape', 'Escape');
    expect(await page.getByLabel('Find MPRN').inputValue()).toBe('');
  });

  test('CASE19: a caller comes in whatever was typed; the words are shown and found, and a key types the MPRN', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('a');
    await operator.dialog().waitFor();
    await operator.type('Mary Byrne, 12 Main St');
    await page.getByLabel('Paid at').fill('half one');
    await page.getByText('the words are kept as a note').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Mary Byrne');
    // A time that nobody can read is looked at once; then it is kept as told.
    await operator.press('Enter');
    expect(
      await page.getByLabel('Paid at').evaluate((each) => each === document.activeElement),
    ).toBe(true);
    // CASE27: so is a customer whom nobody could ring back or find.
    await operator.press('Enter');
    await operator.dialog().getByText('nobody can ring them back').waitFor();
    expect(
      await page.getByLabel('Call-back number').evaluate((each) => each === document.activeElement),
    ).toBe(true);
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    const note = 'As typed: Mary Byrne, 12 Main St. Paid at, as told: half one';
    await operator.case().getByText(note).waitFor();
    await expect.poll(() => operator.count('Needs information')).toBe(1);
    await operator.press('F3');
    await operator.type('10934478153');
    expect(await page.getByLabel('MPRN', { exact: true }).inputValue()).toBe('10934478153');
    await operator.press('Escape', 'Escape', '/');
    await operator.type('12 main');
    await operator.row('Mary Byrne').waitFor();
  });

  test('CASE27: a caller with neither number nor MPRN is looked at once, then saved; with a number Enter saves', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    const phone = page.getByLabel('Call-back number');
    for (const number of ['', '087 123 4567']) {
      await operator.press('a');
      await operator.dialog().waitFor();
      await operator.type(number === '' ? 'Mary Byrne' : 'John Daly');
      await operator.press('Control+Enter');
      await operator.dialog().getByText('Enter again saves without').waitFor();
      expect(await phone.evaluate((each) => each === document.activeElement)).toBe(true);
      await operator.type(number);
      await operator.press('Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
    }
    await expect.poll(() => operator.count('Needs information')).toBe(2);
    await operator.press('a');
    await operator.type('Ann Ryan, 021 427 1234');
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => operator.count('Needs information')).toBe(3);
  });

  test('CASE22: whoever is in the queue already is found by name and phone, with no book; nobody gets a second case', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage.csv');
    await operator.confirmFile();
    await expect.poll(() => operator.count('Power off')).toBe(120);
    for (const typed of ['Customer 0111', '0209152094']) {
      await operator.press('a');
      await operator.dialog().waitFor();
      await operator.type(typed);
      await operator.dialog().getByText('in the queue', { exact: true }).waitFor();
      await operator.press('Enter', 'Enter');
      // It goes on with their MPRN, which says how they stand.
      await operator
        .dialog()
        .getByText(/^In the queue already/)
        .waitFor();
      await operator.press('Escape');
      await operator.press('a');
      await operator.dialog().waitFor();
      await page.getByLabel(/MPRN, name, account/).fill('');
      await operator.press('Escape');
    }
    expect(await operator.count('Power off')).toBe(120);
    // Somebody without an MPRN is opened.
    await operator.takeCall('Mary Byrne');
    await operator.press('Escape', 'a');
    await operator.dialog().waitFor();
    await operator.type('mary byrne');
    await operator.dialog().getByText('in the queue', { exact: true }).waitFor();
    await operator.press('Enter', 'Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.case().getByText('No MPRN yet.').waitFor();
    await expect.poll(() => operator.count('Power off')).toBe(121);
  });

  test('SEARCH4: when Networks ring back with a reference, it finds the customer; the arrow and Enter open who is meant', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    await operator.takeCall('10404117016', '-10');
    await operator.answers('c', 'z', 'z');
    await operator.case().locator('.step.now[data-resting=false]').waitFor();
    await operator.case().getByLabel('Name').first().fill('Declan');
    await operator.press('Enter');
    await operator.case().getByRole('tab', { name: 'History' }).click();
    const history = await operator.case().locator('.history').textContent();
    const reference = /[A-Z]\d-\d{3}-[A-Z]/.exec(history ?? '')?.[0] ?? 'no reference';
    for (const typed of [reference, reference.replaceAll('-', '')]) {
      await operator.press('Escape', 'Escape', '/');
      await operator.type(typed);
      await operator.row('10404117016').waitFor();
      await expect.poll(() => operator.rows().count()).toBe(1);
      await operator.press('ArrowDown', 'Enter');
      await operator.case().locator('.mprn').filter({ hasText: '117' }).first().waitFor();
    }
  });

  test('UNDO1: after “save and next” the outcome can still be taken back, and its customer is open again', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10404117016', '-10');
    await operator.takeCall('10934478153', '-20');
    await operator.press('3');
    await operator.dialog().waitFor();
    await operator.press('1');
    await page.waitForTimeout(500);
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.case().locator('.mprn').filter({ hasText: '016' }).first().waitFor();
    // Another customer is open: beforehand it says whose work the key takes back.
    await page
      .getByRole('button', { name: /^Undo for 10 934 478 153: Networks refused/ })
      .waitFor();
    await operator.press('Control+z');
    await operator.case().locator('.mprn').filter({ hasText: '153' }).first().waitFor();
    await page.getByText(/^Taken back: Networks refused/).waitFor();
    await operator.case().getByRole('tab', { name: 'History' }).click();
    await operator
      .case()
      .locator('.history')
      .getByText(/Undone|taken back/i)
      .first()
      .waitFor();
  });

  test('CASE23: a caller taken back leaves no case standing; Enter without who told it goes there', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    await operator.press('2');
    await operator.dialog().getByLabel('Promised for').fill('+20');
    await operator.press('Enter');
    // The sheet stays, and the focus is where a digit says who told it.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('type')))
      .toBe('radio');
    await operator.press('1');
    await operator.press('Escape', 'Escape');
    await operator.row('10934478153').click();
    await operator.press('Control+z');
    await expect.poll(() => operator.count('Power off')).toBe(0);
    expect(await operator.case().locator('.step.now').count()).toBe(0);
  });

  test('CASE19: a wrong MPRN is told like a wrong time, and the medical question takes Y and N where it has the focus', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('a');
    const sheet = operator.dialog();
    await sheet.waitFor();
    await operator.type('1093447815');
    await sheet.getByLabel('Paid at').fill('2577');
    const told = sheet.locator('.echo.warn');
    await expect.poll(() => told.count()).toBe(2);
    await sheet.getByLabel('Paid at').fill('');
    const chosen = (name: string) => sheet.getByRole('radio', { name, exact: true }).isChecked();
    await sheet.getByLabel('Call-back number').focus();
    await operator.type('y');
    expect(await chosen('Not asked')).toBe(true);
    await operator.press('Tab', 'n');
    await expect.poll(() => chosen('No')).toBe(true);
    await operator.press('y');
    await expect.poll(() => chosen('Yes')).toBe(true);
    await sheet
      .locator('.option', { hasText: 'Yes' })
      .getByText('Alt Y', { exact: true })
      .waitFor();
    // From every field by its own key, which no field takes for a letter.
    await sheet.getByLabel('Paid at').focus();
    await operator.press('Alt+n');
    await expect.poll(() => chosen('No')).toBe(true);
    await operator.press('Alt+y');
    await expect.poll(() => chosen('Yes')).toBe(true);
    expect(await sheet.getByLabel('Paid at').inputValue()).toBe('');
    await operator.press('Enter');
    await sheet.waitFor({ state: 'hidden' });
    await operator.case().getByText('Powered medical equipment').first().waitFor();
  });

  test('IF2: a treatment agreed since, and a label put right, are this desk’s and say what is to be done', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.takeCall('10934478153', '-40');
    await operator.press('e');
    await operator.dialog().getByLabel('Point of failure').selectOption('9');
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('Alt+5');
    await page.getByLabel('Treatment at point 9').selectOption('webform');
    await page.getByLabel('Label of point 9').fill('Trigger MDMS');
    await page.getByLabel('Label of point 9').press('Tab');
    await operator.press('Alt+1');
    await page.getByLabel('To be done').selectOption('callNetworks');
    await expect.poll(() => operator.rows().count()).toBe(0);
    await page.getByLabel('To be done').selectOption('webform');
    await operator.row('10934478153').waitFor();
    await page.getByLabel('Point of failure').selectOption({ label: '9 Trigger MDMS' });
    await operator.row('10934478153').waitFor();
  });
});

describe('mistakes of the night', () => {
  test('DESK13: what ends a mass failure says so, and only its own button does it', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.press('m');
    await operator.dialog().getByLabel('Since').fill('1730');
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('m');
    await operator.dialog().getByRole('heading', { name: 'End the outage since 17:30' }).waitFor();
    await operator.press('Enter', 'Control+Enter');
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('m');
    const end = operator.dialog().getByRole('button', { name: 'End the outage since 17:30' });
    await end.focus();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await page.getByText('No mass failure declared').waitFor();
  });

  test('SAME1: an MPRN of another open case is compared side by side first, and taken back with one key', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('a');
    await operator.dialog().waitFor();
    await operator.type('10934478153');
    await page.getByLabel('Name', { exact: true }).fill('Customer 0070');
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('Escape');
    await operator.takeCall('Mary Byrne', '-70');
    await page.getByLabel('MPRN', { exact: true }).fill('10 934 478 153');
    await operator.case().getByText('In the queue already: Customer 0070').waitFor();
    await operator.press('Enter');
    const side = operator.dialog().getByRole('table');
    await side.waitFor();
    expect(await side.textContent()).toMatch(/Mary Byrne.*Customer 0070/);
    // The harmless answer has the focus, and Tab with Enter joins nobody.
    const no = operator.dialog().getByRole('button', { name: 'Not the same' });
    await expect.poll(() => no.evaluate((each) => each === document.activeElement)).toBe(true);
    await operator.press('Tab', 'Enter');
    await side.waitFor();
    await no.focus();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => operator.count('Power off')).toBe(2);
    await page.getByLabel('MPRN', { exact: true }).focus();
    await operator.press('Enter');
    await side.waitFor();
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => operator.count('Power off')).toBe(1);
    await operator.press('Escape', '/');
    await operator.type('mary');
    await operator.row('Customer 0070').waitFor();
    await operator.press('Escape', 'Control+z');
    await expect.poll(() => operator.count('Power off')).toBe(2);
    await operator.row('Mary Byrne').waitFor();
  });

  test('CASE6: a caller added by mistake is taken back with one key, and nothing more is said', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('Control+z');
    await expect.poll(() => operator.count('Power off')).toBe(0);
    await operator.press('Control+z');
    await page.getByText('Nothing is left to take back here').waitFor();
  });

  test('CASE14: a later payment told in a second call gives no more time, and the sheet says so', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '1910');
    await operator.press('Escape', 'a');
    await operator.type('10934478153');
    await page.getByText('In the queue already, 14 min').waitFor();
    await page.getByLabel('Paid at').fill('2005');
    await page.getByText('A later payment does not give more time').waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await page.getByText('Reported once more').waitFor();
    expect(await operator.case().textContent()).toContain('14min left');
  });

  test('DESK9: a key pressed while a case is still being opened is not undone by it', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    // As quick as a machine: save a caller and press A in the same breath, twenty times.
    for (let index = 1; index <= 20; index++) {
      await operator.press('a');
      await page.getByLabel('MPRN, name, account').fill(`10${String(index).padStart(9, '0')}`);
      await operator.press('Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
      await operator.press('a');
      await page.getByLabel('MPRN, name, account').waitFor();
      await operator.press('Escape');
      await operator.dialog().waitFor({ state: 'hidden' });
    }
    await expect.poll(() => operator.count('Power off')).toBe(20);
  });

  test('KEYS10: arrows open the customer above or below, and Enter answers for that one', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('Escape');
    await operator.takeCall('10447035576', '-30');
    await operator.answers('c', 'z', 'z');
    await operator.press('Escape', 'ArrowUp');
    await operator.case().getByLabel('1 0 9 3 4 4 7 8 1 5 3').waitFor();
    await operator.asks('Your power may come back');
  });

  test('NEXT1: N goes on from customers left unfinished, and Q puts one down', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    for (const [mprn, paid] of [
      ['10934478153', '-20'],
      ['10447035576', '-30'],
      ['10000000017', '-40'],
    ] as const) {
      await operator.takeCall(mprn, paid);
      await operator.press('Escape');
    }
    const shown = (digits: string) =>
      operator
        .case()
        .getByLabel([...digits].join(' '))
        .waitFor();
    await operator.press('n');
    await shown('10000000017');
    await operator.answers('c');
    // In the middle of a call, and No is Z: nobody is lost by one letter.
    await operator.press('n');
    await page
      .getByText(/No outcome is recorded for this customer.*passes them by until \d\d:\d\d/)
      .waitFor();
    await shown('10000000017');
    await operator.press('n');
    await shown('10447035576');
    await operator.row('10000000017').getByText('N passes by until').waitFor();
    await operator.press('n');
    await shown('10934478153');
    await operator.press('n');
    await shown('10000000017');
    await operator.press('q');
    await page.getByText('No customer is open').waitFor();
    await operator.press('n');
    await shown('10447035576');
    await page.getByRole('tab', { name: 'History' }).click();
    await operator.case().getByText('Reported: a caller').waitFor();
    // NEXT3: nothing was done about this one when N went on: put down, and taken again now.
    expect(await operator.case().getByText('Taken').count()).toBe(2);
    expect(await operator.case().getByText('Given back').count()).toBe(1);
  });

  test('KEYS11: Esc leaves a field and keeps what is typed; the next one leaves the case', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.answers('c', 'z', 'z');
    await operator.asks('Who am I speaking to');
    await operator.press('Enter');
    await operator.type('Declan');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Declan');
    await operator.press('Escape');
    await operator.asks('Who am I speaking to');
    await operator.press('Escape');
    await page.getByText('No customer is open').waitFor();
    await operator.press('ArrowDown');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Declan');
  });

  test('KEYS12: an empty name answers nothing; the field is entered by Enter, and the desk’s letters stay its own', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.answers('c', 'z', 'z');
    await operator.asks('Who am I speaking to');
    const name = page.getByLabel('Name', { exact: true });
    expect(await name.evaluate((field) => field === document.activeElement)).toBe(false);
    await page.locator('.step.now[data-resting=false]').waitFor();
    await operator.press('Enter');
    await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
    await operator.press('Enter', 'Enter');
    await operator.asks('Who am I speaking to');
    await operator.press('Escape', 'a');
    await operator.dialog().waitFor();
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    expect(await name.inputValue()).toBe('');
    await operator.press('F7');
    await operator.asks('Please read it back');
    await operator.case().getByText('Answered, gives no name').waitFor();
  });

  test('KEYS12: a half-typed name that came back after a reload is gone into by Enter, and taken by the next', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    await operator.answers('c', 'z', 'z');
    await operator.asks('Who am I speaking to');
    const name = operator.case().getByLabel('Name', { exact: true });
    await operator.press('Enter');
    await operator.type('Gra');
    const drafts = { name: 'backstop-live', key: 'drafts' };
    await expect.poll(() => page.evaluate(keptText, drafts)).toContain('"Gra"');
    await page.reload();
    await operator.case().locator('.step.now[data-resting=false]').waitFor();
    await expect.poll(() => name.inputValue()).toBe('Gra');
    await operator.press('Enter');
    await operator.type('inne');
    expect(await name.inputValue()).toBe('Grainne');
    await operator.press('Enter');
    await operator.asks('read it back');
    await operator
      .case()
      .getByText(/Grainne/)
      .first()
      .waitFor();
  });

  test('KEYS13: a key pressed twice answers one question', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.answers('c');
    await operator.asks('powered medical equipment');
    await page.locator('.step.now[data-resting=false]').waitFor();
    await operator.press('z');
    await operator.asks('Are the neighbours out');
    await operator.press('z', 'z');
    await page.locator('.step.now[data-resting=false]').waitFor();
    await operator.asks('Are the neighbours out');
    await page.getByRole('tab', { name: 'History' }).click();
    expect(await operator.case().getByText('Neighbours:').count()).toBe(0);
  });

  test('HIST1: History says what was changed from what to what, and when the promise is', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('e');
    await operator.dialog().getByLabel('Name').fill('Mary Byrne');
    // Plain Enter saves nothing where the button says Ctrl+Enter.
    await operator.press('Enter');
    await operator.dialog().getByLabel('Name').fill('Mary Burke');
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.answers('c', 'z', 'z', 'Enter', 'r', 'r', 'Enter', 'Enter', 'z', 'z', 'Enter');
    await page.locator('.step.now[data-resting=false]').waitFor();
    await operator.press('Enter');
    await operator.type('ESB-88123');
    await operator.press('Tab');
    await operator.type('20 min');
    await operator.press('Enter');
    await operator.asks('After recovery');
    await operator
      .case()
      .getByText(/Theirs: ESB-88123, promised /)
      .waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await operator.case().getByText('Customer not given → Mary Burke').waitFor();
    await operator
      .case()
      .getByText(/Theirs: ESB-88123, promised (?:tomorrow )?\d\d:\d\d/)
      .waitFor();
    expect(await operator.case().getByText('Mary Byrne').count()).toBe(0);
  });

  test('LANE7: a promise is echoed with its distance, warned of after the backstop, and asked about when it has gone', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '1917');
    await operator.press('2', '1');
    await page.getByText('No time given: looked at again at 20:26').waitFor();
    await page.getByText('has not been told the safety lines').waitFor();
    const promised = operator.dialog().getByLabel('Promised for');
    await promised.fill('2000');
    await page.getByText('That time has gone').waitFor();
    expect(
      await operator
        .dialog()
        .getByRole('button', { name: 'Save', exact: false })
        .first()
        .isDisabled(),
    ).toBe(true);
    await promised.fill('2050');
    await page.getByText('in 39 min, 18 min after the backstop').waitFor();
    await promised.fill('20 min');
    await page.getByText('20:31, in 20 min').waitFor();
    await operator.press('Enter');
    await expect.poll(() => operator.count('Agreed for later')).toBe(1);
    await page.clock.fastForward('21:00');
    await expect.poll(() => operator.count('Agreed time past')).toBe(1);
    await operator.row('Promise passed 20:31').waitFor();
  });

  test('OUTCOME1: an outcome or power back with no call behind it asks who told it, and nothing is chosen before', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('1');
    await operator.dialog().getByText('Who told you?').waitFor();
    await operator.dialog().getByText('The MPRN was not read back').waitFor();
    await operator.press('Enter');
    expect(await operator.dialog().getByRole('radio', { checked: true }).count()).toBe(0);
    await operator.press('2', 'Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator
      .case()
      .getByText(/Networks says done.*A colleague/)
      .waitFor();
    await operator.press('p');
    await operator.dialog().getByText('Who says so').waitFor();
    await operator.press('Enter');
    await expect.poll(() => operator.count('Said to be back')).toBe(0);
    await operator.press('1', 'Enter');
    await expect.poll(() => operator.count('Said to be back')).toBe(1);
  });

  test('KEYS16: a time typed outside its field is a time and nobody who told us; a digit alone is', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '1917');
    const checked = operator.dialog().getByRole('radio', { checked: true });
    const back = operator.dialog().getByLabel('Back at');
    await operator.press('p');
    const who = operator.dialog().getByText('Who says so');
    await who.waitFor();
    await operator.type('1942');
    await expect.poll(() => back.inputValue()).toBe('1942');
    expect(await back.evaluate((field) => field === document.activeElement)).toBe(true);
    const outside = operator.dialog().getByRole('radio').first();
    expect(
      await operator
        .dialog()
        .getByRole('radio', { name: /^[1-4]/, checked: true })
        .count(),
    ).toBe(0);
    await operator.press('Enter');
    expect(await operator.dialog().count()).toBe(1);
    // Alone it is somebody, and the next digit is a time again.
    await outside.focus();
    await operator.press('2');
    await operator.dialog().getByRole('radio', { name: /^2/, checked: true }).waitFor();
    await expect.poll(() => back.evaluate((field) => field === document.activeElement)).toBe(true);
    await outside.focus();
    await operator.press('1');
    await expect.poll(() => back.inputValue()).toBe('1');
    await operator.type('950');
    await operator.dialog().getByRole('radio', { name: /^2/, checked: true }).waitFor();
    await operator.press('Enter');
    await operator.case().getByText('Said to be back at 19:50, by ESB Networks').waitFor();

    // The same where an outcome asks it.
    await operator.takeCall('10447035576', '1927');
    await operator.press('2');
    await operator.dialog().getByText('Who told you?').waitFor();
    await operator.type('2040');
    await expect.poll(() => operator.dialog().getByLabel('Promised for').inputValue()).toBe('2040');
    expect(await checked.count()).toBe(0);
    await operator.press('Enter');
    expect(await operator.dialog().count()).toBe(1);
    await operator.dialog().getByRole('radio').first().focus();
    await operator.press('1', 'Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator
      .case()
      .getByText(/Promised by 20:40|promised.*20:40/i)
      .first()
      .waitFor();
  });

  test('POWER1: power back before the payment says so under its field, and nothing is saved', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '1917');
    await operator.press('p', '1');
    await operator.dialog().getByLabel('Back at').fill('2300');
    await operator.dialog().getByText('before the payment at 19:17').waitFor();
    expect(await operator.dialog().textContent()).not.toContain('in time');
    await operator.press('Enter');
    expect(await operator.dialog().count()).toBe(1);
    await operator.dialog().getByLabel('Back at').fill('2005');
    await operator.dialog().getByText('48 minutes after payment: in time').waitFor();
  });

  test('OUTCOME3: a promise is echoed against the backstop while it is typed, and the last step puts it in force with one key', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '1917');
    await operator.answers('c', 'z', 'z', 'Enter', 'r', 'r', 'Enter', 'Enter', 'z', 'z', 'Enter');
    await operator.asks('What is yours, and by when?');
    await operator.case().getByLabel('ESBN reference').fill('ESB-88123');
    await operator.case().getByLabel('Promised for').fill('2042');
    await operator.case().getByText('in 31 min, 10 min after the backstop').waitFor();
    await operator.case().getByLabel('Promised for').fill('2027');
    await operator.case().getByText('5 min before the backstop').waitFor();
    await operator.answers('Enter', 'f', 'r', 'c');
    await operator.asks('Until it is recorded nothing is agreed');
    await expect.poll(() => operator.count('Agreed for later')).toBe(0);
    await operator.press('Enter');
    await expect.poll(() => operator.count('Agreed for later')).toBe(1);
    await operator.case().getByText('Networks promised 20:27').waitFor();
    await operator.case().getByText('ESB-88123', { exact: false }).first().waitFor();
  });

  test('OUTCOME4: a promise in the middle of the script says what was not asked, and a key goes back to it', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '1917');
    await operator.answers('c', 'k', 'z');
    await operator.asks('Who am I');
    await operator.answers('Enter', 'r');
    await operator.press('2');
    await operator
      .dialog()
      .getByText('Not asked: Medical equipment, Second check, D05, Safety said')
      .waitFor();
    await operator.press('Alt+b');
    await operator.asks('powered medical');
    await operator.answers('z');
    await operator.press('2');
    const left = 'Not asked: Second check, D05, Safety said';
    await operator.dialog().getByText(left).waitFor();
    await operator.dialog().getByLabel('Promised for').fill('20:20');
    await operator.press('Enter');
    await operator.case().getByText('Networks promised 20:20').waitFor();
    // The open step asks the first of them; the others say what became of them.
    await expect
      .poll(() => operator.case().getByText('not asked', { exact: true }).count())
      .toBe(2);
    await page.getByRole('tab', { name: 'History' }).click();
    await operator.case().getByText(left).waitFor();
  });

  test('ALERT1: a promise that passed is said by name, opened with F8, and stands over its case until Networks is rung again', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '1917');
    await operator.answers('c', 'z', 'z');
    await operator.asks('Who am I');
    await operator.type('Declan');
    await operator.answers('Enter', 'r');
    await operator.press('2');
    await operator.dialog().getByLabel('Promised for').fill('20:14');
    await operator.dialog().getByLabel('ESBN reference').fill('ESB-88123');
    await operator.press('Enter');
    await operator.case().getByText('Networks promised 20:14').waitFor();
    await operator.case().getByText('ESB-88123, Declan').first().waitFor();
    await operator.press('Escape');
    await operator.takeCall('10447035576', '1950');
    await operator.press('Escape');
    await page.clock.runFor('05:00');
    const line = page.locator('.alarms');
    await line.getByText('promise passed 2 min ago').waitFor();
    await operator.press('F8');
    await operator.case().getByText('Passed 2 min ago. Ring Networks again.').waitFor();
    await operator.asks('Who am I');
    await operator.press('F9');
    await line.waitFor({ state: 'hidden' });
    await operator.case().getByText('Ring Networks again.').waitFor();
  });
});
