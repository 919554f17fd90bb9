import { expect, inject } from 'vitest';
import { pageHeaders } from '../../shared/lib/page-headers.ts';
import { axeViolations } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { test } from '../support/page.ts';

test('GATE4: the built page starts under the production headers, without a fault', async ({
  open,
}) => {
  const { page, address } = await open({ path: null });
  const reply = await page.goto(address);
  expect(await reply?.allHeaders()).toMatchObject(pageHeaders('web'));
  expect(await page.title()).toBe('Backstop');
  await page.locator('#root > *').first().waitFor();
});

test('AXE1: the first screen has nothing axe objects to, in both themes', async ({ open }) => {
  for (const theme of ['dark', 'light'] as const) {
    const { page } = await open({ theme });
    await page.locator('#root > *').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  }
});

test('GATE13: the policy refuses foreign scripts, inline scripts, eval and strangers', async ({
  open,
}) => {
  const { page } = await open({
    expected: [/Content.Security.Policy/i, /TrustedScript/, /stranger/],
  });
  const refused = await page.evaluate(async () => {
    const outcomes: Record<string, string> = {};
    const attempt = async (name: string, act: () => unknown) => {
      try {
        await act();
        outcomes[name] = 'allowed';
      } catch {
        outcomes[name] = 'refused';
      }
    };
    await attempt('markup', () => {
      document.createElement('div').innerHTML = '<b>x</b>';
    });
    await attempt('fetch', () => fetch('https://example.org/'));
    await attempt('inline', () => {
      const script = document.createElement('script');
      script.text = 'window.ran = true';
      document.head.append(script);
      if (!('ran' in window)) throw new Error('did not run');
    });
    return outcomes;
  });
  expect(refused).toEqual({ markup: 'refused', fetch: 'refused', inline: 'refused' });
});

test('GATE13: the watch sees what it is there to see', async () => {
  const origin = inject('gatewayAddress');
  const watched = await openBrowser({ browserPath: inject('browserPath'), origin });
  const { page, faults } = watched;
  try {
    await page.goto(origin);
    await page.locator('#root > *').first().waitFor();
    expect(faults).toEqual([]);
    await page.evaluate(() => {
      document.body.append(document.createElement('img'));
      document.body.setAttribute('style', 'color: red');
      setTimeout(() => {
        throw new Error('planted');
      });
      return fetch('https://example.org/').catch(() => 'refused');
    });
    expect((await axeViolations(page)).join('\n')).toContain('image-alt');
    const all = () => faults.join('\n');
    await expect.poll(all).toContain('uncaught: Error: planted');
    await expect.poll(all).toMatch(/inline style/);
    await expect.poll(all).toMatch(/connect-src/);
  } finally {
    await watched.close();
  }
});
