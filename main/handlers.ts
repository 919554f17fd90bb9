// What the desktop does for each call of the bridge.
import { app, dialog, shell, type BrowserWindow } from 'electron';
import { basename } from 'node:path';
import type { Hello } from '../shared/bridge.ts';
import type { AlarmClock } from './alarm-clock.ts';
import type { GatewayHandlers } from './gateway.ts';
import type { Handlers } from './ipc.ts';
import type { Journal } from './journal.ts';
import type { Spare } from './spare.ts';
import { writeWhole } from './whole-file.ts';

export function makeHandlers(ports: {
  readonly window: () => BrowserWindow | null;
  readonly hello: () => Promise<Hello>;
  readonly journal: Journal;
  readonly spare: Spare;
  readonly alarms: AlarmClock;
  readonly gateway: GatewayHandlers;
}): Handlers {
  const { journal, spare, alarms } = ports;
  return {
    hello: () => ports.hello(),
    journalState: ({ world, device }) => journal.state(world, device),
    appendJournal: (batch) => journal.append(batch),
    journalDevices: ({ world }) => journal.devices(world),
    readJournal: ({ world, device, after }) => journal.read(world, device, after),
    keepSpare: async ({ name, text }) =>
      (await spare.keep(name, text)) ? { ok: true } : { ok: false, reason: 'notWritable' },
    readSpare: ({ name }) => spare.read(name),
    setAlarms: ({ alarms: set }) => {
      const fitting = set.filter((alarm) => alarm !== null);
      alarms.set(fitting);
      const left = set.length - fitting.length;
      return left === 0 ? { ok: true } : { ok: false, reason: `${left} left out` };
    },
    saveFile: async ({ name, content }) => {
      const window = ports.window();
      const options = { defaultPath: basename(name) };
      const chosen =
        window === null
          ? await dialog.showSaveDialog(options)
          : await dialog.showSaveDialog(window, options);
      if (chosen.canceled || chosen.filePath === undefined || chosen.filePath === '') {
        return { ok: false, reason: 'cancelled' };
      }
      try {
        const path = chosen.filePath;
        await writeWhole({ path, content, beside: `${path}.part` });
        return { ok: true, where: path };
      } catch {
        return { ok: false, reason: 'notWritable' };
      }
    },
    dial: async ({ number }) => {
      try {
        await shell.openExternal(`tel:${number.replace(/ /g, '')}`);
        return { ok: true };
      } catch {
        return { ok: false, reason: 'noDialler' };
      }
    },
    print: () =>
      new Promise((resolve) => {
        const window = ports.window();
        if (window === null) return resolve({ ok: false, reason: 'noWindow' });
        window.webContents.print({ silent: false, printBackground: false }, (done, reason) =>
          resolve(done ? { ok: true } : { ok: false, reason }),
        );
      }),
    setBadge: ({ count }) => ({ ok: app.setBadgeCount(count), reason: 'notSupported' }),
    ...ports.gateway,
  };
}
