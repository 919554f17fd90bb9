// Where this machine keeps our data: never in a roaming profile, which is copied over a network at
// log-off and would clone the database.
import { join } from 'node:path';

export interface System {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly localAppData: string | undefined;
  readonly xdgDataHome: string | undefined;
}

export function dataFolder(system: System): string {
  switch (system.platform) {
    case 'win32':
      return join(system.localAppData ?? join(system.home, 'AppData', 'Local'), 'Backstop');
    case 'darwin':
      return join(system.home, 'Library', 'Application Support', 'Backstop');
    default:
      return join(system.xdgDataHome ?? join(system.home, '.local', 'share'), 'backstop');
  }
}

/** The value of `--name=value` on the command line. */
export function switchOf(argv: readonly string[], name: string): string | undefined {
  const prefix = `--${name}=`;
  return argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
}
