// `npm run package`: builds, then packs the unpacked program into dist/. A machine that cannot fetch
// Electron names one on disk: BACKSTOP_ELECTRON_DIST=<folder>
// (and BACKSTOP_ELECTRON_VERSION, where the folder does not say it); one fuse is left to its default for
// a runtime too old to have it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuild } from './build.ts';
import { root, runNode } from './commands.ts';

const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
/** The first major version with the fuse `grantFileProtocolExtraPrivileges`. */
const NEWEST_FUSE_SINCE = 29;

async function named(): Promise<readonly string[]> {
  const folder = process.env['BACKSTOP_ELECTRON_DIST'];
  if (folder === undefined || folder === '') return [];
  const told = process.env['BACKSTOP_ELECTRON_VERSION'];
  const version = told ?? (await readFile(join(folder, 'version'), 'utf8')).trim();
  const old = Number(version.split('.')[0]) < NEWEST_FUSE_SINCE;
  return [
    `-c.electronDist=${folder}`,
    `-c.electronVersion=${version}`,
    ...(old ? ['-c.electronFuses.grantFileProtocolExtraPrivileges=null'] : []),
  ];
}

const built = await ensureBuild();
if (!built || !(await runNode(builder, ['--dir', '--publish', 'never', ...(await named())])))
  process.exitCode = 1;
