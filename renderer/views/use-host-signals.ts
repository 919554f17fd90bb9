// What the host tells the page: native menu items do what their keys do, and an alarm is heard and
// announced even when the window stands behind another.
import { useEffect } from 'react';
import type { Signal } from '../../shared/bridge.ts';
import type { Console } from '../console/console.ts';
import { useConsole } from './use-console.ts';

function obey(console: Console, name: Signal<'command'>['name']): void {
  switch (name) {
    case 'next':
      return void console.next();
    case 'addCaller':
      return void console.go({ sheet: 'caller' });
    case 'find':
      document.querySelector<HTMLInputElement>('.find input')?.focus();
      return;
    case 'bringInFile':
      return void console.go({ view: 'intake', sheet: null });
    case 'keys':
      return void console.go({ sheet: 'keys' });
    case 'settings':
      return void console.go({ view: 'settings', sheet: null });
    case 'print':
      return void console.bridge.print({});
  }
}

export function useHostSignals(): void {
  const console = useConsole();
  useEffect(() => {
    const stops = [
      console.bridge.on('command', ({ name }) => obey(console, name)),
      console.bridge.on('alarm', ({ tag }) => console.heard(tag)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [console]);
}
