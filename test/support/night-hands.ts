// What the supervisor does at the screen in the night of the folder, by keys: lists, calls, releases,
// and one back-fix at a time.
import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { toCsv } from '../../shared/domain/intake/table.ts';
import type { OutstandingMessage } from '../../shared/domain/outstanding.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { must } from '../../shared/lib/check.ts';
import type { FolderNight } from './folder-night.ts';
import type { Operator } from './operator.ts';

const states = {
  notSent: 'not sent',
  queuedInEmma: 'queued in EMMA',
  atHub: 'at hub',
  accepted: 'accepted',
  rejected: 'rejected',
  unknown: 'unknown',
} as const;

/** EMMA's list, as somebody exports it there. */
function exported(messages: readonly OutstandingMessage[], at: number): string {
  const iso = (time: number | null) => (time === null ? '' : new Date(time).toISOString());
  const rows = messages.map(({ mprn, reason, txRefNbr, sentAt, state, paidAt }) => [
    mprn,
    reason ?? '',
    txRefNbr ?? '',
    iso(sentAt),
    states[state],
    iso(paidAt),
  ]);
  const head = ['MPRN', 'Reason', 'TxRefNbr', 'Sent at', 'State', 'Last qualifying payment'];
  const file = join(mkdtempSync(join(tmpdir(), 'backstop-list-')), 'outstanding-017.csv');
  writeFileSync(file, toCsv([head, ...rows]));
  utimesSync(file, at / 1000, at / 1000);
  return file;
}

/** `Customer 0003, 10 934 478 153` */
const mprnIn = (words: string): string =>
  must(/\d{2}( \d{3}){3}/.exec(words)?.[0] ?? null, 'an alarm says whom it is about').replaceAll(
    ' ',
    '',
  );

export class Hands {
  readonly operator: Operator;
  readonly #night: FolderNight;

  constructor(operator: Operator, night: FolderNight) {
    this.operator = operator;
    this.#night = night;
  }

  board(name: string) {
    return this.operator.page.getByRole('button', { name: new RegExp(`^${name}`) });
  }

  /** The screen has the time, and everything that the gateway has. */
  async catchesUp(): Promise<void> {
    const { page } = this.operator;
    const strip = page.locator('.strip');
    const minutes = new Intl.DateTimeFormat('en-IE', { timeStyle: 'short', timeZone: 'UTC' });
    const isThere = async () => {
      const delivery = (await strip.locator('.delivery').textContent()) ?? '';
      const clock = (await strip.locator('.time').textContent()) ?? '';
      const now = minutes.format(Date.now());
      return (
        clock.trim() === now && delivery.includes(`All accepted by the gateway last at ${now}`)
      );
    };
    await expect.poll(isThere, { timeout: 30_000 }).toBe(true);
  }

  async count(name: string): Promise<number> {
    if ((await this.board(name).count()) === 0) return 0;
    return Number(await this.board(name).locator('b').textContent());
  }

  /** `U`, the file, when EMMA said so, `Ctrl+Enter`. */
  async bringList(): Promise<void> {
    const { operator } = this;
    const { market } = this.#night;
    const messages = market.outstanding();
    await operator.press('Alt+3', 'u');
    const sheet = operator.dialog();
    await sheet.locator('input[type=file]').setInputFiles(exported(messages, market.now));
    await sheet.getByText('The file’s own time').waitFor();
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    await operator.page.getByText(`${messages.length} messages wait`).waitFor();
  }

  /** `M`, since when, `Enter`. */
  async declare(since: string): Promise<void> {
    const { operator } = this;
    await operator.press('m');
    await operator.dialog().waitFor();
    await operator.type(since);
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
  }

  async endFailure(): Promise<void> {
    const { operator } = this;
    await operator.press('m');
    await operator.dialog().getByRole('button', { name: /end/i }).first().click();
    await operator.dialog().waitFor({ state: 'hidden' });
  }

  /** `T`, each taken out of EMMA by its TxRefNbr, one that is not there unticked, `Ctrl+Enter`. */
  async takesOut(): Promise<number> {
    const { operator } = this;
    const { stage } = this.#night.room;
    await operator.press('t');
    const sheet = operator.dialog();
    await sheet.waitFor();
    const lines = await sheet.locator('tbody tr').all();
    let count = 0;
    for (const line of lines) {
      const named = (await line.locator('.mono').textContent()) ?? '';
      const [txRefNbr = ''] = /[-0-9a-f]{36}/.exec(named) ?? [];
      if (stage.takeOut(txRefNbr)) count += 1;
      else await line.getByRole('checkbox').uncheck();
    }
    await operator.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    return count;
  }

  /** `R`, all of it, once looked at where it is much, `Ctrl+Enter`; how many customers it was. */
  async release(): Promise<number> {
    const { operator } = this;
    const { page } = operator;
    await operator.press('Alt+3');
    // It says nothing before it has read.
    await page
      .getByRole('main', { name: 'Back-fixes' })
      .locator('.figures, .empty')
      .first()
      .waitFor();
    if ((await page.getByRole('button', { name: /^Release \d+ back-fix/ }).count()) === 0) return 0;
    await operator.press('r');
    const sheet = operator.dialog();
    await sheet.waitFor();
    expect(await sheet.getByRole('radio', { name: 'Agent Dublin' }).isChecked()).toBe(true);
    const isMuch = sheet.getByText(/That is \d+ customers at once/);
    if (await isMuch.isVisible())
      await sheet.getByRole('radio', { name: 'Yes' }).click({ force: true });
    const go = sheet.getByRole('button', { name: /^Release \d+ back-fix/ });
    const words = (await go.textContent()) ?? '';
    await operator.press((await go.isDisabled()) ? 'Escape' : 'Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
    return Number(/for (\d+) customer/.exec(words)?.[1]);
  }

  /** The sheet of a back-fix that stands there. */
  async openFix(board: string, mprn: string): Promise<void> {
    const { operator } = this;
    await operator.press('Alt+3');
    await this.board(board).click();
    const rows = operator.page.getByRole('region', { name: board }).getByRole('row');
    await rows
      .filter({ hasText: formatMprn(mprn) })
      .locator('.mprn')
      .first()
      .click();
    await operator.dialog().waitFor();
  }

  async does(button: string | RegExp): Promise<void> {
    const { operator } = this;
    await operator.dialog().getByRole('button', { name: button }).click();
    await operator.dialog().waitFor({ state: 'hidden' });
  }

  /** By a name at the other end. */
  async proves(board: string, mprn: string, person: string): Promise<void> {
    await this.openFix(board, mprn);
    await this.operator.dialog().getByLabel('Who at the other end').fill(person);
    await this.does('It is proved');
  }

  /** `O`, a name, `Enter`: another person at this laptop. */
  async takesOver(name: string): Promise<void> {
    const { operator } = this;
    await operator.press('o');
    await operator.dialog().getByLabel('Another name').fill(name);
    await operator.press('Enter');
    await operator.page.locator('.strip').getByText(name).waitFor();
  }

  /**
   * `X`, and again whenever more can be closed, until no case is open: what colleagues signed a moment
   * ago is in the log before it is on this screen.
   */
  async close(): Promise<void> {
    const { operator } = this;
    const button = operator.page.getByRole('button', { name: /^Close \d+ proved case/ });
    const open = async () => {
      await operator.press('Alt+1');
      const lanes = ['Power off', 'Said to be back', 'Confirmed'];
      const counts = await Promise.all(lanes.map((lane) => operator.count(lane)));
      return counts.reduce((sum, each) => sum + each, 0);
    };
    await operator.press('Alt+3');
    await button.waitFor();
    const closesWhatItCan = async () => {
      await operator.press('Alt+3');
      if (await button.isVisible()) {
        await operator.press('x', 'Control+Enter');
        await operator.dialog().waitFor({ state: 'hidden' });
        await button.waitFor({ state: 'hidden' });
      }
      return open();
    };
    await expect.poll(closesWhatItCan, { timeout: 180_000, interval: 500 }).toBe(0);
  }

  /** `C`: the words of the sheet. */
  async reconciles(says: string): Promise<string> {
    const { operator } = this;
    await operator.press('Alt+3', 'c');
    await operator.dialog().getByText(says).waitFor();
    const words = (await operator.dialog().textContent()) ?? '';
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    return words;
  }

  /** `C`: the TxRefNbrs of answers that never came, as somebody reads them out. */
  async copiesLostAnswers(): Promise<readonly string[]> {
    const { operator } = this;
    await operator.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await operator.press('Alt+3', 'c');
    await operator.dialog().getByRole('button', { name: 'Copy their numbers' }).click();
    await operator.dialog().getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await operator.page.evaluate(() => navigator.clipboard.readText());
    await operator.press('Escape');
    await operator.dialog().waitFor({ state: 'hidden' });
    return copied.split('\n').map((line) => line.replace(/^\S+ /, ''));
  }

  /**
   * The queue, from its top: who is marked as cut off. It may go on moving while it is read, so it is
   * read again until nobody of them is missing, and nobody else stands among them.
   */
  async seesCutOff(mprns: readonly string[]): Promise<void> {
    const { operator } = this;
    await operator.press('Alt+1');
    const top = () =>
      operator.rows().evaluateAll((rows) => {
        const place = (row: Element) => Number(row.getAttribute('aria-posinset'));
        const inOrder = rows.toSorted((one, other) => place(one) - place(other));
        const isCut = (row: Element) => row.textContent.includes('Cut off again');
        const rest = inOrder.findIndex((row, at) => !isCut(row) || place(row) !== at + 1);
        return inOrder
          .slice(0, rest < 0 ? inOrder.length : rest)
          .map((row) => (row.querySelector('.mprn')?.textContent ?? '').replaceAll(/\D/g, ''));
      });
    await expect.poll(top, { timeout: 30_000 }).toEqual(expect.arrayContaining([...mprns]));
  }

  /** `F9` at each alarm, worst first, until none of them is about a cut-off: of whom they were. */
  async closesCutOffAlarms(): Promise<readonly string[]> {
    const { operator } = this;
    const alarms = operator.page.getByRole('region', { name: 'Alarms' });
    const worst = alarms.locator('.alarm.worst');
    const words = async () => ((await worst.count()) === 0 ? '' : worst.textContent());
    const seen: string[] = [];
    while ((await alarms.getByText('Cut off again').count()) > 0) {
      const said = (await words()) ?? '';
      if (said.includes('Cut off again')) seen.push(mprnIn(said));
      await operator.press('F9');
      await expect.poll(words).not.toBe(said);
    }
    return seen;
  }

  /** How many answers wait for a person to say that they are proofs. */
  async proposals(): Promise<number> {
    const { operator } = this;
    await operator.press('Alt+3');
    await this.board('Proved').waitFor();
    const take = operator.page.getByRole('button', { name: /^Take \d+ answers? as the proof/ });
    if ((await take.count()) === 0) return 0;
    return Number(/\d+/.exec((await take.textContent()) ?? '')?.[0]);
  }

  /** `Y`, once they were counted: all that wait are taken as proofs. */
  async takesProofs(): Promise<number> {
    const { operator } = this;
    const count = await this.proposals();
    if (count === 0) return 0;
    const before = await this.count('Proved');
    await operator.press('y', 'Control+Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => this.proposals(), { timeout: 30_000 }).toBe(0);
    expect(await this.count('Proved')).toBeGreaterThan(before);
    return count;
  }

  /** The customer who is open. */
  async mprn(): Promise<string> {
    const digits = this.operator.case().locator('[role=text].mprn').first();
    return must(await digits.getAttribute('aria-label'), 'it is said digit by digit').replaceAll(
      ' ',
      '',
    );
  }

  /** `N`, and the whole script by its keys; what Networks says is what the market says. */
  async workNext(): Promise<string> {
    await this.operator.press('Alt+1', 'n');
    await this.operator.case().locator('.step.now').waitFor();
    // To whom a crew is on its way, nobody rings about: N passes them by.
    const { outcome } = this.#night.room.stage.stateOf(await this.mprn()) ?? {};
    return outcome?.outcome === 'notRemote' ? this.workNext() : this.workOpen();
  }

  /** Somebody who is in the queue. */
  async work(mprn: string): Promise<string> {
    const { operator } = this;
    await operator.press('Alt+1', '/');
    await operator.type(mprn);
    await operator.row(mprn).click();
    await operator.case().locator('.step.now').waitFor();
    const worked = await this.workOpen();
    await operator.page.getByRole('searchbox').fill('');
    await operator.press('Escape');
    return worked;
  }

  /** Whoever is open, by the keys of the script. */
  async workOpen(): Promise<string> {
    const { operator } = this;
    const { room, ask, market } = this.#night;
    const mprn = await this.mprn();
    const { facts } = this.#night.sample.rows.find((row) => row.mprn === mprn) ?? {};
    // Whoever was rung about before has been told of the danger, and asked about medical needs.
    if (await this.#asks('Your power may come back')) await operator.answers('c', 'z');
    if (await this.#asks('Are the neighbours out too')) await operator.answers('z');
    const seen = ask(mprn, 'ask017');
    const power = seen.outcome === 'noAnswer' ? seen : ask(mprn, 'reenergise');
    if (!('seen' in seen) || power.ask !== 'reenergise' || power.outcome === 'noAnswer') {
      await operator.press('4');
      await operator.dialog().waitFor();
      await operator.press('Enter');
      await operator.dialog().waitFor({ state: 'hidden' });
      return mprn;
    }
    const ours = facts?.message017?.txRefNbr;
    if (ours !== undefined && facts?.message017?.state === 'queuedInEmma')
      if (market.cancelInEmma(ours, market.now) === 'cancelled') {
        // REPLAY9: the screen says so before anybody asks for the same by phone.
        await operator
          .case()
          .getByText(/An E05 of ours .*lies in EMMA/)
          .waitFor();
        room.stage.takenOut.add(ours);
      }
    await operator.answers('Enter', 'r', 'r', 'Enter', 'Enter', this.#d05(mprn));
    await operator.answers(seen.seen.some(({ txRefNbr }) => txRefNbr === ours) ? 'y' : 'z');
    await operator.answers('Enter');
    await operator.case().locator('.step.now[data-resting=false]').waitFor();
    await operator.press('Enter');
    await operator.type(power.reference);
    await operator.press('Enter');
    await operator.asks('After recovery');
    await operator.answers('r', 'r', 'c');
    await operator.press('1');
    await operator.dialog().waitFor();
    await operator.press('Enter');
    await operator.dialog().waitFor({ state: 'hidden' });
    await this.#isBack('1');
    return mprn;
  }

  /** `P`, who says so, `Enter`. */
  async isBack(mprn: string, who: '1' | '2'): Promise<void> {
    const { operator } = this;
    await operator.press('Alt+1', '/');
    await operator.type(mprn);
    await operator.row(mprn).click();
    await this.#isBack(who);
    await operator.page.getByRole('searchbox').fill('');
    await operator.press('Escape');
  }

  async #isBack(who: '1' | '2'): Promise<void> {
    const { operator } = this;
    await operator.press('p');
    const sheet = operator.dialog();
    await sheet.waitFor();
    // One digit is a choice once no other has followed it.
    const isChosen = async () => {
      const isSo = (await sheet.getByRole('radio', { checked: true }).count()) === 2;
      if (!isSo) await operator.press(who);
      return isSo;
    };
    await expect.poll(isChosen, { timeout: 30_000, interval: 1500 }).toBe(true);
    await operator.press('Enter');
    await sheet.waitFor({ state: 'hidden' });
  }

  async #asks(words: string): Promise<boolean> {
    const says = (await this.operator.case().locator('.step.now .say').textContent()) ?? '';
    return says.includes(words);
  }

  #d05(mprn: string): string {
    const { ask } = this.#night;
    const asked = ask(mprn, 'askD05');
    if (!('d05' in asked) || asked.d05 === 'unknown') return 'u';
    if (asked.d05 !== 'waiting') return 'z';
    const cancelled = ask(mprn, 'cancelD05');
    return 'd05' in cancelled && cancelled.d05 === 'cancelled' ? 'c' : 'y';
  }
}
