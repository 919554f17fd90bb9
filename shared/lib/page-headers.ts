// The headers of every page and file we serve, in both hosts: one table, so that the desktop app
// and the gateway cannot drift apart.

/** SHA-256 of the one style element react-aria adds to the page (touch behaviour of pressables). */
export const reactAriaStyleHash = 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=';

const policy = (connect: "'none'" | "'self'") =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' '${reactAriaStyleHash}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "worker-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');

/** The desktop page opens no socket at all; the web page talks to the gateway that served it. */
export function pageHeaders(host: 'desktop' | 'web'): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy(host === 'desktop' ? "'none'" : "'self'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  };
}
