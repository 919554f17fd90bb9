// Every view and every sheet, in both themes, under axe; and nothing needed for a call scrolls off
// a 1280×720 laptop.
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { breakScreens, noRoom } from '../support/faults.ts';
import { hiddenThings } from '../support/look.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const sizes = [
  [1280, 720],
  [1280, 800],
  [1600, 1000],
  [3840, 2160],
] as const;

/** What is on top: the sheet's heading, the tab of the case that is open, or the view. */
const onTop = (page: Page) =>
  page.evaluate(() => {
    const words = (what: string) => document.querySelector(what)?.textContent?.trim() ?? '';
    const menu = words('[role=menu]');
    const sheet = words('[role=dialog] h2, [role=dialog] h1');
    const view = document.querySelector('main')?.getAttribute('aria-label') ?? words('h1');
    const tab = words('[role=tab][aria-selected=true]');
    return [view, tab, menu === '' ? sheet : 'menu'].filter((each) => each !== '').join(' › ');
  });

/** Its name, what is on top there, and the way from the one before. */
type Place = readonly [string, string | RegExp, (operator: Operator) => Promise<void>];

const places: readonly Place[] = [
  ['desk', 'The desk', async (operator) => operator.press('Escape')],
  [
    'case',
    'The desk › Call',
    async (operator) => {
      await operator.press('n');
      await operator.case().getByRole('tab', { name: 'Call' }).waitFor();
    },
  ],
  [
    'history',
    'The desk › History',
    async (operator) => operator.case().getByRole('tab', { name: 'History' }).click(),
  ],
  [
    'plan of a case',
    'The desk › Back-fix',
    async (operator) => operator.case().getByRole('tab', { name: 'Back-fix' }).click(),
  ],
  [
    'outcome',
    'The desk › Back-fix › Networks accepted, not confirmed',
    async (operator) => operator.press('2'),
  ],
  [
    'power',
    'The desk › Back-fix › Power is back',
    async (operator) => operator.press('Escape', 'p'),
  ],
  [
    'more',
    'The desk › Back-fix › menu',
    async (operator) => {
      await operator.press('Escape');
      await operator.case().getByRole('button', { name: 'More' }).click();
    },
  ],
  [
    'amend',
    'The desk › Back-fix › Change what is known',
    async (operator) => operator.press('Escape', 'e'),
  ],
  ['note', 'The desk › Back-fix › Add a note', async (operator) => operator.press('Escape', 'w')],
  [
    'exclude',
    'The desk › Back-fix › Exclude from the count',
    async (operator) => operator.press('Escape', 'x'),
  ],
  ['paper', 'The desk › Call', async (operator) => operator.press('Escape', 'h')],
  [
    'caller',
    'The desk › Add a caller',
    async (operator) => operator.press('Escape', 'Escape', 'a'),
  ],
  ['order', 'The desk › Order of work', async (operator) => operator.press('Escape', 'l')],
  ['share', 'The desk › Which share is yours?', async (operator) => operator.press('Escape', 's')],
  [
    'incident',
    /^The desk › End the outage since/,
    async (operator) => operator.press('Escape', 'm'),
  ],
  [
    'operator',
    'The desk › Who is at the desk now?',
    async (operator) => operator.press('Escape', 'o'),
  ],
  ['keys', 'The desk › All keys', async (operator) => operator.press('Escape', '?')],
  ['intake', 'Bring in a file', async (operator) => operator.press('Escape', 'i')],
  [
    'intake preview',
    'Bring in a file',
    async (operator) => operator.bringIn('test/data/hub-outage-dirty.csv'),
  ],
  ['intake done', 'Bring in a file', async (operator) => operator.press('Control+Enter')],
  [
    'rows left behind',
    'Bring in a file',
    async (operator) => {
      await operator.page.getByRole('button', { name: 'To the queue' }).click();
      await operator.press('i');
      await operator.page.getByRole('button', { name: 'Correct them' }).waitFor();
    },
  ],
  [
    'a caller nobody could ring back',
    'The desk › Add a caller',
    async (operator) => {
      await operator.press('Escape', 'a');
      await operator.dialog().waitFor();
      await operator.type('Mary Byrne');
      await operator.press('Enter');
      await operator.dialog().getByText('Enter again saves without').waitFor();
    },
  ],
  [
    'needs information',
    'The desk › Call',
    async (operator) => {
      await operator.press('Enter');
      await operator.case().getByText('No MPRN yet.').waitFor();
    },
  ],
  ['back-fix', 'Back-fixes', async (operator) => operator.press('Alt+3')],
  ['book', 'Customer book', async (operator) => operator.press('Alt+4')],
  ['settings', 'Settings', async (operator) => operator.press('Alt+5')],
  ['delivery', 'Delivery and devices', async (operator) => operator.press('Alt+6')],
];

async function arrive(operator: Operator, [name, expected, go]: Place): Promise<void> {
  await go(operator);
  const is = expect.poll(() => onTop(operator.page), { message: name });
  await (typeof expected === 'string' ? is.toBe(expected) : is.toMatch(expected));
  // What comes in is there.
  await operator.page.waitForTimeout(150);
}

describe.each(['dark', 'light'] as const)('%s', (theme) => {
  test('AXE1: axe objects to nothing in any view or sheet', async ({ open }) => {
    const { page } = await open({ theme });
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    const found: string[] = [];
    for (const place of places) {
      await arrive(operator, place);
      const violations = await axeViolations(page);
      found.push(...violations.map((violation) => `${place[0]}: ${violation}`));
    }
    expect(found).toEqual([]);
  });
});

/** States that the sample outage has none of. */
const states: readonly Place[] = [
  ['name', 'Who is at this desk?', async () => undefined],
  [
    'two doors',
    'Where do you want to work?',
    async (operator) => {
      await operator.page.getByLabel('Your name').fill('Aoife B.');
      await operator.press('Enter');
      await operator.page.getByRole('button', { name: /Real customers/ }).waitFor();
    },
  ],
  [
    'empty desk',
    'The desk',
    async (operator) => {
      await operator.page.getByRole('button', { name: /Real customers/ }).click();
      await operator.desk().waitFor();
    },
  ],
  ['empty back-fix', 'Back-fixes', async (operator) => operator.press('Alt+3')],
  ['empty book', 'Customer book', async (operator) => operator.press('Alt+4')],
  [
    'breached',
    'The desk › Call',
    async (operator) => {
      await operator.press('Alt+1');
      await operator.takeCall('10934478153', '-100');
      await operator.page.getByText(/past/i).first().waitFor();
    },
  ],
  [
    'read only',
    'The desk › Call',
    async (operator) => {
      await operator.page.evaluate(noRoom);
      await operator.press('c');
      await operator.page.locator('.notice.late').waitFor();
    },
  ],
  [
    'read only sheet',
    'The desk › Call › Networks accepted, not confirmed',
    async (operator) => operator.press('2'),
  ],
  [
    'failed',
    'This screen has failed',
    async (operator) => {
      await operator.press('Escape');
      await operator.page.evaluate(breakScreens);
      await operator.press('Alt+5');
      await operator.page.getByText('This screen has failed').waitFor();
    },
  ],
];

describe.each(['dark', 'light'] as const)('%s', (theme) => {
  test('AXE1: axe objects to nothing at the doors, in what is empty, breached, read only and failed', async ({
    open,
  }) => {
    const { page } = await open({ theme, expected: [/./] });
    const operator = new Operator(page);
    const found: string[] = [];
    for (const place of states) {
      await arrive(operator, place);
      const violations = await axeViolations(page);
      found.push(...violations.map((violation) => `${place[0]}: ${violation}`));
    }
    expect(found).toEqual([]);
  });
});

test('LOOK6: nothing moves for a person whose system asks for less motion', async ({ open }) => {
  const moving = (page: Page) =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((each) => {
          const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(each);
          const lasts = transitionDuration.split(',').some((time) => parseFloat(time) > 0);
          return animationName !== 'none' || lasts || scrollBehavior === 'smooth';
        }).length,
    );
  const { page: still } = await open({ reducedMotion: true });
  const calm = await new Operator(still).goIn({ world: 'practice' });
  await calm.loadSample();
  for (const place of places) {
    await arrive(calm, place);
    expect(await moving(still), place[0]).toBe(0);
  }
  // Where motion is welcome there is some: else this test would see nothing either way.
  const { page } = await open({ reducedMotion: false });
  const operator = await new Operator(page).goIn({ world: 'practice' });
  await operator.loadSample();
  await operator.press('n');
  await operator.case().getByRole('tab', { name: 'Call' }).waitFor();
  await operator.press('2');
  await operator.dialog().waitFor();
  expect(await moving(page)).toBeGreaterThan(0);
});

test.for([
  ['a customer with two warnings', 14, async (operator: Operator) => operator.press('n')],
  [
    'medical need, priority services and a D05, with an alarm on the strip',
    12,
    async (operator: Operator) => {
      await operator
        .rows()
        .filter({ hasText: 'Priority services' })
        .filter({ hasText: 'D05' })
        .first()
        .click();
      await operator.answers('c', 'y');
      await operator.page.getByRole('alert').waitFor();
      const warnings = operator.case().getByRole('note').filter({ hasText: 'Medical need' });
      expect(await warnings.count()).toBe(1);
      expect(await warnings.textContent()).toMatch(/Priority services.*D05 waiting/);
    },
  ],
  [
    'a caller without MPRN, without payment time, with a medical need',
    // As far as the read-back, which wants an MPRN first.
    2,
    async (operator: Operator) => {
      await operator.takeCall('Mary Byrne, Castlebar');
      await operator.answers('c', 'y');
    },
  ],
] as const)(
  'LOOK1: from 1280×720 to 3840×2160 the open step and all its answers are in sight: %s',
  async ([, count, go], { open }) => {
    const { page } = await open({ size: { width: 1280, height: 720 } });
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await go(operator);
    const steps = page.locator('.step.now');
    await steps.waitFor();
    for (let step = 0; step < count; step++) {
      const said = (await steps.locator('.say').textContent()) ?? '';
      for (const [width, height] of [
        [3840, 2160],
        [1600, 1000],
        [1280, 800],
        [1280, 720],
      ] as const) {
        await page.setViewportSize({ width, height });
        await expect
          .poll(() => hiddenThings(page), { message: `${width}×${height}: ${said}` })
          .toEqual([]);
      }
      await page.locator('.step.now[data-resting=false]').waitFor();
      const field = steps.locator('input').first();
      if ((await field.count()) > 0) await field.fill('Declan');
      await steps.locator('.choices button:not([disabled])').first().click();
      await expect
        .poll(async () => (await steps.locator('.say').textContent()) ?? '')
        .not.toBe(said);
    }
  },
);

test('LOOK7: at 1280×720 the whole rail is in sight under an alarm, which has one height, and no view scrolls sideways', async ({
  open,
}) => {
  const { page } = await open({ size: { width: 1280, height: 720 } });
  const operator = await new Operator(page).goIn({ world: 'practice' });
  await operator.loadSample();
  await operator.press('n');
  await operator.answers('c', 'y');
  await page.locator('.alarms').waitFor();
  const rail = await page.evaluate(() => {
    const lanes = document.querySelector('.lanes');
    const last = [...document.querySelectorAll('.lanes > .lane')].at(-1);
    if (lanes === null || last === undefined) return null;
    const { bottom, height } = last.getBoundingClientRect();
    return { free: lanes.getBoundingClientRect().bottom - bottom, line: height };
  });
  // With room for the line that only a second file brings.
  expect(rail?.free).toBeGreaterThanOrEqual(rail?.line ?? Number.NaN);
  const heights = new Set<number>();
  for (const key of ['Alt+1', 'Alt+3', 'Alt+4', 'Alt+5', 'Alt+6', 'i']) {
    await operator.press(key);
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      // On a wall of 4K everything is larger.
      if (width < 3840) heights.add((await page.locator('.alarms').boundingBox())?.height ?? 0);
      const sideways = await page.evaluate(() =>
        [...document.querySelectorAll('main, main *')]
          .filter((each) => each.scrollWidth > each.clientWidth + 1)
          .filter((each) => ['auto', 'scroll'].includes(getComputedStyle(each).overflowX))
          .map((each) => each.className),
      );
      expect(sideways, `${key} at ${width}×${height}`).toEqual([]);
    }
  }
  expect([...heights]).toEqual([34]);
});

test('LOOK10: at every size the strip says whole whom to dial, what is not sent and how old it is, who writes and what time it is', async ({
  open,
}) => {
  const { page } = await open();
  await page.clock.install({ time: new Date('2026-11-21T20:11:00Z') });
  await page.reload();
  const operator = await new Operator(page).goIn({ name: 'Caoimhe Ní D.' });
  await operator.press('m');
  await operator.dialog().getByLabel('Since').fill('1730');
  await operator.press('Enter');
  await operator.dialog().waitFor({ state: 'hidden' });
  await operator.takeCall('10934478153', '-20');
  await page.clock.fastForward('03:05:00');
  await page.getByText(/\d entries not sent, oldest 3 h 5 min/).waitFor();
  // An alarm and a notice are up: they take nothing away from whom to help next, and by which key.
  await operator.press('Escape', 'F2');
  await page.getByRole('button', { name: 'Next customer' }).waitFor();
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    const cut = await page.evaluate(() =>
      [
        ...['.world', '.dial strong', '.delivery .unsent', '.plain.nowrap', '.time'].map(
          (each) => `.strip ${each}`,
        ),
        'main .button.go',
        'main .button.go kbd',
        '.row .left',
        '.row .mprn',
      ].filter((each) => {
        const part = document.querySelector(each);
        if (part === null || part.scrollWidth > part.clientWidth + 1) return true;
        const { left, right, top, bottom } = part.getBoundingClientRect();
        // Its both ends are what is seen there.
        return ![left + 2, right - 2].every((x) => {
          const seen = document.elementFromPoint(x, (top + bottom) / 2);
          return seen !== null && (part.contains(seen) || seen.contains(part));
        });
      }),
    );
    expect(cut, `${width}×${height}`).toEqual([]);
  }
});

test('LOOK8: a field of the call keeps its place and width while it is typed in, and a row its name', async ({
  open,
}) => {
  const { page } = await open({ size: { width: 1280, height: 720 } });
  const operator = await new Operator(page).goIn({ world: 'practice' });
  await operator.loadSample();
  await operator.press('n');
  for (const [step, typed] of [
    ['Networks answered', ['Declan', 'desk 4']],
    ['reference', ['NS88213', '+30']],
  ] as const) {
    await operator
      .case()
      .locator('.step button.a')
      .filter({ hasText: step })
      .first()
      .evaluate((line) => (line as HTMLElement).click());
    const fields = page.locator('.step.now .step-fields input');
    await expect.poll(() => fields.count()).toBe(2);
    const boxes = () =>
      fields.evaluateAll((inputs) => {
        const frame = document.querySelector('.step-fields')?.getBoundingClientRect();
        return inputs.map((input) => {
          const { left, top, width } = input.getBoundingClientRect();
          return [left, top - (frame?.top ?? 0), width];
        });
      });
    const before = await boxes();
    for (const [, , width] of before) expect(width).toBeGreaterThanOrEqual(100);
    for (const [index, text] of typed.entries()) await fields.nth(index).fill(text);
    await page.waitForTimeout(100);
    expect(await boxes()).toEqual(before);
  }
  const names = await page
    .locator('.row > .cut')
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
  expect(Math.min(...names)).toBeGreaterThanOrEqual(136);
});

test('BF14: the five figures are the doors to their lists by key, and together everybody', async ({
  open,
}) => {
  const { page } = await open();
  const operator = await new Operator(page).goIn({ world: 'practice' });
  await operator.loadSample();
  await operator.press('Alt+3');
  const figures = page.locator('.figure b');
  await expect.poll(() => figures.count()).toBe(5);
  const counts = (await figures.allTextContents()).map(Number);
  expect(counts.reduce((sum, each) => sum + each, 0)).toBe(120);
  for (const [index, count] of counts.entries()) {
    await operator.press(String(index + 1));
    await expect.poll(() => page.locator('.backfix-table tbody tr').count()).toBe(count);
  }
  await operator.press('ArrowDown', 'Enter');
  await operator.case().getByRole('tab', { name: 'Call' }).waitFor();
});
