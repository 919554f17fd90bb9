// An agent that was away: what people did meanwhile with what was its own is not undone when it is back.
import { describe, expect, test } from 'vitest';
import type { FixCommand } from '../../../shared/domain/fix-commands.ts';
import { needsAsking } from '../../../shared/domain/fix.ts';
import { Died, MemoryFolder } from '../../support/memory-folder.ts';
import { aNight, Delegate, MIN, moveAll, MPRN } from './night.ts';

const of = { mprn: MPRN, key: 'send017/1' };

/** Released to an agent that has heard of it, and now hears nothing any more. */
async function away() {
  const night = await aNight();
  const second = new Delegate(night.clock, new MemoryFolder(), { seed: 501 });
  const everybody = async () => {
    await night.sync();
    await moveAll(second.log.port, night.send);
    await moveAll(night.console.port, night.send);
  };
  await night.console.restore(MPRN);
  await night.console.release([MPRN], night.delegate.log.device);
  night.delegate.agent.offer();
  second.agent.offer();
  await everybody();
  night.delegate.isCurrent = false;
  night.clock.now += 5 * MIN;
  const back = async () => {
    await everybody();
    night.delegate.isCurrent = true;
    await night.delegate.agent.deliver();
    await everybody();
  };
  return { ...night, second, everybody, back };
}

describe('AGENT24: an agent that comes back hands over nothing that is no longer its own', () => {
  test.each<[string, FixCommand, string]>([
    ['taken back', { do: 'takeBackFix', ...of, why: 'the agent is gone' }, 'takenBack'],
    ['keyed by a person', { do: 'handOver', fixes: [of], channel: 'webform' }, 'handed'],
    ['given to people', { do: 'releaseAgain', fixes: [of], agent: null }, 'released'],
  ])('%s', async (_what, command, standing) => {
    const night = await away();
    const { txRefNbr } = await night.console.item(MPRN);
    await night.console.run(command);
    // Awake, and not yet at the gateway: what its log says may be over.
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toEqual([]);
    expect(night.folder.staging.size).toBe(0);
    await night.back();
    expect(night.folder.sent).toEqual([]);
    expect(await night.console.item(MPRN)).toMatchObject({ standing, txRefNbr });
  });

  test('what is still its own it delivers', async () => {
    const night = await away();
    await night.back();
    expect(night.folder.sent).toHaveLength(1);
    expect((await night.console.item(MPRN)).standing).toBe('handed');
  });

  test('given to another agent, that one delivers it under the same TxRefNbr, and nobody else', async () => {
    const night = await away();
    const { txRefNbr } = await night.console.item(MPRN);
    const { device } = night.second.log;
    await night.console.run({ do: 'releaseAgain', fixes: [of], agent: device });
    await moveAll(night.console.port, night.send);
    await moveAll(night.second.log.port, night.send);
    await night.second.agent.deliver();
    await night.back();
    expect(night.folder.sent).toEqual([]);
    expect((night.second.folder as MemoryFolder).sent).toEqual([`017_${txRefNbr}.xml`]);
    expect(await night.console.item(MPRN)).toMatchObject({
      standing: 'handed',
      handing: { device },
    });
  });

  test('about to go when it died: asked about, never arrived, keyed by a person; what lay ready does not go', async () => {
    const night = await away();
    night.delegate.isCurrent = true;
    night.folder.wrong = (at) => (at === 'before send' ? 'died' : null);
    await expect(night.delegate.agent.deliver()).rejects.toThrow(Died);
    night.folder.wrong = () => null;
    night.delegate.isCurrent = false;
    await night.everybody();
    const intended = await night.console.item(MPRN);
    expect(intended).toMatchObject({
      standing: 'intended',
      intent: { device: night.delegate.log.device },
    });
    night.clock.now += 10 * MIN;
    expect(needsAsking(intended, night.clock.now, 60 * MIN)).toBe(true);
    await night.console.run({ do: 'doubtFix', ...of, why: 'interrupted' });
    await night.console.run({
      do: 'askedFix',
      ...of,
      found: 'notArrived',
      how: 'call',
      person: 'Niamh',
    });
    // Another agent does not speak of what it never was about to write.
    const { device } = night.second.log;
    await night.console.run({ do: 'releaseAgain', fixes: [of], agent: device });
    night.delegate.restart();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toEqual([]);
    await night.everybody();
    await night.second.agent.deliver();
    await night.back();
    expect(night.folder.sent).toEqual([]);
    expect((night.second.folder as MemoryFolder).sent).toHaveLength(1);
    expect(await night.console.item(MPRN)).toMatchObject({
      standing: 'handed',
      txRefNbr: intended.txRefNbr,
    });
    // What lay ready is put away at its next start.
    night.delegate.restart();
    await night.delegate.agent.deliver();
    expect(night.folder.staging.size).toBe(0);
    expect(night.folder.sent).toEqual([]);
  });

  test('given away while it was about to write it: who was about to says what became of it', async () => {
    const night = await away();
    night.delegate.isCurrent = true;
    night.folder.wrong = (at) => (at === 'before send' ? 'died' : null);
    const { device } = night.second.log;
    await night.console.run({ do: 'releaseAgain', fixes: [of], agent: device });
    night.clock.now += MIN;
    await expect(night.delegate.agent.deliver()).rejects.toThrow(Died);
    night.folder.wrong = () => null;
    await night.everybody();
    await night.second.agent.deliver();
    await night.everybody();
    expect((night.second.folder as MemoryFolder).sent).toEqual([]);
    expect((await night.console.item(MPRN)).standing).toBe('intended');
    night.delegate.restart();
    await night.back();
    expect(night.folder.sent).toHaveLength(1);
    expect((await night.console.item(MPRN)).standing).toBe('handed');
  });
});

test('AGENT24: what lies in the outbox has gone, whether or not the gateway is heard', async () => {
  const night = await away();
  night.delegate.isCurrent = true;
  night.folder.wrong = (at) => (at === 'after send' ? 'died' : null);
  await expect(night.delegate.agent.deliver()).rejects.toThrow(Died);
  night.folder.wrong = () => null;
  night.delegate.isCurrent = false;
  night.delegate.restart();
  await night.delegate.agent.deliver();
  await night.everybody();
  expect((await night.console.item(MPRN)).standing).toBe('handed');
});
