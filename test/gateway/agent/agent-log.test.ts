// The agent's own log: what a console's store does with the same entries, on a file of its own.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { AgentLog } from '../../../gateway/agent/agent-log.ts';
import { NewerLog } from '../../../gateway/agent/log-tables.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { fixSubject } from '../../../shared/domain/fix.ts';
import { ORIGIN } from '../../../shared/log/entry.ts';
import { stampTime } from '../../../shared/log/stamp.ts';
import { PROTOCOL, type ExchangeReply } from '../../../shared/sync/protocol.ts';
import { must } from '../../../shared/lib/check.ts';
import { dice } from '../../simulation/clock.ts';
import { temporaryFolder } from '../running.ts';
import { NOW } from '../desk.ts';
import { aNight, Clock, Console, MIN, moveAll, MPRN, OTHER } from './night.ts';
import { everSince } from '../../shared/domain/ever-since.ts';

const tools = (seed = 5) => {
  const random = dice(seed);
  const bytes = (count: number) =>
    Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
  return { now: () => NOW, steady: () => 0, random: bytes };
};
const author = { operator: 'Agent Dublin', supplier: 'ABC' };
const offer = { do: 'offerChannel', channel: 'emma', name: 'Dublin' } as const;

/** A reply with what a console has written. */
async function replyOf(
  console: Console,
  more: Partial<ExchangeReply> = {},
): Promise<ExchangeReply> {
  return {
    protocol: PROTOCOL,
    now: NOW,
    acknowledged: 0,
    acknowledgedHash: ORIGIN,
    refused: [],
    entries: await console.port.chain(console.device, 0, 1e6),
    authors: {},
    cursor: 1,
    mark: '',
    more: false,
    rewound: false,
    partners: [],
    ...more,
  };
}

describe('AGENT17: the agent sees what every console sees', () => {
  test('cases of calls and of files, back-fixes, requests and the list', async () => {
    const night = await aNight();
    await night.console.restore(MPRN);
    const row = (mprn: string) => ({
      mprn,
      record: 1,
      source: 'file' as const,
      facts: { paidAt: NOW - 40 * MIN },
      noticedAt: NOW,
    });
    await night.console.store.bring({
      operator: 'Aoife',
      file: 'hub.csv',
      rows: [row(OTHER), row(MPRN)],
      unlisted: [],
    });
    await night.console.release([MPRN, OTHER], night.delegate.log.device);
    await night.console.run({ do: 'askHold', holds: [{ mprn: OTHER }] });
    const { views } = night.delegate.log;
    await night.sync();
    const compare = async () => {
      for (const mprn of [MPRN, OTHER]) {
        expect(night.delegate.log.views.caseOf(mprn)).toEqual(await night.console.caseOf(mprn));
        const [fix] = await night.console.store.fixes([fixSubject(mprn)]);
        expect(night.delegate.log.views.fixOf(mprn)).toEqual(fix);
      }
    };
    await compare();
    expect(views.requestsOf(OTHER)).toHaveLength(1);
    night.delegate.restart();
    await compare();
  });

  test('with clocks put right, also of what came before the word of it', async () => {
    const night = await aNight();
    night.clock.now += 24 * 60 * MIN;
    await night.console.restore(MPRN);
    await night.console.release([MPRN], night.delegate.log.device);
    await moveAll(night.console.port, night.send);
    night.clock.now = NOW;
    await moveAll(night.delegate.log.port, night.send);
    // An agent does not write after a clock that is a day ahead.
    night.delegate.log.act(offer, author);
    const [link] = await night.delegate.log.port.pending(0, 1);
    const { stamp } = JSON.parse(must(link, 'written').head) as { stamp: string };
    expect(stampTime(stamp)).toBe(NOW);
    const before = must(night.delegate.log.views.fixOf(MPRN), 'released').items[0]?.released.at;
    const aheadMs = 24 * 60 * MIN;
    await night.console.run({ do: 'correctClock', aheadMs, ...everSince(0), movesTip: true });
    await night.console.store.sync.catchUpClocks();
    await night.sync();
    const after = must(night.delegate.log.views.fixOf(MPRN), 'released').items[0]?.released.at;
    expect(must(before, 'then') - must(after, 'now')).toBe(aheadMs);
    expect(night.delegate.log.views.caseOf(MPRN)).toEqual(await night.console.caseOf(MPRN));
  });
});

describe('AGENT18: what comes is taken once, verified, and set aside where it does not fit', () => {
  test('the same reply twice, an altered text, a gap, another entry at a known place', async () => {
    const console = await new Console(new Clock()).open();
    for (const mprn of [MPRN, OTHER]) await console.restore(mprn);
    const log = new AgentLog(':memory:', tools());
    const reply = await replyOf(console);
    await log.port.take(reply);
    await log.port.take(reply);
    const count = reply.entries.length;
    expect(await log.port.tips()).toEqual({ [console.device]: count });
    expect(await log.port.chain(console.device, 0, 1e6)).toEqual(reply.entries);
    expect(log.aside()).toBe(0);

    const altered = new AgentLog(':memory:', tools());
    const entries = reply.entries.map((each, index) =>
      index === 1 && 'head' in each ? { ...each, body: '["salt",{"note":"not so"}]' } : each,
    );
    await altered.port.take({ ...reply, entries });
    expect(altered.aside()).toBe(1);
    // Its place goes on, and its text comes when somebody has it.
    expect((await altered.port.chain(console.device, 1, 1))[0]).toHaveProperty('headHash');
    await altered.port.take(reply);
    expect(await altered.port.chain(console.device, 0, 1e6)).toEqual(reply.entries);

    const gap = new AgentLog(':memory:', tools());
    await gap.port.take({ ...reply, entries: reply.entries.filter((_, index) => index !== 1) });
    expect(gap.aside()).toBe(1);
    expect(await gap.port.chain(console.device, 0, 1e6)).toHaveLength(1);
  });

  test('a colleague of another organisation is known as one', async () => {
    const console = await new Console(new Clock()).open();
    await console.restore(MPRN);
    const log = new AgentLog(':memory:', tools());
    const authors = { [console.device]: 'ESB' };
    await log.port.take(await replyOf(console, { authors }));
    expect(await log.port.tips()).toEqual({});
  });
});

describe('AGENT19: one act is one transaction, on a chain that goes on after every start', () => {
  test('an act that dies has written nothing', () => {
    const database = new DatabaseSync(':memory:');
    let isDead = false;
    const log = new AgentLog(database, {
      ...tools(),
      now: () => NOW,
      random: (count) => {
        if (isDead) throw new Error('died');
        return new Uint8Array(count).fill(count);
      },
    });
    isDead = true;
    expect(() => log.act(offer, author)).toThrow('died');
    expect(database.prepare('SELECT count(*) AS n FROM entries').get()).toEqual({ n: 0 });
    expect(log.views.channel()).toBeNull();
  });

  test('the device stays the same, each entry follows on the one before, and a newer file is left alone', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'agent.sqlite');
    const devices = new Set<string>();
    for (let start = 1; start <= 3; start++) {
      const log = new AgentLog(file, tools(start));
      devices.add(log.device);
      const done = log.act(offer, author);
      expect(done.ok && done.value[0]?.seq).toBe(start);
      log.close();
    }
    expect(devices.size).toBe(1);
    expect(statSync(file).size).toBeGreaterThan(0);
    const raw = new DatabaseSync(file);
    const rows = raw.prepare('SELECT prev, hash FROM entries ORDER BY seq').all();
    expect(rows.slice(1).map(({ prev }) => prev)).toEqual(
      rows.slice(0, -1).map(({ hash }) => hash),
    );
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(() => new AgentLog(file, tools())).toThrow(NewerLog);
  });

  test('where its own clock was a day ahead and a colleague says so, it goes on from the right time', async () => {
    const night = await aNight();
    const day = 24 * 60 * MIN;
    night.clock.now += day;
    night.delegate.log.act(offer, author);
    night.clock.now = NOW;
    await night.sync();
    const of = night.delegate.log.device;
    await night.console.run({ do: 'correctClock', of, aheadMs: day, ...everSince(0) });
    await night.sync();
    night.delegate.log.act(offer, author);
    const [link] = await night.delegate.log.port.chain(of, 1, 1);
    const { stamp } = JSON.parse(must(link && 'head' in link ? link.head : null, 'written')) as {
      stamp: string;
    };
    expect(stampTime(stamp) - NOW).toBeLessThan(MIN);
  });

  test('two programs never have one file', () => {
    const file = join(temporaryFolder(), 'agent.sqlite');
    const log = new AgentLog(file, tools());
    expect(() => new AgentLog(file, tools())).toThrow(/locked/);
    log.close();
    new AgentLog(file, tools()).close();
  });
});

test('AGENT17: a hundred back-fixes of a hundred customers are found by their TxRefNbr', async () => {
  const night = await aNight();
  const mprns = Array.from({ length: 100 }, (_, index) => String(10_001_000_000 + index));
  for (const mprn of mprns) await night.console.restore(mprn);
  await night.console.release(mprns, night.delegate.log.device);
  await night.sync();
  const { views } = night.delegate.log;
  for (const { mprn, items } of views.fixes())
    expect(views.mprnOf(items[0]?.txRefNbr ?? '')).toBe(mprn);
  expect(views.fixes().map(({ mprn }) => subjectOf(mprn))).toHaveLength(100);
});
