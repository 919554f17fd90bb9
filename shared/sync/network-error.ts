// An error thrown by the network, as the one literal failure it was. Three families of names: Node's
// (`cause.code`), Chromium's (`net::ERR_…` in the message, what Electron throws), and a browser's
// page, which is told nothing on purpose: there it can only be "no way to the gateway".
import type { Failure } from './failure.ts';

/** `otherwise`: what an error without a name we know means here. */
export function readNetworkError(
  error: unknown,
  otherwise: Failure = { code: 'noRoute' },
): Failure {
  for (const each of causes(error)) {
    const { name, code, message } = textsOf(each);
    if (name === 'AbortError' || name === 'TimeoutError') return { code: 'timeout' };
    if (name === 'HTTPParserError') return { code: 'badReply' };
    const named = [code, /\bERR_[A-Z0-9_]+/.exec(message)?.[0] ?? ''].find((one) => one !== '');
    const known = named === undefined ? null : failureOf(named);
    if (known !== null) return known;
    // Both Node and Electron only say this in words.
    if (/\bredirect/i.test(message)) return { code: 'captivePortal' };
  }
  return otherwise;
}

const tls = (why: 'untrusted' | 'expired' | 'wrongName' | 'other'): Failure => ({
  code: 'tls',
  why,
});

/** Names of one failure, apart by spaces. */
const names: readonly (readonly [Failure, string])[] = [
  [
    { code: 'nameNotFound' },
    `ENOTFOUND EAI_AGAIN EAI_NONAME EAI_NODATA EAI_FAIL ERR_NAME_NOT_RESOLVED
     ERR_NAME_RESOLUTION_FAILED ERR_DNS_TIMED_OUT ERR_DNS_MALFORMED_RESPONSE
     ERR_DNS_SERVER_FAILED ERR_ICANN_NAME_COLLISION`,
  ],
  [{ code: 'refused' }, `ECONNREFUSED ERR_CONNECTION_REFUSED`],
  [
    { code: 'reset' },
    `ECONNRESET ECONNABORTED EPIPE UND_ERR_SOCKET
     UND_ERR_CLOSED UND_ERR_DESTROYED ERR_STREAM_PREMATURE_CLOSE ERR_CONNECTION_RESET
     ERR_CONNECTION_CLOSED ERR_CONNECTION_ABORTED ERR_EMPTY_RESPONSE ERR_NETWORK_CHANGED
     ERR_ABORTED ERR_SOCKET_NOT_CONNECTED ERR_NETWORK_IO_SUSPENDED ERR_HTTP2_PING_FAILED`,
  ],
  [
    { code: 'timeout' },
    `ETIMEDOUT ESOCKETTIMEDOUT UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT
     UND_ERR_BODY_TIMEOUT UND_ERR_ABORTED ABORT_ERR ERR_TIMED_OUT
     ERR_CONNECTION_TIMED_OUT`,
  ],
  // A company's proxy that is away or cannot reach the gateway is no way too: nobody can log in.
  [
    { code: 'noRoute' },
    `ENETUNREACH EHOSTUNREACH ENETDOWN EHOSTDOWN EADDRNOTAVAIL EACCES EPERM
     ERR_INTERNET_DISCONNECTED ERR_ADDRESS_UNREACHABLE ERR_ADDRESS_INVALID
     ERR_NETWORK_ACCESS_DENIED ERR_CONNECTION_FAILED ERR_FAILED ERR_BLOCKED_BY_CLIENT
     ERR_BLOCKED_BY_ADMINISTRATOR ERR_PROXY_CONNECTION_FAILED
     ERR_TUNNEL_CONNECTION_FAILED ERR_PAC_SCRIPT_FAILED
     ERR_MANDATORY_PROXY_CONFIGURATION_FAILED ERR_NO_SUPPORTED_PROXIES
     ERR_SOCKS_CONNECTION_FAILED ERR_SOCKS_CONNECTION_HOST_UNREACHABLE`,
  ],
  [
    { code: 'proxyLogin' },
    `ERR_PROXY_AUTH_REQUESTED ERR_PROXY_AUTH_UNSUPPORTED ERR_UNEXPECTED_PROXY_AUTH
     ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION`,
  ],
  [{ code: 'captivePortal' }, `ERR_TOO_MANY_REDIRECTS ERR_UNSAFE_REDIRECT`],
  [
    tls('untrusted'),
    `DEPTH_ZERO_SELF_SIGNED_CERT
     SELF_SIGNED_CERT_IN_CHAIN CERT_UNTRUSTED UNABLE_TO_GET_ISSUER_CERT
     UNABLE_TO_GET_ISSUER_CERT_LOCALLY CERT_REVOKED UNABLE_TO_VERIFY_LEAF_SIGNATURE
     INVALID_CA CERT_REJECTED ERR_CERT_AUTHORITY_INVALID ERR_CERT_REVOKED
     ERR_CERT_INVALID ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN
     ERR_CERT_KNOWN_INTERCEPTION_BLOCKED`,
  ],
  // "Out of date" in either direction; a laptop whose clock is wrong sees it too.
  [
    tls('expired'),
    `CERT_HAS_EXPIRED CERT_NOT_YET_VALID ERR_CERT_DATE_INVALID ERR_CERT_VALIDITY_TOO_LONG`,
  ],
  [tls('wrongName'), `ERR_TLS_CERT_ALTNAME_INVALID ERR_CERT_COMMON_NAME_INVALID`],
  [tls('other'), 'EPROTO ERR_PROXY_CERTIFICATE_INVALID'],
  [
    { code: 'badReply' },
    `UND_ERR_HEADERS_OVERFLOW
     UND_ERR_RES_CONTENT_LENGTH_MISMATCH UND_ERR_RES_EXCEEDED_MAX_SIZE Z_DATA_ERROR
     Z_BUF_ERROR ERR_INVALID_HTTP_RESPONSE ERR_CONTENT_LENGTH_MISMATCH
     ERR_INVALID_RESPONSE ERR_INCOMPLETE_CHUNKED_ENCODING ERR_INVALID_CHUNKED_ENCODING
     ERR_CONTENT_DECODING_FAILED ERR_RESPONSE_HEADERS_TOO_BIG
     ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH ERR_HTTP2_PROTOCOL_ERROR
     ERR_RESPONSE_HEADERS_TRUNCATED ERR_INCOMPLETE_HTTP2_HEADERS`,
  ],
];

const byName: ReadonlyMap<string, Failure> = new Map(
  names.flatMap(([failure, group]) => group.split(/\s+/).map((name) => [name, failure] as const)),
);

/** Names that no list can be complete for; looked at after the table. */
const families: readonly (readonly [RegExp, Failure])[] = [
  [/^ERR_(CERT|SSL|TLS|BAD_SSL|ECH|OSSL)_/, tls('other')],
  [/^HPE_/, { code: 'badReply' }],
];

function failureOf(name: string): Failure | null {
  return byName.get(name) ?? families.find(([family]) => family.test(name))?.[1] ?? null;
}

/** The error, what caused it, and what these were made of: innermost knowledge last. */
function causes(error: unknown): readonly unknown[] {
  const found: unknown[] = [];
  let queue: readonly unknown[] = [error];
  while (queue.length > 0 && found.length < 20) {
    found.push(...queue);
    queue = queue.flatMap((each) => {
      if (typeof each !== 'object' || each === null) return [];
      const cause = 'cause' in each && each.cause !== undefined ? [each.cause] : [];
      // One address after the other was tried: each has its own error.
      const several = 'errors' in each && Array.isArray(each.errors) ? each.errors : [];
      return [...cause, ...(several as readonly unknown[])];
    });
  }
  return found;
}

function textsOf(error: unknown): {
  readonly name: string;
  readonly code: string;
  readonly message: string;
} {
  if (typeof error !== 'object' || error === null) return { name: '', code: '', message: '' };
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    name: 'name' in error ? text(error.name) : '',
    // A DOMException's code is a number and says nothing.
    code: 'code' in error ? text(error.code) : '',
    message: 'message' in error ? text(error.message) : '',
  };
}
