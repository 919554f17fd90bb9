import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asksOf, lastAsked } from '../../../renderer/views/list-asks.ts';
import type { Row } from '../../../renderer/views/use-recovery.ts';
import type { OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { recoveryOf, type RecoveryRow } from '../../../shared/domain/recovery.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { toTakeOut } from '../../../shared/domain/take-out.ts';
import { readSample } from '../../../shared/drill/night/sample.ts';
import { must } from '../../../shared/lib/check.ts';
import { listOf } from '../../shared/domain/lists.ts';
import { evening, World } from '../../shared/domain/world.ts';

const MIN = 60_000;
const message = (mprn: string, more: Partial<OutstandingMessage>): OutstandingMessage => ({
  mprn,
  reason: 'E05',
  txRefNbr: `tx-${mprn.slice(-2)}`,
  businessReference: null,
  sentAt: evening - 20 * MIN,
  state: 'atHub',
  paidAt: null,
  ...more,
});
const mprns = ['10000000017', '10000000025', '10000000033', '10000000041', '10000000058'] as const;
const [back, inEmma, off, lost, cut] = mprns;

/** Back by phone (twice), off, and two whom nobody has a case of. */
function night() {
  const world = new World();
  for (const mprn of [back, inEmma, off]) world.report(mprn, 40, { openD05: 'no' });
  for (const mprn of [back, inEmma]) {
    const subject = `mprn:${mprn}`;
    const at = { backAt: world.now, learntAt: world.now };
    world.run({ do: 'outcome', subject, outcome: 'done', person: 'Declan' });
    world.run({ do: 'power', subject, level: 'claimed', by: 'esbn', ...at });
  }
  const list = listOf(
    message(back, {}),
    message(inEmma, { state: 'queuedInEmma' }),
    message(off, {}),
    message(lost, { state: 'unknown' }),
    message(cut, { reason: 'D05', sentAt: evening - 90 * MIN, paidAt: evening - 30 * MIN }),
  );
  const rows = (): readonly Row[] => {
    const states = [back, inEmma, off].map((mprn) => world.case(`mprn:${mprn}`));
    return recoveryOf({ list, states, requests: world.requests() }).map((row: RecoveryRow) => ({
      ...row,
      key: row.mprn ?? '',
      summary: row.state === null ? null : world.summary(row.state.subject),
      planned: [],
      steps: [],
      fix: undefined,
    }));
  };
  const inSight = (group: Row['group'] | null) =>
    asksOf(
      group,
      rows().filter((row) => group === null || row.group === group),
      world.requests(),
    );
  const ask = (group: Row['group'] | null) => {
    const { asks, holds } = inSight(group);
    return [asks, ...holds.map(({ mprn }) => mprn)];
  };
  return { world, rows, ask, inSight };
}

test('RECOVER2: the list in sight becomes requests of its own sort; who is off keeps the E05 that waits, and what lies in EMMA is ours', () => {
  const { rows, ask } = night();
  const groupOf = (mprn: string) =>
    must(
      rows().find((row) => row.mprn === mprn),
      'everybody is in one',
    ).group;
  expect(mprns.map(groupOf)).toEqual(['doubled', 'doubled', 'runs', 'unknown', 'cutOff']);
  expect(ask('doubled')).toEqual(['cancelE05', back]);
  expect(ask('unknown')).toEqual(['question', lost]);
  // Of a list of the plan, or of the watch, the D05s; where the list in sight has none, nobody is asked for.
  for (const group of ['cutOff', null] as const) expect(ask(group)).toEqual(['holdD05', cut]);
  expect([ask('runs'), ask('nothing')]).toEqual([['cancelE05'], ['holdD05']]);
});

test('RECOVER2: asked once is asked, each sort by itself, and taken back as the one step that it was', () => {
  const { world, ask, inSight } = night();
  const press = (group: Row['group']) => world.run({ do: 'askHold', ...inSight(group) });
  press('unknown');
  press('doubled');
  expect([ask('unknown'), ask('doubled')]).toEqual([['question'], ['cancelE05']]);
  const holds = [{ mprn: lost }];
  const types = () =>
    world.requests().flatMap(({ made }) => (made.type === 'reenergise' ? [] : [made.type]));
  world.run({ do: 'askHold', holds, asks: 'question' });
  expect(types()).toEqual(['question', 'cancelE05']);
  world.run({ do: 'askHold', holds });
  expect(types()).toEqual(['question', 'cancelE05', 'holdD05']);
  const question = must(lastAsked(world.requests(), lost), 'it was asked');
  expect(question.made).toMatchObject({ type: 'question', mprn: lost });
  const asked = [{ subject: question.subject, entry: question.made.entry }];
  world.run({ do: 'takeBackHolds', asked });
  expect(lastAsked(world.requests(), lost)).toBeNull();
  expect(ask('unknown')).toEqual(['question', lost]);
});

test('RECOVER2, RECOVER3: BF15: of the sample’s 50 whom a D05 would cut off 25 are asked for, and 25 lie in our own EMMA, also beside an E05: nobody is in both, and nobody in neither', () => {
  const read = (name: string) => readFileSync(`test/data/${name}`, 'utf8');
  const { rows: cases, messages } = readSample({
    outage: read('hub-outage.csv'),
    outstanding: read('outstanding-017.csv'),
    customers: read('customers.csv'),
  });
  const world = new World();
  for (const { mprn, facts } of cases) world.report(mprn, 40, facts);
  const states = cases.map(({ mprn }) => world.case(`mprn:${mprn}`));
  const cutOff = () =>
    recoveryOf({ list: listOf(...messages), states, requests: world.requests() })
      .filter(({ group }) => group === 'cutOff')
      .map((row) => ({
        ...row,
        key: row.mprn ?? '',
        summary: null,
        planned: planOf(row, 7, shippedPlan),
        steps: [],
        fix: undefined,
      }));
  const way = (channel: 'emma' | 'phone') =>
    cutOff().filter(({ planned }) =>
      planned.some((step) => step.type === 'cancelD05' && step.channel === channel),
    ).length;
  expect([way('emma'), way('phone')]).toEqual([25, 25]);
  const asked = asksOf('cutOff', cutOff(), []);
  const ours = cutOff().flatMap(toTakeOut);
  expect([cutOff().length, asked.asks, asked.holds.length, ours.length]).toEqual([
    50,
    'holdD05',
    25,
    25,
  ]);
  expect(new Set([...asked.holds, ...ours].map(({ mprn }) => mprn)).size).toBe(50);
  world.run({ do: 'askHold', ...asked });
  expect(asksOf('cutOff', cutOff(), world.requests()).holds).toEqual([]);
  expect(cutOff().flatMap(toTakeOut)).toHaveLength(25);
});

test('RECOVER2: at Networks nothing is switched for either, and its word ends them', () => {
  const { world, inSight } = night();
  world.run({ do: 'askHold', ...inSight('doubled') });
  const request = must(lastAsked(world.requests(), back), 'it was asked').subject;
  const refused = { code: 'holdOnly' };
  expect(world.run({ do: 'assignRequest', request, assign: 'crew' })).toEqual(refused);
  expect(world.run({ do: 'decideRequest', request, outcome: 'notRemote' })).toEqual(refused);
  world.run({ do: 'decideRequest', request, outcome: 'done' });
  expect(lastAsked(world.requests(), back)?.networks.decided?.outcome).toBe('done');
});
