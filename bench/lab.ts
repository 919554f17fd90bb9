// A page of our own code in a real Chromium, for measuring: one entry file is bundled as the product
// is, served by the real gateway, and opened with the production headers.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { build } from 'vite';
import { sentenceFor, startGateway } from '../gateway/index.ts';
import { ensureBrowser } from '../tools/browser.ts';

export interface Lab {
  readonly page: Page;
  /** Where the product's own page is, on the same origin: they share their databases. */
  readonly address: string;
  readonly browser: string;
  /** Back to the lab's own page, after the product's was looked at. */
  readonly back: () => Promise<void>;
  /** Ends the browser and starts it anew on the same profile: a page that knows nothing yet. */
  readonly restart: () => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** Who serves the page: the gateway, in this process and on a journal in memory, unless told else. */
export interface Served {
  readonly address: string;
  readonly close: () => Promise<void>;
}

async function serveHere(page: string): Promise<Served> {
  const gateway = await startGateway({ port: 0, page });
  if (!gateway.ok) throw new Error(sentenceFor(gateway.error));
  return gateway.value;
}

/**
 * Bundles `entry`, lays it beside the built page and opens it in a fresh profile, or in the one given;
 * `ready` is what it puts on the window once it is there.
 */
export async function openLab(
  entry: string,
  product: string,
  options: {
    readonly ready?: string;
    readonly profile?: string;
    readonly serve?: (page: string) => Promise<Served>;
  } = {},
): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-lab-'));
  const source = join(folder, 'source');
  await writeFile(
    join(folder, 'lab.html'),
    `<!doctype html><title>lab</title><script type="module" src="${entry}"></script>`,
  );
  await cp(product, source, { recursive: true });
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: {
      outDir: source,
      emptyOutDir: false,
      target: 'chrome108',
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: join(folder, 'lab.html') },
    },
  });
  const served = await (options.serve ?? serveHere)(source);
  const profile = options.profile ?? join(folder, 'profile');
  const first = await openProfile(profile);
  const { page } = first;
  let { context } = first;
  page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
  const { address } = served;
  const back = async () => {
    await page.goto(`${address}/lab.html`);
    await page.waitForFunction((name) => name in window, options.ready ?? 'lab');
  };
  await back();
  return {
    page,
    address,
    back,
    restart: async () => {
      await context.close();
      const again = await openProfile(profile);
      ({ context } = again);
      return again.page;
    },
    browser: `Chromium ${context.browser()?.version() ?? ''}`.trim(),
    close: async () => {
      await context.close();
      await served.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export async function openProfile(
  profile: string,
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const browser = await ensureBrowser((line) => process.stderr.write(`${line}\n`));
  if (!browser.ok) throw new Error(browser.error);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser.value,
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: { width: 1600, height: 1000 },
    reducedMotion: 'reduce',
    locale: 'en-IE',
    timezoneId: 'Europe/Dublin',
    args: ['--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}
