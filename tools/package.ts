// `npm run package`: builds, then packs the unpacked program into dist/. A machine that cannot fetch
// Electron names one on disk: BACKSTOP_ELECTRON_DIST=<folder> (and BACKSTOP_ELECTRON_VERSION, where
// the folder does not say it). A runtime too old for the newest fuse is packed without that line.
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './build.ts';
import { root, runNode } from './commands.ts';

const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
const newestFuse = { name: 'grantFileProtocolExtraPrivileges', since: 29 };

async function namedRuntime(): Promise<readonly string[]> {
  const folder = process.env['BACKSTOP_ELECTRON_DIST'];
  if (folder === undefined || folder === '') return [];
  const told = process.env['BACKSTOP_ELECTRON_VERSION'];
  const version = told ?? (await readFile(join(folder, 'version'), 'utf8')).trim();
  const runtime = [`-c.electronDist=${folder}`, `-c.electronVersion=${version}`];
  if (Number(version.split('.')[0]) >= newestFuse.since) return runtime;
  const configuration = await readFile(join(root, 'electron-builder.yml'), 'utf8');
  const without = configuration.split('\n').filter((line) => !line.includes(newestFuse.name));
  const file = join(tmpdir(), `backstop-electron-builder-${process.pid}.yml`);
  await writeFile(file, without.join('\n'));
  return [...runtime, '--config', file];
}

const built = await ensureBuild();
const args = ['--dir', '--publish', 'never', ...(await namedRuntime())];
if (!built || !(await runNode(builder, args))) process.exitCode = 1;
