import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../../tools/commands.ts';
import type { Source } from './imports.ts';

export const productRooms = ['shared', 'preload', 'main', 'renderer', 'gateway'] as const;

/** Files under the folders whose names end so, with paths from the root. */
export function readSources(folders: readonly string[], ends: RegExp): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && ends.test(one.name))
      .map((one) => join(one.parentPath, one.name))
      .map((file) => ({
        path: relative(root, file).split(sep).join('/'),
        text: readFileSync(file, 'utf8'),
      })),
  );
}
