// The gateway's calls in a browser: fetch to the origin that served the page. Who we are is a cookie
// that no script can read; the page never holds a token.
import type { Enrolled, Host } from '../../shared/bridge.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import {
  asFailure,
  readAnswer,
  type GatewayReply,
  type GatewayRequest,
} from '../../shared/sync/answer.ts';
import { gatewayCalls, type GatewayCall } from '../../shared/sync/calls.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import { readNetworkError } from '../../shared/sync/network-error.ts';
import { ExchangeTexts } from '../../shared/sync/exchange-text.ts';
import { PROTOCOL } from '../../shared/sync/protocol.ts';

const DEADLINE_MS = 30_000;

type GatewayBridge = Pick<
  Host,
  | 'enrol'
  | 'enrolmentOf'
  | 'exchange'
  | 'listDevices'
  | 'revokeDevice'
  | 'inviteDevice'
  | 'prepareExchange'
>;

export function webGateway(): GatewayBridge {
  const texts = new ExchangeTexts();
  return {
    // Not before what is being sent is on its way.
    prepareExchange: (entries) => void setTimeout(() => texts.prepare(entries)),
    enrol: async ({ device, address, code }): Promise<Result<Enrolled, CallFailure>> => {
      // A page speaks to the gateway that served it and to no other.
      if (address !== null && originOf(address) !== location.origin)
        return fail({ code: 'badAddress' });
      const answer = await call('enrol', { protocol: PROTOCOL, device, code, keep: 'cookie' });
      if (!answer.ok) return answer;
      const { token: _none, ...enrolment } = answer.value;
      if (enrolment.device !== device) return fail({ code: 'badReply' });
      return ok({ ...enrolment, address: location.origin, isTokenSealed: true });
    },
    // A browser has no journal: a database that is lost takes its device's name along.
    enrolmentOf: () => Promise.resolve(null),
    exchange: async ({ request }) => {
      const answer = await call('exchange', request, texts.of(request));
      return answer.ok ? answer : fail(asFailure(answer.error));
    },
    listDevices: () => call('devices', null),
    revokeDevice: ({ target }) => call('revoke', { device: target }),
    inviteDevice: ({ role }) => call('invite', { role }),
  };
}

async function call<K extends GatewayCall>(
  name: K,
  request: GatewayRequest<K>,
  text = JSON.stringify(request),
): Promise<Result<GatewayReply<K>, CallFailure>> {
  const { method, path } = gatewayCalls[name];
  const controller = new AbortController();
  // Over the body too: a line that lets a byte through each second is as good as none.
  const deadline = setTimeout(() => controller.abort(), DEADLINE_MS);
  let hasAnswered = false;
  try {
    const response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(request === null ? {} : { 'content-type': 'application/json' }),
      },
      ...(request === null ? {} : { body: text }),
      redirect: 'manual',
      credentials: 'same-origin',
      cache: 'no-store',
      signal: controller.signal,
    });
    hasAnswered = true;
    return readAnswer(
      name,
      {
        status: response.status,
        contentType: response.headers.get('content-type'),
        retryAfter: response.headers.get('retry-after'),
        text: await response.text(),
      },
      Date.now(),
    );
  } catch (error) {
    // A page is not told what went wrong; that an answer had begun, it knows.
    return fail(readNetworkError(error, { code: hasAnswered ? 'reset' : 'noRoute' }));
  } finally {
    clearTimeout(deadline);
  }
}

function originOf(address: string): string | null {
  try {
    return new URL(address).origin;
  } catch {
    return null;
  }
}
