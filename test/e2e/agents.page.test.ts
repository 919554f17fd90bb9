// EMMA's agents as a console sees them: how they stand, what they keep, what one that says nothing leaves
// undone; and every way out of the house, paused.
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import type { FolderTrouble, OfFolder } from '../../gateway/agent/folder.ts';
import type { Facts } from '../../shared/domain/facts.ts';
import { writeCsv } from '../../shared/market/csv.ts';
import type { Message } from '../../shared/market/messages.ts';
import { readXml } from '../../shared/market/xml.ts';
import { answerXml, Clock, Console, Delegate, MIN, moveAll } from '../gateway/agent/night.ts';
import { axeViolations } from '../support/axe.ts';
import { Died, MemoryFolder } from '../support/memory-folder.ts';
import { startNight } from '../support/night.ts';

const KEPT = '10001234567';
const INTENDED = '10005555555';
const STUCK = ['10007654321', '10934478153'] as const;
const TOLD = '10447035576';

const spaced = (mprn: string) =>
  `${mprn.slice(0, 2)} ${mprn.slice(2, 5)} ${mprn.slice(5, 8)} ${mprn.slice(8)}`;

/** An agent whose outbox filled up forty minutes ago, and which has said nothing since. */
async function stuck() {
  const night = await startNight();
  const clock = new Clock();
  clock.now = Date.now() - 60 * MIN;
  const brian = await new Console(clock, 9).open();
  const folder = new MemoryFolder();
  const agent = new Delegate(clock, folder);
  const second = new Delegate(clock, new MemoryFolder(), { seed: 501, name: 'Agent Cork' });
  const brianSends = night.wire(brian.device, 'ABC', 'supervisor');
  const agentSends = night.wire(agent.log.device, 'ABC', 'agent');
  const secondSends = night.wire(second.log.device, 'ABC', 'agent');
  const sync = async () => {
    await moveAll(brian.port, brianSends);
    await moveAll(agent.log.port, agentSends);
    await moveAll(second.log.port, secondSends);
    await moveAll(brian.port, brianSends);
  };
  const release = async (mprns: readonly string[], facts: Facts = {}) => {
    for (const mprn of mprns) await brian.restore(mprn, facts);
    await brian.release(mprns, agent.log.device);
    await sync();
  };
  const look = async (of: Delegate) => {
    for (let second_ = 0; second_ < 10; second_++) {
      clock.now += 1000;
      await of.agent.deliver();
      await of.agent.hear();
      of.agent.report();
    }
  };
  for (const each of [agent, second]) {
    each.agent.offer();
    await look(each);
  }
  const messages = [
    {
      mprn: KEPT,
      reason: 'E05' as const,
      txRefNbr: 'theirs',
      businessReference: null,
      sentAt: null,
      state: 'queuedInEmma' as const,
      paidAt: null,
    },
  ];
  await brian.run({ do: 'listOutstanding', file: 'emma.csv', asOf: clock.now, messages });
  await release([KEPT]);
  await agent.agent.deliver();
  await release([INTENDED]);
  folder.wrong = (at) => (at === 'before send' ? 'died' : null);
  await expect(agent.agent.deliver()).rejects.toThrow(Died);
  folder.wrong = (at) =>
    at === 'before stage' || at === 'before send' ? { is: 'full', why: 'ENOSPC' } : null;
  folder.write('Murphy.xml', '<ieXMLDocument><Mess');
  clock.now += MIN;
  await release(STUCK);
  await release([TOLD], { openD05: 'yes' });
  await look(agent);
  await sync();
  return { night, second, sync };
}

describe('an agent beside EMMA', () => {
  test('FIX25, FIX26, FIX27, FIX28: its state, what it keeps and what it leaves undone are on the screen, and a person resolves each', async () => {
    const { night, second, sync } = await stuck();
    const aoife = await night.joined('Aoife', 'ABC', 'supervisor');
    const { page } = aoife;
    const dialog = aoife.dialog();
    await aoife.press('Alt+3');
    const agents = page.getByRole('region', { name: /^EMMA’s agents/ });
    // Each in words, with since when and what to do; as old as it is.
    await agents.getByText(/^The outbox is full since .* \(ENOSPC\)\. Make room/).waitFor();
    await agents
      .getByText(/1: cut short: its end is missing\). It lies in the poison folder/)
      .waitFor();
    await agents.getByText('It holds 1 back-fix').waitFor();
    await agents.getByText(/^Both folders are well since/).waitFor();
    await agents.getByText('Agent Dublin', { exact: true }).waitFor();
    expect(await agents.getByText(/^last heard/).count()).toBe(2);
    await agents.getByText('2 back-fixes released to it for more than ten minutes').waitFor();
    expect((await agents.allTextContents()).join()).not.toContain('Murphy');
    expect(await axeViolations(page)).toEqual([]);

    const board = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
    const row = (mprn: string) => page.getByRole('row').filter({ hasText: spaced(mprn) });
    const openFix = async (mprn: string, what: string) => {
      await row(mprn).filter({ hasText: what }).locator('.mprn').click();
      await dialog.waitFor();
    };
    // Held, with the reason, on its row and its sheet; let go with a reason of a person's own.
    await board('Waiting to be handed over').click();
    await row(KEPT).getByText('Held by the agent', { exact: true }).waitFor();
    await row(KEPT)
      .getByText('held by the agent: another reconnection of theirs waits and runs by itself')
      .waitFor();
    for (const mprn of STUCK)
      await row(mprn).getByText('its agent has handed over nothing for ten minutes').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await openFix(KEPT, 'Held by the agent');
    await dialog.getByText('The agent holds it: another reconnection').waitFor();
    await dialog.getByText('Agent Dublin (outbox full) puts it into EMMA’s folder.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByLabel('Why it goes all the same').fill('Networks has taken theirs out');
    await dialog.getByRole('button', { name: 'Let it go' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await row(KEPT).getByText('Held by the agent', { exact: true }).waitFor({ state: 'hidden' });
    await agents.getByText('It holds 1 back-fix').waitFor({ state: 'hidden' });

    // What nothing is heard of goes to another agent, as the same message.
    await agents.getByRole('button', { name: 'Give 2 back-fixes to Agent Cork' }).click();
    await agents.getByText('released to it for more than ten minutes').waitFor({ state: 'hidden' });
    const delivered = async () => {
      await sync();
      await second.agent.deliver();
      await sync();
      return (second.folder as MemoryFolder).sent.length;
    };
    await expect.poll(delivered).toBe(2);
    await board('Handed over, no answer yet').waitFor();

    // About to go when its agent died: asked about, and then keyed by a person.
    await board('Outcome unknown: ask').click();
    await row(INTENDED).getByText('the agent was interrupted').waitFor();
    await openFix(INTENDED, 'Outcome unknown');
    await dialog.getByText(/^Agent Dublin was about to write its file/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByLabel('Who at the other end').fill('Niamh');
    await dialog.getByRole('button', { name: 'It never arrived' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await board('Waiting to be handed over').click();
    await openFix(INTENDED, 'Waiting');
    const named = dialog.getByRole('row').filter({ hasText: 'TxRefNbr' }).locator('.mono');
    const txRefNbr = must(await named.textContent(), 'it is the one it was');
    await dialog.getByRole('button', { name: 'Give 1 back-fix to people' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await openFix(INTENDED, 'Waiting');
    await dialog.getByText('People key it in, or hand it in as a file.').waitFor();
    expect(await named.textContent()).toBe(txRefNbr);
    await dialog.getByLabel('All fields are keyed').check();
    await dialog.getByRole('button', { name: 'Keyed', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });

    // The phone is paused as EMMA is: what goes over it says so, and is not offered.
    await page.getByRole('button', { name: 'Pause the phone' }).click();
    await page.getByLabel('Because').fill('the lines are down');
    await aoife.press('Enter');
    await page
      .getByText(/^The phone is paused \(Aoife, .*\): the lines are down\. Nothing is offered/)
      .waitFor();
    await row(TOLD).getByText('paused: the lines are down').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await openFix(TOLD, 'paused');
    await dialog.getByText(/The phone is paused/).waitFor();
    expect(await dialog.getByRole('button', { name: 'Told by phone' }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await aoife.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Resume the phone' }).click();
    await openFix(TOLD, 'phone');
    await dialog.getByRole('button', { name: 'Told by phone' }).waitFor();
  });

  test('AGENT8, AGENT11, AGENT23, FIX26: a folder that vanished, may not be written or does not answer is said with since when, the reason and what to do, until it is well', async () => {
    const night = await startNight();
    const clock = new Clock();
    clock.now = Date.now() - 60 * MIN;
    const brian = await new Console(clock, 9).open();
    const folder = new Share();
    const agent = new Delegate(clock, folder);
    const brianSends = night.wire(brian.device, 'ABC', 'supervisor');
    const agentSends = night.wire(agent.log.device, 'ABC', 'agent');
    const sync = async () => {
      await moveAll(brian.port, brianSends);
      await moveAll(agent.log.port, agentSends);
      await moveAll(brian.port, brianSends);
    };
    /** Ten seconds in which the agent looks once a second, a minute after it last said anything. */
    const looks = async () => {
      clock.now += 2 * MIN;
      for (let second = 0; second < 10; second++) {
        clock.now += 1000;
        await agent.agent.deliver();
        await agent.agent.hear();
        agent.agent.report();
      }
      await sync();
    };
    agent.agent.offer();
    await looks();
    await brian.restore(KEPT);
    await brian.release([KEPT], agent.log.device);
    await sync();
    const fails = (stage: FolderTrouble, waiting: FolderTrouble) => {
      folder.wrong = (at) =>
        at === 'before stage' ? stage : at === 'before waiting' ? waiting : null;
    };

    const aoife = await night.joined('Aoife', 'ABC', 'supervisor');
    const { page } = aoife;
    await aoife.press('Alt+3');
    const agents = page.getByRole('region', { name: /^EMMA’s agents/ });
    const says = async (...texts: readonly RegExp[]) => {
      for (const text of texts) await agents.getByText(text).waitFor();
      // These two, and no other trouble of before.
      expect(await agents.getByText('The agent tries again by itself.').count()).toBe(texts.length);
    };
    const label = async (trouble: string) => {
      await page.getByRole('button', { name: /^Waiting to be handed over/ }).click();
      const row = page.getByRole('row').filter({ hasText: spaced(KEPT) });
      await row.locator('.mprn').click();
      await aoife.dialog().getByText(`Agent Dublin (${trouble}) puts it into`).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await aoife.press('Escape');
      await aoife.dialog().waitFor({ state: 'hidden' });
    };

    fails({ is: 'missing', why: 'ESTALE' }, { is: 'readOnly', why: 'EROFS' });
    await looks();
    await says(
      /^The outbox is not there since .* \(ESTALE\)\. Mount the share, .* Nothing leaves\.$/,
      /^The inbox may not be written since .* \(EROFS\)\. Give the agent’s .* No answers come in\.$/,
    );
    await label('outbox not there, inbox read-only');

    fails({ is: 'readOnly', why: 'EACCES' }, { is: 'missing', why: 'ENOENT' });
    await looks();
    await says(
      /^The outbox may not be written since .* \(EACCES\)\. .* Nothing leaves\.$/,
      /^The inbox is not there since .* \(ENOENT\)\. .* No answers come in\.$/,
    );
    await label('outbox read-only, inbox not there');

    // Neither answers: nobody waits for them to say so.
    folder.wrong = () => null;
    const answer = folder.hang();
    const hanging = [agent.agent.deliver(), agent.agent.hear()];
    await folder.isAsked;
    for (const due of agent.due) due();
    clock.now += 2 * MIN;
    for (let second = 0; second < 10; second++) {
      clock.now += 1000;
      agent.agent.report();
    }
    await sync();
    await says(
      /^The outbox has not answered since .* \(no answer\)\. Look at the share .* Nothing leaves\.$/,
      /^The inbox has not answered since .* \(no answer\)\. .* No answers come in\.$/,
    );
    await label('outbox slow, inbox slow');
    expect(folder.sent).toEqual([]);

    // It answers, and what waited leaves.
    answer();
    expect(await Promise.all(hanging)).toEqual([true, true]);
    await looks();
    await agents.getByText(/^Both folders are well since/).waitFor();
    expect(await agents.getByText('The agent tries again by itself.').count()).toBe(0);
    expect(folder.sent).toHaveLength(1);
    await page.getByRole('button', { name: /^Handed over, no answer yet/ }).waitFor();

    // AGENT11: of a mixed file ours are heard, and that some of it lies there for a person is said.
    const of = { at: clock.now };
    const mixed = [
      answerXml('307', { mprn: KEPT, ...of }),
      answerXml('307', { mprn: TOLD, ...of }),
    ];
    folder.write('Murphy.csv', writeCsv(mixed.map(messageIn)));
    await looks();
    await agents.getByText(/1: some of its rows are of nobody known here, or no answers/).waitFor();
    expect((await agents.allTextContents()).join()).not.toMatch(/Murphy|1044/);
    expect((await brian.caseOf(KEPT)).power?.level).toBe('confirmed');
  });
});

function messageIn(xml: string): Message {
  const read = readXml(xml, 'utc');
  if (!read.ok) throw new Error(read.error.code);
  return read.value.message;
}

/** A share that may hang at its next two steps, one of each folder. */
class Share extends MemoryFolder {
  #answer: Promise<void> = Promise.resolve();
  #asked = 0;
  #isAsked: () => void = () => undefined;
  isAsked: Promise<void> = Promise.resolve();

  /** From now on it answers to nothing, until what this gives is called. */
  hang(): () => void {
    let answer: () => void = () => undefined;
    this.#answer = new Promise((resolve) => (answer = resolve));
    this.isAsked = new Promise((resolve) => (this.#isAsked = resolve));
    this.#asked = 0;
    return answer;
  }

  override async stage(name: string, text: string): OfFolder<null> {
    await this.#line();
    return super.stage(name, text);
  }

  override async waiting(most: number): OfFolder<readonly string[]> {
    await this.#line();
    return super.waiting(most);
  }

  async #line(): Promise<void> {
    this.#asked += 1;
    if (this.#asked === 2) this.#isAsked();
    await this.#answer;
  }
}
