// `test` for page tests: `open()` gives the built page, served by the real gateway, in a real
// browser with a fresh profile. A test that passed but left faults behind fails; a failing test
// leaves a picture in test-results/.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';
import { openBrowser, type BrowserOptions, type WatchedBrowser } from './browser.ts';

export interface OpenOptions extends Omit<BrowserOptions, 'browserPath' | 'origin'> {
  /** Path below the gateway's address; null opens no page yet. */
  readonly path?: string | null;
}

export interface OpenedPage extends WatchedBrowser {
  readonly address: string;
}

export type Open = (options?: OpenOptions) => Promise<OpenedPage>;

export const test = base.extend('open', async ({ task }, { onCleanup }): Promise<Open> => {
  const opened: OpenedPage[] = [];
  onCleanup(async () => {
    // Here, while it is still open: what is called for a failed test comes after this.
    if (task.result?.state === 'fail')
      for (const { page } of opened) await picture(page, task.name);
    for (const one of opened) await one.close();
    expect(opened.flatMap((one) => one.faults)).toEqual([]);
  });
  return async ({ path = '/', ...options } = {}) => {
    const address = inject('gatewayAddress');
    const browserPath = inject('browserPath');
    const browser = await openBrowser({ ...options, browserPath, origin: address });
    const one = { ...browser, address };
    opened.push(one);
    if (path !== null) await one.page.goto(address + path);
    return one;
  };
});

async function picture(page: Page, name: string): Promise<void> {
  if (page.isClosed()) return;
  await mkdir('test-results', { recursive: true });
  const file = `${name.replace(/\W+/g, '-').slice(0, 100)}.png`;
  await page.screenshot({ path: join('test-results', file) }).catch(() => {});
}
