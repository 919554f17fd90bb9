import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Running, withDeadline } from '../../../renderer/store/guarded.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<never>(() => undefined);

test('DESK10: a database that does not answer in time is called hung', async () => {
  const ended = withDeadline(never, 8000, new Running()).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(8000);
  expect(await ended).toBe('no answer');
});

test('DESK10: a laptop that slept meanwhile gives it its whole time again', async () => {
  let isOver = false;
  const running = new Running();
  const ended = withDeadline(never, 8000, running).catch((error: Error) => {
    isOver = true;
    return error.message;
  });
  // Three hours pass between two ticks: the timer rings as soon as the lid is open.
  await vi.advanceTimersByTimeAsync(4000);
  vi.setSystemTime(Date.now() + 3 * 3_600_000);
  await vi.advanceTimersByTimeAsync(4000);
  expect(isOver).toBe(false);
  expect(() => running.mayBegin()).not.toThrow();
  await vi.advanceTimersByTimeAsync(8000);
  expect(await ended).toBe('no answer');
});
