// `npm run package`: builds, then packs the unpacked program into dist/. A machine that cannot fetch
// Electron names one on disk: BACKSTOP_ELECTRON_DIST=<folder> (and BACKSTOP_ELECTRON_VERSION, where
// the folder does not say it). A runtime too old for the newest fuse is packed without that line.
// What follows `--` goes to electron-builder.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { ensureBuild } from './build.ts';
import { root, runNode } from './commands.ts';

const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
const newestFuse = { name: 'grantFileProtocolExtraPrivileges', since: 29 };

/** Arguments for the runtime named in the environment, or what is missing, in a sentence. */
async function namedRuntime(): Promise<Result<readonly string[], string>> {
  const folder = process.env['BACKSTOP_ELECTRON_DIST'];
  if (folder === undefined || folder === '') return ok([]);
  if (!existsSync(folder))
    return fail(`BACKSTOP_ELECTRON_DIST names ${folder}, and there is no such folder.`);
  const told = process.env['BACKSTOP_ELECTRON_VERSION'];
  const version = (
    told ?? (await readFile(join(folder, 'version'), 'utf8').catch(() => ''))
  ).trim();
  if (!/^\d+\.\d+\.\d+/.test(version)) {
    return fail(
      version === ''
        ? `${folder} does not say which Electron it is: it has no file "version". ` +
            'Set BACKSTOP_ELECTRON_VERSION, for example to 22.3.25.'
        : `"${version}" is no version of Electron: write it like 22.3.25.`,
    );
  }
  const runtime = [`-c.electronDist=${folder}`, `-c.electronVersion=${version}`];
  if (Number(version.split('.')[0]) >= newestFuse.since) return ok(runtime);
  const configuration = await readFile(join(root, 'electron-builder.yml'), 'utf8');
  const without = configuration.split('\n').filter((line) => !line.includes(newestFuse.name));
  const file = join(tmpdir(), `backstop-electron-builder-${process.pid}.yml`);
  await writeFile(file, without.join('\n'));
  return ok([...runtime, '--config', file]);
}

// First what is quickly said, then the build.
const named = await namedRuntime();
if (!named.ok) {
  process.stderr.write(`${named.error}\n`);
  process.exitCode = 1;
} else if (
  !(await ensureBuild()) ||
  !(await runNode(builder, [
    '--dir',
    '--publish',
    'never',
    ...named.value,
    ...process.argv.slice(2),
  ]))
) {
  process.exitCode = 1;
}
