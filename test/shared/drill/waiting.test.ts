// A market that begins with messages that wait.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HUB_DOWN, LISTED, marketOf, readSample } from '../../../shared/drill/night/sample.ts';
import { Market } from '../../../shared/drill/market/market.ts';
import {
  from,
  market,
  meters,
  minute,
  one,
  request,
  settle,
  three,
  two,
  typesOf,
} from './night.ts';

const outages = [7, 8].map((point) => ({ point, from, to: minute(60) }));

test('DRILL20 what is loaded lies where it was said, is listed so, and runs when the way is free', () => {
  const e05 = (mprn: typeof one, tx: string) => request(mprn, 'E05', from - 1000, tx);
  const played = market({
    outages,
    waiting: [
      { message: e05(one, 'A'), at: from - 1000, lies: 'emma' },
      { message: e05(two, 'B'), at: from, lies: 'hub' },
      { message: e05(three, 'C'), at: minute(2), lies: 'nowhere', receipt: 'unknown' },
      { message: request(two, 'D05', from - 5000, 'D'), at: from, lies: 'hub', receipt: 'none' },
    ],
  });
  played.advance(minute(1));
  expect(played.outstanding()).toMatchObject([
    { txRefNbr: 'A', state: 'queuedInEmma' },
    { txRefNbr: 'B', state: 'atHub' },
  ]);
  played.advance(minute(3));
  expect(played.outstanding().at(-1)).toMatchObject({ txRefNbr: 'C', state: 'unknown' });
  expect(played.waiting()).toMatchObject([
    { point: 7, txRefNbr: 'A' },
    { point: 8, txRefNbr: 'B' },
    { point: 8, txRefNbr: 'D' },
  ]);
  expect(played.cancelInEmma('B', minute(4))).toBe('hasLeft');
  settle(played);
  expect([one, two, three].map((mprn) => played.truth.meters.get(mprn)?.isOn)).toEqual([
    true,
    true,
    false,
  ]);
  expect(played.outstanding()).toMatchObject([{ txRefNbr: 'C', state: 'unknown' }]);
});

test('DRILL20 loaded with the sample, its list is the sample’s list', () => {
  const file = (name: string) =>
    readFileSync(join(import.meta.dirname, '../../../renderer/sample', name), 'utf8');
  const sample = readSample({
    outage: file('hub-outage.csv'),
    outstanding: file('outstanding-017.csv'),
    customers: file('customers.csv'),
  });
  const played = new Market(marketOf(sample, 1));
  played.advance(LISTED);
  const plain = (messages: ReturnType<Market['outstanding']>) =>
    messages
      .map(({ mprn, reason, txRefNbr, sentAt, state }) =>
        [mprn, reason, txRefNbr, sentAt, state].join(' '),
      )
      .sort();
  expect(plain(played.outstanding())).toEqual(plain(sample.messages));
  expect(played.truth.effects.size).toBe(0);
  expect(HUB_DOWN).toBeLessThan(LISTED);
});

test('DRILL21 an E05 that Networks has received is done by the call, answered, and runs once', () => {
  const night = (phoneDoes017: boolean) => {
    const played = market({
      outages,
      phoneDoes017,
      meters: meters(false),
      waiting: [{ message: request(one, 'E05', from - 1000, 'A'), at: from, lies: 'hub' }],
    });
    const call = { mprn: one, ask: 'reenergise', at: minute(5) } as const;
    expect(played.phone(call)).toMatchObject({ outcome: 'done' });
    expect(played.truth.meters.get(one)?.isOn).toBe(true);
    const heard = settle(played);
    return { played, types: typesOf(heard) };
  };
  const { played, types } = night(true);
  expect(types).toHaveLength(1);
  expect(['106E', '307']).toContain(types[0]);
  expect(played.truth.doubled).toEqual([]);
  expect(played.truth.effects.get('A')).toMatchObject([{ at: minute(5), changed: true }]);
  expect(night(false).played.truth.doubled).toMatchObject([{ txRefNbr: 'A', how: 'rejected' }]);
});
