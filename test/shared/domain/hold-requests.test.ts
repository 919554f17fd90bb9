// What asks that a D05 be stopped is no asking for power, and is never taken for one.
import { describe, expect, test } from 'vitest';
import { stageOf } from '../../../shared/domain/request-queue.ts';
import { Night } from './requests.ts';

const MPRN = '10934478153';

describe('a request to stop a D05', () => {
  test('HOLD1: beside one for power of the same customer it is a picture of its own, without a clash', () => {
    const night = new Night();
    night.ask(MPRN);
    night.ask(MPRN, { type: 'holdD05' });
    night.ask(MPRN, { type: 'holdD05', desk: 'desk-2' });
    const pictures = night.seenBy('ESBN');
    expect(pictures.map(({ type, asked, clashes }) => [type, asked.length, clashes])).toEqual([
      ['reenergise', 1, []],
      ['holdD05', 2, []],
    ]);
    expect(night.seenBy('ABC').map(({ type }) => type)).toEqual(['reenergise', 'holdD05']);
  });

  test('HOLD1: typed from the phone it joins what was asked of its own kind', () => {
    const night = new Night();
    night.ask(MPRN);
    night.ask(MPRN, { type: 'holdD05' });
    night.phone(MPRN, { type: 'holdD05' });
    night.phone(MPRN);
    expect(night.seenBy('ESBN').map(({ type, typed }) => [type, typed.length])).toEqual([
      ['reenergise', 1],
      ['holdD05', 1],
    ]);
  });

  test.each([
    ['none', 'done'],
    ['cancelled', 'done'],
    ['held', 'done'],
    ['waiting', 'refused'],
    ['unknown', 'taken'],
  ] as const)('HOLD2: the answer %s about the D05 is what ends it: %s', (answer, stage) => {
    const night = new Night();
    const request = night.ask(MPRN, { type: 'holdD05' });
    night.networks({ do: 'takeRequest', request });
    night.networks({ do: 'answerD05', request, answer });
    expect(night.seenBy('ESBN').map((each) => stageOf(each, night.now))).toEqual([stage]);
  });

  test('HOLD2: nothing is switched for it', () => {
    const night = new Night();
    const request = night.ask(MPRN, { type: 'holdD05' });
    expect(night.networks({ do: 'decideRequest', request, outcome: 'done' })).toEqual({
      code: 'holdOnly',
    });
    expect(night.networks({ do: 'assignRequest', request, assign: 'remote' })).toEqual({
      code: 'holdOnly',
    });
  });
});
