// When the systems come back: what the market does by itself, who is cut off by it though they have
// paid, and how each of them becomes a request to Networks.
import { mkdtemp, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { Operator } from '../support/operator.ts';
import { test } from '../support/page.ts';

const now = new Date('2026-11-21T20:11:00Z');

/** The name beside an MPRN in the customer book of the sample. */
const customerOf = async (mprn: string): Promise<string> => {
  const book = await readFile(
    new URL('../../renderer/sample/customers.csv', import.meta.url),
    'utf8',
  );
  return new RegExp(`^${mprn},[^,]*,([^,]*)`, 'm').exec(book)?.[1] ?? 'nobody of this name';
};

describe('at recovery', () => {
  test('SAMPLE3: practice has the list of the sample night, moved to now as its customers were', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.press('Alt+3', 'u');
    await operator.dialog().getByRole('button', { name: 'The list of the sample' }).click();
    await operator.dialog().getByText('50 customers have paid since').waitFor();
    await operator.dialog().getByText('Every row was understood').waitFor();
    await operator.press('Control+Enter');
    await page.getByText('155 messages wait, as EMMA had it').waitFor();
    const cutOff = page.getByRole('button', { name: /will be cut off/ }).locator('b');
    await expect.poll(async () => cutOff.textContent()).toBe('50');
    // Whom nobody else looks at is counted at once, and marked row by row.
    const words = await page.getByRole('button', { name: /will be cut off/ }).textContent();
    const count = Number(/(\d+) of them have no case/.exec(words ?? '')?.[1]);
    expect(count).toBeGreaterThan(0);
    const rows = page.getByRole('region', { name: /will be cut off/ }).getByRole('row');
    await expect.poll(() => rows.filter({ hasText: 'no case: nobody looks' }).count()).toBe(count);
  });

  test('GUARD7: the disconnections of a whole list are held in one step; two persons lift one, or one who is authorised by phone and countersigned', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    await operator.bringSampleList();
    await operator.press('k', 'Control+Enter');
    await page.getByRole('button', { name: /50 disconnections held back/ }).waitFor();
    // GUARD3: no undo by one person; where its hint would stand it says so.
    await page.locator('.foot').getByText('no undo, two persons lift it').waitFor();
    await operator.press('Control+z');
    await page.getByText('Holds have no undo').waitFor();
    await operator.press('h');
    const sheet = operator.dialog();
    const first = sheet.locator('.guard-row').first();
    const mprn = (await first.locator('.mprn').textContent()) ?? '';
    await first.getByText(await customerOf(mprn.replaceAll(' ', ''))).waitFor();
    const row = () => sheet.locator('.guard-row').filter({ hasText: mprn });
    const askFor = async (why: string, by = '') => {
      await row().getByRole('button', { name: 'Ask to lift' }).click();
      // Barred, it says why.
      await row().getByText('Say first why it can go').waitFor();
      await row().getByLabel('Why it can go').fill(why);
      if (by !== '') await row().getByLabel('Alone?').fill(by);
      const button = by === '' ? 'Ask a second person' : 'Lift now, to be countersigned';
      await row().getByRole('button', { name: button }).click();
    };
    expect(await axeViolations(page)).toEqual([]);
    await askFor('131 says cancelled');
    await row().getByText('A second person has to agree').waitFor();
    expect(await row().getByRole('button', { name: 'Agree and lift' }).isDisabled()).toBe(true);
    await row().getByRole('button', { name: 'It stays' }).click();
    await askFor('131 says cancelled');
    const takesOver = async (name: string) => {
      await operator.press('Escape');
      await sheet.waitFor({ state: 'hidden' });
      await operator.press('o');
      await operator.dialog().getByLabel('Another name').fill(name);
      await operator.press('Enter');
      await page.locator('.strip').getByText(name).waitFor();
      await operator.press('h');
    };
    await takesOver('Brian');
    await row().getByRole('button', { name: 'Agree and lift' }).click();
    await row().waitFor({ state: 'hidden' });
    // One alone, and the pause of everybody, which ends on a test.
    const second = sheet.locator('.guard-row').first();
    const other = (await second.locator('.mprn').textContent()) ?? '';
    const alone = sheet.locator('.guard-row').filter({ hasText: other });
    await alone.getByRole('button', { name: 'Ask to lift' }).click();
    await alone.getByLabel('Why it can go').fill('the 603 has it');
    // Nobody authorises himself, and nobody has said it tomorrow.
    await alone.getByLabel('Alone?').fill('brian');
    await alone.getByText('You cannot authorise yourself').waitFor();
    expect(await alone.getByRole('button', { name: 'Lift now' }).isDisabled()).toBe(true);
    await alone.getByLabel('Alone?').fill('Maura Keane');
    await alone.getByRole('button', { name: 'Lift now' }).click();
    await sheet.getByText('1 lifted by one person alone').waitFor();
    await sheet.getByText('Authorised by phone: Maura Keane').waitFor();
    await sheet.getByRole('button', { name: 'Pause monitoring' }).click();
    const pausing = sheet.getByRole('button', { name: 'Pause monitoring' });
    await sheet.getByLabel('Because').fill('a payment file is missing');
    await sheet.getByText('Say first who confirmed it').waitFor();
    await sheet.getByLabel('Confirmed by').fill('Brian');
    await sheet.getByText('A second person has to confirm it').waitFor();
    expect(await pausing.isDisabled()).toBe(true);
    await sheet.getByLabel('Confirmed by').fill('Maura Keane');
    await sheet.getByText('Say first since when payments may be missing').waitFor();
    await sheet.getByLabel('Payments may be missing since').fill('-300');
    await sheet.getByLabel('Until').fill('-60');
    await pausing.click();
    await sheet.getByText('Everybody: monitoring and disconnections paused').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const saving = page.waitForEvent('download');
    await sheet.getByRole('button', { name: 'Save the hold list' }).click();
    const lines = (await readFile(await (await saving).path(), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(1 + 1 + 48);
    const [all = '', ...more] = lines.filter((line) => line.startsWith('ALL,'));
    expect(more).toEqual([]);
    // GUARD6: with its date, who confirmed it, and the window that is exposed.
    expect(all).toMatch(/Brian,\d{4}-[-\d :]+,Maura Keane,\d{4}-[-\d :]+,\d{4}-[-\d :]+$/);
    await takesOver('Ciara');
    await sheet.getByRole('button', { name: 'Countersign' }).click();
    await sheet.getByText('lifted by one person alone').waitFor({ state: 'hidden' });
    await page.reload();
    await page.getByRole('button', { name: /48 disconnections held back/ }).waitFor();
    await page.getByText('Monitoring and disconnections of everybody are paused').waitFor();
    // It ends on a test, and a second person agrees.
    await operator.press('h');
    const everybody = sheet.getByRole('note').filter({ hasText: 'Everybody: monitoring' });
    await everybody.getByText('look again tomorrow').waitFor();
    await everybody.getByRole('button', { name: 'Ask to lift' }).click();
    await everybody.getByLabel('Why it can go').fill('the file is here');
    await everybody.getByText('Say first what was tried').waitFor();
    await everybody.getByLabel('What was tried').fill('one payment came through, one D05 did not');
    await everybody.getByRole('button', { name: 'Ask a second person' }).click();
    await everybody.getByText('Tried: one payment came through').waitFor();
    await takesOver('Brian');
    await everybody.getByRole('button', { name: 'Agree and lift' }).click();
    await everybody.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /48 disconnections held back/ }).waitFor();
    await sheet.getByRole('button', { name: 'Pause monitoring' }).waitFor();
  });

  test('GUARD2: a hold has a date; when it comes a person is called, looks, and says until when it stands', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    await operator.press('Alt+3', '1');
    await page.getByText('Nobody asked yet').first().waitFor();
    await operator.press('k', 'Control+Enter');
    await page.getByRole('button', { name: /^13 disconnections held back/ }).click();
    const row = operator.dialog().locator('.guard-row').first();
    await row.getByText('look again tomorrow').waitFor();
    await row.getByRole('button', { name: 'Looked at it' }).click();
    await row.getByLabel('Why it still stands').fill('no 131 yet');
    await row.getByLabel('Look again at').fill('+30');
    await operator.press('Enter');
    await row.getByText('look again 20:4').waitFor();
    await operator.press('Escape');
    await page.clock.fastForward('31:00');
    const notice = page.getByText('1 hold on a disconnection waits for somebody to look at it');
    await notice.waitFor();
    await page.clock.fastForward('24:00:00');
    await page.getByText('13 holds on disconnections wait').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('RECOVER2: a list of unknown outcomes becomes questions in one step; at Networks nothing is switched for one', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.bringSampleList();
    await operator.press('5');
    const table = page.getByRole('region', { name: /^unknown/ });
    const rows = table.locator('tbody tr');
    const count = await rows.count();
    await page.getByRole('button', { name: `Ask Networks about ${count} 017s` }).waitFor();
    await operator.press('b');
    await operator.dialog().getByText('What became of a 017').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await operator.press('Control+Enter');
    const said = table.getByText(/A question, since \d\d:\d\d; .*no answer yet/);
    await expect.poll(() => said.count()).toBe(count);
    expect(await axeViolations(page)).toEqual([]);
    // Asked once is asked: the list in sight has nothing to ask, and so there is no button.
    await page.getByRole('button', { name: /^Ask Networks/ }).waitFor({ state: 'hidden' });
    await operator.press('Control+z');
    await expect.poll(() => said.count()).toBe(0);
    await operator.press('b', 'Control+Enter');
    await expect.poll(() => said.count()).toBe(count);
    await operator.worksFor('ESB Networks');
    await operator.requests().filter({ hasText: 'A question' }).first().click();
    const request = operator.request();
    await request.getByRole('button', { name: 'Take it' }).click();
    await request.getByText('what became of a 017 that was sent').waitFor();
    const barred = ['Remote switch', 'Crew', 'Not remote', 'Net fault'];
    for (const name of barred)
      expect(await request.getByRole('button', { name }).isDisabled(), name).toBe(true);
    expect(await request.getByRole('button', { name: 'Done' }).isDisabled()).toBe(false);
    expect(await axeViolations(page)).toEqual([]);
  });

  test('RECOVER4: whoever is not known to have paid is held by B too, from their own list, once somebody has said yes to it', async ({
    open,
  }) => {
    const { page } = await open();
    const operator = await new Operator(page).goIn({ world: 'practice' });
    await operator.loadSample();
    await operator.bringSampleList();
    const dialog = operator.dialog();
    await operator.press('1');
    const ask = page.getByRole('button', { name: /^Ask Networks to (?:stop|hold)/ });
    const cutOff = (await ask.textContent()) ?? '';
    await operator.press('7');
    const table = page.getByRole('region', { name: /not paid since/ });
    const rows = table.locator('tbody tr');
    expect(await rows.count()).toBe(23);
    const inEmma = await rows.filter({ has: page.getByLabel('Held at EMMA') }).count();
    const count = 23 - inEmma;
    expect(count).toBeGreaterThan(0);
    await page.getByRole('button', { name: `Ask Networks to hold ${count} D05` }).waitFor();
    // What lies in our EMMA is not taken out, and no row offers anything by itself.
    expect(await page.getByRole('button', { name: /^Take/ }).count()).toBe(0);
    expect(await table.getByRole('button', { name: 'Write the answer' }).count()).toBe(0);
    await page.getByText('as far as anybody knows they have not paid', { exact: false }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    // A tired hand writes nothing.
    await operator.press('b');
    await dialog.getByText('and not cancelled').waitFor();
    const write = dialog.getByRole('button', { name: /^Write \d+ requests/ });
    expect(await write.isDisabled()).toBe(true);
    await operator.press('Control+Enter', 'Enter');
    await dialog.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('radio', { name: 'Yes' }).click({ force: true });
    await operator.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });
    const asked = table.getByText(/^To be asked, since \d\d:\d\d/);
    await expect.poll(() => asked.count()).toBe(count);
    await ask.waitFor({ state: 'hidden' });
    // Nobody of the other lists was asked about by it.
    await operator.press('1');
    expect(await ask.textContent()).toBe(cutOff);
    await operator.press('7', 'Control+z');
    await expect.poll(() => asked.count()).toBe(0);
    await operator.press('b');
    await dialog.getByRole('radio', { name: 'Yes' }).click({ force: true });
    await operator.press('Control+Enter');
    await expect.poll(() => asked.count()).toBe(count);
    // Held, says Networks: nothing runs for them, and nothing is proved.
    await table.getByRole('button', { name: 'Write the answer' }).first().click();
    await dialog.getByText('hold any de-energisation that waits, and do not cancel it').waitFor();
    expect(await dialog.getByText(/waits\. The customer has paid/).count()).toBe(0);
    await dialog.getByLabel('Who says so').fill('Declan');
    await operator.press('Enter', '2');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => rows.count()).toBe(22);
    await operator.press('6');
    const stopped = page.getByRole('region', { name: /the D05 is stopped, not proved/ });
    await stopped.getByText('held', { exact: false }).first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('RECOVER2, BF14: the list of doubled reconnections opens with whoever is back while an E05 waits; what has left our EMMA becomes a request to cancel it, and Networks’ word stands beside it', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn({ world: 'practice', name: 'Aoife' });
    await operator.loadSample();
    await operator.bringSampleList();
    const figure = page.getByRole('button', { name: /will get a second E05/ }).locator('b');
    expect(await figure.textContent()).toBe('0');
    // Both say that they are back: one E05 is at the hub, the other still lies in our own EMMA.
    const [atHub, inEmma] = ['10 266 591 754', '10 019 737 361'];
    for (const mprn of [atHub, inEmma]) {
      await operator.press('Alt+1');
      await operator.desk().waitFor();
      await page.getByRole('searchbox').fill(mprn);
      await operator.row(mprn.replaceAll(' ', '')).click();
      await operator.case().locator('.step.now').waitFor();
      await operator.press('p');
      await operator.dialog().waitFor();
      await operator.press('1', 'Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
      await page.getByRole('searchbox').fill('');
    }
    await operator.press('Alt+3');
    await expect.poll(() => figure.textContent()).toBe('2');
    await operator.press('2');
    const table = page.getByRole('region', { name: /^will get a second E05/ });
    const rows = table.locator('tbody tr');
    expect(await rows.count()).toBe(2);
    const row = rows.filter({ hasText: atHub });
    await row.getByText('on since').waitFor();
    await row.getByRole('img', { name: 'Held at hub' }).waitFor();
    await rows.filter({ hasText: inEmma }).getByRole('img', { name: 'Held at EMMA' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);

    // What lies in our EMMA is ours to take out; of the other Networks is asked, after a look at it.
    await page.getByRole('button', { name: 'Ask Networks to cancel 1 E05' }).waitFor();
    await operator.press('b');
    await operator.dialog().getByText('whose E05 has left our EMMA').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    const asked = /Cancel an E05, since 20:1\d; (\S+), no answer yet/;
    await row.getByText(asked).waitFor();
    const reference = asked.exec((await row.textContent()) ?? '')?.[1] ?? 'no reference';
    expect(await table.getByText('no answer yet').count()).toBe(1);
    // Nothing more is asked from this list, nor from another one behind its back.
    await page.getByRole('button', { name: /^Ask Networks/ }).waitFor({ state: 'hidden' });

    // It stands among the requests of this customer, under its reference.
    await row.locator('.mprn').click();
    await operator.desk().waitFor();
    await operator.case().getByRole('tab', { name: 'History' }).click();
    await operator.case().getByText(reference).first().waitFor();
    // At Networks it is one, and nothing is switched for it.
    await operator.worksFor('ESB Networks');
    const request = operator.requests().filter({ hasText: reference });
    await request.click();
    await operator.request().getByRole('button', { name: 'Take it' }).click();
    await operator.request().getByText('nothing is switched for it').waitFor();
    expect(
      await operator.request().getByRole('button', { name: 'Remote switch' }).isDisabled(),
    ).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await operator.request().getByRole('button', { name: 'Done' }).click();
    await operator.dialog().waitFor();
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await operator.worksFor('A supplier');
    await operator.press('Alt+3', '2');
    await row.getByText(/Cancel an E05, since 20:1\d; Done, 20:1\d/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('OUT10: a list is asked how old it is: the file’s own time stands there, empty is said to be now, and an older list says that it will not count', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.press('Alt+3', 'u');
    const sheet = operator.dialog();
    const asOf = sheet.getByLabel('When did EMMA say so?');
    const list = 'MPRN,Reason,Sent at\n10934478153,D05,2026-11-21 16:41\n';
    const file = join(await mkdtemp(join(tmpdir(), 'backstop-list-')), 'list.csv');
    await writeFile(file, list);
    await utimes(file, now, new Date('2026-11-20T18:05:00Z'));
    await sheet.locator('input[type=file]').setInputFiles(file);
    await sheet.getByText('The file’s own time: yesterday 18:05').waitFor();
    await sheet.getByText('The newest message in it was sent 16:41').waitFor();
    expect(await asOf.inputValue()).toBe('2026-11-20 18:05');
    expect(await asOf.evaluate((each) => each === document.activeElement)).toBe(true);
    await asOf.fill('');
    await sheet.getByText('Nothing typed: the list is said to be of now, 20:11').waitFor();
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    await page.getByText('1 message waits, as EMMA had it 20:11').waitFor();
    await operator.press('u');
    await sheet.getByLabel('Or paste').fill(list);
    await sheet.getByRole('button', { name: 'Look at these rows' }).click();
    await asOf.fill('1950');
    await sheet.getByText('A newer list is here already, as of 20:11').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test('RECOVER1, BF1: the list finds who is on supply, has paid since and is cut off by a waiting D05; all of them are asked for in one step, and the answers stop it', async ({
    open,
  }) => {
    const { page } = await open();
    await page.clock.install({ time: now });
    await page.reload();
    const operator = await new Operator(page).goIn();
    await operator.bringIn('test/data/hub-outage.csv');
    await operator.confirmFile();
    await operator.press('Alt+3');
    await page.getByText('No list of outstanding 017s is here').waitFor();
    const figure = async (name: RegExp) =>
      Number(await page.getByRole('button', { name }).locator('b').textContent());
    const before = await figure(/will be cut off/);
    await operator.press('u');
    await operator.dialog().waitFor();
    await operator
      .dialog()
      .locator('input[type=file]')
      .setInputFiles('test/data/outstanding-017.csv');
    await operator.dialog().getByText('have paid since').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await operator.press('Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await page.getByText('messages wait, as EMMA had it').waitFor();
    const cutOff = await figure(/will be cut off/);
    expect(cutOff).toBeGreaterThan(before);
    const table = page.getByRole('region', { name: /will be cut off/ });
    await table.getByText('no case: nobody looks').first().waitFor();
    const nobodyAsked = table.getByText('Nobody asked yet');
    const toTakeOut = table.getByText('To be taken out of EMMA');
    const [asks, ours] = [await nobodyAsked.count(), await toTakeOut.count()];
    expect(asks + ours).toBe(cutOff);
    await page.getByRole('button', { name: `Ask Networks to stop ${asks} D05s` }).waitFor();
    await page.getByRole('button', { name: `Take ${ours} D05s out of EMMA` }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    // BF1: those that lie in our own queue are ours to stop, and counted apart.
    const stops = page.getByRole('button', { name: /^Have a D05 cancelled/ });
    const said = (await stops.textContent()) ?? '';
    const ways = [...said.matchAll(/(\d+): By (us, over EMMA|ESB Networks, over phone)/g)];
    const ofWays = ways.reduce((sum, [, count]) => sum + Number(count), 0);
    expect(new Set(ways.map(([, , way]) => way))).toEqual(
      new Set(['ESB Networks, over phone', 'us, over EMMA']),
    );
    expect(ofWays).toBe(Number(await stops.locator('b').textContent()));
    // All of them at once, each under a reference of its own.
    await operator.press('b', 'Control+Enter');
    await expect.poll(() => nobodyAsked.count()).toBe(0);
    // HOLD4: pressed too early, it is taken back as the one step that it was, and asked again.
    await operator.press('Control+z');
    await expect.poll(() => nobodyAsked.count()).toBe(asks);
    await operator.press('b', 'Control+Enter');
    await expect.poll(() => nobodyAsked.count()).toBe(0);
    const references = await table.getByText(/no answer yet/).allTextContents();
    expect(new Set(references).size).toBe(asks);
    expect(await toTakeOut.count()).toBe(ours);
    // One answer stops one, and says whose word it is.
    const row = table
      .getByRole('row')
      .filter({ hasText: 'no case' })
      .filter({ has: page.locator('.way .held', { hasText: 'hub' }) });
    const mprn = (await row.first().locator('.mprn').textContent()) ?? '';
    await row.first().getByRole('button', { name: 'Write the answer' }).click();
    await operator.dialog().waitFor();
    await operator
      .dialog()
      .getByRole('button', { name: /Cancelled now/ })
      .click();
    await operator.dialog().getByText('A name or a desk').waitFor();
    // A desk has a digit: only outside its field is one an answer.
    await operator.type('Desk 2');
    await operator.press('Enter');
    const cancelled = async () => {
      await operator.press('1');
      await operator.dialog().waitFor({ state: 'hidden' });
      await expect.poll(() => figure(/will be cut off/)).toBe(cutOff - 1);
    };
    await cancelled();
    // HOLD4: the answer of another customer's is taken back with one key.
    await operator.press('Control+z');
    await expect.poll(() => figure(/will be cut off/)).toBe(cutOff);
    await table
      .getByRole('row')
      .filter({ hasText: mprn })
      .getByRole('button', { name: 'Write the answer' })
      .click();
    await operator.dialog().waitFor();
    await cancelled();
    await operator.press('6');
    const stopped = page.getByRole('region', { name: /the D05 is stopped/ });
    await stopped.getByText(mprn).waitFor();
    await stopped.getByText(/Desk 2/).waitFor();
    await stopped.getByText('Cancelled now').waitFor();
    // Nothing proves that word yet: watched until something does.
    await page.getByRole('button', { name: /1 watched: back while a D05 may wait/ }).click();
    await page
      .getByRole('region', { name: /^watched/ })
      .getByText(mprn)
      .waitFor();
    await operator.press('1');
    // Of one that lies in EMMA Networks is not asked, and so there is nothing to write down.
    const inEmma = table
      .getByRole('row')
      .filter({ has: page.locator('.way .held', { hasText: 'EMMA' }) });
    expect(await inEmma.count()).toBe(ours);
    expect(await inEmma.getByRole('button', { name: 'Write the answer' }).count()).toBe(0);
    // As a file, and all of it there after a restart.
    const saving = page.waitForEvent('download');
    await operator.press('e');
    const file = await readFile(await (await saving).path(), 'utf8');
    expect(file.trim().split('\r\n')).toHaveLength(cutOff);
    await page.reload();
    await page.getByText('messages wait, as EMMA had it').waitFor();
    expect(await figure(/will be cut off/)).toBe(cutOff - 1);
  });
});
