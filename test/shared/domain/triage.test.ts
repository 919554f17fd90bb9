import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countAll, runwayEnd } from '../../../shared/domain/kpi.ts';
import { shippedClock } from '../../../shared/domain/backstop-clock.ts';
import { clockSettings, newDesk, applyToDesk, readMinutes } from '../../../shared/domain/desk.ts';
import { readQuery, searchRank, type Summary } from '../../../shared/domain/summary.ts';
import { inTimeBy, orderOfWork, shareOf, triageClass } from '../../../shared/domain/triage.ts';
import { evening, World } from './world.ts';

const MIN = 60_000;
const base = (() => {
  const world = new World();
  return world.summary(world.report('10001234567', 30));
})();

const customer = (minutesLeft: number, more: Partial<Summary> = {}): Summary => ({
  ...base,
  paidAt: evening + (minutesLeft - 75) * MIN,
  ...more,
});

const ordered = (list: readonly Summary[], choice: Parameters<typeof orderOfWork>[1]) => [
  ...orderOfWork(list, choice, evening).order,
];

const least = { order: 'leastTimeLeft', desks: 1, minutesPerCall: 5 } as const;
const most = (desks: number, minutesPerCall: number) =>
  ({ order: 'mostInTime', desks, minutesPerCall }) as const;

describe('order of work', () => {
  test('TRIAGE1: priority services and medical needs first, then special services, whatever the order', () => {
    const list = [
      customer(1),
      customer(50, { register: 'special' }),
      customer(70, { register: 'priority' }),
      customer(60, { medical: true }),
    ];
    expect(ordered(list, least)).toEqual([3, 2, 1, 0]);
    expect(ordered(list, most(1, 5))).toEqual([3, 2, 1, 0]);
  });

  test('TRIAGE8: what each order comes to is counted before it is chosen', () => {
    // Two that are lost already stand first by the least time left, and cost two their time.
    const list = [customer(-5), customer(2), customer(6), customer(11)];
    expect(inTimeBy(list, least, evening)).toBe(0);
    expect(inTimeBy(list, most(1, 5), evening)).toBe(2);
    expect(inTimeBy(list, { ...least, desks: 4 }, evening)).toBe(2);
  });

  test('TRIAGE7: a medical need with no payment time or MPRN is first, after those alone who have less than a quarter hour', () => {
    const unknown = { paidAt: null, noticedAt: evening - MIN, medical: true };
    const list = [
      customer(53, { register: 'priority', ctf: '02' }),
      customer(2, { register: 'priority' }),
      customer(40, { medical: true }),
      customer(75, { ...unknown, mprn: null }),
      customer(75, { ...unknown, noticedAt: evening - 3 * MIN }),
      customer(14, { medical: true }),
      customer(-5, { medical: true }),
      customer(75, { paidAt: null, noticedAt: evening, register: 'priority' }),
    ];
    for (const choice of [least, most(1, 5)])
      expect(ordered(list, choice)).toEqual([6, 5, 4, 3, 2, 1, 7, 0]);
  });

  test('TRIAGE7: in every class a clock nobody knows is urgent: before all but those with less than a quarter hour', () => {
    const unknown = { paidAt: null, noticedAt: evening - 2 * MIN };
    const list = [
      customer(40),
      customer(73, unknown),
      customer(10),
      customer(-5),
      customer(20, { register: 'special' }),
      customer(73, { ...unknown, register: 'special' }),
    ];
    for (const choice of [least, most(3, 5)])
      expect(ordered(list, choice).slice(0, 2)).toEqual([5, 4]);
    expect(ordered(list, least).slice(2)).toEqual([3, 2, 1, 0]);
  });

  test('TRIAGE7: a payment that is still to come is a clock nobody knows, and never last', () => {
    // Paid in two hours; five minutes are the difference of two clocks.
    const list = [customer(40), customer(195), customer(10), customer(79)];
    for (const choice of [least, most(3, 5)]) expect(ordered(list, choice)).toEqual([2, 1, 0, 3]);
  });

  test('TRIAGE2: least time left is the earliest backstop first, the lost ones included', () => {
    expect(ordered([customer(10), customer(-30), customer(5)], least)).toEqual([1, 2, 0]);
  });

  test('TRIAGE3: most people in time works nobody who cannot be reached before those who can', () => {
    const list = [customer(-30), customer(4), customer(5), customer(9), customer(10)];
    // One desk, five minutes a call: 5 and 10 can be kept, 4 and 9 cannot beside them.
    expect(ordered(list, most(1, 5))).toEqual([2, 4, 0, 1, 3]);
    expect(ordered(list, most(2, 5)).slice(0, 3)).toEqual([2, 3, 4]);
  });

  test('TRIAGE4: no other order of equal calls reaches more people in time (against brute force)', () => {
    const reached = (deadlines: readonly number[], desks: number, minutes: number) =>
      deadlines.filter((deadline, index) => (Math.floor(index / desks) + 1) * minutes <= deadline)
        .length;
    const permutations = (list: readonly number[]): number[][] =>
      list.length < 2
        ? [[...list]]
        : list.flatMap((each, index) =>
            permutations(list.toSpliced(index, 1)).map((rest) => [each, ...rest]),
          );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -10, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 2, max: 9 }),
        (left, desks, minutes) => {
          const list = left.map((each) => customer(each));
          const best = Math.max(
            ...permutations(left).map((order) => reached(order, desks, minutes)),
          );
          const ours = ordered(list, most(desks, minutes)).map((index) => left[index] ?? 0);
          expect(reached(ours, desks, minutes)).toBe(best);
          expect(orderOfWork(list, most(desks, minutes), evening).inTime).toBe(best);
        },
      ),
      { seed: 75, numRuns: 200 },
    );
  });

  test('TRIAGE5: every customer stands in the order exactly once', () => {
    const list = Array.from({ length: 500 }, (_, index) =>
      customer(((index * 37) % 120) - 40, index % 31 === 0 ? { register: 'priority' } : {}),
    );
    for (const choice of [least, most(3, 5)]) {
      const order = ordered(list, choice);
      expect(order.toSorted((one, other) => one - other)).toEqual(list.map((_, index) => index));
      const classes = order.map((index) => triageClass(list[index] ?? base));
      expect(classes).toEqual(classes.toSorted((one, other) => one - other));
    }
  });

  test('TRIAGE6: a split by MPRN is the same on every desk, and even', () => {
    const counts = [0, 0, 0];
    for (let index = 0; index < 9000; index++) {
      const share = shareOf(`10${String(index).padStart(9, '0')}`, 3);
      counts[share - 1] = (counts[share - 1] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(2800);
    expect(shareOf('10001234567', 3)).toBe(shareOf('10001234567', 3));
    expect(shareOf('10001234567', 1)).toBe(1);
  });
});

describe('counts and search', () => {
  test('KPI1: a figure is the number of customers its sentence is true of', () => {
    const list = [
      customer(10),
      customer(-5),
      customer(-5, { excluded: true }),
      customer(-5, { power: 'claimed', backAt: evening }),
      customer(20, { power: 'confirmed', backAt: evening }),
      customer(10, { paidAt: null }),
      customer(10, { onCall: { call: 'c', device: 'd', operator: 'o' } }),
      customer(10, { open: false }),
    ];
    expect(countAll(list, evening)).toMatchObject({
      open: 7,
      off: 5,
      onThePhone: 1,
      saidToBeBack: 1,
      confirmed: 1,
      past: 1,
      needsInformation: 1,
      backInTime: 1,
      backLate: 1,
    });
  });

  test.each([
    '10 001',
    '10001234',
    'seaghdha',
    'O Seaghdha Sile',
    'v94 c3c8',
    'V94C3',
    '020 914',
    '369649308',
    'limerick',
  ])('SEARCH1: %j finds the customer', (query) => {
    const world = new World();
    const subject = world.report('10001234567', 30, {
      name: 'Ó Séaghdha, Síle',
      address: '74 Sample Street, Limerick',
      eircode: 'V94 C3C8',
      phone: '0209140017',
      serial: '369649308',
    });
    expect(searchRank(world.summary(subject), readQuery(query))).not.toBeNull();
    expect(searchRank(world.summary(subject), readQuery(`${query} zzz`))).toBeNull();
  });

  test('SEARCH1: what was noted of a customer is found too', () => {
    const world = new World();
    const subject = world.report('10001234567', 30, { name: 'Mary', note: 'Paid at: half one' });
    world.run({ do: 'note', subject, note: 'Neighbour has a key' });
    expect(searchRank(world.summary(subject), readQuery('half one'))).toBe(3);
    expect(searchRank(world.summary(subject), readQuery('neighbour key'))).toBe(3);
  });

  test.each([
    ['10 001 234 567', 0],
    ['SP-2439120', 0],
    ['354500465', 0],
    ['020 914 0017', 0],
    ['v94c3c8', 0],
    ['Mary Byrne', 1],
    ['mary b', 2],
    ['byrne limerick', 3],
    ['0046', 4],
    ['mary 0046', 4],
  ] as const)('SEARCH5: %j is an answer of rank %i', (query, rank) => {
    const world = new World();
    const subject = world.report('10001234567', 30, {
      name: 'Mary Byrne',
      address: '74 Sample Street, Limerick',
      account: 'SP2439120',
      eircode: 'V94 C3C8',
      phone: '0209140017',
      serial: '354500465',
    });
    expect(searchRank(world.summary(subject), readQuery(query))).toBe(rank);
  });

  test('DESK3: settings of the desk are a fold of who changed what; unusable ones fall back', () => {
    const event = (body: unknown, kind: string) =>
      ({
        kind,
        body,
        id: 'e',
        subject: 'desk:d',
        operator: 'Aoife',
        device: 'd',
        recordedAt: 1,
        happenedAt: 1,
      }) as Parameters<typeof applyToDesk>[1];
    let desk = applyToDesk(
      newDesk,
      event(
        { changes: { 'clock.supplierMinutes': 50, 'clock.alarmMinutes': '30 x 70, 9999' } },
        'desk.settings',
      ),
    );
    expect(clockSettings(desk)).toEqual({ supplierMinutes: 50, alarmMinutes: [30, 70] });
    desk = applyToDesk(desk, event({ name: 'Brian' }, 'operator.arrived'));
    desk = applyToDesk(desk, event({ name: 'Aoife' }, 'operator.arrived'));
    expect(desk.operators).toEqual(['Aoife', 'Brian']);
    expect(clockSettings(newDesk)).toEqual(shippedClock);
    expect(readMinutes('')).toEqual([]);
  });

  test('DESKS5: what holds at every desk is a supervisor’s to say; what is this desk’s own is anybody’s', () => {
    const world = new World();
    const sets = (changes: Readonly<Record<string, number>>) =>
      world.run({ do: 'settings', changes });
    const isSet = { subject: `desk:${world.desk}` };
    world.mayRelease = false;
    for (const changes of [{ 'release.mostPercent': 30 }, { 'channels.emma': 1 }])
      expect(sets(changes)).toEqual({ code: 'mayNotSet' });
    expect(sets({ 'clock.supplierMinutes': 50 })).toMatchObject(isSet);
    world.mayRelease = true;
    expect(sets({ 'release.mostPercent': 30 })).toMatchObject(isSet);
  });
});

test('RUNWAY11: the scale is as long as the night is late', () => {
  const of = (early: number, late: number, minutes: number) =>
    runwayEnd([
      ...Array.from({ length: early }, () => 20),
      ...Array.from({ length: late }, () => minutes),
    ]);
  expect(runwayEnd([])).toBe(110);
  expect(of(80, 20, 140)).toBe(110);
  expect(of(79, 21, 140)).toBe(150);
  expect(of(10, 90, 170)).toBe(180);
  expect(of(10, 90, 900)).toBe(240);
});
