// Where the table of views and states begins: each start brings a desk so far that several cells can be
// looked at in one browser, one after the other.
import type { Page } from 'playwright-core';
import { noOpening, noReading, noRoom } from './faults.ts';
import { joinWith, startNight, strip } from './night.ts';
import { Operator } from './operator.ts';
import type { Open } from './page.ts';

export const inTime = '10934478153';
export const breached = '10447035576';

/** A laptop whose database takes nothing, found out by one who tried. */
async function refused(operator: Operator, breakIt: () => void, key: string): Promise<Operator> {
  await operator.page.evaluate(breakIt);
  await operator.press(key);
  await operator.page.locator('.notice.late').filter({ hasText: 'Try again' }).waitFor();
  return operator;
}

const live = async (open: Open) => {
  const { page } = await open({ expected: [/./] });
  return new Operator(page).goIn();
};

/** Of two customers the second is past 75 minutes. */
export async function called(open: Open): Promise<Operator> {
  const operator = await live(open);
  await operator.takeCall(inTime, '-40');
  await operator.press('Escape');
  await operator.takeCall(breached, '-100');
  await operator.page.locator('.step.now[data-resting=false]').waitFor();
  return operator;
}

const networks = async (open: Open) => {
  const operator = await live(open);
  await operator.worksFor('ESB Networks');
  return operator;
};

export const starts = {
  /** The first page of a first start. */
  doors: async (open: Open) => new Operator((await open()).page),
  fresh: live,
  /** One caller of whom little is known, one with a minute left; on a clock that can be put on. */
  night: async (open: Open) => {
    const { page } = await open();
    await page.clock.install({ time: new Date('2026-11-21T20:11:00Z') });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.takeCall('Mary Byrne, Castlebar');
    await operator.press('Escape');
    await operator.takeCall(breached, '-74');
    return operator;
  },
  networks,
  /** Joined to a gateway, which then goes. */
  joined: async () => {
    const night = await startNight();
    const operator = await night.desk('Aoife B.');
    await joinWith(operator, night.code('ABC'));
    await strip(operator.page).getByText('All accepted by the gateway').waitFor();
    stops.set(operator.page, night.stop);
    return operator;
  },
  /** The sample night, its plan released. */
  released: async (open: Open) => {
    const { page } = await open({ expected: [/./] });
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.bringSampleList();
    await operator.press('r');
    await operator.dialog().getByRole('radio', { name: 'Yes' }).click({ force: true });
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^Waiting to be handed over/ }).waitFor();
    return operator;
  },
  /** The disk is full: what is there can be read. */
  full: async (open: Open) => refused(await called(open), noRoom, 'c'),
  fullAtNetworks: async (open: Open) => {
    const operator = await networks(open);
    await operator.takeRequest(breached, { supplier: 'Example Energy', paid: '-20' });
    return refused(operator, noRoom, '4');
  },
  /** Nothing of the open database comes back. */
  unread: async (open: Open) => {
    const operator = await called(open);
    await operator.page.evaluate(noReading);
    return operator;
  },
  /** No database was ever opened. */
  neverRead: async (open: Open) => {
    const { page, address } = await open({ path: null, expected: [/./] });
    await page.addInitScript(noOpening);
    await page.goto(address);
    return new Operator(page);
  },
} as const satisfies Readonly<Record<string, (open: Open) => Promise<Operator>>>;

export type Start = keyof typeof starts;

const stops = new WeakMap<Page, () => Promise<void>>();

/** The gateway of a joined desk goes. */
export async function gatewayGoes({ page }: Operator): Promise<void> {
  await stops.get(page)?.();
  await strip(page)
    .getByText(/Stalled since/)
    .waitFor({ timeout: 60_000 });
}
