// What the host tells the page: native menu items do what their keys do, and an alarm is heard and
// announced even when the window stands behind another.
import { useEffect, useState } from 'react';
import type { Signal } from '../../shared/bridge.ts';
import type { Console } from '../console/console.ts';
import { find } from './find.ts';
import { useConsole } from './use-console.ts';

/** What Electron answers when the person closed the system's own dialog, and so knows it. */
const CANCELLED = /cancell?ed/i;

/** Why nothing was printed; null when it was, or when a person decided so. */
export async function printed(console: Console): Promise<string | null> {
  const done = await console.bridge.print({});
  return done.ok || CANCELLED.test(done.reason) ? null : done.reason;
}

function obey(
  console: Console,
  name: Signal<'command'>['name'],
  notPrinted: (why: string | null) => void,
): void {
  switch (name) {
    case 'next':
      return void console.next();
    case 'addCaller':
      return void console.go({ sheet: 'caller' });
    case 'find':
      return find(console);
    case 'bringInFile':
      return void console.go({ view: 'intake', sheet: null });
    case 'keys':
      return void console.go({ sheet: 'keys' });
    case 'settings':
      return void console.go({ view: 'settings', sheet: null });
    case 'print':
      return void printed(console).then(notPrinted);
  }
}

export interface NotPrinted {
  /** The host's reason. */
  readonly why: string | null;
  readonly close: () => void;
}

export function useHostSignals(): NotPrinted {
  const console = useConsole();
  const [why, setWhy] = useState<string | null>(null);
  useEffect(() => {
    const stops = [
      console.bridge.on('command', ({ name }) => obey(console, name, setWhy)),
      console.bridge.on('alarm', ({ tag }) => console.heard(tag)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [console]);
  return { why, close: () => setWhy(null) };
}
