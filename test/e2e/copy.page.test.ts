// F2 is the bridge to EMMA: what lies on the clipboard afterwards, or that nothing does.
import { describe, expect } from 'vitest';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

describe('copying the MPRN', () => {
  test('COPY1: F2 puts eleven digits on the clipboard, of whichever customer is open; a refusal is said', async ({
    open,
  }) => {
    const { page, context, address } = await open();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('10934478153', '-20');
    await operator.press('Escape');
    await operator.takeCall('10 447 035 576', '-10');
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address });
    const status = operator.case().getByRole('status').first();
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    const height = async () =>
      (await operator.case().locator('.case-head .top').boundingBox())?.height;
    const before = await height();
    await operator.press('F2');
    await expect.poll(() => status.textContent()).toBe('MPRN copied');
    expect(await clipboard()).toBe('10447035576');
    // In a field too, and the other customer's digits once that one is open.
    await operator.row('10934478153').click();
    await expect.poll(() => status.textContent()).toBe('');
    await operator.press('F2');
    await expect.poll(() => status.textContent()).toBe('MPRN copied');
    expect(await clipboard()).toBe('10934478153');

    // A policy of the browser, as an administrator may have set it.
    const devtools = await context.newCDPSession(page);
    await context.clearPermissions();
    for (const name of ['clipboard-write', 'clipboard-sanitized-write'])
      await devtools
        .send('Browser.setPermission', { permission: { name }, setting: 'denied', origin: address })
        .catch(() => undefined);
    await operator.press('F2');
    await expect.poll(() => status.textContent()).toBe('Not copied');
    // One line, as before: nothing below it moves.
    expect(await height()).toBe(before);
  });
});
