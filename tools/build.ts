// Builds out/ and remembers from which sources: `npm test` and `npm start` build again exactly when
// something the build reads has changed. Times of files are not asked, a fresh clone has none.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { programs, root, runNode } from './commands.ts';

const read = ['shared', 'preload', 'main', 'renderer'];
const files = ['electron.vite.config.ts', 'package-lock.json', 'tsconfig.base.json'];
const stamp = join(root, 'out', '.built-from');

/** True when out/ holds a build of the sources as they are, built now if need be. */
export async function ensureBuild(options: { readonly always?: boolean } = {}): Promise<boolean> {
  const now = await sourcesHash();
  if (options.always !== true && (await builtFrom()) === now) return true;
  await rm(stamp, { force: true });
  if (!(await runNode(programs.electronVite, ['build', '--logLevel', 'warn']))) return false;
  await mkdir(join(root, 'out'), { recursive: true });
  await writeFile(stamp, now);
  return true;
}

async function builtFrom(): Promise<string | null> {
  const whole = ['renderer/index.html', 'main/index.cjs', 'preload/index.cjs'];
  if (!whole.every((file) => existsSync(join(root, 'out', file)))) return null;
  return existsSync(stamp) ? readFile(stamp, 'utf8') : null;
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256');
  const names = files.map((file) => join(root, file));
  for (const folder of read) {
    const inside = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    names.push(
      ...inside.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name)),
    );
  }
  for (const name of names.toSorted()) {
    const content = await readFile(name);
    hash.update(`${relative(root, name)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

if (import.meta.main && !(await ensureBuild({ always: true }))) process.exitCode = 1;
