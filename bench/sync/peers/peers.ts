// Starts the peers' servers.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PeerServer {
  readonly address: string;
  close(): Promise<void>;
}

/** On new folders; `page` is served beside the peers' calls. */
export async function startPeers(page = ''): Promise<PeerServer> {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-bench-peers-'));
  const child = fork(new URL('peer-process.ts', import.meta.url), [join(folder, 'data'), page], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('message', (told) => resolve((told as { address: string }).address));
    child.once('exit', () => reject(new Error("the peers' server is gone")));
  });
  return {
    address,
    close: async () => {
      const gone = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
      });
      child.send('close');
      await gone;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
