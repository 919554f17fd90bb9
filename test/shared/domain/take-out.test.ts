import { expect, test } from 'vitest';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { isReady, remaining } from '../../../shared/domain/closing.ts';
import { fixSubject, foldFix } from '../../../shared/domain/fix.ts';
import type { OutstandingList, OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { isWatched, recoveryOf } from '../../../shared/domain/recovery.ts';
import { isToAskFor, takenOutOf, toTakeOut } from '../../../shared/domain/take-out.ts';
import { listOf } from './lists.ts';
import { evening, World } from './world.ts';

const MIN = 60_000;
const [withCase, paid, atHub, both] = [
  '10000000017',
  '10000000025',
  '10000000033',
  '10000000041',
] as const;

const d05 = (mprn: string, more: Partial<OutstandingMessage> = {}): OutstandingMessage => ({
  mprn,
  reason: 'D05',
  txRefNbr: `d05-${mprn.slice(-2)}`,
  businessReference: null,
  sentAt: evening - 90 * MIN,
  state: 'queuedInEmma',
  paidAt: evening - 30 * MIN,
  ...more,
});

const first = listOf(
  d05(withCase),
  // The case's reconnection waits beside its D05: the plan of a case speaks of one of them.
  { ...d05(withCase), reason: 'E05', txRefNbr: 'e05', state: 'atHub' },
  d05(paid),
  d05(atHub, { state: 'atHub' }),
  d05(both),
  d05(both, { txRefNbr: 'd05-older', sentAt: evening - 200 * MIN, state: 'accepted' }),
);

function night(openD05: 'yes' | 'unknown' = 'yes') {
  const world = new World();
  const subject = world.report(withCase, 40, { openD05 });
  const rows = (list: OutstandingList) => {
    const fixOf = (mprn: string) => foldFix(world.events(fixSubject(mprn)));
    const states = [world.case(subject)];
    return recoveryOf({ list, states, requests: world.requests(), fixOf }).map((row) => {
      const planned = planOf(row, 7, shippedPlan);
      const fix = row.mprn === null ? undefined : fixOf(row.mprn);
      return { ...row, planned, steps: remaining(planned, fix, row.state), fix };
    });
  };
  const inEmma = (list = first) => rows(list).flatMap(toTakeOut);
  const takeOut = (list = first) =>
    world.run({
      do: 'takeOut',
      items: inEmma(list).map(({ mprn, step }) => ({ mprn, steps: [step] })),
      person: 'Maura',
      listedAt: list.asOf,
    });
  return { world, subject, rows, inEmma, takeOut };
}

test('BF15: what lies in our own EMMA is ours to take out, each D05 by itself; Networks is asked for what is past it', () => {
  const { rows, inEmma } = night();
  expect(inEmma().map(({ mprn, message }) => [mprn, message.txRefNbr])).toEqual([
    [withCase, 'd05-17'],
    [paid, 'd05-25'],
    [both, 'd05-41'],
  ]);
  for (const { step } of inEmma())
    expect(step).toMatchObject({ owner: 'supplier', channel: 'emma', because: 'd05Waiting' });
  const asked = rows(first).filter(isToAskFor);
  expect(asked.map(({ mprn }) => mprn)).toEqual([atHub, both]);
});

test('BF21: taken out in one step: released where it was not, done over EMMA by that person, and proved by the word; said twice it is written once', () => {
  const { world, rows, inEmma, takeOut } = night();
  const [one] = inEmma();
  const items = [{ mprn: withCase, steps: one === undefined ? [] : [one.step] }];
  world.run({ do: 'releaseFixes', items, outOf: 9, mostShare: 1 });
  expect(inEmma().map(({ item }) => item?.key ?? null)).toEqual(['cancelD05/1', null, null]);
  takeOut();
  const written = world.entries.length;
  takeOut();
  world.run({ do: 'takeOut', items, person: 'Maura', listedAt: first.asOf });
  expect(world.entries).toHaveLength(written);
  for (const mprn of [withCase, paid, both])
    expect(world.fix(mprn).items[0]).toMatchObject({
      standing: 'proved',
      handing: { channel: 'emma', person: 'Maura', operator: 'Aoife' },
      proved: { by: 'namedPerson', person: 'Maura', matchedBy: 'person' },
    });
  expect(inEmma()).toEqual([]);
  // Of two D05s the other one still waits at Networks; who has a case keeps the reconnection that waits.
  expect(rows(first).map(({ mprn, group }) => [mprn, group])).toEqual([
    [withCase, 'runs'],
    [atHub, 'cutOff'],
    [both, 'cutOff'],
  ]);
  const [row] = rows(first);
  expect(row === undefined ? [] : takenOutOf(row).map(({ about }) => about)).toEqual(['d05-17']);
  expect(row?.steps.map(({ type }) => type)).toEqual(['letWaiting017Run']);
  // No file had spoken of a D05: whether another one waits at Networks nobody has asked yet (BF2).
  const unasked = night('unknown');
  unasked.takeOut();
  const types = unasked.rows(first)[0]?.steps.map(({ type }) => type);
  expect(types).toEqual(['askFirst', 'letWaiting017Run']);
});

test('BF16, GUARD9: a newer list that still has it tells otherwise: to be taken out anew, watched, and no case closes on that word', () => {
  const { world, subject, rows, inEmma, takeOut } = night();
  const at = { backAt: world.now, learntAt: world.now };
  world.run({ do: 'power', subject, level: 'claimed', by: 'customer', ...at });
  const watched = (list: OutstandingList) =>
    rows(list)
      .filter(isWatched)
      .map(({ mprn }) => mprn);
  expect(watched(first)).toEqual([withCase]);
  world.now += MIN;
  takeOut();
  expect(watched(first)).toEqual([]);
  // The proof is there: what a file had said of a D05 asks for no watch beside it.
  expect(rows(first)[0]?.planned.map(({ type }) => type)).toEqual(['letWaiting017Run']);
  const newer = { ...listOf(d05(withCase), d05(paid)), asOf: world.now + MIN };
  expect(inEmma(newer).map(({ mprn }) => mprn)).toEqual([withCase, paid]);
  expect(watched(newer)).toEqual([withCase]);
  const [row] = rows(newer);
  expect(row?.steps.map(({ type }) => type)).toContain('cancelD05');
  const ready = isReady(world.case(subject), world.fix(withCase), row?.planned ?? [], 'Ciara');
  expect(ready).toEqual({ is: 'notReleased' });
  world.now += 2 * MIN;
  takeOut(newer);
  expect(world.fix(withCase).items.map(({ key, standing }) => [key, standing])).toEqual([
    ['cancelD05/1', 'proved'],
    ['cancelD05/2', 'proved'],
  ]);
  expect([inEmma(newer), watched(newer)]).toEqual([[], []]);
});

test('BF21, FIX12: one that ran all the same says so, whoever said that it was out', () => {
  const { world, takeOut } = night();
  takeOut();
  world.now += MIN;
  const off = {
    type: '306',
    tells: 'deEnergised',
    txRefNbr: 'off',
    original: 'd05-25',
    at: world.now,
  } as const;
  world.run({ do: 'hear', answers: [{ mprn: paid, answer: off, paidSince: evening - 30 * MIN }] });
  expect(world.fix(paid).items[0]).toMatchObject({ standing: 'ran', discrepancies: ['d05Ran'] });
  expect(world.case(`mprn:${paid}`).cutOff).toBeDefined();
});

test('BF21, FIX2: nobody’s word takes nothing out, and what is not released is authorised for a role that does not release', () => {
  const { world, inEmma, takeOut } = night();
  const items = inEmma().map(({ mprn, step }) => ({ mprn, steps: [step] }));
  const says = { do: 'takeOut', items, listedAt: first.asOf } as const;
  expect(world.run({ ...says, person: ' ' })).toEqual({ code: 'proofMissing' });
  world.mayRelease = false;
  expect(takeOut()).toEqual({ code: 'mayNotRelease' });
  world.run({ ...says, person: 'Maura', authorisedBy: 'Ciara' });
  expect(inEmma()).toEqual([]);
  expect(world.fix(paid).items[0]?.released.authorised?.by).toBe('Ciara');
});
