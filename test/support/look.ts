// What of a call is not in sight: measured in the page, for LOOK1.
import type { Page } from 'playwright-core';

/** The open step, its answers, the outcome keys, the worst warning, half a line, a sideways scroll. */
export function hiddenThings(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const boxOf = (what: string) => document.querySelector(what)?.getBoundingClientRect();
    const body = boxOf('.case-body');
    const step = boxOf('.step.now');
    const cover = boxOf('.case-body .cover');
    if (body === undefined || step === undefined) return ['no open step'];
    const foot = cover === undefined || cover.height === 0 ? body.bottom : cover.top;
    const found = [...document.querySelectorAll('.case-body .steps > *')].flatMap((line) => {
      const { top, bottom } = line.getBoundingClientRect();
      const isCut = (edge: number) => top < edge - 1.5 && bottom > edge + 1.5;
      return isCut(body.top) || isCut(foot) ? [`half a line: ${line.textContent ?? ''}`] : [];
    });
    if (step.top < body.top - 1 || step.bottom > body.bottom + 1) found.push('the open step');
    // On a wall of 4K everything is larger: two lines are two when one begins below another.
    const tabs = [...document.querySelectorAll('.tabs .tab, .tabs .tag')].map((each) =>
      each.getBoundingClientRect(),
    );
    const lowestTop = Math.max(...tabs.map(({ top }) => top));
    if (tabs.some(({ bottom }) => bottom <= lowestTop)) found.push('tabs in two lines');
    for (const key of document.querySelectorAll('.step.now .button, .outcomes .button')) {
      const { left, right, top, bottom } = key.getBoundingClientRect();
      const edges = [top + 2, bottom - 2].map((y) =>
        document.elementFromPoint((left + right) / 2, y),
      );
      if (!edges.every((each) => key.contains(each))) found.push(`${key.textContent ?? ''} key`);
    }
    const frame = document.querySelector('.case-body');
    if (frame !== null && frame.scrollWidth > frame.clientWidth + 1) found.push('scrolls sideways');
    const heard = boxOf('.step.now .hear');
    if (heard !== undefined && heard.right > step.right) found.push('Space hangs out of the step');
    const strip = document.querySelector('.warnings');
    const worst = strip?.querySelector('.banner.many.late .one');
    if (strip !== null && worst !== null && worst !== undefined) {
      const { top, bottom } = strip.getBoundingClientRect();
      const line = worst.getBoundingClientRect();
      if (line.top < top || line.top + Math.min(line.height, 18) > bottom + 1)
        found.push('the worst warning');
    }
    return found;
  });
}
