// Windows of one profile, by the web's own means: a lock and a channel.
import type { Asked, WindowHub } from './sync.ts';
import type { SyncStatus } from '../../shared/sync/engine.ts';

type Word =
  | { readonly status: SyncStatus; readonly ask?: undefined }
  | { readonly ask: Asked | 'who'; readonly status?: undefined };

export function windowHub(name: string): WindowHub {
  const channel = new BroadcastChannel(`${name}:sync`);
  const listen = (heard: (word: Word) => void) => {
    const listener = (event: MessageEvent<Word>) => heard(event.data);
    channel.addEventListener('message', listener);
    return () => channel.removeEventListener('message', listener);
  };
  return {
    hold: (work) => {
      const abort = new AbortController();
      let release: () => void = () => abort.abort();
      void navigator.locks
        .request(`${name}:sync`, { signal: abort.signal }, () => {
          const held = new Promise<void>((resolve) => {
            release = resolve;
          });
          work();
          return held;
        })
        // Given up before it was its turn.
        .catch(() => undefined);
      return () => release();
    },
    tell: (status) => channel.postMessage({ status } satisfies Word),
    onTold: (listener) =>
      listen(({ status }) => {
        if (status !== undefined) listener(status);
      }),
    ask: (ask) => channel.postMessage({ ask } satisfies Word),
    onAsked: (listener) =>
      listen(({ ask }) => {
        if (ask !== undefined && ask !== 'who') listener(ask);
      }),
    renamed: () => channel.postMessage({ ask: 'who' } satisfies Word),
    onRenamed: (listener) =>
      listen(({ ask }) => {
        if (ask === 'who') listener();
      }),
  };
}
