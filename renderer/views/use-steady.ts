import { useLayoutEffect, useRef, useState } from 'react';

/**
 * The same functions for as long as the part is mounted, each doing what the latest one does: a
 * memoised part that is handed them is not drawn again for their sake.
 */
export function useSteady<T extends Readonly<Record<string, (...given: never[]) => void>>>(
  acts: T,
): T {
  const latest = useRef(acts);
  useLayoutEffect(() => {
    latest.current = acts;
  });
  const [steady] = useState(() => {
    const all = Object.keys(acts).map((name) => [
      name,
      (...given: never[]) => latest.current[name]?.(...given),
    ]);
    return Object.fromEntries(all) as T;
  });
  return steady;
}
