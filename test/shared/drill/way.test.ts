// From payment to meter and back, and what waits where.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from '../../../shared/lib/decode.ts';
import type { Mprn } from '../../../shared/domain/mprn.ts';
import { outstandingRowSchema } from '../../../shared/domain/outstanding.ts';
import { Market } from '../../../shared/drill/market/market.ts';
import {
  anyNight,
  anyOptions,
  from,
  HOUR,
  isFinal,
  market,
  meters,
  minute,
  mprnOf,
  one,
  onlyOf,
  request,
  settle,
  stepTo,
  tell,
  three,
  timeOf,
  two,
  typesOf,
} from './night.ts';

test('DRILL2 a payment puts a customer back, used-up credit switches one off, each confirmed', () => {
  const played = market({
    meters: [
      { mprn: one, isOn: false },
      { mprn: two, isOn: true },
    ],
  });
  played.pay(one, minute(1));
  played.runOut(two, minute(1));
  const heard = settle(played);
  expect(
    typesOf(heard)
      .map((type) => (/^(106E|307)$/.test(type) ? 'on' : 'off'))
      .sort(),
  ).toEqual(['off', 'on']);
  expect(played.truth.meters.get(one)?.isOn).toBe(true);
  expect(played.truth.meters.get(two)?.isOn).toBe(false);
  expect(played.truth.meters.get(one)?.history.map(({ cause }) => cause.by)).toEqual([
    'beginning',
    'message',
  ]);
  expect(played.truth.cutOffs).toEqual([]);
  expect(played.now).toBeLessThan(minute(3));
});

test('DRILL2 who is on keeps the power and sends nothing, and pays again after a cut-off', () => {
  const played = market({ meters: meters(true) });
  played.pay(one, minute(1));
  expect(typesOf(settle(played))).toEqual([]);
  played.runOut(one, minute(10));
  settle(played);
  played.pay(one, minute(20));
  settle(played);
  expect(played.truth.meters.get(one)?.history.map(({ isOn }) => isOn)).toEqual([
    true,
    false,
    true,
  ]);
});

test.each([4, 5, 6, 7, 8, 9, 10, 11, 12])(
  'DRILL3 in front of point %i messages wait and run in their old order',
  (point) => {
    const played = market({
      meters: meters(false, 20),
      outages: [{ point, from: minute(1), to: minute(90) }],
      drainMs: 10_000,
    });
    const order = Array.from({ length: 20 }, (_, place) => mprnOf((place * 7) % 20));
    // By payment, so that the trigger and SAP PO are on the way too.
    order.forEach((mprn, place) => played.pay(mprn, minute(2 + place)));
    played.advance(minute(80));
    expect(played.waiting().map((each) => [each.point, each.mprn])).toEqual(
      order.map((mprn) => [point, mprn]),
    );
    expect(played.truth.effects.size).toBe(0);
    settle(played);
    const ran = [...played.truth.effects.values()].flat();
    expect(ran.map(({ mprn }) => mprn)).toEqual(order);
    expect(ran.every(({ at }) => at >= minute(90))).toBe(true);
    // One after the other, not all at once.
    expect((ran.at(-1)?.at ?? 0) - (ran[0]?.at ?? 0)).toBeGreaterThan(150_000);
  },
);

test('DRILL3 whatever fails and for how long, the messages of one MPRN reach its meter in the order of the hub', () => {
  fc.assert(
    fc.property(anyOptions, anyNight, (options, night) => {
      const played = new Market(options);
      const passed = new Set<string>();
      const look = () => {
        for (const { point, txRefNbr } of played.waiting())
          if (point !== 'held' && point >= 8) passed.add(txRefNbr);
      };
      for (const input of night) {
        if (input.type === 'phone' || input.type === 'cancelInEmma') continue;
        stepTo(played, timeOf(input), look);
        tell(played, input);
      }
      while (!played.isIdle()) stepTo(played, played.nextAt(), look);
      const ran = [...played.truth.effects.values()].flat();
      for (const mprn of played.truth.meters.keys()) {
        const own = ran.filter((each) => each.mprn === mprn).map(({ txRefNbr }) => txRefNbr);
        expect(own).toEqual([...passed].filter((each) => own.includes(each)));
      }
    }),
    { numRuns: 40 },
  );
});

test('DRILL3 answers wait for the hub too', () => {
  const played = market();
  played.send(request(one, 'E05', from), minute(1));
  while (played.truth.effects.size === 0) played.advance(played.nextAt());
  played.outage(7, played.now, null);
  expect(played.advance(minute(60))).toEqual([]);
  played.restore(7, minute(61));
  const [heard] = settle(played);
  expect(heard?.at).toBeGreaterThan(minute(61));
});

test('DRILL13 after all outages every 017 that reached the hub is answered once', () => {
  fc.assert(
    fc.property(anyOptions, anyNight, (options, night) => {
      const played = new Market(options);
      const sent = new Set<string>();
      const sendings = new Map<string, number>();
      for (const input of night) {
        if (input.type === 'send') {
          const number = input.message.header.TxRefNbr;
          sendings.set(number, (sendings.get(number) ?? 0) + 1);
        }
        tell(played, input);
      }
      const all = [...settle(played)];
      // What Networks was asked to hold lies there until it is asked to let it go.
      for (const mprn of played.truth.meters.keys())
        played.phone({ mprn: mprn as Mprn, ask: 'releaseD05', at: played.now });
      const heard = [...all, ...settle(played)].filter(isFinal);
      const counts = new Map<string, number>();
      for (const { about } of heard)
        if (about !== null) counts.set(about, (counts.get(about) ?? 0) + 1);
      for (const [number, count] of counts) {
        sent.add(number);
        expect(count).toBeLessThanOrEqual(Math.max(1, sendings.get(number) ?? 1));
        if ((sendings.get(number) ?? 1) === 1) expect(count).toBe(1);
      }
      for (const number of played.truth.effects.keys()) expect(sent).toContain(number);
      expect(played.outstanding()).toEqual([]);
      expect(played.waiting()).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('DRILL14 what waits at Networks for more than half an hour is said to be delayed, once', () => {
  const played = market({ outages: [{ point: 10, from, to: minute(120) }] });
  played.send(request(one, 'E05', from, 'A'), minute(1));
  expect(typesOf(played.advance(minute(30)))).toEqual([]);
  const [delay] = played.advance(minute(119));
  expect(delay?.message).toMatchObject({ type: '117D', body: { OriginalTxRefNbr: 'A' } });
  expect(played.outstanding()).toMatchObject([{ txRefNbr: 'A', state: 'accepted' }]);
  expect(typesOf(settle(played))).toHaveLength(1);
});

test('DRILL17 the list of outstanding 017s is what EMMA knows', () => {
  const played = market({
    outages: [
      { point: 7, from, to: minute(60) },
      { point: 9, from, to: minute(90) },
    ],
    faults: { requestLost: { of: [two] } },
  });
  played.send(request(one, 'E05', from, 'A'), minute(1));
  played.send(request(two, 'E05', from, 'B'), minute(2));
  played.pay(three, minute(3));
  played.advance(minute(50));
  expect(played.outstanding().map(({ mprn, state }) => [mprn, state])).toEqual([
    [one, 'queuedInEmma'],
    [two, 'queuedInEmma'],
    [three, 'queuedInEmma'],
  ]);
  for (const row of played.outstanding()) expect(decode(outstandingRowSchema, row).ok).toBe(true);
  expect(played.outstanding()[2]).toMatchObject({ reason: 'E05', paidAt: minute(3) });
  played.advance(minute(80));
  expect(played.outstanding().map(({ mprn, state }) => [mprn, state])).toEqual([
    [one, 'atHub'],
    [two, 'unknown'],
    [three, 'atHub'],
  ]);
  settle(played);
  expect(played.outstanding().map(({ mprn, state }) => [mprn, state])).toEqual([[two, 'unknown']]);
});

test('DRILL17 what waits before EMMA is in no list of EMMA’s', () => {
  const played = market({ outages: [{ point: 5, from, to: null }] });
  played.pay(one, minute(1));
  played.advance(minute(10));
  expect(played.outstanding()).toEqual([]);
  expect(played.waiting()).toMatchObject([{ point: 5, mprn: one }]);
  // A webform goes round SAP PO.
  played.send(request(one, 'E05', minute(11), 'W'), minute(11));
  played.advance(minute(20));
  expect(played.truth.meters.get(one)?.isOn).toBe(true);
});

test('DRILL19 it is idle when nothing moves, and the next thing is then the end of the day', () => {
  const played = market({ outages: [{ point: 9, from, to: null }] });
  expect(played.isIdle()).toBe(true);
  expect(played.nextAt()).toBe(Date.parse('2026-11-22T03:00:00Z'));
  played.send(request(one, 'E05', from), minute(1));
  expect(played.isIdle()).toBe(false);
  expect(played.nextAt()).toBe(minute(1));
  played.advance(from + 8 * HOUR);
  expect(played.isIdle()).toBe(false);
  played.restore(9, from + 9 * HOUR);
  expect(onlyOf(settle(played).filter(isFinal), `${one}-E05`).at).toBeGreaterThan(from + 9 * HOUR);
  expect(played.isIdle()).toBe(true);
});
