// What a person sees when the laptop fails them: one clear sentence, nothing half done, a way on.
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import {
  breakScreens,
  countEntries,
  namesOfEntries,
  deleteUnder,
  holdOpen,
  noRoom,
} from '../support/faults.ts';
import { Operator } from '../support/operator.ts';
import { test, type Open } from '../support/page.ts';

describe('a laptop in trouble', () => {
  test('DESK6: a database that hangs is said in words, read only, and tried again; the step stands once', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await page.locator('.step.now[data-resting=false]').waitFor();
    await page.evaluate(holdOpen, 'backstop-live');
    await operator.press('c');
    await page.getByText('The database does not answer').waitFor();
    await page.locator('.strip').getByText('Read only').waitFor();
    // Still held: the fault is real. It is let go, and the person tries again.
    expect(await page.evaluate(() => window.letGoDesk?.())).toBe(true);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The database does not answer').waitFor({ state: 'hidden' });
    await operator.asks('Your power may come back');
    await operator.answers('c');
    await page.getByRole('tab', { name: 'History' }).click();
    await operator.case().getByText('Safety:').first().waitFor();
    expect(await operator.case().getByText('Safety:').count()).toBe(1);
  });

  test.for([
    ['hung', 'does not answer', (page: Page) => page.evaluate(holdOpen, 'backstop-live')],
    ['full', 'is full', (page: Page) => page.evaluate(noRoom)],
    ['broken', 'cannot be', (page: Page) => page.evaluate(deleteUnder, 'backstop-live')],
  ] as const)(
    'DESK10: a store that is %s is read only on every screen: no key and no button writes, and each button says why',
    async ([, words, breakIt], { open }) => {
      const { page } = await open({ expected: [/./] });
      const operator = await new Operator(page).goIn();
      await operator.takeCall('10934478153', '-40');
      await page.locator('.step.now[data-resting=false]').waitFor();
      await breakIt(page);
      await operator.press('c');
      const notice = page.locator('.notice.late');
      await notice.filter({ hasText: words }).waitFor();
      await page.locator('.strip').getByText('Read only').waitFor();
      // The fault passes by itself; whether it has, only a person who tries again finds out.
      await page.evaluate(() => window.letGoDesk?.());
      const before = await page.evaluate(countEntries, 'backstop-live');
      const buttons = operator.case().locator('.choices button, .outcomes button');
      expect(await buttons.count()).toBeGreaterThan(8);
      for (const button of await buttons.all()) {
        expect(await button.isDisabled(), (await button.textContent()) ?? '').toBe(true);
        const why = await button.getAttribute('aria-describedby');
        expect(await page.locator(`#${why}`).textContent()).toContain(words);
      }
      await operator.press('c', 'c', 'j', 'n', 'Control+z');
      await operator.press('2');
      const save = operator.dialog().getByRole('button', { name: /^Save/ }).first();
      await save.waitFor();
      expect(await save.isDisabled()).toBe(true);
      await operator.press('Enter', 'Control+Enter', 'Escape');
      await operator.press('o');
      await operator.dialog().waitFor();
      await operator.press('Escape', 'Escape', 'Alt+5');
      await page.getByRole('main', { name: 'Settings' }).waitFor();
      expect(await page.getByRole('main').locator('button.go:not([disabled])').count()).toBe(0);
      await notice.waitFor();
      expect(await page.evaluate(countEntries, 'backstop-live')).toBe(before);
      await page.getByRole('button', { name: 'Try again' }).click();
      await notice.waitFor({ state: 'hidden' });
    },
  );

  test.for([
    ['hung', 'does not answer', (page: Page) => page.evaluate(holdOpen, 'backstop-live')],
    ['full', 'is full', (page: Page) => page.evaluate(noRoom)],
  ] as const)(
    'DESK10: a file chosen while the store is %s: said as such, read only, and taken once it works again',
    async ([, words, breakIt], { open }) => {
      const { page } = await open({ expected: [/./] });
      const operator = await new Operator(page).goIn();
      await operator.press('i');
      const choose = page.getByRole('button', { name: 'Choose a file' });
      await choose.waitFor();
      await breakIt(page);
      await page.locator('input[type=file]').setInputFiles('test/data/hub-outage.csv');
      await page.locator('.notice.late').filter({ hasText: words }).waitFor();
      await page.locator('.strip').getByText('Read only').waitFor();
      // Back at the start, where nothing more is taken for as long as it lasts.
      await choose.waitFor();
      expect(await choose.isDisabled()).toBe(true);
      expect(await page.locator('.drop[data-disabled]').count()).toBe(1);
      await operator.press('Escape');
      await operator.desk().waitFor();
      expect(await page.evaluate(() => window.letGoDesk?.())).toBe(true);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.locator('.notice.late').waitFor({ state: 'hidden' });
      await operator.bringIn('test/data/hub-outage.csv');
      await operator.confirmFile();
      await expect.poll(() => operator.count('Power off')).toBe(120);
    },
  );

  test('DESK16: a database lost while it is open is found out at the next try: what is gone, and a file of the customers to bring in again', async ({
    open,
  }) => {
    const { page } = await open({ expected: [/./] });
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.press('Escape');
    await operator.takeCall('10447035576', '-30');
    await page.locator('.step.now[data-resting=false]').waitFor();
    const before = await page.evaluate(countEntries, 'backstop-live');
    expect(before).toBeGreaterThan(2);
    await page.evaluate(deleteUnder, 'backstop-live');
    await operator.press('c');
    await page.locator('.notice.late').filter({ hasText: 'cannot be written' }).waitFor();
    expect(await page.evaluate(countEntries, 'backstop-live')).toBe(0);
    await page.getByRole('button', { name: 'Try again' }).click();
    const notice = page.locator('.notice').filter({ hasText: 'was lost while it was open' });
    await notice.filter({ hasText: `${before} entries are gone` }).waitFor();
    await page.locator('.strip').getByText('Aoife B.').waitFor();
    await expect.poll(() => operator.count('Power off')).toBe(0);
    const saving = page.waitForEvent('download');
    await notice.getByRole('button', { name: 'Save the customers' }).click();
    const file = await (await saving).path();
    await notice.getByRole('button', { name: 'Close' }).click();
    await operator.bringIn(file);
    await operator.confirmFile();
    await operator.row('10934478153').waitFor();
    await operator.row('10447035576').waitFor();
    // Whoever was here still is, for every entry and for the next start.
    await page.reload();
    await operator.row('10934478153').waitFor();
    await page.locator('.strip').getByText('Aoife B.').waitFor();
    expect(await page.evaluate(namesOfEntries, 'backstop-live')).toEqual(['Aoife B.']);
  });

  describe('lost under two windows', () => {
    /** Two windows of one desk with one customer, and the database deleted under both. */
    async function lostUnderTwo(open: Open) {
      const { page, address } = await open({ expected: [/./] });
      const first = await new Operator(page).goIn();
      await first.takeCall('10934478153', '-40');
      await first.press('Escape');
      const second = new Operator(await page.context().newPage());
      await second.page.goto(address);
      await second.row('10934478153').waitFor();
      const before = await page.evaluate(countEntries, 'backstop-live');
      await page.evaluate(deleteUnder, 'backstop-live');
      const findsOut = async (each: Operator) => {
        await each.press('n');
        await each.page.locator('.notice.late').filter({ hasText: 'cannot be written' }).waitFor();
      };
      const triesAgain = ({ page: each }: Operator) =>
        each.getByRole('button', { name: 'Try again' }).click();
      const isTold = async (each: Operator) => {
        const notice = each.page.locator('.notice').filter({ hasText: 'was lost while it was' });
        await notice.filter({ hasText: `${before} entries are gone` }).waitFor();
        await each.page.locator('.strip').getByText('Aoife B.').waitFor();
      };
      return { first, second, findsOut, triesAgain, isTold };
    }

    test('DESK16: both try again at once: both say what is gone, and nothing is written twice', async ({
      open,
    }) => {
      const { first, second, findsOut, triesAgain, isTold } = await lostUnderTwo(open);
      for (const each of [first, second]) await findsOut(each);
      await Promise.all([first, second].map(triesAgain));
      for (const each of [first, second]) {
        await isTold(each);
        await expect.poll(() => each.count('Power off')).toBe(0);
      }
      expect(await first.page.evaluate(countEntries, 'backstop-live')).toBe(1);
      await second.takeCall('10447035576', '-30');
      await first.row('10447035576').waitFor();
    });

    test('DESK16: one goes on in a new database: the other writes nothing into it before its person knows', async ({
      open,
    }) => {
      const { first, second, findsOut, triesAgain, isTold } = await lostUnderTwo(open);
      await findsOut(first);
      await triesAgain(first);
      await isTold(first);
      await first.takeCall('10447035576', '-30');
      const before = await first.page.evaluate(countEntries, 'backstop-live');
      await findsOut(second);
      expect(await first.page.evaluate(countEntries, 'backstop-live')).toBe(before);
      await triesAgain(second);
      await isTold(second);
      await second.row('10447035576').waitFor();
      expect(await second.count('Power off')).toBe(1);
    });

    test('DESK16: nor does a file that the other has just looked through', async ({ open }) => {
      const { first, second, findsOut, triesAgain, isTold } = await lostUnderTwo(open);
      await second.bringIn('test/data/hub-outage.csv');
      await findsOut(first);
      await triesAgain(first);
      await isTold(first);
      await first.takeCall('10447035576', '-30');
      const before = await first.page.evaluate(countEntries, 'backstop-live');
      await second.press('Control+Enter');
      await second.page.locator('.notice.late').filter({ hasText: 'cannot be written' }).waitFor();
      expect(await first.page.evaluate(countEntries, 'backstop-live')).toBe(before);
    });
  });

  test('DESK7: a clock that jumped is said, with how far', async ({ open }) => {
    const { page } = await open();
    await new Operator(page).goIn();
    // The wall clock is set a day ahead; the machine's own ticking goes on as it was.
    await page.evaluate(() => {
      const before = Date.now.bind(Date);
      Date.now = () => before() + 24 * 3_600_000;
    });
    await page.getByText(/clock moved ahead by 24 h/).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText(/clock moved ahead/).waitFor({ state: 'hidden' });
  });

  test('DESK8: practice rings nobody', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.press('d');
    await page.getByText('Practice: nobody is rung.').waitFor();
  });

  test('DESK11: a screen that fails says that what was saved is safe, and opens again at the same place', async ({
    open,
  }) => {
    const { page } = await open({ expected: [/./] });
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-40');
    await operator.answers('c');
    const step = (await operator.case().locator('.step.now .say').textContent()) ?? '';
    await page.evaluate(breakScreens);
    await operator.press('Alt+5');
    await page.getByRole('alert').getByText('This screen has failed').waitFor();
    // What must be in sight on every screen still is.
    for (const each of ['LIVE', '1800 372 999', 'Aoife B.'])
      await page.getByRole('main').getByText(each, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Open again' }).click();
    await page.getByRole('main', { name: 'Settings' }).waitFor();
    await operator.press('Alt+1');
    await operator.asks(step);
  });
});
