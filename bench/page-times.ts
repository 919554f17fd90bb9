// Times of the real page, taken inside it: from navigation to the first painted row, from a key
// press to the painted next case.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

const PAUSE_MS = 1000;

declare global {
  interface Window {
    afterPaint?: (then: () => void) => void;
    firstRowAt?: number;
    nextTimes?: number[];
  }
}

export async function measureColdStart(
  page: Page,
  address: string,
  rounds: number,
): Promise<readonly number[]> {
  await watchFirstRow(page);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await firstRow(page, address));
  return times;
}

/** The whole way: from the browser's program being started to the first painted row, ms. */
export async function measureBrowserStart(
  restart: () => Promise<Page>,
  address: string,
): Promise<number> {
  const started = performance.now();
  const page = await restart();
  await watchFirstRow(page);
  await firstRow(page, address);
  return performance.now() - started;
}

async function firstRow(page: Page, address: string): Promise<number> {
  await page.goto(address);
  await page.waitForFunction(() => window.firstRowAt !== undefined);
  return page.evaluate(() => window.firstRowAt ?? Number.NaN);
}

async function watchFirstRow(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // Asked for in a frame's callback: a task of the highest priority comes once that frame has been
    // painted, and before whatever the page still wants to draw.
    const { scheduler } = window as unknown as {
      readonly scheduler: { postTask: (work: () => void, how: { priority: string }) => void };
    };
    window.afterPaint = (then) => scheduler.postTask(then, { priority: 'user-blocking' });
  });
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('[role=listbox] [role=option]') === null)
        return requestAnimationFrame(look);
      return window.afterPaint?.(() => {
        window.firstRowAt ??= performance.now();
      });
    };
    requestAnimationFrame(look);
  });
}

export async function measureNext(page: Page, rounds: number): Promise<readonly number[]> {
  await page.evaluate(() => {
    window.nextTimes = [];
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'n') return;
        // From when the system heard the key, not from when the page came to it.
        const pressed = event.timeStamp;
        const label = () => document.querySelector('.case .mprn')?.getAttribute('aria-label') ?? '';
        const before = label();
        const look = () => {
          if (label() === before) return requestAnimationFrame(look);
          return window.afterPaint?.(() => window.nextTimes?.push(performance.now() - pressed));
        };
        requestAnimationFrame(look);
      },
      true,
    );
  });
  for (let round = 0; round < rounds; round++) {
    const expected = round + 1;
    // A person who has just finished with one customer: whatever follows an act has been done.
    await page.waitForTimeout(PAUSE_MS);
    await page.keyboard.press('n');
    await page.waitForFunction((count) => (window.nextTimes?.length ?? 0) >= count, expected);
    // Busy: this customer goes to the waiting ones, so that the next key press brings another.
    await page.keyboard.press('5');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  return page.evaluate(() => window.nextTimes ?? []);
}

/** Looks somebody up in the customer book, and waits until all of it has come into memory. */
export async function searchInProduct(page: Page): Promise<void> {
  await page.keyboard.press('Alt+4');
  await page.getByLabel(/Name, account, phone/).fill('aoife m');
  await page.locator('.sheet-table tr').first().waitFor();
  await page.waitForTimeout(3000);
}

/** Private memory of the page's process where the system tells it, else its JavaScript heap. MB. */
export async function measureMemory(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const heap = (metrics.find((each) => each.name === 'JSHeapUsedSize')?.value ?? 0) / 1024 / 1024;
  const browser = await page.context().browser()?.newBrowserCDPSession();
  if (browser === undefined) return heap;
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const sizes = await Promise.all(
    processInfo
      .filter((each) => each.type === 'renderer')
      .map(async (each) => {
        const status = await readFile(`/proc/${each.id}/status`, 'utf8').catch(() => '');
        return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      }),
  );
  return Math.max(heap, ...sizes);
}
