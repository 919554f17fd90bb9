// `npm run bench`: one table of what a desk feels, measured in a real Chromium on the built page
// and on the product's own modules; `--json FILE` writes the same figures by name, `--quick` takes
// small sizes. Goals stand beside the figures; nothing here passes or fails.
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { ensureBuild } from '../tools/build.ts';
import { root } from '../tools/commands.ts';
import { Figures, quantile } from './figures.ts';
import { openLab, type Lab } from './lab.ts';
import {
  measureBrowserStart,
  measureColdStart,
  measureMemory,
  measureNext,
  searchInProduct,
} from './page-times.ts';
import { measureScroll } from './scroll.ts';
import { measureSync, peersExplained } from './sync/measure.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean' },
    only: { type: 'string' },
    /** Only the sizes that have a goal, not how the figures grow. */
    goals: { type: 'boolean' },
  },
});
const parts = ['desk', 'sync'] as const;
const chosen = parts.filter((part) => values.only === undefined || values.only === part);
if (chosen.length === 0) throw new Error(`--only takes ${parts.join(' or ')}`);
const quick = values.quick === true;
const size = (full: number, small: number) => (quick ? small : full);

/** Growing sizes, of which one has the goal. */
const growing = (small: number, goal: number, all: readonly number[]): readonly number[] =>
  quick ? [small] : values.goals === true ? [goal] : all;

const figures = new Figures();
const { note } = figures;

/** A console tidies up within its first five seconds; twenty thousand cases take some more. */
const QUIET_MS = 15_000;

const sum = (times: readonly number[]) => times.reduce((all, time) => all + time, 0);

async function measureDesk({ page, address, back, restart }: Lab): Promise<void> {
  for (const rows of growing(1000, 10_000, [1000, 10_000, 100_000])) {
    const took = await page.evaluate((count) => window.lab.intake(count), rows);
    note(
      `intake${rows / 1000}k.ms`,
      took,
      rows === 10_000 ? '≤ 3000' : '',
      `${rows} rows: parse, validate, de-duplicate, log, project`,
    );
  }
  for (const cases of growing(1000, 10_000, [1000, 100_000, 10_000])) {
    const isGoal = quick || cases === 10_000;
    const at = isGoal ? '' : `${cases / 1000}k`;
    const { ours, raw } = await page.evaluate(([n, all]) => window.lab.actions(n, all), [
      size(6000, 300),
      cases,
    ] as const);
    const goal = (text: string) => (isGoal ? text : '');
    note(
      `action${at}.p50.ms`,
      quantile(ours, 0.5),
      goal('≤ 3'),
      `one durable action, ${cases} cases`,
    );
    note(`action${at}.p99.ms`, quantile(ours, 0.99), goal('≤ 20'), '99 of 100');
    note(`action${at}.raw.p50.ms`, quantile(raw, 0.5), '', 'raw IndexedDB, the same puts');
    note(
      `action${at}.ratioToRaw`,
      sum(raw) / sum(ours),
      goal('≥ 0.8'),
      'throughput against raw IndexedDB in this run',
    );
  }
  for (const all of growing(1000, 20_000, [1000, 10_000, 20_000, 100_000])) {
    const times = await page.evaluate((n) => window.lab.reorder(n, 40), all);
    note(
      `reorder${all / 1000}k.ms`,
      quantile(times, 0.5),
      all === 20_000 ? '≤ 10' : '',
      `the queue of ${all} open cases, ordered and counted`,
    );
  }
  const book = 'backstop-live';
  // Without a book, growing; the last size stays and gets one.
  for (const opened of growing(1000, 20_000, [1000, 10_000, 100_000, 20_000])) {
    const isLast = quick || opened === 20_000;
    await page.evaluate(([n, closed]) => window.lab.fillLive(n, closed), [
      opened,
      opened * (quick ? 1 : 5),
    ] as const);
    if (isLast) break;
    await measureProduct(
      page,
      address,
      `${opened / 1000}k`,
      `${opened} open, five times as many closed`,
    );
    await back();
  }
  // The largest last: it is the book that the program is started with.
  for (const customers of growing(5000, 350_000, [1000, 10_000, 100_000, 350_000])) {
    const isGoal = customers === 350_000 || quick;
    const at = isGoal ? '' : `${customers / 1000}k`;
    const { perSecond, readShare } = await page.evaluate(
      ([n, name]) => window.lab.importBook(n, name),
      [customers, book] as const,
    );
    note(
      `bookImport${at}.rowsPerSecond`,
      perSecond,
      '',
      `customer book of ${customers}: read, parse, check, write, index`,
    );
    if (isGoal) note('bookImport.readShare', readShare, '', 'of that, reading and parsing');
    const { first, times } = await page.evaluate((name) => window.lab.searchBook(name), book);
    const words = (count: number) =>
      times.filter(([typed]) => typed.trim().split(' ').length === count).map(([, ms]) => ms);
    note(
      `bookSearch${at}.ms`,
      quantile(
        times.map(([, ms]) => ms),
        0.95,
      ),
      isGoal ? '≤ 16' : '',
      `search as you type in ${customers}, 95 of 100, a second after the first`,
    );
    if (!isGoal) continue;
    note(
      'bookSearch.p50.ms',
      quantile(
        times.map(([, ms]) => ms),
        0.5,
      ),
      '',
      'half of them',
    );
    for (const count of [1, 2, 3])
      note(
        `bookSearch.${count}words.ms`,
        quantile(words(count), 0.95),
        '≤ 16',
        `${count} typed, 95 of 100`,
      );
    note('bookSearch.first.ms', first, '', 'the first search after a start, index read from disk');
  }
  await measureProduct(page, address, '', '20,000 open, 100,000 closed, the book');
  // Back to the desk, which is where the next start begins.
  await page.keyboard.press('Alt+1');
  await page.waitForTimeout(1000);
  await noteScroll(page);
  note(
    'browserStart.ms',
    await measureBrowserStart(restart, address),
    '',
    'from starting the browser itself to the usable queue',
  );
}

/** 16.7 ms is a screen's own pace; the goal is that no two frames in a row are missed. */
async function noteScroll(page: Page): Promise<void> {
  const { frames, blank, rows } = await measureScroll(page);
  const over = `the wheel over ${Math.round(rows)} rows of the queue`;
  note('scroll.p95.ms', quantile(frames, 0.95), '≤ 34', `frame to frame, 95 of 100, ${over}`);
  note('scroll.blank', blank, '', 'rows missing in all those frames together');
}

async function measureProduct(page: Page, address: string, at: string, what: string) {
  const goal = (text: string) => (at === '' ? text : '');
  // The very first start after a file of this size reads every row; a quiet moment later the shelf
  // is filled, and every start from then on is like the ones below.
  const [first] = await measureColdStart(page, address, 1);
  note(
    `coldStart${at}.afterImport.ms`,
    first ?? Number.NaN,
    '',
    'the first start after all this came in at once',
  );
  await page.waitForTimeout(QUIET_MS);
  note(
    `coldStart${at}.ms`,
    quantile(await measureColdStart(page, address, size(5, 2)), 0.5),
    goal('≤ 1000'),
    `navigation to usable queue, ${what}`,
  );
  note(
    `next${at}.ms`,
    quantile(await measureNext(page, size(15, 5)), 0.5),
    goal('≤ 50'),
    'key press N to painted next case',
  );
  // The book in memory is part of it.
  if (at === '') await searchInProduct(page);
  note(`memory${at}.mb`, await measureMemory(page), goal('≤ 400'), 'page memory with all that');
}

if (!(await ensureBuild())) throw new Error('The build failed.');
const load = () => loadavg()[0]?.toFixed(1) ?? '';
const before = load();
if (chosen.includes('desk')) {
  const lab = await openLab(join(root, 'bench', 'lab-page.ts'), join(root, 'out', 'renderer'));
  try {
    await measureDesk(lab);
  } finally {
    await lab.close();
  }
}
if (chosen.includes('sync')) await measureSync(note, quick);
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const machine = `${cpus().length} cores, load ${before} before and ${load()} after`;
process.stdout.write(`\nBackstop ${version}, ${machine}\n\n${figures.table()}\n`);
if (chosen.includes('sync')) process.stdout.write(peersExplained);
if (values.json !== undefined) await figures.writeJson(values.json);
