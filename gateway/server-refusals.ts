// What the server itself refuses, whatever call it is: every reason with its status; and the answer to
// bytes that never become a request, which no route and no hook hears of.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { pageHeaders } from '../shared/lib/page-headers.ts';

export const serverRefusals = {
  badRequest: 400,
  onlyFromThisMachine: 403,
  notFound: 404,
  methodNotAllowed: 405,
  requestTimeout: 408,
  foreignHost: 421,
  headersTooLarge: 431,
  internal: 500,
} as const;
export type ServerRefusal = keyof typeof serverRefusals;

/** Why Node made no request of it. */
export function reasonOfBytes(code: string | undefined): ServerRefusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'requestTimeout';
  return code === 'HPE_HEADER_OVERFLOW' ? 'headersTooLarge' : 'badRequest';
}

/** Answers it as any other refusal is answered, and hangs up. */
export function answerBytes(socket: Socket, reason: ServerRefusal): void {
  const status = serverRefusals[reason];
  const body = JSON.stringify({ ok: false, reason });
  const headers = {
    ...pageHeaders('web'),
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
