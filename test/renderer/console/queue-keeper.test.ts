import { describe, expect, test } from 'vitest';
import { newDesk } from '../../../shared/domain/desk.ts';
import type { Summary } from '../../../shared/domain/summary.ts';
import { firstPlace } from '../../../renderer/console/place.ts';
import { QueueKeeper } from '../../../renderer/console/queue-keeper.ts';

const NOW = Date.parse('2026-11-21T20:11:00Z');

/** Counts how often anybody looks at its customers. */
function watched() {
  const looks = { count: 0 };
  const summaries = new Proxy([] as Summary[], {
    get: (target, property, receiver) => {
      looks.count += 1;
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
  return { looks, summaries };
}

describe('the queue between two looks', () => {
  const keeper = () => new QueueKeeper(() => NOW);
  const input = (summaries: readonly Summary[]) => ({
    summaries,
    place: firstPlace,
    desk: newDesk,
    device: 'one',
    now: NOW,
  });

  test('DESK12: it is built at the first look and not before, once for as long as nothing changes', () => {
    const { looks, summaries } = watched();
    const kept = keeper();
    const later = kept.queueOf(input(summaries));
    expect(looks.count).toBe(0);
    const queue = later();
    const needed = looks.count;
    expect(needed).toBeGreaterThan(0);
    expect(later()).toBe(queue);
    expect(kept.queueOf(input(summaries))()).toBe(queue);
    expect(looks.count).toBe(needed);
  });

  test('DESK12: it is another one after every change it depends on', () => {
    const kept = keeper();
    const summaries: readonly Summary[] = [];
    const all = [
      input(summaries),
      { ...input(summaries), now: NOW + 1 },
      { ...input(summaries), device: 'two' },
      { ...input(summaries), place: { ...firstPlace, search: 'x' } },
      { ...input(summaries), place: { ...firstPlace, subject: 'mprn:1' } },
      input([]),
    ].map((each) => kept.queueOf(each));
    kept.pass('mprn:1');
    all.push(kept.queueOf(input(summaries)));
    expect(new Set(all).size).toBe(all.length);
    // A sheet over the desk changes nothing of it.
    const last = kept.queueOf({ ...input(summaries), place: { ...firstPlace, sheet: 'keys' } });
    expect(last).toBe(all.at(-1));
  });
});
