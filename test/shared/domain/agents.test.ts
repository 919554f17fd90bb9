// What a console knows of EMMA's agents: their last word, and what they have not done.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentsOf, keptBy } from '../../../shared/domain/agents.ts';
import type { AgentStands } from '../../../shared/domain/agent-stands.ts';
import { planBackFix, shippedPlan } from '../../../shared/domain/back-fix.ts';
import { subjectOf } from '../../../shared/domain/case.ts';
import { foldChannel, isPaused } from '../../../shared/domain/channel.ts';
import { foldDaily } from '../../../shared/domain/daily.ts';
import { draft, eventOf, isMisfit } from '../../../shared/domain/events.ts';
import { channelsOf } from '../../../shared/domain/folds.ts';
import { must } from '../../../shared/lib/check.ts';
import { ORIGIN, seal, tipAfter, type Entry, type Tip } from '../../../shared/log/entry.ts';
import { nextStamp } from '../../../shared/log/stamp.ts';
import { evening, noneLeft, World } from './world.ts';

const MIN = 60_000;
const MPRN = '10934478153';
const AGENT = '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11';
const well = { state: 'ok', since: evening, why: null } as const;
const stands = (more: Partial<AgentStands> = {}): AgentStands => ({
  outbox: well,
  inbox: well,
  poisoned: [],
  kept: [],
  keptInAll: 0,
  ...more,
});
const emma = (world: World) => foldChannel(world.events('channel:emma'));

const days = (world: World) =>
  [foldDaily(world.events('daily:2026-11-21'))].flatMap((each) => each ?? []);

/** Released to an agent that serves EMMA: the world's own device. */
function released() {
  const world = new World();
  world.operator = 'Agent Dublin';
  world.run({ do: 'offerChannel', channel: 'emma', name: 'Agent Dublin' });
  world.operator = 'Aoife';
  world.report(MPRN, 30, { openD05: 'no', ...noneLeft });
  const at = world.now;
  const power = { level: 'claimed', by: 'customer', backAt: at, learntAt: at } as const;
  world.run({ do: 'power', subject: subjectOf(MPRN), ...power });
  const { steps } = planBackFix(world.case(subjectOf(MPRN)), 7, shippedPlan);
  const items = [{ mprn: MPRN, steps }];
  world.run({ do: 'releaseFixes', items, outOf: 1, mostShare: 1, agent: AGENT });
  const item = () => must(world.fix(MPRN).items[0], 'released');
  const agents = () => agentsOf(emma(world), world.fixes(), world.now, days(world));
  return { world, item, agents, agent: () => must(agents()[0], 'it serves the channel') };
}

describe('FIX26: an agent’s last word of how it stands is what is known of it', () => {
  test('whatever order the entries of several agents came in, the highest stamp of each counts', () => {
    const devices = ['a', 'b', 'c'];
    const word = fc.record({
      device: fc.constantFrom(...devices),
      minute: fc.integer({ min: 0, max: 9 }),
      state: fc.constantFrom('ok', 'full', 'missing', 'slow'),
    });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (words, order) => {
          const entries: Entry[] = [];
          const expected = new Map<string, { state: string; stamp: string }>();
          const tips = new Map<string, Tip>();
          for (const device of devices)
            tips.set(device, { device, seq: 0, hash: ORIGIN, stamp: null });
          const write = (device: string, now: number, of: ReturnType<typeof draft>) => {
            const tip = must(tips.get(device), 'one of these');
            const stamp = nextStamp(tip.stamp, now, device);
            const id = `${device}${tip.seq}`;
            const entry = seal(of, tip, { id, now, stamp, operator: device });
            tips.set(device, tipAfter(entry));
            entries.push(entry);
            return stamp;
          };
          const salt = { salt: 's' };
          for (const device of devices)
            write(
              device,
              evening,
              draft('channel:emma', 'channel.offered', { name: device }, salt),
            );
          for (const { device, minute, state } of words) {
            const outbox = { state, since: evening, why: null };
            const body = stands({ outbox });
            const of = draft('channel:emma', 'channel.stands', body, salt);
            const stamp = write(device, evening + minute * MIN, of);
            if (stamp > (expected.get(device)?.stamp ?? '')) expected.set(device, { state, stamp });
          }
          const shuffled = entries
            .map((entry) => ({ entry, at: must(order.next().value, 'endless') }))
            .sort((one, other) => one.at - other.at)
            .map(({ entry }) => entry);
          const [channel] = channelsOf(shuffled, {});
          for (const { device, stands: last } of must(channel, 'somebody spoke').agents)
            expect(last?.outbox.state).toBe(expected.get(device)?.state);
          expect(channel).toEqual(channelsOf(entries, {})[0]);
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });

  test('no path and no sentence fits where a system’s word stands', () => {
    const { world } = released();
    world.run({ do: 'reportChannel', channel: 'emma', stands: stands() });
    const entry = must(world.entries.at(-1), 'it was written');
    expect(eventOf(entry)?.kind).toBe('channel.stands');
    const outbox = { ...well, state: 'broken', why: '/srv/emma/Mary Byrne.xml' } as const;
    const body = JSON.stringify(['s', stands({ outbox })]);
    expect(isMisfit({ ...entry, body })).toBe(true);
  });

  test('what it keeps says why, until it is let go', () => {
    const { world, item, agent } = released();
    const kept = [{ txRefNbr: item().txRefNbr ?? '', because: ['d05Waits' as const] }];
    expect(keptBy(emma(world), item())).toBe(null);
    world.now += MIN;
    world.run({ do: 'reportChannel', channel: 'emma', stands: stands({ kept, keptInAll: 1 }) });
    expect(keptBy(emma(world), item())).toEqual(['d05Waits']);
    expect(agent().kept).toBe(1);
    world.now += MIN;
    const fixes = [{ mprn: MPRN, key: item().key }];
    world.run({ do: 'releaseAgain', fixes, agent: AGENT, despite: 'Networks asks for it' });
    expect(keptBy(emma(world), item())).toBe(null);
    expect(agent().kept).toBe(0);
  });
});

describe('FIX27: what an agent should have delivered ten minutes ago is said', () => {
  test('since it was released, and not while the channel is paused or it hands over others', () => {
    const { world, agent } = released();
    const { now } = world;
    world.now = now + 10 * MIN - 1;
    expect(agent()).toMatchObject({ name: 'Agent Dublin', heardAt: evening, overdue: [] });
    world.now += 1;
    expect(agent().overdue).toEqual([{ mprn: MPRN, key: 'send017/1' }]);
    world.run({ do: 'pauseChannel', channel: 'emma', because: 'EMMA is upgraded' });
    expect(agent().overdue).toEqual([]);
    world.run({ do: 'resumeChannel', channel: 'emma' });
    expect(agent().overdue).toEqual([]);
    world.now += 10 * MIN;
    expect(agent().overdue).toHaveLength(1);
    // Somebody else's is handed over: it works, and comes to this one.
    const state = world.fix(MPRN);
    const other = { ...must(state.items[0], 'released'), standing: 'handed' as const };
    const by = { operator: 'Agent Dublin', device: AGENT, at: world.now - MIN, entry: 'e' };
    const handing = { ...by, channel: 'emma' as const, file: 'f', person: null, reference: null };
    const wroteAt = { [AGENT]: handing.at };
    const another = { ...state, mprn: '10447035576', items: [{ ...other, handing }], wroteAt };
    const fixes = [state, another];
    expect(agentsOf(emma(world), fixes, world.now)[0]).toMatchObject({
      overdue: [],
      heardAt: world.now - MIN,
    });
  });

  test('not what it keeps, what waits for something else, or what people hand over', () => {
    const { world, item, agent, agents } = released();
    world.now += MIN;
    const kept = [{ txRefNbr: item().txRefNbr ?? '', because: ['alreadyOn' as const] }];
    world.run({ do: 'reportChannel', channel: 'emma', stands: stands({ kept, keptInAll: 1 }) });
    world.now += 20 * MIN;
    expect(agent()).toMatchObject({ overdue: [], kept: 1 });
    world.run({ do: 'reportChannel', channel: 'emma', stands: stands() });
    expect(agent().overdue).toHaveLength(1);
    const fixes = [{ mprn: MPRN, key: item().key }];
    world.run({ do: 'releaseAgain', fixes, agent: 'never-heard' });
    world.now += 20 * MIN;
    expect(agents()).toMatchObject([
      { device: AGENT, overdue: [] },
      { device: 'never-heard', name: null, heardAt: null, overdue: [{ mprn: MPRN }] },
    ]);
    world.run({ do: 'releaseAgain', fixes, agent: null });
    world.now += 20 * MIN;
    expect(agents()).toHaveLength(1);
    expect(agent().overdue).toEqual([]);
  });
});

test('FIX28: every channel is paused and resumed by itself', () => {
  const world = new World();
  for (const channel of ['emma', 'webform', 'phone', 'internal'] as const) {
    world.run({ do: 'pauseChannel', channel, because: `${channel} is down` });
    const state = must(foldChannel(world.events(`channel:${channel}`)), 'somebody spoke of it');
    expect(isPaused([state], channel)).toMatchObject({ because: `${channel} is down` });
    expect(isPaused([state], channel === 'emma' ? 'phone' : 'emma')).toBe(null);
    world.run({ do: 'resumeChannel', channel });
    const after = must(foldChannel(world.events(`channel:${channel}`)), 'somebody spoke of it');
    expect(isPaused([after], channel)).toBe(null);
  }
});

test('AGENT32: what an agent heard of the market, took in of a day, or doubted is a word of it too', () => {
  const { world, item, agent } = released();
  const acts = [
    () => world.run({ do: 'intendFix', mprn: MPRN, key: item().key, file: '017.xml' }),
    () => world.run({ do: 'doubtFix', mprn: MPRN, key: item().key, why: 'goneFromOutbox' }),
    () => {
      const answer = { type: '131', tells: 'requestStatus', txRefNbr: 'a', at: world.now } as const;
      return world.run({ do: 'hear', answers: [{ mprn: MPRN, answer }] });
    },
    () => world.run({ do: 'listDaily', day: '2026-11-21', file: '603.xml', lines: [] }),
  ];
  for (const act of acts) {
    world.now += MIN;
    act();
    expect(agent().heardAt).toBe(world.now);
  }
});
