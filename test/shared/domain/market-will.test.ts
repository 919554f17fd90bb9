import { describe, expect, test } from 'vitest';
import { heldAt, marketWill } from '../../../shared/domain/market-will.ts';
import { World } from './world.ts';

const MPRN = '10934478153';

describe('what the market will do by itself', () => {
  test.each([
    ['yes', 'E05', 'accepted', 'cutOff', null],
    ['yes', 'D05', 'atHub', 'cutOff', 'hub'],
    ['no', 'D05', 'atHub', 'nothing', 'hub'],
    ['unknown', 'D05', 'atHub', 'unknown', 'hub'],
    ['no', 'E05', 'queuedInEmma', 'runs', 'emma'],
    ['unknown', 'E05', 'accepted', 'runs', 'esbn'],
    ['no', 'E05', 'notSent', 'nothing', null],
    ['no', 'E05', 'rejected', 'nothing', null],
    ['no', 'E05', 'unknown', 'unknown', null],
  ] as const)('BF12: D05 %s, %s %s: %s, held at %s', (openD05, reason, state, group, room) => {
    const world = new World();
    const subject = world.report(MPRN, 40, { openD05, message017: { reason, state } });
    expect(marketWill(world.case(subject))).toBe(group);
    expect(heldAt(world.case(subject))).toBe(room);
  });

  test('BF12: of a caller without MPRN or message nobody knows', () => {
    const world = new World();
    expect(marketWill(world.case(world.report(MPRN, 40)))).toBe('unknown');
  });
});
