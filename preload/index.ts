// Exposes the bridge row by row: functions, never a channel.
import { contextBridge, ipcRenderer } from 'electron';
import { calls, channelOf, signals } from '../shared/bridge.ts';

const bridge = Object.fromEntries(
  Object.keys(calls).map((name) => [
    name,
    (args: unknown) => ipcRenderer.invoke(channelOf(name as keyof typeof calls), args),
  ]),
);
contextBridge.exposeInMainWorld('backstop', {
  ...bridge,
  on: (signal: string, listener: (value: unknown) => void) => {
    if (!Object.hasOwn(signals, signal)) throw new Error('No such signal.');
    const heard = (_event: unknown, value: unknown) => listener(value);
    ipcRenderer.on(channelOf(signal as keyof typeof signals), heard);
    return () => ipcRenderer.removeListener(channelOf(signal as keyof typeof signals), heard);
  },
});
