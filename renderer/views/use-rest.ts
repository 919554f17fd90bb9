// What has just opened under a hand rests a moment: the second press of a pair is not an answer to it.
import { useCallback, useEffect, useState } from 'react';
import { useConsole } from './use-console.ts';

/** So long it hears nothing, milliseconds: one press answers one question. */
export const REST_MS = 300;

export function useRest(): { readonly resting: boolean; readonly rest: (ms?: number) => void } {
  const console = useConsole();
  const [resting, setResting] = useState(true);
  const [round, setRound] = useState({ ms: REST_MS });
  useEffect(() => console.after(round.ms, () => setResting(false)), [console, round]);
  const rest = useCallback((ms = REST_MS) => {
    setResting(true);
    setRound({ ms });
  }, []);
  return { resting, rest };
}
