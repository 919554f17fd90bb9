// A real browser with a profile of its own on disk, watched: whatever the page does wrong without
// failing (errors, refusals of its policy, requests to strangers) is collected as a fault.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

export interface BrowserOptions {
  readonly browserPath: string;
  /** Origin the page may talk to. */
  readonly origin: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
  /** A profile to come back to (a second start, a crash); without it a fresh one that is deleted. */
  readonly profile?: string;
  /** Faults a test provokes on purpose. */
  readonly expected?: readonly RegExp[];
}

export interface WatchedBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong so far, in words. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export async function openBrowser(options: BrowserOptions): Promise<WatchedBrowser> {
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'backstop-page-')));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.browserPath,
    // Chromium refuses its own sandbox to root, which is who runs tests in containers.
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: options.size ?? { width: 1280, height: 720 },
    colorScheme: options.theme ?? 'dark',
    reducedMotion: options.reducedMotion === false ? 'no-preference' : 'reduce',
    locale: 'en-IE',
    timezoneId: 'Europe/Dublin',
  });
  const faults: string[] = [];
  const note = (fault: string) => {
    if (options.expected?.some((pattern) => pattern.test(fault)) !== true) faults.push(fault);
  };
  context.on('page', (page) => watch(page, note));
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    const own = ['data:', 'blob:', 'about:', 'chrome-extension:'].includes(protocol);
    if (!own && origin !== options.origin) note(`request to a stranger: ${request.url()}`);
  });
  const page = context.pages()[0] ?? (await context.newPage());
  watch(page, note);
  return {
    context,
    page,
    faults,
    close: async () => {
      await context.close();
      if (options.profile === undefined) {
        await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

const watched = new WeakSet<Page>();

function watch(page: Page, note: (fault: string) => void): void {
  if (watched.has(page)) return;
  watched.add(page);
  page.on('pageerror', (error) => note(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => note('the page crashed'));
  // Refusals by the Content-Security-Policy and Trusted Types arrive here too, as errors.
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`);
  });
}
