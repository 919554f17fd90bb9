import { useState } from 'react';
import { useConsole } from './use-console.ts';

/**
 * Text of a field that survives Esc, a colleague and a crash: kept as it is typed. The third says
 * when that was, because a time like `+20` counts from then.
 */
export function useDraft(
  key: string,
  initial = '',
): readonly [text: string, write: (text: string) => void, typedAt: number | null] {
  const console = useConsole();
  const [held, setHeld] = useState({ key, text: console.draft(key) || initial });
  const text = held.key === key ? held.text : console.draft(key) || initial;
  return [
    text,
    (next) => {
      setHeld({ key, text: next });
      console.setDraft(key, next);
    },
    console.typedAt(key),
  ];
}
