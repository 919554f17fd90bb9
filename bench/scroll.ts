// How the queue scrolls: the wheel turned without a pause over thousands of rows, and what the page shows
// meanwhile, frame by frame, as it sees it itself.
import type { Page } from 'playwright-core';

const ROLL_MS = 5000;
/** Of one turn of the wheel: about a screenful, so that every frame needs rows that are not there yet. */
const TURN_PX = 600;
/** Turns under way at once: the wheel waits for no frame. */
const HANDS = 4;

interface Scrolled {
  /** From one frame to the next, ms. */
  readonly frames: readonly number[];
  /** Heights of rows that no frame had in sight where there should have been some, all frames together. */
  readonly blank: number;
  /** How many rows went by. */
  readonly rows: number;
}

declare global {
  interface Window {
    endScroll?: () => Scrolled;
  }
}

export async function measureScroll(page: Page): Promise<Scrolled> {
  await page.getByRole('listbox', { name: 'Queue' }).hover();
  await page.evaluate(watchFrames);
  const began = Date.now();
  const roll = async () => {
    while (Date.now() - began < ROLL_MS) await page.mouse.wheel(0, TURN_PX);
  };
  await Promise.all(Array.from({ length: HANDS }, roll));
  const scrolled = await page.evaluate(() => window.endScroll?.());
  if (scrolled === undefined) throw new Error('nobody watched the frames');
  return scrolled;
}

/** Runs in the page. */
function watchFrames(): void {
  const list = document.querySelector('[role=listbox]');
  const one = list?.querySelector('[role=option]')?.getBoundingClientRect().height;
  if (list === null || one === undefined) throw new Error('there is a queue');
  const from = list.scrollTop;
  const frames: number[] = [];
  let bare = 0;
  let last: number | null = null;
  let next = 0;
  const look = (at: number) => {
    if (last !== null) frames.push(at - last);
    last = at;
    const seen = list.getBoundingClientRect();
    let covered = 0;
    for (const row of list.querySelectorAll('[role=option]')) {
      const { top, bottom } = row.getBoundingClientRect();
      covered += Math.max(0, Math.min(bottom, seen.bottom) - Math.max(top, seen.top));
    }
    bare += Math.max(0, seen.height - covered - 1);
    next = requestAnimationFrame(look);
  };
  next = requestAnimationFrame(look);
  window.endScroll = () => {
    cancelAnimationFrame(next);
    return { frames, blank: bare / one, rows: (list.scrollTop - from) / one };
  };
}
