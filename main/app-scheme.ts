// `app://console` is the page's address and the database's key: scheme and host never change after
// release. Only files of our own folder, only GET.
import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve } from 'node:path';
import { pageHeaders } from '../shared/lib/page-headers.ts';

export const SCHEME = 'app';
export const ORIGIN = 'app://console';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
};

/** Before the app is ready, once. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** The file for a path of the page, or null when it lies outside the folder. */
export function fileFor(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const file = resolve(folder, `.${decoded === '/' ? '/index.html' : decoded}`);
  const inside = relative(folder, file);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : file;
}

export function servePage(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const headers = pageHeaders('desktop');
    if (request.method !== 'GET' || url.host !== 'console') {
      return new Response('', { status: 405, headers });
    }
    const file = fileFor(folder, url.pathname);
    const type = types[extname(file ?? '')];
    if (file === null || type === undefined) return new Response('', { status: 404, headers });
    try {
      return new Response(await readFile(file), {
        status: 200,
        headers: { ...headers, 'content-type': type, 'cache-control': 'no-cache' },
      });
    } catch {
      return new Response('', { status: 404, headers });
    }
  });
}
