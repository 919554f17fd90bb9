// The sample outage played to its end in practice: list, release, recovery, answers, proofs, closed cases.
import { describe, expect } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const now = new Date('2026-11-21T20:11:00Z');

describe('practice', () => {
  test('PLAY1: ended, the outage is answered by the market: what runs is proved, who is cut off is on top, and cases close', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    await operator.bringSampleList();
    const dialog = operator.dialog();
    await operator.press('r');
    await dialog.getByRole('radio', { name: 'Yes' }).click({ force: true });
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    const board = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
    await board('Waiting to be handed over').click();
    await page.getByText('end the mass failure (M)').waitFor();
    await page.getByRole('button', { name: /^\d+ are handed in/ }).click();
    await board('Handed over').waitFor();

    await operator.press('m');
    await dialog.getByRole('button', { name: /end/i }).first().click();
    await dialog.waitFor({ state: 'hidden' });
    await page.clock.fastForward('10:00');
    await board('Proved').waitFor();
    const count = async (name: string) =>
      Number(must(await board(name).locator('b').textContent(), `${name} is counted`));
    expect(await count('Proved')).toBeGreaterThan(5);
    // Whom nobody asked about is cut off, and comes to the top of the queue.
    await operator.press('Escape');
    await operator.desk().waitFor();
    await operator.rows().first().getByText('Cut off again').waitFor();
    await operator.press('Alt+3');
    const close = page.getByRole('button', { name: /^Close \d+ proved cases/ });
    await close.waitFor();
    const write = async () => {
      await operator.press('Control+Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
    };
    if (await page.getByRole('button', { name: /^Take \d+ answers? as/ }).isVisible()) {
      await operator.press('y');
      await write();
    }
    await close.click();
    await write();
    await close.waitFor({ state: 'hidden' });
    // The market is the same one after a reload: it says nothing twice.
    const saved = async () => page.locator('.foot .where').textContent();
    await page.reload();
    await page.getByRole('heading', { name: 'Released' }).waitFor();
    const before = await saved();
    await page.clock.fastForward('00:15');
    await page.waitForTimeout(500);
    expect(await saved()).toBe(before);
  });
});
