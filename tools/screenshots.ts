// `npm run screenshots`: every view of the built console, in both themes and two sizes, into
// docs/screens/; with a folder, in both themes at three sizes into that one, to be looked at. The
// practice world with the sample outage, its clock held still.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { sentenceFor, startGateway } from '../gateway/index.ts';
import { breakScreens, noRoom } from '../test/support/faults.ts';
import { ensureBrowser } from './browser.ts';
import { ensureBuild } from './build.ts';
import { root } from './commands.ts';

const [other] = process.argv.slice(2);
const folder = other ?? join(root, 'docs', 'screens');
const sizes =
  other === undefined
    ? ([
        ['dark', 1600, 1000],
        ['light', 1280, 800],
      ] as const)
    : (['dark', 'light'] as const).flatMap((theme) => [
        [theme, 1280, 720] as const,
        [theme, 1600, 1000] as const,
        [theme, 3840, 2160] as const,
      ]);
const now = new Date('2026-11-21T20:11:07Z');

type Go = (page: Page) => Promise<void>;
const keys =
  (...names: readonly string[]): Go =>
  async (page) => {
    for (const name of names) await page.keyboard.press(name);
  };

const views: readonly (readonly [string, Go])[] = [
  ['desk', keys('Escape')],
  [
    'case',
    async (page) => {
      await page.keyboard.press('n');
      for (const key of ['c', 'z', 'z', 'Enter']) {
        const say = page.locator('.step.now .say');
        const before = await say.textContent();
        await page.locator('.step.now[data-resting=false]').waitFor();
        await page.keyboard.press(key);
        if (key === 'Enter') {
          await page.keyboard.type('Declan, control room');
          await page.keyboard.press('Enter');
        }
        await page.waitForFunction(
          (text) => document.querySelector('.step.now .say')?.textContent !== text,
          before,
        );
      }
    },
  ],
  ['outcome', keys('2')],
  ['power', keys('Escape', 'p')],
  ['caller', keys('Escape', 'a')],
  ['amend', keys('Escape', 'e')],
  ['exclude', keys('Escape', 'x')],
  ['note', keys('Escape', 'w')],
  ['share', keys('Escape', 's')],
  ['order', keys('Escape', 'l')],
  ['incident', keys('Escape', 'm')],
  ['operator', keys('Escape', 'o')],
  ['keys', keys('Escape', '?')],
  [
    'history',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'History' }).click();
    },
  ],
  ['plan', async (page) => page.getByRole('tab', { name: 'Back-fix' }).click()],
  [
    'paper',
    async (page) => {
      await page.getByRole('tab', { name: 'Call' }).click();
      await page.keyboard.press('h');
      await page.getByLabel('Happened at').fill('1930');
    },
  ],
  [
    'more',
    async (page) => {
      await page.getByRole('button', { name: 'Back to now' }).click();
      await page.getByRole('button', { name: /^More/ }).click();
      await page.getByRole('menu').waitFor();
    },
  ],
  ['intake-start', keys('Escape', 'i')],
  [
    'intake',
    async (page) => {
      await page
        .locator('input[type=file]')
        .setInputFiles(join(root, 'test', 'data', 'hub-outage-dirty.csv'));
    },
  ],
  [
    'intake-done',
    async (page) => {
      await page.getByRole('button', { name: /Bring in/ }).waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: 'To the queue' }).waitFor();
    },
  ],
  ['intake-left', keys('Escape', 'i')],
  ['backfix', keys('Alt+3')],
  [
    'outstanding',
    async (page) => {
      await page.keyboard.press('u');
      await page.getByRole('button', { name: 'The list of the sample' }).click();
      await page.getByRole('dialog').getByText('have paid since').waitFor();
    },
  ],
  [
    'recovery',
    async (page) => {
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.getByText('messages wait, as EMMA had it').waitFor();
    },
  ],
  [
    'take-out',
    async (page) => {
      await page.keyboard.press('t');
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'hold',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('b');
      await page.keyboard.press('Control+Enter');
      await page.getByText('no answer yet').first().waitFor();
      await page.getByRole('button', { name: 'Write the answer' }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'holds',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('k');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: /[1-9]\d* disconnections held back/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'release',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Release \d+ back-fixes/ }).click();
      await page.getByRole('dialog').getByRole('radio', { name: 'Yes' }).click({ force: true });
    },
  ],
  [
    'released',
    async (page) => {
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: /^Waiting to be handed over/ }).click();
      await page.getByRole('region', { name: 'Waiting to be handed over' }).waitFor();
    },
  ],
  [
    'one-released',
    async (page) => {
      await page
        .getByRole('row')
        .filter({ hasText: 'Send a new 017' })
        .filter({ hasNotText: 'waits for' })
        .first()
        .getByRole('button', { name: 'Key it in' })
        .click();
      await page.getByRole('dialog').getByText('MPBusinessReference').waitFor();
    },
  ],
  [
    'answers',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Bring in answers' }).click();
      const dialog = page.getByRole('dialog');
      const list = 'MessageTypeCode,TxRefNbr\n017,A-0017\n307,N-0307\n';
      await dialog.locator('input[type=file]').setInputFiles([
        { name: '603.csv', mimeType: 'text/csv', buffer: Buffer.from(list) },
        { name: 'torn.xml', mimeType: 'text/xml', buffer: Buffer.from('<ieXMLDocument><Mes') },
      ]);
      await dialog.getByLabel('Of which day').fill('2026-11-20');
    },
  ],
  [
    'reconcile',
    async (page) => {
      const dialog = page.getByRole('dialog');
      await page.keyboard.press('Control+Enter');
      await dialog.waitFor({ state: 'hidden' });
      await page.keyboard.press('c');
      await dialog.getByRole('button', { name: /^Whose is it/ }).click();
      await page.keyboard.type('1093447815');
    },
  ],
  [
    'book',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Alt+4');
      await page.getByLabel(/Name, account, phone/).fill('customer 26');
    },
  ],
  ['settings', keys('Alt+5')],
  ['delivery', keys('Alt+6')],
  [
    'breached',
    async (page) => {
      await page.keyboard.press('Alt+1');
      await page.getByRole('button', { name: /^Past 75 minutes/ }).click();
      await page.locator('.rows').getByRole('option').first().click();
      await page.locator('.step.now').waitFor();
    },
  ],
  [
    'needs-information',
    async (page) => {
      await page.keyboard.press('a');
      await page.getByLabel(/MPRN, name, account/).fill('Mary Byrne');
      await page.getByLabel('Call-back number').fill('085 123 4567');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.locator('.case .banner.need').first().waitFor();
    },
  ],
  [
    'same-customer',
    async (page) => {
      const known = await page.locator('.row .mprn').first().textContent();
      await page
        .locator('.case')
        .getByLabel('MPRN')
        .fill(known ?? '');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('Is this the same customer?').waitFor();
    },
  ],
  [
    'read-only',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.evaluate(noRoom);
      await page.locator('.step.now .choices button:not([disabled])').first().click();
      await page.locator('.notice.late').waitFor();
    },
  ],
  [
    'failed',
    async (page) => {
      await page.evaluate(breakScreens);
      await page.keyboard.press('Alt+5');
      await page.getByRole('alert').waitFor();
    },
  ],
];

/** ESB Networks' desk: one request asked by a supplier and typed from the phone, the others typed. */
const networksViews: readonly (readonly [string, Go])[] = [
  ['requests', keys('Escape')],
  ['request', keys('n')],
  [
    'phone',
    async (page) => {
      await page.keyboard.press('a');
      await page.getByLabel('Supplier: name or MPID').fill('ABC');
      await page.getByLabel('MPRN', { exact: true }).fill('10934478153');
    },
  ],
  ['decide', keys('Escape', '2')],
  [
    'sides',
    async (page) => {
      await page.keyboard.type('2055');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('h');
    },
  ],
  ['networks-keys', keys('?')],
  [
    'says',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('1');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await worksFor(page, 'A supplier');
      await page.keyboard.press('Alt+1');
    },
  ],
];

/** Real customers, on a laptop that has joined nobody yet. */
const liveViews: readonly (readonly [string, Go])[] = [
  [
    'live',
    async (page) => {
      for (const [mprn, paid] of [
        ['10404117016', '1909'],
        ['10934478153', '1931'],
        ['10447035576', '1952'],
      ] as const) {
        await page.keyboard.press('a');
        await page.getByLabel(/MPRN, name, account/).fill(mprn);
        await page.getByLabel('Paid at').fill(paid);
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').waitFor({ state: 'hidden' });
        await page.locator('.step.now').waitFor();
      }
    },
  ],
  ['join', keys('Escape', 'Alt+6')],
];

async function worksFor(page: Page, side: string): Promise<void> {
  await page.keyboard.press('Alt+5');
  const settings = page.getByRole('main', { name: 'Settings' });
  await settings.getByText(side, { exact: true }).click();
  await page.waitForFunction(
    (label) =>
      [...document.querySelectorAll('.option[data-selected]')].some(
        (option) => option.textContent === label,
      ),
    side,
  );
}

/** A supplier asks, hears a promise, and ESB Networks opens its desk. */
async function becomeNetworks(page: Page): Promise<void> {
  await page.getByRole('main', { name: 'The desk' }).waitFor();
  await page.keyboard.press('a');
  await page.getByLabel(/MPRN, name, account/).fill('10404117016');
  await page.getByLabel('Paid at').fill('1909');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Call' }).waitFor();
  await page.keyboard.press('2');
  await page.getByRole('dialog').waitFor();
  // Who told it, by a digit that stands alone; the focus goes on to the time (KEYS16).
  await page.keyboard.press('1');
  await page.locator('[role=dialog] input[type=text]:focus').waitFor();
  await page.keyboard.type('2030');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await worksFor(page, 'ESB Networks');
  await page.getByRole('button', { name: 'Load sample requests' }).click();
  await page.keyboard.press('Alt+1');
  await page.locator('.rows').getByRole('option').nth(8).waitFor();
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function newPage(
  browser: Browser,
  theme: 'dark' | 'light',
  width: number,
  height: number,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-IE',
    timezoneId: 'Europe/Dublin',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(now);
  return page;
}

async function run(address: string, browserPath: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) if (file.endsWith('.png')) await rm(join(folder, file));
  const browser = await chromium.launch({
    executablePath: browserPath,
    chromiumSandbox: process.getuid?.() !== 0,
  });
  for (const [theme, width, height] of sizes) {
    const mark = other === undefined ? theme : `${theme}-${width}`;
    const page = await newPage(browser, theme, width, height);
    await page.goto(address);
    await page.getByLabel('Your name').waitFor();
    await shoot(page, `door-name-${mark}`);
    await page.getByLabel('Your name').fill('Aoife B.');
    await page.keyboard.press('Enter');
    await shoot(page, `doors-${mark}`);
    await page.getByRole('button', { name: /A database of its own/ }).click();
    await shoot(page, `empty-${mark}`);
    await page.keyboard.press('Alt+3');
    await shoot(page, `backfix-empty-${mark}`);
    await page.keyboard.press('Alt+4');
    await shoot(page, `book-empty-${mark}`);
    await page.keyboard.press('Alt+1');
    await page.getByRole('button', { name: 'Load the sample outage' }).click();
    await page.locator('.rows').getByRole('option').nth(8).waitFor();
    for (const [name, go] of views) {
      await go(page);
      await shoot(page, `${name}-${mark}`);
    }
    await page.context().close();
    const live = await newPage(browser, theme, width, height);
    await live.goto(address);
    await live.getByLabel('Your name').fill('Aoife B.');
    await live.keyboard.press('Enter');
    await live.getByRole('button', { name: /Real customers/ }).click();
    await live.getByRole('main', { name: 'The desk' }).waitFor();
    for (const [name, go] of liveViews) {
      await go(live);
      await shoot(live, `${name}-${mark}`);
    }
    await live.context().close();
    const networks = await newPage(browser, theme, width, height);
    await networks.goto(address);
    await networks.getByLabel('Your name').fill('Declan M.');
    await networks.keyboard.press('Enter');
    await networks.getByRole('button', { name: /A database of its own/ }).click();
    await becomeNetworks(networks);
    for (const [name, go] of networksViews) {
      await go(networks);
      await shoot(networks, `${name}-${mark}`);
    }
    await networks.context().close();
  }
  await browser.close();
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const browser = await ensureBrowser(say);
const gateway = (await ensureBuild()) ? await startGateway({ port: 0 }) : null;
if (!browser.ok || gateway === null || !gateway.ok) {
  say(
    !browser.ok
      ? browser.error
      : gateway !== null && !gateway.ok
        ? sentenceFor(gateway.error)
        : 'The build failed.',
  );
  process.exitCode = 1;
} else {
  await run(gateway.value.address, browser.value);
  await gateway.value.close();
}
