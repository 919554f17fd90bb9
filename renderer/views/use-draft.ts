import { useState } from 'react';
import { useConsole } from './use-console.ts';

/** Text of a field that survives Esc, a colleague and a crash: kept as it is typed. */
export function useDraft(key: string, initial = ''): readonly [string, (text: string) => void] {
  const console = useConsole();
  const [held, setHeld] = useState({ key, text: console.draft(key) || initial });
  const text = held.key === key ? held.text : console.draft(key) || initial;
  return [
    text,
    (next) => {
      setHeld({ key, text: next });
      console.setDraft(key, next);
    },
  ];
}
