// What leaves, what does not, and what becomes of it when the program dies in between.
import { describe, expect, test } from 'vitest';
import { lineOf } from '../../../gateway/agent/words.ts';
import type { Command } from '../../../shared/domain/commands.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import { fixSubject } from '../../../shared/domain/fix.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { readXml } from '../../../shared/market/xml.ts';
import { must } from '../../../shared/lib/check.ts';
import { Died, type Moment } from '../../support/memory-folder.ts';
import { NOW } from '../desk.ts';
import { draftOf } from './draft-of.ts';
import { aNight, MIN, MPRN, OTHER } from './night.ts';

async function released(mprns: readonly string[] = [MPRN], despite?: string) {
  const night = await aNight();
  for (const mprn of mprns) await night.console.restore(mprn);
  await night.console.release(mprns, night.delegate.log.device, despite ? { despite } : {});
  await night.sync();
  return night;
}

const waiting = (message: Partial<OutstandingMessage> = {}): OutstandingMessage => ({
  mprn: MPRN,
  reason: 'E05',
  txRefNbr: 'theirs',
  businessReference: null,
  sentAt: null,
  state: 'queuedInEmma',
  paidAt: null,
  ...message,
});

describe('AGENT1: a back-fix that is released to this agent leaves as a 017 that reads back', () => {
  test('named by its TxRefNbr, with the time of its release', async () => {
    const night = await released();
    await night.delegate.agent.deliver();
    const { txRefNbr, businessReference, released: by } = await night.console.item(MPRN);
    const [name, text] = must([...night.folder.outbox][0], 'it was sent');
    expect(name).toBe(`017_${txRefNbr}.xml`);
    expect(readXml(text, 'utc')).toMatchObject({
      ok: true,
      value: {
        notes: [],
        message: {
          type: '017',
          header: {
            TxRefNbr: txRefNbr,
            MarketTimestamp: by.at,
            SenderID: 'ABC',
            SupplierMPID: 'ABC',
            RecipientID: 'ESB',
          },
          body: {
            MPRN,
            MeterPointStatusReason: 'E05',
            MPBusinessReference: businessReference,
          },
        },
      },
    });
    await night.sync();
    expect(await night.console.item(MPRN)).toMatchObject({
      standing: 'handed',
      handing: { operator: 'Agent Dublin', channel: 'emma', file: name },
    });
  });

  test('and nothing else does: another agent’s, a webform’s, one that is not released', async () => {
    const night = await aNight();
    await night.console.restore(MPRN);
    await night.console.release([MPRN], '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11');
    await night.console.restore(OTHER, { failurePoint: 5 });
    await night.console.release([OTHER], night.delegate.log.device);
    expect(await night.console.item(OTHER)).toMatchObject({ channel: 'webform' });
    await night.sync();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toEqual([]);
  });

  test('AGENT25: in the order of work, whatever order they were released in', async () => {
    const night = await aNight();
    const { console, delegate, folder } = night;
    const mprns = ['10001234567', '10001234568', '10001234569', '10001234570'];
    const facts: readonly Facts[] = [{}, {}, { register: 'special' }, { register: 'priority' }];
    for (const [place, mprn] of mprns.entries()) {
      // The first has paid after the second.
      await console.restore(mprn, facts[place]);
      if (place === 0) console.clock.now -= 20 * MIN;
    }
    await console.release(mprns, delegate.log.device);
    await night.sync();
    await delegate.agent.deliver();
    const sent = folder.sent.map((name) => must(folder.outbox.get(name), 'it lies there'));
    const order = [...mprns].reverse();
    [order[2], order[3]] = ['10001234568', '10001234567'];
    expect(sent.map((text) => mprns.find((mprn) => text.includes(mprn)))).toEqual(order);
  });

  test('once, however often it is looked at, and by whichever start', async () => {
    const night = await released();
    for (let round = 0; round < 3; round++) {
      await night.delegate.agent.deliver();
      night.delegate.restart();
      night.folder.collect();
    }
    expect(night.folder.sent).toHaveLength(1);
    expect(night.delegate.agent.status.counts.handed).toBe(0);
  });
});

test('AGENT2: the intent is in the log before the file is in the outbox, and the text lies beside it before either', async () => {
  const night = await released();
  const seen: string[] = [];
  night.folder.wrong = (moment) => {
    const item = night.delegate.log.views.fixOf(MPRN)?.items[0];
    seen.push(`${moment}: ${item?.standing}`);
    return null;
  };
  await night.delegate.agent.deliver();
  expect(seen.filter((each) => /stage|send/.test(each))).toEqual([
    'before stage: released',
    'after stage: released',
    'before send: intended',
    'after send: intended',
  ]);
});

describe('AGENT3: whatever dies in between, a start looks before it writes', () => {
  test.each<[Moment, boolean, string]>([
    ['before stage', true, 'handed'],
    ['after stage', true, 'handed'],
    ['before send', true, 'handed'],
    ['after send', true, 'handed'],
    ['before send', false, 'handed'],
    // EMMA took it away while nobody was there to see it.
    ['after send', false, 'outcomeUnknown'],
  ])('died %s, still there: %s', async (moment, isLeft, standing) => {
    const night = await released([MPRN, OTHER]);
    night.folder.wrong = (at) => (at === moment ? 'died' : null);
    await expect(night.delegate.agent.deliver()).rejects.toThrow(Died);
    if (!isLeft) night.folder.collect();
    night.folder.wrong = () => null;
    night.delegate.restart();
    await night.delegate.agent.deliver();
    await night.sync();
    expect((await night.console.item(MPRN)).standing).toBe(standing);
    expect((await night.console.item(OTHER)).standing).toBe('handed');
    expect(new Set(night.folder.sent).size).toBe(2);
    expect(night.folder.sent).toHaveLength(2);
    expect(night.folder.staging.size).toBe(0);
  });

  test('nobody knows whether it went: it is asked about, and goes again when it never arrived', async () => {
    const night = await released();
    night.folder.wrong = (at) => (at === 'after send' ? 'died' : null);
    await expect(night.delegate.agent.deliver()).rejects.toThrow(Died);
    const [first] = night.folder.collect();
    night.folder.wrong = () => null;
    night.delegate.restart();
    await night.delegate.agent.deliver();
    expect(night.delegate.events.at(-1)).toMatchObject({ is: 'doubted' });
    await night.sync();
    expect(await night.console.item(MPRN)).toMatchObject({
      standing: 'outcomeUnknown',
      doubt: { why: 'goneFromOutbox' },
    });
    await night.delegate.agent.deliver();
    expect(night.folder.outbox.size).toBe(0);
    night.clock.now += MIN;
    const of = { mprn: MPRN, key: 'send017/1' };
    await night.console.run({
      do: 'askedFix',
      ...of,
      found: 'notArrived',
      how: 'call',
      person: 'Niamh',
    });
    await night.sync();
    await night.delegate.agent.deliver();
    // The same to the last sign: the market takes it as one message.
    expect(night.folder.collect()).toEqual([first]);
  });

  test('what lies ready and was taken back meanwhile is put away', async () => {
    const night = await released();
    night.folder.wrong = (at) => (at === 'after stage' ? 'died' : null);
    await expect(night.delegate.agent.deliver()).rejects.toThrow(Died);
    night.folder.wrong = () => null;
    const of = { mprn: MPRN, key: 'send017/1' };
    await night.console.run({ do: 'takeBackFix', ...of, why: 'another supplier' });
    await night.sync();
    night.delegate.restart();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toEqual([]);
    expect(night.folder.staging.size).toBe(0);
  });

  test('AGENT14: what was about to go, and was taken back by somebody who had not heard so, is put away without a new start', async () => {
    const night = await released();
    night.folder.wrong = (at) => (at === 'before send' ? { is: 'broken', why: 'EIO' } : null);
    await night.delegate.agent.deliver();
    expect(night.folder.staging.size).toBe(1);
    const of = { mprn: MPRN, key: 'send017/1' };
    await night.console.run({ do: 'takeBackFix', ...of, why: 'another supplier' });
    await night.sync();
    night.clock.now += MIN;
    await night.console.run({
      do: 'askedFix',
      ...of,
      found: 'notArrived',
      how: 'call',
      person: 'Niamh',
    });
    await night.sync();
    expect((await night.console.item(MPRN)).standing).toBe('takenBack');
    night.folder.wrong = () => null;
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toEqual([]);
    expect(night.folder.staging.size).toBe(0);
  });

  test('taken back while its text was being laid ready, it does not go', async () => {
    const night = await released();
    const of = { mprn: MPRN, key: 'send017/1' };
    await night.console.run({ do: 'takeBackFix', ...of, why: 'another supplier' });
    const stage = night.folder.stage.bind(night.folder);
    night.folder.stage = async (name, text) => {
      await night.sync();
      return stage(name, text);
    };
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toEqual([]);
    await night.sync();
    expect((await night.console.item(MPRN)).standing).toBe('takenBack');
  });
});

describe('AGENT4: what cannot leave stays released, is named with the reason, and holds up nobody', () => {
  test('a 017 that would not be read back', async () => {
    const night = await released([MPRN, OTHER]);
    night.delegate.restart('ABCD');
    await night.delegate.agent.deliver();
    expect(night.folder.staging.size).toBe(0);
    const { txRefNbr } = await night.console.item(MPRN);
    expect(night.delegate.agent.status.kept.get(txRefNbr ?? '')).toMatchObject({
      is: 'unmade',
      problem: { code: 'misfit', field: 'SenderID' },
    });
    night.delegate.restart();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toHaveLength(2);
    expect(night.delegate.agent.status.kept.size).toBe(0);
  });

  test('an error at one file', async () => {
    const night = await released([MPRN, OTHER]);
    let isFirst = true;
    night.folder.wrong = (at) => {
      if (at !== 'before stage' || !isFirst) return null;
      isFirst = false;
      return { is: 'broken', why: 'EIO' };
    };
    expect(await night.delegate.agent.deliver()).toBe(false);
    expect(night.folder.sent).toHaveLength(1);
    expect(night.delegate.agent.status.outbox).toMatchObject({ state: 'broken', why: 'EIO' });
    expect(await night.delegate.agent.deliver()).toBe(true);
    expect(night.folder.sent).toHaveLength(2);
    expect(night.delegate.agent.status.outbox.state).toBe('ok');
  });

  test('a TxRefNbr that is a path', async () => {
    const night = await aNight();
    await night.console.restore(MPRN);
    const { device } = night.delegate.log;
    await night.console.release([MPRN], device);
    const [entry] = await night.console.store
      .entriesAfter(night.console.device, 0, 1e6)
      .then((all) => all.filter(({ kind }) => kind === 'fix.released'));
    const [salt, value] = JSON.parse(must(entry?.body, 'it is here') as string) as [string, object];
    const body = JSON.stringify([salt, { ...value, txRefNbr: '../../../../etc/x' }]);
    await night.console.store.act({
      operator: 'Mallory',
      subjects: [],
      decide: () => ({
        ok: true,
        value: {
          drafts: [draftOf(must(entry, 'released'), fixSubject(OTHER), body)],
          subject: null,
        },
      }),
    });
    await night.sync();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toHaveLength(1);
    expect([...night.delegate.agent.status.kept.values()]).toEqual([{ is: 'badName' }]);
  });
});

describe('AGENT5: nothing is sent that would double or undo, unless a person says so', () => {
  test('another reconnection waits', async () => {
    const night = await released([MPRN, OTHER]);
    const list = { file: 'emma.csv', asOf: night.clock.now, messages: [waiting()] };
    await night.console.run({ do: 'listOutstanding', ...list });
    await night.sync();
    for (let round = 0; round < 2; round++) await night.delegate.agent.deliver();
    const { txRefNbr, standing } = await night.console.item(MPRN);
    expect(standing).toBe('released');
    expect(night.delegate.agent.status.kept.get(txRefNbr ?? '')).toEqual({
      is: 'replay',
      warnings: [{ is: 'e05Waits', txRefNbr: 'theirs', sentAt: null }],
    });
    // Said once, not at every look.
    expect(night.delegate.events.filter(({ is }) => is === 'kept')).toHaveLength(1);
    expect(night.folder.sent).toHaveLength(1);
    const gone = { file: 'emma.csv', asOf: night.clock.now + 1, messages: [] };
    night.clock.now += MIN;
    await night.console.run({ do: 'listOutstanding', ...gone });
    await night.sync();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toHaveLength(2);
    expect(night.delegate.agent.status.kept.size).toBe(0);
  });

  test('it died before the file went, and another reconnection was found to wait meanwhile', async () => {
    const night = await released();
    night.folder.wrong = (moment) => (moment === 'before send' ? 'died' : null);
    await expect(night.delegate.agent.deliver()).rejects.toThrow(Died);
    night.folder.wrong = () => null;
    const list = { file: 'emma.csv', asOf: night.clock.now, messages: [waiting()] };
    await night.console.run({ do: 'listOutstanding', ...list });
    await night.sync();
    night.delegate.restart();
    await night.sync();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toEqual([]);
    expect([...night.delegate.agent.status.kept.values()]).toMatchObject([{ is: 'replay' }]);
    // It lies ready, and goes when that is over.
    night.clock.now += MIN;
    const gone = { file: 'emma.csv', asOf: night.clock.now, messages: [] };
    await night.console.run({ do: 'listOutstanding', ...gone });
    await night.sync();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toHaveLength(1);
    expect(night.delegate.agent.status.kept.size).toBe(0);
  });

  test('REPLAY4, BF16: a D05 that a person said is out, and a newer list still has', async () => {
    const night = await aNight();
    await night.console.restore(MPRN, { openD05: 'yes' });
    await night.console.release([MPRN], night.delegate.log.device);
    const d05 = waiting({ reason: 'D05', txRefNbr: 'the-d05' });
    const list = async (messages: readonly OutstandingMessage[]) => {
      night.clock.now += MIN;
      const of = { file: 'emma.csv', asOf: night.clock.now, messages };
      await night.console.run({ do: 'listOutstanding', ...of });
      await night.sync();
      await night.delegate.agent.deliver();
    };
    const word = { key: 'cancelD05/1', by: 'namedPerson', person: 'Maura' } as const;
    await night.console.run({ do: 'proveFix', mprn: MPRN, ...word });
    await list([d05]);
    expect(night.folder.sent).toEqual([]);
    expect([...night.delegate.agent.status.kept.values()]).toMatchObject([
      { is: 'replay', warnings: [{ is: 'd05Waits', txRefNbr: 'the-d05' }] },
    ]);
    await list([]);
    expect(night.folder.sent).toHaveLength(1);
  });

  test('REPLAY5: a person let it go all the same', async () => {
    const night = await released([MPRN], 'Networks lost theirs');
    const list = { file: 'emma.csv', asOf: night.clock.now, messages: [waiting()] };
    await night.console.run({ do: 'listOutstanding', ...list });
    await night.sync();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toHaveLength(1);
  });
});

describe('what comes in while a text is laid ready counts', () => {
  /** Something that the gateway brings in just then. */
  async function meanwhile(command: Command) {
    const night = await released();
    await night.console.run(command);
    const stage = night.folder.stage.bind(night.folder);
    night.folder.stage = async (name, text) => {
      await night.sync();
      return stage(name, text);
    };
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toEqual([]);
    await night.sync();
    expect((await night.console.item(MPRN)).standing).toBe('released');
    return night;
  }

  test('AGENT5: another reconnection that waits', async () => {
    const night = await meanwhile({
      do: 'listOutstanding',
      file: 'emma.csv',
      asOf: NOW,
      messages: [waiting()],
    });
    expect([...night.delegate.agent.status.kept.values()]).toMatchObject([{ is: 'replay' }]);
  });

  test('AGENT7: a channel that is paused', async () => {
    const night = await meanwhile({ do: 'pauseChannel', channel: 'emma', because: 'an upgrade' });
    await night.console.run({ do: 'resumeChannel', channel: 'emma' });
    await night.sync();
    await night.delegate.agent.deliver();
    expect(night.folder.sent).toHaveLength(1);
  });
});

test('AGENT6: asking and stopping a D05 come first; what waits for them leaves when they are settled', async () => {
  const night = await aNight();
  await night.console.restore(MPRN, { openD05: 'unknown' });
  await night.console.release([MPRN], night.delegate.log.device);
  await night.sync();
  await night.delegate.agent.deliver();
  expect(night.folder.sent).toEqual([]);
  const of = { mprn: MPRN, key: 'askFirst/1' };
  await night.console.run({ do: 'proveFix', ...of, by: 'namedPerson', person: 'Sean' });
  await night.sync();
  await night.delegate.agent.deliver();
  expect(night.folder.sent).toHaveLength(1);
});

test('AGENT7: it says that it serves the channel, once; while that is paused nothing new leaves', async () => {
  const night = await released([MPRN, OTHER]);
  night.delegate.agent.offer();
  night.delegate.agent.offer();
  await night.sync();
  const [channel] = await night.console.store.channels();
  expect(channel?.agents).toMatchObject([
    { device: night.delegate.log.device, name: 'Agent Dublin' },
  ]);
  // One was about to go when the program died, and the channel was paused before it came back.
  night.folder.wrong = (at) => (at === 'before send' ? 'died' : null);
  await expect(night.delegate.agent.deliver()).rejects.toThrow(Died);
  night.folder.wrong = () => null;
  await night.console.run({ do: 'pauseChannel', channel: 'emma', because: 'EMMA is upgraded' });
  await night.sync();
  night.delegate.restart();
  night.delegate.agent.offer();
  await night.delegate.agent.deliver();
  expect(night.delegate.agent.status.isPaused).toBe(true);
  expect(night.folder.sent).toEqual([]);
  expect((await night.console.item(MPRN)).standing).toBe('intended');
  await night.console.run({ do: 'resumeChannel', channel: 'emma' });
  await night.sync();
  await night.delegate.agent.deliver();
  expect(night.folder.sent).toHaveLength(2);
  expect(night.delegate.log.views.channel()?.agents).toHaveLength(1);
});

describe('AGENT8: a folder that fails is a state with its reason, and nothing is half done', () => {
  test.each([
    ['full', 'ENOSPC'],
    ['readOnly', 'EROFS'],
    ['missing', 'ENOENT'],
  ] as const)('%s, found out before the log says that anything is about to go', async (is, why) => {
    const night = await released([MPRN, OTHER]);
    night.folder.wrong = (at) => (at === 'before stage' ? { is, why } : null);
    expect(await night.delegate.agent.deliver()).toBe(false);
    night.clock.now += MIN;
    expect(await night.delegate.agent.deliver()).toBe(false);
    const { outbox } = night.delegate.agent.status;
    expect(outbox).toEqual({ state: is, why, since: night.clock.now - MIN });
    expect(night.delegate.events.filter((each) => each.is === 'folder')).toHaveLength(1);
    await night.sync();
    expect((await night.console.item(MPRN)).standing).toBe('released');
    night.folder.wrong = () => null;
    expect(await night.delegate.agent.deliver()).toBe(true);
    expect(night.folder.sent).toHaveLength(2);
  });

  test('gone between the intent and the file, it goes when the folder is back', async () => {
    const night = await released();
    night.folder.wrong = (at) =>
      at === 'before send' || at === 'before find' ? { is: 'missing', why: 'ESTALE' } : null;
    for (let round = 0; round < 3; round++)
      expect(await night.delegate.agent.deliver()).toBe(false);
    await night.sync();
    expect((await night.console.item(MPRN)).standing).toBe('intended');
    night.folder.wrong = () => null;
    expect(await night.delegate.agent.deliver()).toBe(true);
    await night.sync();
    expect((await night.console.item(MPRN)).standing).toBe('handed');
    expect(night.folder.sent).toHaveLength(1);
  });

  test('slow while it does not answer, and waited for', async () => {
    const night = await released();
    let answer = (): void => undefined;
    const send = night.folder.send.bind(night.folder);
    night.folder.send = async (name) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return send(name);
    };
    const delivering = night.delegate.agent.deliver();
    while (night.delegate.log.views.fixOf(MPRN)?.items[0]?.standing !== 'intended')
      await Promise.resolve();
    for (const work of night.delegate.due) work();
    expect(night.delegate.agent.status.outbox.state).toBe('slow');
    answer();
    await delivering;
    expect(night.delegate.agent.status.outbox.state).toBe('ok');
    expect(night.folder.sent).toHaveLength(1);
  });
});

test('AGENT9: what it prints has counts and TxRefNbrs, and says of nobody who it is', async () => {
  const night = await released([MPRN, OTHER]);
  const messages = [waiting()];
  const list = { file: 'emma.csv', asOf: night.clock.now, messages };
  await night.console.run({ do: 'listOutstanding', ...list });
  await night.sync();
  await night.delegate.agent.deliver();
  night.folder.write(`${MPRN} Murphy.xml`, 'no message');
  await night.delegate.agent.hear();
  const lines = night.delegate.events.map(lineOf);
  expect(lines).toHaveLength(3);
  expect(lines.join('\n')).not.toMatch(/1000\d{7}|Murphy/);
});

test('AGENT5: rejected and sent again while its text was laid ready, what goes is the new attempt’s text', async () => {
  const night = await released();
  const { folder, console, delegate } = night;
  const first = await console.item(MPRN);
  const file = (txRefNbr: string | null) => `017_${txRefNbr}.xml`;
  const stage = folder.stage.bind(folder);
  folder.stage = async (name, text) => {
    const staged = await stage(name, text);
    folder.stage = stage;
    // A colleague has keyed it, the market has said no, and it is released once more.
    const of = { mprn: MPRN, key: first.key };
    await console.run({ do: 'handOver', fixes: [of], channel: 'webform' });
    const original = must(first.txRefNbr, 'a message has one');
    const answer = { type: '117R', tells: 'rejected', txRefNbr: 'no', original } as const;
    await console.run({
      do: 'hear',
      answers: [{ mprn: MPRN, answer: { ...answer, at: night.clock.now } }],
    });
    night.clock.now += MIN;
    await console.run({ do: 'retryFix', ...of });
    await night.sync();
    return staged;
  };
  await delegate.agent.deliver();
  const second = await console.item(MPRN);
  expect(second).toMatchObject({ standing: 'released', attempt: 2 });
  expect(second.txRefNbr).not.toBe(first.txRefNbr);
  expect([folder.sent, [...folder.staging.keys()]]).toEqual([[], [file(first.txRefNbr)]]);
  await delegate.agent.deliver();
  expect([folder.sent, [...folder.staging.keys()]]).toEqual([[file(second.txRefNbr)], []]);
  expect(folder.outbox.get(file(second.txRefNbr))).toContain(`"${second.txRefNbr}"`);
});

test('AGENT19: a log that was copied sends nothing, reads nothing, and says nothing of its folders', async () => {
  const night = await released();
  const { folder, delegate } = night;
  delegate.isCopied = true;
  folder.write('a.xml', 'x');
  expect([await delegate.agent.deliver(), await delegate.agent.hear()]).toEqual([true, true]);
  expect([folder.sent, [...folder.staging.keys()]]).toEqual([[], []]);
  expect([[...folder.inbox.keys()], [...folder.claimed.keys()]]).toEqual([['a.xml'], []]);
  delegate.isCopied = false;
  await delegate.agent.deliver();
  expect(folder.sent).toHaveLength(1);
});
