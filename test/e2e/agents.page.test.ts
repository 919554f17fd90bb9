// EMMA's agents as a console sees them: how they stand, what they keep, what one that says nothing leaves
// undone; and every way out of the house, paused.
import { describe, expect, test } from 'vitest';
import { must } from '../../shared/lib/check.ts';
import type { Facts } from '../../shared/domain/facts.ts';
import { Clock, Console, Delegate, MIN, moveAll } from '../gateway/agent/night.ts';
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
});
