// What the answers of the script lead to: the sentence that stands over the case afterwards, and the
// word in its history.
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const now = new Date('2026-11-21T20:11:00Z');

describe('the call', () => {
  test('SCRIPT7: a second identifier that differs stops the call at its step and stands over the case until it matches', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    await operator.answers('c', 'z', 'z', 'Enter', 'r');
    const stays = operator.case().getByText('Networks has other details under this MPRN.');
    const step = operator.case().locator('.step.now[data-resting=false]');
    await step.waitFor();
    const asked = (await operator.case().locator('.step.now .say').textContent()) ?? '';
    await operator.press('f');
    await stays.waitFor();
    // Nothing is asked for: the same question is open, also after a restart.
    await page.reload();
    await stays.waitFor();
    await operator.asks(asked);
    await operator.press('1');
    await operator.dialog().getByText('it may be another house. Read it again.').waitFor();
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    await step.waitFor();
    await operator.press('r');
    await operator.asks('E05, re-energise');
    await stays.waitFor({ state: 'hidden' });
  });

  test.for([
    ['g', 'Neighbours out too'],
    ['t', 'Trip switch was down'],
  ] as const)(
    'SCRIPT8: %s: %s is perhaps no disconnection: the number and the key stand over the case until a fault is recorded',
    async ([key, said], { open }) => {
      const { page } = await open();
      const operator = await new Operator(page).goIn();
      await operator.takeCall('10934478153', '-20');
      await operator.answers('c', 'z');
      await operator.asks('neighbours');
      const fault = operator.case().getByText(/fault of the network or in the house: 1800 372 999/);
      expect(await fault.count()).toBe(0);
      await operator.answers(key);
      await fault.waitFor();
      await operator.press('8');
      await operator.dialog().waitFor();
      await operator.press('1');
      await page.waitForTimeout(500);
      await operator.press('Control+Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
      await operator.row('10934478153').click();
      await operator.case().getByRole('tab', { name: 'History' }).click();
      await operator.case().locator('.history li').filter({ hasText: said }).waitFor();
      expect(await fault.count()).toBe(0);
    },
  );

  test.for([
    ['c', 'Told in this call', 'told in a call at 20:11'],
    ['t', 'Text sent, not spoken to', 'sent a text at 20:11'],
    ['v', 'Voicemail left', 'A voicemail was left at 20:11'],
    ['u', 'Not reached', 'was not reached, last tried at 20:11'],
  ] as const)(
    'SCRIPT9: safety lines, %s: %s is what happened, in the history and in what Networks is told',
    async ([key, said, toNetworks], { open }) => {
      const { page } = await open();
      await page.clock.install({ time: now });
      await page.reload();
      const operator = await new Operator(page).goIn();
      await operator.takeCall('10934478153', '1957');
      await operator.asks('In danger ring 999 or 112');
      await operator.answers(key);
      await operator.answers('z', 'z', 'Enter', 'r', 'r', 'Enter', 'Enter', 'z', 'z');
      await operator.asks(toNetworks);
      await operator.case().getByRole('tab', { name: 'History' }).click();
      const line = operator.case().locator('.history li').filter({ hasText: 'Safety:' });
      await expect.poll(() => line.first().textContent()).toContain(`Safety: ${said}`);
    },
  );

  test('BF20: the case’s own tab says the plan in order, each step with owner, channel, proof and because of what', async ({
    open,
  }) => {
    const { page } = await open({ size: { width: 1280, height: 720 } });
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage.csv');
    await operator.confirmFile();
    await operator.press('/');
    await operator.type('customer 0001');
    await operator.press('Enter');
    await operator.answers('c', 'z', 'z', 'Enter', 'r');
    await operator.case().getByRole('tab', { name: 'Back-fix' }).click();
    // However far the call had gone, it is read from its beginning.
    await expect
      .poll(() =>
        operator
          .case()
          .getByRole('tabpanel')
          .evaluate((panel) => panel.scrollTop),
      )
      .toBe(0);
    await operator.case().locator('.history li').first().waitFor();
    const steps = await operator.case().locator('.history li').allInnerTexts();
    const said = steps.map((each) =>
      each.replaceAll(/\s+/g, ' ').replace(/ [A-Z]\d-\d{3}-[A-Z]$/, ''),
    );
    expect(said).toEqual([
      '1 Have a D05 cancelled ESB Networks phone because the hub was down and a D05 waits though the customer has paid since: a cut-off comes before any correction. Proof: 131, a named person’s word.',
      '2 Let the waiting 017 run, do not resend ESB Networks EMMA because the hub was down and it is at the hub and runs when the hub is back. Proof: 106E or 307, 603 match.',
    ]);
  });
});

describe('at another time', () => {
  test('CASE9: a caller, an outcome, a note, a change and an exclusion from paper each have their own time', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    const dialog = operator.dialog();
    await operator.press('a');
    await dialog.waitFor();
    await operator.type('10934478153');
    await dialog.getByLabel('Called at').fill('1930');
    await operator.press('Enter');
    const again = dialog.getByText('Enter again saves without');
    await expect
      .poll(async () => (await again.isVisible()) || (await dialog.count()) === 0)
      .toBe(true);
    if (await again.isVisible()) await operator.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    // Nobody knows when they paid: the clock runs from when it was noticed, which was at 19:30.
    await operator.case().getByText('34', { exact: false }).first().waitFor();
    const save = async () => {
      await dialog.getByLabel('Happened at').fill('1931');
      await dialog.getByText('today 19:31').waitFor();
      await operator.press('Control+Enter');
      await dialog.waitFor({ state: 'hidden' });
    };
    await operator.press('w');
    await dialog.getByRole('textbox').first().fill('rang from a neighbour’s phone');
    await save();
    await operator.press('e');
    await dialog.getByLabel('Phone').fill('0871234567');
    await save();
    await operator.press('4');
    await dialog.waitFor();
    await save();
    await operator.row('10934478153').click();
    await operator.press('x');
    await dialog.getByRole('radio', { name: 'Not our customer' }).click({ force: true });
    await save();
    await operator.case().getByRole('tab', { name: 'History' }).click();
    const lines = operator.case().locator('.history li');
    await lines.first().waitFor();
    for (const [what, at] of [
      ['Reported: from paper', '19:30'],
      ['Note: rang', '19:31'],
      ['Phone', '19:31'],
      ['Networks did not answer', '19:31'],
      ['Not our customer', '19:31'],
    ] as const)
      expect(await lines.filter({ hasText: what }).first().textContent(), what).toMatch(
        new RegExp(`^${at}.*written down 20:11`),
      );
  });

  test('CASE9: opened in the middle of a call on a small screen, paper is in sight and is typed into', async ({
    open,
  }) => {
    const { page } = await open({ size: { width: 1280, height: 720 } });
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.press('n');
    await operator.answers('c', 'z', 'z', 'Enter');
    await operator.press('h');
    const field = operator.case().getByLabel('Happened at');
    const label = operator.case().getByText('Happened at', { exact: true });
    const panel = operator.case().getByRole('tabpanel');
    const isInSight = async () => {
      const [frame, ...parts] = await Promise.all(
        [panel, field, label].map((each) => each.boundingBox()),
      );
      return parts.every(
        (part) =>
          part !== null &&
          part !== undefined &&
          frame !== null &&
          frame !== undefined &&
          part.y >= frame.y &&
          part.y + part.height <= frame.y + frame.height,
      );
    };
    await expect.poll(isInSight).toBe(true);
    await operator.type('1930');
    expect(await field.inputValue()).toBe('1930');
    await expect.poll(isInSight).toBe(true);
  });

  test('CASE29: Esc keeps what was typed in every sheet, over a restart too', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    const typed = [
      ['a', 'Call-back number', '087 11'],
      ['e', 'Phone', '087 11'],
      ['w', 'Note', 'rings again at ten'],
      ['x', 'Note', 'a cottage'],
      ['3', 'Who said it', 'Declan'],
      ['p', 'Back at', '2005'],
    ] as const;
    const opens = async (key: string, label: string) => {
      await operator.press(key);
      await operator.dialog().waitFor();
      return operator.dialog().getByLabel(label, { exact: true });
    };
    const leaves = async () => {
      await operator.press('Escape');
      await operator.dialog().waitFor({ state: 'hidden' });
    };
    const stands = async ([key, label, text]: (typeof typed)[number]) => {
      const field = await opens(key, label);
      await expect.poll(() => field.inputValue(), { message: `${key}, ${label}` }).toBe(text);
      await leaves();
    };
    for (const each of typed) {
      await (await opens(each[0], each[1])).fill(each[2]);
      await leaves();
      await stands(each);
    }
    // What is chosen, too.
    await operator.press('e');
    await operator.dialog().getByRole('radio', { name: 'Special services' }).click({ force: true });
    await leaves();
    await page.reload();
    await operator.case().locator('.step.now').waitFor();
    for (const each of typed) await stands(each);
    await operator.press('e');
    const register = operator.dialog().getByRole('radio', { name: 'Special services' });
    expect(await register.isChecked()).toBe(true);
  });
});
