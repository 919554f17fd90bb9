// Electron's twenty points, as functions with names, called in order by index.ts.
import { app, session, type Session, type WebContents } from 'electron';
import { ORIGIN, SCHEME } from './app-scheme.ts';
import type { WriteLog } from './log.ts';

/** Everything the page may ever be allowed, each with its reason; all else is refused. */
const permissions: Readonly<Record<string, string>> = {
  'clipboard-sanitized-write': 'F2 copies the MPRN for the operator to paste into EMMA',
  'persistent-storage': 'the log is not to be thrown away when the disk gets full',
};

export function isOurs(url: string): boolean {
  return url === ORIGIN || url.startsWith(`${ORIGIN}/`);
}

export function blockPermissions(of: Session, log: WriteLog): void {
  of.setPermissionRequestHandler((contents, permission, answer) => {
    const allowed = Object.hasOwn(permissions, permission) && isOurs(contents.getURL());
    if (!allowed) log('permission refused', { permission });
    answer(allowed);
  });
  of.setPermissionCheckHandler(
    (_contents, permission, origin) =>
      Object.hasOwn(permissions, permission) && isOurs(origin.replace(/\/$/, '')),
  );
  of.setDevicePermissionHandler(() => false);
}

/** The page opens no socket: whatever is not our own scheme is cancelled. */
export function blockRequests(of: Session, log: WriteLog): void {
  of.webRequest.onBeforeRequest((details, answer) => {
    const { protocol } = new URL(details.url);
    const ours =
      protocol === `${SCHEME}:`
        ? isOurs(details.url)
        : ['blob:', 'data:', 'devtools:'].includes(protocol);
    if (!ours) log('request refused', { protocol });
    answer({ cancel: !ours });
  });
}

/** Only the system's own programs may listen there, and none does. */
const NOWHERE = '127.0.0.1:1';

/**
 * What `webRequest` and the page's policy never see is WebRTC: it may use no UDP, and whatever it sends
 * over TCP is sent to nowhere. What main asks of the gateway goes by a session of its own.
 */
export function blockPeers(of: Session): Promise<void> {
  return of.setProxy({
    mode: 'fixed_servers',
    proxyRules: `socks5://${NOWHERE}`,
    proxyBypassRules: '<-loopback>',
  });
}

export function blockNavigation(contents: WebContents, log: WriteLog): void {
  const refuse = (event: { preventDefault(): void }, by: string) => {
    event.preventDefault();
    log('navigation refused', { by });
  };
  contents.on('will-navigate', (event, url) => {
    if (!isOurs(url)) refuse(event, 'navigate');
  });
  contents.on('will-frame-navigate', (details) => {
    if (!isOurs(details.url)) refuse(details, 'frame');
  });
  contents.on('will-redirect', (event) => refuse(event, 'redirect'));
  contents.on('will-attach-webview', (event) => refuse(event, 'webview'));
  contents.setWindowOpenHandler(() => {
    log('navigation refused', { by: 'window' });
    return { action: 'deny' };
  });
}

export function harden(log: WriteLog): void {
  app.on('web-contents-created', (_event, contents) => {
    blockNavigation(contents, log);
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
  void app.whenReady().then(() => {
    void blockPeers(session.defaultSession);
    blockPermissions(session.defaultSession, log);
    blockRequests(session.defaultSession, log);
  });
}
