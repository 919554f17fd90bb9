// The open step is whole and no line is cut in half: the body of the case scrolls to the start of a
// line, as far up as the open step allows, and covers what would be half a line at its foot. What
// stands above learns how high the step is, and leaves it so much.
import { useEffect, useState, type RefObject } from 'react';

export interface WholeLines {
  /** Pixels at the foot of `body` that would show half a line. */
  readonly cover: number;
  /** Pixels that the open step wants, whatever stands above it. */
  readonly room: number;
}

export function useWholeLines(body: RefObject<HTMLElement | null>, about: string): WholeLines {
  const [cover, setCover] = useState(0);
  const [room, setRoom] = useState(0);
  useEffect(() => {
    const frame = body.current;
    if (frame === null) return;
    const lines = () => [
      ...frame.querySelectorAll<HTMLElement>(':scope > :not(.steps, .cover), .steps > *'),
    ];
    const top = (line: HTMLElement) =>
      line.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop;
    const end = (line: HTMLElement) => top(line) + line.offsetHeight;
    const measure = () => {
      const foot = frame.scrollTop + frame.clientHeight;
      const cut = lines().find((line) => top(line) < foot - 1 && end(line) > foot + 1);
      const isOpen = cut?.classList.contains('now') === true;
      setCover(cut === undefined || isOpen ? 0 : Math.ceil(foot - top(cut)));
    };
    // What scrolls above the step can be reached by keyboard, while it does.
    const strip = frame.parentElement?.querySelector<HTMLElement>('.warnings');
    const reach = () => {
      if (strip !== null && strip !== undefined)
        strip.tabIndex = strip.scrollHeight > strip.clientHeight + 1 ? 0 : -1;
    };
    const align = () => {
      const open = frame.querySelector<HTMLElement>('.step.now');
      setRoom(open === null ? 0 : open.offsetHeight + 2 * AIR);
      if (open !== null) {
        const from = end(open) + AIR - frame.clientHeight;
        const all = lines();
        const first = all.find((line) => top(line) >= from) ?? open;
        frame.scrollTo({ top: first === all[0] ? 0 : Math.min(top(first), top(open)) });
      }
      measure();
      reach();
    };
    align();
    const observer = new ResizeObserver(align);
    observer.observe(frame);
    const open = frame.querySelector('.step.now');
    if (open !== null) observer.observe(open);
    frame.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener('scroll', measure);
    };
  }, [body, about]);
  return { cover, room };
}

/** Below the open step, pixels. */
const AIR = 6;
