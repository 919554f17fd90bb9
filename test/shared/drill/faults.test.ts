// What the market refuses, doubles and loses, and what it counts.
import * as fc from 'fast-check';
import { must } from '../../../shared/lib/check.ts';
import { expect, test } from 'vitest';
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
  tell,
  three,
  two,
  typesOf,
} from './night.ts';

const byText = (a = '', b = ''): number => (a < b ? -1 : 1);

test('DRILL4 a payment that meets a failed vendor is lost: no E05, until a person puts the account right', () => {
  const played = market({ outages: [{ point: 1, from, to: minute(60) }], lostPayments: 1 });
  played.pay(one, minute(1));
  expect(typesOf(settle(played))).toEqual([]);
  expect(played.truth.meters.get(one)).toMatchObject({
    isOn: false,
    payments: [{ knownAt: null }],
  });
  played.correctAccount(one, minute(90));
  expect(typesOf(settle(played))).toHaveLength(1);
  expect(played.truth.meters.get(one)?.isOn).toBe(true);
});

test('DRILL4 late payments are reconciled on resumption', () => {
  const played = market({ outages: [{ point: 3, from, to: minute(60) }], lostPayments: 0 });
  played.pay(one, minute(1));
  settle(played);
  expect(played.truth.meters.get(one)?.history.at(-1)?.at).toBeGreaterThan(minute(60));
});

test('DRILL4 DRILL9 the monitoring cuts off whose payment it does not see, unless disconnections are held', () => {
  const night = (isHeld: boolean) => {
    const played = market({
      meters: meters(true),
      outages: [{ point: 2, from, to: minute(300) }],
      lostPayments: 1,
      wrongD05: 1,
    });
    if (isHeld) played.hold('everybody', minute(1));
    played.pay(one, minute(2));
    settle(played);
    return played;
  };
  expect(night(false).truth.cutOffs).toMatchObject([{ mprn: one, paidAt: minute(2) }]);
  const held = night(true);
  expect(held.truth.meters.get(one)?.isOn).toBe(true);
  // Lifted before the account is right, the hold has helped nobody.
  held.release('everybody', minute(400));
  settle(held);
  expect(held.truth.cutOffs).toHaveLength(1);
  const right = night(true);
  right.correctAccount(one, minute(390));
  right.release('everybody', minute(400));
  settle(right);
  expect(right.truth.meters.get(one)?.isOn).toBe(true);
});

test('DRILL5 the same TxRefNbr has one effect and the same answer again; another one is a second request', () => {
  const played = market();
  const first = request(one, 'E05', from, 'A');
  played.send(first, minute(1));
  played.send(first, minute(1));
  expect(typesOf(settle(played))).toHaveLength(1);
  played.send(first, minute(20));
  const [again] = settle(played);
  expect(again?.about).toBe('A');
  expect(played.truth.effects.get('A')).toHaveLength(1);
  expect(played.truth.doubled).toEqual([]);
  played.send(request(one, 'E05', minute(30), 'B'), minute(30));
  expect(onlyOf(settle(played), 'B').message).toMatchObject({
    type: '117R',
    body: { RejectReasonCode: 'STATUS' },
  });
  expect(played.truth.doubled).toMatchObject([{ txRefNbr: 'B', how: 'rejected' }]);
});

test('DRILL5 at most one effect of a TxRefNbr, whatever is sent, lost, called and cancelled', () => {
  fc.assert(
    fc.property(anyOptions, anyNight, (options, night) => {
      const played = new Market({
        ...options,
        faults: {
          requestLost: { share: 0.3 },
          answerLost: { share: 0.3 },
          rejected: { share: 0.1 },
        },
      });
      for (const input of night) {
        tell(played, input);
        // Everything is sent once more.
        if (input.type === 'send') tell(played, input);
      }
      settle(played);
      for (const input of night) {
        if (input.type !== 'send') continue;
        played.send(input.message, played.now);
        settle(played);
      }
      for (const effects of played.truth.effects.values()) expect(effects).toHaveLength(1);
    }),
    { numRuns: 150 },
  );
});

test('DRILL6 a message older than the newest accepted one is refused', () => {
  const played = market({ outages: [{ point: 5, from, to: minute(60) }], meters: meters(true) });
  // The supplier's D05 waits in front of SAP PO while a newer one goes round by webform.
  played.runOut(one, minute(1));
  played.send(request(one, 'D05', minute(5), 'W'), minute(5));
  const heard = settle(played).filter(isFinal);
  expect(heard.map(({ about }) => about === 'W')).toEqual([true, false]);
  expect(heard[1]?.message).toMatchObject({ type: '117R', body: { RejectReasonCode: 'OLDER' } });
});

test('DRILL23 a market that names no TxRefNbr of what it answers says its business reference, where there is one', () => {
  const bodies = (namesOriginal: boolean) => {
    const played = market({ namesOriginal, meters: meters(true) });
    const plain = request(two, 'E05', minute(1), 'B');
    const { MPBusinessReference: _, ...unreferred } = plain.body;
    played.send(request(one, 'E05', minute(1), 'A'), minute(1));
    played.send({ ...plain, body: unreferred }, minute(1));
    return settle(played).flatMap(({ message }) => (message.type === '117R' ? message.body : []));
  };
  expect(bodies(true)).toMatchObject([
    { MPBusinessReference: 'CON-A', OriginalTxRefNbr: 'A' },
    { OriginalTxRefNbr: 'B' },
  ]);
  const [referred, unreferred] = bodies(false);
  expect(referred).toMatchObject({ MPRN: one, MPBusinessReference: 'CON-A' });
  expect(referred).not.toHaveProperty('OriginalTxRefNbr');
  expect(unreferred).toMatchObject({ MPRN: two, OriginalTxRefNbr: 'B' });
});

test('DRILL7 what cannot be done is rejected with its reason', () => {
  const played = market({
    meters: [
      { mprn: one, isOn: false, ctf: '02' },
      { mprn: two, isOn: false },
      { mprn: three, isOn: false, isSwitchable: false },
      { mprn: mprnOf(3), isOn: false },
    ],
    outages: [{ point: 6, from: minute(1), to: minute(30) }],
  });
  for (const [place, mprn] of [one, two, three, mprnOf(3), mprnOf(4)].entries())
    played.send(request(mprn, place === 3 ? 'D05' : 'E05', from, `T${place}`), minute(2));
  played.changeSupplier(two, 'OTH', minute(10));
  const reasons = settle(played).map(({ message }) =>
    message.type === '117R' ? message.body.RejectReasonCode : message.type,
  );
  expect(reasons.toSorted(byText)).toEqual([
    'MPRN',
    'NO-SWITCH',
    'NOT-ON-BOOK',
    'NOT-REMOTE',
    'STATUS',
  ]);
  expect(played.truth.effects.size).toBe(0);
});

test('DRILL7 a message of somebody else is rejected at the gateway, each time alike', () => {
  const played = market();
  const { header, ...rest } = request(one, 'E05', from, 'A');
  const foreign = { ...rest, header: { ...header, SenderID: 'OTH' } };
  played.send(foreign, minute(1));
  played.send(foreign, minute(5));
  const heard = settle(played);
  expect(heard.map(({ message }) => message.type)).toEqual(['601', '601']);
  expect(heard[0]?.message).toEqual(heard[1]?.message);
});

test('DRILL8 a reconnection that waited at Networks while a person switched the meter on runs doubled', () => {
  const played = market({ outages: [{ point: 9, from, to: minute(60) }], crewMs: [1000, 1000] });
  played.send(request(one, 'E05', from, 'A'), minute(1));
  played.advance(minute(5));
  expect(played.phone({ mprn: one, ask: 'reenergise', at: minute(6) })).toMatchObject({
    outcome: 'promised',
  });
  const heard = settle(played).filter(isFinal);
  expect(heard.map(({ about }) => about)).toEqual(['A']);
  expect(played.truth.doubled).toMatchObject([{ txRefNbr: 'A', how: 'ran' }]);
  expect(played.truth.effects.get('A')).toMatchObject([{ changed: false }]);
});

test.each([
  ['recorded', 'rejected'],
  ['nothing', 'ran'],
] as const)(
  'DRILL8 DRILL11 one that waited in EMMA is doubled: register %s, %s',
  (afterPhone, how) => {
    const played = market({ outages: [{ point: 7, from, to: minute(60) }], afterPhone });
    played.send(request(one, 'E05', from, 'A'), minute(1));
    expect(played.phone({ mprn: one, ask: 'reenergise', at: minute(6) })).toMatchObject({
      outcome: 'done',
    });
    settle(played);
    expect(played.truth.doubled).toMatchObject([{ txRefNbr: 'A', how }]);
  },
);

test('DRILL9 a waiting D05 cuts off who has paid since, and not who has not', () => {
  const played = market({ meters: meters(true), outages: [{ point: 7, from, to: minute(60) }] });
  played.runOut(one, minute(1));
  played.runOut(two, minute(1));
  played.outage(4, minute(9), minute(120));
  played.pay(one, minute(10));
  settle(played);
  expect(played.truth.cutOffs).toMatchObject([{ mprn: one, paidAt: minute(10) }]);
  // Its reconnection came behind it.
  expect(played.truth.meters.get(one)?.isOn).toBe(true);
  expect(played.truth.meters.get(two)?.isOn).toBe(false);
});

test('DRILL16 so many rejections, so many lost replies, by count and by name', () => {
  const played = market({
    meters: meters(false, 40),
    faults: {
      rejected: { share: 1, most: 5 },
      answerLost: { of: [mprnOf(20), mprnOf(21), mprnOf(22)], reason: 'E05' },
    },
  });
  for (let place = 0; place < 40; place++)
    played.send(request(mprnOf(place), 'E05', from), minute(1) + place * 5000);
  const heard = settle(played);
  expect(heard.filter(({ message }) => message.type === '117R')).toHaveLength(5);
  expect(heard).toHaveLength(37);
  expect(played.truth.effects.size).toBe(35);
  expect(played.outstanding().map(({ mprn }) => mprn)).toEqual([
    mprnOf(20),
    mprnOf(21),
    mprnOf(22),
  ]);
});

test('DRILL16 a lost 017 has no effect until it is sent again; a lost answer comes with a resend, unless nobody answers', () => {
  const played = market({
    faults: { requestLost: { of: ['A'] }, answerLost: { of: ['B'] }, neverAnswered: { of: ['C'] } },
  });
  const all = [
    request(one, 'E05', from, 'A'),
    request(two, 'E05', from, 'B'),
    request(three, 'E05', from, 'C'),
  ];
  for (const message of all) played.send(message, minute(1));
  expect(settle(played)).toEqual([]);
  expect([...played.truth.effects.keys()].toSorted(byText)).toEqual(['B', 'C']);
  for (const message of all) played.send(message, minute(10));
  expect(
    settle(played)
      .map(({ about }) => about ?? '')
      .toSorted(byText),
  ).toEqual(['A', 'B']);
  expect(played.truth.doubled).toEqual([]);
});

test('DRILL16 answers come twice, late, and out of order', () => {
  const played = market({
    meters: meters(false, 60),
    faults: {
      answerDoubled: { of: [one] },
      answerLate: { of: [two] },
      answerOutOfOrder: { share: 0.5 },
    },
  });
  for (let place = 0; place < 60; place++)
    played.send(request(mprnOf(place), 'E05', from), minute(1) + place * 1000);
  const heard = settle(played);
  expect(heard).toHaveLength(61);
  expect(heard.filter(({ about }) => about === `${one}-E05`)).toHaveLength(2);
  expect(onlyOf(heard, `${two}-E05`).at).toBeGreaterThan(minute(10));
  const times = heard.map(({ message }) => message.header.MarketTimestamp);
  expect(times).not.toEqual([...times].sort((a, b) => a - b));
});

test('DRILL16 what befalls a message does not depend on who else is about', () => {
  const faults = { rejected: { share: 0.3 }, answerLost: { share: 0.3 } };
  const ends = (count: number) => {
    const played = market({ meters: meters(false, 40), faults });
    for (let place = 0; place < count; place++)
      played.send(request(mprnOf(place), 'E05', from), minute(1) + place * 1000);
    const heard = settle(played);
    return Array.from(
      { length: 20 },
      (_, place) => heard.find(({ about }) => about === `${mprnOf(place)}-E05`)?.message.type,
    );
  };
  expect(ends(20)).toEqual(ends(40));
});

test('DRILL15 the day of the market: counts and lists from 03:00 to 03:00, Irish time', () => {
  const start = Date.parse('2026-03-28T20:00:00Z');
  const played = market({
    from: start,
    faults: { answerLost: { of: [one] }, neverAnswered: { of: [two] } },
  });
  const at = start + HOUR;
  for (const mprn of [one, two, three]) played.send(request(mprn, 'E05', start), at);
  // Sent again it is still one line.
  played.send(request(three, 'E05', start), at + HOUR);
  const heard = played.advance(Date.parse('2026-03-30T12:00:00Z'));
  const daily = heard.filter(({ message }) => message.type === '602' || message.type === '603');
  // The clocks go forward in that night.
  expect(
    daily.map(({ message }) => new Date(message.header.MarketTimestamp).toISOString()),
  ).toEqual([
    '2026-03-29T02:00:00.000Z',
    '2026-03-29T02:00:00.000Z',
    '2026-03-30T02:00:00.000Z',
    '2026-03-30T02:00:00.000Z',
  ]);
  const [count, list, nothing] = daily.map(({ message }) => message);
  expect(count?.body).toEqual({ ReconciliationDate: '2026-03-28' });
  expect(list?.body).toEqual({
    ReconciliationDate: '2026-03-28',
    SequenceNumber: 1,
    SequenceTotal: 1,
  });
  expect(list?.lines.map((line) => ('TxRefNbr' in line ? line.MessageTypeCode : ''))).toHaveLength(
    5,
  );
  const lines = JSON.stringify(list?.lines);
  for (const mprn of [one, two, three]) expect(lines).toContain(`${mprn}-E05`);
  const sum = count?.type === '602' ? count.lines.reduce((all, { Count }) => all + Count, 0) : 0;
  expect(sum).toBe(5);
  expect(nothing?.lines).toEqual([]);
});

test('DRILL22 what was lost behind the hub comes when it is asked for, once, under its own TxRefNbr; the day lists it once', () => {
  const played = market({ faults: { answerLost: { of: [one] } } });
  for (const mprn of [one, two]) played.send(request(mprn, 'E05', from), minute(1));
  const before = played.advance(minute(120));
  expect(before.some(({ message }) => 'MPRN' in message.body && message.body.MPRN === one)).toBe(
    false,
  );
  const day = played.advance(from + 24 * HOUR);
  const [list] = day.flatMap(({ message }) => (message.type === '603' ? [message] : []));
  const heard = new Set([...before, ...day].map(({ message }) => message.header.TxRefNbr));
  const lines = must(list, 'every day has one').lines.map(({ TxRefNbr }) => TxRefNbr);
  const missing = lines.filter((each) => !heard.has(each) && !each.startsWith('T'));
  played.resend('none of theirs', played.now + 1);
  for (const each of missing) played.resend(each, played.now + 1);
  const asked = played.advance(played.now + HOUR).map(({ message }) => message);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.every(({ header }) => missing.includes(header.TxRefNbr))).toBe(true);
  expect(asked.map(({ body }) => ('MPRN' in body ? body.MPRN : null))).toContain(one);
  const next = played.advance(from + 48 * HOUR);
  const again = next.flatMap(({ message }) => (message.type === '603' ? message.lines : []));
  expect(again).toEqual([]);
});

test('DRILL15 a long day is several lists', () => {
  const played = market({ meters: meters(false, 3) });
  for (let count = 0; count < 600; count++)
    played.send(request(one, 'E05', from, `T${count}`), minute(1) + count * 100);
  const lists = played
    .advance(from + 24 * HOUR)
    .flatMap(({ message }) => (message.type === '603' ? [message] : []));
  expect(
    lists.map(({ body, lines }) => [body.SequenceNumber, body.SequenceTotal, lines.length]),
  ).toEqual([
    [1, 3, 500],
    [2, 3, 500],
    [3, 3, 200],
  ]);
});
