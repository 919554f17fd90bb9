import { BrowserWindow, screen } from 'electron';
import { join } from 'node:path';
import { ORIGIN } from './app-scheme.ts';
import { readSettings, writeSettings } from './settings.ts';

/** The one window, where it was last time, on a screen that is still there. */
export function openWindow(folder: string, preload: string): BrowserWindow {
  const kept = readSettings(folder).window;
  const seen =
    kept !== undefined &&
    screen.getAllDisplays().some(({ workArea }) => {
      const inX =
        kept.x < workArea.x + workArea.width - 80 && kept.x + kept.width > workArea.x + 80;
      const inY = kept.y >= workArea.y - 10 && kept.y < workArea.y + workArea.height - 80;
      return inX && inY;
    });
  const window = new BrowserWindow({
    title: 'Backstop',
    width: kept?.width ?? 1440,
    height: kept?.height ?? 900,
    ...(seen ? { x: kept.x, y: kept.y } : {}),
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: '#101416',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      backgroundThrottling: false,
      spellcheck: false,
    },
  });
  if (kept?.maximised === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  const keep = () => {
    if (window.isDestroyed() || window.isMinimized()) return;
    writeSettings(folder, {
      window: { ...window.getNormalBounds(), maximised: window.isMaximized() },
    });
  };
  window.on('resized', keep);
  window.on('moved', keep);
  window.on('close', keep);
  void window.loadURL(`${ORIGIN}/`);
  return window;
}

export const preloadFile = (here: string): string => join(here, '..', 'preload', 'index.cjs');
