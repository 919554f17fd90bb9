// The outbox board while nothing moves: since when, why in plain words, how often it was tried, when
// next, and what waits; and that it drains by itself once that is over. Every fault is a real one at
// the gateway's own address.
import { describe, expect, test } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { joinWith, startNight, strip } from '../support/night.ts';
import type { Operator } from '../support/operator.ts';

type Night = Awaited<ReturnType<typeof startNight>>;

const part = ({ page }: Operator, title: string) =>
  page.locator('section').filter({ hasText: title });
const banner = (desk: Operator) => part(desk, 'Connection').getByRole('alert');

/** The words beside a name on the board. */
const fact = async ({ page }: Operator, name: string) =>
  (await page.locator(`dt:text-is("${name}") + dd`).textContent()) ?? '';

/** A desk that has joined, and whose gateway then fails in some way; one call is taken meanwhile. */
async function stalled(fault: (night: Night) => Promise<unknown>, sentence: string) {
  const night = await startNight();
  const aoife = await night.desk('Aoife');
  await joinWith(aoife, night.code('ABC'));
  await aoife.press('Escape');
  await strip(aoife.page).getByText('All accepted by the gateway').waitFor();
  await fault(night);
  await strip(aoife.page).getByText(sentence).waitFor();
  await aoife.takeCall('10934478153', '-20');
  await strip(aoife.page)
    .getByText(/[1-9]\d* entr(y|ies) not sent, oldest/)
    .waitFor();
  await aoife.press('Alt+6');
  return { night, aoife };
}

/** What was written waits, with what, about whom, by whom and when. */
async function expectWaiting(desk: Operator): Promise<void> {
  const outbox = part(desk, 'Outbox');
  await outbox.getByText(/^[1-9]\d* entr(y waits|ies wait)$/).waitFor();
  const row = outbox.getByRole('row').filter({ hasText: 'Reported' });
  expect(await row.getByRole('cell').allTextContents()).toEqual([
    expect.stringMatching(/^\d+$/),
    'Reported',
    '10 934 478 153',
    'Aoife',
    expect.stringMatching(/^\d\d:\d\d$/),
  ]);
}

async function expectDrained(desk: Operator): Promise<void> {
  // By itself: at its next try, which may be most of a minute off.
  await part(desk, 'Outbox').getByText('Nothing waits').waitFor({ timeout: 70_000 });
  await strip(desk.page).getByText('All accepted by the gateway').waitFor();
  await banner(desk).waitFor({ state: 'hidden' });
  expect(await desk.page.locator('dt:text-is("Next try")').count()).toBe(0);
}

describe('DELIVERY6: the board says since when, why, how often, and when next', () => {
  const faults: readonly (readonly [
    string,
    string,
    (night: Night) => Promise<() => Promise<void>>,
  ])[] = [
    [
      'a closed port, of which a browser tells its page nothing (DELIVERY9)',
      'the gateway cannot be reached from here',
      async (night) => {
        await night.stop();
        return () => Promise.resolve();
      },
    ],
    [
      'a login page where the gateway was, with 200',
      'this network wants a login page filled in first',
      async (night) => {
        const { gone } = await night.loginPage();
        return gone;
      },
    ],
  ];

  test.each(faults)('%s', async (_name, sentence, fault) => {
    let mend = () => Promise.resolve();
    const { night, aoife } = await stalled(async (at) => {
      mend = await fault(at);
    }, sentence);
    const said = (await banner(aoife).textContent()) ?? '';
    const since = /^Stalled since (\d\d:\d\d): /.exec(said)?.[1] ?? 'never';
    expect(said).toContain(`: ${sentence}. Work goes on here; nothing is lost.`);
    await strip(aoife.page).getByText(`Stalled since ${since}`).waitFor();
    await expectWaiting(aoife);
    expect(await axeViolations(aoife.page)).toEqual([]);
    const next = () => fact(aoife, 'Next try');
    const attempts = async () => Number(/after (\d+) attempts?$/.exec(await next())?.[1] ?? '0');
    await expect.poll(next).toMatch(/^(now|\d\d:\d\d:\d\d), after \d+ attempts?$/);
    // It tries again by itself, and at once when a person asks; since when does not change.
    const before = await attempts();
    await expect.poll(attempts, { timeout: 60_000 }).toBeGreaterThan(before);
    const asked = await attempts();
    await aoife.page.getByRole('button', { name: 'Try now' }).click();
    await expect.poll(attempts, { timeout: 60_000 }).toBeGreaterThan(asked);
    expect(await banner(aoife).textContent()).toContain(`Stalled since ${since}: ${sentence}`);
    expect(await fact(aoife, 'Last exchange')).toMatch(/^\d\d:\d\d$/);
    await mend();
    await night.start();
    await expectDrained(aoife);
  });

  test.each([
    ['a revoked device', 'revoke', 'this device was revoked by an administrator'],
    [
      'a device the gateway does not know (401)',
      'forget',
      'the gateway does not know this device: enter a new code',
    ],
  ] as const)(
    '%s: work goes on, nothing is tried by itself, a new code starts it again',
    async (_name, act, sentence) => {
      // The call is taken after the gateway has said so.
      const { night, aoife } = await stalled((at) => {
        for (const { id } of at.devices('ABC')) at[act](id);
        return Promise.resolve();
      }, sentence);
      const said = (await banner(aoife).textContent()) ?? '';
      expect(said).toMatch(/^Not exchanging since \d\d:\d\d: /);
      expect(said).toContain(`: ${sentence}. Work goes on here; nothing is lost.`);
      expect(await fact(aoife, 'Next try')).toBe('none by itself, after 1 attempt');
      expect(await aoife.page.getByRole('button', { name: 'Try now' }).count()).toBe(0);
      await expectWaiting(aoife);
      expect(await axeViolations(aoife.page)).toEqual([]);
      await joinWith(aoife, night.code('ABC'));
      await expectDrained(aoife);
    },
  );
});

test('DELIVERY4: what is sent says that it is not answered yet, until the answer comes', async () => {
  const night = await startNight();
  const aoife = await night.joined('Aoife');
  await strip(aoife.page).getByText('All accepted by the gateway').waitFor();
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await aoife.page.route('**/v1/exchange', async (route) => {
    const response = await route.fetch();
    await answered;
    await route.fulfill({ response });
  });
  await aoife.takeCall('10934478153', '-20');
  await aoife.case().getByText('Sent, not answered yet').waitFor();
  // The gateway has it, and nobody here knows that yet.
  await expect.poll(() => night.feed('ABC').length).toBeGreaterThan(0);
  await strip(aoife.page).getByText('On its way to the gateway').waitFor();
  answer();
  await aoife.case().getByText('Accepted by the gateway').waitFor();
});

test.each([
  ['26 h 3 min ahead', 26 * 60 + 3.7, 'is 26 h 3 min ahead; the gateway’s time is used'],
  ['50 min behind', -50.3, 'is 50 min behind; the gateway’s time is used'],
  ['right', 0, 'agrees with the gateway’s'],
])(
  'DELIVERY8: a laptop whose clock is %s says so, and its times are the gateway’s',
  async (_name, minutes, sentence) => {
    const night = await startNight();
    const aoife = await night.desk('Aoife', { aheadMs: minutes * 60_000 });
    await joinWith(aoife, night.code('ABC'));
    await expect.poll(() => fact(aoife, 'This clock')).toBe(sentence);
    // On the strip too, and nothing stalls for it: what is written arrives.
    await aoife.takeCall('10934478153', '-20');
    await strip(aoife.page).getByText('All accepted by the gateway').waitFor();
    const small = () => strip(aoife.page).locator('.small').allTextContents();
    await expect
      .poll(small)
      .toEqual([minutes === 0 ? expect.stringMatching(/\d\d:\d\d/) : `this clock ${sentence}`]);
    await aoife.press('Alt+6');
    // The same minute as the gateway's, which is this machine's, and of no other day.
    const dublin = (at: number) =>
      new Intl.DateTimeFormat('en-IE', {
        timeZone: 'Europe/Dublin',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }).format(at);
    const about = () => [-1, 0, 1].map((each) => dublin(Date.now() + each * 60_000));
    const isNow = async (text: Promise<string>) => about().includes(await text);
    await expect.poll(() => isNow(fact(aoife, 'Last exchange'))).toBe(true);
    await night.stop();
    await strip(aoife.page)
      .getByText(/^Stalled since/)
      .waitFor();
    const said = async () =>
      /^Stalled since (.*?): /.exec((await banner(aoife).textContent()) ?? '')?.[1] ?? 'never';
    expect(await isNow(said())).toBe(true);
    expect(await isNow(fact(aoife, 'Last exchange'))).toBe(true);
    const next = async () => (await fact(aoife, 'Next try')).slice(0, 5);
    await expect.poll(() => isNow(next()), { timeout: 20_000 }).toBe(true);
    expect(await fact(aoife, 'This clock')).toBe(sentence);
  },
);
