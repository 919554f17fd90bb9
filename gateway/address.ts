// Where the gateway is. By itself it is at one address, for ever: the page's origin is the key of
// the operator's database, so a gateway that moved to the next free port, or answered under another
// name, would show an empty desk. An administrator may give it names of its own instead; the first
// of them is then the one address, and the others are sent there.

export const loopback = '127.0.0.1';

/** The fixed port. Changing it after a release hides every web console's database. */
export const gatewayPort = 4375;

export const originOf = (port: number): string => `http://${loopback}:${port}`;

export interface Place {
  readonly scheme: 'http' | 'https';
  /** Port it listens on. */
  readonly port: number;
  /** Names it is asked for, perhaps with the port of a proxy in front; none means loopback. */
  readonly names: readonly string[];
  readonly isBehindProxy: boolean;
}

/** The one origin of the page. */
export function originOfPlace(place: Place): string {
  return `${place.scheme}://${hostsOf(place)[0] ?? ''}`;
}

/**
 * What a request's Host header means. `alias` is this gateway under another of its names and is sent
 * to the one address; anything else is a stranger's name that was made to point here (DNS rebinding).
 */
export function judgeHost(header: string | undefined, place: Place): 'ours' | 'alias' | 'foreign' {
  const host = header?.toLowerCase() ?? '';
  const [first, ...others] = hostsOf(place);
  if (host === first) return 'ours';
  const local = [loopback, 'localhost', '[::1]'].map((name) =>
    withPort(name, place.port, place.scheme),
  );
  return [...others, ...local].includes(host) ? 'alias' : 'foreign';
}

/** As a browser writes them: the port is left out when it is the scheme's own. */
function hostsOf({ scheme, port, names, isBehindProxy }: Place): readonly string[] {
  if (names.length === 0) return [withPort(loopback, port, scheme)];
  return names.map((name) => {
    const lower = name.toLowerCase();
    const given = /:(\d+)$/.exec(lower);
    if (given !== null) return withPort(lower.slice(0, given.index), Number(given[1]), scheme);
    return isBehindProxy ? lower : withPort(lower, port, scheme);
  });
}

function withPort(name: string, port: number, scheme: Place['scheme']): string {
  return port === (scheme === 'http' ? 80 : 443) ? name : `${name}:${port}`;
}
