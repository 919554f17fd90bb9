// The market as a function: of seed, options and what was done to it.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delivered } from '../../../shared/drill/market/chain.ts';
import type { Input } from '../../../shared/drill/market/inputs.ts';
import { Market, replay } from '../../../shared/drill/market/market.ts';
import type { MarketOptions } from '../../../shared/drill/market/options.ts';
import { messageTypes } from '../../../shared/market/messages.ts';
import { readXml, writeXml } from '../../../shared/market/xml.ts';
import {
  anyNight,
  anyOptions,
  from,
  HOUR,
  isFinal,
  market,
  meters,
  minute,
  one,
  request,
  settle,
  tell,
  timeOf,
} from './night.ts';

const faults: MarketOptions['faults'] = {
  rejected: { share: 0.1 },
  rejectedAtGateway: { share: 0.1 },
  requestLost: { share: 0.1 },
  answerLost: { share: 0.1 },
  neverAnswered: { share: 0.1 },
  answerDoubled: { share: 0.1 },
  answerLate: { share: 0.1 },
  answerOutOfOrder: { share: 0.2 },
};

function play(options: MarketOptions, night: readonly Input[], stepMs: number) {
  const played = new Market(options);
  const heard = [];
  for (const input of night) {
    const until = timeOf(input);
    while (played.now + stepMs < until) heard.push(...played.advance(played.now + stepMs));
    tell(played, input);
  }
  heard.push(...played.advance(from + 24 * HOUR));
  return { played, heard };
}

function pictureOf(played: Market): string {
  const { meters, effects, doubled, cutOffs } = played.truth;
  const truth = [[...meters], [...effects], doubled, cutOffs];
  return JSON.stringify([truth, played.outstanding(), played.waiting()]);
}

test('DRILL1 the same seed and inputs give the same messages and the same truth, in any steps', () => {
  fc.assert(
    fc.property(anyOptions, anyNight, (options, night) => {
      const whole = { ...options, faults };
      const first = play(whole, night, 24 * HOUR);
      const second = play(whole, night, 77_777);
      expect(second.heard).toEqual(first.heard);
      expect(pictureOf(second.played)).toBe(pictureOf(first.played));
    }),
    { numRuns: 150 },
  );
});

test('DRILL1 a market is rebuilt from what was done to it, kept as JSON', () => {
  fc.assert(
    fc.property(anyOptions, anyNight, (options, night) => {
      const { played, heard } = play(options, night, 999_999);
      const kept: typeof played.told = JSON.parse(JSON.stringify(played.told));
      const again = replay(JSON.parse(JSON.stringify(options)), kept);
      expect(again.advance(from + 24 * HOUR)).toEqual(heard);
      expect(pictureOf(again)).toBe(pictureOf(played));
    }),
    { numRuns: 100 },
  );
});

test('DRILL1 another seed is another night', () => {
  const [first, second] = [1, 2].map((seed) => {
    const played = market({ seed });
    played.send(request(one, 'E05', from), minute(1));
    return settle(played)[0];
  });
  expect(first?.at).not.toBe(second?.at);
  expect(first?.message.header.TxRefNbr).not.toBe(second?.message.header.TxRefNbr);
});

test('DRILL18 every message is written and read back as it was', () => {
  const types = new Set<string>();
  const readBack = (heard: readonly Delivered[]) => {
    for (const { message } of heard) {
      types.add(message.type);
      const read = readXml(writeXml(message, 'utc'), 'utc');
      expect(read).toEqual({ ok: true, value: { message, notes: [] } });
    }
  };
  fc.assert(
    fc.property(anyOptions, anyNight, (options, night) => {
      readBack(play({ ...options, faults }, night, 24 * HOUR).heard);
    }),
    { numRuns: 60, seed: 5 },
  );
  const held = market({ meters: meters(true), outages: [{ point: 9, from, to: null }] });
  held.runOut(one, minute(1));
  held.phone({ mprn: one, ask: 'holdD05', at: minute(5) });
  readBack(held.advance(minute(10)));
  expect([...types].sort()).toEqual(messageTypes.filter((type) => type !== '017').toSorted());
});

test('DRILL1 no two messages of a night have one TxRefNbr', () => {
  const played = market({ meters: [], seed: 3 });
  for (let count = 0; count < 20_000; count++) {
    played.send(request(one, 'E05', from, `T${count}`), minute(1) + count);
  }
  const numbers = settle(played)
    .filter(isFinal)
    .map(({ message }) => message.header.TxRefNbr);
  expect(numbers).toHaveLength(20_000);
  expect(new Set(numbers).size).toBe(20_000);
});
