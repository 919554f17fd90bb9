// The desk as its operator speaks of it: go in, take a call, bring in a file, work the next one.
// Everything is found by role and name, and nearly everything is done with keys.
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';

/** Between two orders given by letters, ms. */
const HAND_MS = 270;

export class Operator {
  readonly page: Page;
  #letter = { key: '', at: 0 };

  constructor(page: Page) {
    this.page = page;
  }

  /** First start: a name, then a door. */
  async goIn(
    options: { readonly name?: string; readonly world?: 'live' | 'practice' } = {},
  ): Promise<this> {
    const { name = 'Aoife B.', world = 'live' } = options;
    await this.page.getByLabel('Your name').fill(name);
    await this.page.keyboard.press('Enter');
    const door = world === 'live' ? /Real customers/ : /A database of its own/;
    await this.page.getByRole('button', { name: door }).click();
    await this.desk().waitFor();
    return this;
  }

  desk(): Locator {
    return this.page.getByRole('main', { name: 'The desk' });
  }

  case(): Locator {
    return this.page.getByRole('complementary', { name: 'Case' });
  }

  dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  rows(): Locator {
    return this.page.getByRole('listbox', { name: 'Queue' }).getByRole('option');
  }

  row(text: string | RegExp): Locator {
    return this.rows().filter({ hasText: text });
  }

  /** At a person's pace: letters faster than that are a name typed beside its field (KEYS14). */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const isLetter = /^\p{L}$/u.test(key);
      const since = Date.now() - this.#letter.at;
      if (isLetter && since < HAND_MS && key !== this.#letter.key)
        await this.page.waitForTimeout(HAND_MS - since);
      await this.page.keyboard.press(key);
      // Counted from when the page has heard it, however long that took.
      if (isLetter) this.#letter = { key, at: Date.now() };
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Makes this desk ESB Networks' own, or a supplier's again. */
  async worksFor(side: 'ESB Networks' | 'A supplier'): Promise<void> {
    await this.press('Alt+5');
    await this.page
      .getByRole('main', { name: 'Settings' })
      .getByText(side, { exact: true })
      .click();
    const chosen = this.page.getByRole('radio', { name: side });
    await expect.poll(() => chosen.isChecked()).toBe(true);
    await this.press('Alt+1');
    await (side === 'A supplier' ? this.desk() : this.networksDesk()).waitFor();
  }

  networksDesk(): Locator {
    return this.page.getByRole('main', { name: 'ESB Networks desk' });
  }

  request(): Locator {
    return this.page.getByRole('complementary', { name: 'Request' });
  }

  requests(): Locator {
    return this.page.getByRole('listbox', { name: 'Requests' }).getByRole('option');
  }

  /** The figure beside a group of requests. */
  async requestCount(group: string): Promise<number> {
    const lanes = this.page.getByRole('navigation', { name: 'Requests by state' });
    const text = await lanes
      .getByRole('button', { name: new RegExp(`^${group} ?\\d+$`) })
      .textContent();
    return Number(/(\d+)$/.exec(text ?? '')?.[1] ?? Number.NaN);
  }

  /** `A`, who rings (kept from the call before), MPRN, their reference, when paid, `Enter`. */
  async takeRequest(
    mprn: string,
    told: { readonly supplier?: string; readonly reference?: string; readonly paid?: string } = {},
  ): Promise<void> {
    await this.press('a');
    await this.dialog().waitFor();
    if (told.supplier !== undefined) {
      await this.type(told.supplier);
      await this.press('Tab');
    }
    await this.type(mprn);
    await this.press('Tab');
    await this.type(told.reference ?? '');
    await this.press('Tab');
    await this.type(told.paid ?? '');
    await this.press('Enter');
    await this.dialog().waitFor({ state: 'hidden' });
    await this.request().getByRole('table', { name: 'Both sides' }).waitFor();
  }

  /** `A`, whom, `Tab`, when paid, `Enter`: a whole call from the keyboard; without any number `Enter` again. */
  async takeCall(who: string, paid = ''): Promise<void> {
    await this.press('a');
    await this.dialog().waitFor();
    await this.type(who);
    if (paid !== '') {
      await this.page.getByLabel('Paid at').focus();
      await this.type(paid);
    }
    await this.press('Enter');
    const asks = this.dialog().getByText('Enter again saves without');
    await expect
      .poll(async () => (await asks.isVisible()) || (await this.dialog().count()) === 0)
      .toBe(true);
    if (await asks.isVisible()) await this.press('Enter');
    await this.dialog().waitFor({ state: 'hidden' });
    await this.case().getByRole('tab', { name: 'Call' }).waitFor();
  }

  /** `2`, the time as it is typed, `Enter`: what Networks promised, or promises. */
  async promises(time: string): Promise<void> {
    await this.press('2');
    await this.dialog().waitFor();
    await this.type(time);
    await this.press('Enter');
    await this.dialog().waitFor({ state: 'hidden' });
  }

  async bringIn(file: string): Promise<void> {
    await this.press('i');
    await this.page.locator('input[type=file]').setInputFiles(file);
    await this.page.getByRole('button', { name: /Bring in|Nothing to bring in/ }).waitFor();
  }

  async confirmFile(): Promise<void> {
    await this.press('Control+Enter');
    await this.page.getByRole('button', { name: 'To the queue' }).click();
    await this.desk().waitFor();
  }

  async loadSample(): Promise<void> {
    await this.page.getByRole('button', { name: 'Load the sample outage' }).click();
    await this.rows().first().waitFor();
    await expect.poll(() => this.count('Power off')).toBe(120);
  }

  /** At the back-fixes: the sample's list of outstanding 017s. */
  async bringSampleList(): Promise<void> {
    await this.press('Alt+3', 'u');
    await this.dialog().getByRole('button', { name: 'The list of the sample' }).click();
    await this.dialog().getByText('50 customers have paid since').waitFor();
    await this.press('Control+Enter');
    await this.dialog().waitFor({ state: 'hidden' });
    await this.page.getByText('155 messages wait').waitFor();
  }

  /** `R`, once looked at where it is much, `Ctrl+Enter`. */
  async releaseAll(): Promise<void> {
    const sheet = this.dialog();
    await this.press('r');
    await sheet.waitFor();
    if (await sheet.getByText('customers at once').isVisible())
      await sheet.getByRole('radio', { name: 'Yes' }).click({ force: true });
    await this.press('Control+Enter');
    await sheet.waitFor({ state: 'hidden' });
  }

  /** The figure beside a lane. */
  async count(lane: string): Promise<number> {
    const lanes = this.page.getByRole('navigation', { name: 'Lanes' });
    const text = await lanes
      .getByRole('button', { name: new RegExp(`^${lane.replace('?', '\\?')} ?\\d+$`) })
      .textContent();
    return Number(/(\d+)$/.exec(text ?? '')?.[1] ?? Number.NaN);
  }

  /**
   * Answers the open steps by their keys, each once it is asked and no longer rests: `c`, `z`,
   * `Enter`. Where Enter takes what is typed, it goes into the field first and a name is typed.
   */
  async answers(...keys: readonly string[]): Promise<void> {
    const say = this.case().locator('.step.now .say');
    for (const key of keys) {
      const before = (await say.textContent()) ?? '';
      const step = this.case().locator('.step.now[data-resting=false]');
      await step.waitFor();
      const field = step.locator('input:focus');
      const wasIn = (await field.count()) > 0;
      await this.press(key);
      // In it before, Enter has taken what stood there: the step goes as soon as it is written.
      if (key === 'Enter' && !wasIn && (await field.count()) > 0) {
        await this.type('Declan');
        await this.press('Enter');
      }
      await expect.poll(async () => say.textContent(), { timeout: 10_000 }).not.toBe(before);
    }
  }

  /** Waits until the open step asks this. */
  async asks(words: string | RegExp): Promise<void> {
    await this.case().locator('.step.now').filter({ hasText: words }).waitFor();
  }
}
