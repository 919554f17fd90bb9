// Consoles of one organisation in browsers of their own, over one real gateway: they join with a
// code, see each other's work, go on without a gateway, and agree when there is one again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { hiddenThings } from '../support/look.ts';
import { joinWith, startNight, strip } from '../support/night.ts';

describe('several desks', () => {
  test('DESKS1, DESKS4: a code joins a desk from the keyboard alone, what it wrote before is adopted, and two desks see each other’s work', async () => {
    const night = await startNight();
    const aoife = await night.desk('Aoife');
    await aoife.takeCall('10934478153', '-20');
    expect(await strip(aoife.page).textContent()).toContain('Only on this laptop');
    await aoife.case().getByText('Only on this laptop; other desks cannot see it').waitFor();
    await joinWith(aoife, night.code('ABC'));
    await strip(aoife.page).getByText('All accepted by the gateway').waitFor();
    const brian = await night.desk('Brian');
    await joinWith(brian, night.code('ABC'));
    await aoife.press('Escape');
    await brian.press('Escape');
    await brian.row('10934478153').waitFor();
    await brian.takeCall('10447035576', '-10');
    await aoife.row('10447035576').waitFor();
  });

  test('DESKS2: a code that is wrong or used is said, and the desk goes on', async () => {
    const night = await startNight();
    const aoife = await night.desk('Aoife');
    await aoife.press('Alt+6');
    await aoife.page.getByRole('textbox', { name: 'Code' }).fill('ACDE-FGHJ-KMNP-QRTU');
    await aoife.press('Enter');
    await aoife.page.getByText('No such code').waitFor();
    await aoife.press('Escape', 'Escape');
    await aoife.takeCall('10934478153', '-20');
    await expect.poll(() => aoife.count('Power off')).toBe(1);
  });

  test('DELIVERY1: a gateway that is gone is said with since and why; what waits drains by itself when it is back', async () => {
    const night = await startNight();
    const aoife = await night.desk('Aoife');
    await joinWith(aoife, night.code('ABC'));
    const brian = await night.desk('Brian');
    await joinWith(brian, night.code('ABC'));
    await aoife.press('Escape');
    await brian.press('Escape');
    await night.stop();
    await strip(aoife.page)
      .getByText(/^Stalled since/)
      .waitFor();
    await aoife.takeCall('10934478153', '-20');
    await aoife.press('Alt+6');
    const outbox = aoife.page.locator('section').filter({ hasText: 'Outbox' });
    await outbox.getByText('Reported').waitFor();
    await outbox.getByText('10 934 478 153').first().waitFor();
    await aoife.page.getByRole('button', { name: 'Try now' }).waitFor();
    expect(await axeViolations(aoife.page)).toEqual([]);
    await night.start();
    await strip(aoife.page).getByText('All accepted by the gateway').waitFor();
    await brian.row('10934478153').waitFor();
  });

  test('HELD1, SCRIPT5: no key takes a customer from a colleague who is connected; T does, and the next key answers', async () => {
    const night = await startNight();
    const aoife = await night.desk('Aoife');
    const brian = await night.desk('Brian');
    for (const desk of [aoife, brian]) await joinWith(desk, night.code('ABC'));
    for (const desk of [aoife, brian]) await desk.press('Escape');
    await brian.page.setViewportSize({ width: 1280, height: 720 });
    await aoife.takeCall('10934478153', '-20');
    await aoife.answers('c', 'y');
    await brian.row('10934478153').click();
    const has = brian.case().getByText(/^Aoife has this customer since/);
    await has.waitFor();
    await brian.asks('neighbours');
    expect(await brian.case().locator('.outcomes button:not([disabled])').count()).toBe(0);
    expect(await brian.case().locator('.choices button:not([disabled])').count()).toBe(0);
    // However far the step is scrolled, and on every tab.
    await brian.case().getByRole('tab', { name: 'History' }).click();
    await brian.case().getByText('Taken').first().waitFor();
    const entries = await brian.case().getByRole('tabpanel').getByRole('listitem').count();
    expect(await has.isVisible()).toBe(true);
    const within = await has.boundingBox();
    expect((within?.y ?? 720) + (within?.height ?? 0)).toBeLessThan(720);
    await brian.case().getByRole('tab', { name: 'Call' }).click();
    await brian.case().locator('.step.now[data-resting=false]').waitFor();
    for (const key of ['z', 'g', 'Enter', '1', '5', 'p', 'b', 'j']) {
      await brian.press(key);
      await brian.case().getByText('Nothing was written: take over first.').waitFor();
      expect(await brian.dialog().count(), key).toBe(0);
    }
    expect(await axeViolations(brian.page)).toEqual([]);
    await brian.case().getByRole('tab', { name: 'History' }).click();
    await brian.case().getByText('Taken').first().waitFor();
    const now = () => brian.case().getByRole('tabpanel').getByRole('listitem').count();
    await expect.poll(now).toBe(entries);
    await aoife.case().getByText('Other desks see that it is yours').waitFor();
    await brian.case().getByRole('tab', { name: 'Call' }).click();
    // T takes over, once, and gives no answer of the step, also half a second later.
    await brian.press('t', 't');
    await brian.page.waitForTimeout(600);
    await brian.press('t');
    await has.waitFor({ state: 'hidden' });
    await brian.asks('neighbours');
    await aoife
      .case()
      .getByText(/^Brian has this customer since/)
      .waitFor();
    await brian.answers('z');
    // SCRIPT5: who asked stands beside what somebody else was answered.
    const asked = await brian.case().locator('.step.done .by').allTextContents();
    expect(asked.map((text) => text.replace(/\d/g, '0'))).toEqual([
      'Aoife 00:00',
      'Aoife 00:00',
      '00:00',
    ]);
    // A sheet that lay open meanwhile saves nothing either.
    await aoife.press('t');
    await aoife
      .case()
      .getByText(/^Brian has/)
      .waitFor({ state: 'hidden' });
    await aoife.press('4');
    await aoife.dialog().waitFor();
    await brian
      .case()
      .getByText(/^Aoife has this customer since/)
      .waitFor();
    await brian.press('t');
    await aoife
      .dialog()
      .getByText(/^Brian has this customer since/)
      .waitFor();
    await aoife.press('Enter');
    expect(
      await aoife.dialog().getByRole('button', { name: 'Save', exact: true }).isDisabled(),
    ).toBe(true);
    expect(await aoife.dialog().isVisible()).toBe(true);
  });

  test('DELIVERY2: two desks apart call the same customer: one case, and both are told', async () => {
    const night = await startNight();
    const aoife = await night.desk('Aoife');
    const brian = await night.desk('Brian');
    for (const desk of [aoife, brian]) await joinWith(desk, night.code('ABC'));
    for (const desk of [aoife, brian]) await desk.press('Escape');
    await night.stop();
    for (const desk of [aoife, brian]) {
      await strip(desk.page)
        .getByText(/^Stalled since/)
        .waitFor();
      await desk.takeCall('10934478153', '-20');
      await desk.answers('c', 'z', 'z', 'Enter');
      await desk.asks('read it back');
    }
    await night.start();
    for (const desk of [aoife, brian]) {
      await desk.case().getByText('Two desks rang Networks about this customer').waitFor();
      expect(await desk.rows().count()).toBe(1);
    }
  });

  test('LOOK1: with Networks’ word, a clash, what was agreed, a medical need, priority services and a D05 at once, the open step and the outcome keys are in sight', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backstop-file-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const file = join(folder, 'one.csv');
    const paid = new Date(Date.now() - 20 * 60_000).toISOString();
    await writeFile(
      file,
      `MPRN,Customer,Phone,Address,Register,Payment time,Open D05\n10934478153,Nora Walsh,0871112223,"1 Main Street, Naas",priority,${paid},yes\n`,
    );
    const night = await startNight();
    const aoife = await night.joined('Aoife');
    const brian = await night.joined('Brian');
    const niamh = await night.joined('Niamh', 'ESB', 'coordinator');
    await night.stop();
    for (const desk of [aoife, brian]) {
      await strip(desk.page)
        .getByText(/^Stalled since/)
        .waitFor();
      await desk.bringIn(file);
      await desk.confirmFile();
      await desk.row('10934478153').click();
      await desk.answers('c', 'y', 'z', 'Enter');
      await desk.asks('read it back');
    }
    await aoife.answers('r');
    await aoife.press('w');
    await aoife.type('rang back, wife on O2');
    await aoife.press('Control+Enter');
    await aoife.dialog().waitFor({ state: 'hidden' });
    await aoife.promises('+15');
    await night.start();
    await niamh.requests().filter({ hasText: 'Example Energy' }).waitFor();
    await niamh.press('n');
    await niamh.request().getByText('Example Energy').first().waitFor();
    await niamh.press('z', '1');
    await niamh.dialog().waitFor();
    await niamh.press('Enter');
    await niamh.dialog().waitFor({ state: 'hidden' });
    const { page } = aoife;
    for (const words of [
      /ESB Networks: done/,
      'Two desks rang Networks about this customer',
      /Networks promised/,
      'In danger: 999 or 112',
      'Priority services',
    ])
      await aoife.case().getByText(words).first().waitFor();
    const steps = page.locator('.steps > .step');
    for (let step = 0; step < (await steps.count()); step++) {
      const line = steps.nth(step).locator('button.a');
      if ((await line.count()) > 0) await line.evaluate((each) => (each as HTMLElement).click());
      await page.locator('.step.now').waitFor();
      const said = (await page.locator('.step.now .say').textContent()) ?? '';
      for (const [width, height] of [
        [1280, 720],
        [1280, 800],
        [1600, 1000],
      ] as const) {
        await page.setViewportSize({ width, height });
        await expect
          .poll(() => hiddenThings(page), { message: `${said} at ${width}×${height}` })
          .toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 720 });
      if (step === 3) expect(await axeViolations(page)).toEqual([]);
    }
  });

  test('SIDES4: where the two sides do not say the same, each has it on its own screen, with who said what', async () => {
    const night = await startNight();
    const aoife = await night.joined('Aoife');
    const niamh = await night.joined('Niamh', 'ESB', 'coordinator');
    await aoife.takeCall('10934478153', '-20');
    await aoife.answers('c', 'y', 'z', 'Enter', 'r');
    // She heard one time on the phone, their record has another.
    await aoife.promises('+15');
    await niamh.requests().filter({ hasText: 'Example Energy' }).waitFor();
    await niamh.press('n');
    await expect.poll(() => niamh.requestCount('Taken')).toBe(1);
    await niamh.promises('+35');
    const says = aoife.case().getByRole('region', { name: 'ESB Networks’ own record' });
    await says.getByText('Promised for differs').waitFor();
    const both = ((await says.locator('.differs').textContent()) ?? '').trim();
    const [, heard, theirs] =
      /^Promised for differs you heard .*?(\d\d:\d\d).*, they say .*?(\d\d:\d\d)/.exec(both) ?? [];
    expect(heard, both).toMatch(/^\d\d:\d\d$/);
    expect(theirs, both).not.toBe(heard);
    // The same two times stand on Networks' screen.
    const sides = niamh.request().getByRole('table', { name: 'Both sides' });
    await sides
      .getByRole('row', { name: new RegExp(`Promised for differs .*${heard}.*${theirs}`) })
      .waitFor();
    await expect.poll(() => niamh.requestCount('Sides differ')).toBe(1);
    expect(await axeViolations(aoife.page)).toEqual([]);
    // What they agree on later is no difference any more, on either.
    await aoife.press('2');
    await aoife.dialog().getByText('Who told you?').waitFor();
    await aoife.press('1');
    await aoife
      .dialog()
      .getByLabel('Promised for')
      .fill(theirs ?? '');
    await aoife.press('Enter');
    await aoife.dialog().waitFor({ state: 'hidden' });
    await says.getByText('Promised for differs').waitFor({ state: 'hidden' });
    const differ = () => niamh.requestCount('Sides differ');
    await expect.poll(differ, { timeout: 20_000 }).toBe(0);
  });

  test('SIDES1: two desks and ESB Networks work one customer over cuts and a restart; another supplier sees nothing of it', async () => {
    const night = await startNight();
    const aoife = await night.joined('Aoife');
    const brian = await night.joined('Brian');
    const stranger = await night.joined('Sean', 'DEF');
    const niamh = await night.joined('Niamh', 'ESB', 'coordinator');
    await niamh.networksDesk().waitFor();

    // In the middle of the call her network is cut; she goes on, and says so truly.
    await aoife.takeCall('10934478153', '-20');
    await strip(aoife.page).getByText('All accepted by the gateway').waitFor();
    await aoife.page.context().setOffline(true);
    await strip(aoife.page)
      .getByText(/^Stalled since/)
      .waitFor();
    // The claim, too, is of after the cut.
    await aoife.answers('c', 'z', 'z', 'Enter', 'r');
    expect(await niamh.requests().count()).toBe(0);
    await aoife.case().getByText('Saved here; other desks cannot see it yet').waitFor();
    await aoife.case().getByText('Other desks cannot see yet that it is yours').waitFor();
    await aoife.page.context().setOffline(false);
    await niamh.requests().filter({ hasText: 'Example Energy' }).waitFor();
    await brian.row('10934478153').waitFor();
    await aoife.case().getByText('Other desks see that it is yours').waitFor();

    // Networks works it while the gateway is gone, and it comes through by itself.
    await night.stop();
    await niamh.press('n');
    await niamh.request().getByText('Example Energy').first().waitFor();
    await expect.poll(() => niamh.requestCount('Taken')).toBe(1);
    await niamh.press('z');
    await niamh.promises('+15');
    await strip(niamh.page)
      .getByText(/^Stalled since/)
      .waitFor();
    await night.start();
    await strip(niamh.page).getByText('All accepted by the gateway').waitFor();
    await brian.row('10934478153').click();
    for (const desk of [aoife, brian]) {
      const says = desk.case().getByRole('region', { name: 'ESB Networks’ own record' });
      await says
        .getByText(/promised/i)
        .first()
        .waitFor();
    }
    await aoife.press('Alt+6');
    await aoife.page.getByText(/^ESB Networks: as of \d+ min ago/).waitFor();
    // Of all this, nothing at the other supplier's.
    expect(await stranger.rows().count()).toBe(0);
    await stranger.press('Alt+6');
    const seen = (await stranger.page.locator('main').textContent()) ?? '';
    expect(seen).toContain('ESB Networks');
    expect(seen).not.toContain('Example Energy');
  });

  test('DELIVERY5: what the gateway set aside is shown with its reason, sent again once it may, or explained in words', async () => {
    const night = await startNight();
    const mary = await night.desk('Mary');
    await joinWith(mary, night.code('ABC', 'auditor'));
    await mary.press('Escape');
    await mary.takeCall('10934478153', '-20');
    await mary.press('Escape');
    await mary.takeCall('10447035576', '-10');
    await mary.press('Alt+6');
    const { page } = mary;
    const aside = page.locator('section').filter({ hasText: 'Set aside' });
    const refused = aside.getByText('This role may read and not write');
    await expect.poll(() => refused.count()).toBe(2);
    await aside.getByText('10 934 478 153').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    // Nothing behind it was held up; and nothing of it is said to be seen by anybody.
    await strip(page).getByText('entries not accepted by the gateway').waitFor();
    await mary.press('Alt+1');
    await mary.row('10447035576').click();
    await mary.case().getByText('Not all accepted by the gateway').waitFor();
    await mary.press('Alt+6');
    const other = aside.locator('.banner').filter({ hasText: '10 447 035 576' });
    await other.getByLabel('Why it needs no more').fill('written by Brian');
    await other.getByRole('button', { name: 'Explained' }).click();
    await expect.poll(() => refused.count()).toBe(1);
    await strip(page).getByText('1 entry not accepted by the gateway').waitFor();
    // Once the device may write it goes out again and arrives.
    await night.everybodyMayWrite();
    await aside.getByRole('button', { name: 'Send again' }).click();
    await aside.waitFor({ state: 'hidden' });
    await strip(page).getByText('Accepted by the gateway but for 1 explained entry').waitFor();
    await mary.press('Alt+1');
    await mary.row('10934478153').click();
    await mary.case().getByText('Accepted by the gateway', { exact: true }).waitFor();
    await mary.row('10447035576').click();
    await mary.case().getByText('Not all accepted by the gateway').waitFor();
    const brian = await night.desk('Brian');
    await joinWith(brian, night.code('ABC'));
    await brian.press('Escape');
    await brian.row('10934478153').waitFor();
    expect(await brian.rows().count()).toBe(1);
  });

  test('DEVICE1: a supervisor sees the devices and revokes one; it is told so and goes on locally', async () => {
    const night = await startNight();
    const mary = await night.desk('Mary', { theme: 'light' });
    await joinWith(mary, night.code('ABC', 'supervisor'));
    const brian = await night.desk('Brian');
    await joinWith(brian, night.code('ABC'));
    await mary.page.getByRole('button', { name: 'Show devices' }).click();
    await mary.page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await mary.page.getByRole('button', { name: 'Revoke this device' }).click();
    await mary.page.getByText(/^revoked /).waitFor();
    expect(await axeViolations(mary.page)).toEqual([]);
    await strip(brian.page).getByText('this device was revoked').waitFor();
    await brian.press('Escape');
    await brian.takeCall('10934478153', '-20');
    await expect.poll(() => brian.count('Power off')).toBe(1);
    await mary.page.getByRole('button', { name: 'Invite one more' }).click();
    const code = await mary.page.getByRole('status').locator('.mono').textContent();
    await joinWith(brian, code ?? '');
    await strip(brian.page).getByText('All accepted by the gateway').waitFor();
  });
});
