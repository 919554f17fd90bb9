import { expect, test } from 'vitest';
import { Loop } from '../../../gateway/agent/loop.ts';
import { Clock } from '../../simulation/clock.ts';

function looped(work: () => Promise<boolean>) {
  const clock = new Clock(0);
  const at: number[] = [];
  const errors: unknown[] = [];
  const loop = new Loop({
    // Time goes on while a step is under way.
    after: (ms, due) => clock.after(ms, () => void due()),
    everyMs: 2000,
    work: () => {
      at.push(clock.now);
      return work();
    },
    onError: (error) => errors.push(error),
  });
  return { clock, at, errors, loop };
}

test('AGENT8: tried again by its own timer, later each time, and as before once it went well', async () => {
  let isWell = false;
  const { clock, at, errors, loop } = looped(async () => {
    if (!isWell && at.length === 2) throw new Error('its own disk');
    return isWell;
  });
  loop.start(0);
  await clock.run(10_000);
  expect(at).toEqual([0, 1000, 3000, 7000]);
  expect(errors).toHaveLength(1);
  // A word from the gateway does not hurry what has just failed.
  loop.poke();
  await clock.run(14_999);
  expect(at).toHaveLength(4);
  await clock.run(600_000);
  const gaps = at.slice(1).map((each, index) => each - (at[index] ?? 0));
  expect(Math.max(...gaps)).toBe(60_000);
  isWell = true;
  await clock.run(700_000);
  expect(at.slice(-2)[1]! - at.slice(-2)[0]!).toBe(2000);
  const count = at.length;
  loop.poke();
  await clock.run(700_001);
  expect(at.length).toBe(count + 1);
});

test('AGENT21: stopped in mid-step it waits for the end of it, and begins no other', async () => {
  let end = (): void => undefined;
  const { clock, at, loop } = looped(
    () => new Promise<boolean>((resolve) => (end = () => resolve(true))),
  );
  loop.start(0);
  await clock.run(10);
  // What came in meanwhile would be looked at next.
  loop.poke();
  let isOver = false;
  const stopping = loop.stop().then(() => (isOver = true));
  await clock.run(20);
  expect(isOver).toBe(false);
  end();
  await stopping;
  await clock.run(100_000);
  expect(at).toEqual([0]);
});
