// Which Electron there is to run: the one named in the environment, the package's own, or the one
// its installer can fetch now. The product targets the version of package.json; a runtime named in
// the environment may be older, and is then only for tests.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, runNode } from './commands.ts';

export interface ElectronRuntime {
  readonly program: string;
  readonly folder: string;
  readonly version: string;
}

const names: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

const INSTALL_LIMIT_MS = 120_000;

export async function findElectron(options: {
  readonly install: boolean;
}): Promise<ElectronRuntime | null> {
  const own = join(root, 'node_modules', 'electron', 'dist');
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named !== undefined && named !== '') return runtimeIn(named);
  const found = await runtimeIn(own);
  if (found !== null || !options.install) return found;
  await runNode(join(root, 'node_modules', 'electron', 'install.js'), [], {
    quiet: true,
    limitMs: INSTALL_LIMIT_MS,
  });
  return runtimeIn(own);
}

async function runtimeIn(folder: string): Promise<ElectronRuntime | null> {
  const program = join(folder, names[process.platform] ?? 'electron');
  if (!existsSync(program)) return null;
  const version = await readFile(join(folder, 'version'), 'utf8').catch(() => 'unknown');
  return { program, folder, version: version.trim() };
}
