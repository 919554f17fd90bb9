import { createContext, useContext, useDeferredValue, useSyncExternalStore } from 'react';
import { must } from '../../shared/lib/check.ts';
import type { Console } from '../console/console.ts';
import type { Snapshot } from '../console/snapshot.ts';

export const ConsoleContext = createContext<Console | null>(null);

/** Goes back to the doors, which is nobody's business but the program's start. */
export const LeaveContext = createContext<() => void>(() => undefined);

export function useConsole(): Console {
  return must(useContext(ConsoleContext), 'views are drawn inside a console');
}

export function useSnapshot(): Snapshot {
  const console = useConsole();
  return useSyncExternalStore(console.subscribe, console.getSnapshot);
}

/** Nothing of the database could be read since the start: what is shown of it is nobody's word. */
export const isUnread = ({ trouble, device }: Pick<Snapshot, 'trouble' | 'device'>): boolean =>
  trouble !== null && device === '';

export function useIsUnread(): boolean {
  return isUnread(useSnapshot());
}

/**
 * The same, one drawing later: for what shows everybody. The customer a person works with comes
 * first; keys and clicks ask the console itself, which is never late.
 */
export function useLateSnapshot(): Snapshot {
  return useDeferredValue(useSnapshot());
}
