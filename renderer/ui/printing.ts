// On paper there is no scrolling: what is drawn by the screenful is drawn whole while it is printed.
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** True between the host's `beforeprint` and `afterprint`; drawn before the first of them returns. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
