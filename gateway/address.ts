// One address, for ever: the page's origin is the key of the operator's database, so a gateway
// that moved to the next free port, or answered under another name, would show an empty desk.

export const loopback = '127.0.0.1';

/** The fixed port. Changing it after a release hides every web console's database. */
export const gatewayPort = 4375;

export const originOf = (port: number): string => `http://${loopback}:${port}`;

/**
 * What a request's Host header means. `alias` is this machine under another name and is sent to
 * the one address; anything else is a stranger's name that was made to point here (DNS rebinding).
 */
export function judgeHost(header: string | undefined, port: number): 'ours' | 'alias' | 'foreign' {
  const host = header?.toLowerCase();
  // A browser leaves the port out when it is the scheme's own.
  const end = port === 80 ? '' : `:${port}`;
  if (host === `${loopback}${end}`) return 'ours';
  if (host === `localhost${end}` || host === `[::1]${end}`) return 'alias';
  return 'foreign';
}
