// What an agent says of itself to the consoles, and how seldom.
import { expect, test } from 'vitest';
import { codeOfReason, poisonReason, tallied } from '../../../gateway/agent/poison.ts';
import { problems, type ProblemCode } from '../../../shared/market/problem.ts';
import { must } from '../../../shared/lib/check.ts';
import type { FolderTrouble } from '../../../gateway/agent/folder.ts';
import { aNight, MIN, MPRN } from './night.ts';

const SECOND = 1000;

async function reporting() {
  const night = await aNight();
  const { delegate, clock } = night;
  const count = () =>
    [...delegate.database.prepare('SELECT kind FROM entries').all()].filter(
      ({ kind }) => kind === 'channel.stands',
    ).length;
  /** As its loops do it. */
  const look = async (ms: number) => {
    clock.now += ms;
    await delegate.agent.deliver();
    await delegate.agent.hear();
    delegate.agent.report();
  };
  const stands = async () => {
    await night.sync();
    const [channel] = await night.console.store.channels();
    return must(channel?.agents[0], 'it serves the channel').stands;
  };
  return { ...night, look, stands, count };
}

test('AGENT23: it says nothing before it serves the channel and has looked; then that it is well, once', async () => {
  const night = await reporting();
  for (let second = 0; second < 10; second++) await night.look(SECOND);
  expect(night.count()).toBe(0);
  night.delegate.agent.offer();
  expect(await night.stands()).toBe(null);
  for (let minute = 0; minute < 10; minute++) await night.look(MIN);
  expect(night.count()).toBe(1);
  expect(await night.stands()).toMatchObject({
    outbox: { state: 'ok', why: null },
    inbox: { state: 'ok' },
    poisoned: [],
    keptInAll: 0,
  });
});

test('AGENT23: a full outbox is said with since when and the system’s word once it lasts; a start says it no second time', async () => {
  const night = await reporting();
  night.delegate.agent.offer();
  for (let second = 0; second < 10; second++) await night.look(SECOND);
  await night.console.restore(MPRN);
  await night.console.release([MPRN], night.delegate.log.device);
  await night.sync();
  night.clock.now += MIN;
  night.folder.wrong = (at) => (at === 'before stage' ? { is: 'full', why: 'ENOSPC' } : null);
  await night.look(0);
  const since = night.clock.now;
  await night.look(4 * SECOND);
  expect((await night.stands())?.outbox.state).toBe('ok');
  await night.look(2 * SECOND);
  expect((await night.stands())?.outbox).toEqual({ state: 'full', why: 'ENOSPC', since });
  expect((await night.stands())?.inbox.state).toBe('ok');
  const before = night.count();
  night.delegate.restart();
  for (let minute = 0; minute < 3; minute++) await night.look(MIN);
  expect(night.count()).toBe(before);
});

test('AGENT23: a share that comes and goes is one entry a minute at most, and none of what passes', async () => {
  const night = await reporting();
  night.delegate.agent.offer();
  for (let second = 0; second < 10; second++) await night.look(SECOND);
  const trouble: FolderTrouble = { is: 'missing', why: 'ENOENT' };
  const goes = (everyMs: number) => {
    night.folder.wrong = (at) =>
      at === 'before waiting' && Math.floor(night.clock.now / everyMs) % 2 === 0 ? trouble : null;
  };
  // Every two seconds: it never lasts.
  goes(2 * SECOND);
  const before = night.count();
  for (let second = 0; second < 120; second++) await night.look(SECOND);
  expect(night.count() - before).toBeLessThanOrEqual(1);
  // Every ten: it lasts, and is said seldom.
  goes(10 * SECOND);
  for (let second = 0; second < 600; second++) await night.look(SECOND);
  expect(night.count() - before).toBeLessThanOrEqual(11);
  expect(night.count() - before).toBeGreaterThan(3);
});

test('AGENT23: what it keeps is named with its reason, and what lies in the poison folder by why, until a person takes it away', async () => {
  const night = await reporting();
  night.delegate.agent.offer();
  await night.console.restore(MPRN);
  await night.console.release([MPRN], night.delegate.log.device);
  const messages = [
    {
      mprn: MPRN,
      reason: 'E05' as const,
      txRefNbr: 'theirs',
      businessReference: null,
      sentAt: null,
      state: 'queuedInEmma' as const,
      paidAt: null,
    },
  ];
  await night.console.run({
    do: 'listOutstanding',
    file: 'a.csv',
    asOf: night.clock.now,
    messages,
  });
  await night.sync();
  night.folder.write(`${MPRN} Murphy.xml`, '<ieXMLDocument><Mess');
  night.folder.write('empty.xml', '');
  for (let second = 0; second < 10; second++) await night.look(SECOND);
  const { txRefNbr } = await night.console.item(MPRN);
  const said = must(await night.stands(), 'it has spoken');
  expect(said).toMatchObject({
    kept: [{ txRefNbr, because: ['e05Waits'] }],
    keptInAll: 1,
    poisoned: [
      { because: 'cutShort', count: 1 },
      { because: 'empty', count: 1 },
    ],
  });
  expect(JSON.stringify(said)).not.toMatch(/1000\d{7}|Murphy|xml/);
  night.folder.poisoned.delete('empty.xml');
  for (let second = 0; second < 10; second++) await night.look(15 * SECOND);
  expect((await night.stands())?.poisoned).toEqual([{ because: 'cutShort', count: 1 }]);
});

test('AGENT23: every reason is known by its code, and nothing that somebody else wrote is passed on', () => {
  for (const code of Object.keys(problems) as ProblemCode[])
    expect(codeOfReason(poisonReason({ code, line: 3 } as never))).toBe(code);
  expect(codeOfReason(poisonReason('request'))).toBe('request');
  expect(codeOfReason(poisonReason('foreign'))).toBe('foreign');
  expect(codeOfReason('Mary Byrne rang about this one')).toBe('other');
  expect(codeOfReason('Refused: emptyish')).toBe('other');
  expect(tallied({ count: 5, sentences: [poisonReason('request')] })).toEqual([
    { because: 'other', count: 4 },
    { because: 'request', count: 1 },
  ]);
});
