// The address of a gateway as a person or an administrator wrote it, reduced to an origin: paths are
// fixed by the table of calls. Beyond this machine it must be https; a token never travels in clear.
import { fail, ok, type Result } from '../shared/lib/result.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export function readAddress(typed: string): Result<string, { readonly code: 'badAddress' }> {
  const text = typed.trim();
  const bad = fail({ code: 'badAddress' } as const);
  // `host:port` would be read as a scheme; what has none gets the one it must have.
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const bare = /^[^/:]+|^\[[^\]]*\]/.exec(text)?.[0] ?? '';
  let url: URL;
  try {
    url = new URL(hasScheme ? text : `${loopback.test(bare) ? 'http' : 'https'}://${text}`);
  } catch {
    return bad;
  }
  if (url.username !== '' || url.password !== '') return bad;
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return bad;
  if (url.protocol === 'https:') return ok(url.origin);
  if (url.protocol !== 'http:' || !loopback.test(url.hostname)) return bad;
  // The gateway answers under one name only and sends every other one there.
  return ok(url.origin.replace(/\/\/(localhost|\[::1\])/, '//127.0.0.1'));
}
