// The desktop program, thin: it owns the operating system, the journal on disk and the alarms. The
// page owns the log; main never opens its database.
import {
  app,
  dialog,
  Notification,
  powerMonitor,
  safeStorage,
  session,
  shell,
  type BrowserWindow,
} from 'electron';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { channelOf, type Signal, type SignalName } from '../shared/bridge.ts';
import { shell as words } from '../renderer/i18n/words/shell.ts';
import { administratorFolders, readAdministratorFile } from '../gateway/administrator-file.ts';
import { createAlarmClock } from './alarm-clock.ts';
import { APP_ID } from './app-id.ts';
import { registerScheme, servePage } from './app-scheme.ts';
import { dataFolder, switchOf } from './folders.ts';
import { SAID_WHY } from './exit-codes.ts';
import { openEnrolments, type Secrets } from './enrolments.ts';
import { createGatewayClient } from './gateway-client.ts';
import { gatewayHandlers } from './gateway.ts';
import { makeHandlers } from './handlers.ts';
import { harden } from './harden.ts';
import { serve } from './ipc.ts';
import { openJournal } from './journal.ts';
import { openLog } from './log.ts';
import { setMenu } from './menu.ts';
import { ring } from './ring.ts';
import { kindOf } from './nameless.ts';
import { notifier } from './notifier.ts';
import { openSpare } from './spare.ts';
import { openWindow, preloadFile } from './window.ts';

const now = () => Date.now();
const after = (ms: number, work: () => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

const data =
  switchOf(process.argv, 'profile-folder') ??
  dataFolder({
    platform: process.platform,
    home: homedir(),
    localAppData: process.env['LOCALAPPDATA'],
    xdgDataHome: process.env['XDG_DATA_HOME'],
  });

function prepareFolder(): boolean {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    accessSync(data, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

app.enableSandbox();
if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
registerScheme();

if (!prepareFolder()) {
  const sentence = words['shell.notWritable']({ folder: data });
  process.stderr.write(`${sentence}\n`);
  dialog.showErrorBox(app.name, sentence);
  app.exit(SAID_WHY);
} else {
  app.setPath('userData', data);
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write(`${words['shell.openAlready']}\n`);
    app.exit(0);
  } else {
    start();
  }
}

function start(): void {
  const log = openLog(data, now);
  harden(log);
  let window: BrowserWindow | null = null;
  const tell = <S extends SignalName>(signal: S, value: Signal<S>) => {
    if (window !== null && !window.isDestroyed()) window.webContents.send(channelOf(signal), value);
  };
  const bringUp = () => {
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  const journal = openJournal(join(data, 'journal'));
  const alarms = createAlarmClock({
    now,
    after,
    ring: (due) =>
      ring(due, {
        tell: ({ tag, lateByMs }) => {
          log('alarm', { kind: kindOf(tag), lateByMs });
          tell('alarm', { tag, lateByMs });
        },
        notify: Notification.isSupported()
          ? notifier((title) => new Notification({ title, urgency: 'critical' }), bringUp)
          : null,
        beep: () => shell.beep(),
        window: () => window,
      }),
  });
  const configuration = switchOf(process.argv, 'config-folder');
  const administratorFile = () =>
    readAdministratorFile(
      configuration === undefined
        ? administratorFolders({
            platform: process.platform,
            programData: process.env['ProgramData'],
            beside: dirname(process.execPath),
          })
        : [configuration],
    );

  app.on('second-instance', bringUp);
  app.on('window-all-closed', () => app.quit());
  app.on('render-process-gone', (_event, contents, details) => {
    log('page gone', { reason: details.reason });
    if (details.reason !== 'clean-exit') contents.reload();
  });

  void app.whenReady().then(() => {
    servePage(join(__dirname, '..', 'renderer'));
    let sleptAt: number | null = null;
    powerMonitor.on('suspend', () => {
      sleptAt = now();
    });
    powerMonitor.on('resume', () => {
      alarms.look();
      tell('woke', { sleptMs: sleptAt === null ? 0 : now() - sleptAt });
      sleptAt = null;
    });
    serve(
      makeHandlers({
        window: () => window,
        journal,
        spare: openSpare(join(data, 'spare')),
        alarms,
        gateway: gatewayHandlers({
          client: createGatewayClient({ fetch: gatewayFetch, after, now }),
          enrolments: openEnrolments(join(data, 'gateway'), systemSecrets),
          administratorAddress: async () =>
            (await administratorFile()).administrator?.gateway?.address ?? null,
          log,
          monotonic: () => performance.now(),
        }),
        hello: async () => {
          const file = await administratorFile();
          return {
            host: 'desktop',
            version: app.getVersion(),
            journalFolder: join(data, 'journal'),
            administrator: file.administrator,
            problems: file.problems,
            can: {
              dial: true,
              notify: Notification.isSupported(),
              print: true,
              journal: true,
              badge: true,
            },
          };
        },
      }),
      log,
    );
    window = openWindow(data, preloadFile(__dirname));
    window.on('closed', () => {
      window = null;
    });
    setMenu({
      isMac: process.platform === 'darwin',
      isPackaged: app.isPackaged,
      send: (name) => tell('command', { name }),
    });
    log('started', { version: app.getVersion(), electron: process.versions['electron'] ?? '' });
  });
}

/**
 * A session of the gateway's own, kept in memory only, from the first call on: the page's session
 * refuses every request, and must go on doing so. The system's proxy and certificates count here as
 * everywhere.
 */
function gatewayFetch(url: string, init: RequestInit): Promise<Response> {
  return session.fromPartition('gateway').fetch(url, init);
}

const systemSecrets: Secrets = {
  isAvailable: () =>
    safeStorage.isEncryptionAvailable() &&
    // Linux without a keyring: a key that is the same on every machine hides nothing.
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend?.() !== 'basic_text'),
  seal: (text) => safeStorage.encryptString(text),
  open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
};
