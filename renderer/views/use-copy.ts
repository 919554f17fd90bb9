import { useState } from 'react';

export interface Copy {
  readonly copy: () => void;
  /** What became of it; null again for another text. */
  readonly said: 'copied' | 'notCopied' | null;
}

/** Copies a text for another program. A clipboard may be refused by a policy, a browser or the system. */
export function useCopy(text: string | null): Copy {
  const [done, setDone] = useState<{ readonly text: string; readonly isThere: boolean } | null>(
    null,
  );
  const copy = async () => {
    if (text === null) return;
    // The screen may be open on a network address: no clipboard is there without TLS.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    const isThere = await (clipboard?.writeText(text) ?? Promise.reject(new Error('none'))).then(
      () => true,
      () => false,
    );
    setDone({ text, isThere });
  };
  return {
    copy: () => void copy(),
    said: done === null || done.text !== text ? null : done.isThere ? 'copied' : 'notCopied',
  };
}
