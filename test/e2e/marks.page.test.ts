// The marks of the clock are settings of the desk; the backstop itself is none.
import { describe, expect } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { axeViolations } from '../support/axe.ts';
import { countEntries } from '../support/faults.ts';
import { Operator } from '../support/operator.ts';
import { test, type Open } from '../support/page.ts';

async function deskAt(open: Open, time: string) {
  const { page } = await open();
  await page.clock.install({ time: new Date(time) });
  await page.reload();
  return { page, operator: await new Operator(page).goIn() };
}

describe('the marks of the clock', () => {
  test('SLA6: the supplier’s part and the alarms ring and are drawn where the desk set them, after a restart too', async ({
    open,
  }) => {
    // Paid 19:17, so that it is 50 minutes at 20:07.
    const { page, operator } = await deskAt(open, '2026-11-21T20:04:00Z');
    await operator.takeCall('10934478153', '1917');
    await operator.press('Escape');
    const row = operator.row('10934478153');
    const notch = () =>
      row.locator('.notch').evaluate((each) => Number.parseFloat((each as HTMLElement).style.left));
    const tone = () => row.locator('.left').getAttribute('class');
    expect(await notch()).toBeCloseTo(80);
    await operator.press('Alt+5');
    const settings = page.getByRole('main', { name: 'Settings' });
    const part = settings.locator('section, .part').filter({ hasText: 'Clock' }).first();
    const supplier = settings.getByLabel('Minutes of the supplier’s part');
    const alarms = settings.getByLabel('Alarms, at these minutes');
    const save = part.getByRole('button', { name: 'Save' });
    expect(await supplier.inputValue()).toBe('60');
    // Never 75 or more: the backstop is nobody's setting.
    await supplier.fill('75');
    await settings.getByText('A number of minutes between 1 and 74.').waitFor();
    expect(await save.isDisabled()).toBe(true);
    await supplier.fill('50');
    await alarms.fill('soon');
    await settings.getByText('Type at least one minute mark between 1 and 600.').waitFor();
    expect(await save.isDisabled()).toBe(true);
    await alarms.fill('49, 52');
    const before = await page.evaluate(countEntries, 'backstop-live');
    await save.click();
    await expect.poll(() => page.evaluate(countEntries, 'backstop-live')).toBe(before + 1);
    await page.reload();
    await settings.waitFor();
    await expect.poll(() => supplier.inputValue()).toBe('50');
    expect(await alarms.inputValue()).toBe('49, 52');
    await operator.press('Alt+1');
    await expect.poll(notch).toBeCloseTo((50 / 75) * 100);
    await page.locator('.runway').getByText('50').first().waitFor();

    // 49: an alarm; 50: the supplier's part is over; 52: the next alarm. None at 45 or 60.
    const line = page.locator('.alarms');
    expect(await tone()).toContain('plain');
    expect(await line.count()).toBe(0);
    await page.clock.runFor('02:10');
    await line.getByRole('button', { name: /26 minutes left/ }).waitFor();
    // ALERT1: heard is what is seen, and no minutes are left standing that are no longer true.
    expect(await line.getByRole('alert').textContent()).toContain('26 minutes left');
    expect(await tone()).toContain('plain');
    await page.clock.runFor('01:00');
    await line.getByRole('button', { name: /25 minutes left/ }).waitFor();
    expect(await line.getByRole('alert').textContent()).toBe('');
    await expect.poll(tone).toContain('soon');
    await operator.press('F9');
    await line.waitFor({ state: 'hidden' });
    await page.clock.runFor('02:00');
    await line.getByRole('button', { name: /23 minutes left/ }).waitFor();
    await operator.press('F9');
    await page.clock.runFor('09:00');
    expect(await line.count()).toBe(0);
  });

  test('ALERT1: of five alarms three are in the line, and the count of the others opens the list of all', async ({
    open,
  }) => {
    const { page, operator } = await deskAt(open, '2026-11-21T20:04:00Z');
    // Each passes a mark of its own, 45, 60 or 70 minutes, in the next two.
    const callers = [
      ['10034721433', '1920'],
      ['10447035576', '1905'],
      ['10388913604', '1855'],
      ['10641828420', '1921'],
      ['10785201723', '1906'],
    ] as const;
    for (const [mprn, paid] of callers) {
      await operator.takeCall(mprn, paid);
      await operator.press('Escape');
    }
    await page.clock.pauseAt(new Date('2026-11-21T20:04:50Z'));
    await page.clock.runFor('01:30');
    const line = page.locator('.alarms');
    await line.getByRole('button', { name: 'and 2 more' }).click();
    const sheet = operator.dialog();
    await sheet.getByRole('heading', { name: '5 alarms' }).waitFor();
    const lines = sheet.getByRole('listitem');
    expect(await lines.count()).toBe(callers.length);
    expect(await axeViolations(page)).toEqual([]);
    // From the keyboard as well: the last of them, which the line had no room for.
    await operator.press('Shift+Tab');
    const last = await page.locator(':focus').textContent();
    expect(last).toBe(await lines.last().textContent());
    await operator.press('Enter');
    await sheet.waitFor({ state: 'hidden' });
    const mprn = must(last?.match(/[\d ]{14}/)?.[0], 'an alarm names its customer').replaceAll(
      ' ',
      '',
    );
    const opened = operator.rows().and(page.getByRole('option', { selected: true }));
    await expect.poll(() => opened.textContent()).toContain(mprn);

    // With its last alarm the list goes, and the next alarm does not bring it up again, though another
    // notice stays.
    await line.getByRole('button', { name: 'and 2 more' }).click();
    await sheet.waitFor();
    await page.clock.setSystemTime(new Date('2026-11-21T20:09:20Z'));
    await page.clock.runFor('00:05');
    await page.getByText('This laptop’s clock moved ahead').waitFor();
    await line.waitFor({ state: 'hidden' });
    await sheet.waitFor({ state: 'hidden' });
    await page.clock.runFor('06:30');
    await line.waitFor();
    expect(await sheet.count()).toBe(0);
  });

  test('RUNWAY12: the runway is live: a mark walks with the clock, and whoever passes the backstop is counted', async ({
    open,
  }) => {
    const { page, operator } = await deskAt(open, '2026-11-21T20:11:00Z');
    await operator.takeCall('10934478153', '1911');
    const runway = page.getByRole('application', { name: /1 customer with the power off/ });
    const at = async () => (await runway.locator('.pointer').first().boundingBox())?.x ?? 0;
    const past = page.getByRole('application', { name: /1 past 75 minutes/ });
    const before = await at();
    expect(await past.count()).toBe(0);
    await page.clock.runFor('10:00');
    await expect.poll(at).toBeGreaterThan(before + 20);
    const later = await at();
    await page.clock.runFor('06:00');
    await expect.poll(at).toBeGreaterThan(later + 10);
    await past.waitFor();
  });
});
