// Who is next, and which alarms are kept: from the same summaries, with the time handed in.
import { describe, expect, test } from 'vitest';
import { newDesk } from '../../../shared/domain/desk.ts';
import { shippedClock } from '../../../shared/domain/backstop-clock.ts';
import { foldGuard, guardSubject } from '../../../shared/domain/guard.ts';
import type { Facts } from '../../../shared/domain/facts.ts';
import type { Summary } from '../../../shared/domain/summary.ts';
import type { Bridge } from '../../../shared/bridge.ts';
import { Alarms, isUrgent } from '../../../renderer/console/alarms.ts';
import { callingNow } from '../../../renderer/console/alarm-stack.ts';
import { planAlarms, planReviews } from '../../../renderer/console/alarm-plan.ts';
import { firstPlace, readPlace } from '../../../renderer/console/place.ts';
import { buildQueue, holdStill } from '../../../renderer/console/queue.ts';
import { evening, World } from '../../shared/domain/world.ts';

const MIN = 60_000;
const words = {
  mark: ({ count, minutes }: { readonly count: number; readonly minutes: number }) =>
    `${count} at ${minutes}`,
  promise: ({ count }: { readonly count: number }) => `${count} agreed`,
  medical: ({ who }: { readonly who: string }) => `medical ${who}`,
  cutOff: ({ count, who }: { readonly count: number; readonly who: string }) =>
    `cut off ${count} ${who}`,
  hold: ({ count }: { readonly count: number }) => `hold ${count}`,
};

function desk(world: World) {
  const summaries = (): readonly Summary[] =>
    [...new Set(world.entries.map((entry) => entry.subject))]
      .filter((subject) => subject.startsWith('mprn:'))
      .map((subject) => world.summary(subject));
  const queue = (
    place: Partial<typeof firstPlace> = {},
    passed: ReadonlyMap<string, number> = new Map(),
  ) =>
    buildQueue({
      passed,
      summaries: summaries(),
      place: { ...firstPlace, ...place },
      desk: newDesk,
      device: world.desk,
      now: world.now,
    });
  return { summaries, queue };
}

describe('the queue', () => {
  test('CASE15: a call left without an outcome comes first, for whoever sits at the desk', () => {
    const world = new World();
    const left = world.report('10000000017', 10);
    const urgent = world.report('10000000025', 70, { register: 'priority' });
    world.answer(left, 'answered', 'answered');
    world.operator = 'Brian';
    expect(desk(world).queue().next?.subject).toBe(left);
    // While it is open it is being worked: the next one is somebody else.
    expect(desk(world).queue({ subject: left }).next?.subject).toBe(urgent);
    expect(world.run({ do: 'claim', subject: left })).toMatchObject({ subject: left });
    expect(world.case(left).claim?.operator).toBe('Brian');
    world.desk = 'another-desk';
    expect(desk(world).queue().next?.subject).toBe(urgent);
  });

  test('NEXT1: what came up unfinished once is behind those who wait, until its own time has come', () => {
    const world = new World();
    const left = world.report('10000000017', 70);
    const other = world.report('10000000025', 60);
    const waiting = world.report('10000000033', 10);
    for (const subject of [left, other]) world.answer(subject, 'answered', 'answered');
    const { queue } = desk(world);
    const passed = new Map<string, number>();
    const presses = Array.from({ length: 6 }, () => {
      const { next } = queue({}, passed);
      if (next === null) return null;
      passed.delete(next.subject);
      if (next.claimedBy !== null) passed.set(next.subject, world.now);
      world.run({ do: 'claim', subject: next.subject });
      return next.subject;
    });
    // Each comes up once; with nobody else left they take turns, the longest passed first.
    expect(presses).toEqual([left, other, waiting, waiting, left, other]);
    world.run({ do: 'outcome', subject: other, outcome: 'callBack', againAt: world.now + 3 * MIN });
    world.report('10000000041', 74);
    world.now += 3 * MIN;
    expect(queue({}, passed).next?.subject).toBe('mprn:10000000041');
    world.run({ do: 'outcome', subject: 'mprn:10000000041', outcome: 'promised' });
    expect(queue({}, passed).next?.subject).toBe(other);
    // Passed since its time has come: somebody else, and the row says until when.
    passed.set(other, world.now);
    expect(queue({}, passed).next?.subject).toBe(waiting);
    expect(queue({}, passed).rests.get(other)).toBe(world.now + 5 * MIN);
    world.now += 5 * MIN;
    expect(queue({}, passed).rests.has(other)).toBe(false);
    expect(queue({}, passed).next?.subject).toBe(left);
  });

  test('NEXT1: nobody rests beyond the next mark of their own clock, and who comes before everybody two minutes', () => {
    const world = new World();
    const soon = world.report('10000000017', 44);
    const first = world.report('10000000025', 40, { register: 'priority' });
    world.report('10000000033', 10);
    const { queue } = desk(world);
    const passed = new Map([soon, first].map((subject) => [subject, world.now]));
    const { rests, next } = queue({}, passed);
    expect(next?.subject).toBe('mprn:10000000033');
    // Paid 44 minutes ago: the alarm of the 45th minute is a minute away.
    expect(rests.get(soon)).toBe(world.now + 1 * MIN);
    expect(rests.get(first)).toBe(world.now + 2 * MIN);
    world.now += 1 * MIN;
    expect(queue({}, passed).next?.subject).toBe(soon);
    world.now += 1 * MIN;
    expect(queue({}, passed).next?.subject).toBe(first);
  });

  test('NEXT2: one’s own claim made once more writes nothing; putting down leaves the call, and rests', () => {
    const world = new World();
    const subject = world.report('10000000017', 70);
    const other = world.report('10000000025', 10);
    world.answer(subject, 'answered', 'answered');
    const written = world.entries.length;
    world.run({ do: 'claim', subject });
    expect(world.entries).toHaveLength(written);
    world.run({ do: 'release', subject });
    expect(world.case(subject)).toMatchObject({ claim: null, call: null });
    const { queue } = desk(world);
    const passed = new Map([[subject, world.now]]);
    expect(queue({}, passed).next?.subject).toBe(other);
    world.now += 5 * MIN;
    expect(queue({}, passed).next?.subject).toBe(subject);
  });

  test('NEXT3: whom N brought up and nobody did anything about is put down by the next N; anything done keeps them', () => {
    const world = new World();
    const looked = world.report('10000000017', 10);
    const worked = world.report('10000000025', 10);
    const rung = world.report('10000000033', 10);
    const next = world.report('10000000041', 10);
    const claim = (subject: string, instead?: string) =>
      world.run({ do: 'claim', subject, ...(instead === undefined ? {} : { instead }) });
    claim(looked);
    claim(worked, looked);
    expect(world.case(looked).claim).toBeNull();
    world.run({ do: 'note', subject: worked, note: 'rings again at ten' });
    claim(rung, worked);
    expect(world.case(worked).claim?.operator).toBe('Aoife');
    world.run({ do: 'startCall', subject: rung, to: 'customer' });
    claim(next, rung);
    expect(world.case(rung).claim?.operator).toBe('Aoife');
    // A colleague's claim is theirs to put down, and what was put down is put down once.
    world.desk = 'another-desk';
    claim('mprn:10000000058', next);
    const written = world.entries.length;
    claim(next, looked);
    expect(world.case(next).claim?.operator).toBe('Aoife');
    expect(world.entries).toHaveLength(written);
  });

  test('LANE7: what was agreed and has passed rings, with or without a time, and is counted', () => {
    const world = new World();
    const without = world.report('10000000017', 10);
    const done = world.report('10000000025', 10);
    world.run({ do: 'outcome', subject: without, outcome: 'promised' });
    world.run({ do: 'outcome', subject: done, outcome: 'done' });
    const { summaries, queue } = desk(world);
    const alarms = planAlarms(summaries(), evening, { ...shippedClock, alarmMinutes: [] }, words);
    expect(alarms.map((alarm) => [(alarm.at - evening) / MIN, alarm.title])).toEqual([
      [5, '1 agreed'],
      [15, '1 agreed'],
    ]);
    expect(queue().counts.overdue).toBe(0);
    world.now += 15 * MIN;
    expect(queue().counts.overdue).toBe(2);
    expect(queue({ group: 'overdue' }).rows).toHaveLength(2);
    world.answer(done, 'answered', 'answered');
    expect(queue().counts.overdue).toBe(1);
  });

  test('ALERT1: what calls for a person stands worst first, each by name, and none is lost', () => {
    const world = new World();
    const promised = (mprn: string, name: string, minutes: number, facts: Facts = {}) => {
      const subject = world.report(mprn, 60, { name, ...facts });
      const promisedAt = world.now + minutes * MIN + 20_000;
      world.run({ do: 'outcome', subject, outcome: 'promised', promisedAt });
      return subject;
    };
    promised('10000000017', 'John', 1);
    const mary = promised('10000000025', 'Mary', 3);
    world.answer(mary, 'medical', 'yes', 'customer');
    promised('10000000033', 'Ann', 2, { register: 'priority' });
    const told = world.report('10000000041', 58, { name: 'Liam' });
    world.report('10000000058', 58, { name: 'Peg' });
    const { summaries } = desk(world);
    const input = (closed: readonly string[] = []) => ({
      summaries: summaries(),
      now: world.now,
      marks: [{ minutes: 60, at: evening + 2 * MIN }],
      medical: new Map(),
      closed: new Set(closed),
    });
    expect(callingNow({ ...input(), marks: [] })).toEqual([]);
    world.now += 4 * MIN;
    const lines = callingNow(input());
    expect(lines.map((each) => [each.kind, each.customer.name, each.others])).toEqual([
      ['promise', 'Mary', 0],
      ['promise', 'Ann', 0],
      ['promise', 'John', 0],
      ['mark', 'Liam', 1],
    ]);
    expect(world.now - (lines[0]?.at ?? 0)).toBe(40_000);
    // Closed by a person, or rung again: only that one goes.
    expect(callingNow(input([lines[0]?.key ?? '']))).toHaveLength(3);
    world.answer(mary, 'answered', 'answered');
    expect(callingNow(input()).map((each) => each.customer.name)).toEqual(['Ann', 'John', 'Liam']);
    world.answer(told, 'medical', 'yes', 'customer');
    const medical = new Map([[told, world.now]]);
    const named = (closed: readonly string[] = []) =>
      callingNow({ ...input(closed), medical }).map((each) => [
        each.kind,
        each.customer.name,
        each.others,
      ]);
    // Named once, for the worst: the mark is then about the others.
    expect(named()[0]).toEqual(['medical', 'Liam', 0]);
    expect(named().at(-1)).toEqual(['mark', 'Peg', 0]);
    // A medical need told is no reason to hear less of the clock: closed, the mark comes up, also
    // when somebody has closed it for the others.
    const need = `medical:${told}`;
    expect(named([need]).slice(-2)).toEqual([
      ['mark', 'Liam', 0],
      ['mark', 'Peg', 0],
    ]);
    expect(named([need, `t60:${evening + 2 * MIN}`]).at(-1)).toEqual(['mark', 'Liam', 0]);
    // A mark is news for two minutes; a promise that passed stays.
    world.now += 3 * MIN;
    expect(callingNow(input()).map((each) => each.kind)).toEqual(['promise', 'promise']);
  });

  test('ALERT1: a customer with several reasons is named once, for the worst; closing it brings up the next', () => {
    const world = new World();
    const subject = world.report('10000000017', 58, { name: 'Liam' });
    world.report('10000000025', 43, { name: 'Peg' });
    world.answer(subject, 'medical', 'yes', 'customer');
    const promisedAt = world.now + 20_000;
    world.run({ do: 'outcome', subject, outcome: 'promised', promisedAt });
    world.now += 2 * MIN;
    // Found by a start: Liam's 59th and 60th minute and Peg's 45th, all at once.
    const marks = [59, 60, 45].map((minutes) => ({
      minutes,
      at: evening + (minutes === 59 ? 1 : 2) * MIN,
      saidAt: world.now,
    }));
    const closed = new Set<string>();
    const line = () =>
      callingNow({
        summaries: desk(world).summaries(),
        now: world.now,
        marks,
        medical: new Map([[subject, world.now]]),
        closed,
      });
    const heard: string[] = [];
    for (let all = line(); all.length > 0; all = line()) {
      const names = all.map((each) => each.customer.name);
      expect(new Set(names).size).toBe(names.length);
      const [worst] = all;
      heard.push(`${worst?.kind} ${worst?.minutes ?? ''} ${worst?.customer.name}`);
      closed.add(worst?.key ?? '');
    }
    expect(heard).toEqual(['medical  Liam', 'promise  Liam', 'mark 60 Liam', 'mark 45 Peg']);
  });

  test('ALERT2: planned anew in the minute in which it rings, an alarm still rings, and says who', () => {
    const world = new World();
    const subject = world.report('10000000017', 10, { name: 'Mary' });
    const promisedAt = evening + 5 * MIN + 20_000;
    world.run({ do: 'outcome', subject, outcome: 'promised', promisedAt });
    const naming = { ...words, promise: ({ who }: { readonly who: string }) => who };
    const alarms = planAlarms(
      desk(world).summaries(),
      promisedAt + 10_000,
      { ...shippedClock, alarmMinutes: [] },
      naming,
    );
    expect(alarms).toMatchObject([{ at: evening + 6 * MIN, title: 'Mary' }]);
  });

  test('SEARCH2: matches of other lanes come after those of the chosen one, and are counted', () => {
    const world = new World();
    const back = world.report('10000000017', 10, { name: 'Mary' });
    const off = world.report('10000000025', 5, { name: 'Mary' });
    const power = { level: 'claimed', by: 'customer', backAt: evening, learntAt: evening } as const;
    world.run({ do: 'power', subject: back, ...power });
    const { queue } = desk(world);
    const found = queue({ search: 'mary' });
    expect(found.rows.map((row) => row.subject)).toEqual([off, back]);
    expect(found.elsewhere).toBe(1);
    expect(queue().rows.map((row) => row.subject)).toEqual([off]);
  });

  test('SEARCH5: a name that was typed beats a number with its figures; with several as good nobody is meant', () => {
    const world = new World();
    const other = world.report('10000000017', 70, { name: 'Customer 0123', serial: '354500465' });
    const meant = world.report('10000000025', 5, { name: 'Customer 0046' });
    const { queue } = desk(world);
    const found = queue({ search: 'customer 0046' });
    expect(found.rows.map((row) => row.subject)).toEqual([meant, other]);
    expect(found.meant?.subject).toBe(meant);
    expect(queue({ search: 'customer' }).meant).toBeNull();
    expect(queue({ search: '354500465' }).meant?.subject).toBe(other);
    expect(queue({ search: 'nobody' }).meant).toBeNull();
  });

  test('DESK4: rows held under the pointer keep their places and show what changed', () => {
    const world = new World();
    const first = world.report('10000000017', 10);
    const second = world.report('10000000025', 5);
    const { queue } = desk(world);
    const before = queue();
    const third = world.report('10000000033', 70);
    world.run({ do: 'outcome', subject: second, outcome: 'refused' });
    const after = holdStill(before, desk(world).queue());
    expect(after.rows.map((row) => row.subject)).toEqual([first, second]);
    expect(after.rows[1]?.outcome).toBe('refused');
    expect(after.held).toBe(1);
    expect(desk(world).queue().rows[0]?.subject).toBe(third);
  });

  test('TRIAGE6: a desk sees and gets its share only, and every customer is somebody’s', () => {
    const world = new World();
    for (let index = 1; index <= 30; index++)
      world.report(`10${String(index).padStart(9, '0')}`, 10);
    const { summaries } = desk(world);
    const seen = [1, 2, 3].flatMap((index) => {
      const queue = buildQueue({
        summaries: summaries(),
        place: { ...firstPlace, mine: true },
        desk: { ...newDesk, share: { index, of: 3 } },
        device: world.desk,
        now: world.now,
      });
      expect(queue.rows.map((row) => row.subject)).toContain(queue.next?.subject);
      expect(queue.rows.length).toBeLessThan(30);
      return queue.rows.map((row) => row.subject);
    });
    expect(new Set(seen).size).toBe(30);
    expect(seen).toHaveLength(30);
  });

  test('DESK5: a place kept by an older console is understood, a foreign one is the first place', () => {
    const { lane: _lane, paper: _paper, ...older } = { ...firstPlace, search: 'cork' };
    expect(readPlace(older)).toEqual({ ...firstPlace, search: 'cork' });
    expect(readPlace({ view: 'moon' })).toEqual(firstPlace);
  });
});

test('GUARD2: holds whose date comes ring once for all of a minute; a lifted one and one that is past ring no more', () => {
  const world = new World();
  const reviewAt = world.now + 60 * 60_000;
  const of = ['10934478153', '10447035576'];
  world.run({ do: 'placeGuard', of, because: 'a D05 may wait', reviewAt });
  world.run({ do: 'placeGuard', of: ['10034721433'], because: 'a D05 may wait', reviewAt });
  world.run({ do: 'askLift', guard: guardSubject('10034721433'), why: '131', authorisedBy: 'M' });
  const guards = [...of, '10034721433'].flatMap(
    (mprn) => foldGuard(world.events(guardSubject(mprn))) ?? [],
  );
  const at = Math.ceil(reviewAt / 60_000) * 60_000;
  expect(planReviews(guards, world.now, words)).toEqual([
    { at, tag: `hold:${at}`, title: 'hold 2' },
  ]);
  expect(planReviews(guards, at, words)).toEqual([]);
});

test('FIX11, ALERT1: whoever the market cuts off again is named before every promise and mark, until somebody closes it or the power is back', () => {
  const world = new World();
  const off = world.report('10934478153', 20, { name: 'Mary' });
  world.run({
    do: 'power',
    subject: off,
    level: 'claimed',
    by: 'customer',
    backAt: world.now,
    learntAt: world.now,
  });
  const before = world.summary(off);
  world.now += 10 * 60_000;
  const answer = { type: '306', tells: 'deEnergised', txRefNbr: 'a', at: world.now } as const;
  world.run({ do: 'hear', answers: [{ mprn: '10934478153', answer }] });
  const after = world.summary(off);
  expect([isUrgent(after, before), isUrgent(after, after), isUrgent(before, undefined)]).toEqual([
    true,
    false,
    false,
  ]);
  const late = world.report('10447035576', 40, { name: 'Liam' });
  const marks = [{ minutes: 45, at: Math.ceil((world.now + 5 * 60_000) / 60_000) * 60_000 }];
  const input = {
    summaries: [world.summary(late), after],
    now: marks[0]?.at ?? 0,
    marks,
    medical: new Map(),
    closed: new Set<string>(),
  };
  const [first, ...others] = callingNow(input);
  expect(first).toMatchObject({ kind: 'cutOff', customer: { name: 'Mary' }, at: answer.at });
  expect(others.map(({ kind }) => kind)).toEqual(['mark']);
  const closed = new Set([first?.key ?? '']);
  expect(callingNow({ ...input, closed }).map(({ kind }) => kind)).toEqual(['mark']);
  const rung: unknown[] = [];
  const bridge = {
    setAlarms: ({ alarms }: { alarms: readonly unknown[] }) => {
      rung.push(alarms[0]);
      return Promise.resolve({ ok: true });
    },
    setBadge: () => Promise.resolve({ ok: true }),
  } as unknown as Bridge;
  const alarms = new Alarms(
    bridge,
    words,
    () => undefined,
    () => undefined,
  );
  const settings = { ...shippedClock, alarmMinutes: [] };
  alarms.plan({ summaries: [], now: world.now, settings, guards: [], badge: 0 }, [after, after]);
  expect(rung).toEqual([{ at: world.now, tag: `cutOff:${off}`, title: 'cut off 2 Mary' }]);
});
