// Power that came back: confirmed by each who can, with what stands beside it, and taken back.
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const now = new Date('2026-11-21T20:11:00Z');

describe('power is back', () => {
  test.for([
    ['Customer', '1', 'Mary Byrne'],
    ['ESB Networks', '2', 'Declan'],
    ['Message', '3', '306 of 20:09'],
    ['Meter', '4', 'read by AMI'],
  ] as const)(
    'POWER2: confirmed by %s on key %s, with status before and after and a reading; Ctrl+Z takes it back',
    async ([who, key, person], { open }) => {
      const { page } = await open();
      await page.clock.install({ time: now });
      await page.reload();
      const operator = await new Operator(page).goIn();
      await operator.takeCall('10934478153', '1917');
      await operator.press('p');
      const sheet = operator.dialog();
      await sheet.waitFor();
      // Nothing is saved while nobody is chosen.
      await operator.press('Enter');
      expect(await sheet.isVisible()).toBe(true);
      await operator.press(key);
      const chosen = sheet.getByRole('radio', { name: new RegExp(`${key} +${who}`) });
      await expect.poll(() => chosen.isChecked()).toBe(true);
      await sheet.getByText('Confirmed', { exact: true }).click();
      for (const [label, text] of [
        ['Back at', '20:05'],
        ['Learnt at', '20:09'],
        ['Status before', 'DR'],
        ['Status after', 'EN'],
        ['Name, or message reference', person],
        ['Meter reading', '004711'],
      ] as const)
        await sheet.getByLabel(label, { exact: true }).fill(text);
      await operator.press('Enter');
      await sheet.waitFor({ state: 'hidden' });
      const stands = operator
        .case()
        .getByText(
          new RegExp(
            `20:05.*${who}.*${person}.*learnt at.*20:09.*status before DR.*status after EN.*reading 004711`,
          ),
        )
        .first();
      await stands.waitFor();
      await expect.poll(() => operator.count('Confirmed')).toBe(1);
      expect(await operator.count('Power off')).toBe(0);
      expect(await operator.count('Said to be back')).toBe(0);
      // Paid 19:17, back 20:05.
      expect(await operator.case().locator('.clock').textContent()).toContain('48');

      await operator.press('Control+z');
      await expect.poll(() => operator.count('Power off')).toBe(1);
      expect(await operator.count('Confirmed')).toBe(0);
      await operator.case().getByText('Your power may come back').waitFor();
      await operator.row('10934478153').waitFor();
      // An entry more, not one less: both stand in the history, after a restart too.
      await page.reload();
      await operator.desk().waitFor();
      await operator.case().getByRole('tab', { name: 'History' }).click();
      const lines = operator.case().getByRole('tabpanel').getByRole('listitem');
      await lines.filter({ hasText: '004711' }).first().waitFor();
      await lines
        .filter({ hasText: /undone/i })
        .first()
        .waitFor();
    },
  );
});
