// Serves every row of the bridge's table: a row without a handler does not compile. The sender is
// checked first, then the arguments are decoded; what is refused is logged without its values.
import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { calls, channelOf, type Arguments, type CallName, type Reply } from '../shared/bridge.ts';
import { decode } from '../shared/lib/decode.ts';
import { isOurs } from './harden.ts';
import type { WriteLog } from './log.ts';
import { keysOf, nameless } from './nameless.ts';

export type Handlers = {
  readonly [K in CallName]: (args: Arguments<K>) => Promise<Reply<K>> | Reply<K>;
};

export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null && frame !== undefined && frame.parent === null && isOurs(originOf(frame.url))
  );
}

/** A custom scheme's origin is opaque in URL: take scheme and host by hand. */
function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/]*/.exec(url)?.[0] ?? '';
}

export function serve(handlers: Handlers, log: WriteLog): void {
  for (const name of Object.keys(calls) as CallName[]) serveOne(name, handlers, log);
}

function serveOne(name: CallName, handlers: Handlers, log: WriteLog): void {
  ipcMain.handle(channelOf(name), async (event, ...given: readonly unknown[]) => {
    if (!isTrustedSender(event)) {
      log('call refused', { call: name, why: 'sender' });
      throw new Error(`${name}: refused, not our page.`);
    }
    const args = decode(calls[name].args, given[0]);
    if (!args.ok || given.length !== 1) {
      const where = args.ok
        ? 'count'
        : nameless(args.error[0]?.path ?? '', keysOf(calls[name].args));
      log('call refused', { call: name, why: 'arguments', where });
      throw new Error(`${name}: refused, arguments do not fit (${where}).`);
    }
    // The decoder of this very row accepted them.
    return (handlers[name] as (args: unknown) => unknown)(args.value);
  });
}
