// What a night leaves in the log and on standard output: customers with names and medical needs, alarms
// that ring, one who is cut off again, a call that does not fit. None of it may say who they are.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { hasElectron, shellTest as test } from '../support/shell.ts';

const names = ['Mary', 'Murphy', 'Síle', 'Seaghdha', 'Customer 0'];

describe.skipIf(!hasElectron)('the log of a night', () => {
  test('SHELL24: neither the log nor standard output says who a customer is; both are the owner’s alone', async ({
    launch,
    profile,
  }) => {
    const { app, page, log } = await launch();
    let printed = '';
    app.process().stdout?.on('data', (data: Buffer) => {
      printed += data.toString();
    });
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    for (const [mprn, name, paid] of [
      ['10034721433', 'Mary Murphy', '-64'],
      ['10447035576', 'Síle Ó Séaghdha', '-20'],
    ] as const) {
      await operator.press('a');
      await operator.dialog().waitFor();
      await operator.type(mprn);
      await page.getByLabel('Paid at').focus();
      await operator.type(paid);
      const dialog = operator.dialog();
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
      await dialog.getByRole('radiogroup').getByText('Yes').first().click();
      await page.getByLabel('Paid at').focus();
      await operator.press('Enter');
      await dialog.waitFor({ state: 'hidden' });
    }
    await expect.poll(log, { timeout: 20_000 }).toContain('"kind":"medical"');
    // As the console hands over who is cut off again.
    await page.evaluate(() =>
      window.backstop.setAlarms({
        alarms: ['cutOff:mprn:10034721433', 't75:1795825000000'].map((tag) => ({
          at: Date.now() - 1000,
          tag,
          title: 'Mary Murphy: cut off again by the market',
        })),
      }),
    );
    await expect.poll(log).toContain('"kind":"cutOff"');
    await page.evaluate(() =>
      (window.backstop.setAlarms as (args: unknown) => Promise<unknown>)({
        alarms: [],
        'Mary Murphy 10034721433': 1,
      }).catch(() => undefined),
    );
    await expect.poll(log).toContain('"call refused"');
    for (const text of [await log(), printed]) {
      expect(text).toContain('"kind":"medical"');
      for (const name of names) expect(text).not.toContain(name);
      // No eleven digits in a row but where the time of the line stands.
      expect(text.match(/\d{7,}/g) ?? []).toEqual([]);
    }
    if (process.platform === 'win32') return;
    const mode = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await mode(join(profile, 'backstop.log'))).toBe(0o600);
    expect(await mode(join(profile, 'journal', 'practice'))).toBe(0o700);
  });

  test.skipIf(process.platform === 'win32')(
    'SHELL24: a folder that the program makes is its owner’s alone',
    async ({ launch, profile }) => {
      const made = join(profile, 'made', 'new');
      const { page } = await launch({ profile: made });
      await page.waitForSelector('#root > *');
      expect((await stat(made)).mode & 0o777).toBe(0o700);
    },
  );
});
