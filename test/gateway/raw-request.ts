// A request exactly as written: fetch tidies paths and refuses a Host header of its own.
import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export function rawRequest(
  address: string,
  options: {
    path?: string;
    method?: string;
    host?: string;
    headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<RawReply> {
  const { hostname, port, host } = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        path: options.path ?? '/',
        method: options.method ?? 'GET',
        headers: { host: options.host ?? host, ...options.headers },
        agent: false,
      },
      (reply) => {
        let body = '';
        reply.setEncoding('utf8');
        reply.on('data', (part: string) => (body += part));
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }),
        );
        reply.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
