// SIGKILL in the middle of scripted work. What the page showed as saved must be there after the
// next start, once, in the database and in the journal; the same screen, the same step.
// `npm run kills -- 200` is the long run; the tests do twenty.
import { describe, expect } from 'vitest';
import { hasElectron, shellTest as test } from '../support/shell.ts';
import { enter, killRounds } from '../support/kills.ts';

const rounds = Number(process.env['BACKSTOP_KILLS'] ?? 20);

describe.skipIf(!hasElectron)('crash', () => {
  test('CRASH2: killed as soon as the desk is there for the first time, it comes back to it', async ({
    launch,
  }) => {
    const first = await launch();
    await enter(first.page);
    await first.kill();
    const { page } = await launch();
    const desk = page.getByRole('main', { name: 'The desk' });
    await desk.or(page.getByLabel('Your name')).first().waitFor();
    expect(await desk.isVisible()).toBe(true);
    await page.locator('.strip').getByText('Aoife B.').waitFor();
  });

  test(
    `CRASH1: ${rounds} kills in the middle of work: nothing acknowledged is lost or doubled`,
    async ({ launch, profile }) => {
      const report = await killRounds({ launch, profile, rounds, seed: 20261121 });
      process.stdout.write(`${JSON.stringify(report)}\n`);
      expect(report.kills).toBe(rounds);
      expect(report.acknowledged).toBeGreaterThan(rounds / 2);
      expect(report.killsMidWork).toBeGreaterThan(0);
      expect(report.lost).toEqual([]);
      expect(report.doubled).toEqual([]);
      expect(report.brokenChains).toEqual([]);
      expect(report.journalDiffers).toEqual([]);
      expect(report.killsAtRest).toBeGreaterThan(0);
      expect(report.elsewhere).toEqual([]);
      // A harness that has to begin again more often than now and then hides something.
      expect(report.relaunches).toBeLessThanOrEqual(2 + rounds / 20);
    },
    60_000 + rounds * 15_000,
  );
});
