import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/check.ts';
import { shippedPlan } from '../../../shared/domain/back-fix.ts';
import { remaining } from '../../../shared/domain/closing.ts';
import { fixSubject, foldFix } from '../../../shared/domain/fix.ts';
import type { OutstandingList, OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { planOf } from '../../../shared/domain/recovery-plan.ts';
import { recoveryOf } from '../../../shared/domain/recovery.ts';
import { replayWarnings, waitingE05 } from '../../../shared/domain/replay-guard.ts';
import {
  e05InEmma,
  e05sInEmma,
  e05sToTakeOut,
  outBy,
  takenOutOf,
  toTakeOut,
} from '../../../shared/domain/take-out.ts';
import { listOf } from './lists.ts';
import { evening, World } from './world.ts';

const MIN = 60_000;
const [back, off, nobody, atHub] = ['10000000017', '10000000025', '10000000033', '10000000041'];

const e05 = (mprn: string, more: Partial<OutstandingMessage> = {}): OutstandingMessage => ({
  mprn,
  reason: 'E05',
  txRefNbr: `e05-${mprn.slice(-2)}`,
  businessReference: null,
  sentAt: evening - 60 * MIN,
  state: 'queuedInEmma',
  paidAt: evening - 70 * MIN,
  ...more,
});

const first = listOf(
  e05(back),
  e05(off),
  // Of somebody without a case two wait.
  e05(nobody),
  e05(nobody, { txRefNbr: 'e05-again' }),
  e05(atHub, { state: 'atHub' }),
);

function night() {
  const world = new World();
  const said = { reason: 'E05', state: 'queuedInEmma', txRefNbr: 'e05-17' } as const;
  const subject = world.report(back, 70, { openD05: 'no', message017: said });
  world.report(off, 70, { openD05: 'no' });
  world.report(atHub, 70, { openD05: 'no' });
  for (const mprn of [back, atHub]) {
    const at = { backAt: world.now, learntAt: world.now };
    world.run({ do: 'power', subject: `mprn:${mprn}`, level: 'claimed', by: 'customer', ...at });
  }
  world.now += MIN;
  const rows = (list: OutstandingList | null) => {
    const fixOf = (mprn: string) => foldFix(world.events(fixSubject(mprn)));
    const states = [back, off, atHub].map((mprn) => world.case(`mprn:${mprn}`));
    return recoveryOf({ list, states, requests: [], fixOf }).map((row) => {
      const planned = planOf(row, 7, shippedPlan);
      const fix = row.mprn === null ? undefined : fixOf(row.mprn);
      return { ...row, planned, steps: remaining(planned, fix, row.state), fix };
    });
  };
  const rowOf = (mprn: string, list: OutstandingList | null = first) =>
    rows(list).find((each) => each.mprn === mprn);
  const inEmma = (list = first) => rows(list).flatMap(e05sToTakeOut);
  const takeOut = (mprn: string, txRefNbr: string | null, list: OutstandingList | null = first) =>
    world.run({
      do: 'takeOut',
      items: [{ mprn, steps: [e05InEmma(txRefNbr)] }],
      person: 'Maura',
      listedAt: list?.asOf ?? null,
    });
  return { world, subject, rows, rowOf, inEmma, takeOut };
}

test('BF26: E05s in our own EMMA of whoever is back, or has two of them, are ours to take out, each by itself; who is off waits for theirs', () => {
  const { inEmma, rows, rowOf } = night();
  expect(inEmma().map(({ mprn, message }) => [mprn, message.txRefNbr])).toEqual([
    [back, 'e05-17'],
    [nobody, 'e05-33'],
    [nobody, 'e05-again'],
  ]);
  for (const { step, message } of inEmma())
    expect({ ...step, point: null }).toMatchObject(e05InEmma(message.txRefNbr));
  expect(rows(first).flatMap(toTakeOut)).toEqual([]);
  // Looked at by itself, in a call or on its own sheet, theirs can be taken out too.
  const theirs = must(rowOf(off), 'they are listed');
  expect(e05sInEmma(theirs).map(({ message }) => message.txRefNbr)).toEqual(['e05-25']);
});

test('BF26, BF16: taken out it waits no more, is followed no more, and the plan says what comes in its place; said twice it is written once; a newer list that still has it brings it back', () => {
  const { world, subject, rowOf, inEmma, takeOut } = night();
  const planned = must(rowOf(back), 'they are listed').planned;
  world.run({
    do: 'releaseFixes',
    items: [{ mprn: back, steps: planned }],
    outOf: 9,
    mostShare: 1,
  });
  expect(inEmma()[0]?.item?.key).toBe('letWaiting017Run/1');
  takeOut(back, 'e05-17');
  const written = world.entries.length;
  takeOut(back, 'e05-17');
  expect(world.entries).toHaveLength(written);
  const [item] = world.fix(back).items;
  expect(item).toMatchObject({ standing: 'takenBack', discrepancies: [] });
  expect(outBy(must(item, 'it was released'))).toEqual({ who: 'Maura', at: world.now });
  expect(world.case(subject).facts.message017?.state).toBe('notSent');
  const row = must(rowOf(back), 'the case is open');
  expect([row.group, row.messages]).toEqual(['nothing', []]);
  expect(row.steps.map(({ type }) => type)).toEqual(['send017']);
  expect(takenOutOf(row)).toHaveLength(1);
  const newer = { ...listOf(e05(back)), asOf: world.now + MIN };
  expect(rowOf(back, newer)).toMatchObject({ group: 'doubled' });
  expect(rowOf(back, newer)?.steps.map(({ type }) => type)).toEqual(['letWaiting017Run']);
  world.now += 2 * MIN;
  takeOut(back, 'e05-17', newer);
  expect(world.fix(back).items.map(({ key, standing }) => [key, standing])).toEqual([
    ['letWaiting017Run/1', 'takenBack'],
    ['letWaiting017Run/2', 'takenBack'],
  ]);
  expect(rowOf(back, newer)?.group).toBe('nothing');
});

test('BF26: of two that wait the one that is named is out, though the other one is followed', () => {
  const { world, rowOf, takeOut, inEmma } = night();
  const step = e05InEmma('e05-33');
  world.run({
    do: 'releaseFixes',
    items: [{ mprn: nobody, steps: [step] }],
    outOf: 9,
    mostShare: 1,
  });
  takeOut(nobody, 'e05-again');
  const stands = world.fix(nobody).items.map(({ about, standing }) => [about, standing]);
  expect(stands).toEqual([
    ['e05-33', 'released'],
    ['e05-again', 'takenBack'],
  ]);
  expect(rowOf(nobody)).toMatchObject({ group: 'runs', messages: [{ txRefNbr: 'e05-33' }] });
  expect(inEmma().map(({ mprn }) => mprn)).toEqual([back]);
  takeOut(nobody, 'e05-33');
  expect(rowOf(nobody)).toBeUndefined();
});

test('BF26: without a list, or without a name, it is the one of which the case had said that it lies there', () => {
  const world = new World();
  const said = { reason: 'E05', state: 'queuedInEmma' } as const;
  const subject = world.report(off, 70, { openD05: 'no', message017: said });
  world.now += MIN;
  const fix = () => foldFix(world.events(fixSubject(off)));
  const waits = () => waitingE05({ state: world.case(subject), list: null, fix: fix() });
  expect(waits()).toEqual({ where: 'emma', txRefNbr: null });
  const items = [{ mprn: off, steps: [e05InEmma(null)] }];
  world.run({ do: 'takeOut', items, person: 'Maura', listedAt: null });
  expect(waits()).toBeNull();
  expect(world.case(subject).facts.message017?.state).toBe('notSent');
  // A list without its name that is older has it all the same: it is out of that one too.
  const [row] = recoveryOf({
    list: listOf(e05(off, { txRefNbr: null })),
    states: [world.case(subject)],
    requests: [],
    fixOf: fix,
  });
  expect(row?.messages).toEqual([]);
});

test('BF26, FIX3: a 017 of ours waits for it no more, and no guard warns of it', () => {
  const { world, takeOut } = night();
  const steps = [
    e05InEmma('e05-25'),
    { ...e05InEmma(null), type: 'send017', because: 'never017' } as const,
  ];
  world.run({ do: 'releaseFixes', items: [{ mprn: off, steps }], outOf: 9, mostShare: 1 });
  const warned = () => {
    const fix = world.fix(off);
    const item = must(
      fix.items.find(({ type }) => type === 'send017'),
      'it was released',
    );
    const state = world.case(`mprn:${off}`);
    return replayWarnings({ mprn: off, item, fix, state, list: first, requests: [] });
  };
  expect(warned()).toMatchObject([{ is: 'e05Waits', txRefNbr: 'e05-25' }]);
  takeOut(off, 'e05-25');
  expect(warned()).toEqual([]);
});

test('BF26, FIX12: one that ran all the same says so, and one that the market then says is cancelled asks for nobody', () => {
  const { world, takeOut } = night();
  takeOut(back, 'e05-17');
  const answer = {
    type: '307',
    tells: 'requestStatus',
    txRefNbr: 'said',
    original: 'e05-17',
    at: world.now + MIN,
    status: 'cancelled',
  } as const;
  world.now += 2 * MIN;
  world.run({ do: 'hear', answers: [{ mprn: back, answer, paidSince: evening }] });
  expect(world.fix(back).items[0]).toMatchObject({ standing: 'takenBack' });
  const ran = { ...answer, tells: 'energised', txRefNbr: 'ran', type: '106E' } as const;
  const { status: _, ...energised } = ran;
  world.run({ do: 'hear', answers: [{ mprn: back, answer: energised, paidSince: evening }] });
  expect(world.fix(back).items[0]).toMatchObject({ standing: 'proved' });
});

test('BF26, FIX2: a role that does not release names who authorised it where it is not followed yet; nobody’s word takes nothing out', () => {
  const { world, takeOut } = night();
  const items = [{ mprn: back, steps: [e05InEmma('e05-17')] }];
  const says = { do: 'takeOut', items, listedAt: first.asOf } as const;
  expect(world.run({ ...says, person: ' ' })).toEqual({ code: 'proofMissing' });
  world.mayRelease = false;
  expect(takeOut(back, 'e05-17')).toEqual({ code: 'mayNotRelease' });
  world.run({ ...says, person: 'Maura', authorisedBy: 'Ciara' });
  expect(world.fix(back).items[0]?.released.authorised?.by).toBe('Ciara');
});
