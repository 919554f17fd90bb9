// Rounds of: start the program, work from the keyboard, SIGKILL at a random moment, start again and
// compare. Acknowledged is what the screen said was written ("… entries not sent"), read just
// before the kill; the truth is read from the database's own rows and from the journal on disk.
import type { Page } from 'playwright-core';
import { ORIGIN, verifyChain, type Entry } from '../../shared/log/entry.ts';
import { journalLines, type Launch } from './shell.ts';

export interface KillReport {
  readonly kills: number;
  /** Kills that hit while a key press was still being worked on. */
  readonly killsMidWork: number;
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly brokenChains: readonly string[];
  readonly journalDiffers: readonly string[];
}

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
    acknowledged: 0,
    lost: [] as string[],
    doubled: [] as string[],
    brokenChains: [] as string[],
    journalDiffers: [] as string[],
  };
  let callers = 0;
  let shown = 0;
  for (let round = 0; round <= options.rounds; round++) {
    const { page, kill } = await options.launch({ profile: options.profile });
    await enter(page);
    await compare(page, options.profile, shown, report, round);
    if (round === options.rounds) break;
    const killAfter = 150 + random() * 900;
    const state = { busy: false, stopped: false };
    const work = (async () => {
      while (!state.stopped) {
        state.busy = true;
        callers += 1;
        await takeCall(page, callers);
        shown = Math.max(shown, await entriesShown(page));
        // The step that has just opened rests, and hears no answer yet (KEYS13).
        await page.locator('.step.now[data-resting=false]').waitFor();
        await page.keyboard.press('c');
        shown = Math.max(shown, await entriesShown(page));
        state.busy = false;
      }
    })().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, killAfter));
    if (state.busy) report.killsMidWork += 1;
    await kill();
    state.stopped = true;
    await work;
    report.kills += 1;
  }
  report.acknowledged = shown;
  return report;
}

/** First start: a name and the live door; later starts come back to the desk by themselves. */
export async function enter(page: Page): Promise<void> {
  const desk = page.getByRole('main', { name: 'The desk' });
  const name = page.getByLabel('Your name');
  await desk.or(name).first().waitFor();
  if (await name.isVisible()) {
    await name.fill('Aoife B.');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Real customers/ }).click();
    await desk.waitFor();
  }
}

export async function takeCall(page: Page, number: number): Promise<void> {
  if (!(await page.getByRole('dialog').isVisible())) await page.keyboard.press('a');
  const who = page.getByLabel('MPRN, name, account, phone, Eircode or meter serial');
  await who.fill(`10${String(number).padStart(9, '0')}`);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** The figure on the strip: how many entries this laptop says it has. */
export async function entriesShown(page: Page): Promise<number> {
  const text = (await page.locator('.strip .delivery').textContent()) ?? '';
  return Number(/([\d,]+) entr/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
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
