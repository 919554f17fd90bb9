// ESB Networks' end of the phone, as its coordinator works: from the keyboard, with no network.
import { describe, expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';
import { makeReference, speakReference } from '../../shared/domain/reference.ts';

const now = new Date('2026-11-21T20:11:00Z');
const first = '10934478153';
const second = '10447045576';
const third = '10019737361';

describe('the coordinator', () => {
  test('COORD5: takes three requests by phone with the keyboard alone, answers the D05, promises, is done, takes back', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn({ name: 'Declan M.' });
    await operator.worksFor('ESB Networks');
    await page.getByText('No request yet').waitFor();

    const reference = makeReference({ device: '00000b19', count: 42 });
    await operator.takeRequest(first, {
      supplier: 'abc',
      // As it is said over a bad line.
      reference: speakReference(reference).join(' '),
      paid: '1917',
    });
    const panel = operator.request();
    await panel.getByText('21').first().waitFor();
    expect(await panel.textContent()).toContain(reference);
    // Whoever rings has often more than one: the supplier is kept.
    await operator.takeRequest(second, { paid: '1905' });
    await operator.takeRequest(third);
    await panel.getByText('none told').waitFor();
    await expect.poll(() => operator.requestCount('To be done')).toBe(3);
    // No payment time first, then the least time left.
    expect(await operator.requests().allTextContents()).toEqual([
      expect.stringContaining('10019737361'),
      expect.stringContaining('10447045576'),
      expect.stringContaining('10934478153'),
    ]);

    // The question is asked large until it is answered, and Enter is no answer.
    await operator.press('Enter');
    const d05 = panel.getByRole('group', { name: 'Any D05 queued for this MPRN?' });
    await d05.waitFor();
    await operator.press('z');
    await d05.waitFor({ state: 'hidden' });
    await panel.getByText('D05: None queued').waitFor();

    await operator.press('4');
    await operator.requests().filter({ hasText: 'Remote switch' }).waitFor();
    await operator.press('2');
    await operator.dialog().waitFor();
    await operator.type('2030');
    await page.getByText('today 20:30, in 19 min').waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => operator.requestCount('Promised')).toBe(1);

    await operator.press('1');
    await operator.dialog().waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => operator.requestCount('Done')).toBe(1);
    // Done is the end of it: the keys are still until it is opened again or taken back.
    await operator.press('3');
    expect(await operator.dialog().count()).toBe(0);
    await operator.press('Control+z');
    await expect.poll(() => operator.requestCount('Done')).toBe(0);
    await expect.poll(() => operator.requestCount('Promised')).toBe(1);
    await operator.press('j');
    await expect.poll(() => operator.requestCount('Promised')).toBe(0);

    // It is all still here after the program died.
    await page.reload();
    await operator.networksDesk().waitFor();
    await expect.poll(() => operator.requestCount('To be done')).toBe(3);
    await panel.getByText('D05: None queued').waitFor();
  });

  test('HOLD2: asked on the phone to stop a D05: no key switches anything, and the answer ends it', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.worksFor('ESB Networks');
    await operator.press('a');
    await operator.dialog().getByLabel('Supplier: name or MPID').fill('abc');
    await operator.dialog().getByLabel('MPRN', { exact: true }).fill(first);
    await operator.dialog().getByText('Stop a D05', { exact: true }).click();
    await operator.dialog().getByRole('button', { name: 'Save', exact: true }).click();
    await operator.dialog().waitFor({ state: 'hidden' });
    const panel = operator.request();
    await panel.getByText('nothing is switched for it').waitFor();
    await panel.getByText('Stop a D05', { exact: true }).waitFor();
    expect(await panel.locator('.outcomes button:not([disabled])').count()).toBe(0);
    await operator.press('1', '4');
    expect(await operator.dialog().count()).toBe(0);
    await operator.press('c');
    await panel.getByText('D05: Cancelled now').waitFor();
    await expect.poll(() => operator.requestCount('To be done')).toBe(0);
  });

  test('COORD5: a request is refused, and another is not found, each with one key and Enter', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.worksFor('ESB Networks');
    await operator.takeRequest(first, { supplier: 'abc' });
    await operator.takeRequest(second);
    let notDone = 0;
    for (const [mprn, key] of [
      [second, '3'],
      [first, '9'],
    ] as const) {
      await operator.requests().filter({ hasText: mprn }).click();
      await operator.press(key);
      await operator.dialog().waitFor();
      await operator.press('Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
      notDone += 1;
      await expect.poll(() => operator.requestCount('Not done')).toBe(notDone);
    }
    await expect.poll(() => operator.requestCount('To be done')).toBe(0);
    await page.getByRole('button', { name: /^Not done ?2$/ }).click();
    const row = (mprn: string) => operator.requests().filter({ hasText: mprn });
    await row(second).filter({ hasText: 'Refused' }).waitFor();
    await row(first).filter({ hasText: 'Not found' }).waitFor();
  });

  test('COORD5: a request typed by mistake is taken back with one key', async ({ open }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.worksFor('ESB Networks');
    await operator.takeRequest(first, { supplier: 'abc' });
    await operator.press('Control+z');
    await page.getByText('No request yet').waitFor();
  });

  test('COORD6: what is no MPRN, a misheard reference, one here already and a reference of another MPRN are said before it is saved', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn();
    await operator.worksFor('ESB Networks');
    const reference = makeReference({ device: '00000b19', count: 42 });
    await operator.takeRequest(first, { supplier: 'abc', reference });
    await operator.press('Escape', 'a');
    const sheet = operator.dialog();
    await sheet.getByLabel('MPRN', { exact: true }).fill('1093447815');
    await sheet.getByText('10 digits: an MPRN has 11.').waitFor();
    expect(await sheet.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await sheet.getByLabel('MPRN', { exact: true }).fill(first);
    await sheet.getByText('Saving joins them').waitFor();
    await sheet.getByText('ten, nine three four').waitFor();
    const swapped = `${reference.slice(0, 4)}24${reference.slice(-2)}`;
    await sheet.getByLabel('Their reference').fill(swapped);
    await sheet.getByText('One sign was misheard').waitFor();
    await sheet.getByLabel('MPRN', { exact: true }).fill(second);
    await sheet.getByLabel('Their reference').fill(reference.toLowerCase());
    await sheet.getByText('This reference is of MPRN 10 934 478 153').waitFor();
    // Esc keeps what is typed.
    await operator.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    await operator.press('a');
    expect(await sheet.getByLabel('MPRN', { exact: true }).inputValue()).toBe(second);
    await operator.press('Enter');
    await sheet.waitFor({ state: 'hidden' });
    await operator.request().getByText('The same reference was told for').waitFor();
    await expect.poll(() => operator.requestCount('Sides differ')).toBe(2);
  });

  test('COORD7: both sides stand side by side, a second MPRN under one reference is the gravest, and a supplier records "done" itself', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.takeCall(first, '1917');
    await operator.press('2');
    await operator.dialog().getByText('Who told you?').waitFor();
    await operator.press('1');
    await operator.dialog().getByLabel('Promised for').fill('2030');
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.worksFor('ESB Networks');
    // N takes the next one and opens it.
    await operator.press('n');
    const panel = operator.request();
    await panel.getByText('With').first().waitFor();
    await expect.poll(() => operator.requestCount('Taken')).toBe(1);
    const sides = panel.getByRole('table', { name: 'Both sides' });
    await sides.getByText('20:30').waitFor();
    const reference = (await panel.locator('.facts .mono').first().textContent()) ?? '';
    await operator.press('2');
    await operator.dialog().waitFor();
    await operator.type('2055');
    await page.getByText('after the backstop').waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await sides.getByRole('row', { name: /Promised for differs 20:30.*20:55/ }).waitFor();

    // The same reference typed once more with another MPRN.
    await operator.takeRequest(third, { supplier: 'abc', reference });
    await panel.getByText('Two MPRNs under one request').waitFor();
    await panel.getByText('10 934 478 153 ≠ 10 019 737 361').waitFor();
    await operator.requests().filter({ hasText: 'MPRN differs' }).waitFor();
    await operator.press('Control+z');
    await panel.getByText('No request is open').waitFor();
    await operator.press('/');
    await operator.type(first);
    await operator.press('Enter');
    await sides.waitFor();
    expect(await panel.getByText('Two MPRNs under one request').count()).toBe(0);

    await operator.press('1');
    await operator.dialog().waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.worksFor('A supplier');
    const says = operator.case().getByRole('region', { name: 'ESB Networks’ own record' });
    await says.getByText('ESB Networks: done at 20:11.').waitFor();
    await expect.poll(() => operator.count('Said to be back')).toBe(0);
    // F4 is the open step's own answer, whatever Networks says above it.
    await operator.answers('c', 'z', 'z', 'Enter', 'r', 'k', 'Enter', 'Enter', 'z', 'z', 'Enter');
    await operator.asks('What is yours');
    await operator.answers('F4');
    await operator.asks('do we send a 017');
    await expect.poll(() => operator.count('Said to be back')).toBe(0);
    await operator.press('F6');
    await expect.poll(() => operator.count('Said to be back')).toBe(1);
    await operator.case().getByText('Said to be back at 20:11, by ESB Networks').waitFor();
  });

  test('COORD8: a promise whose time has passed comes back to the work', async ({ open }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.worksFor('ESB Networks');
    await operator.takeRequest(first, { supplier: 'abc', paid: '1930' });
    await operator.press('2');
    await operator.dialog().waitFor();
    await operator.type('2020');
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => operator.requestCount('To be done')).toBe(0);
    await page.clock.fastForward('10:00');
    await expect.poll(() => operator.requestCount('Promise passed')).toBe(1);
    await expect.poll(() => operator.requestCount('To be done')).toBe(1);
    await operator.requests().filter({ hasText: 'Promise passed 20:20' }).waitFor();
  });

  test.for(['dark', 'light'] as const)(
    'AXE1: axe objects to nothing on the coordinator’s desk and in its sheets: %s',
    async (theme, { open }) => {
      const { page } = await open({ theme });
      const operator = await new Operator(page).goIn({ world: 'practice' });
      await operator.takeCall('10404117016', '-50');
      await operator.press('2');
      await operator.dialog().getByText('Who told you?').waitFor();
      await operator.press('1', 'Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
      await operator.worksFor('ESB Networks');
      const found: string[] = [];
      const look = async (place: string) => {
        await page.waitForTimeout(150);
        found.push(...(await axeViolations(page)).map((violation) => `${place}: ${violation}`));
      };
      await look('list');
      await operator.press('n');
      await operator.request().getByRole('table', { name: 'Both sides' }).waitFor();
      await look('open, D05 asked');
      await operator.press('y');
      await operator.press('a');
      await operator.dialog().waitFor();
      await operator.type('abc');
      await look('phone');
      await operator.press('Tab');
      await operator.type('10404117061');
      await operator.press('Tab');
      await operator.type('K7-042-A');
      await look('phone, misheard');
      await operator.press('Escape');
      const reference = await operator.request().locator('.facts .mono').first().textContent();
      await operator.press('a');
      await operator
        .dialog()
        .getByLabel('Their reference')
        .fill(reference ?? '');
      await operator.press('Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
      await operator.request().getByText('Two MPRNs under one request').waitFor();
      await look('two MPRNs');
      for (const key of ['1', '2', '9']) {
        await operator.press(key);
        await operator.dialog().waitFor();
        await look(`decide ${key}`);
        await operator.press('Escape');
      }
      await operator.press('?');
      await look('keys');
      await operator.press('Escape', 'Alt+5');
      await look('settings');
      await operator.worksFor('A supplier');
      await operator.case().getByRole('region', { name: 'ESB Networks’ own record' }).waitFor();
      await look('Networks says');
      expect(found).toEqual([]);
    },
  );

  test('LOOK2: at 1280×720 the MPRN, the question and all nine answers are in sight', async ({
    open,
  }) => {
    const { page } = await open({ size: { width: 1280, height: 720 } });
    const operator = await new Operator(page).goIn();
    await operator.worksFor('ESB Networks');
    await operator.takeRequest(first, { supplier: 'abc', paid: '-60' });
    const panel = operator.request();
    const last = panel.getByRole('button', { name: 'Cannot tell' });
    await last.waitFor();
    const bottom = async (locator: typeof last) => {
      const box = await locator.boundingBox();
      return (box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0);
    };
    const top = (await panel.locator('.outcomes').boundingBox())?.y ?? 0;
    expect(await bottom(last)).toBeLessThanOrEqual(top);
    expect(await bottom(panel.getByRole('button', { name: 'Not found' }))).toBeLessThanOrEqual(720);
  });
});
