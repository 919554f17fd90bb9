// The only socket of the desktop program: one call of the gateway's table, over a fetch that is
// handed in (Electron's, with the system's proxy and certificates). Whatever happens is a value. One
// deadline is over the whole call, the body included: a line that lets a byte through each second
// is as good as none.
import { fail, type Result } from '../shared/lib/result.ts';
import { readAnswer, type GatewayReply, type GatewayRequest } from '../shared/sync/answer.ts';
import { gatewayCalls, type GatewayCall } from '../shared/sync/calls.ts';
import type { CallFailure } from '../shared/sync/failure.ts';
import { readNetworkError } from '../shared/sync/network-error.ts';

export interface ClientPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Calls back once after `ms`; the returned function forgets it. */
  readonly after: (ms: number, work: () => void) => () => void;
  /** UTC ms. */
  readonly now: () => number;
}

export interface Where {
  /** Origin of the gateway. */
  readonly address: string;
  /** null: the call needs none. */
  readonly token: string | null;
}

export interface GatewayClient {
  call<K extends GatewayCall>(
    name: K,
    where: Where,
    request: GatewayRequest<K>,
  ): Promise<Result<GatewayReply<K>, CallFailure>>;
}

export const DEADLINE_MS = 30_000;
/** A reply is a few megabytes at most; what sends more is no gateway. */
export const MOST_REPLY_BYTES = 32 * 1024 * 1024;

export function createGatewayClient(ports: ClientPorts): GatewayClient {
  return {
    call: (name, where, request) =>
      new Promise((resolve) => {
        const controller = new AbortController();
        // Answered here and not by the abort: nobody waits for a fetch that does not hear it.
        const forget = ports.after(DEADLINE_MS, () => {
          resolve(fail({ code: 'timeout' }));
          controller.abort();
        });
        void exchangeTexts(ports, { name, where, request, signal: controller.signal }).then(
          (answer) => {
            forget();
            resolve(answer);
          },
        );
      }),
  };
}

async function exchangeTexts<K extends GatewayCall>(
  ports: ClientPorts,
  call: {
    readonly name: K;
    readonly where: Where;
    readonly request: GatewayRequest<K>;
    readonly signal: AbortSignal;
  },
): Promise<Result<GatewayReply<K>, CallFailure>> {
  const { method, path } = gatewayCalls[call.name];
  const { address, token } = call.where;
  try {
    const response = await ports.fetch(`${address}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(call.request === null ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(call.request === null ? {} : { body: JSON.stringify(call.request) }),
      // Followed, a redirect would carry the token to whoever asked for it.
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      signal: call.signal,
    });
    const text = await textWithin(response, MOST_REPLY_BYTES);
    if (text === null) return fail({ code: 'badReply' });
    return readAnswer(
      call.name,
      {
        status: response.status,
        contentType: response.headers.get('content-type'),
        retryAfter: response.headers.get('retry-after'),
        text,
      },
      ports.now(),
    );
  } catch (error) {
    return fail(readNetworkError(error));
  }
}

/** The body as text; null when it is larger than anything a gateway sends. */
async function textWithin(response: Response, most: number): Promise<string | null> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const part = await reader.read();
    if (part.done) return text + decoder.decode();
    bytes += part.value.byteLength;
    if (bytes > most) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
}
