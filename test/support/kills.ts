// Rounds of: start the program, work from the keyboard, SIGKILL at a random moment, start again and
// compare. Acknowledged is what the screen said was written ("… entries not sent"), read just
// before the kill; the truth is read from the database's own rows and from the journal on disk.
// In every third round the hand rests before the kill: then the same screen and the same step have
// to come back.
import type { Page } from 'playwright-core';
import { openBody, ORIGIN, verifyChain, type Entry } from '../../shared/log/entry.ts';
import { journalLines, type Launch } from './shell.ts';

export interface KillReport {
  readonly kills: number;
  /** Kills that hit while a key press was still being worked on. */
  readonly killsMidWork: number;
  /** Kills while the hand rested, after which the place was compared. */
  readonly killsAtRest: number;
  readonly acknowledged: number;
  /** What was done how often, to its end. */
  readonly work: Readonly<Record<string, number>>;
  /** Starts in which Playwright hung, killed and begun again. */
  readonly relaunches: number;
  /** Starts at which the browser had thrown its torn database away and the journal gave it back. */
  readonly broughtBack: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly brokenChains: readonly string[];
  readonly journalDiffers: readonly string[];
  /** Where the program came back to another screen, case or step. */
  readonly elsewhere: readonly string[];
}

/** What the program says when its database was lost and came back from the journal. */
export const BROUGHT_BACK = /put back from the journal on disk/;

/** How long the place takes to be written down once the hand rests. */
export const REST_MS = 400;

export async function killRounds(options: {
  readonly launch: Launch;
  readonly profile: string;
  readonly rounds: number;
  readonly seed: number;
}): Promise<KillReport> {
  const random = seeded(options.seed);
  const report = {
    kills: 0,
    killsMidWork: 0,
    killsAtRest: 0,
    acknowledged: 0,
    work: {} as Record<string, number>,
    relaunches: 0,
    broughtBack: 0,
    lost: [] as string[],
    doubled: [] as string[],
    brokenChains: [] as string[],
    journalDiffers: [] as string[],
    elsewhere: [] as string[],
  };
  let shown = 0;
  let place: string | null = null;
  const hand = new Hand(random);
  for (let round = 0; round <= options.rounds; round++) {
    const { page, kill, relaunches } = await options.launch({ profile: options.profile });
    report.relaunches += relaunches;
    await enter(page);
    const isBack = await page.getByText(BROUGHT_BACK).isVisible();
    if (isBack) report.broughtBack += 1;
    if (place !== null) {
      const back = await comesTo(page, place);
      if (back !== place) report.elsewhere.push(`round ${round}: ${place} came back as ${back}`);
    }
    await compare(page, options.profile, shown, report, round);
    if (round === options.rounds) break;
    const killAfter = 150 + random() * 1500;
    const state = { busy: false, stopped: false };
    const work = (async () => {
      while (!state.stopped) {
        state.busy = true;
        const done = await hand.work(page).catch(() => null);
        if (done !== null) report.work[done] = (report.work[done] ?? 0) + 1;
        shown = Math.max(shown, await entriesShown(page));
        state.busy = false;
      }
    })().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, killAfter));
    place = null;
    if (round % 3 === 2) {
      state.stopped = true;
      await work;
      await page.waitForTimeout(REST_MS);
      place = await placeOf(page);
      report.killsAtRest += 1;
    } else if (state.busy) report.killsMidWork += 1;
    await kill();
    state.stopped = true;
    await work;
    report.kills += 1;
  }
  report.acknowledged = shown;
  return report;
}

/** What a night's hand does, a little of everything; each to its end, unless the program is killed. */
class Hand {
  readonly #random: () => number;
  #callers = 0;
  #files = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The name of what was done. */
  async work(page: Page): Promise<string> {
    const dice = this.#random();
    for (let tries = 0; tries < 3 && !(await isAtDesk(page)); tries++)
      await page.keyboard.press('Escape');
    const hasStep = (await page.locator('.step.now').count()) > 0;
    if (dice < 0.25 || (!hasStep && dice < 0.88)) {
      this.#callers += 1;
      await takeCall(page, this.#callers);
      return 'caller';
    }
    if (dice < 0.6) return this.#answer(page);
    if (dice < 0.7)
      return this.#sheet(page, ['2', '4', '5'][Math.floor(dice * 100) % 3] ?? '5', 'outcome');
    if (dice < 0.76) return this.#sheet(page, 'p', 'power');
    if (dice < 0.82) return press(page, 'b', 'basket');
    if (dice < 0.88) return press(page, 'Control+z', 'undo');
    if (dice < 0.94) return press(page, 'n', 'next');
    return this.#file(page);
  }

  async #answer(page: Page): Promise<string> {
    // The step that has just opened rests, and hears no answer yet (KEYS13).
    const step = page.locator('.step.now:not([data-resting=true])');
    const say = await step.locator('.say').textContent({ timeout: SOON });
    const field = step.locator('input').first();
    if ((await field.count()) > 0) await field.fill('4711', { timeout: SOON });
    await step.locator('.choices button:not([disabled])').first().click({ timeout: SOON });
    await page.waitForFunction(
      (before) => document.querySelector('.step.now .say')?.textContent !== before,
      say,
      { timeout: SOON },
    );
    return 'answer';
  }

  async #sheet(page: Page, key: string, name: string): Promise<string> {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor({ timeout: SOON });
    // Who told it is chosen, never a default (OUTCOME1).
    if ((await page.getByRole('dialog').getByRole('radio').count()) > 0)
      await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden', timeout: SOON });
    return name;
  }

  async #file(page: Page): Promise<string> {
    this.#files += 1;
    const rows = Array.from(
      { length: 300 },
      (_, index) =>
        `11${String(this.#files * 1000 + index).padStart(9, '0')},Customer ${index},19:50`,
    );
    await page.keyboard.press('i');
    await page.locator('input[type=file]').setInputFiles(
      {
        name: `night-${this.#files}.csv`,
        mimeType: 'text/csv',
        buffer: Buffer.from(['MPRN,Name,Paid at', ...rows].join('\n')),
      },
      { timeout: SOON },
    );
    await page.getByRole('button', { name: /Bring in/ }).waitFor({ timeout: SOON });
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'To the queue' }).click({ timeout: SOON });
    return 'file';
  }
}

/** Longer than anything takes; what is not there by then is not possible at this place. */
const SOON = 2500;

async function press(page: Page, key: string, name: string): Promise<string> {
  const before = await entriesShown(page);
  await page.keyboard.press(key);
  await page.waitForFunction(
    ([pattern, count]) => {
      const text = document.querySelector('.strip .delivery')?.textContent ?? '';
      return Number(new RegExp(pattern).exec(text)?.[1]?.replaceAll(',', '') ?? 0) !== count;
    },
    [ENTRIES.source, before] as const,
    { timeout: 1000 },
  );
  return name;
}

const isAtDesk = async (page: Page): Promise<boolean> =>
  (await page.getByRole('dialog').count()) === 0 &&
  (await page.getByRole('main', { name: 'The desk' }).count()) > 0;

/** The screen, the sheet, the case and the step, as the person sees them; figures run on and do not count. */
export function placeOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
    const label = (selector: string) =>
      document.querySelector(selector)?.getAttribute('aria-label') ?? '';
    return [
      label('main'),
      text('[role=dialog] h2'),
      label('.case .mprn'),
      text('.step.now .n'),
      text('.step.now .say').replaceAll(/\d+/g, '#'),
    ].join(' | ');
  });
}

export async function comesTo(page: Page, place: string): Promise<string> {
  let now = await placeOf(page);
  for (let tries = 0; tries < 50 && now !== place; tries++) {
    await page.waitForTimeout(100);
    now = await placeOf(page);
  }
  return now;
}

/** First start: a name and the live door; later starts come back by themselves to where they were. */
export async function enter(page: Page): Promise<void> {
  // Whatever screen or sheet is open, the strip is there.
  const strip = page.locator('.strip');
  const name = page.getByLabel('Your name');
  await strip.or(name).first().waitFor();
  if (await name.isVisible()) {
    await name.fill('Aoife B.');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Real customers/ }).click();
    await strip.waitFor();
  }
}

export async function takeCall(page: Page, number: number): Promise<void> {
  if (!(await page.getByRole('dialog').isVisible())) await page.keyboard.press('a');
  const who = page.getByLabel('MPRN, name, account, phone, Eircode or meter serial');
  await who.fill(`10${String(number).padStart(9, '0')}`);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

const ENTRIES = /([\d,]+) entr/;

/** The figure on the strip: how many entries this laptop says it has. */
export async function entriesShown(page: Page): Promise<number> {
  const text = (await page.locator('.strip .delivery').textContent()) ?? '';
  return Number(ENTRIES.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

async function compare(
  page: Page,
  profile: string,
  shown: number,
  report: { lost: string[]; doubled: string[]; brokenChains: string[]; journalDiffers: string[] },
  round: number,
): Promise<void> {
  const entries = await storedEntries(page);
  if (entries.length < shown)
    report.lost.push(`round ${round}: shown ${shown}, stored ${entries.length}`);
  const ids = new Set(entries.map((entry) => entry.id));
  if (ids.size !== entries.length)
    report.doubled.push(`round ${round}: ${entries.length - ids.size} ids twice`);
  // An act written twice has two ids and says the same: every caller of the hand is another one.
  const reported = entries.flatMap(({ kind, subject }) =>
    kind === 'case.reported' ? [subject] : [],
  );
  if (new Set(reported).size !== reported.length)
    report.doubled.push(`round ${round}: a caller twice`);
  const said = entries.map(({ kind, subject, body }) =>
    JSON.stringify([kind, subject, typeof body === 'string' ? openBody(body) : body]),
  );
  const again = said.findIndex((each, index) => index > 0 && each === said[index - 1]);
  if (again > 0) report.doubled.push(`round ${round}: ${said[again] ?? ''} twice running`);
  const device = entries[0]?.device;
  if (device === undefined) return;
  const chain = verifyChain(entries, { device, seq: 0, hash: ORIGIN, stamp: null });
  if (!chain.ok) report.brokenChains.push(`round ${round}: ${JSON.stringify(chain.error)}`);
  // The mirror catches up with the database after a start; then both say the same.
  let lines: readonly string[] = [];
  for (let tries = 0; tries < 100 && lines.length < entries.length; tries++) {
    lines = await journalLines(profile, 'live');
    if (lines.length < entries.length) await page.waitForTimeout(50);
  }
  const mirrored = lines.map((line) => (JSON.parse(line) as { hash: string }).hash);
  if (mirrored.join() !== entries.map((entry) => entry.hash).join()) {
    report.journalDiffers.push(
      `round ${round}: ${mirrored.length} lines, ${entries.length} entries`,
    );
  }
}

export function storedEntries(page: Page): Promise<readonly Entry[]> {
  return page.evaluate(
    () =>
      new Promise<Entry[]>((resolve, reject) => {
        const opening = indexedDB.open('backstop-live');
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const database = opening.result;
          const all = database.transaction('entries').objectStore('entries').getAll();
          all.addEventListener('error', () => reject(all.error));
          all.addEventListener('success', () => {
            database.close();
            resolve((all.result as Entry[]).sort((one, other) => one.seq - other.seq));
          });
        });
      }),
  );
}

/** A small seeded generator (mulberry32): the same rounds for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
