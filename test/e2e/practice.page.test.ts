// Practice beside a live world that has joined: its own database, and nothing of it goes anywhere.
import { describe, expect, test } from 'vitest';
import { joinWith, startNight, strip } from '../support/night.ts';
import type { Operator } from '../support/operator.ts';

async function throughTheDoor(operator: Operator, door: 'l' | 'p'): Promise<void> {
  const { page } = operator;
  await operator.press('Alt+5');
  await page.getByRole('button', { name: 'Leave through the door' }).click();
  await page.getByRole('button', { name: /A database of its own/ }).waitFor();
  await operator.press(door);
  await page.locator('.strip').waitFor();
  await operator.press('Alt+1');
  await operator.desk().waitFor();
}

describe('practice', () => {
  test('DESK15: on a machine that has joined, practice is sent nowhere and marked on every screen; live knows nothing of it', async () => {
    const night = await startNight();
    const aoife = await night.desk('Aoife');
    const { page } = aoife;
    await joinWith(aoife, night.code('ABC'));
    await strip(page).getByText('All accepted by the gateway').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/v1/') && pathname !== '/v1/hello') asked.push(pathname);
    });
    await throughTheDoor(aoife, 'p');
    asked.length = 0;
    const fed = night.feed('ABC').length;
    await aoife.loadSample();
    await aoife.takeCall('10999999991', '-20');
    await aoife.answers('c', 'z', 'z', 'Enter', 'r');
    // Another customer is called, too.
    await aoife.press('n');
    await expect.poll(() => aoife.count('On the phone')).toBeGreaterThan(0);
    for (const view of ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4', 'Alt+5', 'Alt+6']) {
      await aoife.press(view);
      await page.locator('.strip').getByText('PRACTICE', { exact: true }).waitFor();
    }
    // A console that has joined asks its gateway as soon as it starts.
    await page.reload();
    await page.locator('.strip').getByText('PRACTICE', { exact: true }).waitFor();
    await aoife.press('Alt+1');
    await expect.poll(() => aoife.count('Power off')).toBe(121);
    expect(asked).toEqual([]);
    expect(night.feed('ABC')).toHaveLength(fed);

    await throughTheDoor(aoife, 'l');
    await expect.poll(() => aoife.count('Power off')).toBe(0);
    expect(await aoife.rows().count()).toBe(0);
    // Here the same ears do hear an exchange, and what it brings is the live caller alone.
    await aoife.takeCall('10447035576', '-10');
    await strip(page).getByText('All accepted by the gateway').waitFor();
    expect(asked).toContain('/v1/exchange');
    const subjects = night.feed('ABC').slice(fed);
    expect(JSON.stringify(subjects)).toContain('10447035576');
    expect(JSON.stringify(subjects)).not.toContain('10999999991');
  });
});
