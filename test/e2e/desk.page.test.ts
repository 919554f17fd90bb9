import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { keptText } from '../support/faults.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const now = new Date('2026-11-21T20:11:00Z');

describe('the desk', () => {
  test('DESK1: the first run asks a name and nothing else', async ({ open }) => {
    const { page } = await open();
    await page.getByLabel('Your name').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(1);
    const operator = await new Operator(page).goIn();
    expect(await page.locator('.strip').textContent()).toContain('LIVE');
    await expect.poll(() => operator.count('Power off')).toBe(0);
  });

  test('DESK14: a name and four keys from the first start into the sample outage', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = new Operator(page);
    await page.getByLabel('Your name').fill('Aoife B.');
    await operator.press('Enter');
    await page.getByRole('button', { name: /A database of its own/ }).waitFor();
    await operator.press('p');
    await operator.desk().waitFor();
    expect(await page.locator('.strip').textContent()).toContain('PRACTICE');
    await page.getByRole('button', { name: /Load the sample outage/ }).waitFor();
    await operator.press('Enter');
    await expect.poll(() => operator.count('Power off')).toBe(120);
    // What filled the queue once does not do so again by the same key.
    await operator.press('Escape', 'Enter');
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await operator.press('n');
    await operator.case().locator('.mprn').first().waitFor();
  });

  test('CASE2: a call is taken from the keyboard in 18 key presses, its time echoed in words', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await page.evaluate(() => {
      const counted = { presses: 0 };
      Object.assign(window, { counted });
      window.addEventListener('keydown', () => (counted.presses += 1), { capture: true });
    });
    await operator.press('a');
    await operator.dialog().waitFor();
    await operator.type('10934478153');
    await operator.press('Tab');
    await operator.type('1917');
    await page.getByText('today 19:17, 21 minutes left').waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    expect(
      await page.evaluate(() => (window as never as { counted: { presses: number } }).counted),
    ).toEqual({ presses: 18 });
    await operator.row('10934478153').waitFor();
    expect(await operator.case().textContent()).toContain('21min left');
  });

  test('CASE3: no MPRN and no payment time is needs information, urgent, never refused', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('Mary, a caller');
    await expect.poll(() => operator.count('Needs information')).toBe(1);
    await operator.row('no MPRN yet').waitFor();
    await page.getByLabel('MPRN', { exact: true }).fill('10 447 035 576');
    await operator.press('Enter');
    await operator.row('10447035576').waitFor();
    expect(await operator.rows().count()).toBe(1);
    await operator.case().getByLabel('Payment time').fill('-30');
    await operator.press('Enter');
    await expect.poll(() => operator.count('Needs information')).toBe(0);
  });

  test('CASE1: the same customer reported twice is one case with a further report', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('Escape');
    await operator.takeCall('10934478153', '-45');
    expect(await operator.rows().count()).toBe(1);
    await page.getByText('Reported once more').waitFor();
  });

  test('SCRIPT1: the call is followed step by step; a browser closed in mid-step comes back to the same step and draft', async ({
    open,
  }) => {
    const profile = await mkdtemp(join(tmpdir(), 'backstop-profile-'));
    onTestFinished(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
    const first = await open({ profile });
    const operator = await new Operator(first.page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.asks('Your power may come back');
    await operator.press('Enter');
    await operator.asks('Your power may come back');
    await operator.answers('c');
    await operator.asks('powered medical equipment');
    await operator.answers('z');
    await operator.asks('Are the neighbours out');
    await operator.answers('z');
    await operator.asks('Who am I speaking to');
    await first.page.getByLabel('Name', { exact: true }).fill('Declan, contr');
    await first.page.waitForTimeout(200);
    await first.close();

    const { page } = await open({ profile });
    const again = new Operator(page);
    await again.asks('Who am I speaking to');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Declan, contr');
    await expect.poll(() => again.count('Power off')).toBe(1);
  });

  test('REQ1: the first word with Networks gives the request its speakable reference, and a retry keeps it', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.answers('c', 'z', 'z', 'Enter', 'r');
    await expect.poll(() => operator.count('On the phone')).toBe(1);
    await page.getByRole('tab', { name: 'History' }).click();
    const reference = async () =>
      /Request ([A-Z]\d-\d{3}-[A-Z])/.exec((await operator.case().textContent()) ?? '')?.[1];
    await expect.poll(reference).toBeTruthy();
    const first = await reference();
    await operator.press('4', 'Enter');
    await expect.poll(() => operator.count('Agreed for later')).toBe(1);
    await page.getByRole('tab', { name: 'Call' }).click();
    await operator.asks('Who am I');
    await operator.answers('Enter');
    await page.getByRole('tab', { name: 'History' }).click();
    await expect.poll(() => operator.count('On the phone')).toBe(1);
    await expect.poll(reference).toBe(first);
  });

  test('CASE4: of a roster of a dozen the first nine have a digit, every name a button, and whoever is not on it types theirs', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('Alt+5');
    const roster = page.getByRole('region', { name: 'Roster' });
    const names = Array.from({ length: 12 }, (_, at) => `Operator ${at + 1}`);
    await roster.getByLabel('One name on each line').fill(names.join('\n'));
    await roster.getByRole('button', { name: 'Save' }).click();
    await operator.press('Alt+1', 'o');
    await operator.dialog().waitFor();
    const offered = operator.dialog().getByRole('button', { name: /^Operator/ });
    expect(await offered.allTextContents()).toEqual(
      names.map((name, at) => (at < 9 ? `${name}${at + 1}` : name)),
    );
    await operator.press('9');
    const who = page.locator('.strip').getByText('Operator 9', { exact: false });
    await who.waitFor();
    await operator.press('o');
    await operator.dialog().getByRole('button', { name: 'Operator 12' }).press('Enter');
    await page.locator('.strip').getByText('Operator 12').waitFor();
    await operator.press('o');
    await operator.dialog().getByLabel('Another name').fill('Niamh Daly');
    await operator.press('Enter');
    await page.locator('.strip').getByText('Niamh Daly').waitFor();
  });

  test('SCRIPT6: Networks is told who we are, name and MPID, as settings have them', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('Alt+5');
    const part = page.getByRole('region').filter({ has: page.getByLabel('MPID', { exact: true }) });
    await part.getByLabel('Name said on the phone').fill('Sample Energy');
    await part.getByLabel('MPID', { exact: true }).fill('ABC');
    await part.getByRole('button', { name: 'Save' }).click();
    await operator.press('Alt+1');
    await operator.takeCall('10934478153', '-40');
    await operator.case().getByRole('button', { name: 'Networks answered' }).click();
    await operator.asks('“Sample Energy, ABC, Smart Pay-As-You-Go contingency');
  });

  test('CASE24: nobody is put into the basket of a call that was not begun', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    const basket = operator.case().getByRole('button', { name: /^Basket/ });
    await basket.waitFor();
    expect(await basket.isDisabled()).toBe(true);
    await operator.press('b');
    await operator.takeCall('10447035576', '-30');
    expect(await basket.isDisabled()).toBe(true);
    await operator.press('b');
    await operator.press('2', 'Escape');
    expect(await page.getByText(/In this call/).count()).toBe(0);
    await page.getByRole('tab', { name: 'History' }).click();
    expect(
      await operator
        .case()
        .getByText(/basket|joined/i)
        .count(),
    ).toBe(1);
  });

  test('ALARM6: on Networks’ own desk no supplier’s customer calls, and none rings', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-44');
    await operator.answers('c', 'y');
    const line = page.locator('.alarms');
    await line.getByText('Powered medical equipment').first().waitFor();
    await operator.worksFor('ESB Networks');
    await line.waitFor({ state: 'hidden' });
    // Over the mark of 45 minutes: rung, it would stand here for two.
    await page.clock.runFor(80_000);
    await operator.worksFor('A supplier');
    await line.getByText('Powered medical equipment').first().waitFor();
    await operator.press('F9');
    await line.waitFor({ state: 'hidden' });
    // In two pieces: what the first one plans anew is with the host before the mark of 60 comes.
    await page.clock.runFor('15:00');
    await page.clock.runFor('01:00');
    await line.getByText(/left/).first().waitFor();
  });

  test('TRIAGE1: a yes to powered medical equipment goes to the top and is said aloud', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-66');
    await operator.press('Escape');
    await operator.takeCall('10447035576', '-5');
    await operator.answers('c');
    await operator.asks('powered medical');
    await operator.answers('y');
    await page.getByText('Medical need').first().waitFor();
    await expect.poll(() => operator.rows().first().textContent()).toContain('447');
    await page.getByText('Powered medical equipment at home').first().waitFor();
    // A restart closes no alarm.
    const alarm = page.locator('.alarms').getByText('10 447 035 576');
    await alarm.first().waitFor();
    await page.reload();
    await alarm.first().waitFor();
    await operator.press('F9');
    await page.locator('.alarms').waitFor({ state: 'hidden' });
    const alarms = { name: 'backstop-live', key: 'alarms' };
    await expect.poll(() => page.evaluate(keptText, alarms)).toMatch(/"closed":\["medical:/);
    await page.reload();
    await operator.rows().first().waitFor();
    expect(await page.locator('.alarms').count()).toBe(0);
  });

  test('TRIAGE7: a caller with oxygen and no MPRN is the next customer, and Networks hears of the oxygen', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10447035576', '-22');
    await operator.press('e');
    await operator.dialog().getByText('Priority services').click();
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('Escape');
    await operator.takeCall('Mary, a caller');
    await operator.answers('c');
    await operator.asks('powered medical');
    await page.locator('.step.now[data-resting=false]').waitFor();
    await page.getByLabel('What equipment, who').fill('oxygen, her mother');
    // What is typed is no answer yet: Enter leaves the field, and Yes is said.
    await operator.press('Enter');
    await operator.asks('powered medical');
    await operator.press('y');
    await page.locator('.alarms').getByText('Mary, a caller').first().waitFor();
    await operator.press('Escape', 'Escape', 'n');
    await operator.case().getByText('no MPRN yet', { exact: true }).waitFor();
    await page.getByLabel('MPRN', { exact: true }).fill('10 934 478 153');
    await operator.press('Enter');
    await operator.asks('Are the neighbours out');
    await operator.case().getByRole('button', { name: 'Priority customer?' }).click();
    await operator.asks('depends on powered medical equipment: oxygen, her mother');
  });

  test('CASE5: still off goes back into the queue with its original clock', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('2');
    await operator.dialog().waitFor();
    await operator.press('1');
    await page.waitForTimeout(500);
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('p');
    await operator.dialog().waitFor();
    await operator.press('1', 'Enter');
    await expect.poll(() => operator.count('Said to be back')).toBe(1);
    await expect.poll(() => operator.count('Power off')).toBe(0);
    await operator.case().getByRole('button', { name: 'Still off' }).first().click();
    await expect.poll(() => operator.count('Power off')).toBe(1);
    expect(await operator.case().textContent()).toMatch(/3[45]min left/);
    // The next call begins with what was asked before.
    await operator.answers('c', 'z', 'z');
    await operator.asks(/still off after our request [A-Z]\d-\d{3}-[A-Z], I need it done again/);
  });

  test('CASE6: undo is a new entry, and takes the outcome back', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('3', '1', 'Enter');
    await operator.row('Refused by Networks').waitFor();
    await operator.press('Control+z');
    await operator.row('Call Networks').waitFor();
    await page.getByText('Taken back: Networks refused').waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('Undone: an earlier entry').waitFor();
  });

  test('LANE5: a promise that passes puts the customer back at work', async ({ open }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('2', '1');
    await operator.dialog().getByLabel('Promised for').focus();
    await operator.type('+10');
    await operator.press('Enter');
    await operator.row('Promised 20:21').waitFor();
    await expect.poll(() => operator.count('Agreed for later')).toBe(1);
    await page.clock.runFor('11:00');
    await operator.row('Promise passed').waitFor();
    await expect.poll(() => operator.count('Agreed for later')).toBe(0);
  });

  test('CASE4: another operator takes over in two keystrokes, and entries carry the name', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('o');
    await page.getByLabel('Another name').fill('Brian M.');
    await operator.press('Enter');
    await page.getByRole('button', { name: /Operator: Brian M\./ }).waitFor();
    await operator.press('o', '1');
    await page.getByRole('button', { name: /Operator: Aoife B\./ }).waitFor();
    await operator.press('o', '1');
    await page.getByRole('button', { name: /Operator: Brian M\./ }).waitFor();
    await operator.takeCall('10934478153', '-40');
    // SCRIPT1: taken over in the middle of a call, it goes on at the same step.
    await operator.answers('c', 'z');
    const step = operator.case().locator('.step.now .say');
    const before = await step.textContent();
    await operator.press('o', '1');
    await page.getByRole('button', { name: /Operator: Aoife B\./ }).waitFor();
    expect(await step.textContent()).toBe(before);
    await operator.answers('z');
    await page.getByRole('tab', { name: 'History' }).click();
    const lines = operator.case().locator('.history li');
    await lines.filter({ hasText: 'Neighbours' }).getByText('Aoife B.').waitFor();
    await lines.filter({ hasText: 'Medical equipment' }).getByText('Brian M.').waitFor();
  });

  test('TRIAGE3: the order of work is chosen with its figures, and says who chose it; a share is this desk’s', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.press('l');
    // From the keyboard alone, Enter on the chosen one saves too.
    await operator.dialog().getByRole('radio', { name: 'Least time left' }).focus();
    await operator.press('ArrowRight', 'Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('l');
    expect(
      await operator.dialog().getByRole('radio', { name: 'Most people still in time' }).isChecked(),
    ).toBe(true);
    const desks = operator.dialog().getByLabel('Desks calling at the same time');
    const minutes = operator.dialog().getByLabel('Minutes one call takes');
    const inTime = async (): Promise<number> => {
      const said = page.getByText(
        /^Of 120 with the power off \d+ are back before 75 minutes in this order, \d+ in the other/,
      );
      return Number(/(\d+) are back/.exec((await said.textContent()) ?? '')?.[1]);
    };
    const [byOne, byFour] = [await inTime(), async () => (await desks.fill('4'), inTime())];
    // More desks reach more of them, and so does a shorter call.
    const four = await byFour();
    expect(four).toBeGreaterThan(byOne);
    await minutes.fill('2');
    await expect.poll(inTime).toBeGreaterThan(four);
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.press('l');
    expect([await desks.inputValue(), await minutes.inputValue()]).toEqual(['4', '2']);
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    await page
      .locator('.order')
      .filter({ hasText: /most people still in time \(Aoife B\./ })
      .waitFor();
    await operator.press('s');
    await operator.dialog().getByLabel('of', { exact: true }).fill('3');
    await page.getByText(/open customers fall to desk 1 of 3/).waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await page.getByLabel('My share only').check();
    await expect
      .poll(() => page.getByText(/^\d+ customers$/).textContent())
      .not.toBe('120 customers');
  });

  test('KEYS1: single keys are inert in fields', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.press('/');
    await operator.type('nadosi1');
    expect(await page.getByLabel('Find MPRN').inputValue()).toBe('nadosi1');
    expect(await operator.dialog().count()).toBe(0);
  });

  test('REQ2: more customers go into the basket of one call, and one outcome can hold for all', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('Escape');
    await operator.takeCall('10447035576', '-30');
    await operator.answers('c', 'z', 'z', 'Enter');
    await operator.row('10934478153').click();
    await operator.case().getByLabel('1 0 9 3 4 4 7 8 1 5 3').waitFor();
    await operator.press('b');
    await expect.poll(() => operator.count('On the phone')).toBe(2);
    await operator.press('2');
    await operator.dialog().getByText('For all 2 customers of this call').click();
    await operator
      .dialog()
      .getByRole('button', { name: /^Save ?↵?$/ })
      .click();
    await expect.poll(() => operator.count('Agreed for later')).toBe(2);
  });

  test('DESK2: two tabs on one database show each other’s work and never fork the chain', async ({
    open,
  }) => {
    const { page, context, address } = await open();
    const operator = await new Operator(page).goIn();
    const other = await context.newPage();
    await other.goto(address);
    const colleague = new Operator(other);
    await colleague.desk().waitFor();
    await operator.takeCall('10934478153', '-40');
    await colleague.row('10934478153').waitFor();
    await Promise.all([colleague.takeCall('10447035576', '-30'), operator.press('Escape')]);
    await operator.row('10447035576').waitFor();
    const seqs = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const opening = indexedDB.open('backstop-live');
          opening.addEventListener('success', () => {
            const all = opening.result.transaction('entries').objectStore('entries').getAll();
            all.addEventListener('success', () =>
              resolve(
                (all.result as { device: string; seq: number }[]).map(
                  (each) => `${each.device}/${each.seq}`,
                ),
              ),
            );
          });
        }),
    );
    expect(new Set(seqs).size).toBe(seqs.length);
  });
});
