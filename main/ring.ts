// What a due alarm does: a notification of the system for each, one sound for all, and the task bar
// asks for the window that nobody looks at. The page is told as well; it shows what it was about.
import type { Alarm } from '../shared/bridge.ts';

export type DueAlarm = Alarm & { readonly lateByMs: number };

export interface RingPorts {
  readonly tell: (alarm: DueAlarm) => void;
  /** Null where the system shows no notifications. */
  readonly notify: ((title: string) => void) | null;
  readonly beep: () => void;
  readonly window: () => {
    readonly isFocused: () => boolean;
    readonly flashFrame: (on: boolean) => void;
  } | null;
}

export function ring(due: readonly DueAlarm[], ports: RingPorts): void {
  for (const alarm of due) {
    ports.tell(alarm);
    ports.notify?.(alarm.title);
  }
  ports.beep();
  const window = ports.window();
  if (window !== null && !window.isFocused()) window.flashFrame(true);
}
