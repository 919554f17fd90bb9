// ESB Networks on the phone, by what it can see; and EMMA, from which a message can be taken.
import { expect, test } from 'vitest';
import {
  from,
  isFinal,
  market,
  meters,
  minute,
  one,
  onlyOf,
  request,
  settle,
  typesOf,
  type Ask,
} from './night.ts';

const on = { meters: meters(true) };
const call = (ask: Ask, count: number) => ({ mprn: one, ask, at: minute(count) });

test.each([
  [6, 'none'],
  [7, 'none'],
  [8, 'waiting'],
  [9, 'waiting'],
  [12, 'waiting'],
] as const)('DRILL10 a D05 in front of point %i: Networks says "%s"', (point, d05) => {
  const played = market({ ...on, outages: [{ point, from, to: minute(60) }] });
  played.runOut(one, minute(1));
  expect(played.phone(call('askD05', 5))).toMatchObject({ outcome: 'answered', d05 });
  const isSeen = d05 === 'waiting';
  expect(played.phone(call('cancelD05', 6))).toMatchObject({ d05: isSeen ? 'cancelled' : 'none' });
  expect(played.phone(call('askD05', 7))).toMatchObject({ d05: 'none' });
  const heard = settle(played).filter(isFinal);
  expect(heard.map(({ message }) => message.type === '131')).toEqual([isSeen]);
  expect(played.truth.meters.get(one)?.isOn).toBe(isSeen);
  expect(played.outstanding()).toEqual([]);
});

test.each([8, 10])(
  'DRILL10 a held D05 in front of point %i does not run until it is released',
  (point) => {
    const played = market({ ...on, outages: [{ point, from, to: minute(60) }] });
    played.send(request(one, 'D05', from, 'A'), minute(1));
    expect(played.phone(call('holdD05', 5))).toMatchObject({ d05: 'held' });
    expect(played.waiting()).toMatchObject([{ point: 'held', txRefNbr: 'A' }]);
    // Sent again it stays held.
    played.send(request(one, 'D05', from, 'A'), minute(6));
    const heard = settle(played);
    expect(new Set(typesOf(heard))).toEqual(new Set(['131']));
    expect(played.outstanding()).toMatchObject([{ txRefNbr: 'A', state: 'accepted' }]);
    expect(played.phone(call('askD05', 90))).toMatchObject({ d05: 'held' });
    expect(played.truth.meters.get(one)?.isOn).toBe(true);
    expect(played.phone(call('releaseD05', 91))).toMatchObject({ d05: 'waiting' });
    expect(settle(played).filter(isFinal)).toHaveLength(1);
    expect(played.truth.meters.get(one)?.isOn).toBe(false);
    expect(played.truth.effects.get('A')).toHaveLength(1);
  },
);

test('DRILL10 a cancelled D05 that is sent again is answered as cancelled', () => {
  const played = market({ ...on, outages: [{ point: 8, from, to: minute(60) }] });
  const d05 = request(one, 'D05', from, 'A');
  played.send(d05, minute(1));
  played.send(d05, minute(2));
  played.phone(call('cancelD05', 5));
  const first = onlyOf(settle(played), 'A');
  played.send(d05, minute(70));
  expect(onlyOf(settle(played), 'A').message).toEqual(first.message);
  expect(played.truth.effects.size).toBe(0);
});

test('DRILL10 asked about 017s, Networks tells what it has', () => {
  const played = market({
    outages: [{ point: 7, from: minute(10), to: minute(60) }],
    faults: { answerLost: { of: ['A'] } },
  });
  expect(played.phone(call('ask017', 0))).toMatchObject({ seen: [] });
  played.send(request(one, 'E05', from, 'A'), minute(1));
  played.send(request(one, 'D05', minute(11), 'B'), minute(11));
  // It had its effect; only its answer was lost. The other one is in EMMA.
  expect(played.phone(call('ask017', 20))).toMatchObject({
    seen: [{ txRefNbr: 'A', state: 'done' }],
  });
});

test('DRILL10 a call that nobody takes, and a question that nobody can answer, change nothing', () => {
  const night = (phone: { noAnswer?: number; unknown?: number }) => {
    const played = market({ ...on, phone, outages: [{ point: 9, from, to: minute(60) }] });
    played.runOut(one, minute(1));
    const answer = played.phone(call('cancelD05', 5));
    settle(played);
    expect(played.truth.meters.get(one)?.isOn).toBe(false);
    return answer;
  };
  expect(night({ noAnswer: 1 })).toEqual({ ask: 'cancelD05', outcome: 'noAnswer' });
  expect(night({ unknown: 1 })).toMatchObject({ d05: 'unknown' });
});

test('DRILL11 by phone at once, or by a crew where the way to the meter is down or there is none', () => {
  const played = market({ outages: [{ point: 6, from, to: minute(60) }] });
  expect(played.phone(call('reenergise', 1))).toMatchObject({ outcome: 'done' });
  expect(played.phone(call('reenergise', 2))).toMatchObject({ outcome: 'alreadyOn' });
  expect(played.truth.meters.get(one)?.history.at(-1)).toMatchObject({
    at: minute(1),
    cause: { by: 'phone' },
  });
  for (const options of [
    { outages: [{ point: 10, from, to: minute(300) }] },
    { meters: [{ mprn: one, isOn: false, ctf: '02' }] },
    { meters: [{ mprn: one, isOn: false, isSwitchable: false }] },
  ]) {
    const away = market(options);
    const answer = away.phone(call('reenergise', 1));
    expect(answer).toMatchObject({ outcome: 'promised' });
    settle(away);
    const [, back] = away.truth.meters.get(one)?.history ?? [];
    expect(back).toMatchObject({ cause: { by: 'crew' } });
    expect(answer).toMatchObject({ promisedAt: back?.at });
  }
});

test('DRILL11 Networks switches nothing for an MPRN that is not ours', () => {
  const played = market({ meters: [{ mprn: one, isOn: false, supplier: 'OTH' }] });
  expect(played.phone(call('reenergise', 1))).toMatchObject({ outcome: 'refused' });
  const none = market({ meters: [] });
  expect(none.phone(call('reenergise', 1))).toMatchObject({ outcome: 'notFound' });
});

test('DRILL11 where it confirms, a message comes that answers no 017', () => {
  const played = market({ afterPhone: 'confirmed' });
  const answer = played.phone(call('reenergise', 1));
  const [heard] = settle(played);
  expect(heard).toMatchObject({ about: null });
  expect(heard?.message.body).toMatchObject({
    MPRN: one,
    NetworksReferenceNumber: 'reference' in answer ? answer.reference : '',
  });
});

test('DRILL12 a D05 is taken out of EMMA while it lies there, and not later', () => {
  const played = market({ ...on, outages: [{ point: 7, from, to: minute(60) }] });
  const d05 = request(one, 'D05', from, 'A');
  expect(played.cancelInEmma('A', minute(1))).toBe('notThere');
  played.send(d05, minute(2));
  expect(played.cancelInEmma('A', minute(5))).toBe('cancelled');
  expect(played.outstanding()).toEqual([]);
  // The systems know that this customer is on: a payment triggers nothing.
  played.pay(one, minute(6));
  expect(settle(played)).toEqual([]);
  expect(played.truth.meters.get(one)?.isOn).toBe(true);
  played.send(d05, minute(70));
  settle(played);
  expect(played.cancelInEmma('A', minute(80))).toBe('hasLeft');
  expect(played.truth.meters.get(one)?.isOn).toBe(false);
});

test('DRILL12 a resend taken out of EMMA does not bring back what has left it', () => {
  const played = market({ ...on, outages: [{ point: 9, from, to: minute(60) }] });
  const d05 = request(one, 'D05', from, 'A');
  played.send(d05, minute(1));
  played.advance(minute(5));
  played.outage(6, minute(5), minute(30));
  played.send(d05, minute(6));
  played.advance(minute(6));
  expect(played.outstanding()).toMatchObject([{ state: 'queuedInEmma' }]);
  expect(played.cancelInEmma('A', minute(7))).toBe('hasLeft');
  expect(played.outstanding()).toMatchObject([{ state: 'atHub' }]);
});
